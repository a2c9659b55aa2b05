from dataclasses import replace

from odoo.tests import tagged
from odoo.tests.common import BaseCase

from odoo.addons.biginn_cluster.rules import sme

from .properties import given, st, steady
from .test_rules_sme import series

amounts = st.decimals(0, 100_000_000, places=2)
heads = st.decimals(0, 600, places=2)
full = st.builds(sme.Year, st.just(2024), heads, amounts, amounts)
holed = st.builds(
    sme.Year, st.just(2024), heads | st.none(), amounts | st.none(), amounts | st.none()
)
one_class = st.sampled_from(sme.CLASSES)
classes = st.lists(one_class, min_size=1, max_size=8)
classes_with_gaps = st.lists(one_class | st.none(), min_size=1, max_size=7)


def shuffles():
    return st.randoms(use_true_random=False)


@tagged("post_install", "-at_install")
class TestSmeProperties(BaseCase):
    @steady
    @given(full)
    def test_a_full_year_is_always_classed(self, year):
        low, high = sme.year_bounds(year)
        self.assertEqual(low, high)
        self.assertEqual(sme.classify([year]).size_class, sme.CLASSES[low])

    @steady
    @given(full, heads, amounts, amounts)
    def test_growing_never_makes_smaller(self, year, more_heads, more_turnover, more_balance):
        grown = replace(
            year,
            headcount=year.headcount + more_heads,
            turnover=year.turnover + more_turnover,
            balance=year.balance + more_balance,
        )
        self.assertGreaterEqual(sme.year_bounds(grown)[0], sme.year_bounds(year)[0])

    @steady
    @given(holed, heads, amounts, amounts)
    def test_filling_a_hole_stays_within_what_was_said(self, year, headcount, turnover, balance):
        filled = replace(
            year,
            headcount=headcount if year.headcount is None else year.headcount,
            turnover=turnover if year.turnover is None else year.turnover,
            balance=balance if year.balance is None else year.balance,
        )
        low, high = sme.year_bounds(year)
        self.assertIn(sme.year_bounds(filled)[0], range(low, high + 1))
        self.assertEqual(bool(sme.missing_figures(year)), low != high)

    @steady
    @given(classes, shuffles())
    def test_order_of_entry_does_not_matter(self, names, random):
        years = series(*names)
        shuffled = list(years)
        random.shuffle(shuffled)
        self.assertEqual(sme.classify(shuffled), sme.classify(years))

    @steady
    @given(classes, one_class)
    def test_twice_the_same_always_decides(self, names, name):
        self.assertEqual(sme.classify(series(*names, name, name)).size_class, name)

    @steady
    @given(one_class, one_class)
    def test_once_never_does(self, name, spike):
        self.assertEqual(sme.classify(series(name, name, spike)).size_class, name)

    @steady
    @given(classes_with_gaps, classes)
    def test_a_filled_gap_agrees_with_what_was_decided(self, names, fill):
        names = ["small", *names, "medium"]
        size = sme.classify(series(*names))
        if size.size_class == "unknown":
            return
        fillers = iter(fill * 8)
        filled = [name or next(fillers) for name in names]
        self.assertEqual(sme.classify(series(*filled)).size_class, size.size_class)

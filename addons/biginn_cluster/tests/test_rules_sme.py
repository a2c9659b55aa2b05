from decimal import Decimal as D

from odoo.tests import tagged
from odoo.tests.common import BaseCase

from odoo.addons.biginn_cluster.rules import sme

# headcount, turnover, balance (EUR) -> class of one closed year.
# Every ceiling of Art. 2 from both sides, on each of the three measures.
TABLE = [
    ("9.99", "2000000", "2000000", "micro"),
    ("10", "2000000", "2000000", "small"),
    ("9", "2000000.01", "2000000", "micro"),
    ("9", "2000000", "2000000.01", "micro"),
    ("9", "2000000.01", "2000000.01", "small"),
    ("49.99", "10000000", "10000000", "small"),
    ("50", "10000000", "10000000", "medium"),
    ("49", "10000000.01", "10000000", "small"),
    ("49", "10000000", "10000000.01", "small"),
    ("49", "10000000.01", "10000000.01", "medium"),
    ("249.99", "50000000", "43000000", "medium"),
    ("250", "50000000", "43000000", "large"),
    ("249", "50000000.01", "43000000", "medium"),
    ("249", "50000000", "43000000.01", "medium"),
    ("249", "50000000.01", "43000000.01", "large"),
    ("0", "0", "0", "micro"),
    ("3", "400000000", "400000000", "large"),
    ("1000", "1", "1", "large"),
    # one of turnover and balance is enough when it is low
    ("9", None, "2000000", "micro"),
    ("9", "2000000", None, "micro"),
    # staff alone decides at 250, money alone when both ceilings are passed
    ("250", None, None, "large"),
    (None, "50000000.01", "43000000.01", "large"),
    # everything else with a hole is open
    (None, "1", "1", "unknown"),
    ("9", "2000000.01", None, "unknown"),
    ("9", None, None, "unknown"),
    (None, None, None, "unknown"),
]


def year(number, headcount=None, turnover=None, balance=None, estimate=False):
    values = [None if v is None else D(v) for v in (headcount, turnover, balance)]
    return sme.Year(number, *values, estimate=estimate)


MICRO = ("5", "1000000", "1000000")
SMALL = ("34", "6100000", "5000000")
MEDIUM = ("120", "30000000", "30000000")
BIG = ("900", "90000000", "90000000")
SAMPLE = {"micro": MICRO, "small": SMALL, "medium": MEDIUM, "large": BIG}


def series(*classes, first=2020):
    """One closed year per class; None leaves the year out."""
    return [year(first + n, *SAMPLE[c]) for n, c in enumerate(classes) if c]


@tagged("post_install", "-at_install")
class TestSmeRule(BaseCase):
    def test_every_ceiling(self):
        for headcount, turnover, balance, expected in TABLE:
            with self.subTest(headcount=headcount, turnover=turnover, balance=balance):
                size = sme.classify([year(2024, headcount, turnover, balance)])
                self.assertEqual(size.size_class, expected)

    def test_two_consecutive_years(self):
        for classes, expected, code in [
            (("small",), "small", "one_year"),
            (("small", "small"), "small", "two_years_agree"),
            (("small", "medium"), "small", "last_year_differs"),
            (("small", "medium", "medium"), "medium", "two_years_agree"),
            (("small", "medium", "small"), "small", "status_kept"),
            (("small", "medium", "small", "medium"), "small", "last_year_differs"),
            # both years above, to different heights: only as far as both agree
            (("small", "medium", "large"), "medium", "last_year_differs"),
            (("small", "large", "medium"), "medium", "status_kept"),
            (("large", "small", "micro"), "small", "last_year_differs"),
            (("medium", "small", "small"), "small", "two_years_agree"),
            # one above, one below: nothing happened twice
            (("small", "medium", "micro"), "small", "last_year_differs"),
        ]:
            with self.subTest(classes=classes):
                size = sme.classify(series(*classes))
                self.assertEqual((size.size_class, size.code), (expected, code))

    def test_missing_year(self):
        # a year that nobody entered changes nothing between two equal ones ...
        self.assertEqual(sme.classify(series("small", None, "small")).size_class, "small")
        # ... but decides whether a change happened twice
        size = sme.classify(series("small", None, "medium"))
        self.assertEqual((size.size_class, size.code), ("unknown", "undecided"))
        gap = size.steps[1]
        self.assertTrue(gap.gap)
        self.assertEqual((gap.year, gap.low, gap.high), (2021, "micro", "large"))

    def test_open_last_year_may_not_matter(self):
        years = [*series("small", "small"), year(2022, None, "60000000", "60000000")]
        size = sme.classify(years)
        self.assertEqual((size.size_class, size.code), ("small", "last_year_differs"))
        years = [*series("small", "small"), year(2022, "60")]
        size = sme.classify(years)
        self.assertEqual((size.size_class, size.code), ("small", "last_year_open"))

    def test_missing_figures_are_named(self):
        for values, expected in [
            ((None, "1", "1"), ("headcount",)),
            ((None, None, None), ("headcount", "turnover", "balance")),
            (("9", "2000000.01", None), ("balance",)),
            # turnover already proves micro: the balance would change nothing
            ((None, "2000000", None), ("headcount",)),
            (("250", None, None), ()),
            (MICRO, ()),
        ]:
            with self.subTest(values=values):
                self.assertEqual(sme.missing_figures(year(2024, *values)), expected)

    def test_estimate_counts_only_without_closed_accounts(self):
        self.assertEqual(sme.classify([]).code, "no_figures")
        size = sme.classify([year(2026, *MICRO, estimate=True)])
        self.assertEqual((size.size_class, size.code), ("micro", "estimate"))
        years = [*series("small", "small"), year(2022, *BIG, estimate=True)]
        self.assertEqual(sme.classify(years).size_class, "small")
        self.assertEqual(len(sme.classify(years).steps), 2)

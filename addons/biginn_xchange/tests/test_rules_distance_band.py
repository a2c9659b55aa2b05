from dataclasses import replace
from datetime import date
from decimal import Decimal

from odoo.tests import tagged
from odoo.tests.common import BaseCase

from odoo.addons.biginn_cluster.tests.properties import given, st, steady
from odoo.addons.biginn_xchange.rules import lump_sum

START = date(2021, 1, 1)
# Erasmus+ 2021-23, standard travel by one-way distance (domain reference, section 14.2)
BANDS = [
    (10, 100, 23),
    (100, 500, 180),
    (500, 2000, 275),
    (2000, 3000, 360),
    (3000, 4000, 530),
    (4000, 8000, 820),
    (8000, 0, 1500),
]
STAY = lump_sum.Stay("LT", date(2023, 5, 8), 5, Decimal(900))
NO_TERMS = lump_sum.Terms()


def band(km_from, km_to, amount, country=None, date_from=START, date_to=None):
    return lump_sum.Rate(
        country, Decimal(amount), date_from, date_to, lump_sum.UNIT_BAND,
        Decimal(km_from), Decimal(km_to),
    )  # fmt: skip


RATES = [band(*line) for line in BANDS]


@tagged("post_install", "-at_install")
class TestDistanceBand(BaseCase):
    def test_every_band_on_both_sides(self):
        for km, expected in [
            ("9.9", None), ("10", 23), ("99.9", 23), ("100", 180), ("499.9", 180), ("500", 275),
            ("1999.9", 275), ("2000", 360), ("3000", 530), ("4000", 820), ("7999.9", 820),
            ("8000", 1500), ("20000", 1500),
        ]:  # fmt: skip
            with self.subTest(km=km):
                stay = replace(STAY, distance_km=Decimal(km))
                result = lump_sum.lump_sum(stay, RATES, NO_TERMS)
                self.assertEqual(result.rate and result.rate.amount, expected)
                self.assertEqual(result.zero_reason, "" if expected else "no_rate")

    def test_unknown_distance(self):
        unknown = replace(STAY, distance_km=None)
        result = lump_sum.lump_sum(unknown, RATES, NO_TERMS)
        self.assertEqual((result.amount, result.zero_reason), (0, "no_distance"))
        rate, distance = lump_sum.findings(unknown, RATES, NO_TERMS)
        self.assertEqual((rate.code, rate.ok), ("rate_by_distance", True))
        self.assertEqual((distance.code, distance.ok), ("distance_missing", False))
        self.assertTrue(distance.blocking)

    def test_findings_at_a_known_distance(self):
        rate, distance = lump_sum.findings(STAY, RATES, NO_TERMS, "map")
        self.assertEqual((rate.code, distance.code), ("rate_ok", "distance_ok"))
        near = replace(STAY, distance_km=Decimal(5))
        self.assertEqual(lump_sum.findings(near, RATES, NO_TERMS, "map")[0].code, "rate_missing")

    def test_a_country_of_its_own_goes_first(self):
        special = band(500, 2000, 400, country="LT")
        flat = lump_sum.Rate("LT", Decimal(560), START)
        for rates, expected in [
            ([*RATES, special], 400),
            ([*RATES, special, flat], 560),
            ([*RATES, band(500, 2000, 400, country="ES")], 275),
        ]:
            self.assertEqual(lump_sum.lump_sum(STAY, rates, NO_TERMS).amount, expected)

    def test_higher_rate(self):
        higher = lump_sum.Rate(None, Decimal(1100), START)
        stay = replace(STAY, higher_rate=True)
        self.assertEqual(lump_sum.lump_sum(stay, [*RATES, higher], NO_TERMS).amount, 1100)
        self.assertEqual(lump_sum.lump_sum(stay, RATES, NO_TERMS).amount, 275, "none is kept")
        self.assertEqual(lump_sum.lump_sum(STAY, [*RATES, higher], NO_TERMS).amount, 275)

    def test_bands_are_halved_by_days_alone_and_capped_like_all(self):
        terms = lump_sum.Terms(half_under_days=6, max_amount=Decimal(100))
        result = lump_sum.lump_sum(STAY, RATES, terms)
        self.assertEqual((result.amount, result.base, result.capped), (100, 275, True))

    def test_overlaps(self):
        base = band(100, 500, 180)
        for other, expected in [
            (band(500, 0, 275), False),
            (band(499, 0, 275), True),
            (band(0, 100, 23), False),
            (band(0, 0, 23), True),
            (band(100, 500, 200, country="LT"), False),
            (band(100, 500, 200, date_to=date(2020, 12, 31), date_from=date(2020, 1, 1)), False),
            (lump_sum.Rate(None, Decimal(1100), START), False),
        ]:
            with self.subTest(other=other):
                self.assertIs(base.overlaps(other), expected)
                self.assertIs(other.overlaps(base), expected)
        of_country = band(100, 500, 200, country="LT")
        self.assertTrue(of_country.overlaps(lump_sum.Rate("LT", Decimal(560), START)))

    lines = st.builds(
        lambda low, width, country, first, length: lump_sum.Rate(
            country,
            Decimal(1),
            first,
            length and date.fromordinal(first.toordinal() + length),
            lump_sum.UNIT_BAND,
            Decimal(low),
            Decimal(width and low + width),
        ),
        st.integers(0, 30),
        st.integers(0, 10),
        st.sampled_from([None, "LT"]),
        st.dates(date(2023, 1, 1), date(2023, 1, 20)),
        st.sampled_from([None, 1, 5]),
    )

    @steady
    @given(lines, lines, st.integers(0, 45), st.dates(date(2023, 1, 1), date(2023, 2, 1)))
    def test_lines_that_do_not_overlap_never_hold_together(self, one, other, km, day):
        both = all(line.holds_on(day) and line.holds_at(Decimal(km)) for line in (one, other))
        if both and one.country == other.country:
            self.assertTrue(one.overlaps(other))

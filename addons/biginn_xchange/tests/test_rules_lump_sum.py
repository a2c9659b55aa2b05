from dataclasses import replace
from datetime import date
from decimal import Decimal

from odoo.tests import tagged
from odoo.tests.common import BaseCase

from odoo.addons.biginn_cluster.tests.properties import given, st, steady
from odoo.addons.biginn_xchange.rules import lump_sum

START = date(2023, 5, 8)
FAR = Decimal(900)

# The whole rate table of the programme, host country and full amount in EUR; half is half.
TABLE = [
    ("AL", 530, 265),
    ("AM", 610, 305),
    ("AT", 900, 450),
    ("BA", 560, 280),
    ("BE", 830, 415),
    ("BG", 560, 280),
    ("CY", 780, 390),
    ("CZ", 610, 305),
    ("DE", 830, 415),
    ("DK", 1100, 550),
    ("EE", 670, 335),
    ("ES", 830, 415),
    ("FI", 950, 475),
    ("FR", 900, 450),
    ("GR", 780, 390),
    ("HR", 720, 360),
    ("HU", 670, 335),
    ("IE", 1000, 500),
    ("IS", 900, 450),
    ("IT", 900, 450),
    ("LI", 1100, 550),
    ("LT", 560, 280),
    ("LU", 830, 415),
    ("LV", 610, 305),
    ("MD", 530, 265),
    ("ME", 560, 280),
    ("MK", 560, 280),
    ("MT", 720, 360),
    ("NL", 830, 415),
    ("NO", 1100, 550),
    ("PL", 610, 305),
    ("PT", 780, 390),
    ("RO", 560, 280),
    ("RS", 560, 280),
    ("SE", 950, 475),
    ("SI", 720, 360),
    ("SK", 610, 305),
    ("TR", 750, 375),
    ("UA", 530, 265),
    ("XK", 560, 280),
    (None, 1100, 550),
]
RATES = [lump_sum.Rate(country, Decimal(full), date(2022, 1, 1)) for country, full, _half in TABLE]
TERMS = lump_sum.Terms(
    min_working_days=3,
    half_under_days=5,
    half_under_km=Decimal(200),
    max_amount=Decimal(1100),
)


def stay(country="DK", days=5, km=FAR, **changes):
    return replace(
        lump_sum.Stay(country, START, days, None if km is None else Decimal(km)), **changes
    )


def amount(*args, **kwargs):
    return lump_sum.lump_sum(stay(*args, **kwargs), RATES, TERMS).amount


@tagged("post_install", "-at_install")
class TestLumpSumRule(BaseCase):
    def test_golden_vectors(self):
        vectors = [
            ("PT", 5, 900, "780.00"),
            ("PT", 3, 900, "390.00"),
            ("LT", 3, 900, "280.00"),
            ("FR", 4, 900, "450.00"),
            ("ES", 5, 900, "830.00"),
            ("ES", 6, 150, "415.00"),
            ("DK", 4, 150, "550.00"),
        ]
        for country, days, km, expected in vectors:
            with self.subTest(country=country, days=days, km=km):
                self.assertEqual(str(amount(country, days, km)), expected)

    def test_whole_table(self):
        for country, full, half in TABLE:
            special = country is None
            with self.subTest(country=country):
                for days, km, expected in [(5, 200, full), (4, 900, half), (20, 199, half)]:
                    got = amount(country or "PT", days, km, higher_rate=special)
                    self.assertEqual(got, Decimal(expected))

    def test_thresholds_on_both_sides(self):
        for days, km, expected, reasons in [
            (2, 900, 0, ()),
            (3, 900, 550, ("days",)),
            (4, 900, 550, ("days",)),
            (5, 900, 1100, ()),
            (5, "199.9", 550, ("distance",)),
            (5, "200", 1100, ()),
            (4, "199.9", 550, ("days", "distance")),
            (5, "0", 550, ("distance",)),
        ]:
            with self.subTest(days=days, km=km):
                result = lump_sum.lump_sum(stay("DK", days, km), RATES, TERMS)
                self.assertEqual(result.amount, Decimal(expected))
                self.assertEqual(result.half_reasons, reasons)

    def test_zero_and_why(self):
        for changes, why in [
            ({"is_virtual": True}, "virtual"),
            ({"days": 2}, "too_short"),
            ({"country": "CH"}, "no_rate"),
            ({"country": None}, "no_rate"),
            ({"km": None}, "no_distance"),
            ({"date_start": date(2021, 12, 31)}, "no_rate"),
        ]:
            with self.subTest(changes=changes):
                result = lump_sum.lump_sum(stay(**changes), RATES, TERMS)
                self.assertEqual((result.amount, result.zero_reason), (Decimal(0), why))

    def test_unknown_distance_does_not_matter_when_the_stay_is_short(self):
        result = lump_sum.lump_sum(stay("DK", 4, None), RATES, TERMS)
        self.assertEqual((result.amount, result.half_reasons), (Decimal("550.00"), ("days",)))

    def test_rate_in_force_on_the_first_day(self):
        rates = [
            lump_sum.Rate("AT", Decimal(900), date(2022, 1, 1), date(2024, 5, 31)),
            lump_sum.Rate("AT", Decimal(1000), date(2024, 6, 1)),
        ]
        for day, expected in [
            (date(2021, 12, 31), None),
            (date(2022, 1, 1), 900),
            (date(2024, 5, 31), 900),
            (date(2024, 6, 1), 1000),
        ]:
            with self.subTest(day=day):
                rate = lump_sum.rate_in_force(rates, stay("AT", date_start=day))
                self.assertEqual(rate and rate.amount, expected)

    def test_daily_rate_and_rounding_half_up(self):
        rates = [lump_sum.Rate("SE", Decimal(196), START, unit=lump_sum.UNIT_DAY)]
        daily = lump_sum.lump_sum(stay("SE", 6), rates, lump_sum.Terms())
        self.assertEqual(daily.amount, Decimal("1176.00"))
        rates = [lump_sum.Rate("SE", Decimal("0.05"), START)]
        half = lump_sum.lump_sum(stay("SE", 4), rates, TERMS)
        self.assertEqual(half.amount, Decimal("0.03"), "0.025 is rounded up, not to even")

    def test_programme_maximum(self):
        terms = replace(TERMS, max_amount=Decimal(1000))
        capped = lump_sum.lump_sum(stay("DK", 5), RATES, terms)
        self.assertEqual((capped.amount, capped.capped), (Decimal(1000), True))
        open_end = lump_sum.lump_sum(stay("DK", 5), RATES, replace(TERMS, max_amount=Decimal(0)))
        self.assertEqual((open_end.amount, open_end.capped), (Decimal(1100), False))

    def test_findings(self):
        for changes, source, expected in [
            ({}, "coordinates", [("rate_ok", True), ("distance_ok", True)]),
            ({}, "", [("rate_ok", True), ("distance_unsourced", False)]),
            ({"km": None}, "", [("rate_ok", True), ("distance_missing", False)]),
            ({"km": None, "days": 3}, "", [("rate_ok", True), ("distance_not_needed", True)]),
            ({"country": "CH"}, "map", [("rate_missing", False), ("distance_ok", True)]),
            ({"is_virtual": True}, "", [("rate_virtual", True), ("distance_not_needed", True)]),
        ]:
            with self.subTest(changes=changes, source=source):
                found = lump_sum.findings(stay(**changes), RATES, TERMS, source)
                self.assertEqual([(finding.code, finding.ok) for finding in found], expected)
        unsourced = lump_sum.findings(stay(), RATES, TERMS, "")[1]
        self.assertFalse(unsourced.blocking, "a missing source is a warning, never a block")


@tagged("post_install", "-at_install")
class TestLumpSumProperties(BaseCase):
    stays = st.builds(
        lump_sum.Stay,
        host_country=st.sampled_from([country for country, _full, _half in TABLE[:-1]]),
        date_start=st.dates(date(2022, 1, 1), date(2030, 1, 1)),
        working_days=st.integers(0, 40),
        distance_km=st.none() | st.decimals(0, 20000, places=1),
        is_virtual=st.booleans(),
        higher_rate=st.booleans(),
    )

    @steady
    @given(stays)
    def test_nothing_half_or_whole(self, case):
        """The amount is 0, exactly half the rate, or the rate; in cents and never negative."""
        result = lump_sum.lump_sum(case, RATES, TERMS)
        whole = Decimal(0) if result.rate is None else result.rate.amount
        self.assertIn(result.amount, (0, whole, whole / 2))
        self.assertEqual(result.amount, round(result.amount, 2))
        self.assertGreaterEqual(result.amount, 0)
        self.assertEqual(bool(result.zero_reason), result.amount == 0)

    @steady
    @given(stays, st.integers(1, 10))
    def test_a_longer_stay_is_never_worth_less(self, case, more):
        if case.distance_km is None:
            return
        longer = replace(case, working_days=case.working_days + more)
        self.assertGreaterEqual(
            lump_sum.lump_sum(longer, RATES, TERMS).amount,
            lump_sum.lump_sum(case, RATES, TERMS).amount,
        )

    @steady
    @given(stays, st.decimals(0, 5000, places=1))
    def test_being_farther_away_is_never_worth_less(self, case, more):
        if case.distance_km is None:
            return
        farther = replace(case, distance_km=case.distance_km + more)
        self.assertGreaterEqual(
            lump_sum.lump_sum(farther, RATES, TERMS).amount,
            lump_sum.lump_sum(case, RATES, TERMS).amount,
        )

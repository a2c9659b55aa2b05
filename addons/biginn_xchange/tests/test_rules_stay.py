import unittest
from datetime import date, timedelta
from decimal import Decimal

from odoo.addons.biginn_cluster.tests.properties import given, st, tries

from ..rules.stay import Break, again, counted_days, lost_days

MONDAY = date(2023, 5, 8)
FACTS = {
    "zero_reason": "",
    "amount": "560.00",
    "base": "560",
    "half_reasons": [],
    "capped": False,
    "higher_rate": False,
    "country": "LT",
    "by_band": False,
    "rate": "560",
    "rate_unit": "stay",
    "rate_from": "2022-01-01",
    "km_from": "0",
    "km_to": "0",
    "working_days": 5,
    "distance_km": 813.0,
    "min_working_days": 3,
    "half_under_days": 5,
    "half_under_km": 200.0,
    "max_amount": 1100.0,
    "currency": "EUR",
}


def day(number):
    return MONDAY + timedelta(days=number)


def counted(breaks, agreed=5, last=4, **kwargs):
    return counted_days(MONDAY, day(last), breaks, agreed, **kwargs)


class TestRulesStay(unittest.TestCase):
    def test_counted_days(self):
        for what, breaks, expected in (
            ("nothing happened", [], 5),
            ("home on Thursday", [Break(day(3))], 3),
            ("home on Thursday, force majeure", [Break(day(3), None, True)], 5),
            ("ill on Tuesday", [Break(day(1), day(2))], 4),
            ("ill and back on the same day", [Break(day(1), day(1))], 5),
            ("ill, then home", [Break(day(1), day(2)), Break(day(4))], 3),
            ("the same days twice", [Break(day(1), day(3)), Break(day(2), day(4))], 2),
            ("one excused, one not", [Break(day(1), day(2), True), Break(day(4))], 4),
            ("a day lost twice, once excused", [Break(day(1), day(2), True), Break(day(1))], 1),
            ("home at once", [Break(day(0))], 0),
        ):
            with self.subTest(what):
                self.assertEqual(counted(breaks), expected)

    def test_more_days_in_return_never_make_more_than_agreed(self):
        two_lost = [Break(day(1), day(3))]
        self.assertEqual(counted(two_lost, last=4), 3)
        self.assertEqual(counted(two_lost, last=7), 4)
        self.assertEqual(counted(two_lost, last=30), 5)

    def test_holidays_and_travel_stay_free(self):
        self.assertEqual(counted([Break(day(3))], holidays=frozenset({day(1)})), 2)
        self.assertEqual(counted([Break(day(3))], travel=frozenset({day(0)})), 2)

    def test_the_same_rate_again(self):
        for days, amount, reason in ((5, "560", ""), (4, "280", ""), (3, "280", ""), (2, "0", "x")):
            with self.subTest(days=days):
                result = again(FACTS, days)
                self.assertEqual(result.amount, Decimal(amount))
                self.assertEqual(bool(result.zero_reason), bool(reason))
        by_day = FACTS | {"rate_unit": "day", "rate": "100"}
        self.assertEqual(again(by_day, 3).amount, Decimal(150), "100 x 3, halved")
        higher = FACTS | {"higher_rate": True, "rate": "1100"}
        self.assertEqual(again(higher, 3).amount, Decimal(550))
        band = FACTS | {"rate_unit": "distance_band", "km_from": "500", "km_to": "2000"}
        self.assertEqual(again(band, 3).amount, Decimal(280))
        virtual = FACTS | {"zero_reason": "virtual", "rate": None, "rate_from": None}
        self.assertEqual(again(virtual, 3).amount, 0)

    breaks = st.lists(
        st.builds(
            lambda first, length, excused: Break(
                day(first), None if length is None else day(first + length), excused
            ),
            st.integers(0, 40),
            st.one_of(st.none(), st.integers(0, 10)),
            st.booleans(),
        ),
        max_size=5,
    )

    @tries(100, 5000)
    @given(breaks, st.integers(0, 30), st.integers(0, 40))
    def test_properties(self, breaks, agreed, length):
        days = counted(breaks, agreed, length)
        self.assertTrue(0 <= days <= agreed)
        # another break never adds a day, force majeure never takes one
        self.assertLessEqual(counted([*breaks, Break(day(2), day(4))], agreed, length), days)
        excused = [Break(each.date_from, each.date_to, True) for each in breaks]
        self.assertEqual(counted(excused, agreed, length), counted([], agreed, length))
        self.assertFalse(lost_days(day(length), excused))

    @tries(50, 5000)
    @given(st.integers(0, 10), st.integers(0, 10))
    def test_fewer_days_are_never_worth_more(self, one, other):
        less, more = sorted((one, other))
        self.assertLessEqual(again(FACTS, less).amount, again(FACTS, more).amount)

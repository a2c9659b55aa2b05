from datetime import date, timedelta

from odoo.tests import tagged
from odoo.tests.common import BaseCase

from odoo.addons.biginn_cluster.rules.membership_merge import Period, cuts

from .properties import given, st, steady

DAY = date(2026, 1, 1)


def day(number):
    return None if number is None else DAY + timedelta(days=number)


def period(key, start, last, approved=True):
    return Period(key, day(start), day(last), approved)


def days(periods, cut):
    """The days of each period within the first hundred, after the cut."""
    found = []
    for one in periods:
        last = day(99) if one.last is None else one.last
        if one.key in cut:
            last = min(last, cut[one.key] - timedelta(days=1))
        found += [DAY + timedelta(days=n) for n in range(100) if one.start <= day(n) <= last]
    return found


@tagged("post_install", "-at_install")
class TestRulesMembershipMerge(BaseCase):
    def test_table(self):
        for name, periods, expected in (
            ("apart", [period(1, 0, 9), period(2, 10, 19)], {}),
            ("the same days", [period(1, 0, 9), period(2, 0, 9)], {2: 0}),
            ("one within the other", [period(1, 0, 20), period(2, 5, 9)], {2: 5}),
            ("the later goes on", [period(1, 0, 9), period(2, 5, 19)], {1: 5}),
            ("same start, longer", [period(1, 0, 9), period(2, 0, 19)], {1: 0}),
            ("both without end", [period(1, 0, None), period(2, 5, None)], {2: 5}),
            ("one without end", [period(1, 0, 9), period(2, 5, None)], {1: 5}),
            ("in a row", [period(1, 0, 9), period(2, 5, 19), period(3, 15, 29)], {1: 5, 2: 15}),
            ("what waits yields", [period(1, 0, 99, False), period(2, 5, 9)], {1: 0}),
            ("both wait", [period(1, 0, 9, False), period(2, 5, 9, False)], {2: 5}),
        ):
            with self.subTest(name):
                self.assertEqual(cuts(periods), {key: day(n) for key, n in expected.items()})

    @steady
    @given(
        st.lists(
            st.tuples(st.integers(0, 80), st.one_of(st.none(), st.integers(0, 30))), max_size=6
        )
    )
    def test_each_day_once_and_none_lost(self, drawn):
        periods = [
            period(key, start, None if length is None else min(start + length, 99))
            for key, (start, length) in enumerate(drawn)
        ]
        before, after = days(periods, {}), days(periods, cuts(periods))
        self.assertEqual(sorted(set(before)), sorted(after))

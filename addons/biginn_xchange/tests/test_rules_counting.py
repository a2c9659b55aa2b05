from datetime import date

from odoo.tests import BaseCase, tagged

from odoo.addons.biginn_cluster.tests.properties import given, st, steady

from ..rules import counting as rule
from ..rules.counting import COMPLETION, PAYMENT, STAY, Exchange

DAYS = {
    "ended_on": date(2023, 5, 12),
    "completed_on": date(2023, 5, 15),
    "paid_on": date(2023, 5, 21),
}
STATES = (
    "draft", "submitted", "validated", "signing", "ready", "ongoing", "interrupted",
    "reporting", "completed", "paid", "refused", "cancelled",
)  # fmt: skip


@tagged("post_install", "-at_install")
class TestRulesCounting(BaseCase):
    def test_the_day(self):
        for state, decided_by, day in (
            ("paid", STAY, DAYS["ended_on"]),
            ("paid", COMPLETION, DAYS["completed_on"]),
            ("paid", PAYMENT, DAYS["paid_on"]),
            ("completed", STAY, DAYS["ended_on"]),
            ("completed", PAYMENT, None),
            ("reporting", STAY, None),
            ("cancelled", STAY, None),
        ):
            with self.subTest(state=state, decided_by=decided_by):
                exchange = Exchange(state, own=True, **DAYS)
                self.assertEqual(rule.counting_day(exchange, decided_by), day)

    def test_what_counts(self):
        for own, is_virtual, virtual_counts, expected in (
            (True, False, False, True),
            (True, False, True, True),
            (True, True, False, False),
            (True, True, True, True),
            (False, False, True, False),
            (False, True, True, False),
        ):
            with self.subTest(own=own, is_virtual=is_virtual, virtual_counts=virtual_counts):
                exchange = Exchange("completed", own, is_virtual, **DAYS)
                self.assertEqual(rule.counts(exchange, STAY, virtual_counts), expected)

    @steady
    @given(
        st.sampled_from(STATES),
        st.booleans(),
        st.booleans(),
        st.booleans(),
        st.sampled_from((STAY, COMPLETION, PAYMENT)),
    )
    def test_it_counts_for_one_partnership_and_in_one_period(
        self, state, own, is_virtual, virtual_counts, decided_by
    ):
        """The same exchange in the two clusters' books: never in both, never without a day."""
        sides = [Exchange(state, side, is_virtual, **DAYS) for side in (own, not own)]
        counted = [rule.counts(one, decided_by, virtual_counts) for one in sides]
        self.assertLessEqual(sum(counted), 1)
        for one, counts in zip(sides, counted, strict=True):
            if counts:
                self.assertTrue(rule.counting_day(one, decided_by))
                self.assertIn(state, ("completed", "paid"))

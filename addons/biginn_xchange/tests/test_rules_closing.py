from datetime import date, timedelta

from odoo.tests import BaseCase, tagged

from odoo.addons.biginn_cluster.tests.properties import given, st, steady

from ..rules.closing import (
    CheckIn,
    due_on,
    is_rating,
    proves_stay,
    read_days,
    reminder_step,
    report_problems,
)

LAST = date(2023, 5, 12)
GOOD = {
    "goals_reached": "fully",
    "outcomes": "A joint offer.",
    "rating_programme": 1,
    "rating_partner": 5,
    "rating_support": 3,
    "rating_overall": 4,
    "business_expected": "no",
    "publicity": "none",
}


@tagged("post_install", "-at_install")
class TestRulesClosing(BaseCase):
    def test_a_report_that_says_everything(self):
        self.assertEqual(report_problems(GOOD), {})
        self.assertEqual(
            report_problems({**GOOD, "business_expected": "yes", "amount_band": "under_50k"}), {}
        )

    def test_what_is_missing(self):
        for name, value, problem in (
            ("goals_reached", False, "required"),
            ("outcomes", "  \n ", "required"),
            ("outcomes", None, "required"),
            ("rating_overall", 0, "rating"),
            ("rating_partner", 6, "rating"),
            ("rating_support", None, "rating"),
            ("rating_programme", True, "rating"),
            ("rating_programme", "3", "rating"),
            ("business_expected", "", "required"),
            ("publicity", False, "required"),
        ):
            with self.subTest(name=name, value=value):
                self.assertEqual(report_problems({**GOOD, name: value}), {name: problem})
        for answer in ("yes", "maybe"):
            self.assertEqual(
                report_problems({**GOOD, "business_expected": answer}), {"amount_band": "required"}
            )
        self.assertEqual(len(report_problems({})), 8)

    def test_days_as_typed(self):
        for text, expected in (
            ("7, 14, 28", (7, 14, 28)),
            ("28;7 14,7", (7, 14, 28)),
            ("", ()),
            (None, ()),
            ("0", None),
            ("366", None),
            ("-7", None),
            ("a", None),
            ("7.5", None),
            (" ".join(["1"] * 11), None),
        ):
            with self.subTest(text=text):
                self.assertEqual(read_days(text), expected)

    def test_reminders(self):
        for days, sent, expected in (
            (6, None, None),
            (7, None, 7),
            (8, 7, None),
            (13, None, 7),
            (14, 7, 14),
            (40, None, 28),
            (40, 7, 28),
            (400, 28, None),
            (-3, None, None),
        ):
            with self.subTest(days=days, sent=sent):
                today = LAST + timedelta(days=days)
                self.assertEqual(reminder_step(LAST, today, (7, 14, 28), sent), expected)
        self.assertIsNone(reminder_step(LAST, LAST + timedelta(days=9), ()))

    def test_due(self):
        self.assertEqual(due_on(LAST, 14), date(2023, 5, 26))
        self.assertEqual(due_on(LAST, 0), LAST)

    def test_check_in_during_the_stay(self):
        first, last = date(2023, 5, 22), date(2023, 5, 24)
        for start, end, expected in (
            ((2023, 5, 22), (2023, 5, 24), True),
            ((2023, 5, 24), (2023, 5, 30), True),
            ((2023, 5, 15), (2023, 5, 22), True),
            ((2023, 5, 25), (2023, 5, 30), False),
            ((2023, 5, 15), (2023, 5, 21), False),
        ):
            with self.subTest(start=start):
                self.assertIs(proves_stay(CheckIn(first, last), date(*start), date(*end)), expected)

    @steady
    @given(st.integers())
    def test_only_one_to_five_is_a_rating(self, number):
        self.assertEqual(is_rating(number), number in (1, 2, 3, 4, 5))

    @steady
    @given(
        st.lists(st.integers(min_value=1, max_value=60), max_size=6),
        st.lists(st.integers(min_value=0, max_value=90), max_size=12),
    )
    def test_each_step_goes_out_once_however_often_one_looks(self, steps, looks):
        sent, gone = None, []
        for passed in sorted(looks):
            step = reminder_step(LAST, LAST + timedelta(days=passed), steps, sent)
            if step is not None:
                gone.append(step)
                sent = step
        self.assertEqual(gone, sorted(set(gone)))
        if looks and steps and max(looks) >= max(steps):
            self.assertEqual(gone[-1], max(steps))

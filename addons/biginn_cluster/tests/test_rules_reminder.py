from datetime import date, timedelta

from odoo.tests import BaseCase, tagged

from ..rules import confirmation, reminder
from .properties import given, st, steady

END = date(2026, 6, 30)
STEPS = (60, 30, 0)


@tagged("post_install", "-at_install")
class TestRulesReminder(BaseCase):
    def test_read_steps(self):
        for text, steps in [
            ("60, 30, 0", (60, 30, 0)),
            ("0;30 60", (60, 30, 0)),
            ("30,30", (30,)),
            ("14", (14,)),
            ("730", (730,)),
            ("731", None),
            ("-1", None),
            ("1.5", None),
            ("soon", None),
            ("", None),
            (None, None),
            (" , ", None),
            (",".join(str(number) for number in range(11)), None),
        ]:
            with self.subTest(text=text):
                self.assertEqual(reminder.read_steps(text), steps)

    def test_due_step(self):
        for days_left, sent_for, sent_step, step in [
            (61, None, None, None),
            (60, None, None, 60),
            (59, END, 60, None),
            (45, None, None, 60),
            (30, END, 60, 30),
            (30, None, None, 30),
            (29, END, 30, None),
            (1, END, 30, None),
            (0, END, 30, 0),
            (0, None, None, 0),
            (-1, END, 0, None),
            (-1, END, 30, 0),
            (-60, END, 30, 0),
            (-61, END, 30, None),
            (-61, None, None, None),
            # renewed: what was sent for the old end does not count
            (45, END - timedelta(days=365), 0, 60),
        ]:
            with self.subTest(days_left=days_left, sent_step=sent_step):
                today = END - timedelta(days=days_left)
                found = reminder.due_step(END, today, STEPS, sent_for, sent_step)
                self.assertEqual(found, step)
        self.assertIsNone(reminder.due_step(END, END, ()))

    def test_validity(self):
        for until, today, state in [
            (None, END, "open_ended"),
            (END, END - timedelta(days=61), "valid"),
            (END, END - timedelta(days=60), "expiring"),
            (END, END, "expiring"),
            (END, END + timedelta(days=1), "expired"),
        ]:
            with self.subTest(until=until, today=today):
                self.assertEqual(reminder.validity(until, today, 60), state)

    @given(
        st.sets(st.integers(0, 90), min_size=1, max_size=5),
        st.lists(st.integers(-100, 120), max_size=60),
    )
    @steady
    def test_each_step_once(self, steps, days_left):
        """However the job is run, no step goes out twice and they come in order."""
        sent = []
        for left in sorted(days_left, reverse=True):
            last = sent[-1] if sent else None
            step = reminder.due_step(
                END, END - timedelta(days=left), steps, END if sent else None, last
            )
            if step is not None:
                sent.append(step)
        self.assertEqual(sent, sorted(set(sent), reverse=True))
        self.assertLessEqual(set(sent), steps)

    @given(st.sets(st.integers(0, 90), min_size=1, max_size=5))
    @steady
    def test_run_every_day_sends_every_step(self, steps):
        sent = []
        for left in range(100, -100, -1):
            last = sent[-1] if sent else None
            step = reminder.due_step(
                END, END - timedelta(days=left), steps, END if sent else None, last
            )
            if step is not None:
                sent.append(step)
        self.assertEqual(sent, sorted(steps, reverse=True))


@tagged("post_install", "-at_install")
class TestRulesConfirmation(BaseCase):
    def test_months_before(self):
        for day, months, earlier in [
            (date(2026, 3, 31), 1, date(2026, 2, 28)),
            (date(2024, 3, 31), 1, date(2024, 2, 29)),
            (date(2024, 2, 29), 12, date(2023, 2, 28)),
            (date(2026, 1, 15), 1, date(2025, 12, 15)),
            (date(2026, 1, 15), 12, date(2025, 1, 15)),
            (date(2026, 1, 15), 0, date(2026, 1, 15)),
            (date(2026, 12, 31), 24, date(2024, 12, 31)),
        ]:
            with self.subTest(day=day, months=months):
                self.assertEqual(confirmation.months_before(day, months), earlier)

    def test_table(self):
        today = date(2026, 6, 15)
        for confirmed, since, asked, unconfirmed, ask in [
            (date(2025, 6, 16), None, None, False, False),
            (date(2025, 6, 15), None, None, True, True),
            (date(2020, 1, 1), date(2019, 1, 1), None, True, True),
            # asked within the year: not again
            (date(2025, 6, 15), None, date(2026, 6, 14), True, False),
            (date(2024, 6, 15), None, date(2025, 6, 16), True, False),
            (date(2024, 6, 15), None, date(2025, 6, 15), True, True),
            # never confirmed: the same time after joining
            (None, date(2025, 6, 16), None, False, False),
            (None, date(2025, 6, 15), None, True, True),
            (None, date(2025, 6, 15), date(2026, 6, 1), True, False),
            # confirmed lately, a member for long
            (date(2026, 1, 1), date(2010, 1, 1), None, False, False),
            # no member at all
            (None, None, None, False, False),
        ]:
            with self.subTest(confirmed=confirmed, since=since, asked=asked):
                self.assertEqual(
                    confirmation.is_unconfirmed(confirmed, since, today, 12), unconfirmed
                )
                self.assertEqual(confirmation.may_ask(confirmed, since, asked, today, 12), ask)

    @given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 240))
    @steady
    def test_months_before_is_a_calendar(self, day, months):
        earlier = confirmation.months_before(day, months)
        self.assertEqual((day.year - earlier.year) * 12 + day.month - earlier.month, months)
        self.assertLessEqual(earlier.day, day.day)
        self.assertLessEqual(earlier, day)

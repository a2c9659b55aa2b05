from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from odoo.tests import tagged
from odoo.tests.common import BaseCase

from odoo.addons.biginn_cluster.rules import membership as rule
from odoo.addons.biginn_cluster.rules import membership_fee as fee_rule
from odoo.addons.biginn_cluster.rules import membership_period as period_rule
from odoo.addons.biginn_cluster.rules import membership_reminder as reminder_rule

from .properties import given, st, steady

FIRST = date(2024, 1, 1)
LAST = date(2027, 12, 31)
DAY = timedelta(days=1)
days = st.dates(FIRST, LAST)
maybe = st.none() | days
months = st.sampled_from([1, 2, 3, 4, 6, 12, 24, 36])


@st.composite
def facts(draw):
    """Any membership that the constraints of the database let stand."""
    start = draw(maybe)
    end = draw(st.none() | st.dates(start, LAST)) if start else draw(maybe)
    suspended = draw(maybe)
    earlier = sorted(draw(st.lists(days, max_size=4, unique=True)))
    return rule.Facts(
        date_start=start,
        date_end=end,
        applied_on=draw(maybe),
        approved_on=draw(maybe) if start else None,
        refused_on=draw(st.none() | st.none() | days),
        left_on=draw(st.none() | days),
        suspended_from=suspended,
        suspended_to=draw(st.none() | st.dates(suspended, LAST)) if suspended else None,
        notice_days=draw(st.integers(-5, 400)),
        suspended_before=tuple(zip(earlier[::2], earlier[1::2], strict=False)),
    )


@tagged("post_install", "-at_install")
class TestMembershipProperties(BaseCase):
    @steady
    @given(facts())
    def test_states_are_a_partition_of_time(self, one):
        """From change to change, every day of four years has exactly one state, and no other."""
        on = FIRST - DAY
        while on <= LAST:
            state = rule.state_on(one, on)
            self.assertIn(state, rule.STATES)
            coming = rule.next_change(one, on)
            until = min(coming or LAST + DAY, LAST + DAY)
            self.assertGreater(until, on)
            for offset in range((until - on).days):
                self.assertEqual(rule.state_on(one, on + offset * DAY), state)
            if coming:
                self.assertNotEqual(rule.state_on(one, coming), state)
            on = until

    @steady
    @given(facts(), days)
    def test_a_member_is_approved_begun_and_not_gone(self, one, on):
        if not rule.is_member(one, on):
            return
        self.assertTrue(one.approved_on and one.date_start <= on)
        self.assertFalse(one.refused_on)
        self.assertTrue(one.left_on is None or one.left_on > on)
        self.assertTrue(one.date_end is None or one.date_end >= on)

    @steady
    @given(days, months, st.booleans(), st.lists(st.integers(0, 8), max_size=9))
    def test_renewals_tile_time(self, start, length, calendar, pressed):
        """Whichever is renewed, however early and often: no gap, no overlap, none twice."""
        row = [period_rule.Period(0, start, period_rule.period_end(start, length, calendar))]
        for place in pressed:
            current = row[place % len(row)]
            found = period_rule.renewal_of(current, row)
            if found:
                self.assertEqual(found.start, current.end + DAY)
                continue
            begin = period_rule.renewal_start(current)
            end = period_rule.period_end(begin, length, calendar)
            row.append(period_rule.Period(len(row), begin, end))
        row.sort(key=lambda period: period.start)
        for earlier, later in pairwise(row):
            self.assertEqual(later.start, earlier.end + DAY)
            self.assertLessEqual(later.start, later.end)

    @steady
    @given(days, months, st.booleans())
    def test_a_day_lies_in_its_period(self, start, length, calendar):
        first, last = period_rule.full_period(start, length, calendar)
        self.assertTrue(first <= start <= last)
        if calendar:
            self.assertEqual(first.day, 1)
            self.assertEqual((last + DAY).day, 1)
        else:
            self.assertEqual(first, start)

    @steady
    @given(
        st.sampled_from(fee_rule.MODES),
        days,
        st.integers(0, 900),
        months,
        st.booleans(),
        st.integers(0, 10**9),
        st.sampled_from([Decimal("0.01"), Decimal(1), Decimal("0.05")]),
    )
    def test_fee_is_a_share_rounded_once(self, mode, start, length, period, calendar, cents, unit):
        end = start + length * DAY
        fee = Decimal(cents) / 100
        part = fee_rule.share(mode, start, end, period, calendar)
        self.assertTrue(0 < part <= 1)
        amount = fee_rule.fee_for(fee, part, unit)
        self.assertEqual(amount % unit, 0)
        self.assertLessEqual(abs(Fraction(amount) - Fraction(fee) * part), Fraction(unit) / 2)
        longer = fee_rule.share(mode, start, end + DAY, period, calendar)
        self.assertLessEqual(part, longer)

    @steady
    @given(
        st.lists(st.integers(0, 366), min_size=1, max_size=6, unique=True),
        st.integers(0, 30),
        days,
        st.lists(st.integers(0, 500), max_size=40),
    )
    def test_each_reminder_once_whatever_the_job_does(self, chosen, late, end, offsets):
        """The job runs on any days, several times a day; each step goes out at most once."""
        steps = tuple(sorted(chosen, reverse=True))
        sent = []
        for offset in sorted(offsets, reverse=True):
            today = end + (30 - offset) * DAY
            step = reminder_rule.due_step(steps, late, end, today)
            if step is None or any(earlier <= step for earlier in sent):
                continue
            self.assertLessEqual(end - step * DAY, today)
            sent.append(step)
        self.assertEqual(sent, sorted(set(sent), reverse=True))

    @steady
    @given(
        st.lists(st.integers(0, 366), min_size=1, max_size=6, unique=True),
        st.integers(0, 30),
        days,
    )
    def test_run_daily_all_steps_go_out_on_their_day(self, chosen, late, end):
        steps = tuple(sorted(chosen, reverse=True))
        sent = {}
        for offset in range(-400, 40):
            step = reminder_rule.due_step(steps, late, end, end + offset * DAY)
            if step is not None:
                sent.setdefault(step, offset)
        self.assertEqual(sent, {step: -step for step in steps})


@tagged("post_install", "-at_install")
class TestMembershipTables(BaseCase):
    def test_last_day(self):
        for start, length, calendar, expected in [
            ("2026-03-15", 12, False, "2027-03-14"),
            ("2026-03-15", 12, True, "2026-12-31"),
            ("2026-01-01", 12, True, "2026-12-31"),
            ("2026-08-15", 6, True, "2026-12-31"),
            ("2026-06-30", 6, True, "2026-06-30"),
            ("2026-05-02", 3, True, "2026-06-30"),
            ("2026-03-15", 24, True, "2027-12-31"),
            ("2024-02-29", 12, False, "2025-02-27"),
            ("2026-03-15", 0, True, None),
        ]:
            with self.subTest(start=start, length=length, calendar=calendar):
                end = period_rule.period_end(date.fromisoformat(start), length, calendar)
                self.assertEqual(end and end.isoformat(), expected)

    def test_part_of_a_year(self):
        fee = Decimal(1200)
        for mode, start, end, calendar, expected in [
            ("full", "2026-07-01", "2026-12-31", True, "1200.00"),
            ("months", "2026-07-01", "2026-12-31", True, "600.00"),
            ("months", "2026-07-31", "2026-12-31", True, "600.00"),
            ("months", "2026-12-31", "2026-12-31", True, "100.00"),
            ("days", "2026-07-01", "2026-12-31", True, "604.93"),
            ("days", "2024-07-01", "2024-12-31", True, "603.28"),
            ("days", "2026-12-31", "2026-12-31", True, "3.29"),
            ("days", "2026-07-01", "2027-06-30", False, "1200.00"),
            ("months", "2026-07-15", "2026-12-31", False, "600.00"),
            ("days", "2026-01-01", "2027-12-31", True, "1200.00"),
        ]:
            with self.subTest(mode=mode, start=start, end=end):
                part = fee_rule.share(
                    mode, date.fromisoformat(start), date.fromisoformat(end), 12, calendar
                )
                self.assertEqual(fee_rule.fee_for(fee, part, Decimal("0.01")), Decimal(expected))
        self.assertEqual(fee_rule.share("days", FIRST, None, 12, True), 1)
        self.assertEqual(fee_rule.share("days", FIRST, LAST, 0, False), 1)

    def test_half_a_cent_goes_up(self):
        self.assertEqual(
            fee_rule.fee_for(Decimal("0.01"), Fraction(1, 2), Decimal("0.01")), Decimal("0.01")
        )
        self.assertEqual(fee_rule.fee_for(Decimal(5), Fraction(1, 2), Decimal(1)), Decimal(3))

    def test_reminder_steps_as_typed(self):
        for text, expected in [
            ("60,30,0", ((60, 30, 0), "")),
            (" 0, 60 ,30,", ((60, 30, 0), "")),
            ("", ((), "")),
            (None, ((), "")),
            ("soon", ((), "not_numbers")),
            ("-5", ((), "not_numbers")),
            ("30;60", ((), "not_numbers")),
            ("²", ((), "not_numbers")),
            ("400", ((), "too_early")),
            ("30,30", ((), "twice")),
            ("1,2,3,4,5,6,7", ((), "too_many")),
        ]:
            with self.subTest(text=text):
                self.assertEqual(reminder_rule.read_steps(text), expected)

    def test_why_no_renewal(self):
        one = period_rule.Period(1, FIRST, LAST)
        for state, leaving, period, expected in [
            ("active", False, one, ""),
            ("expired", False, one, ""),
            ("suspended", False, one, ""),
            ("draft", False, one, "not_approved"),
            ("applied", False, one, "not_approved"),
            ("refused", False, one, "refused"),
            ("left", True, one, "left"),
            ("active", True, one, "left"),
            ("active", False, period_rule.Period(1, FIRST, None), "no_end"),
        ]:
            with self.subTest(state=state, leaving=leaving):
                self.assertEqual(period_rule.cannot_renew(state, period, leaving), expected)

    def test_why_no_invoice(self):
        good = {
            "state": "active",
            "approved": True,
            "never_ran": False,
            "kind": "normal",
            "fee": Decimal(1),
            "product": True,
            "sponsor": False,
            "journal": True,
            "invoiced": False,
        }
        for changes, expected in [
            ({}, ""),
            ({"kind": "sponsored", "sponsor": True}, ""),
            ({"state": "expired"}, ""),
            ({"invoiced": True}, "already_invoiced"),
            ({"state": "refused", "approved": False}, "refused"),
            ({"state": "applied", "approved": False}, "not_approved"),
            ({"state": "left", "never_ran": True}, "never_ran"),
            ({"kind": "free", "fee": Decimal(0)}, "free"),
            ({"kind": "sponsored"}, "no_sponsor"),
            ({"fee": Decimal(0)}, "no_fee"),
            ({"fee": Decimal(-1)}, "no_fee"),
            ({"product": False}, "no_product"),
            ({"journal": False}, "no_journal"),
        ]:
            with self.subTest(changes=changes):
                claim = fee_rule.Claim(**{**good, **changes})
                self.assertEqual(fee_rule.cannot_invoice(claim), expected)

    def test_where_the_money_stands(self):
        one = Decimal(1)
        for kind, fee, invoice, payment, expected in [
            ("normal", one, None, None, "to_invoice"),
            ("normal", Decimal(0), None, None, "free"),
            ("free", Decimal(0), None, None, "free"),
            ("normal", one, "draft", "not_paid", "draft"),
            ("normal", one, "posted", "not_paid", "unpaid"),
            ("normal", one, "posted", "partial", "partial"),
            ("normal", one, "posted", "in_payment", "paid"),
            ("normal", one, "posted", "paid", "paid"),
            ("normal", one, "posted", "reversed", "to_invoice"),
            ("normal", one, "cancel", "not_paid", "to_invoice"),
        ]:
            with self.subTest(invoice=invoice, payment=payment):
                self.assertEqual(fee_rule.fee_state(kind, fee, invoice, payment), expected)

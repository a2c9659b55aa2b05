"""The machine of test_exchange_machine.py: apart, because it needs hypothesis to be read at all."""

from datetime import date, timedelta

from freezegun import freeze_time
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tools import mute_logger

FIRST = date(2023, 5, 8)
STATES = (
    "draft", "submitted", "validated", "signing", "ready", "ongoing", "interrupted", "reporting",
    "completed", "paid", "refused", "cancelled",
)  # fmt: skip
# what an exchange in one of these has behind it
SIGNED = ("ready", "ongoing", "reporting", "completed", "paid")
CLOSED = ("completed", "paid")
DEAD = ("refused", "cancelled", "paid")
FACTS = ("visiting_id", "host_id", "date_start", "date_end", "programme_id")
OFFICES = st.sampled_from(["staff", "manager"])
USERS = st.sampled_from(["staff", "manager", "other_manager", "member_editor", "employee"])
DAYS = st.integers(-3, 9)


class Machine(RuleBasedStateMachine):
    """One exchange and what people do to it; the database forgets it afterwards."""

    case = None  # the running test, which has the users and the builders

    def __init__(self):
        super().__init__()
        self.savepoint = self.case.env.cr.savepoint()
        self.savepoint.__enter__()
        self.day = FIRST - timedelta(days=12)
        self.clock = freeze_time(f"{self.day} 10:00:00")
        self.frozen = self.clock.start()
        self.case.env.invalidate_all()
        self.exchange = self.case.build(self.case.new_exchange())
        self.facts = None
        self.agreed = None
        self.seen = {"draft"}

    def teardown(self):
        self.clock.stop()
        self.case.env.cr.precommit.clear()
        self.case.env.invalidate_all(flush=False)
        self.savepoint.rollback()
        self.savepoint.close()

    def seen_by(self, name):
        return self.exchange.with_user(getattr(self.case, name))

    def tried(self, act):
        """Whether it went through; what was refused leaves nothing behind."""
        try:
            # what the database itself refuses, the same file twice, is told at the door
            with mute_logger("odoo.sql_db"), self.case.env.cr.savepoint():
                act()
        except (UserError, IntegrityError):
            self.case.env.invalidate_all(flush=False)
            return False
        return True

    # -- what people do ------------------------------------------------------------

    @rule(user=USERS, state=st.sampled_from(STATES))
    def write_state(self, user, state):
        """A wish sent by a program: it goes through exactly where the guard says so."""
        theirs = self.seen_by(user)
        before = self.exchange.state
        if not theirs.has_access("read"):
            assert not self.tried(lambda: theirs.write({"state": state}))
            assert self.exchange.state == before
            return
        reason = theirs._get_cannot_move_reason(state)
        done = self.tried(lambda: theirs._move_to(state))
        if before == state:
            assert done, "asking for what is, is no error"
        else:
            assert done == (not reason), (before, state, user, reason)

    @rule(user=USERS)
    def forge(self, user):
        theirs = self.seen_by(user)
        for values in (
            {"paid_on": "2023-01-01"},
            {"agreed_amount": 1100},
            {"working_days": 30},
            {"lump_sum": 5000},
            {"ended_on": "2023-05-09"},
        ):
            if not self.tried(lambda values=values: theirs.write(values)):
                continue
            raise AssertionError(f"{values} was written in {self.exchange.state}")

    @rule(user=OFFICES)
    def next_button(self, user):
        theirs = self.seen_by(user)
        button = {
            "draft": theirs.action_validate,
            "submitted": theirs.action_validate,
            "validated": theirs.action_request_signatures,
            "reporting": theirs.action_complete,
        }.get(self.exchange.state, theirs.action_complete)
        self.tried(button)

    @rule(user=USERS)
    def rarer_buttons(self, user):
        theirs = self.seen_by(user)
        self.tried(lambda: theirs.action_reset())
        self.tried(lambda: theirs.action_submit())

    @rule(user=USERS, day=DAYS, excused=st.booleans())
    def interrupt(self, user, day, excused):
        theirs = self.seen_by(user)
        on = FIRST + timedelta(days=day)
        self.tried(lambda: theirs.action_interrupt("Strike", on, excused))

    @rule(user=USERS, day=DAYS, more=st.integers(0, 9))
    def resume(self, user, day, more):
        theirs = self.seen_by(user)
        on = FIRST + timedelta(days=day)
        last = on + timedelta(days=more) if more else None
        self.tried(lambda: theirs.action_resume(on, last))

    @rule(user=USERS, day=DAYS)
    def end_early(self, user, day):
        theirs = self.seen_by(user)
        self.tried(lambda: theirs.action_end_early(FIRST + timedelta(days=day), "Home"))

    @rule(user=USERS, give_up=st.sampled_from([False, False, False, False, True]))
    def call_off(self, user, give_up):
        theirs = self.seen_by(user)
        assert not self.tried(lambda: theirs.action_cancel("")) or self.is_in("cancelled")
        if give_up:
            self.tried(lambda: theirs.action_cancel("Not this year"))
            self.tried(lambda: theirs.action_refuse("No"))

    @rule(many=st.booleans())
    def sign(self, many):
        pending = self.exchange.sudo().signature_ids.filtered(lambda one: one.state == "pending")
        for signature in pending if many else pending[:1]:
            found, _problem = signature._by_token(signature._new_token())
            self.tried(lambda found=found: found._sign("A person"))

    @rule()
    def report(self):
        for report in self.exchange.report_ids.filtered(lambda one: one.side == "visitor"):
            self.tried(lambda report=report: report.write(self.case.ANSWERS))
            self.tried(report.action_submit)
            self.tried(report.action_validate)

    @rule()
    def prove(self):
        self.tried(lambda: self.case.new_evidence(self.exchange).action_accept())

    @rule()
    def bill(self):
        self.tried(lambda: self.case.make_bill(self.exchange))

    @rule()
    def pay(self):
        bill = self.exchange.sudo().bill_id
        if bill.state == "posted" and bill.payment_state == "not_paid":
            self.tried(lambda: self.case.pay_bill(bill))
            self.exchange._advance()

    @rule(days=st.integers(1, 8))
    def time_passes(self, days):
        self.day += timedelta(days=days)
        self.frozen.move_to(f"{self.day} 10:00:00")
        self.exchange._advance()

    # -- what holds whatever they do -----------------------------------------------

    def is_in(self, *states):
        return self.exchange.state in states

    @invariant()
    def nothing_is_skipped(self):
        exchange = self.exchange.sudo()
        state = exchange.state
        if state in SIGNED:
            assert exchange._is_commitment_signed(), state
            assert len(self.signed("commitment")) == 4, state
        if state in SIGNED and exchange.lump_sum and not exchange.stay_facts:
            assert exchange._is_agreement_signed(), state
        if state in ("ongoing", "reporting", *CLOSED):
            assert exchange.date_start <= self.day, state
        if state in CLOSED:
            assert exchange._is_report_validated() and exchange._is_evidence_accepted()
            assert exchange.ended_on < self.day or exchange.stay_facts
        if state == "paid":
            bills = exchange.bill_ids.filtered(lambda bill: bill.state != "cancel")
            assert len(bills) == 1 and bills.payment_state in ("paid", "in_payment")
            assert bills.amount_total == exchange.agreed_amount > 0

    def signed(self, kind):
        return {
            one.role
            for one in self.exchange.sudo().signature_ids
            if one.kind == kind and one.state == "signed"
        }

    @invariant()
    def figures_stand_still(self):
        exchange = self.exchange.sudo()
        assert 0 <= exchange.agreed_amount <= exchange.lump_sum
        if exchange.state in ("draft", "submitted"):
            self.facts = self.agreed = None
            return
        if exchange.state in ("refused", "cancelled"):
            return
        facts = tuple(exchange[name] for name in FACTS)
        assert self.facts in (None, facts)
        assert self.agreed is None or exchange.agreed_amount <= self.agreed
        self.facts, self.agreed = facts, exchange.agreed_amount

    @invariant()
    def the_dead_stay_dead(self):
        state = self.exchange.state
        assert not (self.seen & set(DEAD)) or state in self.seen & set(DEAD)
        self.seen.add(state)
        assert len(self.exchange.sudo()._open_interruption()) == (state == "interrupted")

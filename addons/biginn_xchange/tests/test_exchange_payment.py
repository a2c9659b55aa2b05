from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import XchangeCommon


@tagged("post_install", "-at_install")
class TestExchangePayment(XchangeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.exchange = cls.new_completed()

    def settle(self):
        """What the end of the request does."""
        self.env.flush_all()
        self.env.cr.precommit.run()

    def run_cron(self, name):
        cron = self.env.registry["ir.cron"]
        with patch.object(cron, "_commit_progress", lambda *_args, **_kw: 60):
            getattr(self.env["biginn.exchange"], name)()

    def test_paid_by_itself(self):
        self.assertIn("account", self.exchange.waiting_for)
        bill = self.make_bill(self.exchange, post=False)
        self.assertIn("posted", self.exchange.waiting_for)
        bill.action_post()
        self.assertIn("paid", self.exchange.waiting_for)
        self.assertEqual(self.exchange.bill_payment_state, "not_paid")
        with freeze_time("2023-05-19 10:00:00"):
            self.pay_bill(bill)
        self.assertEqual(self.exchange.bill_payment_state, "paid")
        self.assertEqual(self.exchange.state, "paid")
        self.assertEqual(str(self.exchange.paid_on), "2023-05-19")

    def test_never_by_hand(self):
        for user in (self.staff, self.manager):
            mine = self.exchange.with_user(user)
            with self.subTest(user=user.login), self.assertRaises(UserError):
                mine.write({"state": "paid"})
            with self.subTest(user=user.login), self.assertRaises(UserError):
                mine.write({"paid_on": "2023-05-20"})
        self.make_bill(self.exchange)
        with self.assertRaises(UserError):
            self.exchange.sudo().write({"state": "paid"})
        self.assertEqual(self.exchange.state, "completed")

    def test_half_a_payment_is_none(self):
        bill = self.make_bill(self.exchange)
        self.pay_bill(bill, amount=100)
        self.settle()
        self.assertEqual(self.exchange.bill_payment_state, "partial")
        self.assertEqual(self.exchange.state, "completed")
        self.pay_bill(bill)
        self.assertEqual(self.exchange.state, "paid")

    def test_a_payment_taken_back(self):
        bill = self.make_bill(self.exchange)
        payment = self.pay_bill(bill)
        self.assertEqual(self.exchange.state, "paid")
        payment.action_cancel()
        self.settle()
        self.assertEqual(bill.payment_state, "not_paid")
        self.assertEqual(self.exchange.state, "completed")
        self.assertFalse(self.exchange.paid_on)
        self.assertTrue(self.exchange.activity_ids, "somebody is told")
        self.assertIn("taken back", self.exchange.message_ids[0].body)
        self.pay_bill(bill)
        self.assertEqual(self.exchange.state, "paid")
        self.assertFalse(self.exchange.activity_ids, "done")

    def test_a_payment_taken_off_the_bill(self):
        """By hand in the books, without any hook: the end of the request sees it."""
        bill = self.make_bill(self.exchange)
        self.pay_bill(bill)
        bill.line_ids.remove_move_reconcile()
        self.settle()
        self.assertEqual(self.exchange.state, "completed")

    def test_a_bill_taken_back(self):
        bill = self.make_bill(self.exchange)
        self.pay_bill(bill)
        bill.button_draft()
        self.settle()
        self.assertEqual(self.exchange.state, "completed")
        bill.button_cancel()
        self.settle()
        self.assertEqual(self.exchange.state, "completed")
        self.assertFalse(self.exchange.bill_id)
        self.assertTrue(self.make_bill(self.exchange), "and another one is made")

    def test_a_bill_taken_back_and_deleted_in_one_go(self):
        """Nothing is left that says that it was paid: it is not."""
        bill = self.make_bill(self.exchange)
        self.pay_bill(bill)
        bill.button_draft()
        bill.with_context(force_delete=True).unlink()
        self.settle()
        self.assertEqual(self.exchange.state, "completed")
        self.assertFalse(self.exchange.paid_on)

    def test_a_posted_bill_stays_the_one_of_its_exchange(self):
        """Afterwards, too: to the account that was confirmed, and for this exchange alone."""
        accountant = self.new_user("accountant", "account.group_account_manager")
        bill = self.make_bill(self.exchange)
        other = self.new_bank_account(self.visiting_org, number=7)
        other.allow_out_payment = True
        second = self.new_exchange(date_start="2023-06-05", date_end="2023-06-09")
        for paid in (False, True):
            if paid:
                self.pay_bill(bill)
            for values in (
                {"partner_bank_id": other.id},
                {"partner_bank_id": False},
                {"partner_id": self.host_org.id},
                {"biginn_exchange_id": False},
                {"biginn_exchange_id": second.id},
            ):
                with self.subTest(paid=paid, values=values), self.assertRaises(UserError):
                    bill.with_user(accountant).write(values)
            self.env.invalidate_all()
        self.settle()
        self.assertEqual(self.exchange.state, "paid")
        self.assertEqual(self.exchange.sudo().bill_ids, bill)

    def test_the_cron_finds_what_slipped_through(self):
        bill = self.make_bill(self.exchange)
        self.pay_bill(bill)
        self.exchange._store({"state": "completed", "paid_on": False})
        self.run_cron("_cron_follow_payments")
        self.assertEqual(self.exchange.state, "paid")
        partials = bill.line_ids.matched_debit_ids | bill.line_ids.matched_credit_ids
        partials.unlink()
        self.env.flush_all()
        self.env.cr.precommit.clear()
        self.assertEqual(self.exchange.state, "paid")
        self.run_cron("_cron_follow_payments")
        self.assertEqual(self.exchange.state, "completed")

    def test_an_old_one_without_a_bill_stays_paid(self):
        self.exchange._store({"state": "paid"})
        self.exchange._follow_payment()
        self.run_cron("_cron_follow_payments")
        self.assertEqual(self.exchange.state, "paid")

    # -- the term ----------------------------------------------------------------------

    def test_overdue(self):
        due = self.exchange.payment_due
        self.assertEqual(str(due), "2023-05-22")
        exchanges = self.env["biginn.exchange"]
        mine = ("id", "=", self.exchange.id)
        for day, overdue in ((due, False), (due + timedelta(days=1), True)):
            with self.subTest(day=day), freeze_time(f"{day} 10:00:00"):
                self.exchange.invalidate_recordset(["is_overdue"])
                self.assertEqual(self.exchange.is_overdue, overdue)
                for wanted in (True, False):
                    found = exchanges.search([mine, ("is_overdue", "=", wanted)])
                    self.assertEqual(bool(found), overdue == wanted)
        self.pay_bill(self.make_bill(self.exchange))
        self.assertFalse(self.exchange.is_overdue)

    def remind(self, day):
        with freeze_time(f"{day} 10:00:00"):
            self.run_cron("_cron_remind_of_payments")
        return self.exchange.activity_ids

    def test_reminded_once(self):
        self.assertFalse(self.remind("2023-05-18"))
        activity = self.remind("2023-05-19")
        self.assertEqual(len(activity), 1)
        self.assertEqual(activity.user_id, self.staff)
        self.assertEqual(activity.date_deadline, self.exchange.payment_due)
        self.assertEqual(len(self.remind("2023-05-20")), 1)
        activity.unlink()
        self.assertFalse(self.remind("2023-05-25"), "done is done")

    def test_reminded_by_the_programme_s_notice(self):
        self.programme.payment_notice_days = 0
        self.assertFalse(self.remind("2023-05-21"))
        self.assertTrue(self.remind("2023-05-22"))

    def test_cards(self):
        keys = ("exchanges_overdue", "exchanges_to_bill", "exchanges_to_pay", "exchanges_bank")

        def cards(day):
            with freeze_time(f"{day} 10:00:00"):
                env = self.env(user=self.manager, context={"tz": "UTC"})
                found = [card["key"] for card in env["biginn.today"].get_cards()["cards"]]
            return [key for key in found if key in keys]

        self.assertEqual(cards("2023-05-16"), ["exchanges_to_bill"])
        self.give_account(self.exchange, confirm=False)
        self.assertEqual(cards("2023-05-16"), ["exchanges_bank", "exchanges_to_bill"])
        bill = self.make_bill(self.exchange)
        self.assertEqual(cards("2023-05-16"), ["exchanges_to_pay"])
        self.assertEqual(cards("2023-05-23"), ["exchanges_overdue"])
        self.pay_bill(bill)
        self.assertEqual(cards("2023-05-23"), [])

    def test_counted_from_the_day_of_validation(self):
        self.programme.payment_from = "validation"
        self.assertEqual(
            self.exchange.payment_due, fields.Date.add(self.exchange.completed_on, days=10)
        )

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import XchangeCommon


@tagged("post_install", "-at_install")
class TestExchangeBank(XchangeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.exchange = cls.new_completed()
        cls.first = cls.new_bank_account(cls.visiting_org, 1)
        cls.second = cls.new_bank_account(cls.visiting_org, 2)

    def test_staff_enter_and_a_manager_confirms(self):
        mine = self.exchange.with_user(self.staff)
        self.assertEqual(mine.bank_state, "missing")
        mine.bank_account_id = self.first
        self.assertEqual(mine.bank_state, "proposed")
        self.assertTrue(mine.activity_ids)
        self.assertIn("Validate bank account", mine.cannot_confirm_bank_reason)
        with self.assertRaises(AccessError):
            mine.action_confirm_bank()
        self.assertFalse(self.first.allow_out_payment)
        self.exchange.with_user(self.manager).action_confirm_bank()
        self.assertTrue(self.first.allow_out_payment, "Odoo's own mark of trust")
        self.assertEqual(mine.bank_state, "confirmed")
        self.assertEqual(mine.bank_confirmed_by_id, self.manager)
        self.assertFalse(mine.activity_ids)

    def test_one_that_is_trusted_already_is_confirmed_by_staff(self):
        self.first.allow_out_payment = True
        mine = self.exchange.with_user(self.staff)
        mine.bank_account_id = self.first
        self.assertEqual(mine.bank_state, "proposed", "for this exchange nobody has said so yet")
        mine.action_confirm_bank()
        self.assertEqual(mine.bank_state, "confirmed")

    def test_another_account_is_seen_and_asks_anew(self):
        self.give_account(self.exchange, 1)
        messages = self.exchange.message_ids
        self.exchange.with_user(self.staff).bank_account_id = self.second
        self.assertEqual(self.exchange.bank_state, "changed")
        new = self.exchange.message_ids - messages
        self.assertIn("Another bank account", " ".join(new.mapped("body")))
        self.assertNotIn(self.second.acc_number, " ".join(new.mapped("body")))
        self.assertTrue(self.exchange.activity_ids)
        self.assertIn("confirmed", self.exchange.with_user(self.manager).cannot_bill_reason)
        self.exchange.with_user(self.manager).action_confirm_bank()
        self.assertEqual(self.exchange.bank_state, "confirmed")

    def test_an_account_whose_number_or_trust_changes_asks_anew(self):
        self.give_account(self.exchange, 1)
        self.first.allow_out_payment = False
        self.assertEqual(self.exchange.bank_state, "changed")
        self.first.acc_number = self.new_iban(9)
        self.first.allow_out_payment = True
        self.assertEqual(self.exchange.bank_state, "changed", "trusted, but another number")

    def test_a_draft_bill_never_goes_to_an_unconfirmed_account(self):
        bill = self.make_bill(self.exchange, post=False)
        self.exchange.sudo().bank_account_id = self.second
        self.assertFalse(bill.partner_bank_id)
        with self.assertRaises(ValidationError):
            bill.action_post()
        self.exchange.with_user(self.manager).action_confirm_bank()
        self.assertEqual(bill.partner_bank_id, self.second)
        bill.action_post()
        with self.assertRaises(UserError):
            self.exchange.sudo().bank_account_id = self.first

    def test_an_account_of_somebody_else_is_refused(self):
        foreign = self.new_bank_account(self.host_org, 3)
        with self.assertRaises(ValidationError):
            self.exchange.bank_account_id = foreign

    def test_confirmation_cannot_be_forged(self):
        self.exchange.bank_account_id = self.first
        mine = self.exchange.with_user(self.manager)
        for name, value in (
            ("bank_confirmed_number", self.first.sanitized_acc_number),
            ("bank_confirmed_by_id", self.manager.id),
            ("bank_state", "confirmed"),
        ):
            with self.subTest(name=name), self.assertRaises(UserError):
                mine.write({name: value})

    def test_others_confirm_nothing(self):
        self.exchange.bank_account_id = self.first
        for user in (self.other_manager, self.employee, self.member_editor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.exchange.with_user(user).action_confirm_bank()
        self.assertEqual(self.exchange.bank_state, "proposed")

    def test_members_read_no_bank_fields(self):
        self.give_account(self.exchange)
        mine = self.exchange.with_user(self.member_editor)
        for name in ("bank_account_id", "bank_confirmed_number", "bill_id", "bill_payment_state"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                mine.read([name])

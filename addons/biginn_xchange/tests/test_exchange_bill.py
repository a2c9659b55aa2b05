import psycopg2
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import XchangeCommon


@tagged("post_install", "-at_install")
class TestExchangeBill(XchangeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.payout = cls.open_payout()
        cls.exchange = cls.new_completed()
        cls.give_account(cls.exchange)
        cls.mine = cls.exchange.with_user(cls.manager)

    def bills(self):
        return self.env["account.move"].search([("biginn_exchange_id", "=", self.exchange.id)])

    def test_the_bill(self):
        self.payout.analytic_distribution = {str(self.new_analytic().id): 100}
        self.assertFalse(self.mine.cannot_bill_reason)
        with freeze_time("2023-05-16 10:00:00"):
            action = self.mine.action_create_bill()
        bill = self.exchange.bill_id.sudo()
        self.assertEqual(action["res_id"], bill.id)
        self.assertEqual((bill.move_type, bill.state), ("in_invoice", "draft"))
        self.assertEqual(bill.company_id, self.cluster_company)
        self.assertEqual(bill.journal_id, self.payout.journal_id)
        self.assertEqual(bill.partner_id, self.visiting_org)
        self.assertEqual(bill.partner_bank_id, self.exchange.bank_account_id)
        self.assertEqual((bill.amount_total, bill.amount_tax), (560, 0))
        self.assertEqual(bill.currency_id, self.programme.currency_id)
        self.assertEqual(str(bill.invoice_date), "2023-05-16")
        self.assertEqual(bill.invoice_date_due, self.exchange.payment_due)
        self.assertEqual(str(self.exchange.payment_due), "2023-05-22")
        self.assertEqual(bill.ref, self.exchange.name)
        line = bill.invoice_line_ids
        self.assertEqual(line.product_id, self.payout.product_id)
        self.assertEqual(line.analytic_distribution, self.payout.analytic_distribution)
        self.assertFalse(line.tax_ids)
        self.assertIn(self.exchange.name, line.name)

    def new_analytic(self, company=None):
        return self.env["account.analytic.account"].create(
            {
                "name": "Grant",
                "plan_id": self.env.ref("analytic.analytic_plan_projects").id,
                "company_id": (company or self.cluster_company).id,
            }
        )

    def test_a_tax_of_the_product_stays_away(self):
        tax = self.env["account.tax"].with_company(self.cluster_company)
        group = self.env["account.tax.group"].create(
            {"name": "VAT", "company_id": self.cluster_company.id}
        )
        tax = tax.create(
            {
                "name": "25 %",
                "amount": 25,
                "type_tax_use": "purchase",
                "company_id": self.cluster_company.id,
                "tax_group_id": group.id,
                "country_id": self.denmark.id,
            }
        )
        self.payout.product_id.supplier_taxes_id = [Command.set(tax.ids)]
        self.make_bill(self.exchange)
        self.assertEqual(self.exchange.sudo().bill_id.amount_total, 560)
        self.assertEqual(self.exchange.sudo().bill_id.state, "posted")

    def test_never_two(self):
        first = self.mine.action_create_bill()
        self.assertEqual(self.mine.action_create_bill()["res_id"], first["res_id"])
        self.assertEqual(len(self.bills()), 1)
        self.bills().action_post()
        self.mine.action_create_bill()
        (self.mine | self.mine).action_create_bill()
        self.assertEqual(len(self.bills()), 1)

    def test_the_database_refuses_a_second_one(self):
        self.mine.action_create_bill()
        copy = self.bills().copy()
        self.assertFalse(copy.biginn_exchange_id)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.UniqueViolation),
            self.cr.savepoint(),
        ):
            copy.biginn_exchange_id = self.exchange
            copy.flush_recordset()

    def test_a_cancelled_one_makes_room_and_stays_in_the_history(self):
        self.mine.action_create_bill()
        first = self.bills()
        first.button_cancel()
        self.assertFalse(self.exchange.bill_id)
        self.assertIn("cancelled", self.exchange.message_ids[0].body)
        self.mine.action_create_bill()
        self.assertEqual(len(self.bills()), 2)
        self.assertEqual(self.exchange.bill_id, self.bills() - first)
        self.assertEqual(self.mine.bill_count, 2)
        self.assertEqual(self.mine.action_open_bills()["domain"][0][2], self.mine.bill_ids.ids)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.UniqueViolation),
            self.cr.savepoint(),
        ):
            first.button_draft()
            first.flush_recordset()

    def test_a_deleted_one_makes_room(self):
        self.mine.action_create_bill()
        self.bills().unlink()
        self.assertFalse(self.exchange.bill_id)
        self.assertIn("deleted", self.exchange.message_ids[0].body)
        self.mine.action_create_bill()
        self.assertEqual(len(self.bills()), 1)

    def test_a_credited_one_makes_room(self):
        bill = self.make_bill(self.exchange)
        bill._reverse_moves([{"invoice_date": bill.invoice_date}], cancel=True)
        self.assertEqual(bill.payment_state, "reversed")
        self.assertFalse(self.exchange.bill_id)
        self.assertEqual(self.exchange.state, "completed")
        self.mine.action_create_bill()
        self.assertEqual(len(self.bills()), 2)

    def test_who_may(self):
        for user in (self.employee, self.other_manager, self.member_editor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.exchange.with_user(user).action_create_bill()
        with self.assertRaisesRegex(UserError, "grant finance"):
            self.exchange.with_user(self.staff).action_create_bill()
        self.assertFalse(self.bills())

    def test_staff_who_do_the_books_may(self):
        clerk = self.new_user("clerk", "biginn_cluster.group_staff,account.group_account_invoice")
        self.exchange.with_user(clerk).action_create_bill()
        self.assertTrue(self.bills())

    def test_why_not(self):
        exchange = self.new_exchange(
            visiting_id=self.new_organisation("Other A/S").id, distance_km=900
        ).with_user(self.manager)
        self.assertIn("completed", exchange._get_cannot_bill_reason())
        self.payout.unlink()
        self.assertIn("Payout", self.mine.cannot_bill_reason)
        self.mine.bank_account_id = False
        self.assertIn("has not said", self.mine.cannot_bill_reason)
        with self.assertRaises(UserError):
            self.mine.action_create_bill()

    def test_no_bill_for_nothing(self):
        exchange = self.new_exchange(
            visiting_id=self.new_organisation("Other A/S").id, is_virtual=True
        )
        exchange._store({"state": "completed"})
        self.assertIn("worth nothing", exchange.with_user(self.manager)._get_cannot_bill_reason())
        exchange._advance()
        self.assertEqual(exchange.state, "completed")

    def test_no_bill_without_a_rate(self):
        """Odoo would take 560 euro for 560 kroner."""
        # companies with entries keep their currency: this one has none yet
        self.cluster_company.currency_id = self.krone
        rates = self.env["res.currency.rate"]
        rates.search([("currency_id", "in", (self.euro | self.krone).ids)]).unlink()
        self.assertIn("exchange rate", self.mine._get_cannot_bill_reason())
        self.new_rate(self.euro, "2020-01-01", 0.134)
        self.assertFalse(self.mine._get_cannot_bill_reason())
        self.mine.action_create_bill()
        self.assertEqual(self.bills().amount_total, 560)
        self.assertAlmostEqual(self.bills().amount_total_signed, -560 / 0.134, places=2)

    def test_another_amount_is_not_posted(self):
        self.mine.action_create_bill()
        bill = self.bills()
        bill.invoice_line_ids.price_unit = 600
        with self.assertRaises(ValidationError):
            bill.action_post()

    def test_another_account_is_not_posted(self):
        self.mine.action_create_bill()
        bill = self.bills()
        bill.partner_bank_id = self.new_bank_account(self.visiting_org, 7)
        with self.assertRaises(ValidationError):
            bill.action_post()

    def test_a_foreign_bill_cannot_be_taken_for_it(self):
        bill = self.make_bill(self.exchange, post=False)
        other = bill.copy({"partner_id": self.host_org.id})
        bill.button_cancel()
        other.invoice_date = bill.invoice_date
        other.action_post()
        with self.assertRaises(ValidationError):
            other.write({"biginn_exchange_id": self.exchange.id})
        early = self.new_exchange(visiting_id=self.new_organisation("Other A/S").id, distance_km=9)
        with self.assertRaises(ValidationError):
            other.write({"biginn_exchange_id": early.id})

    def test_the_payout_belongs_to_one_company(self):
        foreign = self.new_analytic(self.other_company)
        with self.assertRaises(ValidationError):
            self.payout.analytic_distribution = {str(foreign.id): 100}
        bank = self.bank_journal(self.cluster_company)
        with self.assertRaises(ValidationError):
            self.payout.journal_id = bank
        with self.assertRaises(UserError):
            self.payout.journal_id = self._purchase_journal(self.other_company)
        with self.assertRaises(AccessError):
            self.payout.with_user(self.other_manager).read(["journal_id"])
        with self.assertRaises(AccessError):
            self.payout.with_user(self.staff).write({"product_id": False})

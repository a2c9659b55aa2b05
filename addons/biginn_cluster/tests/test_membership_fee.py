from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .membership_common import MembershipCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15")
class TestMembershipFee(MembershipCommon):
    def reasons(self, memberships):
        """Sentences of what is left out."""
        try:
            answer = memberships.with_user(self.manager).action_invoice_fees()
        except UserError as error:
            return str(error)
        return answer.get("params", {}).get("message", "")

    # -- the fee -----------------------------------------------------------------------

    def test_part_of_a_year(self):
        for mode, expected in (("full", 1200), ("months", 600), ("days", 604.93)):
            with self.subTest(mode=mode):
                category = self.new_category(
                    name=f"By {mode}", part_period=mode, period_anchor="calendar"
                )
                membership = self.new(category=category, date_start="2026-07-01")
                self.assertEqual(membership.fee, expected)

    def test_typed_over_and_agreed(self):
        membership = self.new()
        membership.fee = 900
        membership.date_end = "2026-09-30"
        self.assertEqual(membership.fee, 900, "new dates do not change what is agreed")
        membership.category_id = self.new_category(name="Dearer", fee=5000)
        self.assertEqual(membership.fee, 5000)
        membership.fee_kind = "free"
        self.assertEqual((membership.fee, membership.fee_state), (0, "free"))
        membership.fee_kind = "normal"
        self.assertEqual(membership.fee, 5000)

    def test_form_shows_the_share(self):
        self.category.write({"part_period": "months", "period_anchor": "calendar"})
        form = Form(self.env["biginn.membership"].with_user(self.manager))
        form.partner_id = self.member_org
        form.category_id = self.category
        form.date_start = "2026-10-20"
        self.assertEqual((str(form.date_end), form.fee), ("2026-12-31", 300))

    def test_sponsor(self):
        with self.assertRaises(ValidationError):
            self.new(fee_kind="sponsored")
        with self.assertRaises(ValidationError):
            self.new(fee_kind="sponsored", sponsor_id=self.member_org.id)

    # -- invoices ----------------------------------------------------------------------

    def test_draft_invoice(self):
        billing = self.env["res.partner"].create(
            {"name": "Accounts", "type": "invoice", "parent_id": self.member_org.id}
        )
        membership = self.new().with_user(self.manager)
        action = membership.action_invoice_fees()
        invoice = membership.invoice_id
        self.assertEqual((action["res_model"], action["res_id"]), ("account.move", invoice.id))
        self.assertEqual((invoice.state, invoice.move_type), ("draft", "out_invoice"))
        self.assertEqual(invoice.partner_id, billing)
        self.assertEqual(invoice.journal_id, self.sales)
        self.assertEqual(invoice.company_id, self.cluster_company)
        self.assertEqual(invoice.invoice_origin, membership.display_name)
        line = invoice.invoice_line_ids
        self.assertEqual((line.product_id, line.account_id), (self.product, self.income))
        self.assertEqual((invoice.amount_total, invoice.currency_id), (1200, self.euro))
        self.assertIn("Ordinary member", line.name)
        self.assertEqual(membership.fee_state, "draft")

    def test_taxes_and_accounts_are_the_product_s(self):
        tax = self.env["account.tax"].create(
            {
                "name": "25 %",
                "amount": 25,
                "type_tax_use": "sale",
                "company_id": self.cluster_company.id,
                "country_id": self.denmark.id,
                "tax_group_id": self.env["account.tax.group"]
                .create(
                    {
                        "name": "VAT",
                        "company_id": self.cluster_company.id,
                        "country_id": self.denmark.id,
                    }
                )
                .id,
            }
        )
        self.product.taxes_id = tax
        membership = self.new()
        membership.with_user(self.manager).action_invoice_fees()
        self.assertEqual(membership.invoice_id.amount_total, 1500)

    def test_sponsor_gets_the_invoice(self):
        membership = self.new(fee_kind="sponsored", sponsor_id=self.stranger_org.id)
        membership.with_user(self.manager).action_invoice_fees()
        self.assertEqual(membership.invoice_id.partner_id, self.stranger_org)
        self.assertIn("Member A/S", membership.invoice_id.invoice_line_ids.name)

    def test_never_twice(self):
        membership = self.new()
        self.assertEqual(self.reasons(membership), "")
        invoice = membership.invoice_id
        self.assertIn("invoiced already", self.reasons(membership))
        self.assertEqual(membership.invoice_id, invoice)
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            membership._create_invoices()
            self.env.flush_all()

    def test_again_after_cancelling_crediting_or_deleting(self):
        membership = self.new()
        self.reasons(membership)
        first = membership.invoice_id
        first.button_cancel()
        self.assertEqual(membership.fee_state, "to_invoice")
        self.assertEqual(self.reasons(membership), "")
        second = membership.invoice_id
        self.assertNotEqual(first, second)
        second.action_post()
        self.assertEqual(membership.fee_state, "unpaid")
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=second.ids)
            .create({"journal_id": self.sales.id, "date": "2026-06-15"})
        )
        wizard.refund_moves()
        second.reversal_move_ids.action_post()
        self.assertEqual(second.payment_state, "reversed")
        self.assertEqual(membership.fee_state, "to_invoice")
        self.assertEqual(self.reasons(membership), "")
        third = membership.invoice_id
        third.unlink()
        self.assertFalse(membership.invoice_id)
        self.assertEqual(membership.fee_state, "to_invoice")
        self.assertEqual(self.reasons(membership), "")

    def test_paid(self):
        membership = self.new()
        self.reasons(membership)
        membership.invoice_id.action_post()
        payment = self.env["account.move"].create(
            {
                "move_type": "entry",
                "company_id": self.cluster_company.id,
                "journal_id": self.bank.id,
                "line_ids": [
                    Command.create({"account_id": self.bank_account.id, "debit": 1200}),
                    Command.create(
                        {
                            "account_id": self.receivable.id,
                            "credit": 1200,
                            "partner_id": self.member_org.id,
                        }
                    ),
                ],
            }
        )
        payment.action_post()
        (payment + membership.invoice_id).line_ids.filtered(
            lambda line: line.account_id == self.receivable
        ).reconcile()
        self.assertEqual(membership.fee_state, "paid")
        self.assertFalse(
            self.env["biginn.membership"].search(
                [("fee_state", "=", "unpaid"), ("id", "=", membership.id)]
            )
        )
        seen = membership.with_user(self.staff)
        self.assertEqual(seen.fee_state, "paid", "staff see it without any right to the books")
        with self.assertRaises(AccessError):
            seen.read(["invoice_id"])

    def test_what_is_left_out_and_why(self):
        good = self.new(partner_id=self.new_organisation("Good").id)
        other = self.new_category(name="Without product")
        cases = {
            "Free": {"fee_kind": "free"},
            "Waiting": {"approved_on": False, "applied_on": "2026-06-01"},
            "Plain": {"category": other},
            "Nothing": {"category": self.new_category(name="No fee", fee=0)},
        }
        memberships = good
        for name, values in cases.items():
            memberships |= self.new(organisation=self.new_organisation(name), **values)
        message = self.reasons(memberships)
        for name, words in (
            ("Free", "It is free"),
            ("Waiting", "not been approved"),
            ("Plain", "Membership categories"),
            ("Nothing", "no fee"),
        ):
            with self.subTest(name=name):
                [line] = [line for line in message.splitlines() if line.startswith(f"{name}, ")]
                self.assertIn(words, line)
        self.assertNotIn("Good, ", message)
        self.assertEqual(memberships.filtered("invoice_id"), good)

    def test_cluster_without_a_journal(self):
        category = self.new_category(self.other_company, product_id=self.product.id)
        membership = self.new(category=category)
        with self.assertRaises(UserError) as caught:
            membership.action_invoice_fees()
        self.assertIn("no journal for customer invoices", str(caught.exception))

    def test_each_cluster_in_its_own_books(self):
        self.open_books(self.other_company)
        category = self.new_category(self.other_company, product_id=self.product.id)
        both = self.new() + self.new(category=category)
        both.action_invoice_fees()
        self.assertEqual(both.invoice_id.company_id, both.company_id)
        self.assertEqual(len(both.invoice_id.journal_id), 2)

    def test_html_is_text(self):
        self.member_org.name = "<script>alert(1)</script>"
        membership = self.new()
        membership.action_invoice_fees()
        self.assertIn("<script>", membership.invoice_id.invoice_line_ids.name)
        view = self.env["ir.actions.report"]._render_qweb_html(
            "biginn_cluster.action_report_membership_certificate", membership.ids
        )[0]
        self.assertNotIn(b"<script>alert(1)", view)

from decimal import Decimal

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools.misc import format_date

from ..rules import membership_fee as rule


class BiginnMembership(models.Model):
    """*Invoice the fees*: draft customer invoices of Odoo's own, one for each period."""

    _inherit = "biginn.membership"

    def action_invoice_fees(self):
        """Prepare an invoice for each membership that owes one, and say why others do not.

        :return: the invoices as an action; nothing is posted
        :rtype: dict
        """
        self._check_can_decide()
        skipped = self._invoice_obstacles()
        billed = self.filtered(lambda m: m not in skipped)
        if not billed:
            raise UserError(self._sentences(skipped) or self.env._("Nothing has been selected."))
        return self._show_with_skipped(billed._create_invoices()._biginn_action_open(), skipped)

    def action_open_invoice(self):
        """The invoice of this membership; of several, the list."""
        return self.invoice_id._biginn_action_open()

    # -- why not ---------------------------------------------------------------------

    def _invoice_obstacles(self):
        """{membership: the reason in words why it gets no invoice now}; few queries for all."""
        invoiced = self._standing_invoices()
        journals = self._companies_with_sales_journal()
        obstacles = {}
        for membership in self:
            code = rule.cannot_invoice(
                rule.Claim(
                    state=membership.state,
                    approved=bool(membership.approved_on),
                    never_ran=membership._last_day_before_start(),
                    kind=membership.fee_kind,
                    fee=Decimal(str(membership.fee)),
                    product=bool(membership.category_id.product_id),
                    sponsor=bool(membership.sponsor_id),
                    journal=membership.company_id.id in journals,
                    invoiced=membership.id in invoiced,
                )
            )
            if code:
                obstacles[membership] = self._invoice_sentence(
                    code, membership, invoiced.get(membership.id)
                )
        return obstacles

    def _get_cannot_invoice_reason(self):
        """Why no invoice is made for this membership now; False when one is."""
        self.ensure_one()
        if not self._may_decide():
            return self.env._("Only a cluster manager may decide this.")
        return self._invoice_obstacles().get(self, False)

    def _standing_invoices(self):
        """{membership id: its invoice that counts}, as the books say."""
        # sudo: the caller may decide about these memberships; a colleague's invoice counts too
        invoices_sudo = (
            self.env["account.move"]
            .sudo()
            .search(
                [
                    ("biginn_membership_id", "in", self.ids),
                    ("state", "!=", "cancel"),
                    ("payment_state", "!=", "reversed"),
                ]
            )
        )
        standing = {invoice.biginn_membership_id.id: invoice for invoice in invoices_sudo}
        # and one that somebody has entered by hand
        for membership_sudo in self.sudo().filtered("invoice_id"):
            invoice = membership_sudo.invoice_id
            if invoice.state != "cancel" and invoice.payment_state != "reversed":
                standing.setdefault(membership_sudo.id, invoice)
        return standing

    def _companies_with_sales_journal(self):
        # sudo: whether there is one, no more
        journals_sudo = self.env["account.journal"].sudo()
        groups = journals_sudo._read_group(
            [("type", "=", "sale"), ("company_id", "parent_of", self.company_id.ids)],
            ["company_id"],
        )
        having = {company.id for (company,) in groups}
        return {
            company.id for company in self.company_id if having & {*company.sudo().parent_ids.ids}
        }

    @api.model
    def _invoice_sentence(self, code, membership, invoice):
        sentences = {
            "already_invoiced": lambda: self.env._(
                "It has been invoiced already: %(invoice)s.", invoice=invoice.display_name
            ),
            "refused": lambda: self.env._("It was refused."),
            "not_approved": lambda: self.env._("It has not been approved yet."),
            "never_ran": lambda: self.env._("The organisation left before it began."),
            "free": lambda: self.env._("It is free."),
            "no_sponsor": lambda: self.env._("The sponsor who pays is missing."),
            "no_fee": lambda: self.env._("There is no fee to invoice."),
            "no_product": lambda: self.env._(
                "The category %(category)s does not say which product stands on the invoice: "
                "enter it under Configuration, Membership categories.",
                category=membership.category_id.name,
            ),
            "no_journal": lambda: self.env._(
                "%(cluster)s has no journal for customer invoices.",
                cluster=membership.company_id.name,
            ),
        }
        return sentences[code]()

    # -- the invoices ----------------------------------------------------------------

    def _create_invoices(self):
        """One draft invoice for each, in its own cluster, with that cluster's defaults."""
        invoices = self.env["account.move"]
        for company, memberships in self.grouped("company_id").items():
            moves = invoices.with_company(company).with_context(default_move_type="out_invoice")
            made = moves.create([membership._invoice_values() for membership in memberships])
            for membership, invoice in zip(memberships, made, strict=True):
                membership.invoice_id = invoice
            invoices |= made.with_env(self.env)
        return invoices

    def _invoice_values(self):
        """Values of the draft invoice; extend here."""
        self.ensure_one()
        payer = self.sponsor_id if self.fee_kind == "sponsored" else self.partner_id
        address = payer.browse(payer.address_get(["invoice"])["invoice"])
        return {
            "move_type": "out_invoice",
            "company_id": self.company_id.id,
            "partner_id": address.id,
            "currency_id": self.currency_id.id,
            "invoice_origin": self.display_name,
            "biginn_membership_id": self.id,
            "invoice_line_ids": [Command.create(self._invoice_line_values(address.lang))],
        }

    def _invoice_line_values(self, lang):
        self.ensure_one()
        return {
            "product_id": self.category_id.product_id.id,
            "name": self.with_context(lang=lang or self.env.lang)._invoice_line_name(),
            "quantity": 1,
            "price_unit": self.fee,
        }

    def _invoice_line_name(self):
        """What is paid for, in the payer's language."""
        parts = {
            "category": self.category_id.name,
            "organisation": self.partner_id.name,
            "start": format_date(self.env, self.date_start),
            "end": format_date(self.env, self.date_end) if self.date_end else "",
        }
        if self.date_end:
            return self.env._(
                "Membership fee, %(category)s, %(organisation)s, %(start)s to %(end)s", **parts
            )
        return self.env._("Membership fee, %(category)s, %(organisation)s, from %(start)s", **parts)

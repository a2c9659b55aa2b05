from odoo.fields import Command

from .portal_common import PortalCase


class InvoiceCase(PortalCase):
    """Customer invoices in a company without a chart of accounts."""

    @classmethod
    def new_account(cls, code, kind):
        return (
            cls.env["account.account"]
            .with_company(cls.cluster_company)
            .create(
                {
                    "code": code,
                    "name": kind,
                    "account_type": kind,
                    "company_ids": [Command.set(cls.cluster_company.ids)],
                    "reconcile": kind == "asset_receivable",
                }
            )
        )

    @classmethod
    def new_invoice(cls, partner, amount):
        """A draft invoice of the cluster to `partner`."""
        receivable = cls.new_account("110000", "asset_receivable")
        income = cls.new_account("400000", "income")
        partner.with_company(cls.cluster_company).property_account_receivable_id = receivable
        journal = cls.env["account.journal"].create(
            {
                "name": "Sales",
                "code": "INV",
                "type": "sale",
                "company_id": cls.cluster_company.id,
                "default_account_id": income.id,
            }
        )
        line = {"name": "Fee", "price_unit": amount, "tax_ids": [Command.clear()]}
        moves = cls.env["account.move"].with_company(cls.cluster_company)
        return moves.create(
            {
                "move_type": "out_invoice",
                "partner_id": partner.id,
                "journal_id": journal.id,
                "invoice_date": "2026-01-15",
                "invoice_line_ids": [Command.create(line)],
            }
        )

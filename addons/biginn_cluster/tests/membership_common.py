from odoo.fields import Command

from .common import BiginnCommon


class MembershipCommon(BiginnCommon):
    """The cluster with what an invoice needs: three accounts, a sales journal, a product."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name, record in cls.open_books(cls.cluster_company).items():
            setattr(cls, name, record)
        cls.product = cls.env["product.product"].create(
            {"name": "Membership", "type": "service", "taxes_id": [Command.clear()]}
        )
        cls.category.product_id = cls.product

    @classmethod
    def open_books(cls, company):
        """{name: record} of what a company needs to invoice and be paid."""

        def account(code, name, kind):
            return (
                cls.env["account.account"]
                .with_company(company)
                .create(
                    {
                        "code": code,
                        "name": name,
                        "account_type": kind,
                        "company_ids": [Command.set(company.ids)],
                        "reconcile": kind == "asset_receivable",
                    }
                )
            )

        receivable = account("110000", "Debtors", "asset_receivable")
        income = account("400000", "Fees", "income")
        bank_account = account("100000", "Bank", "asset_cash")
        cls.env["ir.default"].set(
            "res.partner",
            "property_account_receivable_id",
            receivable.id,
            company_id=company.id,
        )
        journals = cls.env["account.journal"]
        sales = journals.create(
            {
                "code": "INV",
                "name": "Sales",
                "type": "sale",
                "company_id": company.id,
                "default_account_id": income.id,
            }
        )
        bank = journals.create(
            {
                "code": "BNK",
                "name": "Bank",
                "type": "bank",
                "company_id": company.id,
                "default_account_id": bank_account.id,
            }
        )
        return {
            "receivable": receivable,
            "income": income,
            "bank_account": bank_account,
            "sales": sales,
            "bank": bank,
        }

    def new(self, **values):
        return self.new_membership(
            **{"date_start": "2026-01-01", "date_end": "2026-12-31", **values}
        )

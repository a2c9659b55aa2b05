from odoo.fields import Command

from .common import BiginnCommon


class MembershipCommon(BiginnCommon):
    """The cluster with what an invoice needs: three accounts, a sales journal, a product."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.open_books(cls.cluster_company)
        cls.product = cls.env["product.product"].create(
            {"name": "Membership", "type": "service", "taxes_id": [Command.clear()]}
        )
        cls.category.product_id = cls.product

    @classmethod
    def open_books(cls, company):
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

        cls.receivable = account("110000", "Debtors", "asset_receivable")
        cls.income = account("400000", "Fees", "income")
        cls.bank_account = account("100000", "Bank", "asset_cash")
        cls.env["ir.default"].set(
            "res.partner",
            "property_account_receivable_id",
            cls.receivable.id,
            company_id=company.id,
        )
        journals = cls.env["account.journal"]
        cls.sales = journals.create(
            {
                "code": "INV",
                "name": "Sales",
                "type": "sale",
                "company_id": company.id,
                "default_account_id": cls.income.id,
            }
        )
        cls.bank = journals.create(
            {
                "code": "BNK",
                "name": "Bank",
                "type": "bank",
                "company_id": company.id,
                "default_account_id": cls.bank_account.id,
            }
        )

    def new(self, **values):
        return self.new_membership(
            **{"date_start": "2026-01-01", "date_end": "2026-12-31", **values}
        )

"""Books small enough to read: a company with eight accounts, three journals and two taxes."""

from odoo.fields import Command

ACCOUNTS = {
    "payable": ("210000", "Creditors", "liability_payable"),
    "receivable": ("110000", "Debtors", "asset_receivable"),
    "vat": ("220000", "VAT receivable", "asset_current"),
    "subcontracting": ("310000", "Subcontractors", "expense"),
    "travel": ("320000", "Travel", "expense"),
    "goods": ("330000", "Other goods and services", "expense"),
    "equipment": ("150000", "Equipment", "asset_fixed"),
    "bank": ("100000", "Bank", "asset_cash"),
}


class Books:
    """The chart of one company, made by hand: core's generic chart would turn it into USD."""

    def __init__(self, env, name, currency, country):
        company = (
            env["res.company"]
            .with_context(install_mode=True)
            .create({"name": name, "currency_id": currency.id, "country_id": country.id})
        )
        env.user.company_ids |= company
        self.env = env(context=dict(env.context, allowed_company_ids=company.ids))
        self.company = company.with_env(self.env)
        self.accounts = {key: self._account(*spec) for key, spec in ACCOUNTS.items()}
        self._partner_defaults()
        self.purchases = self._journal("BILL", "Purchases", "purchase")
        self.entries = self._journal("MISC", "Entries", "general")
        self.tax_group = self.env["account.tax.group"].create(
            {"name": "VAT", "company_id": company.id, "country_id": country.id}
        )
        self.vat_lost = self.tax("25 % not deductible", [(100, None)])
        self.vat_half = self.tax("25 % half deductible", [(50, "vat"), (50, None)])
        self.vat_back = self.tax("25 % deductible", [(100, "vat")])

    def _account(self, code, name, kind):
        return self.env["account.account"].create(
            {
                "code": code,
                "name": name,
                "account_type": kind,
                "company_ids": [Command.set(self.company.ids)],
                "reconcile": kind in ("liability_payable", "asset_receivable"),
            }
        )

    def _partner_defaults(self):
        for field, key in (
            ("property_account_payable_id", "payable"),
            ("property_account_receivable_id", "receivable"),
        ):
            self.env["ir.default"].set(
                "res.partner", field, self.accounts[key].id, company_id=self.company.id
            )

    def _journal(self, code, name, kind):
        return self.env["account.journal"].create(
            {
                "code": code,
                "name": name,
                "type": kind,
                "company_id": self.company.id,
                "default_account_id": self.accounts["goods"].id if kind == "purchase" else False,
            }
        )

    def tax(self, name, parts):
        """A 25 % purchase tax; `parts` are (percent of the tax, account or None for the cost)."""
        lines = [Command.create({"repartition_type": "base"})] + [
            Command.create(
                {
                    "repartition_type": "tax",
                    "factor_percent": percent,
                    "account_id": self.accounts[key].id if key else False,
                }
            )
            for percent, key in parts
        ]
        return self.env["account.tax"].create(
            {
                "name": name,
                "amount": 25,
                "amount_type": "percent",
                "type_tax_use": "purchase",
                "company_id": self.company.id,
                "country_id": self.company.country_id.id,
                "tax_group_id": self.tax_group.id,
                "invoice_repartition_line_ids": lines,
                "refund_repartition_line_ids": list(lines),
            }
        )

    def bill(self, partner, day, lines, *, kind="in_invoice", post=True, **values):
        """A posted vendor bill. A line is (account key, amount, distribution, taxes[, values])."""
        move = self.env["account.move"].create(
            {
                "move_type": kind,
                "partner_id": partner.id,
                "journal_id": self.purchases.id,
                "company_id": self.company.id,
                "invoice_date": day,
                "date": values.pop("date", day),
                "invoice_line_ids": [Command.create(self._line(*line)) for line in lines],
                **values,
            }
        )
        if post:
            move.action_post()
        return move

    def _line(self, key, amount, distribution=None, taxes=None, values=None):
        return {
            "name": f"{key} {amount}",
            "account_id": self.accounts[key].id,
            "price_unit": amount,
            "quantity": 1,
            "analytic_distribution": distribution or False,
            "tax_ids": [Command.set(taxes.ids if taxes else [])],
            **(values or {}),
        }

    def entry(self, day, debit, credit, amount, distribution):
        """A posted journal entry of two lines; the debit carries the distribution."""
        move = self.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": self.entries.id,
                "company_id": self.company.id,
                "date": day,
                "line_ids": [
                    Command.create(
                        {
                            "name": f"{debit} {amount}",
                            "account_id": self.accounts[debit].id,
                            "debit": amount,
                            "analytic_distribution": distribution,
                        }
                    ),
                    Command.create(
                        {"account_id": self.accounts[credit].id, "credit": amount}
                    ),
                ],
            }
        )
        move.action_post()
        return move

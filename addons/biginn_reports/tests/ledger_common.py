"""A statement whose books a test writes line by line."""

from datetime import date
from decimal import Decimal

from odoo.fields import Command

from .common import ReportsCommon, daily_rates

YEAR = (date(2022, 2, 1), date(2023, 1, 31))


class LedgerCommon(ReportsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.load_rates(daily_rates(*YEAR, 258, "1919.3486"))
        cls.own = cls.distribution

    @classmethod
    def bill(cls, *lines, day="2022-06-15", **values):
        return cls.books.bill(cls.supplier, day, lines, **values)

    @classmethod
    def new_account(cls, name, plan=None, **values):
        """An analytic account of another grant, or in another plan."""
        return cls.books.env["account.analytic.account"].create(
            {
                "name": name,
                "plan_id": (plan or cls.env.ref("analytic.analytic_plan_projects")).id,
                "company_id": cls.company.id,
                **values,
            }
        )

    @classmethod
    def new_plan(cls, name="Test: grants"):
        return cls.env["account.analytic.plan"].create({"name": name})

    @classmethod
    def new_product(cls, name):
        return cls.env["product.product"].create({"name": name, "type": "service"})

    @classmethod
    def use_accounts(cls, *accounts):
        cls.beneficiary.analytic_account_ids = [Command.set([one.id for one in accounts])]

    @classmethod
    def set_rules(cls, *rules):
        """Cost rules instead of the usual three, in their order; category by code, or None."""
        cls.beneficiary.cost_rule_ids.unlink()
        cls.beneficiary.cost_rule_ids = [
            Command.create(
                {
                    "sequence": 10 * number,
                    "category_id": code and cls.categories[code].id,
                    **values,
                }
            )
            for number, (code, values) in enumerate(rules, 1)
        ]

    def completed_exchange(self, amount, **values):
        """A stay that this company pays; how it got there is another addon's matter."""
        self.programme.funding_id = self.grant.funding_id
        exchange = self.new_exchange(
            self.env.user, company_id=self.company.id,
            visiting_partnership_id=self.company.partner_id.id,
            **{"date_start": "2022-05-09", "date_end": "2022-05-13", **values},
        )
        self.env.flush_all()
        self.cr.execute(
            "UPDATE biginn_exchange SET state = 'completed', agreed_amount = %s WHERE id = %s",
            (amount, exchange.id),
        )
        self.env.invalidate_all()
        return exchange

    def computed(self, period=None):
        statement = self.make_statement(period)
        statement.action_compute()
        return statement

    def figures(self, statement, **domain):
        """[(category, net, tax, share, amount)] of the items, as exact decimals."""
        items = statement.item_ids.sorted("id")
        for name, value in domain.items():
            items = items.filtered(lambda one, name=name, value=value: one[name] == value)
        return [
            (one.category_code, *(_cents(one[name]) for name in
                                  ("net_local", "tax_local", "percent", "amount_local")))
            for one in items
        ]

    def codes(self, statement):
        return set(statement.finding_ids.mapped("code"))

    def finding(self, statement, code):
        return statement.finding_ids.filtered(lambda one: one.code == code)


def _cents(number):
    return Decimal(str(round(number, 2))).quantize(Decimal("0.01"))


def row(code, net, tax, percent, amount):
    """As `figures()` gives it."""
    return (code, *(Decimal(one).quantize(Decimal("0.01")) for one in (net, tax, percent, amount)))

"""Builders for grants: one Danish beneficiary, its people, rules and rates."""

from datetime import timedelta
from decimal import Decimal

from odoo.fields import Command

from odoo.addons.biginn_xchange.tests.common import XchangeCommon

from ..rules.fx import is_business_day
from .books import Books


def daily_rates(start, end, count, total):
    """`count` rates of four decimals on business days from `start` on, with exactly this sum."""
    days = [start + timedelta(days=step) for step in range((end - start).days + 1)]
    days = [day for day in days if is_business_day(day)][:count]
    if len(days) < count:
        raise AssertionError("not enough business days")
    low, rest = divmod(int(Decimal(total) * 10000), count)
    # the first `rest` days carry one more unit of the last decimal
    return [
        (day, Decimal(low + (number < rest)) / 10000) for number, day in enumerate(days)
    ]


class ReportsCommon(XchangeCommon):
    """A company with books in DKK, its finance user, and a grant with two periods.

    `company`, `books`   keep the books; `finance` works there and nowhere else
    `grant`              coordinated by `company`, which is its `beneficiary`
    `account`            the analytic account of the grant; `distribution` puts all of it there
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.books = Books(cls.env, "Teknologihuset (test)", cls.krone, cls.denmark)
        cls.company = cls.books.company
        cls.finance = cls.new_user("finance", "biginn_reports.group_finance", cls.company)
        cls.scheme = cls.env.ref("biginn_reports.scheme_cosme")
        cls.categories = {one.code: one for one in cls.scheme.category_ids}
        cls.account = cls.books.env["account.analytic.account"].create(
            {
                "name": "BIGINN",
                "plan_id": cls.env.ref("analytic.analytic_plan_projects").id,
                "company_id": cls.company.id,
            }
        )
        cls.distribution = {str(cls.account.id): 100}
        cls.grant = cls.make_grant(cls.company)
        cls.period_1, cls.period_2 = cls.grant.period_ids.sorted("number")
        cls.beneficiary = cls.books.env["biginn.grant.beneficiary"].create(
            {
                "grant_id": cls.grant.id,
                "partner_id": cls.company.partner_id.id,
                "company_id": cls.company.id,
                "analytic_account_ids": [Command.set(cls.account.ids)],
                "cost_rule_ids": [
                    Command.create(
                        {
                            "account_id": cls.books.accounts[key].id,
                            "category_id": cls.categories[code].id,
                        }
                    )
                    for key, code in (
                        ("subcontracting", "B"), ("travel", "D.1"), ("goods", "D.3")
                    )
                ],
            }
        )
        cls.supplier = cls.env["res.partner"].create({"name": "Leverandør ApS"})

    # ------------------------------------------------------------- builders

    @classmethod
    def make_grant(cls, company, **values):
        return cls.env["biginn.grant"].create(
            {
                "number": "101037928",
                "acronym": "BIGINN",
                "company_id": company.id,
                "scheme_id": cls.scheme.id,
                "funding_id": cls.env.ref("biginn_cluster.funding_biginn").id,
                "date_start": "2022-02-01",
                "date_end": "2024-01-31",
                "total_budget": 496261,
                "period_ids": [
                    Command.create(
                        {"number": 1, "date_start": "2022-02-01", "date_end": "2023-01-31"}
                    ),
                    Command.create(
                        {"number": 2, "date_start": "2023-02-01", "date_end": "2024-01-31"}
                    ),
                ],
                "work_package_ids": [Command.create({"code": "WP1", "name": "Management"})],
                **values,
            }
        )

    @classmethod
    def make_project(cls):
        """The project whose tasks take the hours of the grant."""
        cls.project = cls.books.env["project.project"].create(
            {
                "name": "BIGINN",
                "company_id": cls.company.id,
                "account_id": cls.account.id,
                "allow_timesheets": True,
            }
        )
        cls.task = cls.books.env["project.task"].create(
            {
                "name": "Management",
                "project_id": cls.project.id,
                "work_package_id": cls.grant.work_package_ids.id,
            }
        )

    @classmethod
    def make_person(cls, name, annual_cost, percent=100, year=2022, **values):
        employee = cls.books.env["hr.employee"].create(
            {"name": name, "company_id": cls.company.id}
        )
        if annual_cost is not None:
            cls.books.env["biginn.hourly.rate"].create(
                {
                    "employee_id": employee.id,
                    "company_id": cls.company.id,
                    "fiscal_year": year,
                    "annual_cost": annual_cost,
                    "full_time_percent": percent,
                    **values,
                }
            )
        return employee

    @classmethod
    def work(cls, employee, hours, days):
        """Timesheet lines: the hours spread over the days, the rest on the last."""
        each = round(hours / len(days), 2)
        amounts = [each] * (len(days) - 1)
        amounts.append(round(hours - sum(amounts), 2))
        return cls.books.env["account.analytic.line"].create(
            [
                {
                    "name": "Work on the action",
                    "project_id": cls.project.id,
                    "task_id": cls.task.id,
                    "employee_id": employee.id,
                    "date": day,
                    "unit_amount": amount,
                    "company_id": cls.company.id,
                }
                for day, amount in zip(days, amounts, strict=True)
            ]
        )

    @classmethod
    def load_rates(cls, rates, currency=None):
        currency = currency or cls.krone
        return cls.env["biginn.fx.rate"].create(
            [
                {"currency_id": currency.id, "date": day, "rate_text": str(rate)}
                for day, rate in rates
            ]
        )

    @classmethod
    def make_statement(cls, period=None, user=None):
        return (
            cls.books.env["biginn.statement"]
            .with_user(user or cls.finance)
            .with_company(cls.company)
            .create(
                {
                    "beneficiary_id": cls.beneficiary.id,
                    "period_id": (period or cls.period_1).id,
                }
            )
        )

    def amount(self, statement, code):
        """Euro of a category, as the decimal it is."""
        line = statement.line_ids.filtered(lambda one: one.code == code)
        return Decimal(str(round(line.amount_eur, 2)))

    def letter(self, statement, letter):
        lines = statement.line_ids.filtered(lambda one: one.code.split(".")[0] == letter)
        return sum((Decimal(str(round(one.amount_eur, 2))) for one in lines), Decimal(0))

from collections import defaultdict
from datetime import date
from decimal import Decimal

from odoo import models
from odoo.fields import Domain

from ..rules import personnel
from ..rules.finding import RuleError
from ..rules.money import round_half_up
from .convert import dec

# Twenty minutes are 0.333333 hours: only the sum of a person and year is rounded.
HOUR_PLACES = 6


class BiginnStatement(models.Model):
    """Personnel: hours of the timesheets × the hourly rate of the last closed year."""

    _inherit = "biginn.statement"

    def _timesheet_domain(self):
        """Hours on the beneficiary's analytic accounts, in whatever plan they stand.

        Timesheets are analytic lines with a project; they count as hours, never as ledger cost.
        """
        self.ensure_one()
        return (
            Domain("project_id", "!=", False)
            & Domain("company_id", "=", self.company_id.id)
            & Domain("date", ">=", self.date_start)
            & Domain("date", "<=", self.date_end)
            & self._on_accounts_domain()
        )

    def _on_accounts_domain(self):
        """An account of a second plan stands in a column of its own."""
        accounts = self.beneficiary_id.analytic_account_ids.ids
        columns = self.env["account.analytic.line"]._get_plan_fnames()
        return Domain.OR([Domain(column, "in", accounts) for column in columns])

    def _gather_personnel(self, found):
        hours = self._hours_by_person_and_month(found)
        if not hours:
            return
        category = self._category_of("personnel")
        if not category:
            total = sum(sum(months.values()) for months in hours.values())
            found.note("block", "no_personnel_category", hours=_printed(total))
            return
        for employee in [one for one in hours if one.sudo().company_id != self.company_id]:
            # sudo: the company of colleagues elsewhere is no secret, it is why they do not count
            found.note("warning", "person_of_other_company", person=employee.name,
                       hours=_printed(sum(hours.pop(employee).values())))
        rates = defaultdict(dict)
        for rate in self.env["biginn.hourly.rate"].search(
            [("employee_id", "in", [employee.id for employee in hours])]
        ):
            rates[rate.employee_id][rate.fiscal_year] = rate
        for employee, months in hours.items():
            self._add_person(found, category, employee, months, rates[employee])

    def _hours_by_person_and_month(self, found):
        """{employee: {first day of month: hours}}, one grouped query."""
        groups = self.env["account.analytic.line"]._read_group(
            self._timesheet_domain(),
            ["employee_id", "date:month"],
            ["unit_amount:sum"],
        )
        hours = defaultdict(lambda: defaultdict(Decimal))
        for employee, month, amount in groups:
            hours[employee][month] += dec(amount, HOUR_PLACES)
        packages = self.grant_id.work_package_ids
        if packages:
            bare = self.env["account.analytic.line"]._read_group(
                self._timesheet_domain() & Domain("work_package_id", "not in", packages.ids),
                [],
                ["unit_amount:sum"],
            )[0][0]
            if bare:
                found.note("warning", "hours_without_package", hours=dec(bare))
        return hours

    def _add_person(self, found, category, employee, months, rates):
        """One item per rate year, since the cost is rounded once per person and year."""
        ends = {year: rate._year_end() for year, rate in rates.items()}
        ended = self._years_ended(ends)
        per_year, late = defaultdict(Decimal), defaultdict(Decimal)
        for month, amount in months.items():
            year = self._rate_year(month, ends)
            per_year[year] += amount
            missing = year and self._rate_year(month, ended)
            if missing != year:
                late[missing, year] += amount
        for (missing, year), amount in late.items():
            found.note("warning", "older_hourly_rate", person=employee.name, missing=str(missing),
                       year=str(year), hours=_printed(amount))
        for year, amount in sorted(per_year.items(), key=lambda pair: pair[0] or 0):
            if not amount:
                continue
            if year is None:
                found.note("block", "no_hourly_rate", person=employee.name, hours=_printed(amount))
                continue
            self._add_person_year(found, category, employee, rates[year], _printed(amount))

    def _rate_year(self, month, ends):
        """The year whose rate pays the hours of a month; None when no year is closed yet."""
        try:
            return personnel.rate_year_for(self._in_period(month), ends, self.date_end)
        except RuleError:
            return None

    def _years_ended(self, ends):
        """{year: last day} of all years from the person's first rate to the end of the period."""
        first, last = min(ends, default=self.date_end.year), self.date_end.year + 1
        rates = self.env["biginn.hourly.rate"]
        return ends | {
            year: rates._last_day(self.company_id, year) for year in range(first, last + 1)
        }

    def _in_period(self, month):
        """A day of the month inside the period, by which the rate year is chosen."""
        first = month if isinstance(month, date) else month.date()
        return max(first, self.date_start)

    def _add_person_year(self, found, category, employee, rate, hours):
        decimals = self.scheme_id.hourly_rate_decimals
        try:
            productive = rate._productive()
            exact = rate._exact_rate(None if decimals < 0 else decimals)
        except RuleError:
            found.note("block", "hourly_rate_incomplete", person=employee.name,
                       year=str(rate.fiscal_year))
            return
        for finding in productive.findings:
            found.note("warning", finding.message_code, person=employee.name, **finding.params)
        ceiling = personnel.check_ceiling(hours, exact.hours, employee.name, rate.fiscal_year)
        if not ceiling.ok:
            found.note("warning", ceiling.message_code, **{**ceiling.params,
                                                           "year": str(rate.fiscal_year)})
        found.items.append(
            {
                "key": f"personnel:{employee.id}:{rate.fiscal_year}",
                "source": "personnel",
                "status": "mapped",
                "category_id": category.id,
                "date": self.date_end,
                "name": self.env._("Hours worked"),
                "document": self.env._("Timesheets"),
                "partner_name": employee.name,
                "employee_id": employee.id,
                "hours": float(hours),
                "annual_cost": rate.annual_cost,
                "productive_hours": float(exact.hours),
                "fiscal_year": rate.fiscal_year,
                "percent": 100.0,
                "amount_local": float(personnel.personnel_cost(hours, exact)),
            }
        )

    def _action_timesheets(self, item):
        """The hours behind a personnel item."""
        return {
            "type": "ir.actions.act_window",
            "name": item.partner_name,
            "res_model": "account.analytic.line",
            "views": [(False, "list"), (False, "pivot")],
            "domain": list(
                self._timesheet_domain() & Domain("employee_id", "=", item.employee_id.id)
            ),
        }


def _printed(hours):
    """Hours as they are printed, and as the cost is worked out from."""
    return round_half_up(hours, 2)

from datetime import date

from odoo import api, fields, models

from ..rules import personnel
from ..rules.finding import RuleError
from .convert import dec

METHODS = [
    ("fixed_1720", "1 720 hours, pro rata"),
    ("individual", "Individual hours"),
    ("standard", "Standard hours of the organisation"),
]


class BiginnHourlyRate(models.Model):
    """What an hour of a person costs in a closed financial year: annual cost / productive hours.

    Only grant finance may see it: an hourly rate is a salary. It is never written to the
    employee's `hourly_cost`, which timesheet users can work out.
    """

    _name = "biginn.hourly.rate"
    _description = "Hourly rate"
    _inherit = ["mail.thread"]
    _order = "fiscal_year desc, employee_id"
    _check_company_auto = True

    employee_id = fields.Many2one(
        "hr.employee", required=True, ondelete="restrict", index=True, check_company=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    fiscal_year = fields.Integer(
        required=True, default=lambda self: fields.Date.context_today(self).year - 1,
        aggregator=None, help="The closed financial year, by the year it ends in.",
    )
    annual_cost = fields.Monetary(
        required=True, aggregator=None, tracking=True,
        help="Annual personnel cost by the books: salary, taxes, social security.",
    )
    method = fields.Selection(METHODS, required=True, default="fixed_1720", tracking=True)
    full_time_percent = fields.Float(
        string="Full-time Share (%)", default=100.0, required=True, digits=(5, 2), tracking=True
    )
    workable_hours = fields.Float(digits=(10, 2), help="Individual: own; standard: everybody's.")
    overtime_hours = fields.Float(digits=(10, 2))
    absence_hours = fields.Float(digits=(10, 2))
    standard_hours = fields.Float(digits=(10, 2))
    productive_hours = fields.Float(
        compute="_compute_rate", store=True, digits=(16, 4), aggregator=None
    )
    rate = fields.Float(
        string="Rate per Hour",
        compute="_compute_rate", store=True, digits=(16, 10), aggregator=None,
        help="Per hour, unrounded: only amounts are rounded.",
    )
    problem = fields.Char(compute="_compute_problem", help="Why there is no rate yet.")
    explanation = fields.Char(compute="_compute_problem")

    _person_year_uniq = models.Constraint(
        "UNIQUE (employee_id, fiscal_year)", "This person has a rate for this year already."
    )
    _sane = models.Constraint(
        "CHECK (annual_cost >= 0 AND full_time_percent > 0 AND full_time_percent <= 100)",
        "An annual cost is not negative, and a full-time share lies between 0 and 100 %.",
    )

    @api.depends("employee_id", "fiscal_year")
    def _compute_display_name(self):
        for one in self:
            one.display_name = f"{one.employee_id.name or ''} {one.fiscal_year or ''}".strip()

    @api.depends(
        "annual_cost", "method", "full_time_percent", "workable_hours", "overtime_hours",
        "absence_hours", "standard_hours",
    )
    def _compute_rate(self):
        for one in self:
            try:
                rate = one._exact_rate()
            except RuleError:
                one.productive_hours = one.rate = 0.0
            else:
                one.productive_hours = float(rate.hours)
                one.rate = float(rate.decimal)

    @api.depends_context("lang")
    @api.depends("productive_hours", "rate")
    def _compute_problem(self):
        for one in self:
            one.problem, one.explanation = False, False
            try:
                rate = one._exact_rate()
            except RuleError as error:
                one.problem = one._sentence(error)
            else:
                one.explanation = self.env._(
                    "%(cost)s / %(hours)s h = %(rate)s per hour",
                    cost=dec(one.annual_cost),
                    hours=f"{rate.hours.normalize():f}",
                    rate=f"{one.rate:.6f}",
                )

    def _sentence(self, error):
        return {
            "workable_hours_missing": self.env._("Enter the workable hours of the year."),
            "standard_hours_missing": self.env._("Enter the standard productive hours."),
            "no_productive_hours": self.env._("The productive hours come out at zero or less."),
        }.get(error.code, self.env._("The figures give no hourly rate; check each of them."))

    def _exact_rate(self, decimals=None):
        """The rate as the rules use it; :raises RuleError: with what is missing."""
        hours = self._productive().hours
        return personnel.hourly_rate(dec(self.annual_cost), hours, decimals)

    def _productive(self):
        """The divisor with what was noticed on the way."""
        self.ensure_one()
        return personnel.productive_hours(
            self.method,
            full_time_share=dec(self.full_time_percent) / 100,
            workable_hours=dec(self.workable_hours) if self.workable_hours else None,
            overtime=dec(self.overtime_hours),
            absence=dec(self.absence_hours),
            standard_hours=dec(self.standard_hours) if self.standard_hours else None,
        )

    def _year_end(self):
        self.ensure_one()
        return self._last_day(self.company_id, self.fiscal_year)

    @api.model
    def _last_day(self, company, year):
        """Last day of a financial year, by the company's settings."""
        inside = date(year, int(company.fiscalyear_last_month), 1)
        return company.compute_fiscalyear_dates(inside)["date_to"]

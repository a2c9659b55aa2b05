from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..rules import lump_sum


class BiginnProgrammeRate(models.Model):
    """One dated line of a programme's rate table: what a stay in this country is worth.

    Amounts change over the years, so a line is closed and a new one opened; never overwritten.
    """

    _name = "biginn.programme.rate"
    _description = "Rate of a programme"
    _order = "programme_id, country_id, date_from desc"

    programme_id = fields.Many2one(
        "biginn.programme", required=True, index=True, ondelete="cascade"
    )
    country_id = fields.Many2one(
        "res.country",
        string="Host country",
        help="Empty is the higher rate for outermost regions and participants with a disability.",
    )
    date_from = fields.Date(string="Valid from", required=True)
    date_to = fields.Date(string="Valid to", help="Empty while the rate is in force.")
    amount = fields.Monetary(required=True, currency_field="currency_id")
    currency_id = fields.Many2one(related="programme_id.currency_id")
    unit = fields.Selection(
        [("stay", "Per stay"), ("day", "Per working day")], default="stay", required=True
    )

    _amount_positive = models.Constraint("CHECK (amount >= 0)", "A rate cannot be negative.")
    _period = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "A rate cannot end before it starts."
    )

    @api.depends("country_id", "amount", "currency_id")
    def _compute_display_name(self):
        for rate in self:
            country = rate.country_id.name or self.env._("Higher rate")
            rate.display_name = f"{country}: {rate.currency_id.format(rate.amount)}"

    @api.constrains("programme_id", "country_id", "date_from", "date_to")
    def _check_overlap(self):
        """Two lines for one country never hold on the same day: the amount would be a guess."""
        for rate in self:
            domain = [
                ("id", "!=", rate.id),
                ("programme_id", "=", rate.programme_id.id),
                ("country_id", "=", rate.country_id.id),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", rate.date_from),
            ]
            if rate.date_to:
                domain.append(("date_from", "<=", rate.date_to))
            if self.search_count(domain, limit=1):
                raise ValidationError(
                    self.env._(
                        "%(country)s has two rates for the same days. End the older one first.",
                        country=rate.country_id.name or self.env._("Higher rate"),
                    )
                )

    def _rule_rate(self):
        self.ensure_one()
        return lump_sum.Rate(
            country=self.country_id.code or None,
            amount=Decimal(str(self.amount)),
            date_from=self.date_from,
            date_to=self.date_to or None,
            unit=self.unit,
        )

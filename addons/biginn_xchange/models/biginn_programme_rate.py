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
        help="Empty is the higher rate for outermost regions and participants with a disability; "
        "on a line per distance it is every country.",
    )
    date_from = fields.Date(string="Valid from", required=True)
    date_to = fields.Date(string="Valid to", help="Empty while the rate is in force.")
    amount = fields.Monetary(required=True, currency_field="currency_id")
    currency_id = fields.Many2one(related="programme_id.currency_id")
    unit = fields.Selection(
        [
            ("stay", "Per stay"),
            ("day", "Per working day"),
            ("distance_band", "Per stay, by distance"),
        ],
        default="stay",
        required=True,
    )
    km_from = fields.Float(string="From km", digits=(10, 1))
    km_to = fields.Float(
        string="Below km",
        digits=(10, 1),
        help="A line by distance holds from the first figure to below the second one. "
        "0 means that it has no upper end.",
    )

    _amount_positive = models.Constraint("CHECK (amount >= 0)", "A rate cannot be negative.")
    _period = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "A rate cannot end before it starts."
    )
    _band = models.Constraint(
        "CHECK (km_from >= 0 AND (km_to = 0 OR km_to > km_from))",
        "A distance band ends after it begins.",
    )

    @api.depends("country_id", "amount", "currency_id", "unit")
    def _compute_display_name(self):
        for rate in self:
            rate.display_name = f"{rate._place()}: {rate.currency_id.format(rate.amount)}"

    def _place(self):
        self.ensure_one()
        if self.country_id:
            return self.country_id.name
        every = self.unit == lump_sum.UNIT_BAND
        return self.env._("Every country") if every else self.env._("Higher rate")

    @api.constrains(
        "programme_id", "country_id", "date_from", "date_to", "unit", "km_from", "km_to"
    )
    def _check_overlap(self):
        """Two lines for one country never hold on the same day: the amount would be a guess."""
        rules = {rate: rate._rule_rate() for rate in self.programme_id.rate_ids}
        for rate in self:
            others = (rule for other, rule in rules.items() if other != rate)
            if any(rules[rate].overlaps(other) for other in others):
                raise ValidationError(
                    self.env._(
                        "%(country)s has two rates for the same days. End the older one first.",
                        country=rate._place(),
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
            km_from=Decimal(str(round(self.km_from, 1))),
            km_to=Decimal(str(round(self.km_to, 1))),
        )

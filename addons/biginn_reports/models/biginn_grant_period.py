from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .biginn_statement import FROZEN
from .convert import changing


class BiginnGrantPeriod(models.Model):
    """A reporting period of the grant. Both dates belong to it."""

    _name = "biginn.grant.period"
    _description = "Reporting period"
    _order = "grant_id, number"

    grant_id = fields.Many2one("biginn.grant", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="grant_id.company_id", store=True, index=True)
    number = fields.Integer(required=True, default=1)
    date_start = fields.Date(required=True)
    date_end = fields.Date(required=True)
    is_final = fields.Boolean(compute="_compute_is_final")

    _number_uniq = models.Constraint(
        "UNIQUE (grant_id, number)", "The grant has a period with this number already."
    )
    _dates_in_order = models.Constraint(
        "CHECK (date_end >= date_start)", "A period cannot end before it starts."
    )

    def write(self, vals):
        """The dates of a period stay once a statement for it is locked."""
        touched = changing(self, vals, ("grant_id", "number", "date_start", "date_end"))
        self.env["biginn.statement"]._refuse_if_any(
            [("period_id", "in", touched.ids), ("state", "in", FROZEN)],
            self.env._("This reporting period stays as it is"),
        )
        return super().write(vals)

    @api.depends("grant_id.period_ids.number")
    def _compute_is_final(self):
        for period in self:
            period.is_final = period.number == max(
                period.grant_id.period_ids.mapped("number"), default=period.number
            )

    @api.depends("number", "date_start", "date_end")
    def _compute_display_name(self):
        for period in self:
            period.display_name = self.env._(
                "RP%(number)s · %(start)s – %(end)s",
                number=period.number,
                start=fields.Date.to_string(period.date_start) or "?",
                end=fields.Date.to_string(period.date_end) or "?",
            )

    @api.constrains("date_start", "date_end", "grant_id")
    def _check_periods_apart(self):
        """A cost belongs to one period only."""
        for grant in self.grant_id:
            before = None
            for period in grant.period_ids.sorted("date_start"):
                if before and period.date_start <= before.date_end:
                    raise ValidationError(
                        self.env._(
                            "Reporting periods %(one)s and %(other)s overlap; a cost would be "
                            "declared twice.",
                            one=before.number,
                            other=period.number,
                        )
                    )
                before = period

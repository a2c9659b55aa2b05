from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from ..rules import travel


class BiginnTravelFactor(models.Model):
    """Grams of CO₂ per passenger-km of one means of transport, from one day on.

    Rights: staff read, managers write. A journey that is completed keeps the factor it was
    reckoned with.
    """

    _name = "biginn.travel.factor"
    _description = "CO₂ factor"
    _order = "mode_id, date_from desc, id"

    mode_id = fields.Many2one(
        "biginn.travel.mode",
        string="Means of transport",
        required=True,
        index=True,
        ondelete="cascade",
    )
    grams = fields.Float(
        string="g CO₂ per passenger-km",
        digits=(10, 2),
        required=True,
        aggregator=None,
        help="Grams for one person and one kilometre.",
    )
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="To", help="Empty while it is in force.")
    source = fields.Char(
        required=True, help="Where the figure comes from, so that it can be found."
    )
    confidence = fields.Selection(
        [
            ("sourced", "Sourced"),
            ("inferred", "Inferred from a source"),
            ("general", "General knowledge"),
        ],
        required=True,
        default="general",
        help="Sourced: the source prints this figure. Inferred: worked out from figures of the "
        "source. General knowledge: nobody has looked it up, so do not report it as official.",
    )

    _grams_positive = models.Constraint("CHECK (grams >= 0)", "A CO₂ factor cannot be negative.")
    _dates_in_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)",
        "A CO₂ factor cannot end before it starts.",
    )

    @api.constrains("mode_id", "date_from", "date_to")
    def _check_no_overlap(self):
        for factor in self:
            others = factor.mode_id.factor_ids - factor
            for other in others:
                if (not other.date_to or factor.date_from <= other.date_to) and (
                    not factor.date_to or other.date_from <= factor.date_to
                ):
                    raise ValidationError(
                        self.env._(
                            "%(mode)s has another CO₂ factor from %(date)s on: "
                            "end one before the next begins.",
                            mode=factor.mode_id.name,
                            date=format_date(self.env, other.date_from),
                        )
                    )

    @api.depends("mode_id.name", "date_from")
    def _compute_display_name(self):
        for factor in self:
            factor.display_name = f"{factor.mode_id.name or ''} {factor.date_from or ''}".strip()

    def _rule_factor(self):
        self.ensure_one()
        return travel.Factor(
            mode=self.mode_id.code,
            grams=Decimal(str(round(self.grams, 2))),
            date_from=self.date_from,
            date_to=self.date_to or None,
        )

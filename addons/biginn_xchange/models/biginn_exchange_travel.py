from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..rules import travel

PORTAL_READABLE_FIELDS = {
    "exchange_id",
    "partner_id",
    "mode_id",
    "km",
    "people",
    "co2_kg",
    "is_known",
    "note",
}


class BiginnExchangeTravel(models.Model):
    """One stretch of the visitors' journey: with what, how far, how many people.

    Rights: staff of the company that runs the exchange write until it is completed; the visiting
    organisation writes through the portal's gate (`biginn.exchange._portal_write_travel`).
    """

    _name = "biginn.exchange.travel"
    _description = "Leg of a journey"
    _inherit = ["biginn.portal.readable"]
    _order = "exchange_id, id"

    exchange_id = fields.Many2one("biginn.exchange", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(
        related="exchange_id.company_id", store=True, index=True, precompute=True
    )
    partner_id = fields.Many2one(
        related="exchange_id.visiting_id", string="Visiting organisation", store=True, index=True
    )
    host_country_id = fields.Many2one(
        related="exchange_id.host_country_id", string="Country of the host", store=True
    )
    date = fields.Date(related="exchange_id.date_start", string="First day", store=True)
    mode_id = fields.Many2one(
        "biginn.travel.mode", string="By", required=True, index=True, ondelete="restrict"
    )
    km = fields.Float(
        string="Kilometres",
        digits=(10, 1),
        compute="_compute_km",
        store=True,
        readonly=False,
        precompute=True,
        help="For one person. Begins with what is left of the way there and back.",
    )
    people = fields.Integer(
        compute="_compute_people",
        store=True,
        readonly=False,
        precompute=True,
        aggregator=None,
        help="How many of the visitors travelled like this.",
    )
    passenger_km = fields.Float(
        string="Passenger-kilometres",
        digits=(12, 1),
        compute="_compute_co2",
        store=True,
        precompute=True,
    )
    is_green = fields.Boolean(related="mode_id.is_green", string="By a green means", store=True)
    is_known = fields.Boolean(
        string="Factor known", compute="_compute_co2", store=True, precompute=True
    )
    co2_kg = fields.Float(
        string="CO₂ of the leg (kg)",
        digits=(12, 2),
        compute="_compute_co2",
        store=True,
        precompute=True,
    )
    note = fields.Char(help="From where to where, where it is not plain.")

    _km_positive = models.Constraint("CHECK (km >= 0)", "Kilometres cannot be negative.")
    _people_positive = models.Constraint(
        "CHECK (people >= 1)", "At least one person travels on a leg."
    )

    @api.depends("exchange_id")
    def _compute_km(self):
        for leg in self:
            if leg.km:
                continue
            exchange = leg.exchange_id
            others = [Decimal(str(other.km)) for other in exchange.travel_ids - leg]
            distance = Decimal(str(round(exchange.distance_km, 1)))
            leg.km = float(travel.remaining_km(distance, others))

    @api.depends("exchange_id")
    def _compute_people(self):
        for leg in self:
            leg.people = leg.people or max(1, len(leg.exchange_id.sudo().visitor_ids))

    @api.depends(
        "mode_id",
        "mode_id.factor_ids.grams",
        "mode_id.factor_ids.date_from",
        "mode_id.factor_ids.date_to",
        "exchange_id.date_start",
        "km",
        "people",
    )
    def _compute_co2(self):
        """What a completed exchange has reported stands still when a factor changes."""
        for leg in self:
            if leg.exchange_id._is_travel_frozen():
                leg.passenger_km, leg.is_known, leg.co2_kg = (
                    leg.passenger_km,
                    leg.is_known,
                    leg.co2_kg,
                )
                continue
            rule_leg = leg._rule_leg()
            factors = [factor._rule_factor() for factor in leg.mode_id.sudo().factor_ids]
            day = leg.exchange_id.date_start or fields.Date.context_today(leg)
            result = travel.footprint([rule_leg], factors, day)
            leg.passenger_km = float(rule_leg.passenger_km)
            leg.is_known = result.kg is not None
            leg.co2_kg = float(result.kg or 0)

    @api.depends("mode_id.name", "km")
    def _compute_display_name(self):
        for leg in self:
            leg.display_name = f"{leg.mode_id.name or ''} {leg.km:g} km"

    def _rule_leg(self):
        self.ensure_one()
        return travel.Leg(
            mode=self.mode_id.code or "",
            km=Decimal(str(round(self.km, 1))),
            people=self.people,
        )

    def _explain(self):
        """One leg's arithmetic as a sentence."""
        self.ensure_one()
        factor = self._factor_sudo()
        params = {
            "mode": self.mode_id.name,
            "km": f"{self.km:g}",
            "people": self.people,
            "kg": f"{self.co2_kg:.2f}",
        }
        if not self.is_known:
            return self.env._("%(mode)s: %(km)s km, no CO₂ factor is known.", **params)
        if not factor:
            return self.env._("%(mode)s: %(km)s km × %(people)s = %(kg)s kg.", **params)
        return self.env._(
            "%(mode)s: %(km)s km × %(people)s × %(grams)s g = %(kg)s kg (%(origin)s; %(mark)s).",
            grams=f"{factor.grams:g}",
            origin=factor.source,
            mark=dict(factor._fields["confidence"]._description_selection(self.env))[
                factor.confidence
            ],
            **params,
        )

    def _factor_sudo(self):
        """The factor it was reckoned with, as far as it still says the same."""
        factors_sudo = self.mode_id.sudo().factor_ids
        rules = {factor._rule_factor(): factor for factor in factors_sudo}
        found = travel.factor_in_force(list(rules), self.mode_id.code, self.exchange_id.date_start)
        same = found and travel.leg_kg(self._rule_leg(), found) == Decimal(f"{self.co2_kg:.2f}")
        return rules[found] if same else factors_sudo.browse()

    # ------------------------------------------------------------------
    # ORM overrides
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        legs = super().create(vals_list)
        legs._check_open()
        return legs

    def write(self, vals):
        self._check_open()
        result = super().write(vals)
        if "exchange_id" in vals:
            # rules look at what was: a leg does not move to the exchange of another cluster
            self.check_access("write")
        self._check_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        self._check_open()

    def _check_open(self):
        for leg in self:
            if leg.exchange_id._is_travel_frozen():
                raise UserError(
                    self.env._(
                        "%(exchange)s is completed: its journey cannot change any more.",
                        exchange=leg.exchange_id.sudo().name,
                    )
                )

    @api.model
    def _portal_readable_fields(self):
        return super()._portal_readable_fields() | PORTAL_READABLE_FIELDS

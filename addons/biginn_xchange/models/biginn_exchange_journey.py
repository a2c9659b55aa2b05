from decimal import Decimal

from odoo import api, fields, models

from ..rules import travel


class BiginnExchange(models.Model):
    """How the visitors travelled, what carbon dioxide that was, and whether it was green."""

    _inherit = "biginn.exchange"

    travel_ids = fields.One2many("biginn.exchange.travel", "exchange_id", string="Journey")
    travel_mode_id = fields.Many2one(
        "biginn.travel.mode",
        string="Mainly by",
        compute="_compute_travel",
        store=True,
        index="btree_not_null",
        help="The means of transport with the most kilometres.",
    )
    is_green_travel = fields.Boolean(
        string="Green journey",
        compute="_compute_travel",
        store=True,
        help="Green means of transport carried at least the programme's share of the kilometres.",
    )
    is_co2_known = fields.Boolean(
        string="CO₂ known", compute="_compute_travel", store=True, help="Every leg has a factor."
    )
    co2_kg = fields.Float(
        string="CO₂ (kg)",
        digits=(12, 2),
        compute="_compute_travel",
        store=True,
        help="Estimated from the kilometres and the factors in force on the first day.",
    )
    travel_explanation = fields.Text(string="Why this CO₂", compute="_compute_travel_explanation")

    @api.depends(
        "travel_ids.mode_id",
        "travel_ids.is_green",
        "travel_ids.passenger_km",
        "travel_ids.co2_kg",
        "travel_ids.is_known",
        "programme_id.green_share",
    )
    def _compute_travel(self):
        for exchange in self:
            if exchange._is_travel_frozen():
                exchange._keep_travel()
                continue
            legs = exchange.travel_ids
            rule_legs = [leg._rule_leg() for leg in legs]
            by_code = {leg.mode_id.code: leg.mode_id for leg in legs}
            green = {code for code, mode in by_code.items() if mode.is_green}
            threshold = Decimal(str(exchange.programme_id.green_share))
            exchange.travel_mode_id = by_code.get(travel.main_mode(rule_legs), False)
            exchange.is_green_travel = travel.is_green(rule_legs, green, threshold)
            exchange.is_co2_known = bool(legs) and all(legs.mapped("is_known"))
            exchange.co2_kg = float(sum(Decimal(str(round(leg.co2_kg, 2))) for leg in legs))

    def _keep_travel(self):
        for name in ("travel_mode_id", "is_green_travel", "is_co2_known", "co2_kg"):
            self[name] = self[name]

    def _is_travel_frozen(self):
        """What an indicator may have counted does not change behind its back."""
        return self.state in ("completed", "paid")

    @api.depends("travel_ids.co2_kg", "travel_ids.is_known", "is_green_travel")
    @api.depends_context("lang")
    def _compute_travel_explanation(self):
        for exchange in self:
            legs = exchange.travel_ids
            lines = [leg._explain() for leg in legs]
            if legs:
                lines.append(exchange._explain_green())
            exchange.travel_explanation = "\n".join(lines) or False

    def _explain_green(self):
        legs = self.travel_ids
        total = sum(legs.mapped("passenger_km"))
        green = sum(legs.filtered("is_green").mapped("passenger_km"))
        params = {
            "share": f"{100 * green / total:.0f}" if total else "0",
            "needed": f"{self.sudo().programme_id.green_share:g}",
        }
        if self.is_green_travel:
            return self.env._(
                "Green: %(share)s %% of the way by green means, %(needed)s %% are asked for.",
                **params,
            )
        return self.env._(
            "Not green: %(share)s %% of the way by green means, %(needed)s %% are asked for.",
            **params,
        )

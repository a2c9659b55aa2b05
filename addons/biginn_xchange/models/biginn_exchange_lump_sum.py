from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..rules import distance, lump_sum, working_days


class BiginnExchange(models.Model):
    """How much: days, distance, lump sum and the amount agreed on.

    Everything here follows the draft and stands still from validation on: later changes of a
    rate, a holiday or an address move nothing in a validated exchange.
    """

    _inherit = "biginn.exchange"

    currency_id = fields.Many2one(
        "res.currency", compute="_compute_currency_id", store=True, precompute=True
    )
    working_days = fields.Integer(
        string="Working days",
        compute="_compute_working_days",
        store=True,
        precompute=True,
        help="Working days at the host: no weekends, public holidays or days of travel.",
    )
    distance_km = fields.Float(
        string="Distance",
        digits=(10, 1),
        compute="_compute_distance_km",
        store=True,
        readonly=False,
        precompute=True,
        help="Kilometres between the two organisations: along the great circle if both have "
        "coordinates, else typed with its source.",
    )
    distance_origin = fields.Selection(
        [("coordinates", "From coordinates"), ("typed", "Typed")],
        string="Origin of distance",
        compute="_compute_distance_origin",
        store=True,
    )
    distance_source = fields.Char(
        string="Source of distance", help="Where a typed distance comes from."
    )
    higher_rate = fields.Boolean(
        string="Higher rate",
        help="The rate for outermost regions and for participants with a disability holds.",
    )
    lump_sum = fields.Monetary(
        string="Lump sum",
        compute="_compute_lump_sum",
        store=True,
        tracking=True,
        currency_field="currency_id",
    )
    lump_sum_facts = fields.Json(
        string="Lump sum facts", compute="_compute_lump_sum", store=True, copy=False
    )
    lump_sum_explanation = fields.Text(
        string="Why this lump sum", compute="_compute_lump_sum_explanation"
    )
    agreed_amount = fields.Monetary(
        string="Agreed amount",
        compute="_compute_agreed_amount",
        store=True,
        readonly=False,
        tracking=True,
        copy=False,
        currency_field="currency_id",
        help="What the two sides agree on: the lump sum or less.",
    )
    agreed_for = fields.Monetary(
        string="Lump sum agreed on",
        compute="_compute_agreed_amount",
        store=True,
        copy=False,
        currency_field="currency_id",
        help="The lump sum at the time of the agreement: another lump sum asks for another one.",
    )

    # not on `lump_sum`: another one makes the agreed amount be worked out anew, and only then
    # the two can be compared
    @api.constrains("agreed_amount")
    def _check_agreed_amount(self):
        for exchange in self:
            if exchange.currency_id.compare_amounts(exchange.agreed_amount, 0) < 0:
                raise ValidationError(self.env._("The agreed amount cannot be negative."))
            if exchange.currency_id.compare_amounts(exchange.agreed_amount, exchange.lump_sum) > 0:
                raise ValidationError(
                    self.env._(
                        "The agreed amount cannot be higher than the lump sum of %(amount)s.",
                        amount=exchange.currency_id.format(exchange.lump_sum),
                    )
                )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------

    @api.depends("programme_id.currency_id")
    def _compute_currency_id(self):
        for exchange in self:
            if exchange._is_frozen():
                exchange.currency_id = exchange.currency_id
            else:
                exchange.currency_id = exchange.programme_id.currency_id

    @api.depends("date_start", "date_end", "travel_first", "travel_last", "host_id.country_id")
    def _compute_working_days(self):
        drafts = self.filtered(
            lambda exchange: not exchange._is_frozen() and exchange.date_start and exchange.date_end
        )
        holidays = drafts._holidays_by_country()
        for exchange in self - drafts:
            exchange.working_days = exchange.working_days
        for exchange in drafts:
            exchange.working_days = working_days.working_days(
                exchange.date_start,
                exchange.date_end,
                holidays.get(exchange.host_id.country_id, frozenset()),
                exchange._travel_days(),
            )

    def _holidays_by_country(self):
        if not self:
            return {}
        return (
            self.env["biginn.public.holiday"]
            .sudo()
            ._holidays(
                self.host_id.country_id,
                min(self.mapped("date_start")),
                max(self.mapped("date_end")),
            )
        )

    def _travel_days(self):
        self.ensure_one()
        days = []
        if self.travel_first:
            days.append(self.date_start)
        if self.travel_last:
            days.append(self.date_end)
        return frozenset(days)

    @api.depends(
        "visiting_id.partner_latitude",
        "visiting_id.partner_longitude",
        "host_id.partner_latitude",
        "host_id.partner_longitude",
    )
    def _compute_distance_km(self):
        for exchange in self:
            measured = None if exchange._is_frozen() else exchange._measured_distance()
            exchange.distance_km = exchange.distance_km if measured is None else measured

    @api.depends(
        "distance_km",
        "visiting_id.partner_latitude",
        "visiting_id.partner_longitude",
        "host_id.partner_latitude",
        "host_id.partner_longitude",
    )
    def _compute_distance_origin(self):
        for exchange in self:
            if exchange._is_frozen():
                exchange.distance_origin = exchange.distance_origin
                continue
            measured = exchange._measured_distance()
            if measured is not None and abs(measured - exchange.distance_km) < 0.05:
                exchange.distance_origin = "coordinates"
            else:
                exchange.distance_origin = "typed" if exchange.distance_km > 0 else False

    def _measured_distance(self):
        """Great-circle distance, or None: (0, 0) is how Odoo stores *no coordinates*."""
        points = [
            (partner.partner_latitude, partner.partner_longitude)
            for partner in (self.visiting_id, self.host_id)
        ]
        if not all(any(point) for point in points):
            return None
        return distance.great_circle_km(*points[0], *points[1])

    def _forget_typed_distance(self, vals):
        """A distance typed for other organisations says nothing about these."""
        if {"visiting_id", "host_id"} & vals.keys() and "distance_km" not in vals:
            typed = self.filtered(lambda exchange: exchange.distance_origin == "typed")
            if typed and not typed.filtered(lambda exchange: exchange._is_frozen()):
                typed.write({"distance_km": 0, "distance_source": False})

    @api.depends(
        "programme_id.rate_ids.amount",
        "programme_id.rate_ids.country_id",
        "programme_id.rate_ids.date_from",
        "programme_id.rate_ids.date_to",
        "programme_id.rate_ids.unit",
        "programme_id.rate_ids.km_from",
        "programme_id.rate_ids.km_to",
        "programme_id.min_working_days",
        "programme_id.half_under_days",
        "programme_id.half_under_km",
        "programme_id.max_amount",
        "host_id.country_id",
        "date_start",
        "working_days",
        "distance_km",
        "distance_origin",
        "is_virtual",
        "higher_rate",
    )
    def _compute_lump_sum(self):
        for exchange in self:
            if exchange._is_frozen():
                exchange.lump_sum = exchange.lump_sum
                exchange.lump_sum_facts = exchange.lump_sum_facts
            elif not (exchange.programme_id and exchange.date_start):
                exchange.lump_sum = 0
                exchange.lump_sum_facts = False
            else:
                stay = exchange._rule_stay()
                facts = exchange.programme_id._lump_sum_facts(stay)
                exchange.lump_sum = float(facts["amount"])
                exchange.lump_sum_facts = {**facts, "distance_origin": exchange.distance_origin}

    def _rule_stay(self):
        self.ensure_one()
        return lump_sum.Stay(
            host_country=self.host_id.country_id.code or None,
            date_start=self.date_start,
            working_days=self.working_days,
            distance_km=(
                Decimal(str(round(self.distance_km, 1))) if self.distance_origin else None
            ),
            is_virtual=self.is_virtual,
            higher_rate=self.higher_rate,
        )

    @api.depends("lump_sum")
    def _compute_agreed_amount(self):
        """Follow the lump sum; a lower amount agreed on for the same lump sum stays."""
        for exchange in self:
            if exchange._is_frozen() or (
                exchange.agreed_for and exchange.agreed_for == exchange.lump_sum
            ):
                exchange.agreed_amount = exchange.agreed_amount
                exchange.agreed_for = exchange.agreed_for
            else:
                exchange.agreed_amount = exchange.lump_sum
                exchange.agreed_for = exchange.lump_sum

    def _keep_agreed_amount(self, vals_list):
        """An amount given at creation was agreed on for the lump sum of that moment."""
        for exchange, vals in zip(self, vals_list, strict=True):
            if "agreed_amount" in vals:
                exchange._store({"agreed_for": exchange.lump_sum})

    # ------------------------------------------------------------------
    # The explanation, in the reader's language
    # ------------------------------------------------------------------

    @api.depends("lump_sum_facts")
    @api.depends_context("lang")
    def _compute_lump_sum_explanation(self):
        # sudo: the facts are the inside of the explanation, which whoever reads the exchange reads
        stored = [exchange.sudo().lump_sum_facts for exchange in self]
        explained = self.env["biginn.lump.sum"]._explanations(stored)
        for exchange, explanation in zip(self, explained, strict=True):
            exchange.lump_sum_explanation = explanation

    def _number(self, value):
        return self.env["biginn.lump.sum"]._number(value)

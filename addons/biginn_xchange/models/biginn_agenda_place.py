from odoo import api, fields, models

from ..rules import agenda_check


class BiginnAgendaPlace(models.Model):
    """Where an item of an agenda takes place: a hall, a control room, a meeting point.

    Shared by the clusters of a database, as facilities are.
    """

    _name = "biginn.agenda.place"
    _description = "Place of an agenda"
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Organisation",
        index="btree_not_null",
        help="Whose place it is; its address is printed.",
    )
    capacity = fields.Integer(help="How many people fit. 0 means no limit.")
    address = fields.Char(related="partner_id.contact_address_inline", string="Address")
    active = fields.Boolean(default=True)
    latitude = fields.Float(
        compute="_compute_coordinates",
        store=True,
        readonly=False,
        precompute=True,
        digits=(10, 7),
        help="In degrees. Proposed from the organisation; with it the way from one place to the "
        "next is estimated.",
    )
    longitude = fields.Float(
        compute="_compute_coordinates",
        store=True,
        readonly=False,
        precompute=True,
        digits=(10, 7),
    )
    access_minutes = fields.Integer(
        string="Minutes to get in",
        help="Gate, safety briefing, changing shoes: added to the way there.",
    )

    _capacity_positive = models.Constraint(
        "CHECK (capacity >= 0)", "The capacity of a place cannot be negative."
    )
    _access_minutes_positive = models.Constraint(
        "CHECK (access_minutes >= 0)", "The minutes to get in cannot be negative."
    )
    _coordinates_on_earth = models.Constraint(
        "CHECK (latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180)",
        "There are no such coordinates: latitude goes to 90 degrees, longitude to 180.",
    )

    @api.depends("partner_id")
    def _compute_coordinates(self):
        for place in self:
            if not (place.latitude or place.longitude):
                place.latitude = place.partner_id.partner_latitude
                place.longitude = place.partner_id.partner_longitude

    def _rule_places(self):
        """{id: place} as the rules read them. At 0° N 0° E nobody has a hall: it is unknown."""
        return {
            place.id: agenda_check.Place(
                key=place.id,
                site=place.partner_id.id or None,
                latitude=place.latitude if place._has_coordinates() else None,
                longitude=place.longitude if place._has_coordinates() else None,
                capacity=place.capacity,
                access_minutes=place.access_minutes,
            )
            for place in self
        }

    def _has_coordinates(self):
        return bool(self.latitude or self.longitude)

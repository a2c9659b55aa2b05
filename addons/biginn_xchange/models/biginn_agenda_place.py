from odoo import fields, models


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

    _capacity_positive = models.Constraint(
        "CHECK (capacity >= 0)", "The capacity of a place cannot be negative."
    )

from odoo import fields, models


class BiginnFacility(models.Model):
    """What a facility asks of its visitors: proposed for each visit there."""

    _inherit = "biginn.facility"

    needs_access_data = fields.Boolean(
        string="Asks for identity data",
        help="Visitors have to be announced with their identity document.",
    )
    access_field_ids = fields.Many2many(
        "biginn.access.field",
        "biginn_facility_access_field_rel",
        "facility_id",
        "field_id",
        string="Identity data it asks for",
    )
    access_list_days = fields.Integer(
        string="List due, days before",
        help="How many days before a visit the facility wants the list. 0: as the cluster plans.",
    )

    _access_list_days_positive = models.Constraint(
        "CHECK (access_list_days >= 0)", "A list cannot be due after the visit."
    )

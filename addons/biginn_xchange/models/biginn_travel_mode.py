from odoo import fields, models


class BiginnTravelMode(models.Model):
    """A means of transport with what its carbon dioxide is reckoned by.

    Rights: everybody in the office reads, members choose from it, managers write.
    """

    _name = "biginn.travel.mode"
    _description = "Means of transport"
    _order = "sequence, name, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    is_green = fields.Boolean(
        string="Green travel", help="Counts as a low-emission means of transport."
    )
    green_source = fields.Char(
        string="Source of green", help="Who says that it is a low-emission means of transport."
    )
    factor_ids = fields.One2many("biginn.travel.factor", "mode_id", string="CO₂ factors", copy=True)

    _code_uniq = models.Constraint(
        "UNIQUE (code)", "There is already a means of transport with this code."
    )

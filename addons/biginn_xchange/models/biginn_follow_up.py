from odoo import fields, models


class BiginnFollowUp(models.Model):
    """What may follow from an exchange; reports tick it, indicators count it."""

    _name = "biginn.follow.up"
    _description = "Kind of follow-up"
    _order = "sequence, name, id"

    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint(
        "UNIQUE (code)", "There is already a kind of follow-up with this code."
    )

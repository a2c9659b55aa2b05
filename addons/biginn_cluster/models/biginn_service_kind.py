from odoo import fields, models


class BiginnServiceKind(models.Model):
    """What sort of help a service is: the same words in every cluster, so that uses add up."""

    _name = "biginn.service.kind"
    _description = "Kind of service"
    _order = "sequence, name, id"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint(
        "UNIQUE (code)", "There is already a kind of service with this code."
    )

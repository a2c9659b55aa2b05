from odoo import fields, models


class BiginnWorkKind(models.Model):
    """Second axis of the capability matrix: what an organisation does in a domain."""

    _name = "biginn.work.kind"
    _description = "Kind of work"
    _inherit = ["biginn.catalogue.mixin"]
    _order = "sequence, name, id"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    description = fields.Text(translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint(
        "UNIQUE (code)", "There is already a kind of work with this code."
    )

from odoo import fields, models


class BiginnTechnologyDomain(models.Model):
    """First axis of the capability matrix: what an organisation works with.

    The codes are ours; the matrix (domain x kind of work) follows the pattern discussed
    by the liaison officers' forum at CERN. Clusters may add and rename their own.
    """

    _name = "biginn.technology.domain"
    _description = "Technology domain"
    _inherit = ["biginn.catalogue.mixin"]
    _order = "sequence, name, id"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    description = fields.Text(
        translate=True, help="What belongs here, in the words suppliers and buyers use."
    )
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint(
        "UNIQUE (code)", "There is already a technology domain with this code."
    )

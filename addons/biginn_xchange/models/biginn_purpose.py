from odoo import fields, models


class BiginnPurpose(models.Model):
    """What an organisation hopes for from an exchange.

    Source of the list shipped: clustercollaboration.eu/clusterxchange/about.

    Rights: staff and members read, managers write.
    """

    _name = "biginn.purpose"
    _description = "Purpose of an exchange"
    _order = "sequence, name, id"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE (code)", "There is already a purpose with this code.")

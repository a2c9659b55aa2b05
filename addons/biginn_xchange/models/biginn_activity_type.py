from odoo import fields, models


class BiginnActivityType(models.Model):
    """What people do together on an exchange.

    Source of the list shipped: clustercollaboration.eu/clusterxchange/about and medicnest.eu.

    Rights: staff and members read, managers write.
    """

    _name = "biginn.activity.type"
    _description = "Activity of an exchange"
    _order = "sequence, name, id"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE (code)", "There is already an activity with this code.")

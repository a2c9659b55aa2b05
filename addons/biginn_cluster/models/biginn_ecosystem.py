from odoo import fields, models


class BiginnEcosystem(models.Model):
    """One of the EU's industrial ecosystems, as the ECCP sorts clusters and their members.

    The fourteen that come with the addon are those of clustercollaboration.eu/typology.
    """

    _name = "biginn.ecosystem"
    _description = "Industrial ecosystem"
    _order = "sequence, name, id"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint(
        "UNIQUE (code)", "There is already an industrial ecosystem with this code."
    )

from odoo import fields, models


class ResPartner(models.Model):
    """What one needs to know of a Big Science organisation."""

    _inherit = "res.partner"

    big_science_short_name = fields.Char(string="Short name", index="btree_not_null")
    big_science_field = fields.Char(string="Field of science", translate=True)
    tender_portal_url = fields.Char(
        string="Tender portal", help="Where its calls appear and suppliers register."
    )
    hosts_visitors = fields.Boolean(
        help="Receives visiting delegations and exchange guests."
    )

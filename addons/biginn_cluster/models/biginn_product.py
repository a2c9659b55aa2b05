from odoo import api, fields, models


class BiginnProduct(models.Model):
    """A product or service that a member offers to others; not what the cluster itself sells.

    Staff read and write; members read their own and change them through the portal.
    """

    _name = "biginn.product"
    _description = "Product or service of a member"
    _inherit = ["biginn.natural.key.mixin"]
    _order = "partner_id, name, id"
    _natural_key = ("partner_id", "name")

    partner_id = fields.Many2one(
        "res.partner", string="Organisation", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char(required=True)
    kind = fields.Selection(
        [("product", "Product"), ("service", "Service")], required=True, default="product"
    )
    description = fields.Text()
    country_id = fields.Many2one(related="partner_id.country_id")

    _natural_key_uniq = models.Constraint(
        "UNIQUE (partner_id, name)",
        "This organisation already lists a product or service of this name.",
    )

    @api.constrains("partner_id")
    def _check_organisation(self):
        self.partner_id._check_is_organisation()

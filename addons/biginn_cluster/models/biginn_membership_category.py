from odoo import api, fields, models
from odoo.fields import Domain


class BiginnMembershipCategory(models.Model):
    """What kinds of membership a cluster sells. Managers only."""

    _name = "biginn.membership.category"
    _description = "Membership category"
    _order = "company_id, sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        string="Cluster",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
    )
    fee = fields.Monetary(string="Membership fee")
    period_months = fields.Integer(
        string="Period (months)",
        default=12,
        help="How long one membership lasts. 0 means until someone ends it.",
    )
    notice_days = fields.Integer(
        string="Expiring from (days)",
        default=60,
        help="That many days before its end a membership is shown as expiring.",
    )
    product_id = fields.Many2one(
        "product.product",
        string="Invoiced as",
        check_company=True,
        help="The product that stands on the membership's invoice.",
    )
    membership_ids = fields.One2many("biginn.membership", "category_id")
    description = fields.Text(translate=True)

    _name_company_uniq = models.Constraint(
        "UNIQUE (name, company_id)", "This cluster already has a category of this name."
    )

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """An import names categories of the cluster one works in, not of another one."""
        if self.env.context.get("import_file"):
            domain = Domain(domain or Domain.TRUE) & Domain("company_id", "=", self.env.company.id)
        return super().name_search(name, domain, operator, limit)

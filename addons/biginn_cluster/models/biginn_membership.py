from odoo import fields, models


class BiginnMembership(models.Model):
    """One dated membership of one organisation in one cluster."""

    _name = "biginn.membership"
    _description = "Membership"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_start desc, id desc"
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner",
        string="Organisation",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company",
        string="Cluster",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    category_id = fields.Many2one(
        "biginn.membership.category",
        string="Category",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    date_start = fields.Date(tracking=True)
    date_end = fields.Date(tracking=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("applied", "Applied"),
            ("upcoming", "Upcoming"),
            ("active", "Active"),
            ("expiring", "Expiring"),
            ("suspended", "Suspended"),
            ("expired", "Expired"),
            ("left", "Left"),
            ("refused", "Refused"),
        ],
        default="draft",
        required=True,
        index=True,
    )
    suspended_from = fields.Date()
    suspended_to = fields.Date()
    currency_id = fields.Many2one("res.currency")
    fee = fields.Monetary(string="Membership fee")
    invoice_id = fields.Many2one(
        "account.move", index="btree_not_null", check_company=True
    )

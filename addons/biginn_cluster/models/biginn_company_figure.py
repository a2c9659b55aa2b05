from odoo import fields, models


class BiginnCompanyFigure(models.Model):
    """Headcount and accounts of one organisation for one fiscal year."""

    _name = "biginn.company.figure"
    _description = "Company figures"
    _order = "partner_id, fiscal_year desc, id"
    _rec_name = "fiscal_year"

    partner_id = fields.Many2one(
        "res.partner", string="Organisation", required=True, index=True, ondelete="cascade"
    )
    fiscal_year = fields.Integer(required=True)
    headcount = fields.Float()
    turnover = fields.Monetary()
    balance_total = fields.Monetary(string="Balance sheet total")
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id
    )

from odoo import fields, models


class ResPartner(models.Model):
    """SME size class from the organisation's figures."""

    _inherit = "res.partner"

    figure_ids = fields.One2many(
        "biginn.company.figure",
        "partner_id",
        string="Company figures",
        groups="biginn_cluster.group_staff,base.group_portal",
    )
    size_class = fields.Selection(
        [
            ("micro", "Micro"),
            ("small", "Small"),
            ("medium", "Medium"),
            ("large", "Large"),
            ("unknown", "Unknown"),
        ],
        default="unknown",
        index=True,
    )
    size_explanation = fields.Text(
        compute="_compute_size_explanation",
        groups="biginn_cluster.group_staff,base.group_portal",
    )

    def _compute_size_explanation(self):
        self.size_explanation = False

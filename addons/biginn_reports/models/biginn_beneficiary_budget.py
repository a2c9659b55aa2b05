from odoo import fields, models


class BiginnBeneficiaryBudget(models.Model):
    """Annex 2 of the agreement: what a beneficiary planned per category and work package."""

    _name = "biginn.beneficiary.budget"
    _description = "Budget of a beneficiary"
    _order = "beneficiary_id, category_id, work_package_id"

    beneficiary_id = fields.Many2one(
        "biginn.grant.beneficiary", required=True, ondelete="cascade", index=True
    )
    grant_id = fields.Many2one(related="beneficiary_id.grant_id", store=True, index=True)
    scheme_id = fields.Many2one(related="grant_id.scheme_id")
    category_id = fields.Many2one(
        "biginn.cost.category", required=True, ondelete="restrict", index=True,
        domain="[('scheme_id', '=', scheme_id)]",
    )
    work_package_id = fields.Many2one(
        "biginn.work.package", index="btree_not_null", domain="[('grant_id', '=', grant_id)]"
    )
    amount = fields.Monetary(required=True)
    currency_id = fields.Many2one(related="grant_id.currency_id")

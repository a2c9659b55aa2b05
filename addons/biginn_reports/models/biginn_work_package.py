from odoo import api, fields, models


class BiginnWorkPackage(models.Model):
    """A work package of the action; tasks name it, and their timesheets take it over."""

    _name = "biginn.work.package"
    _description = "Work package"
    _order = "grant_id, code"
    _rec_names_search = ["code", "name"]

    grant_id = fields.Many2one("biginn.grant", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="grant_id.company_id", store=True, index=True)
    code = fields.Char(required=True, help="For example WP1.")
    name = fields.Char(required=True, translate=True)

    _code_uniq = models.Constraint(
        "UNIQUE (grant_id, code)", "The grant has a work package with this code already."
    )

    @api.depends("code", "name")
    def _compute_display_name(self):
        for package in self:
            package.display_name = f"{package.code or ''} {package.name or ''}".strip()

from odoo import api, fields, models


class AccountAnalyticLine(models.Model):
    _inherit = "account.analytic.line"

    work_package_id = fields.Many2one(
        "biginn.work.package",
        compute="_compute_work_package_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        help="Taken over from the task; may be changed on the line.",
    )

    @api.depends("task_id")
    def _compute_work_package_id(self):
        for line in self:
            # sudo: whoever writes hours on a task may know its work package
            line.work_package_id = line.task_id.sudo().work_package_id or line.work_package_id

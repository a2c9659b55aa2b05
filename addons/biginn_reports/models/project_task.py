from odoo import fields, models


class ProjectTask(models.Model):
    _inherit = "project.task"

    work_package_id = fields.Many2one(
        "biginn.work.package",
        index="btree_not_null",
        help="Work package of the grant that hours on this task are counted for.",
    )

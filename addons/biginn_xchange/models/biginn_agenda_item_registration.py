from odoo import fields, models


class BiginnAgendaItem(models.Model):
    """Who takes part in an item."""

    _inherit = "biginn.agenda.item"

    attendance_ids = fields.One2many(
        "biginn.agenda.attendance", "item_id", string="Attendance", copy=False
    )

from odoo import fields, models


class BiginnAgendaItem(models.Model):
    """Who takes part in an item."""

    _inherit = "biginn.agenda.item"

    is_optional = fields.Boolean(
        string="Optional",
        index=True,
        help="People choose whether they take part. All other items are for everybody.",
    )
    attendance_ids = fields.One2many(
        "biginn.agenda.attendance", "item_id", string="Attendance", copy=False
    )

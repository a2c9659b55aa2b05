from odoo import api, fields, models

SEAT_FIELDS = {"capacity", "is_optional", "event_id"}


class BiginnAgendaItem(models.Model):
    """Who takes part in an item."""

    _inherit = "biginn.agenda.item"

    attendance_ids = fields.One2many("biginn.agenda.attendance", "item_id", copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        items.event_id._allocate_after_commit()
        return items

    def write(self, vals):
        result = super().write(vals)
        if SEAT_FIELDS & vals.keys():
            self.event_id._allocate_after_commit()
        return result

from odoo import api, fields, models


class BiginnAgendaDayCopy(models.TransientModel):
    """Copies the items of a day to another day, here or in another agenda."""

    _name = "biginn.agenda.day.copy"
    _description = "Copy of a day of an agenda"

    event_id = fields.Many2one(
        "event.event", string="From agenda", required=True, readonly=True, ondelete="cascade"
    )
    day = fields.Date(string="Day to copy", required=True)
    target_id = fields.Many2one(
        "event.event",
        string="Into agenda",
        required=True,
        ondelete="cascade",
        domain="[('is_360', '=', True)]",
    )
    to_day = fields.Date(string="To day", required=True)
    item_count = fields.Integer(string="Items on that day", compute="_compute_counts")
    standing_count = fields.Integer(string="Items that stand there", compute="_compute_counts")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        event = self.env["event.event"].browse(values.get("event_id"))
        if event:
            days = event._get_agenda_span()
            with_items = sorted(set(event.agenda_item_ids.mapped("local_day")))
            free = [day for day in days if day not in with_items]
            defaults = {
                "target_id": event.id,
                "day": (with_items or days)[0],
                "to_day": (free or days)[0],
            }
            values = {**{key: defaults[key] for key in defaults if key in fields}, **values}
        return values

    @api.depends("event_id", "day", "target_id", "to_day")
    def _compute_counts(self):
        for copy in self:
            copy.item_count = len(copy._items(copy.event_id, copy.day))
            copy.standing_count = len(copy._items(copy.target_id, copy.to_day))

    def _items(self, event, day):
        return event.agenda_item_ids.filtered(lambda item: item.local_day == day)

    def action_copy(self):
        self.ensure_one()
        self.event_id._copy_agenda_day(self.day, self.to_day, self.target_id)
        return {"type": "ir.actions.act_window_close"}

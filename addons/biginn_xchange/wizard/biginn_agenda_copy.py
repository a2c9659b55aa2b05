from odoo import api, fields, models


class BiginnAgendaCopy(models.TransientModel):
    """Copies an agenda to other dates as the start of a new one, or puts it off to them."""

    _name = "biginn.agenda.copy"
    _description = "Agenda on other dates"

    event_id = fields.Many2one(
        "event.event", string="Agenda", required=True, readonly=True, ondelete="cascade"
    )
    local_dates = fields.Char(related="event_id.local_dates", string="Now on")
    mode = fields.Selection(
        [("copy", "A new agenda like this one"), ("move", "Move this agenda")],
        required=True,
        default="copy",
    )
    name = fields.Char(string="Name of the new agenda")
    first_day = fields.Date(
        string="New first day", required=True, help="The first day at the event."
    )

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        event = self.env["event.event"].browse(values.get("event_id"))
        if event:
            defaults = {"name": event.name, "first_day": event._local_day(event.date_begin)}
            values = {**{key: defaults[key] for key in defaults if key in fields}, **values}
        return values

    def action_confirm(self):
        self.ensure_one()
        if self.mode == "move":
            self.event_id._move_agenda(self.first_day)
            return {"type": "ir.actions.act_window_close"}
        agenda = self.event_id._copy_agenda(self.first_day, self.name or self.event_id.name)
        return {
            "type": "ir.actions.act_window",
            "res_model": "event.event",
            "res_id": agenda.id,
            "views": [(False, "form")],
            "view_mode": "form",
        }

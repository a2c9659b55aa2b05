from odoo import fields, models

from ..rules import calendar_file

# What moves, renames or calls off everything at once.
SHOWN = ("name", "date_tz", "kanban_state", "active")


class EventEvent(models.Model):
    """The whole agenda as a calendar file."""

    _inherit = "event.event"

    removed_item_ids = fields.One2many(
        "biginn.agenda.removed.item", "event_id", string="Removed items", copy=False
    )

    def write(self, vals):
        if not set(SHOWN) & vals.keys():
            return super().write(vals)
        before = {event: [event[name] for name in SHOWN] for event in self}
        result = super().write(vals)
        changed = self.filtered(lambda event: [event[name] for name in SHOWN] != before[event])
        changed.agenda_item_ids._new_calendar_version()
        return result

    def _portal_agenda_values(self, registration):
        mine = registration.partner_id == self.env.user.partner_id and registration.placement
        return {
            **super()._portal_agenda_values(registration),
            # the calendar is the person's own: a colleague who looks is not led there
            "calendar_url": f"/my/agendas/{self.id}/calendar" if mine == "placed" else "",
        }

    def _is_called_off(self):
        return self.kanban_state == "cancel" or not self.active

    def _calendar_file(self):
        """All items; whether the one who asks may have them, the caller has decided."""
        self.ensure_one()
        url = self._calendar_url()
        entries = [item._calendar_entry(url) for item in self.agenda_item_ids]
        entries += [gone._calendar_entry(self.date_tz) for gone in self.removed_item_ids]
        return self._as_calendar(entries, self._is_called_off())

    def _calendar_url(self):
        return f"{self.get_base_url()}/my/agendas/{self.id}"

    def _as_calendar(self, entries, cancelled, refresh_hours=0):
        """The file with these entries; the same bytes as long as nothing has changed."""
        moments = [entry.changed for entry in entries]
        return calendar_file.calendar_file(
            sorted(entries, key=lambda entry: (entry.start, entry.uid)),
            stamp=max([self.create_date.replace(microsecond=0), *moments]),
            cancelled=cancelled,
            name=self.name,
            zone=self.date_tz,
            refresh_hours=refresh_hours,
        )

    def action_calendar_file(self):
        """The whole agenda as a file, for staff."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/biginn/agenda/{self.id}/calendar",
            "target": "self",
        }

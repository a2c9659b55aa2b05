from odoo import fields, models
from odoo.tools.mail import html2plaintext

from ..rules import calendar_file, local_time

# What a calendar shows and people have to know when it changes.
SHOWN = ("name", "start", "stop", "place_id", "event_id")
WRITTEN = {*SHOWN, "local_day", "start_hour", "stop_hour"}


class BiginnAgendaItem(models.Model):
    """An item in calendars: one entry under one number, whose version grows with each change."""

    _inherit = "biginn.agenda.item"

    calendar_sequence = fields.Integer(
        string="Version in calendars",
        readonly=True,
        copy=False,
        help="Grows when time, place or name change, so that calendars replace what they hold.",
    )

    def write(self, vals):
        if not WRITTEN & vals.keys():
            return super().write(vals)
        before = {item: item._calendar_shown() for item in self}
        result = super().write(vals)
        changed = self.filtered(lambda item: item._calendar_shown() != before[item])
        changed._new_calendar_version()
        return result

    def _calendar_shown(self):
        return [self[name] for name in SHOWN]

    def _new_calendar_version(self):
        for sequence, items in self.grouped("calendar_sequence").items():
            # sudo: a count that follows from a change which the caller was allowed to make
            items.sudo().write({"calendar_sequence": sequence + 1})

    def unlink(self):
        removed = self._removed_values()
        result = super().unlink()
        # sudo: nobody makes these but by deleting an item, which was allowed just now
        self.env["biginn.agenda.removed.item"].sudo().create(removed)
        return result

    def _removed_values(self):
        """What calendars have to be told of these when they are gone."""
        values = []
        # sudo: whoever may delete an item need not read who takes part
        for item in self.sudo():
            rows = item.attendance_ids.filtered("calendar_sequence")
            event = item.event_id
            if not (rows or event.published_on_portal or event.exchange_ids):
                continue
            versions = max(rows.mapped("calendar_sequence"), default=0)
            values.append(
                {
                    "name": item.name,
                    "uid": item._calendar_uid(),
                    "event_id": event.id,
                    "registration_ids": rows.registration_id.ids,
                    "start": item.start,
                    "stop": item.stop,
                    "place": item._calendar_place(),
                    "calendar_sequence": item.calendar_sequence + versions + 1,
                }
            )
        return values

    # ------------------------------------------------------------------
    # The entry
    # ------------------------------------------------------------------

    def _calendar_uid(self):
        # sudo: what makes the numbers of one database differ from another's
        database = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        return f"biginn-agenda-item-{self.id}@{database}"

    def _calendar_place(self):
        """Where it is in one line; nobody's home address, for the file may be public."""
        place = self.place_id
        address = place.partner_id.is_company and place.address
        return ", ".join(filter(None, (place.name, address)))

    def _calendar_entry(self, url, sequence=0, cancelled=False, changed=None, notes=False):
        """The item as calendars show it.

        :param int sequence: versions that one person's part in it adds
        :param bool notes: for those who take part: what to wear, how to get in
        """
        self.ensure_one()
        moments = [self.write_date, changed]
        return calendar_file.Entry(
            uid=self._calendar_uid(),
            name=self.name,
            start=self.start,
            stop=max(self.stop, self.start + calendar_file.SHORTEST),
            place=self._calendar_place(),
            description=self._calendar_text(notes),
            url=url,
            zone=self._zone(),
            sequence=self.calendar_sequence + sequence,
            changed=max(filter(None, moments)).replace(microsecond=0),
            cancelled=cancelled,
        )

    def _calendar_text(self, notes):
        """The time in words first: a calendar may show the clock of another zone."""
        texts = [
            f"{self.local_period}, {local_time.readable_zone(self.start, self._zone())}",
            html2plaintext(self.description or "").strip(),
        ]
        if notes:
            texts += [self.dress_code, self.access_notes]
        return "\n\n".join(filter(None, texts))

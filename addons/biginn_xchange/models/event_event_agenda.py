import hashlib
import json

from odoo import api, fields, models
from odoo.tools import format_date, format_duration

from ..rules import local_time


class EventEvent(models.Model):
    """The programme of an agenda as a matrix by day: what screen and paper render."""

    _inherit = "event.event"

    local_dates = fields.Char(
        string="Dates at the event", compute="_compute_local_dates", help="In the event's zone."
    )

    @api.depends("date_begin", "date_end", "date_tz")
    @api.depends_context("lang")
    def _compute_local_dates(self):
        for event in self:
            if not (event.date_begin and event.date_end):
                event.local_dates = False
                continue
            days = [event._local_day(event.date_begin), event._last_local_day()]
            texts = [format_date(self.env, day, date_format="d MMMM y") for day in days]
            event.local_dates = " – ".join(dict.fromkeys(texts))

    def _local_day(self, utc):
        return local_time.to_local(utc, self.date_tz or "UTC").date()

    def _last_local_day(self):
        """An end at midnight is the end of the day before."""
        return self._local_day(max(self.date_begin, self.date_end - local_time.SECOND))

    def _get_agenda_days(self):
        """[(day, items)] by the clock at the event, in order."""
        self.ensure_one()
        items = self.agenda_item_ids.sorted(lambda item: (item.start, item.stop, item.id))
        return list(items.grouped("local_day").items())

    def _agenda_sheet(self):
        """One agenda's programme with everything that is printed, as plain text."""
        self.ensure_one()
        sheet = {
            "name": self.name,
            "dates": self.local_dates,
            "zone": self._readable_zone(),
            "venue": self.address_inline or "",
            "organiser": self.organizer_id.name or "",
            "hours": format_duration(self.agenda_hours) if self.agenda_hours else "",
            "days": [
                {
                    "label": format_date(self.env, day, date_format="EEEE d MMMM y"),
                    "items": [item._agenda_line() for item in items],
                }
                for day, items in self._get_agenda_days()
            ],
        }
        sheet["fingerprint"] = self._agenda_fingerprint(sheet)
        return sheet

    def _agenda_fingerprint(self, content):
        """Text that finds a printed programme again: the record, and a mark of what it said."""
        canonical = json.dumps(content, sort_keys=True, ensure_ascii=False)
        mark = hashlib.sha256(canonical.encode()).hexdigest()[:16]
        return f"{self._name},{self.id}-{mark}"

    def _readable_zone(self):
        """Name of the zone and what it differs from UTC then: Europe/Vilnius (UTC+03:00).

        Both differences, where daylight saving begins or ends meanwhile.
        """
        zone = self.date_tz or local_time.UTC
        moments = (self.date_begin, self.date_end)
        offsets = dict.fromkeys(local_time.utc_offset(moment, zone) for moment in moments)
        return f"{zone} ({' → '.join(offsets)})"

    def _agenda_funding(self):
        """What the paper says about its funding: the programme's, else the cluster's latest."""
        return self.programme_id.funding_id or self.env["biginn.funding"]._for_documents()

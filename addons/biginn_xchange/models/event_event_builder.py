from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date, format_duration

from ..rules import local_time

HOUR = 60
DAY = 24 * HOUR
# the hours that the timeline shows at least
MORNING, EVENING = 8, 19


class EventEvent(models.Model):
    """The agenda builder: a timeline by the clock at the event.

    The screen knows no time zone. It gets days, and minutes of the day as the clock at the event
    shows them, and sends back the same; what they mean in UTC is decided here alone. So neither
    the zone of the reader nor that of the browser, nor their daylight saving, can shift anything.
    """

    _inherit = "event.event"

    def action_open_builder(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("biginn_xchange.action_agenda_builder")
        action["params"] = {"event_id": self.id}
        # what a reload of the page starts from
        action["context"] = {"active_id": self.id, "active_model": self._name}
        return action

    @api.readonly
    def get_agenda_builder(self):
        """All that the timeline shows of one agenda, as plain values."""
        self.ensure_one()
        self.check_access("read")
        if not self.is_360:
            raise UserError(self.env._("%(event)s is no 360º agenda.", event=self.name))
        items = self.agenda_item_ids.sorted(lambda item: (item.start, item.stop, item.id))
        rows = [item._builder_row() for item in items]
        kinds = self.env["biginn.agenda.item"]._fields["kind"]
        return {
            "id": self.id,
            "name": self.name,
            "zone": self._readable_zone(),
            "dates": self.local_dates,
            "hours": format_duration(self.agenda_hours),
            "can_write": self.has_access("write"),
            "days": [self._builder_day(day) for day in self._get_agenda_span()],
            "places": [
                {"id": place.id, "name": place.name, "capacity": place.capacity}
                for place in items.place_id.sorted("name")
            ],
            "kinds": [
                {"key": key, "label": label, "colour": items._colour_of(key)}
                for key, label in kinds._description_selection(self.env)
            ],
            "items": rows,
            "findings": self.agenda_findings or [],
            "from_hour": min([MORNING, *(row["start"] // HOUR for row in rows)]),
            "to_hour": max([EVENING, *(-(-row["stop"] // HOUR) for row in rows)]),
        }

    def _builder_day(self, day):
        return {
            "date": fields.Date.to_string(day),
            "name": format_date(self.env, day, date_format="EEEE"),
            "short": format_date(self.env, day, date_format="d MMM"),
            "label": format_date(self.env, day, date_format="EEEE d MMMM"),
            "outside": not self._local_day(self.date_begin) <= day <= self._last_local_day(),
        }

    def move_agenda_item(self, item_id, day, start, stop, place_id=None):
        """Put an item elsewhere on the timeline.

        :param str day: the day at the event
        :param int start: minutes of that day by the clock at the event
        :param int stop: likewise, over 1440 where it ends on the next day
        :param place_id: another place, False for none, None to leave it
        :return: what `get_agenda_builder` returns
        """
        self.ensure_one()
        self.check_access("write")
        item = self.agenda_item_ids.filtered(lambda one: one.id == item_id)
        if not item:
            raise UserError(self.env._("This item is not in the agenda any more."))
        vals = self._builder_times(day, start, stop)
        if place_id is not None:
            vals["place_id"] = self._builder_place(place_id)
        item.write(vals)
        return self.get_agenda_builder()

    def _builder_times(self, day, start, stop):
        """Values of an item for what the timeline sends; anything else is refused."""
        try:
            day = fields.Date.to_date(day)
            start, stop = int(start), int(stop)
        except (TypeError, ValueError):
            day = None
        if not day or not 0 <= start < DAY or not start < stop <= start + DAY:
            raise ValidationError(self.env._("That is no time of a day."))
        return {"local_day": day, "start_hour": start / HOUR, "stop_hour": stop % DAY / HOUR}

    def _builder_place(self, place_id):
        known = isinstance(place_id, int) and place_id
        place = self.env["biginn.agenda.place"].browse(known or ()).exists()
        if place_id and not place:
            raise UserError(self.env._("This place is gone."))
        return place.id


class BiginnAgendaItem(models.Model):
    _inherit = "biginn.agenda.item"

    def _builder_row(self):
        """One block on the timeline."""
        start = self._to_local(self.start)
        midnight = local_time.at_hour(self.local_day, 0)
        begin = (start - midnight) // local_time.MINUTE
        end = (self._to_local(self.stop) - midnight) // local_time.MINUTE
        return {
            "id": self.id,
            "name": self.name,
            "day": fields.Date.to_string(self.local_day),
            "start": begin,
            # where the clock is put back it may end before it starts
            "stop": end if end > begin else begin + (self.stop - self.start) // local_time.MINUTE,
            "period": self.local_period,
            "kind": self.kind,
            "colour": self.color,
            "place_id": self.place_id.id,
            "place": self.place_id.name or "",
            "optional": self.is_optional,
            "counts": self.counts_as_hours,
            "capacity": self.capacity,
            # sudo: the names of those who speak, to whoever may read the programme
            "speakers": self.sudo().speaker_ids.mapped("name"),
            "findings": self.findings or [],
        }

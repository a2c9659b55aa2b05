from odoo import api, fields, models
from odoo.exceptions import UserError

from ..rules import agenda_move, local_time


class EventEvent(models.Model):
    """Copying and moving programmes: the clock at the event stays, also over daylight saving.

    An agenda takes place on days, which people type as they are at the event: core's moments are
    typed and shown by the clock of whoever types.
    """

    _inherit = "event.event"

    agenda_first_day = fields.Date(
        string="Days",
        compute="_compute_agenda_first_day",
        inverse="_inverse_agenda_days",
        help="By the calendar at the event, first and last day included.",
    )
    agenda_last_day = fields.Date(
        string="Last day", compute="_compute_agenda_last_day", inverse="_inverse_agenda_days"
    )

    # one method each: reading the one must not put the other back that is being written

    @api.depends("date_begin", "date_tz")
    def _compute_agenda_first_day(self):
        for event in self:
            event.agenda_first_day = event.date_begin and event._local_day(event.date_begin)

    @api.depends("date_begin", "date_end", "date_tz")
    def _compute_agenda_last_day(self):
        for event in self:
            both = event.date_begin and event.date_end
            event.agenda_last_day = both and event._last_local_day()

    def _inverse_agenda_days(self):
        """From the first midnight to the last; a day that stays leaves the hour alone."""
        for event in self:
            first, last = event.agenda_first_day, event.agenda_last_day
            if not (first and last):
                continue
            zone = event.date_tz or "UTC"
            vals = {}
            if first != event._local_day(event.date_begin):
                vals["date_begin"], _end = local_time.span_to_utc(first, 0, 24, zone)
            if last != event._last_local_day():
                _begin, vals["date_end"] = local_time.span_to_utc(last, 0, 24, zone)
            if vals:
                event.write(vals)

    def _copy_agenda_day(self, day, to_day, target=None):
        """Copy the items of one day to another, here or in another agenda.

        What stands there already stays.

        :return: the new items
        """
        self.ensure_one()
        target = target or self
        items = self.agenda_item_ids.filtered(lambda item: item.local_day == day)
        if not items:
            raise UserError(self.env._("There is nothing on that day to copy."))
        days = (to_day - day).days
        return items._copied(days, target)

    def _copy_agenda(self, first_day, name):
        """The whole agenda once more, beginning on another day; nobody is registered yet."""
        self.ensure_one()
        days = (first_day - self._local_day(self.date_begin)).days
        begin, end = self._dates_moved(days)
        agenda = self.copy({"date_begin": begin, "date_end": end})
        agenda.name = name
        agenda._move_ticket_sales(days)
        agenda.agenda_item_ids._move_by_days(days)
        return agenda

    def _move_agenda(self, first_day):
        """Put the agenda off, or forward: dates, ticket sales and all items."""
        self.ensure_one()
        days = (first_day - self._local_day(self.date_begin)).days
        if days:
            begin, end = self._dates_moved(days)
            self.write({"date_begin": begin, "date_end": end})
            self._move_ticket_sales(days)
            self.agenda_item_ids._move_by_days(days)

    def _dates_moved(self, days):
        return agenda_move.by_days(self.date_begin, self.date_end, days, self.date_tz or "UTC")

    def _move_ticket_sales(self, days):
        zone = self.date_tz or "UTC"
        for ticket in self.event_ticket_ids:
            for name in ("start_sale_datetime", "end_sale_datetime"):
                if moment := ticket[name]:
                    ticket[name], _end = agenda_move.by_days(moment, moment, days, zone)

    def _get_agenda_span(self):
        """All days of the agenda, and those on which items stand outside it."""
        self.ensure_one()
        first = self._local_day(self.date_begin)
        last = self._last_local_day()
        days = {fields.Date.add(first, days=number) for number in range((last - first).days + 1)}
        return sorted(days | set(self.agenda_item_ids.mapped("local_day")))

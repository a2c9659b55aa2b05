from odoo import models

from ..rules import agenda_move


class BiginnAgendaItem(models.Model):
    """Items that move together. Papers that name them are looked at once, not item by item."""

    _inherit = "biginn.agenda.item"

    def _move_by_days(self, days):
        """Whole days of the calendar: 09:00 stays 09:00."""
        self._write_times(
            {item: agenda_move.by_days(item.start, item.stop, days, item._zone()) for item in self}
        )

    def _shift_following(self, minutes, across_days=False, with_this=False):
        """Move what comes after this item: that day's, or all days'.

        :return: the items that have moved
        """
        self.ensure_one()
        moving = self._following(across_days, with_this)
        moving._write_times(
            {
                item: agenda_move.by_minutes(item.start, item.stop, minutes, item._zone())
                for item in moving
            }
        )
        return moving

    def _following(self, across_days=False, with_this=False):
        """What comes after this item in its agenda."""
        items = self.event_id.agenda_item_ids._rule_items()
        anchor = next(item for item in items if item.key == self.id)
        return self.browse(agenda_move.following(items, anchor, across_days, with_this))

    def _write_times(self, spans):
        """Write {item: (start, stop)}."""
        items = self.with_context(biginn_papers_later=True)
        for item in items:
            start, stop = spans[item]
            if (start, stop) != (item.start, item.stop):
                item.write({"start": start, "stop": stop})
        self.event_id._void_outdated_papers()

    def _copied(self, days, target):
        """Copies so many days later by the clock at the event, in agenda `target`."""
        vals_list = self.copy_data({"event_id": target.id})
        zone = target.date_tz or "UTC"
        for item, vals in zip(self, vals_list, strict=True):
            vals["start"], vals["stop"] = agenda_move.by_days(
                item.start, item.stop, days, item._zone(), zone
            )
            vals.pop("local_day", None)
        return self.create(vals_list)

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..rules import allocation

# Rows made in one transaction.
BATCH = 1000
SEATED = ("registered", "attended")


class EventEvent(models.Model):
    """Seats at the items of an agenda, for those who have their place.

    Every item has a list of its own; who is first gets a seat that becomes free, unasked.
    """

    _inherit = "event.event"

    def _give_seats(self):
        """Add missing people to the items for everybody, then give seats; how many changed."""
        self.ensure_one()
        missing = self._missing_attendances()
        if missing:
            self._hold_places()
            self.env["biginn.agenda.attendance"].create(
                [{"registration_id": person, "item_id": item} for person, item in missing]
            )
        changes = self._seat_changes()
        if changes:
            self._hold_places()
            self._seat(changes)
        return len(missing) + len(changes)

    def _seats_asked_for(self):
        return bool(self._missing_attendances() or self._seat_changes())

    def _missing_attendances(self):
        """[(registration id, item id)] of those with a place, and items for everybody."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                SELECT registration.id, item.id
                  FROM event_registration registration
                  JOIN biginn_agenda_item item ON item.event_id = registration.event_id
             LEFT JOIN biginn_agenda_attendance attendance
                    ON attendance.registration_id = registration.id
                   AND attendance.item_id = item.id
                 WHERE registration.event_id = %s
                   AND registration.placement = 'placed'
                   AND registration.active
                   AND item.is_optional IS NOT TRUE
                   AND attendance.id IS NULL
              ORDER BY registration.id, item.start, item.id
                 LIMIT %s
                """,
                self.id,
                BATCH,
            )
        )
        return self.env.cr.fetchall()

    def _seat_changes(self):
        """What changes in the lists of the items."""
        attendances = self.env["biginn.agenda.attendance"]
        asking = attendances.search_fetch(
            Domain("event_id", "=", self.id)
            & Domain("state", "=", "waiting")
            & Domain("registration_id.placement", "=", "placed")
            & Domain("registration_id.active", "=", True),
            ["item_id", "registration_id", "waiting_rank"],
        )
        if not asking:
            return []
        # both at once for all: one query each
        asking.registration_id.fetch(["requested_on"])
        taken = dict(
            attendances._read_group(
                Domain("item_id", "in", asking.item_id.ids) & Domain("state", "in", SEATED),
                ["item_id"],
                ["__count"],
            )
        )
        changes = []
        for item, rows in asking.grouped("item_id").items():
            terms = allocation.Terms(capacity=item.capacity or None, seated=taken.get(item, 0))
            requests = [row._seat_request() for row in rows]
            changes += allocation.decide(requests, terms, self.env.cr.now())
        return changes[:BATCH]

    @api.model
    def _seat(self, changes):
        rows = self.env["biginn.agenda.attendance"]._as_checked()
        seated = [one.number for one in changes if one.placement == allocation.PLACED]
        rows.browse(seated).write({"state": "registered", "waiting_rank": 0})
        for one in changes:
            if one.placement == allocation.WAITING:
                rows.browse(one.number).write({"waiting_rank": one.rank})
        self.env.flush_all()

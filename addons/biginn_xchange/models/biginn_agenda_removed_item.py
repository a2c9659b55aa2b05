from datetime import timedelta

from odoo import api, fields, models

from ..rules import calendar_file

KEPT = timedelta(days=90)  # after its time; by then every calendar has asked


class BiginnAgendaRemovedItem(models.Model):
    """What was an item of an agenda and may still stand in somebody's calendar.

    Calendar files go on to name it as cancelled. Made when an item is deleted that people have
    or the public sees, deleted some time after the item would have been.

    Rights: read by those who read agenda items; made by deleting one.
    """

    _name = "biginn.agenda.removed.item"
    _description = "Removed agenda item"
    _order = "start, id"

    name = fields.Char(required=True)
    uid = fields.Char(string="Number in calendars", required=True)
    event_id = fields.Many2one(
        "event.event", string="Agenda", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="event_id.company_id", store=True, index=True)
    registration_ids = fields.Many2many(
        "event.registration",
        "biginn_agenda_removed_item_registration_rel",
        "removed_id",
        "registration_id",
        string="In the calendar of",
    )
    start = fields.Datetime(required=True)
    stop = fields.Datetime(required=True, index=True)
    place = fields.Char()
    calendar_sequence = fields.Integer(string="Version in calendars", required=True)

    def _calendar_entry(self, zone):
        self.ensure_one()
        return calendar_file.Entry(
            uid=self.uid,
            name=self.name,
            start=self.start,
            stop=max(self.stop, self.start + calendar_file.SHORTEST),
            place=self.place or "",
            zone=zone,
            sequence=self.calendar_sequence,
            changed=self.create_date.replace(microsecond=0),
            cancelled=True,
        )

    @api.autovacuum
    def _gc_removed_items(self):
        self.search([("stop", "<", fields.Datetime.now() - KEPT)]).unlink()

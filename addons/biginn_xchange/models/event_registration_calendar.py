import re

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import consteq, hmac

from .biginn_agenda_attendance_calendar import IN_CALENDAR

SCOPE = "biginn-agenda-calendar"
SECRET_LENGTH = 48  # hexadecimal signs: 192 bits
TOKEN = re.compile(rf"([1-9]\d{{0,9}})-([0-9a-f]{{{SECRET_LENGTH}}})")
LARGEST_ID = 2**31 - 1
REFRESH_HOURS = 1


class EventRegistration(models.Model):
    """A person's own programme: as a file, and as a link that calendars subscribe to.

    The link is made from the registration, a number that grows when its owner asks for a new
    link, and the secret of the database. So it can be shown again, is nowhere stored, and one
    link tells nothing about another.
    """

    _inherit = "event.registration"

    calendar_link_number = fields.Integer(
        string="Calendar links made",
        readonly=True,
        copy=False,
        help="Grows with each new link; the links before it open nothing any more.",
    )

    # ------------------------------------------------------------------
    # The link
    # ------------------------------------------------------------------

    def _calendar_token(self):
        self.ensure_one()
        # sudo: the database's secret is read to make the link, and does not leave
        env_sudo = self.sudo().env
        number = self.sudo().calendar_link_number
        return f"{self.id}-{hmac(env_sudo, SCOPE, (self.id, number))[:SECRET_LENGTH]}"

    @api.model
    def _by_calendar_token(self, token):
        """The registration that a link opens, with all rights; empty for any other link."""
        nobody = self.sudo().browse()
        match = TOKEN.fullmatch(token or "")
        if not match or int(match[1]) > LARGEST_ID:
            return nobody
        # sudo: whoever holds the link may have the file; it is compared below
        found_sudo = self.sudo().browse(int(match[1])).exists()
        if not found_sudo or not consteq(found_sudo._calendar_token(), token):
            return nobody
        return found_sudo if found_sudo.event_id.is_360 else nobody

    def _calendar_link(self):
        return f"{self.get_base_url()}/agendas/calendar/{self._calendar_token()}/agenda.ics"

    def _renew_calendar_link(self, number):
        """A new link for the person whose registration it is; pressed twice it is one new link.

        :param int number: of the link that is given up
        """
        self.ensure_one()
        # sudo: members have no rights on registrations; it is their own, checked here
        registration_sudo = self.sudo()
        if registration_sudo.partner_id != self.env.user.partner_id:
            raise AccessError(self.env._("Only the person who takes part can renew this link."))
        if registration_sudo.calendar_link_number == number:
            registration_sudo.calendar_link_number = number + 1

    # ------------------------------------------------------------------
    # The file
    # ------------------------------------------------------------------

    @api.model
    def _own_calendar(self, event_id):
        """The user's own registration at an agenda, with all rights, or none."""
        if not 0 < event_id <= LARGEST_ID:
            return self.sudo().browse()
        # sudo: members have no rights on registrations; the domain lets through their own
        found_sudo = self.sudo().search(
            [
                ("event_id", "=", event_id),
                ("event_id.is_360", "=", True),
                ("partner_id", "=", self.env.user.partner_id.id),
                ("placement", "!=", False),
            ],
            order="id desc",
        )
        # the living one before those that were given back
        return found_sudo.sorted(lambda one: one.placement == "released")[:1]

    def _calendar_file(self, subscribed=False):
        """One's own items; those that were given back, and all after a cancellation, cancelled."""
        self.ensure_one()
        event = self.event_id
        called_off = self._leaves_calendar()
        url = event._calendar_url()
        entries = [
            row.item_id._calendar_entry(
                url,
                sequence=row.calendar_sequence + (not self.active),
                cancelled=called_off or row.state not in IN_CALENDAR,
                changed=max(row.write_date, self.write_date) if called_off else row.write_date,
                notes=True,
            )
            for row in self.attendance_ids
            if row.calendar_sequence
        ]
        removed = event.removed_item_ids.filtered(lambda gone: self in gone.registration_ids)
        entries += [gone._calendar_entry(event.date_tz) for gone in removed]
        return event._as_calendar(entries, called_off, REFRESH_HOURS if subscribed else 0)

    def _leaves_calendar(self):
        return not self.active or self.state == "cancel" or self.event_id._is_called_off()

    def _calendar_values(self):
        """What the page about one's calendar shows, as plain values."""
        self.ensure_one()
        link = self._calendar_link()
        event = self.event_id
        return {
            "name": event.name,
            "dates": event.local_dates,
            "zone": event._readable_zone(),
            "page": f"/my/agendas/{event.id}",
            "file": f"/my/agendas/{event.id}/calendar.ics",
            "whole_file": f"/my/agendas/{event.id}/agenda.ics",
            "link": link,
            # what phones and computers open in their calendar
            "subscribe": re.sub(r"^https?:", "webcal:", link),
            "number": self.calendar_link_number,
            "count": len(self.attendance_ids.filtered(lambda row: row.state in IN_CALENDAR)),
            "cancelled": self._leaves_calendar(),
        }

from datetime import timedelta

from odoo import models
from odoo.tools import email_normalize

from ..rules import closing


class BiginnExchange(models.Model):
    """A visitor checked in at the linked agenda: that counts as evidence by itself."""

    _inherit = "biginn.exchange"

    def _sync_check_ins(self):
        """Make and take away the evidence that follows from check-ins, until it is completed."""
        # sudo: it follows from registrations and dates alone, whoever has changed them
        open_sudo = self.sudo().filtered(
            lambda exchange: not exchange._is_travel_frozen() and not exchange._is_over_unheld()
        )
        if not open_sudo:
            return
        held = open_sudo._check_ins_by_event()
        evidence_sudo = self.env["biginn.exchange.evidence"].sudo()
        rows = evidence_sudo.search(
            [("exchange_id", "in", open_sudo.ids), ("kind", "=", "check_in")]
        ).grouped("exchange_id")
        missing, gone = [], evidence_sudo
        for exchange in open_sudo:
            kept = rows.get(exchange, evidence_sudo)
            wanted = exchange._own_check_ins(held.get(exchange.event_id, ()))
            gone |= kept.filtered(lambda row, wanted=wanted: row.registration_id not in wanted)
            missing += [
                exchange._check_in_vals(registration)
                for registration in wanted - kept.registration_id
            ]
        gone._as_checked().unlink()
        evidence_sudo._as_checked().create(missing)

    def _is_over_unheld(self):
        return self.state in ("refused", "cancelled")

    def _check_ins_by_event(self):
        registrations = self.env["event.registration"].search(
            [("event_id", "in", self.event_id.ids), ("state", "=", "done")]
        )
        return registrations.grouped("event_id")

    def _own_check_ins(self, registrations):
        """Those of this exchange's visitors, at an agenda that took place during the stay."""
        none = self.env["event.registration"]
        event = self.event_id
        if not event or not registrations or not (self.date_start and self.date_end):
            return none
        # an end at midnight is the end of the day before
        end = max(event.date_begin, event.date_end - timedelta(seconds=1))
        check_in = closing.CheckIn(event._local_day(event.date_begin), event._local_day(end))
        if not closing.proves_stay(check_in, self.date_start, self.date_end):
            return none
        return registrations.filtered(self._is_own_registration)

    def _is_own_registration(self, registration):
        """One of the named visitors; where none is named, anybody of the organisation."""
        partner = registration.partner_id
        if not self.visitor_ids:
            return partner.commercial_partner_id == self.visiting_id.commercial_partner_id
        addresses = set(self.visitor_ids.mapped("email_normalized")) - {False}
        return partner in self.visitor_ids or email_normalize(registration.email) in addresses

    def _check_in_vals(self, registration):
        return {
            "exchange_id": self.id,
            "partner_id": self.visiting_id.id,
            "author_id": registration.partner_id.id,
            "kind": "check_in",
            "state": "accepted",
            "note": registration.event_id.name,
            "registration_id": registration.id,
            "submitted_on": registration.date_closed or registration.write_date,
        }

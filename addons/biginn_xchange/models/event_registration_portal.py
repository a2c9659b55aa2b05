import psycopg2.errors

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import mute_logger

BADGES = {
    "requested": "text-bg-info",
    "waiting": "text-bg-warning",
    "offered": "text-bg-warning",
    "placed": "text-bg-success",
    "released": "text-bg-light border",
}
SEAT_BADGES = {
    "registered": "text-bg-success",
    "waiting": "text-bg-warning",
    "attended": "text-bg-success",
    "absent": "text-bg-light border",
    "cancelled": "text-bg-light border",
}
CHOSEN_MAX = 200


class EventRegistration(models.Model):
    """The member's door to a place: each change from the portal passes one of the gates below.

    A profile editor acts for the people of the organisation, everybody else for oneself. Members
    have no rights on registrations; each gate asks who asks and writes beside the check.
    """

    _inherit = "event.registration"

    # ------------------------------------------------------------------
    # Who may
    # ------------------------------------------------------------------

    @api.model
    def _portal_own(self, event=None):
        """Registrations the current user may see: one's own, an editor's of the organisation.

        Of each person at each agenda the one that counts: the latest, or the one that is alive.
        """
        me = self.env.user.partner_id
        domain = Domain("partner_id", "=", me.id)
        organisation = me._biginn_portal_organisation()
        if organisation and me.profile_editor:
            domain |= Domain("organisation_id", "=", organisation.id)
        domain &= Domain("placement", "!=", False)
        if event:
            domain &= Domain("event_id", "=", event.id)
        # sudo: the gate; whose registrations these are is the domain above
        found_sudo = self.sudo().search(domain, order="id desc", limit=1000)
        seen, latest = set(), self.sudo().browse()
        for registration in found_sudo.sorted(lambda one: one.placement == "released"):
            key = (registration.event_id.id, registration.partner_id.id or -registration.id)
            if key not in seen:
                seen.add(key)
                latest |= registration
        return latest.sorted(lambda one: (one.partner_id != me, one.name or "", one.id))

    @api.model
    def _portal_find(self, event, registration_id):
        """One of those, as posted; empty for anything else."""
        if not str(registration_id).isdecimal() or len(str(registration_id)) > 9:
            return self.sudo().browse()
        own = self._portal_own(event)
        return own.filtered(lambda one: one.id == int(registration_id))

    # ------------------------------------------------------------------
    # Gates
    # ------------------------------------------------------------------

    @api.model
    def _portal_register(self, event, people, items, lang):
        """Ask for places for people of one's own; a sentence when that cannot be.

        :param event: the agenda in sudo, as `_portal_find` of the event gave it
        :param list people: ids as posted
        :param list items: ids as posted
        """
        wanted = self._portal_ids(people)
        if not wanted:
            return self.env._("Choose who takes part.")
        registrable = event._portal_registrable()
        if wanted - set(registrable.ids):
            raise AccessError(self.env._("You can only register people of your organisation."))
        persons = registrable.filtered(lambda person: person.id in wanted)
        if not persons - self.sudo()._live_of(event, persons).partner_id:
            return ""  # a second click
        registering = event._portal_registering(self._portal_own(event))
        if problem := registering["cannot_register"] or "\n".join(registering["findings"]):
            return problem
        languages = dict(registering["languages"])
        if lang and lang not in languages:
            return self.env._("Choose a language of the list.")
        chosen = event.agenda_item_ids.filtered(lambda item: item.id in self._portal_ids(items))
        vals = {"lang": lang} if lang else {}
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                # sudo: the gate; who asks, for whom and for what has been checked above
                self.sudo()._request_place(event, persons, chosen, **vals)
        except psycopg2.errors.UniqueViolation:
            return ""  # a colleague has just done the same
        return ""

    def _portal_answer(self, action):
        """Take or leave an offer, or cancel; a sentence when that cannot be."""
        self.ensure_one()
        try:
            if action == "accept":
                self._accept_offer()
            elif action == "decline" and self.placement == "offered":
                self._decline_offer()
            elif action == "cancel":
                if reason := self._get_cannot_cancel_reason():
                    return reason
                self._release()
        except UserError as error:
            return str(error)
        return ""

    def _get_cannot_cancel_reason(self):
        self.ensure_one()
        if self.placement == "released":
            return ""
        if self.state == "done" or self.event_id.date_begin <= fields.Datetime.now():
            return self.env._("The agenda has begun. Tell the organiser that you cannot come.")
        return ""

    def _portal_choose(self, items):
        """Choose anew among the items that one chooses."""
        self.ensure_one()
        if self.placement == "released" or self.event_id.date_begin <= fields.Datetime.now():
            return self.env._("The choice cannot change any more.")
        wanted = self._portal_ids(items)
        optional = self.event_id.agenda_item_ids.filtered("is_optional")
        rows = self.attendance_ids.grouped("item_id")
        for item in optional:
            row = rows.get(item)
            if item.id in wanted and not row:
                self.attendance_ids = [fields.Command.create({"item_id": item.id})]
            elif row and (item.id in wanted) != (row.state != "cancelled"):
                row.state = "waiting" if item.id in wanted else "cancelled"
        return ""

    @api.model
    def _portal_ids(self, texts):
        """Ids as posted; what is none is left."""
        found = [text for text in list(texts)[:CHOSEN_MAX] if str(text).isdecimal()]
        return {int(text) for text in found if len(str(text)) <= 9}

    # ------------------------------------------------------------------
    # What the pages show
    # ------------------------------------------------------------------

    def _portal_registration(self):
        """One registration as plain values: where it stands, in a sentence, and what one can do."""
        self.ensure_one()
        event = self.event_id
        labels = dict(self._fields["placement"]._description_selection(self.env))
        return {
            "id": self.id,
            "name": self.name or "",
            "is_me": self.partner_id == self.env.user.partner_id,
            "url": f"/my/agendas/{event.id}?person={self.id}",
            "placement": self.placement,
            "is_being_placed": self.placement == "requested" and not self.open_finding_count,
            "label": labels[self.placement],
            "badge": BADGES[self.placement],
            "sentence": self._portal_sentence(),
            "waiting_place": self.waiting_place,
            "can_accept": self.placement == "offered" and not self._get_cannot_accept_reason(),
            "can_cancel": self.placement in ("requested", "waiting", "placed")
            and not self._get_cannot_cancel_reason(),
            "can_choose": self.placement != "released" and event.date_begin > fields.Datetime.now(),
        }

    def _portal_sentence(self):
        return {
            "requested": self._portal_sentence_requested,
            "waiting": self._portal_sentence_waiting,
            "offered": lambda: self.env._(
                "A place is free for you. It is held until %(until)s.",
                until=self._offer_until_text(),
            ),
            "placed": lambda: (
                self.env._("You have a place.")
                if self.partner_id == self.env.user.partner_id
                else self.env._("%(person)s has a place.", person=self.name)
            ),
            "released": self._portal_sentence_released,
        }[self.placement]()

    def _portal_sentence_requested(self):
        if self.open_finding_count:
            return self.env._(
                "%(organiser)s checks first whether you may take part.",
                organiser=self.event_id.organizer_id.name or self.company_id.name,
            )
        return self.env._("You are being placed. This takes a moment.")

    def _portal_sentence_waiting(self):
        if self.waiting_place == 1:
            return self.env._(
                "All places are taken. You are the next on the waiting list: we write to you as "
                "soon as a place is free."
            )
        return self.env._(
            "All places are taken. You are number %(place)s on the waiting list: we write to you "
            "as soon as a place is free.",
            place=self.waiting_place,
        )

    def _portal_sentence_released(self):
        if self.release_reason == "expired":
            return self.env._(
                "We held a place and did not hear from you, so it went to the next in line."
            )
        if self.release_reason == "declined":
            return self.env._("You left the place to the next in line.")
        return self.env._("The registration is cancelled.")


class BiginnAgendaAttendance(models.Model):
    _inherit = "biginn.agenda.attendance"

    def _portal_seat(self):
        """The own seat at an item, as plain values."""
        self.ensure_one()
        labels = dict(self._fields["state"]._description_selection(self.env))
        placed = self.registration_id.placement == "placed"
        return {
            "state": self.state,
            "label": labels[self.state] if placed else self.env._("Chosen"),
            "badge": SEAT_BADGES[self.state] if placed else "text-bg-light border",
        }

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import format_date

# Shown of one organisation in the list, the latest first.
SHOWN = 100


class EventEvent(models.Model):
    """Agendas in the portal: plain values, read for members who have no rights on events.

    Guests come from other clusters, and core's company rules on events and registrations would
    shut them out; so each method here asks who looks, reads in sudo, and gives texts and numbers.
    """

    _inherit = "event.event"

    published_on_portal = fields.Boolean(
        string="Published",
        copy=False,
        help="Members see the agenda in the portal and can register.",
    )

    def _is_public_agenda(self):
        self.ensure_one()
        return self.is_360 and self.published_on_portal and self.active

    def _get_cannot_register_reason(self):
        """Why nobody can register at this agenda now; empty when it is open."""
        self.ensure_one()
        if self.kanban_state == "cancel":
            return self.env._("This agenda does not take place.")
        if self.date_begin <= fields.Datetime.now():
            return self.env._("This agenda has begun: nobody can register any more.")
        if not self._is_public_agenda():
            return self.env._("Registration is not open.")
        return ""

    # ------------------------------------------------------------------
    # Which agendas, for whom
    # ------------------------------------------------------------------

    def _portal_find(self, event_id):
        """The agenda in sudo if the current user may see it: published, or with a place there."""
        # sudo: the gate; what is public, or whose people are registered, is asked right here
        event_sudo = self.sudo().search(
            Domain("id", "=", event_id) & Domain("is_360", "=", True), limit=1
        )
        if event_sudo and not event_sudo._is_public_agenda():
            registrations = self.env["event.registration"]
            if not registrations._portal_own(event_sudo):
                return event_sudo.browse()
        return event_sudo

    def _portal_agenda_cards(self):
        """{mine: [card], open: [card]}: what one's people take part in, and what one could."""
        registrations_sudo = self.env["event.registration"]._portal_own()
        events_sudo = registrations_sudo.event_id.sorted("date_begin", reverse=True)[:SHOWN]
        people = registrations_sudo.grouped("event_id")
        open_sudo = self.sudo().search(
            Domain("is_360", "=", True)
            & Domain("published_on_portal", "=", True)
            & Domain("date_begin", ">", fields.Datetime.now())
            & Domain("kanban_state", "!=", "cancel")
            & Domain("id", "not in", events_sudo.ids),
            order="date_begin, id",
            limit=SHOWN,
        )
        return {
            "mine": [
                {
                    **event_sudo._portal_agenda_card(),
                    "people": [one._portal_registration() for one in people[event_sudo]],
                }
                for event_sudo in events_sudo
            ],
            "open": [event_sudo._portal_agenda_card() for event_sudo in open_sudo],
        }

    def _portal_agenda_card(self):
        self.ensure_one()
        limited = self.seats_limited and self.seats_max
        return {
            "id": self.id,
            "name": self.name,
            "url": f"/my/agendas/{self.id}",
            "dates": self.local_dates,
            "zone": self._readable_zone(),
            "venue": self.address_inline or "",
            "organiser": self.organizer_id.name or self.company_id.name or "",
            "hours": self.agenda_hours,
            "is_over": self.date_end < fields.Datetime.now(),
            "is_limited": bool(limited),
            "places_left": max(self.seats_available, 0) if limited else 0,
            "people_waiting": self.people_waiting,
        }

    # ------------------------------------------------------------------
    # One agenda
    # ------------------------------------------------------------------

    def _portal_agenda_values(self, registration):
        """What the page of one agenda shows; override to add, super first.

        :param registration: the one that the page is about, in sudo; may be empty
        :return: plain values only: the records are in sudo, and no page may read on from them
        """
        self.ensure_one()
        own = self.env["event.registration"]._portal_own(self)
        return {
            **self._portal_agenda_card(),
            "note": self.note or "",
            "registration": registration._portal_registration() if registration else None,
            "people": [one._portal_registration() for one in own],
            "days": self._portal_days(registration),
            "choices": self._portal_choices(registration),
            **self._portal_registering(own),
        }

    def _portal_days(self, registration):
        """The programme by day; of who takes part, with the own seat at each item."""
        seats = {row.item_id.id: row for row in registration.attendance_ids}
        return [
            {
                "label": format_date(self.env, day, date_format="EEEE d MMMM"),
                "items": [
                    {
                        **item._agenda_line(),
                        "id": item.id,
                        "is_optional": item.is_optional,
                        "seat": seats[item.id]._portal_seat() if item.id in seats else None,
                    }
                    for item in items
                ],
            }
            for day, items in self._get_agenda_days()
        ]

    def _portal_choices(self, registration):
        """The items one chooses: [{id, label, chosen}]."""
        chosen = registration.attendance_ids.filtered(lambda row: row.state != "cancelled").item_id
        return [
            {
                "id": item.id,
                "name": item.name,
                "when": f"{format_date(self.env, day, date_format='EEE d MMM')}, "
                f"{item.local_period}",
                "chosen": item in chosen,
            }
            for day, items in self._get_agenda_days()
            for item in items
            if item.is_optional
        ]

    def _portal_registering(self, own):
        """Whom the current user can register here, or why nobody."""
        me = self.env.user.partner_id
        # sudo: people and profile of the own organisation alone
        organisation_sudo = me._biginn_portal_organisation().sudo()
        reason = self._get_cannot_register_reason()
        if not organisation_sudo:
            reason = self.env._("Your login is not tied to a member organisation.")
        findings = []
        if not reason:
            rows = self.env["biginn.registration.finding"].sudo()
            findings = rows._blocking_sentences(self._guest_findings(organisation_sudo))
        there = own.filtered(lambda one: one.placement != "released").partner_id
        people = self._portal_registrable() - there
        return {
            "cannot_register": reason,
            "findings": findings,
            "can_register": bool(people) and not reason and not findings,
            "registrable": [(person.id, person.name) for person in people],
            "languages": self.env["res.lang"].get_installed(),
        }

    def _portal_registrable(self):
        """Profile editors register anybody of the team, others themselves; in sudo."""
        me = self.env.user.partner_id
        organisation = me._biginn_portal_organisation()
        people = me
        if me.profile_editor and organisation:
            people |= organisation._biginn_team_people()
        return people.sudo()

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from odoo.addons.biginn_cluster.rules.portal_columns import Column, as_text

from ..rules import access_data

GONE = ("cancel",)
LEFT = {"partner_id", "active", "state", "event_id"}
BADGES = {
    "missing": "text-bg-warning",
    "incomplete": "text-bg-warning",
    "complete": "text-bg-success",
}


class EventRegistration(models.Model):
    """Identity data for visits in the portal: entered by the person, or who acts for it.

    Each gate asks who asks, reads what was typed, and only then writes in sudo. One form serves
    all visits of a person at an agenda; each keeps only what it asks for.
    """

    _inherit = "event.registration"

    # ------------------------------------------------------------------
    # Who comes no more
    # ------------------------------------------------------------------

    def write(self, vals):
        before = {one: one.partner_id for one in self} if "partner_id" in vals else {}
        result = super().write(vals)
        if LEFT & vals.keys():
            # also whoever takes the place of somebody else: the data was that person's
            left = self.filtered(
                lambda one: (
                    not one.active
                    or one.state in GONE
                    or (one in before and before[one] != one.partner_id)
                    or "event_id" in vals
                )
            )
            # sudo: rows by their registration, whoever ends it
            left.sudo().attendance_ids._forget_access_data()
        return result

    # ------------------------------------------------------------------
    # Who may
    # ------------------------------------------------------------------

    @api.model
    def _access_of_event_sudo(self, event_id, registration_id=None):
        """Registrations whose identity data this user may enter, in sudo; maybe none.

        One's own, and for a profile editor those of the own organisation.
        """
        me = self.env.user.partner_id
        if self.env.user._is_public() or not me:
            return self.sudo().browse()
        mine = Domain("partner_id", "=", me.id)
        organisation = me._biginn_portal_organisation()
        if organisation and me.profile_editor:
            mine |= Domain("organisation_id", "=", organisation.id)
        domain = mine & Domain("event_id", "=", event_id) & Domain("state", "not in", GONE)
        domain &= Domain("event_id.is_360", "=", True)
        if registration_id is not None:
            domain &= Domain("id", "=", registration_id)
        # sudo: members have no right on registrations; whose they are the domain has decided
        return self.sudo().search(domain, order="name, id")

    def _access_visits_sudo(self):
        """Attendances at visits that ask for something, for those who have joined them."""
        return (
            self.sudo()
            .attendance_ids.filtered(lambda one: one.access_state)
            .sorted(lambda one: (one.item_id.start, one.id))
        )

    def _access_open_sudo(self):
        now = fields.Datetime.now()
        return self._access_visits_sudo().filtered(lambda one: one.item_id.access_deadline > now)

    # ------------------------------------------------------------------
    # What the pages show
    # ------------------------------------------------------------------

    @api.model
    def _portal_access(self, event_id):
        """[{person, visits}] as plain texts, for those whose data this user may enter."""
        people = self._access_of_event_sudo(event_id)
        entered = people._access_entered_sudo()
        return [person._portal_access_person(entered) for person in people]

    def _portal_access_person(self, entered=None):
        """One person and its visits; `entered` has those of whom there is something."""
        self.ensure_one()
        visits = self._access_visits_sudo()
        entered = self._access_entered_sudo() if entered is None else entered
        now = fields.Datetime.now()
        labels = dict(visits._fields["access_state"]._description_selection(self.env))
        names = {field.code: field.name for field in visits.item_id.access_field_ids}
        return {
            "id": self.id,
            "agenda": self.event_id.name,
            "person": self.name or self.partner_id.name or "",
            "is_me": self.partner_id == self.env.user.partner_id,
            "is_open": any(visit.item_id.access_deadline > now for visit in visits),
            "has_data": self in entered,
            "page": f"/my/agendas/{self.event_id.id}/access",
            "url": f"/my/agendas/{self.event_id.id}/access/{self.id}",
            "visits": [
                {
                    "name": visit.item_id.name,
                    "day": format_date(self.env, visit.item_id.local_day),
                    "time": visit.item_id.local_period,
                    "due": visit.item_id._access_due(),
                    "deleted_on": visit.item_id._access_moment(visit.item_id.access_delete_on),
                    "is_open": visit.item_id.access_deadline > now,
                    "label": labels[visit.access_state],
                    "badge": BADGES[visit.access_state],
                    "asked": [names[code] for code in visit.item_id._access_codes()],
                }
                for visit in visits
            ],
        }

    def _access_entered_sudo(self):
        """Those of whom identity data is kept; one question for all."""
        return self._access_rows_sudo(self._access_visits_sudo()).attendance_id.registration_id

    def _access_rows_sudo(self, visits):
        return self.env["biginn.agenda.access"].sudo().search([("attendance_id", "in", visits.ids)])

    def _portal_access_columns(self):
        """One input for each thing that an open visit asks for, in the order of the catalogue."""
        accesses = self.env["biginn.agenda.access"]
        # where all lists are closed meanwhile, what was typed is shown once more
        visits = self._access_open_sudo() or self._access_visits_sudo()
        asked = visits.item_id.access_field_ids.filtered("active").sorted()
        return tuple(
            Column(
                field.code,
                accesses._kind(field.code),
                field.name,
                help=field.hint or "",
                limit=access_data.TEXTS.get(field.code, 250),
                width=6,
            )
            for field in asked
        )

    def _portal_access_texts(self):
        """What the form shows: what has been given for any visit of this agenda."""
        rows = self._access_rows_sudo(self._access_visits_sudo())
        texts = {}
        for column in self._portal_access_columns():
            values = [row[column.name] for row in rows if row[column.name]]
            value = values[0] if values else ""
            texts[column.name] = as_text(value.id if column.kind == "record" and value else value)
        return texts

    def _portal_access_options(self):
        accesses = self.env["biginn.agenda.access"].sudo()
        return {
            column.name: accesses._portal_choices(column)
            for column in self._portal_access_columns()
            if column.kind in ("record", "choice")
        }

    # ------------------------------------------------------------------
    # The gates
    # ------------------------------------------------------------------

    @api.model
    def _portal_access_write(self, event_id, registration_id, texts):
        """Keep what was typed, for each open visit what it asks for.

        :param dict texts: by name of the columns
        :return: sentences by name of the column; empty when it is kept
        :rtype: dict
        """
        person_sudo = self._access_of_event_sudo(event_id, registration_id)
        visits_sudo = person_sudo._access_open_sudo() if person_sudo else None
        if not visits_sudo:
            return {"form": self.env._("The list has been closed. Ask your cluster.")}
        values, errors = person_sudo._portal_access_read(texts)
        if errors:
            return errors
        # sudo: members have no right on identity data; whose it is has been checked above
        visits_sudo._keep_access_data(values)
        return {}

    def _portal_access_read(self, texts):
        accesses = self.env["biginn.agenda.access"].sudo()
        # a document has to be valid at the last visit that it is shown at
        visit_day = max(self._access_open_sudo().item_id.mapped("local_day"))
        values, errors = {}, {}
        for column in self._portal_access_columns():
            value, problem = accesses._read_value(column, texts.get(column.name, ""), visit_day)
            values[column.name] = value
            if problem:
                errors[column.name] = accesses._portal_sentence(problem, column)
        return values, errors

    @api.model
    def _portal_access_delete(self, event_id, registration_id):
        """Delete what is held, for all visits and at any time; twice changes nothing."""
        person_sudo = self._access_of_event_sudo(event_id, registration_id)
        person_sudo.attendance_ids._forget_access_data()
        return bool(person_sudo)

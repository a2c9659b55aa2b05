from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class CalendarEvent(models.Model):
    """A meeting with members is often a service that was given: one click records it."""

    _inherit = "calendar.event"

    service_use_ids = fields.One2many(
        "biginn.service.use",
        "calendar_event_id",
        string="Recorded services",
        groups="biginn_cluster.group_staff",
    )
    cannot_record_service_reason = fields.Char(
        string="Why it cannot be recorded",
        compute="_compute_cannot_record_service_reason",
        groups="biginn_cluster.group_staff",
    )

    @api.depends("attendee_ids.state", "attendee_ids.partner_id", "service_use_ids.partner_id")
    @api.depends_context("uid", "lang")
    def _compute_cannot_record_service_reason(self):
        for event in self:
            event.cannot_record_service_reason = event._get_cannot_record_service_reason()

    def _get_cannot_record_service_reason(self):
        """Why the current user cannot record this meeting as a service; False when it can."""
        self.ensure_one()
        if not self.env.user.has_group("biginn_cluster.group_staff"):
            return self.env._("Only cluster staff can record services.")
        if not self.id or not self.has_access("write"):
            return self.env._("This is somebody else's private meeting.")
        attending = self._biginn_attending()
        if not attending:
            return self.env._("Nobody of an organisation you know takes part.")
        if not self._biginn_unrecorded(attending):
            return self.env._("It has been recorded for every organisation that takes part.")
        return False

    def _biginn_attending(self):
        """{organisation: its people who take part}, without those who declined and ourselves."""
        self.ensure_one()
        people = self.attendee_ids.filtered(lambda attendee: attendee.state != "declined")
        people = people.partner_id.filtered(
            lambda person: person.commercial_partner_id.is_company
            and person.commercial_partner_id.organisation_type
            and not person.commercial_partner_id.ref_company_ids
        )
        return people.grouped("commercial_partner_id")

    def _biginn_unrecorded(self, attending):
        """Of the organisations attending, those for which this meeting is not recorded yet."""
        # sudo: a colleague of another cluster may have recorded it, which counts as well
        recorded_sudo = self.env["biginn.service.use"].sudo().search(
            [("calendar_event_id", "=", self.id)]
        )
        known = recorded_sudo.partner_id
        return {
            organisation: people
            for organisation, people in attending.items()
            if organisation.id not in known.ids
        }

    def action_record_service(self):
        """Ask which service it was; everything else the meeting says itself."""
        self.ensure_one()
        self._check_can_record_service()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Record as service"),
            "res_model": "biginn.service.record",
            "view_mode": "form",
            "target": "new",
            "context": {"default_event_id": self.id},
        }

    def _check_can_record_service(self):
        reason = self._get_cannot_record_service_reason()
        if not self.env.user.has_group("biginn_cluster.group_staff"):
            raise AccessError(reason)
        if reason:
            raise UserError(reason)

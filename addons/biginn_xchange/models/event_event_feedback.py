from odoo import fields, models

from ..rules import feedback


class EventEvent(models.Model):
    """What participants say of an agenda: the figures for staff, the form for the person."""

    _inherit = "event.event"

    feedback_count = fields.Integer(
        string="Feedback",
        compute="_compute_feedback",
        groups="event.group_event_registration_desk",
        help="Answers to the agenda and its items.",
    )
    feedback_rating = fields.Float(
        string="Average rating",
        compute="_compute_feedback",
        digits=(2, 1),
        groups="event.group_event_registration_desk",
        help="Of the agenda as a whole. 1 is poor, 5 is very good.",
    )

    def _compute_feedback(self):
        answers = self.env["biginn.agenda.feedback"]
        of_these = [("event_id", "in", self.ids)]
        figures = answers._figures(of_these, "event_id")
        overall = answers._figures([*of_these, ("item_id", "=", False)], "event_id")
        for event in self:
            event.feedback_count = figures.get(event._origin.id, (0, 0.0))[0]
            event.feedback_rating = overall.get(event._origin.id, (0, 0.0))[1]

    def action_view_feedback(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "biginn_xchange.action_biginn_agenda_feedback"
        )
        action["domain"] = [("event_id", "=", self.id)]
        action["context"] = {"search_default_group_item": 1}
        return action

    def _feedback_until(self):
        """Until when feedback can be given and changed; naive UTC."""
        self.ensure_one()
        days = self.company_id.biginn_agenda_feedback_days
        return feedback.until(self.date_end, self.date_tz or "UTC", days)

    def _portal_agenda_values(self, registration):
        values = super()._portal_agenda_values(registration)
        mine = registration and registration.partner_id == self.env.user.partner_id
        values["feedback"] = registration._portal_feedback() if mine else None
        return values

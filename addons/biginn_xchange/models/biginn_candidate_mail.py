from odoo import models

# {state: template}; a question has one of its own.
TEMPLATES = {
    "submitted": "mail_template_candidate_received",
    "on_hold": "mail_template_candidate_on_hold",
    "accepted": "mail_template_candidate_accepted",
    "refused": "mail_template_candidate_refused",
}
QUESTION = "mail_template_candidate_question"
ACTIVITY = "biginn_xchange.mail_activity_type_candidate"


class BiginnCandidate(models.Model):
    """Who is told what at which step."""

    _inherit = "biginn.candidate"

    # ------------------------------------------------------------------
    # The applicant
    # ------------------------------------------------------------------

    def _tell_applicants(self, target):
        """One mail to each person about the step just taken, in the person's language.

        Who sends both halves of an application at once gets one mail for both.
        """
        told = self
        if target == "submitted":
            told = self.filtered(lambda half: half.role == "visitor" or half.twin_id not in self)
        for candidate in told:
            candidate._tell_applicant(target)

    def _tell_applicant(self, target):
        # sudo: the person may have been kept from the reader's eyes by a colleague's own record
        if target not in TEMPLATES or not self.sudo().contact_id.email:
            return
        name = QUESTION if self.question else TEMPLATES[target]
        template = self.env.ref(f"biginn_xchange.{name}", raise_if_not_found=False)
        if not template:  # a cluster that wants no mail deletes the template
            return
        # sudo: a member who sends the form may not read mail templates
        template.sudo().send_mail(
            self.id, email_layout_xmlid="mail.mail_notification_light", force_send=False
        )

    def _roles_in_words(self):
        """The role, or both of what was sent together; for mails."""
        self.ensure_one()
        roles = dict(self._fields["role"]._description_selection(self.env))
        both = self.twin_id.submitted_on and self.twin_id.state == self.state == "submitted"
        if both:
            return self.env._("visitor and host")
        return roles[self.role].lower()

    def _portal_url(self):
        self.ensure_one()
        return f"{self.get_base_url()}/my/candidates/{self.id}"

    # ------------------------------------------------------------------
    # The cluster
    # ------------------------------------------------------------------

    def _tell_staff(self, target):
        """A task as long as the cluster has to answer; a note when nobody waits any more."""
        # sudo: applicants move their candidates as well and have no tasks
        candidate_sudo = self.sudo()
        if target == "submitted":
            candidate_sudo._ask_staff()
            return
        asked = candidate_sudo.user_id or candidate_sudo._responsible_user()
        if target == "withdrawn":
            candidate_sudo.activity_unlink([ACTIVITY])
        else:
            candidate_sudo.activity_feedback([ACTIVITY])
        if target == "withdrawn" and asked and asked != self.env.user:
            words = candidate_sudo.with_context(lang=asked.lang)
            candidate_sudo.message_notify(
                partner_ids=asked.partner_id.ids,
                subject=words.env._("%(candidate)s: withdrawn", candidate=words.display_name),
                body=self.decision_reason
                or words.env._("The organisation no longer wants to take part."),
            )

    def _ask_staff(self):
        if self.activity_search([ACTIVITY]):
            return
        user = self.user_id or self._responsible_user()
        if not user:
            return
        self.activity_schedule(
            ACTIVITY,
            summary=self.with_context(lang=user.lang).display_name,
            user_id=user.id,
        )

    def _responsible_user(self):
        """Who looks after the organisation in the cluster that was asked."""
        found = self.partner_id._biginn_responsible_users({self.partner_id: self.company_id})
        return found[self.partner_id]

from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command, Domain

from ..rules import reminder
from .res_partner_confirmation import MEMBERS_TODAY

TASK = "biginn_cluster.mail_activity_type_certificate"


class BiginnCertificate(models.Model):
    """Certificates that run out: the member's editors get a mail, its cluster a task.

    Which reminder was the last stands on the certificate, so that each goes out exactly once
    however often the job runs. Only members of today are reminded.
    """

    _inherit = "biginn.certificate"

    def write(self, vals):
        """A renewed certificate closes the task that asked for it."""
        result = super().write(vals)
        if vals.get("valid_until"):
            renewed = self.filtered(lambda c: c.reminded_for and c.valid_until > c.reminded_for)
            if renewed:
                renewed.activity_feedback([TASK])
        return result

    @api.model
    def _cron_remind(self, batch=100):
        today = fields.Date.today()
        steps = self._reminder_steps()
        span = timedelta(days=max(steps))
        domain = (
            Domain("valid_until", ">=", today - span)
            & Domain("valid_until", "<=", today + span)
            & Domain("partner_id.membership_ids", "any", [("state", "in", MEMBERS_TODAY)])
        )
        due = defaultdict(self.browse)
        for certificate in self.search(domain, order="id"):
            step = certificate._due_step(today, steps)
            if step is not None:
                due[step] += certificate
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=sum(len(records) for records in due.values()))
        for step, certificates in due.items():
            for start in range(0, len(certificates), batch):
                chunk = certificates[start : start + batch]
                chunk._remind(step)
                if not cron._commit_progress(len(chunk)):
                    return

    def _due_step(self, today, steps):
        self.ensure_one()
        sent = self.reminded_step if self.reminded_for else None
        return reminder.due_step(self.valid_until, today, steps, self.reminded_for or None, sent)

    def _remind(self, step):
        """One mail to the editors and one task for the cluster, and a note of what was sent."""
        for valid_until, certificates in self.grouped("valid_until").items():
            certificates.write({"reminded_for": valid_until, "reminded_step": step})
        organisations = self.partner_id
        editors = organisations._biginn_editors()
        companies = organisations._biginn_cluster_companies()
        people = organisations._biginn_responsible_users(companies)
        with_task = set(self.activity_search([TASK]).mapped("res_id"))
        for certificate in self:
            organisation = certificate.partner_id
            certificate._mail_editors(editors[organisation], companies[organisation])
            # one open task per certificate: a later reminder does not add a second one
            if certificate.id not in with_task:
                certificate._task_for_staff(people[organisation])

    def _mail_editors(self, editors, company):
        """One mail per language of the people who get it."""
        template = self.env.ref(
            "biginn_cluster.mail_template_certificate_expiring", raise_if_not_found=False
        )
        if not template:  # a cluster that wants no mail deletes the template
            return
        for lang, readers in editors.grouped("lang").items():
            template.with_context(biginn_lang=lang).send_mail(
                self.id,
                email_layout_xmlid="mail.mail_notification_light",
                email_values={
                    **self.partner_id._biginn_sender(company),
                    "recipient_ids": [Command.set(readers.ids)],
                },
            )

    def _task_for_staff(self, user):
        speaker = self.with_context(lang=user.lang or self.env.lang)
        self.activity_schedule(
            TASK,
            date_deadline=self.valid_until,
            summary=speaker.env._(
                "%(certificate)s of %(organisation)s runs out",
                certificate=speaker.display_name,
                organisation=self.partner_id.name,
            ),
            user_id=user.id,
        )

import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ..rules import membership_reminder as rule

_logger = logging.getLogger(__name__)

TEMPLATE = "biginn_cluster.mail_template_membership_ends"


class BiginnMembership(models.Model):
    """Reminders before a membership ends: each step once, whatever happens to the job.

    The note that a reminder has gone out is written in the same transaction as its mail: both
    stand or neither. A unique constraint lets no second one through.
    """

    _inherit = "biginn.membership"

    reminder_ids = fields.One2many(
        "biginn.membership.reminder",
        "membership_id",
        string="Reminders",
        groups="biginn_cluster.group_staff",
    )

    days_left = fields.Integer(
        string="Days left",
        compute="_compute_days_left",
        help="Until the last day; negative when it is over.",
    )

    # -- who is to be reminded ---------------------------------------------------------

    @api.model
    def _reminders_due(self, today):
        """[(step, domain of the memberships to remind)], one for each setting in use."""
        # members of a category that is no longer offered are still members
        categories = self.env["biginn.membership.category"].with_context(active_test=False)
        groups = categories._read_group(
            [("reminder_days", "!=", False)],
            ["reminder_days", "reminder_late_days"],
            ["id:array_agg"],
        )
        due = []
        for text, late_days, found in groups:
            steps, _problem = rule.read_steps(text)
            for step, earliest, latest in rule.due_windows(steps, late_days, today):
                domain = self._reminder_domain(step, earliest, latest)
                due.append((step, [("category_id", "in", found), *domain]))
        return due

    @api.model
    def _reminder_domain(self, step, earliest, latest):
        """Approved, ends in the window, stays, is not suspended, not renewed, not yet told."""
        told = [
            ("step", "<=", step),
            ("is_current", "=", True),
            ("state", "=", "sent"),
        ]
        return [
            ("date_end", ">=", earliest),
            ("date_end", "<=", latest),
            ("state", "in", ("active", "expiring", "expired")),
            ("left_on", "=", False),
            ("is_renewed", "=", False),
            ("reminder_ids", "not any", told),
        ]

    # -- the job -----------------------------------------------------------------------

    @api.model
    def _cron_send_reminders(self, batch=50):
        """Remind all that are due; running it again sends nothing twice."""
        due = self._reminders_due(fields.Date.today())
        cron = self.env["ir.cron"]
        work = [(step, self.search(domain, order="id")) for step, domain in due]
        cron._commit_progress(remaining=sum(len(memberships) for _step, memberships in work))
        for step, memberships in work:
            for start in range(0, len(memberships), batch):
                some = memberships[start : start + batch]
                some._remind(step)
                if not cron._commit_progress(len(some)):
                    return

    def _remind(self, step):
        """Write to these members; one that fails is noted and does not stop the others."""
        failed = {}
        try:
            with self.env.cr.savepoint():
                self._send_reminders(step)
        except Exception:
            # whatever a template or an address may do: one by one, to find whose it is
            _logger.info("A batch of reminders failed, one by one now", exc_info=True)
            self.env.invalidate_all()
            for membership in self:
                problem = membership._remind_alone(step)
                if problem:
                    failed[membership] = problem
        if failed:
            self._note_failed(step, failed)

    def _remind_alone(self, step):
        """Like the batch, for one: what went wrong in words, empty when nothing did."""
        try:
            with self.env.cr.savepoint():
                self._send_reminders(step)
        except UserError as error:
            self.env.invalidate_all()
            return str(error)
        except Exception as error:
            self.env.invalidate_all()
            _logger.exception("Reminder of membership %s failed", self.id)
            return str(error)
        return ""

    def _send_reminders(self, step):
        """The mails and the notes that they have gone, in one go."""
        for recipients in self._message_get_default_recipients().values():
            people = self.env["res.partner"].browse(recipients["partner_ids"])
            if not people.filtered("email_normalized"):
                raise UserError(self.env._("There is no e-mail address to write to."))
        self._note_reminders(step, {"state": "sent", "problem": False})
        self.env.ref(TEMPLATE).sudo().send_mail_batch(self.ids)
        for membership in self:
            if step == membership._last_reminder_step():
                membership._schedule_reminder_activity(
                    self.env._(
                        "Not renewed: ends on %(date)s.",
                        date=format_date(self.env, membership.date_end),
                    )
                )

    def _note_reminders(self, step, values):
        """Write what became of this step; it may have failed before."""
        reminders = self.env["biginn.membership.reminder"]
        known = reminders.search(
            [
                ("membership_id", "in", self.ids),
                ("step", "=", step),
                ("is_current", "=", True),
            ]
        )
        known.write(values | {"reminded_on": fields.Date.today()})
        new = self - known.membership_id
        reminders.create(
            [
                {
                    "membership_id": membership.id,
                    "step": step,
                    "date_end": membership.date_end,
                    **values,
                }
                for membership in new
            ]
        )
        return new

    def _note_failed(self, step, failed):
        """Tell staff once; the next run tries again."""
        for membership, problem in failed.items():
            new = membership._note_reminders(step, {"state": "failed", "problem": problem})
            if new:
                membership._schedule_reminder_activity(
                    self.env._("The reminder could not be sent: %(problem)s", problem=problem)
                )

    def _last_reminder_step(self):
        steps, _problem = rule.read_steps(self.category_id.reminder_days)
        return steps[-1] if steps else None

    def _schedule_reminder_activity(self, summary):
        self.ensure_one()
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=fields.Date.today(),
            summary=summary,
            user_id=self._reminder_user().id,
        )

    def _reminder_user(self):
        """Who is to call the member: the responsible, else a manager of the cluster."""
        if self.user_id.active:
            return self.user_id
        managers = self.env.ref("biginn_cluster.group_manager").all_user_ids
        own = managers.filtered(
            lambda user: user.active and not user.share and self.company_id in user.company_ids
        )
        return own[:1]

    # -- what the mail says --------------------------------------------------------------

    def _message_add_default_recipients(self):
        """The organisation's address; where it has none, the people who keep its profile."""
        found = super()._message_add_default_recipients()
        for membership in self:
            partners = found[membership.id]["partners"]
            if not partners.filtered("email_normalized"):
                people = membership.partner_id.child_ids.filtered("email_normalized")
                editors = people.filtered("profile_editor") or people[:1]
                found[membership.id]["partners"] = editors or partners
        return found

    @api.depends("date_end")
    def _compute_days_left(self):
        today = fields.Date.today()
        for membership in self:
            membership.days_left = (membership.date_end - today).days if membership.date_end else 0

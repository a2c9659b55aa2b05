from odoo import fields, models
from odoo.exceptions import UserError

from ..rules import closing

ACTIVITY = "biginn_xchange.mail_activity_type_report"


class BiginnExchangeReport(models.Model):
    """Handing a report in, validating it, returning it with remarks."""

    _inherit = "biginn.exchange.report"

    # ------------------------------------------------------------------
    # Why not
    # ------------------------------------------------------------------

    def _report_problems(self):
        """{question: sentence} of what keeps it from being submitted."""
        self.ensure_one()
        # sudo: the caller has been checked; a member reads answers only
        answers = {name: self.sudo()[name] for name in self._rule_answers()}
        return {
            name: self.env._("Rate this from 1 to 5.")
            if code == "rating"
            else self.env._("Please answer this.")
            for name, code in closing.report_problems(answers).items()
        }

    def _rule_answers(self):
        return (
            "goals_reached", "outcomes", *closing.RATINGS, "business_expected", "amount_band",
            "publicity",
        )  # fmt: skip

    def _get_cannot_submit_reason(self):
        """Why nobody can submit this now, as far as it lies with the report; False when one can."""
        self.ensure_one()
        exchange_sudo = self.exchange_id.sudo()
        if self.state not in ("draft", "returned"):
            return self.env._("%(report)s is submitted already.", report=self.display_name)
        if exchange_sudo.state != "reporting":
            return self.env._(
                "The stay is not over yet: the report can be submitted after its last day."
            )
        if self._report_problems():
            return self.env._("Some questions are not answered yet.")
        return False

    def _get_cannot_decide_reason(self, target):
        """Why this user cannot validate or return this report now; False when nothing is wrong."""
        self.ensure_one()
        if not self.env.su:
            if not self.env.user.has_group("biginn_cluster.group_staff"):
                return self.env._("Only cluster staff decide about reports.")
            if not self.has_access("write"):
                return self.env._(
                    "Only %(company)s, which runs the exchange, decides about its reports.",
                    company=self.sudo().company_id.name,
                )
        if target == "returned" and self.state == "validated":
            return self._get_cannot_reopen_reason()
        if self.state != "submitted":
            return self.env._("%(report)s is not submitted.", report=self.display_name)
        return False

    def _get_cannot_reopen_reason(self):
        if self.sudo().exchange_id.state != "reporting":
            return self.env._("The exchange is completed: its report stands.")
        if not self.env.su and not self.env.user.has_group("biginn_cluster.group_manager"):
            return self.env._("Only a cluster manager can return a validated report.")
        return False

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_submit(self):
        """Staff hand in what came on paper; members do through the portal's gate."""
        self.check_access("write")
        for report in self.filtered(lambda report: report.state in ("draft", "returned")):
            report.exchange_id._closing_lock()
            reason = report._get_cannot_submit_reason()
            if reason:
                raise UserError(reason)
            report._submit_sudo(report.author_id)
        return True

    def _submit_sudo(self, author):
        """Store the submission and tell the office; the callers have checked who and whether."""
        report_sudo = self.sudo()
        report_sudo._store(
            {
                "state": "submitted",
                "author_id": author.id,
                "submitted_on": fields.Datetime.now(),
                "decided_on": False,
                "decided_by_id": False,
            }
        )
        report_sudo._log(
            self.env._(
                "%(report)s submitted by %(person)s.",
                report=report_sudo._title(),
                person=author.name or self.env.user.name,
            )
        )
        report_sudo._ask_staff()

    def action_validate(self):
        for report in self.filtered(lambda report: report.state != "validated"):
            report.exchange_id._closing_lock()
            reason = report._get_cannot_decide_reason("validated")
            if reason:
                raise UserError(reason)
            report._decide({"state": "validated", "remarks": False})
            report._log(self.env._("%(report)s validated.", report=report._title()))
            report._tell("biginn_xchange.mail_template_report_validated")
        return True

    def action_return(self, remarks):
        """Hand it back to its author, with what is to be answered."""
        if not (remarks or "").strip():
            raise UserError(self.env._("Say what is to be answered: the organisation reads it."))
        for report in self.filtered(lambda report: report.state != "returned"):
            report.exchange_id._closing_lock()
            reason = report._get_cannot_decide_reason("returned")
            if reason:
                raise UserError(reason)
            report._decide({"state": "returned", "remarks": remarks.strip()})
            report._log(
                self.env._(
                    "%(report)s returned: %(remarks)s",
                    report=report._title(),
                    remarks=remarks.strip(),
                )
            )
            report._tell("biginn_xchange.mail_template_report_returned")
        return True

    def action_open_return(self):
        self.ensure_one()
        return self.env["biginn.closing.remark"]._open("report_id", self)

    def _withdraw_publicity(self):
        """The consent is taken back; what was answered otherwise stays."""
        self._store(
            {
                "publicity": "none",
                "photos_allowed": False,
                "publicity_withdrawn_on": fields.Datetime.now(),
            }
        )
        self._log(
            self.env._(
                "%(organisation)s has withdrawn the consent to publish.",
                organisation=self.partner_id.name,
            )
        )

    def _decide(self, vals):
        self._store({**vals, "decided_on": fields.Datetime.now(), "decided_by_id": self.env.uid})
        # sudo: the task of whoever looks after the exchange, done by who was allowed to decide
        done = self.exchange_id.sudo()
        if not done.report_ids.filtered(lambda report: report.state == "submitted"):
            done.activity_feedback([ACTIVITY])

    # ------------------------------------------------------------------
    # Who is told
    # ------------------------------------------------------------------

    def _log(self, body):
        """A note in the office's history of the exchange."""
        self.exchange_id.sudo()._message_log(body=body)

    def _ask_staff(self):
        exchange = self.exchange_id
        user = exchange._closing_user()
        if not user or exchange.activity_search([ACTIVITY], user_id=user.id):
            return
        speaker = self.with_context(lang=user.lang or self.env.lang)
        exchange.activity_schedule(
            ACTIVITY,
            summary=speaker.env._("Look at: %(report)s", report=speaker._title()),
            user_id=user.id,
        )

    def _tell(self, template_id):
        """A mail to those who report on this side, each language once."""
        template = self.env.ref(template_id, raise_if_not_found=False)
        if not template:  # a cluster that wants no mail deletes the template
            return
        for report in self:
            # sudo: the addresses and the cluster's own; what is told, the template says
            people = report.sudo()._people_to_tell()
            report.sudo().exchange_id._closing_mail(template, report, people)

    def _people_to_tell(self):
        return self.exchange_id._closing_people(self.side) | self.author_id.filtered(
            "email_normalized"
        )

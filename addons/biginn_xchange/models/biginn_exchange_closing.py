from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import SQL

PORTAL_FIELDS = {
    "report_ids",
    "evidence_ids",
    "travel_ids",
    "travel_mode_id",
    "is_green_travel",
    "is_co2_known",
    "co2_kg",
    "travel_explanation",
}


class BiginnExchange(models.Model):
    """The end of the stay: reports of both sides, evidence, and what completion asks of them."""

    _inherit = "biginn.exchange"

    report_ids = fields.One2many("biginn.exchange.report", "exchange_id", string="Reports")
    evidence_ids = fields.One2many("biginn.exchange.evidence", "exchange_id")
    visitor_report_state = fields.Selection(
        [
            ("none", "Not begun"),
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("returned", "Returned"),
            ("validated", "Validated"),
        ],
        string="Closing report",
        compute="_compute_report_states",
        store=True,
        help="Where the visitor's report stands.",
    )
    host_report_state = fields.Selection(
        [
            ("none", "Not begun"),
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("returned", "Returned"),
            ("validated", "Validated"),
        ],
        string="Host's feedback",
        compute="_compute_report_states",
        store=True,
    )
    evidence_state = fields.Selection(
        [
            ("none", "None"),
            ("submitted", "To look at"),
            ("refused", "Refused"),
            ("accepted", "Accepted"),
        ],
        string="Proof of the stay",
        compute="_compute_evidence_state",
        store=True,
        help="Accepted: at least one piece of evidence proves the stay.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------

    @api.depends("report_ids.state", "report_ids.side")
    def _compute_report_states(self):
        for exchange in self:
            states = {report.side: report.state for report in exchange.report_ids}
            exchange.visitor_report_state = states.get("visitor", "none")
            exchange.host_report_state = states.get("host", "none")

    @api.depends("evidence_ids.state")
    def _compute_evidence_state(self):
        for exchange in self:
            states = set(exchange.evidence_ids.mapped("state"))
            exchange.evidence_state = next(
                (state for state in ("accepted", "submitted", "refused") if state in states), "none"
            )

    # ------------------------------------------------------------------
    # What completion asks
    # ------------------------------------------------------------------

    def _is_report_validated(self):
        """The visitor's closing report is validated, and the host's where the programme asks."""
        self.ensure_one()
        # sudo: two words; who asks may read the exchange
        exchange_sudo = self.sudo()
        if exchange_sudo.visitor_report_state != "validated":
            return False
        return (
            not exchange_sudo.programme_id.host_report_required
            or exchange_sudo.host_report_state == "validated"
        )

    def _is_evidence_accepted(self):
        """Something proves that the stay took place."""
        self.ensure_one()
        return self.sudo().evidence_state == "accepted"

    def _get_not_ready_reason(self, target):
        reason = super()._get_not_ready_reason(target)
        if reason or target != "completed":
            return reason
        return self._get_no_report_reason() or self._get_no_proof_reason()

    def _get_no_report_reason(self):
        if self._is_report_validated():
            return False
        state = self.visitor_report_state
        if state == "validated":
            return {
                "submitted": self.env._("The host's feedback waits to be validated."),
            }.get(self.host_report_state, self.env._("The host's feedback is missing."))
        return {
            "submitted": self.env._("The closing report waits to be validated."),
            "returned": self.env._("The closing report was returned to the visitor."),
        }.get(state, self.env._("The visitor's closing report is missing."))

    def _get_no_proof_reason(self):
        if self._is_evidence_accepted():
            return False
        return {
            "submitted": self.env._("The evidence of the stay waits to be looked at."),
            "refused": self.env._("The evidence of the stay was refused."),
        }.get(self.evidence_state, self.env._("There is no evidence of the stay yet."))

    @api.model
    def _states_to_report(self):
        """States in which a report can be written; it is submitted once the stay is over."""
        return ("ongoing", "interrupted", "reporting")

    def _get_no_evidence_reason(self):
        """Why no evidence can be handed in or changed now; False when it can."""
        self.ensure_one()
        state = self.sudo().state
        if state in ("ready", *self._states_to_report()):
            return False
        return self.env._(
            "%(exchange)s is “%(state)s”: no evidence can be handed in now.",
            exchange=self.sudo().name,
            state=self._state_label(state),
        )

    # ------------------------------------------------------------------
    # Opening the reports
    # ------------------------------------------------------------------

    def _after_move(self, target):
        result = super()._after_move(target)
        if target == "reporting":
            self._sync_check_ins()
            # sudo: the move was allowed; that both sides are asked for a report follows from it
            reports_sudo = self.sudo()._open_report("visitor") | self.sudo()._open_report("host")
            waiting_sudo = reports_sudo.filtered(lambda report: report.state == "draft")
            waiting_sudo._tell("biginn_xchange.mail_template_report_due")
        return result

    def _open_report(self, side):
        """The report of one side; made when it is first asked for, and only once."""
        self.ensure_one()
        reports = self.env["biginn.exchange.report"]
        report = reports.search([("exchange_id", "=", self.id), ("side", "=", side)])
        if not report:
            self._closing_lock()
            report = reports.create({"exchange_id": self.id, "side": side})
        return report

    def _closing_lock(self):
        """Those who act on the end of an exchange at the same moment come one after the other.

        The second one finds the row written and begins anew, with what the first has done.
        """
        self.flush_recordset()
        self.env.cr.execute(
            SQL("UPDATE biginn_exchange SET id = id WHERE id IN %s", tuple(self.ids))
        )

    # ------------------------------------------------------------------
    # Who reports, who is told
    # ------------------------------------------------------------------

    def _closing_contacts(self, side):
        """The people a report of this side is about, whether they have an address or not."""
        self.ensure_one()
        if side == "host":
            return self.host_contact_id
        return self.visitor_ids | self.visitor_contact_id

    def _closing_people(self, side):
        """Who is written to: the people it is about, else the editors, else the organisation."""
        people = self._closing_contacts(side).filtered("email_normalized")
        if people:
            return people
        organisation = (self.host_id if side == "host" else self.visiting_id).commercial_partner_id
        editors = organisation._biginn_editors()[organisation]
        return editors or organisation.filtered("email_normalized")

    def _closing_user(self):
        """Who in the office looks at reports: the responsible, else one of the cluster."""
        if self.user_id.active and not self.user_id.share:
            return self.user_id
        organisation = self.visiting_id.commercial_partner_id
        return organisation._biginn_responsible_users({organisation: self.company_id})[organisation]

    @api.model
    def _closing_mail(self, template, record, people):
        """One mail per language of the people who get it, in the name of the cluster."""
        company = record.company_id
        for lang, readers in people.grouped("lang").items():
            template.with_context(biginn_lang=lang).send_mail(
                record.id,
                email_layout_xmlid="mail.mail_notification_light",
                email_values={
                    **self.env["res.partner"]._biginn_sender(company),
                    "recipient_ids": [Command.set(readers.ids)],
                },
            )

    # ------------------------------------------------------------------
    # ORM overrides
    # ------------------------------------------------------------------

    @api.model
    def _portal_readable_fields(self):
        return super()._portal_readable_fields() | PORTAL_FIELDS

    @api.model
    def _computed_only(self):
        return super()._computed_only() | {
            "visitor_report_state",
            "host_report_state",
            "evidence_state",
            "travel_mode_id",
            "is_green_travel",
            "is_co2_known",
            "co2_kg",
        }

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"event_id", "visitor_ids", "date_start", "date_end"}:
            self._sync_check_ins()
        return result

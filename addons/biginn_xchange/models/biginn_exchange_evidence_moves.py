from odoo import fields, models
from odoo.exceptions import UserError

TEMPLATE_REFUSED = "biginn_xchange.mail_template_evidence_refused"


class BiginnExchangeEvidence(models.Model):
    """Accepting evidence, refusing it with a reason."""

    _inherit = "biginn.exchange.evidence"

    def _get_cannot_decide_reason(self):
        """Why this user cannot accept or refuse this now; False when nothing is in the way."""
        self.ensure_one()
        if not self.env.su:
            if not self.env.user.has_group("biginn_cluster.group_staff"):
                return self.env._("Only cluster staff decide about evidence.")
            if not self.has_access("write"):
                return self.env._(
                    "Only %(company)s, which runs the exchange, decides about its evidence.",
                    company=self.sudo().company_id.name,
                )
        exchange_sudo = self.exchange_id.sudo()
        if exchange_sudo._is_travel_frozen():
            return self.env._(
                "%(exchange)s is completed: its evidence stands.", exchange=exchange_sudo.name
            )
        if self.kind == "check_in":
            return self.env._("A check-in counts by itself.")
        if not self.sudo().attachment_id:
            return self.env._("There is no file to look at.")
        return False

    def action_accept(self):
        for evidence in self.filtered(lambda evidence: evidence.state != "accepted"):
            evidence.exchange_id._closing_lock()
            reason = evidence._get_cannot_decide_reason()
            if reason:
                raise UserError(reason)
            evidence._decide({"state": "accepted", "reason": False})
        return True

    def action_refuse(self, reason):
        """Say why it proves nothing; its organisation is asked for something else."""
        if not (reason or "").strip():
            raise UserError(self.env._("Say why: the organisation reads it."))
        for evidence in self.filtered(lambda evidence: evidence.state != "refused"):
            evidence.exchange_id._closing_lock()
            cannot = evidence._get_cannot_decide_reason()
            if cannot:
                raise UserError(cannot)
            evidence._decide({"state": "refused", "reason": reason.strip()})
            evidence._tell_refused()
        return True

    def action_open_refuse(self):
        return self.env["biginn.closing.remark"]._open("evidence_ids", self)

    def _decide(self, vals):
        self._store({**vals, "decided_on": fields.Datetime.now(), "decided_by_id": self.env.uid})
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        states = dict(self._fields["state"]._description_selection(self.env))
        # sudo: a line in the history of what was decided just before
        self.exchange_id.sudo()._message_log(
            body=self.env._(
                "Evidence, %(kind)s: %(state)s.",
                kind=kinds[self.kind],
                state=states[self.state].lower(),
            )
        )

    def _tell_refused(self):
        template = self.env.ref(TEMPLATE_REFUSED, raise_if_not_found=False)
        if not template:  # a cluster that wants no mail deletes the template
            return
        # sudo: the addresses and the cluster's own; what is told, the template says
        evidence_sudo = self.sudo()
        exchange_sudo = evidence_sudo.exchange_id
        side = "visitor" if evidence_sudo.partner_id == exchange_sudo.visiting_id else "host"
        people = exchange_sudo._closing_people(side) | evidence_sudo.author_id.filtered(
            "email_normalized"
        )
        exchange_sudo._closing_mail(template, evidence_sudo, people)

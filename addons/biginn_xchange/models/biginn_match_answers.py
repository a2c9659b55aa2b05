from odoo import fields, models
from odoo.exceptions import UserError

from .biginn_match import SIDES

PROPOSED = "biginn_xchange.mail_template_match_proposed"
AGREED = "biginn_xchange.mail_template_match_agreed"
DECLINED = "biginn_xchange.mail_template_match_declined"


class BiginnMatch(models.Model):
    """Who answers, why somebody cannot, and who is told."""

    _inherit = "biginn.match"

    def _side_candidate(self, side):
        """The candidate of one side. Called in sudo: it may be another cluster's."""
        self.ensure_one()
        return self.visitor_id if side == "visitor" else self.host_id

    def _other_side(self, side):
        return "host" if side == "visitor" else "visitor"

    # ------------------------------------------------------------------
    # Why not
    # ------------------------------------------------------------------

    def _get_cannot_answer_reason(self, side, answer):
        """Why this user cannot give this answer for this side; False if nothing is in the way."""
        self.ensure_one()
        if side not in SIDES or answer not in ("yes", "no"):
            return self.env._("The answer is yes or no, for the visitor or for the host.")
        return self._get_not_theirs_reason(side) or self._get_too_late_reason(side, answer)

    def _get_not_theirs_reason(self, side):
        # sudo: whose answer it is, whoever asks
        candidate_sudo = self.sudo()._side_candidate(side)
        user = self.env.user
        if self.env.su:
            return False
        if user.has_group("biginn_cluster.group_staff"):
            if candidate_sudo.company_id in self.env.companies:
                return False
            return self.env._(
                "Only %(cluster)s notes the answer of its candidate.",
                cluster=candidate_sudo.company_id.name,
            )
        if user.commercial_partner_id != candidate_sudo.partner_id.commercial_partner_id:
            return self.env._("Only the organisation itself can answer.")
        return candidate_sudo.sudo(False)._get_cannot_meet_reason()

    def _get_too_late_reason(self, side, answer):
        match_sudo = self.sudo()
        other = match_sudo[f"{self._other_side(side)}_answer"]
        if match_sudo.exchange_id:
            return self.env._("The exchange has been made already.")
        if other == "no":
            return self.env._("The other side has said no.")
        if match_sudo[f"{side}_answer"] == "no":
            return self.env._("The answer was no. The cluster can propose the two once more.")
        candidate_sudo = match_sudo._side_candidate(side)
        if answer == "yes" and candidate_sudo.state != "accepted":
            return self.env._(
                "%(candidate)s is not accepted: it cannot be matched.",
                candidate=candidate_sudo.display_name,
            )
        if answer == "yes" and not match_sudo.host_id.free_places:
            return self.env._("The host has no free place any more.")
        return False

    # ------------------------------------------------------------------
    # Answering
    # ------------------------------------------------------------------

    def action_answer(self, side, answer, reason=""):
        """Say yes or no for one side; the same answer once more does nothing.

        A member answers for the own organisation, staff for the own cluster's candidate.
        """
        self.check_access("read")
        self._lock()
        for match in self:
            if side in SIDES and match.sudo()[f"{side}_answer"] == answer != "pending":
                continue
            problem = match._get_cannot_answer_reason(side, answer)
            if problem:
                raise UserError(problem)
            # sudo: the guard has said yes; members may write nothing, and this no more than that
            match.sudo()._keep_answer(side, answer, str(reason or "").strip()[:2000])
        return True

    def _keep_answer(self, side, answer, reason):
        now = fields.Datetime.now()
        vals = {f"{side}_answer": answer, f"{side}_answered_on": now}
        if answer == "no":
            vals |= {"decline_reason": reason, "validated_on": False}
        elif self[f"{self._other_side(side)}_answer"] == "yes":
            vals["validated_on"] = now
        self._store(vals)
        if self.state == "validated":
            self._tell(AGREED, SIDES)
        elif answer == "no":
            self._tell(DECLINED, [self._other_side(side)])

    def action_visitor_yes(self):
        return self.action_answer("visitor", "yes")

    def action_visitor_no(self):
        return self.action_answer("visitor", "no")

    def action_host_yes(self):
        return self.action_answer("host", "yes")

    def action_host_no(self):
        return self.action_answer("host", "no")

    def action_propose_again(self):
        """Ask both once more; only what was declined, so that a second click is harmless."""
        self.check_access("write")
        self._lock()
        for match in self.filtered(lambda match: match.state == "declined"):
            reason = match._get_cannot_propose_reason()
            if reason:
                raise UserError(reason)
            vals = {f"{side}_answer": "pending" for side in SIDES}
            vals |= {f"{side}_answered_on": False for side in SIDES}
            # sudo: the guard has said yes, and these fields nobody writes by hand
            match.sudo()._store({**vals, "decline_reason": False, "validated_on": False})
            match._rate()
            match._tell_proposed()
        return True

    def _end_for(self, candidate):
        """A candidate no longer takes part: what has not become an exchange ends with a no."""
        for match in self:
            side = "visitor" if match.visitor_id == candidate else "host"
            if match.exchange_id or match.state == "declined":
                continue
            match._keep_answer(side, "no", "")

    # ------------------------------------------------------------------
    # Telling
    # ------------------------------------------------------------------

    def _tell_proposed(self):
        """To each side that has not answered: somebody fits you."""
        for match in self.sudo():
            match._tell(PROPOSED, [side for side in SIDES if match[f"{side}_answer"] == "pending"])

    def _tell(self, template, sides):
        """One mail to each of these sides, in its person's language."""
        template_sudo = self.env.ref(template, raise_if_not_found=False)
        if not template_sudo:  # a cluster that wants no mail deletes the template
            return
        for match in self:
            for side in sides:
                if not match._side_candidate(side).contact_id.email:
                    continue
                # sudo: a member who answers may not read mail templates
                template_sudo.sudo().with_context(match_side=side).send_mail(
                    match.id, email_layout_xmlid="mail.mail_notification_light", force_send=False
                )

    def _mail_values(self, side):
        """What a mail to one side says: plain words, of the other one only what may be known."""
        self.ensure_one()
        me, other = self._side_candidate(side), self._side_candidate(self._other_side(side))
        agreed = self.state == "validated"
        return {
            "person": me.contact_id.name or "",
            "cluster": me.company_id.name,
            "programme": self.programme_id.name,
            "organisation": other.partner_id.name,
            "country": other.partner_country_id.name or "",
            "score": self.score,
            "reasons": [row["text"] for row in self._reason_rows() if row["points"]],
            "reason": self.decline_reason or "",
            "contact": other.contact_id.name if agreed else "",
            "email": other.contact_id.email if agreed else "",
            "phone": other.contact_id.phone if agreed else "",
            "url": f"{self.get_base_url()}/my/matches/{self.id}",
        }

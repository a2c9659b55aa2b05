from odoo import api, fields, models
from odoo.exceptions import UserError

# Applications that somebody has sent and nobody has ended.
OPEN_STATES = ("submitted", "on_hold", "accepted")
DECIDED_STATES = ("accepted", "refused", "withdrawn")


class BiginnCandidate(models.Model):
    """Where an application stands, who may move it on, and why not yet.

    ========= ============================ =================== =====================================
    to        from                         who                 what must hold; what it triggers
    ========= ============================ =================== =====================================
    submitted draft, on_hold               applicant, staff    complete, no blocking finding; task
                                                               for the cluster, mail to the person
    submitted refused                      manager             the same
    on_hold   submitted, accepted          staff               a reason, or a question to the
                                                               applicant; mail
    accepted  submitted, on_hold           staff               no blocking finding; mail
    refused   submitted, on_hold           staff               a reason; mail
    withdrawn draft … accepted             applicant, staff    the responsible is told
    draft     withdrawn                    applicant, staff    begins anew
    ========= ============================ =================== =====================================

    A question is a way of holding: the applicant changes the form and sends it again.
    """

    _inherit = "biginn.candidate"

    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("on_hold", "On hold"),
            ("accepted", "Accepted"),
            ("refused", "Refused"),
            ("withdrawn", "Withdrawn"),
        ],
        default="draft",
        required=True,
        index=True,
        tracking=True,
        copy=False,
        group_expand=True,
        help="Draft: being written. Submitted: the cluster has to answer. On hold: it waits for "
        "something. Accepted: it can be matched. Refused: the reason says why. Withdrawn: the "
        "organisation no longer wants it.",
    )
    submitted_on = fields.Datetime(string="Submitted on", readonly=True, copy=False)
    decided_on = fields.Datetime(string="Decided on", readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True, copy=False)
    decision_reason = fields.Text(
        string="Reason", readonly=True, copy=False, help="Why. The applicant reads it."
    )
    question = fields.Text(
        readonly=True, copy=False, help="What the applicant is asked; empty once answered."
    )
    days_waiting = fields.Integer(
        string="Days waiting",
        compute="_compute_days_waiting",
        help="Since it was submitted, until it was decided.",
    )
    is_late = fields.Boolean(
        string="Late",
        compute="_compute_days_waiting",
        help="It waits longer than the programme promises.",
    )
    days_to_decide = fields.Integer(
        string="Days to decide",
        compute="_compute_days_to_decide",
        store=True,
        aggregator="avg",
        help="From the day it was submitted to the decision.",
    )
    waiting_for = fields.Char(
        string="What is missing",
        compute="_compute_waiting_for",
        help="Why the next step cannot be taken yet.",
    )

    @api.depends("state", "submitted_on", "decided_on", "programme_id.answer_days")
    def _compute_days_waiting(self):
        now = fields.Datetime.now()
        for candidate in self:
            waits = candidate.state in ("submitted", "on_hold")
            until = now if waits else candidate.decided_on
            candidate.days_waiting = candidate._days_until(until)
            # sudo: the number the programme promises, to whoever waits for it
            promised = candidate.sudo().programme_id.answer_days
            candidate.is_late = waits and 0 < promised < candidate.days_waiting

    @api.depends("submitted_on", "decided_on")
    def _compute_days_to_decide(self):
        for candidate in self:
            candidate.days_to_decide = candidate._days_until(candidate.decided_on)

    def _days_until(self, moment):
        if not self.submitted_on or not moment:
            return 0
        return max((moment - self.submitted_on).days, 0)

    @api.depends(
        "state",
        "open_finding_count",
        "contact_id",
        "motivation",
        "objectives",
        "planned_activity_ids",
        "host_offer",
    )
    @api.depends_context("uid", "lang")
    def _compute_waiting_for(self):
        following = {"draft": "submitted", "submitted": "accepted", "on_hold": "accepted"}
        for candidate in self:
            target = following.get(candidate.state)
            candidate.waiting_for = (
                candidate._get_cannot_move_reason(target) if target and candidate.id else False
            )

    def _is_decided(self):
        self.ensure_one()
        return self.state in DECIDED_STATES

    # ------------------------------------------------------------------
    # What leads where
    # ------------------------------------------------------------------

    @api.model
    def _moves(self):
        """{target: states it can be reached from}; override to add."""
        return {
            "submitted": ("draft", "on_hold", "refused"),
            "on_hold": ("submitted", "accepted"),
            "accepted": ("submitted", "on_hold"),
            "refused": ("submitted", "on_hold"),
            "withdrawn": ("draft", "submitted", "on_hold", "accepted"),
            "draft": ("withdrawn",),
        }

    def _get_cannot_move_reason(self, target):
        """Why this user cannot move this candidate to `target` now; False if nothing is in the way.

        The one authority on states: buttons and pages show it, `write` and all methods obey it.
        """
        self.ensure_one()
        if self.state not in self._moves().get(target, ()):
            labels = dict(self._fields["state"]._description_selection(self.env))
            return self.env._(
                "%(candidate)s cannot become “%(target)s” from “%(state)s”.",
                candidate=self.name,
                target=labels.get(target, target),
                state=labels[self.state],
            )
        return self._get_no_right_reason(target) or self._get_not_ready_reason(target)

    def _get_no_right_reason(self, target):
        if self.env.su:
            return False
        if not self.env.user.has_group("biginn_cluster.group_staff"):
            return self.env._("Only cluster staff can move a candidate on.")
        if not self.has_access("write"):
            return self.env._(
                "Only %(company)s, which looks after the candidate, can move it on.",
                company=self.sudo().company_id.name,
            )
        if self.state == "refused" and not self.env.user.has_group("biginn_cluster.group_manager"):
            return self.env._("Only a cluster manager can take back a refusal.")
        return False

    def _get_not_ready_reason(self, target):
        """What the candidate itself still lacks; override to add."""
        if target not in ("submitted", "accepted"):
            return False
        missing = self._missing_fields()
        if missing:
            labels = [self._fields[name]._description_string(self.env) for name in missing]
            return self.env._("Still to fill in: %(fields)s.", fields=", ".join(labels))
        sentences = self.sudo().finding_ids._blocking_sentences(self._verdicts()[self])
        return "\n".join(sentences) or False

    def _missing_fields(self):
        """What nobody can judge a candidate without, in the order of the form."""
        names = ["contact_id", "motivation", "objectives", "planned_activity_ids"]
        names += ["date_from", "date_to"]
        if self.role == "host":
            names += ["host_offer", "host_capacity"]
        return [name for name in names if not self.sudo()[name]]

    # ------------------------------------------------------------------
    # Moving
    # ------------------------------------------------------------------

    def _move_to(self, target, decision_reason="", question=""):
        """Move on those that are not there yet, so that a second click does nothing."""
        self._lock()
        moving = self.filtered(lambda candidate: candidate.state != target)
        for candidate in moving:
            reason = candidate._get_cannot_move_reason(target)
            if reason:
                raise UserError(reason)
            candidate._write_state(
                target, (decision_reason or "").strip(), (question or "").strip()
            )
        moving._tell_applicants(target)

    def _write_state(self, target, decision_reason, question):
        if target == "refused" and not decision_reason:
            raise UserError(self.env._("Say why: the applicant reads it."))
        if target == "on_hold" and not (decision_reason or question):
            raise UserError(self.env._("Say why it has to wait, or what you want to know."))
        before = self.state
        now = fields.Datetime.now()
        vals = {
            "state": target,
            "question": question or False,
            "decision_reason": decision_reason or False,
        }
        if target == "submitted" and before != "on_hold":
            vals["submitted_on"] = now
        decided = target in DECIDED_STATES
        vals["decided_on"] = decided and now
        vals["decided_by_id"] = decided and self.env.uid
        self._store(vals)
        if target in ("submitted", "draft"):
            self._refresh_findings()
        self._after_move(target)

    def _after_move(self, target):
        """What a move triggers; called once per candidate after the state has been stored."""
        self._tell_staff(target)

    # ------------------------------------------------------------------
    # Buttons and API
    # ------------------------------------------------------------------

    def action_submit(self):
        self._move_to("submitted")
        return True

    def action_accept(self):
        self._move_to("accepted")
        return True

    def action_hold(self, reason):
        """Let it wait for something that is not the applicant's."""
        self._move_to("on_hold", decision_reason=reason)
        return True

    def action_ask(self, question):
        """Ask the applicant for more: the form opens again until it is answered."""
        self._move_to("on_hold", question=question)
        return True

    def action_refuse(self, reason):
        self._move_to("refused", decision_reason=reason)
        return True

    def action_withdraw(self, reason=""):
        self._move_to("withdrawn", decision_reason=reason)
        return True

    def action_reset(self):
        self._move_to("draft")
        return True

    def _open_dialogue(self, kind, title):
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "biginn.candidate.decision",
            "view_mode": "form",
            "target": "new",
            "context": {"default_candidate_ids": self.ids, "default_kind": kind},
        }

    def action_open_hold(self):
        return self._open_dialogue("hold", self.env._("Put on hold"))

    def action_open_ask(self):
        return self._open_dialogue("ask", self.env._("Ask for more"))

    def action_open_refuse(self):
        return self._open_dialogue("refuse", self.env._("Refuse"))

    def action_view_organisation(self):
        self.ensure_one()
        return self.partner_id._get_records_action()

    def action_view_twin(self):
        self.ensure_one()
        return self.twin_id._get_records_action()

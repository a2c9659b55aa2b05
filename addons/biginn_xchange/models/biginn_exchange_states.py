from odoo import api, fields, models
from odoo.tools import format_date

# Marks a look at a list: findings as they are stored will do, the rules are not asked anew. An
# object, because no caller from outside can send this very one.
AT_A_GLANCE = object()
RARE = ("submitted", "interrupted", "refused", "cancelled")
# What moving alone writes; a member may read all of it.
MOVED_FIELDS = {
    "state_since",
    "submitted_on",
    "validated_on",
    "ended_on",
    "completed_on",
    "paid_on",
    "payment_due",
    "decision_reason",
}


class BiginnExchange(models.Model):
    """Where it stands, who may move it on, what must hold and what that triggers.

    =============  =====================  ===============================  =======================
    to             from, by whom          what must hold                   what it triggers
    =============  =====================  ===============================  =======================
    submitted      draft; staff, or the   nothing: findings may be open    waits for the office
                   visitor in the portal
    validated      draft, submitted;      no finding blocks (asked anew),  figures stand still;
                   staff                  or a manager overrode it         drafts of the same
                                                                           visitor are judged anew
    signing        validated; staff       the commitment can be made       documents, signers asked
    ready          signing; by itself     four signatures, and the         visitor and host are
                                          financial agreement where money  told
                                          is paid
    ongoing        ready; by itself       the first day has come
                   interrupted; staff     the day on which it goes on
    interrupted    ready, ongoing; staff  reason and day                   a line of history
    reporting      ongoing; by itself     the last day has passed          the visitor is asked for
                   interrupted; staff     the day it ended early           the report; an early end
                                                                           counts the days anew
    completed      reporting; staff       report validated, evidence       the bill, if there is
                                          accepted                         something to pay
    paid           completed; by itself   its one bill is paid             counts as paid
    refused        draft, submitted;      reason                           the visitor is told
                   staff
    cancelled      draft to ready,        reason                           signatures are void
                   interrupted; staff
    draft          submitted, validated,  a manager                        signatures are void, the
                   signing; managers                                       rules are asked anew
    =============  =====================  ===============================  =======================

    *Staff* are those of the company that runs the exchange. What moves by itself is moved by
    `_advance` as soon as it can; asking for such a move by hand meets the same conditions. A
    virtual exchange, and one that is worth nothing, has no bill and ends at completed.
    """

    _inherit = "biginn.exchange"

    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("validated", "Validated"),
            ("signing", "Signing"),
            ("ready", "Ready"),
            ("ongoing", "Ongoing"),
            ("interrupted", "Interrupted"),
            ("reporting", "Reporting"),
            ("completed", "Completed"),
            ("paid", "Paid"),
            ("refused", "Refused"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        index=True,
        tracking=True,
        copy=False,
        group_expand="_group_expand_states",
        help="Draft: being put together, everything can change.\n"
        "Submitted: put together, the office looks at it.\n"
        "Validated: the rules are kept, the lump sum stands.\n"
        "Signing: the Commitment to Quality waits for signatures.\n"
        "Ready: everything is signed, the stay can begin.\n"
        "Ongoing: the visitor is at the host.\n"
        "Interrupted: the stay has been stopped, it may go on or end.\n"
        "Reporting: the stay is over, report and evidence are due.\n"
        "Completed: report and evidence are accepted.\n"
        "Paid: the visitor has been paid.\n"
        "Refused: the office has said no.\n"
        "Cancelled: it will not take place.",
    )
    state_since = fields.Date(
        string="Since",
        readonly=True,
        copy=False,
        default=fields.Date.context_today,
        help="The day it came to where it stands.",
    )
    submitted_on = fields.Date(string="Submitted on", readonly=True, copy=False)
    validated_on = fields.Date(string="Validated on", readonly=True, copy=False)
    ended_on = fields.Date(
        string="Ended on", readonly=True, copy=False, help="The day the stay was really over."
    )
    completed_on = fields.Date(string="Completed on", readonly=True, copy=False)
    paid_on = fields.Date(string="Paid on", readonly=True, copy=False)
    decision_reason = fields.Text(
        string="Reason",
        readonly=True,
        copy=False,
        tracking=True,
        help="Why it was refused or cancelled.",
    )
    days_waiting = fields.Integer(
        string="Days waiting",
        compute="_compute_days_waiting",
        help="How long it has been where it stands.",
    )
    payment_due = fields.Date(
        string="Payment due",
        compute="_compute_payment_due",
        store=True,
        help="The programme's payment term, counted from the end of the stay or from the day "
        "its report was validated.",
    )
    waiting_for = fields.Char(
        string="What is missing",
        compute="_compute_waiting_for",
        help="Why the next step cannot be taken yet.",
    )

    @api.depends(
        "ended_on", "completed_on", "programme_id.payment_days", "programme_id.payment_from"
    )
    def _compute_payment_due(self):
        for exchange in self:
            programme = exchange.programme_id
            start = (
                exchange.ended_on
                if programme.payment_from == "completion"
                else exchange.completed_on
            )
            exchange.payment_due = start and fields.Date.add(start, days=programme.payment_days)

    @api.depends("state_since")
    def _compute_days_waiting(self):
        today = fields.Date.context_today(self)
        for exchange in self:
            since = exchange.state_since
            exchange.days_waiting = max(0, (today - since).days) if since else 0

    @api.model
    def _group_expand_states(self, states, _domain):
        """Columns in the order of life; the rarer states only where something is in them."""
        return [
            state
            for state in self._fields["state"].get_values(self.env)
            if state not in RARE or state in states
        ]

    @api.depends("state", "finding_ids.is_open", "date_start", "date_end", "company_id")
    @api.depends_context("uid", "lang")
    def _compute_waiting_for(self):
        self._read_ahead()
        for exchange in self.with_context(biginn_look=AT_A_GLANCE):
            target = exchange._next_state()
            exchange.waiting_for = (
                exchange._get_cannot_move_reason(target) if target and exchange.id else False
            )

    @api.model
    def _computed_only(self):
        return super()._computed_only() | MOVED_FIELDS

    @api.model
    def _portal_readable_fields(self):
        return super()._portal_readable_fields() | MOVED_FIELDS

    def _read_ahead(self):
        """Read together what the guards look at one by one; override to add."""
        self.sudo().finding_ids.mapped("is_open")

    # ------------------------------------------------------------------
    # What leads where
    # ------------------------------------------------------------------

    @api.model
    def _moves(self):
        """{target: states it can be reached from}; override to add."""
        return {
            "draft": ("submitted", "validated", "signing"),
            "submitted": ("draft",),
            "validated": ("draft", "submitted"),
            "signing": ("validated",),
            "ready": ("signing",),
            "ongoing": ("ready", "interrupted"),
            "interrupted": ("ready", "ongoing"),
            "reporting": ("ongoing", "interrupted"),
            "completed": ("reporting",),
            "paid": ("completed",),
            "refused": ("draft", "submitted"),
            "cancelled": ("draft", "submitted", "validated", "signing", "ready", "interrupted"),
        }

    @api.model
    def _next_states(self):
        """{state: the one that usually comes next}; override to add."""
        return {
            "draft": "validated",
            "submitted": "validated",
            "validated": "signing",
            "signing": "ready",
            "ready": "ongoing",
            "ongoing": "reporting",
            "interrupted": "ongoing",
            "reporting": "completed",
            "completed": "paid",
        }

    def _next_state(self):
        """What comes next for this one; False where its life ends."""
        self.ensure_one()
        # sudo: whether it is worth something, whoever asks
        if self.state == "completed" and self.currency_id.is_zero(self.sudo().agreed_amount):
            return False
        return self._next_states().get(self.state, False)

    @api.model
    def _steps_alone(self):
        """{state: where it goes from there by itself}, as soon as nothing is in the way."""
        return {
            "signing": "ready",
            "ready": "ongoing",
            "ongoing": "reporting",
            "completed": "paid",
        }

    def _state_label(self, state):
        return dict(self._fields["state"]._description_selection(self.env)).get(state, state)

    # ------------------------------------------------------------------
    # Why not
    # ------------------------------------------------------------------

    def _get_cannot_move_reason(self, target):
        """Why this user cannot move this exchange to `target` now; False if nothing is in the way.

        The one authority on states: buttons show it, `write` and the public methods obey it.
        """
        self.ensure_one()
        return (
            self._get_no_way_reason(target)
            or self._get_no_right_reason(target)
            or self._as_judge()._get_not_ready_reason(target)
        )

    def _get_no_way_reason(self, target):
        if self.state in self._moves().get(target, ()):
            return False
        return self.env._(
            "%(exchange)s cannot become “%(target)s” from “%(state)s”.",
            exchange=self.name,
            target=self._state_label(target),
            state=self._state_label(self.state),
        )

    def _as_judge(self):
        """What must hold is told to a member without showing what it was read from."""
        return self.sudo() if self.env.user._is_portal() else self

    def _get_no_right_reason(self, target):
        if self.env.su:
            return False
        user = self.env.user
        if user._is_portal():
            return self._get_no_member_right_reason(target)
        if not user.has_group("biginn_cluster.group_staff"):
            return self.env._("Only cluster staff can move an exchange on.")
        if not self.has_access("write"):
            return self.env._(
                "Only %(company)s, which runs the exchange, can move it on.",
                company=self.sudo().company_id.name,
            )
        if target == "draft" and not user.has_group("biginn_cluster.group_manager"):
            return self.env._("Only a cluster manager can set an exchange back to draft.")
        return False

    def _get_no_member_right_reason(self, target):
        """A member hands in the own organisation's exchange, nothing else."""
        if target != "submitted":
            return self.env._("Only cluster staff can move an exchange on.")
        if not self.has_access("read") or not self._is_visitor(self.env.user.partner_id):
            return self.env._(
                "Only the visitors and those who edit the profile of their organisation "
                "can submit an exchange."
            )
        return False

    def _is_visitor(self, person):
        """Does this person act for the visiting side: as one who travels, or as its editor?"""
        self.ensure_one()
        exchange_sudo = self.sudo()
        own = person.commercial_partner_id == exchange_sudo.visiting_id.commercial_partner_id
        return own and (person in exchange_sudo.visitor_ids or person.sudo().profile_editor)

    def _get_not_ready_reason(self, target):
        """What the exchange itself still lacks; override to add."""
        check = {
            "validated": self._get_blocking_reason,
            "ongoing": self._get_not_begun_reason,
            "reporting": self._get_not_over_reason,
            "refused": self._get_no_word_reason,
            "cancelled": self._get_no_word_reason,
        }.get(target)
        return check() if check else False

    def _get_not_begun_reason(self):
        if self.state == "ready" and self.date_start > self._today_there():
            return self.env._(
                "The stay begins on %(date)s.", date=format_date(self.env, self.date_start)
            )
        return False

    def _get_not_over_reason(self):
        if self.state == "ongoing" and self._last_day() >= self._today_there():
            return self.env._(
                "The stay is not over yet: its last day is %(date)s.",
                date=format_date(self.env, self._last_day()),
            )
        return False

    def _last_day(self):
        """The last day as it is planned now."""
        return self.date_end

    def _get_no_word_reason(self):
        return False if self.decision_reason else self._get_no_word_sentence()

    def _get_no_word_sentence(self):
        return self.env._("Say why, so that others understand.")

    def _get_blocking_reason(self):
        """The sentences of the findings that block, one a line.

        The rules are asked anew: a stored finding may have been overtaken by events. Only a list
        makes do with what is stored.
        """
        if self.env.context.get("biginn_look") is AT_A_GLANCE:
            return "\n".join(self.finding_ids.filtered("is_open").mapped("message")) or False
        rows = {row.rule: row for row in self.finding_ids}
        sentences = []
        for finding in self._verdicts()[self]:
            if finding.ok or not finding.blocking:
                continue
            row = rows.get(finding.rule)
            if (
                row
                and row.overridden_by
                and row.code == finding.code
                and (row.params == finding.params)
            ):
                continue
            sentences.append(
                self.env["biginn.exchange.finding"]
                .new({"rule": finding.rule, "code": finding.code, "params": finding.params})
                .message
            )
        return "\n".join(sentences) or False

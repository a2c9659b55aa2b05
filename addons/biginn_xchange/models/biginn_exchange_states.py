from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class BiginnExchange(models.Model):
    """Where it stands, who may move it on, and why not yet."""

    _inherit = "biginn.exchange"

    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("validated", "Validated"),
            ("completed", "Completed"),
            ("paid", "Paid"),
        ],
        default="draft",
        required=True,
        index=True,
        tracking=True,
        copy=False,
        group_expand=True,
        help="Draft: being put together, everything can change.\n"
        "Validated: the rules are kept, the lump sum stands.\n"
        "Completed: the stay has taken place.\n"
        "Paid: the visitor has been paid.",
    )
    completed_on = fields.Date(string="Completed on", readonly=True, copy=False)
    paid_on = fields.Date(string="Paid on", readonly=True, copy=False)
    payment_due = fields.Date(
        string="Payment due",
        compute="_compute_payment_due",
        help="The programme's payment term, counted from the end of the exchange.",
    )
    waiting_for = fields.Char(
        string="What is missing",
        compute="_compute_waiting_for",
        help="Why the next step cannot be taken yet.",
    )

    @api.depends("completed_on", "programme_id.payment_days", "programme_id.payment_from")
    def _compute_payment_due(self):
        for exchange in self:
            programme = exchange.programme_id
            if exchange.completed_on and programme.payment_from == "completion":
                exchange.payment_due = fields.Date.add(
                    exchange.completed_on, days=programme.payment_days
                )
            else:
                exchange.payment_due = False

    @api.depends("state", "finding_ids.is_open", "date_end", "company_id")
    @api.depends_context("uid", "lang")
    def _compute_waiting_for(self):
        for exchange in self:
            target = self._next_states().get(exchange.state)
            exchange.waiting_for = (
                exchange._get_cannot_move_reason(target) if target and exchange.id else False
            )

    # ------------------------------------------------------------------
    # What leads where
    # ------------------------------------------------------------------

    @api.model
    def _moves(self):
        """{target: states it can be reached from}; override to add."""
        return {
            "draft": ("validated",),
            "validated": ("draft",),
            "completed": ("validated",),
            "paid": ("completed",),
        }

    @api.model
    def _next_states(self):
        """{state: the one that usually comes next}; override to add."""
        return {"draft": "validated", "validated": "completed", "completed": "paid"}

    def _state_label(self, state):
        return dict(self._fields["state"]._description_selection(self.env)).get(state, state)

    def _get_cannot_move_reason(self, target):
        """Why this user cannot move this exchange to `target` now; False if nothing is in the way.

        The one authority on states: buttons show it, `write` and the public methods obey it.
        """
        self.ensure_one()
        if self.state not in self._moves().get(target, ()):
            return self.env._(
                "%(exchange)s cannot become “%(target)s” from “%(state)s”.",
                exchange=self.name,
                target=self._state_label(target),
                state=self._state_label(self.state),
            )
        return self._get_no_right_reason(target) or self._get_not_ready_reason(target)

    def _get_no_right_reason(self, target):
        if self.env.su:
            return False
        if not self.env.user.has_group("biginn_cluster.group_staff"):
            return self.env._("Only cluster staff can move an exchange on.")
        if not self.has_access("write"):
            return self.env._(
                "Only %(company)s, which runs the exchange, can move it on.",
                company=self.sudo().company_id.name,
            )
        if target == "draft" and not self.env.user.has_group("biginn_cluster.group_manager"):
            return self.env._("Only a cluster manager can set a validated exchange back to draft.")
        return False

    def _get_not_ready_reason(self, target):
        """What the exchange itself still lacks; override to add."""
        if target == "validated":
            return self._get_blocking_reason()
        if target == "completed" and self.date_end > fields.Date.context_today(self):
            return self.env._(
                "The stay is not over yet: its last day is %(date)s.",
                date=format_date(self.env, self.date_end),
            )
        return False

    def _get_blocking_reason(self):
        """The sentences of the findings that block, one a line.

        The rules are asked anew: a stored finding may have been overtaken by events.
        """
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

    # ------------------------------------------------------------------
    # Moving
    # ------------------------------------------------------------------

    def _move_to(self, target):
        """Move on those that are not there yet, so that a second click does nothing."""
        for exchange in self.filtered(lambda exchange: exchange.state != target):
            if target == "validated" and not exchange._get_no_right_reason(target):
                exchange.action_check()
            reason = exchange._get_cannot_move_reason(target)
            if reason:
                raise UserError(reason)
            exchange._write_state(target)

    def _write_state(self, target):
        today = fields.Date.context_today(self)
        vals = {"state": target}
        if target == "completed":
            vals["completed_on"] = today
        elif target == "paid":
            vals["paid_on"] = today
        self._store(vals)
        if target == "draft":
            self.action_check()
        self._refresh_other_drafts()

    def _refresh_other_drafts(self):
        """Whether a visit is the visitor's first depends on where the other ones stand."""
        drafts_sudo = self.sudo().search(
            [
                ("programme_id", "in", self.programme_id.ids),
                ("state", "=", "draft"),
                ("id", "not in", self.ids),
                "|",
                ("visiting_id", "in", self.visiting_id.ids),
                ("visitor_ids", "in", self.visitor_ids.ids),
            ]
        )
        drafts_sudo._refresh_findings()

    def action_validate(self):
        self._move_to("validated")
        return True

    def action_complete(self):
        self._move_to("completed")
        return True

    def action_pay(self):
        self._move_to("paid")
        return True

    def action_reset(self):
        self._move_to("draft")
        return True

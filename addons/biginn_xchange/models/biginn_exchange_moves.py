from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

# What is noted on the day a state is reached.
DAYS = {
    "submitted": "submitted_on",
    "validated": "validated_on",
    "reporting": "ended_on",
    "completed": "completed_on",
    "paid": "paid_on",
}
# Steps that the calendar alone decides: a stay recorded afterwards takes them at once.
BY_DATE = ("ready", "ongoing")


class BiginnExchange(models.Model):
    """Moving from state to state: the buttons, the wish written by a caller, what goes alone.

    The table of states stands in biginn_exchange_states.py.
    """

    _inherit = "biginn.exchange"

    def _lock(self):
        """Let whoever moves these exchanges at this moment finish first.

        The second of two transactions waits here, then starts over and finds the exchange where
        the first has left it. Rows that only refer to the exchange (a message) can still be added
        meanwhile.
        """
        if self.ids:
            self.check_access("read")
            self.flush_recordset()
            # in order, so that two do not wait for each other; written, so that the second one
            # starts over even if the first has only added what refers to the exchange
            self.env.cr.execute(
                SQL(
                    "SELECT id FROM biginn_exchange WHERE id IN %s ORDER BY id FOR NO KEY UPDATE",
                    tuple(self.ids),
                )
            )
            self.env.cr.execute(
                SQL("UPDATE biginn_exchange SET id = id WHERE id IN %s", tuple(self.ids))
            )

    def _move_to(self, target):
        """Move on those that are not there yet, so that a second click does nothing."""
        self._lock()
        for exchange in self.filtered(lambda exchange: exchange.state != target):
            if target == "validated" and not exchange._get_no_right_reason(target):
                exchange.action_check()
            reason = exchange._get_cannot_move_reason(target)
            if reason:
                raise UserError(reason)
            # the guard has said yes; a member may write nothing, not even this
            exchange._as_judge()._write_state(target)
            if exchange.state in BY_DATE:
                exchange._advance()

    def _advance(self):
        """Take every step that happens by itself, as far as it goes now.

        To be called after signing, validating, paying: asks for no rights, but for all the rest.
        """
        for exchange in self.sudo():
            exchange._lock()
            while target := exchange._steps_alone().get(exchange.state):
                if exchange._get_cannot_move_reason(target):
                    break
                exchange._write_state(target)

    def _write_state(self, target):
        """Store a move that has been checked, and all that follows from it."""
        self.ensure_one()
        counted = self.state in self._states_that_count()
        self._store(self._state_values(target))
        if target == "draft":
            self.action_check()
        if counted != (target in self._states_that_count()):
            self._refresh_other_drafts()
        self._after_move(target)

    def _state_values(self, target):
        today = fields.Date.context_today(self)
        vals = {"state": target, "state_since": today}
        if target == "draft":
            vals.update(submitted_on=False, validated_on=False)
        elif target == "reporting":
            vals["ended_on"] = self._last_day()
        elif target in DAYS:
            vals[DAYS[target]] = today
        return vals

    def _after_move(self, target):
        """What a move triggers; called once per exchange after its state has been stored.

        Override to add, super first. Runs with the rights of whoever moved it, in sudo where it
        moved by itself or a member moved it.
        """
        self.ensure_one()

    def _refresh_other_drafts(self):
        """Whether a visit is the visitor's first depends on where the other ones stand."""
        # sudo: a visit counts in whichever cluster it is; the rules alone write what comes of it
        drafts_sudo = self.sudo().search(
            [
                ("programme_id", "in", self.programme_id.ids),
                ("state", "in", self._open_states()),
                ("id", "not in", self.ids),
                "|",
                (
                    "visiting_id.commercial_partner_id",
                    "in",
                    self.visiting_id.commercial_partner_id.ids,
                ),
                ("visitor_ids", "in", self.visitor_ids.ids),
            ]
        )
        drafts_sudo._refresh_findings()

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_submit(self):
        self._move_to("submitted")
        return True

    def action_validate(self):
        self._move_to("validated")
        return True

    def action_request_signatures(self):
        self._move_to("signing")
        return True

    def action_complete(self):
        self._move_to("completed")
        return True

    def action_reset(self):
        self._move_to("draft")
        return True

    def action_refuse(self, reason=None):
        """Refuse with a reason; without one, asks for it."""
        return self._move_with_word("refused", reason)

    def action_cancel(self, reason=None):
        """Call it off with a reason; without one, asks for it."""
        return self._move_with_word("cancelled", reason)

    def _move_with_word(self, target, reason):
        if reason is None:
            return self._open_decision(target)
        self._lock()
        for exchange in self.filtered(lambda exchange: exchange.state != target):
            exchange._check_may(target)
            if reason.strip():
                exchange._store({"decision_reason": reason.strip()})
            exchange._move_to(target)
        return True

    def _check_may(self, target, source=None):
        """Before something is noted for a move: may this user take it, from where it stands?"""
        self.ensure_one()
        reason = self._get_no_way_reason(target) or self._get_no_right_reason(target)
        if not reason and source and self.state != source:
            reason = self.env._("%(exchange)s is not interrupted.", exchange=self.name)
        if reason:
            raise UserError(reason)

    def _open_decision(self, target):
        """The dialogue that asks for what a move needs."""
        for exchange in self:
            exchange._check_may(target)
        return self.env["biginn.exchange.decision"]._open(target, self)

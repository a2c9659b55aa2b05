import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

_logger = logging.getLogger(__name__)


class BiginnExchange(models.Model):
    """The stay itself: dates move it on, what interrupts it is kept."""

    _inherit = "biginn.exchange"

    interruption_ids = fields.One2many(
        "biginn.exchange.interruption", "exchange_id", string="Interruptions", copy=False
    )
    last_day = fields.Date(
        string="Last day planned",
        compute="_compute_last_day",
        store=True,
        help="The last day of the stay; a later one where it went on after an interruption.",
    )

    @api.depends("date_end", "interruption_ids.new_last_day")
    def _compute_last_day(self):
        for exchange in self:
            later = [day for day in exchange.interruption_ids.mapped("new_last_day") if day]
            exchange.last_day = max(later, default=exchange.date_end)

    @api.model
    def _computed_only(self):
        return super()._computed_only() | {"interruption_ids", "last_day"}

    @api.model
    def _portal_readable_fields(self):
        return super()._portal_readable_fields() | {"last_day"}

    def _read_ahead(self):
        result = super()._read_ahead()
        exchanges_sudo = self.sudo()
        exchanges_sudo.interruption_ids.mapped("outcome")
        exchanges_sudo.document_ids.signature_ids.mapped("state")
        return result

    def _last_day(self):
        return self.last_day or super()._last_day()

    # ------------------------------------------------------------------
    # Why not
    # ------------------------------------------------------------------

    def _get_not_ready_reason(self, target):
        reason = super()._get_not_ready_reason(target)
        if reason:
            return reason
        # sudo: whether a line of history stands, whoever asks
        line_sudo = self.sudo()._open_interruption()
        if target == "interrupted" and not line_sudo:
            return self.env._("Say on which day and why it was interrupted.")
        if self.state != "interrupted":
            return False
        if target == "ongoing" and line_sudo:
            return self.env._("Say on which day it goes on, or end or cancel it.")
        if target == "reporting" and line_sudo:
            return self.env._("Say which day was the last one at the host.")
        return False

    def _open_interruption(self):
        return self.interruption_ids.filtered(lambda line: line.outcome == "open")

    def _check_day(self, day, first, last):
        """Refuse a day on which this stay cannot have been interrupted, gone on or ended."""
        if not first <= day <= last:
            raise UserError(
                self.env._(
                    "%(day)s is not possible here: choose a day from %(first)s to %(last)s.",
                    day=format_date(self.env, day),
                    first=format_date(self.env, first),
                    last=format_date(self.env, last),
                )
                if first <= last
                else self.env._(
                    "The visitor has not been at the host yet: cancel the exchange instead."
                )
            )

    # ------------------------------------------------------------------
    # Interrupted, and how it goes on
    # ------------------------------------------------------------------

    def action_interrupt(self, reason=None, day=None, force_majeure=False):
        """Stop the stay; `day` is the first one missed (today). Without a reason, asks for it."""
        if reason is None:
            return self._open_decision("interrupted")
        self._lock()
        for exchange in self.filtered(lambda exchange: exchange.state != "interrupted"):
            exchange._check_may("interrupted")
            exchange._record_interruption(reason, day, force_majeure)
            exchange._move_to("interrupted")
        return True

    def _record_interruption(self, reason, day, force_majeure):
        self.ensure_one()
        if not (reason or "").strip():
            raise UserError(self._get_no_word_sentence())
        day = fields.Date.to_date(day) or fields.Date.context_today(self)
        resumed = self.interruption_ids.filtered(lambda line: line.date_to)[:1].date_to
        if self.state == "ready":
            day = max(day, self.date_start)
        self._check_day(day, resumed or self.date_start, self._last_day())
        # sudo: history is written by the program alone; who asks was checked just before
        self._history_sudo().create(
            {
                "exchange_id": self.id,
                "date_from": day,
                "reason": reason.strip(),
                "force_majeure": bool(force_majeure),
                "recorded_by_id": self.env.uid,
            }
        )

    def _history_sudo(self):
        return self.env["biginn.exchange.interruption"].sudo()._as_checked()

    def _close_interruption(self, vals):
        """Note how an interruption ended."""
        line = self._open_interruption()
        self._history_sudo().browse(line.id).write(vals)
        self.invalidate_recordset(["interruption_ids", "last_day"])

    def action_resume(self, day=None, last_day=None):
        """The stay goes on, on `day`; a later `last_day` makes up for what was missed."""
        if day is None:
            return self._open_decision("ongoing")
        self._lock()
        for exchange in self.filtered(lambda exchange: exchange.state != "ongoing"):
            exchange._check_may("ongoing", source="interrupted")
            exchange._record_resumption(fields.Date.to_date(day), fields.Date.to_date(last_day))
            exchange._move_to("ongoing")
        return True

    def _record_resumption(self, day, last_day):
        line = self._open_interruption()
        if last_day and last_day < self._last_day():
            raise UserError(
                self.env._("A stay that ends earlier than planned is ended, it does not go on.")
            )
        until = self.programme_id.date_end
        if last_day and until and last_day > until:
            raise UserError(
                self.env._(
                    "The programme ends on %(date)s: no stay can last longer.",
                    date=format_date(self.env, until),
                )
            )
        longest = last_day or self._last_day()
        if not line.date_from <= day <= longest:
            raise UserError(
                self.env._(
                    "The stay can go on from %(first)s to %(last)s. "
                    "For a later day give a new last day, too.",
                    first=format_date(self.env, line.date_from),
                    last=format_date(self.env, longest),
                )
            )
        vals = {"outcome": "resumed", "date_to": day}
        if last_day and last_day != self._last_day():
            vals["new_last_day"] = last_day
        self._close_interruption(vals)

    def action_end_early(self, day=None, reason=None, force_majeure=False):
        """The stay is over before its planned end; `day` was the last one at the host.

        One that is still going on needs a reason; an interrupted one has it in its history.
        """
        if day is None:
            return self._open_decision("reporting")
        day = fields.Date.to_date(day)
        self._lock()
        for exchange in self.filtered(lambda exchange: exchange.state != "reporting"):
            exchange._check_may("reporting")
            before_last = exchange._last_day() - timedelta(days=1)
            exchange._check_day(
                day, exchange.date_start, min(before_last, fields.Date.context_today(exchange))
            )
            if exchange.state == "ongoing":
                exchange.action_interrupt(reason or "", day + timedelta(days=1), force_majeure)
            exchange._close_interruption({"outcome": "ended", "date_from": day + timedelta(days=1)})
            exchange._move_to("reporting")
        return True

    def _proposed_last_day(self):
        """What the dialogue proposes: the day before an interruption, else today."""
        line = self._open_interruption()
        if line:
            return max(line.date_from - timedelta(days=1), self.date_start)
        return min(fields.Date.context_today(self), self._last_day())

    def _after_move(self, target):
        result = super()._after_move(target)
        if target == "cancelled" and self.sudo()._open_interruption():
            self._close_interruption({"outcome": "cancelled"})
        return result

    # ------------------------------------------------------------------
    # What it leads to
    # ------------------------------------------------------------------

    def action_view_visiting(self):
        return self.visiting_id.get_formview_action()

    def action_view_event(self):
        return self.event_id.get_formview_action()

    # ------------------------------------------------------------------
    # By date
    # ------------------------------------------------------------------

    @api.model
    def _cron_move_by_date(self, batch=100):
        """Begin and end the stays whose day has come; running it again changes nothing.

        The day is that of the host: who is found here too early stays where it is.
        """
        today = self._latest_today()
        due = (Domain("state", "=", "ready") & Domain("date_start", "<=", today)) | (
            Domain("state", "=", "ongoing") & Domain("last_day", "<", today)
        )
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=self.search_count(due))
        done = 0
        # by number: one that cannot move for another reason is not tried twice in a run
        while exchanges := self.search(due & Domain("id", ">", done), limit=batch, order="id"):
            for exchange in exchanges:
                exchange._advance_or_note()
            done = exchanges[-1].id
            if not cron._commit_progress(len(exchanges)):
                break

    def _advance_or_note(self):
        """What stops one exchange does not stop the others."""
        try:
            with self.env.cr.savepoint():
                self._advance()
        except UserError as error:
            _logger.warning("%s was not moved on by date: %s", self.name, error)

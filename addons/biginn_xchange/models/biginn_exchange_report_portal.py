from decimal import Decimal

from odoo import models
from odoo.exceptions import AccessError, UserError

from odoo.addons.biginn_cluster.rules import portal_columns, profile_input


class BiginnExchange(models.Model):
    """The gate through which a member writes a report on the stay and the journey."""

    _inherit = "biginn.exchange"

    # ------------------------------------------------------------------
    # Who asks
    # ------------------------------------------------------------------

    def _closing_side(self):
        """On which side the current user's organisation is: visitor, host, or empty."""
        return {"visiting": "visitor", "host": "host"}.get(self._portal_side(), "")

    def _get_no_closing_right_reason(self):
        """Why the current user may not report, nor hand in evidence, for the own organisation."""
        self.ensure_one()
        side = self._closing_side()
        member = self.env.user.partner_id
        if not side or not self.has_access("read"):
            return self.env._("Your organisation has no part in this exchange.")
        # sudo: who is named on the exchange; it may be read, the colleagues' records may not
        if member.profile_editor or member in self.sudo()._closing_contacts(side):
            return ""
        return self.env._(
            "Only the people named on the exchange and the profile editors of your organisation "
            "can do this."
        )

    def _get_cannot_report_reason(self):
        """Why the current user cannot change the report now; empty when it is possible."""
        reason = self._get_no_closing_right_reason()
        if reason:
            return reason
        if self.state not in self._states_to_report():
            return self.env._(
                "The exchange is “%(state)s”: there is nothing to report on now.",
                state=self._state_label(self.state),
            )
        report = self._own_report()
        if report and report.state not in ("draft", "returned"):
            return self.env._("The report is submitted; your cluster looks at it.")
        return ""

    def _own_report(self):
        """The report of the user's own side, with the user's own rights; maybe none yet."""
        side = self._closing_side()
        return self.env["biginn.exchange.report"].search(
            [("exchange_id", "=", self.id), ("side", "=", side)]
        )

    def _check_can_report(self):
        reason = self._get_cannot_report_reason()
        if reason:
            raise AccessError(reason)

    # ------------------------------------------------------------------
    # What a step shows
    # ------------------------------------------------------------------

    def _report_steps(self):
        return self.env["biginn.exchange.report"]._portal_sections(self, self._closing_side())

    def _report_texts(self, step):
        """{question: text} of what is kept for one step."""
        if step.name == "travel":
            kept = self._km_by_mode()
            return {
                column.name: portal_columns.as_text(kept.get(column.name) or None)
                for column in step.columns
            }
        report = self._own_report()
        if not report:
            return {column.name: column.empty for column in step.columns}
        return {column.name: report._portal_text(column) for column in step.columns}

    def _km_by_mode(self):
        """{name of the input: km}, legs of the same means together."""
        kept = {}
        for leg in self.travel_ids:
            name = f"km_{leg.mode_id.id}"
            kept[name] = kept.get(name, Decimal(0)) + Decimal(str(round(leg.km, 1)))
        return kept

    def _report_mark(self, step):
        """Mark of what the form shows, to tell whether a colleague changed it meanwhile."""
        return profile_input.fingerprint(*self._report_texts(step).values())

    # ------------------------------------------------------------------
    # The gate
    # ------------------------------------------------------------------

    def _portal_write_report(self, step, texts, seen):
        """Keep what was typed on one step of the draft.

        :param Section step: one of `_report_steps`
        :param dict texts: what was posted, by question; a question left out is empty
        :param str seen: the mark of what the form showed
        :return: {question: sentence} of what is wrong; empty when all of it is kept
        :rtype: dict
        """
        self._check_can_report()
        values, errors = self._read_report(step, texts)
        if errors:
            return errors
        self._closing_lock()
        if seen != self._report_mark(step) and self._report_differs(step, values):
            reports = self.env["biginn.exchange.report"]
            first = step.columns[0]
            return {first.name: reports._portal_sentence("changed", first)}
        # sudo: this member may report for this side and nothing else is written
        if step.name == "travel":
            self.sudo()._write_journey(values)
        else:
            report_sudo = self.sudo()._open_report(self._closing_side())
            report_sudo.write(
                {
                    column.name: report_sudo._portal_to_write(column, values[column.name])
                    for column in step.columns
                }
            )
        self.env.invalidate_all()
        return {}

    def _read_report(self, step, texts):
        reports = self.env["biginn.exchange.report"]
        values, errors = {}, {}
        for column in step.columns:
            choices = reports._portal_allowed(column)
            value, problem = portal_columns.read(column, texts.get(column.name), choices)
            if problem in ("required", "choice") and not texts.get(column.name):
                problem = ""  # a draft may have gaps; submitting it may not
            if column.kind == "amount" and value is not None and value > column.high:
                problem = "range"
            values[column.name] = value
            if problem:
                errors[column.name] = reports._portal_sentence(problem, column)
        return values, errors

    def _report_differs(self, step, values):
        kept = self._report_texts(step)
        return any(portal_columns.as_text(values[name]) != text for name, text in kept.items())

    def _write_journey(self, values):
        """One leg for each means; those whose kilometres are the same stay as they are."""
        kept = self._km_by_mode()
        for name, km in values.items():
            if (km or Decimal(0)) == kept.get(name, Decimal(0)):
                continue
            mode = int(name.removeprefix("km_"))
            self.travel_ids.filtered(lambda leg, mode=mode: leg.mode_id.id == mode).unlink()
            if km:
                self.env["biginn.exchange.travel"].create(
                    {"exchange_id": self.id, "mode_id": mode, "km": float(km)}
                )

    def _portal_submit_report(self):
        """Hand the report in.

        :return: [(step, question, sentence)] of what is missing; empty when it is submitted
        :rtype: list
        """
        reason = self._get_no_closing_right_reason()
        if reason:
            raise AccessError(reason)
        report = self._own_report()
        if report.state in ("submitted", "validated"):
            return []  # a second click
        self._check_can_report()
        self._closing_lock()
        # sudo: this member may report for this side
        report_sudo = self.sudo()._open_report(self._closing_side())
        problems = report_sudo._report_problems()
        if problems:
            return self._problems_by_step(problems)
        cannot = report_sudo._get_cannot_submit_reason()
        if cannot:
            raise UserError(cannot)
        report_sudo._submit_sudo(self.env.user.partner_id)
        return []

    def _problems_by_step(self, problems):
        return [
            (step, column, problems[column.name])
            for step in self._report_steps().values()
            for column in step.columns
            if column.name in problems
        ]

    def _portal_withdraw_publicity(self):
        """Nothing of it is published from now on: as easily said as the consent was given."""
        reason = self._get_no_closing_right_reason()
        if reason:
            raise AccessError(reason)
        report = self._own_report()
        if not report or (report.publicity in (False, "none") and not report.photos_allowed):
            return False
        self._closing_lock()
        # sudo: the own side's consent, by one who may report for it
        report.sudo()._withdraw_publicity()
        return True

    def _get_report_wait(self):
        """What keeps the own report from being sent although all is answered; empty if nothing."""
        if self.state in self._states_to_report() and self.state != "reporting":
            return self.env._("You can send the report after the last day of the stay.")
        return ""

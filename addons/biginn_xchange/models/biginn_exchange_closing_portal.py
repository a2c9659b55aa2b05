from odoo import models
from odoo.tools.misc import format_date

BADGES = {
    "none": "text-bg-light border",
    "draft": "text-bg-light border",
    "submitted": "text-bg-info",
    "returned": "text-bg-warning",
    "refused": "text-bg-danger",
    "accepted": "text-bg-success",
    "validated": "text-bg-success",
}


class BiginnExchange(models.Model):
    """What the portal's pages say about the end of a stay, as plain values."""

    _inherit = "biginn.exchange"

    def _closing_heading(self):
        """Who, where, when: names that a member may not read on the records themselves."""
        self.ensure_one()
        # sudo: the two names that stand on every page of this exchange, for who may read it
        exchange_sudo = self.sudo()
        return {
            "heading": {
                "name": self.name,
                "visiting": exchange_sudo.visiting_id.name,
                "host": exchange_sudo.host_id.name,
                "period": self._stay_period(),
            },
            "side": self._closing_side(),
            "badges": BADGES,
        }

    def _report_page(self, report):
        """What the page of a report shows besides its form."""
        values = self._closing_heading()
        # sudo: words and figures of the own report and the own journey, nothing to read on from
        report_sudo = report.sudo()
        introduction = self.sudo().programme_id.report_introduction
        due_on = report_sudo.due_on
        return {
            **values,
            "title": self._report_title(report),
            "introduction": introduction,
            "cannot": self._get_cannot_report_reason(),
            "may_report": not self._get_no_closing_right_reason(),
            "status": self._report_status(report_sudo),
            "due": format_date(self.env, due_on) if due_on else "",
            "answers": report_sudo._answer_sections() if report else [],
            "journey": report_sudo._sheet_journey()
            if report and values["side"] == "visitor"
            else {},
            "there_and_back": f"{2 * self.sudo().distance_km:g}" if self.sudo().distance_km else "",
        }

    def _report_status(self, report):
        """The state of a report: its word, and what the office said."""
        states = dict(report._fields["state"]._description_selection(self.env))
        return {
            "state": report.state or "none",
            "label": states.get(report.state, ""),
            "remarks": report.remarks or "",
            "author": report.author_id.name or "",
            "day": format_date(self.env, report.submitted_on) if report.submitted_on else "",
            "published": bool(report.publicity in ("named", "anonymous") or report.photos_allowed),
        }

    def _report_title(self, report):
        return (report or report.new({"side": self._closing_side()}))._title()

    def _portal_next_ongoing(self):
        step = super()._portal_next_ongoing()
        if not self._get_no_closing_right_reason() and self._closing_side() == "visitor":
            step.update(url=f"/my/exchanges/{self.id}/evidence", button=self.env._("Send a photo"))
        return step

    def _portal_next_reporting(self):
        """Who of the two sides, or the cluster, is to act, and where the reader does it."""
        side = self._closing_side()
        # sudo: two words about where the reports and the evidence stand
        exchange_sudo = self.sudo()
        state = exchange_sudo[f"{side or 'visitor'}_report_state"]
        mine = bool(side) and not self._get_no_closing_right_reason()
        if mine and state in ("none", "draft", "returned"):
            return self._next_to_report(side, state)
        if mine and side == "visitor" and exchange_sudo.evidence_state in ("none", "refused"):
            return {
                "who": self.env._("You"),
                "mine": True,
                "sentence": self.env._("Send something that proves that the stay took place."),
                "url": f"/my/exchanges/{self.id}/evidence",
                "button": self.env._("Send evidence"),
            }
        if side == "visitor" and state in ("none", "draft", "returned"):
            return super()._portal_next_reporting()
        if side == "host" and exchange_sudo.visitor_report_state in ("none", "draft", "returned"):
            return super()._portal_next_reporting()
        return {"sentence": self.env._("Your cluster looks at the report and the evidence.")}

    def _next_to_report(self, side, state):
        if state == "returned":
            sentence = self.env._("Your cluster has a question about your report.")
        elif side == "host":
            sentence = self.env._("Tell your cluster how the visit went.")
        else:
            sentence = self.env._("The stay is over. Tell your cluster what came of it.")
        return {
            "who": self.env._("You"),
            "mine": True,
            "sentence": sentence,
            "url": f"/my/exchanges/{self.id}/report",
            "button": self.env._("Write the report"),
        }

    def _portal_values(self):
        """Adds what the exchange's own page says about report, evidence and certificate."""
        values = super()._portal_values()
        report = self._own_report()
        rows = self.env["biginn.exchange.evidence"].search([("exchange_id", "=", self.id)])
        values["closing"] = {
            "title": self._report_title(report),
            "shown": self.state in (*self._states_to_report(), "ready", "completed", "paid"),
            "reportable": self.state in self._states_to_report() or bool(report),
            "status": self._report_status(report.sudo()),
            "overdue": bool(report.sudo().is_overdue),
            "due": format_date(self.env, report.due_on) if report.due_on else "",
            "evidence": len(rows),
            "accepted": len(rows.filtered(lambda row: row.state == "accepted")),
            "certificate": not self._get_cannot_certify_stay_reason(),
            "badges": BADGES,
        }
        return values

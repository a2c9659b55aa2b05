from odoo import models
from odoo.tools import html2plaintext
from odoo.tools.misc import format_date


class BiginnExchangeReport(models.Model):
    """A report as it is printed."""

    _inherit = "biginn.exchange.report"

    def _report_sheet(self):
        """What the paper says: a matrix that the template prints."""
        self.ensure_one()
        exchange = self.exchange_id
        content = {
            "introduction": html2plaintext(self.programme_id.report_introduction or "").strip(),
            "facts": [fact for fact in self._sheet_facts() if fact[1]],
            "sections": self._answer_sections(),
            "journey": self._sheet_journey() if self.side == "visitor" else {},
            "evidence": self._sheet_evidence() if self.side == "visitor" else [],
        }
        return {
            **content,
            "title": self._title(),
            "subtitle": f"{exchange.visiting_id.name} → {exchange.host_id.name}",
            "for": self.partner_id.name,
            "state": dict(self._fields["state"]._description_selection(self.env))[self.state],
            "is_draft": self.state != "validated",
            "date": (self.submitted_on or self.create_date).date(),
            "fingerprint": self.partner_id._biginn_fingerprint(content).replace(
                f"{self.partner_id._name},{self.partner_id.id}", f"{self._name},{self.id}"
            ),
        }

    def _sheet_facts(self):
        exchange = self.exchange_id
        return [
            (self.env._("Number of the exchange"), exchange.name),
            (self.env._("Programme"), exchange.programme_id.name),
            (self.env._("Visiting organisation"), exchange._stay_party(exchange.visiting_id)),
            (self.env._("Host organisation"), exchange._stay_party(exchange.host_id)),
            (self.env._("People"), "; ".join(exchange._stay_people())),
            (self.env._("First and last day"), exchange._stay_period()),
            (self.env._("Working days at the host"), str(exchange.working_days or "")),
            (self.env._("Reported by"), self.author_id.name),
            (self.env._("Submitted on"), self._sheet_day(self.submitted_on)),
            (
                self.env._("Validated on"),
                self._sheet_day(self.decided_on) if self.state == "validated" else "",
            ),
        ]

    def _sheet_day(self, moment):
        return format_date(self.env, moment) if moment else ""

    def _sheet_journey(self):
        """The journey as it is known now: legs, sum, green or not; empty when none was told."""
        exchange = self.exchange_id
        if not exchange.travel_ids:
            return {}
        return {
            "legs": [
                {
                    "mode": leg.mode_id.name,
                    "km": f"{leg.km:g}",
                    "people": str(leg.people),
                    "co2": f"{leg.co2_kg:.2f}" if leg.is_known else "–",
                }
                for leg in exchange.travel_ids
            ],
            "total": f"{exchange.co2_kg:.2f}" if exchange.is_co2_known else "–",
            "green": exchange._explain_green(),
        }

    def _sheet_evidence(self):
        """What proves the stay: kind, file, where it stands."""
        rows = self.exchange_id.evidence_ids
        kinds = dict(rows._fields["kind"]._description_selection(self.env))
        states = dict(rows._fields["state"]._description_selection(self.env))
        return [
            {
                "kind": kinds[row.kind],
                "name": row.paper_name or row.note or "",
                "state": states[row.state],
            }
            for row in rows
            if row.partner_id == self.partner_id
        ]

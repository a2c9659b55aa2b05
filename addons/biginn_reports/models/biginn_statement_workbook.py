import tempfile
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tools.misc import file_path

from odoo.addons.biginn_cluster.report import xlsx

from ..report import statement_workbook
from ..rules import statement as rules
from ..rules.money import add, exact, round_half_up
from .convert import dec


class BiginnStatement(models.Model):
    """The workbook: what the writer needs, gathered under the rights of who asks."""

    _inherit = "biginn.statement"

    def action_export_xlsx(self):
        """Download of the workbook; :raises UserError: while there are no figures."""
        self.ensure_one()
        self._check_may_see_items()
        if self.state == "draft":
            raise UserError(self.env._("Compute the statement first: it has no figures yet."))
        return {
            "type": "ir.actions.act_url",
            "url": f"/biginn/statement/{self.id}/workbook",
            "target": "download",
        }

    def _check_may_see_items(self):
        """The coordinator of another company reads totals, never cost lines with names.

        :raises AccessError: for those who may not
        """
        self.check_access("read")
        if self.company_id not in self.env.companies:
            raise AccessError(
                self.env._("The cost lines of %(name)s stay with its own finance.",
                           name=self.beneficiary_id.partner_id.name)
            )

    def _write_workbook(self):
        """Path of a fresh temporary file with the workbook; the caller removes it."""
        self.ensure_one()
        data = self._workbook_data()
        with tempfile.NamedTemporaryFile(suffix=".xlsx", delete=False) as handle:
            path = Path(handle.name)
        xlsx.write(
            path,
            statement_workbook.sheets(data),
            {"title": self._report_name(), "author": self.company_id.name},
        )
        return path

    def _workbook_data(self):
        """Plain data of every sheet, amounts as exact decimals, words in the reader's language."""
        rows = [self._workbook_row(row) for row in self._matrix()["rows"]]
        items = [self._workbook_item(item) for item in self.item_ids]
        funding = self.grant_id.funding_id
        return {
            "words": self._workbook_words(),
            "action": self.grant_id.name or self.grant_id.acronym,
            "facts": self._workbook_facts(),
            "funding_texts": [text for text in (funding.statement, funding.disclaimer) if text],
            "emblem": file_path("biginn_cluster/static/src/img/eu_emblem.png")
            if funding else None,
            "rows": rows,
            "groups": self._workbook_groups(rows),
            "results": self._workbook_results(),
            "items": [item for item in items if item["status"] == "mapped"],
            "left_out": [item for item in items if item["status"] != "mapped"],
            "indirect_base": dec(self.indirect_base_eur),
            "indirect_rate": dec(self.indirect_rate, 4),
            "rates": [(rate.date, rate.rate_text) for rate in self.fx_ids],
            "rate_sum": Decimal(self.fx_total_text or 0),
            "rate_mean": Decimal(self.fx_mean_text or 0),
            "rate_decimals": self._rate_decimals(),
            "fx_rate": Decimal(self.fx_rate_text or 1),
            "hourly_decimals": self.hourly_rate_decimals,
            "findings": [
                (dict(finding._fields["severity"]._description_selection(self.env))[
                    finding.severity], finding.message)
                for finding in self.finding_ids
            ],
        }

    def _rate_decimals(self):
        """Decimals of the rate that was used, read off the rate itself: settings may change."""
        if not self.fx_rate_text or len(self.fx_rate_text) > 20:
            return None
        return len(self.fx_rate_text.partition(".")[2])

    def _workbook_row(self, row):
        line = row["line"]
        local = None if row["local"] is None else dec(row["local"])
        found = {
            **{name: row[name] for name in ("kind", "code", "label", "form")},
            "letter": row["code"].split(".")[0],
            "local": local,
            "eur": dec(row["eur"]),
            "contribution": dec(row["contribution"]),
            "in_base": False,
        }
        if line:
            is_local = line.is_converted
            found |= {
                "rate": dec(line.reimbursement_rate, 4),
                "in_base": line.in_indirect_base,
                "is_flat": line.form == rules.FLAT,
                "is_converted": is_local,
                "local": dec(line.amount_local) if is_local else None,
                "converted": round_half_up(
                    exact(dec(line.amount_local)) / exact(Decimal(self.fx_rate_text or 1)), 2
                ),
            }
        return found

    def _workbook_groups(self, rows):
        """What is reimbursed at each rate, as in the rules: rounded once per rate."""
        amounts = defaultdict(list)
        for row in rows:
            if row["kind"] == "line":
                amounts[row["rate"]].append(row["eur"])
        return [
            {
                "rate": rate,
                "amount": add(parts),
                "contribution": round_half_up(exact(add(parts)) * exact(rate), 2),
            }
            for rate, parts in amounts.items()
        ]

    def _workbook_results(self):
        results = [(label, dec(amount), key) for label, amount, key in self._results()]
        if self.requested_limit_eur:
            limit = (self.env._("Request at most"), dec(self.requested_limit_eur), "limit")
            results.insert(-2, limit)
        return results

    def _workbook_item(self, item):
        labels = {
            name: dict(item._fields[name]._description_selection(self.env))
            for name in ("source", "status")
        }
        is_nominal = item.source == "exchange"
        return {
            "category": item.category_code or "",
            "date": item.date,
            "document": item.document,
            "partner": item.partner_name,
            "what": item.name,
            "source": item.source,
            "source_label": labels["source"][item.source],
            "status": item.status,
            "status_label": labels["status"][item.status],
            "reason": item.reason,
            "rule": item.rule_name,
            "net": dec(item.net_local),
            "tax": dec(item.tax_local),
            "percent": dec(item.percent, 6) if item.source != "personnel" else None,
            "hours": dec(item.hours),
            "annual_cost": dec(item.annual_cost),
            "divisor": dec(item.productive_hours, 4),
            "life": item.life_months,
            "months": item.months,
            "local": None if is_nominal else dec(item.amount_local),
            "eur": dec(item.amount_eur),
            "is_nominal": is_nominal,
            "calculated": self._recalculated(item),
        }

    def _recalculated(self, item):
        """What the sheet's formula gives; a difference to the stored amount is a cent that a
        rule moved, and the formula shows it."""
        percent = exact(dec(item.percent, 6)) / 100
        net = exact(dec(item.net_local))
        if item.source == "ledger":
            return round_half_up((net + exact(dec(item.tax_local))) * percent, 2)
        if item.source == "depreciation":
            return round_half_up(net / item.life_months * item.months * percent, 2)
        return dec(item.amount_local)

    def _workbook_facts(self):
        facts = [
            (self.env._("Grant agreement"), f"{self.grant_id.number} ({self.grant_id.acronym})"),
            (self.env._("Beneficiary"), self.beneficiary_id.partner_id.name),
            (self.env._("Reporting period"), self.period_id.display_name),
            (self.env._("State"), self._state_label()),
            (self.env._("Currency of the books"), self.local_currency_id.name),
        ]
        if self.fx_rate_text:
            facts.append((self.env._("Exchange rate"), self.fx_rate_text))
        if self.fingerprint:
            facts.append((self.env._("Fingerprint"), self.fingerprint))
        return facts

    def _workbook_words(self):
        """Every word of the workbook in the reader's language."""
        return {
            "title": self.env._("Financial statement"),
            "sheet_cover": self.env._("Cover"),
            "sheet_statement": self.env._("Statement"),
            "sheet_items": self.env._("Cost lines"),
            "sheet_rates": self.env._("Exchange rates"),
            "sheet_left_out": self.env._("Not declared"),
            "sheet_findings": self.env._("Findings"),
            "legend": self.env._("Blue figures are inputs, black ones are formulas over them."),
            "code": self.env._("Code"),
            "category": self.env._("Category"),
            "form": self.env._("Form of cost"),
            "books": self.local_currency_id.name,
            "eur": "EUR",
            "base": self.env._("Base"),
            "rate": self.env._("Reimbursed"),
            "contribution": self.env._("EU contribution"),
            "indirect_base": self.env._("Base for indirect costs"),
            "per_rate": self.env._("Reimbursed at"),
            "amount": self.env._("Amount"),
            "result": self.env._("Result"),
            "yes": self.env._("yes"),
            "status": self.env._("Status"),
            "reason": self.env._("Reason"),
            "severity": self.env._("Severity"),
            "days": self.env._("Days with a rate"),
            "rate_sum": self.env._("Sum of the rates"),
            "mean": self.env._("Mean of the rates"),
            "rate_used": self.env._("Rate used"),
            "rate_source": self.env._("Euro reference rates of the European Central Bank"),
            "published": self.env._("%(currency)s per EUR", currency=self.local_currency_id.name),
            "item_category": self.env._("Code"),
            "item_date": self.env._("Date"),
            "item_document": self.env._("Document"),
            "item_partner": self.env._("Supplier or person"),
            "item_what": self.env._("What"),
            "item_source": self.env._("Source"),
            "item_rule": self.env._("Caught by"),
            "item_net": self.env._("Net"),
            "item_tax": self.env._("VAT not deductible"),
            "item_percent": self.env._("Share %"),
            "item_hours": self.env._("Hours"),
            "item_annual_cost": self.env._("Annual cost"),
            "item_divisor": self.env._("Productive hours"),
            "item_life": self.env._("Life, months"),
            "item_months": self.env._("Months"),
            "item_local": self.local_currency_id.name,
            "item_eur": "EUR",
        }

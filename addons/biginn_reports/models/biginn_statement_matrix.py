from odoo import models
from odoo.tools import groupby

from ..rules.money import add
from .convert import dec


class BiginnStatement(models.Model):
    """The statement as a matrix, made once: screen text, PDF and workbook render it alike."""

    _inherit = "biginn.statement"

    def _matrix(self):
        """{"rows": [...], "results": [...]} in printing order.

        A row is {"kind": line|subtotal|total, "code", "label", "form", "local", "eur", "rate",
        "contribution", "line"}; amounts are floats of stored figures or their exact sums, None
        where the cell stays empty.
        """
        self.ensure_one()
        rows = []
        for letter, group in groupby(self.line_ids, key=lambda line: line.code.split(".")[0]):
            lines = list(group)
            rows += [self._row(line) for line in lines]
            if len(lines) > 1:
                rows.append(self._subtotal_row(letter, lines))
        rows.append(
            {
                "kind": "total",
                "code": "",
                "label": self.env._("Total costs"),
                "form": "",
                "local": self.direct_local if self._converts() else None,
                "eur": self.total_eur,
                "rate": None,
                "contribution": self.max_contribution_eur,
                "line": None,
            }
        )
        return {"rows": rows, "results": self._results()}

    def _row(self, line):
        forms = dict(
            self.env["biginn.cost.category"]._fields["form"]._description_selection(self.env)
        )
        return {
            "kind": "line",
            "code": line.code,
            "label": line.name,
            "form": forms.get(line.form, line.form),
            "local": line.amount_local if line.is_converted and self._converts() else None,
            "eur": line.amount_eur,
            "rate": line.reimbursement_rate,
            "contribution": line.contribution_eur,
            "line": line,
        }

    def _subtotal_row(self, letter, lines):
        converted = [line for line in lines if line.is_converted]
        return {
            "kind": "subtotal",
            "code": letter,
            "label": self.env._("Subtotal %(letter)s", letter=letter),
            "form": "",
            "local": float(add(dec(line.amount_local) for line in converted))
            if converted and self._converts()
            else None,
            "eur": float(add(dec(line.amount_eur) for line in lines)),
            "rate": None,
            "contribution": float(add(dec(line.contribution_eur) for line in lines)),
            "line": None,
        }

    def _converts(self):
        return self.local_currency_id != self.currency_id

    def _results(self):
        """[(label, amount, key)] below the table, where the eye ends."""
        rows = [
            (self.env._("Total eligible costs"), self.total_eur, "total"),
            (self.env._("Maximum EU contribution"), self.max_contribution_eur, "contribution"),
        ]
        if self.is_capped:
            rows.append((self.env._("Cap of this beneficiary"), self.cap_eur, "cap"))
        return [
            *rows,
            (self.env._("Requested EU contribution"), self.requested_eur, "requested"),
            (self.env._("Own funding"), self.own_funding_eur, "own_funding"),
        ]

    def _declared_items(self):
        """The cost lines that make up the figures, in printing order."""
        return self.item_ids.filtered(lambda item: item.status == "mapped")

    def _state_label(self):
        """The state in words, in the reader's language."""
        self.ensure_one()
        return dict(self._fields["state"]._description_selection(self.env))[self.state]

    def _report_name(self):
        """File name of the printed statement, without its ending."""
        self.ensure_one()
        return self.env._(
            "Statement %(grant)s RP%(period)s %(beneficiary)s",
            grant=self.grant_id.number,
            period=self.period_id.number,
            beneficiary=self.beneficiary_id.partner_id.name,
        )

    # --------------------------------------------------------- explanations

    def _explain(self, key):
        """The chain behind a figure as lines of text, in the reader's language."""
        steps = (self.explanations or {}).get(key) or []
        return "\n".join(filter(None, (self._step_text(step) for step in steps)))

    def _step_text(self, step):
        params, result = step["params"], step["result"]
        local, parts = self.local_currency_id.name or "", params.get("parts") or []
        texts = self._step_sentences()
        template = texts.get(step["code"])
        if not template:
            return ""
        return template % {
            **{name: "–" if value is None else value
               for name, value in params.items() if name != "parts"},
            "percent": _percent(params.get("rate")),
            "parts": " + ".join(str(part[-1]) for part in parts),
            "names": " + ".join(str(part[0]) for part in parts),
            "result": result,
            "unrounded": _shorten(step["unrounded"]),
            "local": local,
        }

    def _step_sentences(self):
        return {
            "sum_items": self.env._("Sum of the cost lines (%(count)s): %(result)s %(local)s"),
            "sum_nominal": self.env._("Sum of the lump sums (%(count)s): %(result)s EUR"),
            "books_in_eur": self.env._("The books are in euro: %(result)s EUR"),
            "convert": self.env._(
                "%(amount)s %(local)s / %(rate)s = %(unrounded)s, rounded %(result)s EUR"
            ),
            "cap_at_nominal": self.env._("Capped at the lump sums: %(result)s EUR"),
            "sum_lines": self.env._("%(names)s: %(parts)s = %(result)s EUR"),
            "sum_base": self.env._("Base %(names)s: %(parts)s = %(result)s EUR"),
            "indirect": self.env._(
                "%(base)s × %(percent)s %% = %(unrounded)s, rounded %(result)s EUR"
            ),
            "sum_subtotals": self.env._("%(names)s: %(parts)s = %(result)s EUR"),
            "reimburse": self.env._(
                "%(amount)s × %(percent)s %% = %(unrounded)s, rounded %(result)s EUR"
            ),
            "sum_contributions": self.env._("%(parts)s = %(result)s EUR"),
            "lowest_of": self.env._(
                "The lowest of contribution %(contribution)s, cap %(cap)s and what is asked for "
                "%(asked)s: %(result)s EUR"
            ),
            "total_minus_requested": self.env._("%(total)s - %(requested)s = %(result)s EUR"),
        }


def _percent(rate):
    return f"{float(rate) * 100:g}" if rate else ""


def _shorten(text):
    """Enough digits to follow the rounding, not all forty."""
    whole, _dot, decimals = (text or "").partition(".")
    return f"{whole}.{decimals[:6]}…" if len(decimals) > 6 else text or ""

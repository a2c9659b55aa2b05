from decimal import Decimal

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools.misc import clean_context

from ..rules import explain, fx, statement
from ..rules.finding import RuleError
from ..rules.money import round_half_up
from .convert import dec, jsonable

# Figures of the statement and where the rules' result has them; all zero without a result.
FIGURES = {
    "direct_local": "direct_local",
    "direct_eur": "direct_eur",
    "indirect_base_eur": "indirect_base",
    "indirect_rate": "indirect_rate",
    "indirect_eur": "indirect_eur",
    "total_eur": "total_eur",
    "max_contribution_eur": "max_contribution_eur",
    "requested_eur": "requested_eur",
    "own_funding_eur": "own_funding_eur",
}


class Gathered:
    """What was found in the books: values of items, and findings as (severity, code, params)."""

    def __init__(self):
        self.items, self.findings = [], []

    def note(self, severity, code, **params):
        self.findings.append((severity, code, params))

    def items_of(self, source, status="mapped"):
        return [one for one in self.items if one["source"] == source and one["status"] == status]


class BiginnStatement(models.Model):
    """Computing: inputs from the books → rules → stored result with its explanation."""

    _inherit = "biginn.statement"

    def action_compute(self):
        """Work the statement out of the books as they are now.

        Two people at once: the second one waits for nobody and is told so.
        """
        self.check_access("write")
        # replaced as a whole: defaults of the caller must go
        clean = self.with_context(clean_context(self.env.context))
        for one in clean:
            one._check_not_frozen()
            one.lock_for_update()
            one._compute_statement()
        return True

    def _compute_statement(self):
        self.ensure_one()
        found = Gathered()
        self._check_setup(found)
        average = self._average_rate(found)
        self._gather(found)
        data = self._rule_input(found, average)
        try:
            result = statement.compute(data)
        except RuleError as error:
            found.note("block", error.code, **error.params)
            result = None
        else:
            for finding in result.findings:
                found.note(
                    "info" if finding.ok else "warning", finding.message_code, **finding.params
                )
        self._store_result(found, average, data, result)

    def _gather(self, found):
        """All costs of the period. Override to add a source."""
        self._gather_personnel(found)
        self._gather_ledger(found)
        self._gather_manual_lines(found)
        self._gather_depreciation(found)
        self._gather_exchanges(found)
        self._leave_out_nominal(found)
        if not found.items:
            found.note("info", "nothing_found")

    def _check_setup(self, found):
        if not self.beneficiary_id.analytic_account_ids:
            found.note("block", "no_accounts")
        grant = self.grant_id
        if self.date_start < grant.date_start or self.date_end > grant.date_end:
            found.note("warning", "period_outside_action")

    # ------------------------------------------------------- exchange rate

    def _average_rate(self, found):
        """The period average; None when the books are in euro or no rate is known."""
        currency = self.local_currency_id
        if currency == self.currency_id:
            return None
        decimals = None if self.scheme_id.rate_full_precision else self.scheme_id.rate_decimals
        try:
            average = self.env["biginn.fx.rate"]._average(
                currency, self.date_start, self.date_end, decimals
            )
        except fx.EmptyWindowError:
            found.note("block", "no_rates")
            return None
        except RuleError as error:
            found.note("block", error.code, **error.params)
            return None
        for finding in average.findings:
            found.note("warning", finding.message_code, **finding.params)
        return average

    # ---------------------------------------------------------- other costs

    def _gather_depreciation(self, found):
        for equipment in self.beneficiary_id.equipment_ids:
            months, amount = equipment._cost_in(self.date_start, self.date_end)
            if not months:
                continue
            found.items.append(
                {
                    "key": f"depreciation:{equipment.id}",
                    "source": "depreciation",
                    "status": "mapped" if equipment.category_id else "unmapped",
                    "category_id": equipment.category_id.id,
                    "date": max(equipment.in_use_from, self.date_start),
                    "name": equipment.name,
                    "document": equipment.move_line_id.move_id.name,
                    "equipment_id": equipment.id,
                    "move_line_id": equipment.move_line_id.id,
                    "net_local": equipment.price,
                    "percent": equipment.use_percent,
                    "months": months,
                    "life_months": equipment.life_months,
                    "amount_local": float(amount),
                }
            )
        for code in {self._code_of(item) for item in found.items_of("depreciation")}:
            if any(self._code_of(item) == code for item in found.items_of("ledger")):
                found.note("warning", "depreciation_twice", category=code)

    def _gather_exchanges(self, found):
        """Lump sums of the exchanges that ended in the period and that this company pays."""
        category = self._category_of("exchange")
        # a category of actual costs takes what the ledger paid for the exchanges
        if category.form not in statement.NOMINAL_FORMS or not self.grant_id.funding_id:
            return
        exchanges = self.env["biginn.exchange"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("programme_id.funding_id", "=", self.grant_id.funding_id.id),
                ("state", "in", ("completed", "paid")),
                # a partner cluster's exchange in our books is declared where it is paid
                ("is_paid_here", "=", True),
                *self._ended_in_period(),
            ]
        )
        for exchange in exchanges.filtered("agreed_amount"):
            found.items.append(
                {
                    "key": f"exchange:{exchange.id}",
                    "source": "exchange",
                    "status": "mapped",
                    "category_id": category.id,
                    "date": exchange.ended_on or exchange.date_end,
                    "name": exchange.name,
                    "document": exchange.name,
                    "partner_name": exchange.visiting_id.name,
                    "exchange_id": exchange.id,
                    "percent": 100.0,
                    "amount_eur": exchange.agreed_amount,
                }
            )

    def _ended_in_period(self):
        """By the day on which the stay was really over, where one is noted."""
        period = [(">=", self.date_start), ("<=", self.date_end)]
        noted = Domain.AND(Domain("ended_on", sign, day) for sign, day in period)
        planned = Domain.AND(Domain("date_end", sign, day) for sign, day in period)
        return noted | (Domain("ended_on", "=", False) & planned)

    def _leave_out_nominal(self, found):
        """Lump sums and unit costs are declared at their nominal amount: what was paid for them
        stands in the ledger and is not declared beside it."""
        exchange = self._category_of("exchange")
        for category in self.scheme_id.category_ids:
            if category.form not in statement.NOMINAL_FORMS:
                continue
            paid = [
                one for one in found.items
                if one["category_id"] == category.id and "amount_eur" not in one
            ]
            if not paid:
                continue
            reason = self.env._("Declared at its nominal amount, not as booked")
            for item in paid:
                item.update(status="excluded", reason=reason)
            if category == exchange:
                found.note("info", "exchange_twice", count=len(paid), category=category.code)
            else:
                found.note("warning", "nominal_from_ledger", category=category.code,
                           **self._count_and_sum(paid))

    def _category_of(self, source):
        return self.scheme_id.category_ids.filtered(lambda one: one.source == source)[:1]

    def _code_of(self, item):
        return self.env["biginn.cost.category"].browse(item["category_id"]).code

    # ------------------------------------------------------------ the rules

    def _rule_input(self, found, average):
        scheme = self.scheme_id
        items = tuple(
            statement.Item(
                key=one["key"],
                category=self._code_of(one),
                amount_local=None if one["source"] == "exchange" else dec(one["amount_local"]),
                amount_eur=dec(one["amount_eur"]) if one["source"] == "exchange" else None,
            )
            for one in found.items
            if one["status"] == "mapped"
        )
        cap = self._cap_left()
        return statement.StatementInput(
            items=items,
            scheme=statement.Scheme(
                categories=tuple(
                    statement.Category(
                        code=category.code,
                        form=category.form,
                        in_indirect_base=category.in_indirect_base,
                        reimbursement_rate=dec(category.reimbursement_rate, 4),
                        cap_at_nominal=category.cap_at_nominal,
                    )
                    for category in scheme.category_ids
                ),
                indirect_rate=dec(scheme.indirect_rate, 4),
                reimbursement_rate=dec(scheme.reimbursement_rate, 4),
            ),
            fx_rate=average.rate if average else self._no_average(),
            max_contribution=cap,
            requested=dec(self.requested_limit_eur) if self.requested_limit_eur else None,
        )

    def _no_average(self):
        """Euro books need no rate; books without a known rate count as 1 behind a blocking
        finding, so that the amounts of the books can be looked at already."""
        return None if self.local_currency_id == self.currency_id else Decimal(1)

    def _cap_left(self):
        """What earlier statements leave of the beneficiary's maximum; None without one."""
        limit = self.beneficiary_id.max_contribution
        if not limit:
            return None
        earlier = self.search(
            [
                ("beneficiary_id", "=", self.beneficiary_id.id),
                ("period_id.date_end", "<", self.date_start),
                ("state", "!=", "draft"),
            ]
        )
        used = sum((dec(one.requested_eur) for one in earlier), Decimal(0))
        return max(dec(limit) - used, Decimal("0.00"))

    # -------------------------------------------------------------- storing

    def _store_result(self, found, average, data, result):
        # sudo: finance may not write parts by hand; action_compute() has checked who asks
        statement_sudo = self.sudo()
        for name in ("line_ids", "item_ids", "finding_ids", "fx_ids"):
            statement_sudo[name].unlink()
        amounts = {item.key: float(item.amount_eur) for item in result.items} if result else {}
        self.env["biginn.statement.item"].sudo().create(
            [
                {
                    **item,
                    "statement_id": self.id,
                    "category_code": self._code_of(item) if item["category_id"] else False,
                    "amount_eur": amounts.get(item["key"], 0.0),
                }
                for item in found.items
            ]
        )
        if result:
            self._store_lines(result)
        self.env["biginn.statement.finding"].sudo().create(
            [
                {"statement_id": self.id, "severity": severity, "code": code,
                 "params": jsonable(params)}
                for severity, code, params in found.findings
            ]
        )
        if average:
            self.env["biginn.statement.fx"].sudo().create(
                [
                    {"statement_id": self.id, "date": day, "rate_text": str(rate),
                     "rate": float(rate)}
                    for day, rate in average.rates
                ]
            )
        statement_sudo._store(self._header(average, data, result))

    def _store_lines(self, result):
        categories = {one.code: one for one in self.scheme_id.category_ids}
        lines_sudo = self.env["biginn.statement.line"].sudo().create(
            [
                {
                    "statement_id": self.id,
                    "sequence": number,
                    "category_id": categories[line.code].id,
                    "code": line.code,
                    "name": categories[line.code].name,
                    "form": line.form,
                    "is_converted": line.amount_local is not None,
                    "amount_local": float(line.amount_local or 0),
                    "amount_eur": float(line.amount_eur),
                    "in_indirect_base": line.in_indirect_base,
                    "reimbursement_rate": float(line.reimbursement_rate),
                    "contribution_eur": float(line.contribution),
                    "item_count": line.item_count,
                }
                for number, line in enumerate(result.lines)
            ]
        )
        for lang, _name in self.env["res.lang"].get_installed():
            for line_sudo in lines_sudo.with_context(lang=lang):
                line_sudo.name = line_sudo.category_id.name

    def _header(self, average, data, result):
        return {
            "state": "computed",
            "computed_on": fields.Datetime.now(),
            "computed_by_id": self.env.uid,
            "fx_rate": float(average.rate) if average else 0.0,
            "fx_rate_text": str(average.rate) if average else False,
            "fx_mean_text": str(round_half_up(average.mean, 12)) if average else False,
            "fx_total_text": str(average.total) if average else False,
            "fx_days": average.count if average else 0,
            "hourly_rate_decimals": self.scheme_id.hourly_rate_decimals,
            "is_capped": data.max_contribution is not None,
            "cap_eur": float(data.max_contribution or 0),
            **{name: float(getattr(result, source, 0)) for name, source in FIGURES.items()},
            "explanations": self._chains(data, result) if result else {},
        }

    def _chains(self, data, result):
        """{figure: its arithmetic, step by step}. Steps that add up items keep no list of them:
        who may read the statement may not read what single people cost."""
        return {
            key: [
                {
                    "code": step.code,
                    "params": jsonable(
                        {name: value for name, value in step.params.items()
                         if name != "parts" or step.code not in ("sum_items", "sum_nominal")}
                    ),
                    "result": str(step.result),
                    "unrounded": None if step.unrounded is None else str(step.unrounded),
                }
                for step in steps
            ]
            for key, steps in explain.explain_all(data, result).items()
        }

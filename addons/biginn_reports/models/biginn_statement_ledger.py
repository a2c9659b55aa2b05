from decimal import Decimal

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from ..rules import cost_rules, distribution, statement, vat
from .convert import dec

COST_GROUPS = ("expense",)
# Costs and their corrections; neither taxes nor the private part of a partly private expense.
COST_DISPLAY_TYPES = ("product", "cogs", "rounding")


class BiginnStatement(models.Model):
    """Costs of the ledger: posted journal items × their analytic distribution.

    Journal items are the source, not analytic lines: those are made anew, with other ids, each
    time a bill is reset and posted again. A cost is known by journal item + analytic account.
    """

    _inherit = "biginn.statement"

    def _by_bill_date(self):
        return self.scheme_id.cost_date == "bill"

    def _posted_domain(self):
        """Everything posted in the period on the beneficiary's analytic accounts."""
        day = "invoice_date" if self._by_bill_date() else "date"
        inside = Domain(day, ">=", self.date_start) & Domain(day, "<=", self.date_end)
        if self._by_bill_date():  # entries have no bill date
            inside |= (
                Domain("invoice_date", "=", False)
                & Domain("date", ">=", self.date_start)
                & Domain("date", "<=", self.date_end)
            )
        return (
            Domain("parent_state", "=", "posted")
            & Domain("company_id", "=", self.company_id.id)
            & Domain("analytic_distribution", "in", self.beneficiary_id.analytic_account_ids.ids)
            & inside
        )

    def _ledger_domain(self):
        return self._posted_domain() & Domain("display_type", "in", COST_DISPLAY_TYPES)

    def _gather_ledger(self, found):
        accounts = self.beneficiary_id.analytic_account_ids
        if not accounts:
            return
        lines = self.env["account.move.line"].search(self._ledger_domain(), order="date, id")
        costs = self._with_taxes(lines, found)
        book = self.beneficiary_id.cost_rule_ids._rule_book()
        rules = {rule.id: rule for rule in self.beneficiary_id.cost_rule_ids}
        plans, twice = self._plans_of(lines), []
        for line in lines:
            shared = distribution.distribute(
                costs[line.id].eligible, self._slices(line, accounts.ids, plans)
            )
            if shared.twice:
                twice.append(line)
            for part in shared.portions:
                account = accounts.browse(part.account)
                match = book.match(
                    cost_rules.LedgerLine(
                        analytic_account=account.id,
                        account=line.account_id.id,
                        product=line.product_id.id or None,
                        journal=line.journal_id.id,
                    )
                )
                item = self._ledger_item(line, account, costs[line.id], part)
                found.items.append(self._judge(item, line, match, rules))
        if twice:
            found.note("warning", "distributed_twice", count=len(twice),
                       document=twice[0].move_name)
        self._note_left_out(found, "ledger")

    # ------------------------------------------------------------------ VAT

    def _with_taxes(self, lines, found):
        """{line id: cost with the VAT that cannot be deducted}, before any cost rule looks.

        Odoo merges tax lines over base lines, so the tax goes back to the base lines it was
        charged on, in proportion, also to those that are no cost of the grant.
        """
        pairs = self._tax_pairs(lines.move_id)
        taxes = self.env["account.move.line"].browse(pairs)
        bases = lines | self.env["account.move.line"].browse(
            {base for group in pairs.values() for base in group}
        )
        attribution = vat.attribute_taxes(
            [
                vat.BaseLine(base.id, dec(base.balance), dec(base.deductible_amount, 4) / 100)
                for base in bases
            ],
            [vat.TaxLine(tax.id, dec(tax.balance), tuple(pairs[tax.id])) for tax in taxes],
        )
        own = set(self.beneficiary_id.analytic_account_ids.ids)
        for orphan in attribution.orphans:
            tax = taxes.browse(orphan.tax_key)
            if not own & set(tax.distribution_analytic_account_ids.ids):
                continue  # an entry with a tax of somebody else
            found.note("warning", "orphan_tax", amount=orphan.amount, document=tax.move_name,
                       currency=self.local_currency_id.name)
        return attribution

    def _tax_pairs(self, moves):
        """{tax line: [its base lines]} for the tax that cannot be deducted, in these entries and
        on the beneficiary's accounts.

        Which base line a tax line was charged on is Odoo's own knowledge; only the sharing of
        the amount is ours.
        """
        lines = self.env["account.move.line"]
        lines.flush_model()
        self.env["account.tax.repartition.line"].flush_model()
        taxes = lines.search(
            (Domain("move_id", "in", moves.ids) | self._posted_domain())
            & Domain("display_type", "=", "tax")
            & Domain("tax_repartition_line_id.use_in_tax_closing", "=", False)
        )
        pairs = {tax.id: [] for tax in taxes}
        if not taxes:
            return pairs
        details = lines._get_query_tax_details_from_domain([("id", "in", taxes.ids)])
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT tax_line_id, base_line_id FROM (%s) details "
                "ORDER BY tax_line_id, base_line_id",
                details,
            )
        )
        for tax, base in rows:
            if tax in pairs:
                pairs[tax].append(base)
        return pairs

    # ---------------------------------------------------------- distribution

    def _plans_of(self, lines):
        """{analytic account: its root plan} for all accounts these lines are distributed to."""
        keys = {key for line in lines for key in line.analytic_distribution or ()}
        ids = {one for key in keys for one in _ids(key)}
        # sudo: a line may name accounts of other companies; only their plan is asked for
        accounts = self.env["account.analytic.account"].sudo().browse(ids).exists()
        return {account.id: account.root_plan_id.id for account in accounts}

    def _slices(self, line, own, plans):
        """The line's distribution as the rule wants it. A key may name accounts of several plans
        (`3,17`) and counts once."""
        return [
            distribution.Slice(
                fraction=dec(percent, 6) / 100,
                plans=frozenset(plans.get(one) for one in _ids(key)),
                account=next((one for one in own if one in _ids(key)), None),
            )
            for key, percent in (line.analytic_distribution or {}).items()
        ]

    def _ledger_item(self, line, account, cost, part):
        return {
            "key": f"ledger:{line.id}:{account.id}",
            "source": "ledger",
            "date": self._by_bill_date() and line.invoice_date or line.date,
            "name": (line.name or line.product_id.display_name or "").split("\n")[0],
            "document": line.move_id.ref and f"{line.move_name} / {line.move_id.ref}"
            or line.move_name,
            "partner_name": line.partner_id.name,
            "account_name": line.account_id.display_name,
            "move_line_id": line.id,
            "analytic_account_id": account.id,
            "net_local": float(cost.net),
            "tax_local": float(cost.tax),
            "percent": float(part.fraction * 100),
            "amount_local": float(part.amount),
        }

    def _judge(self, item, line, match, rules):
        """Which category, or why none."""
        if self._is_exchange_bill(line):
            # whichever rule catches its account: left out with all else of a nominal category
            category = self._category_of("exchange")
            return {**item, "status": "mapped", "category_id": category.id, "rule_name": False,
                    "reason": False}
        rule = rules.get(match.rule.key) if match.rule else None
        category = rule.category_id if rule else None
        is_cost = line.account_id.internal_group in COST_GROUPS or (rule and rule.account_id)
        status = {
            cost_rules.MAPPED: "mapped",
            cost_rules.EXCLUDED: "excluded",
            cost_rules.UNMAPPED: "unmapped",
        }[match.status]
        reason = rule.reason if rule else False
        if not is_cost:
            status, category = "excluded", None
            reason = self.env._("No cost account")
        return {
            **item,
            "status": status,
            "category_id": category.id if category else False,
            "rule_name": rule.display_name if rule else False,
            "reason": reason,
        }

    def _is_exchange_bill(self, line):
        """The bill of an exchange that is declared by its lump sum, in this period or another."""
        category = self._category_of("exchange")
        if category.form not in statement.NOMINAL_FORMS:
            return False
        # sudo: which exchange an entry of one's own books belongs to; a credit note undoes a bill
        move_sudo = line.move_id.sudo()
        exchange_sudo = (move_sudo.reversed_entry_id or move_sudo).biginn_exchange_id
        funding = exchange_sudo.programme_id.funding_id
        return bool(funding) and funding == self.grant_id.funding_id

    # --------------------------------------------------------- manual lines

    def _gather_manual_lines(self, found):
        """Analytic lines typed by hand: neither a journal item nor a timesheet stands behind."""
        if not self.beneficiary_id.analytic_account_ids:
            return
        lines = self.env["account.analytic.line"].search(
            Domain("move_line_id", "=", False)
            & Domain("project_id", "=", False)
            & Domain("company_id", "=", self.company_id.id)
            & Domain("date", ">=", self.date_start)
            & Domain("date", "<=", self.date_end)
            & self._on_accounts_domain(),
            order="date, id",
        )
        if not lines:
            return
        book = self.beneficiary_id.cost_rule_ids._rule_book()
        rules = {rule.id: rule for rule in self.beneficiary_id.cost_rule_ids}
        for line in lines:
            account = self._account_of(line)
            match = book.match(
                cost_rules.LedgerLine(
                    analytic_account=account.id,
                    account=line.general_account_id.id or None,
                    product=line.product_id.id or None,
                )
            )
            rule = rules.get(match.rule.key) if match.rule else None
            found.items.append(
                {
                    "key": f"manual:{line.id}",
                    "source": "manual",
                    "status": match.status,
                    "category_id": rule.category_id.id if rule else False,
                    "rule_name": rule.display_name if rule else False,
                    "reason": rule.reason if rule else False,
                    "date": line.date,
                    "name": line.name,
                    "partner_name": line.partner_id.name,
                    "analytic_line_id": line.id,
                    "analytic_account_id": account.id,
                    "percent": 100.0,
                    "amount_local": -line.amount,
                }
            )
        total = sum((dec(-line.amount) for line in lines), Decimal(0))
        found.note("warning", "manual_lines", count=len(lines), amount=total,
                   currency=self.local_currency_id.name)

    def _account_of(self, line):
        own = self.beneficiary_id.analytic_account_ids
        for column in line._get_plan_fnames():
            if line[column] in own:
                return line[column]
        return own.browse()

    def _note_left_out(self, found, source):
        unmapped = found.items_of(source, "unmapped")
        if unmapped:
            found.note("warning", "unmapped", **self._count_and_sum(unmapped))
        other = [one for one in found.items_of(source, "excluded") if not one["rule_name"]
                 or one["reason"] == self.env._("No cost account")]
        if other:
            found.note("info", "not_a_cost", **self._count_and_sum(other))

    def _count_and_sum(self, items):
        total = sum((dec(one["amount_local"]) for one in items), Decimal(0))
        return {"count": len(items), "amount": total, "currency": self.local_currency_id.name}


def _ids(key):
    """Account ids of a key of an analytic distribution."""
    return [int(one) for one in key.split(",") if one.isdigit()]

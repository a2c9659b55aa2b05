from odoo import api, fields, models

from ..rules import cost_rules


class BiginnCostRule(models.Model):
    """One row of what puts a ledger line into a category. The first that fits decides."""

    _name = "biginn.cost.rule"
    _description = "Cost rule"
    _order = "beneficiary_id, sequence, id"
    _check_company_auto = True

    beneficiary_id = fields.Many2one(
        "biginn.grant.beneficiary", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="beneficiary_id.company_id", store=True, index=True)
    scheme_id = fields.Many2one(related="beneficiary_id.grant_id.scheme_id")
    sequence = fields.Integer(default=10)
    analytic_account_id = fields.Many2one(
        "account.analytic.account", ondelete="restrict", index="btree_not_null"
    )
    account_id = fields.Many2one(
        "account.account", ondelete="restrict", check_company=True, index="btree_not_null"
    )
    product_id = fields.Many2one(
        "product.product", ondelete="restrict", check_company=True, index="btree_not_null"
    )
    journal_id = fields.Many2one(
        "account.journal", ondelete="restrict", check_company=True, index="btree_not_null"
    )
    category_id = fields.Many2one(
        "biginn.cost.category", ondelete="restrict", index="btree_not_null",
        domain="[('scheme_id', '=', scheme_id), ('form', '!=', 'flat')]",
        help="Empty: what this rule catches is not a cost of the grant.",
    )
    reason = fields.Char(help="Why, for the auditor; needed where a rule leaves costs out.")

    _reason_for_exclusion = models.Constraint(
        "CHECK (category_id IS NOT NULL OR COALESCE(reason, '') != '')",
        "A rule that leaves costs out needs a reason.",
    )

    @api.depends("sequence", "category_id", "account_id", "product_id", "journal_id")
    def _compute_display_name(self):
        for rule in self:
            conditions = [
                rule.analytic_account_id.name,
                rule.account_id.display_name,
                rule.product_id.display_name,
                rule.journal_id.display_name,
            ]
            when = ", ".join(filter(None, conditions)) or self.env._("everything")
            category = rule.category_id.code or self.env._("not a cost")
            rule.display_name = f"{when} → {category}"

    def write(self, vals):
        """Nobody moves a rule to a beneficiary for which they could not make one."""
        done = super().write(vals)
        if "beneficiary_id" in vals:
            self.check_access("write")
        return done

    def _rule_book(self):
        """These rules as the pure rule engine wants them."""
        return cost_rules.RuleBook(
            cost_rules.CostRule(
                key=rule.id,
                category=rule.category_id.code or None,
                sequence=rule.sequence,
                analytic_account=rule.analytic_account_id.id or None,
                account=rule.account_id.id or None,
                product=rule.product_id.id or None,
                journal=rule.journal_id.id or None,
            )
            for rule in self.sorted(lambda rule: (rule.sequence, rule.id))
        )

from odoo import api, fields, models
from odoo.exceptions import UserError

from .convert import changing


class BiginnGrantBeneficiary(models.Model):
    """A legal entity that signed the grant. It may differ from the cluster's brand."""

    _name = "biginn.grant.beneficiary"
    _description = "Beneficiary"
    _order = "grant_id, sequence, id"
    _check_company_auto = True

    grant_id = fields.Many2one("biginn.grant", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    partner_id = fields.Many2one(
        "res.partner", string="Legal Entity", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", string="Books in", index=True,
        help="The company of this database that keeps its books. Empty: kept elsewhere.",
    )
    grant_company_id = fields.Many2one(related="grant_id.company_id", string="Coordinator")
    scheme_id = fields.Many2one(related="grant_id.scheme_id")
    currency_id = fields.Many2one(
        "res.currency", compute="_compute_currency_id", store=True, readonly=False,
        precompute=True, required=True, string="Currency of the Books",
    )
    eur_id = fields.Many2one(related="grant_id.currency_id", string="Euro")
    analytic_account_ids = fields.Many2many(
        "account.analytic.account", string="Analytic Accounts",
        domain="[('company_id', 'in', (False, company_id))]", context={"active_test": False},
        help="Costs and hours on these accounts are costs of this grant.",
    )
    cost_rule_ids = fields.One2many("biginn.cost.rule", "beneficiary_id", copy=True)
    budget_ids = fields.One2many("biginn.beneficiary.budget", "beneficiary_id", copy=True)
    equipment_ids = fields.One2many("biginn.equipment", "beneficiary_id")
    statement_ids = fields.One2many("biginn.statement", "beneficiary_id")
    budget_total = fields.Monetary(compute="_compute_budget_total", currency_field="eur_id")
    max_contribution = fields.Monetary(
        string="Maximum Contribution", currency_field="eur_id",
        help="The most EU money this beneficiary may get over the whole action, for example by "
        "the consortium agreement. 0: no limit. Costs above it are shown, never cut.",
    )
    nonprofit = fields.Boolean(string="Non-profit")

    _partner_uniq = models.Constraint(
        "UNIQUE (grant_id, partner_id)", "This legal entity is a beneficiary already."
    )

    def write(self, vals):
        """What a statement was computed from does not change under it; nobody carries a
        beneficiary with its cost lines into another grant or another company."""
        if changing(self, vals, ("grant_id",)):
            raise UserError(self.env._("A beneficiary stays with its grant."))
        touched = changing(self, vals, ("partner_id", "company_id", "currency_id"))
        self.env["biginn.statement"]._refuse_if_any(
            [
                ("beneficiary_id", "in", touched.ids),
                "|", ("state", "!=", "draft"), ("item_ids", "!=", False),
            ],
            self.env._("The legal entity, its books and their currency stay"),
        )
        return super().write(vals)

    @api.depends("company_id")
    def _compute_currency_id(self):
        for one in self:
            if one.company_id:
                one.currency_id = one.company_id.currency_id
            elif not one.currency_id:
                one.currency_id = self.env.ref("base.EUR")

    @api.depends("budget_ids.amount")
    def _compute_budget_total(self):
        for one in self:
            one.budget_total = sum(one.budget_ids.mapped("amount"))

    @api.depends("partner_id.name", "grant_id.acronym")
    def _compute_display_name(self):
        for one in self:
            one.display_name = f"{one.partner_id.name or ''} ({one.grant_id.acronym or ''})"

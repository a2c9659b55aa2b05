from odoo import api, fields, models
from odoo.exceptions import UserError

SOURCES = [
    ("personnel", "Timesheets"),
    ("ledger", "Ledger"),
    ("manual", "Manual analytic line"),
    ("depreciation", "Depreciation"),
    ("exchange", "Exchange"),
]
STATUSES = [("mapped", "Declared"), ("unmapped", "Unmapped"), ("excluded", "Left out")]


class BiginnStatementItem(models.Model):
    """One cost of a statement with where it comes from. Texts and amounts are copies, so that a
    locked statement reads the same whatever happens in the books; the links lead to the source
    as it is today."""

    _name = "biginn.statement.item"
    _inherit = "biginn.statement.part"
    _description = "Cost line of a statement"
    _order = "statement_id, category_code, date, id"
    _rec_names_search = ["name", "document"]

    key = fields.Char(readonly=True, required=True)
    source = fields.Selection(SOURCES, readonly=True, required=True)
    status = fields.Selection(STATUSES, readonly=True, required=True, default="mapped")
    category_id = fields.Many2one(
        "biginn.cost.category", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    category_code = fields.Char(readonly=True)
    date = fields.Date(readonly=True)
    name = fields.Char(string="What", readonly=True)
    document = fields.Char(readonly=True)
    partner_name = fields.Char(string="Supplier or Person", readonly=True)
    account_name = fields.Char(string="Account", readonly=True)
    rule_name = fields.Char(string="Caught by", readonly=True)
    reason = fields.Char(readonly=True)
    net_local = fields.Monetary(
        string="Net", currency_field="local_currency_id", readonly=True,
        help="Whole line in the books, for its business share, without VAT.",
    )
    tax_local = fields.Monetary(
        string="VAT not Deductible", currency_field="local_currency_id", readonly=True
    )
    percent = fields.Float(
        string="Share (%)", digits=(16, 4), readonly=True, aggregator=None,
        help="Part of the line that its analytic distribution gives to the grant.",
    )
    hours = fields.Float(digits=(10, 2), readonly=True)
    annual_cost = fields.Monetary(
        currency_field="local_currency_id", readonly=True, aggregator=None
    )
    productive_hours = fields.Float(digits=(16, 4), readonly=True, aggregator=None)
    fiscal_year = fields.Integer(string="Rate Year", readonly=True, aggregator=None)
    months = fields.Integer(readonly=True, aggregator=None)
    life_months = fields.Integer(readonly=True, aggregator=None)
    amount_local = fields.Monetary(
        string="Books", currency_field="local_currency_id", readonly=True
    )
    amount_eur = fields.Monetary(string="In Euro", readonly=True)
    move_line_id = fields.Many2one(
        "account.move.line", readonly=True, ondelete="set null", index="btree_not_null"
    )
    analytic_line_id = fields.Many2one(
        "account.analytic.line", readonly=True, ondelete="set null", index="btree_not_null"
    )
    analytic_account_id = fields.Many2one(
        "account.analytic.account", readonly=True, ondelete="set null", index="btree_not_null"
    )
    employee_id = fields.Many2one(
        "hr.employee", readonly=True, ondelete="set null", index="btree_not_null"
    )
    equipment_id = fields.Many2one(
        "biginn.equipment", readonly=True, ondelete="set null", index="btree_not_null"
    )
    exchange_id = fields.Many2one(
        "biginn.exchange", readonly=True, ondelete="set null", index="btree_not_null"
    )
    why = fields.Char(compute="_compute_why", string="Why?")

    _key_uniq = models.Constraint(
        "UNIQUE (statement_id, key)", "A cost stands in a statement once."
    )

    @api.depends_context("lang")
    @api.depends("source", "amount_local")
    def _compute_why(self):
        for item in self:
            item.why = getattr(item, f"_why_{item.source}")()

    def _money(self, amount):
        return self.local_currency_id.format(amount)

    def _why_personnel(self):
        return self.env._(
            "%(hours)s h × (%(cost)s / %(divisor)s h, year %(year)s) = %(amount)s",
            hours=f"{self.hours:.2f}",
            cost=self._money(self.annual_cost),
            divisor=f"{self.productive_hours:g}",
            year=self.fiscal_year,
            amount=self._money(self.amount_local),
        )

    def _why_ledger(self):
        return self.env._(
            "(%(net)s net + %(tax)s VAT not deductible) × %(percent)s %% = %(amount)s",
            net=self._money(self.net_local),
            tax=self._money(self.tax_local),
            percent=f"{self.percent:g}",
            amount=self._money(self.amount_local),
        )

    def _why_manual(self):
        return self.env._("Entered by hand on the analytic account; no posted document behind it.")

    def _why_depreciation(self):
        return self.env._(
            "%(price)s / %(life)s months × %(months)s months × %(share)s %% use = %(amount)s",
            price=self._money(self.net_local),
            life=self.life_months,
            months=self.months,
            share=f"{self.percent:g}",
            amount=self._money(self.amount_local),
        )

    def _why_exchange(self):
        return self.env._("Lump sum agreed for the exchange, at its nominal euro amount.")

    def action_open_source(self):
        """The document behind this cost."""
        self.ensure_one()
        if self.source == "personnel":
            return self.statement_id._action_timesheets(self)
        record = (
            self.move_line_id.move_id
            or self.equipment_id
            or self.exchange_id
            or self.analytic_line_id
        )
        if not record:
            raise UserError(
                self.env._("The source is gone from the books; the copy here remains.")
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }

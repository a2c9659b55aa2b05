from odoo import api, fields, models


class BiginnStatementLine(models.Model):
    """A category of a statement, as printed. Written by computing only."""

    _name = "biginn.statement.line"
    _inherit = "biginn.statement.part"
    _description = "Line of a statement"
    _order = "statement_id, sequence, id"

    sequence = fields.Integer(readonly=True)
    category_id = fields.Many2one(
        "biginn.cost.category", required=True, readonly=True, ondelete="restrict", index=True
    )
    code = fields.Char(readonly=True)
    name = fields.Char(readonly=True, translate=True, help="The category as it was called.")
    form = fields.Char(readonly=True)
    amount_local = fields.Monetary(readonly=True, currency_field="local_currency_id")
    is_converted = fields.Boolean(readonly=True, help="From the books' currency to euro.")
    amount_eur = fields.Monetary(readonly=True)
    in_indirect_base = fields.Boolean(readonly=True)
    reimbursement_rate = fields.Float(digits=(5, 4), readonly=True, aggregator=None)
    contribution_eur = fields.Monetary(readonly=True, string="EU Contribution")
    item_count = fields.Integer(readonly=True, string="Cost Lines")
    why = fields.Text(compute="_compute_why", string="Why?")

    @api.depends_context("lang")
    @api.depends("statement_id.explanations")
    def _compute_why(self):
        for line in self:
            line.why = line.statement_id._explain(line.code)

    @api.depends("code", "name")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.code or ''} {line.name or ''}".strip()

    def action_open_items(self):
        """The cost lines behind this figure."""
        self.ensure_one()
        action = self.statement_id.action_open_items()
        action["domain"] = [
            ("statement_id", "=", self.statement_id.id),
            ("category_id", "=", self.category_id.id),
        ]
        return action

    def action_why(self):
        """The arithmetic behind the figure, in place."""
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.display_name,
                "message": self.why.replace("\n", " → "),
                "sticky": True,
                "type": "info",
            },
        }

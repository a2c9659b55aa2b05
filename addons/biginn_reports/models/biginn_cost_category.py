from odoo import api, fields, models


class BiginnCostCategory(models.Model):
    """One row of the financial statement, with how it is counted and reimbursed."""

    _name = "biginn.cost.category"
    _description = "Cost category"
    _order = "scheme_id, sequence, code"
    _rec_names_search = ["code", "name"]

    scheme_id = fields.Many2one(
        "biginn.cost.scheme", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    code = fields.Char(required=True, help="As in the grant agreement, for example D.1.")
    name = fields.Char(required=True, translate=True)
    form = fields.Selection(
        [
            ("actual", "Actual costs"),
            ("unit", "Unit costs"),
            ("flat", "Flat rate"),
            ("lump", "Lump sums"),
        ],
        required=True,
        default="actual",
        help="Actual: what the books say, converted. Unit and lump sum: the nominal euro amount. "
        "Flat rate: worked out from the other categories.",
    )
    source = fields.Selection(
        [
            ("ledger", "Ledger, by cost rules"),
            ("personnel", "Timesheets × hourly rate"),
            ("depreciation", "Depreciation of equipment"),
            ("exchange", "Lump sums of exchanges"),
            ("none", "Nothing by itself"),
        ],
        required=True,
        default="ledger",
        help="What fills this category by itself. Cost rules may put ledger lines into any "
        "category but a flat rate.",
    )
    in_indirect_base = fields.Boolean(
        string="In the Indirect Base", help="Indirect costs are a flat rate of these categories."
    )
    reimbursement_rate = fields.Float(
        digits=(5, 4), compute="_compute_reimbursement_rate", store=True, readonly=False,
        precompute=True,
    )
    cap_at_nominal = fields.Boolean(
        help="Costs converted from the books never exceed the nominal euro amount of their "
        "exchanges."
    )

    _code_uniq = models.Constraint(
        "UNIQUE (scheme_id, code)", "The scheme has a category with this code already."
    )
    _rate_sane = models.Constraint(
        "CHECK (reimbursement_rate BETWEEN 0 AND 1)", "Rates lie between 0 % and 100 %."
    )

    @api.depends("scheme_id")
    def _compute_reimbursement_rate(self):
        for category in self:
            category.reimbursement_rate = category.scheme_id.reimbursement_rate

    @api.depends("code", "name")
    def _compute_display_name(self):
        for category in self:
            category.display_name = f"{category.code or ''} {category.name or ''}".strip()

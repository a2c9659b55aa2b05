from odoo import fields, models


class BiginnCostScheme(models.Model):
    """The money rules of an EU programme, as data: nothing about a scheme is in code.

    Staff may read schemes (they name the categories), grant finance edits them. A scheme belongs
    to no company: the rules are those of the programme.
    """

    _name = "biginn.cost.scheme"
    _description = "Cost scheme"
    _order = "name"
    _rec_names_search = ["name", "code"]

    code = fields.Char(required=True, help="Short name used in files and imports.")
    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    indirect_rate = fields.Float(
        digits=(5, 4),
        default=0.07,
        help="Flat rate for indirect costs, of the categories marked as part of the base.",
    )
    reimbursement_rate = fields.Float(
        string="Default Reimbursement Rate",
        digits=(5, 4),
        default=0.75,
        help="Share of the costs the EU pays; a category may have a rate of its own.",
    )
    rate_decimals = fields.Integer(
        string="Exchange Rate Decimals",
        default=4,
        help="Decimals the period-average exchange rate is rounded to (half up).",
    )
    rate_full_precision = fields.Boolean(
        string="Exchange Rate Unrounded",
        help="Convert at the full mean of the daily rates instead of a rounded one.",
    )
    hourly_rate_decimals = fields.Integer(
        default=-1,
        help="Decimals of the hourly rate; -1 keeps it unrounded and rounds only the amount.",
    )
    cost_date = fields.Selection(
        [("bill", "Date of the bill"), ("accounting", "Accounting date")],
        default="accounting",
        required=True,
        help="Which date decides the reporting period that a cost of the ledger belongs to.",
    )
    category_ids = fields.One2many("biginn.cost.category", "scheme_id", copy=True)
    note = fields.Text(help="Where these rules come from.", translate=True)

    _code_uniq = models.Constraint("UNIQUE (code)", "Another scheme has this code already.")
    _rates_sane = models.Constraint(
        "CHECK (indirect_rate BETWEEN 0 AND 1 AND reimbursement_rate BETWEEN 0 AND 1)",
        "Rates lie between 0 % and 100 %.",
    )
    _decimals_sane = models.Constraint(
        "CHECK (rate_decimals BETWEEN 0 AND 12 AND hourly_rate_decimals BETWEEN -1 AND 12)",
        "An exchange rate has 0 to 12 decimals, an hourly rate 0 to 12 or -1 for all.",
    )

    def copy_data(self, default=None):
        """A copy gets a code of its own: codes are unique."""
        return [
            dict(values, code=self.env._("%(code)s (copy)", code=scheme.code))
            for scheme, values in zip(self, super().copy_data(default), strict=True)
        ]

from odoo import fields, models


class BiginnStatementFx(models.Model):
    """A daily rate that went into the average: the evidence kept with the statement."""

    _name = "biginn.statement.fx"
    _inherit = "biginn.statement.part"
    _description = "Daily exchange rate of a statement"
    _order = "statement_id, date"

    date = fields.Date(required=True, readonly=True)
    rate_text = fields.Char(
        string="Exchange Rate", required=True, readonly=True, help="As published: units per euro."
    )
    rate = fields.Float(
        string="Exchange Rate (number)", digits=(24, 12), readonly=True, aggregator="avg"
    )

    _day_uniq = models.Constraint("UNIQUE (statement_id, date)", "One rate a day.")

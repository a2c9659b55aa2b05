from odoo import fields, models


class BiginnStatementUnlock(models.TransientModel):
    """Asks for the reason that unlocking a statement needs."""

    _name = "biginn.statement.unlock"
    _description = "Unlock a statement"

    statement_id = fields.Many2one("biginn.statement", required=True, readonly=True)
    reason = fields.Text(required=True)

    def action_unlock(self):
        self.ensure_one()
        return self.statement_id.action_unlock(self.reason)

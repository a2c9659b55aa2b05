from odoo import fields, models


class BiginnFindingOverride(models.TransientModel):
    """Asks a manager for the reason of an override."""

    _name = "biginn.finding.override"
    _description = "Override a finding"

    finding_id = fields.Many2one(
        "biginn.exchange.finding", required=True, ondelete="cascade", readonly=True
    )
    message = fields.Text(related="finding_id.message", string="What it says")
    reason = fields.Char(required=True)

    def action_confirm(self):
        self.ensure_one()
        self.finding_id.action_override(self.reason)
        return {"type": "ir.actions.act_window_close"}

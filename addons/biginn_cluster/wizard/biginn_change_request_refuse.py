from odoo import fields, models


class BiginnChangeRequestRefuse(models.TransientModel):
    """Asks for the reason that the member will read."""

    _name = "biginn.change.request.refuse"
    _description = "Refuse a change request"

    request_ids = fields.Many2many("biginn.change.request", required=True, readonly=True)
    reason = fields.Text(required=True)

    def action_confirm(self):
        self.ensure_one()
        self.request_ids.action_refuse(self.reason)
        return {"type": "ir.actions.act_window_close"}

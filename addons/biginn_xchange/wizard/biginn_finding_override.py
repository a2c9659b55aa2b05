from odoo import api, fields, models


class BiginnFindingOverride(models.TransientModel):
    """Asks a manager for the reason of an override, whatever the finding speaks of."""

    _name = "biginn.finding.override"
    _description = "Override a finding"

    finding_model = fields.Char(required=True, readonly=True, default="biginn.exchange.finding")
    finding_id = fields.Many2oneReference(model_field="finding_model", required=True, readonly=True)
    message = fields.Text(compute="_compute_message", string="What it says")
    reason = fields.Char(required=True)

    @api.depends("finding_model", "finding_id")
    def _compute_message(self):
        for wizard in self:
            wizard.message = wizard._finding().message

    def _finding(self):
        """The finding, with the rights of who asks; empty for a record of another kind."""
        mixin = self.env.registry["biginn.finding.mixin"]
        model = self.env.get(self.finding_model)
        if model is None or model._abstract or not isinstance(model, mixin):
            return self.env["biginn.exchange.finding"]
        return model.browse(self.finding_id).exists()

    def action_confirm(self):
        self.ensure_one()
        self._finding().action_override(self.reason)
        return {"type": "ir.actions.act_window_close"}

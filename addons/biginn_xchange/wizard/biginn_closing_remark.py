from odoo import api, fields, models


class BiginnClosingRemark(models.TransientModel):
    """Asks for the words with which a report is returned or evidence is refused."""

    _name = "biginn.closing.remark"
    _description = "Remark on a report or on evidence"

    report_id = fields.Many2one("biginn.exchange.report", readonly=True, ondelete="cascade")
    evidence_ids = fields.Many2many("biginn.exchange.evidence", readonly=True)
    remark = fields.Text(required=True)

    @api.model
    def _open(self, name, records):
        """The window for one report (`report_id`) or some evidence (`evidence_ids`)."""
        is_report = name == "report_id"
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Return the report") if is_report else self.env._("Refuse"),
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {f"default_{name}": records.id if is_report else records.ids},
        }

    def action_confirm(self):
        self.ensure_one()
        if self.report_id:
            self.report_id.action_return(self.remark)
        if self.evidence_ids:
            self.evidence_ids.action_refuse(self.remark)
        return {"type": "ir.actions.act_window_close"}

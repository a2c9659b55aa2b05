from odoo import fields, models


class BiginnCandidateDecision(models.TransientModel):
    """Asks staff for what the applicant is told: a reason, or a question."""

    _name = "biginn.candidate.decision"
    _description = "Answer a candidate"

    candidate_ids = fields.Many2many("biginn.candidate", string="Candidates", readonly=True)
    kind = fields.Selection(
        [("hold", "Put on hold"), ("ask", "Ask for more"), ("refuse", "Refuse")],
        required=True,
        readonly=True,
        default="hold",
    )
    text = fields.Text(required=True)

    def action_confirm(self):
        self.ensure_one()
        answer = {
            "hold": self.candidate_ids.action_hold,
            "ask": self.candidate_ids.action_ask,
            "refuse": self.candidate_ids.action_refuse,
        }[self.kind]
        answer(self.text)
        return {"type": "ir.actions.act_window_close"}

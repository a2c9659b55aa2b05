from odoo import api, fields, models


class BiginnToday(models.AbstractModel):
    """What waits at the end of stays: reports and evidence to look at, reports that are late."""

    _inherit = "biginn.today"

    @api.model
    def _cards(self):
        return [*super()._cards(), *self._cards_of_closing()]

    @api.model
    def _cards_of_closing(self):
        ours = ("company_id", "in", self.env.companies.ids)
        today = fields.Date.context_today(self)
        return [
            {
                "key": "reports_to_validate",
                "model": "biginn.exchange.report",
                "action": "biginn_xchange.action_biginn_exchange_report",
                "title": self.env._("Reports to validate"),
                "explanation": self.env._("The lump sum waits for them: validate or return them."),
                "domain": [ours, ("state", "=", "submitted")],
                "date_field": "submitted_on",
                "icon": "fa-file-text-o",
                "colour": "blue",
                "sequence": 15,
                "button": self.env._("Read the oldest"),
            },
            {
                "key": "evidence_to_look_at",
                "model": "biginn.exchange.evidence",
                "action": "biginn_xchange.action_biginn_exchange_evidence",
                "title": self.env._("Evidence to look at"),
                "explanation": self.env._("Does it prove that the stay took place?"),
                "domain": [ours, ("state", "=", "submitted"), ("attachment_id", "!=", False)],
                "date_field": "submitted_on",
                "icon": "fa-camera",
                "colour": "blue",
                "sequence": 15,
                "button": self.env._("Look at the oldest"),
            },
            {
                "key": "reports_overdue",
                "model": "biginn.exchange.report",
                "action": "biginn_xchange.action_biginn_exchange_report",
                "title": self.env._("Reports overdue"),
                "explanation": self.env._("The visitor has not reported: give them a call."),
                "domain": [
                    ours,
                    ("side", "=", "visitor"),
                    ("state", "in", ("draft", "returned")),
                    ("exchange_id.state", "=", "reporting"),
                    ("due_on", "<", today),
                ],
                "date_field": "due_on",
                "icon": "fa-hourglass-end",
                "colour": "amber",
                "sequence": 28,
                "button": self.env._("Open the longest overdue"),
            },
        ]

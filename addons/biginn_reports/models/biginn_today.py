from odoo import api, fields, models


class BiginnToday(models.AbstractModel):
    """What waits of the grants, for grant finance."""

    _inherit = "biginn.today"

    @api.model
    def _cards(self):
        today = fields.Date.context_today(self)
        return [
            *super()._cards(),
            {
                "key": "statements_open",
                "model": "biginn.statement",
                "action": "biginn_reports.action_biginn_statement",
                "groups": "biginn_reports.group_finance",
                "title": self.env._("Open statements"),
                "explanation": self.env._("Their period is over and they are not locked yet."),
                "domain": [
                    ("company_id", "in", self.env.companies.ids),
                    ("state", "in", ("draft", "computed")),
                    ("period_id.date_end", "<", today),
                ],
                "date_field": "date_end",
                "icon": "fa-balance-scale",
                "colour": "blue",
                "sequence": 52,
                "button": self.env._("Open the oldest"),
            },
        ]

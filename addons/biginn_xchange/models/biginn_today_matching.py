from odoo import api, models


class BiginnToday(models.AbstractModel):
    """What waits at the match desk: of those that one's own cluster looks after."""

    _inherit = "biginn.today"

    @api.model
    def _cards(self):
        ours = ("company_id", "in", self.env.companies.ids)
        return [
            *super()._cards(),
            {
                "key": "candidates_unmatched",
                "model": "biginn.candidate",
                "action": "biginn_xchange.action_biginn_candidate",
                "title": self.env._("Visitors without a partner"),
                "explanation": self.env._("They are accepted; nobody has been proposed to them."),
                "domain": [
                    ours,
                    ("role", "=", "visitor"),
                    ("state", "=", "accepted"),
                    ("has_match", "=", False),
                ],
                "date_field": "decided_on",
                "icon": "fa-handshake-o",
                "colour": "blue",
                "sequence": 11,
                "button": self.env._("Find the first a partner"),
            },
            {
                "key": "matches_agreed",
                "model": "biginn.match",
                "action": "biginn_xchange.action_biginn_match",
                "title": self.env._("Matches both agree to"),
                "explanation": self.env._("Visitor and host have said yes: make the exchange."),
                "domain": [ours, ("state", "=", "validated"), ("exchange_id", "=", False)],
                "date_field": "validated_on",
                "icon": "fa-exchange",
                "colour": "blue",
                "sequence": 11,
                "button": self.env._("Make the first exchange"),
            },
        ]

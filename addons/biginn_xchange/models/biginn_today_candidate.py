from odoo import api, models


class BiginnToday(models.AbstractModel):
    """Candidates that wait for an answer of the own cluster."""

    _inherit = "biginn.today"

    @api.model
    def _cards(self):
        return [*super()._cards(), *self._cards_of_candidates()]

    @api.model
    def _cards_of_candidates(self):
        candidates = {
            "model": "biginn.candidate",
            "action": "biginn_xchange.action_biginn_candidate",
            "date_field": "submitted_on",
        }
        ours = ("company_id", "in", self.env.companies.ids)
        return [
            {
                **candidates,
                "key": "candidates_to_assess",
                "title": self.env._("Candidates to answer"),
                "explanation": self.env._("They want to visit or to host and wait for a yes."),
                "domain": [ours, ("state", "=", "submitted")],
                "icon": "fa-user-plus",
                "colour": "blue",
                "sequence": 8,
                "button": self.env._("Answer the one waiting longest"),
            },
            {
                **candidates,
                "key": "candidates_asked",
                "title": self.env._("Candidates asked for more"),
                "explanation": self.env._("They have not answered your question yet."),
                "domain": [ours, ("state", "=", "on_hold"), ("question", "!=", False)],
                "icon": "fa-question-circle-o",
                "colour": "amber",
                "sequence": 9,
                "button": self.env._("Open the oldest"),
            },
            {
                **candidates,
                "key": "candidates_on_hold",
                "title": self.env._("Candidates on hold"),
                "explanation": self.env._("You promised to come back to them."),
                "domain": [ours, ("state", "=", "on_hold"), ("question", "=", False)],
                "icon": "fa-pause-circle-o",
                "colour": "blue",
                "sequence": 9,
                "button": self.env._("Open the oldest"),
            },
        ]

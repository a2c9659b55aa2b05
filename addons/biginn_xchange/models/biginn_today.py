from odoo import api, fields, models


class BiginnToday(models.AbstractModel):
    """What waits of exchanges and agendas: of those that one's own cluster runs."""

    _inherit = "biginn.today"

    @api.model
    def _cards(self):
        return [*super()._cards(), *self._cards_of_exchanges(), *self._cards_of_agendas()]

    @api.model
    def _cards_of_exchanges(self):
        exchanges = {
            "model": "biginn.exchange",
            "action": "biginn_xchange.action_biginn_exchange",
            "colour": "blue",
        }
        # the other partnership reads an exchange, too, but can do nothing about it
        ours = ("company_id", "in", self.env.companies.ids)
        return [
            {
                **exchanges,
                "key": "exchanges_draft",
                "title": self.env._("Exchanges to validate"),
                "explanation": self.env._("Nobody travels before the rules are found to be kept."),
                "domain": [ours, ("state", "in", ("draft", "submitted"))],
                "date_field": "date_start",
                "icon": "fa-exchange",
                "sequence": 12,
                "button": self.env._("Open the first to begin"),
            },
            {
                **exchanges,
                "key": "exchanges_validated",
                "title": self.env._("Exchanges to be signed"),
                "explanation": self.env._("The rules are kept: ask the parties to sign."),
                "domain": [ours, ("state", "=", "validated")],
                "date_field": "date_start",
                "icon": "fa-pencil-square-o",
                "sequence": 13,
                "button": self.env._("Open the first to begin"),
            },
            {
                **exchanges,
                "key": "exchanges_interrupted",
                "title": self.env._("Interrupted stays"),
                "explanation": self.env._("Say whether they go on, end early or are cancelled."),
                "domain": [ours, ("state", "=", "interrupted")],
                "date_field": "state_since",
                "icon": "fa-pause-circle-o",
                "sequence": 13,
                "button": self.env._("Decide on the oldest"),
            },
            {
                **exchanges,
                "key": "exchanges_over",
                "title": self.env._("Stays that are over"),
                "explanation": self.env._("Report and evidence are due: check what has come in."),
                "domain": [ours, ("state", "=", "reporting")],
                "date_field": "ended_on",
                "icon": "fa-flag-checkered",
                "sequence": 14,
                "button": self.env._("Complete the oldest"),
            },
            {
                **exchanges,
                "key": "exchanges_to_pay",
                "title": self.env._("Lump sums to pay"),
                "explanation": self.env._("The stay is complete, the visitor waits for the money."),
                "domain": [ours, ("state", "=", "completed")],
                "date_field": "completed_on",
                "icon": "fa-eur",
                "sequence": 16,
                "button": self.env._("Open the one waiting longest"),
            },
        ]

    @api.model
    def _cards_of_agendas(self):
        return [
            {
                "key": "agendas_empty",
                "model": "event.event",
                "action": "biginn_xchange.action_event_360",
                "title": self.env._("Agendas without a programme"),
                "explanation": self.env._("They are coming, and no item stands in them."),
                "domain": [
                    ("is_360", "=", True),
                    ("company_id", "in", [False, *self.env.companies.ids]),
                    ("date_end", ">=", fields.Datetime.now()),
                    ("agenda_item_ids", "=", False),
                ],
                "date_field": "date_begin",
                "icon": "fa-map-o",
                "colour": "amber",
                "sequence": 25,
                "button": self.env._("Plan the next"),
            },
        ]

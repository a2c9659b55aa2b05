from odoo import api, models


class BiginnToday(models.AbstractModel):
    """What waits of the money: accounts to confirm, bills to make, terms that run out."""

    _inherit = "biginn.today"

    @api.model
    def _cards(self):
        # one card for each thing to do takes the place of the one for all that is not paid
        others = [card for card in super()._cards() if card["key"] != "exchanges_to_pay"]
        return [*others, *self._cards_of_money()]

    @api.model
    def _cards_of_money(self):
        ours = ("company_id", "in", self.env.companies.ids)
        exchanges = {
            "model": "biginn.exchange",
            "action": "biginn_xchange.action_biginn_exchange",
            "icon": "fa-eur",
        }
        to_pay = [ours, *self.env["biginn.exchange"]._domain_to_pay()]
        on_time = ("is_overdue", "=", False)
        return [
            {
                **exchanges,
                "key": "exchanges_overdue",
                "title": self.env._("Payments overdue"),
                "explanation": self.env._("The programme's payment term is over."),
                "domain": [*to_pay, ("is_overdue", "=", True)],
                "date_field": "payment_due",
                "colour": "red",
                "sequence": 8,
                "button": self.env._("Open the longest overdue"),
            },
            {
                **exchanges,
                "key": "exchanges_bank",
                "title": self.env._("Bank accounts to confirm"),
                "explanation": self.env._("Make sure, by telephone, whose account it is."),
                "domain": [
                    ours,
                    ("bank_state", "in", ("proposed", "changed")),
                    ("state", "in", self.env["biginn.exchange"]._states_with_account()),
                ],
                "date_field": "date_end",
                "icon": "fa-university",
                "colour": "blue",
                "sequence": 15,
                "button": self.env._("Look at the first"),
            },
            {
                **exchanges,
                "key": "exchanges_to_bill",
                "title": self.env._("Lump sums without a bill"),
                "explanation": self.env._("The stay is complete, the visitor waits for the money."),
                "domain": [*to_pay, ("bill_id", "=", False), on_time],
                "date_field": "payment_due",
                "colour": "blue",
                "sequence": 16,
                "button": self.env._("Make the bill due first"),
            },
            {
                **exchanges,
                "key": "exchanges_to_pay",
                "title": self.env._("Lump sums to pay"),
                "explanation": self.env._("The bill is made: post it and pay it."),
                "domain": [*to_pay, ("bill_id", "!=", False), on_time],
                "date_field": "payment_due",
                "colour": "amber",
                "sequence": 17,
                "button": self.env._("Open the one due first"),
            },
        ]

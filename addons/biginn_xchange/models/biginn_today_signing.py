from odoo import api, models


class BiginnToday(models.AbstractModel):
    """What waits of signatures: our own to give, and those of others to wait for."""

    _inherit = "biginn.today"

    @api.model
    def _cards(self):
        return [*super()._cards(), *self._cards_of_signatures()]

    @api.model
    def _cards_of_signatures(self):
        companies = self.env.companies
        return [
            {
                "key": "signatures_ours",
                "model": "biginn.signature",
                "action": "biginn_xchange.action_biginn_signature",
                "title": self.env._("Papers to sign for us"),
                "explanation": self.env._("The others wait for our cluster's signature."),
                "domain": [
                    ("state", "=", "pending"),
                    ("organisation_id", "in", companies.sudo().partner_id.ids),
                    ("exchange_id.state", "=", "signing"),
                ],
                "date_field": "create_date",
                "icon": "fa-pencil",
                "colour": "blue",
                "sequence": 13,
                "button": self.env._("Read the oldest"),
            },
            {
                "key": "signatures_missing",
                "model": "biginn.exchange",
                "action": "biginn_xchange.action_biginn_exchange",
                "title": self.env._("Signatures missing"),
                "explanation": self.env._("Nobody travels before all parties have signed."),
                "domain": [
                    ("company_id", "in", companies.ids),
                    ("state", "=", "signing"),
                    ("missing_signature_count", ">", 0),
                ],
                "date_field": "state_since",
                "icon": "fa-pencil-square-o",
                "colour": "amber",
                "sequence": 22,
                "button": self.env._("Open the one waiting longest"),
            },
        ]

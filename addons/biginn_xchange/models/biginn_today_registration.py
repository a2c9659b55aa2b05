from odoo import api, models


class BiginnToday(models.AbstractModel):
    """Who asked for a place at an agenda and is kept back by a finding."""

    _inherit = "biginn.today"

    @api.model
    def _cards(self):
        return [
            *super()._cards(),
            {
                "key": "registrations_to_mend",
                "model": "event.registration",
                "action": "biginn_xchange.action_registration_waiting",
                "title": self.env._("Registrations to look at"),
                "explanation": self.env._(
                    "A rule of the programme keeps them from a place at an agenda."
                ),
                "domain": [
                    ("company_id", "in", self.env.companies.ids),
                    ("placement", "in", ("requested", "waiting")),
                    ("open_finding_count", ">", 0),
                    ("event_id.is_finished", "=", False),
                ],
                "date_field": "requested_on",
                "icon": "fa-user-plus",
                "colour": "blue",
                "sequence": 16,
                "button": self.env._("Look at the oldest"),
            },
        ]

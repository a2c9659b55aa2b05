from odoo import models


class EventEvent(models.Model):
    """The member's page of an agenda says which visits ask for identity data."""

    _inherit = "event.event"

    def _portal_agenda_values(self, registration):
        values = super()._portal_agenda_values(registration)
        person = registration._portal_access_person() if registration else None
        values["access"] = person if person and person["visits"] else None
        return values

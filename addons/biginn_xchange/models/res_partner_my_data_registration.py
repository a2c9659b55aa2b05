from odoo import models

REGISTRATION = (
    "event_id",
    "name",
    "email",
    "phone",
    "lang",
    "placement",
    "requested_on",
    "date_closed",
)


class ResPartner(models.Model):
    """My data: places at agendas, of oneself and, for editors, of the organisation's people."""

    _inherit = "res.partner"

    def _biginn_my_data(self):
        # sudo comes with the gate: members have no rights on registrations
        registrations_sudo = self.env["event.registration"]._portal_own()
        return {
            **super()._biginn_my_data(),
            "agenda_registrations": self._biginn_my_data_rows(registrations_sudo, REGISTRATION),
            "agenda_items": self._biginn_my_data_rows(
                registrations_sudo.attendance_ids, ("registration_id", "item_id", "state")
            ),
        }

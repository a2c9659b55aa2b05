from odoo import models

from ..rules import access_data

SHOWN = ("item_id", "access_delete_on", *access_data.CODES)


class ResPartner(models.Model):
    """My data: what the person has given for visits, while it is there."""

    _inherit = "res.partner"

    def _biginn_my_data_person(self):
        sections = super()._biginn_my_data_person()
        # sudo: the person's own rows and nobody else's; members have no right on the model
        rows_sudo = (
            self.env["biginn.agenda.access"]
            .sudo()
            .search([("attendance_id.registration_id.partner_id", "=", self.id)])
            if self == self.env.user.partner_id
            else self.env["biginn.agenda.access"]
        )
        sections["my_identity_data_for_visits"] = self._biginn_my_data_rows(rows_sudo, SHOWN)
        return sections

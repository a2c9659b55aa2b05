from odoo import models
from odoo.fields import Domain


class ResPartner(models.Model):
    """The organisation's matches in the file of all that is held about it."""

    _inherit = "res.partner"

    def _biginn_my_data(self):
        sections = super()._biginn_my_data()
        organisation = self._biginn_portal_organisation()
        matches = self.env["biginn.match"]
        if organisation and matches.has_access("read"):
            matches = matches.search(
                Domain("visitor_partner_id", "=", organisation.id)
                | Domain("host_partner_id", "=", organisation.id)
            )
        sections["matches"] = self._biginn_my_data_rows(matches)
        return sections

from odoo import models
from odoo.fields import Domain

ANSWER = ("partner_id", "state", "asked_on", "answered_on", "answered_by", "note", "ip")


class ResPartner(models.Model):
    """My data: the exchanges themselves, and what was answered by link for another cluster.

    Files between clusters hold organisations alone, no person.
    """

    _inherit = "res.partner"

    def _biginn_my_data(self):
        sections = super()._biginn_my_data()
        exchanges = self._biginn_my_data_exchanges()
        sections["exchanges"] = self._biginn_my_data_rows(exchanges)
        answers_sudo = self._biginn_my_data_confirmations_sudo()
        sections["confirmations"] = self._biginn_my_data_rows(answers_sudo, ANSWER)
        return sections

    def _biginn_my_data_exchanges(self):
        """Those of the own organisation, on either side, with the member's own rights."""
        exchanges = self.env["biginn.exchange"]
        organisation = self._biginn_portal_organisation()
        if not organisation or not exchanges.has_access("read"):
            return exchanges
        return exchanges.search(
            Domain("visiting_id", "=", organisation.id) | Domain("host_id", "=", organisation.id)
        )

    def _biginn_my_data_confirmations_sudo(self):
        """Answers by link: one's own, and the organisation's for those who look after it."""
        asked = self
        organisation = self._biginn_portal_organisation()
        if organisation and not organisation._get_cannot_edit_profile_reason():
            asked |= organisation
        # sudo: staff alone read these, and name and address in them are the member's
        confirmations_sudo = self.env["biginn.exchange.confirmation"].sudo()
        return confirmations_sudo.search([("partner_id", "in", asked.ids)])

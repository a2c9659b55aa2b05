from odoo import models
from odoo.fields import Domain


class ResPartner(models.Model):
    """My data: reports, evidence and journeys of the own organisation."""

    _inherit = "res.partner"

    def _biginn_my_data(self):
        organisation = self._biginn_portal_organisation()
        return {**super()._biginn_my_data(), **organisation._biginn_my_data_closing()}

    def _biginn_my_data_closing(self):
        if not self:
            return {}
        return {
            "exchange_reports": self._biginn_my_data_rows(
                self._biginn_my_closing("biginn.exchange.report")
            ),
            "exchange_evidence": self._biginn_my_data_rows(
                self._biginn_my_closing("biginn.exchange.evidence")
            ),
            "exchange_journeys": self._biginn_my_data_rows(
                self._biginn_my_closing("biginn.exchange.travel")
            ),
        }

    def _biginn_my_data_files(self):
        organisation = self._biginn_portal_organisation()
        papers = [
            (f"evidence/{row.id}-{paper.name}", paper.raw or b"")
            for row in organisation._biginn_my_closing("biginn.exchange.evidence")
            for paper in row._handed_in_sudo()
        ]
        return [*super()._biginn_my_data_files(), *papers]

    def _biginn_my_closing(self, model):
        records = self.env[model]
        if not self or not records.has_access("read"):
            return records
        return records.search(Domain("partner_id.commercial_partner_id", "=", self.id))

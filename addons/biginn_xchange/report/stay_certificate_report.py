from odoo import api, models


class ReportStayCertificate(models.AbstractModel):
    """Certificates of stay, each in its own cluster's layout."""

    _name = "report.biginn_xchange.stay_certificate_document"
    _description = "Certificate of stay"

    @api.model
    def _get_report_values(self, docids, data=None):
        exchanges = self.env["biginn.exchange"].browse(docids)
        exchanges.check_access("read")
        exchanges._check_can_certify_stay()
        return {
            "doc_ids": exchanges.ids,
            "doc_model": exchanges._name,
            "docs": exchanges,
            "sheets": {exchange.id: exchange._stay_sheet() for exchange in exchanges},
            # public text, but the model is for cluster staff only
            "fundings": {exchange.id: exchange.sudo()._stay_funding() for exchange in exchanges},
        }

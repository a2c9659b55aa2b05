from odoo import api, models


class ReportClosingReport(models.AbstractModel):
    """Closing reports and hosts' feedback on paper, each in its own cluster's layout."""

    _name = "report.biginn_xchange.closing_report_document"
    _description = "Printed closing report"

    @api.model
    def _get_report_values(self, docids, data=None):
        reports = self.env["biginn.exchange.report"].browse(docids)
        reports.check_access("read")
        return {
            "doc_ids": reports.ids,
            "doc_model": reports._name,
            "docs": reports,
            "sheets": {report.id: report._report_sheet() for report in reports},
            # public text, but the model is for cluster staff only
            "fundings": {
                report.id: report.sudo().exchange_id._stay_funding() for report in reports
            },
        }

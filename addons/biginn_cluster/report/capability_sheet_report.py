from odoo import api, fields, models


class ReportCapabilitySheet(models.AbstractModel):
    """Capability sheet of one or several organisations, in the language of the reader."""

    _name = "report.biginn_cluster.capability_sheet_document"
    _description = "Capability sheet"

    @api.model
    def _get_report_values(self, docids, data=None):
        organisations = self.env["res.partner"].browse(docids)
        is_staff = self.env.user.has_group("biginn_cluster.group_staff")
        # sudo: a member or a stranger prints the layout of its cluster, and what this grant says
        company = self.env.company if is_staff else organisations._biginn_sheet_company().sudo()
        funding = self.env["biginn.funding"].sudo(not is_staff or self.env.su)
        return {
            "sheets": organisations._biginn_printable_sheets(),
            "company": company,
            "funding": funding._for_documents(),
            "today": fields.Date.context_today(self),
        }

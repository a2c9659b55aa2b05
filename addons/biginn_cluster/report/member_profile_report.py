from odoo import api, fields, models


class ReportMemberProfile(models.AbstractModel):
    """Capability sheet of one or several organisations."""

    _name = "report.biginn_cluster.member_profile_document"
    _description = "Member profile"

    @api.model
    def _get_report_values(self, docids, data=None):
        # Printed from a contact, the sheet is still the organisation's.
        organisations = self.env["res.partner"].browse(docids).commercial_partner_id
        return {
            "doc_ids": organisations.ids,
            "doc_model": "res.partner",
            "docs": organisations,
            "sheets": {org.id: org._biginn_profile_sheet() for org in organisations},
            "company": self.env.company,
            "funding": self.env["biginn.funding"]._for_documents(),
            "today": fields.Date.context_today(self),
        }

from odoo import api, fields, models


class ReportMembershipCertificate(models.AbstractModel):
    """Certificate of one or several memberships, each in its own cluster's layout."""

    _name = "report.biginn_cluster.membership_certificate_document"
    _description = "Certificate of membership"

    @api.model
    def _get_report_values(self, docids, data=None):
        memberships = self.env["biginn.membership"].browse(docids)
        memberships.check_access("read")
        memberships._check_can_certify()
        return {
            "doc_ids": memberships.ids,
            "doc_model": "biginn.membership",
            "docs": memberships,
            "sheets": {
                membership.id: membership._certificate_sheet() | {"company": membership.company_id}
                for membership in memberships
            },
            "funding": self.env["biginn.funding"]._for_documents(),
            "today": fields.Date.context_today(self),
        }

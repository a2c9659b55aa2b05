from odoo import api, models


class ReportMemberList(models.AbstractModel):
    """The membership directory on paper, with the rights of who prints it."""

    _name = "report.biginn_cluster.member_list_document"
    _description = "Membership directory"

    @api.model
    def _get_report_values(self, docids, data=None):
        wizard = self.env["biginn.member.list"].browse(docids)
        wizard.check_access("read")
        return {
            "company": self.env.company,
            "funding": self.env["biginn.funding"]._for_documents(),
            "matrices": [each._matrix() for each in wizard],
        }

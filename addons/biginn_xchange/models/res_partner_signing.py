from odoo import models
from odoo.fields import Domain


class ResPartner(models.Model):
    """Signatures in the file of all that is held about a member, with the papers signed by all."""

    _inherit = "res.partner"

    def _biginn_my_data(self):
        sections = super()._biginn_my_data()
        sections["signatures"] = self._biginn_my_data_rows(self._biginn_my_data_signatures())
        return sections

    def _biginn_my_data_files(self):
        papers = super()._biginn_my_data_files()
        # sudo: the files of papers that the member's own rights have found
        for paper_sudo in self._biginn_my_data_signatures().document_id.sudo():
            if paper_sudo.attachment_id:
                name = f"papers/{paper_sudo.id}-{paper_sudo.attachment_id.name}"
                papers.append((name, paper_sudo.attachment_id.raw or b""))
        return papers

    def _biginn_my_data_signatures(self):
        """Those the person is asked for, and those of the organisation."""
        signatures = self.env["biginn.signature"]
        if not signatures.has_access("read"):
            return signatures
        return signatures.search(
            Domain("signer_id", "=", self.id)
            | Domain("organisation_id", "=", self.commercial_partner_id.id)
        )

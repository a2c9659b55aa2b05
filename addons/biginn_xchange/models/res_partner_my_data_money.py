from odoo import models

ACCOUNT = ("acc_number", "acc_holder_name", "bank_name", "allow_out_payment", "create_date")


class ResPartner(models.Model):
    """My data: accounts to which money of the organisation goes, and what it has declared."""

    _inherit = "res.partner"

    def _biginn_my_data_organisation(self):
        sections = super()._biginn_my_data_organisation()
        if not self:
            return sections
        declarations = self._biginn_my_data_search("biginn.de.minimis.declaration", self)
        aids = self._biginn_my_data_search("biginn.de.minimis.aid", self)
        sections["de_minimis_declarations"] = self._biginn_my_data_rows(declarations)
        sections["de_minimis_aid"] = self._biginn_my_data_rows(aids)
        if not self._get_cannot_edit_profile_reason():
            # sudo: the own organisation's accounts, for those who enter them
            sections["bank_accounts"] = self._biginn_my_data_rows(self.sudo().bank_ids, ACCOUNT)
        return sections

    def _biginn_my_data_files(self):
        papers = super()._biginn_my_data_files()
        organisation = self._biginn_portal_organisation()
        declarations = self._biginn_my_data_search("biginn.de.minimis.declaration", organisation)
        for declaration in declarations:
            for paper_sudo in declaration._handed_in_sudo():
                name = f"de_minimis/{declaration.id}-{paper_sudo.name}"
                papers.append((name, paper_sudo.raw or b""))
        return papers

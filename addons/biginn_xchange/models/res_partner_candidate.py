from odoo import fields, models
from odoo.fields import Domain

from .biginn_candidate_states import DECIDED_STATES


class ResPartner(models.Model):
    """An organisation's candidates, and what its profile means for them."""

    _inherit = "res.partner"

    candidate_count = fields.Integer(
        string="Candidates",
        compute="_compute_candidate_count",
        groups="biginn_cluster.group_staff",
    )

    def _compute_candidate_count(self):
        counts = dict(
            self.env["biginn.candidate"]._read_group(
                [("partner_id", "in", self.ids)], ["partner_id"], ["__count"]
            )
        )
        for partner in self:
            partner.candidate_count = counts.get(partner, 0)

    def _refresh_exchange_findings(self):
        """What the rules look at has changed: candidates that wait are judged anew as well."""
        result = super()._refresh_exchange_findings()
        waiting_sudo = (
            self.env["biginn.candidate"]
            .sudo()
            .search(
                Domain("partner_id", "in", self.commercial_partner_id.ids)
                & Domain("state", "not in", DECIDED_STATES)
            )
        )
        waiting_sudo._refresh_findings()
        return result

    def action_view_candidates(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "biginn_xchange.action_biginn_candidate"
        )
        action["domain"] = [("partner_id", "=", self.id)]
        action["context"] = {"default_partner_id": self.id}
        return action

    # ------------------------------------------------------------------
    # My data
    # ------------------------------------------------------------------

    def _biginn_my_data(self):
        sections = super()._biginn_my_data()
        candidates = self._biginn_my_data_candidates()
        sections["candidates"] = self._biginn_my_data_rows(candidates)
        return sections

    def _biginn_my_data_files(self):
        """CVs: one's own, and to profile editors those of the organisation."""
        papers = super()._biginn_my_data_files()
        for candidate in self._biginn_my_data_candidates():
            for cv_sudo in candidate._handed_in_sudo():
                papers.append((f"candidates/{candidate.id}-{cv_sudo.name}", cv_sudo.raw or b""))
        return papers

    def _biginn_my_data_candidates(self):
        return self._biginn_my_data_search("biginn.candidate", self._biginn_portal_organisation())

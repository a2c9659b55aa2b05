from odoo import api, models

JUDGED_FIELDS = {
    "partner_id",
    "date_start",
    "date_end",
    "approved_on",
    "refused_on",
    "left_on",
    "suspended_from",
    "suspended_to",
    "covered_partner_ids",
}


class BiginnMembership(models.Model):
    """Drafts of exchanges are judged anew when a membership changes."""

    _inherit = "biginn.membership"

    @api.model_create_multi
    def create(self, vals_list):
        memberships = super().create(vals_list)
        memberships._judged_partners()._refresh_exchange_findings()
        return memberships

    def write(self, vals):
        if not JUDGED_FIELDS & vals.keys():
            return super().write(vals)
        before = self._judged_partners()
        result = super().write(vals)
        (before | self._judged_partners())._refresh_exchange_findings()
        return result

    def _judged_partners(self):
        """Whose exchanges these memberships may allow: the members, and whom they cover."""
        return self.partner_id | self.covered_partner_ids

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
}


class BiginnMembership(models.Model):
    """Drafts of exchanges are judged anew when a membership changes."""

    _inherit = "biginn.membership"

    @api.model_create_multi
    def create(self, vals_list):
        memberships = super().create(vals_list)
        memberships.partner_id._refresh_exchange_findings()
        return memberships

    def write(self, vals):
        result = super().write(vals)
        if JUDGED_FIELDS & vals.keys():
            self.partner_id._refresh_exchange_findings()
        return result

from odoo import api, fields, models
from odoo.exceptions import UserError


class BiginnMembershipLeave(models.TransientModel):
    """Asks from which day, and why, an organisation is no longer a member."""

    _name = "biginn.membership.leave"
    _description = "Member leaves"

    membership_ids = fields.Many2many(
        "biginn.membership", "biginn_membership_leave_rel", required=True, readonly=True
    )
    left_on = fields.Date(
        string="First day without membership", required=True, default=fields.Date.context_today
    )
    reason = fields.Char(required=True, help="Kept with the membership, for the statistics.")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if self.env.context.get("active_model") == "biginn.membership":
            values["membership_ids"] = [(6, 0, self.env.context.get("active_ids", []))]
        return values

    def action_confirm(self):
        self.ensure_one()
        reasons = {m: m._get_cannot_leave_reason() for m in self.membership_ids}
        refused = {membership: reason for membership, reason in reasons.items() if reason}
        if refused:
            raise UserError(self.membership_ids._sentences(refused))
        self.membership_ids._leave(self.left_on, self.reason)
        return {"type": "ir.actions.act_window_close"}

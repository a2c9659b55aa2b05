from odoo import api, fields, models
from odoo.exceptions import UserError


class BiginnMembershipSuspend(models.TransientModel):
    """Asks a manager for how long, and why, the rights of members rest."""

    _name = "biginn.membership.suspend"
    _description = "Suspend memberships"

    membership_ids = fields.Many2many(
        "biginn.membership", "biginn_membership_suspend_rel", required=True, readonly=True
    )
    date_from = fields.Date(string="First day", required=True, default=fields.Date.context_today)
    date_to = fields.Date(string="Last day", help="Empty: until somebody lifts the suspension.")
    reason = fields.Char(required=True)

    _dates_in_order = models.Constraint(
        "CHECK (date_to >= date_from)", "A suspension cannot end before it starts."
    )

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if self.env.context.get("active_model") == "biginn.membership":
            values["membership_ids"] = [(6, 0, self.env.context.get("active_ids", []))]
        return values

    def action_confirm(self):
        self.ensure_one()
        reasons = {m: m._get_cannot_suspend_reason() for m in self.membership_ids}
        refused = {membership: reason for membership, reason in reasons.items() if reason}
        if refused:
            raise UserError(self.membership_ids._sentences(refused))
        self.membership_ids._suspend(self.date_from, self.date_to, self.reason)
        return {"type": "ir.actions.act_window_close"}

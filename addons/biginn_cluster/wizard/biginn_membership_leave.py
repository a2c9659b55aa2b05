from odoo import fields, models


class BiginnMembershipLeave(models.TransientModel):
    """Asks from which day, and why, an organisation is no longer a member."""

    _name = "biginn.membership.leave"
    _description = "Member leaves"

    membership_ids = fields.Many2many(
        "biginn.membership",
        "biginn_membership_leave_rel",
        required=True,
        readonly=True,
        default=lambda self: self.env["biginn.membership"]._chosen_in_list(),
    )
    left_on = fields.Date(
        string="First day without membership", required=True, default=fields.Date.context_today
    )
    reason = fields.Char(required=True, help="Kept with the membership, for the statistics.")

    def action_confirm(self):
        self.ensure_one()
        self.membership_ids._refuse_together("_get_cannot_leave_reason")
        self.membership_ids._leave(self.left_on, self.reason)
        return {"type": "ir.actions.act_window_close"}

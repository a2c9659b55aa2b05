from odoo import fields, models


class BiginnMembershipSuspend(models.TransientModel):
    """Asks a manager for how long, and why, the rights of members rest."""

    _name = "biginn.membership.suspend"
    _description = "Suspend memberships"

    membership_ids = fields.Many2many(
        "biginn.membership",
        "biginn_membership_suspend_rel",
        required=True,
        readonly=True,
        default=lambda self: self.env["biginn.membership"]._chosen_in_list(),
    )
    date_from = fields.Date(string="First day", required=True, default=fields.Date.context_today)
    date_to = fields.Date(string="Last day", help="Empty: until somebody lifts the suspension.")
    reason = fields.Char(required=True)

    _dates_in_order = models.Constraint(
        "CHECK (date_to >= date_from)", "A suspension cannot end before it starts."
    )

    def action_confirm(self):
        self.ensure_one()
        self.membership_ids._refuse_together("_get_cannot_suspend_reason")
        self.membership_ids._suspend(self.date_from, self.date_to, self.reason)
        return {"type": "ir.actions.act_window_close"}

from odoo import fields, models


class BiginnRegistrationMove(models.TransientModel):
    """Asks a manager for the new place on a waiting list, and for the reason."""

    _name = "biginn.registration.move"
    _description = "Change the order of a waiting list"

    registration_id = fields.Many2one(
        "event.registration", string="Person", required=True, readonly=True, ondelete="cascade"
    )
    waiting_place = fields.Integer(related="registration_id.waiting_place", string="Place now")
    place = fields.Integer(string="New place", default=1, required=True)
    reason = fields.Char(required=True)

    def action_confirm(self):
        self.ensure_one()
        self.registration_id._move_in_list(self.place, self.reason)
        return {"type": "ir.actions.act_window_close"}

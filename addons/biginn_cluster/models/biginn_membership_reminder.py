from odoo import api, fields, models


class BiginnMembershipReminder(models.Model):
    """One reminder of one end: written in the same moment as its mail, so it goes out once."""

    _name = "biginn.membership.reminder"
    _description = "Reminder that a membership ends"
    _order = "date_end desc, step, id desc"

    membership_id = fields.Many2one(
        "biginn.membership", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="membership_id.company_id", store=True, index=True)
    step = fields.Integer(string="Days before the end", required=True, aggregator=None)
    date_end = fields.Date(string="For the end on", required=True)
    is_current = fields.Boolean(
        string="For the present end", compute="_compute_is_current", store=True
    )
    state = fields.Selection(
        [("sent", "Sent"), ("failed", "Not sent")], required=True, default="sent"
    )
    reminded_on = fields.Date(string="On", default=fields.Date.today)
    problem = fields.Char(string="What went wrong")

    _step_uniq = models.Constraint(
        "UNIQUE (membership_id, date_end, step)", "This reminder has been sent already."
    )

    @api.depends("date_end", "membership_id.date_end")
    def _compute_is_current(self):
        for reminder in self:
            reminder.is_current = reminder.date_end == reminder.membership_id.date_end

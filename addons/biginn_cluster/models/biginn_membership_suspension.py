from odoo import fields, models


class BiginnMembershipSuspension(models.Model):
    """An earlier suspension of a membership: what keeps the count of members right for the past.

    The membership itself carries the present one, or the last.
    """

    _name = "biginn.membership.suspension"
    _description = "Earlier suspension of a membership"
    _order = "date_from desc, id desc"

    membership_id = fields.Many2one(
        "biginn.membership", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="membership_id.company_id", store=True, index=True)
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="To", required=True)
    reason = fields.Char()

    _dates_in_order = models.Constraint(
        "CHECK (date_to >= date_from)", "A suspension cannot end before it starts."
    )

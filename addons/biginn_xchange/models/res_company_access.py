from odoo import fields, models


class ResCompany(models.Model):
    """How a cluster handles identity data of visitors, where a facility does not say."""

    _inherit = "res.company"

    biginn_agenda_access_list_days = fields.Integer(
        string="Lists due, days before",
        default=5,
        help="Until how many days before a visit people can enter their identity data.",
    )
    biginn_agenda_access_keep_days = fields.Integer(
        string="Identity data kept, days after",
        default=1,
        help="How many days after a visit the identity data of its visitors is deleted.",
    )

    _biginn_agenda_access_positive = models.Constraint(
        "CHECK (biginn_agenda_access_list_days >= 0 AND biginn_agenda_access_keep_days >= 0)",
        "Days before and after a visit cannot be less than none.",
    )

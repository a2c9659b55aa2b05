from odoo import fields, models


class EventEvent(models.Model):
    """The terms on which places at an agenda are given."""

    _inherit = "event.event"

    quota_ids = fields.One2many("biginn.agenda.quota", "event_id", string="Quotas", copy=True)
    attendance_ids = fields.One2many(
        "biginn.agenda.attendance", "event_id", string="Attendance of items"
    )
    offer_hours = fields.Integer(
        string="Offers last",
        default=48,
        help="Hours in which somebody on the waiting list can take a place that has become free. "
        "0: the first in order gets it without being asked.",
    )

    _offer_hours_positive = models.Constraint(
        "CHECK (offer_hours >= 0)", "An offer cannot last less than no time."
    )

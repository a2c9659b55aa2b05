from odoo import fields, models


class BiginnAgendaAttendance(models.Model):
    """One person at one item of an agenda.

    Rows of the items for everybody come with the place at the agenda; rows of items that people
    choose are there from the request on, and wait until the allocator has given a seat.

    Rights: the registration desk marks who is there, event users add and cancel.
    """

    _name = "biginn.agenda.attendance"
    _description = "Attendance of an agenda item"
    _order = "item_id, waiting_rank, id"

    registration_id = fields.Many2one(
        "event.registration", required=True, index=True, ondelete="cascade"
    )
    item_id = fields.Many2one(
        "biginn.agenda.item", string="Agenda item", required=True, index=True, ondelete="cascade"
    )
    event_id = fields.Many2one(
        related="registration_id.event_id", string="Agenda", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="event_id.company_id", store=True, index=True, precompute=True
    )
    partner_id = fields.Many2one(related="registration_id.partner_id", string="Person")
    state = fields.Selection(
        [
            ("registered", "Registered"),
            ("waiting", "Waiting"),
            ("attended", "Attended"),
            ("absent", "Absent"),
            ("cancelled", "Cancelled"),
        ],
        default="waiting",
        required=True,
        index=True,
        help="Registered: has a seat.\n"
        "Waiting: asked for a seat; in the order of the waiting list once that is known.\n"
        "Attended, absent: was there, was not.\n"
        "Cancelled: does not come to this item.",
    )
    waiting_rank = fields.Integer(
        string="Order",
        readonly=True,
        help="Order on the waiting list of the item. 0: not on it.",
    )

    _once = models.Constraint(
        "UNIQUE (registration_id, item_id)", "A person is at an agenda item once."
    )

    def _compute_display_name(self):
        for attendance in self:
            attendance.display_name = (
                f"{attendance.registration_id.display_name}: {attendance.item_id.name or ''}"
            )

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..rules import allocation

CHECKED_ONLY = {"waiting_rank"}
FIXED = {"registration_id", "item_id"}


class BiginnAgendaAttendance(models.Model):
    """One person at one item of an agenda.

    Rows of the items for everybody come with the place at the agenda; rows of items that people
    choose are there from the request on, and wait until the allocator has given a seat.

    Rights: the registration desk marks who is there, event users add and cancel.
    """

    _name = "biginn.agenda.attendance"
    _description = "Attendance of an agenda item"
    _inherit = ["biginn.checked.mixin"]
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

    # ------------------------------------------------------------------
    # ORM overrides
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Whoever is added asks for a seat; the allocator gives it."""
        if self._is_checked():
            return super().create(vals_list)
        attendances = super().create(
            [
                {name: value for name, value in vals.items() if name not in CHECKED_ONLY}
                | {"state": "waiting"}
                for vals in vals_list
            ]
        )
        attendances.event_id._allocate_after_commit()
        return attendances

    def write(self, vals):
        """Facts may be noted at any time; a seat is given by the allocator alone."""
        if self._is_checked():
            return super().write(vals)
        self._check_not_by_hand(vals)
        state = vals.get("state")
        if state in ("waiting", "cancelled"):
            vals = {**vals, "waiting_rank": 0}
        result = super().write(vals)
        if state:
            self.event_id._allocate_after_commit()
        return result

    def _check_not_by_hand(self, vals):
        fixed = {
            name
            for name in FIXED & vals.keys()
            if any(attendance[name].id != vals[name] for attendance in self)
        }
        for name in sorted((CHECKED_ONLY & vals.keys()) | fixed):
            raise UserError(
                self.env._(
                    "%(field)s of an attendance cannot be written.",
                    field=self._fields[name]._description_string(self.env),
                )
            )
        unseated = self.filtered(lambda one: one.state in ("waiting", "cancelled"))
        if vals.get("state") == "registered" and unseated:
            raise UserError(
                self.env._(
                    "%(person)s has no seat at “%(item)s” yet: seats are given in the order of "
                    "the waiting list.",
                    person=unseated[0].registration_id.display_name,
                    item=unseated[0].item_id.name,
                )
            )

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_leave(self):
        """Give the seat at this item back."""
        self.filtered(lambda one: one.state in ("registered", "waiting")).write(
            {"state": "cancelled"}
        )
        return True

    # ------------------------------------------------------------------
    # What the rules read
    # ------------------------------------------------------------------

    def _seat_request(self):
        self.ensure_one()
        return allocation.Request(
            number=self.id,
            placement=allocation.WAITING if self.waiting_rank else allocation.REQUESTED,
            asked_on=self.registration_id.requested_on or self.registration_id.create_date,
            rank=self.waiting_rank,
        )

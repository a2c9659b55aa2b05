from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..rules import access_data
from .biginn_agenda_access import JOINED


class BiginnAgendaAttendance(models.Model):
    """Whether a person's identity data for a visit is there; what it says stands elsewhere."""

    _inherit = "biginn.agenda.attendance"

    access_state = fields.Selection(
        [("missing", "Missing"), ("incomplete", "Incomplete"), ("complete", "All given")],
        string="Identity data",
        compute="_compute_access_state",
        help="Whether what the facility asks for has been given. Empty: nothing is asked for.",
    )

    @api.depends("state", "item_id.needs_access_data", "item_id.access_field_ids")
    def _compute_access_state(self):
        joined = self.filtered(lambda one: one.state in JOINED and one.item_id._access_codes())
        # sudo: whether something is there, for those who remind people; no value leaves
        rows = self.env["biginn.agenda.access"].sudo().search([("attendance_id", "in", joined.ids)])
        given = {row.attendance_id.id: row._given() for row in rows}
        for attendance in self:
            needed = attendance.item_id._access_codes() if attendance in joined else ()
            attendance.access_state = access_data.state(
                given.get(attendance._origin.id, ()), needed
            )

    def write(self, vals):
        result = super().write(vals)
        left = "state" in vals and vals["state"] not in JOINED
        if left or {"registration_id", "item_id"} & vals.keys():
            self._forget_access_data()
        return result

    def _hold_access(self):
        """Take the rows by which all who write or delete identity data meet.

        Under REPEATABLE READ the later of two is refused here, before any value is sent, and
        begins anew; so nobody leaves a visit while data for it is being kept.
        """
        if not self:
            return
        self.env.flush_all()
        self.invalidate_recordset(["access_state"])
        self.env.cr.execute(
            SQL(
                "UPDATE biginn_agenda_attendance SET state = state WHERE id IN %s",
                tuple(sorted(set(self.ids))),
            )
        )

    def _keep_access_data(self, values):
        """Store for each visit what it asks for; nothing where there is nothing."""
        accesses = self.env["biginn.agenda.access"]
        self._hold_access()
        rows = accesses.search([("attendance_id", "in", self.ids)]).grouped("attendance_id")
        for attendance in self:
            needed = attendance.item_id._access_codes()
            theirs = {code: value for code, value in values.items() if code in needed}
            row = rows.get(attendance)
            if row and not any(theirs.values()):
                row.unlink()
            elif row:
                row.write(theirs)
            elif any(theirs.values()):
                accesses.create({"attendance_id": attendance.id, **theirs})

    def _forget_access_data(self):
        # sudo: data goes with its reason, whoever ends it
        self.env["biginn.agenda.access"].sudo().search([("attendance_id", "in", self.ids)]).unlink()

    def _check_joined(self):
        for attendance in self:
            if attendance.state not in JOINED or not attendance.item_id._access_codes():
                raise ValidationError(
                    self.env._(
                        "Identity data is kept only of those who take part in a visit that "
                        "asks for it."
                    )
                )

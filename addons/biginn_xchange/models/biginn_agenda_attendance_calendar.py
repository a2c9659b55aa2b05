from odoo import api, fields, models

IN_CALENDAR = ("registered", "attended", "absent")


class BiginnAgendaAttendance(models.Model):
    """Whether an item stands in a person's calendar, and how often that has changed."""

    _inherit = "biginn.agenda.attendance"

    calendar_sequence = fields.Integer(
        string="Changes in the calendar",
        readonly=True,
        copy=False,
        help="0: never was in the person's calendar. Grows when a seat is given or given back.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        attendances = super().create(vals_list)
        attendances.filtered(lambda row: row.state in IN_CALENDAR)._new_calendar_version()
        return attendances

    def write(self, vals):
        if "state" not in vals:
            return super().write(vals)
        is_in = vals["state"] in IN_CALENDAR
        changing = self.filtered(lambda row: (row.state in IN_CALENDAR) != is_in)
        result = super().write(vals)
        changing._new_calendar_version()
        return result

    def _new_calendar_version(self):
        for sequence, rows in self.grouped("calendar_sequence").items():
            # sudo: a count that follows from a change which the caller was allowed to make
            rows.sudo().write({"calendar_sequence": sequence + 1})

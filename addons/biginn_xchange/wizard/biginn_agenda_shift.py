from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..rules import agenda_move


class BiginnAgendaShift(models.TransientModel):
    """Moves everything after an item by some minutes; says first what will move where."""

    _name = "biginn.agenda.shift"
    _description = "Shift of what follows in an agenda"

    item_id = fields.Many2one(
        "biginn.agenda.item", string="After", required=True, ondelete="cascade"
    )
    event_id = fields.Many2one(related="item_id.event_id")
    minutes = fields.Integer(
        string="Minutes later", default=15, help="With a minus: so many minutes earlier."
    )
    across_days = fields.Boolean(
        string="Also on the days after", help="Otherwise only what follows on the same day."
    )
    with_item = fields.Boolean(string="This item too")
    preview = fields.Text(string="What moves", compute="_compute_preview")

    @api.depends("item_id", "minutes", "across_days", "with_item")
    def _compute_preview(self):
        for shift in self:
            shift.preview = shift.item_id and "\n".join(shift._preview_lines()) or False

    def _preview_lines(self):
        for item in self.item_id._following(self.across_days, self.with_item):
            zone = item._zone()
            start, _stop = agenda_move.by_minutes(item.start, item.stop, self.minutes, zone)
            yield self.env._(
                "%(day)s %(before)s → %(after)s %(name)s",
                day=format_date(self.env, item.local_day, date_format="EEE d MMM"),
                before=item.local_start,
                after=item._clock(start, zone),
                name=item.name,
            )

    def action_shift(self):
        self.ensure_one()
        if not self.minutes:
            raise UserError(self.env._("By how many minutes?"))
        moved = self.item_id._shift_following(self.minutes, self.across_days, self.with_item)
        if not moved:
            raise UserError(self.env._("Nothing comes after this item."))
        return {"type": "ir.actions.act_window_close"}

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_time
from odoo.tools.mail import html2plaintext

from ..rules import local_time

# Longer than this it is a slip of the pen; a night train is allowed a day.
LONGEST_ITEM = timedelta(hours=14)
LONGEST_TRAVEL = timedelta(hours=24)

KINDS_WITHOUT_HOURS = ("travel", "break")
COLOURS = {
    "visit": 10,
    "workshop": 4,
    "conference": 5,
    "stakeholder": 7,
    "networking": 2,
    "travel": 8,
    "break": 3,
    "other": 11,
}
LOCAL_FIELDS = ("local_day", "start_hour", "stop_hour")


class BiginnAgendaItem(models.Model):
    """One item of a 360º agenda: a visit, a workshop, a dinner, a transfer.

    `start` and `stop` are stored in UTC. What people see and type is the clock at the event, in
    the event's own zone, wherever they sit: `local_day`, `start_hour`, `stop_hour`.

    What is odd about an item, also that it lies outside its event, is said and hinders nobody
    (`biginn_agenda_item_check.py`): a programme is never right while it is being made.

    Rights: those of the event.
    """

    _name = "biginn.agenda.item"
    _description = "Agenda item"
    _order = "start, stop, id"

    name = fields.Char(required=True, translate=True)
    event_id = fields.Many2one(
        "event.event",
        string="Agenda",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('is_360', '=', True)]",
    )
    company_id = fields.Many2one(related="event_id.company_id", store=True, index=True)
    kind = fields.Selection(
        [
            ("visit", "Facility visit"),
            ("workshop", "Workshop"),
            ("conference", "Conference"),
            ("stakeholder", "Stakeholder visit"),
            ("networking", "Networking"),
            ("travel", "Travel"),
            ("break", "Break"),
            ("other", "Other"),
        ],
        default="visit",
        required=True,
        index=True,
    )
    color = fields.Integer(compute="_compute_color")
    description = fields.Html(translate=True)
    place_id = fields.Many2one("biginn.agenda.place", index="btree_not_null")
    big_science_id = fields.Many2one(
        "res.partner",
        string="Big Science organisation",
        index="btree_not_null",
        domain="[('organisation_type', '=', 'big_science')]",
    )
    capacity = fields.Integer(
        compute="_compute_capacity",
        store=True,
        readonly=False,
        precompute=True,
        help="How many people may take part. 0 means no limit.",
    )
    counts_as_hours = fields.Boolean(
        string="Counts",
        compute="_compute_counts_as_hours",
        store=True,
        readonly=False,
        precompute=True,
        help="Its length counts as agenda hours. Travel and breaks usually do not.",
    )

    # Times: UTC, and the clock at the event
    start = fields.Datetime(required=True, index=True)
    stop = fields.Datetime(required=True)
    duration = fields.Float(
        string="Hours", compute="_compute_duration", store=True, precompute=True
    )
    date_tz = fields.Selection(related="event_id.date_tz", string="Time zone")
    local_day = fields.Date(
        string="Day",
        compute="_compute_local_day",
        store=True,
        readonly=False,
        index=True,
        help="The day at the event.",
    )
    start_hour = fields.Float(
        string="From",
        compute="_compute_local_hours",
        readonly=False,
        help="By the clock at the event.",
    )
    stop_hour = fields.Float(
        string="To",
        compute="_compute_local_hours",
        readonly=False,
        help="By the clock at the event. An hour before the start is on the next day.",
    )
    local_start = fields.Char(string="Start at the event", compute="_compute_local_texts")
    local_stop = fields.Char(string="End at the event", compute="_compute_local_texts")
    local_period = fields.Char(string="Time at the event", compute="_compute_local_texts")

    _stop_after_start = models.Constraint(
        "CHECK (stop > start)", "An agenda item has to end after it starts."
    )
    _capacity_positive = models.Constraint(
        "CHECK (capacity >= 0)", "The capacity of an agenda item cannot be negative."
    )

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------

    @api.constrains("start", "stop", "kind")
    def _check_length(self):
        for item in self:
            longest = LONGEST_TRAVEL if item.kind == "travel" else LONGEST_ITEM
            if item.stop - item.start > longest:
                raise ValidationError(
                    self.env._(
                        "“%(item)s” lasts %(hours)s hours, more than %(longest)s. "
                        "Is the end right, or are these several items?",
                        item=item.name,
                        hours=round((item.stop - item.start) / timedelta(hours=1), 1),
                        longest=longest // timedelta(hours=1),
                    )
                )

    @api.constrains("event_id")
    def _check_is_360(self):
        for item in self:
            if not item.event_id.is_360:
                raise ValidationError(
                    self.env._(
                        "%(event)s is no 360º agenda, so it has no agenda items.",
                        event=item.event_id.name,
                    )
                )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------

    @api.depends("kind")
    def _compute_color(self):
        for item in self:
            item.color = self._colour_of(item.kind)

    @api.model
    def _colour_of(self, kind):
        return COLOURS.get(kind, 0)

    @api.depends("kind")
    def _compute_counts_as_hours(self):
        for item in self:
            item.counts_as_hours = item.kind not in KINDS_WITHOUT_HOURS

    @api.depends("place_id")
    def _compute_capacity(self):
        for item in self:
            item.capacity = item.capacity or item.place_id.capacity

    @api.depends("start", "stop")
    def _compute_duration(self):
        for item in self:
            length = item.stop - item.start if item.start and item.stop else timedelta()
            item.duration = length / timedelta(hours=1)

    @api.depends("start", "event_id.date_tz")
    def _compute_local_day(self):
        for item in self:
            if item.start:
                item.local_day = item._to_local(item.start).date()
            elif not item.local_day:
                item.local_day = item._next_free()[0]

    @api.depends("start", "stop", "event_id.date_tz")
    def _compute_local_hours(self):
        for item in self:
            if item.start and item.stop:
                item.start_hour = local_time.to_hour(item._to_local(item.start))
                item.stop_hour = local_time.to_hour(item._to_local(item.stop))
            elif not item.start_hour:
                item.start_hour = item._next_free()[1]
                item.stop_hour = item.start_hour + 1

    def _next_free(self):
        """Day and hour that a new line starts with: where the last item ends."""
        event = self.event_id
        ends = [item.stop for item in event.agenda_item_ids if item.stop]
        if ends:
            end = self._to_local(max(ends))
            return end.date(), local_time.to_hour(end)
        if event.date_begin:
            begin = self._to_local(event.date_begin)
            return begin.date(), local_time.to_hour(begin)
        return False, 9.0

    @api.depends("start", "stop", "event_id.date_tz")
    @api.depends_context("lang")
    def _compute_local_texts(self):
        for item in self:
            zone = item._zone()
            item.local_start = item.start and self._clock(item.start, zone)
            item.local_stop = item.stop and self._clock(item.stop, zone)
            item.local_period = (
                f"{item.local_start} – {item.local_stop}" if item.start and item.stop else False
            )

    def _clock(self, utc, zone):
        return format_time(self.env, utc, tz=zone, time_format="short")

    def _zone(self):
        return self.event_id.date_tz or "UTC"

    def _to_local(self, utc):
        return local_time.to_local(utc, self._zone())

    # ------------------------------------------------------------------
    # Typing by the clock at the event
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._utc_vals(vals) for vals in vals_list])

    def write(self, vals):
        if not set(LOCAL_FIELDS) & vals.keys():
            return super().write(vals)
        for item in self:
            super(BiginnAgendaItem, item).write(item._utc_vals(vals))
        return True

    def _utc_vals(self, vals):
        """Values with what was typed by the clock at the event turned into UTC."""
        typed = {name: vals[name] for name in LOCAL_FIELDS if name in vals}
        if not typed:
            return vals
        rest = {name: value for name, value in vals.items() if name not in LOCAL_FIELDS}
        if {"start", "stop"} & vals.keys():
            return rest
        event = self.env["event.event"].browse(vals.get("event_id")) or self.event_id
        day = fields.Date.to_date(typed.get("local_day")) or self.local_day
        start_hour = typed.get("start_hour", self.start_hour)
        stop_hour = typed.get("stop_hour", self.stop_hour)
        if day and event.date_tz:
            rest["start"], rest["stop"] = local_time.span_to_utc(
                day, start_hour, stop_hour, event.date_tz
            )
        return rest

    # ------------------------------------------------------------------
    # On paper
    # ------------------------------------------------------------------

    def _agenda_line(self):
        """One line of the printed programme, as plain text."""
        self.ensure_one()
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return {
            "period": self.local_period,
            "name": self.name,
            "kind": kinds[self.kind],
            "big_science": self.big_science_id.name or "",
            "description": html2plaintext(self.description or "").strip(),
            "place": self.place_id.name or "",
            "address": self.place_id.address or "",
        }

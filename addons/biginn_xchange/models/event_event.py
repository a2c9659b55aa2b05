from odoo import api, fields, models
from odoo.exceptions import ValidationError


class EventEvent(models.Model):
    """A 360º agenda is an event with a programme of items; the rest is the Events app's own."""

    _inherit = "event.event"

    is_360 = fields.Boolean(
        string="360º agenda",
        index=True,
        help="A group mission with a programme of visits, workshops and meetings. "
        "It is one whole: it cannot be split into time slots.",
    )
    programme_id = fields.Many2one(
        "biginn.programme",
        string="Exchange programme",
        index="btree_not_null",
        help="Its funding statement is printed on the papers of this agenda.",
    )
    agenda_item_ids = fields.One2many(
        "biginn.agenda.item", "event_id", string="Agenda items", copy=True
    )
    agenda_item_count = fields.Integer(string="Number of items", compute="_compute_agenda")
    agenda_hours = fields.Float(
        string="Agenda hours",
        compute="_compute_agenda",
        help="Hours of the items that count.",
    )
    exchange_ids = fields.One2many(
        "biginn.exchange", "event_id", string="Exchanges", groups="biginn_cluster.group_staff"
    )
    exchange_count = fields.Integer(
        string="Number of exchanges",
        compute="_compute_exchange_count",
        groups="biginn_cluster.group_staff",
    )

    @api.depends("agenda_item_ids.duration", "agenda_item_ids.counts_as_hours")
    def _compute_agenda(self):
        groups = self.env["biginn.agenda.item"]._read_group(
            [("event_id", "in", self.ids)],
            ["event_id", "counts_as_hours"],
            ["__count", "duration:sum"],
        )
        counts, hours = {}, {}
        for event, counts_as_hours, count, duration in groups:
            counts[event.id] = counts.get(event.id, 0) + count
            if counts_as_hours:
                hours[event.id] = duration
        for event in self:
            event.agenda_item_count = counts.get(event._origin.id, 0)
            event.agenda_hours = hours.get(event._origin.id, 0.0)

    def _compute_exchange_count(self):
        groups = self.env["biginn.exchange"]._read_group(
            [("event_id", "in", self.ids)], ["event_id"], ["__count"]
        )
        counts = {event.id: count for event, count in groups}
        for event in self:
            event.exchange_count = counts.get(event.id, 0)

    # ------------------------------------------------------------------
    # ORM overrides
    # ------------------------------------------------------------------

    @api.model
    def default_get(self, fields):
        """The specimen text of the Events app is nothing for an agenda's public page."""
        values = super().default_get(fields)
        if self.env.context.get("default_is_360"):
            values.pop("description", None)
        return values

    @api.model_create_multi
    def create(self, vals_list):
        agenda = self.env.context.get("default_is_360")
        return super().create(
            [
                {"description": False, **vals} if vals.get("is_360", agenda) else vals
                for vals in vals_list
            ]
        )

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------

    @api.constrains("is_360", "is_multi_slots")
    def _check_360_without_slots(self):
        for event in self:
            if event.is_360 and event.is_multi_slots:
                raise ValidationError(
                    self.env._(
                        "%(event)s is a 360º agenda: it cannot have multiple slots as well.",
                        event=event.name,
                    )
                )

    @api.constrains("is_360")
    def _check_360_kept(self):
        for event in self:
            if not event.is_360 and event.agenda_item_ids:
                raise ValidationError(
                    self.env._(
                        "%(event)s has agenda items: it has to stay a 360º agenda.",
                        event=event.name,
                    )
                )

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_view_agenda(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "biginn_xchange.action_biginn_agenda_item"
        )
        action["display_name"] = self.name
        action["domain"] = [("event_id", "=", self.id)]
        action["context"] = {
            "default_event_id": self.id,
            "search_default_group_local_day": 1,
            # noon, so that it is this day in every zone
            "initial_date": f"{self._local_day(self.date_begin)} 12:00:00",
        }
        return action

    def action_view_exchanges(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "biginn_xchange.action_biginn_exchange"
        )
        action["domain"] = [("event_id", "=", self.id)]
        action["context"] = {"default_event_id": self.id}
        return action

from odoo import api, fields, models
from odoo.fields import Domain

# Core's mail after each registration; at an agenda our own ones tell more.
CORE_MAIL = "event.event_subscription"
TERMS = {"seats_max", "seats_limited", "quota_ids", "offer_hours", "date_begin", "active"}


class EventEvent(models.Model):
    """The terms on which places at an agenda are given."""

    _inherit = "event.event"

    quota_ids = fields.One2many("biginn.agenda.quota", "event_id", string="Quotas", copy=True)
    attendance_ids = fields.One2many(
        "biginn.agenda.attendance", "event_id", string="Attendance of items"
    )
    waiting_ids = fields.One2many(
        "event.registration",
        "event_id",
        string="Waiting list",
        domain=[("placement", "in", ("requested", "waiting", "offered"))],
        readonly=True,
    )
    offer_hours = fields.Integer(
        string="Offers last",
        default=48,
        help="Hours in which somebody on the waiting list can take a place that has become free. "
        "0: the first in order gets it without being asked.",
    )
    places_offered = fields.Integer(string="Offered places", compute="_compute_places")
    people_waiting = fields.Integer(string="Waiting people", compute="_compute_places")
    people_held_back = fields.Integer(string="People held back", compute="_compute_places")

    _offer_hours_positive = models.Constraint(
        "CHECK (offer_hours >= 0)", "An offer cannot last less than no time."
    )

    @api.depends("registration_ids.placement", "registration_ids.open_finding_count")
    def _compute_places(self):
        registrations = self.env["event.registration"]
        domain = Domain("event_id", "in", self.ids) & Domain(
            "placement", "in", ("requested", "waiting", "offered")
        )
        groups = registrations._read_group(domain, ["event_id", "placement"], ["__count"])
        counts = {(event.id, placement): count for event, placement, count in groups}
        held_back = dict(
            registrations._read_group(
                domain & Domain("open_finding_count", ">", 0), ["event_id"], ["__count"]
            )
        )
        for event in self:
            number = event._origin.id
            event.places_offered = counts.get((number, "offered"), 0)
            event.people_waiting = counts.get((number, "waiting"), 0)
            event.people_held_back = held_back.get(event._origin, 0)

    @api.depends("registration_ids.placement")
    def _compute_seats(self):
        """A place that is offered is nobody else's to give."""
        result = super()._compute_seats()
        limited = self.filtered(lambda event: event.is_360 and event.seats_max)
        for event in limited:
            event.seats_available -= event.places_offered
        return result

    # ------------------------------------------------------------------
    # ORM overrides
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        events = super().create(vals_list)
        for event, vals in zip(events, vals_list, strict=True):
            if event.is_360 and "event_mail_ids" not in vals:
                event._without_core_mail()
        return events

    def write(self, vals):
        turned = self.filtered(lambda event: event.is_360 != vals.get("is_360", event.is_360))
        result = super().write(vals)
        turned._adopt_registrations()
        if TERMS & vals.keys():
            self._allocate_after_commit()
        return result

    def _without_core_mail(self):
        template = self.env.ref(CORE_MAIL, raise_if_not_found=False)
        self.event_mail_ids.filtered(
            lambda mail: (
                template and mail.interval_type == "after_sub" and mail.template_ref == template
            )
        ).unlink()

    def _adopt_registrations(self):
        """An event becomes an agenda, or stops being one, with people registered already."""
        for event in self:
            registrations = event.with_context(active_test=False).registration_ids._as_checked()
            if not event.is_360:
                registrations.write({"placement": False})
                continue
            event._without_core_mail()
            registrations._compute_organisation_id()
            for registration in registrations:
                placement = {"draft": "requested", "cancel": "released"}.get(
                    registration.state, "placed"
                )
                registration.write(
                    {"placement": placement, "requested_on": registration.create_date}
                )
            event._allocate_after_commit()

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_view_waiting(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "biginn_xchange.action_registration_waiting"
        )
        action["display_name"] = self.env._("Waiting list: %(agenda)s", agenda=self.name)
        action["domain"] = [
            ("event_id", "=", self.id),
            ("placement", "in", ("requested", "waiting", "offered")),
        ]
        action["context"] = {"default_event_id": self.id}
        return action

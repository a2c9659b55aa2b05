from odoo import api, fields, models


class BiginnServiceRecord(models.TransientModel):
    """A meeting becomes a use of a service for each organisation that took part."""

    _name = "biginn.service.record"
    _description = "Record a meeting as service"

    event_id = fields.Many2one("calendar.event", string="Meeting", required=True, readonly=True)
    service_id = fields.Many2one(
        "biginn.service",
        required=True,
        default=lambda self: self.env["biginn.service.use"]._default_service(),
        domain="[('company_id', 'in', allowed_company_ids)]",
    )
    partner_ids = fields.Many2many(
        "res.partner",
        string="Organisations",
        compute="_compute_from_meeting",
        store=True,
        readonly=False,
        help="Who took part and is not recorded yet. Take out whoever did not come.",
    )
    hours = fields.Float(compute="_compute_from_meeting", store=True, readonly=False)
    outcome = fields.Text(help="What came of it. The members can read this.")

    @api.depends("event_id")
    def _compute_from_meeting(self):
        partners = self.env["res.partner"]
        for wizard in self:
            event = wizard.event_id
            open_ones = event._biginn_unrecorded(event._biginn_attending()) if event else {}
            wizard.partner_ids = partners.union(*open_ones)
            # the calendar counts whole days by the clock: nobody gives a service day and night
            wizard.hours = 0 if event.allday else event.duration

    def action_record(self):
        self.ensure_one()
        event = self.event_id
        event._check_can_record_service()
        open_ones = event._biginn_unrecorded(event._biginn_attending())
        day = event.start_date if event.allday else self._local_day(event.start)
        self.env["biginn.service.use"].create(
            [
                {
                    "service_id": self.service_id.id,
                    "partner_id": organisation.id,
                    "contact_id": people.filtered(lambda person: not person.is_company)[:1].id,
                    "date": day,
                    "hours": self.hours,
                    "outcome": self.outcome,
                    "origin": "meeting",
                    "calendar_event_id": event.id,
                }
                for organisation, people in open_ones.items()
                if organisation in self.partner_ids
            ]
        )
        return {"type": "ir.actions.act_window_close"}

    def _local_day(self, moment):
        return fields.Datetime.context_timestamp(self, moment).date()

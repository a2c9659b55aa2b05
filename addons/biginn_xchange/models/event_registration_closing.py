from odoo import api, models


class EventRegistration(models.Model):
    """Who is checked in at an agenda has proven the stay that the agenda is part of."""

    _inherit = "event.registration"

    @api.model_create_multi
    def create(self, vals_list):
        registrations = super().create(vals_list)
        registrations._sync_exchange_evidence()
        return registrations

    def write(self, vals):
        events = self.event_id
        result = super().write(vals)
        if vals.keys() & {"state", "event_id", "partner_id", "email", "active"}:
            self._sync_exchange_evidence(events)
        return result

    def unlink(self):
        """The evidence goes with its registration, unless the exchange is completed."""
        events = self.event_id
        result = super().unlink()
        self.browse()._sync_exchange_evidence(events)
        return result

    def _sync_exchange_evidence(self, events=None):
        events = self.event_id if events is None else events | self.event_id
        # sudo: a registration desk sees no exchanges; that a check-in counts follows from it
        exchanges_sudo = events.sudo().filtered("is_360").exchange_ids
        if exchanges_sudo:
            exchanges_sudo._sync_check_ins()

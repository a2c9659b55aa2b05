from datetime import timedelta

from odoo import fields, models

from ..rules import local_time


class BiginnExchange(models.Model):
    """A stay begins and ends by the clock of its host, whoever looks and from wherever."""

    _inherit = "biginn.exchange"

    def _host_zone(self):
        """The zone of the agenda it belongs to, else of the host's country, else the cluster's."""
        self.ensure_one()
        exchange_sudo = self.sudo()
        return (
            exchange_sudo.event_id.date_tz
            or local_time.zone_of_country(exchange_sudo.host_country_id.code)
            or exchange_sudo.company_id._biginn_zone()
        )

    def _today_there(self):
        return fields.Date.context_today(self.with_context(tz=self._host_zone()))

    def _latest_today(self):
        """The day it is by the clock that is furthest ahead."""
        return (fields.Datetime.now() + timedelta(hours=local_time.FURTHEST_AHEAD)).date()

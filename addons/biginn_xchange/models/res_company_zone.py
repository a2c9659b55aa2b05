from odoo import models
from odoo.tools import format_datetime

from ..rules import local_time


class ResCompany(models.Model):
    """The clock of the cluster, for what is read long after and far away."""

    _inherit = "res.company"

    def _biginn_zone(self):
        """Where the clock of this cluster hangs: the zone of its address, else of its country."""
        self.ensure_one()
        partner_sudo = self.sudo().partner_id
        of_country = local_time.zone_of_country(partner_sudo.country_id.code)
        return partner_sudo.tz or of_country or local_time.UTC

    def _biginn_moment(self, utc):
        """A moment by that clock, with the name of its zone: a paper has no zone of its reader."""
        zone = self._biginn_zone()
        moment = format_datetime(self.env, utc, tz=zone)
        return f"{moment} {local_time.readable_zone(utc, zone)}"

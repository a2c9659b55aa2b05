from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..rules import matching


class BiginnMatch(models.Model):
    """From a match that both have agreed to, to the exchange that comes of it: one, once."""

    _inherit = "biginn.match"

    def _get_cannot_make_exchange_reason(self):
        """Why this user cannot make the exchange now; False if nothing is in the way."""
        self.ensure_one()
        # sudo: the other cluster's side of it, whoever asks
        match_sudo = self.sudo()
        if not self.env.su and not self.env.user.has_group("biginn_cluster.group_staff"):
            return self.env._("Only cluster staff can make an exchange.")
        if not self.env.su and match_sudo.company_id not in self.env.companies:
            return self.env._(
                "%(cluster)s looks after the visitor and makes the exchange.",
                cluster=match_sudo.company_id.name,
            )
        if match_sudo.state != "validated":
            return self.env._("Both have to say yes first.")
        return False

    def action_make_exchange(self):
        """The draft exchange of each of these matches; whoever comes second gets the same one."""
        self.check_access("read")
        self._lock()
        for match in self.filtered(lambda match: not match.sudo().exchange_id):
            reason = match._get_cannot_make_exchange_reason()
            if reason:
                raise UserError(reason)
            company = match.company_id
            exchange = (
                self.env["biginn.exchange"].with_company(company).create(match._exchange_values())
            )
            # sudo: no one writes this field by hand
            match.sudo()._store({"exchange_id": exchange.id})
        return self._open_exchanges()

    def _exchange_values(self):
        """What both candidates say; staff complete it in the draft. Override to add."""
        # sudo: the host may be another cluster's candidate; both have agreed to the exchange
        match_sudo = self.sudo()
        visitor, host = match_sudo.visitor_id, match_sudo.host_id
        first, last = match_sudo._proposed_stay()
        return {
            "match_id": self.id,
            "programme_id": match_sudo.programme_id.id,
            "company_id": visitor.company_id.id,
            "visiting_id": visitor.partner_id.id,
            "host_id": host.partner_id.id,
            "visiting_partnership_id": visitor.company_id.partner_id.id,
            "host_partnership_id": host.company_id.partner_id.id,
            "visitor_ids": [Command.set(visitor.contact_id.ids)],
            "visitor_contact_id": visitor.contact_id.id,
            "host_contact_id": host.contact_id.id,
            "goals": visitor.motivation,
            "objectives": visitor.objectives,
            "date_start": first,
            "date_end": last,
            "is_virtual": visitor.is_virtual,
        }

    def _proposed_stay(self):
        """A first guess at the days: long enough for the full rate, in the time that suits both."""
        visitor, host = self.visitor_id, self.host_id
        programme = self.programme_id
        return matching.stay(
            [day for day in (visitor.date_from, host.date_from, programme.date_start) if day],
            [day for day in (visitor.date_to, host.date_to, programme.date_end) if day],
            fields.Date.context_today(self),
            max(programme.half_under_days, programme.min_working_days, 1),
        )

    def _open_exchanges(self):
        exchanges = self.sudo().exchange_id.sudo(False)
        return exchanges._get_records_action() if exchanges else True

    def action_view_exchange(self):
        self.ensure_one()
        return self._open_exchanges()

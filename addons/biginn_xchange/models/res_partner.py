from odoo import fields, models
from odoo.fields import Domain

# What the rules look at in an organisation's profile.
JUDGED_FIELDS = {"organisation_type", "country_id", "partner_latitude", "partner_longitude"}


class ResPartner(models.Model):
    """An organisation's exchanges, and what its profile means for them."""

    _inherit = "res.partner"

    exchange_count = fields.Integer(
        string="Exchanges",
        compute="_compute_exchange_count",
        groups="biginn_cluster.group_staff",
    )

    def _compute_exchange_count(self):
        exchanges = self.env["biginn.exchange"]
        counts = {}
        for name in ("visiting_id", "host_id"):
            for partner, count in exchanges._read_group(
                [(name, "in", self.ids)], [name], ["__count"]
            ):
                counts[partner.id] = counts.get(partner.id, 0) + count
        for partner in self:
            partner.exchange_count = counts.get(partner.id, 0)

    def write(self, vals):
        result = super().write(vals)
        if JUDGED_FIELDS & vals.keys():
            self._refresh_exchange_findings()
        return result

    def _refresh_exchange_findings(self):
        """Drafts of these organisations are judged anew, in whichever cluster they are."""
        drafts_sudo = (
            self.env["biginn.exchange"]
            .sudo()
            .search(
                Domain("state", "in", self.env["biginn.exchange"]._open_states())
                & (Domain("visiting_id", "in", self.ids) | Domain("host_id", "in", self.ids))
            )
        )
        drafts_sudo._refresh_findings()

    def action_view_exchanges(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "biginn_xchange.action_biginn_exchange"
        )
        action["domain"] = ["|", ("visiting_id", "=", self.id), ("host_id", "=", self.id)]
        action["context"] = {"default_visiting_id": self.id}
        return action

from odoo import api, fields, models


class ResPartner(models.Model):
    """Services an organisation has used."""

    _inherit = "res.partner"

    service_use_ids = fields.One2many(
        "biginn.service.use",
        "partner_id",
        string="Services used",
        groups="biginn_cluster.group_staff",
    )
    service_hours = fields.Float(
        string="Hours of service",
        compute="_compute_service_hours",
        groups="biginn_cluster.group_staff",
        help="Of the clusters selected above.",
    )
    service_use_count = fields.Integer(
        string="Number of services used",
        compute="_compute_service_hours",
        groups="biginn_cluster.group_staff",
    )

    @api.depends("service_use_ids.hours")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_service_hours(self):
        """One query for all records, under the reader's own rights."""
        groups = self.env["biginn.service.use"]._read_group(
            [("partner_id", "in", self.ids), ("company_id", "in", self.env.companies.ids)],
            ["partner_id"],
            ["__count", "hours:sum"],
        )
        found = {partner.id: (count, hours) for partner, count, hours in groups}
        for partner in self:
            count, hours = found.get(partner._origin.id, (0, 0.0))
            partner.service_use_count = count
            partner.service_hours = hours

    def action_view_services(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "biginn_cluster.biginn_service_use_action"
        )
        action["domain"] = [("partner_id", "=", self.id)]
        action["context"] = {"default_partner_id": self.id}
        return action

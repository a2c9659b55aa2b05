from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.misc import format_date


class BiginnMembershipCount(models.TransientModel):
    """How many members there were on a day, also a past one, and who they were."""

    _name = "biginn.membership.count"
    _description = "Members on a day"

    date = fields.Date(required=True, default=fields.Date.context_today)
    organisation_count = fields.Integer(string="Members", compute="_compute_counts")
    membership_count = fields.Integer(string="Memberships", compute="_compute_counts")

    @api.depends("date")
    @api.depends_context("allowed_company_ids")
    def _compute_counts(self):
        for wizard in self:
            wizard.organisation_count = self.env["res.partner"].search_count(
                wizard._organisation_domain()
            )
            wizard.membership_count = self.env["biginn.membership"].search_count(
                wizard._membership_domain()
            )

    def _organisation_domain(self):
        """Members on the day, those that a group covers and archived ones included."""
        return (
            Domain("cluster_member_on", "=", self.date)
            & (Domain("is_company", "=", True) | Domain("parent_id", "=", False))
            & Domain("active", "in", [True, False])
        )

    def _membership_domain(self):
        companies = self.env.companies.ids
        return Domain("member_on", "=", self.date) & Domain("company_id", "in", companies)

    def action_open_organisations(self):
        return self._action_open("biginn_cluster.res_partner_organisation_action", "organisation")

    def action_open_memberships(self):
        return self._action_open("biginn_cluster.biginn_membership_action", "membership")

    def _action_open(self, xmlid, what):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        domain = getattr(self, f"_{what}_domain")()
        day = format_date(self.env, self.date)
        return action | {
            "name": self.env._("Members on %(date)s", date=day),
            "domain": list(domain),
            "context": {},
        }

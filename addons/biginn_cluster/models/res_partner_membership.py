from odoo import api, fields, models
from odoo.fields import Domain

from ..rules import membership as rule

_READERS = "biginn_cluster.group_staff,base.group_portal"


class ResPartner(models.Model):
    """Membership of an organisation in the clusters one may see."""

    _inherit = "res.partner"

    membership_ids = fields.One2many(
        "biginn.membership", "partner_id", string="Memberships", groups=_READERS
    )
    cluster_membership_state = fields.Selection(
        [
            ("none", "Not a member"),
            ("applicant", "Applicant"),
            ("upcoming", "Upcoming"),
            ("active", "Active"),
            ("expiring", "Expiring"),
            ("suspended", "Suspended"),
            ("expired", "Expired"),
            ("left", "Left"),
        ],
        string="Membership",
        compute="_compute_cluster_membership_state",
        search="_search_cluster_membership_state",
        help="In the clusters (companies) selected above; of several memberships the one "
        "that counts most. A contact has its organisation's.",
    )
    cluster_membership_explanation = fields.Text(
        string="Membership explained",
        compute="_compute_cluster_membership_explanation",
        groups=_READERS,
    )

    @api.depends("membership_ids.state", "commercial_partner_id.membership_ids.state")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_cluster_membership_state(self):
        """One query for all records, under the reader's own rights."""
        states = dict(
            self.env["biginn.membership"]._read_group(
                Domain("partner_id", "in", self.commercial_partner_id.ids)
                & self._membership_domain(),
                ["partner_id"],
                ["state:array_agg_distinct"],
            )
            if self._may_read_memberships()
            else []
        )
        by_id = {partner.id: found for partner, found in states.items()}
        for partner in self:
            found = by_id.get(partner.commercial_partner_id._origin.id, ())
            partner.cluster_membership_state = rule.organisation_state(found)

    def _search_cluster_membership_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        if not self._may_read_memberships():
            return Domain.TRUE if "none" in value else Domain.FALSE
        return Domain.OR(self._domain_of_membership_state(state) for state in value)

    @api.model
    def _domain_of_membership_state(self, state):
        """Organisations for which `state` speaks: they have it and none that goes before."""
        order = list(rule.PRECEDENCE)
        if state == "none" or not state:
            return ~self._domain_with_membership(order)
        state = "applied" if state == "applicant" else state
        if state not in order:
            return Domain.FALSE
        before = order[: order.index(state)]
        domain = self._domain_with_membership([state])
        return domain & ~self._domain_with_membership(before) if before else domain

    @api.model
    def _domain_with_membership(self, states):
        return Domain(
            "commercial_partner_id.membership_ids",
            "any",
            Domain("state", "in", states) & self._membership_domain(),
        )

    @api.model
    def _membership_domain(self):
        """Employees see the clusters they work in now, a member all it belongs to."""
        if self.env.user._is_internal() or self.env.su:
            return Domain("company_id", "in", self.env.companies.ids)
        return Domain.TRUE

    @api.model
    def _may_read_memberships(self):
        return self.env["biginn.membership"].has_access("read")

    @api.depends("membership_ids.state_explanation")
    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_cluster_membership_explanation(self):
        for partner in self:
            memberships = partner.commercial_partner_id.membership_ids
            if self._may_read_memberships():
                memberships = memberships.filtered_domain(self._membership_domain())
            partner.cluster_membership_explanation = "\n".join(
                f"{membership.company_id.name}, {membership.category_id.name}: "
                f"{membership.state_explanation}"
                for membership in memberships
            ) or self.env._("No membership has been entered.")

    @api.ondelete(at_uninstall=False)
    def _unlink_except_members(self):
        """History is kept: archive an organisation that was a member."""
        self.sudo().membership_ids._unlink_except_decided()

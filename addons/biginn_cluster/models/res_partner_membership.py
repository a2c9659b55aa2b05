from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..rules import membership as rule

_READERS = "biginn_cluster.group_staff,base.group_portal"


class ResPartner(models.Model):
    """Membership of an organisation in the clusters one may see."""

    _inherit = "res.partner"

    membership_ids = fields.One2many(
        "biginn.membership", "partner_id", string="Memberships", groups=_READERS
    )
    is_cluster_organisation = fields.Boolean(
        string="Kept by the cluster",
        compute="_compute_is_cluster_organisation",
        search="_search_is_cluster_organisation",
        compute_sudo=True,
        help="It has an organisation type or a membership, as against any other contact.",
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
    covering_membership_ids = fields.Many2many(
        "biginn.membership",
        "biginn_membership_covered_rel",
        "partner_id",
        "membership_id",
        string="Covered by",
        groups="biginn_cluster.group_staff",
        help="Memberships of another organisation of the same group that cover this one.",
    )

    cluster_member_on = fields.Date(
        string="Member on",
        compute="_compute_cluster_member_on",
        search="_search_cluster_member_on",
        help="To search by: the organisations that were members on a day, also a past one.",
    )

    @api.depends(
        "membership_ids.state",
        "commercial_partner_id.membership_ids.state",
        "covering_membership_ids.state",
        "commercial_partner_id.covering_membership_ids.state",
    )
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_cluster_membership_state(self):
        """Two queries for all records: own memberships, and those of a group that cover them."""
        states = self._membership_states() if self._may_read_memberships() else {}
        for partner in self:
            found = states.get(partner.commercial_partner_id._origin.id, ())
            partner.cluster_membership_state = rule.organisation_state(found)

    def _membership_states(self):
        """{organisation id: set of states}; own ones are read with the reader's own rights."""
        domain = self._membership_domain()
        organisations = self.commercial_partner_id.ids
        memberships = self.env["biginn.membership"]
        states = {}
        for partner, found in memberships._read_group(
            Domain("partner_id", "in", organisations) & domain,
            ["partner_id"],
            ["state:array_agg_distinct"],
        ):
            states.setdefault(partner.id, set()).update(found)
        # sudo: a member may not read its group's membership, yet it is one by it; the domain
        # keeps employees to their clusters, and only the word goes out
        for partner, found in memberships.sudo()._read_group(
            Domain("covered_partner_ids", "in", organisations) & domain,
            ["covered_partner_ids"],
            ["state:array_agg_distinct"],
        ):
            states.setdefault(partner.id, set()).update(found)
        return states

    @api.depends("organisation_type", "membership_ids")
    def _compute_is_cluster_organisation(self):
        for partner in self:
            partner.is_cluster_organisation = bool(
                partner.organisation_type or partner.membership_ids
            )

    def _search_is_cluster_organisation(self, operator, value):
        """The type first: only contacts that have none are looked up among the members."""
        if operator != "in":
            return NotImplemented

        def to_sql(model, alias, query):
            return SQL(
                "(%s IS NOT NULL OR %s IN (SELECT partner_id FROM biginn_membership))",
                model._field_to_sql(alias, "organisation_type", query),
                model._field_to_sql(alias, "id", query),
            )

        kept = Domain.custom(to_sql=to_sql)
        return Domain.OR(kept if wanted else ~kept for wanted in set(value))

    def _search_cluster_membership_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        if not self._may_read_memberships():
            return Domain.TRUE if "none" in value else Domain.FALSE
        wanted = {"applied" if state == "applicant" else state or "none" for state in value}
        return Domain.OR(self._domains_of_membership_states(wanted))

    @api.model
    def _domains_of_membership_states(self, wanted):
        """Organisations for which a wanted state speaks: they have it and none that goes before.

        Neighbours in the order of precedence are asked for together.
        """
        order, start = list(rule.PRECEDENCE), None
        if "none" in wanted:
            yield ~self._domain_with_membership(order)
        for position, state in enumerate([*order, None]):
            if state in wanted and start is None:
                start = position
            elif state not in wanted and start is not None:
                domain = self._domain_with_membership(order[start:position])
                before = order[:start]
                yield domain & ~self._domain_with_membership(before) if before else domain
                start = None

    @api.model
    def _domain_with_membership(self, states):
        return self._domain_of_members(Domain("state", "in", states) & self._membership_domain())

    @api.model
    def _domain_of_members(self, domain, field="commercial_partner_id"):
        """Organisations (and their contacts) with such a membership, their own or a group's.

        One list of ids that PostgreSQL makes once; two conditions joined by "or" would be
        asked of every contact anew.
        """
        memberships = self.env["biginn.membership"]
        own = memberships._search(domain)
        holder = memberships._field_to_sql(own.table, "partner_id", own)
        # sudo, see _membership_states: which organisations a group covers, not its membership
        groups = memberships.sudo()._search(domain)
        members = SQL(
            "(%s UNION ALL SELECT partner_id FROM biginn_membership_covered_rel"
            " WHERE membership_id IN %s)",
            own.subselect(holder),
            groups.subselect(),
        )

        def to_sql(model, alias, query):
            return SQL("%s IN %s", model._field_to_sql(alias, field, query), members)

        return Domain.custom(to_sql=to_sql)

    @api.model
    def _membership_domain(self):
        """Employees see the clusters they work in now, a member all it belongs to."""
        if self.env.user._is_internal() or self.env.su:
            return Domain("company_id", "in", self.env.companies.ids)
        return Domain.TRUE

    @api.model
    def _may_read_memberships(self):
        return self.env["biginn.membership"].has_access("read")

    @api.depends("membership_ids.state_explanation", "covering_membership_ids.state_explanation")
    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_cluster_membership_explanation(self):
        may_read = self._may_read_memberships()
        domain = self._membership_domain()
        # all sentences at once, not one query for each
        self.commercial_partner_id.membership_ids.mapped("state_explanation")
        for partner in self:
            organisation = partner.commercial_partner_id
            memberships = organisation.membership_ids
            # sudo, see _membership_states: by whom one is covered may be said to who is covered
            covering_sudo = organisation.sudo().covering_membership_ids
            if may_read:
                memberships = memberships.filtered_domain(domain)
                covering_sudo = covering_sudo.filtered_domain(domain)
            else:
                covering_sudo = covering_sudo.browse()
            lines = [membership._explanation_line() for membership in memberships]
            lines += [
                self.env._(
                    "Covered by %(organisation)s. %(explanation)s",
                    organisation=membership.partner_id.name,
                    explanation=membership._explanation_line(),
                )
                for membership in covering_sudo
            ]
            partner.cluster_membership_explanation = "\n".join(lines) or self.env._(
                "No membership has been entered."
            )

    # -- members of another day ----------------------------------------------------------

    def _compute_cluster_member_on(self):
        self.cluster_member_on = False

    def _search_cluster_member_on(self, operator, value):
        if operator != "in":
            return NotImplemented
        if not self._may_read_memberships():
            return Domain.FALSE
        return Domain.OR(
            self._domain_of_members(
                self.env["biginn.membership"]._domain_member_on(fields.Date.to_date(day))
                & self._membership_domain()
            )
            for day in value
            if day
        )

    # -- who may cover --------------------------------------------------------------------

    def _has_field_access(self, field, operation):
        """Coverage is decided on the membership, where its rules and rights hold."""
        if not super()._has_field_access(field, operation):
            return False
        if field.name == "covering_membership_ids" and operation == "write":
            return self.env.su
        return True

    # -- history -------------------------------------------------------------------------

    @api.ondelete(at_uninstall=False)
    def _unlink_except_members(self):
        """History is kept: archive an organisation that was a member, by itself or its group."""
        for partner in self:
            # sudo: history in any cluster counts, and only the refusal leaves this method
            partner_sudo = partner.sudo()
            history = partner_sudo.membership_ids | partner_sudo.covering_membership_ids
            if history.filtered(lambda m: m.approved_on or m.refused_on):
                raise UserError(
                    self.env._(
                        "%(organisation)s has a history as a member and cannot be deleted. "
                        "Archive it instead.",
                        organisation=partner.name,
                    )
                )

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..rules import membership as rule


class BiginnMembership(models.Model):
    """Associate members: the membership of a group covers organisations that belong to it."""

    _inherit = "biginn.membership"

    covered_partner_ids = fields.Many2many(
        "res.partner",
        "biginn_membership_covered_rel",
        "membership_id",
        "partner_id",
        string="Covers also",
        check_company=True,
        help="Organisations of the same group that are members through this membership, "
        "without a fee of their own.",
    )

    @api.constrains("covered_partner_ids", "partner_id")
    def _check_covered(self):
        for membership in self:
            covered = membership.covered_partner_ids
            covered._check_is_organisation()
            if membership.partner_id in covered:
                raise ValidationError(
                    self.env._(
                        "%(organisation)s is the member itself: choose the organisations of its "
                        "group.",
                        organisation=membership.partner_id.name,
                    )
                )

    @api.model
    def _members_on(self, organisations, days):
        """{(organisation id, day)} of those that are members of any cluster on that day.

        Every cluster's memberships count, also of clusters the user does not work for: only
        the yes or no of it leaves this method.
        """
        wanted = set(organisations.ids)
        memberships_sudo = self.sudo().search(
            Domain("approved_on", "!=", False)
            & (
                Domain("partner_id", "in", organisations.ids)
                | Domain("covered_partner_ids", "in", organisations.ids)
            )
        )
        return {
            (organisation, day)
            for membership in memberships_sudo
            for day in days
            if rule.is_member(membership._facts(), day)
            for organisation in membership._organisation_ids() & wanted
        }

    def _organisation_ids(self):
        """Ids of the member and of whom its membership covers."""
        return {*self.partner_id.ids, *self.covered_partner_ids.ids}

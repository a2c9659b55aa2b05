from odoo import api, fields, models
from odoo.fields import Domain


class BiginnMembership(models.Model):
    """Who was a member on another day: the rule of rules/membership.py as a search.

    A test compares it with the rule, on random memberships and days.
    """

    _inherit = "biginn.membership"

    member_on = fields.Date(
        string="Member on",
        compute="_compute_member_on",
        search="_search_member_on",
        help="To search by: the memberships by which an organisation was a member on a day, "
        "also a past one.",
    )

    def _compute_member_on(self):
        self.member_on = False

    def _search_member_on(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain.OR(self._domain_member_on(fields.Date.to_date(day)) for day in value if day)

    @api.model
    def _domain_member_on(self, day):
        """Approved, begun, not over, not left, not suspended on `day`, as is known today."""
        suspended = Domain("suspended_from", "<=", day) & (
            Domain("suspended_to", "=", False) | Domain("suspended_to", ">=", day)
        )
        earlier = Domain("date_from", "<=", day) & Domain("date_to", ">=", day)
        return (
            Domain("approved_on", "!=", False)
            & Domain("refused_on", "=", False)
            & Domain("date_start", "<=", day)
            & (Domain("date_end", "=", False) | Domain("date_end", ">=", day))
            & (Domain("left_on", "=", False) | Domain("left_on", ">", day))
            & (Domain("suspended_from", "=", False) | ~suspended)
            & Domain("suspension_ids", "not any", earlier)
        )

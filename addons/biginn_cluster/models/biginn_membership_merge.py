from odoo import api, models
from odoo.tools.misc import format_date

from ..rules import membership_merge as rule


class BiginnMembership(models.Model):
    """Two entries of one organisation become one: what their memberships say of the same days."""

    _inherit = "biginn.membership"

    @api.model
    def _biginn_before_merge(self, sources, destination):
        """Nobody is a member twice on one day, and nobody covers itself; sentences about both.

        Both memberships stay. The days that they share count in one of them alone: else no later
        edit of either would pass `_check_overlap`.
        """
        partners = sources | destination
        return self._merge_covered(partners) + self._merge_periods(partners)

    @api.model
    def _merge_covered(self, partners):
        covering = self.search(
            [("partner_id", "in", partners.ids), ("covered_partner_ids", "in", partners.ids)]
        )
        for membership in covering:
            membership.covered_partner_ids -= partners
        return [
            self.env._(
                "%(membership)s: covers itself no more, for both are one now.",
                membership=membership.display_name,
            )
            for membership in covering
        ]

    @api.model
    def _merge_periods(self, partners):
        memberships = self.search(
            [
                ("partner_id", "in", partners.ids),
                ("date_start", "!=", False),
                ("refused_on", "=", False),
            ]
        ).filtered(lambda m: not m._last_day_before_start())
        notes = []
        for group in memberships.grouped(lambda m: (m.company_id, m.category_id)).values():
            periods = [
                rule.Period(m.id, m.date_start, m._last_day() or None, bool(m.approved_on))
                for m in group
            ]
            for number, day in rule.cuts(periods).items():
                membership = self.browse(number)
                membership.write(
                    {
                        "left_on": day,
                        "leaving_reason": self.env._(
                            "Merged: another membership of the same organisation counts for "
                            "these days."
                        ),
                    }
                )
                notes.append(
                    self.env._(
                        "%(membership)s: counts until %(day)s, for another one goes on from there.",
                        membership=membership.display_name,
                        day=format_date(self.env, day),
                    )
                )
        return notes

from odoo import models

from ..rules import profile_input
from ..rules.portal_columns import Column


class BiginnFacility(models.Model):
    """Facilities and equipment in the portal."""

    _name = "biginn.facility"
    _inherit = ["biginn.facility", "biginn.portal.line"]

    def _portal_columns(self):
        return (
            Column("name", "text", self.env._("Name"), required=True, width=8),
            Column(
                "kind", "choice", self.env._("What it is"), required=True, empty="facility", width=4
            ),
            Column(
                "description",
                "lines",
                self.env._("Description"),
                help=self.env._("Sizes, tolerances, clean room class, crane capacity."),
                limit=profile_input.CAPABILITY_TEXT_MAX,
            ),
            Column("receives_visitors", "flag", self.env._("Visitors can be shown around here")),
            Column(
                "visitor_capacity",
                "number",
                self.env._("Visitors at a time"),
                high=10_000,
                width=4,
            ),
            Column(
                "access_note",
                "lines",
                self.env._("How to visit"),
                help=self.env._("Registration, identity papers, safety shoes."),
                limit=profile_input.CAPABILITY_TEXT_MAX,
            ),
        )

    def _portal_card(self):
        self.ensure_one()
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        badges = []
        if self.receives_visitors:
            words = self.env._("Receives visitors")
            if self.visitor_capacity:
                words = self.env._("Receives %(count)s visitors", count=self.visitor_capacity)
            badges.append((words, "text-bg-light border"))
        return {
            "title": self.name,
            "subtitle": kinds[self.kind],
            "badges": badges,
            "text": "\n".join(text for text in (self.description, self.access_note) if text),
        }

from odoo import models

from ..rules import profile_input
from ..rules.portal_columns import Column


class BiginnCapability(models.Model):
    """Rows of the capability matrix in the portal."""

    _name = "biginn.capability"
    _inherit = ["biginn.capability", "biginn.portal.line"]

    def _portal_levels(self):
        """Technology readiness levels (Horizon 2020, General Annex G) in a member's words."""
        return [
            ("1", self.env._("1: basic principles observed")),
            ("2", self.env._("2: concept formulated")),
            ("3", self.env._("3: proof of concept")),
            ("4", self.env._("4: validated in the laboratory")),
            ("5", self.env._("5: validated in relevant surroundings")),
            ("6", self.env._("6: demonstrated in relevant surroundings")),
            ("7", self.env._("7: prototype in operation")),
            ("8", self.env._("8: complete and qualified")),
            ("9", self.env._("9: proven in operation")),
        ]

    def _portal_choices(self, column):
        return self._portal_levels() if column.name == "trl" else super()._portal_choices(column)

    def _portal_columns(self):
        return (
            Column("domain_id", "record", self.env._("Technology domain"), required=True),
            Column("work_kind_id", "record", self.env._("Kind of work"), required=True, width=6),
            Column(
                "trl",
                "choice",
                self.env._("Readiness level"),
                placeholder=self.env._("Does not apply"),
                width=6,
            ),
            Column(
                "description",
                "lines",
                self.env._("What exactly"),
                help=self.env._("Sizes, tolerances, machines, standards."),
                limit=profile_input.CAPABILITY_TEXT_MAX,
            ),
        )

    def _portal_card(self):
        self.ensure_one()
        return {
            "title": self.domain_id.name,
            "subtitle": self.work_kind_id.name,
            "badges": [(f"TRL {self.trl}", "text-bg-light border")] if self.trl else [],
            "text": self.description or "",
        }

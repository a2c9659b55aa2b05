from odoo import models

from ..rules import profile_input
from ..rules.portal_columns import Column


class BiginnProduct(models.Model):
    """Products and services of a member in the portal."""

    _name = "biginn.product"
    _inherit = ["biginn.product", "biginn.portal.line"]

    def _portal_columns(self):
        return (
            Column("name", "text", self.env._("Name"), required=True, width=8),
            Column(
                "kind", "choice", self.env._("What it is"), required=True, empty="product", width=4
            ),
            Column(
                "description",
                "lines",
                self.env._("Description"),
                limit=profile_input.CAPABILITY_TEXT_MAX,
            ),
        )

    def _portal_card(self):
        self.ensure_one()
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return {"title": self.name, "subtitle": kinds[self.kind], "text": self.description or ""}

from odoo import fields, models

from ..rules import profile_input
from ..rules.portal_columns import Column
from .biginn_reference import FIRST_YEAR


class BiginnReference(models.Model):
    """Big Science references in the portal."""

    _name = "biginn.reference"
    _inherit = ["biginn.reference", "biginn.portal.line"]

    def _portal_choices(self, column):
        if column.name != "big_science_id":
            return super()._portal_choices(column)
        # sudo: names of public organisations, which members may not read as contacts
        found_sudo = (
            self.env["res.partner"]
            .sudo()
            .search([("organisation_type", "=", "big_science")], order="name")
        )
        return [(str(partner_sudo.id), partner_sudo.name or "") for partner_sudo in found_sudo]

    def _portal_columns(self):
        return (
            Column(
                "big_science_id", "record", self.env._("Big Science organisation"), required=True
            ),
            Column(
                "title",
                "text",
                self.env._("What you delivered"),
                help=self.env._("In one line."),
                required=True,
            ),
            Column(
                "year",
                "number",
                self.env._("Year"),
                required=True,
                low=FIRST_YEAR,
                high=fields.Date.context_today(self).year,
                width=4,
            ),
            Column(
                "amount_band",
                "choice",
                self.env._("Contract value"),
                required=True,
                empty="undisclosed",
                width=8,
            ),
            Column(
                "description",
                "lines",
                self.env._("More about it"),
                limit=profile_input.CAPABILITY_TEXT_MAX,
            ),
            Column(
                "publishable",
                "flag",
                self.env._("The customer agreed that we show this to others"),
            ),
        )

    def _portal_card(self):
        self.ensure_one()
        bands = dict(self._fields["amount_band"]._description_selection(self.env))
        badges = []
        if self.amount_band != "undisclosed":
            badges.append((bands[self.amount_band], "text-bg-light border"))
        if not self.publishable:
            badges.append((self.env._("Only you and your cluster see this"), "text-bg-secondary"))
        return {
            "title": self.title,
            "subtitle": f"{self.big_science_name or ''}, {self.year}",
            "badges": badges,
            "text": self.description or "",
        }

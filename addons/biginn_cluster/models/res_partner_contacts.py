from odoo import models


class ResPartner(models.Model):
    """The people of organisations: whom one writes to, and whom one names to others."""

    _inherit = "res.partner"

    def _biginn_people(self):
        """{organisation's id: its people}, profile editors first; one query, the reader's rights.

        People are contacts below the organisation; addresses for invoices or deliveries are not.
        """
        people = self.search(
            [
                ("commercial_partner_id", "in", self.ids),
                ("is_company", "=", False),
                ("type", "=", "contact"),
                ("parent_id", "!=", False),
            ],
            order="profile_editor DESC NULLS LAST, id",
        )
        found = people.grouped("commercial_partner_id")
        return {organisation.id: contacts for organisation, contacts in found.items()}

    def _biginn_main_people(self):
        """{organisation's id: its profile editors, else the contact entered first}."""
        return {
            number: people.filtered("profile_editor") or people[:1]
            for number, people in self._biginn_people().items()
        }

from odoo import models


class BiginnAgendaPlace(models.Model):
    """A place by another name is another place to a calendar."""

    _inherit = "biginn.agenda.place"

    def write(self, vals):
        result = super().write(vals)
        if {"name", "partner_id"} & vals.keys():
            # sudo: a place is shared by the clusters, its items are not
            items = self.env["biginn.agenda.item"].sudo()
            items.search([("place_id", "in", self.ids)])._new_calendar_version()
        return result

from odoo import models


class BiginnAgendaItem(models.Model):
    """An item on the public page."""

    _inherit = "biginn.agenda.item"

    def _public_agenda_line(self):
        """What everybody may know of an item: no person, no gate."""
        line = self._agenda_line()
        host = self.host_id if self.host_id.is_company else self.host_id.browse()
        whose = self.place_id.partner_id
        return {
            **{name: line[name] for name in ("period", "name", "kind", "place", "description")},
            "address": line["address"] if whose.is_company else "",
            "hosts": list(dict.fromkeys(filter(None, (host.name, self.big_science_id.name)))),
            "optional": self.is_optional,
            "languages": [language.name.split(" / ")[-1] for language in self.language_ids],
        }

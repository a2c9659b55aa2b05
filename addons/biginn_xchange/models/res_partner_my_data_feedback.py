from odoo import models

FEEDBACK = ("event_id", "item_id", "rating", "text", "create_date")
SPEAKER = ("event_id", "name", "local_day", "local_period")


class ResPartner(models.Model):
    """My data: what the person has said of agendas, and the items it speaks at."""

    _inherit = "res.partner"

    def _biginn_my_data_person(self):
        sections = super()._biginn_my_data_person()
        answers, items = self.env["biginn.agenda.feedback"], self.env["biginn.agenda.item"]
        if self == self.env.user.partner_id:
            # sudo: the person's own and nobody else's; members have no right on either
            answers = answers.sudo().search([("registration_id.partner_id", "=", self.id)])
            items = items.sudo().search([("speaker_ids", "in", self.ids)])
        sections["my_feedback"] = self._biginn_my_data_rows(answers, FEEDBACK)
        sections["my_agenda_items_as_speaker"] = self._biginn_my_data_rows(items, SPEAKER)
        return sections

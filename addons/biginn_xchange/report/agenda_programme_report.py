from odoo import api, models


class ReportAgendaProgramme(models.AbstractModel):
    """The printed programme of one or several 360º agendas."""

    _name = "report.biginn_xchange.agenda_programme_document"
    _description = "Printed programme"

    @api.model
    def _get_report_values(self, docids, data=None):
        events = self.env["event.event"].browse(docids)
        return {
            "doc_ids": events.ids,
            "doc_model": "event.event",
            "docs": events,
            "sheets": {event.id: event._agenda_sheet() for event in events},
            # public text, but the model is for cluster staff only
            "fundings": {event.id: event.sudo()._agenda_funding() for event in events},
        }

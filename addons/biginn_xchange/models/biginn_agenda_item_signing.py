from odoo import api, models

# what of an item stands in the papers
SIGNED = {"name", "start", "stop", "place_id", "event_id", "kind"}


class BiginnAgendaItem(models.Model):
    """The agenda's programme is the plan of exchanges without a plan of their own."""

    _inherit = "biginn.agenda.item"

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        items.event_id._void_outdated_papers()
        return items

    def write(self, vals):
        events = self.event_id
        result = super().write(vals)
        later = self.env.context.get("biginn_papers_later")  # when all of them are written
        if not later and SIGNED & self._written_fields(vals):
            (events | self.event_id)._void_outdated_papers()
        return result

    @api.model
    def _written_fields(self, vals):
        """Also the times, which people write as a day and hours."""
        return (
            vals.keys()
            | ({"start"} if vals.keys() & {"local_day", "start_hour"} else set())
            | ({"stop"} if vals.keys() & {"local_day", "stop_hour"} else set())
        )

    def unlink(self):
        events = self.event_id
        result = super().unlink()
        events._void_outdated_papers()
        return result


class EventEvent(models.Model):
    _inherit = "event.event"

    def _void_outdated_papers(self):
        """Signed plans that are not the plan any more are asked for again."""
        if not self:
            return
        # sudo: whoever may change the agenda changes what stands in its exchanges' papers
        self.env["biginn.exchange"].sudo().search(
            [
                ("event_id", "in", self.ids),
                ("day_ids", "=", False),
                ("document_ids.state", "in", ("open", "complete")),
            ]
        )._void_outdated()

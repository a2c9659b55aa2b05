from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..rules import agenda_check

A_DAY = timedelta(days=1)


class BiginnAgendaItem(models.Model):
    """What is odd about an item: facts from the rules, said in the reader's language."""

    _inherit = "biginn.agenda.item"

    findings = fields.Json(
        compute="_compute_findings", help="Sentences about this item, as it is saved."
    )
    finding_count = fields.Integer(string="Number of findings", compute="_compute_findings")
    finding_text = fields.Text(string="Findings as text", compute="_compute_findings")

    @api.depends(
        "start",
        "stop",
        "kind",
        "place_id",
        "capacity",
        "counts_as_hours",
        "is_optional",
        "speaker_ids",
        "event_id.date_begin",
        "event_id.date_end",
    )
    @api.depends_context("lang")
    def _compute_findings(self):
        found = {}
        for remarks in self.event_id._origin._agenda_remarks().values():
            for remark, sentence in remarks:
                if remark.item:
                    found.setdefault(remark.item, []).append(sentence)
        for item in self:
            sentences = found.get(item._origin.id, [])
            item.findings = sentences
            item.finding_count = len(sentences)
            item.finding_text = "\n".join(sentences) or False

    # ------------------------------------------------------------------
    # For the rules
    # ------------------------------------------------------------------

    def _rule_items(self):
        """Dataclasses for the rules, keyed by id."""
        places = self.place_id._rule_places()
        return [
            agenda_check.Item(
                key=item.id,
                start=item.start,
                stop=item.stop,
                day=item.local_day,
                kind=item.kind,
                optional=item.is_optional,
                place=places.get(item.place_id.id),
                capacity=item.capacity,
                counts=item.counts_as_hours,
                speakers=frozenset(item.speaker_ids.ids),
            )
            for item in self
        ]

    def _using_the_same(self):
        """Items of other agendas that may take a place or a speaker of these, in one query."""
        if not (self.place_id or self.speaker_ids):
            return self.browse()
        return self.search(
            (
                Domain("place_id", "in", self.place_id.ids)
                | Domain("speaker_ids", "in", self.speaker_ids.ids)
            )
            & Domain("start", "<", max(self.mapped("stop")) + A_DAY)
            & Domain("stop", ">", min(self.mapped("start")) - A_DAY)
            & Domain("event_id.active", "=", True)
            & Domain("event_id.kanban_state", "!=", "cancel"),
            order="start, id",
        )

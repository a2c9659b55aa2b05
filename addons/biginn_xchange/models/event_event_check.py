from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.tools import format_date

from ..rules import agenda_check

A_DAY = timedelta(days=1)


class EventEvent(models.Model):
    """A programme is looked at as a whole: what is odd about its items, its days and itself.

    Nothing is stored: the remarks are those of the programme as it stands. They are made for many
    agendas at once, in as many queries as for one.
    """

    _inherit = "event.event"

    agenda_finding_count = fields.Integer(
        string="Number of findings", compute="_compute_agenda_findings"
    )
    agenda_findings = fields.Json(
        string="Findings",
        compute="_compute_agenda_findings",
        help="What those who read the programme would stumble over: "
        "rows of item, day, name and sentence.",
    )
    agenda_day_findings = fields.Text(
        string="Findings on days",
        compute="_compute_agenda_findings",
        help="On a day or on the whole agenda.",
    )

    @api.depends(
        "date_begin",
        "date_end",
        "seats_max",
        "seats_limited",
        "agenda_item_ids.start",
        "agenda_item_ids.stop",
        "agenda_item_ids.place_id",
        "agenda_item_ids.capacity",
        "agenda_item_ids.counts_as_hours",
        "agenda_item_ids.is_optional",
        "agenda_item_ids.speaker_ids",
    )
    @api.depends_context("lang")
    def _compute_agenda_findings(self):
        found = self._origin._agenda_remarks()
        for event in self:
            remarks = found.get(event._origin, [])
            names = {item.id: item.name for item in event._origin.agenda_item_ids}
            event.agenda_findings = [
                {
                    "item_id": remark.item or False,
                    "day": remark.day and fields.Date.to_string(remark.day),
                    "name": names.get(remark.item, ""),
                    "sentence": sentence,
                }
                for remark, sentence in remarks
            ]
            event.agenda_finding_count = len(remarks)
            event.agenda_day_findings = (
                "\n".join(sentence for remark, sentence in remarks if not remark.item) or False
            )

    def _agenda_remarks(self):
        """{agenda: [(remark, sentence)]}, in the reader's language."""
        agendas = self.filtered("is_360")
        items = agendas.agenda_item_ids
        others = items._using_the_same()
        rules = {item.key: item for item in (items | others)._rule_items()}
        shared = [(rules[item.id], item.event_id.id) for item in others]
        remarks = {}
        for agenda in agendas:
            agenda_rule = agenda._rule_agenda(rules, shared)
            terms = agenda.company_id._rule_agenda_terms()
            remarks[agenda] = agenda_check.check(agenda_rule, terms)
        words = agendas._agenda_words(items | others)
        return {
            agenda: [(remark, agenda._agenda_sentence(remark, words)) for remark in found]
            for agenda, found in remarks.items()
        }

    def _rule_agenda(self, rules, shared):
        """This agenda for the rules.

        :param rules: {id: item} for the rules, of all items
        :param shared: [(item, id of its agenda)] at places or with speakers of these agendas
        """
        mine = [rules[item.id] for item in self.agenda_item_ids]
        begin = min((item.start for item in mine), default=datetime.min + A_DAY) - A_DAY
        end = max((item.stop for item in mine), default=datetime.min) + A_DAY
        return agenda_check.Agenda(
            begin=self.date_begin,
            end=self.date_end,
            items=tuple(mine),
            people=self._agenda_people(),
            elsewhere=tuple(
                item
                for item, event_id in shared
                if event_id != self.id and item.start < end and begin < item.stop
            ),
        )

    def _agenda_people(self):
        """How many the programme is planned for; 0 when nobody has said."""
        return self.seats_max if self.seats_limited else self.seats_taken

    # ------------------------------------------------------------------
    # Sentences
    # ------------------------------------------------------------------

    def _agenda_words(self, items):
        """What the sentences are filled with."""
        return {
            "sentences": self._agenda_sentences(),
            "items": {item.id: item for item in items},
            # sudo: the names of those who speak, to whoever may read the programme
            "speakers": {one.id: one.name for one in items.sudo().speaker_ids},
        }

    def _agenda_sentence(self, remark, words):
        finding = remark.finding
        params = dict(finding.params)
        if params.get("other"):
            other = words["items"][params["other"]]
            params["other"] = (
                other.name
                if other.event_id == self
                else self.env._(
                    "%(item)s (%(agenda)s)", item=other.name, agenda=other.event_id.name
                )
            )
        if params.get("speakers"):
            params["speakers"] = ", ".join(words["speakers"][key] for key in params["speakers"])
        if params.get("since"):
            item = words["items"][remark.item]
            params["since"] = item._clock(datetime.fromisoformat(params["since"]), item._zone())
        if remark.item and finding.rule == "place":
            params["place"] = words["items"][remark.item].place_id.name
        for name in ("km", "hours"):
            if params.get(name) is not None:
                params[name] = self.env["biginn.exchange"]._number(params[name])
        params["day"] = remark.day and format_date(self.env, remark.day, date_format="EEEE d MMMM")
        return words["sentences"][finding.code] % params

    @api.model
    def _agenda_sentences(self):
        """One sentence for each code of the rules."""
        return {
            "begins_before": self.env._("It begins before the agenda does."),
            "ends_after": self.env._("It ends after the agenda does."),
            "place_taken": self.env._("%(place)s is taken at this time: %(other)s."),
            "speaker_taken": self.env._("%(speakers)s: at this time also in %(other)s."),
            "both_for_everybody": self.env._("At this time everybody is in %(other)s."),
            "chosen_meanwhile": self.env._(
                "At the same time as %(other)s: whoever chooses the optional one misses the other."
            ),
            "too_far": self.env._(
                "From %(other)s it takes about %(needed)s minutes; %(free)s are planned."
            ),
            "speaker_too_far": self.env._(
                "%(speakers)s: between this and %(other)s it takes about %(needed)s minutes; "
                "%(free)s are planned."
            ),
            "not_for_everybody": self.env._(
                "It is for everybody, and only %(room)s of %(people)s people fit in."
            ),
            "over_place": self.env._(
                "It is planned for %(capacity)s people, and the place holds %(room)s."
            ),
            "no_meal": self.env._("Since %(since)s more than %(hours)s hours without a meal."),
            "no_hours": self.env._("Nothing in this agenda counts as agenda hours."),
            "no_hours_that_day": self.env._("%(day)s: nothing counts as agenda hours."),
        }

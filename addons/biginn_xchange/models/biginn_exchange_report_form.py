from odoo import models
from odoo.fields import Domain

from odoo.addons.biginn_cluster.rules.portal_columns import Column, Section

from ..rules import closing

TEXT_MAX, NOTE_MAX = 4000, 1000


class BiginnExchangeReport(models.Model):
    """The questions of a report, step by step, in the words of the side that is asked."""

    _name = "biginn.exchange.report"
    _inherit = ["biginn.exchange.report", "biginn.portal.form"]

    def _portal_sections(self, exchange, side):
        """{name: Section} of the steps in their order; a virtual exchange has no journey."""
        steps = [
            self._section_stay(side),
            self._section_travel() if side == "visitor" and not exchange.is_virtual else None,
            self._section_ratings(side),
            self._section_next(),
            self._section_publicity(),
        ]
        return {step.name: step for step in steps if step}

    def _section_stay(self, side):
        is_host = side == "host"
        return Section(
            "stay",
            self.env._("What came of it"),
            (
                Column(
                    "goals_reached",
                    "choice",
                    self.env._("Did the stay reach what you had agreed on?"),
                    required=True,
                    width=6,
                ),
                Column(
                    "outcomes",
                    "lines",
                    self.env._("What came of the visit for you?")
                    if is_host
                    else self.env._("What came of the stay?"),
                    required=True,
                    limit=TEXT_MAX,
                    help=self.env._("Results, agreements, contacts: a few sentences will do."),
                ),
                Column(
                    "learned",
                    "lines",
                    self.env._("What did you learn from your guests?")
                    if is_host
                    else self.env._("What did you learn?"),
                    limit=NOTE_MAX,
                ),
            ),
        )

    def _section_travel(self):
        modes = self.env["biginn.travel.mode"].search(Domain.TRUE)
        columns = tuple(
            Column(f"km_{mode.id}", "amount", mode.name, high=100_000, width=6, placeholder="0")
            for mode in modes
        )
        return Section(
            "travel",
            self.env._("How you travelled"),
            columns,
            help=self.env._(
                "Kilometres of one person, there and back together, by each means you used."
            ),
        )

    def _section_ratings(self, side):
        labels = {
            "rating_programme": self.env._("The programme of the stay"),
            "rating_partner": self.env._("How well your guests were prepared")
            if side == "host"
            else self.env._("Your host"),
            "rating_support": self.env._("The help of the clusters"),
            "rating_overall": self.env._("All in all"),
        }
        return Section(
            "ratings",
            self.env._("How it was"),
            tuple(Column(name, "choice", labels[name], required=True) for name in closing.RATINGS),
            help=self.env._("From 1, poor, to 5, excellent."),
        )

    def _section_next(self):
        return Section(
            "next",
            self.env._("What comes next"),
            (
                Column("follow_up_ids", "records", self.env._("What follows from it?")),
                Column(
                    "follow_up",
                    "lines",
                    self.env._("The next steps, and by when"),
                    limit=NOTE_MAX,
                ),
                Column(
                    "business_expected",
                    "choice",
                    self.env._("Do you expect new business from it?"),
                    required=True,
                    width=6,
                ),
                Column(
                    "amount_band",
                    "choice",
                    self.env._("About how much, all in all?"),
                    help=self.env._("Needed unless the answer is no. Only your cluster sees it."),
                    width=6,
                ),
                Column(
                    "business_note",
                    "lines",
                    self.env._("What business, with whom?"),
                    limit=NOTE_MAX,
                ),
            ),
        )

    def _section_publicity(self):
        return Section(
            "publicity",
            self.env._("What we may tell others"),
            (
                Column(
                    "publicity",
                    "choice",
                    self.env._("May your cluster publish what came of it?"),
                    required=True,
                    help=self.env._("You can take this back at any time, on this page."),
                    width=6,
                ),
                Column("photos_allowed", "flag", self.env._("My photos may be published with it")),
                Column(
                    "quote",
                    "lines",
                    self.env._("In one sentence: what was it worth to you?"),
                    limit=500,
                ),
            ),
        )

    # ------------------------------------------------------------------
    # Numbers as choices
    # ------------------------------------------------------------------

    def _portal_choices(self, column):
        if column.name in closing.RATINGS:
            return [
                (str(number), str(number))
                for number in range(closing.RATING_LOW, closing.RATING_HIGH + 1)
            ]
        return super()._portal_choices(column)

    def _portal_to_write(self, column, value):
        if column.name in closing.RATINGS:
            return int(value or 0)
        return super()._portal_to_write(column, value)

    # ------------------------------------------------------------------
    # Answers as the screen and the paper show them
    # ------------------------------------------------------------------

    def _answer_sections(self):
        """[{title, answers: [(question, answer)]}] of what is answered, the journey left out."""
        self.ensure_one()
        sections = []
        for section in self._portal_sections(self.exchange_id, self.side).values():
            if section.name == "travel":
                continue
            answers = [(column.label, self._answer(column)) for column in section.columns]
            answers = [(label, text) for label, text in answers if text]
            if answers:
                sections.append({"title": section.title, "answers": answers})
        return sections

    def _answer(self, column):
        value = self[column.name]
        if column.kind == "flag":
            return self.env._("Yes") if value else self.env._("No")
        if column.name in closing.RATINGS:
            return self.env._("%(rating)s of 5", rating=value) if value else ""
        return self._portal_display(column)

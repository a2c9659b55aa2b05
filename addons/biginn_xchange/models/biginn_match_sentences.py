from odoo import api, models
from odoo.exceptions import MissingError
from odoo.tools import format_date

from .biginn_programme_matching import CRITERIA

MODELS = {"domain": "biginn.technology.domain", "activity": "biginn.activity.type"}
MODELS |= {"complement": "biginn.technology.domain", "language": "res.lang"}


class BiginnMatch(models.Model):
    """The reasons of a score as sentences: made when read, in the reader's language."""

    _inherit = "biginn.match"

    @api.depends("facts")
    @api.depends_context("lang")
    def _compute_explanation(self):
        for match in self:
            match.explanation = "\n".join(
                f"{row['points']}/{row['out_of']} {row['text']}" for row in match._reason_rows()
            )

    def _reason_rows(self):
        """The stored reasons as rows for a screen."""
        self.ensure_one()
        # sudo: a member reads the words that come of the facts, not the facts
        return self._reason_sentences((self.sudo().facts or {}).get("reasons", []))

    @api.model
    def _reason_sentences(self, reasons):
        """[{criterion, label, points, out_of, percent, text}] of facts as rules give them."""
        labels = self._criterion_labels()
        return [
            {
                "criterion": reason["criterion"],
                "label": labels[reason["criterion"]],
                "points": reason["points"],
                "out_of": reason["out_of"],
                "percent": round(100 * reason["points"] / reason["out_of"])
                if reason["out_of"]
                else 0,
                "text": self._reason_sentence(reason),
            }
            for reason in reasons
            if reason["criterion"] in labels
        ]

    @api.model
    def _criterion_labels(self):
        words = {
            "domain": self.env._("Shared domains"),
            "complement": self.env._("Complementary domains"),
            "activity": self.env._("Activities"),
            "country": self.env._("Countries"),
            "language": self.env._("Languages"),
            "period": self.env._("Period"),
            "places": self.env._("Free places"),
            "contact": self.env._("Past contacts"),
        }
        return {criterion: words[criterion] for criterion, _label in CRITERIA}

    def _reason_sentence(self, reason):
        params = reason["params"]
        model = MODELS.get(reason["criterion"])
        words = {
            name: ", ".join(self._names(model, params[name]))
            for name in ("shared", "learns", "brings")
            if model and params.get(name)
        }
        if reason["criterion"] == "period":
            words = self._period_words(params)
        words["places"] = params.get("places", 0)
        return self._sentence_of(reason["code"], words)

    def _names(self, model, ids):
        # sudo: the names of lists that everybody may choose from
        records = self.env[model].sudo().with_context(active_test=False).browse(ids)
        try:
            names = records.mapped("name")
        except MissingError:  # one has been deleted since; asking each time would cost a query
            names = records.exists().mapped("name")
        return [name.split("/")[0].strip() for name in names]

    def _period_words(self, params):
        days = {
            name: format_date(self.env, params[name]) if params.get(name) else "…"
            for name in ("first", "last")
        }
        return {"days": params.get("days", 0), **days}

    def _sentence_of(self, code, words):
        """A code of rules/matching.py as a sentence."""
        say = {
            "domain_shared": lambda: self.env._("Both work on %(shared)s.", **words),
            "domain_none": lambda: self.env._("They name no domain in common."),
            "domain_unknown": lambda: self.env._("One of them names no domain."),
            "complement_both": lambda: self.env._(
                "The host masters %(learns)s, the visitor masters %(brings)s.", **words
            ),
            "complement_learns": lambda: self.env._(
                "The host masters what the visitor asks for: %(learns)s.", **words
            ),
            "complement_brings": lambda: self.env._(
                "The visitor masters what the host asks for: %(brings)s.", **words
            ),
            "complement_none": lambda: self.env._("Neither masters what the other one asks for."),
            "activity_shared": lambda: self.env._("Both want: %(shared)s.", **words),
            "activity_none": lambda: self.env._("They want to do different things."),
            "activity_unknown": lambda: self.env._("One of them names no activity."),
            "country_both": lambda: self.env._("Each suits the other one's wish for countries."),
            "country_visitor": lambda: self.env._(
                "The visitor wants to go there; the host prefers other countries."
            ),
            "country_host": lambda: self.env._("The visitor prefers other countries."),
            "country_none": lambda: self.env._("Both prefer other countries."),
            "language_shared": lambda: self.env._("Both speak %(shared)s.", **words),
            "language_none": lambda: self.env._("They name no language in common."),
            "language_unknown": lambda: self.env._("One of them names no language."),
            "places_free": lambda: self.env._("The host has %(places)s free places.", **words),
            "contact_new": lambda: self.env._("They are new to each other."),
            "contact_known": lambda: self.env._("They have had an exchange before."),
        }
        return say[code]() if code in say else self._period_sentence(code, words)

    def _period_sentence(self, code, words):
        if code == "period_none":
            return self.env._("No day suits both.")
        if code == "period_short":
            return self.env._("Only %(days)s days suit both.", **words)
        if words["first"] == words["last"] == "…":
            return self.env._("Neither is bound to a period.")
        return self.env._("Both are free from %(first)s to %(last)s.", **words)

    @api.model
    def _obstacle_sentence(self, code):
        """Why a pair can be no match at all."""
        return {
            "same_organisation": self.env._("An organisation cannot visit itself."),
            "same_country": self.env._(
                "Both are in the same country: an exchange crosses a border."
            ),
            "virtual_differs": self.env._("One of them takes part online only, the other one not."),
            "no_places": self.env._("The host has no free place any more."),
            "proposed_before": self.env._("These two have been proposed to each other already."),
        }[code]

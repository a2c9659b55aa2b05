from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from urllib.parse import urlencode

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.biginn_cluster.rules import profile_input

from ..rules import can_i_go as rule
from ..rules.working_days import last_day

PATH = "/can-i-go"
APPLY_PATH = "/my/candidates/new"
FIELDS = ("type", "home", "host", "days", "km", "member", "day", "virtual", "higher_rate")
VALUE_MAX = 60
DEFAULT_DAYS = "5"
MEMBER = {"yes": True, "no": False, "": None}


class BiginnCanIGo(models.AbstractModel):
    """*Can I go?*: reads the question of somebody nobody knows and asks every published programme.

    Works in sudo, for strangers have no rights: it reads published programmes, holidays, countries
    and the places of Big Science alone, and only plain values leave. Nothing is written.
    """

    _name = "biginn.can.i.go"
    _description = "Can I go?"

    @api.model
    def _answer(self, raw):
        """All that the page shows for the arguments of an address."""
        # sudo: see the class
        page = self.sudo()
        form = page._typed(raw) if any(name in raw for name in FIELDS) else page._own_answers()
        choices = page._choices()
        # who has an account finds the own answers filled in, and has asked nothing yet
        asked = any(name in raw for name in ("type", "home", "host"))
        question, errors = page._read(form, choices) if asked else (None, {})
        answers = page._judge(question, choices) if asked and not errors else []
        return {
            "path": PATH,
            "asked": asked,
            "form": form,
            "errors": errors,
            "types": choices["types"],
            "has_programmes": bool(choices["programmes"]),
            "answers": answers,
            **{
                name: [{key: choice[key] for key in ("value", "label")} for choice in choices[name]]
                for name in ("taking_part", "others", "places")
            },
        }

    # -- the question ----------------------------------------------------------------

    def _typed(self, raw):
        """What was typed, as text: nothing is lost, whatever is wrong with it."""
        form = {
            # cut before cleaning: nobody's megabytes are normalised
            name: " ".join(profile_input.clean_text(value[: 4 * VALUE_MAX]).split())[:VALUE_MAX]
            if isinstance(value := raw.get(name), str)
            else ""
            for name in FIELDS
        }
        if not isinstance(raw.get("days"), str):
            form["days"] = DEFAULT_DAYS
        return form

    def _own_answers(self):
        """An empty form; with an account, what its organisation would answer."""
        form = {**dict.fromkeys(FIELDS, ""), "days": DEFAULT_DAYS}
        organisation = self.env.user.partner_id.commercial_partner_id
        if not self.env.user._is_public() and organisation.organisation_type:
            today = fields.Date.context_today(self)
            members = self.env["biginn.membership"]._members_on(organisation, {today})
            form.update(
                type=organisation.organisation_type,
                home=organisation.country_id.code or "",
                member="yes" if members else "",
            )
        return form

    def _choices(self):
        programmes = self.env["biginn.programme"].search(Domain("published", "=", True))
        labels = self.env["res.partner"]._fields["organisation_type"]
        types = labels._description_selection(self.env)
        countries = self.env["res.country"].search(Domain("code", "!=", False), order="name")
        taking_part = programmes.country_ids
        return {
            "programmes": programmes,
            "types": types,
            "taking_part": self._country_choices(countries & taking_part),
            "others": self._country_choices(countries - taking_part),
            "places": self._places(),
        }

    def _country_choices(self, countries):
        return [
            {"value": country.code, "label": country.name, "country": country}
            for country in countries.sorted("name")
        ]

    def _places(self):
        """Big Science organisations and their places that receive visitors, by country."""
        found = {}
        organisations = self.env["res.partner"].search_fetch(
            Domain("organisation_type", "=", "big_science")
            & Domain("is_company", "=", True)
            & Domain("country_id.code", "!=", False),
            ["name", "big_science_short_name", "country_id"],
        )
        for organisation in organisations:
            name = organisation.big_science_short_name or organisation.name
            found[f"o-{organisation.id}"] = (name, organisation.country_id, name)
        facilities = self.env["biginn.facility"].search(
            Domain("partner_id", "in", organisations.ids)
            & Domain("kind", "=", "facility")
            & Domain("receives_visitors", "=", True)
            & Domain("country_id.code", "!=", False)
        )
        for facility in facilities:
            owner = found[f"o-{facility.partner_id.id}"][0]
            found[f"f-{facility.id}"] = (facility.name, facility.country_id, owner)
        places = [
            {
                "value": value,
                "name": name,
                "label": f"{name} ({country.name})",
                "country": country,
                "owner": owner,
            }
            for value, (name, country, owner) in found.items()
        ]
        return sorted(places, key=lambda place: place["label"].casefold())

    def _read(self, form, choices):
        """(values of the question, {field: sentence about what is wrong})."""
        countries = {
            each["value"]: each["country"] for each in choices["taking_part"] + choices["others"]
        }
        places = {each["value"]: each for each in choices["places"]}
        place = places.get(form["host"])
        values = {
            "organisation_type": form["type"] if form["type"] in dict(choices["types"]) else None,
            "home": countries.get(form["home"].upper()),
            "place": place,
            "host": place["country"] if place else countries.get(form["host"].upper()),
            "member": MEMBER.get(form["member"]),
            "is_virtual": bool(form["virtual"]),
            "higher_rate": bool(form["higher_rate"]),
        }
        required = {"type": "organisation_type", "home": "home", "host": "host"}
        errors = {
            name: self._sentence_missing(name) for name, key in required.items() if not values[key]
        }
        days, problem = profile_input.read_number(form["days"])
        if problem or not 1 <= days <= rule.DAYS_MAX:
            errors["days"] = self._sentence_missing("days")
        km, problem = profile_input.read_amount(form["km"])
        if problem or (km or 0) > rule.KM_MAX:
            errors["km"] = self._sentence_missing("km")
        day, problem = profile_input.read_date(form["day"])
        if problem or (day and not 2000 <= day.year <= 2100):
            errors["day"] = self._sentence_missing("day")
        return {**values, "days": days, "km": km, "day": day}, errors

    # -- the answers -----------------------------------------------------------------

    def _judge(self, values, choices):
        """One answer for each programme: what may be done first, what has ended last."""
        today = fields.Date.context_today(self)
        programmes = choices["programmes"]
        days = {
            programme: values["day"] or rule.first_day(today, programme.date_start or None)
            for programme in programmes
        }
        holidays = self._holidays(values, days.values())
        judged = []
        for programme in programmes:
            question = self._question(programme, values, days[programme])
            judgement = rule.judge(question, programme._rule_programme(), holidays)
            judged.append((programme, question, judgement))
        sentences = self._said_by_rules([judgement for *_asked, judgement in judged])
        answers = [self._one(*asked, values, holidays, sentences) for asked in judged]
        told = self.env["biginn.lump.sum"]._explanations([each["facts"] for each in answers])
        for answer, explanation in zip(answers, told, strict=True):
            answer["money"]["explanation"] = explanation.split("\n")
            del answer["facts"]
        if not values["day"] and not all(answer["ended"] for answer in answers):
            answers = [answer for answer in answers if not answer["ended"]]
        weight = {rule.YES: 0, rule.PERHAPS: 1, rule.NO: 2}
        return sorted(answers, key=lambda answer: (answer["ended"], weight[answer["verdict"]]))

    def _holidays(self, values, days):
        if not days:
            return frozenset()
        # a week has five working days at best, and no country has a month of holidays a year
        last = max(days) + timedelta(days=2 * values["days"] + 60)
        found = self.env["biginn.public.holiday"]._holidays(values["host"], min(days), last)
        return found.get(values["host"], frozenset())

    def _said_by_rules(self, judgements):
        """{finding's code and parameters: sentence}, as on an exchange."""
        findings = self.env["biginn.exchange.finding"]
        marked = [finding for judgement in judgements for _mark, finding in judgement.marked]
        rows = findings.concat(
            *(findings.new({"code": each.code, "params": each.params}) for each in marked)
        )
        # all at once: names of countries are looked up together
        rows._compute_message()
        return {id(finding): row.message for finding, row in zip(marked, rows, strict=True)}

    def _one(self, programme, question, judgement, values, holidays, sentences):
        terms = programme._rule_programme()
        as_host = rule.judge_host(question, terms)
        words = self._words(programme, values, terms, sentences)
        reasons = sorted(
            (
                {"mark": mark, "text": text}
                for mark, finding in judgement.marked
                if (text := self._sentence(mark, finding, words))
            ),
            key=lambda reason: rule.WEIGHTS.index(reason["mark"]),
        )
        # of a *no* the reasons for it come first, all else is behind *Why?*
        first = (rule.NO,) if judgement.verdict == rule.NO else (rule.OPEN, rule.NOTE)
        end = programme.date_end
        money = self._money(programme, question)
        return {
            "id": programme.id,
            "name": programme.name,
            "introduction": programme.introduction,
            "verdict": judgement.verdict,
            "headline": self._headline(judgement.verdict),
            "reasons": [each for each in reasons if each["mark"] in first],
            "others": [each for each in reasons if each["mark"] not in first],
            "ended": bool(end and end < fields.Date.context_today(self)),
            "facts": money.pop("facts"),
            "money": money,
            "stay": self._sentence_stay(question, values, holidays) if values["day"] else "",
            "as_host": self._sentence_as_host(as_host, words),
            "apply": self._apply(programme, question, values, holidays, judgement),
            "apply_host": self._apply(programme, question, values, holidays, as_host, "host"),
        }

    def _question(self, programme, values, day):
        km, place = values["km"], values["place"]
        return rule.Question(
            organisation_type=values["organisation_type"],
            home=values["home"].code,
            host=values["host"].code,
            days=values["days"],
            day=day,
            member=values["member"],
            km=None if km is None else Decimal(km),
            host_type="big_science" if place else None,
            is_virtual=values["is_virtual"],
            higher_rate=values["higher_rate"],
            once=bool(programme.visit_once_per),
        )

    def _money(self, programme, question):
        """The lump sum to expect with its arithmetic, and what a short way would make of it."""
        limits = (programme.date_start or None, programme.date_end or None)
        stay = rule.stay(question, rule.day_of_rates(question.day, *limits))
        facts = programme._lump_sum_facts(stay)
        near = {}
        if facts["zero_reason"] == "no_distance" and not facts["by_band"]:
            limit = Decimal(str(programme.half_under_km))
            facts = programme._lump_sum_facts(replace(stay, distance_km=limit))
            near = programme._lump_sum_facts(replace(stay, distance_km=Decimal(0)))
        known = facts["zero_reason"] not in ("no_rate", "no_distance")
        return {
            "amount": programme.currency_id.format(float(facts["amount"])) if known else "",
            "is_zero": not float(facts["amount"]),
            "facts": facts,
            "near": self._sentence_near(programme, near) if near else "",
        }

    def _apply(self, programme, question, values, holidays, judgement, role="visitor"):
        """Where the candidate form opens with what was said here; empty when the answer is no."""
        end = programme.date_end
        if judgement.verdict == rule.NO or (end and end < fields.Date.context_today(self)):
            return ""
        arguments = {"programme_id": programme.id, "role": role}
        if role == "visitor":
            arguments["country_ids"] = values["host"].id
            if values["is_virtual"]:
                arguments["is_virtual"] = 1
        if values["day"]:
            last = last_day(question.day, question.days, holidays)
            arguments |= {"date_from": question.day, "date_to": last}
        return f"{APPLY_PATH}?{urlencode(arguments)}"

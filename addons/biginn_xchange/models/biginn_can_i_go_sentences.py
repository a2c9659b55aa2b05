from odoo import models
from odoo.tools import format_date

from ..rules import can_i_go as rule
from ..rules.working_days import last_day


class BiginnCanIGo(models.AbstractModel):
    """What *Can I go?* says: the rules' findings in words for somebody who plans a stay."""

    _inherit = "biginn.can.i.go"

    def _sentence_missing(self, name):
        return {
            "type": self.env._("Choose what your organisation is."),
            "home": self.env._("Choose the country your organisation is registered in."),
            "host": self.env._("Choose where you would go."),
            "days": self.env._(
                "Write whole working days as a number from 1 to %(most)s.", most=rule.DAYS_MAX
            ),
            "km": self.env._(
                "Write kilometres as a number up to %(most)s, without a sign for thousands, or "
                "nothing.",
                most=rule.KM_MAX,
            ),
            "day": self.env._("Write a day such as 2026-12-31, or nothing."),
        }[name]

    def _headline(self, verdict):
        return {
            rule.YES: self.env._("Yes, you can go"),
            rule.PERHAPS: self.env._("Yes, if …"),
            rule.NO: self.env._("No"),
        }[verdict]

    def _sentence_near(self, programme, near):
        amount = programme.currency_id.format(float(near["amount"]))
        return self.env._(
            "%(amount)s if the two organisations are less than %(km)s km apart.",
            amount=amount,
            km=self.env["biginn.lump.sum"]._number(near["half_under_km"]),
        )

    def _sentence_stay(self, question, values, holidays):
        last = last_day(question.day, question.days, holidays)
        return self.env._(
            "From %(first)s to %(last)s: weekends and public holidays of %(country)s are left out.",
            first=format_date(self.env, question.day),
            last=format_date(self.env, last),
            country=values["host"].name,
        )

    def _words(self, programme, values, terms, sentences):
        """What sentences are filled with, beside the parameters of a finding."""
        labels = self.env["res.partner"]._fields["organisation_type"]
        types = dict(labels._description_selection(self.env))
        needing, free = rule.who_may_host(terms)
        members = self._type_list(needing, types)
        return {
            "sentences": sentences,
            "type": types[values["organisation_type"]],
            "home": values["home"].name,
            "host": values["host"].name,
            "place": values["place"] and values["place"]["owner"],
            "visitors": self._type_list(rule.who_may_visit(terms), types),
            "hosts": "; ".join(
                part
                for part in (
                    members and self.env._("%(types)s (members of a cluster)", types=members),
                    self._type_list(free, types),
                )
                if part
            ),
            "host_takes_part": values["host"].code in terms.countries,
            "per_person": programme.visit_once_per == "person",
        }

    def _type_list(self, kinds, types):
        return ", ".join(label for kind, label in types.items() if kind in kinds)

    def _sentence(self, mark, finding, words):
        """One finding in words; empty where another finding says it already."""
        if finding.rule == "host_membership" and mark != rule.NO:
            # who may host, and whether as a member, is one sentence: that of the type
            return ""
        if finding.rule == "host_type" and mark != rule.NO and not words["host_takes_part"]:
            return ""
        own = self._sentences(finding, words)
        if finding.code in own:
            return own[finding.code]
        return words["sentences"][id(finding)]

    def _sentences(self, finding, words):
        """Sentences that speak to the reader, by the code of the finding."""
        who = finding.rule.partition("_")[0]
        country = words["host"] if who == "host" else words["home"]
        if who == "host":
            types = self._sentences_on_host(words)
        else:
            types = {
                "type_ok": self.env._("%(type)s: may visit.", type=words["type"]),
                "type_refused": self.env._(
                    "%(type)s: may not visit. These may: %(types)s.",
                    type=words["type"],
                    types=words["visitors"] or "–",
                ),
            }
        return {
            **types,
            "member": self.env._("You are a member of a cluster."),
            "membership_not_needed": self.env._("You need no membership of a cluster."),
            "membership_missing": self.env._(
                "Your organisation has to be a member of a cluster on the first day."
            ),
            "membership_or_approval": self.env._(
                "Your organisation has to be a member of a cluster on the first day, or the "
                "agency approves it beforehand."
            ),
            "country_ok": self.env._("%(country)s takes part.", country=country),
            "country_outside": self.env._("%(country)s does not take part.", country=country),
            "border_same": self.env._(
                "You would stay in %(country)s: an exchange goes to another country.",
                country=words["home"],
            ),
            "visited_before": self.env._("Each person may visit once.")
            if words["per_person"]
            else self.env._("Each organisation may visit once: this has to be its first visit."),
            "first_visit": self.env._("There is no limit to the number of visits."),
        }

    def _sentences_on_host(self, words):
        hosts = words["hosts"] or "–"
        place = words["place"]
        refused = self.env._("Nobody may host.")
        if words["hosts"]:
            refused = self.env._(
                "%(place)s cannot be the host by itself. Another organisation in %(country)s can "
                "receive you: %(types)s.",
                place=place,
                country=words["host"],
                types=hosts,
            )
        return {
            "type_ok": self.env._("%(place)s may be the host.", place=place),
            "type_refused": refused,
            "type_missing": self.env._("Your host may be: %(types)s.", types=hosts)
            if words["hosts"]
            else refused,
        }

    def _sentence_as_host(self, judgement, words):
        """May the same organisation host? One sentence, the first thing in the way."""
        if judgement.verdict == rule.YES:
            return self.env._("Your organisation may also host visitors.")
        finding = (judgement.of(rule.NO) or judgement.of(rule.OPEN))[0]
        if judgement.verdict == rule.PERHAPS:
            return self.env._(
                "Your organisation may also host visitors if it is a member of a cluster."
            )
        if finding.rule == "host_type":
            return self.env._("%(type)s: may not host.", type=words["type"])
        if finding.rule == "host_country":
            return self.env._(
                "It may not host: %(country)s does not take part.", country=words["home"]
            )
        return self.env._("It may host once it is a member of a cluster.")

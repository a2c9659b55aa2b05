from decimal import Decimal

from odoo import api, models
from odoo.tools import format_date

from ..rules import lump_sum


class BiginnLumpSum(models.AbstractModel):
    """A lump sum in words: the arithmetic that led to it, in the reader's language.

    What is told are the facts of `biginn.programme._lump_sum_facts`: of an exchange, where they
    are stored, or of a stay that somebody only asks about.
    """

    _name = "biginn.lump.sum"
    _description = "Lump sum in words"

    @api.model
    def _explanations(self, stored):
        """One explanation for each of the facts, False where there are none."""
        named = [facts for facts in stored if facts]
        countries = self.env["res.country"].search(
            [("code", "in", list({facts["country"] for facts in named}))]
        )
        names = {country.code: country.name for country in countries}
        # sudo: how a currency writes amounts is no secret, and strangers may not read any
        currencies = self.env["res.currency"].sudo().with_context(active_test=False)
        used = currencies.search([("name", "in", list({facts["currency"] for facts in named}))])
        by_name = {currency.name: currency for currency in used}
        return [
            facts
            and self._explain(
                {
                    **facts,
                    "country": names.get(facts["country"], facts["country"]),
                    "currency": by_name[facts["currency"]],
                }
            )
            for facts in stored
        ]

    @api.model
    def _explain(self, facts):
        """The explanation for facts whose country has its name and whose currency is a record."""
        if facts["zero_reason"]:
            return self._explain_zero(facts)
        lines = [self._explain_base(facts)]
        if facts["half_reasons"]:
            lines.append(self._explain_half(facts))
            halved = float(Decimal(facts["base"]) * lump_sum.HALF)
            lines.append(f"{self._money(facts, facts['base'])} × ½ = {self._money(facts, halved)}")
        elif facts["rate_unit"] == lump_sum.UNIT_DAY:
            lines.append(
                f"{self._money(facts, facts['rate'])} × {facts['working_days']}"
                f" = {self._money(facts, facts['base'])}"
            )
        if facts["capped"]:
            lines.append(
                self.env._(
                    "The programme pays at most %(amount)s.",
                    amount=self._money(facts, facts["max_amount"]),
                )
            )
        return "\n".join(lines)

    def _explain_zero(self, facts):
        reason = facts["zero_reason"]
        if reason == "no_distance" and facts.get("by_band"):
            return self.env._(
                "Nothing yet: the lump sum goes by the distance between the two organisations, "
                "which is not known."
            )
        if reason == "no_rate" and facts.get("by_band"):
            return self.env._(
                "Nothing yet: the programme has no rate for a distance of %(km)s km.",
                km=self._number(facts["distance_km"]),
            )
        return {
            "virtual": self.env._("Nothing: the exchange is virtual, nobody travels."),
            "too_short": self.env._(
                "Nothing: %(days)s working days at the host, at least %(minimum)s are needed.",
                days=facts["working_days"],
                minimum=facts["min_working_days"],
            ),
            "no_rate": self.env._(
                "Nothing yet: the programme has no rate for %(country)s on the first day.",
                country=facts["country"] or self.env._("the host country"),
            ),
            "no_distance": self.env._(
                "Nothing yet: the distance between the two organisations is not known. "
                "Under %(km)s km the lump sum is halved.",
                km=self._number(facts["half_under_km"]),
            ),
        }[reason]

    def _explain_base(self, facts):
        params = {
            "country": facts["country"],
            "amount": self._money(facts, facts["rate"]),
            "date": format_date(self.env, facts["rate_from"]),
            "days": facts["working_days"],
        }
        if facts["rate_unit"] == lump_sum.UNIT_BAND:
            return self._explain_band(facts, params)
        if facts["higher_rate"]:
            return self.env._(
                "Higher rate for outermost regions or participants with a disability: %(amount)s, "
                "in force since %(date)s.",
                **params,
            )
        if facts["rate_unit"] == lump_sum.UNIT_DAY:
            return self.env._(
                "Rate for %(country)s: %(amount)s a day, in force since %(date)s, "
                "for %(days)s working days.",
                **params,
            )
        return self.env._("Rate for %(country)s: %(amount)s, in force since %(date)s.", **params)

    def _explain_band(self, facts, params):
        params.update(
            km=self._number(facts["distance_km"]),
            km_from=self._number(float(facts["km_from"])),
            km_to=self._number(float(facts["km_to"])),
        )
        if not float(facts["km_to"]):
            return self.env._(
                "Rate for %(km_from)s km and more: %(amount)s, in force since %(date)s. "
                "The distance is %(km)s km.",
                **params,
            )
        return self.env._(
            "Rate from %(km_from)s km to below %(km_to)s km: %(amount)s, in force since %(date)s. "
            "The distance is %(km)s km.",
            **params,
        )

    def _explain_half(self, facts):
        params = {
            "days": facts["working_days"],
            "limit_days": facts["half_under_days"],
            "km": self._number(facts["distance_km"]),
            "limit_km": self._number(facts["half_under_km"]),
        }
        if len(facts["half_reasons"]) > 1:
            return self.env._(
                "Halved, once: %(days)s working days are fewer than %(limit_days)s, "
                "and %(km)s km are less than %(limit_km)s km.",
                **params,
            )
        if "days" in facts["half_reasons"]:
            return self.env._(
                "Halved: %(days)s working days are fewer than %(limit_days)s.", **params
            )
        return self.env._("Halved: %(km)s km are less than %(limit_km)s km.", **params)

    @api.model
    def _money(self, facts, amount):
        return facts["currency"].format(float(amount))

    @api.model
    def _number(self, value):
        """Kilometres as this language writes them, without a decimal that says nothing."""
        lang = self.env["res.lang"]._lang_get(self.env.lang or "en_US")
        value = value or 0
        return lang.format("%.0f" if value == int(value) else "%.1f", value, grouping=True)

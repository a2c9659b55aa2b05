from odoo import api, models
from odoo.fields import Domain

from ..rules import closing


class BiginnExchange(models.Model):
    """What came of the stays that count: journeys, ratings, business, follow-ups."""

    _inherit = "biginn.exchange"

    @api.model
    def _biginn_indicator_values(self, date_from, date_to):
        """Adds `travel` and `outcomes`, over the same exchanges as the rest."""
        values = super()._biginn_indicator_values(date_from, date_to)
        counted = (
            Domain("company_id", "in", self.env.companies.ids)
            & Domain("counted_on", ">=", date_from)
            & Domain("counted_on", "<=", date_to)
            & Domain("counts_for_kpi", "=", True)
        )
        return {
            **values,
            "travel": self._travel_values(counted),
            "outcomes": self._outcome_values(counted),
        }

    @api.model
    def _travel_values(self, counted):
        """Journeys of these exchanges.

        :return: `journeys`, `green` (journeys), `unknown` (journeys without a figure), `co2_kg`
            (of the others), `passenger_km` and `modes`, a dict of kg and passenger-km by code of
            the means
        :rtype: dict
        """
        travelled = counted & Domain("travel_ids", "!=", False)
        rows = self._read_group(
            travelled, ["is_green_travel", "is_co2_known"], ["__count", "co2_kg:sum"]
        )
        modes = self.env["biginn.exchange.travel"]._read_group(
            Domain("exchange_id", "any", travelled),
            ["mode_id"],
            ["co2_kg:sum", "passenger_km:sum"],
        )
        return {
            "journeys": sum(count for _green, _known, count, _kg in rows),
            "green": sum(count for green, _known, count, _kg in rows if green),
            "unknown": sum(count for _green, known, count, _kg in rows if not known),
            "co2_kg": round(sum(kg or 0.0 for _green, known, _count, kg in rows if known), 2),
            "passenger_km": round(sum(km or 0.0 for _mode, _kg, km in modes), 1),
            "modes": {
                mode.code: {"co2_kg": round(kg or 0.0, 2), "passenger_km": round(km or 0.0, 1)}
                for mode, kg, km in modes
            },
        }

    @api.model
    def _outcome_values(self, counted):
        """What the visitors' validated reports say.

        :return: `reports`, `ratings` (averages by question), `business` (reports by answer),
            `amount_bands` (of those that expect some), `follow_ups` (reports by code of the kind),
            `publishable`
        :rtype: dict
        """
        reports = self.env["biginn.exchange.report"]
        said = (
            Domain("exchange_id", "any", counted)
            & Domain("side", "=", "visitor")
            & Domain("state", "=", "validated")
        )
        averages = [f"{name}:avg" for name in closing.RATINGS]
        [(count, *ratings)] = reports._read_group(said, [], ["__count", *averages])
        answers = reports._read_group(
            said, ["business_expected", "amount_band", "publicity"], ["__count"]
        )
        follow_ups = reports._read_group(said, ["follow_up_ids"], ["__count"])
        return {
            "reports": count,
            "ratings": {
                name: round(average or 0.0, 2)
                for name, average in zip(closing.RATINGS, ratings, strict=True)
            },
            "business": self._add_up((answer, number) for answer, _b, _p, number in answers),
            "amount_bands": self._add_up(
                (band, number)
                for answer, band, _p, number in answers
                if answer in closing.BUSINESS_WITH_AMOUNT
            ),
            "follow_ups": {kind.code: number for kind, number in follow_ups if kind},
            "publishable": sum(
                number for _a, _b, told, number in answers if told in ("named", "anonymous")
            ),
        }

    @api.model
    def _add_up(self, pairs):
        """{key: sum of its numbers}."""
        sums = {}
        for key, number in pairs:
            sums[key] = sums.get(key, 0) + number
        return sums

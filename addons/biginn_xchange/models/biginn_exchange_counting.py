from odoo import api, fields, models

from odoo.addons.biginn_cluster.models.res_partner_profile import ORGANISATION_TYPES

from ..rules import counting


class BiginnExchange(models.Model):
    """What counts: once, for the partnership that pays, in the period of one day.

    A cluster's figures are those of the exchanges it runs and pays; the partner cluster, which
    holds the same exchange, does not count it (rules/counting.py).
    """

    _inherit = "biginn.exchange"

    counts_for_kpi = fields.Boolean(
        string="Counts",
        compute="_compute_counts",
        store=True,
        index=True,
        help="Counts towards the target of the cluster that runs it: completed, and paid by it.",
    )
    counted_on = fields.Date(
        string="Counted on",
        compute="_compute_counts",
        store=True,
        index="btree_not_null",
        help="The day that puts it into a period, by the programme's choice.",
    )
    visiting_type = fields.Selection(
        ORGANISATION_TYPES,
        string="Type of visitor",
        compute="_compute_types",
        store=True,
        help="The visiting organisation's type when the exchange was validated.",
    )
    host_type = fields.Selection(
        ORGANISATION_TYPES,
        string="Type of host",
        compute="_compute_types",
        store=True,
        help="The host organisation's type when the exchange was validated.",
    )

    @api.depends("visiting_id.organisation_type", "host_id.organisation_type")
    def _compute_types(self):
        for exchange in self:
            if exchange._is_frozen():
                exchange.visiting_type = exchange.visiting_type
                exchange.host_type = exchange.host_type
                continue
            exchange.visiting_type = exchange.visiting_id.organisation_type
            exchange.host_type = exchange.host_id.organisation_type

    @api.depends(
        "state",
        "is_virtual",
        "ended_on",
        "date_end",
        "completed_on",
        "paid_on",
        "is_paid_here",
        "programme_id.count_by",
        "programme_id.count_virtual",
    )
    def _compute_counts(self):
        for exchange in self:
            programme = exchange.programme_id
            facts = exchange._rule_counting()
            exchange.counts_for_kpi = counting.counts(
                facts, programme.count_by or counting.STAY, programme.count_virtual
            )
            exchange.counted_on = counting.counting_day(facts, programme.count_by or counting.STAY)

    def _rule_counting(self):
        self.ensure_one()
        return counting.Exchange(
            state=self.state,
            own=self.is_paid_here,
            is_virtual=self.is_virtual,
            ended_on=self.ended_on or self.date_end or None,
            completed_on=self.completed_on or None,
            paid_on=self.paid_on or None,
        )

    @api.model
    def _computed_only(self):
        return super()._computed_only() | {
            "counts_for_kpi",
            "counted_on",
            "visiting_type",
            "host_type",
        }

    def _recompute_from_sources(self):
        result = super()._recompute_from_sources()
        for name in ("visiting_type", "host_type"):
            self.env.add_to_compute(self._fields[name], self)
        return result

    # ------------------------------------------------------------------
    # Indicators
    # ------------------------------------------------------------------

    @api.model
    def _biginn_indicator_values(self, date_from, date_to):
        """What counts from one day to another, both included, in the clusters chosen.

        :return: `exchanges` that count, `not_counted` (completed, but virtual or not paid by us),
            `organisations` and `hosts` (each once), `people`, `working_days`, `amounts` by
            currency, and the exchanges by `home_countries`, `host_countries`, `types` and
            `host_types`, each a dict by code
        :rtype: dict
        """
        base = [
            ("company_id", "in", self.env.companies.ids),
            ("counted_on", ">=", date_from),
            ("counted_on", "<=", date_to),
        ]
        domain = [*base, ("counts_for_kpi", "=", True)]
        [(exchanges, organisations, hosts, days)] = self._read_group(
            domain,
            [],
            ["__count", "visiting_id:count_distinct", "host_id:count_distinct", "working_days:sum"],
        )
        amounts = self._read_group(domain, ["currency_id"], ["agreed_amount:sum"])
        return {
            "exchanges": exchanges,
            "not_counted": self.search_count([*base, ("counts_for_kpi", "=", False)]),
            "organisations": organisations,
            "hosts": hosts,
            "people": self._count_people(domain),
            "working_days": days or 0,
            "amounts": {currency.name: amount for currency, amount in amounts},
            "home_countries": self._count_by(domain, "visiting_country_id", "code"),
            "host_countries": self._count_by(domain, "host_country_id", "code"),
            "types": self._count_by(domain, "visiting_type"),
            "host_types": self._count_by(domain, "host_type"),
        }

    @api.model
    def _count_people(self, domain):
        """Everybody who travelled, each once."""
        groups = self._read_group([*domain, ("visitor_ids", "!=", False)], ["visitor_ids"])
        return len(groups)

    @api.model
    def _count_by(self, domain, field, key=None):
        groups = self._read_group(domain, [field], ["__count"])
        return {(value[key] if key else value) or "": count for value, count in groups}

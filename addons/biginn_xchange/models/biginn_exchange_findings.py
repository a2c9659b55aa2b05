from odoo import api, fields, models

from ..rules import eligibility, lump_sum


class BiginnExchange(models.Model):
    """May it take place? The findings of the rules, kept with the draft until it is validated."""

    _inherit = "biginn.exchange"

    finding_ids = fields.One2many(
        "biginn.exchange.finding", "exchange_id", string="Findings", readonly=True, copy=False
    )
    open_finding_count = fields.Integer(
        string="To mend",
        compute="_compute_open_finding_count",
        store=True,
        help="Findings that stop the exchange from being validated.",
    )

    has_overrides = fields.Boolean(compute="_compute_has_overrides")

    @api.depends("finding_ids.overridden_by")
    def _compute_has_overrides(self):
        for exchange in self:
            exchange.has_overrides = bool(exchange.finding_ids.overridden_by)

    @api.depends("finding_ids.is_open")
    def _compute_open_finding_count(self):
        for exchange in self:
            exchange.open_finding_count = len(exchange.finding_ids.filtered("is_open"))

    @api.model
    def _finding_triggers(self):
        """Changing one of these makes the rules speak again."""
        return self._frozen_fields() - {"agreed_amount", "name"}

    def action_check(self):
        """Look again at everything the rules rest on: profiles, memberships, holidays, rates."""
        self.check_access("write")
        drafts = self.filtered(lambda exchange: not exchange._is_frozen())
        drafts._recompute_from_sources()
        drafts._refresh_findings()
        return True

    def _recompute_from_sources(self):
        """Holidays have no trigger of their own, and a reset exchange may have missed some."""
        for name in (
            "visiting_country_id",
            "host_country_id",
            "currency_id",
            "working_days",
            "distance_km",
            "distance_origin",
            "lump_sum",
            "lump_sum_facts",
            "agreed_amount",
        ):
            self.env.add_to_compute(self._fields[name], self)

    # ------------------------------------------------------------------
    # Asking the rules
    # ------------------------------------------------------------------

    def _refresh_findings(self):
        """Store what the rules say now; an override lasts as long as its finding says the same."""
        verdicts = self._verdicts()
        rows = self.env["biginn.exchange.finding"].sudo()
        for exchange in self:
            rows |= exchange.sudo().finding_ids
        rows._synchronise(verdicts)
        # read them again in their order: what blocks comes first
        self.invalidate_recordset(["finding_ids"])

    def _verdicts(self):
        """{exchange: [Finding]} as of now, nothing stored."""
        members = self._members()
        return {exchange: exchange._verdict(members) for exchange in self}

    def _verdict(self, members):
        self.ensure_one()
        programme = self.programme_id._rule_programme()
        stay = self._rule_stay()
        return [
            *eligibility.eligibility(
                self._rule_party(self.visiting_id, members),
                self._rule_party(self.host_id, members),
                self._rule_visit(),
                programme,
            ),
            *lump_sum.findings(
                stay,
                self.programme_id._rule_rates(),
                self.programme_id._rule_terms(),
                self._distance_source(),
            ),
        ]

    def _rule_party(self, partner, members):
        organisation = partner.commercial_partner_id
        return eligibility.Party(
            name=organisation.name,
            organisation_type=organisation.organisation_type or None,
            country=organisation.country_id.code or None,
            member=(organisation.id, self.date_start) in members,
        )

    def _rule_visit(self):
        return eligibility.Visit(
            date_start=self.date_start,
            date_end=self.date_end,
            working_days=self.working_days,
            is_virtual=self.is_virtual,
            travel_days=self._travel_days(),
            previous=self._previous_visits(),
        )

    def _distance_source(self):
        if self.distance_origin == "coordinates":
            return "coordinates"
        return self.distance_source or ""

    def _members(self):
        """{(organisation id, first day)} of those that are members of a cluster on that day."""
        organisations = (self.visiting_id | self.host_id).commercial_partner_id
        days = set(self.mapped("date_start")) - {False}
        return self.env["biginn.membership"]._members_on(organisations, days)

    def _previous_visits(self):
        """Numbers of earlier exchanges that use up the visitor's one visit in the programme.

        Exchanges of other clusters count as well, without their number.
        """
        self.ensure_one()
        domain = [
            ("programme_id", "=", self.programme_id.id),
            ("state", "in", self._states_that_count()),
            ("id", "!=", self._origin.id),
        ]
        if self.programme_id.visit_once_per == "organisation":
            # a place or a department of it is no other visitor
            organisation = self.visiting_id.commercial_partner_id
            domain.append(("visiting_id.commercial_partner_id", "=", organisation.id))
        elif self.programme_id.visit_once_per == "person" and self.visitor_ids:
            domain.append(("visitor_ids", "in", self.visitor_ids.ids))
        else:
            return ()
        previous_sudo = self.sudo().search(domain, order="date_start, id")
        return tuple(
            previous.name if previous.company_id == self.company_id else "…"
            for previous in previous_sudo
        )

    @api.model
    def _states_that_count(self):
        """States in which an exchange takes place or has taken place; override to add."""
        return [
            "validated",
            "signing",
            "ready",
            "ongoing",
            "interrupted",
            "reporting",
            "completed",
            "paid",
        ]

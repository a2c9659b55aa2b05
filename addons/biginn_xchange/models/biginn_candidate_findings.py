from odoo import api, fields, models
from odoo.fields import Domain

from ..rules import candidate as rules
from ..rules import eligibility
from .biginn_candidate_states import OPEN_STATES


class BiginnCandidate(models.Model):
    """May it take part? The findings of the rules, kept with the candidate until it is decided."""

    _inherit = "biginn.candidate"

    finding_ids = fields.One2many(
        "biginn.candidate.finding", "candidate_id", string="Findings", readonly=True, copy=False
    )
    open_finding_count = fields.Integer(
        string="To mend",
        compute="_compute_open_finding_count",
        store=True,
        help="Findings that stop the candidate from being sent and accepted.",
    )
    has_overrides = fields.Boolean(compute="_compute_has_overrides")

    @api.depends("finding_ids.overridden_by")
    def _compute_has_overrides(self):
        for candidate in self:
            candidate.has_overrides = bool(candidate.finding_ids.overridden_by)

    @api.depends("finding_ids.is_open")
    def _compute_open_finding_count(self):
        for candidate in self:
            candidate.open_finding_count = len(candidate.finding_ids.filtered("is_open"))

    @api.model
    def _finding_triggers(self):
        """Changing one of these makes the rules speak again."""
        return {
            "programme_id",
            "partner_id",
            "contact_id",
            "role",
            "is_virtual",
            "country_ids",
            "date_from",
            "date_to",
            "host_capacity",
        }

    def action_check(self):
        """Look again at everything the rules rest on: profiles, memberships, other candidates."""
        self.check_access("write")
        self._refresh_findings()
        return True

    # ------------------------------------------------------------------
    # Asking the rules
    # ------------------------------------------------------------------

    def _refresh_findings(self):
        """Store what the rules say now of those that are not decided.

        An override lasts as long as its finding says the same.
        """
        candidates_sudo = self.filtered(lambda candidate: not candidate._is_decided()).sudo()
        candidates_sudo.finding_ids._synchronise(candidates_sudo._verdicts())
        # read them again in their order: what blocks comes first
        self.invalidate_recordset(["finding_ids"])

    def _verdicts(self):
        """{candidate: [Finding]} as of now, nothing stored."""
        # sudo: only verdicts leave this method; members may not read what the rules rest on
        candidates_sudo = self.sudo()
        facts = (
            candidates_sudo._members(),
            candidates_sudo._previous_visits(),
            candidates_sudo._open_applications(),
        )
        programmes = {
            programme: programme._rule_programme() for programme in candidates_sudo.programme_id
        }
        return {candidate: candidate.sudo()._verdict(programmes, *facts) for candidate in self}

    def _verdict(self, programmes, members, previous, others):
        self.ensure_one()
        organisation = self.partner_id
        party = eligibility.Party(
            name=organisation.name,
            organisation_type=organisation.organisation_type or None,
            country=organisation.country_id.code or None,
            member=(organisation.id, self._membership_day()) in members,
        )
        return rules.candidacy(
            rules.Application(
                role=self.role,
                date_from=self.date_from or None,
                date_to=self.date_to or None,
                is_virtual=self.is_virtual,
                preferred=frozenset(self.country_ids.mapped("code")),
                capacity=self.host_capacity,
                has_cv=bool(self.cv_id),
                previous=previous.get(self.id, ()),
                others=tuple(
                    other.name if other.company_id == self.company_id else "…"
                    for other in others.get(self._likeness(), ())
                    if other != self
                ),
            ),
            party,
            programmes[self.programme_id],
            self.programme_id.cv_required,
        )

    def _membership_day(self):
        """The first day it applies for, as on the exchange itself; today for a day gone by."""
        today = fields.Date.context_today(self)
        return max(self.date_from or today, today)

    def _members(self):
        days = {candidate._membership_day() for candidate in self}
        return self.env["biginn.membership"]._members_on(self.partner_id, days)

    def _previous_visits(self):
        """{candidate id: numbers of exchanges that use up the one visit in the programme}."""
        visitors = self.filtered(
            lambda candidate: candidate.role == "visitor" and candidate.programme_id.visit_once_per
        )
        if not visitors:
            return {}
        exchanges = self.env["biginn.exchange"]
        found = exchanges.search(
            Domain("programme_id", "in", visitors.programme_id.ids)
            & Domain("state", "in", exchanges._states_that_count())
            & Domain("visiting_id", "child_of", visitors.partner_id.ids),
            order="date_start, id",
        )
        return {
            candidate.id: tuple(
                exchange.name if exchange.company_id == candidate.company_id else "…"
                for exchange in found
                if exchange.programme_id == candidate.programme_id and candidate._is_visit(exchange)
            )
            for candidate in visitors
        }

    def _is_visit(self, exchange):
        """Whether this exchange uses up the one visit of this candidate."""
        if self.programme_id.visit_once_per == "organisation":
            return exchange.visiting_id.commercial_partner_id == self.partner_id
        return bool(self.contact_id) and self.contact_id in exchange.visitor_ids

    def _likeness(self):
        """Applications of one likeness are for the same thing."""
        once_per_person = self.programme_id.visit_once_per == "person"
        person = self.contact_id.id if once_per_person and self.role == "visitor" else 0
        return self.programme_id.id, self.partner_id.id, self.role, self.is_virtual, person

    def _open_applications(self):
        """{likeness: [candidate]} of all open applications of these organisations."""
        found = self.search(
            Domain("programme_id", "in", self.programme_id.ids)
            & Domain("partner_id", "in", self.partner_id.ids)
            & Domain("state", "in", OPEN_STATES),
            order="id",
        )
        result = {}
        for candidate in found:
            result.setdefault(candidate._likeness(), []).append(candidate)
        return result

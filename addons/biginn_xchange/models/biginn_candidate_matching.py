from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..rules import matching

# Matches that keep a place at the host until the stay is over.
TAKES_A_PLACE = ("validated",)
# Exchanges that need no place any more.
OVER = ("reporting", "completed", "paid", "refused", "cancelled")
# Exchanges that never came about: nobody has met.
NEVER = ("draft", "submitted", "refused", "cancelled")


class BiginnCandidate(models.Model):
    """What the rules of matching look at, and the matches that came of it."""

    _inherit = "biginn.candidate"

    visitor_match_ids = fields.One2many(
        "biginn.match", "visitor_id", string="Matches as visitor", readonly=True
    )
    host_match_ids = fields.One2many(
        "biginn.match", "host_id", string="Matches as host", readonly=True
    )
    match_count = fields.Integer(string="Matches", compute="_compute_match_count")
    has_match = fields.Boolean(
        string="Has a partner",
        compute="_compute_has_match",
        store=True,
        help="Somebody has been proposed and nobody has said no.",
    )
    free_places = fields.Integer(
        string="Free places",
        compute="_compute_free_places",
        help="How many more visitors the host can take at a time.",
    )

    def _compute_match_count(self):
        matches = self.env["biginn.match"]
        counts = defaultdict(int)
        for side in ("visitor_id", "host_id"):
            groups = matches._read_group([(side, "in", self.ids)], [side], ["__count"])
            for candidate, count in groups:
                counts[candidate.id] += count
        for candidate in self:
            candidate.match_count = counts[candidate.id]

    @api.depends("visitor_match_ids.state", "host_match_ids.state")
    def _compute_has_match(self):
        for candidate in self:
            matches = candidate.visitor_match_ids | candidate.host_match_ids
            candidate.has_match = any(match.state != "declined" for match in matches)

    @api.depends(
        "role", "host_capacity", "host_match_ids.state", "host_match_ids.exchange_id.state"
    )
    def _compute_free_places(self):
        # sudo: what other clusters' visitors take is a number, whoever asks
        taken = dict(
            self.env["biginn.match"]
            .sudo()
            ._read_group(
                Domain("host_id", "in", self.ids)
                & Domain("state", "in", TAKES_A_PLACE)
                & (Domain("exchange_id", "=", False) | Domain("exchange_id.state", "not in", OVER)),
                ["host_id"],
                ["__count"],
            )
        )
        for candidate in self:
            if candidate.role == "visitor":
                candidate.free_places = 0
                continue
            used = taken.get(candidate, 0)
            candidate.free_places = max(0, (candidate.host_capacity or 1) - used)

    # ------------------------------------------------------------------
    # What the rules look at
    # ------------------------------------------------------------------

    def _rule_match_candidates(self):
        """These candidates as the rules want them, in this order, in a fixed number of queries.

        Called in sudo: a match crosses clusters, and plain ids alone leave.
        """
        # languages that nobody here has installed are spoken all the same
        candidates = self.with_context(active_test=False)
        organisations = candidates.partner_id
        masters = self._match_capabilities(organisations)
        known = self._match_known(organisations)
        barred = self._match_barred()
        return [
            matching.Candidate(
                key=candidate.id,
                organisation=candidate.partner_id.id,
                country=candidate.partner_country_id.id or None,
                domains=frozenset(candidate.domain_ids.ids),
                capabilities=frozenset(masters[candidate.partner_id.id]),
                activities=frozenset(candidate.planned_activity_ids.ids),
                countries=frozenset(candidate.country_ids.ids),
                languages=frozenset(candidate.language_ids.ids),
                date_from=candidate.date_from or None,
                date_to=candidate.date_to or None,
                is_virtual=candidate.is_virtual,
                places=candidate.free_places if candidate.role == "host" else 1,
                known=frozenset(known[candidate.partner_id.id]),
                barred=frozenset(barred[candidate.id]),
            )
            for candidate in candidates
        ]

    def _match_capabilities(self, organisations):
        groups = self.env["biginn.capability"]._read_group(
            [("partner_id", "in", organisations.ids)], ["partner_id", "domain_id"]
        )
        found = defaultdict(set)
        for organisation, domain in groups:
            found[organisation.id].add(domain.id)
        return found

    def _match_known(self, organisations):
        """{organisation: those it has had an exchange with}"""
        groups = self.env["biginn.exchange"]._read_group(
            Domain("state", "not in", NEVER)
            & (
                Domain("visiting_id", "in", organisations.ids)
                | Domain("host_id", "in", organisations.ids)
            ),
            ["visiting_id", "host_id"],
        )
        found = defaultdict(set)
        for visiting, host in groups:
            found[visiting.id].add(host.id)
            found[host.id].add(visiting.id)
        return found

    def _match_barred(self):
        """{candidate: those it has been proposed to already}"""
        groups = self.env["biginn.match"]._read_group(
            Domain("visitor_id", "in", self.ids) | Domain("host_id", "in", self.ids),
            ["visitor_id", "host_id"],
        )
        found = defaultdict(set)
        for visitor, host in groups:
            found[visitor.id].add(host.id)
            found[host.id].add(visitor.id)
        return found

    # ------------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------------

    def _after_move(self, target):
        """Who no longer takes part says no to all that is still open."""
        result = super()._after_move(target)
        if target in ("withdrawn", "refused"):
            # sudo: matches belong to both clusters, and a member may withdraw
            matches_sudo = self.sudo().visitor_match_ids | self.sudo().host_match_ids
            matches_sudo._end_for(self)
        return result

    def _portal_next_step(self):
        step = super()._portal_next_step()
        return {**step, **self._portal_next_match()} if self.state == "accepted" else step

    def _portal_next_match(self):
        """Who is accepted answers, waits for an answer, or looks in the catalogue."""
        # sudo: names of the other side, as sentences
        matches_sudo = self.sudo()[f"{self.role}_match_ids"]
        matches_sudo = matches_sudo.filtered(lambda match: match.state != "declined")
        asked = f"{self.role}_answer"
        match_sudo = matches_sudo.sorted(lambda match: match[asked] != "pending")[:1]
        if not match_sudo:
            cluster = self.sudo().company_id.name
            return {
                "sentence": self.env._(
                    "%(cluster)s looks for somebody who fits and writes to you. Have a look in the "
                    "catalogue yourself.",
                    cluster=cluster,
                ),
                "url": f"/my/catalogue?for={self.id}",
                "label": self.env._("Look in the catalogue"),
            }
        other = match_sudo._side_candidate(match_sudo._other_side(self.role)).partner_id.name
        sentence = match_sudo._portal_next(self.role)
        return {
            "who": "you" if match_sudo[asked] == "pending" else "us",
            "sentence": sentence if other in sentence else f"{other}: {sentence}",
            "url": f"/my/matches/{match_sudo.id}",
            "label": self.env._("See the match"),
        }

    def action_view_matches(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("biginn_xchange.action_biginn_match")
        action["domain"] = ["|", ("visitor_id", "=", self.id), ("host_id", "=", self.id)]
        action["context"] = {f"default_{self.role}_id": self.id}
        return action

    def action_open_match_desk(self):
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "biginn_xchange.match_desk",
            "name": self.env._("Match desk"),
            "params": {"candidate_id": self.id},
        }

    def action_propose_best(self):
        """On demand: the visitors among these without a partner, each to its best host."""
        if not self.env.user.has_group("biginn_cluster.group_staff"):
            raise UserError(self.env._("Only cluster staff can propose candidates to each other."))
        self.check_access("write")
        waiting = self.filtered(
            lambda one: one.role == "visitor" and one.state == "accepted" and not one.has_match
        )
        made = self.env["biginn.match"]
        for programme, visitors in waiting.grouped("programme_id").items():
            made |= made._propose_best(programme, visitors)
        if made:
            return made._get_records_action(name=self.env._("New proposals"))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "message": self.env._(
                    "Nobody to propose: all have a partner, or no host reaches the lowest score."
                ),
            },
        }

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ..rules import matching
from ..rules.matching_pass import best_hosts

KEPT = 10
LISTED = 200


class BiginnMatchDesk(models.AbstractModel):
    """Who fits whom: a candidate, its ten best partners, the reasons side by side.

    The pool of partners crosses clusters, as the catalogue of the official tool does. So it is read
    in sudo, and only what the catalogue shows leaves: no person, no address.
    """

    _name = "biginn.match.desk"
    _description = "Match desk"

    # ------------------------------------------------------------------
    # The pool
    # ------------------------------------------------------------------

    @api.model
    def _pool_sudo(self, programme, role):
        """Accepted candidates of a programme, those that wait longest first."""
        candidates_sudo = self.env["biginn.candidate"].sudo()
        return candidates_sudo.search(
            [("programme_id", "=", programme.id), ("role", "=", role), ("state", "=", "accepted")],
            order="submitted_on, id",
        )

    @api.model
    def _best_sudo(self, candidate_sudo, search=""):
        """[(score, partner)] of one candidate, best first; of those whose name holds the words."""
        terms = candidate_sudo.programme_id._rule_match_terms()
        role = "host" if candidate_sudo.role == "visitor" else "visitor"
        pool_sudo = self._pool_sudo(candidate_sudo.programme_id, role)
        if search:
            words = str(search)[:100].casefold()
            pool_sudo = pool_sudo.filtered(lambda one: words in one.partner_id.name.casefold())
        rules = (candidate_sudo + pool_sudo)._rule_match_candidates()
        mine, others = rules[0], rules[1:]
        if candidate_sudo.role == "visitor":
            (found,) = best_hosts([mine], others, terms, KEPT)
            return [(score, pool_sudo.browse(host.key)) for score, host in found]
        scores = [
            (score, place)
            for place, visitor in enumerate(others)
            if (score := matching.score(visitor, mine, terms)) is not None
        ]
        scores.sort(key=lambda pair: (-pair[0], pair[1]))
        return [(score, pool_sudo[place]) for score, place in scores[:KEPT]]

    # ------------------------------------------------------------------
    # What the screen asks
    # ------------------------------------------------------------------

    @api.model
    @api.readonly
    def get_candidates(self, role="visitor", search="", waiting=True):
        """The left side: accepted candidates of one's own clusters, as plain rows."""
        self._check_staff()
        domain = (
            Domain("state", "=", "accepted")
            & Domain("role", "=", "host" if role == "host" else "visitor")
            & Domain("company_id", "in", self.env.companies.ids)
        )
        if waiting:
            domain &= Domain("has_match", "=", False)
        if search:
            domain &= Domain("partner_id.name", "ilike", str(search)[:100])
        candidates = self.env["biginn.candidate"].search(
            domain, order="submitted_on, id", limit=LISTED
        )
        # sudo: see the class; found with one's own rights
        return [self._card(candidate_sudo) for candidate_sudo in candidates.sudo()]

    @api.model
    @api.readonly
    def get_best(self, candidate_id, search=""):
        """The right side: {candidate, partners with reasons, matches that stand}."""
        self._check_staff()
        candidate = self._candidate(candidate_id)
        # sudo: see the class; whose candidate it is has been checked
        candidate_sudo = candidate.sudo()
        return {
            "candidate": self._card(candidate_sudo),
            "cannot": candidate_sudo.state != "accepted"
            and self.env._("It is not accepted: nobody can be proposed yet."),
            "partners": [
                {**self._card(partner_sudo), "score": score, "reasons": reasons}
                for score, partner_sudo, reasons in self._explained(candidate_sudo, search)
            ],
            "matches": self._standing(candidate),
        }

    @api.model
    def propose(self, candidate_id, partner_id, agreed=False):
        """Propose these two to each other, or note that they have agreed before.

        Once more does nothing.

        :return: the id of the match
        """
        self._check_staff()
        candidate = self._candidate(candidate_id)
        visitor, host = self._pair(candidate, partner_id)
        return self.env["biginn.match"]._propose(visitor, host, prior_agreement=bool(agreed)).id

    # ------------------------------------------------------------------
    # Parts
    # ------------------------------------------------------------------

    def _check_staff(self):
        if not self.env.user.has_group("biginn_cluster.group_staff"):
            raise UserError(self.env._("The match desk is for cluster staff."))

    def _candidate(self, candidate_id):
        """One of one's own clusters' candidates, with one's own rights."""
        number = candidate_id if isinstance(candidate_id, int) else 0
        candidate = self.env["biginn.candidate"].search([("id", "=", number)])
        if not candidate:
            raise UserError(self.env._("This candidate does not exist, or is another cluster's."))
        return candidate

    def _pair(self, candidate, partner_id):
        """(visitor, host); the partner may be another cluster's, from the pool alone."""
        role = "host" if candidate.role == "visitor" else "visitor"
        number = partner_id if isinstance(partner_id, int) else 0
        pool_sudo = self._pool_sudo(candidate.sudo().programme_id, role)
        if number not in pool_sudo.ids:
            raise UserError(self.env._("This partner is not accepted any more."))
        partner = candidate.browse(number)
        return (candidate, partner) if role == "host" else (partner, candidate)

    def _explained(self, candidate_sudo, search):
        terms = candidate_sudo.programme_id._rule_match_terms()
        found = self._best_sudo(candidate_sudo, search)
        partners_sudo = candidate_sudo.browse([partner.id for _score, partner in found])
        mine, *others = (candidate_sudo + partners_sudo)._rule_match_candidates()
        scores = [score for score, _partner in found]
        # the records of one browse: what is read of one of them is read of all
        for score, partner_sudo, other in zip(scores, partners_sudo, others, strict=True):
            pair = (mine, other) if candidate_sudo.role == "visitor" else (other, mine)
            reasons = [reason.facts() for reason in matching.reasons(*pair, terms)]
            yield score, partner_sudo, self.env["biginn.match"]._reason_sentences(reasons)

    def _standing(self, candidate):
        """Matches of this candidate, with the name of the other side."""
        matches = self.env["biginn.match"].search(
            Domain("visitor_id", "=", candidate.id) | Domain("host_id", "=", candidate.id)
        )
        labels = dict(matches._fields["state"]._description_selection(self.env))
        side = "host" if candidate.role == "visitor" else "visitor"
        return [
            {
                "id": match.id,
                # sudo: the name of an organisation that may be another cluster's
                "name": match.sudo()[f"{side}_partner_id"].name,
                "score": match.score,
                "state": match.state,
                "label": labels[match.state],
            }
            for match in matches
        ]

    @api.model
    def _card(self, candidate_sudo):
        """What everybody in the programme may know of a candidate; no person, no address."""
        candidate_sudo = candidate_sudo.with_context(active_test=False)
        partner_sudo = candidate_sudo.partner_id
        return {
            "id": candidate_sudo.id,
            "name": partner_sudo.name,
            "role": candidate_sudo.role,
            "number": candidate_sudo.name,
            "cluster": candidate_sudo.company_id.name,
            "country": candidate_sudo.partner_country_id.name or "",
            "flag": candidate_sudo.partner_country_id.image_url or "",
            "is_virtual": candidate_sudo.is_virtual,
            "domains": candidate_sudo.domain_ids.mapped("name"),
            "capabilities": partner_sudo.technology_domain_ids.mapped("name"),
            "activities": candidate_sudo.planned_activity_ids.mapped("name"),
            "countries": candidate_sudo.country_ids.mapped("name"),
            "languages": [
                name.split("/")[0].strip() for name in candidate_sudo.language_ids.mapped("name")
            ],
            "period": self._period(candidate_sudo),
            "offer": candidate_sudo.host_offer if candidate_sudo.role == "host" else "",
            "objectives": candidate_sudo.objectives or "",
            "places": candidate_sudo.free_places,
            "has_match": candidate_sudo.has_match,
            "days_waiting": candidate_sudo.days_waiting,
        }

    def _period(self, candidate):
        first = candidate.date_from and format_date(self.env, candidate.date_from)
        last = candidate.date_to and format_date(self.env, candidate.date_to)
        if first and last:
            return self.env._("%(first)s to %(last)s", first=first, last=last)
        if first:
            return self.env._("from %(first)s", first=first)
        return self.env._("until %(last)s", last=last) if last else self.env._("any time")

from odoo import api, models
from odoo.fields import Domain

from odoo.addons.biginn_cluster.rules import directory

from ..rules import matching

PAGE_SIZE = 12
LARGEST_ID = 2**31 - 1
# filters of an address: which field of a candidate each looks at
FILTERS = {
    "domain": "domain_ids",
    "country": "partner_country_id",
    "activity": "planned_activity_ids",
    "language": "language_ids",
}


class BiginnMatchCatalogue(models.AbstractModel):
    """The catalogue of accepted candidates, for members who have one themselves.

    Source: ce4big.lifescience.pl: "an accepted profile opens the online catalogue of all registered
    participants". It crosses clusters, so it is read in sudo and only plain values leave: what an
    organisation wants and offers, no person, no address. Whose candidate asks, the member's own
    rights decide.
    """

    _name = "biginn.match.catalogue"
    _description = "Catalogue of candidates"

    @api.model
    def _own_candidates(self):
        """The member's own accepted candidates, with the member's own rights."""
        organisation = self.env.user.commercial_partner_id
        return self.env["biginn.candidate"].search(
            [("partner_id", "=", organisation.id), ("state", "=", "accepted")], order="id"
        )

    @api.model
    def _answer(self, raw, page=1):
        """All that the page shows for the arguments of an address; False when it is closed."""
        own = self._own_candidates()
        if not own:
            return False
        mine = own.filtered(lambda one: str(one.id) == raw.get("for"))[:1] or own[:1]
        # sudo: see the class
        pool = self.sudo()._pool_domain(mine.sudo())
        query = directory.read_query({"search": raw.get("search")}, page)
        wanted = self._wanted(raw)
        domain = pool & self._words(query.words) & self._chosen(wanted)
        candidates_sudo = self.env["biginn.candidate"].sudo()
        total = candidates_sudo.search_count(domain)
        last = directory.page_count(total, PAGE_SIZE)
        shown_page = min(query.page, last)
        found_sudo = candidates_sudo.search(
            domain,
            order="submitted_on, id",
            limit=PAGE_SIZE,
            offset=(shown_page - 1) * PAGE_SIZE,
        )
        arguments = {"for": mine.id} if len(own) > 1 else {}
        arguments |= {"search": query.search} if query.search else {}
        return {
            "mine": {"id": mine.id, "role": mine.role, "name": mine.name},
            "own": [{"id": one.id, "role": one.role, "name": one.name} for one in own],
            "cards": self._cards(mine, found_sudo),
            "search": query.search,
            "total": total,
            "page": shown_page,
            "facets": self._facets(pool, wanted),
            "arguments": arguments | wanted,
            "filtered": bool(query.search or wanted),
            "cannot": mine._get_cannot_meet_reason(),
        }

    @api.model
    def _pool_domain(self, mine_sudo):
        # an exchange crosses a border: those of the own country could only be looked at
        country_sudo = mine_sudo.partner_country_id
        abroad = (
            Domain("partner_country_id", "!=", country_sudo.id) if country_sudo else Domain.TRUE
        )
        return (
            abroad
            & Domain("programme_id", "=", mine_sudo.programme_id.id)
            & Domain("role", "=", "host" if mine_sudo.role == "visitor" else "visitor")
            & Domain("state", "=", "accepted")
            & Domain("is_virtual", "=", mine_sudo.is_virtual)
            & Domain("partner_id", "!=", mine_sudo.partner_id.id)
        )

    def _words(self, words):
        fields_searched = (
            "partner_id.name",
            "host_offer",
            "objectives",
            "domain_ids.name",
            "partner_id.profile_description",
        )
        return Domain.AND(
            Domain.OR(Domain(name, "ilike", word) for name in fields_searched) for word in words
        )

    def _wanted(self, raw):
        """{filter: id}; what is no number is left out."""
        found = {}
        for name in FILTERS:
            value = str(raw.get(name) or "")
            if value.isascii() and value.isdigit() and 0 < int(value) <= LARGEST_ID:
                found[name] = int(value)
        return found

    def _chosen(self, wanted):
        return Domain.AND(Domain(FILTERS[name], "in", [value]) for name, value in wanted.items())

    def _facets(self, pool, wanted):
        """Per filter what may be chosen, with how many candidates each would find."""
        labels = {
            "domain": self.env._("Domain"),
            "country": self.env._("Country"),
            "activity": self.env._("Activity"),
            "language": self.env._("Language"),
        }
        candidates_sudo = self.env["biginn.candidate"].sudo().with_context(active_test=False)
        facets = []
        for name, field in FILTERS.items():
            others = {key: value for key, value in wanted.items() if key != name}
            groups = candidates_sudo._read_group(pool & self._chosen(others), [field], ["__count"])
            options = [
                {
                    "value": record.id,
                    "label": record.display_name,
                    "count": count,
                    "chosen": wanted.get(name) == record.id,
                }
                for record, count in groups
                if record
            ]
            options.sort(key=lambda option: option["label"])
            facets.append({"name": name, "label": labels[name], "options": options})
        return facets

    def _cards(self, mine, found_sudo):
        """The candidates of one page, with what the rules say about them and the own one."""
        desk = self.env["biginn.match.desk"]
        matches = self.env["biginn.match"]
        rules = (mine.sudo() + found_sudo)._rule_match_candidates()
        terms = mine.sudo().programme_id._rule_match_terms()
        standing = mine._matches_by_partner()
        states = dict(matches._fields["state"]._description_selection(self.env))
        cards = []
        for candidate_sudo, other in zip(found_sudo, rules[1:], strict=True):
            pair = (rules[0], other) if mine.role == "visitor" else (other, rules[0])
            match = standing.get(candidate_sudo.id)
            code = "" if match else matching.obstacle(*pair)
            reasons = [] if code else [one.facts() for one in matching.reasons(*pair, terms)]
            cards.append(
                {
                    **desk._card(candidate_sudo),
                    "score": sum(reason["points"] for reason in reasons),
                    "reasons": matches._reason_sentences(reasons),
                    "obstacle": matches._obstacle_sentence(code) if code else "",
                    "match": match and {"id": match.id, "label": states[match.state]},
                }
            )
        return cards

from werkzeug.exceptions import NotFound

from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.http import request, route

from odoo.addons.biginn_cluster.controllers.portal import BiginnPortal
from odoo.addons.portal.controllers.portal import pager

from ..models.biginn_match_catalogue import LARGEST_ID
from ..models.biginn_match_catalogue import PAGE_SIZE as CATALOGUE_PAGE

PAGE_SIZE = 20
CATALOGUE = "/my/catalogue"
MATCHES = "/my/matches"


class BiginnPortalMatching(BiginnPortal):
    """The catalogue of candidates and the proposals to the member's own organisation."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "match_count" in counters:
            organisation = self._own_organisation()
            values["match_count"] = (
                request.env["biginn.match"].search_count(self._match_domain(organisation))
                if organisation
                else 0
            )
        return values

    # ------------------------------------------------------------------
    # Catalogue
    # ------------------------------------------------------------------

    @route(
        [CATALOGUE, f"{CATALOGUE}/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def my_catalogue(self, page=1, **raw):
        return self._render_catalogue(raw, page)

    @route(f"{CATALOGUE}/meet", type="http", auth="user", website=True, methods=["POST"])
    def my_catalogue_meet(self, **post):
        organisation = self._own_organisation()
        candidate = self._number(post.get("candidate_id"))
        own = request.env["biginn.match.catalogue"]._own_candidates() if organisation else []
        mine = own and own.filtered(lambda one: one.id == candidate)
        if not mine:
            raise NotFound()
        try:
            match = mine._portal_meet(self._number(post.get("partner_id")))
        except UserError as error:
            return self._render_catalogue({"for": str(mine.id)}, problem=str(error), status=422)
        return request.redirect(f"{MATCHES}/{match.id}?saved=proposed")

    def _render_catalogue(self, raw, page=1, problem="", status=200):
        organisation = self._own_organisation()
        if not organisation:
            return request.render("biginn_cluster.portal_no_organisation", self._page_values())
        found = request.env["biginn.match.catalogue"]._answer(raw, page)
        values = {
            **self._page_values(organisation),
            "page_name": "my_catalogue",
            "found": found,
            "problem": problem,
        }
        if found:
            values["pager"] = pager(
                CATALOGUE,
                found["total"],
                found["page"],
                CATALOGUE_PAGE,
                url_args=found["arguments"],
            )
        return request.render("biginn_xchange.portal_catalogue", values, status=status)

    # ------------------------------------------------------------------
    # Matches
    # ------------------------------------------------------------------

    @route(
        [MATCHES, f"{MATCHES}/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def my_matches(self, page=1, **_kw):
        organisation = self._own_organisation()
        if not organisation:
            return request.render("biginn_cluster.portal_no_organisation", self._page_values())
        matches = request.env["biginn.match"]
        domain = self._match_domain(organisation)
        pages = pager(MATCHES, matches.search_count(domain), page, PAGE_SIZE)
        found = matches.search(domain, limit=PAGE_SIZE, offset=pages["offset"])
        return request.render(
            "biginn_xchange.portal_matches",
            {
                **self._page_values(organisation),
                "page_name": "my_matches",
                "cards": [match._portal_card() for match in found],
                "pager": pages,
                "open": bool(request.env["biginn.match.catalogue"]._own_candidates()),
            },
        )

    @route(
        f"{MATCHES}/<int:match_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def my_match(self, match_id, saved="", **_kw):
        match = self._own_match(match_id)
        return self._render_match(match, saved=saved if saved in ("answered", "proposed") else "")

    @route(
        f"{MATCHES}/<int:match_id>/answer", type="http", auth="user", website=True, methods=["POST"]
    )
    def my_match_answer(self, match_id, **post):
        match = self._own_match(match_id)
        answer, reason = str(post.get("answer") or ""), str(post.get("reason") or "")
        try:
            match.action_answer(match._portal_side(), answer, reason)
        except AccessError:
            raise NotFound() from None
        except UserError as error:
            return self._render_match(match, problem=str(error), reason=reason, status=422)
        return request.redirect(f"{MATCHES}/{match.id}?saved=answered")

    def _render_match(self, match, saved="", problem="", reason="", status=200):
        return request.render(
            "biginn_xchange.portal_match",
            {
                **self._prepare_portal_layout_values(),
                "page_name": "my_match",
                "saved": saved,
                "problem": problem,
                "typed": reason,
                **match._portal_values(),
            },
            status=status,
        )

    def _match_domain(self, organisation):
        """One's own organisation's: staff who look at the page see no other either."""
        return Domain("visitor_partner_id", "=", organisation.id) | Domain(
            "host_partner_id", "=", organisation.id
        )

    def _own_match(self, match_id):
        """A match of the member's own organisation, with the member's own rights; else 404."""
        organisation = self._own_organisation()
        if not organisation or match_id > LARGEST_ID:
            raise NotFound()
        match = request.env["biginn.match"].search(
            Domain("id", "=", match_id) & self._match_domain(organisation)
        )
        if not match:
            raise NotFound()
        return match

    def _number(self, text):
        """An id from a form; 0 for anything else."""
        text = text if isinstance(text, str) and text.isascii() and text.isdigit() else "0"
        return int(text) if len(text) <= 10 and int(text) <= LARGEST_ID else 0

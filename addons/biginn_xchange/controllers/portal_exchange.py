from werkzeug.exceptions import NotFound

from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.http import request, route

from odoo.addons.biginn_cluster.controllers.portal import BiginnPortal
from odoo.addons.portal.controllers.portal import pager

from .download import download

PAGE_SIZE = 20
LARGEST_ID = 2**31 - 1
SAVED = ("submitted", "signed", "report", "evidence", "bank", "candidate", "travel")


class BiginnPortalExchange(BiginnPortal):
    """My exchanges: of the member's organisation as visitor or host, one card and one page each."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "exchange_count" in counters:
            organisation = self._own_organisation()
            values["exchange_count"] = (
                request.env["biginn.exchange"].search_count(self._exchange_domain(organisation))
                if organisation
                else 0
            )
        return values

    @route(
        ["/my/exchanges", "/my/exchanges/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def my_exchanges(self, page=1, **_kw):
        organisation = self._own_organisation()
        if not organisation:
            return request.render("biginn_cluster.portal_no_organisation", self._page_values())
        exchanges = request.env["biginn.exchange"]
        domain = self._exchange_domain(organisation)
        pages = pager(
            url="/my/exchanges", total=exchanges.search_count(domain), page=page, step=PAGE_SIZE
        )
        found = exchanges.search(domain, limit=PAGE_SIZE, offset=pages["offset"])
        return request.render(
            "biginn_xchange.portal_exchanges",
            {
                **self._prepare_portal_layout_values(),
                "page_name": "my_exchanges",
                "organisation": organisation,
                "cards": [exchange._portal_card() for exchange in found],
                "pager": pages,
            },
        )

    @route(
        "/my/exchanges/<int:exchange_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def my_exchange(self, exchange_id, saved="", **_kw):
        exchange = self._own_exchange(exchange_id)
        return self._render_exchange(exchange, saved=saved if saved in SAVED else "")

    @route(
        "/my/exchanges/<int:exchange_id>/submit",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def my_exchange_submit(self, exchange_id, **_post):
        exchange = self._own_exchange(exchange_id)
        try:
            exchange.action_submit()
        except AccessError:
            raise NotFound() from None
        except UserError as error:
            return self._render_exchange(exchange, problem=str(error), status=422)
        return request.redirect(f"/my/exchanges/{exchange.id}?saved=submitted")

    @route(
        "/my/exchanges/<int:exchange_id>/programme.ics",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def my_exchange_calendar(self, exchange_id, **_kw):
        exchange = self._own_exchange(exchange_id)
        return download(
            exchange._calendar_file(), f"{exchange.name}.ics", "text/calendar; charset=utf-8"
        )

    # ------------------------------------------------------------------
    # For all pages of one exchange
    # ------------------------------------------------------------------

    def _exchange_domain(self, organisation):
        """One's own organisation's: staff who look at the page see no other either."""
        return Domain("visiting_id", "child_of", organisation.id) | Domain(
            "host_id", "child_of", organisation.id
        )

    def _own_exchange(self, exchange_id):
        """An exchange of the member's own organisation, with the member's own rights; else 404."""
        organisation = self._own_organisation()
        if not organisation or exchange_id > LARGEST_ID:
            raise NotFound()
        exchange = request.env["biginn.exchange"].search(
            Domain("id", "=", exchange_id) & self._exchange_domain(organisation)
        )
        if not exchange:
            raise NotFound()
        return exchange

    def _render_exchange(self, exchange, saved="", problem="", status=200):
        return request.render(
            "biginn_xchange.portal_exchange",
            {
                **self._prepare_portal_layout_values(),
                "page_name": "my_exchange",
                "saved": saved,
                "problem": problem,
                **exchange._portal_values(),
            },
            status=status,
        )

from odoo.fields import Domain
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import pager

from .portal import BiginnPortal

PAGE_SIZE = 20


class BiginnPortalServices(BiginnPortal):
    """My services: what the cluster has done for the member's organisation, by date."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "service_use_count" in counters:
            organisation = self._own_organisation()
            uses = request.env["biginn.service.use"]
            values["service_use_count"] = (
                uses.search_count(self._service_domain(organisation)) if organisation else 0
            )
        return values

    @route(
        ["/my/services", "/my/services/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def my_services(self, page=1, year="", **_kw):
        organisation = self._own_organisation()
        if not organisation:
            return request.render("biginn_cluster.portal_no_organisation", self._page_values())
        domain = self._service_domain(organisation)
        years = self._service_years(domain)
        chosen = next((row for row in years if str(row["year"]) == year), None)
        if chosen:
            domain &= Domain("date", ">=", f"{chosen['year']}-01-01")
            domain &= Domain("date", "<=", f"{chosen['year']}-12-31")
        shown = [chosen] if chosen else years
        count = sum(row["count"] for row in shown)
        pages = pager(
            url="/my/services",
            url_args={"year": chosen["year"]} if chosen else None,
            total=count,
            page=page,
            step=PAGE_SIZE,
        )
        uses = request.env["biginn.service.use"].search(
            domain, limit=PAGE_SIZE, offset=pages["offset"]
        )
        return request.render(
            "biginn_cluster.portal_my_services",
            {
                **self._prepare_portal_layout_values(),
                "page_name": "my_services",
                "organisation": organisation,
                "uses": uses,
                "clusters": self._service_clusters(uses),
                "years": years,
                "year": chosen and chosen["year"],
                "count": count,
                "hours": sum(row["hours"] for row in shown),
                "pager": pages,
            },
        )

    def _service_domain(self, organisation):
        """One's own organisation's: staff who look at the page see no other either."""
        return Domain("partner_id", "=", organisation.id) & Domain("needs_review", "=", False)

    def _service_years(self, domain):
        """Sums for each year, the latest first; one query whatever there is."""
        rows = request.env["biginn.service.use"]._read_group(
            domain, ["date:year"], ["__count", "hours:sum"], order="date:year desc"
        )
        return [
            {"year": first.year, "count": count, "hours": hours or 0.0}
            for first, count, hours in rows
        ]

    def _service_clusters(self, uses):
        """{use id: name of the cluster}, where they come from several.

        Which uses these are, the member's own rights have decided.
        """
        if len(uses.company_id) < 2:
            return {}
        # sudo: a member may not read companies, but knows which clusters it belongs to
        return {use.id: use.company_id.sudo().name for use in uses}

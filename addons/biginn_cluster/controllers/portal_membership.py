from werkzeug.exceptions import NotFound

from odoo.http import content_disposition, request, route

from .portal import BiginnPortal

CERTIFICATE = "biginn_cluster.action_report_membership_certificate"


class BiginnPortalMembership(BiginnPortal):
    """The organisation's memberships: where each stands, what it costs, its papers."""

    @route("/my/membership", type="http", auth="user", website=True, readonly=True)
    def my_membership(self, **_kw):
        organisation = self._own_organisation()
        if not organisation:
            return request.render("biginn_cluster.portal_no_organisation", self._page_values())
        values = self._page_values(organisation)
        values.update(
            page_name="my_membership", clusters=organisation.membership_ids._portal_clusters()
        )
        return request.render("biginn_cluster.portal_membership", values)

    @route(
        "/my/membership/<int:membership_id>/certificate",
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def my_membership_certificate(self, membership_id, **_kw):
        membership = self._own_membership(membership_id)
        if not membership or membership._get_cannot_certify_reason():
            raise NotFound()
        # sudo, as core's own portal documents: the letterhead is the cluster's, which a member may
        # not read. Whose certificate it is, the member's own rights have decided above, and what it
        # says is the model's list.
        report_sudo = request.env["ir.actions.report"].sudo()
        content, _kind = report_sudo._render_qweb_pdf(CERTIFICATE, membership.ids)
        name = request.env._("Membership certificate %(day)s.pdf", day=membership.date_start)
        return request.make_response(
            content,
            [
                ("Content-Type", "application/pdf"),
                ("Content-Disposition", content_disposition(name)),
                ("Content-Length", len(content)),
                ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", "no-store"),
            ],
        )

    def _own_membership(self, membership_id):
        """A membership of the member's own organisation, with the member's own rights."""
        organisation = self._own_organisation()
        if not organisation or membership_id > 2**31 - 1:
            return request.env["biginn.membership"]
        return request.env["biginn.membership"].search(
            [("id", "=", membership_id), ("partner_id", "=", organisation.id)]
        )

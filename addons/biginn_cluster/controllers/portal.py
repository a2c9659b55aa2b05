from werkzeug.exceptions import Forbidden, NotFound

from odoo.http import content_disposition, request, route

from odoo.addons.portal.controllers.portal import CustomerPortal

REQUESTS_SHOWN = 20


class BiginnPortal(CustomerPortal):
    """My organisation: what others see, and the ways to change it."""

    # ------------------------------------------------------------------
    # Pages
    # ------------------------------------------------------------------

    @route("/my/organisation", type="http", auth="user", website=True, readonly=True)
    def my_organisation(self, saved="", **_kw):
        organisation = self._own_organisation()
        if not organisation:
            return request.render("biginn_cluster.portal_no_organisation", self._page_values())
        # together: Odoo asks its rule on contacts anew for each list that it reads of one
        organisation.fetch(["figure_ids", "membership_ids"])
        values = self._page_values(organisation)
        values["saved"] = saved if saved in ("changed", "same", "confirmed", "asked") else ""
        values["sections"] = organisation._biginn_portal_sections().values()
        values["missing"] = organisation._biginn_portal_missing()
        values["requests"] = self._requests(organisation, [("state", "=", "submitted")])
        return request.render("biginn_cluster.portal_my_organisation", values)

    @route(
        "/my/organisation/confirm", type="http", auth="user", website=True, methods=["POST"]
    )
    def my_organisation_confirm(self, **_post):
        self._editable_organisation()._biginn_portal_confirm()
        return request.redirect("/my/organisation?saved=confirmed")

    @route(
        "/my/organisation/document/<int:document_id>",
        type="http",
        auth="user",
        website=True,
        readonly=True,
        sitemap=False,
    )
    def my_organisation_document(self, document_id, **_kw):
        document_sudo = request.env["res.partner"]._biginn_portal_document(document_id)
        if not document_sudo:
            raise NotFound()
        return request.make_response(
            document_sudo.raw,
            [
                # never what the file says of itself: no browser shows this under our address
                ("Content-Type", "application/octet-stream"),
                ("Content-Disposition", content_disposition(document_sudo.name)),
                ("X-Content-Type-Options", "nosniff"),
                ("Content-Security-Policy", "default-src 'none'; sandbox"),
                ("Cache-Control", "private, no-store"),
            ],
        )

    # ------------------------------------------------------------------
    # Who asks
    # ------------------------------------------------------------------

    def _own_organisation(self):
        """The member's organisation with the member's own rights, never in sudo."""
        user = request.env.user
        if not (user._is_portal() or user.has_group("biginn_cluster.group_staff")):
            return request.env["res.partner"]
        return user.partner_id.with_user(user)._biginn_portal_organisation()

    def _editable_organisation(self):
        """The same for a profile editor; 403 for everybody else."""
        organisation = self._own_organisation()
        if not organisation or organisation._get_cannot_edit_profile_reason():
            raise Forbidden()
        return organisation

    # ------------------------------------------------------------------
    # What the pages show
    # ------------------------------------------------------------------

    def _page_values(self, organisation=None):
        values = self._prepare_portal_layout_values()
        values["page_name"] = "my_organisation"
        # sudo: the two facts by which a member of the portal reaches the own cluster, and no
        # record that the page could read on from
        company_sudo = request.env.company.sudo()
        values["cluster"] = {"name": company_sudo.name, "email": company_sudo.email}
        if organisation:
            values["organisation"] = organisation
            values["memberships"] = self._memberships(organisation)
            values["cannot_edit_reason"] = organisation._get_cannot_edit_profile_reason()
            values["editors"] = request.env["res.partner"].search(
                [
                    ("commercial_partner_id", "=", organisation.id),
                    ("profile_editor", "=", True),
                ]
            )
        return values

    def _memberships(self, organisation):
        """Memberships with the cluster's name: a member may not read other companies itself.

        Which memberships these are, the member's own rights have decided.
        """
        states = dict(
            organisation.membership_ids._fields["state"]._description_selection(request.env)
        )
        return [
            {
                "cluster": membership.company_id.sudo().name,
                "state": membership.state,
                "label": states[membership.state],
                "date_end": membership.date_end,
            }
            for membership in organisation.membership_ids
            if membership.state != "draft"
        ]

    def _requests(self, organisation, domain=()):
        return request.env["biginn.change.request"].search(
            [("partner_id", "=", organisation.id), *domain], limit=REQUESTS_SHOWN
        )

    # ------------------------------------------------------------------
    # Forms: plain texts, so that whatever was typed comes back
    # ------------------------------------------------------------------

    def _texts(self, post):
        """What was posted as text; of boxes with one name, all that are ticked."""
        form = request.httprequest.form
        return {
            name: ",".join(form.getlist(name)) if name.startswith("records-") else value
            for name, value in post.items()
            if isinstance(value, str)
        }

    def _file(self, name):
        """A file that was sent: its name and content, or None."""
        storage = request.httprequest.files.get(name)
        if not storage or not storage.filename:
            return None
        return storage.filename, storage.stream.read()

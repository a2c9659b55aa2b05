from werkzeug.exceptions import Forbidden

from odoo import fields
from odoo.http import content_disposition, request, route

from .portal import BiginnPortal

PRIVACY = "/my/organisation/privacy"


class BiginnPortalPrivacy(BiginnPortal):
    """What the member agreed to, and everything that is held about it."""

    @route(PRIVACY, type="http", auth="user", website=True, methods=["GET"], readonly=True)
    def my_privacy(self, saved="", **_kw):
        return self._render_privacy(saved=saved if saved in ("given", "withdrawn") else "")

    @route(PRIVACY, type="http", auth="user", website=True, methods=["POST"])
    def my_privacy_save(self, purpose="", action="", seen="", **_post):
        if not self._own_organisation():
            raise Forbidden()
        if action not in ("give", "withdraw"):
            return self._render_privacy(request.env._("Choose a purpose from the list."), 422)
        member = self._member()
        problem = member._biginn_portal_consent(purpose, action == "give", seen)
        if problem:
            return self._render_privacy(problem, 422)
        outcome = "given" if action == "give" else "withdrawn"
        return request.redirect(f"{PRIVACY}?saved={outcome}")

    @route("/my/organisation/my-data", type="http", auth="user", website=True, readonly=True)
    def my_data(self, **_kw):
        """One file, made whole before it is sent: a half one must not look like all there is."""
        content = self._member()._biginn_my_data_zip()
        name = f"my-data-{fields.Date.today()}.zip"
        return request.make_response(
            content,
            [
                ("Content-Type", "application/zip"),
                ("Content-Disposition", content_disposition(name)),
                ("Content-Length", len(content)),
                ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", "no-store"),
            ],
        )

    def _member(self):
        """The contact who asks, with the member's own rights."""
        user = request.env.user
        return user.partner_id.with_user(user)

    def _render_privacy(self, problem="", status=200, saved=""):
        organisation = self._own_organisation()
        if not organisation:
            return request.render("biginn_cluster.portal_no_organisation", self._page_values())
        values = self._page_values(organisation)
        values.update(
            page_name="my_organisation_privacy",
            consents=self._member()._biginn_portal_consents(),
            problem=problem,
            saved=saved,
        )
        return request.render("biginn_cluster.portal_privacy", values, status=status)

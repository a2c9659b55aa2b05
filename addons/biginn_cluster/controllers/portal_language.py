from odoo.http import request, route

from .portal import BiginnPortal

YEAR = 365 * 24 * 3600


class BiginnPortalLanguage(BiginnPortal):
    """The language of the portal and of the mails to the member who asks."""

    @route("/my/language", type="http", auth="user", website=True, methods=["GET"], readonly=True)
    def my_language(self, saved="", **_kw):
        return self._render_language(saved=bool(saved))

    @route("/my/language", type="http", auth="user", website=True, methods=["POST"])
    def my_language_save(self, lang="", **_post):
        known = dict(request.env["res.lang"].get_installed())
        if lang not in known:
            sentence = request.env._("Choose a language from the list.")
            return self._render_language(problem=sentence, status=422)
        # sudo: the own language of the user who asks, nothing and nobody else
        request.env.user.sudo().lang = lang
        shown = request.env["ir.http"].get_nearest_lang(lang)
        if shown:
            # The cookie wins over the user's setting on every page of the portal. Core may have
            # set it to the old language in this same request: the last one counts.
            request.future_response.set_cookie("frontend_lang", shown, max_age=YEAR, samesite="Lax")
        return request.redirect("/my/language?saved=1")

    def _render_language(self, problem="", saved=False, status=200):
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="my_language",
            languages=request.env["res.lang"].get_installed(),
            # env.user is sudo: only the own setting
            chosen=request.env.user.lang,
            problem=problem,
            saved=saved,
        )
        return request.render("biginn_cluster.portal_language", values, status=status)

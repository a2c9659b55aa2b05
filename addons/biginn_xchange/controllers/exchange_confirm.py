from odoo.exceptions import UserError
from odoo.http import Controller, request, route

from .download import download, private

TEXT_MAX = 5000


class BiginnExchangeConfirm(Controller):
    """The other cluster sees and confirms an exchange by its personal link, without an account."""

    @route(
        "/exchange/confirm/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def confirm(self, token, **_kw):
        """Reading changes nothing, so that a mail filter that follows links confirms nothing."""
        asked_sudo, problem = request.env["biginn.exchange.confirmation"]._by_token(token)
        return self._render(asked_sudo, problem, token)

    @route(
        "/exchange/confirm/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def confirm_answer(self, token, **post):
        asked_sudo, problem = request.env["biginn.exchange.confirmation"]._by_token(token)
        if problem:
            return self._render(asked_sudo, problem, token)
        form = {name: _text(post.get(name)) for name in ("name", "note", "answer")}
        if form["answer"] not in ("yes", "no"):
            return self._render(asked_sudo, "", token, form, request.env._("Choose an answer."))
        try:
            with request.env.cr.savepoint():
                asked_sudo._answer_sudo(form["answer"] == "yes", form["name"], form["note"])
        except UserError as error:
            return self._render(asked_sudo, "", token, form, str(error))
        return self._render(asked_sudo, "thanks", token)

    @route(
        "/exchange/confirm/<string:token>/file",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def confirm_file(self, token, **_kw):
        """The exchange as a signed file, for the other cluster's own database."""
        asked_sudo, problem = request.env["biginn.exchange.confirmation"]._by_token(token)
        file_sudo = (
            asked_sudo.exchange_id[:1]._last_package("out").attachment_id
            if (asked_sudo and not problem)
            else None
        )
        if not file_sudo:
            return self._render(asked_sudo, problem or "unknown", token)
        return download(file_sudo.raw, file_sudo.name, "application/octet-stream")

    def _render(self, asked_sudo, problem, token, form=None, sentence=""):
        status = 422 if sentence else 200
        if problem in ("answered", "thanks"):
            name, values = "confirm_answered", asked_sudo._answered_values()
            values["thanks"] = problem == "thanks"
            status = 200 if values["thanks"] else 410
        elif problem:
            name, values, status = "confirm_gone", {}, 404
        else:
            name, values = "confirm_page", asked_sudo._page_values()
            values.update(token=token, form=form or {}, problem=sentence)
        return private(request.render(f"biginn_xchange.{name}", values, status=status))


def _text(value):
    return value[:TEXT_MAX] if isinstance(value, str) else ""

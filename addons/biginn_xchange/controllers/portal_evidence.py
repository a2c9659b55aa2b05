from werkzeug.exceptions import NotFound

from odoo.http import request, route

from .portal_closing import EXCHANGE, BiginnPortalClosing
from .portal_exchange import LARGEST_ID


class BiginnPortalEvidence(BiginnPortalClosing):
    """Evidence of a stay: what has been handed in, and handing in more from a phone."""

    @route(
        f"{EXCHANGE}/evidence",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def my_exchange_evidence(self, exchange_id, **_kw):
        exchange = self._own_exchange(exchange_id)
        return self._render_evidence(exchange, {"kind": "photo", "note": ""})

    @route(
        f"{EXCHANGE}/evidence",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def my_exchange_evidence_add(self, exchange_id, **post):
        exchange = self._exchange_to_close(exchange_id)
        texts = self._texts(post)
        form = {"kind": texts.get("kind", ""), "note": texts.get("note", "").strip()}
        if exchange._get_no_evidence_reason():
            return self._render_evidence(exchange, form, status=409)
        result = exchange._portal_add_evidence(self._files("files"), form["kind"], form["note"])
        if result["errors"] or result["refused"]:
            return self._render_evidence(exchange, form, result, status=422)
        return request.redirect(f"/my/exchanges/{exchange.id}/evidence?saved=kept")

    @route(
        f"{EXCHANGE}/evidence/<int:evidence_id>/remove",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def my_exchange_evidence_remove(self, exchange_id, evidence_id, **_post):
        exchange = self._exchange_to_close(exchange_id)
        if evidence_id > LARGEST_ID:
            raise NotFound()
        evidence = self._own_evidence(exchange).filtered(lambda row: row.id == evidence_id)
        # what is gone already is removed: a second click
        if evidence and not evidence._get_cannot_remove_reason():
            evidence._portal_remove()
        return request.redirect(f"/my/exchanges/{exchange.id}/evidence?saved=removed")

    def _files(self, name):
        """All files that were chosen: (name, content)."""
        sent = request.httprequest.files.getlist(name)
        return [(file.filename, file.stream.read()) for file in sent if file.filename]

    def _own_evidence(self, exchange):
        """The own side's, with the member's own rights."""
        return request.env["biginn.exchange.evidence"].search(
            [
                ("exchange_id", "=", exchange.id),
                (
                    "partner_id.commercial_partner_id",
                    "=",
                    exchange._closing_organisation().commercial_partner_id.id,
                ),
            ],
            order="id desc",
        )

    def _render_evidence(self, exchange, form, result=None, status=200):
        saved = request.params.get("saved")
        result = result or {"kept": 0, "errors": {}, "refused": []}
        values = self._page_values(self._own_organisation())
        values.update(
            exchange._closing_heading(),
            page_name="my_exchange_evidence",
            exchange=exchange,
            form=form,
            errors=result["errors"],
            refused=result["refused"],
            kept=result["kept"],
            rows=self._own_evidence(exchange)._portal_rows(),
            kinds=exchange._evidence_kinds(),
            cannot=exchange._get_no_closing_right_reason() or exchange._get_no_evidence_reason(),
            saved=saved if saved in ("kept", "removed") else "",
        )
        return request.render("biginn_xchange.portal_exchange_evidence", values, status=status)

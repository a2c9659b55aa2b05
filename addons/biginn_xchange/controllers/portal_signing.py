from werkzeug.exceptions import NotFound

from odoo.exceptions import AccessError, UserError
from odoo.http import request, route

from ..rules import signing
from .download import download, private
from .portal_exchange import LARGEST_ID, BiginnPortalExchange

SIGN_ALL = "/my/exchanges/sign"
DRAWING_KEPT = 450_000  # characters of a drawing that come back with the form
FILE_MAX = 20 * 1024 * 1024


class BiginnPortalSigning(BiginnPortalExchange):
    """Signing: one paper, many at once, or by personal link without an account."""

    # ------------------------------------------------------------------
    # With an account
    # ------------------------------------------------------------------

    @route(SIGN_ALL, type="http", auth="user", website=True, methods=["GET"], readonly=True)
    def my_signatures(self, signed="", **_kw):
        return self._render_many(signed=signed if signed.isdecimal() else "")

    @route(SIGN_ALL, type="http", auth="user", website=True, methods=["POST"])
    def my_signatures_give(self, **post):
        """All that are ticked in one act."""
        waiting = request.env["biginn.signature"]._waiting_for_me()
        ticked = set(request.httprequest.form.getlist("sign"))
        chosen = waiting.filtered(lambda each: str(each.id) in ticked)
        if not ticked:
            sentence = request.env._("Tick at least one paper.")
            return self._render_many(post, sentence, 422)
        if not chosen:
            # signed already, by oneself or a colleague
            return request.redirect(SIGN_ALL)
        problem = self._give(chosen, post)
        if problem:
            return self._render_many(post, problem, 422)
        return request.redirect(f"{SIGN_ALL}?signed={len(chosen)}")

    @route(
        "/my/exchanges/<int:exchange_id>/sign",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def my_exchange_sign(self, exchange_id, **_kw):
        exchange = self._readable_exchange(exchange_id)
        return self._render_one(exchange)

    @route(
        "/my/exchanges/<int:exchange_id>/sign",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def my_exchange_sign_give(self, exchange_id, **post):
        exchange = self._readable_exchange(exchange_id)
        waiting = exchange._to_sign()
        if waiting:
            problem = self._give(waiting, post)
            if problem:
                return self._render_one(exchange, post, problem, 422)
        elif not exchange._portal_side():
            return request.redirect(SIGN_ALL)
        return request.redirect(
            f"/my/exchanges/{exchange.id}?saved=signed"
            if exchange._portal_side()
            else f"{SIGN_ALL}?signed={len(waiting)}"
        )

    @route(
        "/my/exchanges/<int:exchange_id>/paper/<int:paper_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
    )
    def my_exchange_paper(self, exchange_id, paper_id, **_kw):
        exchange = self._readable_exchange(exchange_id)
        paper = exchange.document_ids.filtered(lambda each: each.id == paper_id)
        member = request.env.user._is_portal()
        hidden = paper.kind == "agreement" and exchange._portal_side() == "host"
        if not paper or (member and (paper.state == "void" or hidden)):
            raise NotFound()
        return download(paper._pdf(), paper._file_name())

    # ------------------------------------------------------------------
    # By personal link
    # ------------------------------------------------------------------

    @route(
        "/exchange/sign/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def sign_by_link(self, token, **_kw):
        """Reading changes nothing, so that a mail filter that follows links signs nothing."""
        signature_sudo, problem = request.env["biginn.signature"]._by_token(token)
        if problem:
            return self._render_gone(problem)
        return self._render_link(signature_sudo, token)

    @route(
        "/exchange/sign/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def sign_by_link_give(self, token, **post):
        signature_sudo, problem = request.env["biginn.signature"]._by_token(token)
        if problem:
            return self._render_gone(problem)
        sentence = self._give(signature_sudo, post)
        if sentence:
            return self._render_link(signature_sudo, token, post, sentence, 422)
        return private(
            request.render("biginn_xchange.sign_thanks", {"item": signature_sudo._sign_item()})
        )

    @route(
        "/exchange/sign/<string:token>/pdf",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=False,
    )
    def sign_by_link_pdf(self, token, **_kw):
        signature_sudo, problem = request.env["biginn.signature"]._by_token(token)
        if problem:
            return self._render_gone(problem)
        paper_sudo = signature_sudo.document_id
        return download(paper_sudo._pdf(), paper_sudo._file_name())

    # ------------------------------------------------------------------
    # Is this the one that was signed?
    # ------------------------------------------------------------------

    @route(
        "/exchange/verify",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def verify(self, **_kw):
        return self._render_verify()

    @route(
        "/exchange/verify",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def verify_answer(self, fingerprint="", **_post):
        sent = self._file("document")
        if sent:
            if len(sent[1]) > FILE_MAX:
                return self._render_verify(request.env._("This file is too large."), status=422)
            digest = signing.file_hash(sent[1])
        else:
            digest = signing.read_hash(fingerprint)
        if not digest:
            sentence = request.env._("Choose a file, or write its fingerprint of 64 characters.")
            return self._render_verify(sentence, status=422, typed=str(fingerprint)[:200])
        paper = request.env["biginn.exchange.document"]._verify(digest)
        return self._render_verify(answer=paper or {}, digest=digest)

    # ------------------------------------------------------------------
    # Helpers
    # ------------------------------------------------------------------

    def _readable_exchange(self, exchange_id):
        """An exchange that one may read with the own rights; else 404."""
        if exchange_id > LARGEST_ID:
            raise NotFound()
        exchanges = request.env["biginn.exchange"]
        if not exchanges.has_access("read"):
            raise NotFound()
        exchange = exchanges.search([("id", "=", exchange_id)])
        if not exchange:
            raise NotFound()
        return exchange

    def _give(self, signatures, post):
        """Sign what was posted; a sentence when it cannot be."""
        texts = self._texts(post)
        seen = {str(each.id): texts.get(f"seen-{each.id}") or "-" for each in signatures}
        if not texts.get("agreed"):
            return request.env._("Tick that you have read what you sign.")
        try:
            with request.env.cr.savepoint():
                if request.env.user._is_public() or signatures.env.su:
                    # found by its own link alone
                    signatures._sign(texts.get("name"), texts.get("drawing"), seen)
                else:
                    signatures.action_sign(texts.get("name"), texts.get("drawing"), seen)
        except (UserError, AccessError) as error:
            request.env.invalidate_all()
            return str(error)
        return ""

    def _form(self, post=None, name=""):
        texts = self._texts(post or {})
        drawing = texts.get("drawing", "")
        return {
            "name": texts.get("name", name)[:200],
            "drawing": drawing if len(drawing) <= DRAWING_KEPT else "",
        }

    def _render_many(self, post=None, problem="", status=200, signed=""):
        waiting = request.env["biginn.signature"]._waiting_for_me()
        items = [each._sign_item() for each in waiting]
        ticked = set(request.httprequest.form.getlist("sign")) if post else None
        agendas = {}
        for item in items:
            item["ticked"] = ticked is None or str(item["id"]) in ticked
            agendas.setdefault(item["agenda"], []).append(item)
        return request.render(
            "biginn_xchange.sign_many",
            {
                **self._prepare_portal_layout_values(),
                "page_name": "my_signatures",
                "agendas": list(agendas.items()),
                "count": len(items),
                "signed": signed,
                "problem": problem,
                "form": self._form(post, request.env.user.name),
            },
            status=status,
        )

    def _render_one(self, exchange, post=None, problem="", status=200):
        papers = exchange.document_ids.filtered(lambda paper: paper.state != "void")
        if exchange._portal_side() == "host":
            papers = papers.filtered(lambda paper: paper.kind == "commitment")
        return request.render(
            "biginn_xchange.sign_one",
            {
                **self._prepare_portal_layout_values(),
                "page_name": "my_exchange_sign",
                "exchange_id": exchange.id,
                "back": f"/my/exchanges/{exchange.id}" if exchange._portal_side() else SIGN_ALL,
                "number": exchange.name,
                "items": [each._sign_item() for each in exchange._to_sign()],
                "papers": [paper._page_card() for paper in papers],
                "problem": problem,
                "form": self._form(post, request.env.user.name),
            },
            status=status,
        )

    def _render_link(self, signature_sudo, token, post=None, problem="", status=200):
        item = signature_sudo._sign_item()
        return private(
            request.render(
                "biginn_xchange.sign_link",
                {
                    "item": item,
                    "paper": signature_sudo.document_id._page_card(),
                    "token": token,
                    "problem": problem,
                    "form": self._form(post, item["asked"]),
                },
                status=status,
            )
        )

    def _render_gone(self, problem):
        status = 410 if problem == "signed" else 404
        return private(
            request.render("biginn_xchange.sign_gone", {"problem": problem}, status=status)
        )

    def _render_verify(self, problem="", answer=None, digest="", typed="", status=200):
        return request.render(
            "biginn_xchange.verify",
            {"problem": problem, "answer": answer, "digest": digest, "typed": typed},
            status=status,
        )

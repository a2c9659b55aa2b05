import re

from odoo.http import request, route

from ..models.biginn_exchange_portal_declaration import ROWS
from .portal_exchange import BiginnPortalExchange

BANK = "/my/exchanges/<int:exchange_id>/bank"
DECLARATION = "/my/exchanges/<int:exchange_id>/declaration"
ROW_KEY = re.compile(r"row-(\d)-([a-z_]{1,32})")


class BiginnPortalExchangeMoney(BiginnPortalExchange):
    """To which account the lump sum goes, and the declaration about other aid."""

    # ------------------------------------------------------------------
    # The bank account
    # ------------------------------------------------------------------

    @route(BANK, type="http", auth="user", website=True, methods=["GET"], readonly=True)
    def my_exchange_bank(self, exchange_id, **_kw):
        exchange = self._own_exchange(exchange_id)
        if exchange._get_cannot_give_account_reason():
            return request.redirect(f"/my/exchanges/{exchange.id}")
        return self._render_bank(exchange, {})

    @route(BANK, type="http", auth="user", website=True, methods=["POST"])
    def my_exchange_bank_save(self, exchange_id, **post):
        exchange = self._own_exchange(exchange_id)
        texts = self._texts(post)
        result = exchange._portal_bank_write(texts)
        if result["errors"]:
            return self._render_bank(exchange, texts, result["errors"], status=422)
        return request.redirect(f"/my/exchanges/{exchange.id}?saved=bank")

    def _render_bank(self, exchange, texts, errors=None, status=200):
        columns = exchange._portal_bank_columns()
        return request.render(
            "biginn_xchange.portal_exchange_bank",
            {
                **self._exchange_form_values(exchange, errors),
                "page_name": "my_exchange_bank",
                "columns": columns,
                "form": {column.name: texts.get(column.name, "") for column in columns},
            },
            status=status,
        )

    def _exchange_form_values(self, exchange, errors):
        return {
            **self._prepare_portal_layout_values(),
            "page_name": "my_exchange_declaration",
            "name": exchange.name,
            "number": exchange.name,
            "back": f"/my/exchanges/{exchange.id}",
            "exchange_id": exchange.id,
            "money": exchange._portal_money(),
            "errors": errors or {},
            "options": {},
        }

    # ------------------------------------------------------------------
    # The declaration
    # ------------------------------------------------------------------

    @route(DECLARATION, type="http", auth="user", website=True, methods=["GET"], readonly=True)
    def my_exchange_declaration(self, exchange_id, **_kw):
        exchange = self._own_exchange(exchange_id)
        if exchange._get_cannot_declare_reason():
            return request.redirect(f"/my/exchanges/{exchange.id}")
        return self._render_declaration(exchange, {})

    @route(DECLARATION, type="http", auth="user", website=True, methods=["POST"])
    def my_exchange_declaration_save(self, exchange_id, **post):
        exchange = self._own_exchange(exchange_id)
        texts = self._texts(post)
        document, refused = None, ""
        if not exchange._get_cannot_declare_reason() and (sent := self._file("document")):
            document, refused = self._own_organisation()._biginn_read_upload(*sent)
        errors = {"document": refused} if refused else {}
        if not errors:
            result = exchange._portal_declare(
                self._aid_rows(texts), bool(texts.get("declared")), document
            )
            errors = result["errors"]
        if errors:
            return self._render_declaration(exchange, texts, errors, status=422)
        return request.redirect(f"/my/exchanges/{exchange.id}?saved=bank")

    def _aid_rows(self, texts):
        rows = [{"key": str(number)} for number in range(ROWS)]
        for name, text in texts.items():
            match = ROW_KEY.fullmatch(name)
            if match and int(match[1]) < ROWS:
                rows[int(match[1])][match[2]] = text
        return rows

    def _render_declaration(self, exchange, texts, errors=None, status=200):
        rows = self._aid_rows(texts)
        # those that were filled in, and three to go on
        filled = max((index + 1 for index, row in enumerate(rows) if len(row) > 1), default=0)
        return request.render(
            "biginn_xchange.portal_exchange_declaration",
            {
                **self._exchange_form_values(exchange, errors),
                "columns": exchange._portal_aid_columns(),
                "rows": rows[: min(max(filled, 3) + (1 if filled > 2 else 0), ROWS)],
                "declared": texts.get("declared", ""),
                # sudo: a number of years
                "years": exchange.sudo().programme_id.de_minimis_years,
                "organisation": self._own_organisation(),
            },
            status=status,
        )

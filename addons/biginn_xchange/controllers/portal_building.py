from werkzeug.exceptions import NotFound

from odoo.http import request, route

from odoo.addons.biginn_cluster.controllers.portal_section import BiginnPortalSection
from odoo.addons.biginn_cluster.rules.portal_columns import TICKED, Section

from .portal_exchange import BiginnPortalExchange


class BiginnPortalBuilding(BiginnPortalExchange, BiginnPortalSection):
    """Goals, objectives and the plan of one's own exchange, while it is a draft."""

    @route(
        "/my/exchanges/<int:exchange_id>/build",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def my_exchange_build(self, exchange_id, **_kw):
        exchange = self._own_exchange(exchange_id)
        if exchange._get_cannot_build_reason():
            return request.redirect(f"/my/exchanges/{exchange.id}")
        form = exchange._build_form()
        if not form["rows"]:
            self._build_add(form)
        return self._render_build(exchange, form)

    @route(
        "/my/exchanges/<int:exchange_id>/build",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def my_exchange_build_save(self, exchange_id, **post):
        exchange = self._own_exchange(exchange_id)
        if exchange._get_cannot_build_reason():
            raise NotFound()
        form = self._build_from(exchange, post)
        if post.get("action") == "add":
            return self._render_build(exchange, form, focus=self._build_add(form))
        errors = exchange._portal_build(form["values"], form["seen"], form["rows"])
        if errors:
            # what was shown as changed meanwhile may be replaced by the next save
            form["seen"] = {**form["seen"], **self._build_marks(exchange, errors)}
            return self._render_build(exchange, form, errors, status=422)
        return request.redirect(f"/my/exchanges/{exchange.id}#exchange_sign")

    # ------------------------------------------------------------------

    def _build_days(self):
        return request.env["biginn.exchange.day"]

    def _build_add(self, form):
        key = str(max((int(row["key"]) for row in form["rows"]), default=-1) + 1)
        form["rows"].append(self._build_days()._portal_blank_row(key))
        return key

    def _build_marks(self, exchange, errors):
        fresh = exchange._build_form()["seen"]
        return {name: mark for name, mark in fresh.items() if name in errors}

    def _build_from(self, exchange, post):
        texts = self._texts(post)
        columns = exchange._build_columns()
        form = {
            "values": {},
            "seen": {column.name: texts.get(f"seen-{column.name}", "") for column in columns},
            "rows": self._rows_from(self._build_days(), texts),
        }
        for column in columns:
            key = f"records-{column.name}" if column.kind == "records" else column.name
            # a browser leaves unticked boxes out: the mark tells that they were shown
            if key in texts or (column.kind in TICKED and f"seen-{column.name}" in texts):
                form["values"][column.name] = texts.get(key, "")
        return form

    def _render_build(self, exchange, form, errors=None, focus=None, status=200):
        days, columns = self._build_days(), exchange._build_columns()
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="my_exchange_build",
            exchange_id=exchange.id,
            number=exchange.name,
            fields=columns,
            choices={column.name: exchange._portal_choices(column) for column in columns},
            columns=days._portal_columns(),
            options={},
            papers={},
            blank=days._portal_blank_row("__KEY__"),
            section=Section(
                "days",
                request.env._("Plan"),
                lines="day_ids",
                row=request.env._("Day"),
                add=request.env._("Add a day"),
            ),
            form=form,
            errors=errors or {},
            focus=focus,
        )
        return request.render("biginn_xchange.portal_build", values, status=status)

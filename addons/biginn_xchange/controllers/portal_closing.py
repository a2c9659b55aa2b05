from werkzeug.exceptions import Forbidden, NotFound

from odoo.http import request, route

from .download import download
from .portal_exchange import BiginnPortalExchange

EXCHANGE = "/my/exchanges/<int:exchange_id>"
CERTIFICATE = "biginn_xchange.action_report_stay_certificate"
REPORT = "biginn_xchange.action_report_closing_report"


class BiginnPortalClosing(BiginnPortalExchange):
    """The report on a stay, step by step, and the papers that come of it."""

    # ------------------------------------------------------------------
    # The report
    # ------------------------------------------------------------------

    @route(
        f"{EXCHANGE}/report",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def my_exchange_report(self, exchange_id, step="", **_kw):
        exchange = self._own_exchange(exchange_id)
        if exchange._get_cannot_report_reason():
            return self._render_report(exchange)
        shown = self._step(exchange, step)
        form = {"values": exchange._report_texts(shown), "seen": exchange._report_mark(shown)}
        return self._render_report(exchange, shown, form)

    @route(
        f"{EXCHANGE}/report",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def my_exchange_report_save(self, exchange_id, **post):
        exchange = self._exchange_to_close(exchange_id)
        if exchange._get_cannot_report_reason():
            return self._render_report(exchange, status=409)
        texts = self._texts(post)
        shown = self._step(exchange, texts.get("step", ""))
        form = self._report_form(shown, texts)
        errors = exchange._portal_write_report(shown, form["values"], form["seen"])
        if errors:
            # the next save may overwrite what the member has now seen
            form["seen"] = exchange._report_mark(shown)
            return self._render_report(exchange, shown, form, errors=errors, status=422)
        if texts.get("action") == "submit":
            return self._submit_report(exchange, shown, form)
        step = shown.name if texts.get("action") == "draft" else self._after(exchange, shown)
        return request.redirect(f"/my/exchanges/{exchange.id}/report?step={step}&saved=draft")

    def _submit_report(self, exchange, shown, form):
        wait = exchange._get_report_wait()
        problems = [] if wait else exchange._portal_submit_report()
        if wait or problems:
            form["seen"] = exchange._report_mark(shown)
            return self._render_report(
                exchange, shown, form, problems=problems, wait=wait, status=422
            )
        return request.redirect(f"/my/exchanges/{exchange.id}/report?saved=sent")

    @route(
        f"{EXCHANGE}/report/publicity",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def my_exchange_report_publicity(self, exchange_id, **_post):
        exchange = self._exchange_to_close(exchange_id)
        exchange._portal_withdraw_publicity()
        return request.redirect(f"/my/exchanges/{exchange.id}/report?saved=withdrawn")

    # ------------------------------------------------------------------
    # Papers
    # ------------------------------------------------------------------

    @route(
        f"{EXCHANGE}/report/pdf",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def my_exchange_report_pdf(self, exchange_id, **_kw):
        exchange = self._own_exchange(exchange_id)
        report = exchange._own_report()
        if not report:
            raise NotFound()
        return self._closing_pdf(REPORT, report, f"{report.display_name}.pdf")

    @route(
        f"{EXCHANGE}/certificate",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def my_exchange_certificate(self, exchange_id, **_kw):
        exchange = self._own_exchange(exchange_id)
        if exchange._get_cannot_certify_stay_reason():
            raise NotFound()
        name = request.env._("Certificate of stay %(exchange)s.pdf", exchange=exchange.name)
        return self._closing_pdf(CERTIFICATE, exchange, name)

    def _closing_pdf(self, paper, record, name):
        # sudo, as core's own portal documents: the letterhead is the cluster's, which a member may
        # not read. Whose paper it is, the member's own rights have decided above, and what it says
        # is the model's list.
        report_sudo = request.env["ir.actions.report"].sudo()
        content, _kind = report_sudo._render_qweb_pdf(paper, record.ids)
        return download(content, name)

    def _exchange_to_close(self, exchange_id):
        """The same as one's own exchange, for those who may report on it; 403 for others."""
        exchange = self._own_exchange(exchange_id)
        if exchange._get_no_closing_right_reason():
            raise Forbidden()
        return exchange

    # ------------------------------------------------------------------
    # Form state
    # ------------------------------------------------------------------

    def _step(self, exchange, name):
        """The step of that name, else the first."""
        steps = exchange._report_steps()
        return steps.get(name) or next(iter(steps.values()))

    def _after(self, exchange, shown):
        names = list(exchange._report_steps())
        return names[min(names.index(shown.name) + 1, len(names) - 1)]

    def _report_form(self, step, texts):
        values = {}
        for column in step.columns:
            name = f"records-{column.name}" if column.kind == "records" else column.name
            values[column.name] = texts.get(name, "")
        return {"values": values, "seen": texts.get("seen", "")}

    # ------------------------------------------------------------------
    # What the page shows
    # ------------------------------------------------------------------

    def _render_report(
        self, exchange, step=None, form=None, errors=None, problems=(), wait="", status=200
    ):
        report = exchange._own_report()
        steps = exchange._report_steps()
        saved = request.params.get("saved")
        values = self._page_values(self._own_organisation())
        values.update(
            exchange._report_page(report),
            page_name="my_exchange_report",
            exchange=exchange,
            report=report,
            steps=list(steps.values()),
            step=step,
            number=list(steps).index(step.name) + 1 if step else 0,
            form=form,
            errors=errors or {},
            problems=problems,
            wait=wait,
            options=self._report_options(step),
            saved=saved if saved in ("draft", "sent", "withdrawn") else "",
        )
        return request.render("biginn_xchange.portal_exchange_report", values, status=status)

    def _report_options(self, step):
        if not step:
            return {}
        reports = request.env["biginn.exchange.report"]
        return {column.name: reports._portal_choices(column) for column in step.columns}

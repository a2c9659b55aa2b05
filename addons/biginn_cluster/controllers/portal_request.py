from werkzeug.exceptions import NotFound

from odoo import fields
from odoo.http import request, route

from ..rules import profile_input
from .portal import BiginnPortal

REQUEST = "/my/organisation/request"
FIGURES = f"{REQUEST}/figures"
YEARS_OFFERED = 4


class BiginnPortalRequest(BiginnPortal):
    """Asking the cluster to change what it keeps, and seeing where that stands."""

    # ------------------------------------------------------------------
    # Legal name, VAT number, country, type
    # ------------------------------------------------------------------

    @route(REQUEST, type="http", auth="user", website=True, methods=["GET"], readonly=True)
    def my_organisation_request(self, **_kw):
        organisation = self._own_organisation()
        if not organisation:
            return request.redirect("/my/organisation")
        return self._render_request(organisation, self._guarded_form(organisation))

    @route(REQUEST, type="http", auth="user", website=True, methods=["POST"])
    def my_organisation_request_send(self, **post):
        organisation = self._editable_organisation()
        form = self._request_form(organisation._biginn_guarded_columns(), post)
        return self._send(organisation, form, self._render_request)

    @route(
        f"{REQUEST}/<int:request_id>/withdraw",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def my_organisation_request_withdraw(self, request_id, **_post):
        organisation = self._editable_organisation()
        found = self._requests(organisation, [("id", "=", request_id)])
        if not found:
            raise NotFound()
        found._biginn_portal_withdraw()
        return request.redirect(f"{REQUEST}#requests")

    # ------------------------------------------------------------------
    # Size figures
    # ------------------------------------------------------------------

    @route(FIGURES, type="http", auth="user", website=True, methods=["GET"], readonly=True)
    def my_organisation_figures(self, year="", **_kw):
        organisation = self._own_organisation()
        if not organisation or organisation._get_cannot_edit_profile_reason():
            return request.redirect(REQUEST)
        years = self._years(organisation)
        asked = profile_input.read_id(year)
        form = self._figures_form(organisation, asked if asked in years else years[0])
        return self._render_figures(organisation, form)

    @route(FIGURES, type="http", auth="user", website=True, methods=["POST"])
    def my_organisation_figures_send(self, **post):
        organisation = self._editable_organisation()
        form = self._request_form(organisation._biginn_figure_columns(), post)
        return self._send(organisation, form, self._render_figures)

    def _years(self, organisation):
        """Closed years first, then what is known besides; the newest first."""
        this_year = fields.Date.today().year
        years = {this_year - back for back in range(1, YEARS_OFFERED + 1)}
        years |= set(organisation.figure_ids.mapped("fiscal_year"))
        return sorted(years, reverse=True)

    # ------------------------------------------------------------------
    # Form state
    # ------------------------------------------------------------------

    def _guarded_form(self, organisation):
        texts = {
            column.name: organisation._biginn_guarded_text(column.name)
            for column in organisation._biginn_guarded_columns()
        }
        return self._new_form(texts)

    def _figures_form(self, organisation, year):
        texts = {
            column.name: organisation._biginn_guarded_text(f"figure_ids.{column.name}", year)
            for column in organisation._biginn_figure_columns()
            if column.name != "fiscal_year"
        }
        form = self._new_form({"fiscal_year": str(year), **texts})
        if not texts["currency_id"]:
            latest = organisation.figure_ids[:1].currency_id or request.env.company.currency_id
            form["values"]["currency_id"] = latest.name
        return form

    def _new_form(self, texts):
        return {"values": {**texts, "note": "", "declared": ""}, "seen": dict(texts)}

    def _request_form(self, columns, post):
        texts = self._texts(post)
        values = {"note": texts.get("note", ""), "declared": texts.get("declared", "")}
        seen = {}
        for column in columns:
            if f"seen-{column.name}" not in texts:
                continue
            seen[column.name] = texts[f"seen-{column.name}"]
            if column.name in texts or column.kind == "flag":
                values[column.name] = texts.get(column.name, "")
        return {"values": values, "seen": seen}

    def _send(self, organisation, form, render):
        document, refused = None, ""
        if sent := self._file("document"):
            document, refused = organisation._biginn_read_upload(*sent)
        result = {"errors": {"document": refused}} if refused else None
        result = result or organisation._biginn_portal_request(
            form["values"], form["seen"], document
        )
        if not result["errors"]:
            return request.redirect(f"{REQUEST}?saved=asked#requests")
        if sent and not refused:
            result["errors"]["document"] = request.env._("Please choose the file once more.")
        return render(organisation, form, result["errors"], status=422)

    # ------------------------------------------------------------------
    # What the pages show
    # ------------------------------------------------------------------

    def _request_values(self, organisation, form, columns, errors):
        values = self._page_values(organisation)
        values.update(
            page_name="my_organisation_request",
            columns=columns,
            options={
                column.name: organisation._biginn_guarded_choices(column.name)
                for column in columns
            },
            form=form,
            errors=errors or {},
            waiting=self._waiting(organisation, columns, form),
            saved=request.params.get("saved") == "asked",
        )
        return values

    def _waiting(self, organisation, columns, form):
        """What waits already for the inputs of this page, by name."""
        year = profile_input.read_id(form["values"].get("fiscal_year"))
        prefix = "figure_ids." if "fiscal_year" in form["values"] else ""
        found = organisation._biginn_open_requests()
        return {column.name: found.get((prefix + column.name, year)) for column in columns}

    def _render_request(self, organisation, form, errors=None, status=200):
        columns = organisation._biginn_guarded_columns()
        values = self._request_values(organisation, form, columns, errors)
        values["requests"] = self._requests(organisation)
        return request.render("biginn_cluster.portal_request", values, status=status)

    def _render_figures(self, organisation, form, errors=None, status=200):
        columns = organisation._biginn_figure_columns()
        values = self._request_values(organisation, form, columns, errors)
        values["years"] = self._years(organisation)
        return request.render("biginn_cluster.portal_request_figures", values, status=status)

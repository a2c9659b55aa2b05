from werkzeug.exceptions import Forbidden, NotFound

from odoo.exceptions import AccessError
from odoo.http import request, route

from odoo.addons.biginn_cluster.controllers.portal import BiginnPortal

LIST = "/my/agendas"
ONE = f"{LIST}/<int:event_id>"
LARGEST_ID = 2**31 - 1
SAVED = ("registered", "accept", "decline", "cancel", "items", "feedback")


class BiginnPortalAgenda(BiginnPortal):
    """360º agendas: what there is, my programme, my place."""

    @route(LIST, type="http", auth="user", website=True, methods=["GET"], readonly=True)
    def my_agendas(self, **_kw):
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "my_agendas",
            **request.env["event.event"]._portal_agenda_cards(),
        }
        return request.render("biginn_xchange.portal_agendas", values)

    # not readonly: who looks while being placed sees to it that the allocator goes on
    @route(ONE, type="http", auth="user", website=True, methods=["GET"])
    def my_agenda(self, event_id, person="", saved="", **_kw):
        event_sudo = self._agenda_sudo(event_id)
        registration_sudo = self._registration_sudo(event_sudo, person)
        return self._render_agenda(
            event_sudo, registration_sudo, saved=saved if saved in SAVED else ""
        )

    @route(f"{ONE}/register", type="http", auth="user", website=True, methods=["POST"])
    def my_agenda_register(self, event_id, lang="", **_post):
        event_sudo = self._agenda_sudo(event_id)
        form = request.httprequest.form
        people, items = form.getlist("people"), form.getlist("items")
        registrations = request.env["event.registration"]
        try:
            problem = registrations._portal_register(event_sudo, people, items, lang)
        except AccessError:
            raise Forbidden() from None
        if problem:
            return self._render_agenda(
                event_sudo,
                self._registration_sudo(event_sudo, ""),
                problem=problem,
                typed={"people": people, "items": items, "lang": lang},
                status=422,
            )
        return request.redirect(f"{LIST}/{event_sudo.id}?saved=registered")

    @route(f"{ONE}/answer", type="http", auth="user", website=True, methods=["POST"])
    def my_agenda_answer(self, event_id, registration="", action="", **_post):
        event_sudo = self._agenda_sudo(event_id)
        registration_sudo = self._posted_registration_sudo(event_sudo, registration)
        if action not in ("accept", "decline", "cancel"):
            raise NotFound()
        problem = registration_sudo._portal_answer(action)
        return self._agenda_after(event_sudo, registration_sudo, action, problem)

    @route(f"{ONE}/items", type="http", auth="user", website=True, methods=["POST"])
    def my_agenda_items(self, event_id, registration="", **_post):
        event_sudo = self._agenda_sudo(event_id)
        registration_sudo = self._posted_registration_sudo(event_sudo, registration)
        items = request.httprequest.form.getlist("items")
        problem = registration_sudo._portal_choose(items)
        return self._agenda_after(event_sudo, registration_sudo, "items", problem)

    # ------------------------------------------------------------------
    # Who asks, for what
    # ------------------------------------------------------------------

    def _agenda_sudo(self, event_id):
        """An agenda that the current user may see; else 404."""
        event_sudo = event_id <= LARGEST_ID and request.env["event.event"]._portal_find(event_id)
        if not event_sudo:
            raise NotFound()
        return event_sudo

    def _registration_sudo(self, event_sudo, person):
        """The registration that the page is about: the one asked for, else the own one."""
        registrations = request.env["event.registration"]
        if person:
            return registrations._portal_find(event_sudo, person)
        return registrations._portal_own(event_sudo)[:1]

    def _posted_registration_sudo(self, event_sudo, number):
        registration_sudo = request.env["event.registration"]._portal_find(event_sudo, number)
        if not registration_sudo:
            raise NotFound()
        return registration_sudo

    # ------------------------------------------------------------------
    # Pages
    # ------------------------------------------------------------------

    def _agenda_after(self, event_sudo, registration_sudo, done, problem):
        if problem:
            return self._render_agenda(event_sudo, registration_sudo, problem=problem, status=422)
        return request.redirect(
            f"{LIST}/{event_sudo.id}?person={registration_sudo.id}&saved={done}"
        )

    def _render_agenda(
        self, event_sudo, registration_sudo, saved="", problem="", typed=None, status=200
    ):
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "my_agenda",
            "saved": saved,
            "problem": problem,
            "typed": typed or {},
            **event_sudo._portal_agenda_values(registration_sudo),
        }
        shown = values["registration"]
        if shown and shown["is_being_placed"]:
            # whoever was at it may have been stopped: it is taken up where it was left
            event_sudo._allocate_committed()
        return request.render("biginn_xchange.portal_agenda", values, status=status)

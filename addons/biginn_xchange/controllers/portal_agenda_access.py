from werkzeug.exceptions import NotFound

from odoo.http import request, route

from odoo.addons.biginn_cluster.controllers.portal import BiginnPortal

PAGE = "/my/agendas/<int:event_id>/access"
ONE = f"{PAGE}/<int:registration_id>"
NUMBER_MAX = 2**31 - 1


class BiginnPortalAgendaAccess(BiginnPortal):
    """Identity data that visits of an agenda ask for; nothing of it stays in a browser's cache."""

    @route(PAGE, type="http", auth="user", website=True, methods=["GET"], readonly=True)
    def my_agenda_access(self, event_id, saved="", **_kw):
        people = self._access_people(event_id)
        if not people:
            raise NotFound()
        values = self._access_values(event_id, people[0]["agenda"])
        values["people"] = people
        values["saved"] = saved if saved in ("kept", "deleted") else ""
        return self._access_page("biginn_xchange.portal_agenda_access", values)

    @route(ONE, type="http", auth="user", website=True, methods=["GET"], readonly=True)
    def my_agenda_access_form(self, event_id, registration_id, **_kw):
        person_sudo = self._access_person_sudo(event_id, registration_id)
        if not person_sudo._access_open_sudo():
            return request.redirect(f"/my/agendas/{event_id}/access")
        return self._render_access_form(person_sudo, person_sudo._portal_access_texts())

    @route(ONE, type="http", auth="user", website=True, methods=["POST"])
    def my_agenda_access_save(self, event_id, registration_id, **post):
        person_sudo = self._access_person_sudo(event_id, registration_id)
        texts = self._texts(post)
        registrations = request.env["event.registration"]
        errors = registrations._portal_access_write(event_id, registration_id, texts)
        if errors:
            return self._render_access_form(person_sudo, texts, errors, status=422)
        return request.redirect(f"/my/agendas/{event_id}/access?saved=kept")

    @route(f"{ONE}/delete", type="http", auth="user", website=True, methods=["POST"])
    def my_agenda_access_delete(self, event_id, registration_id, **_post):
        self._access_person_sudo(event_id, registration_id)
        request.env["event.registration"]._portal_access_delete(event_id, registration_id)
        return request.redirect(f"/my/agendas/{event_id}/access?saved=deleted")

    # ------------------------------------------------------------------
    # Who asks, for what
    # ------------------------------------------------------------------

    def _access_people(self, event_id):
        if event_id > NUMBER_MAX:
            raise NotFound()
        return request.env["event.registration"]._portal_access(event_id)

    def _access_person_sudo(self, event_id, registration_id):
        """A registration whose data this user may enter; the page gets texts of it only."""
        registrations = request.env["event.registration"]
        if max(event_id, registration_id) > NUMBER_MAX:
            raise NotFound()
        person_sudo = registrations._access_of_event_sudo(event_id, registration_id)
        if not person_sudo:
            raise NotFound()
        return person_sudo

    # ------------------------------------------------------------------
    # What the pages show
    # ------------------------------------------------------------------

    def _access_values(self, event_id, agenda):
        return {
            **self._prepare_portal_layout_values(),
            "page_name": "my_agenda_access",
            "agenda": agenda,
            "agenda_url": f"/my/agendas/{event_id}",
            "back": f"/my/agendas/{event_id}/access",
        }

    def _render_access_form(self, person_sudo, texts, errors=None, status=200):
        columns = person_sudo._portal_access_columns()
        person = person_sudo._portal_access_person()
        values = self._access_values(person_sudo.event_id.id, person["agenda"])
        values.update(
            person=person,
            columns=columns,
            form={column.name: texts.get(column.name, "") for column in columns},
            options=person_sudo._portal_access_options(),
            errors=errors or {},
        )
        return self._access_page("biginn_xchange.portal_agenda_access_form", values, status)

    def _access_page(self, template, values, status=200):
        response = request.render(template, values, status=status)
        response.headers["Cache-Control"] = "private, no-store"
        return response

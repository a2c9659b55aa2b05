from werkzeug.exceptions import NotFound

from odoo.exceptions import AccessError
from odoo.http import request, route

from odoo.addons.biginn_cluster.controllers.portal import BiginnPortal

from ..models.event_registration_calendar import LARGEST_ID
from .download import download, private

CALENDAR = "text/calendar; charset=utf-8"
MY_AGENDA = "/my/agendas/<int:event_id>"


class BiginnAgendaCalendar(BiginnPortal):
    """A person's programme for the own calendar: as a file, and as a link to subscribe to."""

    @route(
        f"{MY_AGENDA}/calendar",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def my_calendar(self, event_id, renewed="", **_kw):
        registration_sudo = self._own_calendar(event_id)
        return private(
            request.render(
                "biginn_xchange.portal_agenda_calendar_page",
                {
                    **self._prepare_portal_layout_values(),
                    "page_name": "my_agenda_calendar",
                    "renewed": bool(renewed),
                    "calendar": registration_sudo._calendar_values(),
                },
            )
        )

    @route(
        f"{MY_AGENDA}/calendar/renew",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def my_calendar_renew(self, event_id, number="", **_post):
        registration_sudo = self._own_calendar(event_id)
        if number.isascii() and number.isdigit() and len(number) < 10:
            # with the member's own user: the model checks whose it is
            registration = registration_sudo.with_user(request.env.user)
            registration._renew_calendar_link(int(number))
        return request.redirect(f"/my/agendas/{registration_sudo.event_id.id}/calendar?renewed=1")

    @route(
        f"{MY_AGENDA}/calendar.ics",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def my_calendar_file(self, event_id, **_kw):
        registration_sudo = self._own_calendar(event_id)
        name = f"{registration_sudo.event_id.name}.ics"
        return download(registration_sudo._calendar_file(), name, CALENDAR)

    @route(
        f"{MY_AGENDA}/agenda.ics",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def my_agenda_file(self, event_id, **_kw):
        """All items, also those one has not chosen, for who takes part."""
        event_sudo = self._own_calendar(event_id).event_id
        return download(event_sudo._calendar_file(), f"{event_sudo.name}.ics", CALENDAR)

    @route(
        "/agendas/calendar/<string:token>/agenda.ics",
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def subscribed(self, token, **_kw):
        """What calendars fetch again and again; whoever holds the link may have it."""
        registration_sudo = request.env["event.registration"]._by_calendar_token(token)
        if not registration_sudo:
            raise request.not_found()
        registration_sudo = registration_sudo.with_context(
            lang=registration_sudo.lang or request.env.lang
        )
        response = private(
            request.make_response(
                registration_sudo._calendar_file(subscribed=True),
                [("Content-Type", CALENDAR), ("X-Content-Type-Options", "nosniff")],
            )
        )
        # the calendar keeps its copy and is told in few words that it is the latest
        response.headers["Cache-Control"] = "private, no-cache"
        response.add_etag()
        return response.make_conditional(request.httprequest)

    @route(
        "/biginn/agenda/<int:event_id>/calendar",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def agenda_file(self, event_id, **_kw):
        """The whole agenda with the user's own rights; not found for all others."""
        event = request.env["event.event"].browse(min(event_id, LARGEST_ID))
        try:
            event.check_access("read")
            event.agenda_item_ids.check_access("read")
        except AccessError:
            raise request.not_found() from None
        if not event.exists() or not event.is_360:
            raise request.not_found()
        return download(event._calendar_file(), f"{event.name}.ics", CALENDAR)

    def _own_calendar(self, event_id):
        """The user's own registration at this agenda; else 404."""
        registration_sudo = request.env["event.registration"]._own_calendar(event_id)
        if not registration_sudo:
            raise NotFound()
        return registration_sudo

from odoo.http import Controller, request, route
from odoo.tools.translate import LazyTranslate

from ..models.event_event_publishing import AGENDAS_PATH
from .agenda_calendar import CALENDAR
from .download import download

_lt = LazyTranslate(__name__)

PICTURE_CACHE = 24 * 3600  # seconds; a new picture has a new address
PLACEHOLDER = "web/static/img/placeholder.png"
# What a browser paints as a picture and never runs.
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")


def sitemap_agendas(env, _rule, query):
    """Addresses for the website's sitemap: the list and a page per published agenda."""
    if not query or query.lower() in AGENDAS_PATH:
        yield {"loc": AGENDAS_PATH}
    # sudo: the domain lets through what is public
    events = env["event.event"].sudo()
    for event in events.search_fetch(events._public_agenda_domain(), ["name"]):
        address = event._public_agenda_path()
        if not query or query.lower() in address:
            yield {"loc": address}


class BiginnAgendaPublic(Controller):
    """Published agendas without an account. Which these are says `_public_agenda_domain`."""

    @route(
        AGENDAS_PATH,
        type="http",
        auth="public",
        website=True,
        readonly=True,
        methods=["GET"],
        sitemap=sitemap_agendas,
        list_as_website_content=_lt("Agendas"),
    )
    def agendas(self, **_kw):
        values = request.env["event.event"]._public_agenda_list()
        return request.render("biginn_xchange.public_agendas", values)

    @route(
        f"{AGENDAS_PATH}/<string:slug>",
        type="http",
        auth="public",
        website=True,
        readonly=True,
        methods=["GET"],
        sitemap=False,
    )
    def agenda(self, slug, **_kw):
        event_sudo = self._find_public_agenda(slug)
        page = event_sudo._public_agenda_page()
        if page["path"] != f"{AGENDAS_PATH}/{slug}":
            return request.redirect(page["path"], code=301)
        return request.render("biginn_xchange.public_agenda", {"agenda": page})

    @route(
        f"{AGENDAS_PATH}/<string:slug>/programme.ics",
        type="http",
        auth="public",
        website=True,
        readonly=True,
        methods=["GET"],
        sitemap=False,
    )
    def agenda_file(self, slug, **_kw):
        event_sudo = self._find_public_agenda(slug)
        return download(event_sudo._calendar_file(), f"{event_sudo.name}.ics", CALENDAR)

    @route(
        f"{AGENDAS_PATH}/<int:number>/picture",
        type="http",
        auth="public",
        readonly=True,
        methods=["GET"],
    )
    def agenda_picture(self, number, **_kw):
        """The picture of a published agenda, else its cluster's logo; grey for every other id."""
        event_sudo = request.env["event.event"]._public_agenda_find(number)
        binary_sudo = request.env["ir.binary"].sudo()
        stream = None
        if event_sudo.public_picture:
            stream = binary_sudo._get_image_stream_from(event_sudo, "public_picture")
        elif event_sudo.company_id.logo:
            stream = binary_sudo._get_image_stream_from(event_sudo.company_id.partner_id)
        if not stream or stream.mimetype not in PICTURES:
            stream = binary_sudo._get_placeholder_stream(PLACEHOLDER)
        stream.public = True
        response = stream.get_response(as_attachment=False, max_age=PICTURE_CACHE)
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    def _find_public_agenda(self, slug):
        """The published agenda an address names; anything else is not found."""
        _name, number = request.env["ir.http"]._unslug(slug)
        event_sudo = request.env["event.event"]._public_agenda_find(number)
        if not event_sudo:
            raise request.not_found()
        return event_sudo

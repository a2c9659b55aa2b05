from odoo.exceptions import AccessError
from odoo.http import Controller, content_disposition, request, route
from odoo.tools.translate import LazyTranslate

from odoo.addons.portal.controllers.portal import pager as portal_pager

from ..models.res_partner_directory import DIRECTORY_PATH
from ..rules import directory as rule

_lt = LazyTranslate(__name__)

SHEET = "biginn_cluster.action_report_capability_sheet"
LOGO_CACHE = 24 * 3600  # seconds; a new picture has a new address
PLACEHOLDER = "web/static/img/placeholder.png"
# What a browser paints as a picture and never runs.
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")


def sitemap_members(env, _rule, query):
    """Addresses for the website's sitemap: the list and a page per published organisation."""
    if not query or query.lower() in DIRECTORY_PATH:
        yield {"loc": DIRECTORY_PATH}
    # sudo: the domain lets through what is public
    partners = env["res.partner"].sudo()
    for partner in partners.search_fetch(partners._biginn_directory_domain(), ["name"]):
        address = partner._biginn_directory_path(partner.id, partner.name)
        if not query or query.lower() in address:
            yield {"loc": address}


class BiginnDirectory(Controller):
    """The public directory. Whom it shows decides `_biginn_directory_domain`; pages get dicts."""

    @route(
        [DIRECTORY_PATH, f"{DIRECTORY_PATH}/page/<int:page>"],
        type="http",
        auth="public",
        website=True,
        readonly=True,
        methods=["GET"],
        sitemap=sitemap_members,
        list_as_website_content=_lt("Members"),
    )
    def members(self, page=1, **raw):
        values = request.env["biginn.directory"]._answer(raw, page)
        values["pager"] = portal_pager(
            DIRECTORY_PATH,
            values["total"],
            values["page"],
            rule.PAGE_SIZE,
            url_args=values["arguments"],
        )
        return request.render("biginn_cluster.directory", values)

    @route(
        f"{DIRECTORY_PATH}/<string:slug>",
        type="http",
        auth="public",
        website=True,
        readonly=True,
        methods=["GET"],
        sitemap=False,
    )
    def member(self, slug, **_kw):
        organisation_sudo = self._find(slug)
        page = organisation_sudo._biginn_directory_page()
        if page["path"] != f"{DIRECTORY_PATH}/{slug}":
            return request.redirect(page["path"], code=301)
        return request.render("biginn_cluster.directory_member", {"member": page})

    @route(
        f"{DIRECTORY_PATH}/<string:slug>/sheet",
        type="http",
        auth="public",
        website=True,
        readonly=True,
        methods=["GET"],
        sitemap=False,
    )
    def member_sheet(self, slug, **_kw):
        return print_sheet(self._find(slug))

    @route(
        f"{DIRECTORY_PATH}/<int:number>/logo",
        type="http",
        auth="public",
        readonly=True,
        methods=["GET"],
    )
    def member_logo(self, number, **_kw):
        """The logo of a published organisation; the same grey picture for every other id."""
        organisation_sudo = request.env["res.partner"]._biginn_directory_find(number)
        binary = request.env["ir.binary"].sudo()
        stream = None
        if organisation_sudo.image_256:
            stream = binary._get_image_stream_from(organisation_sudo, "image_256")
        if not stream or stream.mimetype not in PICTURES:
            stream = binary._get_placeholder_stream(PLACEHOLDER)
        stream.public = True
        response = stream.get_response(as_attachment=False, max_age=LOGO_CACHE)
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    @route("/my/organisation/sheet", type="http", auth="user", website=True, readonly=True)
    def my_sheet(self, **_kw):
        """A member's own capability sheet, published or not."""
        own = request.env.user.partner_id._biginn_portal_organisation()
        if not own:
            raise request.not_found()
        return print_sheet(own)

    def _find(self, slug):
        """The published organisation an address names; anything else is not found."""
        _name, number = request.env["ir.http"]._unslug(slug)
        organisation_sudo = request.env["res.partner"]._biginn_directory_find(number)
        if not organisation_sudo:
            raise request.not_found()
        return organisation_sudo


def print_sheet(organisation):
    """The capability sheet as a file; whether the user may have it, the sheet's model says."""
    # sudo: members and strangers may not read report actions
    report = request.env["ir.actions.report"].sudo()
    try:
        content, _kind = report._render_qweb_pdf(SHEET, organisation.ids)
    except AccessError:
        raise request.not_found() from None
    headers = [
        ("Content-Type", "application/pdf"),
        ("Content-Disposition", content_disposition(f"{organisation.name}.pdf", "inline")),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Robots-Tag", "noindex"),
    ]
    return request.make_response(content, headers)

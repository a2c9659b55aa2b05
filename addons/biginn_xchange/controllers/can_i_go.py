from odoo.http import Controller, request, route
from odoo.tools.translate import LazyTranslate

from ..models.biginn_can_i_go import PATH

_lt = LazyTranslate(__name__)


class BiginnCanIGo(Controller):
    """The public question before everything else: may I go, and what do I get?"""

    @route(
        PATH,
        type="http",
        auth="public",
        website=True,
        readonly=True,
        methods=["GET"],
        sitemap=True,
        list_as_website_content=_lt("Can I go?"),
    )
    def can_i_go(self, **raw):
        values = request.env["biginn.programme"]._can_i_go(raw)
        return request.render("biginn_xchange.can_i_go", values)

from werkzeug.exceptions import NotFound

from odoo.exceptions import AccessError
from odoo.http import Controller, content_disposition, request, route

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class AgendaAccess(Controller):
    # not readonly: who takes a list is noted in the same transaction
    @route("/agenda-access/<int:item_id>/list.xlsx", type="http", auth="user", methods=["GET"])
    def access_list(self, item_id, **_kw):
        """The list for the facility, with the rights of who asks; kept nowhere on the way."""
        items = request.env["biginn.agenda.item"]
        if item_id > 2**31 - 1 or not items.has_access("read"):
            raise NotFound()
        item = items.search([("id", "=", item_id)])
        if not item:
            raise NotFound()
        try:
            content = item._export_access_list()
        except AccessError:
            raise NotFound() from None
        return request.make_response(
            content,
            [
                ("Content-Type", XLSX),
                ("Content-Disposition", content_disposition(f"visitors-{item.id}.xlsx")),
                ("Content-Length", len(content)),
                ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", "private, no-store"),
            ],
        )

from odoo.exceptions import AccessError, MissingError
from odoo.http import Controller, content_disposition, request, route

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class StatementController(Controller):
    @route("/biginn/statement/<int:statement_id>/workbook", type="http", auth="user", readonly=True)
    def workbook(self, statement_id, **_kwargs):
        """The workbook, under the rights of who asks: no sudo, and nothing told to others."""
        statement = request.env["biginn.statement"].browse(statement_id)
        try:
            statement._check_may_see_items()
            if not statement.exists() or statement.state == "draft":
                raise request.not_found()
            path = statement._write_workbook()
        except (AccessError, MissingError):
            raise request.not_found() from None
        try:
            # read before the cursor closes: a generator would run after it
            content = path.read_bytes()
        finally:
            path.unlink()
        name = f"{statement._report_name()}.xlsx"
        headers = [
            ("Content-Type", XLSX),
            ("Content-Disposition", content_disposition(name)),
            ("X-Content-Type-Options", "nosniff"),
        ]
        return request.make_response(content, headers)

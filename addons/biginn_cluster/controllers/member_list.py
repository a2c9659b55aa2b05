from odoo.exceptions import AccessError, MissingError
from odoo.http import Controller, content_disposition, request, route

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class MemberListController(Controller):
    @route(
        "/biginn/member-list/<int:wizard_id>/workbook",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def workbook(self, wizard_id, **_kw):
        """The workbook of one's own wizard, with one's own rights; not found for all others."""
        wizard = request.env["biginn.member.list"].browse(min(wizard_id, 2**31 - 1))
        try:
            wizard.check_access("read")
            if not wizard.exists():
                raise request.not_found()
            path = wizard._write_workbook()
        except (AccessError, MissingError):
            raise request.not_found() from None
        try:
            # read before the cursor closes: a generator would run after it
            content = path.read_bytes()
        finally:
            path.unlink()
        headers = [
            ("Content-Type", XLSX),
            ("Content-Disposition", content_disposition(f"{wizard._report_name()}.xlsx")),
            ("X-Content-Type-Options", "nosniff"),
        ]
        return request.make_response(content, headers)

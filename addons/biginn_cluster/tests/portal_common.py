from odoo.http import Request
from odoo.tests import HttpCase

from ..rules.profile_input import fingerprint
from .profile_common import ProfileCommon

SHOW = "/my/organisation"
EDIT = "/my/organisation/edit"
REQUEST = "/my/organisation/request"
FIGURES = "/my/organisation/request/figures"
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"

PDF = (
    b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    b"2 0 obj\n<< /Type /Pages /Count 0 /Kids [] >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
)


class PortalCase(ProfileCommon, HttpCase):
    """Sends the forms of the portal the way a browser without scripts does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member_org.write(
            {
                "profile_description": "We make cold things.",
                "website": "https://member.example.com",
            }
        )
        cls.capability = cls.new_capability(cls.member_org, trl=6, description="Bath cryostats")

    def sign_in(self, user):
        self.authenticate(user.login, user.login)

    def form(self, section="about", **changes):
        """The form of a section as the page shows it now, with `changes`."""
        organisation = self.member_org
        shown = organisation._biginn_portal_sections()[section]
        data = {"csrf_token": Request.csrf_token(self)}
        for column in shown.columns:
            text = organisation._portal_text(column)
            data[f"seen-{column.name}"] = fingerprint(text)
            if column.kind == "records":
                data[f"records-{column.name}"] = text.split(",") if text else []
            else:
                data[column.name] = text
        if shown.lines:
            for index, row in enumerate(organisation[shown.lines]):
                data.update(self.row(index, row))
        return {**data, **changes}

    def row(self, index, record=None, **values):
        if record:
            values = {**record._portal_row(str(index)), **values}
            values.pop("key")
        return {f"row-{index}-{name}": str(value) for name, value in values.items()}

    def post(self, section, data=None, files=None, **changes):
        """Send the form; what the database says afterwards is read afresh."""
        if data is None:
            data = self.form(section, **changes)
        response = self.url_open(f"{EDIT}/{section}", data=data, files=files)
        self.env.invalidate_all()
        return response

    def ask(self, page=REQUEST, files=None, **changes):
        """Send a change request: what stands now, with `changes`, declared."""
        organisation = self.member_org
        year = changes.get("fiscal_year")
        columns = (
            organisation._biginn_figure_columns()
            if page == FIGURES
            else organisation._biginn_guarded_columns()
        )
        data = {"csrf_token": Request.csrf_token(self), "declared": "1"}
        for column in columns:
            name = f"figure_ids.{column.name}" if year else column.name
            text = str(year) if column.name == "fiscal_year" else ""
            if column.name != "fiscal_year":
                text = organisation._biginn_guarded_text(name, int(year or 0))
            data[f"seen-{column.name}"] = text
            if column.kind != "flag" or text:
                data[column.name] = text
        response = self.url_open(page, data={**data, **changes}, files=files)
        self.env.invalidate_all()
        return response

    def requests(self):
        return self.env["biginn.change.request"].search([("partner_id", "=", self.member_org.id)])

    def last_note(self):
        return self.member_org.message_ids.sorted("id")[-1:]

from odoo.http import Request
from odoo.tests import HttpCase

from ..rules.profile_input import fingerprint
from .common import BiginnCommon

SHOW = "/my/organisation"
EDIT = "/my/organisation/edit"


class PortalCase(BiginnCommon, HttpCase):
    """Sends the profile form the way a browser without scripts does."""

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

    def form(self, **changes):
        """The form as the page shows it now, with `changes`."""
        organisation = self.member_org
        data = {
            "csrf_token": Request.csrf_token(self),
            "profile_description": organisation.profile_description or "",
            "website": organisation.website or "",
        }
        data["seen-profile_description"] = fingerprint(data["profile_description"])
        data["seen-website"] = fingerprint(data["website"])
        for index, row in enumerate(organisation.capability_ids):
            data.update(self.row(index, row))
        return {**data, **changes}

    def row(self, index, capability=None, **values):
        if capability:
            values = {
                "id": capability.id,
                "domain_id": capability.domain_id.id,
                "work_kind_id": capability.work_kind_id.id,
                "trl": capability.trl or "",
                "description": capability.description or "",
                "seen": capability._portal_mark(),
                **values,
            }
        return {f"cap-{index}-{name}": str(value) for name, value in values.items()}

    def post(self, data):
        """Send the form; what the database says afterwards is read afresh."""
        response = self.url_open(EDIT, data=data)
        self.env.invalidate_all()
        return response

    def last_note(self):
        return self.member_org.message_ids.sorted("id")[-1:]

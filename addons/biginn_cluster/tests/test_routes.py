from odoo.tests import HttpCase, tagged

from .common import BiginnCommon
from .routes_common import RoutesCommon

# What people get who have no business on a route: the public, a portal user of no organisation
# of ours, a member of another organisation. `login` is the way to the login page.
#   GET          status for (public, nobody's contact, another member)
OWN = ("login", 200, 200)  # one's own organisation, whoever asks; never somebody else's
ROUTES = {
    ("GET", "/biginn/member-list/<int:wizard_id>/workbook"): ("login", 404, 404),
    ("GET", "/members"): (200, 200, 200),
    ("GET", "/members/page/<int:page>"): (200, 200, 200),
    ("GET", "/members/<string:slug>"): (404, 404, 404),
    ("GET", "/members/<string:slug>/sheet"): (404, 404, 404),
    ("GET", "/members/<int:number>/logo"): (200, 200, 200),  # the same grey picture for all
    ("GET", "/my/language"): OWN,
    ("POST", "/my/language"): ("login", 422, 422),
    ("GET", "/my/membership"): OWN,
    ("GET", "/my/membership/<int:membership_id>/certificate"): ("login", 404, 404),
    ("GET", "/my/organisation"): OWN,
    ("GET", "/my/organisation/my-data"): OWN,
    ("GET", "/my/organisation/privacy"): OWN,
    ("POST", "/my/organisation/privacy"): ("login", 403, 422),
    ("GET", "/my/organisation/request"): ("login", 303, 200),
    ("POST", "/my/organisation/request"): ("login", 403, 422),
    ("POST", "/my/organisation/request/<int:request_id>/withdraw"): ("login", 403, 404),
    ("GET", "/my/organisation/request/figures"): ("login", 303, 200),
    ("POST", "/my/organisation/request/figures"): ("login", 403, 422),
    ("GET", "/my/organisation/team"): OWN,
    ("POST", "/my/organisation/team/act"): ("login", 403, 422),
    ("POST", "/my/organisation/team/invite"): ("login", 403, 422),
    ("POST", "/my/organisation/confirm"): ("login", 403, 303),
    ("GET", "/my/organisation/document/<int:document_id>"): ("login", 404, 404),
    ("GET", "/my/organisation/edit"): ("login", 303, 303),
    ("GET", "/my/organisation/edit/<string:section>"): ("login", 303, 200),
    ("POST", "/my/organisation/edit/<string:section>"): ("login", 403, 303),
    ("GET", "/my/organisation/sheet"): ("login", 404, 200),
    ("GET", "/my/services"): OWN,
    ("GET", "/my/services/page/<int:page>"): OWN,
}
SECRET = "Nobody else's business"


@tagged("post_install", "-at_install")
class TestRoutes(RoutesCommon, BiginnCommon, HttpCase):
    """What the public, nobody's contact and another member get."""

    addon, routes, secret = "biginn_cluster", ROUTES, SECRET
    not_ours = ("/my/account", "/my/address")  # test_portal_address

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member_org.write({"name": SECRET, "profile_description": SECRET})
        cls.membership = cls.new_membership()
        cls.wizard = cls.env["biginn.member.list"].create({})
        cls.document = cls.env["ir.attachment"].create(
            {
                "name": SECRET,
                "raw": SECRET.encode(),
                "res_model": "res.partner",
                "res_id": cls.member_org.id,
            }
        )
        cls.request = cls.env["biginn.change.request"].create(
            {
                "partner_id": cls.member_org.id,
                "company_id": cls.cluster_company.id,
                "line_ids": [(0, 0, {"field_name": "vat", "new_value": "DK1"})],
            }
        )
        cls.variables = {
            "<int:page>": 1,
            "<string:slug>": f"nobody-s-business-{cls.member_org.id}",
            "<int:number>": cls.member_org.id,
            "<int:membership_id>": cls.membership.id,
            "<int:document_id>": cls.document.id,
            "<int:wizard_id>": cls.wizard.id,
            "<int:request_id>": cls.request.id,
            "<string:section>": "about",
        }

from odoo.http import Request
from odoo.tests import HttpCase, tagged

from .common import BiginnCommon

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
class TestRoutes(BiginnCommon, HttpCase):
    """A stranger on every route; a route that nobody thought of fails here."""

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
        cls.nobody = cls.new_user("nobody", "base.group_portal")

    def ours(self):
        """Every route of our controllers, by method and pattern."""
        http, found = self.env["ir.http"], set()
        for pattern, endpoint in http._generate_routing_rules(
            sorted(self.env.registry._init_modules), converters=http._get_converters()
        ):
            if not endpoint.func.__module__.startswith("odoo.addons.biginn_cluster"):
                continue
            if pattern.startswith(("/my/account", "/my/address")):
                continue  # core's own pages, which we only narrow; test_portal_address
            methods = set(endpoint.routing["methods"] or {"GET"}) - {"HEAD", "OPTIONS"}
            found |= {(method, pattern) for method in methods}
        return found

    def address(self, pattern):
        """A route with what belongs to the member put in for its variables."""
        for variable, value in (
            ("<int:page>", "1"),
            ("<string:slug>", f"nobody-s-business-{self.member_org.id}"),
            ("<int:number>", str(self.member_org.id)),
            ("<int:membership_id>", str(self.membership.id)),
            ("<int:document_id>", str(self.document.id)),
            ("<int:wizard_id>", str(self.wizard.id)),
            ("<int:request_id>", str(self.request.id)),
            ("<string:section>", "about"),
        ):
            pattern = pattern.replace(variable, value)
        return pattern

    def test_no_route_is_missing(self):
        self.assertEqual(self.ours() ^ set(ROUTES), set())

    def test_strangers(self):
        for column, user in enumerate((None, self.nobody, self.stranger)):
            self.authenticate(user and user.login, user and user.login)
            for (method, pattern), expected in ROUTES.items():
                if method == "GET":
                    answer = self.url_open(self.address(pattern), allow_redirects=False)
                else:
                    answer = self.url_open(
                        self.address(pattern),
                        data={"csrf_token": Request.csrf_token(self), "website": "no address"},
                        allow_redirects=False,
                    )
                with self.subTest(route=pattern, method=method, user=user and user.login):
                    what = f"{method} {pattern} as {user and user.login}"
                    self.assertEqual(self.outcome(answer), expected[column], what)
                    self.assertNotIn(SECRET, answer.text, what)

    def outcome(self, answer):
        if answer.status_code in (302, 303) and "/web/login" in answer.headers["Location"]:
            return "login"
        return answer.status_code

    def test_forged_form_is_refused(self):
        """No route that writes takes a request without the token of the own session."""
        self.authenticate(self.member_editor.login, self.member_editor.login)
        for method, pattern in ROUTES:
            if method == "POST":
                answer = self.url_open(
                    self.address(pattern), data={"website": "x"}, allow_redirects=False
                )
                with self.subTest(route=pattern):
                    self.assertEqual(answer.status_code, 400, pattern)

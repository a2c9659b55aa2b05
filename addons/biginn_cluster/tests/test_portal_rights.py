from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from .portal_common import EDIT, FIGURES, REQUEST, SHOW, PortalCase


@tagged("post_install", "-at_install")
class TestPortalRights(PortalCase):
    """Who may not: readers, strangers, the public, and everybody by a side door."""

    # ------------------------------------------------------------------
    # Who may not
    # ------------------------------------------------------------------

    def test_reader_reads_only(self):
        self.sign_in(self.member_reader)
        page = self.url_open(SHOW)
        self.assertIn("We make cold things.", page.text)
        self.assertNotIn(EDIT, page.text)
        self.assertIn("Contact editor", page.text, "says whom to ask")
        for page in (f"{EDIT}/about", f"{EDIT}/capabilities"):
            self.assertTrue(self.url_open(page).url.endswith(SHOW))
        with mute_logger("odoo.http"):
            response = self.post("about", self.form(profile_description="Not mine"))
        self.assertEqual(response.status_code, 403)
        self.assertEqual(self.member_org.profile_description, "We make cold things.")

    def test_stranger_sees_and_changes_only_its_own(self):
        self.sign_in(self.stranger)
        page = self.url_open(SHOW)
        self.assertIn("Stranger SL", page.text)
        self.assertNotIn("We make cold things.", page.text)
        # The form of another organisation, sent by a stranger: lands on the stranger's own.
        self.post("about", self.form(profile_description="Taken"))
        response = self.post(
            "capabilities", self.form("capabilities", **self.row(0, self.capability, trl=1))
        )
        self.assertEqual(self.member_org.profile_description, "We make cold things.")
        self.assertRecordValues(
            self.capability, [{"partner_id": self.member_org.id, "trl": 6}]
        )
        self.assertEqual(response.status_code, 422)
        self.assertNotIn("Bath", self.url_open(SHOW).text)

    def test_public_is_sent_to_login(self):
        for page in (SHOW, EDIT, f"{EDIT}/about", REQUEST, FIGURES, f"{SHOW}/document/1"):
            self.assertIn("/web/login", self.url_open(page).url)
        response = self.post("about", {"profile_description": "x"})
        self.assertNotEqual(self.member_org.profile_description, "x")
        self.assertIn(response.status_code, (200, 400, 403))

    def test_no_csrf_token_no_change(self):
        self.sign_in(self.member_editor)
        with mute_logger("odoo.http"):
            response = self.post("about", profile_description="Forged", csrf_token="x")
            self.assertEqual(response.status_code, 400)
            for page in (REQUEST, FIGURES, f"{REQUEST}/1/withdraw", f"{SHOW}/confirm"):
                response = self.url_open(page, data={"csrf_token": "x", "name": "Forged"})
                self.assertEqual(response.status_code, 400, page)
        self.assertFalse(self.requests())
        self.assertEqual(self.member_org.profile_description, "We make cold things.")

    def test_contact_without_organisation(self):
        nobody = self.new_user("nobody", "base.group_portal")
        self.sign_in(nobody)
        self.assertEqual(self.url_open(SHOW).status_code, 200)
        self.assertTrue(self.url_open(EDIT).url.endswith(SHOW))
        self.assertNotIn("/my/organisation", self.url_open("/my").text)

    def call_kw(self, model, method, args):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": {}},
        )

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_rpc_is_no_side_door(self):
        own, capability = self.member_org.ids, self.capability.ids
        calls = (
            ("res.partner", "write", [own, {"profile_description": "rpc"}]),
            ("res.partner", "write", [own, {"name": "rpc"}]),
            ("res.partner", "write", [self.member_reader.partner_id.ids, {"email": "x@x.dk"}]),
            ("res.partner", "write", [self.member_reader.partner_id.ids, {"profile_editor": True}]),
            ("res.partner", "create", [{"name": "rpc", "parent_id": own[0]}]),
            ("res.partner", "_biginn_portal_write", [own, {"website": "https://rpc.example.com"}]),
            ("biginn.capability", "write", [capability, {"trl": 1}]),
            ("biginn.capability", "unlink", [capability]),
            ("biginn.capability", "_portal_plan", [[], own[0], "capability_ids", []]),
            (
                "biginn.capability",
                "create",
                [
                    {
                        "partner_id": own[0],
                        "domain_id": self.domains[2].id,
                        "work_kind_id": self.work_kinds[0].id,
                    }
                ],
            ),
        )
        for user in (self.member_reader, self.member_editor, self.stranger):
            self.sign_in(user)
            for model, method, args in calls:
                with (
                    self.subTest(user=user.login, model=model, method=method),
                    self.assertRaises(JsonRpcException),
                ):
                    self.call_kw(model, method, args)
        self.sign_in(self.stranger)
        self.assertFalse(
            self.call_kw("biginn.capability", "search_read", [[["id", "in", capability]], ["trl"]])
        )
        with self.assertRaises(JsonRpcException):
            self.call_kw("res.partner", "read", [own, ["profile_description"]])

    def test_model_asks_who_is_asking(self):
        values = {"profile_description": "By the model"}
        for user in (self.member_reader, self.stranger, self.env.ref("base.public_user")):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.member_org.with_user(user)._biginn_portal_write(values)
            with self.subTest(user=user.login, su=True), self.assertRaises(AccessError):
                self.member_org.with_user(user).sudo()._biginn_portal_write(values)
        editor = self.member_org.with_user(self.member_editor)
        with self.assertRaises(AccessError):
            editor._biginn_portal_write({"name": "Renamed"})
        self.assertEqual(
            editor._biginn_portal_write(values),
            {"errors": {}, "changed": ["profile_description"]},
        )

    def test_fields_of_ours_are_shut_until_listed(self):
        """A new field of a biginn addon on contacts is not readable by members by accident."""
        as_member = self.member_org.with_user(self.member_editor)
        ours = {
            name
            for name, field in as_member._fields.items()
            if field._modules and all(module.startswith("biginn_") for module in field._modules)
        }
        self.assertIn("profile_description", ours)
        for name in ours - as_member._biginn_portal_readable_fields():
            with self.subTest(field=name):
                self.assertFalse(as_member._has_field_access(as_member._fields[name], "read"))
        self.assertTrue(as_member.read(["name", "profile_description", "size_class", "vat"]))

from unittest.mock import patch

from odoo import sql_db
from odoo.exceptions import AccessError
from odoo.http import Request
from odoo.tests import tagged
from odoo.tools import mute_logger

from .portal_common import PortalCase

TEAM = "/my/organisation/team"
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"


class TeamCase(PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.editor = cls.member_editor.partner_id
        cls.reader = cls.member_reader.partner_id
        cls.everybody = (
            cls.member_editor + cls.member_reader + cls.stranger + cls.staff + cls.employee
        )

    def setUp(self):
        super().setUp()
        self.addresses = self.addresses_of_everybody()

    def addresses_of_everybody(self):
        return [
            (user.login, user.email, user.partner_id.email, user.partner_id.name)
            for user in self.everybody
        ]

    def assertAddressesUntouched(self):
        """Whatever was tried: nobody's e-mail, login or name is another one now."""
        self.env.invalidate_all()
        self.assertEqual(self.addresses_of_everybody(), self.addresses)

    def post_team(self, page, **values):
        data = {"csrf_token": Request.csrf_token(self), **values}
        response = self.url_open(f"{TEAM}/{page}", data=data)
        self.env.invalidate_all()
        return response

    def invite(self, **changes):
        values = {
            "name": "Anna Berg",
            "email": "anna@example.com",
            "function": "Head of sales",
            "lang": "en_US",
        }
        return self.post_team("invite", **{**values, **changes})

    def act(self, action, person, **changes):
        return self.post_team("act", action=action, person=str(person.id), **changes)

    def contacts(self):
        return self.env["res.partner"].search([("parent_id", "=", self.member_org.id)])


@tagged("post_install", "-at_install")
class TestPortalTeam(TeamCase):
    """Profile editors look after their team, and only after theirs."""

    # -- editing -----------------------------------------------------------------------

    def test_give_and_take_editing(self):
        self.sign_in(self.member_editor)
        self.assertIn("done=give", self.act("give", self.reader).url)
        self.assertTrue(self.reader.profile_editor)
        self.assertIn("may edit the profile", self.last_note().body)
        self.assertEqual(self.last_note().author_id, self.editor)
        self.assertIn("done=take", self.act("take", self.reader).url)
        self.assertFalse(self.reader.profile_editor)
        self.assertAddressesUntouched()

    def test_hand_over(self):
        self.sign_in(self.member_editor)
        self.assertIn("done=hand_over", self.act("hand_over", self.reader).url)
        self.assertTrue(self.reader.profile_editor)
        self.assertFalse(self.editor.profile_editor)
        with mute_logger("odoo.http"):
            self.assertEqual(self.act("take", self.reader).status_code, 403, "no longer an editor")
        self.assertTrue(self.reader.profile_editor)

    def test_never_without_an_editor(self):
        self.sign_in(self.member_editor)
        for action in ("take", "remove"):
            with self.subTest(action=action):
                response = self.act(action, self.editor)
                self.assertEqual(response.status_code, 422)
                self.assertTrue(self.editor.profile_editor)
        self.act("give", self.reader)
        self.assertIn("done=take", self.act("take", self.editor).url)
        self.assertTrue(self.reader.profile_editor)

    def test_an_editor_who_cannot_sign_in_does_not_count(self):
        self.env["res.partner"].create(
            {"name": "Named", "parent_id": self.member_org.id, "profile_editor": True}
        )
        self.sign_in(self.member_editor)
        response = self.act("take", self.editor)
        self.assertEqual(response.status_code, 422)
        self.assertIn("last one", response.text)

    def test_two_editors_at_once(self):
        """The team's row is written first: the second request sees what the first has done."""
        self.reader.profile_editor = True
        self.env.flush_all()
        queries = []
        execute = type(self.env.cr).execute

        def note(cursor, query, *args, **kwargs):
            queries.append(getattr(query, "code", query))
            return execute(cursor, query, *args, **kwargs)

        organisation = self.member_org.with_user(self.member_editor)
        with patch.object(type(self.env.cr), "execute", note):
            organisation._biginn_team_act("take", str(self.reader.id))
        updates = [query for query in queries if query.startswith("UPDATE")]
        self.assertIn("write_date = write_date", updates[0])

    # -- removing ----------------------------------------------------------------------

    def test_remove(self):
        consent = self.reader._biginn_give_consent("photos")
        self.sign_in(self.member_editor)
        self.assertIn("done=remove", self.act("remove", self.reader).url)
        self.assertFalse(self.member_reader.active)
        self.assertFalse(self.member_reader.has_group("base.group_portal"))
        self.assertTrue(self.reader.active, "the contact stays")
        self.assertEqual(self.reader.parent_id, self.member_org)
        self.assertTrue(consent.exists())
        self.assertIn("removed from the team", self.last_note().body)
        self.assertAddressesUntouched()
        page = self.url_open(TEAM).text
        self.assertIn("No access", page)
        self.assertEqual(self.act("remove", self.reader).status_code, 422, "a second click")

    def test_removed_colleague_comes_back(self):
        self.sign_in(self.member_editor)
        self.act("remove", self.reader)
        self.assertIn("done=invite", self.act("invite", self.reader).url)
        self.assertTrue(self.member_reader.active)
        self.assertTrue(self.member_reader.has_group("base.group_portal"))
        self.assertAddressesUntouched()

    def test_cluster_people_are_out_of_reach(self):
        """An employee who stands among the contacts of a member is shown and left alone."""
        self.staff.partner_id.write({"parent_id": self.member_org.id, "email": "staff@example.com"})
        self.addresses = self.addresses_of_everybody()
        self.sign_in(self.member_editor)
        self.assertIn("Works for the cluster", self.url_open(TEAM).text)
        for action in ("remove", "invite", "again", "give", "take", "hand_over"):
            with self.subTest(action=action):
                self.assertEqual(self.act(action, self.staff.partner_id).status_code, 422)
        self.assertTrue(self.staff.active)
        self.assertTrue(self.staff.has_group("biginn_cluster.group_staff"))
        self.assertFalse(self.staff.partner_id.profile_editor)
        self.assertEqual(self.invite(email="staff@example.com").status_code, 422)
        self.assertAddressesUntouched()

    # -- who may not -------------------------------------------------------------------

    def test_reader_sees_the_list_only(self):
        self.sign_in(self.member_reader)
        page = self.url_open(TEAM)
        self.assertIn("Contact editor", page.text)
        self.assertNotIn("Invite a colleague", page.text)
        self.assertNotIn(f"{TEAM}/act", page.text)
        with mute_logger("odoo.http"):
            self.assertEqual(self.invite().status_code, 403)
            for action in ("give", "take", "remove", "hand_over", "invite", "again"):
                for person in (self.reader, self.editor):
                    self.assertEqual(self.act(action, person).status_code, 403)
        self.assertEqual(self.contacts(), self.editor + self.reader)
        self.assertFalse(self.reader.profile_editor)
        self.assertAddressesUntouched()

    def test_stranger_reaches_only_its_own_team(self):
        self.sign_in(self.stranger)
        page = self.url_open(TEAM).text
        self.assertNotIn("Contact reader", page)
        for action in ("give", "take", "remove", "hand_over", "invite", "again"):
            for person in (self.reader, self.editor, self.member_org, self.staff.partner_id):
                with self.subTest(action=action, person=person.name):
                    response = self.act(action, person)
                    self.assertEqual(response.status_code, 422)
                    self.assertNotIn(person.name, response.text)
        self.assertTrue(self.member_reader.active)
        self.assertAddressesUntouched()

    def test_public_and_employee(self):
        self.assertIn("/web/login", self.url_open(TEAM).url)
        self.sign_in(self.employee)
        self.assertIn("not tied to a member", self.url_open(TEAM).text)
        with mute_logger("odoo.http"):
            self.assertEqual(self.invite().status_code, 403)
            self.assertEqual(self.act("remove", self.reader).status_code, 403)
        self.assertTrue(self.member_reader.active)

    def test_csrf(self):
        self.sign_in(self.member_editor)
        with mute_logger("odoo.http"):
            self.assertEqual(self.invite(csrf_token="x").status_code, 400)
            response = self.act("remove", self.reader, csrf_token="x")
        self.assertEqual(response.status_code, 400)
        self.assertTrue(self.member_reader.active)

    def test_wrong_input(self):
        self.sign_in(self.member_editor)
        for values in (
            {},
            {"action": "remove"},
            {"action": "remove", "person": ""},
            {"action": "remove", "person": "abc"},
            {"action": "remove", "person": "-1"},
            {"action": "remove", "person": "1" * 50_000},
            {"action": "remove", "person": "²"},
            {"action": "unlink", "person": str(self.reader.id)},
            {"action": SCRIPT, "person": str(self.reader.id)},
            {"action": "x" * 50_000, "person": str(self.reader.id)},
            {"action": "remove", "person": str(self.member_org.id)},
        ):
            with self.subTest(**{key: value[:20] for key, value in values.items()}):
                response = self.post_team("act", **values)
                self.assertEqual(response.status_code, 422)
                self.assertNotIn("<script>alert(1)", response.text)
        self.assertTrue(self.member_reader.active)

    def test_only_the_own_organisation_by_method(self):
        organisation = self.member_org.with_user(self.stranger)
        with self.assertRaises(AccessError):
            organisation._biginn_team_act("remove", str(self.reader.id))
        with self.assertRaises(AccessError):
            organisation._biginn_invite({"name": "X", "email": "x@example.com"})

    # -- the page ----------------------------------------------------------------------

    def test_script_is_text(self):
        self.reader.write({"name": SCRIPT, "function": SCRIPT})
        self.sign_in(self.member_editor)
        page = self.url_open(TEAM).text
        self.assertNotIn("<script>alert(1)", page)
        self.assertNotIn("<img src=x", page)
        self.act("give", self.reader)
        self.assertNotIn("<script>alert(1)", self.last_note().body)

    def test_queries_do_not_grow(self):
        self.sign_in(self.member_editor)
        self.new_member("third", self.member_org)
        few = self.count_queries(TEAM)
        for number in range(12):
            self.new_member(f"more{number}", self.member_org, profile_editor=number % 2)
        self.assertLessEqual(self.count_queries(TEAM), few)

    def count_queries(self, page):
        self.url_open(page)
        before = sql_db.sql_counter
        self.assertEqual(self.url_open(page).status_code, 200)
        return sql_db.sql_counter - before

import re
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields, http
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from ..rules import package, signing
from .package_common import PackageCommon

LINK = re.compile(r"/exchange/confirm/([A-Za-z0-9_-]{43})")


@tagged("post_install", "-at_install")
class TestConfirm(PackageCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.far.email = "office@far.example.com"

    def setUp(self):
        super().setUp()
        self.authenticate(None, None)

    def ask(self):
        self.exchange.action_ask_confirmation()
        self.exchange.invalidate_recordset(["confirmation_ids"])
        confirmation = self.exchange.confirmation_ids[0]
        mail = self.env["mail.mail"].search(
            [("model", "=", confirmation._name), ("res_id", "=", confirmation.id)]
        )
        self.assertFalse(LINK.search(mail.body_html), "no link in a mail that waits")
        token = LINK.search(mail._prepare_outgoing_body())[1]
        self.env.flush_all()
        return confirmation, token

    def get(self, token, path=""):
        return self.url_open(f"/exchange/confirm/{token}{path}")

    def post(self, token, **values):
        return self.url_open(
            f"/exchange/confirm/{token}", {"csrf_token": http.Request.csrf_token(self), **values}
        )

    def test_see_and_confirm(self):
        confirmation, token = self.ask()
        page = self.get(token)
        self.assertEqual(page.status_code, 200)
        for expected in (self.exchange.name, "Host UAB", "See how they do it", "Welcome"):
            self.assertIn(expected, page.text)
        self.assertIn("no-store", page.headers["Cache-Control"])
        self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(confirmation.state, "asked", "looking confirms nothing")
        answer = self.post(token, name="Ona Onaitė", answer="yes")
        self.assertEqual(answer.status_code, 200)
        self.assertIn("Thank you", answer.text)
        confirmation.invalidate_recordset()
        self.assertEqual(confirmation.state, "confirmed")
        self.assertEqual(confirmation.answered_by, "Ona Onaitė")
        self.assertTrue(confirmation.ip)
        self.assertIn("Ona Onaitė", str(self.exchange.message_ids.mapped("body")))
        # what is held about the one who answered is in the file of whom was asked, of nobody else
        office = self.new_member("far_office", self.far, profile_editor=True)
        (row,) = office.partner_id.with_user(office)._biginn_my_data()["confirmations"]
        self.assertEqual((row["answered_by"], row["ip"]), ("Ona Onaitė", confirmation.ip))
        editor = self.member_editor
        data = editor.partner_id.with_user(editor)._biginn_my_data()
        self.assertEqual(data["confirmations"], [])
        self.assertIn(self.exchange.name, [row["name"] for row in data["exchanges"]])

    def test_once_answered_the_link_shows_nothing_more(self):
        confirmation, token = self.ask()
        self.post(token, name="Ona", answer="yes")
        for response in (self.get(token), self.post(token, name="Eva", answer="no", note="x")):
            self.assertEqual(response.status_code, 410)
            self.assertNotIn("See how they do it", response.text)
        self.assertEqual(self.get(token, "/file").status_code, 410)
        confirmation.invalidate_recordset()
        self.assertEqual((confirmation.state, confirmation.answered_by), ("confirmed", "Ona"))

    def test_not_right(self):
        confirmation, token = self.ask()
        refused = self.post(token, name="Ona", answer="no")
        self.assertEqual(refused.status_code, 422)
        self.assertIn("Say what is not right", refused.text)
        self.assertIn('value="Ona"', refused.text, "nothing typed is lost")
        self.post(token, name="Ona", answer="no", note="<script>alert(1)</script>")
        confirmation.invalidate_recordset()
        self.assertEqual(confirmation.state, "declined")
        self.assertNotIn("<script>", str(self.exchange.message_ids[0].body))
        self.assertTrue(self.exchange.activity_ids)

    def test_wrong_input_gets_a_sentence(self):
        confirmation, token = self.ask()
        for values in (
            {},
            {"answer": "maybe", "name": "Ona"},
            {"answer": "yes"},
            {"answer": "yes", "name": " "},
            {"answer": "yes", "name": "x" * 5000},
            {"answer": "yes", "name": "Ona", "note": "x" * 4000},
        ):
            with self.subTest(values=str(values)[:50]):
                self.assertEqual(self.post(token, **values).status_code, 422)
        self.assertEqual(
            self.url_open(f"/exchange/confirm/{token}", {"answer": "yes"}).status_code, 400, "csrf"
        )
        self.assertEqual(confirmation.state, "asked")

    def test_a_link_that_is_none(self):
        _confirmation, token = self.ask()
        strange = signing.new_token()
        for wrong in (strange, token[:-1], token + "x", token.swapcase(), "0", "%00", "../1"):
            for path in ("", "/file"):
                with self.subTest(wrong=wrong, path=path):
                    response = self.get(wrong, path)
                    self.assertEqual(response.status_code, 404)
                    self.assertNotIn(self.exchange.name, response.text)
            self.assertEqual(self.post(wrong, name="Ona", answer="yes").status_code, 404)

    def test_a_link_expires(self):
        confirmation, token = self.ask()
        self.assertLessEqual(
            confirmation.token_expires_on,
            fields.Datetime.now() + timedelta(days=self.programme.signature_days),
        )
        confirmation.sudo().token_expires_on = fields.Datetime.now() - timedelta(seconds=1)
        self.env.flush_all()
        self.assertEqual(self.get(token).status_code, 404)
        self.assertEqual(self.post(token, name="Ona", answer="yes").status_code, 404)
        self.assertEqual(confirmation.state, "asked")

    def test_a_newer_link_replaces_the_older(self):
        first, token = self.ask()
        second, newer = self.ask()
        self.assertEqual(first.state, "void")
        self.assertEqual(self.get(token).status_code, 404)
        self.assertEqual(self.get(newer).status_code, 200)
        self.assertNotEqual(first, second)

    def test_one_link_opens_one_exchange(self):
        _confirmation, token = self.ask()
        other = self.sendable(programme_id=self.new_programme(code="OTHER").id)
        self.assertNotIn(other.name, self.get(token).text)

    def test_what_has_changed_cannot_be_confirmed(self):
        confirmation, token = self.ask()
        self.exchange.goals = "Something else"
        self.env.flush_all()
        page = self.get(token)
        self.assertIn("has changed since you were asked", page.text)
        self.assertNotIn(
            "<form", page.text.partition("o_biginn_confirm")[2].partition("</main>")[0]
        )
        answer = self.post(token, name="Ona", answer="yes")
        self.assertEqual(answer.status_code, 422)
        confirmation.invalidate_recordset()
        self.assertEqual(confirmation.state, "asked")

    def test_the_file(self):
        _confirmation, token = self.ask()
        response = self.get(token, "/file")
        self.assertEqual(response.headers["Content-Type"], "application/octet-stream")
        opened = package.open_package(response.content)
        self.assertEqual(opened.uuid, self.exchange.package_uuid)

    def test_the_secret_is_kept_nowhere(self):
        confirmation, token = self.ask()
        self.assertEqual(confirmation.sudo().token_hash, signing.token_hash(token))
        self.env.cr.execute(
            "SELECT body_html FROM mail_mail WHERE body_html LIKE %s", [f"%{token}%"]
        )
        self.assertFalse(self.env.cr.fetchall())
        for user in (self.staff, self.manager):
            mine = confirmation.with_user(user)
            self.assertNotIn("token_hash", mine.read()[0])
            for peek in (
                lambda mine=mine: mine.token_hash,
                lambda mine=mine: mine.read(["token_hash"]),
                lambda mine=mine: mine.search([("token_hash", "like", "a")]),
            ):
                with self.assertRaises(AccessError):
                    peek()
            with self.assertRaises(AccessError):
                mine.write({"state": "confirmed"})
            with self.assertRaises(AccessError):
                mine.unlink()
        self.assertFalse(confirmation.with_user(self.other_manager).search([]))
        for user in (self.member_editor, self.employee):
            with self.assertRaises(AccessError):
                confirmation.with_user(user).search([])

    def test_who_may_ask(self):
        for user in (self.member_editor, self.employee, self.other_manager):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                self.exchange.with_user(user).action_ask_confirmation()
        self.far.email = False
        with self.assertRaisesRegex(UserError, "e-mail"):
            self.exchange.action_ask_confirmation()
        self.assertFalse(self.exchange.confirmation_ids)

    def test_the_link_lives_as_long_as_the_programme_says(self):
        self.programme.signature_days = 5
        with freeze_time("2023-04-01 12:00:00"):
            confirmation, _token = self.ask()
        self.assertEqual(str(confirmation.token_expires_on), "2023-04-06 12:00:00")

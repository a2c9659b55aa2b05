import re
from unittest.mock import patch

from odoo import sql_db
from odoo.exceptions import AccessError
from odoo.http import Request
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..rules.profile_input import fingerprint
from .portal_common import PortalCase

PRIVACY = "/my/organisation/privacy"
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"


@tagged("post_install", "-at_install")
class TestPortalPrivacy(PortalCase):
    """A member gives and withdraws consents; nobody does it for another."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reader = cls.member_reader.partner_id
        cls.editor = cls.member_editor.partner_id

    def words(self, purpose):
        return self.env.ref(f"biginn_cluster.consent_purpose_{purpose}")._text(self.cluster_company)

    def switch(self, purpose, action="give", **changes):
        data = {
            "csrf_token": Request.csrf_token(self),
            "purpose": purpose,
            "action": action,
            "seen": fingerprint(self.words(purpose)) if purpose in ("photos", "directory") else "",
            **changes,
        }
        response = self.url_open(PRIVACY, data=data)
        self.env.invalidate_all()
        return response

    # -- giving and withdrawing --------------------------------------------------------

    def test_give_and_withdraw(self):
        self.sign_in(self.member_reader)
        response = self.switch("photos")
        self.assertIn("saved=given", response.url)
        consent = self.reader.consent_ids
        self.assertRecordValues(
            consent,
            [
                {
                    "purpose": "photos",
                    "source": "portal",
                    "given_by_id": self.reader.id,
                    "wording": self.words("photos"),
                    "wording_version": 1,
                    "lang": "en_US",
                    "withdrawn_on": False,
                }
            ],
        )
        self.assertIn("withdrawn", self.switch("photos", "withdraw").url)
        self.assertRecordValues(
            consent,
            [{"withdrawn_by_id": self.reader.id, "withdrawn_source": "portal"}],
        )
        page = self.url_open(PRIVACY).text
        self.assertIn("History", page)
        self.assertIn("Contact reader", page)

    def test_double_clicks(self):
        self.sign_in(self.member_reader)
        for _click in range(3):
            self.assertEqual(self.switch("photos").status_code, 200)
        self.assertEqual(len(self.reader.consent_ids), 1)
        for _click in range(3):
            self.assertEqual(self.switch("photos", "withdraw").status_code, 200)
        self.assertEqual(len(self.reader.consent_ids), 1)

    def test_editor_publishes_the_organisation(self):
        self.sign_in(self.member_editor)
        self.switch("directory")
        self.assertTrue(self.member_org.published_in_directory)
        self.assertEqual(self.member_org.consent_ids.given_by_id, self.editor)
        self.assertFalse(self.editor.consent_ids)
        self.switch("directory", "withdraw")
        self.assertFalse(self.member_org.published_in_directory)

    def test_words_unseen_are_not_agreed_to(self):
        self.sign_in(self.member_reader)
        seen = fingerprint(self.words("photos"))
        self.env.ref("biginn_cluster.consent_purpose_photos").wording = "Something else entirely."
        response = self.switch("photos", seen=seen)
        self.assertEqual(response.status_code, 422)
        self.assertIn("words have changed", response.text)
        self.assertFalse(self.reader.consent_ids)

    def test_purpose_switched_off(self):
        purpose = self.env.ref("biginn_cluster.consent_purpose_photos")
        self.reader._biginn_give_consent("photos")
        purpose.active = False
        self.sign_in(self.member_editor)
        self.assertNotIn("consent-photos", self.url_open(PRIVACY).text)
        self.assertEqual(self.switch("photos").status_code, 422)
        self.sign_in(self.member_reader)
        self.assertIn(
            "consent-photos", self.url_open(PRIVACY).text, "what was given stays in sight"
        )
        self.switch("photos", "withdraw")
        self.assertFalse(self.reader._biginn_has_consent("photos"))

    def test_proof_in_the_members_language(self):
        self.env["res.lang"]._activate_lang("da_DK")
        purpose = self.env.ref("biginn_cluster.consent_purpose_photos")
        purpose.with_context(lang="da_DK").wording = "{cluster} må tage billeder af mig."
        self.reader.lang = "da_DK"
        self.sign_in(self.member_reader)
        self.assertIn("må tage billeder", self.url_open(PRIVACY).text)
        words = "Cluster of tests må tage billeder af mig."
        self.switch("photos", seen=fingerprint(words))
        self.assertEqual(self.reader.consent_ids.lang, "da_DK")
        self.assertEqual(self.reader.consent_ids.wording, words)

    # -- who may not -------------------------------------------------------------------

    def test_reader_does_not_publish(self):
        self.sign_in(self.member_reader)
        page = self.url_open(PRIVACY).text
        self.assertIn("Only the profile editors of Member A/S decide this.", page)
        with mute_logger("odoo.http"):
            response = self.switch("directory")
        self.assertEqual(response.status_code, 403)
        self.assertFalse(self.member_org.consent_ids)

    def test_reader_does_not_withdraw_the_organisations(self):
        self.member_org._biginn_give_consent("directory")
        self.sign_in(self.member_reader)
        with mute_logger("odoo.http"):
            self.assertEqual(self.switch("directory", "withdraw").status_code, 403)
        self.assertTrue(self.member_org.published_in_directory)

    def test_siblings_and_strangers_see_nothing_of_it(self):
        self.reader._biginn_give_consent("photos")
        self.member_org._biginn_give_consent("directory")
        self.sign_in(self.stranger)
        page = self.url_open(PRIVACY).text
        self.assertNotIn("Member A/S", page)
        self.assertNotIn("Contact reader", page)
        self.switch("photos", "withdraw")
        self.assertTrue(self.reader._biginn_has_consent("photos"))
        self.sign_in(self.member_editor)
        self.switch("photos", "withdraw")
        self.assertTrue(self.reader._biginn_has_consent("photos"), "a colleague's own")
        self.assertNotIn('aria-checked="true" aria-labelledby="consent-photos"', page)

    def test_for_nobody_else_by_method(self):
        for user, whose in (
            (self.member_editor, self.reader),
            (self.stranger, self.reader),
            (self.staff, self.reader),
        ):
            with self.subTest(user=user.login):
                reason = whose.with_user(user)._get_cannot_consent_reason("photos")
                self.assertTrue(reason)
        with self.assertRaises(AccessError):
            self.reader.with_user(self.member_editor)._biginn_portal_consent("photos", True)

    def test_public_and_employee(self):
        self.assertIn("/web/login", self.url_open(PRIVACY).url)
        self.sign_in(self.employee)
        self.assertIn("not tied to a member", self.url_open(PRIVACY).text)
        with mute_logger("odoo.http"):
            self.assertEqual(self.switch("photos").status_code, 403)
        self.assertFalse(self.employee.partner_id.consent_ids)

    def test_wrong_input(self):
        self.sign_in(self.member_reader)
        for changes in (
            {"purpose": "everything"},
            {"purpose": ""},
            {"purpose": SCRIPT},
            {"purpose": "x" * 100_000},
            {"purpose": "photos", "action": "delete"},
            {"purpose": "photos", "action": ""},
            {"purpose": "photos", "seen": ""},
            {"purpose": "photos", "seen": "0" * 100_000},
        ):
            with self.subTest(**{key: value[:20] for key, value in changes.items()}):
                response = self.switch(changes.pop("purpose"), **changes)
                self.assertEqual(response.status_code, 422)
                self.assertNotIn("<script>alert(1)", response.text)
        self.assertFalse(self.reader.consent_ids)

    def test_file_in_the_place_of_text(self):
        self.sign_in(self.member_reader)
        response = self.url_open(
            PRIVACY,
            data={"csrf_token": Request.csrf_token(self), "action": "give"},
            files={"purpose": ("photos.txt", b"photos")},
        )
        self.assertEqual(response.status_code, 422)

    def test_csrf(self):
        self.sign_in(self.member_reader)
        with mute_logger("odoo.http"):
            self.assertEqual(self.switch("photos", csrf_token="x").status_code, 400)
        self.assertFalse(self.reader.consent_ids)

    def test_rpc_has_no_door(self):
        """Only names without underscore can be called from outside; the model refuses those."""
        consent = self.reader._biginn_give_consent("photos")
        for user in (self.member_reader, self.member_editor, self.stranger):
            self.sign_in(user)
            for method, args in (
                ("write", [consent.ids, {"withdrawn_on": "2020-01-01"}]),
                ("unlink", [consent.ids]),
                ("create", [[{"partner_id": self.reader.id, "purpose": "newsletter"}]]),
                ("action_withdraw", [consent.ids]),
                ("_portal_line", [consent.ids]),
            ):
                with self.subTest(user=user.login, method=method), mute_logger("odoo.http"):
                    result = self.url_open(
                        f"/web/dataset/call_kw/biginn.consent/{method}",
                        json={
                            "jsonrpc": "2.0",
                            "params": {
                                "model": "biginn.consent",
                                "method": method,
                                "args": args,
                                "kwargs": {},
                            },
                        },
                    ).json()
                    self.assertIn("error", result)
        self.env.invalidate_all()
        self.assertFalse(consent.withdrawn_on)
        self.assertEqual(len(self.reader.consent_ids), 1)

    # -- the page ----------------------------------------------------------------------

    def test_script_is_text(self):
        self.env.ref("biginn_cluster.consent_purpose_photos").write(
            {"name": SCRIPT, "wording": SCRIPT}
        )
        self.reader.name = SCRIPT
        self.reader._biginn_give_consent("photos", given_by_id=self.reader.id)
        self.sign_in(self.member_reader)
        page = self.url_open(PRIVACY).text
        self.assertNotIn("<script>alert(1)", page)
        self.assertNotIn("<img src=x", page)
        self.assertIn("&lt;script&gt;alert(1)", page)

    def test_switches_have_names_and_states(self):
        self.reader._biginn_give_consent("photos")
        self.sign_in(self.member_reader)
        page = self.url_open(PRIVACY).text
        switches = re.findall(r"<button[^>]*role=\"switch\"[^>]*>", page)
        self.assertEqual(len(switches), 3, "the organisation's is not this reader's")
        self.assertEqual(sum('aria-checked="true"' in switch for switch in switches), 1)
        for switch in switches:
            target = re.search(r'aria-labelledby="([\w-]+)"', switch)[1]
            self.assertIn(f'id="{target}"', page)

    def test_queries_do_not_grow(self):
        self.sign_in(self.member_reader)

        def change_ones_mind(times):
            for purpose in ("photos", "newsletter") * times:
                self.reader._biginn_give_consent(purpose, given_by_id=self.staff.partner_id.id)
                self.reader._biginn_withdraw_consent(purpose)

        change_ones_mind(1)
        few = self.count_queries(PRIVACY)
        change_ones_mind(20)
        self.assertLessEqual(self.count_queries(PRIVACY), few)

    def count_queries(self, page):
        self.url_open(page)
        before = sql_db.sql_counter
        self.assertEqual(self.url_open(page).status_code, 200)
        return sql_db.sql_counter - before

    def test_race_of_two_clicks(self):
        """The second of two at once finds the unique index, not a crash."""
        partner = type(self.reader)
        self.reader._biginn_give_consent("photos")
        member = self.reader.with_user(self.member_reader)
        with (
            patch.object(partner, "_biginn_with_consent", lambda self, _purpose: self.browse()),
            mute_logger("odoo.sql_db"),
        ):
            sentence = member._biginn_portal_consent(
                "photos", True, fingerprint(self.words("photos"))
            )
        self.assertFalse(sentence)
        self.assertEqual(len(self.reader.consent_ids), 1)

    def test_tour(self):
        self.start_tour(PRIVACY, "biginn_member_consents", login=self.member_editor.login)
        self.assertRecordValues(
            self.member_org.consent_ids,
            [{"purpose": "directory", "withdrawn_source": "portal"}],
        )
        self.assertFalse(self.member_org.published_in_directory)

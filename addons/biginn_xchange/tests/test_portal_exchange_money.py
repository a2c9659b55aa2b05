from odoo import fields
from odoo.http import Request
from odoo.tests import HttpCase, tagged

from odoo.addons.biginn_cluster.tests.portal_common import PDF

from .common import XchangeCommon

SCRIPT = "<script>alert(1)</script>"
IBAN = "DK50 0040 0440 1162 43"


@tagged("post_install", "-at_install")
class TestPortalExchangeMoney(XchangeCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.exchange = cls.new_completed()
        cls.host_user = cls.new_member("host", cls.host_org, profile_editor=True)

    def url(self, path=""):
        return f"/my/exchanges/{self.exchange.id}{path}"

    def page(self, user, path="", status=200):
        self.authenticate(user.login, user.login)
        answer = self.url_open(self.url(path), allow_redirects=False)
        self.assertEqual(answer.status_code, status)
        return answer.text

    def send(self, user, path, status=303, files=None, **data):
        self.authenticate(user.login, user.login)
        answer = self.url_open(
            self.url(path),
            data={"csrf_token": Request.csrf_token(self), **data},
            files=files,
            allow_redirects=False,
        )
        self.assertEqual(answer.status_code, status)
        self.env.invalidate_all()
        return answer.text

    # -- the account -------------------------------------------------------------------

    def test_an_editor_enters_the_account(self):
        self.assertIn("Enter the bank account", self.page(self.member_editor))
        self.assertIn("IBAN", self.page(self.member_editor, "/bank"))
        for _click in range(2):
            self.send(self.member_editor, "/bank", account=IBAN.lower(), declared="1")
        account = self.exchange.bank_account_id
        self.assertEqual((account.acc_number, account.partner_id), (IBAN, self.visiting_org))
        self.assertFalse(account.allow_out_payment)
        self.assertEqual(self.exchange.bank_state, "proposed")
        self.assertEqual(len(self.visiting_org.bank_ids), 1)
        text = self.page(self.member_editor)
        self.assertIn("DK50 … 6243", text)
        self.assertNotIn("0440 1162", text)
        self.exchange.with_user(self.manager).action_confirm_bank()
        self.assertIn("Confirmed", self.page(self.member_reader))

    def test_what_is_wrong_stands_beside_its_field(self):
        for changes, sentence in (
            ({"account": "DK50 0040 0440 1162 44"}, "check digits"),
            ({"account": ""}, "fill this in"),
            ({"account": "12345678"}, "Write the IBAN"),
            ({"account": "9" * 5000}, "too long"),
            ({"account": SCRIPT}, "letters and digits"),
            ({"account": "DK\x0050"}, "too short"),
            ({"holder": "x" * 500}, "too long"),
            ({"declared": ""}, "fill this in"),
        ):
            data = {"account": IBAN, "declared": "1", "holder": "Keep me A/S", **changes}
            with self.subTest(changes=str(changes)[:60]):
                text = self.send(self.member_editor, "/bank", 422, **data)
                self.assertIn(sentence, text)
                self.assertNotIn(SCRIPT, text)
                if "holder" not in changes:
                    self.assertIn("Keep me A/S", text, "nothing typed is lost")
        self.assertFalse(self.exchange.bank_account_id)

    def test_who_may(self):
        for user, status in (
            (self.member_reader, 422),
            (self.host_user, 422),
            (self.stranger, 404),
        ):
            with self.subTest(user=user.login):
                self.send(user, "/bank", status, account=IBAN, declared="1")
                self.page(user, "/bank", 404 if status == 404 else 303)
        self.assertFalse(self.exchange.bank_account_id)
        self.assertFalse(self.env["res.partner.bank"].search([("acc_number", "=", IBAN)]))
        self.authenticate(None, None)
        answer = self.url_open(self.url("/bank"), allow_redirects=False)
        self.assertIn("/web/login", answer.headers["Location"])
        self.authenticate(self.member_editor.login, self.member_editor.login)
        answer = self.url_open(self.url("/bank"), data={"account": IBAN})
        self.assertEqual(answer.status_code, 400, "no form without its token")

    def test_the_host_sees_no_money(self):
        self.give_account(self.exchange)
        text = self.page(self.host_user)
        self.assertNotIn("Bank account", text)
        self.assertNotIn("DK", text.split("exchange_money")[1])

    def test_another_account_later_asks_anew(self):
        self.give_account(self.exchange)
        self.assertEqual(self.exchange.bank_state, "confirmed")
        bill = self.make_bill(self.exchange, post=False)
        self.send(self.member_editor, "/bank", account=IBAN, declared="1")
        self.assertEqual(self.exchange.bank_state, "changed")
        self.assertFalse(bill.partner_bank_id)
        self.exchange.with_user(self.manager).action_confirm_bank()
        bill.action_post()
        text = self.send(self.member_editor, "/bank", 422, account=self.new_iban(5), declared="1")
        self.assertIn("cannot change any more", text)
        self.page(self.member_editor, "/bank", 303)

    def test_an_account_that_was_set_aside(self):
        account = self.new_bank_account(self.visiting_org, 3)
        account.active = False
        text = self.send(self.member_editor, "/bank", 422, account=account.acc_number, declared="1")
        self.assertIn("set this account aside", text)

    # -- the declaration ---------------------------------------------------------------

    def declare(self, status=303, files=None, **data):
        return self.send(self.member_editor, "/declaration", status, files, **data)

    def declarations(self):
        return self.visiting_org.env["biginn.de.minimis.declaration"].search([])

    def test_declare(self):
        self.exchange._store({"state": "submitted"})
        self.assertIn("Declare other aid", self.page(self.member_editor))
        self.assertIn("Granted by", self.page(self.member_editor, "/declaration"))
        self.declare(
            declared="1",
            files={"document": ("../../paper.exe", PDF)},
            **{
                "row-0-granted_on": "2025-05-01",
                "row-0-authority": f"Fund {SCRIPT}",
                "row-0-amount": "12000",
            },
        )
        declaration = self.declarations()
        self.assertEqual(declaration.partner_id, self.visiting_org)
        self.assertEqual(declaration.company_id, self.cluster_company)
        self.assertEqual(declaration.signed_on, fields.Date.today())
        self.assertEqual((declaration.other_aid, declaration.signer), (12000, "Contact editor"))
        self.assertEqual(declaration.attachment_id.name, "paper.pdf")
        self.assertFalse(declaration.attachment_id.public)
        rows = self.exchange.finding_ids
        self.assertEqual(
            rows.filtered(lambda one: one.rule == "de_minimis_declaration").verdict, "passed"
        )
        self.assertIn("declared on", self.page(self.member_editor))
        data = self.member_editor.partner_id.with_user(self.member_editor)._biginn_my_data()
        self.assertEqual(data["de_minimis_aid"][0]["amount"], 12000)

    def test_nothing_received(self):
        self.declare(declared="1")
        self.assertEqual(self.declarations().other_aid, 0)

    def test_wrong_declarations(self):
        good = {
            "row-0-granted_on": "2025-05-01",
            "row-0-authority": "Fund",
            "row-0-amount": "12000",
            "declared": "1",
        }
        for changes, sentence in (
            ({"declared": ""}, "confirm"),
            ({"row-0-granted_on": "2099-01-01"}, "has not come"),
            ({"row-0-granted_on": "soon"}, "Write the day"),
            ({"row-0-amount": "-5"}, ""),
            ({"row-0-amount": "0"}, "more than nothing"),
            ({"row-0-authority": ""}, "fill this in"),
            ({"row-0-authority": "x" * 300}, "too long"),
        ):
            with self.subTest(changes=str(changes)[:60]):
                text = self.declare(422, **{**good, **changes})
                self.assertIn(sentence, text)
                if "row-0-amount" not in changes:
                    self.assertIn("12000", text)
        self.assertIn("PDF", self.declare(422, {"document": ("a.pdf", b"MZ")}, **good))
        self.assertFalse(self.declarations())

    def test_who_may_declare(self):
        for user, status in (
            (self.member_reader, 422),
            (self.host_user, 422),
            (self.stranger, 404),
        ):
            with self.subTest(user=user.login):
                self.send(user, "/declaration", status, declared="1")
                self.page(user, "/declaration", 404 if status == 404 else 303)
        self.assertFalse(self.declarations())
        self.programme.de_minimis_ceiling = 0
        self.page(self.member_editor, "/declaration", 303)
        self.assertNotIn("de minimis", self.page(self.member_editor))

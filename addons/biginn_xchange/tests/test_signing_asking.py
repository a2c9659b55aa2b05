from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCase

from ..models.biginn_signature_asking import LINK, TOKEN_PLACE
from ..rules import signing
from .common import XchangeCommon


@tagged("post_install", "-at_install")
class TestSigningAsking(XchangeCommon, MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterClassContext(freeze_time("2023-04-20 10:00:00"))
        cls.member_editor.partner_id.lang = "en_US"
        cls.exchange = cls.build(cls.new_exchange(user_id=cls.staff.id))
        cls.exchange.action_validate()
        cls.exchange.action_request_signatures()
        cls.paper = cls.exchange._paper("commitment")

    def signature(self, role):
        return self.paper.signature_ids.filtered(lambda each: each.role == role)

    def mails(self, signature=None):
        signatures = signature or self.exchange.signature_ids
        return self.env["mail.mail"].search(
            [("model", "=", "biginn.signature"), ("res_id", "in", signatures.ids)], order="id"
        )

    def run_cron(self, on):
        with freeze_time(on), self.enter_registry_test_mode():
            self.env.ref("biginn_xchange.cron_signature_asking").method_direct_trigger()
        self.env.invalidate_all()

    # -- links -----------------------------------------------------------------------

    def test_a_link_opens_one_signature_and_only_its_hash_is_kept(self):
        visitor = self.signature("visitor")
        token = visitor._new_token()
        signatures = self.env["biginn.signature"]
        self.assertEqual(signatures._by_token(token), (visitor, ""))
        self.assertEqual(visitor.sudo().token_hash, signing.token_hash(token))
        self.env.flush_all()
        self.env.cr.execute("SELECT row_to_json(s)::text FROM biginn_signature s")
        self.assertNotIn(token, " ".join(row for (row,) in self.env.cr.fetchall()))
        for wrong in (token[:-1], token + "A", token.swapcase(), "", None, "%" * 43, 7):
            with self.subTest(wrong=wrong):
                found, problem = signatures._by_token(wrong)
                self.assertEqual((bool(found), problem), (False, "unknown"))

    def test_a_newer_link_replaces_the_older(self):
        visitor = self.signature("visitor")
        first, second = visitor._new_token(), visitor._new_token()
        self.assertEqual(self.env["biginn.signature"]._by_token(first)[1], "unknown")
        self.assertEqual(self.env["biginn.signature"]._by_token(second)[1], "")

    def test_links_run_out_are_used_up_and_go_with_the_paper(self):
        visitor, host = self.signature("visitor"), self.signature("host")
        token, other = visitor._new_token(), host._new_token()
        life = timedelta(days=self.programme.signature_days)
        with freeze_time(fields.Datetime.now() + life - timedelta(seconds=1)):
            self.assertEqual(visitor._by_token(token)[1], "")
        with freeze_time(fields.Datetime.now() + life):
            self.assertEqual(visitor._by_token(token)[1], "expired")
            self.assertFalse(visitor._by_token(token)[0])
        visitor.sudo()._sign("Ona Example")
        self.assertEqual(visitor._by_token(token)[1], "signed")
        with self.assertRaises(UserError):
            visitor._new_token()
        with self.assertRaises(UserError):
            visitor.sudo()._sign("Somebody Else")
        self.exchange.write({"goals": "Others"})
        for each in (token, other):
            self.assertEqual(visitor._by_token(each)[1], "unknown", "void with the paper")

    def test_who_is_asked_instead_gets_a_link_of_the_own(self):
        visitor = self.signature("visitor")
        token = visitor._new_token()
        visitor.with_user(self.staff).signer_id = self.member_reader.partner_id
        self.assertEqual(visitor._by_token(token)[1], "unknown")
        self.assertFalse(visitor.asked_on)

    def test_staff_hand_over_a_link(self):
        action = self.signature("host").with_user(self.staff).action_show_link()
        token = action["params"]["message"].split(LINK)[1].split()[0]
        self.assertEqual(self.signature("host")._by_token(token)[0], self.signature("host"))

    # -- mails -----------------------------------------------------------------------

    def test_the_waiting_mail_holds_no_link_the_sent_one_does(self):
        visitor = self.signature("visitor")
        mail = self.mails(visitor)
        self.assertEqual(len(mail), 1)
        self.assertEqual(mail.recipient_ids, visitor.signer_id)
        self.assertIn(f"{LINK}{TOKEN_PLACE}", mail.body_html)
        self.assertFalse(visitor.sudo().token_hash)
        with self.mock_mail_gateway():
            mail.send()
        body = self._mails[0]["body"]
        self.assertNotIn(TOKEN_PLACE, body)
        token = body.split(LINK)[1].split('"')[0]
        self.assertEqual(visitor._by_token(token), (visitor, ""))
        self.env.flush_all()
        self.env.cr.execute("SELECT body FROM mail_message WHERE body LIKE %s", [f"%{token}%"])
        self.assertFalse(self.env.cr.fetchall())

    def test_all_are_asked_in_their_language_and_told_at_the_end(self):
        self.assertEqual(len(self.mails()), len(self.paper.signature_ids.filtered("email")))
        self.mails().unlink()
        self.sign(self.exchange, kind="commitment")
        done = self.mails().filtered(lambda mail: mail.subject.startswith("Signed by all"))
        self.assertEqual(done.attachment_ids, self.paper.attachment_id)
        subjects = self.mails().mapped("subject")
        done = [subject for subject in subjects if subject.startswith("Signed by all")]
        self.assertEqual(len(done), len(self.paper.signature_ids.filtered("email")))

    # -- reminders -------------------------------------------------------------------

    def test_each_reminder_once_and_one_task(self):
        self.mails().unlink()
        reached = self.paper.signature_ids.filtered("email")
        for on, wanted in (
            ("2023-04-26", 0),
            ("2023-04-27", 1),
            ("2023-04-27 18:00", 1),
            ("2023-05-03", 1),
            ("2023-05-04", 2),
            ("2023-05-07", 2),
        ):
            self.run_cron(on)
            with self.subTest(on=on):
                self.assertEqual(len(self.mails()), wanted * len(reached))
                self.assertEqual(len(self.tasks()), int(bool(wanted)))
        self.assertEqual(self.tasks().user_id, self.staff)
        self.sign(self.exchange)
        self.assertFalse(self.tasks())

    def tasks(self):
        return self.exchange.activity_search(["biginn_xchange.mail_activity_type_signature"])

    def test_no_reminder_where_the_programme_says_none_or_all_is_over(self):
        self.mails().unlink()
        self.programme.reminder_days = False
        self.run_cron("2023-05-05")
        self.assertFalse(self.mails())
        self.programme.reminder_days = "7"
        self.exchange.action_cancel("No time")
        self.run_cron("2023-05-06")
        self.assertFalse(self.mails())

    def test_after_a_change_one_mail_for_all_of_it(self):
        self.mails().unlink()
        for goals in ("One", "Two", "Three"):
            self.exchange.write({"goals": goals})
        self.assertFalse(self.mails())
        self.run_cron("2023-04-20 10:20:00")
        self.assertEqual(len(self.mails()), len(self.paper.signature_ids.filtered("email")))
        self.run_cron("2023-04-20 11:20:00")
        self.assertEqual(len(self.mails()), len(self.paper.signature_ids.filtered("email")))

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import BiginnCommon


@tagged("post_install", "-at_install")
class TestMemberMail(BiginnCommon):
    """Who gets a mail to the selected organisations, and what Odoo's composer makes of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.editor = cls.member_editor.partner_id
        cls.reader = cls.member_reader.partner_id
        cls.other = cls.stranger.partner_id
        cls.alone = cls.new_organisation("No people", email="office@alone.example")

    def wizard(self, organisations=None, **values):
        organisations = organisations or self.member_org | self.stranger_org | self.alone
        model = self.env["biginn.member.mail"].with_user(self.staff)
        context = {"active_model": "res.partner", "active_ids": organisations.ids}
        return model.with_context(**context).create(values)

    def test_recipients(self):
        for recipients, expected in (
            ("editors", self.editor | self.other),
            ("main", self.editor | self.other),
            ("everybody", self.editor | self.reader | self.other),
            ("organisation", self.alone),
        ):
            with self.subTest(recipients=recipients):
                wizard = self.wizard(recipients=recipients)
                self.assertEqual(wizard.recipient_ids, expected)
                self.assertEqual(wizard.recipient_count, len(expected))

    def test_who_is_left_out_is_told(self):
        self.reader.email = "EDITOR@example.com"
        self.env["mail.blacklist"].create({"email": self.other.email})
        wizard = self.wizard(recipients="everybody")
        self.assertEqual(wizard.recipient_ids, self.editor, "and not the same address twice")
        self.assertIn("1 asked not to be written to", wizard.skipped_text)
        self.assertIn("1 share an address", wizard.skipped_text)
        self.assertIn("No people", wizard.skipped_text)
        self.other.email = "new@example.com"
        self.editor.message_bounce = 1
        wizard = self.wizard(recipients="editors")
        self.assertEqual(wizard.recipient_ids, self.other)
        self.assertIn("the last mail came back", wizard.skipped_text)

    def test_newsletter_needs_consent(self):
        wizard = self.wizard(purpose="newsletter", recipients="everybody")
        self.assertFalse(wizard.recipient_ids)
        self.assertIn("3 have not agreed", wizard.skipped_text)
        with self.assertRaisesRegex(UserError, "Nobody would get this mail"):
            wizard.action_compose()
        self.reader._biginn_give_consent("newsletter", source="staff")
        wizard = self.wizard(purpose="newsletter", recipients="everybody")
        self.assertEqual(wizard.recipient_ids, self.reader)
        body = wizard.action_compose()["context"]["default_body"]
        self.assertIn("/my/organisation/privacy", body)

    def test_language(self):
        self.env["res.lang"]._activate_lang("da_DK")
        self.editor.lang = "da_DK"
        wizard = self.wizard(recipients="editors")
        self.assertIn("1 Danish", wizard.language_text)
        wizard = self.wizard(recipients="editors", lang="da_DK")
        self.assertEqual(wizard.recipient_ids, self.editor)
        self.assertEqual(wizard.action_compose()["context"]["default_lang"], "da_DK")

    def test_from_memberships(self):
        membership = self.new_membership(self.stranger_org)
        model = self.env["biginn.member.mail"].with_user(self.staff)
        wizard = model.with_context(
            active_model="biginn.membership", active_ids=membership.ids
        ).create({})
        self.assertEqual(wizard.recipient_ids, self.other)

    def test_form_recomputes(self):
        context = {"active_model": "res.partner", "active_ids": self.member_org.ids}
        model = self.env["biginn.member.mail"].with_user(self.staff)
        with Form(model.with_context(**context)) as form:
            self.assertEqual(form.recipient_count, 1)
            form.recipients = "everybody"
            self.assertEqual(form.recipient_count, 2)

    def test_composer_sends_one_mail_each(self):
        action = self.wizard(recipients="editors").action_compose()
        composer = self.env["mail.compose.message"].with_user(self.staff)
        message = composer.with_context(**action["context"]).create(
            {"subject": "General meeting", "body": "<p>Welcome</p>", "force_send": False}
        )
        mails, _messages = message._action_send_mail()
        self.assertEqual(mails.recipient_ids, self.editor | self.other)
        self.assertEqual(len(mails), 2)
        self.assertEqual(set(mails.mapped("subject")), {"General meeting"})
        self.assertEqual(set(mails.mapped("res_id")), set((self.editor | self.other).ids))
        self.assertTrue(all("Welcome" in body for body in mails.mapped("body_html")))

    def test_newsletter_keeps_its_closing_words(self):
        self.reader._biginn_give_consent("newsletter", source="staff")
        action = self.wizard(purpose="newsletter", recipients="everybody").action_compose()
        composer = self.env["mail.compose.message"].with_user(self.staff)
        message = composer.with_context(**action["context"]).create({"subject": "News"})
        self.assertIn("/my/organisation/privacy", message.body)
        mails, _messages = message._action_send_mail()
        self.assertEqual(mails.recipient_ids, self.reader)

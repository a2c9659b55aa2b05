from datetime import timedelta
from unittest.mock import patch

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .profile_common import ProfileCommon


class RemindersCommon(ProfileCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.today()
        cls.env["res.lang"]._activate_lang("da_DK")
        cls.member_editor.partner_id.lang = "da_DK"
        cls.membership = cls.new_membership(date_start=cls.today - relativedelta(years=3))
        # nothing of the database the tests happen to run in
        cls.env["biginn.certificate"].search([]).write({"valid_until": False})

    def mails(self):
        """What was sent to members since the last call; staff hear of their tasks by mail too."""
        found = self.env["mail.mail"].sudo().search([("id", ">", self.last_mail)], order="id")
        self.last_mail = max(found.ids, default=self.last_mail)
        return found.filtered("recipient_ids.partner_share")

    def setUp(self):
        super().setUp()
        last = self.env["mail.mail"].sudo().search([], order="id desc", limit=1)
        self.last_mail = last.id or 0


@tagged("post_install", "-at_install")
class TestCertificateReminders(RemindersCommon):
    def remind(self):
        with self.enter_registry_test_mode():
            self.env.ref("biginn_cluster.cron_certificate_reminder").method_direct_trigger()
        return self.mails()

    def test_state_and_search(self):
        certificates = {
            state: self.new_certificate(number=state, valid_until=until)
            for state, until in (
                ("open_ended", False),
                ("expired", self.today - timedelta(days=1)),
                ("expiring", self.today + timedelta(days=60)),
                ("valid", self.today + timedelta(days=61)),
            )
        }
        last_day = self.new_certificate(number="last", valid_until=self.today)
        self.assertEqual(last_day.state, "expiring")
        everything = last_day.union(*certificates.values())
        for state, certificate in certificates.items():
            with self.subTest(state=state):
                self.assertEqual(certificate.state, state)
                here = [("id", "in", everything.ids)]
                found = certificate.search([("state", "=", state), *here])
                self.assertEqual(found, everything.filtered(lambda c, s=state: c.state == s))
                others = certificate.search([("state", "!=", state), *here])
                self.assertEqual(others, everything - found)
        found = last_day.search(
            [("state", "in", ("expired", "expiring")), ("id", "in", everything.ids)]
        )
        self.assertEqual(len(found), 3)

    def test_each_step_once_and_again_after_renewal(self):
        certificate = self.new_certificate(valid_until=self.today + timedelta(days=60))
        first = self.remind()
        self.assertEqual(len(first), 1)
        self.assertEqual(first.recipient_ids, self.member_editor.partner_id)
        self.assertIn("Q-1", first.subject)
        self.assertEqual(first.email_from, self.cluster_company.email_formatted)
        task = certificate.activity_ids
        self.assertEqual((len(task), task.date_deadline), (1, certificate.valid_until))
        self.assertIn(task.user_id, self.staff + self.manager)
        self.assertFalse(self.remind(), "the job ran once more")
        for days, number in ((31, 0), (30, 1), (29, 0), (0, 1), (-1, 0), (-59, 0)):
            self.shift(certificate, days)
            with self.subTest(days=days):
                self.assertEqual(len(self.remind()), number)
                self.assertFalse(self.remind())
        self.assertEqual(len(certificate.activity_ids), 1, "one task for the whole series")
        certificate.valid_until = self.today + relativedelta(years=3)
        self.assertFalse(certificate.activity_ids, "renewed: nothing left to do")
        self.assertFalse(self.remind())
        certificate.valid_until = self.today + timedelta(days=10)
        self.assertEqual(len(self.remind()), 1)

    def shift(self, certificate, days_left):
        """Let time pass: the end and what was sent for it move together."""
        end = self.today + timedelta(days=days_left)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE biginn_certificate SET valid_until = %s, reminded_for = %s WHERE id = %s",
            (end, end, certificate.id),
        )
        self.env.invalidate_all()

    def test_late_starters_get_one_reminder(self):
        self.new_certificate(valid_until=self.today + timedelta(days=5))
        self.assertEqual(len(self.remind()), 1)

    def test_long_gone_is_history(self):
        self.new_certificate(valid_until=self.today - timedelta(days=61))
        self.assertFalse(self.remind())

    def test_only_members_of_today(self):
        certificate = self.new_certificate(self.stranger_org, valid_until=self.today)
        self.assertFalse(self.remind())
        self.assertFalse(certificate.activity_ids)

    def test_without_editor_staff_still_get_the_task(self):
        self.member_editor.partner_id.profile_editor = False
        certificate = self.new_certificate(valid_until=self.today)
        self.assertFalse(self.remind())
        self.assertTrue(certificate.activity_ids)

    def test_each_in_their_own_language(self):
        template = self.env.ref("biginn_cluster.mail_template_certificate_expiring")
        template.update_field_translations(
            "subject", {"da_DK": "Certifikatet {{ object.number }} udløber"}
        )
        english = self.new_member("english", self.member_org, profile_editor=True).partner_id
        english.lang = "en_US"
        self.new_certificate(valid_until=self.today)
        by_reader = {mail.recipient_ids: mail.subject for mail in self.remind()}
        self.assertEqual(by_reader[self.member_editor.partner_id], "Certifikatet Q-1 udløber")
        self.assertIn("valid until", by_reader[english])

    def test_steps_are_a_setting(self):
        certificate = self.new_certificate(valid_until=self.today + timedelta(days=90))
        self.assertEqual(certificate.state, "valid")
        settings = self.env["res.config.settings"].create(
            {"biginn_certificate_reminder_days": "90, 7"}
        )
        settings.set_values()
        self.env.invalidate_all()
        self.assertEqual(certificate.state, "expiring")
        self.assertEqual(len(self.remind()), 1)
        for text in ("soon", "-3", "1000"):
            with self.subTest(text=text), self.assertRaises(ValidationError):
                settings.biginn_certificate_reminder_days = text
        with self.assertRaises(ValidationError):
            settings.biginn_profile_confirmation_months = 0

    def test_nonsense_in_the_parameter_falls_back(self):
        parameters = self.env["ir.config_parameter"]
        for text in ("soon", "", "-1"):
            parameters.set_param("biginn_cluster.certificate_reminder_days", text)
            self.assertEqual(self.env["biginn.certificate"]._reminder_steps(), (60, 30, 0))

    def test_batches(self):
        for number in range(7):
            self.new_certificate(number=f"N-{number}", valid_until=self.today)
        steps = []

        def commit_progress(_cron, processed=0, *, remaining=None):
            steps.append((processed, remaining))
            return 60

        cron = self.env.registry["ir.cron"]
        with patch.object(cron, "_commit_progress", commit_progress):
            self.env["biginn.certificate"]._cron_remind(batch=3)
        self.assertEqual(len(self.mails()), 7)
        self.assertEqual(steps, [(0, 7), (3, None), (3, None), (1, None)])


@tagged("post_install", "-at_install")
class TestProfileConfirmation(RemindersCommon):
    def ask(self):
        with self.enter_registry_test_mode():
            self.env.ref("biginn_cluster.cron_profile_confirmation").method_direct_trigger()
        return self.mails().filtered(lambda mail: "Member A/S" in (mail.subject or ""))

    def unconfirmed(self, user=None):
        return self.member_org in self.env["res.partner"].with_user(user or self.staff).search(
            [("profile_unconfirmed", "=", True)]
        )

    def test_asked_once_a_year(self):
        self.assertTrue(self.unconfirmed())
        self.assertTrue(self.member_org.with_user(self.staff).profile_unconfirmed)
        first = self.ask()
        self.assertEqual(first.recipient_ids, self.member_editor.partner_id)
        self.assertIn("/my/organisation", first.body_html)
        self.assertEqual(self.member_org.profile_confirmation_requested_on, self.today)
        self.assertFalse(self.ask())
        self.member_org.profile_confirmation_requested_on = self.today - timedelta(days=364)
        self.assertFalse(self.ask())
        self.member_org.profile_confirmation_requested_on = self.today - relativedelta(years=1)
        self.assertEqual(len(self.ask()), 1)

    def test_confirmed_by_staff(self):
        self.member_org.with_user(self.staff).action_confirm_profile()
        self.assertEqual(self.member_org.profile_confirmed_on, self.today)
        self.assertFalse(self.unconfirmed())
        self.assertFalse(self.ask())
        self.member_org.profile_confirmed_on = self.today - relativedelta(years=1, days=-1)
        self.assertFalse(self.unconfirmed())
        self.member_org.profile_confirmed_on = self.today - relativedelta(years=1)
        self.assertTrue(self.unconfirmed())
        self.assertEqual(len(self.ask()), 1)

    def test_who_may_confirm(self):
        for user in (self.member_reader, self.stranger, self.employee):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.member_org.with_user(user).action_confirm_profile()
        self.assertFalse(self.member_org.profile_confirmed_on)
        self.member_org.with_user(self.member_editor).action_confirm_profile()
        self.assertEqual(self.member_org.profile_confirmed_on, self.today)
        note = self.member_org.message_ids[:1]
        self.assertEqual(note.author_id, self.member_editor.partner_id)
        with self.assertRaises(ValidationError):
            self.member_reader.partner_id.with_user(self.staff).action_confirm_profile()

    def test_new_members_have_their_year(self):
        self.membership.date_start = self.today - timedelta(days=30)
        self.assertFalse(self.unconfirmed())
        self.assertFalse(self.ask())

    def test_former_members_and_strangers_are_left_alone(self):
        self.membership.date_end = self.today - timedelta(days=1)
        self.assertFalse(self.unconfirmed())
        self.assertFalse(self.ask())

    def test_nobody_to_ask(self):
        self.member_editor.partner_id.email = False
        self.assertFalse(self.ask())
        self.assertFalse(self.member_org.profile_confirmation_requested_on)
        self.assertTrue(self.unconfirmed(), "staff see it all the same")

    def test_each_cluster_sees_its_own(self):
        self.assertFalse(self.unconfirmed(self.other_staff))
        self.assertFalse(self.unconfirmed(self.employee))

    def test_months_are_a_setting(self):
        self.member_org.profile_confirmed_on = self.today - relativedelta(months=7)
        self.assertFalse(self.unconfirmed())
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("biginn_cluster.profile_confirmation_months", "6")
        self.assertTrue(self.unconfirmed())
        parameters.set_param("biginn_cluster.profile_confirmation_months", "many")
        self.assertFalse(self.unconfirmed(), "nonsense counts as the default")

from datetime import date
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .membership_common import MembershipCommon


@tagged("post_install", "-at_install")
class TestMembershipReminder(MembershipCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member_org.email = "office@member.example.com"
        cls.category.user_id = cls.staff
        # what the database carries otherwise is nobody's business here
        cls.env["biginn.membership.category"].search(
            [("company_id", "not in", (cls.cluster_company + cls.other_company).ids)]
        ).reminder_days = False

    def run_cron(self, on):
        """The job on a day, with its real commits taken off; the mails it made to members."""
        before = self.env["mail.mail"].search([])
        cron = self.env.registry["ir.cron"]
        with (
            freeze_time(on),
            patch.object(cron, "_commit_progress", lambda *_args, **_kw: 60),
        ):
            self.env["biginn.membership"]._cron_update_states()
            self.env["biginn.membership"]._cron_send_reminders()
            self.env.flush_all()
        made = self.env["mail.mail"].search([]) - before
        # core tells staff by mail of an activity
        return made.filtered(lambda mail: self.staff.partner_id not in mail.recipient_ids)

    def steps(self, membership):
        reminders = membership.reminder_ids.filtered(lambda r: r.state == "sent")
        return sorted(reminders.mapped("step"), reverse=True)

    @freeze_time("2026-06-15")
    def test_each_step_once_also_twice_a_day(self):
        membership = self.new()
        for on, count, steps in [
            ("2026-10-31", 0, []),
            ("2026-11-01", 1, [60]),
            ("2026-11-01", 0, [60]),
            ("2026-11-02", 0, [60]),
            ("2026-12-01", 1, [60, 30]),
            ("2026-12-31", 1, [60, 30, 0]),
            ("2026-12-31", 0, [60, 30, 0]),
            ("2027-01-01", 0, [60, 30, 0]),
        ]:
            with self.subTest(on=on):
                self.assertEqual(len(self.run_cron(on)), count)
                self.assertEqual(self.steps(membership), steps)

    @freeze_time("2026-06-15")
    def test_members_of_an_archived_category_too(self):
        membership = self.new()
        self.category.active = False
        self.assertEqual(len(self.run_cron("2026-11-01")), 1)
        self.assertEqual(self.steps(membership), [60])

    @freeze_time("2026-06-15")
    def test_days_skipped_send_only_the_latest(self):
        membership = self.new()
        mails = self.run_cron("2026-12-20")
        self.assertEqual(len(mails), 1)
        self.assertEqual(self.steps(membership), [30])
        self.assertEqual(len(self.run_cron("2027-01-04")), 1)
        self.assertEqual(self.steps(membership), [30, 0])
        late = self.new(partner_id=self.stranger_org.id)
        self.stranger_org.email = "s@example.com"
        self.assertFalse(self.run_cron("2027-01-08"), "more than a week late nobody is told")
        self.assertFalse(late.reminder_ids)

    @freeze_time("2026-06-15")
    def test_recipient_language_and_words(self):
        self.env["res.lang"]._activate_lang("es_ES")
        self.member_org.lang = "es_ES"
        self.new()
        [mail] = self.run_cron("2026-12-01")
        self.assertEqual(mail.recipient_ids, self.member_org)
        self.assertIn("31/12/2026", mail.subject)
        self.assertIn("Member A/S", mail.body_html)
        self.assertEqual(mail.model, "biginn.membership")

    @freeze_time("2026-06-15")
    def test_html_in_a_name_is_text(self):
        self.member_org.name = "<script>alert(1)</script> & Co"
        self.new()
        [mail] = self.run_cron("2026-12-01")
        self.assertNotIn("<script>", mail.body_html)
        self.assertIn("&lt;script&gt;", mail.body_html)

    @freeze_time("2026-06-15")
    def test_profile_editors_where_the_organisation_has_no_address(self):
        self.member_org.email = False
        self.new()
        [mail] = self.run_cron("2026-12-01")
        self.assertEqual(mail.recipient_ids, self.member_editor.partner_id)

    @freeze_time("2026-06-15")
    def test_not_to_whom_it_does_not_concern(self):
        for values in (
            {"left_on": "2026-12-15"},
            {"approved_on": False, "applied_on": "2026-01-01"},
            {"approved_on": False, "refused_on": "2026-01-01"},
            {"suspended_from": "2026-09-01"},
            {"date_end": False},
        ):
            organisation = self.new_organisation(email="a@example.com")
            self.new(organisation=organisation, **values)
        renewed = self.new()
        renewed.action_renew()
        for on in ("2026-11-01", "2026-12-01", "2026-12-31"):
            self.assertFalse(self.run_cron(on))

    @freeze_time("2026-06-15")
    def test_lifted_suspension_is_told_then(self):
        membership = self.new(suspended_from="2026-09-01", suspended_to="2026-11-20")
        self.assertFalse(self.run_cron("2026-11-01"))
        self.assertEqual(len(self.run_cron("2026-11-21")), 1)
        self.assertEqual(self.steps(membership), [60])

    @freeze_time("2026-06-15")
    def test_prolonged_is_told_of_the_new_end(self):
        membership = self.new()
        self.assertEqual(len(self.run_cron("2026-12-01")), 1)
        membership.date_end = "2027-12-31"
        self.assertFalse(self.run_cron("2026-12-31"))
        self.assertEqual(len(self.run_cron("2027-12-01")), 1)
        self.assertEqual(
            set(membership.reminder_ids.mapped("date_end")),
            {date(2026, 12, 31), date(2027, 12, 31)},
        )

    @freeze_time("2026-06-15")
    def test_staff_hear_of_it_at_the_last_step(self):
        membership = self.new()
        self.run_cron("2026-12-01")
        self.assertFalse(membership.activity_ids)
        self.run_cron("2026-12-31")
        self.assertEqual(membership.activity_ids.user_id, self.staff)
        self.assertIn("Not renewed", membership.activity_ids.summary)
        self.run_cron("2027-01-02")
        self.assertEqual(len(membership.activity_ids), 1)

    @freeze_time("2026-06-15")
    def test_one_failing_does_not_stop_the_others(self):
        bad = self.new(organisation=self.new_organisation("No address"))
        good = self.new()
        mails = self.run_cron("2026-11-01")
        self.assertEqual(mails.recipient_ids, self.member_org)
        self.assertEqual((self.steps(good), self.steps(bad)), ([60], []))
        self.assertEqual(bad.reminder_ids.state, "failed")
        self.assertIn("no e-mail address", bad.reminder_ids.problem)
        self.assertIn("could not be sent", bad.activity_ids.summary)
        # the next run tries again, tells staff only once, and succeeds when it can
        self.assertFalse(self.run_cron("2026-11-02"))
        self.assertEqual((len(bad.activity_ids), len(bad.reminder_ids)), (1, 1))
        bad.partner_id.email = "now@example.com"
        self.assertEqual(len(self.run_cron("2026-11-03")), 1)
        self.assertEqual((bad.reminder_ids.state, bad.reminder_ids.problem), ("sent", False))

    @freeze_time("2026-06-15")
    def test_a_broken_template_stops_nothing_else(self):
        first, second = self.new(), self.new(organisation=self.stranger_org)
        self.stranger_org.email = "s@example.com"
        template = self.env.ref("biginn_cluster.mail_template_membership_ends")
        template.subject = f"{{{{ 1 // (object.partner_id.id - {self.member_org.id}) }}}}"
        with mute_logger(
            "odoo.addons.biginn_cluster.models.biginn_membership_reminding",
            "odoo.addons.mail.models.mail_render_mixin",
        ):
            mails = self.run_cron("2026-11-01")
        self.assertEqual(mails.recipient_ids, self.stranger_org)
        self.assertEqual((first.reminder_ids.state, second.reminder_ids.state), ("failed", "sent"))

    @freeze_time("2026-06-15")
    def test_a_crash_leaves_neither_mail_nor_note(self):
        """Between two batches the machine dies: those before stand, those after go out later."""
        organisations = [self.new_organisation(f"O{n}", email="o@example.com") for n in range(4)]
        memberships = self.env["biginn.membership"].union(
            *(self.new(organisation=organisation) for organisation in organisations)
        )
        cron = self.env.registry["ir.cron"]
        seen = []

        def progress(_cron, processed=0, **_kw):
            seen.append(processed)
            if sum(seen) >= 2:
                raise RuntimeError
            return 60

        with freeze_time("2026-11-01"), patch.object(cron, "_commit_progress", progress):
            # not assertRaises: it would take back what the job has committed by then
            try:
                memberships._cron_send_reminders(batch=2)
            except RuntimeError:
                seen.append("died")
        self.assertEqual(seen[-1], "died")
        self.assertEqual(len(memberships.reminder_ids), 2)
        self.assertEqual(len(self.run_cron("2026-11-01")), 2)
        self.assertEqual(len(memberships.reminder_ids), 4)
        self.assertFalse(self.run_cron("2026-11-01"))

    @freeze_time("2026-06-15")
    def test_the_database_lets_no_second_one_through(self):
        membership = self.new()
        self.run_cron("2026-11-01")
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            membership.reminder_ids.copy()

    def test_steps_are_a_setting(self):
        for text in ("soon", "30,30", "400", "1,2,3,4,5,6,7"):
            with self.subTest(text=text), self.assertRaises(ValidationError):
                self.category.reminder_days = text
        self.category.reminder_days = "10"
        with freeze_time("2026-06-15"):
            membership = self.new()
            self.assertFalse(self.run_cron("2026-12-01"))
            self.assertEqual(len(self.run_cron("2026-12-21")), 1)
            self.assertEqual(self.steps(membership), [10])
        self.category.reminder_days = False
        self.assertFalse(self.run_cron("2026-12-31"))

from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import XchangeCommon


@tagged("post_install", "-at_install")
class TestClosingReport(XchangeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.exchange = cls.new_exchange(visitor_ids=cls.member_reader.partner_id.ids)
        cls.walk(cls.exchange, "reporting")

    def report(self, side="visitor"):
        return self.exchange.report_ids.filtered(lambda report: report.side == side)

    def submitted(self):
        report = self.report()
        report.write(self.ANSWERS)
        report.action_submit()
        return report

    def mails(self, *words):
        found = self.env["mail.mail"].sudo().search([("model", "=", "biginn.exchange.report")])
        return found.filtered(lambda mail: all(word in mail.body_html for word in words))

    def test_both_sides_are_asked_when_the_stay_is_over(self):
        self.assertRecordValues(
            self.exchange.report_ids,
            [
                {"side": "visitor", "state": "draft", "partner_id": self.visiting_org.id},
                {"side": "host", "state": "draft", "partner_id": self.host_org.id},
            ],
        )
        self.assertEqual(str(self.report().due_on), "2023-05-26")
        [mail] = self.mails("Write the report", "your stay is over")
        self.assertEqual(mail.recipient_ids, self.member_reader.partner_id)
        self.assertIn(f"/my/exchanges/{self.exchange.id}/report", mail.body_html)

    def test_a_report_goes_its_way(self):
        report = self.submitted()
        self.assertEqual((report.state, self.exchange.visitor_report_state), ("submitted",) * 2)
        self.assertTrue(self.exchange.activity_search(["biginn_xchange.mail_activity_type_report"]))
        self.assertTrue(report.action_validate())
        self.assertEqual(report.decided_by_id, self.staff)
        self.assertTrue(self.exchange._is_report_validated())
        self.assertFalse(
            self.exchange.activity_search(["biginn_xchange.mail_activity_type_report"])
        )
        self.assertEqual(len(self.mails("read and validated")), 1)
        report.action_validate()
        self.assertEqual(len(self.mails("read and validated")), 1, "a second click does nothing")

    def test_returned_and_answered(self):
        report = self.submitted()
        for words in ("", "  ", None):
            with self.assertRaises(UserError):
                report.action_return(words)
        report.action_return("Which offer? <script>alert(1)</script>")
        self.assertEqual(report.state, "returned")
        [mail] = self.mails("Which offer?")
        self.assertNotIn("<script>", mail.body_html)
        self.assertIn("returned", self.exchange._get_not_ready_reason("completed"))
        report.write({"outcomes": "An offer to ESS."})
        report.action_submit()
        report.action_validate()
        self.assertFalse(report.remarks)

    def test_what_is_submitted_stands_still(self):
        report = self.submitted()
        for values in ({"outcomes": "Other"}, {"rating_overall": 1}, {"publicity": "named"}):
            with self.subTest(values=values), self.assertRaises(UserError):
                report.write(values)
        with self.assertRaises(UserError):
            report.with_user(self.manager).unlink()

    def test_forged_decisions_are_refused(self):
        report = self.report()
        for values in (
            {"state": "validated"},
            {"state": "submitted"},
            {"submitted_on": "2023-05-15"},
            {"decided_by_id": self.staff.id},
            {"side": "host"},
        ):
            for records in (report, report.sudo()):
                with self.subTest(values=values, su=records.env.su), self.assertRaises(UserError):
                    records.write(values)
        with self.assertRaises(UserError):
            report.action_validate()
        with self.assertRaises(UserError):
            report.with_context(biginn_checked=True).write({"state": "validated"})
        self.assertEqual(report.state, "draft")

    def test_gaps_stop_the_submission(self):
        report = self.report()
        for name in ("outcomes", "rating_overall", "business_expected", "amount_band", "publicity"):
            report.write({**self.ANSWERS, name: False})
            with self.subTest(name=name), self.assertRaises(UserError):
                report.action_submit()

    def test_completion_asks_for_report_and_proof(self):
        with self.assertRaisesRegex(UserError, "closing report is missing"):
            self.exchange.action_complete()
        report = self.submitted()
        self.assertIn("waits to be validated", self.exchange.waiting_for)
        report.action_validate()
        self.assertIn("no evidence", self.exchange._get_not_ready_reason("completed"))
        with self.assertRaises(UserError):
            self.exchange.write({"state": "completed"})

    def test_the_host_may_be_asked_as_well(self):
        self.programme.host_report_required = True
        self.submitted().action_validate()
        self.assertFalse(self.exchange._is_report_validated())
        self.assertIn(
            "host's feedback is missing", self.exchange._get_not_ready_reason("completed")
        )
        host = self.report("host")
        host.write(self.ANSWERS)
        host.action_submit()
        self.assertIn("feedback waits", self.exchange._get_not_ready_reason("completed"))
        host.action_validate()
        self.assertTrue(self.exchange._is_report_validated())

    def test_managers_open_a_validated_one_again_until_it_is_completed(self):
        report = self.submitted()
        report.action_validate()
        with self.assertRaises(UserError):
            report.action_return("Once more")
        report.with_user(self.manager).action_return("Once more")
        self.assertFalse(self.exchange._is_report_validated())
        report.action_submit()
        report.action_validate()
        self.new_evidence(self.exchange).action_accept()
        self.exchange.action_complete()
        with self.assertRaises(UserError):
            report.with_user(self.manager).action_return("Too late")

    def test_nobody_submits_before_the_stay_is_over(self):
        early = self.new_exchange(
            date_start="2023-06-05", date_end="2023-06-09", visiting_id=self.new_member_org().id
        )
        with freeze_time("2023-05-01"), self.assertRaises(UserError):
            self.env["biginn.exchange.report"].with_user(self.staff).create(
                {"exchange_id": early.id}
            )

    def new_member_org(self):
        organisation = self.new_organisation(
            "Second A/S", partner_latitude=55.6, partner_longitude=12.5
        )
        self.new_membership(
            organisation, date_start="2021-01-01", date_end=False, approved_on="2021-01-01"
        )
        return organisation

    def test_one_report_of_each_side(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(Exception) as caught:
            self.env["biginn.exchange.report"].with_user(self.staff).create(
                {"exchange_id": self.exchange.id, "side": "visitor"}
            )
            self.env.flush_all()
        self.assertIn("side", str(caught.exception))

    def test_the_other_cluster_reads_and_decides_nothing(self):
        report = self.submitted()
        theirs = report.with_user(self.other_manager)
        self.assertEqual(theirs.outcomes, self.ANSWERS["outcomes"])
        for act in (theirs.action_validate, lambda: theirs.action_return("No")):
            with self.assertRaises(UserError):
                act()
        self.assertEqual(report.state, "submitted")

    def test_reminders_go_out_once(self):
        cron = self.env["biginn.exchange.report"]
        self.mails().unlink()
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *_a, **_k: 60):
            for day, expected in (
                ("2023-05-18", 0),
                ("2023-05-19", 1),
                ("2023-05-19", 1),
                ("2023-05-25", 1),
                ("2023-05-27", 2),
                ("2023-07-01", 3),
                ("2023-08-01", 3),
            ):
                with freeze_time(f"{day} 06:00:00"):
                    self.env.invalidate_all()
                    cron._cron_remind()
                with self.subTest(day=day):
                    self.assertEqual(len(self.mails("your stay is over")), expected)
        self.assertIn("It was due on", self.mails("your stay is over")[0].body_html)

    def test_days_of_reminders_are_checked(self):
        for text in ("0", "soon", "400"):
            with self.subTest(text=text), self.assertRaises(ValidationError):
                self.programme.report_reminder_days = text
        self.programme.report_reminder_days = ""
        self.assertFalse(self.env["biginn.exchange.report"]._reminders_due())

    def test_cards(self):
        def cards():
            found = self.env["biginn.today"].with_user(self.staff).get_cards()["cards"]
            return {card["key"] for card in found}

        self.assertIn("reports_overdue", cards())
        self.submitted()
        self.assertIn("reports_to_validate", cards())
        self.assertNotIn("reports_overdue", cards())
        today = self.env["biginn.today"].with_user(self.staff)
        for key in ("reports_overdue", "reports_to_validate", "evidence_to_look_at"):
            action = today.open_list(key)
            self.env[action["res_model"]].with_user(self.staff).search(action["domain"])

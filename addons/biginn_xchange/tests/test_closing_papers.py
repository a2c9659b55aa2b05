from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from .common import XchangeCommon

REPORT = "biginn_xchange.closing_report_document"
CERTIFICATE = "biginn_xchange.stay_certificate_document"
WATERMARK = "repeat-y center top"


@tagged("post_install", "-at_install")
class TestClosingPapers(XchangeCommon, HttpCase):
    """Certificate of stay and closing report: what they say, and who gets them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.funding = cls.env.ref("biginn_cluster.funding_biginn")
        cls.programme.funding_id = cls.funding
        cls.exchange = cls.new_exchange(visitor_ids=cls.member_reader.partner_id.ids)
        cls.walk(cls.exchange, "reporting")
        cls.report = cls.exchange.report_ids.filtered(lambda report: report.side == "visitor")

    def html(self, report, record, user=None):
        reports = self.env["ir.actions.report"].with_user(user or self.staff)
        content, _kind = reports._render_qweb_html(report, record.ids)
        return content.decode()

    def test_certificate(self):
        page = self.html(CERTIFICATE, self.exchange)
        self.assertIn("Member A/S stayed at Host UAB from 05/08/2023 to 05/12/2023.", page)
        self.assertIn(self.member_reader.partner_id.name, page)
        self.assertIn("A draft", page)
        self.assertIn(WATERMARK, page)
        self.assertIn("Welcome", page)
        self.walk(self.exchange, "completed")
        page = self.html(CERTIFICATE, self.exchange)
        self.assertNotIn(WATERMARK, page)
        for text in (
            self.exchange.name, self.funding.statement, self.funding.grant_number,
            f"biginn.exchange,{self.exchange.id}-", "Completed",
        ):  # fmt: skip
            self.assertIn(text, page)

    def test_the_fingerprint_follows_what_is_said(self):
        before = self.exchange._stay_sheet()["fingerprint"]
        self.assertEqual(before, self.exchange._stay_sheet()["fingerprint"])
        self.member_reader.partner_id.name = "Somebody else"
        self.assertNotEqual(before, self.exchange._stay_sheet()["fingerprint"])

    def test_no_certificate_before_the_stay_is_over(self):
        other = self.new_exchange(visiting_id=self.stranger_org.id, distance_km=900)
        self.assertTrue(other._get_cannot_certify_stay_reason())
        with self.assertRaises(UserError):
            self.html(CERTIFICATE, other)

    def test_closing_report(self):
        self.report.write({**self.ANSWERS, "outcomes": "An offer <script>alert(1)</script>"})
        self.env["biginn.exchange.travel"].create(
            {
                "exchange_id": self.exchange.id,
                "mode_id": self.env.ref("biginn_xchange.travel_mode_train").id,
                "km": 1000,
            }
        )
        self.new_evidence(self.exchange)
        page = self.html(REPORT, self.report)
        for text in ("Closing report", WATERMARK, "An offer", "5 of 5", "57.00", "group.png",
                     "50 000 to 250 000 EUR", self.funding.statement,
                     f"biginn.exchange.report,{self.report.id}-"):  # fmt: skip
            with self.subTest(text=text):
                self.assertIn(text, page)
        self.assertNotIn("<script>alert(1)", page)
        self.report.action_submit()
        self.report.action_validate()
        page = self.html(REPORT, self.report)
        self.assertNotIn(WATERMARK, page)
        self.assertIn("Validated on", page)

    def test_several_at_once(self):
        page = self.html(REPORT, self.exchange.report_ids)
        self.assertIn("Closing report", page)
        self.assertIn("Host&#39;s feedback", page)

    def test_in_the_portal(self):
        host_user = self.new_member("host", self.host_org)
        for user, path, status in (
            (self.member_reader, "certificate", 200),
            (host_user, "certificate", 200),
            (self.stranger, "certificate", 404),
            (self.member_reader, "report/pdf", 200),
            (self.stranger, "report/pdf", 404),
        ):
            self.authenticate(user.login, user.login)
            answer = self.url_open(f"/my/exchanges/{self.exchange.id}/{path}")
            with self.subTest(user=user.login, path=path):
                self.assertEqual(answer.status_code, status)
                if status == 200:
                    self.assertEqual(answer.headers["Content-Type"], "application/pdf")
                    self.assertIn("no-store", answer.headers["Cache-Control"])

    def test_my_data(self):
        self.report.write(self.ANSWERS)
        self.new_evidence(self.exchange)
        member = self.member_reader.partner_id.with_user(self.member_reader)
        data = member._biginn_my_data()
        self.assertEqual(data["exchange_reports"][0]["outcomes"], self.ANSWERS["outcomes"])
        self.assertEqual(data["exchange_evidence"][0]["paper_name"], "group.png")
        self.assertIn("evidence/", " ".join(path for path, _blob in member._biginn_my_data_files()))
        other = self.stranger.partner_id.with_user(self.stranger)._biginn_my_data()
        self.assertFalse(other["exchange_reports"] or other["exchange_evidence"])

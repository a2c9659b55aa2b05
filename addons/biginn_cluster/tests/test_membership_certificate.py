import shutil
import subprocess
import tempfile
from pathlib import Path

from freezegun import freeze_time
from lxml import html

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from .common import BiginnCommon

REPORT = "biginn_cluster.action_report_membership_certificate"


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15")
class TestMembershipCertificate(BiginnCommon):
    def new(self, **values):
        return self.new_membership(
            **{"date_start": "2026-01-01", "date_end": "2026-12-31", **values}
        )

    def text(self, memberships, user=None):
        report = self.env["ir.actions.report"].with_user(user or self.staff)
        content = report._render_qweb_html(REPORT, memberships.ids)[0]
        return " ".join(html.fromstring(content).text_content().split())

    def test_who_gets_one(self):
        for values, words in [
            ({}, "is a member of Cluster of tests"),
            ({"date_end": "2026-07-01"}, "is a member of Cluster of tests"),
            (
                {"date_start": "2026-07-01"},
                "becomes a member of Cluster of tests on 07/01/2026",
            ),
        ]:
            membership = self.new(partner_id=self.new_organisation("Firm A/S").id, **values)
            with self.subTest(values=values):
                self.assertFalse(membership._get_cannot_certify_reason())
                self.assertIn(words, self.text(membership))

    def test_who_gets_none(self):
        for values in (
            {"date_end": "2026-06-14"},
            {"suspended_from": "2026-06-01"},
            {"left_on": "2026-06-01"},
            {"approved_on": False, "applied_on": "2026-06-01"},
            {"approved_on": False, "date_start": False, "date_end": False},
            {"approved_on": False, "refused_on": "2026-06-01"},
        ):
            membership = self.new(partner_id=self.new_organisation().id, **values)
            with self.subTest(values=values):
                reason = membership._get_cannot_certify_reason()
                self.assertIn(membership.state_explanation, reason)
                with self.assertRaises(UserError):
                    self.text(membership)

    def test_what_it_says(self):
        self.new(date_start="2024-01-01", date_end="2025-12-31")
        membership = self.new(left_on="2026-10-01")
        membership.covered_partner_ids = self.stranger_org
        text = self.text(membership)
        for words in (
            "Certificate of membership",
            "Member A/S",
            "DK12345674",
            "Ordinary member",
            "Member since 01/01/2024",
            "Valid until 09/30/2026",
            "Stranger SL",
            f"biginn.membership,{membership.id}-",
        ):
            self.assertIn(words, text)

    def test_several_each_of_its_cluster(self):
        both = self.new() + self.new(category=self.new_category(self.other_company))
        text = self.text(both, self.env.user)
        self.assertIn("Cluster of tests", text)
        self.assertIn("Another cluster of tests", text)

    def test_script_in_a_name_is_text(self):
        self.member_org.name = "<script>x</script>"
        report = self.env["ir.actions.report"].with_user(self.staff)
        content = report._render_qweb_html(REPORT, self.new().ids)[0]
        self.assertNotIn(b"<script>x", content)


@tagged("post_install", "-at_install")
class TestMembershipCertificatePdf(BiginnCommon, HttpCase):
    def test_one_page(self):
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        if report.get_wkhtmltopdf_state() == "install" or not shutil.which("pdftotext"):
            self.skipTest("no wkhtmltopdf: PDF is not tested")
        membership = self.new_membership()
        membership.covered_partner_ids = self.stranger_org
        content, kind = report._render_qweb_pdf(REPORT, membership.ids)
        self.assertEqual(kind, "pdf")
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        (folder / "certificate.pdf").write_bytes(content)
        text = subprocess.run(
            ["pdftotext", "-layout", folder / "certificate.pdf", "-"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        self.assertEqual(text.rstrip("\f").count("\f"), 0, "one page")
        for words in ("Certificate of membership", "Member A/S", "Stranger SL"):
            self.assertIn(words, text)

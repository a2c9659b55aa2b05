"""The printed statement: every figure of the screen, the funding texts, the draft mark."""

import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from odoo.tests import tagged

from .test_golden_statement import GoldenCommon

TOOLS = shutil.which("wkhtmltopdf") and shutil.which("pdftotext")


def text_of(pdf):
    """Text of a PDF in reading order of its lines."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "statement.pdf")
        file.write_bytes(pdf)
        return subprocess.run(
            ["pdftotext", "-layout", str(file), "-"], check=True, capture_output=True, text=True
        ).stdout


@tagged("post_install", "-at_install")
@unittest.skipUnless(TOOLS, "wkhtmltopdf or pdftotext is not installed")
class TestStatementPrint(GoldenCommon):
    def printed(self, statement, lang="en_US"):
        report = self.env.ref("biginn_reports.action_report_statement").with_user(self.finance)
        pdf, kind = report.with_context(
            force_report_rendering=True, lang=lang
        )._render_qweb_pdf(report.report_name, statement.ids)
        self.assertEqual(kind, "pdf")
        return " ".join(text_of(pdf).split())

    def test_figures_rate_and_funding_stand_on_paper(self):
        statement = self.make_statement()
        statement.action_compute()
        text = self.printed(statement)
        for wanted in (
            "60,244.01", "11,425.81", "8,382.83", "4,803.88", "84,856.53", "63,642.40",
            "448,173.25", "7.4393", "258", "101037928", "Draft", "7 %",
        ):
            self.assertIn(wanted, text)
        funding = statement.grant_id.funding_id
        self.assertIn(" ".join(funding.statement.split())[:60], text)
        self.assertIn(" ".join(funding.disclaimer.split())[:60], text)

    def test_a_locked_one_is_no_draft_and_has_its_fingerprint(self):
        statement = self.make_statement()
        statement.action_compute()
        statement.action_lock()
        text = self.printed(statement)
        self.assertIn(statement.fingerprint, text.replace(" ", ""))
        self.assertIn("Locked", text)
        self.assertNotIn("Draft", text)

    def test_people_and_their_arithmetic(self):
        statement = self.make_statement()
        statement.action_compute()
        text = self.printed(statement)
        self.assertIn("Senior specialist", text)
        self.assertIn("612.50 h", text)


@tagged("post_install", "-at_install")
class TestFindingsLeadOn(GoldenCommon):
    """A finding leads to what mends it."""

    def test_each_code_has_its_place(self):
        self.make_person("Nobody's rate", None)
        self.work(self.env["hr.employee"].search([], order="id desc", limit=1), 5, ["2022-03-10"])
        self.books.bill(
            self.supplier, "2022-03-10", [("bank", 10, self.distribution)], post=False
        )
        self.beneficiary.cost_rule_ids[0].unlink()
        statement = self.make_statement()
        statement.action_compute()
        findings = {finding.code: finding for finding in statement.finding_ids}
        self.assertTrue(findings["no_hourly_rate"].can_fix)
        self.assertEqual(
            findings["no_hourly_rate"].action_fix()["res_model"], "biginn.hourly.rate"
        )
        self.assertEqual(
            findings["unmapped"].action_fix()["res_model"], "biginn.statement.item"
        )
        self.assertEqual(statement.finding_ids[0].severity, "block")

import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path
from unittest.mock import patch

from lxml import html

from odoo.tests import HttpCase, tagged

from odoo.addons.base.models.ir_actions_report import _wkhtml

from .common import BiginnCommon

LETTERS = "ą č ę ė į š ų ū ž æ ø å ñ ó"
REPORT = "biginn_cluster.action_report_capability_sheet"


def have(*programs):
    return all(shutil.which(program) for program in programs)


@tagged("post_install", "-at_install")
class TestDocumentHtml(BiginnCommon):
    """What the shared layout says, before any program prints it."""

    def render(self, **inputs):
        values = {
            "company": self.cluster_company,
            "funding": self.env.ref("biginn_cluster.funding_biginn"),
            "doc_title": "Statement",
            "report_type": "html",
            **inputs,
        }
        return str(self.env["ir.qweb"]._render("biginn_cluster.document_layout", values))

    def test_title_block(self):
        text = self.render(
            doc_subtitle="Period 1", doc_for="CERN", doc_date="1 May 2023", doc_state="Locked"
        )
        for word in ("Statement", "Period 1", "CERN", "1 May 2023", "Locked", "Cluster of tests"):
            self.assertIn(word, text)

    def test_draft(self):
        """One of two ways, as the program that prints can do it; never both, never unasked."""
        self.assertIn("repeat-y", self.render(is_draft=True))
        page = {"width": 852, "height": 1300, "paginate": True}
        with patch.object(type(self.env["ir.actions.report"]), "_biginn_page", lambda *_: page):
            text = self.render(is_draft=True, report_type="pdf")
            self.assertIn("o_biginn_watermark", text)
            self.assertNotIn("repeat-y", text)
            self.assertNotIn("o_biginn_watermark", self.render(report_type="pdf"))
        self.assertNotIn("repeat-y", self.render())

    def test_funding_or_none(self):
        self.assertIn("101037928", self.render())
        text = self.render(funding=self.env["biginn.funding"], fingerprint="x,1-abc")
        self.assertNotIn("o_biginn_emblem", text)
        self.assertIn("x,1-abc", text)

    def test_accent_is_the_companys_and_safe(self):
        self.cluster_company.primary_color = "#0b6e4f"
        self.assertIn("#0b6e4f", self.render())
        self.cluster_company.primary_color = "red;} body {display:none"
        self.assertNotIn("display:none", self.render())

    def test_member_text_is_escaped(self):
        self.assertNotIn("<script>x", self.render(doc_title="<script>x</script>"))

    def test_printed_from_a_contact_it_is_the_organisations(self):
        contacts = self.member_reader.partner_id | self.member_editor.partner_id
        content = self.env["ir.actions.report"]._render_qweb_html(REPORT, contacts.ids)[0]
        titles = html.fromstring(content).xpath("//h1")
        self.assertEqual([title.text_content() for title in titles], ["Member A/S"])

    def test_fingerprint_follows_the_content(self):
        before = self.member_org._biginn_sheet()["fingerprint"]
        self.assertEqual(before, self.member_org._biginn_sheet()["fingerprint"])
        self.assertIn(f"res.partner,{self.member_org.id}-", before)
        self.new_capability(self.member_org)
        self.assertNotEqual(before, self.member_org._biginn_sheet()["fingerprint"])

    def test_staff_print_it(self):
        sheet = self.env["ir.actions.report"].with_user(self.staff)
        content = sheet._render_qweb_html(REPORT, self.member_org.ids)[0]
        self.assertIn(b"Member A/S", content)
        action = self.env.ref(REPORT)
        self.assertEqual(action.group_ids, self.env.ref("biginn_cluster.group_staff"))


@tagged("post_install", "-at_install")
@unittest.skipUnless(
    have("wkhtmltopdf", "pdftotext", "pdfinfo") or _wkhtml().bin != "wkhtmltopdf",
    "no wkhtmltopdf: PDF is not tested",
)
class TestDocumentPdf(BiginnCommon, HttpCase):
    """The printed page, read back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member_org.profile_description = f"Letters {LETTERS}."
        cls.domains |= cls.env["biginn.technology.domain"].create(
            [{"code": f"P{number}", "name": f"Printed domain {number}"} for number in range(30)]
        )

    def setUp(self):
        super().setUp()
        if self.env["ir.actions.report"].get_wkhtmltopdf_state() == "install":
            self.skipTest("no wkhtmltopdf: PDF is not tested")

    def fill(self, rows):
        """Rows of uneven height, each with a first and a last word to be found again."""
        self.env["biginn.capability"].create(
            [
                {
                    "partner_id": self.member_org.id,
                    "domain_id": self.domains[number // 3].id,
                    "work_kind_id": self.work_kinds[number % 3].id,
                    "trl": number % 10,
                    "description": f"begin{number:03} {'some words ' * (number % 9)}end{number:03}",
                }
                for number in range(rows)
            ]
        )

    def print(self, records=None):
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        content, kind = report._render_qweb_pdf(REPORT, (records or self.member_org).ids)
        self.assertEqual(kind, "pdf")
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.file = folder / "document.pdf"
        self.file.write_bytes(content)
        text = self.run_tool("pdftotext", "-layout", self.file, "-")
        return text.rstrip("\f").split("\f")

    def run_tool(self, *command):
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    def test_one_page(self):
        pages = self.print()
        self.assertEqual(len(pages), 1)
        text = re.sub(r"\s+", " ", pages[0])
        funding = self.env.ref("biginn_cluster.funding_biginn")
        self.assertIn("Member A/S", text)
        self.assertIn(funding.statement, text)
        self.assertIn("101037928", text)
        for words in ("represents the views of the author only", "(EASME)", "it contains."):
            self.assertIn(words, text)
        for letter in LETTERS.split():
            self.assertIn(letter, text)
        self.assertIn(self.member_org._biginn_sheet()["fingerprint"], text)
        size = self.run_tool("pdfinfo", self.file)
        self.assertIn("(A4)", size)

    def test_table_over_pages(self):
        self.fill(90)
        pages = self.print()
        self.assertGreaterEqual(len(pages), 3)
        begun = [set(re.findall(r"begin(\d{3})", page)) for page in pages]
        ended = [set(re.findall(r"end(\d{3})", page)) for page in pages]
        self.assertEqual(begun, ended, "no row is split between two pages")
        self.assertEqual(len(set().union(*begun)), 90, "no row is lost")
        self.assertEqual(sum(map(len, begun)), 90, "no row is printed twice")
        for number, page in enumerate(pages):
            if begun[number]:
                self.assertIn("Kind of work", page, f"head on page {number + 1}")
            if not _wkhtml().is_patched_qt:
                self.assertRegex(page, rf"\b{number + 1}\s*/\s*{len(pages)}\b")
        self.assertIn("101037928", pages[-1])
        self.assertNotIn("101037928", pages[0])

    def test_last_block_stays_together(self):
        for rows in range(6, 22, 3):
            self.member_org.capability_ids.unlink()
            self.fill(rows)
            pages = self.print()
            last = re.sub(r"\s+", " ", pages[-1])
            with self.subTest(rows=rows, pages=len(pages)):
                self.assertIn("co-funded", last)
                self.assertIn("Fingerprint", last)

    def test_draft_is_marked_on_every_page(self):
        self.fill(40)
        view = self.env.ref("biginn_cluster.capability_sheet_document")
        view.arch_db = view.arch_db.replace(
            '<t t-set="doc_title"', '<t t-set="is_draft" t-value="True"/><t t-set="doc_title"', 1
        )
        pages = self.print()
        self.assertGreater(len(pages), 1)
        # The mark is turned, so that pdftotext reads it letter by letter on lines of its own.
        raw = self.run_tool("pdftotext", "-raw", self.file, "-").rstrip("\f").split("\f")
        for number, page in enumerate(raw):
            if not _wkhtml().is_patched_qt:
                self.assertTrue(
                    re.search(r"D\s*R\s*A\s*F\s*T", page), f"page {number + 1} shows the mark"
                )
            self.assertRegex(pages[number], "begin|Fingerprint", "and the text stays readable")

    def test_landscape(self):
        self.fill(60)
        view = self.env.ref("biginn_cluster.capability_sheet_document")
        view.arch_db = view.arch_db.replace(
            '<t t-set="doc_title"', '<t t-set="landscape" t-value="True"/><t t-set="doc_title"', 1
        )
        self.env.ref(REPORT).paperformat_id = self.env.ref(
            "biginn_cluster.paperformat_a4_landscape"
        )
        pages = self.print()
        for number, page in enumerate(pages, 1):
            self.assertEqual(
                re.findall(r"begin(\d{3})", page), re.findall(r"end(\d{3})", page)
            )
            if not _wkhtml().is_patched_qt:
                self.assertRegex(page, rf"\b{number}\s*/\s*{len(pages)}\b")

    def test_several_organisations_in_one_print(self):
        pages = self.print(self.member_org | self.stranger_org)
        self.assertEqual(len(pages), 2)
        self.assertIn("Member A/S", pages[0])
        self.assertIn("Stranger SL", pages[1])
        self.assertNotIn("Stranger SL", pages[0])

    @unittest.skipUnless(have("pdftoppm"), "no pdftoppm: the emblem is not measured")
    def test_emblem_is_at_least_a_centimetre_high(self):
        from PIL import Image

        self.print()
        self.run_tool("pdftoppm", "-r", "254", "-png", self.file, self.file.with_suffix(""))
        page = Image.open(next(self.file.parent.glob("*.png"))).convert("RGB")
        blue = [
            (x, y)
            for y in range(0, page.height, 2)
            for x in range(0, page.width // 2, 2)
            if page.getpixel((x, y)) == (0, 51, 153)
        ]
        width = max(x for x, _y in blue) - min(x for x, _y in blue)
        height = max(y for _x, y in blue) - min(y for _x, y in blue)
        self.assertGreaterEqual(height, 100, "254 dpi: ten pixels are one millimetre")
        self.assertAlmostEqual(width / height, 1.5, delta=0.05)

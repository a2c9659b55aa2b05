import io
import shutil
import unittest
from html import unescape

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfReader

from .common import XchangeCommon

REPORT = "biginn_xchange.report_agenda_programme"


class AgendaReportCommon(XchangeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.programme.funding_id = cls.env["biginn.funding"].create(
            {
                "name": "COSME",
                "grant_number": "999000111",
                "statement": "Co-funded for the test.",
                "disclaimer": "Only the author's view.",
            }
        )
        cls.staff.tz = "America/New_York"
        cls.event = cls.new_agenda(programme_id=cls.programme.id)
        place = cls.env["biginn.agenda.place"].create(
            {"name": "Žiežmariai hall", "partner_id": cls.host_org.id}
        )
        cls.new_item(cls.event, "2023-05-22", 9, 10, place_id=place.id)
        cls.new_item(cls.event, "2023-05-23", 0.25, 1, name="Night shift", kind="workshop")
        cls.new_item(
            cls.event, "2023-05-24", 14, 15, name="Ærø & Çalışma", description="<p>Bring a pass</p>"
        )


@tagged("post_install", "-at_install")
class TestAgendaSheet(AgendaReportCommon):
    def test_matrix_by_day(self):
        sheet = self.event.with_context(lang="en_US")._agenda_sheet()
        self.assertEqual(
            [day["label"] for day in sheet["days"]],
            ["Monday 22 May 2023", "Tuesday 23 May 2023", "Wednesday 24 May 2023"],
        )
        self.assertEqual(sheet["zone"], "Europe/Vilnius (UTC+03:00)")
        self.assertRegex(sheet["days"][1]["items"][0]["period"], r"^12:15.AM – 1:00.AM$")
        self.assertEqual(sheet["days"][2]["items"][0]["description"], "Bring a pass")
        self.assertTrue(sheet["fingerprint"].startswith(f"event.event,{self.event.id}-"))

    def test_fingerprint_changes_with_the_content(self):
        before = self.event._agenda_sheet()["fingerprint"]
        self.assertEqual(self.event._agenda_sheet()["fingerprint"], before)
        self.event.agenda_item_ids[0].name = "Another tour"
        self.assertNotEqual(self.event._agenda_sheet()["fingerprint"], before)

    def test_printed_html(self):
        """What is printed, under the rights of staff whose clock is elsewhere."""
        reports = self.env["ir.actions.report"].with_user(self.staff)
        html = unescape(reports._render_qweb_html(REPORT, self.event.ids)[0].decode())
        for text in [
            "360º Vilnius",
            "Tuesday 23 May 2023",
            "Europe/Vilnius (UTC+03:00)",
            "Žiežmariai hall",
            "Ærø & Çalışma",
            "Facility visit",
            "Co-funded for the test.",
            "999000111",
            "Only the author's view.",
        ]:
            with self.subTest(text=text):
                self.assertIn(text, html)

    def test_empty_programme_prints(self):
        empty = self.new_agenda(name="Empty")
        html = self.env["ir.actions.report"]._render_qweb_html(REPORT, empty.ids)[0].decode()
        self.assertIn("no items yet", html)


@tagged("post_install", "-at_install")
class TestAgendaPdf(AgendaReportCommon, HttpCase):
    @unittest.skipUnless(shutil.which("wkhtmltopdf"), "wkhtmltopdf is not installed")
    def test_pdf_in_the_browser(self):
        self.authenticate(self.staff.login, self.staff.login)
        url = f"/report/pdf/biginn_xchange.agenda_programme_document/{self.event.id}"
        response = self.url_open(url, timeout=60)
        self.assertEqual(response.status_code, 200)
        if not response.content.startswith(b"%PDF"):
            pdf, _kind = (
                self.env["ir.actions.report"]
                .with_user(self.staff)
                .with_context(force_report_rendering=True)
                ._render_qweb_pdf(REPORT, self.event.ids)
            )
        else:
            pdf = response.content
        pages = PdfReader(io.BytesIO(pdf)).pages
        text = " ".join(" ".join(page.extract_text() for page in pages).split())
        for expected in (
            "Vilnius",
            "22 May 2023 – 24 May 2023",
            "Tuesday 23 May 2023",
            "Žiežmariai hall",
            "999000111",
        ):
            with self.subTest(expected=expected):
                self.assertIn(expected, text)

    def test_strangers_get_nothing(self):
        url = f"/report/pdf/biginn_xchange.agenda_programme_document/{self.event.id}"
        for user in (self.stranger, self.member_editor, self.other_staff):
            self.authenticate(user.login, user.login)
            with self.subTest(user=user.login), mute_logger("odoo.http"):
                response = self.url_open(url.replace("/pdf/", "/html/"), timeout=30)
                self.assertNotIn("Night shift", response.text)

import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.base.models.ir_actions_report import _wkhtml

from .directory_common import DirectoryCase

REPORT = "biginn_cluster.action_report_capability_sheet"


@tagged("post_install", "-at_install")
class TestCapabilitySheetDoors(DirectoryCase):
    """Who may print whose sheet, and what stands in it."""

    def sheets(self, user, organisations):
        return organisations.with_user(user).sudo()._biginn_printable_sheets()

    def test_who_may(self):
        public = self.env.ref("base.public_user")
        for user, organisation, may in (
            (self.staff, self.member_org, True),
            (self.staff, self.shown, True),
            (self.manager, self.member_org, True),
            (self.member_editor, self.member_org, True),
            (self.member_reader, self.member_org, True),
            (self.member_editor, self.shown, True),
            (self.stranger, self.member_org, False),
            (self.stranger, self.shown, True),
            (self.employee, self.member_org, False),
            (self.employee, self.shown, True),
            (public, self.shown, True),
            (public, self.member_org, False),
            (public, self.bso, False),
            (public, self.person, False),
        ):
            with self.subTest(user=user.login, organisation=organisation.name):
                if may:
                    (sheet,) = self.sheets(user, organisation)
                    self.assertEqual(sheet["name"], organisation.name)
                else:
                    with self.assertRaises(AccessError):
                        self.sheets(user, organisation)

    def test_one_shut_door_shuts_all(self):
        with self.assertRaises(AccessError):
            self.sheets(self.stranger, self.shown | self.member_org)

    def test_a_member_of_two_clusters_gets_the_paper_of_where_it_is(self):
        other = self.new_company("Cluster of more members", self.spain)
        category = self.category.copy({"company_id": other.id})
        self.shown.company_id = False
        self.new_membership(self.shown, category, date_start=fields.Date.today())
        for company in (self.category.company_id, other):
            with self.subTest(company=company.name):
                paper = self.shown.with_company(company)._biginn_sheet_company()
                self.assertEqual(paper, company)
        elsewhere = self.shown.with_company(self.other_company)._biginn_sheet_company()
        self.assertIn(elsewhere, self.category.company_id | other)

    def test_only_filled_sections(self):
        (sheet,) = self.sheets(self.staff, self.stranger_org)
        for part in ("capabilities", "references", "certificates", "facilities", "products"):
            self.assertEqual(sheet[part], [])
        content = self.env["ir.actions.report"]._render_qweb_html(REPORT, self.stranger_org.ids)[0]
        for heading in (b"Capabilities", b"references", b"Certificates", b"Facilities"):
            self.assertNotIn(heading, content)
        self.new_reference(self.stranger_org, title="Magnets")
        content = self.env["ir.actions.report"]._render_qweb_html(REPORT, self.stranger_org.ids)[0]
        self.assertIn(b"Magnets", content)

    def test_a_sheet_is_the_same_for_everybody(self):
        public = self.env.ref("base.public_user")
        self.new_reference(self.shown, publishable=False)
        for user in (self.staff, self.stranger, public):
            self.assertEqual(self.sheets(user, self.shown), self.shown._biginn_sheets())

    def test_queries_do_not_grow(self):
        def count(organisations):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            organisations._biginn_sheets()
            return self.cr.sql_log_count - before

        organisations = self.env["res.partner"]
        for number in range(40):
            organisation = self.new_listed(f"Sheet {number}")
            self.new_capability(organisation, number % 4)
            self.new_reference(organisation)
            organisations |= organisation
        count(organisations)
        self.assertEqual(count(organisations[:8]), count(organisations))

    def test_in_the_readers_language(self):
        self.env["res.lang"]._activate_lang("es_ES")
        kind = dict(self.shown._fields["organisation_type"]._description_selection(
            self.env(context={"lang": "es_ES"})
        ))["sme"]
        sheet = self.shown.with_context(lang="es_ES")._biginn_sheet()
        self.assertEqual(sheet["type"], kind)


@tagged("post_install", "-at_install")
@unittest.skipUnless(
    (shutil.which("wkhtmltopdf") and shutil.which("pdftotext"))
    or _wkhtml().bin != "wkhtmltopdf",
    "no wkhtmltopdf: PDF is not tested",
)
class TestCapabilitySheetRoutes(DirectoryCase):
    def setUp(self):
        super().setUp()
        report = type(self.env["ir.actions.report"])
        # tests print HTML unless the context asks for more; a visitor's request cannot
        render = report._render_qweb_pdf

        def forced(records, *args, **kwargs):
            return render(records.with_context(force_report_rendering=True), *args, **kwargs)

        self.startPatch = patch.object(report, "_render_qweb_pdf", forced)
        self.startPatch.start()
        self.addCleanup(self.startPatch.stop)

    def text(self, content):
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        file = folder / "sheet.pdf"
        file.write_bytes(content)
        return subprocess.run(
            ["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True
        ).stdout

    def test_public_prints_a_published_sheet(self):
        response = self.url_open(self.address(self.shown, "/sheet"), timeout=60)
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.headers["Content-Type"], "application/pdf")
        text = self.text(response.content)
        self.assertIn("Kryostat & Søn A/S", text)
        self.assertIn("Bath cryostats", text)
        self.assertIn("Cluster of tests", text)
        self.assertNotIn("secret@", text)
        hidden = self.url_open(self.address(self.member_org, "/sheet"))
        self.assertEqual(hidden.status_code, 404)

    def test_member_prints_the_own_sheet(self):
        self.authenticate(self.member_reader.login, self.member_reader.login)
        self.assertIn("/my/organisation/sheet", self.url_open("/my/organisation").text)
        response = self.url_open("/my/organisation/sheet", timeout=60)
        self.assertEqual(response.status_code, 200)
        self.assertIn("Member A/S", self.text(response.content))

    def test_nobody_prints_without_an_organisation(self):
        user = self.new_user("lonely", "base.group_portal")
        self.authenticate(user.login, user.login)
        self.assertEqual(self.url_open("/my/organisation/sheet").status_code, 404)
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open("/my/organisation/sheet").url)

    def test_odoos_report_address_is_no_side_door(self):
        self.authenticate(self.stranger.login, self.stranger.login)
        for kind in ("html", "pdf"):
            response = self.url_open(
                f"/report/{kind}/biginn_cluster.capability_sheet_document/{self.member_org.id}"
            )
            self.assertNotEqual(response.status_code, 200)
            self.assertNotIn(b"Member A/S", response.content)

    def test_many_are_one_run_of_the_engine(self):
        report = type(self.env["ir.actions.report"])
        with patch.object(report, "_run_wkhtmltopdf", autospec=True,
                          side_effect=report._run_wkhtmltopdf) as run:
            self.env["ir.actions.report"]._render_qweb_pdf(
                REPORT, (self.shown | self.member_org | self.stranger_org).ids
            )
        self.assertEqual(run.call_count, 1)

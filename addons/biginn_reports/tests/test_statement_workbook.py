"""The workbook: recalculated by LibreOffice, every cell gives the database's figure."""

import io
import re
import shutil
import subprocess
import tempfile
import unittest
import zipfile
from pathlib import Path

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from odoo.addons.biginn_cluster.report import xlsx

from .test_golden_statement import GoldenCommon

SOFFICE = shutil.which("soffice")
CACHED = re.compile(rb"(<f>[^<]*</f>)<v>[^<]*</v>")


def without_cached_values(path):
    """A copy whose formulas have no value: who reads it has to calculate."""
    copy = path.with_name(f"bare-{path.name}")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(copy, "w") as target:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename.startswith("xl/worksheets/sheet"):
                data = CACHED.sub(rb"\1", data)
            target.writestr(entry, data)
    return copy


def recalculated(path):
    """The workbook as LibreOffice calculates it."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [SOFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless",
             "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", f"{folder}/out",
             str(without_cached_values(path))],
            check=True, capture_output=True, timeout=240,
        )
        return io.BytesIO(next(Path(folder, "out").iterdir()).read_bytes())


class WorkbookCommon(GoldenCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        import openpyxl

        cls.openpyxl = openpyxl

    def workbook(self, statement):
        path = statement._write_workbook()
        self.addCleanup(path.unlink, missing_ok=True)
        return path

    def assert_recalculates(self, path):
        """Each figure of the recalculated file equals the cached one to the cent."""
        kept = self.openpyxl.load_workbook(path, data_only=True)
        formulas = self.openpyxl.load_workbook(path)
        fresh = self.openpyxl.load_workbook(recalculated(path), data_only=True)
        self.assertEqual(kept.sheetnames, fresh.sheetnames)
        checked = 0
        for sheet in formulas:
            for row in sheet.iter_rows():
                for cell in row:
                    if not (isinstance(cell.value, str) and cell.value.startswith("=")):
                        continue
                    before = kept[sheet.title][cell.coordinate].value
                    after = fresh[sheet.title][cell.coordinate].value
                    self.assertIsInstance(after, int | float, f"{cell.coordinate} {cell.value}")
                    places = 8 if "rate" in sheet.title.lower() else 2
                    self.assertAlmostEqual(
                        before, after, places=places,
                        msg=f"{sheet.title}!{cell.coordinate} {cell.value}",
                    )
                    checked += 1
        return checked


@tagged("post_install", "-at_install")
class TestStatementWorkbook(WorkbookCommon):
    def computed(self):
        statement = self.make_statement()
        statement.action_compute()
        return statement

    def test_cells_are_the_figures_of_the_database(self):
        statement = self.computed()
        book = self.openpyxl.load_workbook(self.workbook(statement), data_only=True)
        page = book["Statement"]
        shown = {row[0].value: row for row in page.iter_rows(min_row=3) if row[0].value}
        for line in statement.line_ids:
            self.assertEqual(shown[line.code][4].value, line.amount_eur, line.code)
        named = {
            "total_eur": statement.total_eur,
            "contribution_eur": statement.max_contribution_eur,
            "requested_eur": statement.requested_eur,
            "own_funding_eur": statement.own_funding_eur,
        }
        for name, amount in named.items():
            title, cell = next(book.defined_names[name].destinations)
            self.assertEqual(book[title][cell.replace("$", "")].value, amount, name)
        self.assertEqual(book["Exchange rates"]["B6"].value, 7.4393)

    @unittest.skipUnless(SOFFICE, "LibreOffice is not installed")
    def test_recalculated_in_libreoffice(self):
        statement = self.computed()
        checked = self.assert_recalculates(self.workbook(statement))
        self.assertGreater(checked, 50)

    @unittest.skipUnless(SOFFICE, "LibreOffice is not installed")
    def test_recalculated_with_residues_cap_and_full_rate(self):
        """Odd cents, a cap, an unrounded rate: each a place where a formula could drift."""
        self.scheme.rate_full_precision = True
        self.beneficiary.max_contribution = 62000
        odd = {str(self.account.id): 33.33}
        self.books.bill(
            self.supplier, "2022-07-01",
            [("goods", 0.05, odd, self.books.vat_half), ("goods", 99.99, odd, self.books.vat_lost),
             ("travel", 10.01, {str(self.account.id): 50})],
        )
        statement = self.computed()
        statement.requested_limit_eur = 61000
        statement.action_compute()
        self.assertGreater(self.assert_recalculates(self.workbook(statement)), 50)
        self.assertEqual(statement.requested_eur, 61000)

    def test_a_name_never_becomes_a_formula(self):
        self.supplier.name = '=HYPERLINK("http://evil.example","click")'
        statement = self.computed()
        book = self.openpyxl.load_workbook(self.workbook(statement))
        cells = [cell for row in book["Cost lines"].iter_rows() for cell in row
                 if isinstance(cell.value, str) and "HYPERLINK" in cell.value]
        self.assertTrue(cells)
        self.assertEqual({cell.data_type for cell in cells}, {"s"})

    def test_no_workbook_of_a_draft(self):
        with self.assertRaises(UserError):
            self.make_statement().action_export_xlsx()

    def test_staff_get_no_workbook(self):
        statement = self.computed()
        staff = self.new_user("staff.workbook", "biginn_cluster.group_staff", self.company)
        with self.assertRaises(AccessError):
            statement.with_user(staff).action_export_xlsx()

    def test_every_sheet_has_heads_filters_and_print_area(self):
        book = self.openpyxl.load_workbook(self.workbook(self.computed()))
        for sheet in book:
            self.assertTrue(sheet.print_area, sheet.title)
        self.assertEqual(book["Cost lines"].freeze_panes, "A3")
        self.assertTrue(book["Cost lines"].auto_filter.ref)

    def test_long_sheet_names_are_cut(self):
        path = Path(tempfile.mkdtemp()) / "long.xlsx"
        self.addCleanup(shutil.rmtree, path.parent)
        xlsx.write(path, [xlsx.Sheet("x" * 40, [[xlsx.Cell("=1+1")]])], {})
        book = self.openpyxl.load_workbook(path)
        self.assertEqual(len(book.sheetnames[0]), 31)
        self.assertEqual(book.worksheets[0]["A1"].data_type, "s")


@tagged("post_install", "-at_install")
class TestWorkbookRoute(WorkbookCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.statement = self.make_statement()
        self.statement.action_compute()
        self.url = self.statement.action_export_xlsx()["url"]

    def test_finance_downloads(self):
        self.authenticate(self.finance.login, self.finance.login)
        answer = self.url_open(self.url)
        self.assertEqual(answer.status_code, 200)
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        book = self.openpyxl.load_workbook(io.BytesIO(answer.content), data_only=True)
        self.assertIn("Statement", book.sheetnames)

    def test_a_stranger_is_told_nothing(self):
        staff = self.new_user("staff.route", "biginn_cluster.group_staff", self.company)
        self.authenticate(staff.login, staff.login)
        self.assertEqual(self.url_open(self.url).status_code, 404)
        self.assertEqual(self.url_open("/biginn/statement/999999/workbook").status_code, 404)

    def test_public_is_sent_to_login(self):
        self.authenticate(None, None)
        answer = self.url_open(self.url, allow_redirects=False)
        self.assertIn("/web/login", answer.headers.get("Location", ""))

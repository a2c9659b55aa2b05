import io
import shutil
import subprocess
import tempfile
import unittest
from datetime import timedelta
from pathlib import Path

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from ..report import xlsx
from .common import BiginnCommon

FORMULA = "=HYPERLINK(\"http://evil.example\")"


class MemberListCase(BiginnCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        import openpyxl

        cls.openpyxl = openpyxl
        today = fields.Date.today()
        cls.today = today
        cls.new_membership(cls.member_org)
        cls.formula = cls.new_organisation(FORMULA, country_id=cls.spain.id, city="+1+1")
        cls.new_membership(cls.formula, cls.new_category(name="Supporting"))
        cls.gone = cls.new_organisation("Gone ApS")
        cls.new_membership(cls.gone, left_on=today)
        cls.new_capability(cls.member_org)
        cls.foreign = cls.new_organisation("Of another cluster")
        cls.new_membership(cls.foreign, cls.new_category(cls.other_company))

    def wizard(self, user=None, **values):
        user = user or self.staff
        model = self.env["biginn.member.list"].with_user(user)
        return model.with_context(allowed_company_ids=user.company_ids.ids).create(values)

    def names(self, **values):
        return [row["name"] for row in self.wizard(**values)._matrix()["rows"]]

    def book(self, wizard):
        path = wizard._write_workbook()
        self.addCleanup(path.unlink, missing_ok=True)
        return self.openpyxl.load_workbook(path)


@tagged("post_install", "-at_install")
class TestMemberList(MemberListCase):
    def test_groups_and_filters(self):
        for values, expected in (
            ({}, [FORMULA, "Member A/S"]),
            ({"group": "former"}, ["Gone ApS"]),
            ({"group": "all"}, [FORMULA, "Gone ApS", "Member A/S"]),
            ({"country_ids": self.spain.ids}, [FORMULA]),
            ({"category_ids": self.category.ids}, ["Member A/S"]),
            ({"partner_ids": self.member_org.ids}, ["Member A/S"]),
            ({"day": self.today - timedelta(days=4000)}, []),
        ):
            with self.subTest(values=values):
                self.assertEqual(self.names(**values), expected)

    def test_on_a_past_day(self):
        membership = self.gone.membership_ids
        self.assertIn("Gone ApS", self.names(day=membership.left_on - timedelta(days=1)))

    def test_whom_a_group_covers(self):
        branch = self.new_organisation("Branch")
        self.member_org.membership_ids.covered_partner_ids = branch
        self.assertIn("Branch", self.names())
        self.assertEqual(self.names(partner_ids=branch.ids), ["Branch"])

    def test_selection_comes_along(self):
        model = self.env["biginn.member.list"].with_user(self.staff)
        for active_model, records in (
            ("res.partner", self.member_editor.partner_id | self.member_org),
            ("biginn.membership", self.member_org.membership_ids),
        ):
            with self.subTest(active_model=active_model):
                wizard = model.with_context(
                    active_model=active_model, active_ids=records.ids
                ).create({})
                self.assertEqual(wizard.partner_ids, self.member_org)

    def test_people_need_consent(self):
        editor = self.member_editor.partner_id
        for contacts, agreed, expected in (
            ("none", True, []),
            ("consent", False, []),
            ("consent", True, ["Contact editor"]),
            ("internal", False, ["Contact editor"]),
        ):
            with self.subTest(contacts=contacts, agreed=agreed):
                if agreed:
                    editor._biginn_give_consent("contact_sharing", source="staff")
                else:
                    editor._biginn_withdraw_consent("contact_sharing")
                matrix = self.wizard(contacts=contacts, partner_ids=self.member_org.ids)._matrix()
                (row,) = matrix["rows"]
                self.assertEqual([person["name"] for person in row["people"]], expected)
                self.assertEqual(bool(matrix["internal"]), contacts == "internal")

    def test_nobody_says_so(self):
        wizard = self.wizard(day=self.today - timedelta(days=4000))
        for action in (wizard.action_print, wizard.action_export_xlsx):
            with self.assertRaisesRegex(UserError, "Nobody fits"):
                action()

    def test_workbook(self):
        wizard = self.wizard(contacts="internal")
        book = self.book(wizard)
        self.assertEqual(book.sheetnames, ["Cover", "Members"])
        sheet = book["Members"]
        self.assertIn("Internal", sheet["A1"].value)
        self.assertEqual(sheet["A2"].value, "Organisation")
        self.assertEqual(sheet.freeze_panes, "A3")
        self.assertEqual(sheet.auto_filter.ref, f"A2:{sheet.dimensions.split(':')[1]}")
        self.assertTrue(sheet.print_area)
        cell = sheet["A3"]
        self.assertEqual((cell.value, cell.data_type), (FORMULA, "s"), "text stays text")
        self.assertEqual(sheet["B3"].value, "+1+1")
        since = next(cell for cell in sheet[3] if cell.is_date)
        self.assertEqual(since.value.date(), self.today.replace(month=1, day=1))
        cover = [cell.value for row in book["Cover"].iter_rows() for cell in row if cell.value]
        self.assertIn("Cluster of tests", cover)
        self.assertTrue(any("co-funded" in str(value) for value in cover))

    @unittest.skipUnless(shutil.which("soffice"), "no LibreOffice: the workbook is not opened")
    def test_libreoffice_opens_it(self):
        path = self.wizard()._write_workbook()
        self.addCleanup(path.unlink, missing_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(
                ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
                 "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", f"{folder}/out",
                 str(path)],
                check=True, capture_output=True, timeout=240,
            )
            content = io.BytesIO(next(Path(folder, "out").iterdir()).read_bytes())
        sheet = self.openpyxl.load_workbook(content)["Members"]
        self.assertEqual([row[0].value for row in sheet.iter_rows(min_row=2)],
                         [FORMULA, "Member A/S"])

    def test_paper_and_workbook_say_the_same(self):
        wizard = self.wizard()
        content = self.env["ir.actions.report"].with_user(self.staff)._render_qweb_html(
            "biginn_cluster.action_report_member_list", wizard.ids
        )[0].decode()
        for row in self.book(wizard)["Members"].iter_rows(min_row=2, max_col=1, values_only=True):
            self.assertIn(xlsx.Cell(row[0]).value.replace('"', "&#34;"), content)
        self.assertIn("Test domain 1", content)

    def test_queries_do_not_grow(self):
        def count():
            wizard = self.wizard(contacts="internal")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            wizard._matrix()
            return self.cr.sql_log_count - before

        def fill(number):
            for each in range(number):
                organisation = self.new_organisation(f"Many {number} {each}")
                self.new_membership(organisation)
                self.new_capability(organisation, each % 4)
                self.env["res.partner"].create({"name": "Someone", "parent_id": organisation.id})

        fill(8)
        count()
        few = count()
        fill(40)
        self.assertEqual(count(), few)

    def test_rights(self):
        """Each role and operation: only staff, and each only the own wizards."""
        wizard = self.wizard()
        for user, may in (
            (self.staff, True),
            (self.manager, True),
            (self.employee, False),
            (self.member_editor, False),
            (self.stranger, False),
        ):
            for name in ("biginn.member.list", "biginn.member.mail"):
                for operation in ("read", "write", "create", "unlink"):
                    with self.subTest(user=user.login, model=name, operation=operation):
                        model = self.env[name].with_user(user)
                        self.assertEqual(model.has_access(operation), may)
        for user in (self.manager, self.other_staff):
            with self.assertRaises(AccessError):
                wizard.with_user(user).check_access("read")
        rows = self.wizard(self.other_staff)._matrix()["rows"]
        self.assertEqual([row["name"] for row in rows], ["Of another cluster"])


@tagged("post_install", "-at_install")
class TestMemberListRoute(MemberListCase, HttpCase):
    def test_download(self):
        wizard = self.wizard()
        url = wizard.action_export_xlsx()["url"]
        self.authenticate(self.staff.login, self.staff.login)
        answer = self.url_open(url)
        self.assertEqual(answer.status_code, 200)
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        book = self.openpyxl.load_workbook(io.BytesIO(answer.content))
        self.assertEqual(book["Members"]["A2"].value, FORMULA)
        for user in (self.manager, self.employee, self.stranger):
            self.authenticate(user.login, user.login)
            self.assertEqual(self.url_open(url).status_code, 404, user.login)
        for number in (0, wizard.id + 1000, 10**20):
            self.assertEqual(
                self.url_open(f"/biginn/member-list/{number}/workbook").status_code, 404
            )
        self.authenticate(None, None)
        answer = self.url_open(url, allow_redirects=False)
        self.assertIn("/web/login", answer.headers.get("Location", ""))

    def test_selected_as_commands(self):
        wizard = self.wizard(partner_ids=[Command.link(self.gone.id)], group="all")
        self.assertEqual(wizard._facts(1)[-1][1], self.staff.name)

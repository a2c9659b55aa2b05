import io

import openpyxl

from odoo.http import Request
from odoo.tests import HttpCase, tagged

from odoo.addons.biginn_cluster.tests.portal_common import SCRIPT

from .access_common import SECRETS, AccessCommon


@tagged("post_install", "-at_install")
class TestPortalAgendaAccess(AccessCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.page = f"/my/agendas/{cls.event.id}/access"
        cls.one = f"{cls.page}/{cls.person.id}"

    def log_in(self, user):
        self.authenticate(user and user.login, user and user.login)

    def post(self, url, **data):
        data["csrf_token"] = Request.csrf_token(self)
        response = self.url_open(url, data=data, allow_redirects=False)
        self.env.invalidate_all()
        return response

    def test_from_entering_to_deleting(self):
        self.log_in(self.member_reader)
        agenda = self.url_open(f"/my/agendas/{self.event.id}")
        self.assertIn(f'href="{self.one}"', agenda.text)
        page = self.url_open(self.page)
        self.assertIn("Gate", page.text)
        self.assertIn("2023", page.text)
        self.assertIn("Europe/Vilnius", page.text)
        self.assertEqual(self.url_open(self.one).status_code, 200)
        response = self.post(self.one, **self.texts(given_names=SCRIPT))
        self.assertEqual(response.status_code, 303)
        self.assertEqual(self.row().given_names, SCRIPT)
        form = self.url_open(self.one)
        self.assertIn("QX73619054", form.text)
        self.assertNotIn("<script>alert(1)", form.text)
        self.assertIn("no-store", form.headers["Cache-Control"])
        page = self.url_open(self.page)
        self.assertEqual([one for one in SECRETS if one in page.text], [])
        self.assertEqual(self.post(f"{self.one}/delete").status_code, 303)
        self.assertFalse(self.accesses.search([]))
        self.assertEqual(self.post(f"{self.one}/delete").status_code, 303)

    def test_what_was_typed_comes_back(self):
        self.log_in(self.member_reader)
        with self.server_log() as log:
            response = self.post(
                self.one, **self.texts(birth_date="nonsense", family_name="x" * 9000)
            )
        self.assertIn(self.one, "\n".join(log))
        self.assertNothingOf("\n".join(log))
        self.assertEqual(response.status_code, 422)
        self.assertIn("Write the day", response.text)
        self.assertIn("too long", response.text)
        for typed in ("nonsense", "x" * 9000, "QX73619054", "Hjorthagenborg"):
            self.assertIn(f'value="{typed}"', response.text)
        self.assertFalse(self.accesses.search([]))
        # a file where a text belongs, and nothing at all
        response = self.url_open(
            self.one,
            data={"csrf_token": Request.csrf_token(self)},
            files={"family_name": ("a.txt", b"QX73619054")},
            allow_redirects=False,
        )
        self.assertEqual(response.status_code, 303)
        self.assertFalse(self.accesses.search([]))
        # the list is closed while somebody types
        items = self.gate | self.tour
        items.write({"access_list_days": 60})
        response = self.post(self.one, **self.texts())
        self.assertEqual(response.status_code, 422)
        self.assertIn("The list has been closed", response.text)
        self.assertIn('value="QX73619054"', response.text)
        self.assertFalse(self.url_open(self.one).url.endswith(self.one))
        self.assertNotIn("Change", self.url_open(self.page).text.split("<main")[-1])

    def test_strangers_and_colleagues(self):
        self.give()
        colleague = self.new_user("colleague", "base.group_portal")
        colleague.partner_id.parent_id = self.member_org
        file = f"/agenda-access/{self.gate.id}/list.xlsx"
        for user in (colleague, self.stranger):
            self.log_in(user)
            for path in (self.page, self.one, file, f"{self.page}/99999999999", file + "x"):
                self.assertEqual(self.url_open(path).status_code, 404, path)
            for path in (self.one, f"{self.one}/delete"):
                self.assertEqual(self.post(path, **self.texts()).status_code, 404, path)
        self.log_in(self.member_editor)
        self.assertEqual(self.url_open(self.one).status_code, 200)
        self.assertEqual(self.post(self.one, **self.texts(birth_place="")).status_code, 303)
        self.assertFalse(self.row().birth_place)
        self.log_in(None)
        for path in (self.page, self.one, file):
            self.assertIn("/web/login", self.url_open(path).url)
        self.assertEqual(len(self.accesses.search([])), 2)

    def test_the_file_for_the_facility(self):
        self.give()
        url = f"/agenda-access/{self.gate.id}/list.xlsx"
        for user in (self.staff, self.manager, self.far_keeper):
            self.log_in(user)
            self.assertEqual(self.url_open(url).status_code, 404, user.login)
        self.log_in(self.keeper)
        self.assertEqual(self.url_open("/agenda-access/99999999999/list.xlsx").status_code, 404)
        with self.server_log() as log:
            response = self.url_open(url)
        self.assertEqual(response.status_code, 200)
        self.assertIn("no-store", response.headers["Cache-Control"])
        sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
        self.assertEqual(sheet.cell(5, 2).value, "Qvorthemsson")
        self.assertIn(url, "\n".join(log))
        self.assertNothingOf("\n".join(log))
        notes = self.env["biginn.agenda.access.export"].search([])
        self.assertEqual((notes.user_id, notes.row_count), (self.keeper, 1))
        self.assertFalse(
            self.env["ir.attachment"].search([("res_model", "=", "biginn.agenda.item")])
        )

    def test_core_export_of_the_web_client_is_refused(self):
        self.give()
        self.keeper.group_ids += self.env.ref("base.group_allow_export")
        self.log_in(self.keeper)
        data = (
            '{"model": "biginn.agenda.access", "fields": [{"name": "family_name", "label": "N"}],'
            ' "ids": false, "domain": [], "import_compat": false, "context": {},'
            ' "groupby": []}'
        )
        for kind in ("xlsx", "csv"):
            with self.server_log() as log:
                response = self.post(f"/web/export/{kind}", data=data)
            self.assertNotEqual(response.status_code, 200)
            self.assertIn("/web/export", "\n".join(log))
            self.assertNothingOf(response.text + "\n".join(log))

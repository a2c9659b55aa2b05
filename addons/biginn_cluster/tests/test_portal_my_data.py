import io
import json
import zipfile
from unittest.mock import patch

from odoo import sql_db
from odoo.tests import tagged

from .invoice_common import InvoiceCase

MY_DATA = "/my/organisation/my-data"


@tagged("post_install", "-at_install")
class TestPortalMyData(InvoiceCase):
    """One file with everything the member may see, and nothing it may not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reader = cls.member_reader.partner_id
        cls.editor = cls.member_editor.partner_id
        cls.new_figure(headcount=34)
        cls.membership = cls.new_membership()
        cls.reader._biginn_give_consent("photos")
        cls.member_org._biginn_give_consent("directory")
        cls.certificate = cls.env["biginn.certificate"].create(
            {"partner_id": cls.member_org.id, "kind": "iso_9001", "number": "C-1"}
        )
        cls.paper = cls.env["ir.attachment"].create(
            {
                "name": "../../etc/pass\u0007wd <b>.pdf",
                "raw": b"%PDF-1.4 paper",
                "res_model": "biginn.certificate",
                "res_id": cls.certificate.id,
            }
        )
        cls.certificate.attachment_id = cls.paper
        cls.member_org.message_post(
            body="Welcome to the cluster", subtype_xmlid="mail.mt_comment", message_type="comment"
        )
        cls.member_org.message_post(body="They pay late", subtype_xmlid="mail.mt_note")

    def download(self, user):
        self.sign_in(user)
        response = self.url_open(MY_DATA)
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.headers["Content-Type"], "application/zip")
        self.assertIn("attachment", response.headers["Content-Disposition"])
        self.assertEqual(response.headers["X-Content-Type-Options"], "nosniff")
        self.assertIn("no-store", response.headers["Cache-Control"])
        archive = zipfile.ZipFile(io.BytesIO(response.content))
        self.assertFalse(archive.testzip())
        return json.loads(archive.read("data.json")), archive

    def test_everything_about_the_organisation(self):
        data, archive = self.download(self.member_editor)
        self.assertEqual(data["organisation"][0]["name"], "Member A/S")
        self.assertEqual(data["organisation"][0]["vat"], "DK12345674")
        self.assertEqual(data["figures"][0]["headcount"], 34)
        self.assertEqual(data["capabilities"][0]["description"], "Bath cryostats")
        self.assertEqual(data["memberships"][0]["state"], "active")
        self.assertEqual(data["certificates"][0]["number"], "C-1")
        self.assertEqual(data["consents"][0]["purpose"], "directory")
        self.assertIn("may show our organisation", data["consents"][0]["wording"])
        self.assertIs(data["organisation"][0]["street"], None, "empty, not false")
        self.assertIs(data["organisation"][0]["published_in_directory"], True)
        names = {contact["name"] for contact in data["contacts"]}
        self.assertEqual(names, {"Contact editor", "Contact reader"})
        papers = [name for name in archive.namelist() if name != "data.json"]
        self.assertEqual(len(papers), 1)
        self.assertEqual(archive.read(papers[0]), b"%PDF-1.4 paper")
        self.assertTrue(papers[0].startswith("files/certificates/"))
        self.assertNotIn("..", papers[0].split("/"))
        for sign in "<>:\\\x07":
            self.assertNotIn(sign, papers[0])

    def test_a_member_of_two_clusters(self):
        """The other cluster's company is not to be read; the own data come all the same."""
        category = self.membership.category_id.copy({"company_id": self.other_company.id})
        self.member_org.company_id = False
        other = self.membership.copy(
            {"company_id": self.other_company.id, "category_id": category.id}
        )
        self.assertEqual(other.company_id, self.other_company)
        data, _archive = self.download(self.member_editor)
        clusters = {row["company_id"] for row in data["memberships"]}
        self.assertEqual(clusters, {self.membership.company_id.name, self.other_company.name})

    def test_everything_about_me(self):
        data, _archive = self.download(self.member_reader)
        self.assertEqual(data["me"][0]["email"], "reader@example.com")
        self.assertEqual(data["my_login"][0]["login"], self.member_reader.login)
        self.assertEqual([row["purpose"] for row in data["my_consents"]], ["photos"])

    def test_reader_gets_no_contacts_and_nobody_elses_consents(self):
        data, _archive = self.download(self.member_reader)
        self.assertNotIn("contacts", data)
        self.assertNotIn("editor@example.com", json.dumps(data))
        data, _archive = self.download(self.member_editor)
        self.assertFalse(data["my_consents"])
        self.assertEqual([row["purpose"] for row in data["consents"]], ["directory"])

    def test_internal_notes_stay_inside(self):
        data, _archive = self.download(self.member_editor)
        text = json.dumps(data)
        self.assertIn("Welcome to the cluster", text)
        self.assertNotIn("They pay late", text)

    def test_nothing_of_others(self):
        data, archive = self.download(self.stranger)
        text = json.dumps(data)
        for secret in ("Member A/S", "DK12345674", "Bath cryostats", "C-1", "Welcome", "reader@"):
            with self.subTest(secret=secret):
                self.assertNotIn(secret, text)
        self.assertEqual(archive.namelist(), ["data.json"])

    def test_invoices_by_core_s_rights(self):
        move = self.new_invoice(self.member_org, 1200)
        self.assertFalse(self.download(self.member_editor)[0]["invoices"], "drafts stay inside")
        move.action_post()
        rows = self.download(self.member_editor)[0]["invoices"]
        self.assertEqual([row["amount_total"] for row in rows], [1200])
        self.assertFalse(self.download(self.stranger)[0]["invoices"])

    def test_fields_that_members_may_not_read(self):
        data, _archive = self.download(self.member_editor)
        for section, rows in data.items():
            if not isinstance(rows, list):
                continue
            for row in rows:
                with self.subTest(section=section):
                    self.assertFalse({"create_uid", "message_ids", "access_token"} & set(row))
        self.assertNotIn("invoice_id", data["memberships"][0])
        self.assertNotIn("comment", data["organisation"][0])

    def test_an_addon_above_adds_its_own(self):
        partner = type(self.reader)
        original = partner._biginn_my_data

        def more(record):
            return {**original(record), "exchanges": [{"number": "X-1"}]}

        with patch.object(partner, "_biginn_my_data", more):
            data, _archive = self.download(self.member_reader)
        self.assertEqual(data["exchanges"], [{"number": "X-1"}])

    def test_public_and_people_without_organisation(self):
        self.assertIn("/web/login", self.url_open(MY_DATA).url)
        nobody = self.new_user("nobody", "base.group_portal")
        data, _archive = self.download(nobody)
        self.assertEqual(data["my_login"][0]["login"], nobody.login)
        self.assertNotIn("organisation", data)
        data, _archive = self.download(self.employee)
        self.assertNotIn("organisation", data)

    def test_queries_do_not_grow(self):
        self.sign_in(self.member_editor)
        few = self.count_queries()
        for year in range(2010, 2023):
            self.new_figure(year=year)
        for domain in range(1, 4):
            for work_kind in range(3):
                self.new_capability(self.member_org, domain, work_kind)
        for number in range(10):
            self.member_org.message_post(
                body=f"News {number}", subtype_xmlid="mail.mt_comment", message_type="comment"
            )
        self.assertLessEqual(self.count_queries(), few + 3)

    def count_queries(self):
        self.url_open(MY_DATA)
        before = sql_db.sql_counter
        self.assertEqual(self.url_open(MY_DATA).status_code, 200)
        return sql_db.sql_counter - before

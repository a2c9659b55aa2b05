from itertools import product

from odoo.tests import tagged
from odoo.tools import mute_logger

from .portal_common import PDF, PortalCase

DOCUMENT = "/my/organisation/document"


@tagged("post_install", "-at_install")
class TestPortalDocument(PortalCase):
    """Papers of certificates: what is taken, where it is kept, who may have it back and how."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.certificate = cls.new_certificate()

    def setUp(self):
        super().setUp()
        self.sign_in(self.member_editor)

    def send(self, content=PDF, name="paper.pdf", declared="application/pdf", **changes):
        files = {"row-0-attachment_id": (name, content, declared)}
        return self.post("certificates", self.form("certificates", **changes), files)

    def test_kept_bound_and_private(self):
        self.assertIn("saved=changed", self.send(name="C:\\tmp\\ISO 9001.PDF.exe").url)
        self.assertRecordValues(
            self.certificate.attachment_id,
            [
                {
                    "name": "ISO 9001.pdf",
                    "mimetype": "application/pdf",
                    "res_model": "biginn.certificate",
                    "res_id": self.certificate.id,
                    "public": False,
                    "raw": PDF,
                }
            ],
        )
        value = self.last_note().sudo().tracking_value_ids
        self.assertIn("ISO 9001.pdf", value.new_value_char)

    def test_new_row_with_its_paper(self):
        data = self.form("certificates", **self.row(1, kind="iso_14001", number="E-1"))
        files = {"row-1-attachment_id": ("p.pdf", PDF, "application/pdf")}
        self.assertIn("saved=changed", self.post("certificates", data, files).url)
        added = self.member_org.certificate_ids - self.certificate
        self.assertEqual(added.attachment_id.res_id, added.id)

    def test_what_staff_keep_in_a_note_is_not_handed_out(self):
        """It hangs on the same record, and members can count."""
        self.send()
        asked = self.env["biginn.change.request"].create(
            {"partner_id": self.member_org.id, "company_id": self.cluster_company.id}
        )
        for record in (self.certificate, asked):
            with self.subTest(model=record._name):
                note = record.with_user(self.staff).message_post(
                    body="Looks forged", attachments=[("our opinion.pdf", PDF)]
                )
                kept = note.attachment_ids
                self.assertEqual((kept.res_model, kept.res_id), (record._name, record.id))
                for address in (f"{DOCUMENT}/{kept.id}", f"/web/content/{kept.id}"):
                    self.assertEqual(self.url_open(address).status_code, 404)
        paper = self.certificate.attachment_id
        self.assertEqual(self.url_open(f"{DOCUMENT}/{paper.id}").content, PDF)

    def test_new_file_takes_the_old_ones_place(self):
        self.send()
        old = self.certificate.attachment_id
        self.send(content=PDF + b"\n%%EOF\n")
        self.assertFalse(old.exists())
        self.assertTrue(self.certificate.attachment_id)

    def test_refused_with_a_sentence(self):
        cases = (
            (b"", "p.pdf", False),
            (b"<html><script>alert(1)</script>", "p.pdf", "Only plain"),
            (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "p.png", "Only plain"),
            (b"PK\x03\x04 anything", "p.pdf", "Only plain"),
            (b"GIF89a;", "p.png", "Only plain"),
            (b"%PDF-1.7 <script>alert(1)</script> %%EOF", "p.pdf", "Only plain"),
            (PDF.replace(b"/Catalog", b"/Catalog /OpenAction << /S /JavaScript >>"), "p.pdf",
             "contains a program"),
        )
        for content, name, words in cases:
            with self.subTest(content=content[:30]):
                response = self.send(content, name, **{"row-0-issuer": "Kept typing"})
                self.assertEqual(response.status_code, 422)
                self.assertTrue('id="row-0-attachment_id-error"' in response.text)
                self.assertTrue((words or "empty") in response.text)
                self.assertTrue("Kept typing" in response.text)
                self.assertFalse(self.certificate.attachment_id)
                self.assertFalse(self.certificate.issuer)

    def test_limits_are_settings(self):
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("biginn_cluster.upload_max_mb", "0.001")
        response = self.send(PDF + b" " * 2000 + b"%%EOF")
        self.assertEqual(response.status_code, 422)
        self.assertTrue("at most 0.001 MB" in response.text)
        parameters.set_param("biginn_cluster.upload_max_mb", "10")
        parameters.set_param("biginn_cluster.upload_max_files", "1")
        self.assertIn("saved=changed", self.send().url)
        response = self.send()
        self.assertEqual(response.status_code, 422)
        self.assertTrue("all there is room for" in response.text)

    def test_always_a_download(self):
        self.send(name='"><script>alert(1)</script>.pdf')
        paper = self.certificate.attachment_id
        for user in (self.member_editor, self.member_reader, self.staff):
            self.sign_in(user)
            response = self.url_open(f"{DOCUMENT}/{paper.id}")
            with self.subTest(user=user.login):
                self.assertEqual(response.status_code, 200)
                self.assertEqual(response.content, PDF)
                self.assertTrue(response.headers["Content-Disposition"].startswith("attachment"))
                self.assertEqual(response.headers["X-Content-Type-Options"], "nosniff")
                self.assertEqual(response.headers["Content-Type"], "application/octet-stream")
                self.assertIn("default-src 'none'", response.headers["Content-Security-Policy"])
                self.assertNotIn("<", response.headers["Content-Disposition"])

    def test_core_routes_never_show_it_either(self):
        self.send()
        paper = self.certificate.attachment_id
        for user in (self.member_editor, self.staff, self.stranger):
            self.sign_in(user)
            for name, query in product(
                (str(paper.id), f"biginn.certificate/{self.certificate.id}/paper"),
                ("", "?mimetype=text/html", "?download=0"),
            ):
                address = f"/web/content/{name}{query}"
                with self.subTest(user=user.login, address=address), mute_logger("odoo.http"):
                    response = self.url_open(address)
                    if response.status_code == 200:
                        self.assertEqual(
                            response.headers["Content-Type"], "application/octet-stream"
                        )
                        self.assertNotEqual(user, self.stranger)

    def test_strangers_get_nothing(self):
        self.send()
        paper = self.certificate.attachment_id
        other = self.env["ir.attachment"].create(
            {"name": "x", "raw": b"x", "res_model": "res.partner", "res_id": self.member_org.id}
        )
        loose = self.env["ir.attachment"].create({"name": "y", "raw": b"y"})
        for user in (self.stranger, self.new_user("nobody", "base.group_portal"), self.employee):
            self.sign_in(user)
            with self.subTest(user=user.login), mute_logger("odoo.http"):
                self.assertEqual(self.url_open(f"{DOCUMENT}/{paper.id}").status_code, 404)
        self.sign_in(self.member_editor)
        for wrong in (other.id, loose.id, 999_999_999):
            with self.subTest(document=wrong), mute_logger("odoo.http"):
                self.assertEqual(self.url_open(f"{DOCUMENT}/{wrong}").status_code, 404)
        with mute_logger("odoo.http"):
            self.assertEqual(self.url_open(f"{DOCUMENT}/abc").status_code, 404)
            self.assertEqual(self.url_open(f"{DOCUMENT}/-1").status_code, 404)

    def test_removed_with_its_certificate(self):
        self.send()
        paper = self.certificate.attachment_id
        self.post("certificates", self.form("certificates", **{"row-0-remove": "1"}))
        self.assertFalse(self.certificate.exists())
        self.assertFalse(paper.exists())

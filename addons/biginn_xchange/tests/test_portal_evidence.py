from odoo.http import Request
from odoo.tests import HttpCase, tagged

from .closing_common import picture
from .common import XchangeCommon

SCRIPT = "<script>alert(1)</script>"


@tagged("post_install", "-at_install")
class TestPortalEvidence(XchangeCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visitor = cls.new_member("visitor", cls.visiting_org)
        cls.exchange = cls.new_exchange(visitor_ids=cls.visitor.partner_id.ids)
        cls.walk(cls.exchange, "reporting")

    def setUp(self):
        super().setUp()
        self.authenticate(self.visitor.login, self.visitor.login)

    def page(self):
        return self.url_open(f"/my/exchanges/{self.exchange.id}/evidence").text

    def post(self, path="evidence", status=303, files=None, **data):
        answer = self.url_open(
            f"/my/exchanges/{self.exchange.id}/{path}",
            data={"csrf_token": Request.csrf_token(self), **data},
            files=files,
            allow_redirects=False,
        )
        self.assertEqual(answer.status_code, status, answer.text[:2000])
        self.env.invalidate_all()
        return answer

    def picture(self, number):
        return ("files", (f"IMG {number}.png", picture(number), "image/png"))

    def test_several_photos_at_once(self):
        self.post(files=[self.picture(1), self.picture(2), self.picture(3)], kind="photo")
        rows = self.exchange.evidence_ids
        self.assertEqual(rows.mapped("state"), ["submitted"] * 3)
        self.assertEqual(rows.author_id, self.visitor.partner_id)
        self.assertEqual(rows[0].paper_name, "IMG 1.png")
        # the same again, and one more
        self.post(files=[self.picture(1), self.picture(4)], kind="photo")
        self.assertEqual(len(self.exchange.evidence_ids), 4)

    def test_good_ones_are_kept_and_the_others_named(self):
        bad = ("files", (f"page{SCRIPT}.png", b"<html>", "image/png"))
        answer = self.post(files=[self.picture(1), bad], kind="photo", note="Kept", status=422)
        self.assertIn("1 kept, but not", " ".join(answer.text.split()))
        self.assertIn("Only plain PDF, PNG and JPEG", answer.text)
        self.assertNotIn(SCRIPT, answer.text)
        self.assertEqual(len(self.exchange.evidence_ids), 1)
        self.assertIn('value="Kept"', answer.text)

    def test_wrong_input(self):
        for files, data, name in (
            ([], {"kind": "photo"}, "files"),
            ([self.picture(1)], {"kind": "check_in"}, "kind"),
            ([self.picture(1)], {"kind": "nonsense"}, "kind"),
            ([self.picture(1)], {}, "kind"),
            ([self.picture(1)], {"kind": "photo", "note": "x" * 300}, "note"),
            ([self.picture(n) for n in range(21)], {"kind": "photo"}, "files"),
        ):
            with self.subTest(data=data, files=len(files)):
                answer = self.post(files=files, status=422, **data)
                self.assertIn(f'id="{name}-error"', answer.text)
        self.assertFalse(self.exchange.evidence_ids)

    def test_limits_of_size_and_number(self):
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("biginn_cluster.upload_max_files", "1")
        answer = self.post(files=[self.picture(1), self.picture(2)], kind="photo", status=422)
        self.assertIn("all there is room for", answer.text)
        self.assertEqual(len(self.exchange.evidence_ids), 1)
        parameters.set_param("biginn_cluster.upload_max_files", "50")
        parameters.set_param("biginn_cluster.upload_max_mb", "0.00001")
        answer = self.post(files=[self.picture(3)], kind="photo", status=422)
        self.assertIn("too large", answer.text)

    def test_only_a_download_and_only_for_the_own_side(self):
        self.post(files=[self.picture(1)], kind="boarding_pass", note=SCRIPT)
        [row] = self.exchange.evidence_ids
        page = self.page()
        self.assertNotIn(SCRIPT, page)
        self.assertIn("Ticket or boarding pass", page)
        address = f"/my/organisation/document/{row.attachment_id.id}"
        answer = self.url_open(address)
        self.assertEqual(answer.headers["Content-Type"], "application/octet-stream")
        for user in (self.new_member("host", self.host_org), self.stranger):
            self.authenticate(user.login, user.login)
            self.assertEqual(self.url_open(address).status_code, 404)
            answer = self.url_open(f"/web/content/{row.attachment_id.id}")
            self.assertEqual(answer.status_code, 404)

    def test_taken_back_until_accepted(self):
        self.post(files=[self.picture(1), self.picture(2)], kind="photo")
        first, second = self.exchange.evidence_ids
        second.with_user(self.staff).action_accept()
        paper = first.attachment_id
        for number in (first.id, first.id, second.id, 0, 2**31 - 1):
            self.post(f"evidence/{number}/remove")
        self.assertEqual(self.exchange.evidence_ids, second)
        self.assertFalse(paper.exists())
        self.assertEqual(self.page().count("/remove"), 0)
        self.post(f"evidence/{2**31}/remove", status=404)

    def test_not_the_other_sides(self):
        host_user = self.new_member("host", self.host_org, profile_editor=True)
        self.post(files=[self.picture(1)], kind="photo")
        [row] = self.exchange.evidence_ids
        self.authenticate(host_user.login, host_user.login)
        self.assertNotIn("IMG 1", self.page())
        self.post(f"evidence/{row.id}/remove")
        self.assertTrue(row.exists())
        self.post(files=[self.picture(1)], kind="photo")
        self.assertEqual(self.exchange.evidence_ids.partner_id, self.visiting_org | self.host_org)

    def test_nothing_after_completion(self):
        self.walk(self.exchange, "completed")
        self.assertNotIn("o_biginn_evidence_form", self.page())
        self.post(files=[self.picture(1)], kind="photo", status=409)

    def test_queries_do_not_grow(self):
        def queries():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.exchange.evidence_ids.with_user(self.visitor)._portal_rows()
            return self.env.cr.sql_log_count - before

        self.post(files=[self.picture(1)], kind="photo")
        queries()
        few = queries()
        self.post(files=[self.picture(n) for n in range(2, 12)], kind="photo")
        self.assertLessEqual(queries(), few + 2)

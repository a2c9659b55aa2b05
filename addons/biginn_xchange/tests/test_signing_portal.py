import re

from freezegun import freeze_time

from odoo.http import Request
from odoo.tests import HttpCase, tagged

from odoo.addons.biginn_cluster.rules.profile_input import fingerprint

from .common import XchangeCommon
from .test_signing import PNG

SCRIPT = "<script>alert(1)</script>"


@tagged("post_install", "-at_install")
class TestSigningPortal(XchangeCommon, HttpCase):
    """Signing with and without an account, the way a browser without scripts does it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.host_user = cls.new_member("host", cls.host_org, profile_editor=True)
        cls.exchange = cls.new_exchange(goals=SCRIPT)
        cls.walk(cls.exchange, "signing")
        cls.paper = cls.exchange._paper("commitment")
        cls.visitor = cls.signature("visitor")
        cls.host = cls.signature("host")
        cls.token = cls.visitor._new_token()
        cls.link = f"/exchange/sign/{cls.token}"

    @classmethod
    def signature(cls, role):
        return cls.paper.signature_ids.filtered(lambda each: each.role == role)

    def sign_in(self, user):
        self.authenticate(user and user.login, user and user.login)

    def get(self, path, user=None, status=200):
        self.sign_in(user)
        answer = self.url_open(path, allow_redirects=False)
        self.assertEqual(answer.status_code, status, path)
        return answer

    def post(self, path, user=None, status=200, files=None, signatures=None, **data):
        self.sign_in(user)
        signatures = self.visitor if signatures is None else signatures
        seen = {f"seen-{each.id}": each.document_id.content_hash for each in signatures}
        answer = self.url_open(
            path,
            data={
                "csrf_token": Request.csrf_token(self),
                "agreed": "1",
                "name": "Ona Example",
                **seen,
                **data,
            },
            files=files,
            allow_redirects=False,
        )
        self.env.invalidate_all()
        self.assertEqual(answer.status_code, status, path)
        return answer

    # -- by link ---------------------------------------------------------------------

    def test_whoever_has_the_link_reads_and_signs_once(self):
        page = self.get(self.link)
        self.assertIn("Commitment to Quality", page.text)
        self.assertIn(self.paper.content_hash, page.text)
        self.assertNotIn(SCRIPT, page.text)
        self.assertIn("&lt;script&gt;", page.text)
        self.assertIn("no-store", page.headers["Cache-Control"])
        self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(self.visitor.state, "pending", "reading signs nothing")
        thanks = self.post(self.link)
        self.assertIn("it is signed", thanks.text)
        self.assertEqual((self.visitor.state, self.visitor.signer), ("signed", "Ona Example"))
        self.assertEqual((self.visitor.method, self.visitor.ip), ("typed", "127.0.0.1"))
        self.assertEqual(self.visitor.document_hash, self.paper.content_hash)
        self.assertEqual(self.host.state, "pending", "one link, one signature")
        for answer in (
            self.get(self.link, status=410),
            self.post(self.link, status=410, name="X Y"),
        ):
            self.assertIn("signed already", answer.text)
            self.assertNotIn(self.exchange.name, answer.text)
        self.get(f"{self.link}/pdf", status=410)
        self.assertEqual(self.visitor.signer, "Ona Example")

    def test_a_drawing_goes_along(self):
        self.post(self.link, drawing=PNG)
        self.assertEqual(self.visitor.method, "drawn")

    def test_links_that_open_nothing_tell_nothing(self):
        wrong = [
            "x", "x" * 43, "x" * 5000, self.token[:-1], f"{self.token}x", "..%2F..", "%00", "1",
        ]  # fmt: skip
        for token in wrong:
            with self.subTest(token=token[:50]):
                answer = self.get(f"/exchange/sign/{token}", status=404)
                self.assertNotIn("Member A/S", answer.text)
        self.post(f"/exchange/sign/{'x' * 43}", status=404)
        with freeze_time("2043-01-01"):
            self.assertEqual(self.visitor._by_token(self.token)[1], "expired")
        self.exchange.write({"goals": "Others"})
        for path in (self.link, f"{self.link}/pdf"):
            self.get(path, status=404)
        self.post(self.link, status=404)

    def test_what_is_wrong_is_said_and_nothing_typed_is_lost(self):
        for data, sentence in (
            ({"name": " "}, "full name"),
            ({"name": "Ona Example", "agreed": ""}, "Tick that"),
            ({"drawing": "!!"}, "Draw it again"),
            ({f"seen-{self.visitor.id}": "0" * 64}, "changed while"),
            ({f"seen-{self.visitor.id}": ""}, "changed while"),
            ({"name": "X" * 5000}, "too long"),
        ):
            answer = self.post(self.link, status=422, **data)
            with self.subTest(data=str(data)[:50]):
                self.assertIn(sentence, answer.text)
                self.assertEqual(self.visitor.state, "pending")
        self.assertIn(
            "Ona &lt;b&gt;", self.post(self.link, status=422, agreed="", name="Ona <b>").text
        )

    def test_no_signature_without_the_token_of_the_form(self):
        self.sign_in(None)
        for path in (self.link, "/exchange/verify"):
            answer = self.url_open(path, data={"name": "Ona Example", "agreed": "1"})
            self.assertEqual(answer.status_code, 400)
        self.assertEqual(self.visitor.state, "pending")

    # -- with an account -------------------------------------------------------------

    def test_a_member_reads_and_signs_in_the_portal(self):
        path = f"/my/exchanges/{self.exchange.id}"
        self.assertIn("Your signature is missing", self.get(path, self.member_editor).text)
        self.assertIn("Commitment", self.get(f"{path}/sign", self.member_editor).text)
        self.post(f"{path}/sign", self.member_editor, 303, name="Contact Editor")
        self.assertEqual(self.visitor.signer, "Contact Editor")
        self.post(f"{path}/sign", self.member_editor, 303, name="Another Name")
        self.assertEqual(self.visitor.signer, "Contact Editor")
        self.assertIn("Contact Editor", self.get(path, self.host_user).text)

    def test_who_has_no_business_there(self):
        path = f"/my/exchanges/{self.exchange.id}"
        for user in (self.stranger, self.employee, self.new_user("n", "base.group_portal")):
            for suffix in ("/sign", f"/paper/{self.paper.id}", "/build"):
                with self.subTest(user=user.login, suffix=suffix):
                    self.get(path + suffix, user, 404)
            self.post(f"{path}/sign", user, 404)
        for suffix in ("/sign", f"/paper/{self.paper.id}", "/build"):
            self.assertIn("/web/login", self.get(path + suffix, None, 303).headers["Location"])
        self.visitor.signer_id = False
        self.get(f"{path}/sign", self.member_reader)
        self.post(f"{path}/sign", self.member_reader, 303)
        self.assertEqual(self.visitor.state, "pending", "a colleague who may not sign")
        for number in (0, 2**31, 10**20):
            self.get(f"/my/exchanges/{number}/sign", self.member_editor, 404)

    def test_the_money_is_between_visitor_and_partnership(self):
        self.sign(self.exchange, kind="commitment")
        agreement = self.exchange._paper("agreement")
        path = f"/my/exchanges/{self.exchange.id}"
        self.assertNotIn("Financial agreement", self.get(path, self.host_user).text)
        self.get(f"{path}/paper/{agreement.id}", self.host_user, 404)
        self.assertEqual(
            self.get(f"{path}/paper/{agreement.id}", self.member_reader).headers["Content-Type"],
            "application/pdf",
        )
        self.assertFalse(agreement.with_user(self.host_user).has_access("read"))
        self.assertTrue(agreement.with_user(self.member_reader).has_access("read"))

    def test_my_data_holds_signatures_and_signed_papers(self):
        self.sign(self.exchange)
        member = self.member_editor.partner_id.with_user(self.member_editor)
        rows = member._biginn_my_data()["signatures"]
        self.assertEqual({row["signer"] for row in rows}, {"Signer of the visitor"})
        files = dict(member._biginn_my_data_files())
        self.assertIn(self.paper.attachment_id.raw, files.values())
        stranger = self.stranger.partner_id.with_user(self.stranger)
        self.assertEqual(stranger._biginn_my_data()["signatures"], [])

    def test_many_in_one_act(self):
        ours = self.paper.signature_ids.filtered(lambda each: each.role == "visiting_partnership")
        page = self.get("/my/exchanges/sign", self.staff).text
        self.assertIn(f'id="sign-{ours.id}"', page)
        self.assertNotIn(f'id="sign-{self.visitor.id}"', page)
        self.post("/my/exchanges/sign", self.staff, 422, signatures=ours)
        self.post(
            "/my/exchanges/sign",
            self.staff,
            303,
            signatures=ours,
            sign=[ours.id, self.host.id, "x"],
        )
        self.assertEqual((ours.state, self.host.state), ("signed", "pending"))
        self.post("/my/exchanges/sign", self.staff, 303, signatures=ours, sign=[ours.id])
        self.assertIn("Nothing waits", self.get("/my/exchanges/sign", self.stranger).text)
        self.post("/my/exchanges/sign", self.stranger, 303, sign=[self.visitor.id])
        self.assertEqual(self.visitor.state, "pending")

    # -- building --------------------------------------------------------------------

    def test_goals_and_plan_are_written_in_the_portal_while_it_is_a_draft(self):
        draft = self.new_exchange(
            programme_id=self.new_programme(code="D").id, visiting_id=self.visiting_org.id
        )
        path = f"/my/exchanges/{draft.id}/build"
        self.assertIn("Add a day", self.get(path, self.member_editor).text)
        data = {
            "goals": "See it", "seen-goals": fingerprint(""), "objectives": "Learn it",
            "seen-objectives": fingerprint(""), "row-0-id": "", "row-0-seen": "",
            "row-0-date": "2023-05-09", "row-0-name": SCRIPT, "row-0-place": "Hall",
        }  # fmt: skip
        wrong = self.post(path, self.member_editor, 422, **{**data, "row-0-date": "2024-05-09"})
        self.assertIn("not within the stay", wrong.text)
        self.assertIn("See it", wrong.text)
        self.assertFalse(draft.goals)
        self.post(path, self.member_editor, 303, **data)
        self.assertEqual((draft.goals, draft.objectives), ("See it", "Learn it"))
        self.assertEqual(draft.day_ids.mapped("place"), ["Hall"])
        self.assertNotIn(SCRIPT, self.get(f"/my/exchanges/{draft.id}", self.host_user).text)
        stale = self.post(
            path, self.host_user, 422, **{**data, "goals": "Theirs", "row-0-name": ""}
        )
        self.assertIn("meanwhile", stale.text)
        self.post(path, self.member_reader, 404, **data)
        self.walk(draft, "validated")
        self.get(path, self.member_editor, 303)
        self.post(path, self.member_editor, 404, **data)

    # -- checking --------------------------------------------------------------------

    def test_anybody_checks_whether_a_file_is_the_signed_one(self):
        self.assertIn("fingerprint", self.get("/exchange/verify").text)
        self.sign(self.exchange)
        content = self.paper.attachment_id.raw
        for data, files, sentence in (
            ({}, {"document": ("a.pdf", content)}, "it holds"),
            ({}, {"document": ("a.pdf", content + b" ")}, "not a paper"),
            ({"fingerprint": self.paper.content_hash.upper()}, None, "it holds"),
            ({"fingerprint": "0" * 64}, None, "not a paper"),
        ):
            with self.subTest(sentence=sentence):
                self.assertIn(sentence, self.post("/exchange/verify", files=files, **data).text)
        for data in ({}, {"fingerprint": SCRIPT}):
            answer = self.post("/exchange/verify", status=422, **data)
            self.assertNotIn(SCRIPT, re.sub(r"<head>.*?</head>", "", answer.text, flags=re.DOTALL))
        self.exchange._void_papers("changed")
        answer = self.post("/exchange/verify", files={"document": ("a.pdf", content)})
        self.assertIn("does not hold any more", answer.text)
        papers = self.env["biginn.exchange.document"].with_user(self.stranger)
        self.assertEqual(papers.verify(self.paper.sha256)["valid"], False)
        self.assertEqual(papers.verify("x"), {"signed": False, "valid": False})

from lxml import html

from odoo import http
from odoo.tests import HttpCase, tagged

from .matching_common import MatchingCommon

PAGES = ("/my/catalogue", "/my/matches")


@tagged("post_install", "-at_install")
class TestPortalMatching(MatchingCommon, HttpCase):
    def get(self, url, user=None):
        if user:
            self.authenticate(user.login, user.login)
        return self.url_open(url, allow_redirects=False)

    def post(self, url, **data):
        token = http.Request.csrf_token(self)
        return self.url_open(url, data={"csrf_token": token, **data}, allow_redirects=False)

    def meet(self, candidate, partner):
        return self.post("/my/catalogue/meet", candidate_id=candidate.id, partner_id=partner.id)

    # -- catalogue -------------------------------------------------------------------

    def test_catalogue_shows_the_other_role_without_persons(self):
        page = self.get("/my/catalogue", self.member_editor).text
        self.assertIn("Host UAB", page)
        self.assertIn("Three days in the test hall.", page)
        self.assertIn("Both work on Test domain 1.", page)
        self.assertNotIn(self.host.contact_id.name, page)
        self.assertNotIn(self.host.contact_id.email, page)
        page = self.get("/my/catalogue", self.host_editor).text
        self.assertIn("Member A/S", page)
        self.assertNotIn(self.visitor.contact_id.email, page)
        # an exchange crosses a border: one's own country is not in the list
        self.host.partner_id.country_id = self.denmark
        self.assertNotIn("Host UAB", self.get("/my/catalogue", self.member_editor).text)

    def test_who_is_accepted_is_told_where_to_go(self):
        page = f"/my/candidates/{self.visitor.id}"
        self.assertIn("/my/catalogue?for=", self.get(page, self.member_editor).text)
        match = self.new_match()
        for sentence, act in (
            ("Host UAB: Say yes or no.", match.action_visitor_yes),
            ("Host UAB has to answer.", match.with_user(self.other_manager).action_host_no),
            ("/my/catalogue?for=", None),
        ):
            text = self.get(page).text
            self.assertIn(sentence, text)
            self.assertEqual(f"/my/matches/{match.id}" in text, bool(act))
            if act:
                act()

    def test_catalogue_is_closed_without_an_accepted_candidate(self):
        page = self.get("/my/catalogue", self.stranger).text
        self.assertIn("The catalogue opens once", page)
        self.assertNotIn("Host UAB", page)
        self.visitor.action_withdraw()
        self.assertNotIn("Host UAB", self.get("/my/catalogue", self.member_editor).text)

    def test_search_and_filters(self):
        self.new_partner("Vacuum & <script>alert(1)</script> UAB", domain_ids=self.domains[2].ids)
        self.authenticate(self.member_editor.login, self.member_editor.login)
        page = self.get("/my/catalogue").text
        self.assertNotIn("<script>alert(1)", page)
        self.assertIn("&lt;script&gt;alert(1)", page)
        for arguments, host, other in (
            ("", True, True),
            ("search=vacuum", False, True),
            ("search=test+hall", True, True),
            (f"domain={self.domains[0].id}", True, False),
            (f"domain={self.domains[2].id}", False, True),
            (f"country={self.lithuania.id}", True, True),
            (f"country={self.denmark.id}", False, False),
            (f"activity={self.activity.id}&search=Host+UAB", True, False),
            ("domain=x&country=-1&page=0", True, True),
            ("domain=99999999999999999999", True, True),
            ("for=0&language=%00", True, True),
        ):
            with self.subTest(arguments):
                answer = self.get(f"/my/catalogue?{arguments}")
                self.assertEqual(answer.status_code, 200)
                names = [
                    one.text_content().strip()
                    for one in html.fromstring(answer.text).xpath("//article//h2")
                ]
                self.assertEqual("Host UAB" in names, host)
                self.assertEqual(any(name.startswith("Vacuum") for name in names), other)

    def test_queries_of_the_catalogue_do_not_grow(self):
        self.authenticate(self.member_editor.login, self.member_editor.login)
        catalogue = self.env["biginn.match.catalogue"].with_user(self.member_editor)

        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            catalogue._answer({})
            return self.env.cr.sql_log_count - before

        for number in range(2):
            self.new_partner(f"Partner {number}")
        queries()
        few = queries()
        for number in range(2, 9):
            self.new_partner(f"Partner {number}")
        self.assertLessEqual(queries(), few)

    def test_ask_for_a_visit(self):
        self.authenticate(self.member_editor.login, self.member_editor.login)
        answer = self.meet(self.visitor, self.host)
        match = self.visitor.visitor_match_ids
        self.assertEqual(match.host_id, self.host)
        self.assertEqual((match.visitor_answer, match.host_answer), ("yes", "pending"))
        self.assertEqual(match.proposed_by_id, self.member_editor)
        self.assertIn(f"/my/matches/{match.id}", answer.headers["Location"])
        mails = self.env["mail.mail"].search([("model", "=", match._name)])
        self.assertEqual(mails.recipient_ids, self.host.contact_id)
        # once more does nothing
        self.meet(self.visitor, self.host)
        self.assertEqual(self.visitor.visitor_match_ids, match)
        self.assertIn("One has agreed", self.get("/my/catalogue").text)

    def test_who_cannot_ask(self):
        self.authenticate(self.member_reader.login, self.member_reader.login)
        answer = self.meet(self.visitor, self.host)
        self.assertEqual(answer.status_code, 422)
        self.assertIn("Only the person who takes part", answer.text)
        self.authenticate(self.stranger.login, self.stranger.login)
        self.assertEqual(self.meet(self.visitor, self.host).status_code, 404)
        self.authenticate(self.member_editor.login, self.member_editor.login)
        for data in ({}, {"candidate_id": "x", "partner_id": "y"}, {"candidate_id": "9" * 30}):
            with self.subTest(data):
                self.assertEqual(self.post("/my/catalogue/meet", **data).status_code, 404)
        # one's own, and what is not in the catalogue
        for partner in (self.visitor, self.visitor.browse(2**31 - 1)):
            with self.subTest(partner.id):
                self.assertEqual(self.meet(self.visitor, partner).status_code, 422)
        self.assertFalse(self.visitor.visitor_match_ids)

    # -- matches ---------------------------------------------------------------------

    def test_both_answer_in_the_portal(self):
        match = self.new_match()
        address = f"/my/matches/{match.id}"
        page = self.get("/my/matches", self.member_editor).text
        self.assertIn("Say yes or no.", page)
        self.assertIn("Host UAB", page)
        self.assertNotIn(self.host.contact_id.email, self.get(address).text)
        answer = self.post(f"{address}/answer", answer="yes")
        self.assertIn("saved=answered", answer.headers["Location"])
        self.assertNotIn(self.host.contact_id.email, self.get(address).text)
        self.authenticate(self.host_editor.login, self.host_editor.login)
        self.post(f"{address}/answer", answer="yes")
        self.assertEqual(match.state, "validated")
        self.assertIn(self.visitor.contact_id.email, self.get(address).text)
        page = self.get(address, self.member_editor).text
        self.assertIn(self.host.contact_id.email, page)
        match.action_make_exchange()
        self.assertIn(f"/my/exchanges/{match.exchange_id.id}", self.get(address).text)

    def test_decline_with_a_reason(self):
        match = self.new_match()
        self.authenticate(self.host_editor.login, self.host_editor.login)
        self.post(f"/my/matches/{match.id}/answer", answer="no", reason="No <b>time</b>")
        self.assertEqual((match.state, match.decline_reason), ("declined", "No <b>time</b>"))
        page = self.get(f"/my/matches/{match.id}", self.member_editor).text
        self.assertIn("Host UAB has said no.", page)
        self.assertIn("No &lt;b&gt;time&lt;/b&gt;", page)
        # too late: a sentence, nothing typed is lost
        answer = self.post(f"/my/matches/{match.id}/answer", answer="no", reason="typed")
        self.assertEqual(answer.status_code, 422)
        self.assertIn("has said no", answer.text)

    def test_wrong_answers(self):
        match = self.new_match()
        self.authenticate(self.member_editor.login, self.member_editor.login)
        for data in ({}, {"answer": "perhaps"}, {"answer": "x" * 10000}):
            with self.subTest(str(data)[:40]):
                answer = self.post(f"/my/matches/{match.id}/answer", **data)
                self.assertEqual(answer.status_code, 422)
        self.post(f"/my/matches/{match.id}/answer", answer="no", reason="x" * 5000)
        self.assertEqual(len(match.decline_reason), 2000)

    def test_strangers_find_nothing(self):
        match = self.new_match()
        address = f"/my/matches/{match.id}"
        self.authenticate(self.stranger.login, self.stranger.login)
        self.assertEqual(self.get(address).status_code, 404)
        self.assertEqual(self.post(f"{address}/answer", answer="yes").status_code, 404)
        self.assertNotIn("Host UAB", self.get("/my/matches").text)
        self.assertEqual(self.get(f"/my/matches/{2**40}").status_code, 404)
        self.assertEqual(match.state, "proposed")
        self.authenticate(None, None)
        for page in (*PAGES, address):
            with self.subTest(page):
                self.assertIn("/web/login", self.get(page).headers.get("Location", ""))

    def test_staff_and_employees_without_an_organisation(self):
        for user in (self.staff, self.employee):
            self.authenticate(user.login, user.login)
            for page in PAGES:
                with self.subTest(user=user.login, page=page):
                    answer = self.get(page)
                    self.assertEqual(answer.status_code, 200)
                    self.assertNotIn("Host UAB", answer.text)

    def test_forms_need_a_token(self):
        match = self.new_match()
        self.authenticate(self.member_editor.login, self.member_editor.login)
        answer = self.url_open(f"/my/matches/{match.id}/answer", data={"answer": "yes"})
        self.assertEqual(answer.status_code, 400)
        self.assertEqual(match.state, "proposed")

    def test_my_data_has_matches(self):
        self.new_match()
        sections = self.member_editor.partner_id.with_user(self.member_editor)._biginn_my_data()
        self.assertEqual([row["state"] for row in sections["matches"]], ["proposed"])
        strange = self.stranger.partner_id.with_user(self.stranger)._biginn_my_data()
        self.assertFalse(strange["matches"])

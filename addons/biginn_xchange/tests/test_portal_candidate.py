from odoo.http import Request
from odoo.tests import HttpCase, tagged

from odoo.addons.biginn_cluster.tests.portal_common import PDF, SCRIPT

from .candidate_common import CandidateCommon

LIST = "/my/candidates"
NEW = f"{LIST}/new"


@tagged("post_install", "-at_install")
class TestPortalCandidate(CandidateCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.authenticate(self.member_editor.login, self.member_editor.login)

    def post(self, url, files=None, **data):
        data["csrf_token"] = Request.csrf_token(self)
        response = self.url_open(url, data=data, files=files, allow_redirects=True)
        self.env.invalidate_all()
        return response

    def begin(self, **values):
        values = {"contact_id": str(self.member_editor.partner_id.id), "role": "visitor", **values}
        response = self.post(NEW, **values)
        self.assertEqual(response.status_code, 200, response.text[-500:])
        return self.mine()[:1]

    def mine(self):
        return self.env["biginn.candidate"].search(
            [("partner_id", "=", self.member_org.id)], order="id desc"
        )

    def step(self, candidate, name, files=None, **values):
        return self.post(f"{LIST}/{candidate.id}/edit/{name}", files=files, **values)

    def fill(self, candidate):
        self.step(
            candidate,
            "why",
            motivation="To learn",
            objectives="A partner",
            **{"records-planned_activity_ids": [str(self.activity.id)]},
        )
        self.step(
            candidate,
            "when",
            date_from="2027-03-01",
            date_to="2027-03-31",
            **{"records-country_ids": [str(self.lithuania.id)]},
        )

    # -- the whole way ---------------------------------------------------------------

    def test_from_the_first_step_to_sent(self):
        self.assertIn("Apply", self.url_open(LIST).text)
        candidate = self.begin()
        self.assertEqual(candidate.state, "draft")
        self.assertEqual(candidate.create_uid, self.member_editor)
        self.assertFalse(candidate.user_id)
        self.fill(candidate)
        self.assertEqual(candidate.country_ids, self.lithuania)
        self.assertEqual(candidate.planned_activity_ids, self.activity)
        response = self.step(candidate, "person", files={"cv_id": ("cv.pdf", PDF)})
        self.assertTrue(response.url.endswith("/send"))
        self.assertEqual(candidate.cv_id.raw, PDF)
        response = self.step(candidate, "send")
        self.assertIn("saved=sent", response.url)
        self.assertEqual(candidate.state, "submitted")
        self.assertIn("has arrived", self.mails_to(candidate).subject)
        self.assertEqual(candidate.activity_ids.user_id, self.manager)
        # a second click, and the form from another window
        self.assertIn("saved=sent", self.step(candidate, "send").url)
        self.assertEqual(len(self.mails_to(candidate)), 1)
        self.assertEqual(self.step(candidate, "why", motivation="Changed").status_code, 403)
        self.assertEqual(candidate.motivation, "To learn")

    def test_both_halves_share_the_form_and_are_decided_one_by_one(self):
        visitor = self.begin(role="both")
        host = visitor.twin_id
        if visitor.role == "host":
            visitor, host = host, visitor
        self.assertEqual((visitor.role, host.role, host.twin_id), ("visitor", "host", visitor))
        self.fill(visitor)
        self.assertEqual(host.motivation, "To learn")
        self.assertFalse(host.country_ids)
        response = self.step(visitor, "send")
        self.assertEqual(response.status_code, 422)
        self.assertIn("Visitors at a time", response.text)
        self.assertEqual((visitor | host).mapped("state"), ["draft", "draft"])
        self.step(visitor, "host", host_offer="Our hall", host_capacity="2")
        self.assertEqual((visitor.host_offer, host.host_capacity), (False, 2))
        self.step(visitor, "send")
        self.assertEqual((visitor | host).mapped("state"), ["submitted", "submitted"])
        self.assertEqual(len(self.mails_to(visitor) | self.mails_to(host)), 1)
        self.assertIn("visitor and host", self.mails_to(visitor).body_html)
        host.with_user(self.staff).action_accept()
        visitor.with_user(self.staff).action_ask("Which machine?")
        activities = {"records-planned_activity_ids": [str(self.activity.id)]}
        self.step(visitor, "why", motivation="The new one", objectives="A partner", **activities)
        self.assertEqual((visitor.motivation, host.motivation), ("The new one", "To learn"))
        self.step(visitor, "send")
        self.assertEqual((visitor.state, host.state), ("submitted", "accepted"))

    def test_change_ones_mind_about_the_role(self):
        candidate = self.begin(role="both")
        twin = candidate.twin_id
        person = str(self.member_editor.partner_id.id)
        self.step(candidate, "role", role="host", contact_id=person)
        self.assertFalse(twin.exists())
        self.assertEqual((candidate.role, candidate.twin_id.id), ("host", False))
        self.step(candidate, "role", role="both", contact_id=person, is_virtual="1")
        self.assertEqual(candidate.twin_id.role, "visitor")
        self.assertTrue(candidate.is_virtual and candidate.twin_id.is_virtual)

    # -- nothing is lost -------------------------------------------------------------

    def test_wrong_input_comes_back_and_the_rest_is_kept(self):
        candidate = self.begin()
        response = self.step(
            candidate,
            "when",
            date_from="2027-05-10",
            date_to="yesterday",
            **{"records-country_ids": [str(self.lithuania.id)]},
        )
        self.assertEqual(response.status_code, 422)
        self.assertIn("yesterday", response.text)
        self.assertEqual(candidate.date_from.isoformat(), "2027-05-10")
        self.assertEqual(candidate.country_ids, self.lithuania)
        response = self.step(candidate, "when", date_from="2027-05-10", date_to="2027-05-01")
        self.assertEqual(response.status_code, 422)
        self.assertIn("cannot be before", response.text)
        self.assertFalse(candidate.date_to)

    def test_huge_empty_and_odd_input_gives_a_sentence(self):
        candidate = self.begin()
        cases = (
            ("why", {"motivation": "x" * 5000}, "too long"),
            ("when", {"records-country_ids": ["999999999"]}, "Choose one"),
            ("when", {"records-domain_ids": ["abc"]}, "Choose one"),
            ("when", {"records-language_ids": ["-1"]}, "Choose one"),
            ("when", {"date_from": "2027-02-31"}, "Write the day"),
            ("role", {"role": "king", "contact_id": "1"}, "Choose one"),
            ("role", {"role": "visitor", "contact_id": str(self.stranger.partner_id.id)}, "Choose"),
        )
        for name, values, sentence in cases:
            with self.subTest(values=values):
                response = self.step(candidate, name, **values)
                self.assertEqual(response.status_code, 422)
                self.assertIn(sentence, response.text)
        self.assertEqual(candidate.contact_id, self.member_editor.partner_id)
        self.assertEqual(self.post(NEW, role="", contact_id="x").status_code, 422)
        self.assertEqual(self.step(candidate, "why").status_code, 200)
        self.assertEqual(self.step(candidate, "nowhere").status_code, 404)

    def test_texts_stay_texts(self):
        candidate = self.begin()
        self.step(candidate, "why", motivation=SCRIPT, objectives=SCRIPT)
        for url in (f"{LIST}/{candidate.id}", f"{LIST}/{candidate.id}/edit/why", LIST):
            self.assertNotIn("<script>alert(1)", self.url_open(url).text)
        self.assertEqual(candidate.motivation, SCRIPT)

    def test_a_cv_meets_the_houses_checks(self):
        candidate = self.begin()
        response = self.step(candidate, "person", files={"cv_id": ("cv.pdf", b"MZ no pdf")})
        self.assertEqual(response.status_code, 422)
        self.assertIn("Only plain PDF", response.text)
        self.step(candidate, "person", files={"cv_id": ("a.pdf", PDF)})
        first = candidate.cv_id
        self.step(candidate, "person", files={"cv_id": ("b.pdf", PDF)})
        self.assertFalse(first.exists())
        self.assertEqual(candidate.cv_id.name, "b.pdf")
        page = self.url_open(f"{LIST}/{candidate.id}").text
        self.assertIn(f"/my/organisation/document/{candidate.cv_id.id}", page)
        response = self.url_open(f"/my/organisation/document/{candidate.cv_id.id}")
        self.assertEqual(response.headers["Content-Type"], "application/octet-stream")
        self.step(candidate, "person", action="remove_cv")
        self.assertFalse(candidate.cv_id)

    def test_the_address_fills_in_beforehand(self):
        other = self.new_programme(code="OTHER", published=True, date_end=False)
        query = (
            f"?programme_id={other.id}&role=host&is_virtual=1"
            f"&country_ids={self.lithuania.id}&date_from=2027-05-03&days=7"
        )
        page = self.url_open(NEW + query).text
        self.assertIn('value="2027-05-17"', page)
        person = str(self.member_editor.partner_id.id)
        self.post(
            NEW,
            programme_id=str(other.id),
            role="both",
            contact_id=person,
            country_ids=str(self.lithuania.id),
            date_from="2027-05-03",
            date_to="2027-05-17",
        )
        candidate = self.mine().filtered(lambda half: half.role == "visitor")
        self.assertEqual((candidate.programme_id, candidate.country_ids), (other, self.lithuania))
        self.assertEqual(candidate.date_to.isoformat(), "2027-05-17")
        # nonsense in the address is no error, and nothing of it is kept
        odd = f"{NEW}?programme_id=x&role=king&country_ids=999999999&date_from=x&days=99999999999"
        self.assertEqual(self.url_open(odd).status_code, 200)
        candidate = self.begin(programme_id=str(other.id), country_ids="999999999", date_from="x")
        self.assertFalse(candidate.country_ids or candidate.date_from)

    def test_only_published_programmes_take_applications(self):
        self.programme.published = False
        self.assertIn("No programme takes applications", self.url_open(NEW).text)
        response = self.post(NEW, role="visitor")
        self.assertEqual(response.status_code, 422)
        self.assertFalse(self.mine())

    # -- withdraw --------------------------------------------------------------------

    def test_withdraw_and_begin_anew(self):
        candidate = self.begin()
        self.fill(candidate)
        self.step(candidate, "send")
        url = f"{LIST}/{candidate.id}"
        self.assertIn("Withdrawn", self.post(f"{url}/withdraw", reason="No time").text)
        self.assertEqual((candidate.state, candidate.decision_reason), ("withdrawn", "No time"))
        self.assertFalse(candidate.activity_ids)
        self.assertEqual(self.post(f"{url}/withdraw").status_code, 200)
        self.post(f"{url}/reopen")
        self.assertEqual((candidate.state, candidate.motivation), ("draft", "To learn"))

    def test_a_refused_one_is_not_withdrawn(self):
        candidate = self.begin()
        self.fill(candidate)
        self.step(candidate, "send")
        candidate.with_user(self.staff).action_refuse("No room")
        response = self.post(f"{LIST}/{candidate.id}/withdraw")
        self.assertEqual(response.status_code, 422)
        self.assertIn("No room", response.text)
        self.assertEqual(candidate.state, "refused")

    # -- strangers -------------------------------------------------------------------

    def test_strangers_and_colleagues(self):
        candidate = self.begin()
        url = f"{LIST}/{candidate.id}"
        posts = ("edit/why", "withdraw", "reopen", "edit/send")
        self.authenticate(self.member_reader.login, self.member_reader.login)
        self.assertEqual(self.url_open(url).status_code, 200)
        self.assertFalse(self.url_open(f"{url}/edit/why").url.endswith("/edit/why"))
        for path in posts:
            self.assertEqual(self.post(f"{url}/{path}").status_code, 403, path)
        self.authenticate(self.stranger.login, self.stranger.login)
        self.assertNotIn(candidate.name, self.url_open(LIST).text)
        for path in ("", "/edit/why", "/edit/send"):
            self.assertEqual(self.url_open(url + path).status_code, 404, path)
        for path in posts:
            self.assertEqual(self.post(f"{url}/{path}").status_code, 404, path)
        self.assertEqual(self.url_open(f"{LIST}/99999999999").status_code, 404)
        self.authenticate(None, None)
        for path in (LIST, NEW, url):
            self.assertIn("/web/login", self.url_open(path).url)
        self.assertEqual(candidate.state, "draft")

    def test_without_an_organisation_nobody_applies(self):
        self.new_user("loner", "base.group_portal")
        self.authenticate("test_loner", "test_loner")
        self.assertIn("not tied to a member", self.url_open(NEW).text)
        self.assertEqual(self.post(NEW, role="visitor").status_code, 403)

    def test_no_token_no_change(self):
        candidate = self.begin()
        response = self.url_open(f"{LIST}/{candidate.id}/edit/why", data={"motivation": "Forged"})
        self.assertEqual(response.status_code, 400)
        self.env.invalidate_all()
        self.assertFalse(candidate.motivation)

    # -- speed -----------------------------------------------------------------------

    def test_the_list_asks_no_more_for_many(self):
        candidates = self.env["biginn.candidate"].with_user(self.member_editor)
        counts = []
        for more in (3, 20):
            for _number in range(more):
                self.new_candidate()
                self.new_host()
            candidates.search([])._portal_rows()  # what is read once for all pages
            self.env.invalidate_all()
            found = candidates.search([])
            start = self.env.cr.sql_log_count
            self.assertEqual(len(found._portal_rows()), len(found))
            counts.append(self.env.cr.sql_log_count - start)
        self.assertLessEqual(counts[1], counts[0] + 3)

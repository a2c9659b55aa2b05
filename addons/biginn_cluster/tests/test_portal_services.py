from lxml import html

from odoo.http import Request
from odoo.tests import HttpCase, tagged

from .services_common import ServicesCommon

URL = "/my/services"


@tagged("post_install", "-at_install")
class TestPortalServices(ServicesCommon, HttpCase):
    def page(self, user, url=URL):
        self.authenticate(user.login, user.login)
        response = self.url_open(url)
        return response, html.fromstring(response.text)

    def rows(self, page):
        return page.xpath("//ul[@class='list-group']/li")

    def text(self, node):
        return " ".join(node.text_content().split())

    def test_members_see_what_was_done_for_them(self):
        self.new_use(outcome="Two partners found", note="Between us")
        self.new_use(date="2025-11-02", hours=0.5, service=self.new_service("Advice"))
        for user in (self.member_editor, self.member_reader):
            response, page = self.page(user)
            self.assertEqual(response.status_code, 200)
            first, second = self.rows(page)
            self.assertIn("Partner search", self.text(first))
            self.assertIn("02:30 h", self.text(first))
            self.assertIn("Two partners found", self.text(first))
            self.assertIn("Advice", self.text(second))
            [sums] = page.xpath("//dl[contains(@class, 'o_biginn_service_sums')]")
            self.assertEqual(self.text(sums), "Services 2 Hours 03:00")
            self.assertNotIn("Between us", response.text)

    def test_one_year(self):
        self.new_use()
        self.new_use(date="2025-11-02", hours=0.5)
        _response, page = self.page(self.member_reader, f"{URL}?year=2025")
        self.assertEqual(len(self.rows(page)), 1)
        [sums] = page.xpath("//dl[contains(@class, 'o_biginn_service_sums')]")
        self.assertEqual(self.text(sums), "Services 1 Hours 00:30")

    def test_wrong_questions_get_the_whole_list(self):
        self.new_use()
        wrong = ("?year=1999", "?year=%27--", "?year=%00", "?nonsense=1", "/page/99", "?page=-3")
        for query in wrong:
            with self.subTest(query=query):
                response, page = self.page(self.member_reader, URL + query)
                self.assertEqual(response.status_code, 200)
                self.assertEqual(len(self.rows(page)), 1)

    def test_strangers_see_only_their_own(self):
        self.new_use(outcome="Two partners found")
        self.new_use(self.stranger_org, outcome="For the stranger")
        response, page = self.page(self.stranger)
        self.assertEqual(len(self.rows(page)), 1)
        self.assertNotIn("Two partners found", response.text)
        self.assertNotIn(self.member_org.name, response.text)

    def test_what_waits_for_a_review_is_not_shown(self):
        self.new_use(needs_review=True, outcome="Perhaps yours")
        response, page = self.page(self.member_reader)
        self.assertFalse(self.rows(page))
        self.assertIn("Nothing yet", response.text)

    def test_who_has_no_organisation_gets_a_sentence(self):
        self.new_use(outcome="Two partners found")
        lonely = self.new_user("lonely", "base.group_portal")
        for user in (lonely, self.employee):
            response, page = self.page(user)
            self.assertEqual(response.status_code, 200)
            self.assertFalse(self.rows(page))
            self.assertNotIn("Two partners found", response.text)

    def test_the_public_signs_in_first(self):
        response = self.url_open(URL, allow_redirects=False)
        self.assertEqual(response.status_code, 303)
        self.assertIn("/web/login", response.headers["Location"])

    def test_nothing_is_sent_there(self):
        self.authenticate(self.member_editor.login, self.member_editor.login)
        response = self.url_open(URL, data={"csrf_token": Request.csrf_token(self)})
        self.assertEqual(response.status_code, 405)

    def test_text_stays_text(self):
        script = "<script>alert(1)</script>"
        contact = self.member_reader.partner_id
        contact.name = f"Eve {script}"
        self.service.name = f"Search {script}"
        self.new_use(outcome=f"Found {script}\n<b>two</b>", contact_id=contact.id)
        response, page = self.page(self.member_editor)
        self.assertNotIn(script, response.text)
        [row] = self.rows(page)
        self.assertEqual(self.text(row).count("<script>"), 3)
        self.assertFalse(row.xpath(".//script | .//b"))

    def test_two_clusters_are_told_apart(self):
        self.new_use()
        _response, page = self.page(self.member_reader)
        self.assertNotIn(self.cluster_company.name, self.text(self.rows(page)[0]))
        self.new_use(service=self.other_service, date="2026-03-04")
        _response, page = self.page(self.member_reader)
        first, second = self.rows(page)
        self.assertIn(self.cluster_company.name, self.text(first))
        self.assertIn(self.other_company.name, self.text(second))

    def test_pages(self):
        for number in range(45):
            self.new_use(outcome=f"Outcome {number:02}")
        seen = []
        for url in (URL, f"{URL}/page/2", f"{URL}/page/3"):
            _response, page = self.page(self.member_reader, url)
            seen += [self.text(row)[-2:] for row in self.rows(page)]
        self.assertEqual(sorted(seen), [f"{number:02}" for number in range(45)])

    def test_home_counts_only_when_asked(self):
        self.new_use()
        self.new_use(needs_review=True)
        for user, count in ((self.member_reader, 1), (self.stranger, 0), (self.employee, 0)):
            self.authenticate(user.login, user.login)
            answer = self.make_jsonrpc_request("/my/counters", {"counters": ["service_use_count"]})
            with self.subTest(user=user.login):
                self.assertEqual(answer["service_use_count"], count)
            self.assertNotIn(
                "service_use_count", self.make_jsonrpc_request("/my/counters", {"counters": []})
            )
        self.authenticate(self.member_reader.login, self.member_reader.login)
        self.assertIn('href="/my/services"', self.url_open("/my").text)

    def test_queries_do_not_grow(self):
        counts = []
        self.authenticate(self.member_reader.login, self.member_reader.login)
        for number in (1, 1, 17):  # one page holds 20
            for _index in range(number):
                self.new_use(contact_id=self.member_editor.partner_id.id)
            self.env.flush_all()
            counts.append(self.queries_of(URL))
        self.assertEqual(counts[1], counts[2])
        self.assertLess(counts[2], 45)

    def queries_of(self, url):
        before = self.cr.sql_log_count
        self.assertEqual(self.url_open(url).status_code, 200)
        return self.cr.sql_log_count - before

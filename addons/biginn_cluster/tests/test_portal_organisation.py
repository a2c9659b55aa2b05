from unittest.mock import patch

from lxml import html

from odoo import sql_db
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..rules.portal_columns import Section
from .portal_common import EDIT, FIGURES, REQUEST, SHOW, PortalCase


@tagged("post_install", "-at_install")
class TestPortalOrganisation(PortalCase):
    """The pages: what they show, to whom, in which language, at what cost."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sections = cls.env["res.partner"]._biginn_portal_sections()
        cls.edit_pages = [f"{EDIT}/{name}" for name in cls.sections]

    # -- what they show ----------------------------------------------------------------

    def test_home_has_the_card(self):
        self.sign_in(self.member_reader)
        self.assertIn('href="/my/organisation"', self.url_open("/my").text)

    def test_every_section_is_shown_with_its_rows(self):
        self.new_reference(title="Cold boxes", publishable=False)
        self.new_certificate(number="Q-77", valid_until="2020-01-31")
        self.new_facility(name="Leak test hall", receives_visitors=True, visitor_capacity=12)
        self.new_product(name="Transfer line")
        self.member_org.ecosystem_ids = self.ecosystem
        self.sign_in(self.member_reader)
        page = self.url_open(SHOW).text
        for words in (
            "We make cold things.",
            "https://member.example.com",
            "Bath cryostats",
            "TRL 6",
            "Cold boxes",
            "Collider of tests",
            "Only you and your cluster see this",
            "Q-77",
            "Expired",
            "Leak test hall",
            "Receives 12 visitors",
            "Transfer line",
            self.ecosystem.name,
        ):
            with self.subTest(words=words):
                self.assertIn(words, page)
        self.assertNotIn(EDIT, page, "a reader gets no way to edit")

    def test_editor_finds_each_section(self):
        self.sign_in(self.member_editor)
        page = self.url_open(SHOW).text
        for link in (*self.edit_pages, REQUEST, FIGURES):
            with self.subTest(link=link):
                self.assertIn(f'href="{link}"', page)
                self.assertEqual(self.url_open(link).status_code, 200)
        self.assertIn('id="biginn_more"', page)
        links = page.split('id="biginn_more"')[1].split("</nav>")[0]
        for link in (
            REQUEST,
            "/my/organisation/team",
            "/my/organisation/privacy",
            "/my/membership",
        ):
            with self.subTest(link=link):
                self.assertEqual(links.count(f'href="{link}"'), 1, "each way stands once")

    def test_each_page_says_its_name_and_language(self):
        """What a screen reader says first; without the website app core says neither."""
        self.sign_in(self.member_editor)
        titles = set()
        pages = (SHOW, f"{EDIT}/contact", REQUEST, FIGURES, "/my/organisation/team")
        pages += ("/my/organisation/privacy", "/my/membership", "/my/services", "/my/language")
        for link in pages:
            with self.subTest(link=link):
                text = self.url_open(link).text
                self.assertRegex(text, r'<html[^>]* lang="en-US"')
                titles.add(text.split("<title>")[1].split("</title>")[0].strip())
        self.assertEqual(len(titles), len(pages), titles)
        self.assertNotIn("Odoo", titles)

    def test_old_address_leads_to_the_first_section(self):
        self.sign_in(self.member_editor)
        self.assertTrue(self.url_open(EDIT).url.endswith(f"{EDIT}/about"))
        self.assertEqual(self.url_open(f"{EDIT}/nothing").status_code, 404)

    def test_guarded_data_is_shown_with_its_way_out(self):
        self.sign_in(self.member_editor)
        text = self.url_open(SHOW).text
        self.assertIn("DK12345674", text)
        self.assertIn("mailto:cluster@example.com", text)
        for page in self.edit_pages:
            self.assertNotIn('name="vat"', self.url_open(page).text)

    def test_sections_write_only_what_is_listed(self):
        names = [name for section in self.sections.values() for name in section.names]
        self.assertEqual(set(names), self.env["res.partner"]._biginn_portal_writable_fields())
        self.assertEqual(len(names), len(set(names)))

    def test_a_section_of_an_addon_above(self):
        """The registry takes another section; the gate still asks the whitelist."""
        partner = type(self.env["res.partner"])
        sections = partner._biginn_portal_sections
        columns = self.sections["about"].columns

        def more(this):
            return {**sections(this), "above": Section("above", "From above", columns)}

        with patch.object(partner, "_biginn_portal_sections", more):
            self.sign_in(self.member_editor)
            self.assertIn("From above", self.url_open(SHOW).text)
            data = {**self.form("about"), "profile_description": "From above"}
            self.assertIn("saved=changed", self.post("above", data).url)
        self.assertEqual(self.member_org.profile_description, "From above")

    def test_waiting_requests_are_told(self):
        self.sign_in(self.member_editor)
        self.ask(vat="DK88888888")
        self.assertIn("Waiting for your cluster", self.url_open(SHOW).text)

    def test_next_useful_thing(self):
        self.sign_in(self.member_editor)
        missing = [{"code": "x", "title": "Tell a story", "why": "Why not", "section": "about"}]
        partner = type(self.env["res.partner"])
        with patch.object(partner, "_biginn_profile_missing", lambda _self: missing):
            page = self.url_open(SHOW).text
        self.assertIn("Tell a story", page)
        self.assertIn("Why not", page)

    def test_confirm(self):
        self.sign_in(self.member_reader)
        self.assertNotIn("/my/organisation/confirm", self.url_open(SHOW).text)
        for user, status in (
            (self.member_reader, 403),
            (self.new_user("nobody", "base.group_portal"), 403),
            (self.member_editor, 200),
        ):
            self.sign_in(user)
            data = {"csrf_token": self.form()["csrf_token"]}
            with mute_logger("odoo.http"), self.subTest(user=user.login):
                response = self.url_open("/my/organisation/confirm", data=data)
                self.env.invalidate_all()
                self.assertEqual(response.status_code, status)
                confirmed = self.member_org.profile_confirmed_on
                self.assertEqual(bool(confirmed), status == 200)
        self.assertIn("right as of today", response.text)
        self.assertEqual(self.last_note().author_id, self.member_editor.partner_id)

    # -- who can use them --------------------------------------------------------------

    def test_every_field_has_its_label(self):
        self.sign_in(self.member_editor)
        self.new_facility()
        for address in (*self.edit_pages, REQUEST, FIGURES):
            page = html.fromstring(self.url_open(address).text)
            form = page.xpath("//form[contains(@class, 'o_biginn_')]")[0]
            fields = form.xpath(".//input[@type!='hidden'] | .//select | .//textarea")
            self.assertTrue(fields)
            for field in fields:
                with self.subTest(page=address, field=field.get("name")):
                    self.assertTrue(form.xpath(f".//label[@for='{field.get('id')}']"))
            ids = page.xpath("//*[not(ancestor::template)]/@id")
            self.assertEqual(len(ids), len(set(ids)), f"ids are unique on {address}")
            for fieldset in form.xpath(".//fieldset"):
                self.assertTrue(fieldset.xpath(".//legend"), address)

    def test_error_is_tied_to_its_field(self):
        self.sign_in(self.member_editor)
        response = self.post("contact", website="javascript:alert(1)")
        page = html.fromstring(response.text)
        field = page.get_element_by_id("website")
        self.assertEqual(field.get("aria-invalid"), "true")
        self.assertIn("website-error", field.get("aria-describedby"))
        self.assertIn("http", page.get_element_by_id("website-error").text_content())
        summary = page.get_element_by_id("error-summary")
        self.assertEqual(summary.get("autofocus"), "autofocus")
        self.assertEqual(summary.xpath(".//a/@href"), ["#website"])

    def test_pages_and_errors_in_the_members_language(self):
        self.env["res.lang"]._activate_lang("da_DK")
        self.member_editor.partner_id.lang = "da_DK"
        self.sign_in(self.member_editor)
        page = self.url_open(SHOW)
        self.assertIn("/da_DK/", page.url)
        self.assertIn('lang="da-DK"', page.text)

        def sentence(record, _problem, _column):
            return f"in {record.env.lang}"

        with patch.object(type(self.env["biginn.portal.form"]), "_portal_sentence", sentence):
            response = self.post("contact", website="javascript:x")
        self.assertEqual(response.status_code, 422)
        self.assertIn("in da_DK", response.text)

    # -- what they cost ----------------------------------------------------------------

    def count_queries(self, page):
        self.url_open(page)  # warm: translations, assets, rights
        before = sql_db.sql_counter
        self.assertEqual(self.url_open(page).status_code, 200)
        return sql_db.sql_counter - before

    def new_rows(self, number):
        self.new_reference(title=f"Delivery {number}")
        self.new_certificate(number=f"Q-{number}")
        self.new_facility(name=f"Hall {number}")
        self.new_product(name=f"Valve {number}")

    def test_queries_do_not_grow_with_rows(self):
        pages = (SHOW, REQUEST, *self.edit_pages)
        self.new_rows(0)
        self.sign_in(self.member_editor)
        few = {page: self.count_queries(page) for page in pages}
        for number in range(1, 12):
            self.new_rows(number)
        for number in range(9):
            self.new_capability(self.member_org, 1 + number // 3, number % 3)
        self.env["biginn.company.figure"].create(
            [{"partner_id": self.member_org.id, "fiscal_year": year} for year in range(2019, 2025)]
        )
        many = {page: self.count_queries(page) for page in pages}
        for page, queries in many.items():
            with self.subTest(page=page):
                self.assertLessEqual(queries, few[page] + 3)

    # -- in a browser ------------------------------------------------------------------

    def test_tour_edit(self):
        self.start_tour(SHOW, "biginn_member_edits_profile", login=self.member_editor.login)
        self.env.invalidate_all()
        self.assertEqual(self.member_org.profile_description, "We make very cold things.")
        self.assertEqual(self.member_org.website, "https://tour.example.com")
        self.assertEqual(self.member_org.capability_ids.domain_id, self.domains[2])
        self.assertEqual(self.last_note().author_id, self.member_editor.partner_id)

    def test_tour_request(self):
        self.start_tour(SHOW, "biginn_member_asks_for_change", login=self.member_editor.login)
        self.env.invalidate_all()
        waiting = self.requests().filtered(lambda request: request.state == "submitted")
        self.assertEqual(
            waiting.line_ids.mapped(lambda line: (line.field_name, line.new_value)),
            [("name", "Member Holding A/S")],
        )
        self.assertEqual(self.member_org.name, "Member A/S")

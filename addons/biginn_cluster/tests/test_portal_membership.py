from odoo import sql_db
from odoo.http import Request
from odoo.tests import tagged
from odoo.tools import mute_logger

from .invoice_common import InvoiceCase
from .portal_common import PortalCase

MEMBERSHIP = "/my/membership"
LANGUAGE = "/my/language"
SCRIPT = "<script>alert(1)</script>"


@tagged("post_install", "-at_install")
class TestPortalMembership(InvoiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.membership = cls.new_membership(fee=1234)
        other = cls.new_category(cls.other_company, name="Associate")
        cls.elsewhere = cls.new_membership(category=other, fee=777)

    def certificate(self, membership):
        return self.url_open(f"{MEMBERSHIP}/{membership.id}/certificate")

    def test_page(self):
        self.sign_in(self.member_reader)
        page = self.url_open(MEMBERSHIP).text
        for text in (
            "Cluster of tests",
            "Another cluster of tests",
            "Ordinary member",
            "Associate",
            "1,234",
            self.membership.state_explanation,
            f"{MEMBERSHIP}/{self.membership.id}/certificate",
        ):
            with self.subTest(text=text):
                self.assertIn(text, page)

    def test_invoice_by_core_s_rights(self):
        invoice = self.new_invoice(self.member_org, 1234)
        self.membership.invoice_id = invoice
        self.sign_in(self.member_reader)
        link = f"/my/invoices/{invoice.id}"
        self.assertNotIn(link, self.url_open(MEMBERSHIP).text, "a draft is not sent yet")
        invoice.action_post()
        page = self.url_open(MEMBERSHIP).text
        self.assertIn(link, page)
        self.assertIn(invoice.name, page)
        self.assertEqual(self.url_open(link).status_code, 200)

    def test_invoice_of_a_sponsor_is_the_sponsors(self):
        invoice = self.new_invoice(self.stranger_org, 1234)
        self.membership.invoice_id = invoice
        invoice.action_post()
        self.sign_in(self.member_reader)
        page = self.url_open(MEMBERSHIP).text
        self.assertNotIn(f"/my/invoices/{invoice.id}", page)
        self.assertNotIn(invoice.name, page)

    def test_home_has_the_cards(self):
        self.sign_in(self.member_reader)
        home = self.url_open("/my").text
        for card in (MEMBERSHIP, LANGUAGE, "/my/organisation/privacy"):
            self.assertIn(f'href="{card}"', home)
        page = self.url_open("/my/organisation").text
        for link in (MEMBERSHIP, "/my/organisation/team", "/my/organisation/privacy"):
            self.assertIn(f'href="{link}"', page)
        self.sign_in(self.employee)
        home = self.url_open("/my").text
        self.assertNotIn(f'href="{MEMBERSHIP}"', home)
        self.assertIn(f'href="{LANGUAGE}"', home)

    def test_what_was_renewed_is_history(self):
        """A period that another one followed is no cause for alarm."""
        earlier = self.new_membership(date_start="2019-01-01", date_end="2019-12-31")
        self.sign_in(self.member_reader)
        page = self.url_open(MEMBERSHIP).text
        self.assertIn("Earlier periods", page)
        self.assertNotIn(earlier.state_explanation, page)
        self.assertNotIn("Earlier periods", self.page_of(self.stranger))
        self.new_membership(self.stranger_org, date_start="2019-01-01", date_end="2019-12-31")
        page = self.page_of(self.stranger)
        self.assertNotIn("Earlier periods", page)
        self.assertIn(earlier.state_explanation, page, "the last one ran out, and says so")

    def page_of(self, user):
        self.sign_in(user)
        return self.url_open(MEMBERSHIP).text

    def test_drafts_and_strangers(self):
        self.sign_in(self.stranger)
        page = self.url_open(MEMBERSHIP).text
        self.assertIn("no membership yet", page)
        self.assertNotIn("Ordinary member", page)
        self.new_membership(
            self.stranger_org,
            approved_on=False,
            date_start=False,
            date_end=False,
        )
        self.assertIn("no membership yet", self.url_open(MEMBERSHIP).text)

    def test_certificate(self):
        for user in (self.member_editor, self.member_reader):
            self.sign_in(user)
            for membership in (self.membership, self.elsewhere):
                with self.subTest(user=user.login, cluster=membership.company_id.name):
                    response = self.certificate(membership)
                    self.assertEqual(response.status_code, 200)
                    self.assertIn("attachment", response.headers["Content-Disposition"])
                    self.assertEqual(response.headers["X-Content-Type-Options"], "nosniff")
                    self.assertIn(b"Member A/S", response.content, "as HTML in tests")

    def test_certificate_is_for_members_of_the_organisation(self):
        for user in (self.stranger, self.employee):
            self.sign_in(user)
            with self.subTest(user=user.login), mute_logger("odoo.http"):
                self.assertEqual(self.certificate(self.membership).status_code, 404)
        self.sign_in(self.staff)
        with mute_logger("odoo.http"):
            self.assertEqual(self.certificate(self.membership).status_code, 404, "not theirs")
        self.authenticate(None, None)
        self.assertIn("/web/login", self.certificate(self.membership).url)

    def test_no_certificate_of_what_is_over(self):
        self.membership.write({"left_on": "2020-01-01", "date_start": "2019-01-01"})
        self.sign_in(self.member_reader)
        self.assertNotIn(
            f"{MEMBERSHIP}/{self.membership.id}/certificate", self.url_open(MEMBERSHIP).text
        )
        with mute_logger("odoo.http"):
            self.assertEqual(self.certificate(self.membership).status_code, 404)

    def test_wrong_numbers(self):
        self.sign_in(self.member_reader)
        for number in ("0", "999999", "9" * 30, "-1", "abc", "1.5"):
            with self.subTest(number=number), mute_logger("odoo.http"):
                response = self.url_open(f"{MEMBERSHIP}/{number}/certificate")
                self.assertEqual(response.status_code, 404)

    def test_script_is_text(self):
        self.category.name = SCRIPT
        self.cluster_company.name = SCRIPT
        self.sign_in(self.member_reader)
        self.assertNotIn("<script>alert(1)", self.url_open(MEMBERSHIP).text)

    def test_queries_do_not_grow(self):
        self.sign_in(self.member_reader)
        few = self.count_queries(MEMBERSHIP)
        for year in range(2005, 2020):
            self.new_membership(date_start=f"{year}-01-01", date_end=f"{year}-12-31")
        self.assertLessEqual(self.count_queries(MEMBERSHIP), few + 2)

    def count_queries(self, page):
        self.url_open(page)
        before = sql_db.sql_counter
        self.assertEqual(self.url_open(page).status_code, 200)
        return sql_db.sql_counter - before


@tagged("post_install", "-at_install")
class TestPortalLanguage(PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("da_DK")

    def choose(self, lang, **changes):
        data = {"csrf_token": Request.csrf_token(self), "lang": lang, **changes}
        response = self.url_open(LANGUAGE, data=data)
        self.env.invalidate_all()
        return response

    def test_choose(self):
        self.sign_in(self.member_reader)
        page = self.choose("da_DK")
        self.assertEqual(self.member_reader.lang, "da_DK")
        self.assertIn("/da_DK/", page.url)
        self.assertEqual(self.opener.cookies.get("frontend_lang"), "da_DK")
        self.assertIn('lang="da-DK"', page.text)
        self.assertIn("/da_DK/", self.url_open("/my").url)
        page = self.choose("en_US")
        self.assertEqual(self.member_reader.lang, "en_US")
        self.assertIn('lang="en-US"', page.text)
        self.assertNotIn("/da_DK/", self.url_open("/my").url)

    def test_only_the_own(self):
        before = (self.member_editor + self.stranger + self.employee).mapped("lang")
        organisation = self.member_org.lang
        self.sign_in(self.member_reader)
        self.choose(
            "da_DK", partner_id=str(self.stranger.partner_id.id), user_id=str(self.employee.id)
        )
        after = (self.member_editor + self.stranger + self.employee).mapped("lang")
        self.assertEqual(after, before)
        self.assertEqual(self.member_org.lang, organisation)

    def test_installed_languages_only(self):
        self.sign_in(self.member_reader)
        for lang in ("lt_LT", "", "xx", SCRIPT, "d" * 50_000):
            with self.subTest(lang=lang[:20]):
                response = self.choose(lang)
                self.assertEqual(response.status_code, 422)
                self.assertNotIn("<script>alert(1)", response.text)
        self.assertEqual(self.member_reader.lang, "en_US")

    def test_public_and_csrf(self):
        self.assertIn("/web/login", self.url_open(LANGUAGE).url)
        self.sign_in(self.member_reader)
        with mute_logger("odoo.http"):
            self.assertEqual(self.choose("da_DK", csrf_token="x").status_code, 400)
        self.assertEqual(self.member_reader.lang, "en_US")

    def test_internal_user_too(self):
        self.sign_in(self.employee)
        self.choose("da_DK")
        self.assertEqual(self.employee.lang, "da_DK")

import json
import re
from datetime import timedelta
from urllib.parse import unquote

from lxml import html

from odoo import fields
from odoo.tests import tagged

from ..models.res_partner_sheet import PUBLIC_FIELDS
from .directory_common import LIST, DirectoryCase

SCRIPT = "</script><script>alert(1)</script><b>x</b>"


@tagged("post_install", "-at_install")
class TestDirectoryPages(DirectoryCase):
    """What a visitor without an account sees."""

    def test_list(self):
        page = html.fromstring(self.url_open(LIST).content)
        titles = [title.text_content().strip() for title in page.xpath("//article//h2")]
        self.assertIn("Kryostat & Søn A/S", titles)
        self.assertNotIn("Member A/S", titles, "never agreed")
        self.assertNotIn("Big Science of tests", titles, "no member, whatever it agreed to")
        self.assertTrue(page.xpath("//link[@rel='canonical'][contains(@href, '/members')]"))
        self.assertFalse(page.xpath("//meta[@name='robots']"))

    def test_filtered_list_is_not_for_search_engines(self):
        page = html.fromstring(self.url_open(f"{LIST}?search=kryostat&country=dk").content)
        (robots,) = page.xpath("//meta[@name='robots']/@content")
        self.assertEqual(robots, "noindex,follow")
        (canonical,) = page.xpath("//link[@rel='canonical']/@href")
        self.assertTrue(canonical.endswith("/members"), canonical)
        chips = page.xpath("//a[hasclass('o_biginn_chip')]")
        self.assertEqual([chip.get("rel") for chip in chips], ["nofollow", "nofollow"])
        self.assertEqual(
            [chip.get("href") for chip in chips],
            ["/members?country=dk", "/members?search=kryostat"],
        )
        search = page.xpath("//input[@name='search']")[0]
        self.assertEqual(search.get("value"), "kryostat")

    def test_member(self):
        self.new_reference(self.shown, title="Told reference", year=2019)
        self.new_reference(self.shown, title="Untold reference", publishable=False)
        response = self.url_open(self.address(self.shown))
        self.assertEqual(response.status_code, 200)
        page = html.fromstring(response.content)
        text = page.text_content()
        for words in ("Kryostat & Søn A/S", "Aarhus", "We make cold things.", "Bath cryostats",
                      "Test domain 1", "Test work 2", "TRL 7", "Told reference", "2019",
                      "Big Science of tests", "Cluster of tests"):
            self.assertIn(words, text)
        self.assertNotIn("Untold reference", text)
        (mail,) = page.xpath("//a[starts-with(@href, 'mailto:')]/@href")
        self.assertTrue(mail.startswith("mailto:cluster@example.com?"), "the cluster, no person")
        (link,) = page.xpath("//a[@href='https://kryostat.example.com/']")
        self.assertEqual(link.get("rel"), "noopener nofollow")
        self.assertTrue(page.xpath("//meta[@property='og:title'][@content='Kryostat & Søn A/S']"))
        (canonical,) = page.xpath("//link[@rel='canonical']/@href")
        self.assertTrue(canonical.isascii(), canonical)
        self.assertTrue(unquote(canonical).endswith(self.address(self.shown)), canonical)

    def test_nothing_but_what_is_public(self):
        for address in (LIST, self.address(self.shown)):
            text = self.url_open(address).text
            for secret in ("secret@", "12345678", "Hidden street", "DK12345674", "internal note",
                           "Privata", "privata@", "87654321", "Head of secrets", "test_editor"):
                self.assertNotIn(secret, text, address)
        forbidden = {"email", "phone", "street", "vat", "comment", "child_ids", "figure_ids",
                     "user_ids", "ref", "company_registry", "size_facts", "attachment_id",
                     "number", "access_note"}
        for model, names in PUBLIC_FIELDS.items():
            self.assertFalse(forbidden & set(names), model)

    def test_structured_data(self):
        self.shown.profile_description = f"We sell {SCRIPT}"
        source = self.url_open(self.address(self.shown)).text
        self.assertNotIn("<script>alert(1)", source)
        self.assertNotIn("<b>x</b>", source)
        found = re.findall(
            r'<script type="application/ld\+json">(.*?)</script>', source, flags=re.DOTALL
        )
        self.assertEqual(len(found), 1)
        data = json.loads(found[0])
        self.assertEqual(data["@type"], "Organization")
        self.assertEqual(data["name"], "Kryostat & Søn A/S")
        self.assertEqual(data["description"], f"We sell {SCRIPT}")
        self.assertEqual(data["address"]["addressCountry"], "DK")
        self.assertEqual(data["sameAs"], ["https://kryostat.example.com/"])
        self.assertEqual(data["knowsAbout"], ["Test domain 1", "Test domain 2"])

    def test_text_is_text_everywhere(self):
        self.shown.name = f"Name {SCRIPT}"
        self.shown.city = SCRIPT
        self.shown.capability_ids.description = SCRIPT
        self.new_reference(self.shown, title=SCRIPT, description=SCRIPT)
        for model in ("biginn.facility", "biginn.product"):
            self.env[model].create(
                {"partner_id": self.shown.id, "name": SCRIPT, "description": SCRIPT}
            )
        self.env["biginn.certificate"].create(
            {"partner_id": self.shown.id, "kind": "other", "name": SCRIPT}
        )
        for address in (LIST, f"{LIST}?search=%3Cscript%3E", self.address(self.shown)):
            with self.subTest(address=address):
                response = self.url_open(address)
                self.assertEqual(response.status_code, 200)
                self.assertNotIn("<script>alert(1)", response.text)
                self.assertNotIn("<b>x</b>", response.text)

    def test_foreign_links_only_to_the_web(self):
        self.shown.website = "javascript:alert(1)"
        self.assertNotIn("javascript:alert", self.url_open(self.address(self.shown)).text)

    def test_expired_certificates_are_not_shown(self):
        today = fields.Date.today()
        self.env["biginn.certificate"].create(
            [
                {"partner_id": self.shown.id, "kind": "iso_9001", "number": "SECRET-1",
                 "valid_until": today + timedelta(days=400)},
                {"partner_id": self.shown.id, "kind": "iso_14001",
                 "valid_until": today - timedelta(days=1)},
            ]
        )
        text = self.url_open(self.address(self.shown)).text
        self.assertIn("ISO 9001", text)
        self.assertNotIn("ISO 14001", text)
        self.assertNotIn("SECRET-1", text)

    def test_empty_directory_teaches(self):
        self.env["res.partner"].search([("published_in_directory", "=", True)]).write(
            {"published_in_directory": False}
        )
        self.assertIn("No member has published", self.url_open(LIST).text)
        self.assertIn("No member fits", self.url_open(f"{LIST}?search=nothing").text)


@tagged("post_install", "-at_install")
class TestDirectoryDoors(DirectoryCase):
    """Nobody is in the directory who should not be, by any address."""

    def outside(self):
        """Organisations the public must not find, each for another reason."""
        today = fields.Date.today()
        agreed = {"published_in_directory": True}
        never = self.new_organisation("Never a member", **agreed)
        shy = self.new_organisation("Not agreed")
        self.new_membership(shy)
        left = self.new_organisation("Has left", **agreed)
        self.new_membership(left, left_on=today)
        expired = self.new_organisation("Expired", **agreed)
        self.new_membership(
            expired,
            date_start=today - timedelta(days=400),
            date_end=today - timedelta(days=1),
        )
        coming = self.new_organisation("Upcoming", **agreed)
        self.new_membership(coming, date_start=today + timedelta(days=5), date_end=False)
        applied = self.new_organisation("Applied", **agreed)
        self.new_membership(applied, approved_on=False, applied_on=today)
        suspended = self.new_organisation("Suspended", **agreed)
        self.new_membership(suspended, suspended_from=today)
        archived = self.new_listed("Archived")
        archived.active = False
        customer = self.new_listed("No organisation of ours", organisation_type=False)
        big = self.new_listed("Big", organisation_type="big_science")
        found = never | shy | left | expired | coming | applied | suspended | archived
        return found | customer | big | self.person | self.bso

    def test_who_is_outside_is_not_found(self):
        outside = self.outside()
        names = set(outside.mapped("name"))
        self.assertFalse(names & set(self.names()))
        for organisation in outside:
            with self.subTest(organisation=organisation.name):
                self.assertFalse(organisation._biginn_directory_listed())
                self.assertFalse(self.names(search=organisation.name))
                for tail in ("", "/sheet"):
                    response = self.url_open(self.address(organisation, tail))
                    self.assertEqual(response.status_code, 404)
                    self.assertNotIn("We make", response.text)

    def test_staff_see_the_same_directory(self):
        """The page is the public's for everybody; there is no way to see more by logging in."""
        self.authenticate(self.staff.login, self.staff.login)
        response = self.url_open(self.address(self.member_org))
        self.assertEqual(response.status_code, 404)
        self.assertEqual(self.url_open(self.address(self.shown)).status_code, 200)

    def test_any_cluster_counts(self):
        organisation = self.new_organisation("Elsewhere", published_in_directory=True)
        self.new_membership(organisation, self.new_category(self.other_company))
        self.assertIn("Elsewhere", self.names())
        self.assertIn("Another cluster", self.url_open(self.address(organisation)).text)

    def test_covered_by_its_group(self):
        branch = self.new_organisation("Branch", published_in_directory=True)
        self.assertFalse(branch.in_directory)
        self.shown.membership_ids.covered_partner_ids = branch
        self.assertTrue(branch.in_directory)
        self.assertIn("Cluster of tests", self.url_open(self.address(branch)).text)

    def test_other_slug_leads_to_the_right_one(self):
        number = self.shown.id
        for slug in (f"anything-{number}", str(number)):
            response = self.url_open(f"{LIST}/{slug}", allow_redirects=False)
            self.assertEqual(response.status_code, 301, slug)
            target = unquote(response.headers["Location"])
            self.assertTrue(target.endswith(self.address(self.shown)), target)
        shy = self.url_open(f"{LIST}/x-{self.member_org.id}", allow_redirects=False)
        self.assertEqual(shy.status_code, 404, "a redirect would tell the name")

    def test_strange_addresses(self):
        for tail in ("/0", "/-1", "/x", "/x-0", "/x--5", "/99999999999999999999", "/x-2147483648",
                     "/1%27%20or%201=1", "/page/0", "/page/x", "/0/logo/x"):
            with self.subTest(tail=tail):
                response = self.url_open(LIST + tail)
                self.assertIn(response.status_code, (200, 404), tail)
        self.assertEqual(self.url_open(f"{LIST}/99999999999999999999").status_code, 404)
        self.assertEqual(self.url_open(f"{LIST}/999999999/sheet").status_code, 404)

    def test_logo(self):
        colour = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="  # noqa: E501
        grey = self.url_open(f"{LIST}/{self.shown.id}/logo")
        self.assertEqual(grey.status_code, 200)
        (self.shown | self.member_org).image_1920 = colour
        own = self.url_open(f"{LIST}/{self.shown.id}/logo")
        self.assertNotEqual(own.content, grey.content)
        self.assertEqual(own.headers["Content-Type"], "image/png")
        self.assertEqual(own.headers["X-Content-Type-Options"], "nosniff")
        self.assertIn("max-age=86400", own.headers["Cache-Control"])
        self.assertIn("public", own.headers["Cache-Control"])
        for number in (self.member_org.id, self.bso.id, self.person.id, 0, 99999999999):
            self.assertEqual(self.url_open(f"{LIST}/{number}/logo").content, grey.content)
        self.assertIn(f"{LIST}/{self.shown.id}/logo?v=", self.url_open(LIST).text)

    def test_nothing_is_written(self):
        for method in ("POST", "PUT", "DELETE"):
            response = self.opener.request(method, self.base_url() + LIST)
            self.assertIn(response.status_code, (400, 405))

    def test_field_for_staff(self):
        everybody = (self.shown | self.member_org).with_user(self.staff)
        self.assertEqual(everybody.mapped("in_directory"), [True, False])
        found = self.env["res.partner"].with_user(self.staff)
        self.assertIn(self.shown, found.search([("in_directory", "=", True)]))
        self.assertNotIn(self.shown, found.search([("in_directory", "=", False)]))
        self.assertIn(self.member_org, found.search([("in_directory", "!=", True)]))

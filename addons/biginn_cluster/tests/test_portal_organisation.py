from html import escape
from unittest.mock import patch

from lxml import html

from odoo import sql_db
from odoo.tests import tagged

from ..rules import profile_input
from .portal_common import EDIT, SHOW, PortalCase

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"


@tagged("post_install", "-at_install")
class TestPortalOrganisation(PortalCase):
    """The member's own page: who may do what, and what becomes of what was typed."""

    # ------------------------------------------------------------------
    # Editing
    # ------------------------------------------------------------------

    def test_editor_changes_everything_it_may(self):
        self.sign_in(self.member_editor)
        new = self.row(
            1,
            domain_id=self.domains[1].id,
            work_kind_id=self.work_kinds[1].id,
            trl=9,
            description="5-axis milling",
        )
        old = self.row(0, self.capability, trl=7)
        response = self.post(
            self.form(
                profile_description="Cryostats\r\nand æøå ąčęėįšųūž ñó",
                website="WWW.Member.example.com/Produkter",
                **{**old, **new},
            )
        )
        self.assertIn("saved=changed", response.url, "POST, redirect, GET")
        self.assertEqual(
            self.member_org.profile_description, "Cryostats\nand æøå ąčęėįšųūž ñó"
        )
        self.assertEqual(self.member_org.website, "https://www.member.example.com/Produkter")
        self.assertEqual(self.capability.trl, 7)
        added = self.member_org.capability_ids - self.capability
        self.assertRecordValues(
            added,
            [
                {
                    "domain_id": self.domains[1].id,
                    "work_kind_id": self.work_kinds[1].id,
                    "trl": 9,
                    "description": "5-axis milling",
                }
            ],
        )

    def test_chatter_tells_old_and_new_in_the_members_name(self):
        self.sign_in(self.member_editor)
        self.post(
            self.form(website="new.example.com", **self.row(0, self.capability, trl=8))
        )
        note = self.last_note()
        self.assertEqual(note.author_id, self.member_editor.partner_id)
        tracked = {
            value.field_id.name: (value.old_value_char, value.new_value_char)
            for value in note.sudo().tracking_value_ids
        }
        self.assertEqual(
            tracked["website"], ("https://member.example.com", "https://new.example.com")
        )
        self.assertIn("TRL 6", tracked["capability_ids"][0])
        self.assertIn("TRL 8", tracked["capability_ids"][1])
        shown = note.with_user(self.staff).sudo().tracking_value_ids._filter_has_field_access(
            self.env(user=self.staff.id, su=False)
        )
        self.assertEqual(len(shown), 2, "staff see both changes")

    def test_second_identical_save_leaves_no_trace(self):
        self.sign_in(self.member_editor)
        data = self.form(website="https://again.example.com")
        self.post(data)
        notes = len(self.member_org.message_ids)
        response = self.post(data)
        self.assertIn("saved=same", response.url)
        self.assertEqual(len(self.member_org.message_ids), notes)

    def test_remove_row(self):
        self.sign_in(self.member_editor)
        self.post(self.form(**self.row(0, self.capability, remove="1")))
        self.assertFalse(self.capability.exists())
        self.assertIn("Bath cryostats", self.last_note().sudo().tracking_value_ids.old_value_char)

    def test_rows_missing_from_the_form_stay(self):
        self.sign_in(self.member_editor)
        data = {name: value for name, value in self.form().items() if not name.startswith("cap-")}
        self.post({**data, "website": "https://b.example.com"})
        self.assertTrue(self.capability.exists())

    def test_rows_swap_places(self):
        other = self.new_capability(self.member_org, 1, 0, description="Magnets")
        self.sign_in(self.member_editor)
        rows = {
            **self.row(0, self.capability, domain_id=self.domains[1].id),
            **self.row(1, other, domain_id=self.domains[0].id),
        }
        response = self.post({**self.form(), **rows})
        self.assertIn("saved=changed", response.url)
        found = {row.domain_id: row.description for row in self.member_org.capability_ids}
        self.assertEqual(
            found, {self.domains[1]: "Bath cryostats", self.domains[0]: "Magnets"}
        )

    def test_add_row_without_script_keeps_what_was_typed(self):
        self.sign_in(self.member_editor)
        response = self.post(self.form(profile_description="Half a sent", action="add"))
        self.assertEqual(response.status_code, 200)
        self.assertIn("Half a sent", response.text)
        self.assertIn('name="cap-1-domain_id"', response.text)
        self.assertEqual(self.member_org.profile_description, "We make cold things.")

    def test_two_browsers_on_different_fields(self):
        """The second browser's form is older than the first one's save."""
        self.sign_in(self.member_editor)
        first, second = self.form(website="https://first.example.com"), self.form()
        second["profile_description"] = "From the second browser"
        self.post(first)
        response = self.post(second)
        self.assertIn("saved=changed", response.url)
        self.assertEqual(self.member_org.website, "https://first.example.com")
        self.assertEqual(self.member_org.profile_description, "From the second browser")

    def test_two_browsers_on_the_same_field(self):
        self.sign_in(self.member_editor)
        first = self.form(profile_description="Mine first")
        second = self.form(profile_description="Mine second")
        self.post(first)
        response = self.post(second)
        self.assertEqual(response.status_code, 422)
        self.assertIn("Mine first", response.text, "says what the colleague wrote")
        self.assertIn("Mine second", response.text, "keeps what was typed")
        self.assertEqual(self.member_org.profile_description, "Mine first")
        mark = profile_input.fingerprint("Mine first")
        self.post({**second, "seen-profile_description": mark})
        self.assertEqual(self.member_org.profile_description, "Mine second")

    def test_row_removed_by_a_colleague_meanwhile(self):
        self.sign_in(self.member_editor)
        data = self.form(**self.row(0, self.capability, description="Still ours"))
        self.capability.unlink()
        response = self.post(data)
        self.assertEqual(response.status_code, 422)
        self.assertIn("Still ours", response.text)
        self.assertFalse(self.member_org.capability_ids)
        self.post({**data, "cap-0-id": "", "cap-0-seen": ""})
        self.assertEqual(self.member_org.capability_ids.description, "Still ours")

    # ------------------------------------------------------------------
    # Bad input
    # ------------------------------------------------------------------

    def assertRefused(self, changes, field):
        before = self.member_org.read(["website", "profile_description", "capability_ids"])
        response = self.post(self.form(**{"profile_description": "Kept typing", **changes}))
        self.assertEqual(response.status_code, 422, changes)
        self.assertIn(f'id="{field}-error"', response.text)
        self.assertIn("Kept typing", response.text, "nothing typed is lost")
        self.assertIn('aria-invalid="true"', response.text)
        after = self.member_org.read(["website", "profile_description", "capability_ids"])
        self.assertEqual(before, after, "nothing is half saved")
        return response

    def test_bad_websites(self):
        self.sign_in(self.member_editor)
        for website in (
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "data:text/html,x",
            "ftp://files.example.com",
            "mailto:a@example.com",
            "two words.example.com",
            "https://user:secret@example.com",
            "localhost",
            "http://127.0.0.1",
            "//",
            "https://",
            "http://[::1]/",
            "a." * 200 + "dk",
        ):
            with self.subTest(website=website):
                self.assertRefused({"website": website}, "website")

    def test_wrong_types_and_unknown_choices(self):
        self.sign_in(self.member_editor)
        archived = self.domains[3]
        archived.active = False
        cases = (
            ("domain_id", "abc"),
            ("domain_id", "999999999"),
            ("domain_id", str(archived.id)),
            ("domain_id", "1e3"),
            ("domain_id", "-1"),
            ("domain_id", ""),
            ("domain_id", "99999999999999999999"),
            ("work_kind_id", "[1]"),
            ("trl", "10"),
            ("trl", "3.5"),
            ("trl", "٣"),
        )
        for column, value in cases:
            with self.subTest(column=column, value=value):
                row = self.row(0, self.capability, **{column: value})
                self.assertRefused(row, f"cap-0-{column}")

    def test_huge_input(self):
        self.sign_in(self.member_editor)
        self.assertRefused(
            {
                "website": "https://kept.example.com",
                "profile_description": "Kept typing " + "x" * 200_000,
            },
            "profile_description",
        )
        long_row = self.row(0, self.capability, description="y" * 1001)
        self.assertRefused(long_row, "cap-0-description")
        many = {}
        for index in range(1, 102):
            many.update(self.row(index, description="z"))
        response = self.post(self.form(**many))
        self.assertEqual(response.status_code, 422)
        self.assertIn("At most 100", response.text)

    def test_control_characters_do_not_break_the_page(self):
        self.sign_in(self.member_editor)
        self.post(self.form(profile_description="be\x00fore\x1b\u202eafter"))
        self.assertEqual(self.member_org.profile_description, "beforeafter")

    def test_same_cell_twice(self):
        self.sign_in(self.member_editor)
        double = self.row(
            1, domain_id=self.capability.domain_id.id, work_kind_id=self.capability.work_kind_id.id
        )
        self.assertRefused(double, "cap-1-work_kind_id")

    def test_script_is_text_everywhere(self):
        self.sign_in(self.member_editor)
        data = self.form(
            profile_description=SCRIPT, **self.row(0, self.capability, description=SCRIPT)
        )
        self.assertIn("saved=changed", self.post(data).url)
        self.assertEqual(self.member_org.profile_description, SCRIPT, "kept as typed")
        for page in (SHOW, EDIT):
            text = self.url_open(page).text
            self.assertNotIn("<script>alert(1)", text)
            self.assertNotIn("<img src=x", text)
            self.assertIn(escape(SCRIPT, quote=False), text)
        response = self.post(self.form(website=SCRIPT))
        self.assertEqual(response.status_code, 422)
        self.assertNotIn("<script>alert(1)", response.text)
        sheet = self.env["ir.actions.report"]._render_qweb_html(
            "biginn_cluster.action_report_capability_sheet", self.member_org.ids
        )[0]
        self.assertNotIn(b"<script>alert(1)", sheet)
        note = self.last_note()
        self.assertNotIn("<script>alert(1)", note.body)

    def test_pages_and_errors_in_the_members_language(self):
        self.env["res.lang"]._activate_lang("da_DK")
        self.member_editor.partner_id.lang = "da_DK"
        self.sign_in(self.member_editor)
        page = self.url_open(SHOW)
        self.assertIn("/da_DK/", page.url)
        self.assertIn('lang="da-DK"', page.text)

        def sentence(partner, _problem, _name):
            return f"in {partner.env.lang}"

        with patch.object(
            type(self.env["res.partner"]), "_biginn_portal_sentence", sentence
        ):
            response = self.post(self.form(website="javascript:x"))
        self.assertEqual(response.status_code, 422)
        self.assertIn("in da_DK", response.text)

    # ------------------------------------------------------------------
    # Page
    # ------------------------------------------------------------------

    def test_home_has_the_card(self):
        self.sign_in(self.member_reader)
        self.assertIn('href="/my/organisation"', self.url_open("/my").text)

    def test_guarded_data_is_shown_with_its_way_out(self):
        self.sign_in(self.member_editor)
        for page in (SHOW, EDIT):
            text = self.url_open(page).text
            self.assertIn("DK12345674", text)
            self.assertIn("mailto:cluster@example.com", text)
            self.assertNotIn('name="vat"', text)

    def test_every_field_has_its_label(self):
        self.sign_in(self.member_editor)
        self.url_open(EDIT)
        page = html.fromstring(self.url_open(EDIT).text)
        form = page.find_class("o_biginn_profile_form")[0]
        for field in form.xpath(".//input[@type!='hidden'] | .//select | .//textarea"):
            with self.subTest(field=field.get("name")):
                self.assertTrue(form.xpath(f".//label[@for='{field.get('id')}']"))
        ids = page.xpath("//*[not(ancestor::template)]/@id")
        self.assertEqual(len(ids), len(set(ids)), "ids are unique")

    def count_queries(self, page):
        self.url_open(page)  # warm: translations, assets, rights
        before = sql_db.sql_counter
        self.assertEqual(self.url_open(page).status_code, 200)
        return sql_db.sql_counter - before

    def test_queries_do_not_grow_with_capabilities(self):
        self.sign_in(self.member_editor)
        few = {page: self.count_queries(page) for page in (SHOW, EDIT)}
        for domain in range(1, 4):
            for work_kind in range(3):
                self.new_capability(self.member_org, domain, work_kind, description="More")
        self.env["biginn.company.figure"].create(
            [{"partner_id": self.member_org.id, "fiscal_year": year} for year in range(2019, 2025)]
        )
        many = {page: self.count_queries(page) for page in (SHOW, EDIT)}
        for page, queries in many.items():
            self.assertLessEqual(queries, few[page] + 3, page)

    def test_tour(self):
        self.start_tour(SHOW, "biginn_member_edits_profile", login=self.member_editor.login)
        self.assertRecordValues(
            self.member_org,
            [
                {
                    "profile_description": "We make very cold things.",
                    "website": "https://tour.example.com",
                }
            ],
        )
        self.assertEqual(self.member_org.capability_ids.domain_id, self.domains[2])
        self.assertEqual(self.last_note().author_id, self.member_editor.partner_id)

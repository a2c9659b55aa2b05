from html import escape

from odoo.tests import tagged

from ..rules import profile_input
from .portal_common import EDIT, SCRIPT, SHOW, PortalCase


@tagged("post_install", "-at_install")
class TestPortalSections(PortalCase):
    """Section by section: what becomes of what was typed, also in two browsers."""

    def setUp(self):
        super().setUp()
        self.sign_in(self.member_editor)

    # -- fields ------------------------------------------------------------------------

    def test_fields_of_the_organisation(self):
        response = self.post(
            "about",
            profile_description="Cryostats\r\nand æøå ąčęėįšųūž ñó",
            founded_year="1998",
        )
        self.assertIn("saved=changed", response.url, "POST, redirect, GET")
        self.post(
            "contact",
            website="WWW.Member.example.com/Produkter",
            email="Info@Member.Example.com",
            phone=" +45 12 34 56 78 ",
            street="Kuldevej  1",
            zip="5000",
            city="Odense",
        )
        lithuanian = self.env.ref("base.lang_lt")
        self.post(
            "fields",
            **{
                "records-work_language_ids": [self.env.ref("base.lang_en").id, lithuanian.id],
                "records-ecosystem_ids": [self.ecosystem.id],
                "records-nace_ids": [self.nace.id],
            },
        )
        self.assertRecordValues(
            self.member_org,
            [
                {
                    "profile_description": "Cryostats\nand æøå ąčęėįšųūž ñó",
                    "founded_year": 1998,
                    "website": "https://www.member.example.com/Produkter",
                    "email": "Info@member.example.com",
                    "phone": "+45 12 34 56 78",
                    "street": "Kuldevej 1",
                    "zip": "5000",
                    "city": "Odense",
                    "country_id": self.denmark.id,
                }
            ],
        )
        organisation = self.member_org.with_context(active_test=False)
        self.assertIn(lithuanian, organisation.work_language_ids)
        self.assertEqual(organisation.ecosystem_ids, self.ecosystem)
        self.assertEqual(organisation.nace_ids, self.nace)

    def test_unticked_boxes_are_removed(self):
        self.member_org.ecosystem_ids = self.ecosystem
        self.post("fields", **{"records-ecosystem_ids": []})
        self.assertFalse(self.member_org.ecosystem_ids)

    def test_fields_missing_from_the_form_stay(self):
        self.member_org.ecosystem_ids = self.ecosystem
        token = {"csrf_token": self.form()["csrf_token"]}
        self.assertIn("saved=same", self.post("fields", token).url)
        self.assertIn("saved=same", self.post("contact", token).url)
        self.assertEqual(self.member_org.ecosystem_ids, self.ecosystem)
        self.assertTrue(self.member_org.website)

    def test_address_somebody_logs_in_with(self):
        """An organisation that is itself a login keeps its e-mail: a password hangs on it."""
        self.new_user("boss", "base.group_portal", partner_id=self.member_org.id)
        self.member_org.email = "boss@example.com"
        response = self.post("contact", email="thief@example.com", street="Nyvej 1")
        self.assertEqual(response.status_code, 422)
        self.assertIn('id="email-error"', response.text)
        self.assertEqual(self.member_org.email, "boss@example.com")

    # -- rows --------------------------------------------------------------------------

    ROWS = {
        "capabilities": ("capability_ids", {"trl": "9", "description": "5-axis milling"}),
        "references": (
            "big_science_reference_ids",
            {"title": "Magnets", "year": "2021", "amount_band": "250k_1m", "publishable": "1"},
        ),
        "certificates": (
            "certificate_ids",
            {"kind": "other", "name": "Nadcap", "number": "7", "valid_until": "31.12.2030"},
        ),
        "facilities": (
            "facility_ids",
            {"name": "Hall", "kind": "equipment", "visitor_capacity": "8"},
        ),
        "products": ("product_ids", {"name": "Valve", "kind": "service", "description": "x\ny"}),
    }

    def choices(self, section):
        return {
            "capabilities": {
                "domain_id": self.domains[1].id,
                "work_kind_id": self.work_kinds[1].id,
            },
            "references": {"big_science_id": self.big_science.id},
        }.get(section, {})

    def test_rows_of_every_kind(self):
        for section, (lines, typed) in self.ROWS.items():
            with self.subTest(section=section):
                before = self.member_org[lines]
                data = self.form(section, **self.row(7, **typed, **self.choices(section)))
                self.assertIn("saved=changed", self.post(section, data).url)
                added = self.member_org[lines] - before
                self.assertEqual(len(added), 1)
                shown = added._portal_row("7")
                kept = {name: shown[name] for name in typed} | {"x": ""}
                expected = dict(typed, x="")
                if "valid_until" in typed:
                    expected["valid_until"] = "2030-12-31"
                self.assertEqual(kept, expected)
                # the same again is nothing new, and the row may go
                self.assertIn("saved=same", self.post(section).url)
                index = self.member_org[lines].ids.index(added.id)
                self.post(section, self.form(section, **{f"row-{index}-remove": "1"}))
                self.assertFalse(added.exists())

    def test_chatter_tells_old_and_new_in_the_members_name(self):
        self.post("contact", website="new.example.com")
        note = self.last_note()
        self.assertEqual(note.author_id, self.member_editor.partner_id)
        value = note.sudo().tracking_value_ids
        self.assertEqual(
            (value.old_value_char, value.new_value_char),
            ("https://member.example.com", "https://new.example.com"),
        )
        self.post("capabilities", self.form("capabilities", **{"row-0-trl": "8"}))
        value = self.last_note().sudo().tracking_value_ids
        self.assertIn("TRL 6", value.old_value_char)
        self.assertIn("TRL 8", value.new_value_char)
        shown = value._filter_has_field_access(self.env(user=self.staff.id, su=False))
        self.assertEqual(len(shown), 1, "staff see the change")

    def test_second_identical_save_leaves_no_trace(self):
        data = self.form("contact", website="https://again.example.com")
        self.post("contact", data)
        notes = len(self.member_org.message_ids)
        self.assertIn("saved=same", self.post("contact", data).url)
        self.assertEqual(len(self.member_org.message_ids), notes)

    def test_rows_missing_from_the_form_stay(self):
        data = {"csrf_token": self.form()["csrf_token"]}
        self.post("capabilities", data)
        self.assertTrue(self.capability.exists())

    def test_rows_swap_places(self):
        other = self.new_capability(self.member_org, 1, 0, description="Magnets")
        rows = {
            **self.row(0, self.capability, domain_id=self.domains[1].id),
            **self.row(1, other, domain_id=self.domains[0].id),
        }
        response = self.post("capabilities", {**self.form("capabilities"), **rows})
        self.assertIn("saved=changed", response.url)
        found = {row.domain_id: row.description for row in self.member_org.capability_ids}
        self.assertEqual(found, {self.domains[1]: "Bath cryostats", self.domains[0]: "Magnets"})

    def test_rows_with_a_name_swap_places(self):
        """They keep their records, and so what hangs on these."""
        one = self.new_certificate(number="1", issuer="First")
        two = self.new_certificate(number="2", issuer="Second")
        rows = {**self.row(0, one, number="2"), **self.row(1, two, number="1")}
        response = self.post("certificates", {**self.form("certificates"), **rows})
        self.assertIn("saved=changed", response.url)
        self.assertRecordValues(
            one + two, [{"number": "2", "issuer": "First"}, {"number": "1", "issuer": "Second"}]
        )

    def test_add_row_without_script_keeps_what_was_typed(self):
        typed = {"row-0-description": "Half a sent", "action": "add"}
        response = self.post("capabilities", self.form("capabilities", **typed))
        self.assertEqual(response.status_code, 200)
        self.assertIn("Half a sent", response.text)
        self.assertIn('name="row-1-domain_id"', response.text)
        self.assertEqual(self.capability.description, "Bath cryostats")

    # -- two browsers ------------------------------------------------------------------

    def test_two_browsers_on_different_fields(self):
        """The second browser's form is older than the first one's save."""
        first = self.form("contact", website="https://first.example.com")
        second = self.form("contact", phone="+45 87 65 43 21")
        self.post("contact", first)
        self.assertIn("saved=changed", self.post("contact", second).url)
        self.assertEqual(self.member_org.website, "https://first.example.com")
        self.assertEqual(self.member_org.phone, "+45 87 65 43 21")

    def test_two_browsers_on_the_same_field(self):
        first = self.form(profile_description="Mine first")
        second = self.form(profile_description="Mine second")
        self.post("about", first)
        response = self.post("about", second)
        self.assertEqual(response.status_code, 422)
        self.assertIn("Mine first", response.text, "says what the colleague wrote")
        self.assertIn("Mine second", response.text, "keeps what was typed")
        self.assertEqual(self.member_org.profile_description, "Mine first")
        mark = profile_input.fingerprint("Mine first")
        self.post("about", {**second, "seen-profile_description": mark})
        self.assertEqual(self.member_org.profile_description, "Mine second")

    def test_two_browsers_on_the_same_row(self):
        for section, (lines, typed) in self.ROWS.items():
            with self.subTest(section=section):
                add = self.row(9, **typed, **self.choices(section))
                self.post(section, self.form(section, **add))
                row = self.member_org[lines][-1:]
                index = self.member_org[lines].ids.index(row.id)
                column = "number" if section == "certificates" else "name"
                column = {"capabilities": "description", "references": "title"}.get(section, column)
                first, second = self.form(section), self.form(section)
                first[f"row-{index}-{column}"] = "First"
                second[f"row-{index}-{column}"] = "Second"
                self.assertIn("saved=changed", self.post(section, first).url)
                response = self.post(section, second)
                self.assertEqual(response.status_code, 422)
                self.assertIn("Second", response.text, "keeps what was typed")
                self.assertEqual(row[column], "First")
                second[f"row-{index}-seen"] = row._portal_mark()
                self.assertIn("saved=changed", self.post(section, second).url)
                self.assertEqual(row[column], "Second")

    def test_row_removed_by_a_colleague_meanwhile(self):
        data = self.form("capabilities", **{"row-0-description": "Still ours"})
        self.capability.unlink()
        response = self.post("capabilities", data)
        self.assertEqual(response.status_code, 422)
        self.assertIn("Still ours", response.text)
        self.assertFalse(self.member_org.capability_ids)
        self.post("capabilities", {**data, "row-0-id": "", "row-0-seen": ""})
        self.assertEqual(self.member_org.capability_ids.description, "Still ours")

    # -- script ------------------------------------------------------------------------

    def test_script_is_text_everywhere(self):
        self.post("about", profile_description=SCRIPT)
        self.post("contact", street=SCRIPT, street2=SCRIPT, city=SCRIPT, zip="<b>1</b>")
        for section, (_lines, typed) in self.ROWS.items():
            names = {"title", "name", "number", "description", "issuer", "access_note"}
            columns = self.env[
                self.member_org._fields[self.ROWS[section][0]].comodel_name
            ]._portal_columns()
            script = {c.name: SCRIPT for c in columns if c.name in names}
            row = self.row(8, **{**typed, **self.choices(section), **script})
            self.assertIn("saved=changed", self.post(section, self.form(section, **row)).url)
        self.assertEqual(self.member_org.street, SCRIPT, "kept as typed")
        pages = [f"{EDIT}/{name}" for name in self.member_org._biginn_portal_sections()]
        for page in (SHOW, *pages):
            text = self.url_open(page).text
            with self.subTest(page=page):
                self.assertNotIn("<script>alert(1)", text)
                self.assertNotIn("<img src=x", text)
                self.assertNotIn("<b>1</b>", text)
                if not page.endswith("fields"):
                    self.assertIn(escape("<script>alert(1)"), text)
        for note in self.member_org.message_ids:
            self.assertNotIn("<script>alert(1)", note.body)
            self.assertNotIn("<img src=x", note.body)
        sheet = self.env["ir.actions.report"]._render_qweb_html(
            "biginn_cluster.action_report_capability_sheet", self.member_org.ids
        )[0]
        self.assertNotIn(b"<script>alert(1)", sheet)

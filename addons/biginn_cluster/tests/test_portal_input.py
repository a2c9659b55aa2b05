from odoo.tests import tagged

from .portal_common import PortalCase

WRONG_FIELDS = (
    *(
        ("contact", "website", typed)
        for typed in (
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "data:text/html,x",
            "ftp://files.example.com",
            "two words.example.com",
            "https://user:secret@example.com",
            "localhost",
            "http://127.0.0.1",
            "//",
            "http://[::1]/",
            "a." * 200 + "dk",
            "<script>alert(1)</script>",
        )
    ),
    ("contact", "email", "no address"),
    ("contact", "email", "a@b.dk, c@d.dk"),
    ("contact", "email", '"x" <a@b.dk>'),
    ("contact", "email", "a@b.dk\r\nBcc: c@d.dk"),
    ("contact", "phone", "call me"),
    ("contact", "phone", "1" * 40),
    ("contact", "street", "x" * 5000),
    ("contact", "zip", "x" * 25),
    ("about", "profile_description", "x" * 200_000),
    ("about", "founded_year", "19 98"),
    ("about", "founded_year", "999"),
    ("about", "founded_year", "2999"),
    ("about", "founded_year", "-1"),
    ("fields", "records-ecosystem_ids", "999999"),
    ("fields", "records-ecosystem_ids", "abc"),
    ("fields", "records-nace_ids", "1e3"),
)
WRONG_ROWS = (
    ("capabilities", "domain_id", "abc"),
    ("capabilities", "domain_id", "999999999"),
    ("capabilities", "domain_id", "1e3"),
    ("capabilities", "domain_id", "-1"),
    ("capabilities", "domain_id", ""),
    ("capabilities", "domain_id", "99999999999999999999"),
    ("capabilities", "work_kind_id", "[1]"),
    ("capabilities", "trl", "10"),
    ("capabilities", "trl", "3.5"),
    ("capabilities", "trl", "٣"),
    ("capabilities", "description", "y" * 1001),
    ("references", "big_science_id", ""),
    ("references", "title", ""),
    ("references", "title", "t" * 251),
    ("references", "year", "1949"),
    ("references", "year", "2999"),
    ("references", "year", "now"),
    ("references", "amount_band", "plenty"),
    ("certificates", "kind", "iso_1"),
    ("certificates", "valid_until", "2020-02-30"),
    ("certificates", "valid_until", "1999-01-01"),
    ("certificates", "valid_from", "yesterday"),
    ("facilities", "name", ""),
    ("facilities", "kind", "castle"),
    ("facilities", "visitor_capacity", "-3"),
    ("facilities", "visitor_capacity", "99999999"),
    ("products", "name", " "),
    ("products", "kind", "idea"),
)


@tagged("post_install", "-at_install")
class TestPortalInput(PortalCase):
    """Whatever is sent: a sentence beside the field, nothing half saved, nothing lost."""

    def setUp(self):
        super().setUp()
        self.sign_in(self.member_editor)
        self.new_reference()
        self.new_certificate(valid_from="2020-01-01")
        self.new_facility()
        self.new_product()

    def snapshot(self):
        sections = self.member_org._biginn_portal_sections().values()
        form = {}
        for section in sections:
            form.update(self.form(section.name))
        form.pop("csrf_token")
        return form

    def assertRefused(self, section, changes, field, kept):
        before = self.snapshot()
        response = self.post(section, self.form(section, **changes))
        self.assertEqual(response.status_code, 422)
        self.assertIn(f'id="{field}-error"', response.text)
        self.assertIn(kept, response.text, "nothing typed is lost")
        self.assertEqual(self.snapshot(), before, "nothing is half saved")

    def test_wrong_fields(self):
        for section, name, typed in WRONG_FIELDS:
            other = {"contact": ("city", "Kept typing"), "about": None, "fields": None}[section]
            changes = {name: typed}
            if other:
                changes[other[0]] = other[1]
            with self.subTest(name=name, typed=typed[:40]):
                field = name.removeprefix("records-")
                self.assertRefused(section, changes, field, "Kept typing" if other else field)

    def test_wrong_rows(self):
        archived = self.domains[3]
        archived.active = False
        for section, column, typed in (
            *WRONG_ROWS,
            ("capabilities", "domain_id", str(archived.id)),
        ):
            with self.subTest(column=column, typed=typed[:40]):
                changes = {f"row-0-{column}": typed}
                extra = "number" if section == "certificates" else "description"
                if extra != column:
                    changes[f"row-0-{extra}"] = "Kept typing"
                self.assertRefused(
                    section,
                    changes,
                    f"row-0-{column}",
                    "Kept typing" if extra != column else typed[:50],
                )

    def test_many_rows(self):
        many = {}
        for index in range(1, 102):
            many.update(self.row(index, description="z"))
        response = self.post("capabilities", self.form("capabilities", **many))
        self.assertEqual(response.status_code, 422)
        self.assertIn("At most 100", response.text)

    def test_the_same_twice(self):
        for section, lines, column in (
            ("capabilities", "capability_ids", "work_kind_id"),
            ("references", "big_science_reference_ids", "year"),
            ("certificates", "certificate_ids", "number"),
            ("facilities", "facility_ids", "name"),
            ("products", "product_ids", "name"),
        ):
            with self.subTest(section=section):
                double = self.row(1, self.member_org[lines], id="", seen="")
                self.assertRefused(section, double, f"row-1-{column}", "row-1-")

    def test_values_that_do_not_go_together(self):
        changes = {"row-0-kind": "other", "row-0-number": "Kept typing"}
        self.assertRefused("certificates", changes, "row-0-name", "Kept typing")

    def test_control_characters_do_not_break_the_page(self):
        self.post("about", profile_description="be\x00fore\x1b\u202eafter")
        self.assertEqual(self.member_org.profile_description, "beforeafter")

    def test_names_of_other_fields_are_dropped(self):
        """Guarded names, other columns, nonsense: as if they had not been sent."""
        changes = {
            "name": "Renamed",
            "vat": "DK99999999",
            "country_id": str(self.spain.id),
            "organisation_type": "big_science",
            "profile_editor": "1",
            "figure_ids": "1",
            "seen-name": "",
            "row-0-partner_id": str(self.stranger_org.id),
            "row-0-attachment_id": "1",
            "row-0-": "x",
            "row-9999-name": "x",
        }
        self.post("contact", **changes, website="https://ok.example.com")
        self.post("certificates", **changes)
        self.assertRecordValues(
            self.member_org,
            [
                {
                    "name": "Member A/S",
                    "vat": "DK12345674",
                    "country_id": self.denmark.id,
                    "organisation_type": "sme",
                    "website": "https://ok.example.com",
                }
            ],
        )
        certificate = self.member_org.certificate_ids
        self.assertEqual(len(certificate), 1)
        self.assertFalse(certificate.attachment_id)

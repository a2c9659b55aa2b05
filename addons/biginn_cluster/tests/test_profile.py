from ast import literal_eval

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import Form, HttpCase, tagged
from odoo.tools import mute_logger

from ..rules.website import is_eccp_profile
from .profile_common import ProfileCommon

SCRIPT = "<script>alert('x')</script><b>bold</b>"


@tagged("post_install", "-at_install")
class TestProfile(ProfileCommon):
    def refused(self, function, *args, **values):
        """By the model or by the database, whoever comes first."""
        try:
            with mute_logger("odoo.sql_db"), self.cr.savepoint():
                function(*args, **values)
                self.env.flush_all()
        except (ValidationError, IntegrityError):
            self.env.invalidate_all(flush=False)
        else:
            self.fail(f"{function.__name__} let {args or values} pass")

    # -- what may not be entered -----------------------------------------------------

    def test_reference_refuses(self):
        this_year = fields.Date.today().year
        self.new_reference(year=1950)
        self.new_reference(year=this_year, title="Now")
        for values in (
            {"year": 1949},
            {"year": 0},
            {"year": this_year + 1},
            {"big_science_id": self.stranger_org.id},
            {"partner_id": self.member_reader.partner_id.id},
            {"title": False},
            # the same once more
            {"year": 1950},
        ):
            with self.subTest(values=values):
                self.refused(self.new_reference, **values)

    def test_certificate_refuses(self):
        self.new_certificate()
        self.new_certificate(number="Q-2")
        self.new_certificate(kind="other", name="NADCAP", number=False)
        self.new_certificate(kind="other", name="ASME U-stamp", number=False)
        self.new_certificate(number="Q-3", valid_from="2026-01-01", valid_until="2026-01-01")
        self.new_certificate(number="Q-4", valid_from="2026-01-01")
        for values in (
            {"number": "Q-5", "valid_from": "2026-01-02", "valid_until": "2026-01-01"},
            {"kind": "other", "number": "Q-6"},
            {"partner_id": self.member_reader.partner_id.id},
            {},
            {"kind": "other", "name": "NADCAP", "number": False},
        ):
            with self.subTest(values=values):
                self.refused(self.new_certificate, **values)

    def test_facility_and_product_refuse(self):
        self.new_facility()
        self.new_product()
        self.refused(self.new_facility)
        self.refused(self.new_product)
        self.refused(self.new_facility, name="Other", visitor_capacity=-1)
        person = self.member_reader.partner_id
        self.refused(self.new_facility, person)
        self.refused(self.new_product, person)

    def test_organisation_refuses(self):
        this_year = fields.Date.today().year
        cluster = self.new_organisation("Cluster", organisation_type="cluster_organisation")
        cluster.write({"cluster_staff_count": 2.5, "founded_year": this_year})
        cluster.founded_year = 0
        for values in (
            {"founded_year": 99},
            {"founded_year": this_year + 1},
            {"cluster_staff_count": -1},
            {"organisation_type": "sme"},
            {"tender_portal_url": "javascript:alert(1)"},
            {"tender_portal_url": "ftp://example.com/calls"},
            {"eccp_url": "https://example.com/profile"},
            {"eccp_url": "javascript:alert('clustercollaboration.eu')"},
        ):
            with self.subTest(values=values):
                self.refused(cluster.write, values)
        self.refused(self.member_org.write, {"cluster_staff_count": 1})

    def test_eccp_profile(self):
        for address, good in [
            ("https://www.clustercollaboration.eu/cluster-organisations/litek", True),
            ("http://clustercollaboration.eu/x", True),
            ("https://profile.clustercollaboration.eu/profile/cluster-organisation/a", True),
            ("HTTPS://WWW.CLUSTERCOLLABORATION.EU/x", True),
            ("https://www.clustercollaboration.eu", False),
            ("https://www.clustercollaboration.eu/", False),
            ("https://clustercollaboration.eu.example.com/x", False),
            ("https://notclustercollaboration.eu/x", False),
            ("https://example.com/clustercollaboration.eu/x", False),
            ("https://clustercollaboration.eu@example.com/x", False),
            ("www.clustercollaboration.eu/x", False),
            ("javascript://clustercollaboration.eu/x", False),
            ("", False),
            (None, False),
        ]:
            with self.subTest(address=address):
                self.assertEqual(is_eccp_profile(address), good)

    def test_nace_codes(self):
        nace = self.env["biginn.nace"]
        nace.create([{"code": "98.1", "name": "A"}, {"code": "98.12", "name": "B"}])
        for code in ("9", "A1", "98.", "98.123", "26.99", ""):
            with self.subTest(code=code):
                self.refused(nace.create, {"code": code, "name": "X"})

    # -- what comes with the addon ---------------------------------------------------

    def test_seeds(self):
        for model, number in (("biginn.nace", 88), ("biginn.ecosystem", 14)):
            data = self.env["ir.model.data"].search(
                [("module", "=", "biginn_cluster"), ("model", "=", model)]
            )
            self.assertEqual(len(data), number)
            self.assertTrue(all(data.mapped("noupdate")))
        optics = self.env["biginn.nace"].name_search("26", operator="=")
        self.assertEqual(len(optics), 1)
        self.assertTrue(optics[0][1].startswith("26 Manufacture of computer"))

    def test_languages_that_are_not_installed(self):
        lithuanian = self.env.ref("base.lang_lt")
        self.assertFalse(lithuanian.active)
        self.member_org.work_language_ids = [Command.link(lithuanian.id)]
        self.env.invalidate_all()
        self.assertEqual(self.member_org.with_user(self.staff).work_language_ids, lithuanian)

    # -- the place of a facility -----------------------------------------------------

    def test_place_is_the_seat_until_somebody_says_otherwise(self):
        self.member_org.city = "Odense"
        facility = self.new_facility()
        self.assertEqual((facility.city, facility.country_id), ("Odense", self.denmark))
        abroad = self.new_facility(name="Test bench", city="Bilbao", country_id=self.spain.id)
        self.assertEqual((abroad.city, abroad.country_id), ("Bilbao", self.spain))
        self.member_org.city = "Vejle"
        self.assertEqual(abroad.city, "Bilbao")

    # -- a spreadsheet once more -----------------------------------------------------

    def test_imported_twice_is_entered_once(self):
        rows = {
            "biginn.reference": (
                ["partner_id/.id", "big_science_id/.id", "title", "year", "amount_band"],
                [str(self.member_org.id), str(self.big_science.id), "Magnets", "2020"],
                ("undisclosed", "over_1m"),
            ),
            "biginn.certificate": (
                ["partner_id/.id", "kind", "number", "valid_until"],
                [str(self.member_org.id), "iso_9001", "4711"],
                ("2026-01-01", "2029-01-01"),
            ),
            "biginn.facility": (
                ["partner_id/.id", "name", "description"],
                [str(self.member_org.id), "Hall"],
                ("Old", "New"),
            ),
            "biginn.product": (
                ["partner_id/.id", "name", "description"],
                [str(self.member_org.id), "Pump"],
                ("Old", "New"),
            ),
        }
        for model, (names, values, versions) in rows.items():
            with self.subTest(model=model):
                records = self.env[model].with_user(self.staff).with_context(import_file=True)
                ids = set()
                for version in versions:
                    result = records.load(names, [[*values, version]])
                    self.assertFalse(result["messages"])
                    ids.update(result["ids"])
                [number] = ids
                last = records.browse(number)[names[-1]]
                last = fields.Date.to_string(last) if names[-1] == "valid_until" else last
                self.assertEqual(last, versions[-1])

    def test_certificate_names_its_holder_in_the_calendar(self):
        certificate = self.new_certificate(kind="other", name="NADCAP", number="7")
        self.assertEqual(certificate.display_name, "NADCAP 7")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "biginn_cluster.biginn_certificate_action"
        )
        shown = certificate.with_context(**literal_eval(action["context"]))
        self.assertEqual(shown.display_name, f"{self.member_org.name}, NADCAP 7")

    def test_certificate_without_number_is_found_again(self):
        records = self.env["biginn.certificate"].with_context(import_file=True)
        names = ["partner_id/.id", "kind", "issuer"]
        found = [
            records.load(names, [[str(self.member_org.id), "en_1090", issuer]])["ids"]
            for issuer in ("DNV", "TÜV")
        ]
        self.assertEqual(found[0], found[1])

    # -- screens ---------------------------------------------------------------------

    def test_staff_fill_in_the_form(self):
        organisation = self.new_organisation("Form", organisation_type="cluster_organisation")
        with Form(organisation.with_user(self.staff)) as form:
            form.eccp_url = "https://www.clustercollaboration.eu/cluster/form"
            form.eccp_registration = "profiled"
            form.eccp_registered_on = "2024-05-01"
            form.cluster_staff_count = 1.5
            form.quality_label = "silver"
            form.quality_label_until = "2027-05-31"
            with form.big_science_reference_ids.new() as reference:
                reference.big_science_id = self.big_science
                reference.title = "Form chambers"
                reference.year = 2020
            with form.certificate_ids.new() as certificate:
                certificate.number = "F-1"
            with form.facility_ids.new() as facility:
                facility.name = "Hall"
            with form.product_ids.new() as product:
                product.name = "Pump"
        self.assertEqual(organisation.big_science_reference_ids.title, "Form chambers")
        self.assertEqual(organisation.certificate_ids.state, "open_ended")
        self.assertEqual(organisation.facility_ids.city, organisation.city)
        self.assertEqual(organisation.product_ids.kind, "product")
        action = organisation.with_user(self.staff).action_show_profile_missing()
        self.assertEqual(action["res_id"], organisation.id)

    def test_paper_dropped_on_the_form(self):
        certificate = self.new_certificate().with_user(self.staff)
        certificate.write({"paper": "JVBERi0xLjQ=", "paper_name": "iso.pdf"})
        first = certificate.attachment_id
        self.assertEqual((first.name, first.raw, first.public), ("iso.pdf", b"%PDF-1.4", False))
        self.assertEqual((first.res_model, first.res_id), (certificate._name, certificate.id))
        certificate.write({"paper": "JVBERi0xLjU=", "paper_name": "new.pdf"})
        self.assertFalse(first.exists(), "the old paper is gone for good")
        self.assertEqual(certificate.attachment_id.raw, b"%PDF-1.5")
        certificate.paper = False
        self.assertFalse(certificate.attachment_id)

    def test_lists_cost_the_same_for_ten_and_two_hundred(self):
        organisations = self.env["res.partner"].union(
            *(self.new_organisation(f"Org {number:03}") for number in range(200))
        )
        until = fields.Date.today()
        for organisation in organisations:
            organisation.ecosystem_ids = self.ecosystem
            organisation.nace_ids = self.nace
            self.new_capability(organisation)
            self.new_reference(organisation)
            self.new_certificate(organisation, valid_until=until)
            self.new_facility(organisation)
            self.new_product(organisation)
        for view, records in (
            ("res_partner_organisation_view_list", organisations),
            ("res_partner_organisation_view_kanban", organisations),
            ("biginn_reference_view_list", organisations.big_science_reference_ids),
            ("biginn_certificate_view_list", organisations.certificate_ids),
            ("biginn_facility_view_list", organisations.facility_ids),
            ("biginn_product_view_list", organisations.product_ids),
        ):
            with self.subTest(view=view):
                few, many = self.count(f"biginn_cluster.{view}", records)
                self.assertEqual(few, many)
                self.assertLess(many, 35)

    def count(self, view, records):
        arch = self.env.ref(view)
        model = self.env[arch.model]
        names = model.with_user(self.staff).get_view(arch.id, arch.type)["models"][arch.model]
        specification = {
            name: {"fields": {"display_name": {}}} if model._fields[name].relational else {}
            for name in names
            if model._fields[name].type != "properties"
        }
        counts = []
        self.env.flush_all()
        for number in (10, 10, 200):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            records.with_user(self.staff)[:number].web_read(specification)
            counts.append(self.cr.sql_log_count - before)
        return counts[1:]


@tagged("post_install", "-at_install")
class TestProfileText(ProfileCommon, HttpCase):
    def test_markup_stays_text(self):
        """What somebody types is kept letter by letter and never becomes part of a page."""
        reference = self.new_reference(title=SCRIPT, description=SCRIPT)
        certificate = self.new_certificate(
            kind="other", name=SCRIPT, number=SCRIPT, issuer=SCRIPT, valid_until="2030-01-01"
        )
        facility = self.new_facility(name=SCRIPT, description=SCRIPT, access_note=SCRIPT)
        product = self.new_product(name=SCRIPT, description=SCRIPT)
        for record in (reference, certificate, facility, product):
            for name in ("title", "name", "number", "issuer", "description", "access_note"):
                if name in record._fields:
                    self.assertEqual(record[name], SCRIPT, (record, name))
                    self.assertIn(record._fields[name].type, ("char", "text"))
        self.member_org.name = SCRIPT
        template = self.env.ref("biginn_cluster.mail_template_certificate_expiring")
        body = template._render_field("body_html", certificate.ids)[certificate.id]
        self.assertNotIn("<script", body)
        self.assertIn("&lt;script", body)
        template = self.env.ref("biginn_cluster.mail_template_profile_confirmation")
        editor = self.member_editor.partner_id
        editor.name = SCRIPT
        body = template._render_field("body_html", editor.ids)[editor.id]
        self.assertNotIn("<script", body)
        self.assertIn("&lt;script", body)

    def test_paper_is_not_served_to_strangers(self):
        certificate = self.new_certificate()
        certificate.write({"paper": "JVBERi0xLjQ=", "paper_name": "iso.pdf"})
        paper = certificate.attachment_id
        addresses = [
            f"/web/content/{paper.id}",
            f"/web/content/biginn.certificate/{certificate.id}/paper",
            f"/web/image/{paper.id}",
        ]
        for user in (None, self.stranger, self.employee):
            self.authenticate(*((user.login, user.login) if user else (None, None)))
            for address in addresses:
                with self.subTest(user=user and user.login, address=address):
                    response = self.url_open(address)
                    self.assertNotIn(b"%PDF", response.content)
        self.authenticate(self.staff.login, self.staff.login)
        self.assertEqual(self.url_open(addresses[0]).content, b"%PDF-1.4")

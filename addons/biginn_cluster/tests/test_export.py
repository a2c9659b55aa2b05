import csv
import io
from pathlib import Path

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo.tests import tagged

from .import_common import ImportCase
from .profile_common import ProfileCommon

TEMPLATES = Path(__file__).parents[1] / "static" / "import"
LISTS = {
    "organisations": "res.partner",
    "figures": "biginn.company.figure",
    "capabilities": "biginn.capability",
    "memberships": "biginn.membership",
    "references": "biginn.reference",
    "certificates": "biginn.certificate",
}


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15")
class TestRoundTrip(ImportCase, ProfileCommon):
    """Export, import again: nothing doubled, nothing changed; an edited cell is all that moves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.new_rate(cls.krone, "2024-12-31", 7.4578)
        cls.stranger_org.vat = "ESB12345674"
        old = cls.new_category(name="Old kind", period_months=12)
        cls.new_figure(cls.member_org, 2023, headcount=31.5)
        cls.new_figure(
            cls.member_org, 2024, currency_id=cls.krone.id, date_end="2024-12-31", turnover=12.34
        )
        cls.new_figure(cls.stranger_org, 2024, turnover=0, no_turnover=True)
        cls.new_figure(cls.stranger_org, 2026, is_estimate=True, balance_total=0)
        cls.new_capability(cls.member_org, 0, 0, trl=7, description='Cold, "very" cold\nthings')
        cls.new_capability(cls.member_org, 1, 2)
        cls.new_certificate(cls.member_org, valid_until="2027-01-01")
        cls.new_certificate(cls.member_org, kind="other", name="ASME U stamp", number=False)
        cls.new_reference(cls.member_org, description="With flanges")
        cls.new_reference(cls.stranger_org, publishable=True)
        cls.new_membership(cls.member_org)
        cls.new_membership(
            cls.member_org, old, date_start="2020-01-01", date_end="2020-12-31"
        ).left_on = "2020-06-30"
        cls.new_membership(
            cls.stranger_org,
            date_start="2025-01-01",
            date_end=False,
            approved_on=False,
            refused_on="2025-02-01",
        )
        cls.new_membership(
            cls.stranger_org, old, date_start=False, date_end=False, approved_on=False
        )
        old.active = False
        cls.domains[1].active = False
        cls.organisations = cls.member_org | cls.stranger_org

    def names(self, key):
        return self.env.ref(f"biginn_cluster.export_{key}").export_fields.mapped("name")

    def records(self, key):
        if key == "organisations":
            return self.organisations
        model = self.env[LISTS[key]]
        return model.search([("partner_id", "in", self.organisations.ids)])

    def state(self):
        """Everything that could have changed, and when it was last written."""
        self.env.flush_all()
        found = {}
        for key in LISTS:
            records = self.records(key)
            stamp = records.sudo().mapped(lambda one: (one.id, one.write_date))
            found[key] = (stamp, self.export(self.manager, records, self.names(key)))
        found["messages"] = self.organisations.message_ids.ids
        return found

    def test_unchanged(self):
        before = self.state()
        for key, model in LISTS.items():
            text = self.export(self.manager, self.records(key), self.names(key))
            for rows in (text, self.without_ids(text)):
                with self.subTest(list=key, ids=rows == text):
                    found = self.import_rows(self.manager, model, rows)
                    self.assertEqual(found, self.records(key))
                    self.assertEqual(self.state(), before)

    def without_ids(self, text):
        header, *rows = csv.reader(io.StringIO(text))
        target = io.StringIO()
        csv.writer(target).writerows(row[header.index("id") + 1 :] for row in [header, *rows])
        return target.getvalue()

    def test_one_edited_cell(self):
        text = self.export(self.manager, self.organisations, self.names("organisations"))
        self.assertEqual(text.count("31.5"), 1)
        before = self.state()
        self.import_rows(
            self.manager, "res.partner", self.without_ids(text.replace("31.5", "32.5"))
        )
        after = self.state()
        self.assertEqual(self.records("figures").mapped("headcount"), [34, 32.5, 34, 34])
        for key in ("capabilities", "memberships"):
            self.assertEqual(after[key], before[key])
        self.assertEqual(after["figures"][1], before["figures"][1].replace("31.5", "32.5"))

    def test_both_clusters(self):
        there = self.new_category(self.other_company, fee=5)
        self.new_membership(self.member_org, there)
        self.manager.company_ids += self.other_company
        companies = (self.cluster_company | self.other_company).ids
        self.env = self.env(context={**self.env.context, "allowed_company_ids": companies})
        before = self.state()
        text = self.export(self.manager, self.organisations, self.names("organisations"))
        self.assertIn(self.other_company.name, text)
        self.import_rows(self.manager, "res.partner", self.without_ids(text))
        self.assertEqual(self.state(), before)

    def test_lists_are_offered(self):
        for key, model in LISTS.items():
            found = (
                self.env["ir.exports"].with_user(self.manager).search([("resource", "=", model)])
            )
            self.assertIn(self.env.ref(f"biginn_cluster.export_{key}"), found)


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15")
class TestTemplates(ImportCase):
    def test_offered_on_the_import_screen(self):
        for key, model in LISTS.items():
            offered = self.env[model].with_user(self.staff).get_import_templates()
            for ending in ("xlsx", "csv"):
                path = f"/biginn_cluster/static/import/{key}.{ending}"
                with self.subTest(path=path):
                    self.assertIn(path, [one["template"] for one in offered])
                    self.assertTrue((TEMPLATES / f"{key}.{ending}").is_file())

    def test_every_file_is_offered(self):
        self.assertEqual({file.stem for file in TEMPLATES.iterdir()}, set(LISTS))

    def test_workbooks_say_what_the_text_files_say(self):
        """Made by config/import_templates.py; run it again where this fails."""
        for file in sorted(TEMPLATES.glob("*.csv")):
            with self.subTest(file=file.name), file.open(newline="") as source:
                page = load_workbook(file.with_suffix(".xlsx")).active
                cells = [
                    ["" if cell is None else str(cell) for cell in row]
                    for row in page.iter_rows(values_only=True)
                ]
                self.assertEqual(cells, list(csv.reader(source)))

    def test_columns_are_recognised(self):
        for key, model in LISTS.items():
            for ending, kind in (
                ("csv", "text/csv"),
                ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            ):
                wizard = self.env["base_import.import"].create(
                    {
                        "res_model": model,
                        "file": (TEMPLATES / f"{key}.{ending}").read_bytes(),
                        "file_type": kind,
                        "file_name": f"{key}.{ending}",
                    }
                )
                preview = wizard.parse_preview({"has_headers": True, "quoting": '"'})
                matched = ["/".join(path) for _index, path in sorted(preview["matches"].items())]
                with self.subTest(key=key, ending=ending):
                    self.assertEqual(matched, preview["headers"])

    def test_filled_in(self):
        """What stands in the templates can be imported as it is, one after the other."""
        for name in ("SME", "Large company"):
            self.new_category(name=name)
        for key in ("organisations", "figures", "capabilities", "references", "certificates"):
            text = (TEMPLATES / f"{key}.csv").read_text()
            count = 1 if key == "organisations" else 2
            self.assertEqual(len(self.import_rows(self.staff, LISTS[key], text)), count)
        text = (TEMPLATES / "memberships.csv").read_text()
        found = self.import_rows(self.staff, "biginn.membership", text)
        self.assertEqual(found.partner_id.mapped("name"), ["Example A/S", "Member A/S"])
        self.assertEqual(len(found[0].partner_id.membership_ids), 1, "the one it came with")

"""Step 1 of the way through: a cluster's spreadsheet of members becomes organisations."""

import csv
from pathlib import Path

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.biginn_cluster.tests.common import BiginnCommon

FILE = Path(__file__).parent / "data" / "members.csv"
TEMPLATE = "addons/biginn_cluster/static/import/organisations.csv"
OPTIONS = {
    "has_headers": True,
    "separator": ",",
    "quoting": '"',
    "encoding": "utf-8",
    "date_format": "%Y-%m-%d",
    "float_thousand_separator": ",",
    "float_decimal_separator": ".",
}

# what a reader of the file expects; the reasons stand in the explanations checked below
SIZES = {
    "nordkryo": "small",  # DKK: 34 people, 45.5 M DKK = 6.1 M EUR
    "fjordvakuum": "small",  # 52 people in 2024 alone
    "balticoptik": "micro",
    "storebaelt": "large",
    "sensorlyng": "micro",  # one closed year
    "kvantestyring": "small",
    "aagaardtek": "unknown",  # no figures
    "robotvest": "medium",
    "criosur": "small",
    "imanes": "medium",
    "radiopirineo": "micro",  # turnover above 2 M, balance sheet total below
    "mecatalaia": "small",
    "fusioniber": "large",
    "softgranada": "small",  # 14 people
    "parqueluz": "unknown",
    "blindajes": "unknown",  # turnover missing, balance sheet total above 10 M
    "lazerija": "medium",
    "optogija": "small",  # 55 people in 2024 alone
    "kaunomech": "medium",
    "baltsens": "micro",
    "fizinst": "unknown",
    "lundinstru": "small",
    "alpcryo": "medium",  # below the ceilings in 2024 alone
    "rheinpuls": "medium",  # above the ceilings in 2024 alone
    "northwind": "small",  # balance sheet total missing, turnover is enough
}


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15")
class TestMembersImport(BiginnCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name in ("SME", "Large company", "Research and support"):
            cls.new_category(name=name, period_months=0)
        # the ECB's rates of the last day of both years
        cls.new_rate(cls.krone, "2023-12-29", 7.4529)
        cls.new_rate(cls.krone, "2024-12-31", 7.4578)

    def run_import(self, user, path=FILE, dryrun=False):
        content = Path(path).read_bytes()
        header = next(csv.reader([content.decode().splitlines()[0]]))
        wizard = (
            self.env["base_import.import"]
            .with_user(user)
            .create(
                {
                    "res_model": "res.partner",
                    "file": content,
                    "file_type": "text/csv",
                    "file_name": Path(path).name,
                }
            )
        )
        result = wizard.execute_import(header, header, dict(OPTIONS), dryrun=dryrun)
        self.assertFalse(result["messages"], result["messages"])
        return self.env["res.partner"].browse(result["ids"])

    def by_code(self, partners):
        return {p.website.removeprefix("https://").split(".")[0]: p for p in partners}

    def test_columns_are_recognised(self):
        """The screen proposes the right field for every column, in any language."""
        wizard = self.env["base_import.import"].create(
            {
                "res_model": "res.partner",
                "file": FILE.read_bytes(),
                "file_type": "text/csv",
                "file_name": FILE.name,
            }
        )
        preview = wizard.parse_preview(dict(OPTIONS))
        matched = {
            preview["headers"][int(index)]: "/".join(path)
            for index, path in preview["matches"].items()
        }
        self.assertEqual(matched, {name: name for name in preview["headers"]})

    def test_manager_imports(self):
        partners = self.run_import(self.manager)
        self.assertEqual(len(partners), 25)
        orgs = self.by_code(partners)
        self.assertEqual({code: org.size_class for code, org in orgs.items()}, SIZES)

        as_manager = partners.with_user(self.manager)
        states = dict(zip(orgs, as_manager.mapped("cluster_membership_state"), strict=True))
        expected = dict.fromkeys(orgs, "active") | {"baltsens": "upcoming", "alpcryo": "expired"}
        self.assertEqual(states, expected)
        for organisation in as_manager:
            self.assertTrue(organisation.size_explanation)
            self.assertTrue(organisation.cluster_membership_explanation)
            self.assertTrue(organisation.technology_domain_ids)
        self.check_explanations({c: o.with_user(self.manager) for c, o in orgs.items()})

    def check_explanations(self, orgs):
        for code, words in {
            "nordkryo": ("2023 and 2024 agree", "7.4578 DKK per EUR", "34 people"),
            "fjordvakuum": ("2024 alone would be Medium",),
            "sensorlyng": ("2024 are the only closed year",),
            "blindajes": ("missing: turnover",),
            "aagaardtek": ("no company figures",),
        }.items():
            for word in words:
                with self.subTest(code=code, word=word):
                    self.assertIn(word, orgs[code].size_explanation)
        for code, word in {
            "softgranada": "Member since 01/01/2026, without an end",
            "baltsens": "begins on 12/01/2026",
            "radiopirineo": "Member from 10/01/2025 to 12/31/2026",
            "alpcryo": "Ended on 12/31/2025",
        }.items():
            with self.subTest(code=code):
                self.assertIn(word, orgs[code].cluster_membership_explanation)

    def test_staff_import_waits_for_approval(self):
        partners = self.run_import(self.staff).with_user(self.staff)
        self.assertEqual(set(partners.mapped("cluster_membership_state")), {"applicant"})
        self.assertEqual({c: o.size_class for c, o in self.by_code(partners).items()}, SIZES)
        membership = partners[0].membership_ids
        self.assertIn("a manager has to approve it", membership.state_explanation)
        membership.with_user(self.manager).action_approve()
        self.assertEqual(membership.state, "active")

    def test_importing_again_updates_and_doubles_nothing(self):
        first = self.run_import(self.manager)
        approved = first.membership_ids.mapped("approved_on")
        first.membership_ids.write({"approved_on": "2026-01-02"})
        counts = [len(first[name]) for name in ("figure_ids", "capability_ids", "membership_ids")]
        again = self.run_import(self.staff)
        self.assertEqual(again, first)
        self.assertEqual(
            [len(again[name]) for name in ("figure_ids", "capability_ids", "membership_ids")],
            counts,
        )
        self.assertNotEqual(approved, again.membership_ids.mapped("approved_on"))

    def test_trial_run_leaves_nothing(self):
        before = self.env["res.partner"].search_count([])
        self.run_import(self.manager, dryrun=True)
        self.assertEqual(self.env["res.partner"].search_count([]), before)

    def test_template_on_the_import_screen(self):
        templates = self.env["res.partner"].get_import_templates()
        self.assertIn("/biginn_cluster/static/import/organisations.csv", str(templates))
        path = Path(__file__).parents[1] / TEMPLATE
        self.assertEqual(path.read_text().splitlines()[0], FILE.read_text().splitlines()[0])
        partner = self.run_import(self.manager, path)
        self.assertEqual((len(partner), partner.size_class), (1, "small"))
        self.assertEqual(len(partner.figure_ids), 2)

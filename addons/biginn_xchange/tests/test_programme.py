import pathlib

from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tests.common import BaseCase
from odoo.tools import file_path, mute_logger

from .common import XchangeCommon
from .test_rules_lump_sum import TABLE

# Members of the European Union, and the other countries of COSME, as reported for 2018.
EU = {
    *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
    *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
}
COSME_BESIDE_EU = {"IS", "AL", "BA", "XK", "ME", "MK", "RS", "TR", "AM", "MD", "UA"}


@tagged("post_install", "-at_install")
class TestPresets(XchangeCommon):
    def test_rate_table_is_the_published_one(self):
        for xml_id in ("programme_cxc1", "programme_cxc2"):
            programme = self.env.ref(f"biginn_xchange.{xml_id}")
            shipped = {rate.country_id.code or None: rate.amount for rate in programme.rate_ids}
            self.assertEqual(shipped, {country: full for country, full, _half in TABLE})

    def test_countries(self):
        second = self.env.ref("biginn_xchange.programme_cxc2")
        self.assertEqual(set(second.country_ids.mapped("code")), EU | COSME_BESIDE_EU)
        self.assertTrue({"CH", "NO", "GB"}.isdisjoint(second.country_ids.mapped("code")))

    def test_matrix_of_the_second_generation(self):
        programme = self.env.ref("biginn_xchange.programme_cxc2")
        allowed = {
            (line.role, line.organisation_type)
            for line in programme.eligibility_ids
            if line.allowed
        }
        types = {"cluster_organisation", "scaleup_support", "sme"}
        hosts = types | {"training_provider", "large_company", "public_authority"}
        expected = {("visitor", kind) for kind in types} | {("host", kind) for kind in hosts}
        self.assertEqual(allowed, expected)
        self.assertEqual(len(programme.eligibility_ids), 14, "disputed cells are there, as no")
        rule = programme._rule_programme()
        self.assertFalse(rule.matrix["visitor", "cluster_organisation"].membership_required)
        self.assertTrue(rule.matrix["host", "sme"].preapproval)

    def test_terms(self):
        programme = self.env.ref("biginn_xchange.programme_cxc2")
        self.assertEqual(programme.min_working_days, 3)
        self.assertEqual((programme.half_under_days, programme.half_under_km), (5, 200))
        self.assertEqual((programme.max_amount, programme.payment_days), (1100, 10))
        self.assertEqual(programme.currency_id, self.euro)
        self.assertTrue(programme.funding_id)

    def test_presets_belong_to_the_customer(self):
        """An update of the addon never overwrites what an office has changed."""
        for xml_id in ("programme_cxc1", "programme_cxc2", "sequence_exchange"):
            data = self.env["ir.model.data"].search(
                [("module", "=", "biginn_xchange"), ("name", "=", xml_id)]
            )
            self.assertTrue(data.noupdate, xml_id)


@tagged("post_install", "-at_install")
class TestProgramme(XchangeCommon):
    def test_rates_do_not_overlap(self):
        rate = self.programme.rate_ids[0]
        values = {
            "programme_id": self.programme.id,
            "country_id": rate.country_id.id,
            "amount": 1000,
        }
        rates = self.env["biginn.programme.rate"]
        with self.assertRaises(ValidationError):
            rates.create({**values, "date_from": "2024-06-01"})
        rate.date_to = "2024-05-31"
        rates.create({**values, "date_from": "2024-06-01"})
        rates.create({**values, "date_from": "2021-01-01", "date_to": "2021-12-31"})
        with self.assertRaises(ValidationError):
            rates.create({**values, "date_from": "2020-01-01", "date_to": "2021-01-01"})

    def test_dated_rates_reach_the_exchange(self):
        rate = self.programme.rate_ids.filtered(lambda rate: rate.country_id == self.lithuania)
        rate.date_to = "2023-05-07"
        self.assertEqual(self.new_exchange().lump_sum, 0)
        rate.copy({"date_from": "2023-05-08", "date_to": False, "amount": 600})
        self.assertEqual(self.new_exchange().lump_sum, 600)

    def test_constraints(self):
        with self.assertRaises(ValidationError):
            self.programme.date_end = "2021-01-01"
        for values in ({"min_working_days": -1}, {"half_under_km": -1}, {"max_amount": -1}):
            with (
                self.subTest(values=values),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
                mute_logger("odoo.sql_db"),
            ):
                self.programme.write(values)
                self.programme.flush_recordset()

    def test_copy_for_another_call(self):
        copy = self.programme.copy()
        self.assertNotEqual(copy.code, self.programme.code)
        self.assertEqual(len(copy.rate_ids), 3)
        self.assertEqual(len(copy.eligibility_ids), 2)

    def test_switching_a_disputed_cell(self):
        self.visiting_org.organisation_type = "large_company"
        exchange = self.new_exchange()
        self.assertIn("Large company", exchange.waiting_for)
        line = self.env["biginn.programme.eligibility"].create(
            {
                "programme_id": self.programme.id,
                "role": "visitor",
                "organisation_type": "large_company",
                "allowed": False,
            }
        )
        self.assertTrue(exchange.waiting_for)
        line.allowed = True
        exchange.action_check()
        self.assertFalse(exchange.waiting_for)
        self.assertIn("Large company", line.display_name)


@tagged("post_install", "-at_install")
class TestRulesArePure(BaseCase):
    def test_no_odoo_in_rules(self):
        folder = pathlib.Path(file_path("biginn_xchange/rules"))
        for file in folder.glob("*.py"):
            with self.subTest(file=file.name):
                self.assertNotRegex(file.read_text(), r"(?m)^\s*(import|from) odoo\b")

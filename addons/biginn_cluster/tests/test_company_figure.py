from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import BiginnCommon


@tagged("post_install", "-at_install")
class TestCompanyFigure(BiginnCommon):
    def test_size_class_from_figures(self):
        org = self.member_org
        self.assertEqual(org.size_class, "unknown")
        self.new_figure(year=2023)
        last = self.new_figure(year=2024)
        self.assertEqual(org.size_class, "small")
        last.headcount = 60
        self.assertEqual(org.size_class, "small", "one year alone changes nothing")
        self.new_figure(year=2025, headcount=60)
        self.assertEqual(org.size_class, "medium")
        org.figure_ids.unlink()
        self.assertEqual(org.size_class, "unknown")

    def test_explanation_can_be_checked(self):
        self.new_figure(year=2023)
        self.new_figure(year=2024)
        text = self.member_org.size_explanation
        for part in ("Small", "2023", "2024", "34", "6,100,000.00", "2003/361", "agree"):
            self.assertIn(part, text)

    def test_explanation_is_made_for_its_reader(self):
        """What is stored holds no sentence, so a Danish reader gets no English from it."""
        self.new_figure()
        stored = str(self.member_org.size_facts)
        self.assertNotIn("people", stored)
        self.assertNotIn("turnover ", stored)
        self.env["res.lang"]._activate_lang("da_DK")
        danish = self.member_org.with_context(lang="da_DK").size_explanation
        self.assertIn("6.100.000,00", danish)
        self.assertIn("6,100,000.00", self.member_org.with_context(lang="en_US").size_explanation)

    def test_amounts_are_converted_at_the_years_end(self):
        self.new_rate(self.krone, "2024-12-30", 7.4600)
        self.new_rate(self.krone, "2025-01-02", 1.0)
        figure = self.new_figure(
            currency_id=self.krone.id, turnover=14_920_000, balance_total=80_000_000, headcount=9
        )
        self.assertEqual(figure.eur_rate, 7.46)
        self.assertEqual(figure.eur_rate_date, date(2024, 12, 30))
        self.assertAlmostEqual(figure.turnover_eur, 2_000_000)
        self.assertEqual(self.member_org.size_class, "micro")
        self.assertIn("7.4600 DKK per EUR of 12/30/2024", self.member_org.size_explanation)
        figure.turnover = 14_920_001
        self.assertEqual(self.member_org.size_class, "small")

    def test_rate_of_a_cluster_that_keeps_its_books_in_another_currency(self):
        danish = self.new_company("Danish cluster", self.denmark, self.krone)
        self.new_rate(self.euro, "2024-12-31", 0.125, company=danish)
        figure = (
            self.env["biginn.company.figure"]
            .with_company(danish)
            ._find_eur_rate(self.krone, date(2024, 12, 31))
        )
        self.assertEqual(figure, (8.0, date(2024, 12, 31)))

    def test_missing_rate_is_unknown_never_one_to_one(self):
        figure = self.new_figure(currency_id=self.krone.id, turnover=9_000_000)
        self.assertTrue(figure.rate_missing)
        self.assertEqual(self.member_org.size_class, "unknown")
        self.assertIn("exchange rate EUR/DKK of 12/31/2024", self.member_org.size_explanation)
        self.assertIn(
            figure, self.env["biginn.company.figure"].search([("rate_missing", "=", True)])
        )
        # neither a later rate nor one of long ago is the rate of the year's end
        self.new_rate(self.krone, "2025-01-01", 7.46)
        self.new_rate(self.krone, "2024-11-29", 7.46)
        figure.with_company(self.cluster_company).action_lookup_rate()
        self.assertEqual(self.member_org.size_class, "unknown")
        self.new_rate(self.krone, "2024-12-31", 7.46)
        figure.with_company(self.cluster_company).action_lookup_rate()
        self.assertFalse(figure.rate_missing)
        self.assertEqual(self.member_org.size_class, "small")

    def test_cron_finds_rates_that_come_later(self):
        figure = self.new_figure(currency_id=self.krone.id)
        self.new_rate(self.krone, "2024-12-31", 7.46)
        with self.enter_registry_test_mode():
            cron = self.env.ref("biginn_cluster.cron_company_figure_rate")
            cron.method_direct_trigger()
            cron.method_direct_trigger()
        self.assertEqual(figure.eur_rate, 7.46)
        self.assertEqual(self.member_org.size_class, "small")

    def test_a_typed_rate_counts(self):
        figure = self.new_figure(currency_id=self.krone.id, turnover=74_600_000, headcount=40)
        figure.write({"eur_rate": 7.46, "balance_total": 0})
        self.assertEqual(self.member_org.size_class, "small")
        self.assertIn("typed by hand", self.member_org.size_explanation)

    def test_empty_turnover_is_unknown_and_none_is_said(self):
        figure = self.new_figure(headcount=5, turnover=0, balance_total=30_000_000)
        self.assertEqual(self.member_org.size_class, "unknown")
        figure.no_turnover = True
        self.assertEqual(self.member_org.size_class, "micro")
        with self.assertRaises(ValidationError):
            figure.turnover = 1

    @freeze_time("2026-03-01")
    def test_year_that_has_not_ended(self):
        with self.assertRaises(ValidationError):
            self.new_figure(year=2026)
        self.new_figure(year=2026, is_estimate=True, headcount=4, turnover=10)
        self.assertEqual(self.member_org.size_class, "micro")
        self.assertIn("estimate", self.member_org.size_explanation)
        self.new_figure(year=2025)
        self.assertEqual(self.member_org.size_class, "small")

    def test_fiscal_year_that_ends_in_summer(self):
        self.new_rate(self.krone, "2024-06-28", 7.5)
        figure = self.new_figure(currency_id=self.krone.id, date_end="2024-06-30")
        self.assertEqual((figure.eur_rate, figure.eur_rate_date), (7.5, date(2024, 6, 28)))

    def test_one_record_per_year(self):
        self.new_figure()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self.new_figure()

    def test_no_negative_amounts(self):
        for name in ("headcount", "turnover", "balance_total"):
            with (
                self.subTest(name=name),
                self.assertRaises(IntegrityError),
                mute_logger("odoo.sql_db"),
                self.cr.savepoint(),
            ):
                self.new_figure(**{name: -1})

    def test_figures_belong_to_the_organisation(self):
        with self.assertRaises(ValidationError):
            self.new_figure(self.member_reader.partner_id)

"""Example 1 of the grant's rules, entered as real records: employees, hours, posted bills."""

from datetime import date
from decimal import Decimal

from odoo.tests import tagged

from .common import ReportsCommon, daily_rates

D = Decimal
YEAR = (date(2022, 2, 1), date(2023, 1, 31))


class GoldenCommon(ReportsCommon):
    """The books of the Danish beneficiary's first period."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_project()
        # what the European Central Bank published: 258 days, sum 1 919.3486, mean 7.43933566
        cls.load_rates(daily_rates(*YEAR, 258, "1919.3486"))
        months = [date(2022, month, 10) for month in range(2, 13)] + [date(2023, 1, 10)]
        cls.senior = cls.make_person("Senior specialist", 742560)
        cls.assistant = cls.make_person("Assistant", 395200, percent=80)
        cls.officer = cls.make_person("Finance officer", 512000)
        cls.work(cls.senior, 612.50, months)
        cls.work(cls.assistant, 540.00, months)
        cls.work(cls.officer, 96.25, months)
        share = cls.distribution
        bill = cls.books.bill
        cls.bill_sub = bill(
            cls.supplier, "2022-06-15", [("subcontracting", 85000, share, cls.books.vat_back)]
        )
        cls.bill_travel = bill(
            cls.supplier, "2022-09-01",
            [("travel", 30000, share), ("travel", 8412.35, share, cls.books.vat_back)],
        )
        cls.bill_goods = bill(
            cls.supplier, "2022-10-03", [("goods", 17720, share, cls.books.vat_lost)]
        )
        cls.bill_laptop = bill(
            cls.supplier, "2022-05-01", [("equipment", 14400, share, cls.books.vat_back)]
        )
        cls.books.env["biginn.equipment"].create(
            {
                "name": "Laptop",
                "beneficiary_id": cls.beneficiary.id,
                "move_line_id": cls.bill_laptop.invoice_line_ids.id,
                "price": 14400,
                "life_months": 36,
                "in_use_from": "2022-05-01",
                "use_percent": 50,
            }
        )


@tagged("post_install", "-at_install")
class TestGoldenStatement(GoldenCommon):
    def computed(self):
        statement = self.make_statement()
        statement.action_compute()
        return statement

    def assert_figures(self, statement, **expected):
        for name, amount in expected.items():
            with self.subTest(figure=name):
                self.assertEqual(D(str(round(statement[name], 2))), D(amount))

    def test_example_1(self):
        statement = self.computed()
        self.assertEqual(statement.fx_rate_text, "7.4393")
        self.assertEqual(statement.fx_days, 258)
        for letter, amount in {
            "A": "60244.01", "B": "11425.81", "C": "0.00", "D": "8382.83", "E": "4803.88"
        }.items():
            with self.subTest(letter=letter):
                self.assertEqual(self.letter(statement, letter), D(amount))
        for code, amount in {"D.1": "5163.44", "D.2": "241.96", "D.3": "2977.43"}.items():
            with self.subTest(code=code):
                self.assertEqual(self.amount(statement, code), D(amount))
        self.assert_figures(
            statement,
            direct_local="595535.60",
            indirect_base_eur="68626.84",
            indirect_eur="4803.88",
            total_eur="84856.53",
            max_contribution_eur="63642.40",
            requested_eur="63642.40",
            own_funding_eur="21214.13",
        )

    def test_personnel_by_person(self):
        statement = self.computed()
        people = {
            item.employee_id: item.amount_local
            for item in statement.item_ids.filtered(lambda item: item.source == "personnel")
        }
        self.assertEqual(
            people,
            {self.senior: 264429.07, self.assistant: 155093.02, self.officer: 28651.16},
        )
        # all hours take the rate of 2022: January 2023 falls into a year not closed
        self.assertEqual(set(statement.item_ids.mapped("fiscal_year")) - {0}, {2022})

    def test_variant_subcontracting_in_the_base(self):
        self.categories["B"].in_indirect_base = True
        statement = self.computed()
        self.assert_figures(
            statement,
            indirect_base_eur="80052.65",
            indirect_eur="5603.69",
            total_eur="85656.34",
            max_contribution_eur="64242.26",
        )

    def test_variant_full_precision(self):
        self.scheme.rate_full_precision = True
        statement = self.computed()
        self.assertTrue(statement.fx_rate_text.startswith("7.439335658914"))
        self.assertEqual(self.letter(statement, "A"), D("60243.72"))
        self.assertEqual(self.amount(statement, "B"), D("11425.75"))
        self.assert_figures(
            statement,
            indirect_base_eur="68626.51",
            indirect_eur="4803.86",
            total_eur="84856.12",
            max_contribution_eur="63642.09",
        )

    def test_variant_hourly_rate_of_two_decimals(self):
        self.scheme.hourly_rate_decimals = 2
        statement = self.computed()
        line = statement.line_ids.filtered(lambda one: one.code == "A.1")
        self.assertEqual(D(str(round(line.amount_local, 2))), D("448172.64"))

    def test_cap_shows_all_costs_and_asks_for_less(self):
        self.beneficiary.max_contribution = 62000
        statement = self.computed()
        self.assert_figures(
            statement,
            total_eur="84856.53",
            max_contribution_eur="63642.40",
            requested_eur="62000.00",
            own_funding_eur="22856.53",
        )
        self.assertIn("contribution_above_cap", statement.finding_ids.mapped("code"))

    def test_items_add_up_to_what_is_printed(self):
        statement = self.computed()
        for line in statement.line_ids.filtered("item_count"):
            items = statement.item_ids.filtered(
                lambda item, line=line: item.category_id == line.category_id
            )
            self.assertEqual(
                sum(D(str(round(item.amount_eur, 2))) for item in items),
                D(str(round(line.amount_eur, 2))),
            )

    def test_vat_not_deductible_follows_its_line(self):
        statement = self.computed()
        item = statement.item_ids.filtered(
            lambda one: one.move_line_id in self.bill_goods.invoice_line_ids
        )
        self.assertEqual((item.net_local, item.tax_local, item.amount_local), (17720, 4430, 22150))

    def test_equipment_counts_by_its_depreciation_only(self):
        statement = self.computed()
        purchase = statement.item_ids.filtered(
            lambda one: one.source == "ledger" and one.move_line_id.move_id == self.bill_laptop
        )
        self.assertEqual(purchase.status, "excluded")
        self.assertIn("not_a_cost", statement.finding_ids.mapped("code"))

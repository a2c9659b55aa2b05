from datetime import date
from fractions import Fraction
from itertools import pairwise

from odoo.tests import BaseCase, tagged

from odoo.addons.biginn_reports.rules.cost_rules import CostRule, LedgerLine, RuleBook, match
from odoo.addons.biginn_reports.rules.depreciation import (
    DepreciationError,
    depreciation,
    months_in_use,
)
from odoo.addons.biginn_reports.rules.money import (
    MoneyError,
    add,
    divide,
    portions,
    round_half_up,
    settle,
    share,
    to_decimal,
)
from odoo.addons.biginn_reports.rules.personnel import (
    PersonnelError,
    check_ceiling,
    hourly_rate,
    personnel_cost,
    productive_hours,
    rate_year_for,
)
from odoo.addons.biginn_reports.rules.vat import BaseLine, TaxLine, VatError, attribute_taxes

from .rules_common import D


@tagged("post_install", "-at_install")
class TestMoney(BaseCase):
    def test_half_up(self):
        cases = {
            "4803.8788": "4803.88",
            "63642.3975": "63642.40",
            "0.005": "0.01",
            "-0.005": "-0.01",
            "0.0049999": "0.00",
            "1E+3": "1000.00",
            "12345678901234567890123456789012345.675": "12345678901234567890123456789012345.68",
        }
        for value, rounded in cases.items():
            self.assertEqual(str(round_half_up(D(value), 2)), rounded)
        self.assertEqual(str(round_half_up(D("2.5"), 0)), "3")
        self.assertEqual(str(round_half_up(Fraction(1, 8), 2)), "0.13")

    def test_floats_are_refused(self):
        for value in (1.5, "1.5", True, None):
            with self.assertRaises(TypeError):
                round_half_up(value)
        with self.assertRaises(MoneyError):
            round_half_up(D("NaN"))

    def test_divide_rounds_once(self):
        # 0.0449.. must not become 0.045 and then 0.05
        self.assertEqual(divide(D("0.44999999999999999999999999999999"), 10), D("0.04"))

    def test_to_decimal(self):
        self.assertEqual(str(to_decimal(Fraction(1, 3))), "0." + "3" * 39)
        self.assertEqual(str(to_decimal(D("171.1282000"))), "171.1282")
        self.assertEqual(str(to_decimal(0)), "0")
        self.assertEqual(str(to_decimal(100)), "100")

    def test_share(self):
        third = [D("33.34"), D("33.33"), D("33.33")]
        self.assertEqual(share(D(100), [1, 1, 1]), third)
        self.assertEqual(share(D(-100), [1, 1, 1]), [-part for part in third])
        self.assertEqual(share(D("0.01"), [1, 3, 2]), [D("0.00"), D("0.01"), D("0.00")])
        self.assertEqual(share(D(20), [D(100), D(-20)]), [D("25.00"), D("-5.00")])
        self.assertEqual(share(D(10), [D(50), D(-50)]), [D("10.00"), D("0.00")])
        self.assertEqual(share(D(0), []), [])
        with self.assertRaises(MoneyError):
            share(D(1), [])

    def test_portions(self):
        """Half and half of an odd cent are one whole again."""
        self.assertEqual(portions(D("0.05"), [D("0.5"), D("0.5")]), [D("0.02"), D("0.03")])
        self.assertEqual(portions(D("100.00"), [D("0.3333")]), [D("33.33")])

    def test_settle(self):
        self.assertEqual(settle([D("1.00"), D("-2.00")], D("-0.99")), [D("1.00"), D("-1.99")])

    def test_add(self):
        self.assertEqual(add([]), D("0.00"))
        self.assertEqual(add([D("0.10")] * 3), D("0.30"))


@tagged("post_install", "-at_install")
class TestPersonnel(BaseCase):
    def test_example_1(self):
        """Annual cost, full-time share, hours -> cost, and with the rate rounded to 2 decimals."""
        cases = [
            ("742560.00", "1", "612.50", "431.720930", "264429.07", "264428.50"),
            ("395200.00", "0.8", "540.00", "287.209302", "155093.02", "155093.40"),
            ("512000.00", "1", "96.25", "297.674418", "28651.16", "28650.74"),
        ]
        for annual, full_time, hours, rate, cost, with_rounded in cases:
            divisor = productive_hours("fixed_1720", full_time_share=D(full_time)).hours
            unrounded = hourly_rate(D(annual), divisor)
            self.assertEqual(str(unrounded.decimal)[:10], rate)
            self.assertEqual(personnel_cost(D(hours), unrounded), D(cost))
            rounded = hourly_rate(D(annual), divisor, decimals=2)
            self.assertEqual(personnel_cost(D(hours), rounded), D(with_rounded))

    def test_example_2_individual(self):
        divisor = productive_hours(
            "individual", workable_hours=D(221) * D("7.4"), overtime=D(20), absence=D("44.4")
        )
        self.assertEqual(divisor.hours, D("1611.0"))
        rate = hourly_rate(D("768000.00"), divisor.hours)
        self.assertEqual(personnel_cost(D("705.25"), rate), D("336208.57"))
        assistant = hourly_rate(D("408512.00"), D(1376))
        self.assertEqual(personnel_cost(D(488), assistant), D("144879.26"))

    def test_standard_floor(self):
        enough = productive_hours("standard", workable_hours=D("1635.4"), standard_hours=D(1500))
        self.assertEqual((enough.hours, enough.findings), (D(1500), ()))
        low = productive_hours("standard", workable_hours=D("1635.4"), standard_hours=D(1400))
        self.assertEqual(low.hours, D("1471.86"))
        self.assertEqual(low.findings[0].message_code, "standard_hours_below_floor")
        part = productive_hours(
            "standard",
            workable_hours=D("1635.4"),
            standard_hours=D(1500),
            full_time_share=D("0.5"),
        )
        self.assertEqual(part.hours, D(750))

    def test_refused(self):
        cases = [
            ("unknown_method", "guess", {}),
            ("full_time_share", "fixed_1720", {"full_time_share": D(0)}),
            ("full_time_share", "fixed_1720", {"full_time_share": D(80)}),
            ("workable_hours_missing", "individual", {}),
            ("no_productive_hours", "individual", {"workable_hours": D(9), "absence": D(9)}),
            ("standard_hours_missing", "standard", {"workable_hours": D(1600)}),
            ("workable_hours_missing", "standard", {"standard_hours": D(1600)}),
        ]
        for code, method, options in cases:
            with self.subTest(code), self.assertRaises(PersonnelError) as caught:
                productive_hours(method, **options)
            self.assertEqual(caught.exception.code, code)
        for annual, hours in ((D(-1), D(1720)), (D(1), D(0))):
            with self.assertRaises(PersonnelError):
                hourly_rate(annual, hours)

    def test_last_closed_year(self):
        """January 2023 lies in a year not closed at the end of the period: 2022 applies."""
        end = date(2023, 1, 31)
        self.assertEqual(rate_year_for(date(2022, 6, 1), [2021, 2022], end), 2022)
        self.assertEqual(rate_year_for(date(2023, 1, 15), [2021, 2022], end), 2022)
        # closed by now, but not at the end of the period
        self.assertEqual(rate_year_for(date(2023, 1, 15), [2022, 2023], end), 2022)
        self.assertEqual(rate_year_for(date(2022, 6, 1), [2020, 2021], end), 2021)
        # no later year's rate for earlier work
        with self.assertRaises(PersonnelError):
            rate_year_for(date(2021, 6, 1), [2022], end)
        with self.assertRaises(PersonnelError):
            rate_year_for(date(2022, 6, 1), [], end)

    def test_other_financial_years(self):
        """Years ending on 30 June, named after the year they end in."""
        ends = {2022: date(2022, 6, 30), 2023: date(2023, 6, 30)}
        end = date(2023, 12, 31)
        self.assertEqual(rate_year_for(date(2022, 6, 30), ends, end), 2022)
        self.assertEqual(rate_year_for(date(2022, 7, 1), ends, end), 2023)
        self.assertEqual(rate_year_for(date(2023, 7, 1), ends, end), 2023)
        self.assertEqual(rate_year_for(date(2022, 7, 1), ends, date(2023, 6, 29)), 2022)

    def test_ceiling(self):
        self.assertTrue(check_ceiling(D(1720), D(1720), "KS", 2022).ok)
        self.assertFalse(check_ceiling(D("1720.25"), D(1720), "KS", 2022).ok)


@tagged("post_install", "-at_install")
class TestVat(BaseCase):
    def test_example_1(self):
        result = attribute_taxes(
            [BaseLine("bill", D("17720.00"))], [TaxLine("vat", D("4430.00"), ("bill",))]
        )
        self.assertEqual(result["bill"].eligible, D("22150.00"))

    def test_merged_tax_line_is_shared_back(self):
        lines = [BaseLine("b", D("100.00")), BaseLine("d1", D("33.33")), BaseLine("d3", D("66.67"))]
        result = attribute_taxes(lines, [TaxLine("vat", D("50.00"), ("b", "d1", "d3"))])
        self.assertEqual([line.tax for line in result.lines], [D("25.00"), D("8.33"), D("16.67")])

    def test_residue_to_the_largest_base_line(self):
        lines = [BaseLine("small", D("1.00")), BaseLine("large", D("2.00"))]
        result = attribute_taxes(lines, [TaxLine("vat", D("0.01"), ("small", "large"))])
        self.assertEqual(result["small"].tax, D("0.00"))
        self.assertEqual(result["large"].tax, D("0.01"))

    def test_partly_deductible(self):
        """60 % deduction: 40 % of the tax is a cost."""
        tax = TaxLine("vat", D("25.00"), ("x",), deductible_share=D("0.6"))
        self.assertEqual(attribute_taxes([BaseLine("x", D(100))], [tax])["x"].eligible, D("110.00"))
        none = TaxLine("vat", D("25.00"), ("x",), deductible_share=D(1))
        self.assertEqual(
            attribute_taxes([BaseLine("x", D(100))], [none])["x"].eligible, D("100.00")
        )

    def test_business_share_reduces_net_and_tax(self):
        line = BaseLine("phone", D("1000.00"), business_share=D("0.6"))
        result = attribute_taxes([line], [TaxLine("vat", D("250.00"), ("phone",))])["phone"]
        self.assertEqual((result.net, result.tax, result.eligible), (D(600), D(150), D(750)))

    def test_credit_note(self):
        lines = [BaseLine("x", D("-80.00")), BaseLine("y", D("-20.00"))]
        result = attribute_taxes(lines, [TaxLine("vat", D("-25.01"), ("x", "y"))])
        self.assertEqual([line.tax for line in result.lines], [D("-20.01"), D("-5.00")])

    def test_several_taxes_on_a_line(self):
        taxes = [TaxLine("vat", D("25.00"), ("x",)), TaxLine("levy", D("3.00"), ("x", "gone"))]
        result = attribute_taxes([BaseLine("x", D("100.00"))], taxes)["x"]
        self.assertEqual(result.eligible, D("128.00"))
        self.assertEqual([part.tax_key for part in result.parts], ["vat", "levy"])

    def test_nothing_is_lost(self):
        result = attribute_taxes([], [TaxLine("vat", D("25.00"), ("gone",))])
        self.assertEqual([(part.tax_key, part.amount) for part in result.orphans], [("vat", D(25))])

    def test_refused(self):
        for lines, taxes in (
            ([BaseLine("x", D(1)), BaseLine("x", D(1))], []),
            ([BaseLine("x", D(1), D(60))], []),
            ([BaseLine("x", D(1))], [TaxLine("vat", D(1), ("x",), D("1.1"))]),
        ):
            with self.assertRaises(VatError):
                attribute_taxes(lines, taxes)


@tagged("post_install", "-at_install")
class TestDepreciation(BaseCase):
    def test_examples(self):
        self.assertEqual(depreciation(D("14400.00"), 36, 9, D("0.5")), D("1800.00"))
        self.assertEqual(depreciation(D("14400.00"), 36, 12, D("0.5")), D("2400.00"))

    def test_rounded_once(self):
        # 1000 / 36 = 27.78 rounded would give 9 x 27.78 x 0.5 = 125.01
        self.assertEqual(depreciation(D("1000.00"), 36, 9, D("0.5")), D("125.00"))

    def test_months(self):
        rp1, rp2 = (date(2022, 2, 1), date(2023, 1, 31)), (date(2023, 2, 1), date(2024, 1, 31))
        for day in (date(2022, 5, 1), date(2022, 5, 31)):
            self.assertEqual(months_in_use(day, *rp1, 36), 9)
            self.assertEqual(months_in_use(day, *rp2, 36), 12)
        self.assertEqual(months_in_use(date(2022, 5, 1), *rp2, 15), 6)
        self.assertEqual(months_in_use(date(2022, 5, 1), *rp1, 36, date(2022, 7, 31)), 3)
        self.assertEqual(months_in_use(date(2020, 1, 1), *rp1, 24), 0)
        self.assertEqual(months_in_use(date(2023, 2, 1), *rp1, 24), 0)

    def test_periods_share_the_life_without_gap_or_overlap(self):
        cuts = [
            date(2022, 1, 1),
            date(2022, 5, 15),
            date(2022, 5, 31),
            date(2023, 2, 28),
            date(2025, 7, 2),
            date(2030, 1, 1),
        ]
        for start in (date(2022, 1, 31), date(2022, 5, 15), date(2022, 5, 30), date(2024, 2, 29)):
            parts = [
                months_in_use(start, first, date.fromordinal(after.toordinal() - 1), 36)
                for first, after in pairwise(cuts)
            ]
            self.assertEqual(sum(parts), 36, start)

    def test_refused(self):
        for arguments in (
            (D(-1), 36, 9),
            (D(1), 0, 0),
            (D(1), 36, 37),
            (D(1), 36, -1),
            (D(1), 36, 9, D(50)),
        ):
            with self.assertRaises(DepreciationError):
                depreciation(*arguments)


@tagged("post_install", "-at_install")
class TestCostRules(BaseCase):
    rules = (
        CostRule("rest", "D.3", 100),
        CostRule("travel", "D.1", 20, account="4210"),
        CostRule("subcontract", "B", 10, account="3600", journal="bills"),
        CostRule("lump sums", "C", 10, product="lump"),
        CostRule("own wages", None, 5, account="2200"),
        CostRule("other grant", "D.2", 1, analytic_account="X"),
    )

    def test_first_match_by_sequence(self):
        cases = [
            (LedgerLine("G", "4210", None, "bills"), "mapped", "D.1", "travel"),
            (LedgerLine("G", "3600", None, "bills"), "mapped", "B", "subcontract"),
            (LedgerLine("G", "3600", None, "misc"), "mapped", "D.3", "rest"),
            (LedgerLine("G", "3600", "lump", "bills"), "mapped", "B", "subcontract"),
            (LedgerLine("G", "4210", "lump", "bills"), "mapped", "C", "lump sums"),
            (LedgerLine("X", "4210", "lump", "bills"), "mapped", "D.2", "other grant"),
            (LedgerLine("G", "2200", None, "misc"), "excluded", None, "own wages"),
        ]
        for line, status, category, rule in cases:
            found = match(line, self.rules)
            self.assertEqual(
                (found.status, found.category, found.rule.key), (status, category, rule)
            )

    def test_unmapped_says_what_was_tried(self):
        found = RuleBook(self.rules[1:]).match(LedgerLine("G", "3600", None, "misc"))
        self.assertEqual((found.status, found.category, found.rule), ("unmapped", None, None))
        self.assertEqual(
            [(rule.key, condition) for rule, condition in found.tried],
            [
                ("other grant", "analytic_account"),
                ("own wages", "account"),
                ("subcontract", "journal"),
                ("lump sums", "product"),
                ("travel", "account"),
            ],
        )

    def test_equal_sequences_keep_their_order(self):
        rules = [CostRule(name, name) for name in "ABC"]
        self.assertEqual(match(LedgerLine(), rules).category, "A")
        self.assertEqual(match(LedgerLine(), rules[::-1]).category, "C")

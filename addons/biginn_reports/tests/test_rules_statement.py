from dataclasses import replace

from odoo.tests import BaseCase, tagged

from odoo.addons.biginn_reports.rules.explain import explain, explain_all
from odoo.addons.biginn_reports.rules.statement import (
    Category,
    Item,
    Scheme,
    StatementError,
    StatementInput,
    compute,
)

from .rules_common import D, local_items, scheme

FULL_MEAN_RP1 = D("1919.3486") / D(258)

PERSONS_RP1 = ("264429.07", "155093.02", "28651.16")
ITEMS_RP1 = local_items(
    A_1=PERSONS_RP1, B="85000.00", D_1="38412.35", D_2="1800.00", D_3="22150.00"
)
ITEMS_RP2 = local_items(
    A_1=("336208.57", "144879.26"),
    B="120000.00",
    D_1="61240.80",
    D_2="2400.00",
    D_3="33905.50",
)
EXCHANGES = (
    ("ES", "6184.33", "830.00"),
    ("LT", "2086.14", "280.00"),
    ("FR", "3355.65", "450.00"),
    ("DE", "6191.97", "830.00"),
)


def exchange_items(local, nominal):
    return tuple(
        Item(f"C#{host}", "C", D(dkk) if local else None, D(eur) if nominal else None)
        for host, dkk, eur in EXCHANGES
    )


def figures(result):
    """The printed statement as text, to compare whole tables."""
    printed = {line.code: str(line.amount_eur) for line in result.lines}
    printed.update({item.letter: str(item.amount_eur) for item in result.subtotals})
    printed.update(
        base=str(result.indirect_base),
        total=str(result.total_eur),
        contribution=str(result.max_contribution_eur),
    )
    return printed


@tagged("post_install", "-at_install")
class TestStatementExamples(BaseCase):
    """The worked examples, to the cent."""

    def assertStatement(self, data, expected):
        result = compute(data)
        printed = figures(result)
        self.assertEqual({key: printed[key] for key in expected}, expected)
        return result

    def test_example_1(self):
        data = StatementInput(ITEMS_RP1, scheme(), D("7.4393"), D("62000.00"))
        result = self.assertStatement(
            data,
            {
                "A": "60244.01",
                "B": "11425.81",
                "D.1": "5163.44",
                "D.2": "241.96",
                "D.3": "2977.43",
                "D": "8382.83",
                "base": "68626.84",
                "E": "4803.88",
                "total": "84856.53",
                "contribution": "63642.40",
            },
        )
        self.assertEqual(result.direct_local, D("595535.60"))
        self.assertEqual(result.subtotal("A").amount_local, D("448173.25"))
        self.assertEqual(result.requested_eur, D("62000.00"))
        self.assertEqual(result.own_funding_eur, D("22856.53"))
        self.assertEqual([f.message_code for f in result.findings], ["contribution_above_cap"])
        persons = [item.amount_eur for item in result.items if item.category == "A.1"]
        self.assertEqual(persons, [D("35544.89"), D("20847.80"), D("3851.32")])

    def test_example_1_full_rate(self):
        self.assertStatement(
            StatementInput(ITEMS_RP1, scheme(), FULL_MEAN_RP1),
            {
                "A": "60243.72",
                "B": "11425.75",
                "D.1": "5163.41",
                "D.2": "241.96",
                "D.3": "2977.42",
                "D": "8382.79",
                "base": "68626.51",
                "E": "4803.86",
                "total": "84856.12",
                "contribution": "63642.09",
            },
        )

    def test_example_1_subcontracting_in_base(self):
        wide = scheme(base=("A", "B", "D"))
        self.assertStatement(
            StatementInput(ITEMS_RP1, wide, D("7.4393")),
            {
                "base": "80052.65",
                "E": "5603.69",
                "total": "85656.34",
                "contribution": "64242.26",
            },
        )
        self.assertStatement(
            StatementInput(ITEMS_RP1, wide, FULL_MEAN_RP1),
            {
                "base": "80052.26",
                "E": "5603.66",
                "total": "85655.92",
                "contribution": "64241.94",
            },
        )

    def test_example_1_rate_rounded_persons(self):
        rounded = local_items(A_1=("264428.50", "155093.40", "28650.74"))
        result = compute(StatementInput(rounded, scheme(), D("7.4393")))
        self.assertEqual(result.line("A.1").amount_local, D("448172.64"))

    def test_example_2_nominal(self):
        items = ITEMS_RP2 + exchange_items(local=False, nominal=True)
        data = StatementInput(items, scheme(c_form="unit"), D("7.4526"))
        result = self.assertStatement(
            data,
            {
                "A": "64553.02",
                "B": "16101.76",
                "C": "2390.00",
                "D.1": "8217.37",
                "D.2": "322.04",
                "D.3": "4549.49",
                "D": "13088.90",
                "base": "77641.92",
                "E": "5434.93",
                "total": "101568.61",
                "contribution": "76773.96",
            },
        )
        groups = {str(group.rate): group.contribution for group in result.groups}
        self.assertEqual(groups, {"0.75": D("74383.96"), "1": D("2390.00")})
        self.assertIsNone(result.line("C").amount_local)
        self.assertEqual(result.subtotal("A").amount_local, D("481087.83"))

    def test_example_2_converted(self):
        items = ITEMS_RP2 + exchange_items(local=True, nominal=True)
        result = self.assertStatement(
            StatementInput(items, scheme(), D("7.4526")),
            {
                "C": "2390.86",
                "base": "77641.92",
                "E": "5434.93",
                "total": "101569.47",
                "contribution": "76774.82",
            },
        )
        self.assertEqual(result.line("C").amount_local, D("17818.09"))
        (finding,) = result.findings
        self.assertEqual(finding.message_code, "above_nominal")
        self.assertEqual(finding.params["excess"], D("0.86"))

    def test_example_2_subcontracting_in_base(self):
        wide = scheme(base=("A", "B", "D"))
        expected = {"base": "93743.68", "E": "6562.06"}
        nominal = ITEMS_RP2 + exchange_items(local=False, nominal=True)
        self.assertStatement(
            StatementInput(nominal, scheme(base=("A", "B", "D"), c_form="lump"), D("7.4526")),
            expected | {"total": "102695.74", "contribution": "77619.31"},
        )
        converted = ITEMS_RP2 + exchange_items(local=True, nominal=False)
        result = self.assertStatement(
            StatementInput(converted, wide, D("7.4526")),
            expected | {"total": "102696.60", "contribution": "77620.17"},
        )
        self.assertEqual(result.groups[0].contribution, D("75229.31"))

    def test_converted_capped_at_nominal(self):
        capped = scheme()
        capped = replace(
            capped,
            categories=tuple(
                replace(category, cap_at_nominal=category.code == "C")
                for category in capped.categories
            ),
        )
        items = ITEMS_RP2 + exchange_items(local=True, nominal=True)
        data = StatementInput(items, capped, D("7.4526"))
        result = self.assertStatement(data, {"C": "2390.00", "total": "101568.61"})
        self.assertEqual([f.message_code for f in result.findings], ["capped_at_nominal"])
        steps = explain(data, result, "C")
        self.assertEqual(
            [(step.code, str(step.result)) for step in steps],
            [("sum_items", "17818.09"), ("convert", "2390.86"), ("cap_at_nominal", "2390.00")],
        )

    def test_converted_below_nominal_stays_as_it_is(self):
        """At a higher average the booked kroner are worth less than the lump sums."""
        items = exchange_items(local=True, nominal=True)
        result = compute(StatementInput(items, scheme(), D("7.4600")))
        self.assertEqual(result.line("C").amount_eur, D("2388.48"))
        self.assertEqual(result.findings, ())

    def test_books_in_eur(self):
        """The Spanish partner of the consolidated example, declared as it stands in its books."""
        items = local_items(
            A_1="74210.33", B="6500.00", C="9960.00", D_1="9874.21", D_2="0.00", D_3="7310.90"
        )
        self.assertStatement(
            StatementInput(items, scheme()),
            {"E": "6397.68", "total": "114253.12", "contribution": "88179.84"},
        )


@tagged("post_install", "-at_install")
class TestStatementEdges(BaseCase):
    def test_empty(self):
        result = compute(StatementInput((), scheme(), D("7.4393"), D("100.00")))
        self.assertEqual(result.total_eur, D("0.00"))
        self.assertEqual(result.requested_eur, D("0.00"))
        self.assertEqual(str(result.line("A.1").amount_eur), "0.00")
        self.assertEqual(result.findings, ())

    def test_cap_above_contribution_changes_nothing(self):
        result = compute(StatementInput(ITEMS_RP1, scheme(), D("7.4393"), D("70000.00")))
        self.assertEqual(result.requested_eur, D("63642.40"))
        self.assertEqual(result.findings, ())

    def test_asking_for_less(self):
        data = StatementInput(
            ITEMS_RP1, scheme(), D("7.4393"), D("62000.00"), requested=D("50000.00")
        )
        result = compute(data)
        self.assertEqual(result.requested_eur, D("50000.00"))
        self.assertEqual(result.own_funding_eur, D("34856.53"))

    def test_costs_above_cap_are_never_cut(self):
        capped = compute(StatementInput(ITEMS_RP1, scheme(), D("7.4393"), D("1.00")))
        free = compute(StatementInput(ITEMS_RP1, scheme(), D("7.4393")))
        self.assertEqual(capped.lines, free.lines)
        self.assertEqual(capped.total_eur, free.total_eur)

    def test_part_of_a_line(self):
        items = (Item("bill", "D.3", D("100.01"), fraction=D("0.5")),)
        result = compute(StatementInput(items, scheme()))
        self.assertEqual(result.items[0].amount_local, D("50.01"))
        self.assertEqual(result.line("D.3").amount_eur, D("50.01"))

    def test_credit_note(self):
        items = local_items(D_3=("100.00", "-100.00"))
        result = compute(StatementInput(items, scheme(), D("7.4393")))
        self.assertEqual(result.total_eur, 0)
        self.assertEqual([item.amount_eur for item in result.items], [D("13.44"), D("-13.44")])

    def test_residue_goes_to_the_largest_item(self):
        # 3 x 1.00 / 7 = 0.142857 each; together 3.00 / 7 = 0.428571 -> 0.43 = 3 x 0.14 + 0.01
        items = local_items(D_3=("1.00", "1.00", "1.00"), D_1=("1.00", "4.00"))
        result = compute(StatementInput(items, scheme(), D(7)))
        self.assertEqual(
            [item.amount_eur for item in result.items],
            [D("0.15"), D("0.14"), D("0.14"), D("0.14"), D("0.57")],
        )

    def test_one_rounding_per_category(self):
        """Rounding each item and adding up would give 0.42."""
        items = local_items(D_3=("1.00", "1.00", "1.00"))
        self.assertEqual(
            compute(StatementInput(items, scheme(), D(7))).line("D.3").amount_eur, D("0.43")
        )

    def test_contribution_parts_add_up(self):
        result = compute(StatementInput(ITEMS_RP1, scheme(), D("7.4393")))
        self.assertEqual(sum(line.contribution for line in result.lines), D("63642.40"))
        self.assertEqual(sum(s.contribution for s in result.subtotals), D("63642.40"))

    def test_refused_input(self):
        cases = {
            "unknown_category": (Item("x", "G", D(1)),),
            "item_in_flat_category": (Item("x", "E", D(1)),),
            "cost_missing": (Item("x", "A.1", amount_eur=D(1)),),
            "duplicate_item": (Item("x", "B", D(1)), Item("x", "B", D(1))),
        }
        for code, items in cases.items():
            with self.subTest(code), self.assertRaises(StatementError) as caught:
                compute(StatementInput(items, scheme()))
            self.assertEqual(caught.exception.code, code)
        with self.assertRaises(StatementError) as caught:
            compute(StatementInput((Item("x", "C", D(1)),), scheme(c_form="unit")))
        self.assertEqual(caught.exception.code, "nominal_missing")

    def test_refused_schemes(self):
        flat = Category("E", "flat")
        cases = {
            "duplicate_category": Scheme((Category("A"), Category("A"), flat), D(0), D(0)),
            "unknown_form": Scheme((Category("A", "guess"), flat), D(0), D(0)),
            "several_flat_categories": Scheme((flat, Category("F", "flat")), D(0), D(0)),
            "no_flat_category": Scheme((Category("A"),), D("0.07"), D("0.75")),
            # 75 instead of 0.75
            "rate_out_of_range": Scheme((Category("A"), flat), D("0.07"), D(75)),
        }
        for code, refused in cases.items():
            with self.subTest(code), self.assertRaises(StatementError) as caught:
                compute(StatementInput((), refused))
            self.assertEqual(caught.exception.code, code)


@tagged("post_install", "-at_install")
class TestExplain(BaseCase):
    def test_indirect_costs(self):
        data = StatementInput(ITEMS_RP1, scheme(), D("7.4393"))
        base, indirect = explain(data, compute(data), "E")
        self.assertEqual(base.code, "sum_base")
        self.assertEqual(sum(amount for _code, amount in base.params["parts"]), base.result)
        self.assertEqual(indirect.params, {"base": D("68626.84"), "rate": D("0.07")})
        self.assertEqual(indirect.unrounded, D("4803.8788"))
        self.assertEqual(indirect.result, D("4803.88"))

    def test_conversion(self):
        data = StatementInput(ITEMS_RP1, scheme(), D("7.4393"))
        summed, converted = explain(data, compute(data), "A.1")
        self.assertEqual(summed.params["count"], 3)
        self.assertEqual(summed.result, D("448173.25"))
        self.assertEqual(converted.params, {"amount": D("448173.25"), "rate": D("7.4393")})
        self.assertEqual(converted.result, D("60244.01"))

    def test_every_figure_ends_in_what_is_printed(self):
        items = ITEMS_RP2 + exchange_items(local=False, nominal=True)
        for rate in (D("7.4526"), None):
            data = StatementInput(items, scheme(c_form="unit"), rate, D("50000.00"))
            result = compute(data)
            chains = explain_all(data, result)
            printed = {line.code: line.amount_eur for line in result.lines}
            printed.update({item.letter: item.amount_eur for item in result.subtotals})
            printed.update(
                base=result.indirect_base,
                total=result.total_eur,
                contribution=result.max_contribution_eur,
                requested=D("50000.00"),
                own_funding=result.own_funding_eur,
            )
            self.assertEqual({key: steps[-1].result for key, steps in chains.items()}, printed)

"""The statement against a second, independent way of working it out, on made-up input."""

import random
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

from odoo.tests import BaseCase, tagged

from odoo.addons.biginn_cluster.tests.properties import given, st, tries
from odoo.addons.biginn_reports.rules.explain import explain_all
from odoo.addons.biginn_reports.rules.money import portions, share
from odoo.addons.biginn_reports.rules.statement import (
    Category,
    Item,
    Scheme,
    StatementInput,
    compute,
)

from .rules_common import many

CODES = ("A.1", "A.2", "B", "C", "D.1", "D.3", "F")


def cents(value):
    """Independent rounding: whole cents, ties away from zero, by integer arithmetic."""
    doubled = abs(Fraction(value)) * 200
    whole = (doubled.numerator + doubled.denominator) // (2 * doubled.denominator)
    return -whole if value < 0 else whole


def second_way(data):
    """The statement in whole cents and fractions, written down from the domain text alone."""
    local, nominal = defaultdict(int), defaultdict(int)
    for item in data.items:
        if item.amount_local is not None:
            local[item.category] += cents(Fraction(item.amount_local) * Fraction(item.fraction))
        if item.amount_eur is not None:
            nominal[item.category] += cents(Fraction(item.amount_eur) * Fraction(item.fraction))
    rate = Fraction(data.fx_rate or 1)
    eur, base, by_rate = {}, 0, defaultdict(int)
    for category in data.scheme.categories:
        if category.form == "flat":
            continue
        code = category.code
        eur[code] = (
            nominal[code]
            if category.form in ("unit", "lump")
            else cents(Fraction(local[code], 100) / rate)
        )
        base += eur[code] if category.in_indirect_base else 0
    eur["E"] = cents(Fraction(base, 100) * Fraction(data.scheme.indirect_rate))
    for category in data.scheme.categories:
        own = category.reimbursement_rate
        own = data.scheme.reimbursement_rate if own is None else own
        by_rate[Fraction(own)] += eur[category.code]
    total = sum(eur.values())
    contribution = sum(cents(Fraction(amount, 100) * own) for own, amount in by_rate.items())
    cap = data.max_contribution
    requested = contribution if cap is None else min(contribution, cents(Fraction(cap)))
    return {
        **eur,
        "base": base,
        "total": total,
        "contribution": contribution,
        "requested": requested,
        "own": total - requested,
    }


def in_cents(result):
    printed = {line.code: int(line.amount_eur * 100) for line in result.lines}
    return {
        **printed,
        "base": int(result.indirect_base * 100),
        "total": int(result.total_eur * 100),
        "contribution": int(result.max_contribution_eur * 100),
        "requested": int(result.requested_eur * 100),
        "own": int(result.own_funding_eur * 100),
    }


money = st.decimals(-10_000_000, 10_000_000, places=2, allow_nan=False)
rates = st.decimals(0, 1, places=4, allow_nan=False)
fractions = st.one_of(st.just(Decimal(1)), st.decimals(0, 1, places=4, allow_nan=False))


@st.composite
def schemes(draw):
    categories = [
        Category(
            code,
            draw(st.sampled_from(["unit", "lump"])) if code == "F" else "actual",
            draw(st.booleans()),
            draw(st.one_of(st.none(), rates)),
        )
        for code in CODES
    ]
    categories.append(Category("E", "flat"))
    return Scheme(tuple(categories), draw(rates), draw(rates))


@st.composite
def inputs(draw, size=25):
    items = []
    for index in range(draw(st.integers(0, size))):
        code = draw(st.sampled_from(CODES))
        amount, fraction = draw(money), draw(fractions)
        eur = amount if code == "F" else None
        local = None if code == "F" else amount
        items.append(Item(index, code, local, eur, fraction))
    rate = st.decimals("0.0001", "20000", places=6, allow_nan=False)
    return StatementInput(
        tuple(items),
        draw(schemes()),
        draw(st.one_of(st.none(), rate)),
        draw(st.one_of(st.none(), st.decimals(0, 1_000_000, places=2, allow_nan=False))),
    )


trying = tries(60, 1500)


@tagged("post_install", "-at_install")
class TestStatementProperties(BaseCase):
    @trying
    @given(inputs())
    def test_second_way_gives_the_same(self, data):
        self.assertEqual(in_cents(compute(data)), second_way(data))

    @trying
    @given(inputs(), st.integers(0, 10_000))
    def test_order_of_items_does_not_matter(self, data, seed):
        shuffled = list(data.items)
        random.Random(seed).shuffle(shuffled)
        other = StatementInput(tuple(shuffled), data.scheme, data.fx_rate, data.max_contribution)
        self.assertEqual(in_cents(compute(other)), in_cents(compute(data)))

    @trying
    @given(inputs(), money, st.sampled_from([code for code in CODES if code != "F"]))
    def test_an_item_and_its_credit_change_nothing(self, data, amount, code):
        pair = (Item("in", code, amount), Item("out", code, -amount))
        more = StatementInput(data.items + pair, data.scheme, data.fx_rate, data.max_contribution)
        self.assertEqual(in_cents(compute(more)), in_cents(compute(data)))

    @trying
    @given(inputs())
    def test_every_total_is_the_sum_of_what_is_printed_above(self, data):
        result = compute(data)
        for line in result.lines:
            listed = [item for item in result.items if item.category == line.code]
            if line.form != "flat":
                self.assertEqual(sum(item.amount_eur for item in listed), line.amount_eur)
            if line.amount_local is not None:
                self.assertEqual(sum(item.amount_local for item in listed), line.amount_local)
        for letter in result.subtotals:
            lines = [line for line in result.lines if line.letter == letter.letter]
            self.assertEqual(sum(line.amount_eur for line in lines), letter.amount_eur)
            self.assertEqual(sum(line.contribution for line in lines), letter.contribution)
        self.assertEqual(sum(s.amount_eur for s in result.subtotals), result.total_eur)
        self.assertEqual(result.direct_eur + result.indirect_eur, result.total_eur)
        self.assertEqual(
            sum(line.contribution for line in result.lines), result.max_contribution_eur
        )
        self.assertEqual(result.requested_eur + result.own_funding_eur, result.total_eur)
        self.assertLessEqual(result.requested_eur, result.max_contribution_eur)

    @trying
    @given(inputs(size=8))
    def test_explanations_end_in_what_is_printed(self, data):
        result = compute(data)
        chains = explain_all(data, result)
        for line in result.lines:
            self.assertEqual(chains[line.code][-1].result, line.amount_eur)
        self.assertEqual(chains["total"][-1].result, result.total_eur)
        for steps in chains.values():
            for step in steps:
                if step.unrounded is not None:
                    self.assertEqual(cents(Fraction(step.unrounded)), step.result * 100)

    @trying
    @given(money, st.lists(money, min_size=1, max_size=20))
    def test_share(self, total, weights):
        parts = share(total, weights)
        self.assertEqual(sum(parts), total)
        whole = sum(map(Fraction, weights))
        if not whole:
            return
        largest = max(range(len(weights)), key=lambda index: (abs(weights[index]), -index))
        for index, (part, weight) in enumerate(zip(parts, weights, strict=True)):
            if index != largest:
                self.assertEqual(part * 100, cents(Fraction(total) * Fraction(weight) / whole))

    @trying
    @given(money, st.lists(fractions, max_size=6))
    def test_portions(self, amount, cut):
        parts = portions(amount, cut) if cut or not amount else []
        if cut:
            self.assertEqual(sum(parts) * 100, cents(Fraction(amount) * sum(map(Fraction, cut))))


@tagged("post_install", "-at_install")
class TestManyItems(BaseCase):
    def test_twenty_thousand_items(self):
        chance = random.Random(101037928)
        items = tuple(
            Item(index, chance.choice(CODES[:-1]), Decimal(chance.randint(-500, 99_999)) / 100)
            for index in range(many(5000, 20_000))
        )
        categories = tuple(Category(code) for code in CODES) + (Category("E", "flat"),)
        scheme = Scheme(categories, Decimal("0.07"), Decimal("0.75"))
        data = StatementInput(items, scheme, Decimal("7.4393"))
        self.assertEqual(in_cents(compute(data)), second_way(data))

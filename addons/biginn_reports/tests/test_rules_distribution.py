"""Analytic distribution: never more than the cost, no cent lost between grants."""

import random
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ..rules.distribution import Slice, distribute

D = Decimal


def one(percent, plans="P", account=None):
    return Slice(D(percent) / 100, frozenset(plans), account)


@tagged("post_install", "-at_install")
class TestDistribution(BaseCase):
    def amounts(self, amount, *slices):
        return {part.account: part.amount for part in distribute(D(amount), slices).portions}

    def test_beside_each_other(self):
        self.assertEqual(
            self.amounts("1000", one(60, account="a"), one(40)), {"a": D("600.00")}
        )

    def test_cents_between_two_grants(self):
        """Two statements of two grants together declare the whole cost."""
        first = self.amounts("0.05", one(50, account="a"), one(50))
        second = self.amounts("0.05", one(50), one(50, account="b"))
        self.assertEqual(first["a"] + second["b"], D("0.05"))

    def test_over_each_other(self):
        found = distribute(
            D(500), [one(60, "P", "a"), one(40, "P"), one(100, "G", "b")]
        )
        self.assertEqual([(part.account, part.amount) for part in found.portions], [("b", 500)])
        self.assertTrue(found.twice)

    def test_slices_sharing_a_plan(self):
        """`1,7: 30 %` beside `1: 70 %` is no doubling."""
        found = distribute(D(1000), [one(30, "PG", "g"), one(70, "P")])
        self.assertEqual([(part.account, part.amount) for part in found.portions], [("g", 300)])
        self.assertFalse(found.twice)

    def test_nothing_of_ours(self):
        self.assertEqual(distribute(D(1000), [one(100)]).portions, ())

    def test_never_more_than_the_cost(self):
        dice = random.Random(19)
        for _round in range(2000):
            amount = D(dice.randint(-100000, 100000)) / 100
            slices = [
                one(dice.randint(0, 120), dice.choice(("P", "G", "PG")), dice.choice("ab") + "c")
                if dice.random() < 0.6 else one(dice.randint(0, 100), dice.choice("PG"))
                for _slice in range(dice.randint(1, 5))
            ]
            found = distribute(amount, slices)
            with self.subTest(amount=amount, slices=slices):
                total = sum((part.amount for part in found.portions), D(0))
                # a cent of rounding may go to the largest slice
                self.assertLessEqual(abs(total), abs(amount) + D("0.02"))
                self.assertLessEqual(sum(part.fraction for part in found.portions), 1)

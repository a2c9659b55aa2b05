from datetime import date
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from odoo.addons.biginn_cluster.tests.properties import given, st, steady

from ..rules.travel import (
    Factor,
    Leg,
    factor_in_force,
    footprint,
    is_green,
    leg_kg,
    main_mode,
    remaining_km,
)

DAY = date(2023, 5, 8)
FACTORS = [
    Factor("plane", Decimal(97), date(2010, 1, 1), date(2024, 12, 31)),
    Factor("plane", Decimal("125.76"), date(2025, 1, 1)),
    Factor("train", Decimal(57), date(2010, 1, 1)),
    Factor("bicycle", Decimal(0), date(2010, 1, 1)),
]
GREEN = {"train", "bicycle"}
MODES = ["plane", "train", "bicycle"]

kilometres = st.decimals(min_value=0, max_value=20_000, places=1)
legs = st.lists(
    st.builds(Leg, st.sampled_from(MODES), kilometres, st.integers(min_value=1, max_value=30)),
    max_size=8,
)


@tagged("post_install", "-at_install")
class TestRulesTravel(BaseCase):
    def test_legs(self):
        for mode, km, people, day, expected in (
            ("plane", "1626.4", 1, DAY, "157.76"),  # 97 g x 1626.4 km
            ("plane", "1626.4", 3, DAY, "473.28"),
            ("plane", "1626.4", 1, date(2025, 1, 1), "204.54"),
            ("plane", "1626.4", 1, date(2024, 12, 31), "157.76"),
            ("train", "1000", 2, DAY, "114.00"),
            ("bicycle", "50", 1, DAY, "0.00"),
            ("plane", "0", 1, DAY, "0.00"),
            ("balloon", "0", 1, DAY, "0.00"),
            ("balloon", "10", 1, DAY, None),
            ("plane", "10", 1, date(2009, 12, 31), None),
            # half up: 97 g x 0.5 km = 0.0485, and 57 g x 0.5 km x 10 = 0.285
            ("plane", "0.5", 1, DAY, "0.05"),
            ("train", "0.5", 10, DAY, "0.29"),
        ):
            with self.subTest(mode=mode, km=km, people=people, day=day):
                leg = Leg(mode, Decimal(km), people)
                kg = leg_kg(leg, factor_in_force(FACTORS, mode, day))
                self.assertEqual(kg, expected and Decimal(expected))

    def test_the_youngest_factor_in_force(self):
        found = factor_in_force(
            [*FACTORS, Factor("plane", Decimal(1), date(2020, 1, 1))], "plane", DAY
        )
        self.assertEqual(found.grams, 1)

    def test_a_journey(self):
        journey = [Leg("plane", Decimal(1600), 2), Leg("train", Decimal(300), 2)]
        result = footprint(journey, FACTORS, DAY)
        self.assertEqual(result.legs, (Decimal("310.40"), Decimal("34.20")))
        self.assertEqual(result.kg, Decimal("344.60"))
        self.assertEqual(result.missing, ())

    def test_an_unknown_factor_gives_no_sum_rather_than_a_wrong_one(self):
        journey = [
            Leg("plane", Decimal(100)),
            Leg("balloon", Decimal(5)),
            Leg("balloon", Decimal(6)),
        ]
        result = footprint(journey, FACTORS, DAY)
        self.assertIsNone(result.kg)
        self.assertEqual(result.missing, ("balloon",))
        self.assertIsNone(footprint([], FACTORS, DAY).kg, "nobody has said anything yet")

    def test_green(self):
        for kilometres_, threshold, expected in (
            ([("train", 500), ("plane", 500)], 50, True),
            ([("train", 499), ("plane", 501)], 50, False),
            ([("train", 400), ("bicycle", 100), ("plane", 500)], 50, True),
            ([("train", 999), ("plane", 1)], 100, False),
            ([("train", 999)], 100, True),
            ([("plane", 10)], 0, False),
            ([("train", 0)], 0, False),
            ([], 50, False),
        ):
            journey = [Leg(mode, Decimal(km)) for mode, km in kilometres_]
            with self.subTest(journey=kilometres_, threshold=threshold):
                self.assertIs(is_green(journey, GREEN, Decimal(threshold)), expected)

    def test_people_weigh(self):
        journey = [Leg("train", Decimal(100), 3), Leg("plane", Decimal(200), 1)]
        self.assertTrue(is_green(journey, GREEN, Decimal(50)))
        self.assertEqual(main_mode(journey), "train")

    def test_main_mode(self):
        self.assertIsNone(main_mode([]))
        self.assertIsNone(main_mode([Leg("train", Decimal(0))]))
        tie = [Leg("plane", Decimal(5)), Leg("train", Decimal(3)), Leg("train", Decimal(2))]
        self.assertEqual(main_mode(tie), "plane", "of equals the first")

    def test_what_is_left_of_the_way(self):
        for distance, kms, expected in (
            ("813.2", [], "1626.4"),
            ("813.2", ["1000"], "626.4"),
            ("813.2", ["2000"], "0"),
            (None, [], "0"),
            ("0", ["10"], "0"),
        ):
            with self.subTest(distance=distance, kms=kms):
                left = remaining_km(distance and Decimal(distance), [Decimal(km) for km in kms])
                self.assertEqual(left, Decimal(expected))

    # -- properties ------------------------------------------------------------------

    @steady
    @given(legs)
    def test_the_column_adds_up_and_is_never_negative(self, journey):
        result = footprint(journey, FACTORS, DAY)
        if journey:
            self.assertEqual(result.kg, sum(result.legs))
            self.assertGreaterEqual(result.kg, 0)

    @steady
    @given(legs, st.sampled_from(MODES), kilometres)
    def test_going_further_never_emits_less(self, journey, mode, km):
        before = footprint(journey, FACTORS, DAY).kg or Decimal(0)
        after = footprint([*journey, Leg(mode, km)], FACTORS, DAY).kg
        self.assertGreaterEqual(after, before)

    @steady
    @given(legs)
    def test_order_does_not_matter_for_the_sum_nor_for_green(self, journey):
        self.assertEqual(
            footprint(journey, FACTORS, DAY).kg, footprint(journey[::-1], FACTORS, DAY).kg
        )
        self.assertEqual(
            is_green(journey, GREEN, Decimal(50)), is_green(journey[::-1], GREEN, Decimal(50))
        )

    @steady
    @given(legs, st.integers(min_value=0, max_value=100), st.integers(min_value=0, max_value=100))
    def test_a_lower_threshold_never_takes_green_away(self, journey, one, other):
        low, high = sorted((Decimal(one), Decimal(other)))
        if is_green(journey, GREEN, high):
            self.assertTrue(is_green(journey, GREEN, low))

    @steady
    @given(st.decimals(min_value=0, max_value=20_000, places=1), st.lists(kilometres, max_size=5))
    def test_the_default_never_passes_the_way(self, distance, kms):
        left = remaining_km(distance, kms)
        self.assertGreaterEqual(left, 0)
        self.assertLessEqual(left, 2 * distance)
        if left:
            self.assertEqual(left + sum(kms), 2 * distance)

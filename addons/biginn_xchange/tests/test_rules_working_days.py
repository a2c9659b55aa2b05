from datetime import date, timedelta

from odoo.tests import tagged
from odoo.tests.common import BaseCase

from odoo.addons.biginn_cluster.tests.properties import given, st, steady
from odoo.addons.biginn_xchange.rules import distance, working_days

MONDAY = date(2023, 5, 8)


def day(offset):
    return MONDAY + timedelta(days=offset)


@tagged("post_install", "-at_install")
class TestWorkingDaysRule(BaseCase):
    def test_counting(self):
        friday, saturday, sunday, next_monday = day(4), day(5), day(6), day(7)
        for start, end, options, expected in [
            (MONDAY, MONDAY, {}, 1),
            (MONDAY, friday, {}, 5),
            (MONDAY, sunday, {}, 5),
            (saturday, sunday, {}, 0),
            (friday, next_monday, {}, 2),
            (MONDAY, day(13), {}, 10),
            (MONDAY, friday, {"holidays": {day(1)}}, 4),
            (MONDAY, sunday, {"holidays": {saturday}}, 5),
            (MONDAY, friday, {"travel_days": {MONDAY, friday}}, 3),
            (MONDAY, friday, {"travel_days": {MONDAY}, "holidays": {MONDAY}}, 4),
            (MONDAY, sunday, {"weekend": {4, 5}}, 5),
            (friday, MONDAY, {}, 0),
        ]:
            with self.subTest(start=start, end=end, options=options):
                self.assertEqual(working_days.working_days(start, end, **options), expected)

    def test_stay_days(self):
        self.assertEqual(working_days.stay_days(MONDAY, day(30)), 31)
        self.assertEqual(working_days.stay_days(MONDAY, day(30), {MONDAY}), 30)
        self.assertEqual(working_days.stay_days(MONDAY, day(30), {day(-1)}), 31)

    @steady
    @given(
        st.dates(date(2020, 1, 1), date(2035, 12, 31)),
        st.integers(0, 60),
        st.sets(st.integers(0, 60)),
        st.sets(st.integers(0, 60)),
    )
    def test_properties(self, start, length, holidays, travel):
        end = start + timedelta(days=length)
        off = {start + timedelta(days=offset) for offset in holidays}
        trips = {start + timedelta(days=offset) for offset in travel}
        plain = working_days.working_days(start, end)
        counted = working_days.working_days(start, end, off, trips)
        self.assertLessEqual(counted, plain)
        self.assertLessEqual(plain, length + 1)
        self.assertGreaterEqual(plain, (length + 1) // 7 * 5)
        split = start + timedelta(days=length // 2)
        parts = working_days.working_days(start, split, off, trips) + working_days.working_days(
            split + timedelta(days=1), end, off, trips
        )
        self.assertEqual(parts, counted, "a stay is the sum of its parts")


@tagged("post_install", "-at_install")
class TestDistanceRule(BaseCase):
    def test_known_distances(self):
        # Reference distances from the haversine formula on the cities' coordinates.
        vilnius, copenhagen, madrid = (54.6872, 25.2797), (55.6761, 12.5683), (40.4168, -3.7038)
        for a, b, expected in [
            (vilnius, copenhagen, 815),
            (copenhagen, madrid, 2073),
            (vilnius, vilnius, 0),
            ((0, 0), (0, 180), 20015),
        ]:
            with self.subTest(a=a, b=b):
                self.assertAlmostEqual(distance.great_circle_km(*a, *b), expected, delta=3)

    @steady
    @given(st.floats(-90, 90), st.floats(-180, 180), st.floats(-90, 90), st.floats(-180, 180))
    def test_symmetric_and_on_earth(self, lat_a, lon_a, lat_b, lon_b):
        there = distance.great_circle_km(lat_a, lon_a, lat_b, lon_b)
        self.assertAlmostEqual(there, distance.great_circle_km(lat_b, lon_b, lat_a, lon_a), 1)
        self.assertTrue(0 <= there <= 20016)

from datetime import date, datetime, timedelta

from odoo.tests import tagged
from odoo.tests.common import BaseCase

from odoo.addons.biginn_cluster.tests.properties import given, st, steady
from odoo.addons.biginn_xchange.rules import agenda_move, local_time
from odoo.addons.biginn_xchange.rules.agenda_check import Item

COPENHAGEN = "Europe/Copenhagen"
ZONES = st.sampled_from(
    [COPENHAGEN, "Europe/Madrid", "Europe/Vilnius", "America/St_Johns", "Asia/Tokyo", "UTC"]
)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)
LENGTHS = st.integers(1, 14 * 60).map(lambda minutes: timedelta(minutes=minutes))


def skipped(local, zone):
    """Is this a clock that does not exist, or exists twice?"""
    utc = local_time.to_utc(local, zone)
    return local_time.to_local(utc, zone) != local or any(
        local_time.to_local(utc + timedelta(minutes=minutes), zone) == local
        for minutes in (-60, -30, 30, 60)
    )


@tagged("post_install", "-at_install")
class TestAgendaMoveRule(BaseCase):
    def test_nine_stays_nine_across_daylight_saving(self):
        # the clocks change on 26 March 2023 in Copenhagen: the Friday before to the Monday after
        start, stop = datetime(2023, 3, 24, 8), datetime(2023, 3, 24, 11)
        self.assertEqual(
            agenda_move.by_days(start, stop, 3, COPENHAGEN),
            (datetime(2023, 3, 27, 7), datetime(2023, 3, 27, 10)),
        )
        self.assertEqual(
            agenda_move.by_days(start, stop, 7 * 31, COPENHAGEN),
            (datetime(2023, 10, 27, 7), datetime(2023, 10, 27, 10)),
        )

    def test_nine_there_is_nine_here(self):
        start, stop = datetime(2023, 5, 22, 7), datetime(2023, 5, 22, 8)  # 09:00 in Copenhagen
        self.assertEqual(
            agenda_move.by_days(start, stop, 1, COPENHAGEN, "Europe/Vilnius"),
            (datetime(2023, 5, 23, 6), datetime(2023, 5, 23, 7)),
        )

    def test_into_the_skipped_hour(self):
        """02:30 to 03:10 does not exist on 26 March: it still lasts 40 minutes."""
        start, stop = datetime(2023, 3, 25, 1, 30), datetime(2023, 3, 25, 2, 10)
        begin, end = agenda_move.by_days(start, stop, 1, COPENHAGEN)
        self.assertEqual((begin, end - begin), (datetime(2023, 3, 26, 1, 30), stop - start))

    def test_out_of_the_hour_that_comes_twice(self):
        """From 02:50 to 02:10, twenty minutes later."""
        start, stop = datetime(2023, 10, 29, 0, 50), datetime(2023, 10, 29, 1, 10)
        begin, end = agenda_move.by_days(start, stop, 1, COPENHAGEN)
        self.assertEqual((begin, end - begin), (datetime(2023, 10, 30, 1, 50), stop - start))

    def test_minutes_pass_as_time_does(self):
        start, stop = datetime(2023, 3, 26, 0, 30), datetime(2023, 3, 26, 0, 45)  # 01:30
        begin, end = agenda_move.by_minutes(start, stop, 45, COPENHAGEN)
        self.assertEqual((begin, end - begin), (datetime(2023, 3, 26, 1, 15), stop - start))
        self.assertEqual(
            agenda_move.by_minutes(start, stop, 24 * 60 + 30, COPENHAGEN),
            (datetime(2023, 3, 27, 0, 0), datetime(2023, 3, 27, 0, 15)),
        )

    def test_who_follows(self):
        def item(key, day, hour):
            start = datetime(2023, 5, day, hour)
            return Item(key, start, start + timedelta(hours=1), date(2023, 5, day))

        items = [item(*one) for one in [("c", 22, 13), ("a", 22, 9), ("b", 22, 9), ("d", 23, 9)]]
        anchor = items[1]
        for values, keys in [
            ({}, ["c"]),
            ({"with_anchor": True}, ["a", "c"]),
            ({"across_days": True}, ["c", "d"]),
            ({"across_days": True, "with_anchor": True}, ["a", "c", "d"]),
        ]:
            with self.subTest(values=values):
                self.assertEqual(agenda_move.following(items, anchor, **values), keys)

    # -- properties ------------------------------------------------------------------

    @steady
    @given(MOMENTS, LENGTHS, st.integers(-800, 800), ZONES)
    def test_the_clock_stays(self, start, length, days, zone):
        stop = start + length
        begin, end = agenda_move.by_days(start, stop, days, zone)
        self.assertLess(begin, end)
        for before, after in ((start, begin), (stop, end)):
            wanted = local_time.to_local(before, zone) + timedelta(days=days)
            odd = [
                skipped(local_time.to_local(moment, zone) + timedelta(days=move), zone)
                for moment in (start, stop)
                for move in (0, days)
            ]
            if not any(odd):
                self.assertEqual(local_time.to_local(after, zone), wanted)
                back = agenda_move.by_days(begin, end, -days, zone)
                self.assertEqual(back, (start, stop))

    @steady
    @given(MOMENTS, LENGTHS, st.integers(-1439, 1439), ZONES)
    def test_a_delay_changes_no_length_and_can_be_taken_back(self, start, length, minutes, zone):
        begin, end = agenda_move.by_minutes(start, start + length, minutes, zone)
        self.assertEqual(end - begin, length)
        self.assertEqual(
            agenda_move.by_minutes(begin, end, -minutes, zone), (start, start + length)
        )

    @steady
    @given(st.lists(st.tuples(MOMENTS, LENGTHS), min_size=2, max_size=6), ZONES)
    def test_a_delay_of_less_than_a_day_keeps_the_order(self, spans, zone):
        moved = [
            agenda_move.by_minutes(start, start + length, 95, zone)[0] for start, length in spans
        ]
        order = sorted(range(len(spans)), key=lambda rank: spans[rank][0])
        self.assertEqual([moved[rank] for rank in order], sorted(moved))

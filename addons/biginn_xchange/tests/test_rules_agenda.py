from datetime import date, datetime, timedelta

from odoo.tests import tagged
from odoo.tests.common import BaseCase

from odoo.addons.biginn_cluster.tests.properties import given, st, steady
from odoo.addons.biginn_xchange.rules import local_time

VILNIUS = "Europe/Vilnius"


@tagged("post_install", "-at_install")
class TestLocalTimeRule(BaseCase):
    def test_summer_and_winter(self):
        for local, utc in [
            (datetime(2023, 7, 3, 9, 30), datetime(2023, 7, 3, 6, 30)),
            (datetime(2023, 1, 9, 9, 30), datetime(2023, 1, 9, 7, 30)),
            (datetime(2023, 7, 4, 0, 15), datetime(2023, 7, 3, 21, 15)),
        ]:
            with self.subTest(local=local):
                self.assertEqual(local_time.to_utc(local, VILNIUS), utc)
                self.assertEqual(local_time.to_local(utc, VILNIUS), local)

    def test_days_on_which_clocks_change(self):
        # 26 March 2023: 03:00 becomes 04:00 in Vilnius; 29 October 2023: 04:00 becomes 03:00.
        for local, utc, shown in [
            (datetime(2023, 3, 26, 2, 59), datetime(2023, 3, 26, 0, 59), None),
            (datetime(2023, 3, 26, 3, 30), datetime(2023, 3, 26, 1, 30), (4, 30)),
            (datetime(2023, 3, 26, 4, 0), datetime(2023, 3, 26, 1, 0), None),
            (datetime(2023, 10, 29, 3, 30), datetime(2023, 10, 29, 0, 30), None),
            (datetime(2023, 10, 29, 4, 0), datetime(2023, 10, 29, 2, 0), None),
        ]:
            with self.subTest(local=local):
                self.assertEqual(local_time.to_utc(local, VILNIUS), utc)
                back = local_time.to_local(utc, VILNIUS)
                self.assertEqual((back.hour, back.minute), shown or (local.hour, local.minute))

    def test_spans(self):
        day = date(2023, 7, 3)
        for start, stop, hours in [(9, 10.5, 1.5), (20, 0.5, 4.5), (20, 24, 4), (9, 9, 24)]:
            with self.subTest(start=start, stop=stop):
                begin, end = local_time.span_to_utc(day, start, stop, VILNIUS)
                self.assertEqual((end - begin) / timedelta(hours=1), hours)
        night = local_time.span_to_utc(date(2023, 10, 28), 23, 5, VILNIUS)
        self.assertEqual(night[1] - night[0], timedelta(hours=7), "the hour that comes twice")

    def test_span_that_ends_in_the_skipped_hour(self):
        begin, end = local_time.span_to_utc(date(2023, 3, 26), 3.5, 4, VILNIUS)
        self.assertEqual(
            (begin, end - begin), (datetime(2023, 3, 26, 1, 30), timedelta(minutes=30))
        )

    def test_offset_in_words(self):
        summer, winter = datetime(2023, 7, 3), datetime(2023, 1, 3)
        self.assertEqual(local_time.utc_offset(summer, VILNIUS), "UTC+03:00")
        self.assertEqual(local_time.utc_offset(winter, VILNIUS), "UTC+02:00")
        self.assertEqual(local_time.utc_offset(winter, "UTC"), "UTC+00:00")
        self.assertEqual(local_time.utc_offset(winter, "America/St_Johns"), "UTC-03:30")

    def test_zone_of_a_country(self):
        for code, zone in (
            ("LT", VILNIUS),
            ("ES", "Europe/Madrid"),
            ("CL", "America/Santiago"),
            ("XX", None),
            (False, None),
        ):
            with self.subTest(code=code):
                self.assertEqual(local_time.zone_of_country(code), zone)
        self.assertEqual(
            local_time.readable_zone(datetime(2023, 7, 3), VILNIUS), f"{VILNIUS} (UTC+03:00)"
        )

    @steady
    @given(
        st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)),
        st.sampled_from([VILNIUS, "Europe/Madrid", "America/St_Johns", "Asia/Tokyo", "UTC"]),
    )
    def test_there_and_back(self, utc, zone):
        """A time goes to the clock at the event and back, save in the hour that comes twice."""
        back = local_time.to_utc(local_time.to_local(utc, zone), zone)
        self.assertIn(utc - back, (timedelta(0), timedelta(hours=1)))

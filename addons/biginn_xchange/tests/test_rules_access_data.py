from datetime import date, datetime, timedelta
from unittest import TestCase

from odoo.addons.biginn_cluster.tests.properties import given, st, steady

from ..rules import access_data, local_time

ZONES = ("Europe/Copenhagen", "Europe/Madrid", "Europe/Vilnius", "America/New_York", "UTC")
TODAY = date(2023, 5, 1)


class TestRulesAccessData(TestCase):
    def test_deadline_is_the_end_of_a_day_at_the_event(self):
        # the visit is on 22 May at 9:00 in Vilnius (UTC+3)
        start = datetime(2023, 5, 22, 6)
        self.assertEqual(
            access_data.deadline(start, "Europe/Vilnius", 5), datetime(2023, 5, 17, 21)
        )
        self.assertEqual(access_data.deadline(start, "Europe/Madrid", 5), datetime(2023, 5, 17, 22))
        self.assertEqual(access_data.deadline(start, "Europe/Vilnius", 0), start)

    def test_deadline_over_the_change_of_clocks(self):
        start = datetime(2023, 3, 27, 7)  # Monday, 9:00 in Copenhagen, a day after the change
        self.assertEqual(
            access_data.deadline(start, "Europe/Copenhagen", 1), datetime(2023, 3, 26, 22)
        )
        self.assertEqual(
            access_data.deadline(start, "Europe/Copenhagen", 2), datetime(2023, 3, 25, 23)
        )

    def test_deleted_at_the_same_hour_by_the_clock(self):
        stop = datetime(2023, 3, 25, 11)  # 12:00 in Copenhagen, the day before the change
        for days, expected in (
            (0, stop),
            (1, datetime(2023, 3, 26, 10)),
            (2, datetime(2023, 3, 27, 10)),
        ):
            self.assertEqual(access_data.deleted_on(stop, "Europe/Copenhagen", days), expected)

    @steady
    @given(
        st.datetimes(datetime(2022, 1, 1), datetime(2030, 1, 1)),
        st.sampled_from(ZONES),
        st.integers(0, 60),
    )
    def test_deadline_before_the_visit_and_deletion_after_it(self, start, zone, days):
        due = access_data.deadline(start, zone, days)
        self.assertLessEqual(due, start)
        self.assertLessEqual(access_data.deadline(start, zone, days + 1), due)
        if due < start:
            self.assertEqual(local_time.to_local(due, zone).hour, 0)
        stop = start + timedelta(hours=2)
        self.assertGreaterEqual(access_data.deleted_on(stop, zone, days + 1), stop)

    def test_problems(self):
        visit = date(2023, 5, 22)
        for code, value, expected in (
            ("birth_date", date(1980, 2, 29), ""),
            ("birth_date", date(2023, 5, 2), "birth_date"),
            ("birth_date", date(1899, 1, 1), "birth_date"),
            ("document_expiry", date(2023, 5, 22), ""),
            ("document_expiry", date(2023, 5, 21), "expired"),
            ("document_number", "X 123-456/7", ""),
            ("document_number", "=1+1", "document_number"),
            ("document_number", "<script>", "document_number"),
            ("document_number", "Ž1234567", ""),
            ("family_name", "=cmd()", ""),
            ("document_number", "", ""),
            ("birth_date", None, ""),
        ):
            with self.subTest(code=code, value=value):
                self.assertEqual(access_data.problem(code, value, TODAY, visit), expected)
        self.assertEqual(access_data.problem("document_expiry", date(2020, 1, 1), TODAY, None), "")

    def test_state(self):
        needed = ("family_name", "document_number")
        for given_codes, expected in (
            ((), "missing"),
            (("birth_place",), "missing"),
            (("family_name",), "incomplete"),
            (("document_number", "family_name"), "complete"),
        ):
            self.assertEqual(access_data.state(given_codes, needed), expected)
        self.assertEqual(access_data.state(("family_name",), ()), "")
        self.assertEqual(
            access_data.missing(("given_names",), ("document_number", "family_name")),
            ("family_name", "document_number"),
        )

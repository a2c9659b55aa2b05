from datetime import datetime, timedelta

from odoo.tests import BaseCase

from odoo.addons.biginn_cluster.tests.properties import given, st, steady

from ..rules import feedback

END = datetime(2030, 5, 24, 14)
LAST = END + timedelta(days=30)
AFTER = END + timedelta(hours=1)
STATES = ("registered", "waiting", "attended", "absent", "cancelled")


def seat(state, is_taken=False, item=1, stop=END - timedelta(hours=5)):
    return feedback.Seat(item, state, stop, is_taken)


class TestRulesFeedback(BaseCase):
    def test_who_was_there(self):
        table = {
            ("attended", False): True,
            ("attended", True): True,
            ("registered", False): True,
            ("registered", True): False,
            ("waiting", False): False,
            ("waiting", True): False,
            ("absent", False): False,
            ("absent", True): False,
            ("cancelled", False): False,
            ("cancelled", True): False,
        }
        for (state, is_taken), expected in table.items():
            with self.subTest(state=state, is_taken=is_taken):
                self.assertIs(feedback.was_there(seat(state, is_taken)), expected)

    def test_what_and_when(self):
        there, gone = seat("attended", True), seat("absent", True)
        later = seat("registered", item=2, stop=END)
        table = (
            # seats, placement, now, items, the whole
            ([there, later], "placed", AFTER, [1, 2], True),
            ([there, later], "placed", END - timedelta(hours=6), [], False),
            ([there, later], "placed", END - timedelta(hours=5), [1], False),
            ([there, later], "placed", END, [1, 2], True),
            ([there], "placed", LAST - timedelta(seconds=1), [1], True),
            ([there], "placed", LAST, [], False),
            ([gone], "placed", AFTER, [], False),
            ([], "placed", AFTER, [], True),
            ([], "released", AFTER, [], False),
            ([there], "released", AFTER, [], False),
            ([there], "waiting", AFTER, [], False),
            ([there], "", AFTER, [], False),
        )
        for seats, placement, now, items, whole in table:
            with self.subTest(seats=seats, placement=placement, now=now):
                found = feedback.rateable(seats, placement, END, LAST, now)
                self.assertEqual(found, (items, whole))

    def test_until_by_the_clock_at_the_event(self):
        table = (
            # the end in UTC, zone, days, until in UTC
            (datetime(2030, 5, 24, 14), "Europe/Vilnius", 0, datetime(2030, 5, 24, 21)),
            (datetime(2030, 5, 24, 14), "Europe/Vilnius", 14, datetime(2030, 6, 7, 21)),
            # over the end of summer time
            (datetime(2030, 10, 25, 14), "Europe/Madrid", 14, datetime(2030, 11, 8, 23)),
            (datetime(2030, 5, 24, 22), "Europe/Copenhagen", 1, datetime(2030, 5, 26, 22)),
            (datetime(2030, 5, 24, 14), "Europe/Vilnius", -3, datetime(2030, 5, 24, 21)),
        )
        for end, zone, days, expected in table:
            with self.subTest(end=end, zone=zone, days=days):
                self.assertEqual(feedback.until(end, zone, days), expected)

    def test_reading(self):
        long = "x" * (feedback.TEXT_MAX + 1)
        table = {
            ("", ""): (0, "", ""),
            ("0", " good "): (0, "good", ""),
            ("5", "a\r\nb"): (5, "a\nb", ""),
            ("3", "a\x00b"): (3, "ab", ""),
            ("6", "kept"): (0, "kept", "rating"),
            ("-1", ""): (0, "", "rating"),
            ("٣", ""): (0, "", "rating"),
            ("four", ""): (0, "", "rating"),
            ("1" * 5000, ""): (0, "", "rating"),
            ("4", long): (4, long, "too_long"),
        }
        for (rating, text), expected in table.items():
            with self.subTest(rating=rating[:9], text=text[:9]):
                self.assertEqual(feedback.read(rating, text), expected)

    def test_strays(self):
        form = {"rating-1": "5", "rating-2": "4", "text-2": " ", "rating-3": "0", "csrf": "x"}
        self.assertEqual(feedback.strays(form, [1]), ["rating-2"])
        self.assertEqual(feedback.strays(form, [1, 2]), [])

    @steady
    @given(
        st.lists(st.tuples(st.sampled_from(STATES), st.booleans(), st.integers(-9, 9))),
        st.integers(-200, 1000),
    )
    def test_only_who_was_there_and_only_in_time(self, rows, hours):
        seats = [
            seat(state, is_taken, number, END - timedelta(hours=before))
            for number, (state, is_taken, before) in enumerate(rows)
        ]
        now = END + timedelta(hours=hours)
        items, whole = feedback.rateable(seats, "placed", END, LAST, now)
        for number in items:
            self.assertIn(seats[number].state, ("attended", "registered"))
            self.assertLessEqual(seats[number].stop, now)
        if items or whole:
            self.assertLess(now, LAST)
        if whole:
            self.assertGreaterEqual(now, END)

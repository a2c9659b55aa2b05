from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import combinations

from odoo.tests import tagged
from odoo.tests.common import BaseCase

from odoo.addons.biginn_cluster.tests.properties import given, st, tries
from odoo.addons.biginn_xchange.rules import agenda_check
from odoo.addons.biginn_xchange.rules.agenda_check import Agenda, Item, Place, Terms

DAY = date(2023, 5, 22)
TERMS = Terms(travel_minutes=10, travel_speed=40, meal_hours=5, meal_minutes=30)
LUND = Place("lund", site="ess", latitude=55.7349, longitude=13.2511, capacity=24)
HALL = Place("hall", site="ess", latitude=55.7349, longitude=13.2511, access_minutes=5)
TAASTRUP = Place("taastrup", site="dti", latitude=55.6622, longitude=12.2737)
SOMEWHERE = Place("somewhere")


def at(hour, day=DAY):
    return datetime(day.year, day.month, day.day) + timedelta(minutes=round(hour * 60))


def item(key, start, stop, day=DAY, **values):
    return Item(key, at(start, day), at(stop, day), day, **values)


def agenda(*items, **values):
    values = {"begin": at(6), "end": at(24 * 3), **values}
    return Agenda(items=tuple(items), **values)


def said(of, terms=TERMS):
    """{(item or day, code)} of an agenda."""
    return {
        (remark.item or remark.day, remark.finding.code) for remark in agenda_check.check(of, terms)
    }


@tagged("post_install", "-at_install")
class TestAgendaCheckRule(BaseCase):
    def test_nothing_to_say(self):
        self.assertEqual(said(agenda()), set())
        good = agenda(
            item("a", 9, 12, place=LUND, capacity=24),
            item("b", 12, 13, kind="break", place=LUND, counts=False),
            item("c", 13, 17, place=LUND),
            people=24,
        )
        self.assertEqual(said(good), set())

    def test_outside(self):
        for start, stop, code in [
            (5.5, 7, {("a", "begins_before")}),
            (6, 7, set()),
            (71, 72, set()),
            (71, 72.5, {("a", "ends_after")}),
        ]:
            with self.subTest(start=start):
                self.assertEqual(said(agenda(item("a", start, stop))), code)

    def test_overlaps(self):
        first = item("a", 9, 11, place=LUND, speakers=frozenset({7, 8}))
        cases = [
            # touching is no overlap
            (item("b", 11, 12, place=LUND, speakers=frozenset({7})), set()),
            (item("b", 10, 12, place=LUND), {"place_taken", "both_for_everybody"}),
            (item("b", 10, 12, place=HALL), {"both_for_everybody"}),
            (item("b", 10, 12, optional=True), {"chosen_meanwhile"}),
            (
                item("b", 10, 12, speakers=frozenset({8, 9})),
                {"speaker_taken", "both_for_everybody"},
            ),
        ]
        for second, codes in cases:
            with self.subTest(second=second):
                self.assertEqual(said(agenda(first, second)), {("b", code) for code in codes})
        two = [item("a", 9, 11, optional=True), item("b", 9, 11, optional=True)]
        self.assertEqual(said(agenda(*two)), set(), "a choice is no clash")

    def test_other_agendas_take_places_and_speakers(self):
        mine = item("a", 9, 11, place=LUND, speakers=frozenset({7}))
        for start in (8.5, 10):
            other = item("x", start, 12, place=LUND, speakers=frozenset({7}))
            found = agenda_check.check(agenda(mine, elsewhere=(other,)), TERMS)
            self.assertEqual(
                [(one.item, one.finding.code) for one in found],
                [("a", "place_taken"), ("a", "speaker_taken")],
            )
            self.assertEqual(found[0].finding.params, {"other": "x"})
        two = (item("x", 9, 10, place=HALL), item("y", 9, 10, place=HALL))
        self.assertEqual(said(agenda(mine, elsewhere=two)), set(), "theirs is their business")

    def test_minutes_between(self):
        # Lund to Taastrup: 61.8 km as the crow flies
        for origin, target, minutes in [
            (LUND, LUND, 0),
            (LUND, HALL, 5),
            (HALL, LUND, 0),
            (LUND, SOMEWHERE, 10),
            (LUND, TAASTRUP, 103),
            (replace(LUND, site=None), replace(HALL, site=None), 15),
        ]:
            with self.subTest(origin=origin.key, target=target.key):
                self.assertEqual(agenda_check.minutes_between(origin, target, TERMS)[0], minutes)

    def test_way_to_the_next(self):
        first = item("a", 9, 10, place=LUND)
        far = {("b", "too_far")}
        self.assertEqual(said(agenda(first, item("b", 11.5, 12, place=TAASTRUP))), far)
        self.assertEqual(said(agenda(first, item("b", 11.75, 12, place=TAASTRUP))), set())
        # the transfer that is planned is the time that there is
        ride = item("t", 10, 11.5, kind="travel", counts=False)
        self.assertEqual(said(agenda(first, ride, item("b", 11.5, 12, place=TAASTRUP))), far)
        # coffee without a place takes time, and is not to be had on the way
        coffee = item("c", 10, 10.25, kind="break", counts=False)
        self.assertEqual(said(agenda(first, coffee, item("b", 11.75, 12, place=TAASTRUP))), far)
        # another day is another journey
        tomorrow = item("b", 0.5, 1, day=DAY + timedelta(days=1), place=TAASTRUP)
        late = item("a", 23, 24, place=LUND)
        self.assertEqual(said(agenda(late, tomorrow)), set())

    def test_way_of_those_who_choose(self):
        north = item("n", 10, 11, place=TAASTRUP, optional=True)
        south = item("s", 10, 11, place=LUND, optional=True)
        before = item("a", 9, 10, place=LUND)
        after = item("z", 11.25, 12, place=LUND)
        self.assertEqual(
            said(agenda(before, north, south, after)), {("n", "too_far"), ("z", "too_far")}
        )
        again = item("m", 11, 12, place=LUND, optional=True)
        self.assertEqual(said(agenda(north, again)), set(), "not the same people's")

    def test_way_of_a_speaker(self):
        north = item("n", 10, 11, place=TAASTRUP, optional=True, speakers=frozenset({7}))
        south = item("s", 11.25, 12, place=LUND, optional=True, speakers=frozenset({7}))
        found = agenda_check.check(agenda(north, south), TERMS)
        self.assertEqual(
            [(one.item, one.finding.code) for one in found], [("s", "speaker_too_far")]
        )
        self.assertEqual(found[0].finding.params["speakers"], [7])
        found = agenda_check.check(agenda(north, elsewhere=(south,)), TERMS)
        self.assertEqual(
            [(one.item, one.finding.code) for one in found], [("n", "speaker_too_far")]
        )

    def test_capacity(self):
        for people, values, codes in [
            (24, {}, set()),
            (25, {}, {("a", "not_for_everybody")}),
            (25, {"optional": True}, set()),
            (0, {"capacity": 30}, {("a", "over_place")}),
            (0, {"capacity": 30, "optional": True}, {("a", "over_place")}),
            (20, {"capacity": 12}, {("a", "not_for_everybody")}),
            (20, {"capacity": 12, "optional": True}, set()),
        ]:
            with self.subTest(people=people, **values):
                of = agenda(item("a", 9, 10, place=LUND, **values), people=people)
                self.assertEqual(said(of), codes)

    def test_meals(self):
        morning = item("a", 8, 12)
        for others, codes in [
            ([], set()),
            ([item("b", 12, 13)], set()),
            ([item("b", 12, 13.25)], {("b", "no_meal")}),
            # an hour to oneself will do
            ([item("b", 12.5, 16)], set()),
            ([item("b", 12.25, 16)], {("b", "no_meal")}),
            # coffee is no meal, lunch is
            ([item("b", 12, 12.25, kind="break"), item("c", 12.25, 16)], {("c", "no_meal")}),
            ([item("b", 12, 12.5, kind="break"), item("c", 12.5, 17.5)], set()),
            # nor is the bus; but it is not the bus that has to change
            ([item("b", 12, 14, kind="travel"), item("c", 14, 15)], {("c", "no_meal")}),
            ([item("b", 12, 16, kind="travel")], set()),
            # once in a stretch
            ([item("b", 12, 14), item("c", 14, 16)], {("b", "no_meal")}),
        ]:
            with self.subTest(others=others):
                self.assertEqual(said(agenda(morning, *others)), codes)

    def test_hours(self):
        tomorrow = DAY + timedelta(days=1)
        free = item("a", 9, 10, kind="networking", counts=False)
        self.assertEqual(said(agenda(free)), {(None, "no_hours")})
        counted = item("b", 9, 10, day=tomorrow)
        self.assertEqual(said(agenda(free, counted)), {(DAY, "no_hours_that_day")})
        ride = item("a", 9, 10, kind="travel", counts=False)
        self.assertEqual(said(agenda(ride, counted)), set(), "a day of travel")

    # -- properties ------------------------------------------------------------------

    places = st.sampled_from([None, LUND, HALL, TAASTRUP, SOMEWHERE])
    programmes = st.lists(
        st.builds(
            lambda start, length, day, **values: item(
                0, start / 4, (start + length) / 4, DAY + timedelta(days=day), **values
            ),
            st.integers(0, 80),
            st.integers(1, 16),
            st.integers(0, 2),
            kind=st.sampled_from(["visit", "travel", "break", "networking"]),
            optional=st.booleans(),
            place=places,
            capacity=st.integers(0, 30),
            counts=st.booleans(),
            speakers=st.frozensets(st.integers(1, 4), max_size=2),
        ),
        max_size=8,
    ).map(lambda items: [replace(one, key=f"k{rank}") for rank, one in enumerate(items)])

    @tries(200, 2000)
    @given(programmes, st.randoms())
    def test_order_says_nothing(self, items, random):
        mixed = list(items)
        random.shuffle(mixed)
        self.assertEqual(
            agenda_check.check(agenda(*items, people=20), TERMS),
            agenda_check.check(agenda(*mixed, people=20), TERMS),
        )

    @tries(200, 2000)
    @given(programmes, st.integers(-400, 400))
    def test_the_week_says_nothing(self, items, days):
        """The same programme in another week has the same remarks."""
        later = timedelta(days=days)
        moved = [
            replace(one, start=one.start + later, stop=one.stop + later, day=one.day + later)
            for one in items
        ]
        of = agenda(*items)
        there = agenda(*moved, begin=of.begin + later, end=of.end + later)
        shape = [
            (one.item, one.finding.code, one.day and one.day + later)
            for one in agenda_check.check(of, TERMS)
        ]
        found = agenda_check.check(there, TERMS)
        self.assertEqual([(one.item, one.finding.code, one.day) for one in found], shape)

    @tries(200, 2000)
    @given(programmes, programmes)
    def test_every_clash_and_no_other_is_found(self, items, others):
        others = [replace(one, key=f"x{one.key}") for one in others]
        expected = set()
        everything = [(one, True) for one in items] + [(one, False) for one in others]
        for (one, own), (other, also) in combinations(everything, 2):
            if not (own or also) or one.start >= other.stop or other.start >= one.stop:
                continue
            pair = frozenset({one.key, other.key})
            if one.place and one.place == other.place:
                expected.add((pair, "place_taken"))
            if one.speakers & other.speakers:
                expected.add((pair, "speaker_taken"))
            if own and also and not (one.optional and other.optional):
                kinds = {one.optional, other.optional}
                expected.add(
                    (pair, "both_for_everybody" if kinds == {False} else "chosen_meanwhile")
                )
        codes = {code for _pair, code in expected} | {
            "place_taken", "speaker_taken", "both_for_everybody", "chosen_meanwhile"
        }  # fmt: skip
        found = [
            (frozenset({one.item, one.finding.params["other"]}), one.finding.code)
            for one in agenda_check.check(agenda(*items, elsewhere=tuple(others)), TERMS)
            if one.finding.code in codes
        ]
        self.assertEqual(len(found), len(set(found)), "each pair once")
        self.assertEqual(set(found), expected)

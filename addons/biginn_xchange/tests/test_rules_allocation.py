from collections import Counter
from dataclasses import replace
from datetime import timedelta

from odoo.tests import BaseCase, tagged

from odoo.addons.biginn_cluster.tests.properties import given, st, steady

from ..rules import allocation
from ..rules.allocation import (
    OFFERED,
    PLACED,
    RELEASED,
    REQUESTED,
    WAITING,
    Quota,
    Request,
    Terms,
    decide,
    in_the_way,
    move,
)
from .allocation_world import DAY, GROUPS, HAPPENINGS, HOUR, NOW, TERMS, World

TWO = Terms(capacity=2)


def asking(number, minutes=0, *groups, **values):
    asked_on = NOW - DAY + timedelta(minutes=minutes)
    return Request(number, asked_on=asked_on, groups=frozenset(groups), **values)


def waiting(number, rank, *groups, **values):
    return Request(number, WAITING, rank=rank, groups=frozenset(groups), **values)


def offered(number, until):
    return Request(number, OFFERED, rank=1, offer_until=until)


def placed(number, *groups):
    return Request(number, PLACED, groups=frozenset(groups))


def outcome(requests, terms, now=NOW):
    return [(one.number, one.placement, one.rank) for one in decide(requests, terms, now)]


@tagged("post_install", "-at_install")
class TestAllocation(BaseCase):
    def test_who_asks_first(self):
        requests = [asking(1, 3), asking(2, 1), asking(3, 2), asking(4, 2)]
        self.assertEqual(
            outcome(requests, TWO),
            [(2, PLACED, 0), (3, PLACED, 0), (4, WAITING, 1), (1, WAITING, 2)],
        )

    def test_without_limit_everybody_gets_a_place(self):
        self.assertEqual(
            outcome([asking(1), waiting(2, 7)], Terms()), [(2, PLACED, 0), (1, PLACED, 0)]
        )

    def test_who_waits_comes_before_who_asks(self):
        requests = [placed(1), asking(2), waiting(3, 9), waiting(4, 8)]
        self.assertEqual(outcome(requests, TWO), [(4, PLACED, 0), (2, WAITING, 10)])

    def test_nothing_to_do(self):
        self.assertEqual(outcome([placed(1), placed(2), waiting(3, 1)], TWO), [])
        self.assertEqual(outcome([], TWO), [])

    def test_a_smaller_room_takes_nothing_back(self):
        requests = [placed(1), placed(2), offered(3, NOW + HOUR), asking(4)]
        self.assertEqual(outcome(requests, Terms(capacity=1)), [(4, WAITING, 2)])

    def test_offers(self):
        terms = replace(TWO, offer_for=2 * DAY)
        requests = [placed(1), waiting(2, 1), waiting(3, 2)]
        [offer] = decide(requests, terms, NOW)
        self.assertEqual(offer, allocation.Decision(2, OFFERED, offer_until=NOW + 2 * DAY))
        held = [placed(1), offered(2, NOW + 2 * DAY), waiting(3, 2)]
        self.assertEqual(decide(held, terms, NOW + DAY), [])
        self.assertEqual(outcome(held, terms, NOW + 2 * DAY), [(2, RELEASED, 0), (3, OFFERED, 0)])

    def test_offers_end_when_the_agenda_begins(self):
        terms = replace(TWO, offer_for=2 * DAY, gives_until=NOW + DAY)
        [offer] = decide([waiting(2, 1)], terms, NOW)
        self.assertEqual(offer.offer_until, NOW + DAY)
        self.assertEqual(outcome([waiting(2, 1), asking(3)], terms, NOW + DAY), [(3, WAITING, 2)])

    def test_quotas(self):
        danes = Quota("country", "DK", 1)
        each = Quota("country", None, 2)
        terms = Terms(capacity=9, quotas=(each, danes))
        dk, lt = ("country", "DK"), ("country", "LT")
        requests = [
            placed(1, dk),
            waiting(2, 1, dk),
            asking(3, 1, lt),
            asking(4, 2, lt),
            asking(5, 3, lt),
            asking(6, 4),
        ]
        self.assertEqual(
            outcome(requests, terms),
            [(3, PLACED, 0), (4, PLACED, 0), (5, WAITING, 2), (6, PLACED, 0)],
        )

    def test_a_quota_of_nothing(self):
        terms = Terms(quotas=(Quota("organisation", 7, 0),))
        self.assertEqual(
            outcome([asking(1, 0, ("organisation", 7)), asking(2, 1)], terms),
            [(1, WAITING, 1), (2, PLACED, 0)],
        )

    def test_held_back(self):
        requests = [
            asking(1, 0, held_back=True),
            waiting(2, 1, held_back=True),
            asking(3, 1),
        ]
        self.assertEqual(outcome(requests, Terms(capacity=1)), [(3, PLACED, 0)])

    def test_seats_of_others(self):
        self.assertEqual(outcome([asking(1)], replace(TWO, seated=2)), [(1, WAITING, 1)])

    def test_by_hand(self):
        def why(requests, terms, number):
            return in_the_way(requests, terms, NOW, number)

        over = replace(TWO, gives_until=NOW)
        self.assertIsNone(why([placed(1), waiting(2, 1)], over, 2))
        self.assertEqual(
            why([placed(1), waiting(2, 1), waiting(3, 2)], over, 3),
            ("others_first", {"number": 2}),
        )
        self.assertEqual(
            why([placed(1), placed(2), waiting(3, 1)], over, 3), ("full", {"capacity": 2})
        )
        lt = ("country", "LT")
        terms = Terms(quotas=(Quota("country", "LT", 1),))
        self.assertEqual(
            why([placed(1, lt), waiting(2, 1, lt), asking(3)], terms, 2),
            ("quota", {"kind": "country", "key": "LT"}),
        )
        self.assertIsNone(why([placed(1, lt), waiting(2, 1, lt), asking(3)], terms, 3))
        self.assertEqual(why([asking(1, held_back=True)], TWO, 1), ("held_back", {}))

    def test_move(self):
        ranks = {10: 2, 11: 5, 12: 6, 13: 9}
        self.assertEqual(move(ranks, 12, 1), {12: 2, 10: 5, 11: 6})
        self.assertEqual(move(ranks, 10, 99), {11: 2, 12: 5, 13: 6, 10: 9})
        self.assertEqual(move(ranks, 11, 2), {})
        self.assertEqual(move(ranks, 10, -3), {})
        self.assertEqual(move({1: 4, 2: 4}, 2, 1), {1: 5})


@tagged("post_install", "-at_install")
class TestAllocationProperties(BaseCase):
    def run_world(self, terms, happenings):
        world = World(terms)
        for happening in happenings:
            before = {one.number: one for one in world.people.values()}
            order = [one.number for one in world.waiting()]
            world.happen(*happening)
            if happening[0] == "allocate":
                self.check_step(world, before, order)
        before = {one.number: one for one in world.people.values()}
        order = [one.number for one in world.waiting()]
        world.happen("allocate", None)
        self.check_step(world, before, order)
        self.check_end(world)
        return world

    def check_step(self, world, before, order):
        """Nothing given beyond what there is, and the list as it was but for who left it."""
        given = [
            one
            for number, one in world.people.items()
            if one.placement in (OFFERED, PLACED)
            and before[number].placement not in (OFFERED, PLACED)
        ]
        capacity = world.terms.capacity
        if given and capacity is not None:
            self.assertLessEqual(len(world.held()), capacity)
        counts = Counter(group for one in world.held() for group in one.groups)
        for group in {group for one in given for group in one.groups}:
            if world.limit(group) is not None:
                self.assertLessEqual(counts[group], world.limit(group))
        for one in given:
            self.assertFalse(one.held_back)
            ahead = order[: order.index(one.number)] if one.number in order else order
            for other in map(world.people.get, ahead):
                if other.placement == WAITING:
                    self.assertTrue(other.held_back or not world.fits(other, one), "passed over")
        after = [one.number for one in world.waiting()]
        stayed = [number for number in order if number in after]
        self.assertEqual(after[: len(stayed)], stayed, "new ones come behind")
        ranks = [one.rank for one in world.waiting()]
        self.assertEqual(len(ranks), len(set(ranks)))
        for number, one in before.items():
            if one.placement == PLACED:
                self.assertEqual(world.people[number].placement, PLACED)

    def check_end(self, world):
        """Everybody has an answer, nobody who fits is left without, and nothing is left to do."""
        self.assertEqual(decide(world.live(), world.terms, world.now), [])
        for one in world.people.values():
            if one.placement == REQUESTED:
                self.assertTrue(one.held_back)
            if one.placement == OFFERED:
                self.assertGreater(one.offer_until, world.now)
        until = world.terms.gives_until
        if until is None or world.now < until:
            for one in world.waiting():
                self.assertTrue(one.held_back or not world.fits(one), one)

    @steady
    @given(TERMS, HAPPENINGS)
    def test_whatever_happens(self, terms, happenings):
        self.run_world(terms, happenings)

    @steady
    @given(TERMS, st.lists(GROUPS, max_size=12), st.integers(0, 11), st.data())
    def test_nobody_is_passed_who_would_fit(self, terms, people, ahead, data):
        """Of two of the same groups the one who is ahead has its place first."""
        world = World(terms)
        for groups in people:
            world.happen("ask", groups, False)
        if not people:
            return
        first = world.people[ahead % len(people) + 1]
        world.happen("ask", first.groups, False)
        later = world.people[len(people) + 1]
        for _round in range(data.draw(st.integers(1, 6))):
            world.happen("allocate", data.draw(st.one_of(st.none(), st.integers(0, 3))))
            other = data.draw(st.integers(0, 30))
            one = world.pick(other, REQUESTED, WAITING, OFFERED, PLACED)
            if one and one.number not in (first.number, later.number):
                world.put(one, placement=RELEASED)
            if world.people[later.number].placement in (OFFERED, PLACED):
                self.assertIn(world.people[first.number].placement, (OFFERED, PLACED, RELEASED))

    @steady
    @given(TERMS, HAPPENINGS, st.lists(st.integers(1, 3), min_size=1, max_size=5))
    def test_in_pieces_it_is_the_same(self, terms, happenings, pieces):
        """Stopped after any decision and taken up again, it comes to the same."""
        whole, parts = World(terms), World(terms)
        for happening in happenings:
            for world in (whole, parts):
                world.happen(*happening)
        whole.happen("allocate", None)
        for piece in pieces:
            parts.happen("allocate", piece)
        parts.happen("allocate", None)
        self.assertEqual(
            {number: (one.placement, one.offer_until) for number, one in whole.people.items()},
            {number: (one.placement, one.offer_until) for number, one in parts.people.items()},
        )
        self.assertEqual(
            [one.number for one in whole.waiting()], [one.number for one in parts.waiting()]
        )

    @steady
    @given(TERMS, HAPPENINGS, st.integers(0, 30))
    def test_by_hand_agrees_with_what_is_given(self, terms, happenings, index):
        """By hand the one may be placed who is next to get a place anyway, and no other."""
        world = World(replace(terms, gives_until=None))
        for happening in happenings:
            world.happen(*happening)
        one = world.pick(index, REQUESTED, WAITING)
        if not one:
            return
        decisions = decide(world.live(), world.terms, world.now)
        gifts = [each.number for each in decisions if each.placement in (OFFERED, PLACED)]
        free = in_the_way(world.live(), world.terms, world.now, one.number) is None
        self.assertEqual(free, gifts[:1] == [one.number])

    @steady
    @given(
        st.dictionaries(st.integers(1, 30), st.integers(1, 50), min_size=1, max_size=12),
        st.data(),
    )
    def test_moving(self, ranks, data):
        number = data.draw(st.sampled_from(sorted(ranks)))
        place = data.draw(st.integers(-2, 15))

        def order(given):
            return sorted(given, key=lambda one: (given[one], one))

        changed = move(ranks, number, place)
        after = {**ranks, **changed}
        others = [one for one in order(ranks) if one != number]
        self.assertEqual([one for one in order(after) if one != number], others)
        self.assertEqual(order(after).index(number), min(max(place, 1), len(ranks)) - 1)
        self.assertEqual(len(set(after.values())), len(after))

"""An agenda in which things happen, for tests that try whatever order of them."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

from odoo.addons.biginn_cluster.tests.properties import st

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
    move,
)

NOW = datetime(2027, 3, 1, 12)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

GROUPS = st.tuples(
    st.sampled_from(["DK", "LT", "ES", None]), st.integers(min_value=1, max_value=4)
).map(
    lambda pair: frozenset(
        {("organisation", pair[1])} | ({("country", pair[0])} if pair[0] else set())
    )
)
QUOTAS = st.lists(
    st.one_of(
        st.builds(
            Quota, st.just("country"), st.sampled_from(["DK", "LT", None]), st.integers(0, 3)
        ),
        st.builds(Quota, st.just("organisation"), st.sampled_from([1, None]), st.integers(0, 3)),
    ),
    max_size=3,
    unique_by=lambda quota: (quota.kind, quota.key),
).map(tuple)
TERMS = st.builds(
    Terms,
    capacity=st.one_of(st.none(), st.integers(0, 5)),
    quotas=QUOTAS,
    offer_for=st.sampled_from([timedelta(), HOUR, DAY]),
    gives_until=st.sampled_from([None, NOW + 12 * HOUR]),
)
HAPPENINGS = st.lists(
    st.one_of(
        st.tuples(st.just("ask"), GROUPS, st.booleans()),
        st.tuples(st.sampled_from(["cancel", "accept", "mend"]), st.integers(0, 30)),
        st.tuples(st.just("move"), st.integers(0, 30), st.integers(1, 9)),
        st.tuples(st.just("pass"), st.integers(0, 26)),
        st.tuples(st.just("capacity"), st.one_of(st.none(), st.integers(0, 6))),
        # the allocator is stopped after so many decisions, or runs to its end
        st.tuples(st.just("allocate"), st.one_of(st.none(), st.integers(0, 3))),
    ),
    min_size=12,
    max_size=40,
)


class World:
    """An agenda in which things happen."""

    def __init__(self, terms):
        self.terms, self.now, self.people = terms, NOW, {}

    def happen(self, what, *values):
        getattr(self, f"on_{what}")(*values)

    def on_ask(self, groups, held_back):
        number = len(self.people) + 1
        self.people[number] = Request(number, asked_on=self.now, groups=groups, held_back=held_back)

    def pick(self, index, *placements):
        found = [one for one in self.people.values() if one.placement in placements]
        return found[index % len(found)] if found else None

    def put(self, one, **values):
        if one:
            self.people[one.number] = replace(one, **values)

    def on_cancel(self, index):
        self.put(self.pick(index, REQUESTED, WAITING, OFFERED, PLACED), placement=RELEASED)

    def on_accept(self, index):
        one = self.pick(index, OFFERED)
        if one and one.offer_until > self.now:
            self.put(one, placement=PLACED)

    def on_mend(self, index):
        self.put(self.pick(index, REQUESTED, WAITING), held_back=False)

    def on_move(self, index, place):
        if one := self.pick(index, WAITING):
            ranks = {each.number: each.rank for each in self.waiting()}
            for number, rank in move(ranks, one.number, place).items():
                self.put(self.people[number], rank=rank)

    def on_pass(self, hours):
        self.now += hours * HOUR

    def on_capacity(self, capacity):
        self.terms = replace(self.terms, capacity=capacity)

    def on_allocate(self, stop):
        for decision in decide(self.live(), self.terms, self.now)[:stop]:
            self.put(
                self.people[decision.number],
                placement=decision.placement,
                rank=decision.rank,
                offer_until=decision.offer_until,
            )

    def live(self):
        return [one for one in self.people.values() if one.placement != RELEASED]

    def waiting(self):
        found = [one for one in self.people.values() if one.placement == WAITING]
        return sorted(found, key=lambda one: one.rank)

    def held(self):
        return [one for one in self.people.values() if one.placement in (OFFERED, PLACED)]

    def limit(self, group):
        limits = {(quota.kind, quota.key): quota.seats for quota in self.terms.quotas}
        return limits.get(group, limits.get((group[0], None)))

    def fits(self, one, instead_of=None):
        """Whether there is a place for this one, counted anew."""
        held = [each for each in self.held() if each != instead_of]
        capacity = self.terms.capacity
        if capacity is not None and len(held) >= capacity:
            return False
        counts = Counter(group for each in held for group in each.groups)
        limits = {group: self.limit(group) for group in one.groups}
        return all(limit is None or counts[group] < limit for group, limit in limits.items())

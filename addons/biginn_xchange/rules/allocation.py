"""Who gets a place at an agenda, or a seat at one of its items; who waits, and where in the list.

One step, from what stands to what is to be done: `decide` reads all requests of one agenda (or of
one item) and says what changes. It is asked again after whatever happens, so nothing else has to
know what follows from a cancellation, an offer that ran out or a larger room.

What holds after every step, whatever came before:
- places held (given or offered) never grow beyond the capacity or a quota;
- nobody gets a place that somebody ahead could have had: those who wait come first, in their
  order, then those who have just asked, in the order of asking; who is kept back by a quota is
  passed over and stays where it is;
- the list keeps its order; nobody is left without an answer;
- what has been given or offered is not taken back when the room becomes smaller.

Each beginning of the list of decisions is a step of its own: it can be stored piece by piece.

Source: the terms are this project's own (no published text says how places are given at group
missions); clusterxchange.md 17 for their size, some twenty guests from several countries.
Times are naive UTC.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

REQUESTED = "requested"
WAITING = "waiting"
OFFERED = "offered"
PLACED = "placed"
RELEASED = "released"


@dataclass(frozen=True)
class Request:
    """One person who asks for, waits for or has a place.

    number       who it is; of two who asked at the same moment the smaller one comes first
    rank         order on the waiting list; means nothing unless waiting
    offer_until  when an offer ends
    groups       (kind, key) of each group whose places are counted, one key for each kind
    held_back    something else is in the way: gets no place, and no answer, until that is mended
    """

    number: int
    placement: str = REQUESTED
    asked_on: datetime = datetime.min
    rank: int = 0
    offer_until: datetime | None = None
    groups: frozenset = frozenset()
    held_back: bool = False


@dataclass(frozen=True)
class Quota:
    """At most so many places for one key of a kind; without a key, for each that has no own."""

    kind: str
    key: object
    seats: int


@dataclass(frozen=True)
class Terms:
    """On which terms places are given.

    capacity     how many places there are; None for no limit
    offer_for    how long who waits may think about a place; zero: gets it without being asked
    gives_until  from then on nothing is given any more; None for no end
    seated       places held by people who are not among the requests
    """

    capacity: int | None = None
    quotas: tuple = ()
    offer_for: timedelta = timedelta()
    gives_until: datetime | None = None
    seated: int = 0


@dataclass(frozen=True)
class Decision:
    """What becomes of one request."""

    number: int
    placement: str
    rank: int = 0
    offer_until: datetime | None = None


class _House:
    """The places that are held, and whether one more may be."""

    def __init__(self, holders, terms):
        self.capacity = terms.capacity
        self.limits = {(quota.kind, quota.key): quota.seats for quota in terms.quotas}
        self.held = terms.seated
        self.held_by = Counter()
        for holder in holders:
            self.take(holder)

    def take(self, request):
        self.held += 1
        self.held_by.update(request.groups)

    def is_full(self):
        return self.capacity is not None and self.held >= self.capacity

    def spent_quota(self, request):
        """(kind, key) of a group that has all the places it may have; None when none has."""
        for kind, key in sorted(request.groups, key=str):
            limit = self.limits.get((kind, key), self.limits.get((kind, None)))
            if limit is not None and self.held_by[kind, key] >= limit:
                return kind, key
        return None

    def has_room(self, request):
        return not self.is_full() and self.spent_quota(request) is None


def decide(requests, terms, now):
    """What changes now, in the order in which it is to be done."""
    expired = [one for one in requests if _is_expired(one, now)]
    decisions = [Decision(one.number, RELEASED) for one in expired]
    house = _House(_holders(requests, now), terms)
    is_open = terms.gives_until is None or now < terms.gives_until
    last_rank = max((one.rank for one in requests), default=0)
    for request in queue(requests):
        if is_open and not request.held_back and house.has_room(request):
            house.take(request)
            decisions.append(_gift(request, terms, now))
        elif request.placement == REQUESTED and not request.held_back:
            last_rank += 1
            decisions.append(Decision(request.number, WAITING, rank=last_rank))
    return decisions


def queue(requests):
    """Those without a place in the order in which places are given."""
    waiting = [one for one in requests if one.placement == WAITING]
    asking = [one for one in requests if one.placement == REQUESTED]
    return [
        *sorted(waiting, key=lambda one: (one.rank, one.number)),
        *sorted(asking, key=lambda one: (one.asked_on, one.number)),
    ]


def _holders(requests, now):
    return [
        one
        for one in requests
        if one.placement == PLACED or (one.placement == OFFERED and not _is_expired(one, now))
    ]


def _is_expired(request, now):
    return request.placement == OFFERED and request.offer_until <= now


def _gift(request, terms, now):
    """Who has just asked is placed; who has waited is asked first, if there is time to answer."""
    if request.placement != WAITING or not terms.offer_for:
        return Decision(request.number, PLACED)
    until = now + terms.offer_for
    if terms.gives_until is not None:
        until = min(until, terms.gives_until)
    return Decision(request.number, OFFERED, offer_until=until)


# ----------------------------------------------------------------------
# By hand
# ----------------------------------------------------------------------

FULL = "full"
QUOTA = "quota"
OTHERS_FIRST = "others_first"
HELD_BACK = "held_back"


def in_the_way(requests, terms, now, number):
    """Why this person cannot be given a place by hand now: (code, parameters), or None.

    Whoever stands at the door may get in at any time, also when nothing is given by itself any
    more, but not past somebody who waits and would fit.
    """
    house = _House(_holders(requests, now), terms)
    for request in queue(requests):
        if request.number == number:
            return _obstacle(house, request)
        if not request.held_back and house.has_room(request):
            return OTHERS_FIRST, {"number": request.number}
    return None


def _obstacle(house, request):
    if request.held_back:
        return HELD_BACK, {}
    if house.is_full():
        return FULL, {"capacity": house.capacity}
    spent = house.spent_quota(request)
    return (QUOTA, {"kind": spent[0], "key": spent[1]}) if spent else None


def move(ranks, number, place):
    """Put one to another place of the list; the others keep their order.

    :param dict ranks: {number: rank} of all who wait
    :param int place: 1 is the first; beyond the end is the end
    :return: {number: rank} of those whose rank changes
    """
    order = sorted(ranks, key=lambda one: (ranks[one], one))
    order.remove(number)
    order.insert(max(place, 1) - 1, number)
    values = _growing(sorted(ranks.values()))
    return {one: rank for one, rank in zip(order, values, strict=True) if ranks[one] != rank}


def _growing(ranks):
    """The same ranks, each above the one before."""
    values, last = [], 0
    for rank in ranks:
        last = max(rank, last + 1)
        values.append(last)
    return values

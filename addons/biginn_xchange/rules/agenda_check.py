"""What is odd about the programme of an agenda: remarks, never walls.

Items say when and where, for whom and with whom; the rules say what those who read the programme
would stumble over. Nothing here comes from a published source: how fast groups travel and how long
they go without a meal are the cluster's own settings (`Terms`), with defaults of good practice.

Times are naive UTC, lengths in minutes or hours as named, distances in km as the crow flies.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import ceil

from .distance import great_circle_km
from .finding import Finding

TRAVEL = "travel"
RESTS = ("break", "networking")
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
RULES = ("outside", "place", "speaker", "people", "travel", "capacity", "meal", "hours")


@dataclass(frozen=True)
class Terms:
    """What a cluster has set.

    travel_minutes  between two places of different organisations, besides the ride itself
    travel_speed    km/h, as the crow flies
    meal_hours      the longest stretch without a meal
    meal_minutes    what a break has to last to be one
    """

    travel_minutes: int
    travel_speed: float
    meal_hours: float
    meal_minutes: int


@dataclass(frozen=True)
class Place:
    """A place; `site` is whose it is. Without coordinates both are None; capacity 0: no limit."""

    key: object
    site: object = None
    latitude: float | None = None
    longitude: float | None = None
    capacity: int = 0
    access_minutes: int = 0


@dataclass(frozen=True)
class Item:
    """One item of a programme; `day` is the day at the event, capacity 0 means no limit."""

    key: object
    start: datetime
    stop: datetime
    day: date
    kind: str = "visit"
    optional: bool = False
    place: Place | None = None
    capacity: int = 0
    counts: bool = True
    speakers: frozenset = frozenset()


@dataclass(frozen=True)
class Agenda:
    """A programme and what it has to fit into.

    people     how many it is planned for; 0 when nobody has said
    elsewhere  items of other agendas that use the same places or speakers
    """

    begin: datetime
    end: datetime
    items: tuple = ()
    people: int = 0
    elsewhere: tuple = ()


@dataclass(frozen=True)
class Remark:
    """A finding about an item, a day, or, where both are None, the whole agenda."""

    finding: Finding
    item: object = None
    day: date | None = field(default=None)


def check(agenda, terms):
    """All remarks on one agenda: by item in order of time, then by day, then on the whole."""
    items = sorted(agenda.items, key=_in_order)
    travel = list(_travel(items, terms))
    remarks = [
        *_outside(agenda, items),
        *_overlaps(items, agenda.elsewhere),
        *travel,
        *_travel_of_speakers(items, agenda.elsewhere, terms, travel),
        *_capacity(items, agenda.people),
        *_meals(items, terms),
        *_hours(items),
    ]
    ranks = {item.key: rank for rank, item in enumerate(items)}
    last = len(items)
    return sorted(
        remarks,
        key=lambda remark: (
            ranks.get(remark.item, last),
            remark.day or date.max,
            RULES.index(remark.finding.rule),
        ),
    )


def _in_order(item):
    return item.start, item.stop, str(item.key)


def _remark(item, rule, code, **params):
    return Remark(_finding(rule, code, params), item=item.key, day=item.day)


def _finding(rule, code, params):
    return Finding(rule=rule, ok=False, code=code, params=params, blocking=False)


# ----------------------------------------------------------------------
# One item
# ----------------------------------------------------------------------


def _outside(agenda, items):
    for item in items:
        if item.start < agenda.begin:
            yield _remark(item, "outside", "begins_before")
        elif item.stop > agenda.end:
            yield _remark(item, "outside", "ends_after")


def _capacity(items, people):
    for item in items:
        fits = item.place.capacity if item.place else 0
        room = min(filter(None, (item.capacity, fits)), default=0)
        if not item.optional and room and people > room:
            yield _remark(item, "capacity", "not_for_everybody", people=people, room=room)
        elif fits and item.capacity > fits:
            yield _remark(item, "capacity", "over_place", capacity=item.capacity, room=fits)


# ----------------------------------------------------------------------
# Two items at a time
# ----------------------------------------------------------------------


def _overlaps(items, elsewhere):
    """Pairs that share time and a place, a speaker, or the people. The later one is remarked."""
    own = {item.key for item in items}
    everything = sorted([*items, *elsewhere], key=_in_order)
    for number, first in enumerate(everything):
        for second in everything[number + 1 :]:
            if second.start >= first.stop:
                break
            if first.key in own or second.key in own:
                yield from _shared(first, second, own)


def _shared(first, second, own):
    mine, other = (second, first) if second.key in own else (first, second)
    if first.place and second.place and first.place.key == second.place.key:
        yield _remark(mine, "place", "place_taken", other=other.key)
    if both := first.speakers & second.speakers:
        yield _remark(mine, "speaker", "speaker_taken", other=other.key, speakers=sorted(both))
    # two that people choose from may be at one time: that is what a choice is
    if first.key in own and second.key in own and not (first.optional and second.optional):
        code = "chosen_meanwhile" if first.optional or second.optional else "both_for_everybody"
        yield _remark(mine, "people", code, other=other.key)


# ----------------------------------------------------------------------
# On the way
# ----------------------------------------------------------------------


def minutes_between(origin, target, terms):
    """(minutes, km) from one place into another; km is None where coordinates are missing.

    Places of one organisation lie on one site: only what coordinates say is added.
    """
    if origin.key == target.key:
        return 0, 0.0
    together = origin.site is not None and origin.site == target.site
    km = _km(origin, target)
    ride = 0 if together else terms.travel_minutes
    if km:
        ride += km / terms.travel_speed * 60
    return ceil(round(ride, 6)) + target.access_minutes, km


def _km(origin, target):
    points = (origin.latitude, origin.longitude, target.latitude, target.longitude)
    return None if None in points else great_circle_km(*points)


def _travel(items, terms):
    """From each item to what people do next on that day.

    Whoever takes part in an optional item comes from an item for everybody and goes on to one; two
    optional ones in a row need not be the same people's.
    """
    located = [item for item in items if item.place and item.kind != TRAVEL]
    for second in located:
        for first in _before(second, located):
            minutes, km = minutes_between(first.place, second.place, terms)
            free = _free_minutes(first, second, items)
            if free < minutes:
                yield _remark(
                    second, "travel", "too_far", other=first.key, needed=minutes, free=free, km=km
                )


def _before(second, located):
    """The items of the same day that people may come from directly."""
    earlier = [one for one in located if one.stop <= second.start and one.day == second.day]
    shared = max(
        (one for one in earlier if not one.optional),
        key=lambda one: (one.stop, one.start, str(one.key)),
        default=None,
    )
    if shared:
        yield shared
    if not second.optional:
        yield from (
            one for one in earlier if one.optional and (not shared or one.start >= shared.stop)
        )


def _free_minutes(first, second, items):
    """Minutes between two items, less what is planned in between without a place."""
    free = second.start - first.stop
    for one in items:
        if not one.place and one.kind != TRAVEL and not one.optional:
            begin, end = max(one.start, first.stop), min(one.stop, second.start)
            free -= max(end - begin, timedelta())
    return max(free, timedelta()) // MINUTE


def _travel_of_speakers(items, elsewhere, terms, travel):
    """Speakers go from item to item their own way, also from one agenda to another.

    What is said of everybody's way (`travel`) is not said once more.
    """
    own = {item.key for item in items}
    said = {(remark.finding.params["other"], remark.item) for remark in travel}
    for speaker, theirs in _by_speaker([*items, *elsewhere]).items():
        for first, second in pairwise(theirs):
            if (first.key, second.key) in said or not {first.key, second.key} & own:
                continue
            minutes, km = minutes_between(first.place, second.place, terms)
            free = (second.start - first.stop) // MINUTE
            if 0 <= free < minutes:
                mine, other = (second, first) if second.key in own else (first, second)
                yield _remark(
                    mine,
                    "speaker",
                    "speaker_too_far",
                    other=other.key,
                    speakers=[speaker],
                    needed=minutes,
                    free=free,
                    km=km,
                )


def _by_speaker(items):
    found = {}
    for item in sorted(items, key=_in_order):
        for speaker in item.speakers if item.place else ():
            found.setdefault(speaker, []).append(item)
    return found


# ----------------------------------------------------------------------
# A day
# ----------------------------------------------------------------------


def _by_day(items):
    days = {}
    for item in items:
        days.setdefault(item.day, []).append(item)
    return days


def _meals(items, terms):
    """Stretches without a meal. A meal is a long enough break, or as much time without a plan."""
    meal = terms.meal_minutes * MINUTE
    for todays in _by_day(items).values():
        since, end, said = todays[0].start, todays[0].start, False
        for item in todays:
            if item.start - end >= meal:
                since, said = item.start, False
            end = max(end, item.stop)
            if item.kind in RESTS and item.stop - item.start >= meal:
                since, said = max(since, item.stop), False
            elif not said and item.kind != TRAVEL and end - since > terms.meal_hours * HOUR:
                said = True
                yield _remark(
                    item,
                    "meal",
                    "no_meal",
                    hours=terms.meal_hours,
                    since=since.isoformat(),
                )


def _hours(items):
    """Days on which people do something and nothing of it counts as agenda hours."""
    if items and not any(item.counts for item in items):
        yield Remark(_finding("hours", "no_hours", {}))
        return
    for day, todays in _by_day(items).items():
        idle = all(item.kind == TRAVEL for item in todays)
        if not idle and not any(item.counts for item in todays):
            yield Remark(_finding("hours", "no_hours_that_day", {}), day=day)

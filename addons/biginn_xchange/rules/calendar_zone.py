"""A time zone as a calendar file tells it (VTIMEZONE, RFC 5545 section 3.6.5).

Made from the zone's own changes of the clock in the years that a file speaks of, so that a
calendar which does not know the zone, or knows older rules, shows the right hours all the same.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

import pytz

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WEEK = 7
EARLIEST = 1900  # of the years that zones are known for
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Change:
    """The clock is put from one difference to UTC to another; `wall` is what it shows before."""

    wall: datetime
    before: timedelta
    after: timedelta
    name: str
    summer: bool


@lru_cache(maxsize=256)
def zone_lines(zone, first_year, last_year):
    """The lines of the VTIMEZONE that covers the years from first to last, both included.

    One year more on either side, for what begins before and ends after. Zones that keep to one
    rule each way get it as a rule, which is what most calendars read best; all others are told
    change by change.
    """
    first, last = first_year - 1, last_year + 1
    changes = _changes(zone, first, last)
    lines = ["BEGIN:VTIMEZONE", f"TZID:{zone}"]
    rules = _yearly_rules(changes, last - first + 1)
    if rules:
        for change, rule in rules:
            lines += _observance(change, f"RRULE:{rule}")
    else:
        for change in (_beginning(zone, first), *changes):
            lines += _observance(change)
    return (*lines, "END:VTIMEZONE")


def _observance(change, *more):
    kind = "DAYLIGHT" if change.summer else "STANDARD"
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{change.wall:%Y%m%dT%H%M%S}",
        f"TZOFFSETFROM:{_offset(change.before)}",
        f"TZOFFSETTO:{_offset(change.after)}",
        f"TZNAME:{change.name}",
        *more,
        f"END:{kind}",
    ]


def _offset(difference):
    """+0200; with seconds where a zone of old has them."""
    seconds = round(difference.total_seconds())
    minutes, rest = divmod(abs(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    text = f"{'-' if seconds < 0 else '+'}{hours:02}{minutes:02}"
    return f"{text}{rest:02}" if rest else text


def _beginning(zone, year):
    """What holds when the first year begins, told as a change from itself."""
    now = _at(datetime(max(year, EARLIEST), 1, 1), zone)
    offset = now.utcoffset()
    wall = now.replace(tzinfo=None)
    return Change(wall, offset, offset, now.tzname(), bool(now.dst()))


def _at(utc, zone):
    return pytz.utc.localize(utc).astimezone(pytz.timezone(zone))


def _facts(utc, zone):
    local = _at(utc, zone)
    return local.utcoffset(), local.tzname(), bool(local.dst())


def _changes(zone, first, last):
    """Each change of the clock from the first day of a year to the last day of another."""
    found = []
    day = datetime(max(first, EARLIEST), 1, 1)
    end = datetime(last + 1, 1, 1)
    while day < end:
        following = day + timedelta(days=1)
        if _facts(day, zone) != _facts(following, zone):
            found.append(_change(zone, day, following))
        day = following
    return found


def _change(zone, earlier, later):
    """The change between two moments, found to the minute by halving."""
    before, target = _facts(earlier, zone), _facts(later, zone)
    while later - earlier > MINUTE:
        middle = earlier + (later - earlier) // 2
        middle = middle.replace(second=0, microsecond=0)
        if _facts(middle, zone) == before:
            earlier = middle
        else:
            later, target = middle, _facts(middle, zone)
    offset, name, summer = target
    return Change(later + before[0], before[0], offset, name, summer)


# -- one rule a year each way ----------------------------------------------------------


def _yearly_rules(changes, years):
    """[(first change, its RRULE)] where every year has the same two changes; else nothing."""
    kinds = {}
    for change in changes:
        key = (change.before, change.after, change.name, change.summer)
        kinds.setdefault(key, []).append(change)
    if len(kinds) != 2 or any(len(set(_years(kind))) != years for kind in kinds.values()):
        return []
    if any(max(Counter(_years(kind)).values()) > 1 for kind in kinds.values()):
        return []
    rules = [(kind[0], _rule(kind)) for kind in kinds.values()]
    rules.sort(key=lambda pair: pair[0].wall)
    return rules if all(rule for _change, rule in rules) else []


def _years(changes):
    return [change.wall.year for change in changes]


def _rule(changes):
    """The same weekday of the month at the same hour, counted from its end or its beginning."""
    walls = [change.wall for change in changes]
    if len({(wall.month, wall.weekday(), wall.time()) for wall in walls}) > 1:
        return ""
    month, weekday = walls[0].month, WEEKDAYS[walls[0].weekday()]
    if all((wall + timedelta(days=WEEK)).month != month for wall in walls):
        return f"FREQ=YEARLY;BYMONTH={month};BYDAY=-1{weekday}"
    places = {(wall.day - 1) // WEEK + 1 for wall in walls}
    return f"FREQ=YEARLY;BYMONTH={month};BYDAY={places.pop()}{weekday}" if len(places) == 1 else ""

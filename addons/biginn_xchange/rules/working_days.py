"""Working days at the host.

Source: clustercollaboration.eu/clusterxchange/about and medicnest.eu: the stay is counted in
full working days at the host, arrival and departure days excluded. A working day is neither
Saturday nor Sunday, nor a public holiday in the host's country, nor a day of travel.
"""

from datetime import timedelta

WEEKEND = frozenset({5, 6})  # date.weekday(): Saturday, Sunday


def calendar_days(date_start, date_end):
    """Every date from `date_start` to `date_end`, both included; nothing if they are reversed."""
    length = (date_end - date_start).days + 1
    return [date_start + timedelta(days=offset) for offset in range(max(length, 0))]


def stay_days(date_start, date_end, travel_days=frozenset()):
    """Length of the stay in calendar days, days of travel excluded."""
    return sum(day not in travel_days for day in calendar_days(date_start, date_end))


def last_day(date_start, days, holidays=frozenset(), weekend=WEEKEND):
    """The day on which a stay from `date_start` has its so many working days, at least the first.

    After a year of holidays alone the count goes on without looking at them, so that it ends.
    """
    day, found = date_start - timedelta(days=1), 0
    while found < max(days, 1):
        day += timedelta(days=1)
        free = day.weekday() in weekend or day in holidays
        found += not free or (day - date_start).days > 366 + 2 * days
    return day


def working_days(
    date_start, date_end, holidays=frozenset(), travel_days=frozenset(), weekend=WEEKEND
):
    """Number of working days at the host between two dates, both included.

    `holidays` and `travel_days` are sets of dates, `weekend` a set of `date.weekday()` numbers.
    A day that is free for two reasons is left out once.
    """
    return sum(
        day.weekday() not in weekend and day not in holidays and day not in travel_days
        for day in calendar_days(date_start, date_end)
    )

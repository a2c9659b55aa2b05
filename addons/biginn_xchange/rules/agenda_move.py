"""Moving items of a programme: by whole days as the clock shows it, by minutes as time passes.

A programme that is copied to other days keeps its clock: 09:00 stays 09:00, also where daylight
saving begins or ends in between. A delay is a stretch of time: what follows moves by real minutes,
so that nothing gets shorter or longer and no two items meet. Times are naive UTC.
"""

from datetime import timedelta

from .local_time import to_local, wall_to_utc

DAY_MINUTES = 24 * 60


def by_days(start, stop, days, zone, to_zone=None):
    """(start, stop) so many days later at the same clock; in `to_zone`, if it is another's."""
    to_zone = to_zone or zone
    if not days and to_zone == zone:
        return start, stop  # also in the hour that comes twice
    later = timedelta(days=days)
    begin, end = to_local(start, zone) + later, to_local(stop, zone) + later
    if end <= begin:  # the clock was put back in between
        end = begin + (stop - start)
    return wall_to_utc(begin, end, to_zone)


def by_minutes(start, stop, minutes, zone):
    """(start, stop) so many minutes later; whole days in them are days of the calendar."""
    days = int(minutes / DAY_MINUTES)
    rest = timedelta(minutes=minutes - days * DAY_MINUTES)
    start, stop = by_days(start, stop, days, zone)
    return start + rest, stop + rest


def following(items, anchor, across_days=False, with_anchor=False):
    """The keys of the items that start after `anchor` does: that day's, or all days'.

    items  objects with key, start and day, as those of `agenda_check`
    """
    return [
        item.key
        for item in sorted(items, key=lambda item: (item.start, str(item.key)))
        if (with_anchor if item.key == anchor.key else item.start > anchor.start)
        and (across_days or item.day == anchor.day)
    ]

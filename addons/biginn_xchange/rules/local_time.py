"""Times as the clock at the event shows them.

Times are stored in UTC and read in the event's own zone, whoever looks and from wherever. The
functions take and return naive datetimes: UTC on one side, wall clock on the other.
"""

from datetime import datetime, timedelta

import pytz

HOURS_A_DAY = 24
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
UTC = "UTC"
FURTHEST_AHEAD = 14  # hours; Pacific/Kiritimati


def zone_of_country(code):
    """The zone where most people of a country live; None for a country without any.

    Source: zone.tab of the IANA time zone database, which names the zone with the most people
    first. Madrid for Spain, not the Canaries.

    :param str code: ISO 3166-1 alpha-2, such as "DK"
    """
    try:
        return pytz.country_timezones[code or ""][0]
    except KeyError:
        return None


def to_local(utc, zone):
    """The wall clock at the event, for a naive UTC datetime."""
    return pytz.utc.localize(utc).astimezone(pytz.timezone(zone)).replace(tzinfo=None)


def to_utc(local, zone):
    """The naive UTC datetime for a wall clock at the event.

    In the hour that is skipped in spring the clock is read as if it had not been put forward yet;
    of the hour that comes twice in autumn the first one is meant.
    """
    timezone = pytz.timezone(zone)
    try:
        aware = timezone.localize(local, is_dst=None)
    except pytz.NonExistentTimeError:
        aware = timezone.localize(local, is_dst=False)
    except pytz.AmbiguousTimeError:
        aware = timezone.localize(local, is_dst=True)
    return aware.astimezone(pytz.utc).replace(tzinfo=None)


def utc_offset(utc, zone):
    """What the zone differs from UTC at that moment, in words: UTC+02:00."""
    minutes = round((to_local(utc, zone) - utc) / timedelta(minutes=1))
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"


def readable_zone(utc, zone):
    """Name of the zone and what it differs from UTC then: Europe/Vilnius (UTC+03:00)."""
    return f"{zone} ({utc_offset(utc, zone)})"


def to_hour(local):
    """9.5 for 9:30."""
    return local.hour + local.minute / 60


def at_hour(day, hour):
    """The wall clock on `day` at a decimal hour, to the minute; 24 is the next midnight."""
    midnight = datetime(day.year, day.month, day.day)
    return midnight + timedelta(minutes=round(hour * 60))


def span_to_utc(day, start_hour, stop_hour, zone):
    """Start and stop in UTC for hours on a local day.

    A stop at or before the start belongs to the next day: a dinner from 20:00 to 00:30.
    """
    if stop_hour <= start_hour:
        stop_hour += HOURS_A_DAY
    return wall_to_utc(at_hour(day, start_hour), at_hour(day, stop_hour), zone)


def wall_to_utc(start, stop, zone):
    """Start and stop in UTC for two wall clocks, the stop later on the clock.

    A span that ends in the hour that is skipped in spring would end before it starts, half of it
    being put forward: it keeps the length that the clock says.
    """
    begin, end = to_utc(start, zone), to_utc(stop, zone)
    return begin, end if end > begin else begin + (stop - start)

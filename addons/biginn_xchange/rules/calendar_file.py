"""A calendar file (iCalendar, RFC 5545): what calendars of all makes read.

Whole days are dates, so that no zone can move them to another day; hours are the clock of the
zone they are in, whose rules the file brings along, or UTC where there is none. The same event
keeps its UID: a file fetched again replaces what the calendar holds, as long as its SEQUENCE has
grown.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from . import local_time
from .calendar_zone import zone_lines

LINE = 75  # octets, RFC 5545 section 3.1
SHORTEST = timedelta(minutes=1)  # an entry ends after it begins


@dataclass(frozen=True)
class Entry:
    """One event: dates from `start` to `stop`, both included, or naive datetimes in UTC.

    `zone` is where the hours are meant; `sequence` and `changed` are the entry's own where it has
    its own history, else those of the file.
    """

    uid: str
    name: str
    start: date
    stop: date
    place: str = ""
    description: str = ""
    url: str = ""
    zone: str = ""
    sequence: int | None = None
    changed: datetime | None = None
    cancelled: bool = False


def calendar_file(entries, stamp, sequence=0, cancelled=False, name="", zone="", refresh_hours=0):
    """The file, as bytes.

    :param datetime stamp: the naive UTC time of the last change
    :param bool cancelled: all of it is called off
    :param str zone: the zone whose rules are told even when no entry is in it, so that a
        calendar without entries is still one
    :param int refresh_hours: for a calendar that is subscribed to: how often it is fetched.
        It stays published whatever happens to its entries.
    """
    method = "CANCEL" if cancelled and not refresh_hours else "PUBLISH"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//BIGINN//Exchanges//EN"]
    lines += ["CALSCALE:GREGORIAN", f"METHOD:{method}"]
    if name:
        lines.append(f"X-WR-CALNAME:{escaped(name)}")
    if zone:
        lines.append(f"X-WR-TIMEZONE:{zone}")
    if refresh_hours:
        lines.append(f"REFRESH-INTERVAL;VALUE=DURATION:PT{refresh_hours}H")
        lines.append(f"X-PUBLISHED-TTL:PT{refresh_hours}H")
    lines += _zones(entries, zone, stamp)
    for entry in entries:
        lines += _event(entry, stamp, sequence, cancelled)
    lines.append("END:VCALENDAR")
    return "".join(folded(line) for line in lines).encode()


def _zones(entries, zone, stamp):
    """The rules of each zone that is spoken of, for the years spoken of."""
    moments = {zone: [stamp]} if zone else {}
    for entry in entries:
        if entry.zone and isinstance(entry.start, datetime):
            moments.setdefault(entry.zone, []).extend([entry.start, entry.stop])
    moments.pop(local_time.UTC, None)
    lines = []
    for name, times in sorted(moments.items()):
        lines += zone_lines(name, min(times).year, max(times).year)
    return lines


def _event(entry, stamp, sequence, cancelled):
    stamp = entry.changed or stamp
    return [
        "BEGIN:VEVENT",
        f"UID:{escaped(entry.uid)}",
        f"DTSTAMP:{_utc(stamp)}",
        f"LAST-MODIFIED:{_utc(stamp)}",
        f"SEQUENCE:{sequence if entry.sequence is None else entry.sequence}",
        f"STATUS:{'CANCELLED' if cancelled or entry.cancelled else 'CONFIRMED'}",
        *_times(entry),
        f"SUMMARY:{escaped(entry.name)}",
        *([f"LOCATION:{escaped(entry.place)}"] if entry.place else []),
        *([f"DESCRIPTION:{escaped(entry.description)}"] if entry.description else []),
        *([f"URL:{entry.url}"] if entry.url else []),
        "END:VEVENT",
    ]


def _times(entry):
    if isinstance(entry.start, datetime):
        return _hours(entry)
    # the end of whole days is the day after the last one; they leave people free for the hours
    after = entry.stop + timedelta(days=1)
    return [
        f"DTSTART;VALUE=DATE:{entry.start:%Y%m%d}",
        f"DTEND;VALUE=DATE:{after:%Y%m%d}",
        "TRANSP:TRANSPARENT",
    ]


def _hours(entry):
    """By the clock of the zone; in UTC where the clock would not say which hour is meant."""
    moments = (entry.start, entry.stop)
    zone = entry.zone or local_time.UTC
    walls = [local_time.to_local(moment, zone) for moment in moments]
    # of the hour that comes twice a calendar takes the first one, RFC 5545 section 3.3.5
    clear = all(
        local_time.to_utc(wall, zone) == moment for wall, moment in zip(walls, moments, strict=True)
    )
    if zone == local_time.UTC or not clear:
        return [f"DTSTART:{_utc(entry.start)}", f"DTEND:{_utc(entry.stop)}"]
    return [
        f"DT{end};TZID={zone}:{wall:%Y%m%dT%H%M%S}"
        for end, wall in zip(("START", "END"), walls, strict=True)
    ]


def _utc(moment):
    return f"{moment:%Y%m%dT%H%M%S}Z"


def escaped(text):
    """Text as a value: what would end or split it is marked, line breaks become words."""
    text = text.replace("\\", "\\\\").replace(";", r"\;").replace(",", r"\,")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", r"\n")
    return "".join(sign for sign in text if sign >= " " or sign == "\t")


def folded(line):
    """A line of at most 75 octets a row; the rest follows in rows that begin with a blank."""
    rows, row, length = [], "", 0
    for sign in line:
        size = len(sign.encode())
        if length + size > LINE:
            rows.append(row)
            row, length = " ", 1
        row += sign
        length += size
    return "\r\n".join([*rows, row]) + "\r\n"

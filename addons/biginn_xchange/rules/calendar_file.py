"""A calendar file (iCalendar, RFC 5545): what calendars of all makes read.

Whole days are dates, so that no zone can move them to another day; hours are UTC, which every
calendar shows by its own clock. The same event keeps its UID: a file fetched again replaces what
the calendar holds, as long as its SEQUENCE has grown.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

LINE = 75  # octets, RFC 5545 section 3.1


@dataclass(frozen=True)
class Entry:
    """One event: dates from `start` to `stop`, both included, or naive datetimes in UTC."""

    uid: str
    name: str
    start: date
    stop: date
    place: str = ""
    description: str = ""
    url: str = ""


def calendar_file(entries, stamp, sequence, cancelled=False, name=""):
    """The file, as bytes. `stamp` is the naive UTC time of the last change."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//BIGINN//Exchanges//EN"]
    lines += ["CALSCALE:GREGORIAN", f"METHOD:{'CANCEL' if cancelled else 'PUBLISH'}"]
    if name:
        lines.append(f"X-WR-CALNAME:{escaped(name)}")
    for entry in entries:
        lines += _event(entry, stamp, sequence, cancelled)
    lines.append("END:VCALENDAR")
    return "".join(folded(line) for line in lines).encode()


def _event(entry, stamp, sequence, cancelled):
    return [
        "BEGIN:VEVENT",
        f"UID:{escaped(entry.uid)}",
        f"DTSTAMP:{_utc(stamp)}",
        f"LAST-MODIFIED:{_utc(stamp)}",
        f"SEQUENCE:{sequence}",
        f"STATUS:{'CANCELLED' if cancelled else 'CONFIRMED'}",
        *_times(entry),
        f"SUMMARY:{escaped(entry.name)}",
        *([f"LOCATION:{escaped(entry.place)}"] if entry.place else []),
        *([f"DESCRIPTION:{escaped(entry.description)}"] if entry.description else []),
        *([f"URL:{entry.url}"] if entry.url else []),
        "END:VEVENT",
    ]


def _times(entry):
    if isinstance(entry.start, datetime):
        return [f"DTSTART:{_utc(entry.start)}", f"DTEND:{_utc(entry.stop)}"]
    # the end of whole days is the day after the last one; they leave people free for the hours
    after = entry.stop + timedelta(days=1)
    return [
        f"DTSTART;VALUE=DATE:{entry.start:%Y%m%d}",
        f"DTEND;VALUE=DATE:{after:%Y%m%d}",
        "TRANSP:TRANSPARENT",
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

"""What a facility asks of its visitors before they come, until when, and how long it is kept.

Facilities often need names, nationality and the identity document some days ahead (general
knowledge: each facility says itself what and when, so all of it is a setting of the visit). What
is not asked for is not collected, and what was collected goes after the visit (GDPR, Article
5(1)(c) and (e)). Times are naive: UTC, or the wall clock at the event where said so.
"""

import re
from datetime import date, datetime, timedelta

from . import local_time

# What can be asked for, in the order of a passport. `kind`: how it is typed; `limit`: characters.
TEXTS = {
    "family_name": 100,
    "given_names": 100,
    "birth_place": 100,
    "document_number": 40,
}
DATES = ("birth_date", "document_expiry")
CODES = (
    "family_name",
    "given_names",
    "nationality_id",
    "birth_date",
    "birth_place",
    "document_kind",
    "document_number",
    "document_expiry",
)
OLDEST = 120  # years


def deadline(start: datetime, zone: str, days: int) -> datetime:
    """Until when people can enter and change their data; naive UTC.

    Through the whole day that is `days` before the visit by the clock at the event, and never
    longer than until the visit begins.
    """
    day = local_time.to_local(start, zone).date() - timedelta(days=days)
    return min(start, local_time.to_utc(local_time.at_hour(day, 24), zone))


def deleted_on(stop: datetime, zone: str, days: int) -> datetime:
    """When the data goes: `days` after the end, at the same hour by the clock; naive UTC."""
    local = local_time.to_local(stop, zone)
    return local_time.to_utc(local + timedelta(days=days), zone)


def problem(code: str, value: object, today: date, visit_day: date | None) -> str:
    """The code of what is odd about a value that could be read; empty is never odd.

    A document that has expired on the day of the visit opens no gate.
    """
    if not value:
        return ""
    if code == "birth_date" and not today.year - OLDEST <= value.year <= today.year:
        return "birth_date"
    if code == "birth_date" and value > today:
        return "birth_date"
    if code == "document_expiry" and visit_day and value < visit_day:
        return "expired"
    if code == "document_number" and not re.fullmatch(r"[^\W_][\w ./-]*", value):
        return "document_number"
    return ""


def missing(given, needed) -> tuple[str, ...]:
    """What is needed and not given, in the order of a passport."""
    return tuple(code for code in CODES if code in needed and code not in given)


def state(given, needed) -> str:
    """`missing`, `incomplete` or `complete`; empty where nothing is needed."""
    if not needed:
        return ""
    if not missing(given, needed):
        return "complete"
    return "incomplete" if set(given) & set(needed) else "missing"

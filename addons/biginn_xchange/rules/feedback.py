"""Who may say what of an agenda, and until when.

Whoever was there may: attended, or had a seat where attendance was not taken at all. The days
that people have for it are a setting of the cluster. Times are naive UTC unless said otherwise.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from . import local_time

PLACED = "placed"
ATTENDED, REGISTERED = "attended", "registered"
TAKEN = (ATTENDED, "absent")
NO_RATING, BEST = 0, 5
TEXT_MAX = 2000  # characters
# What no text of a person contains and no database keeps.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True)
class Seat:
    """One person at one item."""

    item: int
    state: str
    stop: datetime
    is_taken: bool  # somebody's attendance at this item was taken


def was_there(seat: Seat) -> bool:
    return seat.state == ATTENDED or (seat.state == REGISTERED and not seat.is_taken)


def until(end: datetime, zone: str, days: int) -> datetime:
    """Until when feedback is taken: through the last of so many days by the clock at the event."""
    day = local_time.to_local(end, zone).date() + timedelta(days=max(days, 0))
    return local_time.to_utc(local_time.at_hour(day, 24), zone)


def rateable(
    seats: Iterable[Seat], placement: str, end: datetime, last: datetime, now: datetime
) -> tuple[list[int], bool]:
    """Items that a person may rate now, and whether it may rate the agenda as a whole.

    The whole is for who was at some of it, or had a place where nothing can be told apart.

    :param end: of the agenda
    :param last: until when feedback is taken
    """
    if placement != PLACED or now >= last:
        return [], False
    seats = list(seats)
    there = [seat for seat in seats if was_there(seat)]
    items = [seat.item for seat in there if seat.stop <= now]
    return items, end <= now and bool(there or not seats)


def read(rating: str, text: str) -> tuple[int, str, str]:
    """Rating, text, and the code of what is wrong: `rating`, `too_long` or empty."""
    text = CONTROL.sub("", text).replace("\r\n", "\n").strip()
    rating = rating.strip() or str(NO_RATING)
    if not (len(rating) == 1 and rating.isascii() and rating.isdigit() and int(rating) <= BEST):
        return NO_RATING, text, "rating"
    return int(rating), text, "too_long" if len(text) > TEXT_MAX else ""


def strays(form: Mapping[str, str], allowed: Iterable[int]) -> list[str]:
    """Names of filled-in fields about something that may not be rated."""
    names = {f"{kind}-{number}" for number in allowed for kind in ("rating", "text")}
    return [
        name
        for name, value in form.items()
        if name.startswith(("rating-", "text-"))
        and name not in names
        and value.strip() not in ("", str(NO_RATING))
    ]

"""Memberships of two entries of one organisation that cover the same days.

Of all of one category, each day belongs to one of them afterwards, and no day is lost: what was
approved goes before what waits, and of two that were approved the later one takes over from the
earlier, unless it ends no later than that.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Period:
    """One membership: first and last day (None: no end), and whether it was approved."""

    key: int
    start: date
    last: date | None
    approved: bool


def cuts(periods: list[Period]) -> dict[int, date]:
    """{key: first day on which that membership no longer counts} for those that yield."""
    found: dict[int, date] = {}
    for approved in (True, False):
        current = None
        row = sorted(
            (period for period in periods if period.approved is approved),
            key=lambda period: (period.start, period.key),
        )
        for period in row:
            if not approved and any(_share(period, other) for other in periods if other.approved):
                found[period.key] = period.start
            elif current and _share(current, period):
                if _ends_no_later(period, current):
                    found[period.key] = period.start
                else:
                    found[current.key] = period.start
                    current = period
            else:
                current = period
    return found


def _share(one: Period, other: Period) -> bool:
    return _begins_within(one, other) or _begins_within(other, one)


def _begins_within(one: Period, other: Period) -> bool:
    return other.start <= one.start and (other.last is None or one.start <= other.last)


def _ends_no_later(one: Period, other: Period) -> bool:
    return other.last is None or (one.last is not None and one.last <= other.last)

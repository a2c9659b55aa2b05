"""Periods of a membership and their renewal.

A period is whole calendar days, first and last day included. A category lasts so many months,
either from the day one joins (`rolling`) or in blocks of the calendar year (`calendar`: twelve
months end on 31 December whenever one joined).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

ONE_DAY = timedelta(days=1)


def fits_calendar(months: int) -> bool:
    """Whether periods of that many months tile the calendar year."""
    return months > 0 and (12 % months == 0 or months % 12 == 0)


def full_period(start: date, months: int, calendar: bool) -> tuple[date, date | None]:
    """First and last day of the whole period that `start` lies in; no end where `months` is 0."""
    if months <= 0:
        return start, None
    first = start
    if calendar and fits_calendar(months):
        block = (start.month - 1) // months if months < 12 else 0
        first = date(start.year, block * months + 1, 1)
    return first, first + relativedelta(months=months) - ONE_DAY


def period_end(start: date, months: int, calendar: bool = False) -> date | None:
    """The last day proposed for a membership that begins on `start`; None: until ended."""
    return full_period(start, months, calendar)[1]


@dataclass(frozen=True)
class Period:
    """One membership of the same organisation, cluster and category, as far as a renewal cares.

    key         what finds it again
    start, end  first and last day; no end: until someone ends it
    counts      approved or waiting; not refused, not left before it began
    """

    key: int
    start: date | None
    end: date | None
    counts: bool = True


def renewal_of(current: Period, others: list[Period]) -> Period | None:
    """The period that renews `current` already: the first that begins after its end.

    Whoever renews `current` a second time is shown this one, and nothing new is made.
    """
    if not current.end:
        return None
    later = [
        other
        for other in others
        if other.counts and other.key != current.key and other.start and other.start > current.end
    ]
    return min(later, key=lambda other: other.start, default=None)


def renewal_start(current: Period) -> date:
    """The day after the last one: no gap, and no day twice."""
    return current.end + ONE_DAY


def cannot_renew(state: str, current: Period, leaving: bool) -> str:
    """Code of the reason why a membership cannot be renewed; empty when it can.

    leaving  the day of leaving is known, also when it is still to come
    """
    if state in ("draft", "applied"):
        return "not_approved"
    if state == "refused":
        return "refused"
    if state == "left" or leaving:
        return "left"
    if not current.end:
        return "no_end"
    return ""

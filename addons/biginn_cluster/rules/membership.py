"""State of one membership, and of an organisation that has several.

A state is a function of dates and decisions and of the day one asks; nobody sets it by
hand. Days are calendar days; first and last day of a period belong to it.
"""

from dataclasses import dataclass
from datetime import date, timedelta

STATES = (
    "draft",
    "applied",
    "upcoming",
    "active",
    "expiring",
    "suspended",
    "expired",
    "left",
    "refused",
)
# Which of several memberships speaks for the organisation: the first in this order.
PRECEDENCE = ("active", "expiring", "suspended", "upcoming", "applied", "expired", "left")
# In which of them one is a member on that day: while suspended, rights and numbers rest.
MEMBER_STATES = ("active", "expiring")

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Facts:
    """What is recorded about one membership.

    date_start, date_end   first and last day; no end: until someone ends it
    applied_on             the organisation asked for membership
    approved_on            the cluster said yes (the decision, not the start)
    refused_on             the cluster said no
    left_on                first day on which it is no longer a member
    suspended_from, _to    first and last day of a suspension; no end: until lifted
    suspended_before       earlier suspensions, each its first and last day
    notice_days            so many days before its end it counts as expiring
    """

    date_start: date | None = None
    date_end: date | None = None
    applied_on: date | None = None
    approved_on: date | None = None
    refused_on: date | None = None
    left_on: date | None = None
    suspended_from: date | None = None
    suspended_to: date | None = None
    notice_days: int = 60
    suspended_before: tuple[tuple[date, date], ...] = ()


def state_on(facts: Facts, today: date) -> str:
    """The state on one day."""
    if facts.refused_on:
        return "refused"
    if facts.left_on and facts.left_on <= today:
        return "left"
    if not (facts.approved_on and facts.date_start):
        return "applied" if facts.applied_on else "draft"
    if today < facts.date_start:
        return "upcoming"
    if facts.date_end and facts.date_end < today:
        return "expired"
    if _suspended(facts, today):
        return "suspended"
    if facts.date_end and today >= _expiring_from(facts):
        return "expiring"
    return "active"


def _suspended(facts: Facts, today: date) -> bool:
    if any(first <= today <= last for first, last in facts.suspended_before):
        return True
    return bool(
        facts.suspended_from
        and facts.suspended_from <= today
        and (not facts.suspended_to or today <= facts.suspended_to)
    )


def is_member(facts: Facts, today: date) -> bool:
    """Whether the organisation counts as a member by this membership on one day."""
    return state_on(facts, today) in MEMBER_STATES


def _expiring_from(facts: Facts) -> date:
    return facts.date_end - timedelta(days=max(facts.notice_days, 0))


def next_change(facts: Facts, today: date) -> date | None:
    """The next day on which the state differs by the calendar alone; None: never."""
    days = [facts.date_start, facts.left_on, facts.suspended_from]
    if facts.suspended_to:
        days.append(facts.suspended_to + ONE_DAY)
    for first, last in facts.suspended_before:
        days += [first, last + ONE_DAY]
    if facts.date_end:
        days += [_expiring_from(facts), facts.date_end + ONE_DAY]
    state = state_on(facts, today)
    coming = sorted(day for day in days if day and day > today)
    return next((day for day in coming if state_on(facts, day) != state), None)


def explain(state: str, facts: Facts) -> tuple[str, dict]:
    """Which sentence says why, and the dates to put into it (dates, not text).

    Explains the state that is stored, so that word and sentence never disagree.
    """
    if state == "draft":
        return ("draft_undated" if not facts.date_start else "draft"), {}
    if state == "applied":
        code = "applied_undated" if not facts.date_start else "applied"
        return code, {"date": facts.applied_on}
    if state == "upcoming":
        return "upcoming", {"date": facts.date_start}
    if state == "expired":
        return "expired", {"date": facts.date_end}
    if state == "left":
        return "left", {"date": facts.left_on}
    if state == "refused":
        return "refused", {"date": facts.refused_on}
    params = {"date": facts.date_start, "end": facts.date_end}
    if state == "suspended":
        params = {"date": facts.suspended_from, "end": facts.suspended_to}
    return f"{state}_until" if params["end"] else f"{state}_open", params


def organisation_state(states) -> str:
    """One word for an organisation with several memberships."""
    found = set(states)
    best = next((state for state in PRECEDENCE if state in found), "none")
    return "applicant" if best == "applied" else best

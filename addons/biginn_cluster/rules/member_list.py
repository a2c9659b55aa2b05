"""The member list on one day: one row per organisation out of its memberships.

Days are calendar days. A list is asked for by group, not by single state: who reads it wants the
members, those who wait, or those who are gone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .membership import organisation_state

# Which states of an organisation belong to which list; drafts and refusals are in none.
GROUPS = {
    "members": ("active", "expiring"),
    "suspended": ("suspended",),
    "waiting": ("applicant", "upcoming"),
    "former": ("expired", "left"),
}
GROUPS["all"] = tuple(state for states in tuple(GROUPS.values()) for state in states)
SILENT = ("draft", "refused")


@dataclass(frozen=True)
class Entry:
    """One membership as it stood on the day: of whom, in which state, from when to when."""

    organisation: int
    state: str
    category: str = ""
    cluster: str = ""
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class Row:
    """An organisation on the list, with the memberships that speak for its state."""

    organisation: int
    state: str
    categories: tuple[str, ...]
    clusters: tuple[str, ...]
    since: date | None
    until: date | None


def rows(entries: Iterable[Entry], group: str) -> list[Row]:
    """One row per organisation whose state is in `group`, in the order of the entries."""
    by_organisation: dict[int, list[Entry]] = {}
    for entry in entries:
        if entry.state not in SILENT:
            by_organisation.setdefault(entry.organisation, []).append(entry)
    made = [_row(number, found) for number, found in by_organisation.items()]
    return [row for row in made if row.state in GROUPS[group]]


def _row(organisation: int, entries: list[Entry]) -> Row:
    """Dates and categories come from the memberships in the state that counts.

    A member with one membership that ends and one that goes on is a member of both; its end is
    the later one, and none when one of them has no end.
    """
    state = organisation_state(entry.state for entry in entries)
    group = next((states for states in GROUPS.values() if state in states), (state,))
    speaking = [entry for entry in entries if _as_organisation(entry.state) in group]
    starts = [entry.start for entry in speaking if entry.start]
    ends = [entry.end for entry in speaking]
    return Row(
        organisation=organisation,
        state=state,
        categories=_once(entry.category for entry in speaking),
        clusters=_once(entry.cluster for entry in speaking),
        since=min(starts, default=None),
        until=max(ends) if ends and all(ends) else None,
    )


def _as_organisation(state: str) -> str:
    return "applicant" if state == "applied" else state


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if word))

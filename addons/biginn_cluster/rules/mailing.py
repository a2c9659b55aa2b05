"""Who of many contacts gets a mail, and why the others do not.

A mail about the membership goes to whoever the cluster has to reach. A newsletter needs a consent
(Regulation (EU) 2016/679, Article 6(1)(a); Directive 2002/58/EC, Article 13).
"""

from collections.abc import Iterable
from dataclasses import dataclass

PURPOSES = ("membership", "newsletter")
# In the order in which they are told: what somebody can mend first.
REASONS = ("no_address", "bounced", "blacklisted", "no_consent", "duplicate")


@dataclass(frozen=True)
class Candidate:
    """One contact. `address` is tidied (lower case, no name), empty when it is no address."""

    number: int
    address: str = ""
    bounced: bool = False
    blacklisted: bool = False
    agrees: bool = False


@dataclass(frozen=True)
class Choice:
    """Numbers of those who get it, in order, and how many were left out per reason."""

    chosen: tuple[int, ...]
    skipped: dict[str, int]


def choose(candidates: Iterable[Candidate], purpose: str) -> Choice:
    """Everybody once who may be written to; of several with one address the first."""
    chosen, seen, skipped = [], set(), {}
    for candidate in candidates:
        reason = _reason(candidate, purpose, seen)
        if reason:
            skipped[reason] = skipped.get(reason, 0) + 1
        else:
            seen.add(candidate.address)
            chosen.append(candidate.number)
    told = {reason: skipped[reason] for reason in REASONS if reason in skipped}
    return Choice(tuple(chosen), told)


def _reason(candidate: Candidate, purpose: str, seen: set[str]) -> str:
    if not candidate.address:
        return "no_address"
    if candidate.blacklisted:
        return "blacklisted"
    if candidate.bounced:
        return "bounced"
    if purpose == "newsletter" and not candidate.agrees:
        return "no_consent"
    return "duplicate" if candidate.address in seen else ""

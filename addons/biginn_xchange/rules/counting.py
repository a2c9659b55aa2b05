"""Which exchanges count towards a partnership's target, and in which period.

Source: clusterxchange.md, section 4: an exchange counts once, for the partnership that organises it
and pays the visitor (clamtex.eu/faq-page, S). Whether a virtual one counts and which day decides
about the period is open: programme data.
"""

from dataclasses import dataclass
from datetime import date

STAY, COMPLETION, PAYMENT = "stay", "completion", "payment"
COUNTING_STATES = ("completed", "paid")


@dataclass(frozen=True)
class Exchange:
    """`own`: the company that runs it is the visiting partnership, which pays."""

    state: str
    own: bool
    is_virtual: bool = False
    ended_on: date | None = None
    completed_on: date | None = None
    paid_on: date | None = None


def counting_day(exchange: Exchange, decided_by: str) -> date | None:
    """The day that puts it into a period; None as long as it has not come."""
    if exchange.state not in COUNTING_STATES:
        return None
    return {
        STAY: exchange.ended_on,
        COMPLETION: exchange.completed_on,
        PAYMENT: exchange.paid_on if exchange.state == "paid" else None,
    }[decided_by]


def counts(exchange: Exchange, decided_by: str, virtual_counts: bool) -> bool:
    """Does it count for the partnership in whose books it stands?"""
    if not exchange.own or (exchange.is_virtual and not virtual_counts):
        return False
    return counting_day(exchange, decided_by) is not None

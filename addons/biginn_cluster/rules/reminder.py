"""Which reminder of a date is due: each step exactly once, however often or rarely one looks.

A step is a number of days before the date (60, 30, 0). Days are whole calendar days.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta

STEPS_MAX = 10
DAYS_MAX = 730


def read_steps(text: str | None) -> tuple[int, ...] | None:
    """Steps as people type them, "60, 30, 0", the longest first; None when they are none."""
    parts = [part for part in re.split(r"[\s,;]+", (text or "").strip()) if part]
    if not 0 < len(parts) <= STEPS_MAX or not all(re.fullmatch("[0-9]{1,3}", p) for p in parts):
        return None
    steps = sorted({int(part) for part in parts}, reverse=True)
    return tuple(steps) if steps[0] <= DAYS_MAX else None


def due_step(
    ends_on: date,
    today: date,
    steps: Sequence[int],
    sent_for: date | None = None,
    sent_step: int | None = None,
) -> int | None:
    """The step to send today, None when there is nothing to say.

    The smallest step that has been reached counts: who was told nothing for a month gets one
    reminder, not two. A step that was sent for this end, or an earlier (smaller) one, is never
    sent again; a new end starts anew. What ended longer ago than the longest step is history.
    """
    if not steps or today > ends_on + timedelta(days=max(steps)):
        return None
    reached = [step for step in steps if today >= ends_on - timedelta(days=step)]
    if not reached:
        return None
    step = min(reached)
    if sent_for == ends_on and sent_step is not None and sent_step <= step:
        return None
    return step


def validity(valid_until: date | None, today: date, window: int) -> str:
    """State of a paper: `open_ended`, `valid`, `expiring` (within `window` days) or `expired`.

    The last day of validity still counts.
    """
    if not valid_until:
        return "open_ended"
    if today > valid_until:
        return "expired"
    return "expiring" if today >= valid_until - timedelta(days=window) else "valid"

"""When a member is reminded that its membership ends.

The category names the steps as days before the last day, for instance 60, 30, 0. Of several
steps that have become due (nobody ran the job for a while) only the latest is sent: three mails
on one morning help nobody.
"""

from datetime import date, timedelta

MAX_DAYS = 366
MAX_STEPS = 6


def read_steps(text: str | None) -> tuple[tuple[int, ...], str]:
    """Steps as typed, largest first, and the code of what is wrong with them (else empty)."""
    words = [word.strip() for word in (text or "").split(",")]
    words = [word for word in words if word]
    if not all(word.isascii() and word.isdigit() for word in words):
        return (), "not_numbers"
    steps = [int(word) for word in words]
    if any(step > MAX_DAYS for step in steps):
        return (), "too_early"
    if len(set(steps)) != len(steps):
        return (), "twice"
    if len(steps) > MAX_STEPS:
        return (), "too_many"
    return tuple(sorted(steps, reverse=True)), ""


def due_windows(steps: tuple[int, ...], late_days: int, today: date):
    """For each step the last days of membership for which it is the one to send today.

    Yields (step, earliest, latest). The windows are disjoint: each membership is in one at most.
    The last step may be sent until the end, and until `late_days` after its own day: nobody may
    have run the job on it.
    """
    for place, step in enumerate(steps):
        is_last = place == len(steps) - 1
        nearest = min(step - late_days, 0) if is_last else steps[place + 1] + 1
        yield step, today + timedelta(days=nearest), today + timedelta(days=step)


def due_step(steps: tuple[int, ...], late_days: int, date_end: date, today: date) -> int | None:
    """The step to send today for a membership that ends on `date_end`; None: nothing is due."""
    for step, earliest, latest in due_windows(steps, late_days, today):
        if earliest <= date_end <= latest:
            return step
    return None

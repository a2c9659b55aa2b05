"""The end of an exchange: what a closing report must say, when it is due, what proves the stay.

Sources: clamtex.eu/faq-page and extratex.eu-vri.eu (closing report on the outcomes, validated by
the visitor's partnership; boarding passes, travel and accommodation invoices prove that the stay
happened, never what it cost). Which questions a report asks, how many days there are for it and
when to remind is general knowledge: data of the programme, with a default.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

RATING_LOW, RATING_HIGH = 1, 5
RATINGS = ("rating_programme", "rating_partner", "rating_support", "rating_overall")
STEPS_MAX, DAYS_MAX = 10, 365
BUSINESS_WITH_AMOUNT = ("yes", "maybe")


def report_problems(answers: Mapping[str, object]) -> dict[str, str]:
    """What keeps a report from being submitted: {question: code}, in the order of the form."""
    problems = {}
    for name in ("goals_reached", "outcomes"):
        if not _filled(answers.get(name)):
            problems[name] = "required"
    for name in RATINGS:
        if not is_rating(answers.get(name)):
            problems[name] = "rating"
    for name in ("business_expected", "publicity"):
        if not _filled(answers.get(name)):
            problems[name] = "required"
    if answers.get("business_expected") in BUSINESS_WITH_AMOUNT and not _filled(
        answers.get("amount_band")
    ):
        problems["amount_band"] = "required"
    return problems


def _filled(value: object) -> bool:
    return bool(value and str(value).strip())


def is_rating(value: object) -> bool:
    """A whole number from 1 to 5; True is none."""
    return (
        isinstance(value, int)
        and not isinstance(value, bool)
        and (RATING_LOW <= value <= RATING_HIGH)
    )


def due_on(last_day: date, days: int) -> date:
    """The last day for the report; the last day of the stay is day 0."""
    return last_day + timedelta(days=max(0, days))


def read_days(text: str | None) -> tuple[int, ...] | None:
    """Days as people type them, "7, 14, 28", in order; none for nothing, None for nonsense."""
    parts = [part for part in re.split(r"[\s,;]+", text or "") if part]
    if len(parts) > STEPS_MAX or not all(re.fullmatch("[0-9]{1,3}", part) for part in parts):
        return None
    days = sorted({int(part) for part in parts})
    return tuple(days) if not days or 0 < days[0] <= days[-1] <= DAYS_MAX else None


def reminder_step(
    last_day: date, today: date, steps: Sequence[int], sent: int | None = None
) -> int | None:
    """Which reminder to send today: days after the end of the stay, None when there is none.

    The latest step that has been reached counts, so that whoever looks rarely sends one reminder
    and not several. A step sent before, or one before it, is never sent again.
    """
    passed = (today - last_day).days
    reached = [step for step in steps if 0 < step <= passed]
    if not reached:
        return None
    step = max(reached)
    return step if sent is None or sent < step else None


@dataclass(frozen=True)
class CheckIn:
    """A visitor was checked in at an event that ran from its first to its last day."""

    first: date
    last: date


def proves_stay(check_in: CheckIn, date_start: date, date_end: date) -> bool:
    """Whether the event took place during the stay, be it on one day only."""
    return check_in.first <= date_end and check_in.last >= date_start

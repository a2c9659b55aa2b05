"""Size class of an enterprise: micro, small, medium, large, or not decidable yet.

Source: Commission Recommendation 2003/361/EC of 6 May 2003, Annex.
  Art. 2     ceilings on staff AND (turnover OR balance sheet total)
  Art. 4(2)  a status is lost or gained only when the ceilings are crossed over two
             consecutive accounting periods
  Art. 4(3)  a new enterprise without approved accounts is classed by an estimate

Units: staff in annual work units; turnover and balance sheet total in EUR, unrounded.
A figure that is not known is None, never 0: a year with a missing figure has a lowest and
a highest class it may still turn out to have, and only where both meet is it classed.
Partner and linked enterprises (Art. 3 and 6) are added to the figures beforehand, by sme_links.
"""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import product

CLASSES = ("micro", "small", "medium", "large")
LARGE = len(CLASSES) - 1

FIGURES = ("headcount", "turnover", "balance")


@dataclass(frozen=True)
class Ceiling:
    """Art. 2: fewer than `staff` people, and turnover or balance at most so many EUR."""

    staff: Decimal
    turnover: Decimal
    balance: Decimal


CEILINGS = (
    Ceiling(Decimal(10), Decimal(2_000_000), Decimal(2_000_000)),
    Ceiling(Decimal(50), Decimal(10_000_000), Decimal(10_000_000)),
    Ceiling(Decimal(250), Decimal(50_000_000), Decimal(43_000_000)),
)


@dataclass(frozen=True)
class Year:
    """One accounting period; None stands for a figure nobody has given.

    `estimate` marks a year whose accounts are not closed yet, `gap` one that nobody entered.
    `floor` holds, in the order of FIGURES, what an unknown figure amounts to at least: the
    figures of a group are unknown as a whole while one of its enterprises' is.
    """

    year: int
    headcount: Decimal | None = None
    turnover: Decimal | None = None
    balance: Decimal | None = None
    estimate: bool = False
    gap: bool = False
    floor: tuple[Decimal, Decimal, Decimal] = (Decimal(0),) * 3


@dataclass(frozen=True)
class Step:
    """What one year says alone (`low`..`high`) and the status after it (Art. 4(2))."""

    year: int
    low: str
    high: str
    status_low: str
    status_high: str
    missing: tuple[str, ...] = ()
    gap: bool = False


@dataclass(frozen=True)
class Size:
    """The verdict: a class, why (`code`, `params`), and the years it rests on."""

    size_class: str
    code: str
    params: dict = field(default_factory=dict)
    steps: tuple[Step, ...] = ()


def year_bounds(year: Year) -> tuple[int, int]:
    """Lowest and highest class (index into CLASSES) this year alone may have."""
    least = tuple(
        low if given is None else given
        for given, low in zip(
            (year.headcount, year.turnover, year.balance), year.floor, strict=True
        )
    )
    most = (year.headcount, year.turnover, year.balance)
    low, high = (
        next((k for k, ceiling in enumerate(CEILINGS) if _within(values, ceiling)), LARGE)
        for values in (least, most)
    )
    return low, high


def _within(values: tuple[Decimal | None, ...], ceiling: Ceiling) -> bool:
    """Art. 2 for one ceiling; None is more than any ceiling."""
    staff, turnover, balance = values
    return (
        staff is not None
        and staff < ceiling.staff
        and (
            (turnover is not None and turnover <= ceiling.turnover)
            or (balance is not None and balance <= ceiling.balance)
        )
    )


def missing_figures(year: Year) -> tuple[str, ...]:
    """The figures that could narrow this year's class, alone or with others."""
    low, high = year_bounds(year)
    if low == high:
        return ()
    absent = [name for name in FIGURES if getattr(year, name) is None]
    extremes = [(None, year.floor[FIGURES.index(name)], Decimal(10) ** 15) for name in absent]
    helpful = set()
    for values in product(*extremes):
        guess = dict(zip(absent, values, strict=True))
        bounds = year_bounds(replace(year, **guess))
        for name in absent:
            if guess[name] is not None and bounds != year_bounds(
                replace(year, **guess | {name: None})
            ):
                helpful.add(name)
    return tuple(name for name in absent if name in helpful)


def next_status(status: int, previous: int, current: int) -> int:
    """Art. 4(2): the status moves only as far as two consecutive years both say.

    Both years above the status: up to the lower of the two. Both below: down to the higher.
    Otherwise it stays. That is the median of the three, hence monotone in each of them.
    """
    return sorted((status, previous, current))[1]


def classify(years: list[Year]) -> Size:
    """The size class after the last closed year, from all years that are known."""
    closed = sorted((y for y in years if not y.estimate), key=lambda y: y.year)
    if not closed:
        return _from_estimate([y for y in years if y.estimate])
    steps = _walk(_without_gaps(closed))
    last = steps[-1]
    if last.status_low != last.status_high:
        return Size("unknown", "undecided", {"year": last.year}, steps)
    code, params = _reason(steps)
    return Size(last.status_low, code, params, steps)


def _from_estimate(estimates: list[Year]) -> Size:
    """Art. 4(3): no accounts closed yet, so the first estimate counts."""
    if not estimates:
        return Size("unknown", "no_figures")
    year = min(estimates, key=lambda y: y.year)
    steps = _walk([year])
    step = steps[0]
    if step.low != step.high:
        return Size("unknown", "undecided", {"year": year.year}, steps)
    return Size(step.low, "estimate", {"year": year.year}, steps)


def _without_gaps(closed: list[Year]) -> list[Year]:
    """Every year from the first to the last; one that nobody entered may be anything."""
    by_year = {y.year: y for y in closed}
    return [
        by_year.get(number) or Year(number, gap=True)
        for number in range(closed[0].year, closed[-1].year + 1)
    ]


def _walk(years: list[Year]) -> tuple[Step, ...]:
    steps = []
    status = previous = None
    for year in years:
        bounds = year_bounds(year)
        if previous is None:
            status = bounds
        else:
            # the rule is monotone: lows give the lowest possible status, highs the highest
            status = tuple(
                next_status(s, p, b) for s, p, b in zip(status, previous, bounds, strict=True)
            )
        steps.append(
            Step(
                year.year,
                *(CLASSES[k] for k in (*bounds, *status)),
                missing=missing_figures(year),
                gap=year.gap,
            )
        )
        previous = bounds
    return tuple(steps)


def _reason(steps: tuple[Step, ...]) -> tuple[str, dict]:
    """Which sentence explains a decided status."""
    last = steps[-1]
    status = last.status_low
    params = {"year": last.year}
    if last.low != last.high:
        return "last_year_open", params
    if last.low != status:
        return "last_year_differs", params | {"other": last.low}
    if len(steps) == 1:
        return "one_year", params
    before = steps[-2]
    params |= {"previous": before.year}
    if before.low == before.high == status:
        return "two_years_agree", params
    return "status_kept", params

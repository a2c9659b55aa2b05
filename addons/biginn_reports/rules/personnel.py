"""Personnel: productive hours, hourly rate, cost, and which year's rate applies.

Source: grant-finance rules, section 5 (annual personnel cost / annual productive hours; three
divisors; the rate of the financial year, or of the last closed one) and the setting "rounding of
the hourly rate: none (amounts rounded to 2); 2-decimal rate selectable" of section 1.
Units: hours, and the currency of the books per hour.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from .finding import Finding, RuleError
from .money import exact, round_half_up, to_decimal

FIXED_1720 = "fixed_1720"
INDIVIDUAL = "individual"
STANDARD = "standard"
METHODS = (FIXED_1720, INDIVIDUAL, STANDARD)

FIXED_HOURS = Decimal(1720)
STANDARD_FLOOR = Decimal("0.9")


class PersonnelError(RuleError):
    """Input that gives no hourly rate."""


@dataclass(frozen=True)
class ProductiveHours:
    """The divisor of the hourly rate, with the findings made on the way."""

    method: str
    hours: Decimal
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class HourlyRate:
    """``annual_cost`` / ``hours``; ``decimals`` None keeps it unrounded."""

    annual_cost: Decimal
    hours: Decimal
    decimals: int | None = None

    @property
    def exact(self) -> Fraction:
        rate = exact(self.annual_cost) / exact(self.hours)
        return rate if self.decimals is None else exact(round_half_up(rate, self.decimals))

    @property
    def decimal(self) -> Decimal:
        """The rate for showing and storing: 40 significant digits when unrounded."""
        if self.decimals is None:
            return to_decimal(self.exact)
        return round_half_up(self.exact, self.decimals)


def productive_hours(
    method: str,
    *,
    full_time_share: Decimal = Decimal(1),
    workable_hours: Decimal | None = None,
    overtime: Decimal = Decimal(0),
    absence: Decimal = Decimal(0),
    standard_hours: Decimal | None = None,
) -> ProductiveHours:
    """Annual productive hours of one person by one of the three methods.

    fixed_1720: 1 720 h times the full-time share. individual: the person's own workable hours +
    overtime - absence (part time is in the workable hours already). standard: what the
    organisation uses for everybody, never below 90 % of the standard workable hours, times the
    full-time share.
    """
    if method not in METHODS:
        raise PersonnelError("unknown_method", method=method)
    if not 0 < full_time_share <= 1:
        raise PersonnelError("full_time_share", share=full_time_share)
    findings: tuple[Finding, ...] = ()
    if method == FIXED_1720:
        hours = FIXED_HOURS * full_time_share
    elif method == INDIVIDUAL:
        if workable_hours is None:
            raise PersonnelError("workable_hours_missing", method=method)
        hours = workable_hours + overtime - absence
    else:
        hours, findings = _standard(standard_hours, workable_hours)
        hours *= full_time_share
    if hours <= 0:
        raise PersonnelError("no_productive_hours", method=method, hours=hours)
    return ProductiveHours(method, hours, findings)


def hourly_rate(annual_cost: Decimal, hours: Decimal, decimals: int | None = None) -> HourlyRate:
    """The hourly rate, unrounded unless ``decimals`` says otherwise."""
    if annual_cost < 0:
        raise PersonnelError("negative_annual_cost", annual_cost=annual_cost)
    if hours <= 0:
        raise PersonnelError("no_productive_hours", hours=hours)
    return HourlyRate(annual_cost, hours, decimals)


def personnel_cost(hours_worked: Decimal, rate: HourlyRate, places: int = 2) -> Decimal:
    """Hours worked on the action times the hourly rate, rounded once: per person and rate year."""
    return round_half_up(exact(hours_worked) * rate.exact, places)


def rate_year_for(
    day: date, closed_years: Iterable[int] | Mapping[int, date], period_end: date
) -> int:
    """The financial year whose rate pays an hour worked on ``day``.

    That is the financial year of the day, when it is closed by the end of the reporting period;
    otherwise the last one closed. ``closed_years``: the years whose books are closed, either as
    numbers (calendar years) or as a mapping year -> last day, for other financial years. A year
    that ends after ``period_end`` does not count as closed, whatever is known today.
    """
    ends = (
        dict(closed_years)
        if isinstance(closed_years, Mapping)
        else {year: date(year, 12, 31) for year in closed_years}
    )
    worked_in = _financial_year(day, ends)
    closed = [year for year, end in ends.items() if end <= period_end and year <= worked_in]
    if not closed:
        raise PersonnelError("no_closed_year", date=day, period_end=period_end)
    return max(closed)


def check_ceiling(declared: Decimal, hours: Decimal, person: str, year: int) -> Finding:
    """Hours declared over all EU grants for a person and year stay within the divisor."""
    return Finding(
        "personnel.ceiling",
        declared <= hours,
        "hours_within_ceiling" if declared <= hours else "hours_over_ceiling",
        {"person": person, "year": year, "declared": declared, "ceiling": hours},
    )


def _standard(
    standard: Decimal | None, workable: Decimal | None
) -> tuple[Decimal, tuple[Finding, ...]]:
    if standard is None:
        raise PersonnelError("standard_hours_missing", method=STANDARD)
    if workable is None:
        raise PersonnelError("workable_hours_missing", method=STANDARD)
    floor = workable * STANDARD_FLOOR
    if standard >= floor:
        return standard, ()
    params = {"standard": standard, "floor": floor, "workable": workable}
    return floor, (Finding("personnel.floor", False, "standard_hours_below_floor", params),)


def _financial_year(day: date, ends: Mapping[int, date]) -> int:
    """The financial year of ``day``: all years end on the day the last known one ends on."""
    if not ends:
        return day.year
    anchor = max(ends)
    end = ends[anchor]
    after_year_end = (day.month, day.day) > (end.month, end.day)
    return anchor + day.year - end.year + (1 if after_year_end else 0)

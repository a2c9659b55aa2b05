"""The period-average exchange rate.

Source: grant-finance rules, section 12 (costs recorded in a currency other than the euro are
converted at the average of the daily rates published over the reporting period) and section 17.2
(arithmetic mean of the published values with start <= date <= end, both included; no weekend
fill; EUR = amount / mean).
Units: foreign units per 1 EUR; amounts in that currency.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from .finding import Finding, RuleError
from .money import divide, round_half_up, to_decimal

DEFAULT_DECIMALS = 4

# The closing days of TARGET, the payment system whose days the ECB publishes on, are the same
# every year since 2002; before that they differed from year to year.
CALENDAR_KNOWN_SINCE = date(2002, 1, 1)


class FxError(RuleError):
    """Rates that give no average."""


class EmptyWindowError(FxError):
    """No published day inside the window."""


class ConflictingRateError(FxError):
    """Two different values for the same day."""


class BadRateError(FxError):
    """A rate that is not a positive, exact number."""


@dataclass(frozen=True)
class FxAverage:
    """The average and what it was made of.

    ``mean`` has 40 significant digits; ``rate`` is the mean rounded to ``decimals`` (HALF_UP), or
    the mean itself when ``decimals`` is None. ``rates`` is the evidence: every day used.
    """

    total: Decimal
    count: int
    mean: Decimal
    rate: Decimal
    start: date
    end: date
    decimals: int | None
    rates: tuple[tuple[date, Decimal], ...]
    findings: tuple[Finding, ...]


def period_average(
    rates: Iterable[tuple[date, Decimal]],
    start: date,
    end: date,
    decimals: int | None = DEFAULT_DECIMALS,
) -> FxAverage:
    """Mean of the published daily rates from ``start`` to ``end``, both included."""
    if end < start:
        raise EmptyWindowError("window_reversed", start=start, end=end)
    used = _inside(rates, start, end)
    if not used:
        raise EmptyWindowError("no_rates", start=start, end=end)
    values = [Fraction(rate) for _day, rate in used]
    total = sum(values)
    mean = total / len(values)
    exact_mean = to_decimal(mean)
    return FxAverage(
        total=to_decimal(total),
        count=len(used),
        mean=exact_mean,
        rate=exact_mean if decimals is None else round_half_up(mean, decimals),
        start=start,
        end=end,
        decimals=decimals,
        rates=used,
        findings=_findings([day for day, _rate in used], start, end),
    )


def to_eur(amount: Decimal, rate: Decimal, places: int = 2) -> Decimal:
    """``amount`` / ``rate``, rounded once."""
    _check_rate(None, rate)
    return divide(amount, rate, places)


def missing_days(published: Iterable[date], start: date, end: date) -> list[date]:
    """Business days of the ECB between ``start`` and ``end`` for which no rate is there."""
    known = set(published)
    first = max(start, CALENDAR_KNOWN_SINCE)
    days = ((first + timedelta(days=step)) for step in range((end - first).days + 1))
    return [day for day in days if day not in known and is_business_day(day)]


def is_business_day(day: date) -> bool:
    """Whether the ECB publishes on ``day`` (calendar valid since 2002)."""
    return day.weekday() < 5 and day not in closing_days(day.year)


@lru_cache(maxsize=200)
def closing_days(year: int) -> frozenset[date]:
    """TARGET closing days: 1 January, Good Friday, Easter Monday, 1 May, 25 and 26 December."""
    sunday = easter(year)
    return frozenset(
        {
            date(year, 1, 1),
            sunday - timedelta(days=2),
            sunday + timedelta(days=1),
            date(year, 5, 1),
            date(year, 12, 25),
            date(year, 12, 26),
        }
    )


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the algorithm of Meeus, Jones and Butcher)."""
    cycle = year % 19
    century, year_of_century = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    moon_shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * cycle + century - leap_centuries - moon_shift + 15) % 30
    leap_years, year_rest = divmod(year_of_century, 4)
    weekday = (32 + 2 * century_rest + 2 * leap_years - epact - year_rest) % 7
    correction = (cycle + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * correction + 114, 31)
    return date(year, month, day + 1)


def _inside(
    rates: Iterable[tuple[date, Decimal]], start: date, end: date
) -> tuple[tuple[date, Decimal], ...]:
    by_day: dict[date, Decimal] = {}
    for day, rate in rates:
        if not start <= day <= end:
            continue
        _check_rate(day, rate)
        if by_day.setdefault(day, rate) != rate:
            raise ConflictingRateError(
                "conflicting_rates", date=day, first=by_day[day], second=rate
            )
    return tuple(sorted(by_day.items()))


def _check_rate(day: date | None, rate: Decimal) -> None:
    if not isinstance(rate, Decimal):
        raise BadRateError("rate_not_decimal", date=day, rate=rate)
    if not rate.is_finite() or rate <= 0:
        raise BadRateError("rate_not_positive", date=day, rate=rate)


def _findings(days: Sequence[date], start: date, end: date) -> tuple[Finding, ...]:
    missing = missing_days(days, start, end)
    odd = [day for day in days if day >= CALENDAR_KNOWN_SINCE and not is_business_day(day)]
    findings = []
    if missing:
        findings.append(
            Finding(
                "fx.days",
                False,
                "fx_days_missing",
                {"count": len(missing), "first": missing[0], "days": tuple(missing)},
            )
        )
    if odd:
        findings.append(
            Finding(
                "fx.days",
                False,
                "fx_days_unexpected",
                {"count": len(odd), "first": odd[0], "days": tuple(odd)},
            )
        )
    return tuple(findings)

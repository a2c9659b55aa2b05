"""Equipment: only the depreciation that falls into the period is a cost (category D.2).

Source: grant-finance rules, section 7 (price / life in months x months in the period x share of
use) and Examples 1 and 2 (14 400.00 / 36 x 9 x 0.5 = 1 800.00; x 12 = 2 400.00).
Units: the currency of the books, months, share between 0 and 1.
"""

import calendar
from datetime import date
from decimal import Decimal

from .finding import RuleError
from .money import exact, round_half_up


class DepreciationError(RuleError):
    """An asset without a price, a life or a share that makes sense."""


def depreciation(
    price: Decimal,
    life_months: int,
    months: int,
    use_share: Decimal = Decimal(1),
    places: int = 2,
) -> Decimal:
    """price / life x months x share of use, rounded once."""
    if price < 0:
        raise DepreciationError("negative_price", price=price)
    if life_months <= 0:
        raise DepreciationError("no_life", life_months=life_months)
    if not 0 <= use_share <= 1:
        raise DepreciationError("use_share", share=use_share)
    if not 0 <= months <= life_months:
        raise DepreciationError("months_beyond_life", months=months, life_months=life_months)
    return round_half_up(exact(price) / life_months * months * exact(use_share), places)


def months_in_use(
    in_use_from: date,
    start: date,
    end: date,
    life_months: int,
    in_use_to: date | None = None,
) -> int:
    """Months of the asset's life that are charged to the period ``start`` to ``end``.

    A month of life begins on the same day of the month as the use did and is charged to the
    period in which it begins. So periods that follow each other share a life without a gap and
    without counting a month twice. Nothing after the last month of life or after ``in_use_to``.
    """
    last = end if in_use_to is None else min(end, in_use_to)
    return sum(1 for step in range(life_months) if start <= _plus_months(in_use_from, step) <= last)


def _plus_months(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))

"""What the ECB's formats have in common: dates, currency codes and values, read strictly.

Source: grant-finance rules, sections 17.1 and 17.2 (validate date format, N/A, range, duplicates).
Units: foreign units per 1 EUR.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .finding import RuleError

FIRST_DAY = date(1999, 1, 4)

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CURRENCY = re.compile(r"[A-Z]{3}")
# No sign, exponent, blank or superfluous zero in front; 15 digits are more than the ECB uses and
# as many as a double keeps.
_VALUE = re.compile(r"(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,8})?")
MAX_DIGITS = 15


class EcbFormatError(RuleError):
    """A file the ECB would not have written. ``params`` name the place."""


@dataclass(frozen=True)
class EcbRate:
    """One value of one day, ``text`` exactly as published."""

    currency: str
    date: date
    text: str

    @property
    def rate(self) -> Decimal:
        return Decimal(self.text)


@dataclass(frozen=True)
class EcbFile:
    """A file read whole. ``layout``: hist_csv, sdmx_csv or xml."""

    layout: str
    rates: tuple[EcbRate, ...]

    @property
    def currencies(self) -> tuple[str, ...]:
        return tuple(sorted({rate.currency for rate in self.rates}))

    @property
    def start(self) -> date:
        return min(rate.date for rate in self.rates)

    @property
    def end(self) -> date:
        return max(rate.date for rate in self.rates)


@dataclass
class Context:
    """What values are checked against, and what was seen so far in this file."""

    today: date | None = None
    bands: Mapping[str, tuple[Decimal, Decimal]] = field(default_factory=dict)
    seen: set[tuple[str, date]] = field(default_factory=set)
    days: dict[str, date] = field(default_factory=dict)

    def day(self, text: str, line: int) -> date:
        """An ISO date on which the ECB can have published."""
        known = self.days.get(text)
        if known is None:
            known = self.days[text] = self._day(text, line)
        return known

    def _day(self, text: str, line: int) -> date:
        if not _DATE.fullmatch(text):
            raise EcbFormatError("date_format", line=line, value=text[:40])
        try:
            day = date.fromisoformat(text)
        except ValueError as error:
            raise EcbFormatError("date_format", line=line, value=text) from error
        if day < FIRST_DAY:
            raise EcbFormatError("date_before_euro", line=line, value=text)
        if self.today is not None and day > self.today:
            raise EcbFormatError("date_in_future", line=line, value=text)
        if day.weekday() >= 5:
            raise EcbFormatError("date_on_weekend", line=line, value=text)
        return day

    def currency(self, text: str, line: int) -> str:
        if not _CURRENCY.fullmatch(text):
            raise EcbFormatError("currency_code", line=line, value=text[:40])
        return text

    def rate(self, currency: str, day: date, text: str, line: int) -> EcbRate:
        """A plain positive decimal inside the currency's band, for a day not seen before."""
        place = {"line": line, "currency": currency, "value": text[:40]}
        if not _VALUE.fullmatch(text) or len(text.replace(".", "")) > MAX_DIGITS:
            raise EcbFormatError("number_format", **place)
        value = Decimal(text)
        if value <= 0:
            raise EcbFormatError("number_not_positive", **place)
        low, high = self.bands.get(currency, (None, None))
        if low is not None and not low <= value <= high:
            raise EcbFormatError("outside_band", **place, low=low, high=high)
        if (currency, day) in self.seen:
            raise EcbFormatError("day_twice", line=line, currency=currency, date=day)
        self.seen.add((currency, day))
        return EcbRate(currency, day, text)

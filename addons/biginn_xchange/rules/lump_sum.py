"""The lump sum of an exchange: one amount, and the arithmetic that leads to it.

Source: clustercollaboration.eu/clusterxchange/about (ceiling of the host country; halved when the
stay is under 5 working days and/or the organisations are less than 200 km apart) and the FAQ of
clamtex.eu (Portugal 780 for 5 days, 390 for 3). The rate table follows the monthly table of Erasmus
for Young Entrepreneurs. Every threshold is a parameter: it belongs to the programme.

    base   = the rate in force on the first day of the stay: of the host country, per stay or per
             working day, or of the band that the distance lies in (as Erasmus+ does for travel)
    0      if the stay is shorter than the minimum, or virtual
    factor = 1/2 if too short or too near (once, also when it is both), else 1
    amount = round(base x factor, 2), half up, never above the programme's maximum

Amounts are Decimal in the programme's currency (EUR), distances in km.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from .finding import Finding

ABOUT = "clustercollaboration.eu/clusterxchange/about"
CENT = Decimal("0.01")
HALF = Decimal("0.5")
WHOLE = Decimal(1)

UNIT_STAY = "stay"
UNIT_DAY = "day"
UNIT_BAND = "distance_band"


@dataclass(frozen=True)
class Rate:
    """One dated line of the rate table.

    country    ISO 3166 code of the host's country; None is the higher rate for outermost regions
               and participants with a disability; of a distance band, every country
    amount     full amount, per stay or per working day
    date_from  first day it holds
    date_to    last day it holds, None while it is open
    km_from    a distance band begins here
    km_to      and ends before this distance; 0 while it is open
    """

    country: str | None
    amount: Decimal
    date_from: date
    date_to: date | None = None
    unit: str = UNIT_STAY
    km_from: Decimal = Decimal(0)
    km_to: Decimal = Decimal(0)

    @property
    def is_band(self):
        return self.unit == UNIT_BAND

    def holds_on(self, day):
        return self.date_from <= day and (self.date_to is None or day <= self.date_to)

    def holds_at(self, km):
        """Does this band hold at a distance? An unknown distance lies in no band."""
        return km is not None and self.km_from <= km and (not self.km_to or km < self.km_to)

    def overlaps(self, other):
        """May two lines of one country hold for the same stay? The amount would be a guess."""
        if self.country != other.country or (
            self.country is None and self.is_band != other.is_band
        ):
            return False
        days = (other.date_to is None or self.date_from <= other.date_to) and (
            self.date_to is None or other.date_from <= self.date_to
        )
        if not (days and self.is_band and other.is_band):
            return days
        return (not other.km_to or self.km_from < other.km_to) and (
            not self.km_to or other.km_from < self.km_to
        )


@dataclass(frozen=True)
class Terms:
    """The programme's thresholds; 0 switches a threshold off."""

    min_working_days: int = 0
    half_under_days: int = 0
    half_under_km: Decimal = Decimal(0)
    max_amount: Decimal = Decimal(0)


@dataclass(frozen=True)
class Stay:
    """What happened, or is going to: the facts the amount rests on."""

    host_country: str | None
    date_start: date
    working_days: int
    distance_km: Decimal | None = None
    is_virtual: bool = False
    higher_rate: bool = False


@dataclass(frozen=True)
class LumpSum:
    """The amount with its arithmetic.

    zero_reason   why there is nothing: virtual, too_short, no_rate, no_distance; else empty
    half_reasons  why it was halved: days, distance, or both (halved once all the same)
    capped        the programme's maximum cut it
    """

    amount: Decimal
    base: Decimal = Decimal(0)
    factor: Decimal = WHOLE
    half_reasons: tuple = ()
    zero_reason: str = ""
    capped: bool = False
    rate: Rate | None = None


def rate_in_force(rates, stay):
    """The line that holds for the stay on its first day; None if there is none.

    A line of the host country goes before a band of every country, a younger line before an older.
    """
    valid = [
        rate
        for rate in _rates_of_day(rates, stay)
        if not rate.is_band or rate.holds_at(stay.distance_km)
    ]
    return max(
        valid, key=lambda rate: (not rate.is_band, rate.country or "", rate.date_from), default=None
    )


def _rates_of_day(rates, stay):
    """Lines that hold on the first day for the stay's host, whatever the distance."""
    country = None if stay.higher_rate else stay.host_country
    return [
        rate
        for rate in rates
        if rate.holds_on(stay.date_start)
        and (
            (rate.is_band and rate.country in (None, stay.host_country))
            or (not rate.is_band and rate.country == country and (country or stay.higher_rate))
        )
    ]


def half_reasons(stay, terms):
    """Which of the two conditions for halving hold; an unknown distance never does."""
    reasons = []
    if stay.working_days < terms.half_under_days:
        reasons.append("days")
    if stay.distance_km is not None and stay.distance_km < terms.half_under_km:
        reasons.append("distance")
    return tuple(reasons)


def by_band(rates, stay):
    """Is the amount for this host one of distance bands alone?"""
    of_day = _rates_of_day(rates, stay)
    return bool(of_day) and all(rate.is_band for rate in of_day)


def distance_matters(stay, rates, terms):
    """Would knowing the distance change the amount: by a band, or by halving it?"""
    if by_band(rates, stay):
        return True
    return terms.half_under_km > 0 and stay.working_days >= terms.half_under_days


def lump_sum(stay, rates, terms):
    """The lump sum of one stay, with its arithmetic."""
    if stay.is_virtual:
        return LumpSum(Decimal(0), zero_reason="virtual")
    if stay.working_days < terms.min_working_days:
        return LumpSum(Decimal(0), zero_reason="too_short")
    rate = rate_in_force(rates, stay)
    rated = rate is not None or by_band(rates, stay)
    if rated and stay.distance_km is None and distance_matters(stay, rates, terms):
        return LumpSum(Decimal(0), zero_reason="no_distance", rate=rate)
    if rate is None:
        return LumpSum(Decimal(0), zero_reason="no_rate")
    base = rate.amount * stay.working_days if rate.unit == UNIT_DAY else rate.amount
    reasons = half_reasons(stay, terms)
    factor = HALF if reasons else WHOLE
    amount = (base * factor).quantize(CENT, rounding=ROUND_HALF_UP)
    capped = 0 < terms.max_amount < amount
    if capped:
        amount = terms.max_amount.quantize(CENT, rounding=ROUND_HALF_UP)
    return LumpSum(amount, base, factor, reasons, capped=capped, rate=rate)


def findings(stay, rates, terms, distance_source=""):
    """What is missing before the amount can be said: the rate, the distance, its source."""
    return [_rate_finding(stay, rates), _distance_finding(stay, rates, terms, distance_source)]


def _rate_finding(stay, rates):
    """A rate is in force for the host country; a virtual exchange needs none."""
    params = {"country": stay.host_country, "date": stay.date_start.isoformat()}
    if stay.is_virtual:
        return Finding("rate", True, "rate_virtual", params, ABOUT)
    if rate_in_force(rates, stay) is not None:
        return Finding("rate", True, "rate_ok", params, ABOUT)
    if stay.distance_km is None and by_band(rates, stay):
        # which band it is shows with the distance, and that has a finding of its own
        return Finding("rate", True, "rate_by_distance", params, ABOUT)
    return Finding("rate", False, "rate_missing", params, ABOUT)


def _distance_finding(stay, rates, terms, source):
    """The distance is known where it decides, and somebody can check it (which never blocks)."""
    params = {"source": source}
    if stay.is_virtual or not (terms.half_under_km or by_band(rates, stay)):
        return Finding("distance", True, "distance_not_needed", params, ABOUT)
    if stay.distance_km is None:
        needed = distance_matters(stay, rates, terms)
        code = "distance_missing" if needed else "distance_not_needed"
        return Finding("distance", not needed, code, params, ABOUT)
    params["km"] = float(stay.distance_km)
    if not source:
        return Finding("distance", False, "distance_unsourced", params, ABOUT, blocking=False)
    return Finding("distance", True, "distance_ok", params, ABOUT)

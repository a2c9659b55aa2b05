"""Carbon dioxide of a journey, and whether it was green travel.

    kg of a leg = g CO2 per passenger-km in force on the day x km x people / 1000,
                  to 0.01 kg, half up
    kg in all   = the sum of the legs' rounded figures, so that the printed column adds up
    green       = the green means of transport carried at least the threshold's share of all
                  passenger-km

Units: km for one person there and back or as the leg says, grams of CO2 (or CO2 equivalent, as the
factor's source counts it) per passenger-km. Which means are green and the threshold are data: the
Erasmus+ programme speaks of low-emission means "for the main part of the travel" (general
knowledge, no page of ClusterXchange asks for it). A factor that is not known gives no figure, never
zero.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

HUNDREDTH = Decimal("0.01")
GRAMS_IN_KG = Decimal(1000)
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Factor:
    """One dated line of the table: grams per passenger-km of one means of transport."""

    mode: str
    grams: Decimal
    date_from: date
    date_to: date | None = None


@dataclass(frozen=True)
class Leg:
    """A stretch with one means of transport: km each of so many people travelled."""

    mode: str
    km: Decimal
    people: int = 1

    @property
    def passenger_km(self) -> Decimal:
        return self.km * self.people


@dataclass(frozen=True)
class Footprint:
    """What came out.

    kg       in all, None as soon as one leg's factor is not known, and when there is no leg
    legs     kg of each leg in their order, None where the factor is not known
    missing  means of transport without a factor on that day, each once
    """

    kg: Decimal | None
    legs: tuple[Decimal | None, ...] = ()
    missing: tuple[str, ...] = ()


def factor_in_force(factors: Sequence[Factor], mode: str, day: date) -> Factor | None:
    """The line that holds on the day; the youngest one if several do."""
    valid = [
        factor
        for factor in factors
        if factor.mode == mode
        and factor.date_from <= day
        and (factor.date_to is None or day <= factor.date_to)
    ]
    return max(valid, key=lambda factor: factor.date_from, default=None)


def leg_kg(leg: Leg, factor: Factor | None) -> Decimal | None:
    """kg of one leg; a leg of no length is nothing whatever the factor."""
    if leg.passenger_km == 0:
        return Decimal(0).quantize(HUNDREDTH)
    if factor is None:
        return None
    return (factor.grams * leg.passenger_km / GRAMS_IN_KG).quantize(
        HUNDREDTH, rounding=ROUND_HALF_UP
    )


def footprint(legs: Sequence[Leg], factors: Sequence[Factor], day: date) -> Footprint:
    """All legs of one journey with the factors of its first day."""
    found = tuple(leg_kg(leg, factor_in_force(factors, leg.mode, day)) for leg in legs)
    missing = dict.fromkeys(leg.mode for leg, kg in zip(legs, found, strict=True) if kg is None)
    known = [kg for kg in found if kg is not None]
    whole = sum(known, Decimal(0)) if legs and len(known) == len(found) else None
    return Footprint(whole, found, tuple(missing))


def main_mode(legs: Sequence[Leg]) -> str | None:
    """The means of transport with the most passenger-km; of equals the one named first."""
    sums: dict[str, Decimal] = {}
    for leg in legs:
        sums[leg.mode] = sums.get(leg.mode, Decimal(0)) + leg.passenger_km
    best = max(sums.values(), default=Decimal(0))
    return next((mode for mode, km in sums.items() if km == best), None) if best > 0 else None


def is_green(legs: Sequence[Leg], green_modes: Collection[str], threshold: Decimal) -> bool:
    """Whether green means carried at least `threshold` per cent; no journey is no green one."""
    total = sum((leg.passenger_km for leg in legs), Decimal(0))
    green = sum((leg.passenger_km for leg in legs if leg.mode in green_modes), Decimal(0))
    return green > 0 and green * HUNDRED >= threshold * total


def remaining_km(distance_km: Decimal | None, legs_km: Sequence[Decimal]) -> Decimal:
    """What is left of the way there and back after the legs that stand already."""
    if not distance_km:
        return Decimal(0)
    return max(Decimal(0), 2 * distance_km - sum(legs_km, Decimal(0)))

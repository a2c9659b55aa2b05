"""Rounding and sharing of amounts.

Source: grant-finance rules, section 19 "Rounding: HALF_UP, EUR and DKK 2 decimals" and section
15.5 "each cell is the sum of 2-decimal individual values, never recomputed from unrounded ones".
Units: any currency; ``places`` is its number of decimals.

Quotients are kept as exact fractions until the one rounding the rule prescribes, so that no digit
is lost by dividing early and a tie is a tie.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from .finding import RuleError

Number = Decimal | Fraction | int

# Digits of quotients that are shown or stored as decimals (the rules themselves use fractions).
QUOTIENT_DIGITS = 40


class MoneyError(RuleError):
    """An amount that cannot be rounded or shared."""


def exact(value: Number) -> Fraction:
    """``value`` as an exact fraction; floats are refused, their cents are already lost."""
    if isinstance(value, bool) or not isinstance(value, Decimal | Fraction | int):
        raise TypeError(f"an exact number is needed, not {type(value).__name__}")
    if isinstance(value, Decimal) and not value.is_finite():
        raise MoneyError("not_finite", value=str(value))
    return Fraction(value)


def round_half_up(value: Number, places: int = 2) -> Decimal:
    """Round to ``places`` decimals; a tie goes away from zero, so a credit mirrors its debit."""
    fraction = exact(value)
    scaled = abs(fraction) * 10**places
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return _from_units(-units if fraction < 0 else units, places)


def divide(numerator: Number, denominator: Number, places: int = 2) -> Decimal:
    """The quotient, rounded once."""
    return round_half_up(exact(numerator) / exact(denominator), places)


def to_decimal(value: Number, digits: int = QUOTIENT_DIGITS) -> Decimal:
    """``value`` as a decimal of ``digits`` significant digits, for showing and storing."""
    fraction = exact(value)
    if fraction == 0:
        return Decimal(0)
    # Decimals left of the point; one more or less does not matter at this length.
    whole_digits = len(str(abs(fraction.numerator) // fraction.denominator))
    rounded = round_half_up(fraction, max(digits - whole_digits, 0))
    return _strip_zeros(rounded)


def settle(parts: Sequence[Decimal], total: Decimal) -> list[Decimal]:
    """Make ``parts`` add up to ``total``: the residue goes to the largest part (the first of
    equals), where it weighs least."""
    if not parts:
        if total:
            raise MoneyError("nothing_to_share_over", total=total)
        return []
    settled = list(parts)
    residue = exact(total) - sum(map(exact, parts))
    if residue:
        largest = max(range(len(settled)), key=lambda index: (abs(settled[index]), -index))
        places = max(_places(total), *(_places(part) for part in parts))
        settled[largest] = round_half_up(exact(settled[largest]) + residue, places)
    return settled


def share(total: Decimal, weights: Sequence[Number], places: int = 2) -> list[Decimal]:
    """Share ``total`` over ``weights`` in proportion.

    Every share is rounded to ``places``, their sum is ``total`` exactly. The residue goes to the
    largest weight (the first of equals). Weights that add up to zero (a line and its credit)
    give no proportion; the largest of them then takes all.
    """
    total = round_half_up(total, places)
    if not weights:
        if total:
            raise MoneyError("nothing_to_share_over", total=total)
        return []
    exact_weights = [exact(weight) for weight in weights]
    largest = max(range(len(weights)), key=lambda index: (abs(exact_weights[index]), -index))
    whole = sum(exact_weights)
    exact_total = exact(total)
    if whole:
        shares = [round_half_up(exact_total * weight / whole, places) for weight in exact_weights]
    else:
        shares = [round_half_up(0, places)] * len(weights)
    residue = exact_total - sum(map(exact, shares))
    shares[largest] = round_half_up(exact(shares[largest]) + residue, places)
    return shares


def portions(amount: Decimal, fractions: Sequence[Number], places: int = 2) -> list[Decimal]:
    """Cut ``amount`` into the given fractions of it (0.5 = half), for analytic distributions.

    Unlike :func:`share` the fractions need not add up to 1. The portions together are the
    rounded portion of their sum, so half and half of an odd cent are one whole again.
    """
    together = round_half_up(exact(amount) * sum(map(exact, fractions)), places)
    parts = [round_half_up(exact(amount) * exact(part), places) for part in fractions]
    return settle(parts, together)


def add(amounts: Iterable[Decimal], places: int = 2) -> Decimal:
    """The sum of printed amounts: exact at any size, independent of the decimal context."""
    return round_half_up(sum((exact(amount) for amount in amounts), Fraction(0)), places)


def _places(value: Decimal) -> int:
    return max(-value.as_tuple().exponent, 0)


def _strip_zeros(value: Decimal) -> Decimal:
    sign, digits, exponent = value.as_tuple()
    while exponent < 0 and digits[-1] == 0 and len(digits) > 1:
        digits, exponent = digits[:-1], exponent + 1
    return Decimal((sign, digits, exponent))


def _from_units(units: int, places: int) -> Decimal:
    """Built digit by digit: a Decimal operation would round to the context's precision."""
    digits = tuple(int(digit) for digit in str(abs(units)))
    return Decimal((1 if units < 0 else 0, digits, -places))

"""Non-deductible VAT follows the lines it was charged on.

Source: grant-finance rules, section 8 ("eligible VAT = VAT the beneficiary cannot deduct"; mixed
deduction: eligible share = 1 - deduction share, so each line needs a VAT-eligible amount, not a
yes or no) and Example 1, D.3 (17 720.00 + 25 % non-deductible 4 430.00 = 22 150.00).
Units: the currency of the books, shares between 0 and 1.

The ledger merges tax lines over several base lines, so the tax is shared back over them before
any cost rule looks at a line: VAT on subcontracting then is subcontracting.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from .finding import RuleError
from .money import add, exact, round_half_up, share


class VatError(RuleError):
    """Lines that cannot be attributed."""


@dataclass(frozen=True)
class BaseLine:
    """A ledger line with a cost: ``amount`` without VAT, and the share of it that is business use
    (a partly deductible expense counts only for that share)."""

    key: Hashable
    amount: Decimal
    business_share: Decimal = Decimal(1)


@dataclass(frozen=True)
class TaxLine:
    """VAT charged on ``base_keys``, of which the beneficiary may deduct ``deductible_share``.

    A ledger that books the deductible part on an account of its own hands in only the
    non-deductible line, with share 0.
    """

    key: Hashable
    amount: Decimal
    base_keys: tuple[Hashable, ...]
    deductible_share: Decimal = Decimal(0)


@dataclass(frozen=True)
class TaxPart:
    """What one tax line adds to one base line."""

    tax_key: Hashable
    amount: Decimal


@dataclass(frozen=True)
class CostLine:
    """A base line with its part of the taxes. ``eligible`` = ``net`` + ``tax``, for the business
    share of the line."""

    key: Hashable
    net: Decimal
    tax: Decimal
    eligible: Decimal
    parts: tuple[TaxPart, ...] = ()


@dataclass(frozen=True)
class Attribution:
    """Cost lines in the order of the base lines; ``orphans`` are tax lines without a base line
    here, with their non-deductible amount. Nothing is lost silently."""

    lines: tuple[CostLine, ...]
    orphans: tuple[TaxPart, ...] = ()
    by_key: dict[Hashable, CostLine] = field(default_factory=dict, compare=False, repr=False)

    def __getitem__(self, key: Hashable) -> CostLine:
        return self.by_key[key]


def non_deductible(tax: TaxLine, places: int = 2) -> Decimal:
    """The part of the tax that is a cost, rounded once."""
    if not 0 <= tax.deductible_share <= 1:
        raise VatError("deductible_share", tax=tax.key, share=tax.deductible_share)
    return round_half_up(exact(tax.amount) * (1 - exact(tax.deductible_share)), places)


def attribute_taxes(
    lines: Iterable[BaseLine], taxes: Iterable[TaxLine], places: int = 2
) -> Attribution:
    """Share each tax line's non-deductible part over its base lines in proportion to their
    amounts; the residue goes to the largest base line. The parts add up to the tax exactly."""
    bases = {}
    for line in lines:
        if line.key in bases:
            raise VatError("duplicate_line", line=line.key)
        if not 0 <= line.business_share <= 1:
            raise VatError("business_share", line=line.key, share=line.business_share)
        bases[line.key] = line
    parts: dict[Hashable, list[TaxPart]] = {key: [] for key in bases}
    orphans = []
    for tax in taxes:
        amount = non_deductible(tax, places)
        keys = [key for key in dict.fromkeys(tax.base_keys) if key in bases]
        if not keys:
            orphans.append(TaxPart(tax.key, amount))
            continue
        weights = [bases[key].amount for key in keys]
        for key, part in zip(keys, share(amount, weights, places), strict=True):
            parts[key].append(TaxPart(tax.key, part))
    costs = tuple(_cost_line(base, tuple(parts[key]), places) for key, base in bases.items())
    return Attribution(costs, tuple(orphans), {cost.key: cost for cost in costs})


def _cost_line(base: BaseLine, parts: tuple[TaxPart, ...], places: int) -> CostLine:
    business = exact(base.business_share)
    net = round_half_up(exact(base.amount) * business, places)
    tax = round_half_up(exact(add((part.amount for part in parts), places)) * business, places)
    return CostLine(base.key, net, tax, add((net, tax), places), parts)

"""What part of a cost its analytic distribution gives to the accounts of a grant.

Source: grant-finance rules, section 4 (a cost is declared once, and only the part that belongs to
the action) and the accounting system's own rule that a distribution adds up to 100 % per plan.
Units: the currency of the books, fractions of the cost (0.5 = half).

Slices that share a plan lie beside each other, slices of different plans lie over each other:
60 % project X + 40 % project Y and, in a second plan, 100 % grant Z are one cost seen twice. So
the parts of one plan only are counted: the plan that gives the grant most. Never more than the
whole cost.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from .money import portions


@dataclass(frozen=True)
class Slice:
    """``fraction`` of the cost, in all of ``plans`` at once. ``account``: the account of the grant
    it names, None for somebody else's."""

    fraction: Decimal
    plans: frozenset[Hashable]
    account: Hashable | None = None


@dataclass(frozen=True)
class Portion:
    """What one account gets."""

    account: Hashable
    fraction: Decimal
    amount: Decimal


@dataclass(frozen=True)
class Distributed:
    """``twice``: the slices gave the grant more than the cost, or gave it in several plans."""

    portions: tuple[Portion, ...]
    twice: bool = False


def distribute(amount: Decimal, slices: Iterable[Slice], places: int = 2) -> Distributed:
    """The parts of ``amount`` for the grant's accounts.

    All slices of the plan are cut out of the amount together, so that halves of an odd cent are
    one whole again, whoever gets them.
    """
    slices = list(slices)
    own = [one for one in slices if one.account is not None]
    if not own:
        return Distributed(())
    plan = _plan_that_gives_most(own)
    beside = [one for one in slices if plan in one.plans]
    fractions, cut = _within_the_whole(beside)
    found: dict[Hashable, list[Decimal]] = {}
    for one, fraction, part in zip(
        beside, fractions, portions(amount, fractions, places), strict=True
    ):
        if one.account is not None:
            total = found.setdefault(one.account, [Decimal(0), Decimal(0)])
            total[0] += fraction
            total[1] += part
    return Distributed(
        tuple(Portion(account, fraction, part) for account, (fraction, part) in found.items()),
        twice=cut or any(plan not in one.plans for one in own),
    )


def _plan_that_gives_most(own: list[Slice]) -> Hashable:
    totals = defaultdict(Decimal)
    for one in own:
        for plan in one.plans:
            totals[plan] += one.fraction
    return max(totals, key=lambda plan: (totals[plan], str(plan)))


def _within_the_whole(slices: list[Slice]) -> tuple[list[Decimal], bool]:
    """Fractions as given, the grant's own cut off where they would exceed the whole."""
    left, cut, fractions = Decimal(1), False, []
    for one in slices:
        fraction = one.fraction
        if one.account is not None:
            cut = cut or fraction > left
            fraction = min(fraction, left)
            left -= fraction
        fractions.append(fraction)
    return fractions, cut

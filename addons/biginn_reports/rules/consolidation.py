"""Several beneficiaries, one grant: the periodic summary and the cap of the action.

Source: grant-finance rules, section 15.5 (each cell is the sum of 2-decimal individual values,
never recomputed), section 10 (step 1 rates, step 2 cap at the maximum grant: at the level of the
action) and the consolidated table of section 19.
Units: EUR.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from .finding import RuleError
from .money import add, share


class ConsolidationError(RuleError):
    """Statements that cannot be put beside each other."""


@dataclass(frozen=True)
class Declared:
    """One locked statement as delivered: printed amounts per category code, and its EU
    contribution before the cap of the action."""

    beneficiary: Hashable
    amounts: tuple[tuple[str, Decimal], ...]
    contribution: Decimal


@dataclass(frozen=True)
class Row:
    """A beneficiary over all its statements. ``granted`` is its part of the capped grant."""

    beneficiary: Hashable
    amounts: dict[str, Decimal]
    total: Decimal
    contribution: Decimal
    granted: Decimal


@dataclass(frozen=True)
class Consolidation:
    """Rows in the order of delivery, their sums, and the grant after the cap."""

    rows: tuple[Row, ...]
    codes: tuple[str, ...]
    amounts: dict[str, Decimal]
    total: Decimal
    contribution: Decimal
    granted: Decimal

    def row(self, beneficiary: Hashable) -> Row:
        return next(row for row in self.rows if row.beneficiary == beneficiary)


def consolidate(statements: Iterable[Declared], max_grant: Decimal | None = None) -> Consolidation:
    """Add up what was declared and cap the contribution at ``max_grant`` (None: no cap).

    The capped grant is split pro rata of the contributions, residue to the largest: an internal
    proposal, the grant agreement caps only the action as a whole.
    """
    delivered: dict[Hashable, list[Declared]] = {}
    codes: dict[str, None] = {}
    for statement in statements:
        names = [code for code, _amount in statement.amounts]
        if len(set(names)) != len(names):
            raise ConsolidationError("duplicate_category", beneficiary=statement.beneficiary)
        delivered.setdefault(statement.beneficiary, []).append(statement)
        codes.update(dict.fromkeys(names))
    contributions = [
        add(statement.contribution for statement in listed) for listed in delivered.values()
    ]
    contribution = add(contributions)
    granted = contribution if max_grant is None else min(contribution, max_grant)
    # Below the cap everyone gets what it declared; sharing would only repeat it.
    parts = contributions if granted == contribution else share(granted, contributions)
    rows = tuple(
        _row(beneficiary, listed, codes, own, part)
        for (beneficiary, listed), own, part in zip(
            delivered.items(), contributions, parts, strict=True
        )
    )
    return Consolidation(
        rows=rows,
        codes=tuple(codes),
        amounts={code: add(row.amounts[code] for row in rows) for code in codes},
        total=add(row.total for row in rows),
        contribution=contribution,
        granted=granted,
    )


def _row(beneficiary, listed, codes, contribution, granted) -> Row:
    amounts = {
        code: add(
            amount for statement in listed for name, amount in statement.amounts if name == code
        )
        for code in codes
    }
    return Row(beneficiary, amounts, add(amounts.values()), contribution, granted)

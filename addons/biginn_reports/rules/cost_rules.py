"""Which budget category a ledger line belongs to.

Source: grant-finance rules, section 4 (every cost must be identifiable in the accounts; an
analytic tag on every ledger line) and section 18 (users ask for expense types mapped to EU
categories, with the reason at hand).

Rules are tried in their order; the first whose every condition holds decides. An empty condition
holds for everything. A rule without category says: not a cost of this grant.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

# The conditions in the order people read them; the names are those of rules and lines alike.
CONDITIONS = ("analytic_account", "account", "product", "journal")

MAPPED = "mapped"
EXCLUDED = "excluded"
UNMAPPED = "unmapped"


@dataclass(frozen=True)
class CostRule:
    """One row of the mapping. ``key`` finds it again; conditions left None accept everything."""

    key: Hashable
    category: str | None
    sequence: int = 10
    analytic_account: Hashable | None = None
    account: Hashable | None = None
    product: Hashable | None = None
    journal: Hashable | None = None

    def refuses(self, line: "LedgerLine") -> str | None:
        """The first condition that does not hold for ``line``; None when the rule catches it."""
        for condition in CONDITIONS:
            wanted = getattr(self, condition)
            if wanted is not None and wanted != getattr(line, condition):
                return condition
        return None


@dataclass(frozen=True)
class LedgerLine:
    """What the rules look at. A line without product, for example, has product None."""

    analytic_account: Hashable | None = None
    account: Hashable | None = None
    product: Hashable | None = None
    journal: Hashable | None = None


@dataclass(frozen=True)
class Match:
    """The verdict and why: ``rule`` caught the line, ``tried`` are the rules before it with the
    condition that refused it."""

    status: str
    category: str | None = None
    rule: CostRule | None = None
    tried: tuple[tuple[CostRule, str], ...] = ()


class RuleBook:
    """The rules of one beneficiary in the order they are tried: by sequence, then as given."""

    def __init__(self, rules: Iterable[CostRule]):
        self.rules = tuple(sorted(rules, key=lambda rule: rule.sequence))

    def match(self, line: LedgerLine) -> Match:
        tried = []
        for rule in self.rules:
            refused_by = rule.refuses(line)
            if refused_by is None:
                status = EXCLUDED if rule.category is None else MAPPED
                return Match(status, rule.category, rule, tuple(tried))
            tried.append((rule, refused_by))
        return Match(UNMAPPED, tried=tuple(tried))


def match(line: LedgerLine, rules: Iterable[CostRule]) -> Match:
    """The category of one line; for many lines make one :class:`RuleBook`."""
    return RuleBook(rules).match(line)

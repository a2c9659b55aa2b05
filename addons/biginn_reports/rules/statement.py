"""The financial statement of one beneficiary for one period, from items to the EU contribution.

Source: grant-finance rules, sections 3 (categories and forms of cost), 9 (indirect costs), 10
(reimbursement rate per category, cap), 12 (conversion), 15.2 (layout; costs above the cap are
shown, never cut) and 15.5 (every total is the sum of printed 2-decimal values); golden examples
in section 19.
Units: ``local`` is the currency of the books, everything else EUR; rates between 0 and 1.

The order of the arithmetic, each step from what the step before prints:

1. items -> category total in the books' currency -> EUR at the period average, rounded once per
   category; unit and lump-sum categories are declared at their nominal EUR instead
2. categories -> subtotal per letter (A, B, C, D ...)
3. flagged categories -> base -> indirect costs = base x flat rate, rounded
4. subtotals + indirect costs -> total
5. total per reimbursement rate -> EU contribution, rounded once per rate
6. cap -> requested contribution -> own funding = total - requested
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .finding import Finding, RuleError
from .fx import to_eur
from .money import add, exact, round_half_up, settle, share

ACTUAL = "actual"
UNIT = "unit"
FLAT = "flat"
LUMP = "lump"
FORMS = (ACTUAL, UNIT, FLAT, LUMP)
NOMINAL_FORMS = (UNIT, LUMP)

EUR_PLACES = 2


class StatementError(RuleError):
    """Input no statement can be made of."""


@dataclass(frozen=True)
class Category:
    """A budget category as the scheme of the grant (and the beneficiary) sees it.

    ``reimbursement_rate`` None takes the scheme's. ``cap_at_nominal``: a category declared at
    converted ledger cost never exceeds the nominal EUR of its items (ClusterXchange lump sums).
    """

    code: str
    form: str = ACTUAL
    in_indirect_base: bool = False
    reimbursement_rate: Decimal | None = None
    cap_at_nominal: bool = False

    @property
    def letter(self) -> str:
        return self.code.split(".", 1)[0]


@dataclass(frozen=True)
class Scheme:
    """``categories`` in printing order; the one of form ``flat`` receives the indirect costs."""

    categories: tuple[Category, ...]
    indirect_rate: Decimal
    reimbursement_rate: Decimal

    def rate_of(self, category: Category) -> Decimal:
        own = category.reimbursement_rate
        return self.reimbursement_rate if own is None else own

    @property
    def flat(self) -> Category | None:
        return next((item for item in self.categories if item.form == FLAT), None)


@dataclass(frozen=True)
class Item:
    """One cost: a person's hours of a rate year, a ledger line, a depreciation, an exchange.

    ``amount_local`` is the cost in the books' currency, of which ``fraction`` falls on this
    grant. ``amount_eur`` is the nominal EUR of a unit or lump sum; on an item of an ``actual``
    category it is only what the cost is compared with.
    """

    key: Hashable
    category: str
    amount_local: Decimal | None = None
    amount_eur: Decimal | None = None
    fraction: Decimal = Decimal(1)


@dataclass(frozen=True)
class StatementInput:
    """``fx_rate``: units of the books' currency per EUR, None when the books are in EUR.
    ``max_contribution``: the most EU money this beneficiary may get for the period, None for no
    limit. ``requested``: what it asks for, if that is less."""

    items: tuple[Item, ...]
    scheme: Scheme
    fx_rate: Decimal | None = None
    max_contribution: Decimal | None = None
    requested: Decimal | None = None
    local_places: int = 2


@dataclass(frozen=True)
class ItemResult:
    """An item as listed: the EUR of all items of a category add up to the category."""

    key: Hashable
    category: str
    amount_local: Decimal | None
    amount_eur: Decimal


@dataclass(frozen=True)
class Line:
    """A category as printed. ``amount_local`` is None where nothing is converted (unit, lump and
    flat). ``contribution`` is the category's part of the EU contribution of its rate."""

    code: str
    letter: str
    form: str
    amount_local: Decimal | None
    amount_eur: Decimal
    reimbursement_rate: Decimal
    contribution: Decimal
    item_count: int
    in_indirect_base: bool


@dataclass(frozen=True)
class Subtotal:
    """The sum of the printed lines of one letter."""

    letter: str
    amount_local: Decimal
    amount_eur: Decimal
    contribution: Decimal


@dataclass(frozen=True)
class RateGroup:
    """All printed amounts reimbursed at one rate, and the EU contribution to them."""

    rate: Decimal
    codes: tuple[str, ...]
    amount: Decimal
    contribution: Decimal


@dataclass(frozen=True)
class StatementResult:
    """The statement. ``direct_local`` counts only what was converted."""

    lines: tuple[Line, ...]
    subtotals: tuple[Subtotal, ...]
    groups: tuple[RateGroup, ...]
    items: tuple[ItemResult, ...]
    fx_rate: Decimal | None
    direct_local: Decimal
    direct_eur: Decimal
    indirect_base: Decimal
    indirect_rate: Decimal
    indirect_eur: Decimal
    total_eur: Decimal
    max_contribution_eur: Decimal
    requested_eur: Decimal
    own_funding_eur: Decimal
    findings: tuple[Finding, ...]

    def line(self, code: str) -> Line:
        return next(line for line in self.lines if line.code == code)

    def subtotal(self, letter: str) -> Subtotal:
        return next(item for item in self.subtotals if item.letter == letter)


def compute(data: StatementInput) -> StatementResult:
    """The statement of ``data``; see the module for the order of the arithmetic."""
    _check(data)
    scheme = data.scheme
    by_category = defaultdict(list)
    for item in data.items:
        by_category[item.category].append(item)
    items, direct, findings = {}, [], []
    for category in scheme.categories:
        if category.form == FLAT:
            continue
        listed, local, eur, noted = _category(category, by_category[category.code], data)
        items.update(listed)
        direct.append((category, local, eur, len(listed)))
        findings.extend(noted)
    base = add(eur for category, _local, eur, _n in direct if category.in_indirect_base)
    indirect = round_half_up(exact(base) * exact(scheme.indirect_rate), EUR_PLACES)
    printed = _in_printing_order(scheme, direct, indirect)
    groups, contributions = _contributions(scheme, printed)
    lines = tuple(
        Line(
            category.code,
            category.letter,
            category.form,
            local,
            eur,
            scheme.rate_of(category),
            contributions[category.code],
            count,
            category.in_indirect_base,
        )
        for category, local, eur, count in printed
    )
    subtotals = _subtotals(lines, data.local_places)
    total = add(subtotal.amount_eur for subtotal in subtotals)
    contribution = add(group.contribution for group in groups)
    requested = _requested(contribution, data)
    return StatementResult(
        lines=lines,
        subtotals=subtotals,
        groups=groups,
        items=tuple(items[item.key] for item in data.items),
        fx_rate=data.fx_rate,
        direct_local=add((s.amount_local for s in subtotals), data.local_places),
        direct_eur=add(eur for _category, _local, eur, _n in direct),
        indirect_base=base,
        indirect_rate=scheme.indirect_rate,
        indirect_eur=indirect,
        total_eur=total,
        max_contribution_eur=contribution,
        requested_eur=requested,
        own_funding_eur=add([total, -requested]),
        findings=tuple(findings) + _cap_findings(contribution, requested, data),
    )


def local_amount(item: Item, places: int) -> Decimal:
    """The part of the item's cost that falls on the grant, as printed in the list of items."""
    return round_half_up(exact(item.amount_local) * exact(item.fraction), places)


def _category(category, items, data):
    """Items as listed, local total (None when nothing is converted), EUR total, findings."""
    if category.form in NOMINAL_FORMS:
        return _nominal_category(items, data)
    local = {item.key: local_amount(item, data.local_places) for item in items}
    total_local = add(local.values(), data.local_places)
    total_eur = _convert(total_local, data.fx_rate)
    total_eur, findings = _compare_with_nominal(category, items, total_eur)
    # Each item converted by itself; the cents that then differ from the converted total (which is
    # what is declared) go to the largest item.
    each = settle([_convert(local[item.key], data.fx_rate) for item in items], total_eur)
    listed = {
        item.key: ItemResult(item.key, item.category, local[item.key], eur)
        for item, eur in zip(items, each, strict=True)
    }
    return listed, total_local, total_eur, findings


def _nominal_category(items, data):
    listed = {}
    for item in items:
        # What was booked is shown beside a lump sum; what is declared is the nominal amount.
        booked = None if item.amount_local is None else local_amount(item, data.local_places)
        nominal = round_half_up(exact(item.amount_eur) * exact(item.fraction), EUR_PLACES)
        listed[item.key] = ItemResult(item.key, item.category, booked, nominal)
    return listed, None, add(result.amount_eur for result in listed.values()), []


def _compare_with_nominal(category, items, total_eur):
    if not items or any(item.amount_eur is None for item in items):
        return total_eur, []
    nominal = add(
        round_half_up(exact(item.amount_eur) * exact(item.fraction), EUR_PLACES) for item in items
    )
    if total_eur <= nominal:
        return total_eur, []
    params = {
        "category": category.code,
        "converted": total_eur,
        "nominal": nominal,
        "excess": add([total_eur, -nominal]),
    }
    if category.cap_at_nominal:
        return nominal, [Finding("statement.nominal", True, "capped_at_nominal", params)]
    return total_eur, [Finding("statement.nominal", False, "above_nominal", params)]


def _convert(amount: Decimal, rate: Decimal | None) -> Decimal:
    if rate is None:
        return round_half_up(amount, EUR_PLACES)
    return to_eur(amount, rate, EUR_PLACES)


def _in_printing_order(scheme, direct, indirect):
    """Every category with its amounts; the indirect costs stand where the flat category stands."""
    amounts = {entry[0].code: entry for entry in direct}
    return [
        (category, None, indirect, 0) if category.form == FLAT else amounts[category.code]
        for category in scheme.categories
    ]


def _contributions(scheme, printed):
    """EU contribution per rate, and each category's part of it (residue to the largest)."""
    by_rate = defaultdict(list)
    for category, _local, eur, _count in printed:
        by_rate[scheme.rate_of(category)].append((category.code, eur))
    groups, parts = [], {}
    for rate, entries in by_rate.items():
        amount = add(eur for _code, eur in entries)
        contribution = round_half_up(exact(amount) * exact(rate), EUR_PLACES)
        codes = tuple(code for code, _eur in entries)
        groups.append(RateGroup(rate, codes, amount, contribution))
        shares = share(contribution, [eur for _code, eur in entries], EUR_PLACES)
        parts.update(zip(codes, shares, strict=True))
    return tuple(groups), parts


def _subtotals(lines: Iterable[Line], local_places: int) -> tuple[Subtotal, ...]:
    by_letter = defaultdict(list)
    for line in lines:
        by_letter[line.letter].append(line)
    return tuple(
        Subtotal(
            letter,
            add(
                (line.amount_local for line in group if line.amount_local is not None), local_places
            ),
            add(line.amount_eur for line in group),
            add(line.contribution for line in group),
        )
        for letter, group in by_letter.items()
    )


def _requested(contribution: Decimal, data: StatementInput) -> Decimal:
    limits = [contribution]
    limits += [
        round_half_up(limit, EUR_PLACES)
        for limit in (data.max_contribution, data.requested)
        if limit is not None
    ]
    return min(limits)


def _cap_findings(contribution, requested, data) -> tuple[Finding, ...]:
    cap = data.max_contribution
    if cap is None or contribution <= cap:
        return ()
    params = {"contribution": contribution, "cap": cap, "requested": requested}
    return (Finding("statement.cap", False, "contribution_above_cap", params),)


def _check(data: StatementInput) -> None:
    categories = {}
    for category in data.scheme.categories:
        if category.code in categories:
            raise StatementError("duplicate_category", category=category.code)
        if category.form not in FORMS:
            raise StatementError("unknown_form", category=category.code, form=category.form)
        _check_rate(data.scheme.rate_of(category), category.code)
        categories[category.code] = category
    if sum(category.form == FLAT for category in data.scheme.categories) > 1:
        raise StatementError("several_flat_categories")
    _check_rate(data.scheme.indirect_rate, None)
    if data.scheme.flat is None and data.scheme.indirect_rate:
        raise StatementError("no_flat_category")
    seen = set()
    for item in data.items:
        if item.key in seen:
            raise StatementError("duplicate_item", item=item.key)
        seen.add(item.key)
        _check_item(item, categories)


def _check_item(item: Item, categories: dict[str, Category]) -> None:
    category = categories.get(item.category)
    if category is None:
        raise StatementError("unknown_category", item=item.key, category=item.category)
    if category.form == FLAT:
        raise StatementError("item_in_flat_category", item=item.key, category=item.category)
    if category.form in NOMINAL_FORMS and item.amount_eur is None:
        raise StatementError("nominal_missing", item=item.key, category=item.category)
    if category.form == ACTUAL and item.amount_local is None:
        raise StatementError("cost_missing", item=item.key, category=item.category)


def _check_rate(rate: Decimal, category: str | None) -> None:
    if not 0 <= Fraction(rate) <= 1:
        raise StatementError("rate_out_of_range", category=category, rate=rate)

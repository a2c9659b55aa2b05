"""How a figure of a statement came about: inputs, arithmetic, result.

Each :class:`Step` carries a code for the sentence and the numbers for it; the last step's result
is the printed figure. What is explained is what was computed: the steps are read off the input
and the result of ``statement.compute``, and checked against it by the tests.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .money import exact, to_decimal
from .statement import FLAT, NOMINAL_FORMS, RateGroup, StatementInput, StatementResult

# Figures of the statement that are not a category or a letter.
TOTAL_KEYS = ("base", "total", "contribution", "requested", "own_funding")


@dataclass(frozen=True)
class Step:
    """One line of arithmetic. ``unrounded`` is the result before rounding, where one happened."""

    code: str
    params: Mapping[str, Any]
    result: Decimal
    unrounded: Decimal | None = None


def explain(data: StatementInput, result: StatementResult, key: str) -> tuple[Step, ...]:
    """The chain behind one figure. ``key``: a category code, a letter with several categories,
    ``base``, ``total``, ``contribution``, ``requested`` or ``own_funding``."""
    if key in TOTAL_KEYS:
        return _TOTALS[key](data, result)
    if any(line.code == key for line in result.lines):
        return _category(data, result, key)
    return (_subtotal(result, key),)


def explain_all(data: StatementInput, result: StatementResult) -> dict[str, tuple[Step, ...]]:
    """All chains: categories, letters, totals."""
    keys = [line.code for line in result.lines]
    keys += [item.letter for item in result.subtotals if item.letter not in keys]
    return {key: explain(data, result, key) for key in [*keys, *TOTAL_KEYS]}


def _category(data, result, code):
    line = result.line(code)
    if line.form == FLAT:
        return (*_base(data, result), _indirect(result))
    items = [item for item in result.items if item.category == code]
    if line.form in NOMINAL_FORMS:
        parts = tuple((item.key, item.amount_eur) for item in items)
        return (Step("sum_nominal", {"count": len(items), "parts": parts}, line.amount_eur),)
    parts = tuple((item.key, item.amount_local) for item in items)
    summed = Step("sum_items", {"count": len(items), "parts": parts}, line.amount_local)
    if data.fx_rate is None:
        return (summed, Step("books_in_eur", {"amount": line.amount_local}, line.amount_eur))
    unrounded = exact(line.amount_local) / exact(data.fx_rate)
    params = {"amount": line.amount_local, "rate": data.fx_rate}
    capped = next(
        (
            f
            for f in result.findings
            if f.message_code == "capped_at_nominal" and f.params["category"] == code
        ),
        None,
    )
    if capped is None:
        return (summed, Step("convert", params, line.amount_eur, to_decimal(unrounded)))
    return (
        summed,
        Step("convert", params, capped.params["converted"], to_decimal(unrounded)),
        Step("cap_at_nominal", dict(capped.params), line.amount_eur),
    )


def _subtotal(result, letter):
    parts = tuple((line.code, line.amount_eur) for line in result.lines if line.letter == letter)
    return Step("sum_lines", {"letter": letter, "parts": parts}, result.subtotal(letter).amount_eur)


def _base(_data, result):
    parts = tuple(
        (line.code, line.amount_eur)
        for line in result.lines
        if line.in_indirect_base and line.form != FLAT
    )
    return (Step("sum_base", {"parts": parts}, result.indirect_base),)


def _indirect(result):
    unrounded = exact(result.indirect_base) * exact(result.indirect_rate)
    params = {"base": result.indirect_base, "rate": result.indirect_rate}
    return Step("indirect", params, result.indirect_eur, to_decimal(unrounded))


def _total(_data, result):
    parts = tuple((item.letter, item.amount_eur) for item in result.subtotals)
    return (Step("sum_subtotals", {"parts": parts}, result.total_eur),)


def _group(group: RateGroup) -> Step:
    unrounded = exact(group.amount) * exact(group.rate)
    params = {"rate": group.rate, "codes": group.codes, "amount": group.amount}
    return Step("reimburse", params, group.contribution, to_decimal(unrounded))


def _contribution(_data, result):
    steps = tuple(_group(group) for group in result.groups)
    parts = tuple((group.rate, group.contribution) for group in result.groups)
    return (*steps, Step("sum_contributions", {"parts": parts}, result.max_contribution_eur))


def _requested(data, result):
    params = {
        "contribution": result.max_contribution_eur,
        "cap": data.max_contribution,
        "asked": data.requested,
    }
    return (Step("lowest_of", params, result.requested_eur),)


def _own_funding(_data, result):
    params = {"total": result.total_eur, "requested": result.requested_eur}
    return (Step("total_minus_requested", params, result.own_funding_eur),)


_TOTALS = {
    "base": _base,
    "total": _total,
    "contribution": _contribution,
    "requested": _requested,
    "own_funding": _own_funding,
}

"""How much one recipient may get: support to third parties, and de minimis aid.

Both are general knowledge in clusterxchange.md and grant-finance.md (marked GK), so both limits
are data of the programme, and 0 switches one off.

Ceiling on support to third parties: Financial Regulation (EU, Euratom) 2018/1046, Article 204:
60 000 EUR for each third party unless the aim of the action could not be reached otherwise.

De minimis: Regulation (EU) 2023/2831, Article 3(2): at most 300 000 EUR to a single undertaking
over any period of three years, rolling, counted on the day on which the right to the aid is
given (Article 3(3)), whatever the day of payment. A single undertaking is the recipient with all
enterprises linked to it by a majority (Article 2(2)). The Regulation counts by Member State; here
all that is known of is counted, which is never too little.

Amounts are in the programme's currency.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from .finding import Finding

CEILING_SOURCE = "Regulation (EU, Euratom) 2018/1046, Article 204"
DE_MINIMIS_SOURCE = "Regulation (EU) 2023/2831, Article 3"
# what is asked of a recipient's declaration
NOT_ASKED, ASKED, NEEDED = "no", "warn", "needed"


@dataclass(frozen=True)
class Aid:
    """Aid that counts: the day the right to it was given, and how much."""

    granted_on: date
    amount: Decimal


@dataclass(frozen=True)
class Terms:
    """`ceiling`, `de_minimis_ceiling`: 0 means no limit. `years`: length of the period."""

    ceiling: Decimal = Decimal(0)
    de_minimis_ceiling: Decimal = Decimal(0)
    years: int = 3
    declaration: str = ASKED
    currency: str = "EUR"


@dataclass(frozen=True)
class Recipient:
    """Who gets it, and what is known of what went there before.

    `supported`: promised and paid to it in this programme, without the exchange in question.
    `aid`: de minimis aid of the single undertaking, from exchanges and as declared.
    `declared`: whether it has declared what else it received, in good time.
    `group`: names of the enterprises that are one undertaking with it.
    """

    name: str
    supported: Decimal = Decimal(0)
    aid: tuple[Aid, ...] = ()
    declared: bool = False
    group: tuple[str, ...] = ()


def period_start(day: date, years: int) -> date:
    """First day of the period of so many years that ends on `day`, both included."""
    try:
        back = day.replace(year=day.year - years)
    except ValueError:  # the 29th of February of a year without one
        back = day.replace(year=day.year - years, day=28)
    return back + timedelta(days=1)


def aid_in_period(aids: Iterable[Aid], day: date, years: int) -> Decimal:
    """What was given in the period that ends on `day`."""
    start = period_start(day, years)
    return sum((aid.amount for aid in aids if start <= aid.granted_on <= day), Decimal(0))


def single_undertaking(member: int, links: Iterable[tuple[int, int]]) -> frozenset[int]:
    """All that hang together with `member` by majority holdings, whoever holds whom."""
    neighbours: dict[int, set[int]] = {}
    for one, other in links:
        neighbours.setdefault(one, set()).add(other)
        neighbours.setdefault(other, set()).add(one)
    found, waiting = {member}, [member]
    while waiting:
        for other in neighbours.get(waiting.pop(), ()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return frozenset(found)


def findings(amount: Decimal, recipient: Recipient, terms: Terms, day: date) -> list[Finding]:
    """May it get this amount as well? Nothing to say about nothing."""
    if not amount:
        return []
    found = []
    if terms.ceiling:
        found.append(_ceiling_finding(amount, recipient, terms))
    if terms.de_minimis_ceiling:
        found.append(_de_minimis_finding(amount, recipient, terms, day))
        if terms.declaration != NOT_ASKED:
            found.append(_declaration_finding(recipient, terms))
    return found


def _ceiling_finding(amount, recipient, terms):
    total = recipient.supported + amount
    ok = total <= terms.ceiling
    params = {
        "name": recipient.name,
        "amount": str(total),
        "limit": str(terms.ceiling),
        "currency": terms.currency,
    }
    code = "support_ok" if ok else "support_over"
    return Finding("third_party", ok, code, params, CEILING_SOURCE)


def _de_minimis_finding(amount, recipient, terms, day):
    total = aid_in_period(recipient.aid, day, terms.years) + amount
    ok = total <= terms.de_minimis_ceiling
    params = {
        "name": recipient.name,
        "amount": str(total),
        "limit": str(terms.de_minimis_ceiling),
        "currency": terms.currency,
        "years": terms.years,
        "group": ", ".join(recipient.group),
    }
    code = "aid_ok" if ok else "aid_over"
    if recipient.group:
        code += "_group"
    return Finding("de_minimis", ok, code, params, DE_MINIMIS_SOURCE)


def _declaration_finding(recipient, terms):
    ok = recipient.declared
    return Finding(
        "de_minimis_declaration",
        ok,
        "declared" if ok else "undeclared",
        {"name": recipient.name, "years": terms.years},
        "Regulation (EU) 2023/2831, Article 7",
        blocking=terms.declaration == NEEDED,
    )

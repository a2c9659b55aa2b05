"""What an interrupted stay is worth.

Source: clustercollaboration.eu/clusterxchange/about (working days spent at the host decide on the
lump sum, and whether it is halved). What happens to a stay that is cut short is not published:
days lost through force majeure count as if they had been spent, other lost days do not count. A
stay is never worth more than what was agreed on before it began.

Days are dates at the host, amounts Decimal in the programme's currency.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from . import lump_sum
from .working_days import calendar_days, working_days


@dataclass(frozen=True)
class Break:
    """A time in which the visitor was not at the host.

    date_from      first day that was missed
    date_to        the day on which the stay went on; None if it never did
    force_majeure  nobody of the visitor's side could help it
    """

    date_from: date
    date_to: date | None = None
    force_majeure: bool = False


def lost_days(last_day, breaks):
    """Dates that do not count: missed, and not through force majeure."""
    lost = set()
    for each in breaks:
        if not each.force_majeure:
            end = each.date_to - timedelta(days=1) if each.date_to else last_day
            lost.update(calendar_days(each.date_from, end))
    return frozenset(lost)


def counted_days(first_day, last_day, breaks, agreed, holidays=frozenset(), travel=frozenset()):
    """Working days that count after the stay: never more than the `agreed` ones.

    `last_day` is the last day as it was planned: what was missed before it is a break.
    """
    lost = lost_days(last_day, breaks)
    return min(agreed, working_days(first_day, last_day, holidays | lost, travel))


def again(facts, days):
    """The lump sum of the same stay with other working days: same rate, same terms.

    `facts` are those that were stored with the lump sum: what has changed in the programme since
    then plays no part.
    """
    stay = lump_sum.Stay(
        host_country=facts["country"] or None,
        date_start=date.fromisoformat(facts["rate_from"]) if facts["rate_from"] else date.min,
        working_days=days,
        distance_km=_decimal(facts["distance_km"]),
        is_virtual=facts["zero_reason"] == "virtual",
        higher_rate=facts["higher_rate"],
    )
    return lump_sum.lump_sum(stay, _rates(facts), _terms(facts))


def _rates(facts):
    if not facts["rate"]:
        return []
    own_country = not facts["higher_rate"] and facts["rate_unit"] != lump_sum.UNIT_BAND
    return [
        lump_sum.Rate(
            country=facts["country"] if own_country else None,
            amount=Decimal(facts["rate"]),
            date_from=date.fromisoformat(facts["rate_from"]),
            unit=facts["rate_unit"],
            km_from=_decimal(facts.get("km_from")) or Decimal(0),
            km_to=_decimal(facts.get("km_to")) or Decimal(0),
        )
    ]


def _terms(facts):
    return lump_sum.Terms(
        min_working_days=facts["min_working_days"],
        half_under_days=facts["half_under_days"],
        half_under_km=_decimal(facts["half_under_km"]) or Decimal(0),
        max_amount=_decimal(facts["max_amount"]) or Decimal(0),
    )


def _decimal(value):
    return None if value is None else Decimal(str(value))

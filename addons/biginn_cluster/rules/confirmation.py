"""When is a member asked to confirm that its profile is still right?

Once a year, as the AIPF proposes for the standard set of company information; how many months a
confirmation holds is a setting. Months are calendar months: who confirmed on the last day of a
long month has until the last day of the shorter one.
"""

import calendar
from datetime import date


def months_before(day: date, months: int) -> date:
    """The same day `months` earlier, or that month's last day where it is shorter."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    month += 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def is_unconfirmed(
    confirmed_on: date | None, member_since: date | None, today: date, months: int
) -> bool:
    """Whether the last confirmation has run out.

    Who never confirmed has as long after joining: a new member has just filled in its profile.
    """
    known = confirmed_on or member_since
    return bool(known) and known <= months_before(today, months)


def may_ask(
    confirmed_on: date | None,
    member_since: date | None,
    asked_on: date | None,
    today: date,
    months: int,
) -> bool:
    """Whether to ask today: unconfirmed, and not asked within the same time."""
    if not is_unconfirmed(confirmed_on, member_since, today, months):
        return False
    return not asked_on or asked_on <= months_before(today, months)

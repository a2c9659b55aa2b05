"""How long something has been waiting, in whole days, as a code and a number.

No source but the calendar. The screen turns the code into a sentence in the reader's language.
"""


def age(since, today):
    """("none", 0), ("today", 0), ("past", days) or ("future", days) of a day seen from today."""
    if since is None:
        return "none", 0
    days = (today - since).days
    if not days:
        return "today", 0
    return ("past", days) if days > 0 else ("future", -days)

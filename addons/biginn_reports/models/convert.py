"""From the ORM's floats to the rules' exact decimals and back.

A stored monetary value is a decimal with the currency's places; read as a float it is the float
nearest to that decimal. Its shortest decimal form, rounded to the places, is the stored value.
"""

from decimal import Decimal

from ..rules.money import round_half_up


def dec(value, places=2):
    """Exact decimal of a stored float."""
    return round_half_up(Decimal(repr(float(value or 0.0))), places)


def changing(records, vals, names):
    """The records on which writing `vals` changes one of the fields `names`."""
    named = [name for name in names if name in vals]
    return records.filtered(
        lambda one: any(
            one._fields[name].convert_to_cache(vals[name], one)
            != one._fields[name].convert_to_cache(one[name], one)
            for name in named
        )
    )


def jsonable(value):
    """Rule parameters as JSON keeps them: decimals and dates as text."""
    if isinstance(value, dict):
        return {str(key): jsonable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [jsonable(item) for item in value]
    if value is None or isinstance(value, bool | int | str):
        return value
    return str(value)

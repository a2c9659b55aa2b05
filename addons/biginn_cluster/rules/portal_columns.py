"""What one input of a portal form takes, and how each kind of input is read.

A column is one field of a section or one field of a row. The model declares it, with label and
help already in the member's language; here stands how a typed text becomes a value. Problems are
codes; the model has the sentences.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from . import profile_input

# kinds whose boxes a browser leaves out of the form when nothing is ticked
TICKED = ("flag", "records")


@dataclass(frozen=True)
class Column:
    """One input.

    `kind`: text (one line), lines (several), website, email, phone, vat, choice (a key of a list),
    record (an id of a list), records (several), number (a whole one), amount (a decimal one),
    date, flag, file. `limit`: characters of a text; `low` and `high` bound a number or a year.
    `width` is in twelfths of the page.
    """

    name: str
    kind: str
    label: str = ""
    help: str = ""
    placeholder: str = ""
    required: bool = False
    limit: int = 250
    low: int = 0
    high: int = 999_999
    width: int = 12
    empty: str = ""


@dataclass(frozen=True)
class Section:
    """One small page of the profile: fields of the organisation itself, or rows of one list.

    `lines` names the one2many; `row` and `add` are the words for one of its rows. `empty` says
    what to do when nothing is there yet.
    """

    name: str
    title: str
    columns: tuple[Column, ...] = ()
    lines: str = ""
    help: str = ""
    empty: str = ""
    row: str = ""
    add: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Fields of the organisation that this page writes."""
        return (self.lines,) if self.lines else tuple(column.name for column in self.columns)


def read(column: Column, raw: object, choices: Collection = ()) -> tuple[object, str]:
    """The value of what was typed and the code of what is wrong with it.

    `choices` are the keys or ids that may be chosen. Empty is "" for texts and keys, 0 for
    numbers and ids, None for amounts and days, so that nobody mistakes an empty amount for zero.
    """
    value, problem = _READERS[column.kind](column, raw, choices)
    if problem:
        return value, problem
    if column.required and as_text(value) == "":
        return value, "choice" if column.kind in ("choice", "record") else "required"
    return value, ""


def _text(column, raw, _choices):
    return profile_input.read_text(" ".join(profile_input.clean_text(raw).split()), column.limit)


def _lines(column, raw, _choices):
    return profile_input.read_text(raw, column.limit)


def _choice(_column, raw, choices):
    value = profile_input.clean_text(raw)
    return value, "choice" if value and value not in choices else ""


def _record(_column, raw, choices):
    value = profile_input.read_id(raw)
    typed = profile_input.clean_text(raw)
    return value, "choice" if typed and value not in choices else ""


def _records(_column, raw, choices):
    typed = profile_input.clean_text(raw)
    ids = tuple(sorted({profile_input.read_id(part) for part in typed.split(",")} if typed else ()))
    return ids, "choice" if set(ids) - set(choices) else ""


def _number(column, raw, _choices):
    value, problem = profile_input.read_number(raw)
    if value and not column.low <= value <= column.high:
        return value, "range"
    return value, problem


_READERS = {
    "text": _text,
    "lines": _lines,
    "website": lambda _column, raw, _choices: profile_input.read_website(raw),
    "email": lambda _column, raw, _choices: profile_input.read_email(raw),
    "phone": lambda _column, raw, _choices: profile_input.read_phone(raw),
    "vat": lambda _column, raw, _choices: profile_input.read_vat(raw),
    "choice": _choice,
    "record": _record,
    "records": _records,
    "number": _number,
    "amount": lambda _column, raw, _choices: profile_input.read_amount(raw),
    "date": lambda _column, raw, _choices: profile_input.read_date(raw),
    "flag": lambda _column, raw, _choices: (bool(profile_input.clean_text(raw)), ""),
    "file": lambda _column, _raw, _choices: ("", ""),
}


def as_text(value: object) -> str:
    """A kept value as the form shows and sends it back: the inverse of `read`."""
    if value is None or value is False or (value == 0 and not isinstance(value, Decimal)):
        return ""
    if value is True:
        return "1"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, (list, tuple)):
        return ",".join(str(part) for part in value)
    return str(value)

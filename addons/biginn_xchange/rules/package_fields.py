"""Readers for the payload of a package: each takes a plain value and returns it, or refuses it.

A payload is described as a table of readers; what the table does not name is refused, as is what
is missing. So nothing from a file reaches a model that was not looked at.

>>> stay = table({"first": day(), "days": whole(0, 400), "note": maybe(text(20))})
>>> stay({"first": "2026-05-04", "days": 5, "note": None}, "")["days"]
5
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from .package import TIME, PackageError, is_uuid

Reader = Callable[[object, str], object]

AMOUNT = re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?")
HASH = re.compile(r"[0-9a-f]{64}")
CODE = re.compile(r"[A-Za-z0-9_.@\-]{1,40}")
# signs that nobody types and that change how the text around them looks
INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def _refuse(path):
    raise PackageError("field", field=path)


def plain(value: object, limit: int) -> str:
    """A text as the reader below takes it: what a sender writes.

    >>> plain("  Kaunas\x00 ", 20)
    'Kaunas'
    """
    kept = INVISIBLE.sub("", str(value or "").replace("\r\n", "\n")).strip()
    return kept if len(kept) <= limit else f"{kept[: limit - 1]}…"


def text(limit: int, required: bool = False) -> Reader:
    """A text of one line or more, without signs that hide something."""

    def read(value, path):
        if not isinstance(value, str) or len(value) > limit or INVISIBLE.search(value):
            _refuse(path)
        if required and not value.strip():
            _refuse(path)
        return value

    return read


def choice(*keys: str) -> Reader:
    def read(value, path):
        if not isinstance(value, str) or value not in keys:
            _refuse(path)
        return value

    return read


def code() -> Reader:
    """A key of a catalogue: the other side may know others than we do."""

    def read(value, path):
        if not isinstance(value, str) or not CODE.fullmatch(value):
            _refuse(path)
        return value

    return read


def flag() -> Reader:
    def read(value, path):
        if not isinstance(value, bool):
            _refuse(path)
        return value

    return read


def whole(low: int, high: int) -> Reader:
    def read(value, path):
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            _refuse(path)
        return value

    return read


def amount() -> Reader:
    """A sum of money or a length, never negative: "780.00" becomes a Decimal."""

    def read(value, path):
        if not isinstance(value, str) or not AMOUNT.fullmatch(value):
            _refuse(path)
        return Decimal(value)

    return read


def day(first: int = 2000, last: int = 2100) -> Reader:
    """A day as 2026-05-04, within the years that make sense."""

    def read(value, path):
        if not isinstance(value, str):
            _refuse(path)
        try:
            found = date.fromisoformat(value)
        except ValueError:
            _refuse(path)
        if found.isoformat() != value or not first <= found.year <= last:
            _refuse(path)
        return found

    return read


def moment() -> Reader:
    """A time in UTC, as 2026-05-04T12:00:00Z; comes out without a zone, as Odoo keeps times."""

    def read(value, path):
        try:
            found = datetime.strptime(value, TIME) if isinstance(value, str) else None
        except ValueError:
            found = None
        if not found or found.strftime(TIME) != value or not 2000 <= found.year <= 2100:
            _refuse(path)
        return found

    return read


def uuid() -> Reader:
    def read(value, path):
        if not is_uuid(value):
            _refuse(path)
        return value

    return read


def sha256() -> Reader:
    def read(value, path):
        if not isinstance(value, str) or not HASH.fullmatch(value):
            _refuse(path)
        return value

    return read


def maybe(reader: Reader) -> Reader:
    """The same, or null."""
    return lambda value, path: None if value is None else reader(value, path)


def rows(reader: Reader, most: int) -> Reader:
    """A list of at most so many."""

    def read(value, path):
        if not isinstance(value, list) or len(value) > most:
            _refuse(path)
        return [reader(one, f"{path}[{place}]") for place, one in enumerate(value)]

    return read


def table(columns: dict[str, Reader]) -> Reader:
    """An object with exactly these keys."""

    def read(value, path):
        if not isinstance(value, dict):
            _refuse(path)
        for name in sorted(columns.keys() ^ value.keys()):
            _refuse(f"{path}.{name}"[:120].lstrip("."))
        return {
            name: reader(value[name], f"{path}.{name}".lstrip("."))
            for name, reader in columns.items()
        }

    return read

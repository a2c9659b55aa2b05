"""The ECB's csv layouts: ``eurofxref-hist.csv`` and the csv of the data service (SDMX).

Source: grant-finance rules, section 17.1. The first has a row per day and a column per currency,
``N/A`` for no value, and a comma at the end of each row. The second has a row per value, with the
columns KEY, FREQ, CURRENCY, CURRENCY_DENOM, EXR_TYPE, EXR_SUFFIX, TIME_PERIOD, OBS_VALUE among
others.
Units: foreign units per 1 EUR.
"""

import csv
from collections.abc import Iterator

from .ecb_values import Context, EcbFile, EcbFormatError

NOT_AVAILABLE = "N/A"
# Days without a value stand in the data service's csv as empty or as NaN.
SDMX_NONE = ("", "NaN")
# Daily reference rates of a currency against the euro; anything else is another statistic.
SDMX_FIXED = {"FREQ": "D", "CURRENCY_DENOM": "EUR", "EXR_TYPE": "SP00", "EXR_SUFFIX": "A"}
SDMX_NEEDED = ("KEY", "CURRENCY", "TIME_PERIOD", "OBS_VALUE")


def read(text: str, context: Context) -> EcbFile:
    """Either layout, told apart by its header."""
    rows = _rows(text)
    _line, header = next(rows)
    if header[0] == "Date":
        return _read_hist(header, rows, context)
    if "TIME_PERIOD" in header and "OBS_VALUE" in header:
        return _read_sdmx(header, rows, context)
    raise EcbFormatError("unknown_layout", value=",".join(header)[:80])


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Numbered rows of the text; blank lines are only allowed at the end."""
    reader = csv.reader(text.splitlines(), strict=True)
    blank = None
    try:
        for cells in reader:
            if not cells:
                blank = blank or reader.line_num
                continue
            if blank:
                raise EcbFormatError("blank_line", line=blank)
            yield reader.line_num, cells
    except csv.Error as error:
        raise EcbFormatError("bad_csv", line=reader.line_num) from error


def _read_hist(header, rows, context: Context) -> EcbFile:
    trailing = header[-1] == ""
    names = header[1:-1] if trailing else header[1:]
    currencies = [context.currency(name, 1) for name in names]
    if len(set(currencies)) != len(currencies):
        raise EcbFormatError("column_twice", line=1)
    if not currencies:
        raise EcbFormatError("no_currency_columns", line=1)
    rates, days = [], set()
    for line, cells in rows:
        if len(cells) != len(header) or (trailing and cells[-1] != ""):
            raise EcbFormatError("column_count", line=line, count=len(cells), wanted=len(header))
        day = context.day(cells[0], line)
        if day in days:
            raise EcbFormatError("day_twice", line=line, currency="", date=day)
        days.add(day)
        for currency, value in zip(currencies, cells[1:], strict=False):
            if value != NOT_AVAILABLE:
                rates.append(context.rate(currency, day, value, line))
    return EcbFile("hist_csv", tuple(rates))


def _read_sdmx(header, rows, context: Context) -> EcbFile:
    if len(set(header)) != len(header):
        raise EcbFormatError("column_twice", line=1)
    for name in SDMX_NEEDED:
        if name not in header:
            raise EcbFormatError("column_missing", line=1, name=name)
    rates = []
    for line, cells in rows:
        if len(cells) != len(header):
            raise EcbFormatError("column_count", line=line, count=len(cells), wanted=len(header))
        row = dict(zip(header, cells, strict=True))
        currency = context.currency(row["CURRENCY"], line)
        _check_series(row, currency, line)
        day = context.day(row["TIME_PERIOD"], line)
        if row["OBS_VALUE"] not in SDMX_NONE:
            rates.append(context.rate(currency, day, row["OBS_VALUE"], line))
    return EcbFile("sdmx_csv", tuple(rates))


def _check_series(row, currency: str, line: int) -> None:
    if row["KEY"] != f"EXR.D.{currency}.EUR.SP00.A":
        raise EcbFormatError("other_series", line=line, value=row["KEY"][:40])
    for name, wanted in SDMX_FIXED.items():
        if row.get(name, wanted) != wanted:
            raise EcbFormatError("other_series", line=line, value=row[name][:40])

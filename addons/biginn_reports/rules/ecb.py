"""Reading the European Central Bank's own files of euro reference rates.

Source: grant-finance rules, section 17.1: ``eurofxref-hist.csv`` and its zip, the xml files
(daily, 90 days, whole history) and the csv of the statistical data service (SDMX).
Units: foreign units per 1 EUR, kept digit by digit as published.

Everything is refused that the ECB would not have written: other date formats (a spreadsheet
rewrites dates), signs, exponents, spaces, days twice, weekends, values outside a currency's band.
A file is read whole or not at all: :class:`EcbFormatError` says where and why, and nothing of the
file is used.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from . import ecb_csv, ecb_xml
from .ecb_values import Context, EcbFile, EcbFormatError, EcbRate

__all__ = ["BANDS", "MAX_BYTES", "EcbFile", "EcbFormatError", "EcbRate", "parse"]

# The whole history as xml has about 9 MB and grows by less than 0.5 MB a year.
MAX_BYTES = 32 * 1024 * 1024

# What the standard library raises on a damaged, encrypted or oddly compressed archive.
ZIP_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    LookupError,
    ArithmeticError,
)

# ERM II: the central rate 7.46038 with its band of 2.25 % either way.
BANDS: Mapping[str, tuple[Decimal, Decimal]] = {
    "DKK": (Decimal("7.29252"), Decimal("7.62824")),
}


def parse(
    content: bytes,
    *,
    today: date | None = None,
    bands: Mapping[str, tuple[Decimal, Decimal]] | None = None,
    max_bytes: int = MAX_BYTES,
) -> EcbFile:
    """The rates in ``content``: a csv, the zip of one, or an xml of the ECB.

    ``today`` refuses rates of the future; ``bands`` are the values a currency may take.
    """
    if len(content) > max_bytes:
        raise EcbFormatError("too_large", limit=max_bytes)
    context = Context(today=today, bands=BANDS if bands is None else bands)
    if content.startswith(b"PK"):
        content = _unzip(content, max_bytes)
    text = _text(content)
    read = ecb_xml.read if text.lstrip().startswith("<") else ecb_csv.read
    found = read(text, context)
    if not found.rates:
        raise EcbFormatError("no_rates_in_file")
    return found


def _text(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise EcbFormatError("not_text", position=error.start) from error
    if not text.strip():
        raise EcbFormatError("empty_file")
    if "\x00" in text:
        raise EcbFormatError("not_text", position=text.index("\x00"))
    return text


def _unzip(content: bytes, max_bytes: int) -> bytes:
    """The one file in the zip, never more than ``max_bytes`` of it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [info for info in archive.infolist() if not info.filename.endswith("/")]
            if len(members) != 1:
                raise EcbFormatError("zip_one_file", count=len(members))
            if members[0].compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise EcbFormatError("bad_zip")
            if not members[0].filename.lower().endswith((".csv", ".xml")):
                raise EcbFormatError("zip_no_csv", name=members[0].filename[:80])
            with archive.open(members[0]) as member:
                # The size the archive claims proves nothing; what comes out is counted.
                data = member.read(max_bytes + 1)
    except EcbFormatError:
        raise
    except ZIP_DAMAGE as error:
        raise EcbFormatError("bad_zip") from error
    if len(data) > max_bytes:
        raise EcbFormatError("too_large", limit=max_bytes)
    return data

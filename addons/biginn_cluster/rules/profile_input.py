"""What a member may type into its own profile, and how it is tidied before it is kept.

Plain text only: nothing here is ever read as HTML. Each reader returns `(value, problem)`, where a
problem is a code that the model turns into a sentence in the member's language. Lengths count
characters.
"""

import hashlib
import re
import unicodedata
from datetime import date
from decimal import Decimal
from urllib.parse import SplitResult, urlsplit

DESCRIPTION_MAX = 4000
CAPABILITY_TEXT_MAX = 1000
WEBSITE_MAX = 250
EMAIL_MAX = 254  # RFC 5321, 4.5.3.1.3: a path has 256 characters, its brackets included
ROWS_MAX = 100

# A label of a host name: letters and digits of any alphabet, hyphens inside.
_LABEL = re.compile(r"(?!-)[^\W_](?:[\w-]{0,61}[^\W_])?\Z", re.UNICODE)


def clean_text(raw: object) -> str:
    """The same text without what no person types: control characters and odd line ends.

    Browsers send CR LF; the database keeps LF. NUL would make PostgreSQL refuse the whole form;
    direction overrides could make one text look like another.
    """
    text = unicodedata.normalize("NFC", str(raw or "")).replace("\r\n", "\n").replace("\r", "\n")
    kept = (
        char for char in text if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs")
    )
    return re.sub("[\u202a-\u202e\u2066-\u2069]", "", "".join(kept)).strip()


def read_text(raw: object, limit: int) -> tuple[str, str]:
    text = clean_text(raw)
    return text, "too_long" if len(text) > limit else ""


def read_website(raw: object) -> tuple[str, str]:
    """A web address as it is kept: http or https, host in lower case, no user name.

    An address without a scheme becomes https. A port and a path stay as they were typed.
    """
    text = clean_text(raw)
    if not text:
        return "", ""
    if len(text) > WEBSITE_MAX:
        return text, "too_long"
    if re.search(r"\s", text):
        return text, "website"
    # "host:8080/path" carries no scheme although urlsplit takes the host for one.
    has_scheme = re.match(r"[A-Za-z][A-Za-z0-9+.-]*:(?!\d)", text)
    try:
        parts = urlsplit(text if has_scheme else "https://" + text.lstrip("/"))
        port = parts.port
    except ValueError:
        return text, "website"
    if parts.scheme.lower() not in ("http", "https"):
        return text, "website_scheme"
    host = (parts.hostname or "").rstrip(".")
    if parts.username is not None or parts.password is not None or not _is_public_host(host):
        return text, "website"
    netloc = f"{host}:{port}" if port else host
    path = "" if parts.path == "/" else parts.path
    kept = SplitResult(parts.scheme.lower(), netloc, path, parts.query, parts.fragment)
    return kept.geturl(), ""


def _is_public_host(host: str) -> bool:
    labels = host.split(".")
    return (
        len(labels) > 1
        and len(host) <= 253
        and all(_LABEL.match(label) for label in labels)
        # The last label of a name is never a number; that would be an address.
        and not labels[-1].isdigit()
    )


def read_email(raw: object) -> tuple[str, str]:
    """One address, without a name and without white space; the host in lower case."""
    text = clean_text(raw)
    if not text:
        return "", ""
    if len(text) > EMAIL_MAX:
        return text, "too_long"
    local, _at, host = text.rpartition("@")
    host = host.lower()
    if not re.fullmatch(r"[^\s@<>(),;:\\\"\[\]]{1,64}", local) or not _is_public_host(host):
        return text, "email"
    return f"{local}@{host}", ""


def read_phone(raw: object) -> tuple[str, str]:
    """A telephone number as people write it: digits with blanks, dots, hyphens, brackets, slash."""
    text = " ".join(clean_text(raw).split())
    if not text:
        return "", ""
    digits = re.sub(r"[ ().\-/]", "", text)
    # ITU-T E.164 allows 15 digits; an extension may follow.
    if not re.fullmatch(r"\+?[0-9]{5,15}(?:(?:x|ext)[0-9]{1,6})?", digits, re.IGNORECASE):
        return text, "phone"
    return text, ""


def read_vat(raw: object) -> tuple[str, str]:
    """A VAT number without blanks, dots and hyphens, in capitals; which ones exist, Odoo knows.

    The longest in use have two letters and twelve characters (Council Directive 2006/112/EC,
    Article 215, for the letters); other countries' tax numbers may be a little longer.
    """
    text = re.sub(r"[\s.\-]", "", clean_text(raw)).upper()
    if text and not re.fullmatch("[A-Z0-9+*]{4,20}", text):
        return text, "vat"
    return text, ""


def read_number(raw: object) -> tuple[int, str]:
    """A whole number from 0; empty is 0."""
    text = clean_text(raw)
    if not text:
        return 0, ""
    if re.fullmatch("[0-9]{1,9}", text):
        return int(text), ""
    return 0, "number"


def read_amount(raw: object) -> tuple[Decimal | None, str]:
    """A figure of zero or more as people of several countries write it; empty is None.

    Blanks and apostrophes part thousands. Of a dot and a comma the later one is the decimal sign.
    One alone with three digits behind it could be either: nobody guesses with a turnover.
    """
    text = re.sub(r"[\s'\u2019]", "", clean_text(raw))
    if not text:
        return None, ""
    if not re.fullmatch(r"[0-9][0-9.,]{0,20}", text):
        return None, "amount"
    signs = [char for char in text if char in ".,"]
    kinds = set(signs)
    if len(kinds) == 2:
        decimal = signs[-1]
    elif len(signs) > 1:
        decimal = ""
    elif signs and len(text) - text.index(signs[0]) == 4:
        return None, "amount_unclear"
    else:
        decimal = signs[0] if signs else ""
    whole, _sign, fraction = text.rpartition(decimal) if decimal else (text, "", "")
    if not _are_thousands(whole) or not re.fullmatch("[0-9]{0,2}", fraction):
        return None, "amount"
    return Decimal(f"{re.sub('[.,]', '', whole)}.{fraction or 0}"), ""


def _are_thousands(whole: str) -> bool:
    """Digits alone, or in threes parted by one and the same sign."""
    return bool(re.fullmatch(r"[0-9]+|[0-9]{1,3}(?:([.,])[0-9]{3})(?:\1[0-9]{3})*", whole))


def read_date(raw: object) -> tuple[date | None, str]:
    """A day as a browser sends it (2026-12-31), or typed as 31.12.2026 or 31/12/2026."""
    text = clean_text(raw)
    if not text:
        return None, ""
    if match := re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", text):
        year, month, day = match.groups()
    elif match := re.fullmatch(r"([0-9]{1,2})[./]([0-9]{1,2})[./]([0-9]{4})", text):
        day, month, year = match.groups()
    else:
        return None, "date"
    try:
        read = date(int(year), int(month), int(day))
    except ValueError:
        return None, "date"
    return (read, "") if 1900 <= read.year <= 2200 else (None, "date")


def read_id(raw: object) -> int:
    """A record id from a form; 0 for anything that is none."""
    text = str(raw or "")
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else 0


def fingerprint(*values: object) -> str:
    """Short mark of what a form showed, to tell later whether anybody changed it meanwhile."""
    joined = "\x1f".join(clean_text(value) for value in values)
    return hashlib.sha256(joined.encode()).hexdigest()[:16]

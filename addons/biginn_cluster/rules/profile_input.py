"""What a member may type into its own profile, and how it is tidied before it is kept.

Plain text only: nothing here is ever read as HTML. Each reader returns `(value, problem)`, where a
problem is a code that the model turns into a sentence in the member's language. Lengths count
characters.
"""

import hashlib
import re
import unicodedata
from urllib.parse import SplitResult, urlsplit

DESCRIPTION_MAX = 4000
CAPABILITY_TEXT_MAX = 1000
WEBSITE_MAX = 250
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


def read_trl(raw: object) -> tuple[int, str]:
    """Technology readiness level 1 to 9; empty or 0 means that it does not apply.

    Source: Horizon 2020 work programme, General Annex G.
    """
    text = clean_text(raw)
    if text in ("", "0"):
        return 0, ""
    if re.fullmatch("[1-9]", text):
        return int(text), ""
    return 0, "trl"


def read_id(raw: object) -> int:
    """A record id from a form; 0 for anything that is none."""
    text = str(raw or "")
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else 0


def fingerprint(*values: object) -> str:
    """Short mark of what a form showed, to tell later whether anybody changed it meanwhile."""
    joined = "\x1f".join(clean_text(value) for value in values)
    return hashlib.sha256(joined.encode()).hexdigest()[:16]

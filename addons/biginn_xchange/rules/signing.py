"""Papers that several parties sign: what exactly is signed, by whom, until when, and reminders.

Sources: clusterxchange.md 6 and 7.1: the Commitment to Quality is signed by visitor, host and both
partnerships, the financial agreement by visitor and visiting partnership. One organisation may be
both partnerships; it then signs for each. A signature belongs to one text: the SHA-256 of the
text's canonical form (JSON with sorted keys, no white space, UTF-8, as in RFC 8785 for texts and
whole numbers). Links are 256 random bits, of which only the SHA-256 is kept.
"""

import hashlib
import hmac
import json
import re
import secrets
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

COMMITMENT, AGREEMENT = "commitment", "agreement"
VISITOR, HOST = "visitor", "host"
VISITING_PARTNERSHIP, HOST_PARTNERSHIP = "visiting_partnership", "host_partnership"
PARTIES = {
    COMMITMENT: (VISITOR, HOST, VISITING_PARTNERSHIP, HOST_PARTNERSHIP),
    AGREEMENT: (VISITOR, VISITING_PARTNERSHIP),
}

TOKEN_BYTES = 32
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")  # 32 bytes in base64 without padding
NAME_MIN, NAME_MAX = 2, 120
DRAWING_MAX = 300 * 1024  # bytes; a signature pad's picture has a tenth of that


# -- what is signed ------------------------------------------------------------------------


def canonical(content: Mapping) -> bytes:
    """The one way to write down `content`: equal contents give equal bytes, others do not.

    Only texts, whole numbers, truth values, None, lists and dicts with texts as keys: a float has
    more than one spelling, so it is refused.
    """
    _refuse_unclear(content)
    return json.dumps(
        content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def _refuse_unclear(value: object) -> None:
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("keys of a signed text are texts")
        for part in value.values():
            _refuse_unclear(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            _refuse_unclear(part)
    elif not (value is None or isinstance(value, (str, bool, int))):
        raise TypeError(f"{type(value).__name__} has no one spelling in a signed text")


def content_hash(content: Mapping) -> str:
    return hashlib.sha256(canonical(content)).hexdigest()


def file_hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def read_hash(raw: object) -> str:
    """A SHA-256 as people copy it, with blanks and in any case; empty when it is none."""
    text = re.sub(r"[\s:-]", "", str(raw or "")).lower()
    return text if re.fullmatch("[0-9a-f]{64}", text) else ""


def missing(kind: str, signed: Iterable[str]) -> tuple[str, ...]:
    """Parties that have not signed yet, in the order in which they are asked."""
    done = set(signed)
    return tuple(role for role in PARTIES[kind] if role not in done)


# -- how it is signed ----------------------------------------------------------------------


def read_name(raw: object) -> tuple[str, str]:
    """The name one signs with, and the code of what is wrong with it."""
    text = unicodedata.normalize("NFC", raw if isinstance(raw, str) else "")
    kept = "".join(
        " " if char.isspace() else char
        for char in text
        if char.isspace() or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    name = " ".join(kept.split())
    if sum(char.isalpha() for char in name) < NAME_MIN:
        return name, "name_missing"
    if len(name) > NAME_MAX:
        return name, "name_long"
    return name, ""


# -- personal links ------------------------------------------------------------------------


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: object) -> str:
    """What is kept of a link; empty for what cannot be one, so that nobody searches for it.

    A plain hash is enough: there is nothing to guess in 256 random bits.
    """
    if not isinstance(token, str) or not TOKEN.fullmatch(token):
        return ""
    return hashlib.sha256(token.encode()).hexdigest()


def same(one: str, other: str) -> bool:
    """Equal and not empty, in a time that does not tell how much of it is equal."""
    return bool(one and other) and hmac.compare_digest(one, other)


def is_expired(expires_on: datetime | None, now: datetime) -> bool:
    return not expires_on or now >= expires_on


# -- reminders -----------------------------------------------------------------------------


def due_step(asked: date, today: date, steps: Sequence[int], sent: int = 0) -> int:
    """The reminder to send today, 0 for none: the longest step reached that is not sent yet.

    Who was not looked at for a month gets one reminder, not two.
    """
    reached = [step for step in steps if today >= asked + timedelta(days=step)]
    return max((step for step in reached if step > sent), default=0)

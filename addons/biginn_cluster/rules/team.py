"""Who a profile editor may bring into the team, and when a team keeps its last editor.

Sources: the portal's own rules (odoo19.md, portal dangers 4 and 10): a member never changes the
e-mail or the login of a colleague, and an organisation is never left without an editor. Problems
are codes; the model makes sentences of them in the reader's language.
"""

import re
from collections.abc import Collection, Hashable

from .profile_input import clean_text

NAME_MAX = 100
FUNCTION_MAX = 100
# RFC 5321, section 4.5.3.1: 64 characters before the @, 254 in all.
LOCAL_MAX = 64
EMAIL_MAX = 254

_EMAIL = re.compile(r"[^\s@<>()\[\],;:\\\"]+@[^\s@<>()\[\],;:\\\"]+\.[^\s@<>()\[\],;:\\\".]{2,}")


def read_email(raw: object) -> tuple[str, str]:
    """A single bare address in lower case; no display name, no list."""
    text = clean_text(raw).lower()
    if not text:
        return "", "email_missing"
    local = text.partition("@")[0]
    plain = _EMAIL.fullmatch(text) and ".." not in text and not local.startswith(".")
    if not plain or len(local) > LOCAL_MAX or len(text) > EMAIL_MAX:
        return text, "email"
    return text, ""


def read_name(raw: object) -> tuple[str, str]:
    """A person's name on one line. It is printed in the mail, so an address does not pass."""
    text = " ".join(clean_text(raw).split())
    if not text:
        return "", "name_missing"
    if len(text) > NAME_MAX:
        return text, "too_long"
    if re.search(r"[@/<>]|www\.|\w\.\w{2,}\b.*\w\.\w", text, re.IGNORECASE):
        return text, "name"
    return text, ""


def read_function(raw: object) -> tuple[str, str]:
    text = " ".join(clean_text(raw).split())
    return text, "too_long" if len(text) > FUNCTION_MAX else ""


def keeps_an_editor(editors: Collection[Hashable], leaving: Hashable) -> bool:
    """Whether somebody can still edit the profile when `leaving` no longer does."""
    return leaving not in editors or len(set(editors)) > 1


def invitations_left(sent: int, limit: int) -> int:
    """How many more may be sent today; a limit below zero is one of zero."""
    return max(0, max(0, limit) - sent)

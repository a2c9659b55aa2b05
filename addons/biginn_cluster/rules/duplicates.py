"""Has one organisation been entered twice?

Three signs: the same VAT number, the same web domain, or nearly the same name in the same
city. They are signs for a person to look at, never a proof: a group shares its domain.

Keys are compared, not what was typed: `name_key("NORDIC Vacuum A/S")` is `nordicvacuum`.
Which words are legal forms, and which web domains many organisations share, are settings.
"""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass

# Letters that Unicode does not take apart into a plain letter and an accent.
_LETTERS = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
# Written inside abbreviations: A/S, S.L., d'Or
_INSIDE = re.compile(r"[./'’`´]")
_WORD = re.compile(r"[^\W_]+")
# The longest legal forms have this many words: GmbH & Co. KG
_FORM_WORDS = 4
# Two letters before a VAT number that name its country; Greece writes EL.
_VAT_PREFIX = re.compile(
    "AT|BE|BG|CH|CY|CZ|DE|DK|EE|EL|ES|FI|FR|GB|GR|HR|HU|IE|IS|IT|LI|LT|LU|LV|MT|NL|NO|PL|PT|RO|SE"
    "|SI|SK|XI"
)
_VAT_MIN = 5
_NEAR_MIN = 5
# In a block larger than this nobody looks at every pair: each is compared with the first ones.
_BLOCK = 50


@dataclass(frozen=True)
class Record:
    """What is compared of one organisation; an empty key says nothing."""

    key: int
    name: str = ""
    city: str = ""
    vat: str = ""
    country: str = ""
    domain: str = ""


def plain(text: str | None) -> str:
    """Without case and accents: `Ørsted Łódź` -> `orsted lodz`."""
    # Unicode's compatibility caseless match: taking a letter apart may show another capital
    folded = unicodedata.normalize("NFD", text or "")
    for _again in range(2):
        folded = unicodedata.normalize("NFKD", folded.casefold())
    letters = folded.translate(_LETTERS)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _words(text):
    return _WORD.findall(_INSIDE.sub("", plain(text)))


def word_key(text: str | None) -> str:
    """The letters and digits of a text, comparable: of a city, or of a legal form."""
    return "".join(_words(text))


def name_key(name: str | None, forms: frozenset[str] = frozenset()) -> str:
    """The name without its legal form, before or behind; `forms` are keys of legal forms."""
    words = _words(name)
    while True:
        shorter = _without_form(words, forms)
        if shorter == words:
            return "".join(words)
        words = shorter


def _without_form(words, forms):
    for count in range(min(_FORM_WORDS, len(words) - 1), 0, -1):
        if "".join(words[-count:]) in forms:
            return words[:-count]
        if "".join(words[:count]) in forms:
            return words[count:]
    return words


def vat_parts(vat: str | None, country: str | None = "") -> tuple[str, str]:
    """(country, number) of a VAT number; `country` is the organisation's own, as ISO code.

    Empty when there is no number worth comparing (Odoo lets people type `/`).
    """
    text = "".join(_words(vat)).upper()
    home = _vat_country(country)
    if _VAT_PREFIX.match(text) and len(text) - 2 >= _VAT_MIN and any(map(str.isdigit, text)):
        home, text = _vat_country(text[:2]), text[2:]
    return (home, text) if len(text) >= _VAT_MIN else ("", "")


def _vat_country(code):
    return {"EL": "GR", "XI": "GB"}.get(code or "", code or "")


def is_shared(domain: str, shared: frozenset[str]) -> bool:
    """Whether many organisations live under this domain: social media, marketplaces."""
    return any(domain == one or domain.endswith(f".{one}") for one in shared)


def near(one: str, other: str) -> bool:
    """Whether two name keys are the same but for one typing mistake. Numbers tell apart."""
    if one == other:
        return bool(one)
    if min(len(one), len(other)) < _NEAR_MIN or abs(len(one) - len(other)) > 1:
        return False
    if [letter for letter in one if letter.isdigit()] != [
        letter for letter in other if letter.isdigit()
    ]:
        return False
    start = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    one, other = one[start:], other[start:]
    if len(one) == len(other):
        # one letter changed, or two swapped
        return one[1:] == other[1:] or (one[1::-1] == other[:2] and one[2:] == other[2:])
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return longer[1:] == shorter


def reasons(one: Record, other: Record) -> tuple[str, ...]:
    """Why the two may be the same organisation: vat, domain, name; empty when nothing says so."""
    found = []
    if one.vat and one.vat == other.vat and _agree(one.country, other.country):
        found.append("vat")
    if one.domain and one.domain == other.domain:
        found.append("domain")
    same_place = one.city == other.city if one.city and other.city else False
    unsaid = not (one.city and other.city) and _agree(one.country, other.country)
    if (same_place and near(one.name, other.name)) or (unsaid and one.name == other.name != ""):
        found.append("name")
    return tuple(found)


def _agree(one, other):
    return not one or not other or one == other


def find(
    records: list[Record], focus: set[int] | None = None
) -> dict[int, dict[int, tuple[str, ...]]]:
    """{organisation: {other: reasons}} of all that may have been entered twice.

    Only organisations that share a block are compared, so that ten thousand take a second.
    With `focus`, keys of some, only what is like one of those is looked for.
    """
    blocks = defaultdict(list)
    wanted = None
    if focus is not None:
        wanted = {block for one in records if one.key in focus for block in _blocks(one)}
    for record in records:
        for block in _blocks(record):
            if wanted is None or block in wanted:
                blocks[block].append(record)
    found = defaultdict(dict)
    for block in blocks.values():
        for position, one in enumerate(block):
            if focus is None:
                others = block[: min(position, _BLOCK)]
            else:
                others = block[: _BLOCK + 1] if one.key in focus else ()
            for other in others:
                _compare(found, one, other)
    return dict(found)


def _compare(found, one, other):
    if one.key == other.key or other.key in found.get(one.key, ()):
        return
    why = reasons(one, other)
    if why:
        found[one.key][other.key] = found[other.key][one.key] = why


def _blocks(record):
    if record.vat:
        yield "vat", record.vat
    if record.domain:
        yield "domain", record.domain
    if not record.name:
        return
    yield "name", record.name
    if not record.city:
        return
    # two names one mistake apart have one of these in common
    yield "near", record.city, record.name
    for position in range(len(record.name)):
        yield "near", record.city, record.name[:position] + record.name[position + 1 :]

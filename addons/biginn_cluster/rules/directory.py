"""What a visitor may ask of the public directory, and how its answer is addressed.

Everything here comes from the address bar of somebody nobody knows: whatever is no answer to the
question asked is dropped, never reported and never an error. Lengths count characters.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import quote, urlencode, urlsplit

from .profile_input import clean_text

# In the order in which they stand on the page and in the address.
FILTERS = ("domain", "work", "country", "type", "size", "reference")
SEARCH_MAX = 80
WORDS_MAX = 6
VALUE_MAX = 60
PAGE_SIZE = 24
SUMMARY_MAX = 160
ID_MAX = 2**31 - 1  # what the database takes for an id


@dataclass(frozen=True)
class Query:
    """What is asked: words to find, one value per filter, a page counted from 1."""

    search: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    page: int = 1

    @property
    def words(self) -> list[str]:
        """Each of them has to be found somewhere."""
        return self.search.split()[:WORDS_MAX]

    def without(self, name: str) -> "Query":
        """The same question, one filter less (`search` counts as one), from the first page."""
        kept = {key: value for key, value in self.filters.items() if key != name}
        return replace(self, search="" if name == "search" else self.search, filters=kept, page=1)

    def on_page(self, page: int) -> "Query":
        return replace(self, page=page)

    def arguments(self) -> dict[str, str]:
        """Arguments of the address, always in one order: one question has one address."""
        given = {"search": self.search} if self.search else {}
        return given | {name: self.filters[name] for name in FILTERS if name in self.filters}

    def address(self, path: str) -> str:
        """The address of the question below `path`; pages as Odoo's own lists count them."""
        if self.page > 1:
            path = f"{path}/page/{self.page}"
        arguments = urlencode(self.arguments())
        return f"{path}?{arguments}" if arguments else path


def read_query(raw: Mapping, page: object = 1) -> Query:
    """The question that an address asks; unknown names, wrong types and empty values are left out.

    A long text is cut, not refused: the visitor sees what was looked for.
    """
    filters = {}
    for name in FILTERS:
        value = _line(raw.get(name), VALUE_MAX + 1)
        if value and len(value) <= VALUE_MAX:
            filters[name] = value
    return Query(_line(raw.get("search"), SEARCH_MAX), filters, read_page(page))


def _line(raw: object, limit: int) -> str:
    """Text on one line; empty for anything that is no text."""
    if not isinstance(raw, str):
        return ""
    # cut before cleaning too: nobody's megabytes are normalised
    return " ".join(clean_text(raw[: 4 * limit]).split())[:limit].strip()


def read_page(raw: object) -> int:
    """A page number from 1; anything else is the first page."""
    text = str(raw if isinstance(raw, int | str) else "")
    if not (text.isascii() and text.isdigit()):
        return 1
    return max(1, int(text[:9]))


def page_count(total: int, size: int = PAGE_SIZE) -> int:
    """There is always a first page, even when nothing stands on it."""
    return max(1, math.ceil(total / size))


def is_id(number: object) -> bool:
    return isinstance(number, int) and 0 < number <= ID_MAX


def summary(text: str | None, limit: int = SUMMARY_MAX) -> str:
    """The beginning of a text in one line, cut between words.

    The first sentence when it is short enough to say something and fits.
    """
    line = " ".join((text or "").split())
    if len(line) <= limit:
        return line
    sentence = line[:limit].rfind(". ")
    if sentence >= limit // 3:
        return line[: sentence + 1]
    cut = line[: limit - 1]
    if " " in cut[limit // 2 :]:
        cut = cut.rsplit(" ", 1)[0]
    return cut.rstrip(" ,;:-–") + "…"


def web_link(address: str | None) -> str:
    """An address that may stand in a link: http or https with a host; else empty."""
    text = clean_text(address)
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    is_web = parts.scheme.lower() in ("http", "https") and parts.hostname
    # "https://cern.ch@example.com" is not what it looks like
    return text if is_web and "@" not in parts.netloc and not re.search(r"\s", text) else ""


def mail_link(address: str | None, subject: str) -> str:
    """A link that opens a mail to one plain address; empty for anything else."""
    text = clean_text(address)
    if not re.fullmatch(r"[^\s@<>\"',;:?&]+@[^\s@<>\"',;:?&]+", text):
        return ""
    return f"mailto:{quote(text, safe='@+')}?subject={quote(subject)}"


def structured_data(page: Mapping) -> dict:
    """An organisation as schema.org describes one; what is empty is left out.

    Source: schema.org/Organization. `page` holds name, url, logo, description, country, city,
    founded, links (list), clusters (list of names), domains (list of names).
    """
    address = _filled(
        {
            "@type": "PostalAddress",
            "addressLocality": page.get("city"),
            "addressCountry": page.get("country_code"),
        }
    )
    return _filled(
        {
            "@context": "https://schema.org",
            "@type": "Organization",
            "name": page["name"],
            "url": page["url"],
            "logo": page.get("logo"),
            "description": page.get("summary"),
            "foundingDate": str(page["founded_year"]) if page.get("founded_year") else "",
            "address": address if len(address) > 1 else None,
            "sameAs": [link for link in page.get("links", ()) if link],
            "memberOf": [
                {"@type": "Organization", "name": name} for name in page.get("clusters", ())
            ],
            "knowsAbout": list(page.get("domains", ())),
        }
    )


def _filled(values: dict) -> dict:
    return {name: value for name, value in values.items() if value}

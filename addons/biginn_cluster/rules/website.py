"""When do two web addresses belong to the same organisation?"""

from urllib.parse import urlsplit


def host_of(address: str | None) -> str:
    """The host of an address as people type it, comparable: `HTTPS://www.CERN.ch/x` -> `cern.ch`.

    Empty when there is none.
    """
    text = (address or "").strip()
    if not text:
        return ""
    try:
        host = urlsplit(text if "//" in text else f"//{text}").hostname or ""
    except ValueError:  # for example an unclosed IPv6 bracket
        return ""
    host = host.rstrip(".")
    return host.removeprefix("www.")

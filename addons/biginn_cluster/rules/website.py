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


# The European Cluster Collaboration Platform, with or without a name in front.
ECCP_HOST = "clustercollaboration.eu"


def is_eccp_profile(address: str | None) -> bool:
    """Whether an address leads to a page of the ECCP, by http or https."""
    text = (address or "").strip()
    if not text.lower().startswith(("http://", "https://")):
        return False
    host = host_of(text)
    has_page = bool(urlsplit(text).path.strip("/")) if host else False
    return has_page and (host == ECCP_HOST or host.endswith(f".{ECCP_HOST}"))

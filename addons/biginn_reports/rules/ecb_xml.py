"""The ECB's xml layout: ``eurofxref-daily.xml``, ``-hist-90d.xml`` and ``-hist.xml``.

Source: grant-finance rules, section 17.1: an envelope in the gesmes namespace, inside it a
``Cube`` of ``Cube time=...`` of ``Cube currency=... rate=...`` in the ECB's namespace.
Units: foreign units per 1 EUR.

The parser opens nothing: no entities, no DTD, no network, no trees beyond lxml's own limits.
"""

from lxml import etree

from .ecb_values import Context, EcbFile, EcbFormatError

GESMES = "{http://www.gesmes.org/xml/2002-08-01}"
ECB = "{http://www.ecb.int/vocabulary/2002-08-01/eurofxref}"
CUBE = f"{ECB}Cube"
# Who sends what, beside the rates.
LABELS = (f"{GESMES}subject", f"{GESMES}Sender")


def read(text: str, context: Context) -> EcbFile:
    """All days of the envelope."""
    root = _parse(text)
    if root.tag != f"{GESMES}Envelope":
        raise EcbFormatError("unknown_layout", value=str(root.tag)[:80])
    cubes = []
    for child in root:
        if child.tag == CUBE:
            cubes.append(child)
        elif child.tag not in LABELS:
            raise EcbFormatError("unknown_element", line=_line(child), value=str(child.tag)[:80])
    if len(cubes) != 1:
        raise EcbFormatError("cube_count", count=len(cubes))
    _only(cubes[0], ())
    rates, days = [], set()
    for node in cubes[0]:
        _only(node, ("time",))
        day = context.day(node.get("time"), _line(node))
        if day in days:
            raise EcbFormatError("day_twice", line=_line(node), currency="", date=day)
        days.add(day)
        rates.extend(_value(child, day, context) for child in node)
    return EcbFile("xml", tuple(rates))


def _parse(text: str):
    # Before the parser sees it: the ECB's files have no document type, and without one there is
    # nothing to expand or to fetch.
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise EcbFormatError("doctype")
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        no_network=True,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 0
        raise EcbFormatError("bad_xml", line=line) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise EcbFormatError("doctype")
    return root


def _value(node, day, context: Context):
    _only(node, ("currency", "rate"))
    if len(node):
        raise EcbFormatError("unknown_element", line=_line(node), value=str(node[0].tag)[:80])
    line = _line(node)
    currency = context.currency(node.get("currency"), line)
    return context.rate(currency, day, node.get("rate"), line)


def _only(node, attributes) -> None:
    """A Cube with exactly these attributes and no text of its own."""
    if node.tag != CUBE:
        raise EcbFormatError("unknown_element", line=_line(node), value=str(node.tag)[:80])
    stray = ((node.text or "") + (node.tail or "")).strip()
    if set(node.keys()) != set(attributes) or stray:
        raise EcbFormatError("unknown_element", line=_line(node), value=",".join(node.keys())[:80])


def _line(node) -> int:
    return node.sourceline or 0

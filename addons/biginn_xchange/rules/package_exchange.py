"""What a file about an exchange says: kind `exchange`, schema 1.

Sources: clusterxchange.md 6 and 7 (what the four parties agree on), design.md 4.5 (signed files
between databases); GDPR Article 5(1)(c): personal data limited to what is necessary.

**Personal data** in it, and why:

* the names of those who travel: the host partnership answers for their stay;
* name, e-mail and telephone of one contact on each side: so that the two sides reach each other;
* of each signature the party, the name as signed and the time: the proof that all have signed.

What stays at home: addresses from which was signed, drawn signatures, the people's own addresses
and dates, CVs, closing reports and evidence (only whether they were accepted), bank accounts,
bills, findings and the reasons of overrides, notes, messages.
"""

from decimal import Decimal

from .package import PackageError
from .package_fields import (
    amount,
    choice,
    code,
    day,
    flag,
    maybe,
    moment,
    rows,
    sha256,
    table,
    text,
    uuid,
    whole,
)

KIND = "exchange"
STATES = (
    "draft",
    "submitted",
    "validated",
    "signing",
    "ready",
    "ongoing",
    "interrupted",
    "reporting",
    "completed",
    "paid",
    "refused",
    "cancelled",
)
PARTIES = ("visiting", "host", "visiting_partnership", "host_partnership")
SIGNERS = ("visitor", "host", "visiting_partnership", "host_partnership")
DATES = ("submitted_on", "validated_on", "ended_on", "completed_on", "paid_on")

organisation = table(
    {
        "uuid": uuid(),
        "name": text(200, required=True),
        "vat": text(32),
        "country": text(2),
        "organisation_type": text(40),
        "street": text(200),
        "zip": text(24),
        "city": text(100),
        "website": text(200),
    }
)
contact = table({"name": text(200, required=True), "email": text(200), "phone": text(60)})
# The arithmetic of a lump sum, as `biginn.programme._lump_sum_facts` keeps it. `AMOUNTS` are texts
# there, too; `FRACTIONS` are numbers there and texts in the file.
AMOUNTS = ("amount", "base", "rate", "km_from", "km_to")
FRACTIONS = ("distance_km", "half_under_km", "max_amount")
FACTS = {
    "zero_reason": choice("", "virtual", "too_short", "no_rate", "no_distance"),
    "amount": amount(),
    "base": amount(),
    "half_reasons": rows(choice("days", "distance"), 2),
    "capped": flag(),
    "higher_rate": flag(),
    "country": text(2),
    "by_band": flag(),
    "rate": maybe(amount()),
    "rate_unit": maybe(choice("stay", "day", "distance_band")),
    "rate_from": maybe(day(1990)),
    "km_from": maybe(amount()),
    "km_to": maybe(amount()),
    "working_days": whole(0, 1000),
    "distance_km": maybe(amount()),
    "distance_origin": maybe(choice("coordinates", "typed")),
    "min_working_days": whole(0, 1000),
    "half_under_days": whole(0, 1000),
    "half_under_km": amount(),
    "max_amount": amount(),
    "currency": text(3, required=True),
}
_read = table(
    {
        "number": text(60, required=True),
        "state": choice(*STATES),
        "programme": table({"code": text(40, required=True), "name": text(200)}),
        **{party: organisation for party in PARTIES},
        "visitors": rows(text(200, required=True), 60),
        "visitor_contact": maybe(contact),
        "host_contact": maybe(contact),
        "date_start": day(),
        "date_end": day(),
        "travel_first": flag(),
        "travel_last": flag(),
        "is_virtual": flag(),
        "working_days": whole(0, 1000),
        "distance_km": maybe(amount()),
        "distance_origin": maybe(choice("coordinates", "typed")),
        "distance_source": text(200),
        "higher_rate": flag(),
        "currency": text(3, required=True),
        "lump_sum": amount(),
        "agreed_amount": amount(),
        "lump_sum_facts": maybe(table(FACTS)),
        "goals": text(10_000),
        "objectives": text(10_000),
        "costs_carried": text(10_000),
        "days": rows(
            table(
                {
                    "date": day(),
                    "name": text(200, required=True),
                    "description": text(5_000),
                    "place": text(200),
                }
            ),
            400,
        ),
        **{name: maybe(day()) for name in DATES},
        "papers": rows(
            table(
                {
                    "kind": choice("commitment", "agreement"),
                    "version": whole(1, 10_000),
                    "lang": code(),
                    "words": sha256(),
                    "file": maybe(sha256()),
                    "complete": flag(),
                }
            ),
            10,
        ),
        "signatures": rows(
            table(
                {
                    "paper": choice("commitment", "agreement"),
                    "party": choice(*SIGNERS),
                    "name": text(200, required=True),
                    "signed_on": moment(),
                }
            ),
            20,
        ),
        "report_accepted": flag(),
        "evidence_accepted": flag(),
    }
)


def read(payload: dict) -> dict:
    """The payload with days as dates and sums as Decimals, once everything in it makes sense."""
    found = _read(payload, "")
    _check_stay(found)
    _check_money(found)
    return found


def _check_stay(found):
    if found["date_end"] < found["date_start"]:
        raise PackageError("field", field="date_end")
    if found["visiting"]["uuid"] == found["host"]["uuid"]:
        raise PackageError("field", field="host")
    parties = [(row["paper"], row["party"]) for row in found["signatures"]]
    if len(parties) != len(set(parties)):
        raise PackageError("field", field="signatures")
    kinds = [row["kind"] for row in found["papers"]]
    if len(kinds) != len(set(kinds)):
        raise PackageError("field", field="papers")


def _check_money(found):
    if found["agreed_amount"] > found["lump_sum"]:
        raise PackageError("field", field="agreed_amount")
    arithmetic = found["lump_sum_facts"]
    if not arithmetic:
        return
    told = [arithmetic[name] for name in ("rate", "rate_unit", "rate_from", "km_from", "km_to")]
    if not arithmetic["zero_reason"] and None in told:
        raise PackageError("field", field="lump_sum_facts.rate")
    if "distance" in arithmetic["half_reasons"] and arithmetic["distance_km"] is None:
        raise PackageError("field", field="lump_sum_facts.distance_km")


# ----------------------------------------------------------------------
# The arithmetic of a lump sum, there and back
# ----------------------------------------------------------------------


def facts_to_file(kept: dict | None) -> dict | None:
    """The facts as the file tells them."""
    if not kept:
        return None
    found = {name: kept.get(name) for name in FACTS}
    # facts kept before rates could go by distance say nothing of bands
    found["by_band"] = bool(found["by_band"])
    if found["rate"] is not None:
        found["km_from"], found["km_to"] = found["km_from"] or "0", found["km_to"] or "0"
    for name in (*AMOUNTS, *FRACTIONS):
        if found[name] is not None:
            found[name] = sum_text(found[name])
    return {**found, "distance_origin": found["distance_origin"] or None}


def facts_to_keep(read_facts: dict | None) -> dict | None:
    """What `read` found, as a model keeps it: plain JSON."""
    if not read_facts:
        return None
    kept = dict(read_facts)
    for name in AMOUNTS:
        kept[name] = None if kept[name] is None else str(kept[name])
    for name in FRACTIONS:
        kept[name] = None if kept[name] is None else float(kept[name])
    kept["rate_from"] = kept["rate_from"] and kept["rate_from"].isoformat()
    return kept


def sum_text(value: object) -> str:
    """A sum or a length as the file writes it.

    >>> sum_text(780.0)
    '780.00'
    """
    return f"{Decimal(str(value)):.2f}"


# ----------------------------------------------------------------------
# What the other partnership confirms
# ----------------------------------------------------------------------

# Who, where, when and what for: not how far it has come, and not what it costs.
CONFIRMED = (
    "number",
    "programme",
    *PARTIES,
    "visitors",
    "visitor_contact",
    "host_contact",
    "date_start",
    "date_end",
    "is_virtual",
    "goals",
    "objectives",
    "days",
    "costs_carried",
)


def to_confirm(payload: dict) -> dict:
    """The part of a payload that the other partnership is asked about."""
    return {name: payload[name] for name in CONFIRMED}


# ----------------------------------------------------------------------
# What a next version changes
# ----------------------------------------------------------------------


def changes(before: dict, after: dict) -> list[str]:
    """Names of what differs between two versions of the facts kept of a file, in their order."""
    return [name for name in after if before.get(name) != after[name]]

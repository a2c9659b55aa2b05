"""How complete is an organisation's profile, and what is missing?

Which items a profile consists of follows what Big Science organisations ask of a supplier
(CERN's registration guide, esa-star, F4E's industry portal) and what the European Cluster
Collaboration Platform asks of a cluster organisation. Nobody has published weights: they come
from outside, as whole numbers, and 0 means that an item is not asked for.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

# code -> section of the profile that holds it, in the order in which a profile is filled in
ITEMS = {
    "description": "about",
    "logo": "about",
    "founded": "about",
    "ecosystems": "about",
    "nace": "about",
    "languages": "about",
    "eccp": "about",
    "cluster_staff": "about",
    "science_field": "about",
    "tender_portal": "about",
    "website": "contact",
    "address": "contact",
    "contact": "contact",
    "capabilities": "capabilities",
    "references": "references",
    "certificates": "certificates",
    "facilities": "facilities",
    "products": "products",
    "figures": "figures",
}
SECTIONS = tuple(dict.fromkeys(ITEMS.values()))

_OFFERING = {"capabilities", "references", "certificates", "facilities", "products"}
_EVERYBODY = {
    "description",
    "logo",
    "website",
    "address",
    "contact",
    "founded",
    "ecosystems",
    "nace",
    "languages",
}
# organisation type -> what its profile is asked for
APPLIES = {
    "sme": _EVERYBODY | _OFFERING | {"figures"},
    "large_company": _EVERYBODY | _OFFERING | {"figures"},
    "scaleup_support": _EVERYBODY | _OFFERING,
    "training_provider": _EVERYBODY | _OFFERING,
    "other": _EVERYBODY | _OFFERING,
    "cluster_organisation": _EVERYBODY | {"products", "eccp", "cluster_staff"},
    "public_authority": _EVERYBODY - {"founded", "nace"},
    "big_science": {
        "description",
        "logo",
        "website",
        "address",
        "science_field",
        "tender_portal",
        "facilities",
    },
}


@dataclass(frozen=True)
class Completeness:
    percent: int  # 0 to 100, whole; 100 only when nothing is missing
    missing: tuple[str, ...]  # codes, the heaviest first


def asked_for(kind: str | None, weights: Mapping[str, int]) -> tuple[str, ...]:
    """Codes that count for an organisation of this type, in the order of ITEMS."""
    applies = APPLIES.get(kind or "", ())
    return tuple(code for code in ITEMS if code in applies and weights.get(code, 0) > 0)


def completeness(
    kind: str | None, present: Collection[str], weights: Mapping[str, int]
) -> Completeness:
    """Share of the weights that are present, rounded down: 99 is not yet everything."""
    asked = asked_for(kind, weights)
    missing = [code for code in asked if code not in present]
    total = sum(weights[code] for code in asked)
    if not total:
        return Completeness(0, ())
    there = total - sum(weights[code] for code in missing)
    missing.sort(key=lambda code: -weights[code])
    return Completeness(int(Fraction(100 * there, total)), tuple(missing))

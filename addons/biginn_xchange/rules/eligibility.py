"""May this exchange take place, and may it be paid? One finding per rule.

Sources: clustercollaboration.eu/clusterxchange (about, faqs, how-can-i-participate) and the FAQ of
clamtex.eu. Who may take part is the programme's own matrix, because the partnerships' pages
disagree; a pair of role and type that the matrix does not hold is not allowed.
"""

from dataclasses import dataclass
from datetime import date

from .finding import Finding
from .working_days import stay_days

ABOUT = "clustercollaboration.eu/clusterxchange/about"
FAQS = "clustercollaboration.eu/clusterxchange/faqs"
PARTICIPATE = "clustercollaboration.eu/clusterxchange/how-can-i-participate"
CLAMTEX = "clamtex.eu/faq-page"

VISITOR = "visitor"
HOST = "host"


@dataclass(frozen=True)
class Entitlement:
    """One line of the matrix: what an organisation of this type needs in this role."""

    membership_required: bool = True
    preapproval: bool = False


@dataclass(frozen=True)
class Party:
    """An organisation in its role. `member` is judged on the first day of the stay."""

    name: str
    organisation_type: str | None
    country: str | None
    member: bool


@dataclass(frozen=True)
class Programme:
    """The programme's terms; `matrix` maps (role, organisation type) to an Entitlement."""

    date_start: date | None
    date_end: date | None
    min_working_days: int
    max_days: int
    countries: frozenset
    matrix: dict


@dataclass(frozen=True)
class Visit:
    """The stay. `previous` names earlier exchanges that use up the visitor's one visit."""

    date_start: date
    date_end: date
    working_days: int
    is_virtual: bool = False
    travel_days: frozenset = frozenset()
    previous: tuple = ()


def eligibility(visitor, host, visit, programme):
    """All findings on one exchange, in the order people read them."""
    return [
        _dates(visit, programme),
        _organisation_type(VISITOR, visitor, programme),
        _organisation_type(HOST, host, programme),
        _membership(VISITOR, visitor, programme),
        _membership(HOST, host, programme),
        _country(VISITOR, visitor, programme),
        _country(HOST, host, programme),
        _cross_border(visitor, host),
        _working_days(visit, programme),
        _length(visit, programme),
        visit_once(visitor, visit.previous),
    ]


def what_party_needs(role, party, programme):
    """The findings on one organisation alone, whoever the other one may be."""
    return [
        _organisation_type(role, party, programme),
        _membership(role, party, programme),
        _country(role, party, programme),
    ]


def _dates(visit, programme):
    """The whole stay lies within the programme's dates; an open end has no limit."""
    ok = (programme.date_start is None or programme.date_start <= visit.date_start) and (
        programme.date_end is None or visit.date_end <= programme.date_end
    )
    params = {
        "date_from": programme.date_start and programme.date_start.isoformat(),
        "date_to": programme.date_end and programme.date_end.isoformat(),
    }
    return Finding("programme_dates", ok, "dates_ok" if ok else "dates_outside", params, ABOUT)


def _organisation_type(role, party, programme):
    """The matrix holds a line for this role and type."""
    params = {"name": party.name, "role": role, "type": party.organisation_type}
    if not party.organisation_type:
        return Finding(f"{role}_type", False, "type_missing", params, PARTICIPATE)
    ok = (role, party.organisation_type) in programme.matrix
    return Finding(f"{role}_type", ok, "type_ok" if ok else "type_refused", params, PARTICIPATE)


def _membership(role, party, programme):
    """Member of a cluster, where the matrix asks for it.

    A host that is no member may be admitted case by case with the agency's approval; that finding
    says so, and a manager overrides it with the approval's reference.
    """
    rule = f"{role}_membership"
    params = {"name": party.name, "role": role}
    entitlement = programme.matrix.get((role, party.organisation_type))
    if party.member:
        return Finding(rule, True, "member", params, CLAMTEX)
    if entitlement and not entitlement.membership_required:
        return Finding(rule, True, "membership_not_needed", params, CLAMTEX)
    if entitlement and entitlement.preapproval:
        return Finding(rule, False, "membership_or_approval", params, CLAMTEX)
    return Finding(rule, False, "membership_missing", params, CLAMTEX)


def _country(role, party, programme):
    """The organisation is registered in a participating country."""
    params = {"name": party.name, "country": party.country}
    if not party.country:
        return Finding(f"{role}_country", False, "country_missing", params, PARTICIPATE)
    ok = party.country in programme.countries
    code = "country_ok" if ok else "country_outside"
    return Finding(f"{role}_country", ok, code, params, PARTICIPATE)


def _cross_border(visitor, host):
    """The host is in another country than the visitor."""
    params = {"home": visitor.country, "host": host.country}
    if not (visitor.country and host.country):
        return Finding("cross_border", False, "border_unknown", params, FAQS)
    ok = visitor.country != host.country
    return Finding("cross_border", ok, "border_ok" if ok else "border_same", params, FAQS)


def _working_days(visit, programme):
    """At least so many full working days at the host; a virtual exchange has no stay to count."""
    params = {"days": visit.working_days, "minimum": programme.min_working_days}
    if visit.is_virtual:
        return Finding("working_days", True, "days_virtual", params, ABOUT)
    ok = visit.working_days >= programme.min_working_days
    return Finding("working_days", ok, "days_ok" if ok else "days_too_few", params, ABOUT)


def _length(visit, programme):
    """At most so many calendar days, days of travel excluded; 0 is no limit."""
    length = stay_days(visit.date_start, visit.date_end, visit.travel_days)
    params = {"days": length, "maximum": programme.max_days}
    ok = not programme.max_days or length <= programme.max_days
    return Finding("max_stay", ok, "length_ok" if ok else "length_too_long", params, ABOUT)


def visit_once(visitor, previous):
    """One visit in the whole programme; `previous` names the exchanges that used it up."""
    params = {"name": visitor.name, "exchanges": ", ".join(previous)}
    ok = not previous
    return Finding("visit_once", ok, "first_visit" if ok else "visited_before", params, ABOUT)

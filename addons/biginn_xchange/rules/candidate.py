"""May this organisation apply as visitor or as host? One finding per rule.

Sources: clustercollaboration.eu/clusterxchange (about, how-can-i-participate), the step guide of
CE4BIG (ce4big.lifescience.pl: registration with motivation, preferences and a CV) and the
programme's own settings. Who may take part is judged by the rules of the exchange itself, so that
nobody is accepted who could not travel later.
"""

from dataclasses import dataclass
from datetime import date

from .eligibility import ABOUT, FAQS, HOST, VISITOR, visit_once, what_party_needs
from .finding import Finding
from .working_days import working_days

CE4BIG = "ce4big.lifescience.pl"


@dataclass(frozen=True)
class Application:
    """What a candidate asks for.

    `preferred` holds country codes, none means any; `capacity` is how many visitors a host takes
    at a time. `previous` names exchanges that use up the visitor's one visit, `others` open
    applications of the same organisation in the same role.
    """

    role: str
    date_from: date | None
    date_to: date | None
    is_virtual: bool = False
    preferred: frozenset = frozenset()
    capacity: int = 0
    has_cv: bool = False
    previous: tuple = ()
    others: tuple = ()


def candidacy(application, party, programme, cv_required=False):
    """All findings on one candidate, in the order people read them."""
    findings = what_party_needs(application.role, party, programme)
    findings.append(_period(application, programme))
    if application.role == VISITOR:
        findings.append(_countries(application, party, programme))
        findings.append(visit_once(party, application.previous))
    if application.role == HOST:
        findings.append(_capacity(application))
    findings.append(_cv(application, cv_required))
    findings.append(_others(application))
    return findings


def _period(application, programme):
    """Long enough a stay has to fit into the period offered, within the programme's dates.

    Counted in weekdays: which holidays a host keeps shows once there is a host. Something held
    online needs no stay, only a day.
    """
    rule, first, last = "period", application.date_from, application.date_to
    if not (first and last):
        return Finding(rule, False, "period_missing", {}, ABOUT)
    start = max(first, programme.date_start or first)
    end = min(last, programme.date_end or last)
    if start > end:
        params = {
            "date_from": programme.date_start and programme.date_start.isoformat(),
            "date_to": programme.date_end and programme.date_end.isoformat(),
        }
        return Finding(rule, False, "period_outside", params, ABOUT)
    days = working_days(start, end)
    minimum = 1 if application.is_virtual else programme.min_working_days
    params = {"days": days, "minimum": minimum}
    ok = days >= minimum
    return Finding(rule, ok, "period_ok" if ok else "period_short", params, ABOUT)


def _countries(application, party, programme):
    """Somewhere to go: a participating country that is not the visitor's own."""
    rule = "preferred_countries"
    if not application.preferred:
        return Finding(rule, True, "countries_any", {}, FAQS)
    abroad = application.preferred - {party.country}
    if not abroad:
        return Finding(rule, False, "countries_home", {"country": party.country}, FAQS)
    possible = sorted(abroad & programme.countries)
    params = {"countries": possible or sorted(abroad)}
    code = "countries_ok" if possible else "countries_outside"
    return Finding(rule, bool(possible), code, params, FAQS)


def _capacity(application):
    """A host says how many visitors it can take at a time."""
    ok = application.capacity > 0
    params = {"capacity": application.capacity}
    return Finding("capacity", ok, "capacity_ok" if ok else "capacity_missing", params, ABOUT)


def _cv(application, required):
    """The programme may insist on a CV; of a visitor it is always worth asking for one."""
    if application.has_cv:
        return Finding("cv", True, "cv_there", {}, CE4BIG)
    if required:
        return Finding("cv", False, "cv_missing", {}, CE4BIG)
    if application.role == HOST:
        return Finding("cv", True, "cv_not_needed", {}, CE4BIG)
    return Finding("cv", False, "cv_wanted", {}, CE4BIG, blocking=False)


def _others(application):
    """The same organisation has applied in this role before: seldom meant, never forbidden."""
    ok = not application.others
    params = {"candidates": ", ".join(application.others)}
    code = "others_none" if ok else "others_open"
    return Finding("other_application", ok, code, params, ABOUT, blocking=False)

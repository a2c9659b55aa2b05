"""Who fits whom: a score from 0 to 100 for a visitor and a host, and the reasons for it.

The sources ask for a match by profile and preferences (ce4big.lifescience.pl: "the tool proposes
best matches from profile and preferences") but publish no formula. So each criterion has a weight
that the programme keeps as data, and the score is the plain sum of the points of its reasons:

    criterion    full points when                                                    else
    domain       the host names `full_domains` of the visitor's domains (or all)     in proportion
    complement   so many domains are wished by one and mastered by the other         in proportion
    activity     both name `full_activities` of the visitor's activities (or all)    in proportion
    country      each is from a country the other one prefers                        half for one
    language     they share a language                                               none
    period       they share `full_days` days (half: `least_days`)                    none
    places       the host has `full_places` free places                              in proportion
    contact      they are new to each other (or know each other, as the programme likes)

A pair that could not become an exchange has no score (`obstacle`): one organisation, one country
(clustercollaboration.eu/clusterxchange/faqs: an exchange is always cross-border), a virtual stay
with a host who receives in person, a host without free places, a pair proposed before.

Weights are scaled to 100 whole points, points of a criterion are rounded half up to whole ones.
Values (domains, countries ...) are anything hashable; days are dates, an open end is None.
"""

from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from functools import cached_property

CRITERIA = (
    "domain",
    "complement",
    "activity",
    "country",
    "language",
    "period",
    "places",
    "contact",
)
# each weighs twice as much as the next ones; ours, no source gives any
WEIGHTS = {
    "domain": 32,
    "complement": 16,
    "activity": 16,
    "country": 16,
    "language": 8,
    "period": 8,
    "places": 2,
    "contact": 2,
}
NEW = "new"
KNOWN = "known"

# Days are counted from here; what lies outside is taken as the edge.
FIRST_DAY = date(2000, 1, 1).toordinal()
LAST_DAY = FIRST_DAY + 32_700
NOTHING = frozenset()


@dataclass(frozen=True)
class Candidate:
    """One side of a match.

    key            what the caller knows it by
    organisation   what the caller knows its organisation by
    country        where the organisation is registered
    domains        technology domains this candidate wants to work on, as visitor or host
    capabilities   technology domains the organisation masters
    activities     what it wants to do
    countries      where it would like to go, or receive from; empty: anywhere
    languages      what its people speak
    date_from, date_to   when it is free; None: open
    places         host: how many more visitors it can take
    known          organisations it has had an exchange with
    barred         keys of those it must not be proposed to
    """

    key: object
    organisation: object
    country: object = None
    domains: frozenset = NOTHING
    capabilities: frozenset = NOTHING
    activities: frozenset = NOTHING
    countries: frozenset = NOTHING
    languages: frozenset = NOTHING
    date_from: date | None = None
    date_to: date | None = None
    is_virtual: bool = False
    places: int = 1
    known: frozenset = NOTHING
    barred: frozenset = NOTHING

    @cached_property
    def first_day(self):
        return _day(self.date_from, FIRST_DAY)

    @cached_property
    def last_day(self):
        return _day(self.date_to, LAST_DAY)

    @cached_property
    def spare(self):
        """What the organisation masters and this candidate does not ask for."""
        return self.capabilities - self.domains


@dataclass(frozen=True)
class Terms:
    """The programme's settings: how much is full, at least 1."""

    weights: dict = field(default_factory=lambda: dict(WEIGHTS))
    full_domains: int = 2
    full_activities: int = 2
    full_days: int = 10
    least_days: int = 3
    full_places: int = 3
    contact: str = NEW

    @cached_property
    def points(self):
        """{criterion: full points}, whole and 100 together; what is left over goes to the largest
        remainders, of equal ones to the first."""
        weights = {name: max(0, self.weights.get(name, 0)) for name in CRITERIA}
        total = sum(weights.values())
        if not total:
            return weights
        shares = {name: divmod(100 * weight, total) for name, weight in weights.items()}
        points = {name: whole for name, (whole, _rest) in shares.items()}
        missing = 100 - sum(points.values())
        for name in sorted(CRITERIA, key=lambda name: -shares[name][1])[:missing]:
            points[name] += 1
        return points


@dataclass(frozen=True)
class Reason:
    """The points of one criterion; `code` says which sentence, `params` what to fill in."""

    criterion: str
    code: str
    points: int
    out_of: int
    params: dict = field(default_factory=dict)

    def facts(self):
        """Plain values, to be stored."""
        return asdict(self)


def _day(day, edge):
    ordinal = day.toordinal() if day else edge
    return min(max(ordinal, FIRST_DAY), LAST_DAY) - FIRST_DAY


def share(level, full, points):
    """So many of these points, rounded half up: all of them from `full` on."""
    return (2 * points * min(level, full) + full) // (2 * full)


def needed(full, wished):
    """How many of the wished ones give full points: all, when fewer are wished than asked for."""
    return min(full, len(wished)) or full


def obstacle(visitor, host):
    """Why the two can be no match at all, as a code; empty when they can."""
    if visitor.organisation == host.organisation:
        return "same_organisation"
    if visitor.country is not None and visitor.country == host.country:
        return "same_country"
    if visitor.is_virtual != host.is_virtual:
        return "virtual_differs"
    if host.places < 1:
        return "no_places"
    if host.key in visitor.barred or visitor.key in host.barred:
        return "proposed_before"
    return ""


def reasons(visitor, host, terms):
    """One reason for each criterion, in the order of CRITERIA."""
    return [
        _domain(visitor, host, terms),
        _complement(visitor, host, terms),
        _activity(visitor, host, terms),
        _country(visitor, host, terms),
        _language(visitor, host, terms),
        _period(visitor, host, terms),
        _places(host, terms),
        _contact(visitor, host, terms),
    ]


def score(visitor, host, terms):
    """The sum of the reasons' points, or None when there is an obstacle."""
    if obstacle(visitor, host):
        return None
    return sum(reason.points for reason in reasons(visitor, host, terms))


def _common(criterion, mine, theirs, full, points):
    both = mine & theirs
    if both:
        gained = share(len(both), needed(full, mine), points)
        return Reason(criterion, f"{criterion}_shared", gained, points, {"shared": sorted(both)})
    code = "none" if mine and theirs else "unknown"
    return Reason(criterion, f"{criterion}_{code}", 0, points)


def _domain(visitor, host, terms):
    points = terms.points["domain"]
    return _common("domain", visitor.domains, host.domains, terms.full_domains, points)


def _complement(visitor, host, terms):
    """What one asks for and the other one masters; domains that both ask for are shared ones."""
    points = terms.points["complement"]
    learns = visitor.domains & host.spare
    brings = visitor.spare & host.domains
    gained = share(len(learns) + len(brings), terms.full_domains, points)
    if not (learns or brings):
        return Reason("complement", "complement_none", 0, points)
    params = {"learns": sorted(learns), "brings": sorted(brings)}
    code = "both" if learns and brings else "learns" if learns else "brings"
    return Reason("complement", f"complement_{code}", gained, points, params)


def _activity(visitor, host, terms):
    points = terms.points["activity"]
    return _common("activity", visitor.activities, host.activities, terms.full_activities, points)


def likes(candidate, country):
    """Is this one of the countries the candidate prefers? All are when none is named."""
    return not candidate.countries or country in candidate.countries


def _country(visitor, host, terms):
    points = terms.points["country"]
    there, here = likes(visitor, host.country), likes(host, visitor.country)
    code = {(True, True): "both", (True, False): "visitor", (False, True): "host"}.get(
        (there, here), "none"
    )
    params = {"home": visitor.country, "host": host.country}
    return Reason("country", f"country_{code}", share(there + here, 2, points), points, params)


def _language(visitor, host, terms):
    points = terms.points["language"]
    return _common("language", visitor.languages, host.languages, 1, points)


def _period(visitor, host, terms):
    points = terms.points["period"]
    first = max(visitor.first_day, host.first_day)
    last = min(visitor.last_day, host.last_day)
    days = max(0, last - first + 1)
    level = (days >= terms.least_days) + (days >= max(terms.full_days, terms.least_days))
    params = {"days": days}
    for name, bounds, pick in (("date_from", "first", max), ("date_to", "last", min)):
        known = [day for day in (getattr(visitor, name), getattr(host, name)) if day]
        params[bounds] = pick(known).isoformat() if known else None
    code = "period_none" if not days else "period_short" if not level else "period_shared"
    return Reason("period", code, share(level, 2, points), points, params)


def _places(host, terms):
    points = terms.points["places"]
    gained = share(max(0, host.places), terms.full_places, points)
    return Reason("places", "places_free", gained, points, {"places": host.places})


def met(visitor, host):
    """Have the two organisations had an exchange with each other?"""
    return host.organisation in visitor.known or visitor.organisation in host.known


def _contact(visitor, host, terms):
    points = terms.points["contact"]
    known = met(visitor, host)
    gained = points if known == (terms.contact == KNOWN) else 0
    return Reason("contact", "contact_known" if known else "contact_new", gained, points)


def stay(from_days, to_days, today, working_days):
    """(first, last) day of a stay of so many working days, as a first guess.

    It begins on a Monday at least four weeks away and not before any of `from_days`, and ends
    early where one of `to_days` comes before. Where no such Monday is left it begins as early as
    the period allows; where the period is over or there is none, on that Monday all the same.
    """
    opens, closes = max(from_days, default=today), min(to_days, default=None)
    first = max(opens, today + timedelta(weeks=4))
    first += timedelta(days=-first.weekday() % 7)
    if closes and first > closes:
        if max(opens, today) > closes:
            return _week(first, working_days)
        first = max(opens, today)
    first, last = _week(first, working_days)
    return first, min(last, closes) if closes else last


def _week(first, working_days):
    """(first, last) of so many days from Monday to Friday; a weekend is skipped."""
    last = first
    left = working_days - (first.weekday() < 5)
    while left > 0:
        last += timedelta(days=1)
        left -= last.weekday() < 5
    return first, last

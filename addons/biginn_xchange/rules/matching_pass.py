"""The best hosts of very many visitors, by the rules of matching.py and much faster.

Scoring pair by pair in Python takes microseconds for each pair. Here all hosts are scored for one
visitor at once: who has which domain, language, country ... is a row with one bit for each host
(bit_rows.py), made once, and a visitor's scores are sums of the rows its profile picks. The worst
case, where no two profiles are alike, needs no more than that; where profiles repeat, the last
rows are used again. Memory: a bit for each host and value in use (domain, country ...), nothing
for pairs.
"""

from collections import defaultdict
from functools import lru_cache
from itertools import chain, pairwise

from .bit_rows import Ordered, at_least_two, highest, levels, planes, row, rows, weigh
from .matching import KNOWN, needed, share

KEPT = 64  # profiles of each criterion whose rows are kept for the next visitor like that
WIDTH = 7  # bits of a score: it goes to 100


def best_hosts(visitors, hosts, terms, keep=10):
    """For each visitor its best hosts: [(score, host)], best first, at most `keep`.

    Of hosts with one score, those that stand first in `hosts` are kept.
    """
    hosts = list(hosts)
    table = _Table(hosts, terms)
    for visitor in visitors:
        found = highest(table.scores(visitor), table.possible(visitor), keep)
        yield [(score, hosts[place]) for score, place in found]


class _Table:
    """The hosts, ready to be scored."""

    def __init__(self, hosts, terms):
        self.terms = terms
        self.points = terms.points
        self.everybody = row(True for _host in hosts)
        self._domains = rows(host.domains for host in hosts)
        self._spare = rows(host.spare for host in hosts)
        self._activities = rows(host.activities for host in hosts)
        self._languages = rows(host.languages for host in hosts)
        self._countries = rows((host.country,) for host in hosts)
        self._wanted = rows(host.countries for host in hosts)
        self._anywhere = row(not host.countries for host in hosts)
        self._starts = Ordered(host.first_day for host in hosts)
        self._ends = Ordered(host.last_day for host in hosts)
        self._open = {virtual: self._receiving(hosts, virtual) for virtual in (False, True)}
        self._lengths = self._long_enough(hosts)
        places = self._places(hosts)
        contact = [(self.everybody, self.points["contact"])]
        self._new = places if terms.contact == KNOWN else weigh(places, contact)
        self._known = weigh(places, contact) if terms.contact == KNOWN else places
        self._steps = {
            criterion: [_steps(points, need) for need in range(self._most() + 1)]
            for criterion, points in self.points.items()
        }
        self._remember(hosts)
        self._activity = lru_cache(KEPT)(self._activity)
        self._language = lru_cache(KEPT)(self._language)

    def _most(self):
        return max(2, self.terms.full_domains, self.terms.full_activities)

    def _receiving(self, hosts, virtual):
        """{country of a visitor: hosts abroad that can take it; None: all that can}"""
        free = row(host.is_virtual == virtual and host.places > 0 for host in hosts)
        return {None: free} | {country: free & ~here for country, here in self._countries.items()}

    def _long_enough(self, hosts):
        """[(days, hosts that are free for so many)] for the two lengths that give points"""
        terms = self.terms
        return [
            (days, row(host.last_day - host.first_day >= days - 1 for host in hosts))
            for days in (terms.least_days, max(terms.least_days, terms.full_days))
        ]

    def _places(self, hosts):
        """The planes of the points that hosts get for their free places."""
        full, points = self.terms.full_places, self.points["places"]
        grades = [share(number, full, points) for number in range(full + 1)]
        return planes((grades[min(max(0, host.places), full)] for host in hosts), WIDTH)

    def _remember(self, hosts):
        """Where to find a host by its key or organisation, whom it has met or is kept from."""
        self._place, self._of_organisation = {}, defaultdict(list)
        self._met_by, self._barred_by = defaultdict(list), defaultdict(list)
        for place, host in enumerate(hosts):
            self._place[host.key] = place
            self._of_organisation[host.organisation].append(place)
            for organisation in host.known:
                self._met_by[organisation].append(place)
            for key in host.barred:
                self._barred_by[key].append(place)

    def possible(self, visitor):
        """The row of the hosts without an obstacle."""
        free = self._open[visitor.is_virtual]
        possible = free.get(visitor.country, free[None])
        closed = 0
        for place in self._of_organisation.get(visitor.organisation, ()):
            closed |= 1 << place
        for place in self._barred_by.get(visitor.key, ()):
            closed |= 1 << place
        for key in visitor.barred:
            if key in self._place:
                closed |= 1 << self._place[key]
        return possible & ~closed if closed else possible

    def scores(self, visitor):
        """The scores of all hosts, as planes."""
        base = self._new
        met = self._met(visitor)
        if met:
            base = [
                new ^ ((new ^ known) & met)
                for new, known in zip(self._new, self._known, strict=True)
            ]
        return weigh(
            base,
            chain(
                *self._topics(visitor),
                self._activity(visitor.activities),
                self._language(visitor.languages),
                self._liked(visitor.country, visitor.countries),
                self._shared_days(visitor.first_day, visitor.last_day),
            ),
        )

    def _met(self, visitor):
        """The row of the hosts that the visiting organisation knows from an exchange."""
        met = 0
        for place in self._met_by.get(visitor.organisation, ()):
            met |= 1 << place
        for organisation in visitor.known:
            for place in self._of_organisation.get(organisation, ()):
                met |= 1 << place
        return met

    # Each criterion: pairs of (row of hosts, points they get)

    def _gains(self, criterion, some_rows, need):
        found = at_least_two(some_rows) if need == 2 else levels(some_rows, need)
        return zip(found, self._steps[criterion][need], strict=True)

    def _topics(self, visitor):
        """Domains that both ask for, and those that one asks for and the other one masters."""
        domains, full = visitor.domains, self.terms.full_domains
        shared = self._domains.of(domains)
        others = chain(self._spare.of(domains), self._domains.of(visitor.spare))
        yield self._gains("domain", shared, needed(full, domains))
        yield self._gains("complement", others, full)

    def _activity(self, activities):
        need = needed(self.terms.full_activities, activities)
        return [*self._gains("activity", self._activities.of(activities), need)]

    def _language(self, languages):
        return [*self._gains("language", self._languages.of(languages), 1)]

    def _liked(self, home, countries):
        """Hosts in a country the visitor prefers, and hosts that prefer the visitor's."""
        there = 0 if countries else self.everybody
        for one in self._countries.of(countries):
            there |= one
        here = self._anywhere | self._wanted[home]
        one, both = self._steps["country"][2]
        return (there | here, one), (there & here, both)

    def _shared_days(self, first, last):
        """So many days are shared when both periods are that long, and neither one ends before
        the other has lasted so many days."""
        for (days, long_enough), points in zip(
            self._lengths, self._steps["period"][2], strict=True
        ):
            if last - first < days - 1:
                return
            late_end = self._ends.at_least(first + days - 1)
            late_start = self._starts.at_least(last - days + 2)
            yield long_enough & late_end & ~late_start, points


def _steps(points, need):
    """How many points more there are at each level from 1 on, at `need` all of them."""
    grades = [share(level, need or 1, points) for level in range(need + 1)]
    return [grade - before for before, grade in pairwise(grades)]

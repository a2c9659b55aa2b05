"""Candidates made at random for the rules of matching: no two profiles alike, as bad as it gets."""

from datetime import date, timedelta

from ..rules.matching import Candidate, score

DOMAINS, ACTIVITIES, COUNTRIES, LANGUAGES = 30, 5, 25, 24


def candidates(random, size, role, others=0):
    """`size` candidates of a role; `others` is how many there are of the other one."""
    return [_candidate(random, (role, number), role, max(size, others)) for number in range(size)]


def _candidate(random, key, role, size):
    def some(of, most):
        return frozenset(random.sample(range(of), random.randint(0, most)))

    first = date(2026, 1, 1) + timedelta(random.randrange(700))
    return Candidate(
        key=key,
        organisation=random.randrange(3 * size),
        country=random.randrange(COUNTRIES),
        domains=some(DOMAINS, 5),
        capabilities=some(DOMAINS, 5),
        activities=some(ACTIVITIES, 5),
        countries=some(COUNTRIES, 4),
        languages=some(LANGUAGES, 4),
        date_from=first if random.random() < 0.8 else None,
        date_to=first + timedelta(random.randrange(200)) if random.random() < 0.8 else None,
        is_virtual=random.random() < 0.1,
        places=random.randint(0, 5) if role == "host" else 1,
        known=frozenset(random.randrange(3 * size) for _ in range(random.randint(0, 3))),
        barred=frozenset(
            ("visitor" if role == "host" else "host", random.randrange(size))
            for _ in range(random.randint(0, 3))
        ),
    )


def by_brute_force(visitors, hosts, terms, keep=10):
    """What `best_hosts` has to give: every pair scored by itself, all of them sorted."""
    for visitor in visitors:
        scores = [(score(visitor, host, terms), place) for place, host in enumerate(hosts)]
        ranked = sorted((-value, place) for value, place in scores if value is not None)
        yield [(-value, hosts[place]) for value, place in ranked[:keep]]

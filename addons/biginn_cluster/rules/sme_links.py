"""Figures of an enterprise together with those of its partner and linked enterprises.

Source: Commission Recommendation 2003/361/EC of 6 May 2003, Annex.
  Art. 3(2)  partner: one holds, alone or with its linked enterprises, 25 % or more of the
             other's capital or votes. Certain investors do not count up to 50 %.
  Art. 3(3)  linked: a majority of the votes or control by other means, also through one or
             more other enterprises or through natural persons in the same market
  Art. 3(4)  no SME where public bodies control, alone or jointly, directly or indirectly,
             25 % or more of the capital or votes
  Art. 6(2)  added in full: every linked enterprise, directly or indirectly. Added pro rata:
             the partners of all of these, immediately upstream or downstream; of cross-holdings
             the greater percentage
  Art. 6(3)  a partner comes with its own linked enterprises, but not with its partners

Units: percent 0..100 of capital or votes, whichever is greater; figures as in `sme`.

Decided here, where the text leaves it open:
- The links of today count for every year: after a change of ownership the structure of the
  day of the assessment counts (User guide to the SME definition, EU 2020, on Art. 4(2)).
- A group of linked enterprises that is a partner in several ways counts once, with the
  greatest of its percentages.
- A public body is not an enterprise: through it nobody is linked, its figures count nowhere.
- In years before it was founded an enterprise has no staff and no money.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from .sme import FIGURES, Size, Year, classify

HUNDRED = Decimal(100)
PARTNER_FROM = Decimal(25)
LINKED_ABOVE = Decimal(50)
NOTHING = (Decimal(0),) * len(FIGURES)


@dataclass(frozen=True)
class Enterprise:
    """One member of a group; `nature` is enterprise, person or public (a public body)."""

    key: int
    years: tuple[Year, ...] = ()
    founded: int | None = None
    nature: str = "enterprise"


@dataclass(frozen=True)
class Link:
    """`holder` holds `percent` of `held`; `control`: it dominates by other means (Art. 3(3)).

    `exempt`: the holder is an investor that Art. 3(2) does not count up to 50 %.
    """

    holder: int
    held: int
    percent: Decimal
    control: bool = False
    exempt: bool = False


@dataclass(frozen=True)
class Line:
    """What one other enterprise adds to one year; None where its figure is not known.

    `year` is the accounting period taken, None when none was found.
    """

    key: int
    relation: str
    percent: Decimal
    figures: tuple[Decimal | None, Decimal | None, Decimal | None]
    year: int | None
    estimate: bool = False


@dataclass(frozen=True)
class GroupSize:
    """The verdict, and for each year what the others added."""

    size: Size
    years: dict[int, Year] = field(default_factory=dict)
    lines: dict[int, tuple[Line, ...]] = field(default_factory=dict)


def kind_of(percent: Decimal, control: bool = False, exempt: bool = False) -> str:
    """What one holding makes of the two, looked at alone: autonomous, partner or linked."""
    if control or percent > LINKED_ABOVE:
        return "linked"
    return "partner" if percent >= PARTNER_FROM and not exempt else "autonomous"


class Structure:
    """Who is linked to whom and whose partner, from all holdings around an enterprise."""

    def __init__(self, enterprises: list[Enterprise], links: list[Link]):
        self.by_key = {enterprise.key: enterprise for enterprise in enterprises}
        self.links = links
        # a public body is no enterprise, and nothing is linked through it
        self._market = [
            link
            for link in links
            if "public" not in (self._nature(link.holder), self._nature(link.held))
        ]
        self._roots = _LinkedGroups(self._market)
        self._groups = defaultdict(list)
        for key in {*self.by_key, *(key for link in links for key in (link.holder, link.held))}:
            self._groups[self._roots.find(key)].append(key)

    def _nature(self, key):
        enterprise = self.by_key.get(key)
        return enterprise.nature if enterprise else "enterprise"

    def linked(self, key: int) -> list[int]:
        """The enterprise and all that are linked to it, each once, in order of their keys."""
        return sorted(self._groups.get(self._roots.find(key), [key]))

    def partners(self, key: int) -> list[tuple[int, str, Decimal]]:
        """(enterprise, partner or partner_linked, percent) of all partner enterprises."""
        found = []
        for root, (percent, direct) in self._partners[self._roots.find(key)].items():
            for other in self._groups[root]:
                relation = "partner" if other in direct else "partner_linked"
                found.append((other, relation, percent))
        return sorted(found, key=lambda row: (-row[2], row[0]))

    @cached_property
    def _partners(self):
        """{group: {other group: [percent, who of the other is in direct relation]}}."""
        downstream, upstream = defaultdict(Decimal), defaultdict(Decimal)
        holders = defaultdict(set)
        for link in self._market:
            holder, held = self._roots.find(link.holder), self._roots.find(link.held)
            if holder == held or self._nature(link.holder) != "enterprise":
                continue
            downstream[holder, link.held] += link.percent
            holders[holder, link.held].add(link.holder)
            if not link.exempt:
                upstream[holder, link.held] += link.percent
        partners = defaultdict(dict)
        for (holder, held), percent in downstream.items():
            if percent >= PARTNER_FROM:
                _note(partners[holder], self._roots.find(held), percent, {held})
        for (holder, held), percent in upstream.items():
            if percent >= PARTNER_FROM:
                _note(partners[self._roots.find(held)], holder, percent, holders[holder, held])
        return partners

    def public_percent(self, key: int) -> Decimal:
        """Art. 3(4): how much of the enterprise public bodies control, at most 100."""
        total = Decimal(0)
        for link in self._held_by[key]:
            if link.holder in self._public and (not link.exempt or _majority(link)):
                total += HUNDRED if link.control else link.percent
        return min(total, HUNDRED)

    @cached_property
    def _held_by(self):
        held_by = defaultdict(list)
        for link in self.links:
            held_by[link.held].append(link)
        return held_by

    @cached_property
    def _public(self):
        """Public bodies, and whatever they control, one through the other."""
        pending = [key for key, one in self.by_key.items() if one.nature == "public"]
        holds = defaultdict(list)
        for link in self.links:
            if not link.exempt or _majority(link):
                holds[link.holder].append(link)
        public, shares = set(pending), defaultdict(Decimal)
        while pending:
            for link in holds[pending.pop()]:
                shares[link.held] += HUNDRED if link.control else link.percent
                if link.held not in public and shares[link.held] > LINKED_ABOVE:
                    public.add(link.held)
                    pending.append(link.held)
        return public

    def reach(self, keys) -> set[int]:
        """Whose size may change when something about `keys` does: their group and all that
        any holding joins it to, each with its own group."""
        roots = {self._roots.find(key) for key in keys}
        near = set(roots)
        for link in self.links:
            ends = {self._roots.find(link.holder), self._roots.find(link.held)}
            if ends & roots:
                near |= ends
        return set(keys).union(*(self._groups[root] for root in near))


def _majority(link: Link) -> bool:
    return link.control or link.percent > LINKED_ABOVE


def _note(partners, root, percent, direct):
    known, before = partners.get(root, (Decimal(0), set()))
    partners[root] = (max(known, percent), before | direct)


class _LinkedGroups:
    """Sets of linked enterprises; holdings of linked enterprises are added up (Art. 3(3)).

    Each joining moves the shorter list of holdings to the longer one, so that a chain or a
    circle of thousands costs hardly more than reading it.
    """

    def __init__(self, links):
        self._above = {}
        self._shares = defaultdict(dict)
        pending = []
        for link in links:
            if _majority(link):
                pending.append((link.holder, link.held))
            elif not link.exempt:
                shares = self._shares[link.holder]
                shares[link.held] = shares.get(link.held, Decimal(0)) + link.percent
                if shares[link.held] > LINKED_ABOVE:
                    pending.append((link.holder, link.held))
        while pending:
            pending.extend(self._join(*pending.pop()))

    def find(self, key):
        root = key
        while root in self._above:
            root = self._above[root]
        while key != root:
            self._above[key], key = root, self._above[key]
        return root

    def _join(self, one, other):
        """Make one group of two; returns what their holdings together make linked."""
        one, other = self.find(one), self.find(other)
        if one == other:
            return []
        if len(self._shares[one]) < len(self._shares[other]):
            one, other = other, one
        self._above[other] = one
        shares, joined = self._shares[one], []
        for held, percent in self._shares.pop(other).items():
            shares[held] = shares.get(held, Decimal(0)) + percent
            if shares[held] > LINKED_ABOVE:
                joined.append((one, held))
        return joined


def group_size(key: int, structure: Structure) -> GroupSize:
    """The size class of one enterprise with everything that has to be counted in."""
    own = structure.by_key.get(key) or Enterprise(key)
    relations = [(other, "linked", HUNDRED) for other in structure.linked(key) if other != key]
    relations += structure.partners(key)
    relations = [
        row for row in relations if structure._nature(row[0]) == "enterprise" and row[0] != key
    ]
    if not relations:
        size = classify(list(own.years))
        return GroupSize(_judged(key, structure, size), {year.year: year for year in own.years})
    years, lines = {}, {}
    for year in _years(own, relations, structure):
        lines[year.year] = tuple(
            _line(structure.by_key.get(other) or Enterprise(other), relation, percent, year)
            for other, relation, percent in relations
        )
        years[year.year] = _sum(year, lines[year.year])
    size = classify(list(years.values()))
    if size.size_class == "unknown" and not own.years:
        size, years, lines = Size("unknown", "no_figures"), {}, {}
    return GroupSize(_judged(key, structure, size), years, lines)


def _judged(key: int, structure: Structure, size: Size) -> Size:
    """Art. 3(4) comes before all figures."""
    public = structure.public_percent(key)
    if public < PARTNER_FROM:
        return size
    return Size("large", "public_body", {"percent": str(public)}, size.steps)


def _years(own, relations, structure) -> list[Year]:
    """The years to judge: one's own; where none is known, those of the linked enterprises."""
    closed = {year.year: year for year in own.years if not year.estimate}
    if not closed and own.years:
        return [min(own.years, key=lambda year: year.year)]
    numbers = set(closed)
    if not own.years:
        numbers = {
            year.year
            for other, relation, _percent in relations
            if relation == "linked" and other in structure.by_key
            for year in structure.by_key[other].years
            if not year.estimate
        }
    if not numbers:
        return []
    span = range(min(numbers), max(numbers) + 1)
    return [closed.get(number) or Year(number, gap=True) for number in span]


def _line(other: Enterprise, relation: str, percent: Decimal, own_year: Year) -> Line:
    year, known = _year_of(other, own_year)
    figures = known or tuple(getattr(year, name) if year else None for name in FIGURES)
    return Line(
        other.key,
        relation,
        percent,
        tuple(None if value is None else value * percent / HUNDRED for value in figures),
        year.year if year else None,
        bool(year and year.estimate),
    )


def _year_of(other: Enterprise, own_year: Year):
    """(the accounting period that belongs to `own_year`, or figures known without one)."""
    number = own_year.year
    closed = {year.year: year for year in other.years if not year.estimate}
    if number in closed:
        return closed[number], None
    if other.founded and number < other.founded:
        return None, NOTHING
    if own_year.estimate or not closed:
        estimates = [year for year in other.years if year.estimate and year.year == number]
        if estimates:
            return estimates[0], None
    if own_year.estimate:
        # accounts of the same period cannot be there yet: the latest approved ones count
        before = [year for year in closed if year < number]
        return (closed[max(before)] if before else None), None
    return None, None


def _sum(own: Year, lines: tuple[Line, ...]) -> Year:
    """Art. 6(2): own figures and all lines; unknown where one is, but at least what is known."""
    values, floors = [], []
    for position, name in enumerate(FIGURES):
        parts = [getattr(own, name), *(line.figures[position] for line in lines)]
        known = sum((part for part in parts if part is not None), Decimal(0))
        values.append(None if None in parts else known)
        floors.append(known)
    gap = own.gap and not any(floors)
    return Year(own.year, *values, estimate=own.estimate, gap=gap, floor=tuple(floors))

"""Can I go? The programme's own rules, asked by somebody of whom little is known.

The rules of `eligibility` and `lump_sum` answer; nothing is decided here a second time. What the
question leaves open is judged twice, at its best and at its worst: a rule that fails even at its
best says no, one that fails only at its worst names what has to hold.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .eligibility import HOST, VISITOR, Party, Visit, eligibility
from .lump_sum import Stay
from .working_days import last_day

# How a finding weighs, from good to bad.
OK = "ok"
NOTE = "note"  # has to hold, but nobody can know it yet
OPEN = "open"  # the answer turns on it
NO = "no"

WEIGHTS = (NO, OPEN, NOTE, OK)  # in the order in which people read them

YES = "yes"
PERHAPS = "perhaps"

# What stays open because it is asked later; it does not make the answer doubtful.
ASKED_LATER = frozenset({"host_type", "host_membership", "visit_once"})

DAYS_MAX = 366
KM_MAX = 20038  # half the way around the earth


@dataclass(frozen=True)
class Question:
    """What somebody says about a stay; None is what is not said.

    days           full working days at the host
    day            first day at the host
    host_type      type of an organisation chosen as the place, None for a mere country
    once           the programme admits one visit only
    """

    organisation_type: str
    home: str
    host: str
    days: int
    day: date
    member: bool | None = None
    km: Decimal | None = None
    host_type: str | None = None
    is_virtual: bool = False
    higher_rate: bool = False
    once: bool = False


@dataclass(frozen=True)
class Judgement:
    """The answer: yes, perhaps or no, and each rule's finding with its weight."""

    verdict: str
    marked: tuple

    def of(self, *marks):
        return [finding for mark, finding in self.marked if mark in marks]


def first_day(today, date_start):
    """The day to judge when none is named: today, or the programme's first day if it is ahead."""
    return max(today, date_start) if date_start else today


def day_of_rates(day, date_start, date_end):
    """The day within the programme that is nearest: its rates say what a stay is worth."""
    if date_start and day < date_start:
        return date_start
    return date_end if date_end and day > date_end else day


def judge(question, programme, holidays=frozenset()):
    """May this organisation visit, as far as anybody can tell?"""
    best = eligibility(*_case(question, programme, holidays, known=True), programme)
    worst = eligibility(*_case(question, programme, holidays, known=False), programme)
    marked = tuple(
        _weigh(question, at_best, at_worst) for at_best, at_worst in zip(best, worst, strict=True)
    )
    return Judgement(_verdict(marked), marked)


def judge_host(question, programme):
    """May this organisation host somebody, as far as anybody can tell?"""
    visitor = Party("", None, None, False)
    visit = Visit(question.day, question.day, question.days)
    best, worst = (
        [
            finding
            for finding in eligibility(
                visitor,
                Party(
                    "",
                    question.organisation_type,
                    question.home,
                    known if question.member is None else question.member,
                ),
                visit,
                programme,
            )
            if finding.rule.startswith("host_")
        ]
        for known in (True, False)
    )
    marked = tuple(map(_weigh_host, best, worst))
    return Judgement(_verdict(marked), marked)


def _weigh_host(best, worst):
    if not best.ok:
        return NO, best
    return OK if worst.ok else OPEN, worst


def _case(question, programme, holidays, known):
    """(visitor, host, visit) with what is open at its best (`known`) or at its worst."""
    member = known if question.member is None else question.member
    visitor = Party("", question.organisation_type, question.home, member)
    host_type = question.host_type
    if known and (HOST, host_type) not in programme.matrix:
        # another organisation there may host: the place alone stops nobody
        host_type = next((kind for role, kind in sorted(programme.matrix) if role == HOST), None)
    host = Party("", host_type, question.host, known)
    return visitor, host, _visit(question, holidays, known)


def _visit(question, holidays, known):
    return Visit(
        date_start=question.day,
        date_end=last_day(question.day, question.days, holidays),
        working_days=question.days,
        is_virtual=question.is_virtual,
        previous=("…",) if question.once and not known else (),
    )


def _weigh(question, best, worst):
    if not best.ok:
        return NO, best
    if worst.ok:
        return OK, worst
    if worst.rule == "host_type" and question.host_type:
        return OPEN, worst
    return (NOTE if worst.rule in ASKED_LATER else OPEN), worst


def _verdict(marked):
    marks = {mark for mark, _finding in marked}
    if NO in marks:
        return NO
    return PERHAPS if OPEN in marks else YES


def who_may_host(programme):
    """(types that need a membership, types that need none) among those that may host."""
    lines = sorted((kind, need) for (role, kind), need in programme.matrix.items() if role == HOST)
    needing = tuple(kind for kind, need in lines if need.membership_required)
    return needing, tuple(kind for kind, need in lines if not need.membership_required)


def who_may_visit(programme):
    """Types of organisation that may visit."""
    return tuple(sorted(kind for role, kind in programme.matrix if role == VISITOR))


def stay(question, day):
    """The stay as the lump sum's rule takes it, at the rates of `day`."""
    return Stay(
        host_country=question.host,
        date_start=day,
        working_days=question.days,
        distance_km=question.km,
        is_virtual=question.is_virtual,
        higher_rate=question.higher_rate,
    )

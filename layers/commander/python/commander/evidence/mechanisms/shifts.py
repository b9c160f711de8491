"""Demand that nobody outside made: calls that a caller multiplies, and calls that went elsewhere before.

Demand comes in from outside and is passed on. Where a thing is asked for more and those who ask it are asked for no
more than ever, their own change made the calls; where another thing lost as many calls at the same moment, they were
moved. Neither is a surge.
"""

from dataclasses import dataclass

from commander.evidence.behaviour import Behaviour, Course
from commander.evidence.case import Case
from commander.evidence.roles import Role

_MORE, _AS_EVER = 1.5, 1.15
_LOST, _ALIKE, _SUM = 0.5, 0.35, 0.25
"""What is left of the calls that went away; how far the gain may be from the loss, and both together from before."""
_TOGETHER = 5
_REPEATED = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Fanout:
    """A thing that is asked for `more` by a caller that itself is asked as ever, and the ratio of the rise.

    `sure`: the demand of everybody who is known to call was measured.
    """

    caller: str
    callee: str
    more: Behaviour
    asked: Behaviour
    sure: bool


@dataclass(frozen=True, slots=True, eq=False)
class Move:
    """Calls that one thing lost and another got, at the same moment."""

    lost: Behaviour
    gained: Behaviour


def fanouts(case: Case) -> tuple[Fanout, ...]:
    """Every thing whose callers multiply what they are asked; use with `case.reading`."""
    if not case.topology.known:
        return ()
    found = []
    for one in case.of_role(Role.DEMAND):
        callee = one.series.entity
        if callee is None or not _rose(one, _MORE) or _fails(case, callee):
            continue
        kin = case.kin(callee)
        above = {case.kin(each) for each in case.topology.direct_dependents_of(callee)} - {kin}
        asked = {each: [other for other in case.of(each, Role.DEMAND) if other.series.values] for each in above}
        known = {each: series for each, series in asked.items() if series}
        if not known or any(_rose(other, _AS_EVER) for series in known.values() for other in series):
            continue
        own = sorted(known, key=lambda each: (not case.troubled(each), each))
        first = min(known[own[0]], key=lambda other: (other.series.name, other.series.id))
        found.append(Fanout(first.series.entity or own[0], callee, one, first, len(known) == len(above)))
    return tuple(found)


def fanout_of(case: Case, one: Behaviour) -> Fanout | None:
    """That a series of demand rose because its callers ask more often."""
    return next((each for each in case.reading(fanouts) if each.more is one), None)


def moves(case: Case) -> tuple[Move, ...]:
    """Every pair of things of which one lost the calls that the other got; use with `case.reading`."""
    demand = [
        one
        for one in case.of_role(Role.DEMAND)
        if one.course is Course.CHANGED and one.onset is not None and one.series.entity is not None
    ]
    gained = [one for one in demand if _rose(one, _MORE)]
    lost = [one for one in demand if one.direction < 0 and one.after <= _LOST * one.before]
    found = []
    for more in gained:
        alike = [less for less in lost if _moved(case, less, more)]
        if alike:
            nearest = min(alike, key=lambda less: (abs(_loss(less) - _gain(more)), less.series.entity or ""))
            found.append(Move(nearest, more))
    return tuple(found)


def move_of(case: Case, one: Behaviour) -> Move | None:
    """That a series of demand rose because the calls of something else were led to it."""
    return next((each for each in case.reading(moves) if each.gained is one), None)


def _moved(case: Case, less: Behaviour, more: Behaviour) -> bool:
    if case.kin(less.series.entity or "") == case.kin(more.series.entity or ""):
        return False
    if less.series.name != more.series.name or less.series.statistic != more.series.statistic:
        return False
    if abs((less.onset or 0.0) - (more.onset or 0.0)) > _TOGETHER * max(less.series.period, more.series.period):
        return False
    before, after = less.before + more.before, less.after + more.after
    return abs(_loss(less) - _gain(more)) <= _ALIKE * _loss(less) and abs(after - before) <= _SUM * before


def _loss(less: Behaviour) -> float:
    return less.before - less.after


def _gain(more: Behaviour) -> float:
    return more.after - more.before


def _rose(one: Behaviour, factor: float) -> bool:
    return one.course is Course.CHANGED and one.direction > 0 and one.after >= factor * one.before


def _fails(case: Case, entity: str) -> bool:
    """Whether so many calls of it fail that more of them may be repetitions."""
    failing = case.troubled(entity, Role.FAILURES, Role.SUCCESS, Role.THROTTLES)
    return any(one.series.role is not Role.FAILURES or one.after >= _REPEATED for one in failing)

"""Demand itself changed.

Predicts: the demand series rose (or fell) clearly, no later than the symptom. Contradicted by: demand as before, or a
rise that followed the trouble (retries).
"""

from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour, Course
from commander.evidence.case import Case
from commander.evidence.roles import Role
from commander.evidence.sentences import short

_SURGE = 1.5
_LARGE_SURGE = 2.0
_DROP = 0.5


def argue(case: Case) -> Iterator[Argument]:
    """The surge where demand rose furthest upstream, or the refuted surge at the symptom's place."""
    demand = [one for one in case.of_role(Role.DEMAND) if one.series.values and one.series.entity is not None]
    surging = [one for one in demand if one.course is Course.CHANGED and one.direction > 0 and _rose(one)]
    upstream = [one for one in surging if not _has_surging_dependent(case, one, surging)]
    for one in _one_per_entity(upstream):
        yield _surge(case, one)
    calm = [one for one in demand if one not in surging and case.concerns(one.series.entity)]
    if not surging and calm:
        yield _no_surge(case, min(calm, key=lambda one: (case.distance(one.series.entity) or 0, one.series.name)))
    own = case.own
    if own is not None and own.series.role is Role.DEMAND and own.direction < 0 and (own.ratio or 0.0) <= _DROP:
        yield _drop(case, own)


def _rose(one: Behaviour) -> bool:
    return one.ratio is None or one.ratio >= _SURGE


def _has_surging_dependent(case: Case, one: Behaviour, surging: list[Behaviour]) -> bool:
    entity = one.series.entity or ""
    dependents = case.topology.dependents_of(entity)
    return any(other.series.entity != entity and other.series.entity in dependents for other in surging)


def _one_per_entity(found: list[Behaviour]) -> list[Behaviour]:
    best: dict[str | None, Behaviour] = {}
    for one in found:
        best.setdefault(one.series.entity, one)
    return list(best.values())


def _surge(case: Case, one: Behaviour) -> Argument:
    entity = one.series.entity or ""
    argument = Argument("traffic.surge", entity, f"More demand reaches {short(entity)} than it was planned for.")
    onset = case.onset
    if onset is not None and one.onset is not None and one.onset > onset.end:
        argument.oppose(case.fact(one), 2.5)  # retries follow failures
        return argument
    argument.back(case.fact(one), 3.5 if (one.ratio or 9.0) >= _LARGE_SURGE else 2.5)
    argument.direct = True
    reached = case.topology.needed_from(entity)
    effects = [effect for needed in reached for effect in case.troubled(needed)[:2] if effect is not one]
    for effect in effects:
        argument.back(case.fact(effect), 0.5)
    if not effects:
        argument.lack(f"an effect of the higher demand on {short(entity)}", 1.5)
        argument.direct = False
    return argument


def _no_surge(case: Case, one: Behaviour) -> Argument:
    entity = one.series.entity or ""
    argument = Argument("traffic.surge", entity, f"More demand reaches {short(entity)} than it was planned for.")
    argument.oppose(case.fact(one), 4.0)
    return argument


def _drop(case: Case, own: Behaviour) -> Argument:
    entity = own.series.entity or ""
    argument = Argument("traffic.drop", entity, f"Less demand reaches {short(entity)} than before.")
    argument.back(case.fact(own), 2.5)
    argument.lack(f"whether the callers of {short(entity)} stopped calling or are cut off")
    return argument

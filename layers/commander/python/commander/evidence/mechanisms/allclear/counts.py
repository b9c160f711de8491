"""Where it is counted whether work is done: of a thing, else of those who call it.

Lines of log ask this one by one, and callers may be many: what counts at all is read once, so that nobody is walked to
where nothing counts.
"""

from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.mechanisms.services.restarts import counts_restarts
from commander.evidence.roles import Role


def counts_of_failures(case: Case, entity: str | None) -> list[Behaviour]:
    """The counts of a thing's failures or successes, else those of the first by name of whoever needs it and has any;
    empty where nobody has."""
    counted = case.reading(_counted)
    if not counted:
        return []
    own = None if entity is None else case.kin(entity)
    if own in counted or entity is None:
        return counted.get(own, [])
    above = min(case.reading(_places) & case.topology.dependents_of(entity).keys(), default=None)
    return [] if above is None else counted[case.kin(above)]


def _counted(case: Case) -> dict[str | None, list[Behaviour]]:
    """The counts of each workload that has any, as `case.of` tells them."""
    found: dict[str | None, list[Behaviour]] = {}
    for one in case.behaviours:
        if one.series.role in (Role.FAILURES, Role.SUCCESS) and one.series.values and not counts_restarts(one):
            place = one.series.entity
            found.setdefault(None if place is None else case.kin(place), []).append(one)
    return found


def _places(case: Case) -> frozenset[str]:
    """Every part of the workloads that have counts."""
    groups = (group for group in case.reading(_counted) if group is not None)
    return frozenset(part for group in groups for part in (group, *case.topology.members(group)))

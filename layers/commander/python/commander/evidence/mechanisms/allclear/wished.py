"""Fewer instances than an alarm wants, because fewer are wished for: somebody or an autoscaler lowered the number.

Told by the change, by the autoscaler's own report or by the state, and only where as many are there as are wished for,
and neither failures, latency nor waiting work of what they serve, nor their processors, say that they are too few.
"""

import re
from collections.abc import Iterator
from typing import Any

from commander.contract.evidence import Change, PlatformEvent
from commander.evidence import moments
from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.cluster.values import first, whole
from commander.evidence.facts import Fact
from commander.evidence.mechanisms.allclear.looked import reaches
from commander.evidence.roles import SYMPTOMS, Role, tokens_of
from commander.evidence.sentences import short
from commander.evidence.series import median

_WISHES = ("desired", "capacity", "replicas", "count", "instances", "size", "tasks")
_THERE = frozenset({"running", "healthy", "available", "ready", "service", "current"})
_COUNTED = frozenset({"task", "tasks", "host", "hosts", "instance", "instances", "replica", "replicas", "pods"})
_ANOTHER = frozenset({"unhealthy", "unavailable", "pending", "failed", "min", "max", "minimum", "maximum"})
_FROM_TO = re.compile(
    r"\b(?:capacity|replicas?|count|size|desired|instances|tasks)\b[^.]{0,60}?\bfrom (\d+) to (\d+)\b", re.I
)
_NEW_SIZE = re.compile(r"\bnew size: (\d+); reason: all metrics below target|\bset desired count to (\d+)\b", re.I)
_LATEST, _BUSY, _LEAST_POINTS = 3, 80.0, 5
_BEFORE_S, _AFTER_S = 900.0, 60.0


def counts_instances(one: Behaviour) -> bool:
    """Whether a series counts the running or healthy instances of something."""
    tokens = tokens_of(one.series.name)
    if not tokens.isdisjoint(_ANOTHER):
        return False
    return one.series.role is Role.INSTANCES or not (tokens.isdisjoint(_THERE) or tokens.isdisjoint(_COUNTED))


def wished_fewer(case: Case) -> Fact | None:
    """Who lowered the number to what there is; None where nobody did, or where what is left is too little or unseen.
    Use as `case.reading(wished_fewer)`."""
    own, entity = case.own, case.resource
    if own is None or entity is None or not own.series.values or not counts_instances(own):
        return None
    values = own.series.values[-_LATEST:]
    now = values[-1]
    if now < 1 or any(value != now for value in values) or not _all_there(case, now) or not _serves(case):
        return None
    return next(_lowerings(case, now), None)


def _all_there(case: Case, now: float) -> bool:
    """Whether nothing says that more are wished for than there are."""
    for item in case.bundle.state:
        wanted = whole(first(item.attributes, "desired", "desired_count", "desiredCount", "desired_capacity"))
        unhealthy = whole(item.attributes.get("unhealthy"))
        if case.distance(item.entity) == 0 and wanted is not None and wanted != now:
            return False
        if _matters(case, item.entity) and unhealthy:
            return False
    return True


def _serves(case: Case) -> bool:
    """Whether answers were looked at until now and none is worse, and no processor is nearly used up."""
    seen = [
        one
        for one in case.of_role(*SYMPTOMS)
        if one is not case.own and _matters(case, one.series.entity) and len(one.series.values) >= _LEAST_POINTS
    ]
    if not any(reaches(case, one) for one in seen) or any(case.is_troubled(one) and not one.slight for one in seen):
        return False
    busy = [one for one in case.of_role(Role.CPU) if case.concerns(one.series.entity) and one.series.values]
    return all(median(one.series.values[-_LATEST:]) < _BUSY for one in busy)


def _lowerings(case: Case, now: float) -> Iterator[Fact]:
    own = case.own
    fell = None if own is None else _fell(own)
    for release in reversed(case.releases):
        if case.distance(release.entity) != 0 or not _fits(fell, release.start):
            continue
        for change in [one for one in case.bundle.changes if one.id in release.ids]:
            for key, before, after in _lowered(change):
                if after == now and any(word in key.lower() for word in _WISHES):
                    name = short(release.entity)
                    said = f"{key} of {name} was lowered from {before} to {after}, which is what there is."
                    yield case.stated("change", release.entity, said, (change.id,))
    for event in reversed(case.bundle.events):
        moment = moments.parse_maybe(event.t)
        if case.distance(event.entity) == 0 and moment is not None and _fits(fell, moment) and _says(event, now):
            yield case.fact_of_event(event)


def _lowered(change: Change) -> Iterator[tuple[str, int, int]]:
    """Numbers with a smaller value after than before."""
    details: dict[str, Any] = change.details or {}
    for key in sorted(details):
        value = details[key]
        if isinstance(value, dict):
            value = [first(value, "from", "before", "old"), first(value, "to", "after", "new")]
        if isinstance(value, list) and len(value) == 2:
            before, after = whole(value[0]), whole(value[1])
            if before is not None and after is not None and after < before:
                yield key, before, after


def _matters(case: Case, entity: str | None) -> bool:
    return case.concerns(entity) or entity is None or entity in case.topology.dependents_of(case.resource or "")


def _says(event: PlatformEvent, now: float) -> bool:
    if event.type in ("warning", "error"):
        return False
    found = _FROM_TO.search(event.message)
    if found is not None:
        return int(found[2]) == now < int(found[1])
    size = _NEW_SIZE.search(event.message)
    return size is not None and next(int(one) for one in size.groups() if one) == now


def _fell(own: Behaviour) -> float | None:
    """When the number reached what it is now."""
    values, now = own.series.values, own.series.values[-1]
    place = len(values) - 1
    while place > 0 and values[place - 1] == now:
        place -= 1
    return own.series.times[place] if place > 0 else None


def _fits(fell: float | None, moment: float) -> bool:
    return fell is None or -_BEFORE_S <= moment - fell <= _AFTER_S

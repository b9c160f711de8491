"""Trouble that is not the incident's: of things that nothing connects with its place, older or in other namespaces."""

from collections.abc import Mapping

from commander.evidence import moments
from commander.evidence.case import Case

_STANDING_S = 86400.0
_EARLIER_S = 7200.0
"""What began two hours before the trouble was there without it."""


def is_elsewhere(case: Case, entity: str | None, began: float | None = None) -> bool:
    """Whether trouble of a thing says nothing of the incident.

    Its place neither needs the thing nor is needed by it, as far as connections are known, and the trouble began well
    before, or is in another namespace.
    """
    place = case.resource
    if place is None and entity is not None and began is not None and case.now is not None:
        return case.now - began >= _STANDING_S  # the incident names no place, and this stood long before it
    if entity is None or place is None or place not in case.entities or not case.topology.known:
        return False
    if case.concerns(entity) or entity in case.topology.dependents_of(place) or case.share_need(entity):
        return False
    onset = case.onset
    if began is not None and onset is not None and began < onset.start - _EARLIER_S:
        return True
    here, there = (namespace_of(case, one) for one in (place, entity))
    return here is not None and there is not None and here != there


def is_within(case: Case, entity: str) -> bool:
    """Whether the incident's place is the namespace that a thing is in: no edge leads to what is a place's own."""
    kind, _, name = (case.resource or "").partition("/")
    return kind == "namespace" and namespace_of(case, entity) == name


def namespace_of(case: Case, entity: str) -> str | None:
    """The namespace of a thing or of its workload, as state tells it."""
    known = case.reading(_namespaces)
    return next((known[one] for one in (entity, *case.family(entity)) if one in known), None)


def _namespaces(case: Case) -> Mapping[str, str]:
    return {
        item.entity: namespace
        for item in case.bundle.state
        if isinstance(namespace := item.attributes.get("namespace"), str)
    }


def began(case: Case, entity: str) -> float | None:
    """When a thing's own alarms or warnings first told of its trouble."""
    family = frozenset(case.family(entity)) | {entity}
    told = [moments.parse_maybe(one.t) for one in case.bundle.alerts if one.entity in family and one.state == "alarm"]
    for event in case.events(entity):
        if event.type in ("warning", "error"):
            told += [moments.parse_maybe(event.first_t), moments.parse_maybe(event.t)]
    return min((moment for moment in told if moment is not None), default=None)

"""Whether all services go about their work as usual: what a panel without a fault shows, and how much was seen."""

import math
from dataclasses import dataclass

from commander.evidence.behaviour import Behaviour, Course
from commander.evidence.case import Case
from commander.evidence.mechanisms.services.deviation import Deviation
from commander.evidence.mechanisms.services.panel import Panel, is_of_service, panel
from commander.evidence.mechanisms.services.places import panel_places
from commander.evidence.mechanisms.services.resources import Suspect, suspects
from commander.evidence.mechanisms.services.restarts import is_over
from commander.evidence.mechanisms.services.symptoms import is_entrance
from commander.evidence.roles import SYMPTOMS, Role

_LEAST_POINTS = 10
_LEAST_SERIES = 3
_PAST_POINTS = 4
_PAST_RATIO = 2.5
_PRESSING = 0.45


@dataclass(frozen=True, slots=True, eq=False)
class Calm:
    """What a panel says about health. `worse` are series of symptoms that moved, `pressed` resources that did,
    `witnesses` the furthest of each role that did not: if these are as usual, all of their role are.

    `weight` is how much evidence the calm would be, by how many series and services were looked at for long enough.
    `over`: a series of symptoms that was clearly bad once and came back.
    """

    entity: str
    panel: Panel
    worse: tuple[Deviation, ...]
    pressed: tuple[Suspect, ...]
    witnesses: tuple[tuple[Behaviour, float], ...]
    """With how much each is worth, from 0 to 1: less the further it went."""
    weight: float
    over: Behaviour | None
    covered: frozenset[str]
    """Ids of the series that the panel speaks for."""


def calm(case: Case) -> Calm | None:
    """The calm of a case; None where too few series of services were collected to say anything."""
    seen = case.reading(panel)
    chosen = [one for one in case.behaviours if is_of_service(one) and len(one.series.values) >= _LEAST_POINTS]
    telling = [one for one in chosen if one.series.role in SYMPTOMS]
    if len(chosen) < _LEAST_SERIES or (not telling and len(chosen) < 4 * _LEAST_SERIES):
        return None
    worse = tuple(
        sorted(
            (
                one
                for one in seen.deviations
                if one.series.role in SYMPTOMS and seen.moved(one) and not _over_now(case, one)
            ),
            key=lambda one: (-seen.strength(one), one.entity, one.series.id),
        )
    )
    found = case.reading(panel_places)
    pressed = tuple(one for one in suspects(found, seen) if one.size >= _PRESSING)
    services = len({case.kin(one.series.entity or "") for one in chosen})
    weight = 0.9 * math.log(1 + len(telling)) + 0.45 * math.log(1 + len(chosen)) + 0.3 * math.log(services)
    return Calm(
        _entity(case, chosen),
        seen,
        worse,
        pressed,
        _witnesses(seen, chosen),
        min(4.6, weight),
        _over(telling),
        frozenset([one.series.id for one in chosen] + [one.series.id for one in case.behaviours if is_over(case, one)]),
    )


def _over_now(case: Case, one: Deviation) -> bool:
    """Whether a series that moved on the whole is back, and the alarm is off."""
    off = case.alert is not None and case.alert.state == "ok"
    return off and one.behaviour.course is Course.CAME_BACK


def _witnesses(seen: Panel, chosen: list[Behaviour]) -> tuple[tuple[Behaviour, float], ...]:
    """Of each role the series that went furthest without having moved."""
    distance = {one.series.id: seen.strength(one) if one.z > 0 else 0.0 for one in seen.deviations}
    moved = {one.series.id for one in seen.deviations if seen.moved(one)}
    best: dict[Role, Behaviour] = {}
    for one in chosen:
        if one.series.id in moved:
            continue
        known = best.get(one.series.role)
        if known is None or distance.get(one.series.id, 0.0) > distance.get(known.series.id, 0.0):
            best[one.series.role] = one
    order = (Role.LATENCY, Role.FAILURES, Role.SUCCESS, Role.CPU, Role.MEMORY)
    found = [best[role] for role in order if role in best]
    return tuple((one, max(0.0, min(1.0, 2.0 - 2.0 * distance.get(one.series.id, 0.0)))) for one in found)


def _over(telling: list[Behaviour]) -> Behaviour | None:
    """The clearest episode that ended, where more than a single series of many shows one."""
    past = [
        one
        for one in telling
        if one.course is Course.CAME_BACK
        and one.points_changed >= _PAST_POINTS
        and abs(one.peak - one.before) >= (_PAST_RATIO - 1) * abs(one.before)
    ]
    if len(past) < max(1, round(0.1 * len(telling))):
        return None
    return max(past, key=lambda one: (one.points_changed, one.series.name, one.series.id))


def _entity(case: Case, chosen: list[Behaviour]) -> str:
    """What the calm is said of where the incident names nothing: the entrance of the application, else its busiest."""
    if case.resource is not None:
        return case.resource
    demand: dict[str, float] = {}
    for one in chosen:
        entity = one.series.entity or ""
        asked = one.after if one.series.role is Role.DEMAND else 0.0
        demand[entity] = max(demand.get(entity, 0.0), asked)
    needed = {entity: len(case.topology.dependents_of(entity)) if case.topology.known else 0 for entity in demand}
    return min(demand, key=lambda entity: (needed[entity], not is_entrance(entity), -demand[entity], entity))

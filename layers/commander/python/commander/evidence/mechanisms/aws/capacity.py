"""Capacity that was lowered: what is left refuses calls, lets them wait or is overrun from then on."""

from collections.abc import Iterator
from typing import Any

from commander.contract.evidence import Change
from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.mechanisms.aws.effects import series_of
from commander.evidence.mechanisms.aws.levels import fact_of, fell, in_percent, in_trouble, late, rose
from commander.evidence.mechanisms.aws.values import number
from commander.evidence.releases import Release
from commander.evidence.roles import Role
from commander.evidence.sentences import number as spell
from commander.evidence.sentences import short

_CAPACITY = (
    "concurrency",
    "capacity",
    "desired",
    "min",
    "max",
    "count",
    "replicas",
    "instances",
    "rate",
    "burst",
    "limit",
)
_SWITCHES = ("enabled", "state", "status")
_INSTANCES = ("runningtaskcount", "groupinserviceinstances", "healthyhostcount", "desiredtaskcount", "replicas")
_OVERRUN = 80.0


def weigh_less(case: Case, release: Release, argument: Argument) -> Iterator[Argument]:
    """Capacity that was lowered, and what is left refuses calls, lets them wait or is overrun from then on."""
    lowered = [one for change in items_of(case, release) for one in _lowered(change)]
    if not lowered:
        return
    entity = release.entity
    key, before, after, item = lowered[0]
    said = f"{key} of {short(entity)} was lowered from {before} to {after}."
    fact = case.stated("change", entity, said, (item,))
    argument.summary = said
    if case.troubled(entity, Role.THROTTLES):
        argument.back(fact, 0.3)  # the limit that is reached is the cause, its change is what made it so
        return
    argument.back(fact, 1.5)
    starved = case.troubled(entity, Role.BACKLOG, Role.LATENCY)
    waiting = [other for other in case.topology.needs(entity) if case.troubled(other, Role.BACKLOG)]
    if starved or waiting:
        one = starved[0] if starved else case.troubled(waiting[0], Role.BACKLOG)[0]
        argument.back(fact_of(case, one), 1.5)
        argument.direct = True
    fewer = [one for one in series_of(case, entity, *_INSTANCES) if fell(one, 0.8)]
    overrun = [
        one
        for one in case.of(entity, Role.CPU)
        if one.series.values and in_percent(one, in_trouble(one)) >= _OVERRUN and rose(one, 1.3) and not late(case, one)
    ]
    for one in [*fewer[:1], *overrun[:1]]:
        argument.back(fact_of(case, one), 1.5)
    if overrun:
        argument.direct = True
        busy = Argument("compute.cpu_saturation", entity, f"{short(entity)} is out of CPU.")
        busy.oppose(fact, 3.0)  # those that are left do the work of all
        yield busy


def items_of(case: Case, release: Release) -> list[Change]:
    """The changes that a release stands for."""
    wanted = set(release.ids)
    return sorted((one for one in case.bundle.changes if one.id in wanted), key=lambda one: (one.t, one.action, one.id))


def _lowered(change: Change) -> Iterator[tuple[str, str, str, str]]:
    """Settings of capacity with a smaller value after than before: [before, after] pairs, or a limit of nothing."""
    details: dict[str, Any] = change.details or {}
    for key in sorted(details):
        value = details[key]
        if isinstance(value, dict):
            value = [
                value.get("from", value.get("before", value.get("old"))),
                value.get("to", value.get("after", value.get("new"))),
            ]
        name = key.lower()
        if not isinstance(value, list) or len(value) != 2:
            before, after = None, number(value)
            if after == 0 and "concurren" in name:
                yield key, "another value", "0", change.id
            continue
        before, after = number(value[0]), number(value[1])
        if any(word in name for word in _CAPACITY) and after is not None and (before is None or after < before):
            yield key, "no limit" if before is None else spell(before), spell(after), change.id
        elif any(word in name for word in _SWITCHES) and str(value[1]).lower() in ("false", "disabled", "off"):
            yield key, str(value[0])[:20], str(value[1])[:20], change.id

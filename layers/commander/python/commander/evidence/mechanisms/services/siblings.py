"""One of several equal instances or shards: it alone has most of the work, or it is gone and the others carry its part.

Siblings have names that differ in a number at the end only. Skew predicts: one of them gets several times what each
other one gets, where all got the same before. A loss predicts: the series of one end while those of the others rise.
"""

import re
from collections.abc import Iterator
from functools import cache

from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.roles import Role, tokens_of
from commander.evidence.sentences import number, short
from commander.evidence.series import median

_LEAST = 3
_SEVERAL, _ALIKE = 3.0, 1.8
_NEWEST = 5
_ENDED_PERIODS = 5.0
_WORK = frozenset(
    [
        "request",
        "requests",
        "event",
        "events",
        "message",
        "messages",
        "record",
        "records",
        "ops",
        "operations",
        "calls",
        "queries",
    ]
)
_PRESSURES = ("compute.cpu_saturation", "compute.memory_saturation")


def argue(case: Case) -> Iterator[Argument]:
    """Arguments about each group of siblings."""
    groups: dict[tuple[str, str], list[Behaviour]] = {}
    for one in case.behaviours:
        stem = _stem(one.series.entity or "")
        if stem is not None and len(one.series.values) > 2 * _NEWEST:
            groups.setdefault((stem, one.series.name), []).append(one)
    argued: set[str] = set()
    for (stem, name), group in sorted(groups.items()):
        if len({one.series.entity for one in group}) < _LEAST or stem in argued:
            continue
        found = list(_skewed(case, group) if _is_work(group[0], name) else _lost(case, group))
        if found:
            argued.add(stem)
        yield from found


@cache
def _numbered() -> re.Pattern[str]:
    return re.compile(r"^(.*?[a-z])[-_.]?\d{1,4}$", re.IGNORECASE)


def _stem(entity: str) -> str | None:
    found = _numbered().match(entity)
    return found.group(1) if found else None


def _is_work(one: Behaviour, name: str) -> bool:
    return one.series.role is Role.DEMAND or (one.series.role is Role.OTHER and not _WORK.isdisjoint(tokens_of(name)))


def _skewed(case: Case, group: list[Behaviour]) -> Iterator[Argument]:
    """One sibling that gets far more than the others."""
    now = {one: median(one.series.values[-_NEWEST:]) for one in group}
    top = max(group, key=lambda one: (now[one], one.series.id))
    others = [one for one in group if one is not top]
    next_most = max(others, key=lambda one: (now[one], one.series.id))
    most = now[next_most]
    if most <= 0 or now[top] < _SEVERAL * most or now[top] < _ALIKE * top.before or not top.direction > 0:
        return
    if top.before > _ALIKE * median([one.before for one in others]):
        return  # it always had more
    entity = top.series.entity or ""
    said = (
        f"{top.series.name} of {short(entity)} has a median of {number(now[top])} in its newest {_NEWEST} datapoints, "
        f"that of {short(next_most.series.entity)} one of {number(most)}."
    )
    fact = case.stated("metric", entity, said, (top.series.id, next_most.series.id))
    argument = Argument("data.skew", entity, f"{short(entity)} gets most of the work of its siblings.")
    argument.back(fact, 3.2)
    pressed = [one for one in case.of_any(entity) if one.series.entity == entity and one.direction > 0]
    for one in [one for one in pressed if one.series.role in (Role.CPU, Role.LATENCY, Role.BACKLOG)][:1]:
        argument.back(case.fact(one), 1.0)
    for pattern in case.patterns:
        if pattern.entity == entity and _hot().search(pattern.text):
            argument.back(case.fact_of_pattern(pattern), 1.2)
            break
    argument.direct = True
    argument.lack(f"the keys that the work of {short(entity)} belongs to")
    yield argument
    for where in dict.fromkeys((entity, case.workload(entity))):
        for cause in (*_PRESSURES, "traffic.surge"):
            rival = Argument(cause, where, f"{short(where)} is used up.")
            rival.oppose(fact, 5.0)
            yield rival


@cache
def _hot() -> re.Pattern[str]:
    return re.compile(r"\b(?:hot|skew|key|shard|partition|share)\b", re.IGNORECASE)


def _lost(case: Case, group: list[Behaviour]) -> Iterator[Argument]:
    """A sibling whose series ended; the others' pressure is its part of the work."""
    newest = max(one.series.times[-1] for one in group)
    ended = [one for one in group if one.series.times[-1] < newest - _ENDED_PERIODS * one.series.period]
    rising = [one for one in group if one not in ended and one.direction > 0 and one.series.role is Role.CPU]
    if len(ended) != 1 or not rising:
        return
    gone = ended[0]
    entity, moment = gone.series.entity or "", gone.series.times[-1]
    if rising[0].onset is not None and abs(rising[0].onset - moment) > 2 * _ENDED_PERIODS * gone.series.period:
        return
    said = f"{gone.series.name} of {short(entity)} has no datapoint after its {len(gone.series.values)} first ones."
    fact = case.stated("metric", entity, said, (gone.series.id,))
    argument = Argument("compute.instance_lost", entity, f"{short(entity)} is gone; the others carry its work.")
    argument.back(fact, 2.0)
    argument.back(case.fact(rising[0]), 1.0)
    argument.direct = True
    yield argument
    for one in rising:
        for cause in _PRESSURES:
            rival = Argument(cause, one.series.entity or "", f"{short(one.series.entity)} is used up.")
            rival.oppose(fact, 5.0)
            yield rival

"""A limit of capacity that was lowered, which what is asked now reaches: perhaps only with the next peak of the day.

Predicts: a series of the thing stands at the new limit, or at the end of its scale, and was higher or freer before;
what is asked is as usual, yet more than at any time since the change. Contradicted by: room up to the new limit. The
biggest statement, busy processors and the maximum that is reached are what follows.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from commander.contract.evidence import Change
from commander.evidence import moments
from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.mechanisms.aws.databases import Database, databases
from commander.evidence.mechanisms.aws.effects import weigh_effect
from commander.evidence.mechanisms.aws.levels import fact_of, in_percent, in_trouble, late, rose
from commander.evidence.mechanisms.aws.pressure import akin
from commander.evidence.mechanisms.aws.related import connection
from commander.evidence.mechanisms.aws.resized import first_peak
from commander.evidence.mechanisms.aws.values import first_number, mapping, number
from commander.evidence.releases import Release
from commander.evidence.roles import Role
from commander.evidence.sentences import amount, short
from commander.evidence.sentences import number as spell
from commander.evidence.series import median
from commander.evidence.spelling import plain

CAUSE = "deployment.scaling_change"
_LIMITS = (
    "max",
    "capacity",
    "acu",
    "iops",
    "throughput",
    "units",
    "ecpu",
    "rpu",
    "limit",
    "nodes",
    "shards",
    "replicas",
)
_LEAST = ("min", "cooldown", "target", "retention", "timeout", "period", "age", "memory", "cpu", "size", "storage")
"""What is no limit above, or what other mechanisms weigh."""
_SHARES = ("acuutilization", "rpuutilization", "cpuutilization", "enginecpuutilization", "ebsiobalance")
_SCALES = ("acuutilization", "rpuutilization")
_MOST = ("max_capacity", "maxCapacity", "MaxCapacity", "max_acu", "maximum_capacity")
_SCALING = (
    "serverless_v2_scaling",
    "serverlessV2ScalingConfiguration",
    "serverless_v2_scaling_configuration",
    "scaling_configuration",
    "scaling",
)
_DAY_S, _SOON_S = 86400.0, 3 * 3600.0
_CLOSE, _FULL, _BUSY = 0.04, 97.0, 80.0
_RECENT = 5
_FOLLOWS = (
    "db.expensive_query",
    "compute.cpu_saturation",
    "compute.autoscaling_at_max",
    "compute.memory_saturation",
    "storage.io_saturation",
    "traffic.surge",
)


@dataclass(frozen=True, slots=True)
class Lowered:
    """A setting with its values before and after, the change that lowered it, and when."""

    key: str
    before: float
    after: float
    change: Change
    moment: float


def argue(case: Case) -> Iterator[Argument]:
    """One argument per thing whose limit was lowered and is reached since."""
    yield from _at_maximum(case)
    for entity, several in sorted(case.reading(lowered).items()):
        argument = _argument(case, entity, several)
        if argument is None:
            continue
        connection(case, argument)
        yield argument
        known = [fact for fact, _ in argument.supporting.values()]
        places = {
            argument.entity,
            *(fact.entity for fact in known if fact.entity is not None and fact.kind == "metric"),
        }
        for place in sorted(place for place in places if place in databases(case) or place == argument.entity):
            for cause in _FOLLOWS if argument.direct else ():
                effect = Argument(cause, place, f"{short(place)} suffers from its lower limit.")
                effect.oppose(known[0], 3.0)
                yield effect


def _at_maximum(case: Case) -> Iterator[Argument]:
    """Stores that scale by themselves, at the most that their settings let them have."""
    for entity, database in databases(case).items():
        told = database.attribute(*_MOST) or next(
            (
                (item, value)
                for item in database.items
                for key in _SCALING
                if (value := first_number(mapping(item.attributes.get(key)), *_MOST)) is not None
            ),
            None,
        )
        shares = [one for one in case.of_any(entity) if plain(one.series.name) in _SCALES and rose(one, 1.1)]
        full = [one for one in shares if in_percent(one, median(one.series.values[-_RECENT:])) >= _FULL]
        if not full or entity in case.reading(lowered):
            continue
        argument = Argument(
            "compute.autoscaling_at_max", entity, f"{short(entity)} is scaled out as far as it may be.", direct=True
        )
        argument.back(fact_of(case, full[0]), 3.0)
        if told is not None:
            said = f"{short(entity)} may have {spell(told[1])} capacity units at most."
            argument.back(case.fact_of_state(told[0], said), 1.0)
        weigh_effect(case, entity, argument, 0.7)
        connection(case, argument)
        yield argument
        busy = Argument("compute.cpu_saturation", entity, f"{short(entity)} is out of CPU.")
        busy.oppose(fact_of(case, full[0]), 3.0)  # it would have got more
        yield busy


def reaches_a_lower_limit(case: Case, release: Release) -> bool:
    """Whether a change is one that this mechanism weighs."""
    several = case.reading(lowered).get(release.entity, [])
    return any(one.change.id in release.ids for one in several) and _argument(case, release.entity, several) is not None


def lowered(case: Case) -> dict[str, list[Lowered]]:
    """The limits that were lowered within a day before the trouble, by thing, the newest last."""
    onset = case.onset
    found: dict[str, list[Lowered]] = {}
    for change in sorted(case.bundle.changes, key=lambda one: (one.t, one.id)):
        moment = moments.parse_maybe(change.t)
        if onset is None or moment is None or change.kind == "deployment" or change.entity is None:
            continue
        if not 0 <= onset.end - moment <= _DAY_S:
            continue
        for key, before, after in _pairs(change.details or {}):
            name = plain(key)
            if any(word in name for word in _LIMITS) and not any(word in name for word in _LEAST) and after < before:
                found.setdefault(change.entity, []).append(Lowered(key, before, after, change, moment))
    return found


def _pairs(details: Mapping[str, Any], depth: int = 3) -> Iterator[tuple[str, float, float]]:
    """Settings with a value before and one after, however deep they are."""
    for key in sorted(details):
        value = details[key]
        if isinstance(value, dict):
            told = [
                next((value[name] for name in names if name in value), None)
                for names in (("from", "before", "old", "previous"), ("to", "after", "new"))
            ]
            if None not in told:
                value = told
            elif depth:
                yield from _pairs(value, depth - 1)
                continue
        if isinstance(value, list) and len(value) == 2:
            before, after = number(value[0]), number(value[1])
            if before is not None and after is not None:
                yield key, before, after


def _argument(case: Case, entity: str, several: list[Lowered]) -> Argument | None:
    if case.troubled(entity, Role.THROTTLES):
        return None  # the limit that refuses calls is the cause
    reached = [(one, series) for one in several if (series := _at_limit(case, entity, one)) is not None]
    if not reached:
        return None
    one, series = reached[-1]
    name = short(entity)
    said = f"{one.key} of {name} was lowered from {spell(one.before)} to {spell(one.after)}"
    onset = case.onset
    if onset is None:
        return None
    waited = onset.start - one.moment
    peak = first_peak(case, databases(case).get(entity), entity, one.moment, waited) if waited > _SOON_S else None
    member = series.series.entity
    if member is not None and "cluster" in entity.partition("/")[0] and case.concerns(member):
        entity = member  # the one of a cluster's instances that the symptom needs
    argument = Argument(CAUSE, entity, f"{said}, which what is asked of it reaches.")
    argument.back(case.stated("change", entity, f"{said} at {moments.spell(one.moment)}.", (one.change.id,)), 2.5)
    top = median(series.series.values[-_RECENT:])
    of = short(series.series.entity or entity)
    stands = f"{series.series.name} of {of} stands at {amount(top, series.series.unit)}."
    argument.back(case.stated("metric", series.series.entity, stands, (series.series.id, one.change.id)), 2.0)
    if peak is not None:
        argument.back(peak, 1.5)
    busy = [
        other
        for other in case.of(entity, Role.CPU)
        if other is not series and other.series.values and in_percent(other, in_trouble(other)) >= _BUSY
    ]
    for other in [other for other in busy if rose(other, 1.3) and not late(case, other)][:1]:
        argument.back(fact_of(case, other), 1.0)
    weigh_effect(case, entity, argument, 0.7)
    argument.direct = True
    return argument


def _at_limit(case: Case, entity: str, one: Lowered) -> Behaviour | None:
    """A series that stands at the new limit, or at the end of its scale, and did not always."""
    everything = databases(case)
    own = everything.get(entity) or Database(entity)
    parts = [each for each in everything if each != entity and akin(case, own, everything[each])]
    found = [series for place in (entity, *parts) for series in case.of_any(place)]
    for series in sorted(found, key=lambda each: (each.series.entity != entity, each.series.name, each.series.id)):
        values = series.series.values
        if len(values) < 2 * _RECENT:
            continue
        top, name = median(values[-_RECENT:]), plain(series.series.name)
        if name in _SHARES:
            if in_percent(series, top) >= _FULL and rose(series, 1.1) and name.startswith(("acu", "rpu")):
                return series
            continue
        if one.after <= 1 or abs(top - one.after) > _CLOSE * one.after or series.series.role is Role.CONNECTIONS:
            continue
        known = [*values, *series.series.reference]
        if max(known) > (1 + _CLOSE) * one.after or min(values) < (1 - 3 * _CLOSE) * one.after:
            return series
    return None

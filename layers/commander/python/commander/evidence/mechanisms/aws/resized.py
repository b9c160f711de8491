"""The class of an instance was reduced, and what is left does not suffice.

Predicts: from the moment on in which RDS says that it applied the smaller class (which may be long after somebody asked
for it), CPU at its ceiling, memory gone, reads that the larger memory spared. The restart that goes with it is part of
it, and the statements cost more than before because of it. Contradicted by: no lack of what was reduced.
"""

from collections.abc import Iterator

from commander.contract.evidence import Change
from commander.evidence import moments
from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.facts import Fact
from commander.evidence.mechanisms.aws.databases import Database, databases
from commander.evidence.mechanisms.aws.habits import rise, rise_is_known
from commander.evidence.mechanisms.aws.instance_class import InstanceClass, instance_class
from commander.evidence.mechanisms.aws.levels import fact_of, fell, in_percent, in_trouble, late, rose
from commander.evidence.mechanisms.aws.platform_events import moment_of, saying
from commander.evidence.mechanisms.aws.pressure import CPU, relate
from commander.evidence.mechanisms.aws.values import mapping
from commander.evidence.mechanisms.proximity import proximity
from commander.evidence.moments import spell
from commander.evidence.releases import Release
from commander.evidence.roles import Role
from commander.evidence.sentences import amount, number, short

CAUSE = "deployment.scaling_change"
_KEYS = (
    "db_instance_class",
    "instance_class",
    "dBInstanceClass",
    "DBInstanceClass",
    "cache_node_type",
    "node_type",
    "instance_type",
)
_APPLIED = r"(?:appl(?:ying|ied)|finished applying) .{0,40}(?:instance class|node type|modification)"
_CLASS_APPLIED = (
    r"(?:finished )?appl(?:ying|ied) (?:a )?(?:modification|change)s? to .{0,20}(?:instance class|node type)"
)
_SOON_S = 3 * 3600.0
"""A smaller class may first suffice, and no longer with the load of the next hours."""
_DAY_S, _WEEK_S = 86400.0, 7 * 86400.0
"""How long a smaller class may wait for the first peak: a day, or a week where a normal time shows that peak."""
_AS_MUCH = 0.95
_BUSY = 80.0
_GIB = 2.0**30
_EFFECT = (
    "db.expensive_query",
    "db.failover",
    "compute.memory_saturation",
    "compute.cpu_saturation",
    "traffic.surge",
)


def argue(case: Case) -> Iterator[Argument]:
    """One argument per database whose class was reduced lately."""
    everything = databases(case)
    told = {one.entity for one in case.bundle.changes if _reduced(one) is not None}
    for entity in sorted(everything.keys() - told):
        yield from _unknown(case, everything[entity])
    for change in sorted(case.bundle.changes, key=lambda one: (one.t, one.action, one.id)):
        database = everything.get(change.entity or "")
        classes = _reduced(change)
        moment = _applied(case, change, database) if database is not None and classes is not None else None
        if database is None or classes is None or moment is None:
            continue
        argument = _argument(case, database, change, classes)
        for fact, weight in moment:
            argument.back(fact, weight)
        relate(case, database, argument, everything)
        yield argument
        if argument.direct:
            yield from _followed(database, next(iter(argument.supporting.values()))[0])


def _unknown(case: Case, database: Database) -> Iterator[Argument]:
    """A class that was changed to one that is not told: statements may cost more only because of it."""
    onset = case.onset
    applied = [
        one
        for one in saying(database.events, _CLASS_APPLIED)
        if onset is not None and (at := moment_of(one)) is not None and 0 <= onset.start - at <= _DAY_S
    ]
    busy = [one for one in database.metrics(*CPU) if rose(one, 1.3) and in_percent(one, in_trouble(one)) >= _BUSY]
    if not applied or not busy:
        return
    name, fact = short(database.entity), case.fact_of_event(applied[-1])
    argument = Argument(CAUSE, database.entity, f"The class of {name} was changed, and what it has does not suffice.")
    argument.back(fact, 1.8)
    argument.back(fact_of(case, busy[0]), 1.0)
    argument.lack(f"which class {name} had before", 1.0)
    yield argument
    for cause in _EFFECT:
        effect = Argument(cause, database.entity, f"{name} suffers from its new class.")
        effect.oppose(fact, 1.5)
        yield effect


def resized(case: Case, release: Release) -> bool:
    """Whether a change of capacity is one of the class of a database, which this mechanism weighs."""
    known = case.reading(_changes)
    found = [one for item in release.ids for one in known.get(item, []) if _reduced(one) is not None]
    everything = databases(case)
    return any(one.entity in everything and _applied(case, one, everything[one.entity or ""]) for one in found)


def _changes(case: Case) -> dict[str, list[Change]]:
    known: dict[str, list[Change]] = {}
    for one in case.bundle.changes:
        known.setdefault(one.id, []).append(one)
    return known


def _argument(case: Case, database: Database, change: Change, classes: tuple[InstanceClass, InstanceClass]) -> Argument:
    before, after = classes
    name = short(database.entity)
    summary = (
        f"The class of {name} was reduced from {before.name} ({number(before.cpus)} CPUs, {before.memory / _GIB:.0f} "
        f"GiB) to {after.name} ({number(after.cpus)} CPUs, {after.memory / _GIB:.0f} GiB)."
    )
    said = f"The class of {name} was reduced from {before.name} to {after.name}."
    argument = Argument(CAUSE, database.entity, summary)
    argument.back(case.stated("change", database.entity, said, (change.id,)), 2.5)
    effects = list(_effects(case, database, before, after))
    for one in effects[:2]:
        argument.back(fact_of(case, one), 1.0)
    if not effects:
        argument.lack(f"whether {name} lacks what its class has less of", 1.5)
    argument.direct = bool(effects)
    return argument


def _effects(case: Case, database: Database, before: InstanceClass, after: InstanceClass) -> Iterator[Behaviour]:
    for one in database.metrics(*CPU):
        if after.cpus < before.cpus and rose(one, 1.3) and in_percent(one, in_trouble(one)) >= _BUSY:
            yield one
    if after.memory < before.memory:
        yield from (one for one in database.metrics("freeablememory") if fell(one, 0.35))
        yield from (one for one in database.metrics("swapusage") if rose(one, 1.5, 1e8) and not late(case, one))


def _applied(case: Case, change: Change, database: Database) -> list[tuple[Fact, float]] | None:
    """When it took effect, as facts: by the events that say so, else by the change itself; None where long ago."""
    onset = case.onset
    if onset is None:
        return []
    made = moments.parse_maybe(change.t)
    events = [
        one
        for one in saying(database.events, _APPLIED)
        if (moment := moment_of(one)) is not None and (made is None or moment >= made) and moment <= onset.end
    ]
    for event in events[-1:]:
        waited = onset.start - (moment_of(event) or 0.0)
        if waited <= _SOON_S:
            return [(case.fact_of_event(event), 2.0)]
        peak = _first_peak(case, database, moment_of(event) or 0.0, waited)
        if peak is not None:
            return [(case.fact_of_event(event), 1.0), (peak, 1.5)]
    if events:
        return None
    if made is not None and onset.start - made > _SOON_S:
        peak = _first_peak(case, database, made, onset.start - made)
        return [(peak, 1.5)] if peak is not None else None
    release = next((one for one in case.releases if change.id in one.ids), None)
    near = proximity(case, release) if release is not None else None
    return [(near.fact, near.weight)] if near is not None and near.weight > 0 else None


def _first_peak(case: Case, database: Database, since: float, waited: float) -> Fact | None:
    return first_peak(case, database, database.entity, since, waited)


def first_peak(case: Case, database: Database | None, entity: str, since: float, waited: float) -> Fact | None:
    """That as much as now was not asked since a thing became smaller, yet is asked at such times."""
    above = case.topology.dependents_of(entity)
    asked = [one for one in case.of_role(Role.DEMAND) if one.series.entity in above]
    if database is not None:
        asked += database.metrics("queries", "databaseconnections", "networkreceivethroughput")
    for one in sorted(asked, key=lambda one: (not one.series.reference, one.series.name, one.series.id)):
        values, times = one.series.values, one.series.times
        risen = rise(one)
        known = bool(one.series.reference) and rise_is_known(one)
        if risen is None or waited > (_WEEK_S if known else _DAY_S) or (one.series.reference and not known):
            continue
        start = case.onset.start if case.onset is not None else times[-1]
        quieter = [value for moment, value in zip(times, values, strict=True) if since <= moment < start]
        if quieter and max(quieter) <= _AS_MUCH * max(values):
            asks = "as in the time known to be normal" if known else f"more than at any time since {spell(since)}"
            most = amount(max(values), one.series.unit)
            said = f"{one.series.name} of {short(one.series.entity or '')} came to {most}, {asks}."
            return case.stated("metric", one.series.entity, said, (one.series.id,))
    return None


def _followed(database: Database, fact: Fact) -> Iterator[Argument]:
    """What the smaller class brings about is no cause of its own."""
    for cause in _EFFECT:
        argument = Argument(cause, database.entity, f"{short(database.entity)} suffers from its smaller class.")
        argument.oppose(fact, 2.5)
        yield argument


def _reduced(change: Change) -> tuple[InstanceClass, InstanceClass] | None:
    """The classes before and after, where the one after has less."""
    details = mapping(change.details)
    for key in _KEYS:
        value = details.get(key)
        if isinstance(value, dict):
            value = [value.get("from", value.get("before")), value.get("to", value.get("after"))]
        if not isinstance(value, list) or len(value) != 2 or not all(isinstance(one, str) for one in value):
            continue
        before, after = instance_class(value[0]), instance_class(value[1])
        if before is not None and after is not None and (after.cpus < before.cpus or after.memory < before.memory):
            return before, after
    return None

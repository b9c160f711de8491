"""A change other than a release: a setting, a flag, capacity, rights, a migration.

Predicts: the changed thing turns bad just after, in the way that such a change does it. Contradicted by: it turned bad
before, or it works, or it was long ago. A change's time alone does not tell what it did; that capacity was lowered and
calls are refused from then on does.
"""

from collections.abc import Iterator
from typing import Any

from commander.contract.evidence import Change
from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.facts import Fact
from commander.evidence.mechanisms.aws.databases import databases, is_database
from commander.evidence.mechanisms.aws.effects import series_of
from commander.evidence.mechanisms.aws.levels import fact_of, fell, in_percent, in_trouble, late, quiet, rose
from commander.evidence.mechanisms.aws.platform_events import wording
from commander.evidence.mechanisms.aws.related import connection
from commander.evidence.mechanisms.aws.resized import resized
from commander.evidence.mechanisms.aws.values import number
from commander.evidence.mechanisms.between import way_of
from commander.evidence.mechanisms.proximity import newest_before, proximity
from commander.evidence.releases import Release
from commander.evidence.roles import Role
from commander.evidence.sentences import number as spell
from commander.evidence.sentences import short

_CAUSE_OF_KIND = {
    "config": "app.config.value_invalid",
    "flag": "deployment.feature_flag",
    "scaling": "deployment.scaling_change",
    "access": "access.permission_denied",
    "data": "deployment.schema_migration",
}
_BY_ACTION: tuple[tuple[str, str], ...] = (
    (
        r"(?:Put|Delete)FunctionConcurrency|ProvisionedConcurrency|SetDesiredCapacity|UpdateAutoScalingGroup|"
        r"RegisterScalableTarget|PutScalingPolicy|UpdateShardCount|UpdateEventSourceMapping|ModifyReplicationGroup|"
        r"\bscale\b|ScaleIn|UpdateUsagePlan|UpdateThrottle",
        "deployment.scaling_change",
    ),
    (
        r"feature.?flag|toggle|appconfig:StartDeployment|launchdarkly|UpdateFlag|ParameterGroup|PutParameter|"
        r"UpdateParameter|ResetDBParameter",
        "deployment.feature_flag",
    ),
    (r"migrat|alembic|flyway|liquibase|\bddl\b|schema", "deployment.schema_migration"),
    (r"^(?:auto)?vacuum\b|^reindex\b|index concurrently|pg_repack|optimize table", "db.maintenance_io_storm"),
    (
        r"SecurityGroup(?:Ingress|Egress|Rules)|NetworkAcl|(?:Replace|Delete|Create)Route\b|RouteTable|"
        r"ModifyVpcEndpoint|DeleteVpcEndpoint|DeleteNatGateway",
        "network.policy_blocked",
    ),
)
_TIMED_OUT = r"timed? ?out|timeout expired|etimedout|no route to host|network is unreachable|i/o timeout"
_CLOSE = 2.0
_SETTINGS = frozenset(
    {
        "appconfig",
        "flag",
        "feature-flag",
        "parameter",
        "ssm",
        "config",
        "configmap",
        "secret",
        "usage-plan",
        "parameter-group",
        "ssm-parameter",
        "ssm_parameter",
        "parameter-store",
        "feature_flag",
        "flags",
        "experiment",
    }
)
"""Kinds of things that have no series of their own: what uses them shows whether a change of them did harm."""
_TIGHTENED = r"Revoke|Delete|Replace|Remove"
_MOST_NEEDED = 3
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
_EARLY_S = 60.0
_LEAST_WORD, _MOST_WORD = 4, 60


def argue(case: Case) -> Iterator[Argument]:
    """One argument per changed thing and kind of change."""
    changed: dict[tuple[str, str], list[Release]] = {}
    for release in case.releases:
        cause = _cause(release)
        if release.ids and resized(case, release):
            continue
        if cause is not None and (way_of(release, case.bundle.changes) is None or cause == "network.policy_blocked"):
            changed.setdefault((release.entity, cause), []).append(release)
    for entity, cause in sorted(changed):
        suspect = newest_before(case, changed[entity, cause])
        if suspect is not None:
            yield from _arguments(case, suspect, cause)


def _cause(release: Release) -> str | None:
    said = " ".join(release.actions)
    named = next((cause for text, cause in _BY_ACTION if wording(text).search(said)), None)
    if release.kind == "deployment":
        return named if named == "deployment.schema_migration" else None
    return named or _CAUSE_OF_KIND.get(release.kind)


def _arguments(case: Case, release: Release, cause: str) -> Iterator[Argument]:
    entity = release.entity
    argument = Argument(cause, entity, f"The change of {short(entity)} ({release.kind}) broke it.")
    near = proximity(case, release)
    if near.weight > 0:
        argument.back(near.fact, (1.0 if cause == "deployment.feature_flag" else 0.7) * near.weight)
    else:
        near.weigh(argument)
    if cause == "network.policy_blocked":
        if near.weight > 0:
            yield from _cut_off(case, release, near.fact, argument)
        yield argument
        return
    connection(case, argument)
    bad = _failing(case, entity)
    if bad is not None:
        argument.back(fact_of(case, bad), 1.0)
        place = bad.series.entity or entity
        fresh = [one for one in case.errors(place) if case.is_new(one) and one.signature is None]
        if near.weight >= _CLOSE and cause != "deployment.scaling_change":
            for pattern in fresh[:1]:
                argument.back(case.fact_of_pattern(pattern), 1.0)
            # Code that nobody changed does not begin to fail by itself.
            unchanged = Argument("code.unhandled_error", place, f"{short(place)} fails in its own code.")
            unchanged.oppose(near.fact, 2.0)
            yield unchanged
        if cause == "deployment.feature_flag" and near.weight > 0:
            _weigh_use(case, release, place, argument)
    else:
        calm = [one for one in case.of_any(entity) if one.series.role.bad_direction and one.series.values]
        if calm:
            argument.oppose(fact_of(case, calm[0]), 1.5)
        else:
            argument.lack(f"whether {short(entity)} fails", 0.5)
    if cause == "deployment.scaling_change" and near.weight > 0:
        yield from _weigh_less(case, release, argument)
    argument.lack(f"whether undoing the change of {short(entity)} helps")
    yield argument


def _failing(case: Case, entity: str) -> Behaviour | None:
    """What turned bad at the changed thing, or at those that use it where it has no series of its own."""
    own = case.troubled(entity)
    if own or case.of_any(entity) or entity.partition("/")[0] not in _SETTINGS:
        return own[0] if own else None
    users = sorted(case.topology.dependents_of(entity).items(), key=lambda pair: (pair[1], pair[0]))
    return next((found[0] for user, far in users if far and (found := case.troubled(user))), None)


def _weigh_use(case: Case, release: Release, place: str, argument: Argument) -> None:
    """What was switched shows in the lines of what uses it from then on, and nobody asks more of it than before."""
    words = {word for change in _items(case, release) for word in _switched(change.details)}
    for pattern in case.patterns:
        if pattern.entity is None or case.kin(pattern.entity) != case.kin(place) or not words:
            continue
        named = [line for line in pattern.lines if any(word in line.message.lower() for word in words)]
        if named and all(line.moment is not None and line.moment >= release.start - _EARLY_S for line in named):
            argument.back(case.fact_of_pattern(pattern), 1.5)
            argument.direct = True
            break
    asked = [one for one in case.of(place, Role.DEMAND) if one.series.values]
    for one in [one for one in asked if quiet(one)][:1]:
        argument.back(fact_of(case, one), 0.7)


def _switched(value: Any) -> Iterator[str]:
    """The names and new values in the details of a change that are long enough to be found in a text."""
    if isinstance(value, str) and _LEAST_WORD <= len(value.strip()) <= _MOST_WORD:
        yield value.strip().lower()
    elif isinstance(value, dict):
        for key in ("to", "after", "new") if any(word in value for word in ("to", "after", "new")) else sorted(value):
            yield from _switched(value.get(key))
    elif isinstance(value, list) and len(value) == 2:
        yield from _switched(value[1])


def _weigh_less(case: Case, release: Release, argument: Argument) -> Iterator[Argument]:
    """Capacity that was lowered, and what is left refuses calls, lets them wait or is overrun from then on."""
    lowered = [one for change in _items(case, release) for one in _lowered(change)]
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


def _cut_off(case: Case, release: Release, near: Fact, argument: Argument) -> Iterator[Argument]:
    """Connections that time out since a rule was tightened. What does not answer then is not itself at fault."""
    if not any(wording(_TIGHTENED).search(action) for action in release.actions):
        return
    silent = [
        one
        for one in case.patterns
        if not one.ended and case.is_new(one) is not False and wording(_TIMED_OUT).search(one.text)
    ]
    for pattern in silent[:1]:
        writer = pattern.entity or ""
        argument.back(case.fact_of_pattern(pattern), 2.5)
        argument.back(near, 2.2)
        argument.direct = True
        argument.summary = f"The change of {short(release.entity)} cuts {short(writer)} off."
        known = list(databases(case))
        for needed in (case.topology.needs(writer) or (known if len(known) == 1 else []))[:_MOST_NEEDED]:
            cause = "db.unreachable" if is_database(needed, None) else "dependency.unreachable"
            itself = Argument(cause, needed, f"{short(needed)} cannot be reached.")
            itself.oppose(near, 2.0)
            yield itself


def _items(case: Case, release: Release) -> list[Change]:
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

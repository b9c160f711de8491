"""A change other than a release: a setting, a flag, capacity, rights, a migration.

Predicts: the changed thing turns bad just after, in the way that such a change does it. Contradicted by: it turned bad
before, or it works, or it was long ago. A change's time alone does not tell what it did; that capacity was lowered and
calls are refused from then on does.
"""

from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.facts import Fact
from commander.evidence.logs import Pattern
from commander.evidence.mechanisms.aws.capacity import weigh_less
from commander.evidence.mechanisms.aws.ceilings import reaches_a_lower_limit
from commander.evidence.mechanisms.aws.databases import databases, is_database
from commander.evidence.mechanisms.aws.levels import fact_of
from commander.evidence.mechanisms.aws.platform_events import wording
from commander.evidence.mechanisms.aws.related import connection
from commander.evidence.mechanisms.aws.resized import resized
from commander.evidence.mechanisms.aws.rules import may_block
from commander.evidence.mechanisms.aws.switches import weigh_use
from commander.evidence.mechanisms.between import changes_by_id, way_of
from commander.evidence.mechanisms.proximity import newest_before, proximity
from commander.evidence.mechanisms.shifts import fanouts
from commander.evidence.mechanisms.symptom import weigh_symptom
from commander.evidence.releases import Release, is_of_alarms
from commander.evidence.roles import Role
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


def argue(case: Case) -> Iterator[Argument]:
    """One argument per changed thing and kind of change."""
    changed: dict[tuple[str, str], list[Release]] = {}
    for release in case.releases:
        cause = _cause(release)
        weighed = release.ids and (resized(case, release) or reaches_a_lower_limit(case, release))
        if is_of_alarms(release) or weighed:
            continue
        if cause is not None and (
            way_of(release, case.reading(changes_by_id)) is None or cause == "network.policy_blocked"
        ):
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


def _new_errors(case: Case, entity: str) -> list[Pattern]:
    """The new errors of a thing that name no mechanism."""
    return [one for one in case.errors(entity) if case.is_new(one) and one.signature is None]


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
        fresh = _new_errors(case, place)
        if near.weight >= _CLOSE and cause != "deployment.scaling_change":
            for pattern, weight in zip(fresh, (1.0, 0.7), strict=False):
                argument.back(case.fact_of_pattern(pattern), weight)
        if cause == "deployment.feature_flag" and near.weight > 0:
            weigh_use(case, release, place, argument)
            for one in case.reading(fanouts):
                began = one.more.onset
                if case.kin(one.caller) == case.kin(place) and began is not None and near.weight >= _CLOSE:
                    argument.back(fact_of(case, one.more), 1.5)
        if near.weight >= _CLOSE and cause != "deployment.scaling_change":
            # Code that nobody changed does not begin to fail by itself.
            unchanged = Argument("code.unhandled_error", place, f"{short(place)} fails in its own code.")
            unchanged.oppose(near.fact, 3.0 if argument.direct else 2.0)
            yield unchanged
    elif not (cause == "deployment.schema_migration" and is_database(entity, None)):  # locks show elsewhere
        calm = [
            one
            for one in case.of_any(entity)
            if one.series.role.bad_direction and one.series.role is not Role.HEADROOM and one.series.values
        ]
        if calm:
            argument.oppose(fact_of(case, calm[0]), 1.5)
        elif near.weight >= _CLOSE and cause != "deployment.scaling_change" and (said := _new_errors(case, entity)):
            # Nothing counts what fails there, and its own lines tell it.
            argument.back(case.fact_of_pattern(said[0]), 1.5)
            weigh_symptom(case, entity, argument)
            unchanged = Argument("code.unhandled_error", entity, f"{short(entity)} fails in its own code.")
            unchanged.oppose(near.fact, 2.0)
            yield unchanged
        else:
            argument.lack(f"whether {short(entity)} fails", 0.5)
    if cause == "deployment.scaling_change" and near.weight > 0:
        yield from weigh_less(case, release, argument)
    argument.lack(f"whether undoing the change of {short(entity)} helps")
    yield argument


def _failing(case: Case, entity: str) -> Behaviour | None:
    """What turned bad at the changed thing, or at those that use it where it has no series of its own."""
    own = case.troubled(entity)
    if own or case.of_any(entity) or entity.partition("/")[0] not in _SETTINGS:
        return own[0] if own else None
    users = sorted(case.topology.dependents_of(entity).items(), key=lambda pair: (pair[1], pair[0]))
    return next((found[0] for user, far in users if far and (found := case.troubled(user))), None)


def _cut_off(case: Case, release: Release, near: Fact, argument: Argument) -> Iterator[Argument]:
    """Connections that time out since a rule was tightened. What does not answer then is not itself at fault."""
    if not any(wording(_TIGHTENED).search(action) for action in release.actions):
        return
    silent = [
        one
        for one in case.patterns
        if not one.ended
        and not one.quiet
        and case.is_new(one) is not False
        and wording(_TIMED_OUT).search(one.text)
        and may_block(case, release, one)
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

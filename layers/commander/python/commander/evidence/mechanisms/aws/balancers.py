"""A load balancer has no healthy target, or its health check rejects targets that work.

Predicts: healthy hosts at zero, requests answered with 502 or 503 by the balancer itself. With the check at fault: the
reasons name an unexpected answer to the check while the targets answer other requests well, or the check was changed.
Contradicted by: enough healthy hosts.
"""

from collections.abc import Iterator
from typing import Any

from commander.contract.evidence import State
from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.mechanisms.aws.effects import one_of, series_of, weigh_effect
from commander.evidence.mechanisms.aws.levels import fact_of, fell, in_trouble, late, level, rose
from commander.evidence.mechanisms.aws.platform_events import wording
from commander.evidence.mechanisms.aws.related import connection
from commander.evidence.mechanisms.aws.values import first_number, texts
from commander.evidence.mechanisms.proximity import Proximity, proximity
from commander.evidence.sentences import number, short

_STATES = ("target_group", "load_balancer_target_group")
_MISMATCH = r"\b(?:30[1278]|40[0134]|405)\b|ResponseCodeMismatch|mismatch"
_TAKEN_OUT = r"DeregisterTargets|RemoveTargets|DetachLoadBalancer|DeregisterInstances"
_CHECK_CHANGE = r"ModifyTargetGroup|CreateTargetGroup|ModifyHealthCheck|UpdateHealthCheck|ConfigureHealthCheck"


def argue(case: Case) -> Iterator[Argument]:
    """Arguments about each target group, and each balancer whose healthy hosts went."""
    for item in case.items(*_STATES):
        for argument in _of_group(case, item):
            connection(case, argument)
            yield argument
    known = {item.entity for item in case.items(*_STATES)}
    for entity in sorted({one.series.entity for one in case.behaviours if one.series.entity} - known):
        healthy = one_of(case, entity, "healthyhostcount")
        if healthy is None or healthy.series.entity != entity or late(case, healthy):
            continue
        if level(healthy) == 0 or fell(healthy, 0.34):
            argument = Argument("lb.no_healthy_targets", entity, f"{short(entity)} has hardly a healthy target.")
            argument.back(fact_of(case, healthy), 3.5 if level(healthy) == 0 else 1.5)
            argument.direct = weigh_effect(case, entity, argument) and level(healthy) == 0
            connection(case, argument)
            yield argument


def _of_group(case: Case, item: State) -> Iterator[Argument]:
    entity, name = item.entity, short(item.entity)
    healthy = first_number(item.attributes, "healthy", "healthy_count", "healthy_targets")
    sick = first_number(item.attributes, "unhealthy", "unhealthy_count", "unhealthy_targets") or 0.0
    if healthy is None or (sick <= 0 and not (healthy == 0 and _emptied(case, entity))):
        return
    reasons = _reasons(item.attributes.get("reasons", item.attributes.get("reason")))
    said = f"{name} has {number(healthy)} healthy and {number(sick)} unhealthy targets"
    fact = case.fact_of_state(item, f"{said}{f' ({reasons[0][:100]})' if reasons else ''}.")
    if healthy == 0:
        argument = Argument("lb.no_healthy_targets", entity, f"{name} has no healthy target.", direct=True)
        argument.back(fact, 3.5)
        weigh_effect(case, entity, argument)
        _weigh_taken_out(case, entity, argument)
        if sick > 0:
            argument.lack(f"why the targets of {name} fail their checks", 0.3)
        yield argument
    check = Argument("lb.health_check_wrong", entity, f"The health check of {name} rejects targets that work.")
    mismatch = [one for one in reasons if wording(_MISMATCH).search(one)]
    if mismatch:
        check.back(fact, 1.7)
    near = case.reading(_changed_checks)
    for one in near[-1:]:
        check.back(one.fact, 2.5)
    if check.supporting:
        errors = one_of(case, entity, "httpcodetarget5xxcount", "targetconnectionerrorcount")
        if errors is not None and rose(errors, 1.5) and in_trouble(errors) > 1:
            check.oppose(fact_of(case, errors), 1.5)
        elif errors is not None:
            check.back(fact_of(case, errors), 1.0)
        weigh_effect(case, entity, check, 0.7)
        check.direct = bool(mismatch and near)
        check.lack(f"path, port and expected codes of the health check of {name}", 0.0 if near else 0.5)
        yield check
        if check.direct:
            for place in (entity, *case.topology.dependents_of(entity)):
                none = Argument("lb.no_healthy_targets", place, f"{short(place)} has no healthy target.")
                none.oppose(near[-1].fact, 2.5)  # they are rejected, not sick
                yield none


def _changed_checks(case: Case) -> list[Proximity]:
    """The changes of health checks shortly before the trouble."""
    changed = [one for one in case.releases if any(wording(_CHECK_CHANGE).search(action) for action in one.actions)]
    return [found for one in changed if (found := proximity(case, one)).weight > 0]


def _emptied(case: Case, entity: str) -> bool:
    """Whether there were healthy targets before."""
    known = series_of(case, entity, "healthyhostcount")
    return not known or any(fell(one, 0.34) for one in known)


def _weigh_taken_out(case: Case, entity: str, argument: Argument) -> None:
    """Targets that somebody took out of the group."""
    for one in series_of(case, entity, "healthyhostcount")[:1]:
        if fell(one, 0.34) and not late(case, one):
            argument.back(fact_of(case, one), 1.0)
    for release in case.releases_of(entity):
        taken = any(wording(_TAKEN_OUT).search(action) for action in release.actions)
        if taken and release.entity == entity and (near := proximity(case, release)).weight > 0:
            argument.back(near.fact, near.weight)
            argument.summary = f"The targets of {short(entity)} were taken out of it."


def _reasons(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [f"{key}: {said}" for key, said in sorted((str(key), str(said)) for key, said in value.items())]
    if isinstance(value, list):
        return [text for one in value for text in (texts(one) or (_reasons(one) if isinstance(one, dict) else []))]
    return texts(value)

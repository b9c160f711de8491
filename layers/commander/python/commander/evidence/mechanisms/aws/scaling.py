"""Scaling stopped at its maximum, or instances were lost.

Predicts: as many instances (or tasks) as the maximum allows while they are short of CPU or requests wait; fewer in
service than wanted, failed status checks. Contradicted by: room to the maximum, load as usual.
"""

from collections.abc import Iterator

from commander.contract.evidence import State
from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.facts import Fact
from commander.evidence.mechanisms.aws.effects import one_of, series_of, weigh_effect
from commander.evidence.mechanisms.aws.levels import fact_of, fell, in_percent, in_trouble, late, level, rose
from commander.evidence.mechanisms.aws.platform_events import lately, saying, wording
from commander.evidence.mechanisms.aws.related import connection
from commander.evidence.mechanisms.aws.values import first_number, first_text, mapping
from commander.evidence.roles import Role
from commander.evidence.sentences import number, short
from commander.evidence.spelling import plain

_STATES = (
    "asg",
    "auto_scaling_group",
    "autoscaling_group",
    "ecs_service",
    "scalable_target",
    "hpa",
    "horizontalpodautoscaler",
    "horizontal_pod_autoscaler",
    "scaledobject",
)
_MAXIMUM = ("max", "max_size", "max_capacity", "max_replicas", "maximum", "max_tasks", "maxReplicas", "maxReplicaCount")
_DESIRED = (
    "desired",
    "desired_capacity",
    "desired_count",
    "desired_replicas",
    "desiredReplicas",
    "running",
    "in_service",
    "current_replicas",
    "currentReplicas",
    "current",
)
_SCALERS = ("hpa", "horizontalpodautoscaler", "horizontal_pod_autoscaler", "scaledobject")
_TARGETS = ("deployment", "statefulset", "rollout", "replicaset", "service")
_AT_MAXIMUM = (
    r"(?:max(?:imum)? (?:size|capacity|replicas|tasks)).{0,60}(?:reached|limit)|already at max|"
    r"(?:reached|at) (?:its |the )?max(?:imum)?\b|TooManyReplicas|ScalingLimited|at ?max ?capacity|"
    r"more than the maximum"
)
_CHECKS = ("statuscheckfailed", "statuscheckfailedinstance", "statuscheckfailedsystem", "statuscheckfailedattachedebs")
_BUSY = 80.0
_BEYOND = 1.2


def argue(case: Case) -> Iterator[Argument]:
    """One argument per group at its maximum, and one per thing that lost instances."""
    for item in case.items(*_STATES):
        for argument in (_at_maximum(case, item), _lost(case, item)):
            if argument is not None:
                connection(case, argument)
                yield argument
            if argument is not None and argument.direct and argument.cause == "compute.autoscaling_at_max":
                # That those which may not become more are short of CPU is what follows from it.
                busy = Argument("compute.cpu_saturation", argument.entity, f"{short(argument.entity)} is out of CPU.")
                for fact, _ in list(argument.supporting.values())[:1]:
                    busy.oppose(fact, 4.0)
                yield busy
    for one in case.behaviours:
        if one.series.entity is not None and _plain(one) in _CHECKS and one.series.values and level(one) > 0:
            argument = Argument(
                "compute.instance_lost", one.series.entity, f"{short(one.series.entity)} fails its checks."
            )
            argument.back(fact_of(case, one), 3.0)
            argument.direct = weigh_effect(case, one.series.entity, argument)
            connection(case, argument)
            yield argument


def _plain(one: Behaviour) -> str:
    return plain(one.series.name)


def _at_maximum(case: Case, item: State) -> Argument | None:
    entity = _scaled(case, item)
    name = short(entity)
    places = (
        item.attributes,
        mapping(item.attributes.get("auto_scaling")),
        mapping(item.attributes.get("autoscaling")),
        mapping(item.attributes.get("spec")),
        mapping(item.attributes.get("status")),
    )
    most = next((value for place in places if (value := first_number(place, *_MAXIMUM)) is not None), None)
    wanted = next((value for place in places if (value := first_number(place, *_DESIRED)) is not None), None)
    if most is None or wanted is None or most <= 0:
        return None
    argument = Argument("compute.autoscaling_at_max", entity, f"{name} is scaled out as far as it may be.")
    fact = case.fact_of_state(item, f"{name} has {number(wanted)} of at most {number(most)} instances.")
    if wanted < most:
        argument.oppose(fact, 3.0)
        return argument if weigh_effect(case, entity, Argument("compute.autoscaling_at_max", entity, "")) else None
    pressed = [
        one
        for one in _load(case, entity)
        if in_percent(one, in_trouble(one)) >= _BUSY and not late(case, one) and (rose(one, 1.2) or level(one) > 0)
    ]
    if not pressed and not weigh_effect(case, entity, Argument("compute.autoscaling_at_max", entity, "")):
        return None
    argument.back(fact, 2.2)
    for one in pressed[:1]:
        argument.back(fact_of(case, one), 1.5)
    if (limited := _limited(item)) is not None:
        argument.back(case.fact_of_state(item, f'{short(item.entity)} reports "{limited}".'), 1.5)
    for event in lately(case, saying(case.events(entity), _AT_MAXIMUM))[-1:]:
        argument.back(case.fact_of_event(event), 1.5)
    grown = one_of(
        case, entity, "groupinserviceinstances", "groupdesiredcapacity", "runningtaskcount", "desiredtaskcount"
    )
    if grown is not None and rose(grown, 1.1):
        argument.back(fact_of(case, grown), 1.0)
    short_of = _beyond_target(case, item, name)
    if short_of is not None and not pressed:
        argument.back(short_of, 1.5)
    if case.alert is not None and case.alert.state in ("alarm", "warning") and case.distance(entity) == 0:
        argument.back(case.fact_of_alert(case.alert), 0.7)  # it is reported where the limit is, not where demand enters
    weigh_effect(case, entity, argument, 0.7)
    above = case.topology.dependents_of(entity)
    for demand in case.of_role(Role.DEMAND):
        if demand.series.entity in above and rose(demand, 1.3) and not late(case, demand):
            argument.back(fact_of(case, demand), 1.0)
            break
    argument.direct = bool(pressed) or short_of is not None
    if not argument.direct:
        argument.lack(f"how busy the instances of {name} are", 0.7)
    return argument


def _beyond_target(case: Case, item: State, name: str) -> Fact | None:
    """That an autoscaler's own measure is clearly beyond what it keeps it at, as it tells itself."""
    for measure in (
        "cpu_percent",
        "cpu_utilization",
        "cpu",
        "memory_percent",
        "memory_utilization",
        "memory",
        "metric",
    ):
        now = first_number(item.attributes, f"current_{measure}")
        wanted = first_number(item.attributes, f"target_{measure}")
        if now is not None and wanted is not None and 0 < wanted * _BEYOND <= now:
            said = f"The instances of {name} are at {number(now)} where {number(wanted)} is wanted ({measure})."
            return case.fact_of_state(item, said)
    return None


def _scaled(case: Case, item: State) -> str:
    """What an autoscaler scales: the workload it refers to, else the one of its name; the thing itself elsewhere."""
    if item.kind not in _SCALERS:
        return item.entity
    spec = mapping(item.attributes.get("spec"))
    target = next(
        (
            named
            for place in (item.attributes, spec)
            for key in ("scaleTargetRef", "scale_target_ref", "target_ref", "scale_target")
            if (named := first_text(mapping(place.get(key)), "name") or first_text(place, key)) is not None
        ),
        short(item.entity),
    )
    name = target.rpartition("/")[2]
    known = sorted(
        (entity for entity in case.entities if short(entity) == name and entity.partition("/")[0] in _TARGETS),
        key=lambda entity: _TARGETS.index(entity.partition("/")[0]),
    )
    return known[0] if known else item.entity


def _limited(item: State) -> str | None:
    """What the autoscaler says of being kept from more, if it does."""
    conditions = mapping(item.attributes.get("conditions")) or mapping(
        mapping(item.attributes.get("status")).get("conditions")
    )
    for condition in conditions.values():
        told = mapping(condition)
        said = first_text(told, "message") or first_text(told, "reason") or ""
        limited = wording(_AT_MAXIMUM).search(f"{first_text(told, 'reason') or ''} {said}")
        if str(told.get("status", "True")).lower() == "true" and limited:
            return said
    return None


def _load(case: Case, entity: str) -> list[Behaviour]:
    return series_of(case, entity, "cpuutilization", "memoryutilization", "cpuutilizationpercent")


def _lost(case: Case, item: State) -> Argument | None:
    """Fewer in service than wanted, and fewer than before."""
    entity, name = item.entity, short(item.entity)
    wanted = first_number(item.attributes, "desired", "desired_capacity", "desired_count")
    running = first_number(item.attributes, "in_service", "running", "running_count")
    if wanted is None or running is None or running >= wanted:
        return None
    series = [one for one in series_of(case, entity, "groupinserviceinstances", "runningtaskcount") if fell(one, 0.95)]
    if not series and not any(one.bad for one in case.of(entity, Role.SUCCESS)):
        return None
    argument = Argument("compute.instance_lost", entity, f"{name} lost {number(wanted - running)} of its instances.")
    argument.back(
        case.fact_of_state(item, f"{name} has {number(running)} of {number(wanted)} instances in service."), 2.0
    )
    for one in series[:1]:
        argument.back(fact_of(case, one), 1.5)
    weigh_effect(case, entity, argument, 0.7)
    argument.lack(f"why the instances of {name} went", 0.3)
    argument.direct = bool(series)
    return argument

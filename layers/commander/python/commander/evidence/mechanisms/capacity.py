"""A limit is reached: concurrency, table capacity, a rate limit, CPU, memory, storage.

Predicts: the series of the limit itself shows it. Contradicted by: that series stays at zero or far below its limit.
"""

from collections.abc import Iterator
from typing import Any

from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.roles import Role
from commander.evidence.sentences import amount, short

_THROTTLED = {"lambda": "lambda.throttled", "dynamodb": "dynamodb.throttled", "apigateway": "gateway.rate_limited"}
_SATURATION = (
    (Role.CPU, "compute.cpu_saturation", 90.0, "out of CPU"),
    (Role.MEMORY, "compute.memory_saturation", 92.0, "out of memory"),
    (Role.DISK, "storage.full", 95.0, "out of storage"),
)
_MOST_RIVALS = 3


def argue(case: Case) -> Iterator[Argument]:
    """Limits of everything that the symptom may need."""
    refuted = 0
    for one in case.behaviours:
        entity = one.series.entity
        if entity is None or not one.series.values or not case.concerns(entity):
            continue
        argument = _throttled(case, one, entity) or _saturated(case, one, entity) or _timing_out(case, one, entity)
        if argument is None:
            continue
        if not argument.supporting:
            refuted += 1
            if refuted > _MOST_RIVALS:
                continue
        yield argument


def _throttled(case: Case, one: Behaviour, entity: str) -> Argument | None:
    cause = _THROTTLED.get(entity.partition("/")[0])
    if one.series.role is not Role.THROTTLES or cause is None:
        return None
    argument = Argument(cause, entity, f"Calls of {short(entity)} are throttled.")
    if not one.bad:
        argument.oppose(case.fact(one), 4.0 if one.steady else 2.0)
        return argument
    argument.back(case.fact(one), 4.0)
    argument.direct = True
    for demand in case.of(entity, Role.DEMAND):
        if demand.direction > 0 and (demand.ratio or 9.0) >= 1.5:
            argument.oppose(case.fact(demand), 1.5)  # the limit did not change, the demand did
    _weigh_limit(case, entity, argument)
    return argument


def _weigh_limit(case: Case, entity: str, argument: Argument) -> None:
    for item in case.states(entity, "lambda_function"):
        limit = item.attributes.get("reserved_concurrency")
        if isinstance(limit, int) and not isinstance(limit, bool):
            argument.back(
                case.stated("state", entity, f"Reserved concurrency of {short(entity)} is {limit}.", (item.id,)), 0.5
            )
            return
    argument.lack(f"the configured limit of {short(entity)}")


def _saturated(case: Case, one: Behaviour, entity: str) -> Argument | None:
    rule = next((rule for rule in _SATURATION if rule[0] is one.series.role), None)
    scale = _percent(one)
    if rule is None or scale is None:
        return None
    _, cause, limit, words = rule
    argument = Argument(cause, entity, f"{short(entity)} is {words}.")
    level = one.after * scale
    if level >= limit and one.direction >= 0:
        argument.back(case.fact(one), 3.0 if one.direction > 0 else 1.5)
        argument.direct = one.direction > 0
        argument.lack(f"what uses it up on {short(entity)}")
        return argument
    most = max(one.series.values)
    if most * scale < limit:
        argument.oppose(
            case.stated(
                "metric",
                entity,
                f"{one.series.name} of {short(entity)} was never above {amount(most, one.series.unit)}.",
                (one.series.id,),
            ),
            3.0,
        )
    else:
        argument.oppose(case.fact(one), 1.5)
    return argument


def _percent(one: Behaviour) -> float | None:
    """What turns the series' values into percent, or None where they are not a share of anything."""
    name = one.series.name.lower()
    if one.series.unit in ("Percent", "%") or "percent" in name:
        return 1.0
    if "utili" in name:
        return 1.0 if max(one.series.values) > 1.5 else 100.0
    return None


def _timing_out(case: Case, one: Behaviour, entity: str) -> Argument | None:
    """A function's duration against its configured timeout."""
    if one.series.role is not Role.LATENCY or one.series.namespace != "AWS/Lambda":
        return None
    for item in case.states(entity, "lambda_function"):
        timeout: Any = item.attributes.get("timeout_s")
        if not isinstance(timeout, int | float) or isinstance(timeout, bool) or timeout <= 0:
            continue
        argument = Argument("lambda.timeout", entity, f"Invocations of {short(entity)} run into the timeout.")
        longest = max(one.series.values)
        fact = case.stated(
            "metric",
            entity,
            f"{one.series.name} of {short(entity)} was at most {amount(longest, one.series.unit)}, "
            f"with a timeout of {timeout} s.",
            (one.series.id, item.id),
        )
        if longest >= 950 * timeout:
            argument.back(fact, 2.0)
        else:
            argument.oppose(fact, 3.0 if longest < 500 * timeout else 1.5)
        return argument
    return None

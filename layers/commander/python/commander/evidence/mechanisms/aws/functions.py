"""Lambda functions at a limit: concurrency, the timeout, memory; or slow because so many are new.

Predicts: throttles with executions at the limit; durations at the configured timeout; memory use at the configured
size; initialisation that takes most of the time. Contradicted by: the series of the limit at zero or far below it.
"""

from collections.abc import Iterator

from commander.contract.evidence import State
from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour, Course
from commander.evidence.case import Case
from commander.evidence.facts import Fact
from commander.evidence.logs import Pattern
from commander.evidence.mechanisms.aws.effects import one_of, series_of, weigh_effect
from commander.evidence.mechanisms.aws.levels import fact_of, in_percent, in_seconds, in_trouble, late, quiet, rose
from commander.evidence.mechanisms.aws.platform_events import wording
from commander.evidence.mechanisms.aws.related import connection
from commander.evidence.mechanisms.aws.values import first_number
from commander.evidence.roles import Role
from commander.evidence.sentences import amount, number, short

_STATES = ("lambda_function", "lambda")
_CONCURRENCY = ("reserved_concurrency", "reserved_concurrent_executions", "concurrency_limit", "concurrency")
_AT_LIMIT = 0.95
_MOST_RIVALS = 2
_LONG_START_S, _LONG_START, _MANY_STARTS = 1.0, 3.0, 3
_SURE = 3.5
_INIT = r"Init Duration: ([0-9]{1,8}(?:[.][0-9]+)?) ms"
_TIMED_OUT = 0.5
"""A supplier whose answers take this share of a function's timeout is what it waits for."""


def argue(case: Case) -> Iterator[Argument]:
    """Arguments about every function of which something is known."""
    states = {item.entity: item for item in reversed(case.items(*_STATES))}
    entities = {one.series.entity for one in case.behaviours if one.series.namespace == "AWS/Lambda"} | set(states)
    entities |= {entity for entity in case.entities if entity.partition("/")[0] == "lambda"}
    refuted: dict[str, int] = {}
    for entity in sorted(entity for entity in entities if entity is not None):
        item = states.get(entity)
        for argument in (
            _throttled(case, entity, item),
            _timing_out(case, entity, item),
            _out_of_memory(case, entity, item),
            _starting_cold(case, entity),
            _slow_supplier(case, entity, item),
        ):
            if argument is None:
                continue
            if not argument.supporting:
                refuted[argument.cause] = refuted.get(argument.cause, 0) + 1
                if refuted[argument.cause] > _MOST_RIVALS:
                    continue
            connection(case, argument)
            yield argument
            if argument.cause == "lambda.cold_start_surge" and argument.direct and argument.logit > _SURE:
                more = Argument("traffic.surge", entity, f"More calls reach {short(entity)} than before.")
                # What makes them slow is that instances start, and that takes long; the calls themselves do not.
                more.oppose(min(argument.supporting.values(), key=lambda one: (-one[1], one[0].statement))[0], 2.0)
                yield more


def _throttled(case: Case, entity: str, item: State | None) -> Argument | None:
    argument = Argument("lambda.throttled", entity, f"Calls of {short(entity)} are throttled.")
    throttles = [one for one in case.of(entity, Role.THROTTLES) if one.series.values]
    spilled = series_of(case, entity, "provisionedconcurrencyspilloverinvocations")
    for one in [one for one in throttles if one.bad][:1]:
        argument.back(case.fact(one), 4.0)
        argument.direct = True
    if not argument.supporting:
        for one in throttles[:1]:
            argument.oppose(case.fact(one), 4.0 if one.steady else 2.0)
    limit = first_number(item.attributes, *_CONCURRENCY) if item is not None else None
    if item is not None and limit == 0:
        fact = case.fact_of_state(item, f"Reserved concurrency of {short(entity)} is 0: no call of it is run.")
        argument.back(fact, 3.5)
        argument.direct = True
    elif item is not None and limit is not None:
        _weigh_limit(case, entity, item, limit, argument)
    elif argument.supporting:
        argument.lack(f"the configured limit of {short(entity)}")
    for demand in case.of(entity, Role.DEMAND) if argument.supporting else ():
        if demand.direction > 0 and rose(demand, 1.5) and not late(case, demand):
            argument.oppose(case.fact(demand), 1.5)  # the limit did not change, the demand did
    for one in spilled[:1] if argument.supporting else ():
        argument.back(fact_of(case, one), 0.3)
    return argument if argument.supporting or argument.contradicting else None


def _weigh_limit(case: Case, entity: str, item: State, limit: float, argument: Argument) -> None:
    said = f"Reserved concurrency of {short(entity)} is {number(limit)}."
    used = one_of(case, entity, "concurrentexecutions")
    if used is None:
        if argument.supporting:
            argument.back(case.fact_of_state(item, said), 0.5)
        return
    most = max(used.series.values)
    fact = case.stated(
        "metric",
        used.series.entity,
        f"{used.series.name} of {short(entity)} reached {amount(most, None)} of the {number(limit)} reserved.",
        (used.series.id, item.id),
    )
    if in_trouble(used) >= _AT_LIMIT * limit or most >= limit:
        argument.back(fact, 1.5)
    elif most < 0.7 * limit and not argument.direct:
        argument.oppose(fact, 1.5)
    elif argument.supporting:
        argument.back(case.fact_of_state(item, said), 0.5)


def _timing_out(case: Case, entity: str, item: State | None) -> Argument | None:
    timeout = first_number(item.attributes, "timeout_s", "timeout", "timeout_seconds") if item is not None else None
    durations = [one for one in case.of(entity, Role.LATENCY) if one.series.values and _is_duration(one)]
    if item is None or timeout is None or timeout <= 0 or not durations:
        return None
    argument = Argument("lambda.timeout", entity, f"Invocations of {short(entity)} run into the timeout.")
    longest, seconds = durations[0], 0.0
    for one in durations:
        value = in_seconds(one, max(one.series.values))
        longest, seconds = (one, value) if value > seconds else (longest, seconds)
    fact: Fact = case.stated(
        "metric",
        entity,
        f"{longest.series.name} of {short(entity)} was at most "
        f"{amount(max(longest.series.values), longest.series.unit)}, with a timeout of {number(timeout)} s.",
        (longest.series.id, item.id),
    )
    now = in_seconds(longest, in_trouble(longest))
    if now >= 0.95 * timeout:
        argument.back(fact, 3.0)
        argument.direct = True
        weigh_effect(case, entity, argument)
        for slow in _waited_for(case, entity, timeout):
            argument.oppose(fact_of(case, slow), 4.0)
            argument.direct = False
    elif seconds >= 0.95 * timeout:
        argument.back(fact, 2.0 if longest.course is Course.CHANGED else 1.0)
    else:
        argument.oppose(fact, 3.0 if seconds < 0.5 * timeout else 1.5)
    return argument


def _waited_for(case: Case, entity: str, timeout: float) -> list[Behaviour]:
    """What the function needs and has to wait for nearly until its timeout since no later than the timeouts began."""
    return [
        one
        for needed in case.topology.needs(entity)
        for one in case.troubled(needed, Role.LATENCY)
        if in_seconds(one, in_trouble(one)) >= _TIMED_OUT * timeout and not late(case, one)
    ][:1]


def _slow_supplier(case: Case, entity: str, item: State | None) -> Argument | None:
    """The thing that makes the function time out is the one at fault."""
    timeout = first_number(item.attributes, "timeout_s", "timeout", "timeout_seconds") if item is not None else None
    for one in _waited_for(case, entity, timeout) if timeout else ():
        place = one.series.entity or ""
        argument = Argument("dependency.slow", place, f"{short(place)} is slow, and {short(entity)} waits for it.")
        argument.back(fact_of(case, one), 2.5)
        for pattern in [found for found in case.errors(entity) if short(place).lower() in found.text.lower()][:1]:
            argument.back(case.fact_of_pattern(pattern), 1.0)
        durations = [found for found in case.of(entity, Role.LATENCY) if _is_duration(found) and rose(found, 1.5)]
        for found in durations[:1]:
            argument.back(fact_of(case, found), 1.0)
        argument.direct = weigh_effect(case, entity, argument)
        return argument
    return None


def _is_duration(one: Behaviour) -> bool:
    return "duration" in one.series.name.lower() and "init" not in one.series.name.lower()


def _out_of_memory(case: Case, entity: str, item: State | None) -> Argument | None:
    used = one_of(case, entity, "memoryutilization", "maxmemoryused", "usedmemorymax", "memoryused")
    if used is None:
        return None
    size = first_number(item.attributes, "memory_mb", "memory_size", "memory") if item is not None else None
    argument = Argument("lambda.out_of_memory", entity, f"Invocations of {short(entity)} use up their memory.")
    share = in_percent(used, in_trouble(used)) if "utilization" in used.series.name.lower() else None
    if share is None and size:
        share = 100 * in_trouble(used) / size
    if share is None:
        return None
    if share >= 98 and not quiet(used):
        argument.back(fact_of(case, used), 2.5)
        argument.direct = weigh_effect(case, entity, argument)
    elif share < 90:
        argument.oppose(fact_of(case, used), 3.0)
    else:
        return None
    return argument


def _starting_cold(case: Case, entity: str) -> Argument | None:
    """Initialisation rose with the number of executions at a time, and the time of a call with it."""
    known = series_of(
        case,
        entity,
        "coldstarts",
        "coldstart",
        "initduration",
        "initdurationms",
        "provisionedconcurrencyspilloverinvocations",
    )
    first = next((one for one in known if rose(one, 2.0) and not late(case, one)), None)
    if first is None:
        return None
    argument = Argument(
        "lambda.cold_start_surge", entity, f"So many instances of {short(entity)} start that calls are slow."
    )
    argument.back(fact_of(case, first), 3.0)
    wider = one_of(case, entity, "concurrentexecutions")
    if wider is not None and rose(wider, 1.5):
        argument.back(fact_of(case, wider), 1.0)
    argument.direct = weigh_effect(case, entity, argument)
    _weigh_initialisation(case, entity, argument)
    return argument


def _weigh_initialisation(case: Case, entity: str, argument: Argument) -> None:
    """How long a start takes beside a call that needs none: seconds, where the call takes much less."""
    inits = series_of(case, entity, "initduration", "initdurationms")
    usual = [one for one in case.of(entity, Role.LATENCY) if one.series.values and _is_duration(one)]
    for one in inits[:1]:
        seconds = in_seconds(one, in_trouble(one))
        if seconds >= _LONG_START_S and usual and seconds >= _LONG_START * in_seconds(usual[0], usual[0].before):
            argument.back(fact_of(case, one), 1.5)
            return
    written = [
        (seconds, pattern)
        for pattern in case.patterns
        if pattern.entity is not None and case.kin(pattern.entity) == case.kin(entity) and not pattern.error
        for seconds in _starts(pattern)
    ]
    if len(written) >= _MANY_STARTS and sorted(seconds for seconds, _ in written)[len(written) // 2] >= _LONG_START_S:
        argument.back(case.fact_of_pattern(written[0][1]), 1.5)


def _starts(pattern: Pattern) -> list[float]:
    found = (wording(_INIT).search(line.message) for line in pattern.lines)
    return [float(one[1]) / 1e3 for one in found if one is not None]

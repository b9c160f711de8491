"""A limit of CPU, memory, storage or requests is reached, as a series of its share or of what is refused shows.

Predicts: the share at its limit, where it was lower before; requests refused at the configured rate. Contradicted by: a
share far below its limit all the time, or as high at every other such time.
"""

from collections.abc import Iterator

from commander.contract.evidence import State
from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour, Course
from commander.evidence.case import Case
from commander.evidence.mechanisms.aws.effects import series_of, weigh_effect
from commander.evidence.mechanisms.aws.levels import fact_of, in_trouble, late, level, quiet, repeated, rose
from commander.evidence.mechanisms.aws.values import first_number, mapping
from commander.evidence.moments import span
from commander.evidence.rates import is_share, share
from commander.evidence.roles import Role, tokens_of
from commander.evidence.sentences import amount, number, short
from commander.evidence.series import median
from commander.evidence.spelling import plain
from commander.evidence.trends import growth

_SATURATION = (
    (Role.CPU, "compute.cpu_saturation", 90.0, "out of CPU"),
    (Role.MEMORY, "compute.memory_saturation", 92.0, "out of memory"),
    (Role.DISK, "storage.full", 95.0, "out of storage"),
)
_HIGH_CPU = 75.0
_GATEWAYS = frozenset({"apigateway", "api", "alb", "gateway", "cloudfront", "appsync"})
_LIMITERS = frozenset({"ratelimited", "ratelimit", "ratelimiter", "limiter"})
_REQUESTS = ("count", "requestcount", "requests")
_MOST_RIVALS = 3
_POINTS, _STEADILY, _GROWN, _SOON_S = 12, 0.8, 2.0, 48 * 3600.0
"""Storage that filled up by two percent of itself, steadily, and is full within two days is about to run out."""


def argue(case: Case) -> Iterator[Argument]:
    """Limits of everything that the symptom may need."""
    refuted = 0
    for one in case.behaviours:
        entity = one.series.entity
        if entity is None or not one.series.values or not case.concerns(entity):
            continue
        argument = _throttled(case, one, entity) or _saturated(case, one, entity)
        if argument is None:
            continue
        if not argument.supporting and _another_at_limit(case, one, entity):
            continue  # the host of a server with one thread is never busy, nor is the average of its hosts
        if not argument.supporting:
            refuted += 1
            if refuted > _MOST_RIVALS:
                continue
        yield argument
    for item in case.items("api_stage", "api_gateway_stage"):
        limited = _at_rate(case, item)
        if limited is not None:
            yield limited


def _another_at_limit(case: Case, one: Behaviour, entity: str) -> bool:
    """Whether a series of the same kind of the same thing shows the limit that this one does not."""
    rule = next((rule for rule in _SATURATION if rule[0] is one.series.role), None)
    return rule is not None and any(
        other is not one
        and other.series.values
        and (scale := _percent(other)) is not None
        and in_trouble(other) * scale >= rule[2]
        and rose(other, 1.1)
        and not late(case, other)
        for other in case.of(entity, one.series.role)
        if other.series.entity == entity
    )


def _throttled(case: Case, one: Behaviour, entity: str) -> Argument | None:
    """What a gateway refuses."""
    words = tokens_of(one.series.name)
    by_rate = not words.isdisjoint(_LIMITERS) or {"rate", "limited"} <= words
    if one.series.role is not Role.THROTTLES or (entity.partition("/")[0] not in _GATEWAYS and not by_rate):
        return None
    argument = Argument("gateway.rate_limited", entity, f"Requests of {short(entity)} are refused by a rate limit.")
    if not one.bad:
        argument.oppose(fact_of(case, one), 4.0 if one.steady else 2.0)
        return argument
    argument.back(fact_of(case, one), 4.0)
    argument.direct = True
    for demand in case.of(entity, Role.DEMAND):
        if rose(demand, 1.5) and not late(case, demand):
            argument.oppose(fact_of(case, demand), 1.5)  # the limit did not change, the demand did
    argument.lack(f"the configured limit of {short(entity)}")
    return argument


def _at_rate(case: Case, item: State) -> Argument | None:
    """Requests at the rate that a stage allows, while clients get errors of their own."""
    throttle = mapping(item.attributes.get("throttle"))
    rate = first_number(throttle, "rate", "rate_limit", "rateLimit") or first_number(item.attributes, "throttle_rate")
    requests = next(iter(series_of(case, item.entity, *_REQUESTS)), None)
    refused = [one for one in series_of(case, item.entity, "4xxerror", "4xx") if rose(one, 2.0) and not late(case, one)]
    if rate is None or rate <= 0 or requests is None or not refused:
        return None
    per_second = in_trouble(requests) / (requests.series.period if requests.series.statistic in ("Sum", None) else 1.0)
    argument = Argument("gateway.rate_limited", item.entity, f"{short(item.entity)} refuses requests beyond its rate.")
    said = f"{short(item.entity)} gets {per_second:.1f} requests a second and allows {number(rate)}."
    fact = case.stated("metric", requests.series.entity, said, (requests.series.id, item.id))
    if per_second >= 0.9 * rate:
        argument.back(fact, 2.5)
        argument.back(fact_of(case, refused[0]), 2.0)
        argument.direct = True
    else:
        argument.oppose(fact, 2.0)
    return argument


def _saturated(case: Case, one: Behaviour, entity: str) -> Argument | None:
    rule = next((rule for rule in _SATURATION if rule[0] is one.series.role), None)
    scale = _percent(one)
    if rule is None or scale is None:
        return None
    _, cause, limit, words = rule
    argument = Argument(cause, entity, f"{short(entity)} is {words}.")
    now = in_trouble(one) * scale
    over = one.course is Course.CAME_BACK or repeated(one)
    if now >= limit and not over:
        grown = rose(one, 1.1)
        if not grown and one is not case.own and case.distance(entity) != 0:
            argument.oppose(fact_of(case, one), 1.0)  # as high all the time, and not what the incident is about
            return argument
        argument.back(fact_of(case, one), (3.7 if rose(one, 1.5) else 3.0) if grown else 1.5)
        argument.direct = grown and not late(case, one)
        for demand in case.of(entity, Role.DEMAND)[:1]:
            if one.series.role is Role.CPU and rose(demand, 1.4) and not late(case, demand):
                argument.oppose(fact_of(case, demand), 2.0)  # more work was asked for
        if argument.direct:
            weigh_effect(case, entity, argument, 0.7)
        argument.lack(f"what uses it up on {short(entity)}")
        return argument
    if cause == "compute.cpu_saturation" and now >= _HIGH_CPU and rose(one, 1.5, 20.0 / scale) and not late(case, one):
        argument.back(fact_of(case, one), 1.2)
        argument.lack(f"what uses it up on {short(entity)}", 0.3)
        return argument
    left = _left(case, one, scale) if one.series.role is Role.DISK else None
    if left is not None:
        unit, values = one.series.unit, one.series.values
        went = f"rose steadily from {amount(values[0], unit)} to {amount(values[-1], unit)}"
        said = f"{one.series.name} of {short(entity)} {went}; at this pace nothing is left in {span(left)}."
        argument.back(case.stated("metric", entity, said, (one.series.id,)), 3.2)
        argument.summary = f"The storage of {short(entity)} is about to be full."
        argument.direct = True
        argument.lack(f"what uses it up on {short(entity)}")
        return argument
    most = max(one.series.values)
    if most * scale < limit:
        said = f"{one.series.name} of {short(entity)} was never above {amount(most, one.series.unit)}."
        argument.oppose(case.stated("metric", entity, said, (one.series.id,)), 3.0)
    else:
        argument.oppose(fact_of(case, one), 1.5 if quiet(one) or level(one) * scale < limit else 0.7)
    return argument


def _left(case: Case, one: Behaviour, scale: float) -> float | None:
    """Seconds until the storage that the incident is about is full, where it fills up steadily and that is soon."""
    watch, values, times = case.watch, one.series.values, one.series.times
    if one is not case.own or watch is None or watch.below or not watch.at_the_end or len(values) < _POINTS:
        return None
    part = max(1, len(values) // 5)
    first, last = median(values[:part]), median(values[-part:])
    passed = median(times[-part:]) - median(times[:part])
    if growth(values) < _STEADILY or (last - first) * scale < _GROWN or passed <= 0:
        return None
    left = (100.0 / scale - values[-1]) * passed / (last - first)
    return left if 0 <= left <= _SOON_S else None


def _percent(one: Behaviour) -> float | None:
    """What turns the series' values into percent, or None where they are not a share of anything."""
    if not is_share(one.series) and "utilization" not in plain(one.series.name):
        return None
    return 100.0 * share(one.series, 1.0)

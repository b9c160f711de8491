"""Cause told from effect: what another explanation, seen at work, already explains loses weight.

Pearl's "explaining away": once a mechanism is seen that produces an effect, the effect does not speak for another one.
A cause explains what is above it at the same thing (a missing Secret explains the rollout that is stuck), and what is
at or above its own level at the things that need it (a database without connections explains its callers' errors).
Demand works the other way along the calls: a surge explains the limits reached below it.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from commander.evidence.argument import Argument
from commander.evidence.behaviour import Course
from commander.evidence.case import Case
from commander.evidence.facts import Fact
from commander.evidence.mechanisms.proximity import serves_names
from commander.evidence.roles import SYMPTOMS, Role
from commander.evidence.sentences import short

ROOT, PRESSURE, SYMPTOM = 0, 1, 2
_PRESSURES = frozenset(
    {
        "app.certificate_expired",
        "code.slow_path",
        "code.timeout_too_short",
        "code.unhandled_error",
        "compute.autoscaling_at_max",
        "compute.cpu_saturation",
        "compute.cpu_throttled",
        "compute.memory_saturation",
        "compute.thread_pool_exhausted",
        "data.corrupt_input",
        "db.connections_exhausted",
        "db.lock_contention",
        "db.replication_lag",
        "dependency.cache_failure",
        "dependency.third_party_outage",
        "dns.resolution_failure",
        "dynamodb.throttled",
        "ecs.task_start_failure",
        "gateway.rate_limited",
        "k8s.container.oom_killed",
        "k8s.probe.liveness_endpoint_failing",
        "k8s.workload.evicted",
        "kinesis.iterator_lag",
        "lambda.cold_start_surge",
        "lambda.throttled",
        "lambda.timeout",
        "network.latency",
        "network.partition",
        "storage.io_saturation",
    }
)
"""What a limit or a place of failure says; there is often something below it that made it so."""
_SYMPTOMS = frozenset(
    {
        "compute.instance_lost",
        "db.unreachable",
        "dependency.errors",
        "dependency.queue_backlog",
        "dependency.slow",
        "dependency.unreachable",
        "deployment.rollout_stuck",
        "k8s.probe.readiness_endpoint_failing",
        "lb.no_healthy_targets",
        "node.not_ready",
        "traffic.drop",
    }
)
"""What is said where nothing more specific is known: the codes' own meanings ask for a better explanation."""
_MERE = frozenset(
    {
        "compute.cpu_saturation",
        "compute.cpu_throttled",
        "compute.thread_pool_exhausted",
        "dependency.errors",
        "dependency.queue_backlog",
        "dependency.slow",
    }
)
"""What is measured wherever anything is wrong with a thing or with what it needs: named only where nothing below it is
visible."""
_CALLERS = ("access.", "app.", "dns.", "code.timeout_too_short", "db.credentials_invalid", "db.port_wrong")
_ZONE, _BACKLOG = "aws.az_impaired", "dependency.queue_backlog"
_ELSEWHERE = "external/"
_OUTSIDE = "dependency.third_party_outage"
_DROP, _TURNS_AWAY = "traffic.drop", ("app.certificate", "access.", "network.policy")
_DEMAND = frozenset({"traffic.surge", "traffic.abuse"})
_WHOLE = frozenset({"aws.az_impaired", "aws.regional_event"})
"""Trouble of a place: it explains whatever happens to the things in it."""
_SURE = 1.0
"""Log odds from which an explanation that was seen at work explains others."""
_RECOVERED, _LIKELY_OVER, _CALM_S = 2.0, -2.0, 600.0
"""Log odds of a recovery that was seen, and how long the symptom must have been well."""
_BRIEF = frozenset({"db.failover"})
_AFTERMATH_S = 300.0
"""A failover takes a moment: what begins so long after it has another cause."""
_LATER_S = 120.0
"""A cause is not first seen longer than this after its effect."""
_STRONG, _WEAK, _SHARED, _BEHIND = 2.5, 1.5, 4.0, 1.5
"""What serves everything explains each of its users' complaints, however many there are."""
_DATED = frozenset({"metric", "log", "event", "change"})


@dataclass(frozen=True, slots=True)
class _Explainer:
    """An explanation seen at work, with its odds before anything was explained away."""

    argument: Argument
    logit: float
    fact: Fact
    start: float | None
    until: float | None
    """When it was over, where it is a thing of a moment."""


def level(cause: str) -> int:
    """How far from the root a cause is by its meaning: a root, a pressure that roots produce, or a mere symptom."""
    return SYMPTOM if cause in _SYMPTOMS else PRESSURE if cause in _PRESSURES else ROOT


def is_telling(cause: str) -> bool:
    """Whether a fault seen at work is more than what anything wrong with a thing shows."""
    return level(cause) != SYMPTOM and cause not in _MERE and not cause.startswith("healthy.")


def explain_away(case: Case, arguments: Sequence[Argument]) -> None:
    """Opposes every argument by the best explanation that explains it, all judged as they stood before."""
    explainers = [
        _Explainer(one, one.logit, _heaviest(one), _start(one), _until(one))
        for one in arguments
        if one.direct and one.supporting and not one.cause.startswith("healthy.") and round(one.logit, 6) >= _SURE
    ]
    explainers.sort(key=lambda one: (-one.logit, one.argument.cause, one.argument.entity))
    if not explainers:
        return
    known = _Known(case, explainers)
    found = [(one, *best) for one in arguments if (best := _best(case, one, known)) is not None]
    for one, explainer, weight in found:
        below = level(explainer.argument.cause) == ROOT and one.cause in _MERE
        # How clearly something is used up says nothing of its being the root: it stays behind what uses it up.
        one.oppose(explainer.fact, max(weight, one.logit - explainer.logit + _BEHIND) if below else weight)


def let_go(case: Case, arguments: Sequence[Argument]) -> None:
    """Opposes what is over by that it is over: a fault whose every sign ended is not a rival of its recovery but what
    recovered. That it is over shows in the symptom's own series, or in all that tells of the present."""
    over = next((one for one in arguments if one.cause.startswith("healthy.") and one.supporting), None)
    if over is None or case.now is None:
        return
    until = case.now - _CALM_S
    fact = _seen_back(case, over, until)
    if fact is None and over.logit >= _LIKELY_OVER:
        fact = _all_over(case, until)
    if fact is None:
        return
    for one in arguments:
        if not one.cause.startswith("healthy.") and one.supporting and _ended(case, one, until):
            one.oppose(fact, max(_STRONG, one.logit - over.logit + _RECOVERED))
            one.direct = False


def _all_over(case: Case, until: float) -> Fact | None:
    from commander.evidence.cluster.over import all_over, settled  # what reads clusters is loaded with the first case

    return all_over(case) if settled(case, until) else None


def _seen_back(case: Case, over: Argument, until: float) -> Fact | None:
    """The symptom's series that was seen to come back, where a recovery is sure and nothing that is felt is worse."""
    if over.cause != "healthy.recovered" or not over.direct or over.logit < _RECOVERED or case.resource is None:
        return None
    back = [
        one
        for one in case.of(case.resource, Role.FAILURES, Role.SUCCESS, Role.LATENCY)
        if one.course is Course.CAME_BACK and one.returned is not None and one.returned <= until
    ]
    felt = [one for one in case.of_role(*SYMPTOMS) if case.concerns(one.series.entity)]
    eased = [one for one in felt if one.course is Course.CHANGED and one.direction * one.series.role.bad_direction < 0]
    if not back or any(case.is_troubled(one) and one not in eased for one in felt):
        return None
    return case.fact(min(back, key=lambda one: (one.returned or 0.0, one.series.name, one.series.id)))


def _ended(case: Case, one: Argument, until: float) -> bool:
    """Whether all that weighs for an explanation was last seen before a moment."""
    telling = [fact for fact, weight in one.supporting.values() if weight >= 1]
    return all(fact.kind in _DATED and _is_past(case, fact, until) for fact in telling)


def _is_past(case: Case, fact: Fact, until: float) -> bool:
    """Whether a fact was last true before a moment: a series that left its level and is not back goes on."""
    last = fact.end if fact.end is not None else fact.start
    if last is None or last > until:
        return False
    if fact.kind != "metric" or fact.end is not None:
        return True
    series = [each for each in case.behaviours if each.series.id in fact.source_ref]
    return all(each.course is not Course.CHANGED for each in series)


class _Known:
    """The explainers by cause and place, so that an argument meets only those that may weigh anything against it."""

    def __init__(self, case: Case, explainers: Sequence[_Explainer]) -> None:
        self.explainers = explainers
        self._case = case
        self._at: dict[str, list[int]] = {}
        self._by_cause: dict[str, dict[str, list[int]]] = {}
        self._loose: dict[str, list[int]] = {}
        self._servers: list[int] = []
        for rank, one in enumerate(explainers):
            cause, entity = one.argument.cause, one.argument.entity
            self._at.setdefault(case.kin(entity), []).append(rank)
            self._by_cause.setdefault(cause, {}).setdefault(entity, []).append(rank)
            if entity not in case.entities:  # the graph does not lead to it, though perhaps from it
                self._loose.setdefault(cause, []).append(rank)
            if serves_names(case, entity):
                self._servers.append(rank)

    def about(self, one: Argument) -> tuple[list[int], float]:
        """The ranks, in order, of all explainers that may weigh something, and the most that one of them may weigh."""
        upper, case = level(one.cause), self._case
        found = set(self._at.get(case.kin(one.entity), ()))
        most = _STRONG if found else 0.0
        if one.cause == "dns.resolution_failure" and self._servers:
            found.update(self._servers)
            most = _SHARED
        for cause, places in self._by_cause.items():
            weight = _bound(one, upper, cause)
            if weight <= 0:
                continue
            before = len(found)
            if cause == _ZONE:
                found.update(rank for ranks in places.values() for rank in ranks)
            for reached in self._ways(one, cause):
                for place in places.keys() & reached:
                    found.update(places[place])
            if cause in _DEMAND or cause == one.cause or cause == _OUTSIDE:
                found.update(self._loose.get(cause, ()))
            if len(found) > before:
                most = max(most, weight)
        return sorted(found), most

    def _ways(self, one: Argument, cause: str) -> Iterator[AbstractSet[str]]:
        """The things that an explainer by a cause can be about: below an argument's own or, where the cause works the
        other way, above it."""
        case = self._case
        cut_off = one.cause == _DROP and cause.startswith(_TURNS_AWAY)
        if cause in _DEMAND or cut_off or (cause == one.cause and cause.startswith(_CALLERS)):
            yield case.topology.dependents_of(one.entity).keys()
        if cause not in _DEMAND:
            yield case.topology.needed_from(one.entity).keys()
            for reader in case.reading(_readers).get(one.entity, ()) if one.cause == _BACKLOG else ():
                yield case.topology.needed_from(reader).keys()


def _bound(one: Argument, upper: int, cause: str) -> float:
    """The most that an explainer by a cause, about another workload, may weigh against an argument."""
    if (cause in _WHOLE and one.cause not in _WHOLE) or cause == _ZONE:
        return _STRONG
    if cause in _DEMAND:
        return _STRONG if upper >= PRESSURE else 0.0
    if cause == one.cause and one.direct:
        return _WEAK
    lower = level(cause)
    if upper > lower:
        return _STRONG
    return _WEAK if (upper == lower and upper >= PRESSURE) or not one.direct else 0.0


def _best(case: Case, one: Argument, known: _Known) -> tuple[_Explainer, float] | None:
    """The explainer that weighs most against an argument, the surest of several."""
    if one.cause.startswith("healthy.") or not one.supporting:
        return None
    start, best = _start(one), None
    ranks, most = known.about(one)
    for explainer in (known.explainers[rank] for rank in ranks):
        if explainer.argument is one or explainer.fact.id in one.supporting:
            continue
        if start is not None and explainer.start is not None and explainer.start > start + _LATER_S:
            continue
        if start is not None and explainer.until is not None and start > explainer.until + _AFTERMATH_S:
            continue
        weight = _weight(case, one, explainer.argument)
        if weight > (best[1] if best is not None else 0.0):
            best = explainer, weight
            if weight >= most:
                break
    return best


def _weight(case: Case, one: Argument, by: Argument) -> float:
    upper, lower = level(one.cause), level(by.cause)
    if by.cause in _WHOLE and one.cause not in _WHOLE and by.entity in case.topology.needed_from(one.entity):
        return _STRONG  # what stands there shows it in any way that it can
    if case.kin(one.entity) == case.kin(by.entity):
        # At one thing a mechanism seen at work explains what is guessed from effects alone.
        guessed = upper == lower == ROOT and not one.direct and _only_measured(one)
        return _STRONG if upper > lower else _WEAK if guessed else 0.0
    if by.cause == _ZONE and _lies_in(case, one.entity, by.entity):
        return _STRONG
    if by.cause in _DEMAND:
        above = one.entity in case.topology.needed_from(by.entity)
        return _STRONG if above and upper >= PRESSURE else 0.0
    if one.cause == "dns.resolution_failure" and serves_names(case, by.entity):
        return _SHARED
    if one.cause == by.cause and one.direct and by.direct:
        return _twice(case, one, by)
    if one.cause == _DROP and by.cause.startswith(_TURNS_AWAY) and one.entity in case.topology.needed_from(by.entity):
        return _STRONG  # who is turned away in front of it does not call it
    told = by.entity.startswith(_ELSEWHERE) and _tells_of(case, one, by)
    if told and not one.direct and one.supporting and _only_measured(one):
        return _STRONG  # it says what it waits for: that it answers late, or fails, says no more
    if not (told or _needs(case, one, by.entity)) or one.entity in case.topology.needed_from(by.entity):
        return 0.0
    if upper > lower:
        return _STRONG
    return _WEAK if (upper == lower and upper >= PRESSURE) or not one.direct else 0.0


def _tells_of(case: Case, one: Argument, by: Argument) -> bool:
    """Whether the lines of what an explanation is about are among those that blame a thing of somebody else's."""
    kin = case.kin(one.entity)
    return any(
        fact.kind == "log" and fact.entity and case.kin(fact.entity) == kin for fact, _ in by.supporting.values()
    )


def _needs(case: Case, one: Argument, entity: str) -> bool:
    """Whether what an explanation is about needs a thing; a queue grows where those who work it off need it."""
    if entity in case.topology.needed_from(one.entity):
        return True
    readers = case.reading(_readers).get(one.entity, ()) if one.cause == _BACKLOG else ()
    return any(entity in case.topology.needed_from(reader) for reader in readers)


def _readers(case: Case) -> dict[str, set[str]]:
    """Who reads each thing, by the edges."""
    found: dict[str, set[str]] = {}
    for edge in case.bundle.topology:
        if edge.kind == "reads":
            found.setdefault(edge.to, set()).add(edge.from_)
    return found


def _only_measured(one: Argument) -> bool:
    return all(fact.kind == "metric" for fact, _ in one.supporting.values())


def _lies_in(case: Case, entity: str, zone: str) -> bool:
    """Whether a thing is in a zone, as its name or its own state says."""
    name = short(zone)
    if name in entity:
        return True
    return name in case.reading(_zones).get(entity, ())


def _zones(case: Case) -> dict[str, set[str]]:
    """The zones that the state of each thing says it is in."""
    found: dict[str, set[str]] = {}
    for item in case.bundle.state:
        for zone in (item.attributes.get(key) for key in ("availability_zone", "az", "zone")):
            if isinstance(zone, str):
                found.setdefault(item.entity, set()).add(zone)
    return found


def _twice(case: Case, one: Argument, by: Argument) -> float:
    """The same mechanism seen from both ends of a call: a right or a setting is the caller's, the rest the callee's."""
    callers = one.cause.startswith(_CALLERS)
    caller, callee = (by.entity, one.entity) if callers else (one.entity, by.entity)
    return _WEAK if callee in case.topology.needed_from(caller) else 0.0


def _heaviest(one: Argument) -> Fact:
    return min(one.supporting.values(), key=lambda pair: (-pair[1], pair[0].statement))[0]


def _until(one: Argument) -> float | None:
    """When a thing of a moment was over, as the platform reports it."""
    if one.cause not in _BRIEF:
        return None
    ends = [fact.end for fact, _ in one.supporting.values() if fact.kind == "event" and fact.end is not None]
    return max(ends, default=None)


def _start(one: Argument) -> float | None:
    """When what speaks for an explanation began; the moment at which state was read tells nothing of that."""
    return min(
        (
            fact.start
            for fact, weight in one.supporting.values()
            if fact.start is not None and weight >= 1 and fact.kind in _DATED
        ),
        default=None,
    )

"""Cause told from effect: what another explanation, seen at work, already explains loses weight.

Pearl's "explaining away": once a mechanism is seen that produces an effect, the effect does not speak for another one.
A cause explains what is above it at the same thing (a missing Secret explains the rollout that is stuck), and what is
at or above its own level at the things that need it (a database without connections explains its callers' errors).
Demand works the other way along the calls: a surge explains the limits reached below it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.facts import Fact
from commander.evidence.reachability import Reach

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
_CALLERS = ("access.", "app.", "dns.", "code.timeout_too_short", "db.credentials_invalid", "db.port_wrong")
_DEMAND = frozenset({"traffic.surge", "traffic.abuse"})
_SURE = 1.0
"""Log odds from which an explanation that was seen at work explains others."""
_LATER_S = 120.0
"""A cause is not first seen longer than this after its effect."""
_STRONG, _WEAK = 2.5, 1.5
_DATED = frozenset({"metric", "log", "event", "change"})


@dataclass(frozen=True, slots=True)
class _Explainer:
    """An explanation seen at work, with its odds before anything was explained away."""

    argument: Argument
    logit: float
    fact: Fact
    start: float | None


def level(cause: str) -> int:
    """How far from the root a cause is by its meaning: a root, a pressure that roots produce, or a mere symptom."""
    return SYMPTOM if cause in _SYMPTOMS else PRESSURE if cause in _PRESSURES else ROOT


def explain_away(case: Case, arguments: Sequence[Argument]) -> None:
    """Opposes every argument by the best explanation that explains it, all judged as they stood before."""
    explainers = [
        _Explainer(one, one.logit, _heaviest(one), _start(one))
        for one in arguments
        if one.direct and one.supporting and not one.cause.startswith("healthy.") and one.logit >= _SURE
    ]
    explainers.sort(key=lambda one: (-one.logit, one.argument.cause, one.argument.entity))
    if not explainers:
        return
    known = _Known(case, arguments, explainers)
    found = [(one, *best) for one in arguments if (best := _best(one, known)) is not None]
    for one, explainer, weight in found:
        one.oppose(explainer.fact, weight)


class _Known:
    """The explainers by where they stand to a thing, so that each argument meets only those that may explain it.

    Of each cause the surest `reachability.MOST` on either side of a thing are known; there are more only where very
    many things of a bundle fail alike.
    """

    def __init__(self, case: Case, arguments: Sequence[Argument], explainers: Sequence[_Explainer]) -> None:
        self.explainers = explainers
        self._kin = {one.entity: case.kin(one.entity) for one in arguments}
        self._at: dict[str, list[int]] = {}
        for rank, one in enumerate(explainers):
            self._at.setdefault(self.kin(one.argument), []).append(rank)
        places = sorted(set(self._kin.values()))
        self._below = Reach(places, case.topology.below, self._marks(lambda cause: cause not in _DEMAND))
        upward = self._marks(lambda cause: cause in _DEMAND or cause.startswith(_CALLERS))
        self._above = Reach(places, case.topology.above, upward) if upward else None

    def kin(self, one: Argument) -> str:
        return self._kin[one.entity]

    def _marks(self, wanted: Callable[[str], bool]) -> dict[str, dict[str, tuple[int, ...]]]:
        found: dict[str, dict[str, tuple[int, ...]]] = {}
        for place, ranks in self._at.items():
            by_cause: dict[str, tuple[int, ...]] = {}
            for rank in ranks:
                cause = self.explainers[rank].argument.cause
                if wanted(cause):
                    by_cause[cause] = (*by_cause.get(cause, ()), rank)
            if by_cause:
                found[place] = by_cause
        return found

    def about(self, one: Argument) -> Iterator[tuple[int, float]]:
        """The ranks of the explainers that may explain an argument, each with the weight that it would have."""
        kin, upper = self.kin(one), level(one.cause)
        for rank in self._at.get(kin, ()):
            if upper > level(self.explainers[rank].argument.cause):
                yield rank, _STRONG
        # The same mechanism seen from both ends of a call: a right or a setting is the caller's, the rest the callee's.
        callers = one.cause.startswith(_CALLERS)
        if one.direct and one.cause not in _DEMAND:
            ends = self._above if callers else self._below
            for rank in ends.within(kin).get(one.cause, ()) if ends is not None else ():
                yield rank, _WEAK
        for cause, ranks in self._below.beyond(kin).items():
            if cause == one.cause and one.direct:
                continue
            lower = level(cause)
            weak = (upper == lower and upper >= PRESSURE) or not one.direct
            weight = _STRONG if upper > lower else _WEAK if weak else 0.0
            if weight:
                yield from ((rank, weight) for rank in ranks)
        if self._above is not None and upper >= PRESSURE:
            for cause, ranks in self._above.within(kin).items():
                if cause in _DEMAND:
                    yield from ((rank, _STRONG) for rank in ranks)


def _best(one: Argument, known: _Known) -> tuple[_Explainer, float] | None:
    """The surest explainer that may explain an argument, and what that weighs."""
    if one.cause.startswith("healthy.") or not one.supporting:
        return None
    start, kin = _start(one), known.kin(one)
    for rank, weight in sorted(known.about(one)):
        explainer = known.explainers[rank]
        if explainer.argument is one or explainer.fact.id in one.supporting:
            continue
        if start is not None and explainer.start is not None and explainer.start > start + _LATER_S:
            continue
        if known.kin(explainer.argument) == kin and level(one.cause) <= level(explainer.argument.cause):
            continue
        return explainer, weight
    return None


def _heaviest(one: Argument) -> Fact:
    return min(one.supporting.values(), key=lambda pair: (-pair[1], pair[0].statement))[0]


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

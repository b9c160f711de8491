"""How a workload stands now: which of its pods work, and what suffers where they do not.

Every mechanism of workloads asks the same: is it fine now (then an old report explains nothing), does something miss
it, and was it so long before the trouble began?
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from commander.contract.evidence import State
from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.cluster.pods import Pod, pods_of
from commander.evidence.cluster.values import texts
from commander.evidence.cluster.workloads import Workload, controllers, workload, workloads
from commander.evidence.mechanisms.cluster.relevance import missed_by, weigh_age, weigh_namespace, weigh_old_loops
from commander.evidence.mechanisms.proximity import connection
from commander.evidence.roles import SYMPTOMS
from commander.evidence.sentences import short

_RECENT_S = 1800.0
_START_S = 90.0
_FEW_RESTARTS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """The pods of a workload by whether they work. `workload` is None where no item tells of it."""

    entity: str
    workload: Workload | None
    working: tuple[Pod, ...]
    broken: tuple[Pod, ...]

    @property
    def fine(self) -> bool | None:
        """Whether everything of it works; None where state does not tell."""
        if self.broken or any(restarting(pod) for pod in self.working):
            return False
        told = self.workload
        if told is not None and told.short_of is not None:
            return told.short_of == 0 and told.desired != 0 and not _lagging(told)
        return True if self.working else None


def _lagging(one: Workload) -> bool:
    """Whether a rollout of it is under way: not all pods are of the newest template, or more than wanted are there."""
    if one.desired is None:
        return False
    newest = one.desired if one.updated is None else one.updated
    return newest < one.desired or (one.total or 0) > one.desired or (one.unavailable or 0) > 0


def restarting(pod: Pod) -> bool:
    """Whether it was restarted more than a few times, and not only long ago."""
    count = pod.restarts
    if count is None:
        count = max((one.restart_count or 0 for one in pod.containers), default=0)
    return count >= _FEW_RESTARTS and (pod.restarted_ago is None or pod.restarted_ago <= _RECENT_S)


def _ended_in_trouble(case: Case, pod: Pod) -> bool:
    """Whether a container of it ended since the trouble began."""
    if case.onset is None or not case.onset.observed:
        return False
    return any((one.last_finished or 0.0) >= case.onset.start - 60.0 for one in pod.containers)


def _starting(case: Case, pod: Pod) -> bool:
    """Whether it was made only just now, so that not being ready is what is to be expected."""
    if pod.started_at is None or case.now is None or (pod.restarts or 0) > 0:
        return False
    return case.now - pod.started_at < _START_S


def standing(case: Case, entity: str) -> Standing:
    """How a workload stands, made once."""
    known = case.reading(_standings)
    if entity not in known:
        known[entity] = _standing(case, entity)
    return known[entity]


def _standings(case: Case) -> dict[str, Standing]:
    return {}


def _standing(case: Case, entity: str) -> Standing:
    own = [pod for pod in pods_of(case, entity) if not pod.completed and not pod.deleting]
    if entity.partition("/")[0] == "pod" and any(pod.entity == entity for pod in own):
        own = [pod for pod in own if pod.entity == entity or pod.workload == entity]
    own = [pod for pod in own if not _failed(pod)] or own
    working = tuple(pod for pod in own if pod.is_ready)
    broken = tuple(pod for pod in own if pod.is_ready is False and not _starting(case, pod))
    told = workload(case, entity)
    if told is None:
        family = frozenset(case.family(entity))
        kin = [one for one in case.reading(workloads) if one.entity in family and one.kind != "replicaset"]
        told = kin[0] if kin else None
    return Standing(entity, told, working, broken)


def _failed(pod: Pod) -> bool:
    """Whether it will not run again: controllers make another one instead of it."""
    return (pod.phase or "").lower() == "failed" or "Evicted" in (pod.status, pod.reason)


def weigh_standing(
    case: Case,
    argument: Argument,
    seen: Sequence[float | None] = (),
    *,
    restarts: bool = False,
    unready: bool = True,
) -> bool:
    """Puts what follows from the workload's standing on both sides; whether something suffers from it.

    `seen`: when the mechanism was first seen. `restarts`: whether it shows in restarts, so that being ready at one
    moment does not contradict it. `unready`: whether it makes pods unready at all.
    """
    connection(case, argument)
    stands = standing(case, argument.entity)
    flapping = restarts and any(restarting(pod) or _ended_in_trouble(case, pod) for pod in stands.working)
    if unready and stands.fine and not flapping:
        _oppose_by_working(case, argument, stands)
        return False
    suffering = _back_by_missing(case, argument, stands)
    weigh_old_loops(case, argument, stands.broken)
    foreign = weigh_namespace(case, argument)
    if suffering and not foreign:
        _back_by_being_alone(case, argument, stands)
    suffering |= _back_by_symptom(case, argument)
    weigh_age(case, argument, [one for one in seen if one is not None])
    return suffering


def _oppose_by_working(case: Case, argument: Argument, stands: Standing) -> None:
    if stands.workload is not None and stands.workload.short_of == 0:
        told = stands.workload
        statement = f"{short(told.entity)} has all of the pods it wants."
        if told.desired is not None and told.running is not None:
            statement = f"{short(told.entity)} has {told.running} of {told.desired} pods available."
        argument.oppose(case.fact_of_state(told.item, statement, *told.items[1:]), 4.0)
    elif stands.working:
        pod, more = stands.working[0], stands.working[1:4]
        names = ", ".join(one.name for one in (pod, *more))
        argument.oppose(case.fact_of_state(pod.item, f"Ready: {names}.", *(one.item for one in more)), 2.5)


def _back_by_missing(case: Case, argument: Argument, stands: Standing) -> bool:
    """Pods that are missing or not ready, and a Service that has none behind it."""
    found = False
    told = stands.workload
    if told is not None and (told.short_of or 0) > 0:
        statement = f"{told.unavailable} pods of {short(told.entity)} are unavailable."
        if told.desired is not None and told.running is not None:
            statement = f"{short(told.entity)} has {told.running} of {told.desired} pods available."
        argument.back(case.fact_of_state(told.item, statement, *told.items[1:]), 1.0)
        found = True
    elif stands.broken:
        pod = stands.broken[0]
        of = f"{pod.ready[0]} of {pod.ready[1]} containers ready" if pod.ready is not None else "not ready"
        argument.back(case.fact_of_state(pod.item, f"{pod.name} is {pod.status or pod.phase or 'known'}, {of}."), 0.5)
        found = True
    empty = without_endpoints(case, argument.entity)
    if empty is not None:
        statement = f"No pod stands behind service {short(empty.entity)}: its endpoints are empty."
        argument.back(case.fact_of_state(empty, statement), 0.8)
        found = True
    return found


def _back_by_being_alone(case: Case, argument: Argument, stands: Standing) -> None:
    """Of several workloads it is the only one that lacks pods: what else should the trouble come from?"""
    told = stands.workload
    if told is None:
        return
    own = case.kin(argument.entity)
    if any(case.kin(one.entity) != own for one in case.reading(_lacking)):
        return
    others = [one for one in controllers(case) if case.kin(one.entity) != own]
    if len(others) >= 2 and all(one.short_of == 0 for one in others):
        statement = f"{short(told.entity)} is the only one of {len(others) + 1} workloads collected that lacks pods."
        items = [item for one in others for item in one.items]
        argument.back(case.fact_of_state(told.item, statement, *items), 0.8)


def _lacking(case: Case) -> list[Workload]:
    """The workloads that lack pods, or of which that is not known."""
    return [one for one in controllers(case) if one.short_of != 0]


def without_endpoints(case: Case, entity: str) -> State | None:
    """A Service of the workload that has no endpoints."""
    family = frozenset(case.family(entity))
    return next(
        (item for item in case.items("service") if item.entity in family and _empty(item.attributes.get("endpoints"))),
        None,
    )


def _empty(value: Any) -> bool:
    if isinstance(value, str):
        return value.strip().lower() in ("<none>", "none", "")
    return isinstance(value, list) and not texts(value)


def _back_by_symptom(case: Case, argument: Argument) -> bool:
    """Series of the workload or of the symptom's place that are worse, else lines of callers that miss it."""
    for part in case.family(argument.entity):
        bad = case.troubled(part, *SYMPTOMS)
        if bad:
            argument.back(case.fact(bad[0]), 1.0)
            return True
    own = case.own
    if own is not None and case.is_troubled(own) and case.concerns(argument.entity):
        argument.back(case.fact(own), 0.8)
        return True
    pattern = missed_by(case, argument.entity)
    if pattern is not None:
        argument.back(case.fact_of_pattern(pattern), 0.8)
    return pattern is not None

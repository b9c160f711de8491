"""Whether anything of a cluster is not as it should be: its workloads, pods, nodes, Services, claims and events.

A part that is on its way (a pod that has only just started, a completed job, a cordoned node without waiting pods) is
as it should be. Only what was collected can be so: parts without a told state count as not known.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from commander.contract.evidence import PlatformEvent, State
from commander.evidence import moments
from commander.evidence.case import Case
from commander.evidence.cluster.hosts import words_in
from commander.evidence.cluster.nodes import Node, nodes
from commander.evidence.cluster.pods import Pod, pods
from commander.evidence.cluster.reachability import checks
from commander.evidence.cluster.replaced import is_replaced
from commander.evidence.cluster.runs import unfinished
from commander.evidence.cluster.services import services
from commander.evidence.cluster.values import text
from commander.evidence.cluster.workloads import Workload, controllers
from commander.evidence.elsewhere import began, is_elsewhere
from commander.evidence.sentences import short

_RESTARTED_S, _QUIET_S, _STARTING_S, _WARMING_S = 1800.0, 600.0, 300.0, 60.0
_FEW_RESTARTS, _MANY_RESTARTS = 3, 10
_BAD_REASONS = words_in(
    """
    BackOff CrashLoopBackOff Evicted Failed FailedAttachVolume FailedCreate FailedMount FailedScheduling NodeNotReady
    OOMKilling Preempted ProvisioningFailed SystemOOM TaintManagerEviction Unhealthy
    """
)
_UNDONE_BY = {
    "FailedScheduling": words_in("Scheduled"),
    "FailedMount": words_in("SuccessfulMountVolume Started"),
    "FailedAttachVolume": words_in("SuccessfulAttachVolume Started"),
    "FailedCreate": words_in("SuccessfulCreate"),
    "FailedCreatePodSandBox": words_in("Started"),
    "Failed": words_in("Pulled Started"),
    "ProvisioningFailed": words_in("ProvisioningSucceeded"),
    "NodeNotReady": words_in("NodeReady"),
    "FailedGetResourceMetric": words_in("SuccessfulRescale"),
    "FailedComputeMetricsReplicas": words_in("SuccessfulRescale"),
}
"""A warning is over where the platform reports the success of the same thing after it."""
_SILENCES = 5.0
"""What was reported again and again is over after so many of its usual silences."""
_AT_BOTH_ENDS = words_in(
    "Unhealthy ProbeWarning FailedPreStopHook FailedPostStartHook FailedKillPod ExceededGracePeriod"
)
"""What is reported of a pod as it starts or ends: nothing of the pods that took its place."""
HARMLESS = frozenset({"DNSConfigForming", "NodeNotSchedulable", "Rebooted", "InvalidDiskCapacity", "PolicyViolation"})


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """What was collected of a cluster that is as it should be: workloads with all their pods, pods that are ready,
    nodes. `ended`: warnings that are over."""

    workloads: tuple[Workload, ...]
    pods: tuple[Pod, ...]
    nodes: tuple[Node, ...]
    completed: tuple[Pod, ...]
    ended: tuple[PlatformEvent, ...]


_CYCLE_S = 86400.0
"""What ended again and again, the last time within a day, will do so again."""
_ON_PURPOSE = re.compile(
    r"\bunderutili[sz]|\bconsolidat|\bdrift|\bempty node|\bscal(?:e|ed|ing) ?(?:down|in)\b", re.IGNORECASE
)
"""Why a cluster moves its pods by itself."""


@dataclass(frozen=True, slots=True, eq=False)
class Unwell:
    """Something that is not as it should be, by the item that tells it (None: several do)."""

    item: State | PlatformEvent | None
    statement: str


def view(case: Case) -> View | None:
    """The cluster where everything collected of it is well, else None. Use as `case.reading(view)`."""
    own = [pod for pod in case.reading(pods) if not pod.completed and not pod.deleting]
    own = [pod for pod in own if pod.entity not in case.superseded]
    sets = controllers(case)
    if not (own or sets) or any(gap.section in ("state", "events") for gap in case.bundle.gaps or []):
        return None
    if any(not _is_strange(case, one) for one in case.reading(unwell)):
        return None
    bad = [event for event in case.events() if _is_bad(event) and is_over(case, event)]
    done = tuple(pod for pod in case.reading(pods) if pod.completed)
    told = tuple(one for one in sets if one.short_of is not None)
    ready = tuple(pod for pod in own if pod.is_ready)
    return View(told, ready, case.reading(nodes), done, tuple(bad)) if told or ready else None


def _is_strange(case: Case, one: Unwell) -> bool:
    entity = one.item.entity if one.item is not None else None
    return entity is not None and is_elsewhere(case, entity, began(case, entity))


def unwell(case: Case) -> tuple[Unwell, ...]:
    """Everything in view that is not as it should be. Use as `case.reading(unwell)`."""
    return tuple(_unwell(case))


def _unwell(case: Case) -> Iterator[Unwell]:
    for pod in case.reading(pods):
        if pod.entity in case.superseded:
            continue
        if not pod.completed and not pod.deleting and _ill(case, pod):
            yield Unwell(pod.item, f"{pod.name} is not well: {pod.status or pod.phase or 'not ready'}.")
    for one in controllers(case):
        if _lacks(one):
            yield Unwell(one.item, f"{short(one.entity)} has not all of the pods that it wants.")
    for run in unfinished(case):
        yield Unwell(run.item, f"{short(run.item.entity)}, the newest run of {run.schedule}, did not go well.")
    for node in case.reading(nodes):
        if node.ready is not True or node.pressed:
            yield Unwell(node.item, f"Node {node.name} is not ready, or under pressure.")
    yield from _dangling(case)
    for check in case.reading(checks):
        if check.fails:
            yield Unwell(None, "A check of what can be reached fails.")
    for event in case.events():
        if _is_bad(event) and not is_over(case, event):
            yield Unwell(event, f"{event.reason or event.kind} was reported and is not known to be over.")


def _ill(case: Case, pod: Pod) -> bool:
    """Whether a pod does not work, or was restarted of late, or often without that being known to be long ago."""
    if pod.is_ready is False or (pod.is_ready is None and not pod.running):
        return True
    restarts = max([pod.restarts or 0, *(one.restart_count or 0 for one in pod.containers)])
    if not restarts:
        return False
    ends = [one.last_finished for one in pod.containers if one.last_finished is not None]
    if ends and case.now is not None:
        since = case.now - max(ends)
        return since < _RESTARTED_S or (restarts >= _MANY_RESTARTS and since < _CYCLE_S)
    if pod.restarted_ago is not None:
        return pod.restarted_ago < _RESTARTED_S
    return restarts >= _FEW_RESTARTS


def _lacks(one: Workload) -> bool:
    """Whether a workload lacks pods that it wants, or is kept from getting them."""
    if (one.short_of or 0) > 0 or (one.unavailable or 0) > 0:
        return True
    told = one.conditions.get("Progressing")
    stuck = told is not None and (told.status == "False" or told.reason == "DeploymentPaused")
    available = one.conditions.get("Available")
    failing = one.conditions.get("ReplicaFailure")
    return (
        stuck
        or (available is not None and available.status == "False")
        or (failing is not None and failing.status == "True")
    )


def _dangling(case: Case) -> Iterator[Unwell]:
    """Services without anything behind them, and claims that wait."""
    wanted = {case.kin(one.entity) for one in controllers(case) if one.desired == 0}
    for service in case.reading(services):
        if service.selector and service.endpoints == () and case.kin(service.entity) not in wanted:
            yield Unwell(service.item, f"Nothing stands behind service {short(service.entity)}.")
    for item in case.items("pvc", "persistentvolumeclaim"):
        if (text(item.attributes.get("status")) or "").lower() in ("pending", "lost"):
            yield Unwell(item, f"The claim {short(item.entity)} is not bound.")


def _is_bad(event: PlatformEvent) -> bool:
    if event.reason in HARMLESS or _ON_PURPOSE.search(event.message):
        return False
    return event.type in ("warning", "error") or event.reason in _BAD_REASONS


def is_over(case: Case, event: PlatformEvent) -> bool:
    """Whether what an event reports is over: long ago, done well since, or silent for long at a pod that is ready."""
    last = moments.parse_maybe(event.t) or moments.parse_maybe(event.first_t)
    if last is None or case.now is None:
        return False
    if case.is_over(last) or case.now - last > 6 * _QUIET_S or _undone(case, event, last):
        return True
    pod = case.reading(_by_entity).get(event.entity or "")
    if pod is None and (is_replaced(case, event) or _was_a_moment(case, event, last)):
        return True
    if pod is None or pod.is_ready is not True:
        return False
    if event.reason == "FailedScheduling":
        return True  # it was placed since
    if case.now - last >= max(_QUIET_S, _SILENCES * _spacing(event, last)):
        return True
    if pod.started_at is None:
        return False
    within = last - pod.started_at <= _STARTING_S
    return within and event.reason == "Unhealthy" and case.now - last >= _WARMING_S


def _was_a_moment(case: Case, event: PlatformEvent, last: float) -> bool:
    """Whether a probe or a hook failed for a moment at a workload that has all of its pods since."""
    if event.reason not in _AT_BOTH_ENDS or case.now is None or case.now - last < _QUIET_S:
        return False
    whole = [one for one in controllers(case) if one.entity == event.entity]
    return bool(whole) and all(one.short_of == 0 for one in whole)


def _undone(case: Case, event: PlatformEvent, last: float) -> bool:
    """Whether the platform reported the success of the same thing later."""
    successes = _UNDONE_BY.get(event.reason)
    if successes is None or event.entity is None:
        return False
    later = [one for one in case.events(event.entity, *sorted(successes)) if one.entity == event.entity]
    return any((moments.parse_maybe(one.t) or 0.0) >= last for one in later)


def _spacing(event: PlatformEvent, last: float) -> float:
    """How long it usually was from one report to the next."""
    begun = moments.parse_maybe(event.first_t)
    times = (event.count or 1) - 1
    return 0.0 if begun is None or times < 1 else (last - begun) / times


def _by_entity(case: Case) -> dict[str, Pod]:
    return {one.entity: one for one in case.reading(pods)}

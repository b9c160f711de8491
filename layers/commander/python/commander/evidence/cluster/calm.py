"""Whether anything of a cluster is not as it should be: its workloads, pods, nodes, Services, claims and events.

A part that is on its way (a pod that has only just started, a completed job, a cordoned node without waiting pods) is
as it should be. Only what was collected can be so: parts without a told state count as not known.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from commander.contract.evidence import PlatformEvent
from commander.evidence import moments
from commander.evidence.case import Case
from commander.evidence.cluster.hosts import words_in
from commander.evidence.cluster.nodes import Node, nodes
from commander.evidence.cluster.pods import Pod, pods
from commander.evidence.cluster.reachability import checks
from commander.evidence.cluster.services import services
from commander.evidence.cluster.values import text
from commander.evidence.cluster.workloads import Workload, controllers

_RESTARTED_S, _QUIET_S, _STARTING_S, _WARMING_S = 1800.0, 600.0, 300.0, 60.0
_FEW_RESTARTS = 3
_BAD_REASONS = words_in(
    """
    BackOff CrashLoopBackOff Evicted Failed FailedAttachVolume FailedCreate FailedMount FailedScheduling NodeNotReady
    OOMKilling Preempted ProvisioningFailed SystemOOM TaintManagerEviction Unhealthy
    """
)
_HARMLESS = frozenset({"DNSConfigForming", "NodeNotSchedulable", "Rebooted", "InvalidDiskCapacity", "PolicyViolation"})


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """What was collected of a cluster that is as it should be: workloads with all their pods, pods that are ready,
    nodes. `ended`: warnings that are over."""

    workloads: tuple[Workload, ...]
    pods: tuple[Pod, ...]
    nodes: tuple[Node, ...]
    completed: tuple[Pod, ...]
    ended: tuple[PlatformEvent, ...]


def view(case: Case) -> View | None:
    """The cluster where everything collected of it is well, else None. Use as `case.reading(view)`."""
    own = [pod for pod in case.reading(pods) if not pod.completed and not pod.deleting]
    own = [pod for pod in own if pod.entity not in case.superseded]
    sets = controllers(case)
    listed = case.reading(nodes)
    if not (own or sets) or any(gap.section in ("state", "events") for gap in case.bundle.gaps or []):
        return None
    if any(_ill(case, pod) for pod in own) or any(_lacks(one) for one in sets):
        return None
    if any(node.ready is not True or node.pressed for node in listed):
        return None
    if any(_dangling(case)) or any(check.fails for check in case.reading(checks)):
        return None
    bad = [event for event in case.events() if _is_bad(event)]
    if any(not _is_over(case, event) for event in bad):
        return None
    done = tuple(pod for pod in case.reading(pods) if pod.completed)
    told = tuple(one for one in sets if one.short_of is not None)
    ready = tuple(pod for pod in own if pod.is_ready)
    return View(told, ready, listed, done, tuple(bad)) if told or ready else None


def _ill(case: Case, pod: Pod) -> bool:
    """Whether a pod does not work, or was restarted of late, or often without that being known to be long ago."""
    if pod.is_ready is False or (pod.is_ready is None and not pod.running):
        return True
    restarts = max([pod.restarts or 0, *(one.restart_count or 0 for one in pod.containers)])
    if not restarts:
        return False
    ends = [one.last_finished for one in pod.containers if one.last_finished is not None]
    if ends and case.now is not None:
        return case.now - max(ends) < _RESTARTED_S
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


def _dangling(case: Case) -> Iterator[bool]:
    """Services without anything behind them, and claims that wait."""
    wanted = {case.kin(one.entity) for one in controllers(case) if one.desired == 0}
    for service in case.reading(services):
        yield bool(service.selector) and service.endpoints == () and case.kin(service.entity) not in wanted
    for item in case.items("pvc", "persistentvolumeclaim"):
        yield (text(item.attributes.get("status")) or "").lower() in ("pending", "lost")


def _is_bad(event: PlatformEvent) -> bool:
    if event.reason in _HARMLESS:
        return False
    return event.type in ("warning", "error") or event.reason in _BAD_REASONS


def _is_over(case: Case, event: PlatformEvent) -> bool:
    """Whether what an event reports is over: long ago, or the pod was starting then and is ready since."""
    last = moments.parse_maybe(event.t) or moments.parse_maybe(event.first_t)
    if last is None or case.now is None:
        return False
    if case.is_over(last) or case.now - last > 6 * _QUIET_S:
        return True
    pod = case.reading(_by_entity).get(event.entity or "")
    if pod is None or pod.is_ready is not True or pod.started_at is None:
        return False
    within = last - pod.started_at <= _STARTING_S
    return within and (case.now - last >= _QUIET_S or (event.reason == "Unhealthy" and case.now - last >= _WARMING_S))


def _by_entity(case: Case) -> dict[str, Pod]:
    return {one.entity: one for one in case.reading(pods)}

"""What of a cluster is not as it should be by its own state: pods, workloads, runs, nodes, Services, claims, checks.

A part that is on its way (a pod that has only just started, a completed job, a cordoned node without waiting pods) is
as it should be. Only what was collected can be so: parts without a told state count as not known.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from commander.contract.evidence import PlatformEvent, State
from commander.evidence.case import Case
from commander.evidence.cluster.nodes import nodes
from commander.evidence.cluster.pods import Pod, pods
from commander.evidence.cluster.reachability import checks
from commander.evidence.cluster.runs import unfinished
from commander.evidence.cluster.services import services
from commander.evidence.cluster.values import text
from commander.evidence.cluster.workloads import Workload, controllers
from commander.evidence.elsewhere import began, is_elsewhere
from commander.evidence.sentences import short

_RESTARTED_S, _CYCLE_S = 1800.0, 86400.0
"""A restart so long ago is over; what ended again and again, the last time within a day, will do so again."""
_FEW_RESTARTS, _MANY_RESTARTS = 3, 10
_OF_RESTARTS = re.compile(r"restart|crash|back-?off|flapping", re.IGNORECASE)
_WELL_ENDED = frozenset({"", "completed"})


@dataclass(frozen=True, slots=True, eq=False)
class Unwell:
    """Something that is not as it should be, by the item that tells it (None: several do)."""

    item: State | PlatformEvent | None
    statement: str


def ill(case: Case) -> tuple[Unwell, ...]:
    """Every part that is not well by its state. Use as `case.reading(ill)`."""
    return tuple(_all_ill(case))


def is_strange(case: Case, one: Unwell) -> bool:
    """Whether it is of something that has nothing to do with the incident."""
    entity = one.item.entity if one.item is not None else None
    return entity is not None and is_elsewhere(case, entity, began(case, entity))


def _all_ill(case: Case) -> Iterator[Unwell]:
    for pod in case.reading(pods):
        if pod.entity in case.superseded:
            continue
        if not pod.completed and not pod.deleting and _ill(case, pod) and not _is_left_over(case, pod):
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
    asked = _OF_RESTARTS.search(case.bundle.incident.title) is not None
    return restarts >= _FEW_RESTARTS and (asked or not _is_whole(pod))


def _is_whole(pod: Pod) -> bool:
    """Whether it runs and takes traffic, and none of its containers waits or ended with an error: restarts of which no
    time is told may be as old as the pod."""
    ends = [one.ended_with for one in pod.containers]
    ended_ill = any(code not in (None, 0) or (reason or "").lower() not in _WELL_ENDED for reason, code in ends)
    waits = any(one.waiting_reason is not None for one in pod.containers)
    return pod.running and pod.is_ready is True and not ended_ill and not waits


def _is_left_over(case: Case, pod: Pod) -> bool:
    """Whether a pod has ended for good, long ago or while its workload has all that it wants: nobody removed it yet."""
    if (pod.phase or "").lower() != "failed":
        return False
    owners = [one for one in controllers(case) if case.kin(one.entity) == case.kin(pod.entity)]
    if owners:
        return all(one.short_of == 0 and not one.unavailable for one in owners)
    return pod.started_at is not None and case.now is not None and case.now - pod.started_at > _CYCLE_S


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

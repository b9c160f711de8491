"""The scheduler is stopped: new pods stay pending and nothing is said about why.

Predicts: the scheduler's service or static pod does not run, pods are pending without a single word of a scheduler.
Contradicted by: the scheduler placing or refusing pods since then.
"""

from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.cluster.nodes import nodes
from commander.evidence.cluster.pods import Pod, pods
from commander.evidence.mechanisms.cluster.components import Component, component
from commander.evidence.mechanisms.cluster.hosts import last
from commander.evidence.mechanisms.cluster.unplaced import unplaced, waits
from commander.evidence.moments import spell
from commander.evidence.sentences import short


def argue(case: Case) -> Iterator[Argument]:
    """At most one argument: about the node that the scheduler belongs on."""
    found = component(case, "kube-scheduler", "scheduler")
    silent = _silent(case)
    if found.failing or silent:
        argument = _argument(case, found, silent)
        if argument is not None:
            yield argument


def _argument(case: Case, found: Component, silent: list[Pod]) -> Argument | None:
    place = found.place or _place(case, silent)
    if place is None:
        return None
    argument = Argument("control_plane.scheduler_down", place, f"The scheduler on {short(place)} is stopped.")
    found.weigh(argument)
    _weigh_silence(case, silent, argument, found)
    working = [one for one in case.events(None, "Scheduled", "FailedScheduling") if one.source != "kubelet"]
    newest = working[-1] if working else None
    since = min((pod.started_at for pod in silent if pod.started_at is not None), default=None)
    at = last(newest) if newest is not None else None
    works = at is not None and (at > since if since is not None else not found.direct)
    if newest is not None and works:
        argument.oppose(case.fact_of_event(newest), 3.0)
    if found.fine is not None and not found.failing:
        argument.oppose(found.fine, 3.0)
    for one in case.troubled(case.resource)[:1]:
        argument.back(case.fact(one), 0.5)
    return argument


def _silent(case: Case) -> list[Pod]:
    """Pods that wait for a node and about which no scheduler said anything."""
    told = {pod.entity for one in case.reading(unplaced) if one.said for pod in one.pods}
    workloads = {one.workload for one in case.reading(unplaced) if one.said}
    named = {
        event.entity for event in case.events(None, "FailedScheduling", "FailedCreate") if event.entity is not None
    }
    kin = {case.kin(entity) for entity in named}
    return [
        pod
        for pod in case.reading(pods)
        if waits(pod)
        and pod.entity not in told
        and pod.workload not in workloads
        and "PodScheduled" not in pod.conditions
        and case.kin(pod.entity) not in kin
    ]


def _weigh_silence(case: Case, silent: list[Pod], argument: Argument, found: Component) -> None:
    for place, pod in enumerate(silent[:2]):
        since = f" since {spell(pod.started_at)}" if pod.started_at is not None else ""
        statement = f"{pod.name} is Pending{since}, has no node, and no condition says why."
        argument.back(case.fact_of_state(pod.item, statement), (1.5 if place == 0 else 0.7))
    if silent and case.bundle.events:
        names = ", ".join(pod.name for pod in silent[:3])
        statement = f"No scheduler reported anything about {names} among the events collected."
        argument.back(case.absence(argument.entity, statement, "events"), 1.7 if len(silent) > 1 else 1.3)
    if silent and not found.direct:
        argument.lack("the state of the scheduler's pod or service", 0.3)


def _place(case: Case, silent: list[Pod]) -> str | None:
    """The node of the control plane where there is one; else that of its static pods."""
    listed = sorted(node.entity for node in case.reading(nodes) if node.control_plane)
    clusters = sorted(
        entity for entity in case.entities if entity.partition("/")[0] in ("cluster", "eks", "gke", "aks")
    )
    return next(iter([*listed, *clusters]), None) if silent else None

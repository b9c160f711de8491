"""Pods that no node has taken: which workloads have them, and what was said about it that still holds."""

from dataclasses import dataclass

from commander.evidence import moments
from commander.evidence.case import Case
from commander.evidence.cluster.pods import Pod, pods, workload_of
from commander.evidence.cluster.refusals import Refusal, refusal
from commander.evidence.mechanisms.cluster.reports import Report, reports


@dataclass(frozen=True, slots=True, eq=False)
class Unplaced:
    """A workload with pods that wait for a node. `said`: the scheduler's words about them, the newest first."""

    workload: str
    pods: tuple[Pod, ...]
    said: tuple[tuple[Report, Refusal], ...]

    @property
    def newest(self) -> Refusal | None:
        """The newest refusal that gives reasons."""
        return next((one for _, one in self.said if one.reasons), None)


def unplaced(case: Case) -> tuple[Unplaced, ...]:
    """The workloads that have such pods, by name. Use as `case.reading(unplaced)`."""
    waiting: dict[str, list[Pod]] = {}
    said: dict[str, list[tuple[Report, Refusal]]] = {}
    known = {pod.entity: pod for pod in case.reading(pods)}
    for pod in known.values():
        if waits(pod):
            waiting.setdefault(pod.workload, []).append(pod)
    placed = _placed(case)
    for report in case.reading(reports):
        found = refusal(report.message)
        if found is None:
            continue
        placed_at = placed.get(report.place)
        if placed_at is not None and (report.last is None or placed_at >= report.last):
            continue
        own = known.get(report.place)
        if own is not None and not waits(own):
            continue
        if own is None and report.source == "event" and _replaced(case, report, waiting):
            continue
        workload = own.workload if own is not None else workload_of(case, report.entity)
        said.setdefault(workload, []).append((report, found))
    return tuple(
        Unplaced(
            workload,
            tuple(waiting.get(workload, ())),
            tuple(sorted(said.get(workload, ()), key=lambda pair: _newest_first(pair[0]))),
        )
        for workload in sorted({*waiting, *said})
    )


def waits(pod: Pod) -> bool:
    """Whether a pod waits for a node."""
    scheduled = pod.conditions.get("PodScheduled")
    if pod.completed or pod.deleting or pod.node is not None:
        return False
    if scheduled is not None and scheduled.status == "True":
        return False
    return (pod.phase or pod.status or "").lower() == "pending" or (
        scheduled is not None and scheduled.status == "False"
    )


def _placed(case: Case) -> dict[str, float]:
    """When a pod was last given to a node, by pod."""
    found: dict[str, float] = {}
    for event in case.events(None, "Scheduled"):
        moment = moments.parse_maybe(event.t)
        if event.entity is not None and moment is not None:
            found[event.entity] = max(moment, found.get(event.entity, 0.0))
    return found


def _replaced(case: Case, report: Report, waiting: dict[str, list[Pod]]) -> bool:
    """Whether the report is about a pod that is gone, of a workload whose listed pods all have a node."""
    listed = [pod for pod in case.reading(pods) if case.kin(pod.entity) == case.kin(report.place)]
    return bool(listed) and report.entity not in waiting and report.place.startswith("pod/")


def _newest_first(report: Report) -> tuple[float, str, str]:
    return -(report.last or 0.0), report.place, report.message

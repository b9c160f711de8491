"""Pods that no node has taken: which workloads have them, and what was said about it that still holds."""

import re
from dataclasses import dataclass

from commander.evidence import moments
from commander.evidence.case import Case
from commander.evidence.cluster.pods import Pod, pods, pods_of, workload_of
from commander.evidence.cluster.refusals import Refusal, refusal
from commander.evidence.mechanisms.cluster.reports import Report, reports

_PLACING = "nodes are available"
_SCHEDULERS = re.compile(r"sched|autoscaler|karpenter|control-?plane|kube-system|^node/|^namespace/")
_NAMED = re.compile(r"\bpods?[=: ]+[\"'\\]*((?:[a-z0-9-]+/)?[a-z0-9][a-z0-9.-]*)", re.IGNORECASE)
_KINDS = ("deployment/", "statefulset/", "daemonset/", "service/")


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
        found = refusal(_whole(case, report))
        if found is None:
            continue
        if report.source == "log" and _NAMED.search(report.message) is None and not _SCHEDULERS.search(report.place):
            continue  # what has no node writes no log: such words in a thing's own lines are not a scheduler's
        place = _place(case, report)
        placed_at = placed.get(place)
        if placed_at is not None and (report.last is None or placed_at >= report.last):
            continue
        own = known.get(place)
        if own is not None and not waits(own):
            continue
        if own is None and report.source == "event" and _replaced(case, report, waiting):
            continue
        workload = own.workload if own is not None else _workload(case, place)
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
    return report.place.startswith("pod/") and report.entity not in waiting and bool(pods_of(case, report.place))


def _whole(case: Case, report: Report) -> str:
    """The message; of a log line that was cut, all of it."""
    if report.source != "log" or "nodes are available" not in report.message:
        return report.message
    lines = case.reading(_placing_lines)
    found = sorted(lines[ref] for ref in report.fact().source_ref if ref in lines)
    return found[0] if found else report.message


def _placing_lines(case: Case) -> dict[str, str]:
    return {line.id: line.message for line in case.bundle.logs if _PLACING in line.message}


def _place(case: Case, report: Report) -> str:
    """The pod that the words are about: a scheduler's own log names it."""
    if report.source != "log":
        return report.place
    found = _NAMED.search(report.message)
    return f"pod/{found[1].rpartition('/')[2]}" if found is not None else report.place


def _workload(case: Case, place: str) -> str:
    """The workload of a pod, also of one that nothing but its name tells of."""
    if place in case.entities:
        return workload_of(case, place)
    name = place.partition("/")[2]
    for kind in _KINDS:
        for end in range(len(name) - 1, -1, -1):
            if name[end] == "-" and f"{kind}{name[:end]}" in case.entities:
                return f"{kind}{name[:end]}"
    return place


def _newest_first(report: Report) -> tuple[float, str, str]:
    return -(report.last or 0.0), report.place, report.message

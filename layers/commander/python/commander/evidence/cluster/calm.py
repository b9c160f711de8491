"""Whether anything of a cluster is not as it should be: its parts by their state, and what was reported and goes on."""

from collections.abc import Iterator
from dataclasses import dataclass

from commander.contract.evidence import PlatformEvent
from commander.evidence.case import Case
from commander.evidence.cluster.ill import Unwell, ill, is_strange
from commander.evidence.cluster.nodes import Node, nodes
from commander.evidence.cluster.over import is_bad, is_over
from commander.evidence.cluster.pods import Pod, pods
from commander.evidence.cluster.workloads import Workload, controllers


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
    if not (own or sets) or any(gap.section in ("state", "events") for gap in case.bundle.gaps or []):
        return None
    if any(not is_strange(case, one) for one in case.reading(unwell)):
        return None
    bad = [event for event in case.events() if is_bad(event) and is_over(case, event)]
    done = tuple(pod for pod in case.reading(pods) if pod.completed)
    told = tuple(one for one in sets if one.short_of is not None)
    ready = tuple(pod for pod in own if pod.is_ready)
    return View(told, ready, case.reading(nodes), done, tuple(bad)) if told or ready else None


def unwell(case: Case) -> tuple[Unwell, ...]:
    """Everything in view that is not as it should be. Use as `case.reading(unwell)`."""
    return tuple(_unwell(case))


def _unwell(case: Case) -> Iterator[Unwell]:
    yield from case.reading(ill)
    for event in case.events():
        if is_bad(event) and not is_over(case, event):
            yield Unwell(event, f"{event.reason or event.kind} was reported and is not known to be over.")

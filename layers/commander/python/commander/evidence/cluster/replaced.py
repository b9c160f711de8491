"""What was reported of pods that are gone: over where others took their place, and none of them went the same way."""

from collections.abc import Sequence

from commander.contract.evidence import PlatformEvent
from commander.evidence import moments
from commander.evidence.case import Case
from commander.evidence.cluster.hosts import words_in
from commander.evidence.cluster.pods import pods
from commander.evidence.cluster.workloads import Workload, controllers
from commander.evidence.sentences import short

_OF_NODES = words_in("Evicted OOMKilling Preempted Preempting SystemOOM TaintManagerEviction")
"""What is done to pods because a node or a more important pod wants room: it may well be done to the next one."""
_QUIET_S, _SILENCES = 600.0, 5.0


def is_replaced(case: Case, event: PlatformEvent) -> bool:
    """Whether an event is of a pod that is gone, whose workload has all of its pods, ready, and has been quiet."""
    entity, now = event.entity or "", case.now
    if not entity.startswith("pod/") or now is None:
        return False
    if event.reason in _OF_NODES and event.type in ("warning", "error"):
        return False
    owner = _owner(case, short(entity))
    if owner is None or not _is_whole(case, owner):
        return False
    known = {pod.entity for pod in case.reading(pods)}
    alike = [
        moment
        for one in case.events(None, event.reason)
        if (one.entity or "").startswith(f"pod/{owner.name}-")
        and one.entity not in known
        and (moment := moments.parse_maybe(one.t)) is not None
    ]
    return bool(alike) and now - max(alike) >= max(_QUIET_S, _SILENCES * _spacing(alike))


def _owner(case: Case, pod: str) -> Workload | None:
    """The workload that a pod's name begins with, the longest name first."""
    found = [one for one in controllers(case) if pod.startswith(f"{one.name}-")]
    return max(found, key=lambda one: (len(one.name), one.entity), default=None)


def _is_whole(case: Case, owner: Workload) -> bool:
    """Whether the workload's own state says that it has all pods, and those in view are ready."""
    if owner.short_of is None or owner.short_of > 0 or not owner.desired:
        return False
    mine = [pod for pod in case.reading(pods) if case.kin(pod.entity) == case.kin(owner.entity) and not pod.completed]
    return bool(mine) and all(pod.is_ready for pod in mine if not pod.deleting)


def _spacing(times: Sequence[float]) -> float:
    """How long it usually was from one report to the next, where there were more than a few."""
    several = sorted(set(times))
    return (several[-1] - several[0]) / (len(several) - 1) if len(several) > 2 else 0.0

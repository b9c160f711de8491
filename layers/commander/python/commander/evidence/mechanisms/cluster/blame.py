"""Which of the scheduler's reasons is the one at fault, where it names several."""

import math
import re

from commander.evidence.case import Case
from commander.evidence.cluster import refusals as why
from commander.evidence.cluster.nodes import CONTROL_PLANE, nodes
from commander.evidence.cluster.placement import matches_selector
from commander.evidence.cluster.refusals import Reason, Refusal
from commander.evidence.cluster.wishes import Wishes

_RANK = {
    why.ANTI_AFFINITY: 2.0,
    why.CORDON: 1.6,
    why.CPU: 1.4,
    why.MEMORY: 1.4,
    why.DEVICE: 1.4,
    why.PODS: 1.4,
    why.PORTS: 1.2,
    why.VOLUME_COUNT: 1.2,
}
"""Log odds of being at fault where several reasons are named, for every node; 0 for selectors, affinity and taints.

The scheduler asks for labels and taints, then ports and room, and the neighbours last, and stops at a node's first no:
a node that is named for a later one passed those before. Pools are kept apart on purpose, a cordon is unusual."""
_POOL = re.compile(r"gpu|dedicated|pool|team|tenant|spot|windows|arm|batch|workload", re.IGNORECASE)
_OF_POOL = -0.7
_NO_LABEL, _NEVER = "missing required label", 1.5
"""Nodes without the label that pods are to be spread over never take any, whatever becomes of the others."""


def shares_of(case: Case, said: Refusal, wanted: Wishes, workload: str) -> dict[str, float]:
    """How probable each of the named reasons is the one at fault."""
    telling = [reason for reason in said.reasons if not _ordinary(reason)] or list(said.reasons)
    odds: dict[str, float] = {}
    for reason in telling:
        for kind, share in _kinds(case, reason, wanted, workload).items():
            odds[kind] = odds.get(kind, 0.0) + share * _odds(kind, reason)
    total = sum(odds.values())
    return {kind: one / total for kind, one in odds.items()} if total else {}


def _odds(kind: str, reason: Reason) -> float:
    if kind == why.ANTI_AFFINITY and _NO_LABEL in reason.text.lower():
        return math.exp(_RANK[kind] + _NEVER) * (reason.count or 1)
    if kind in _RANK:
        return math.exp(_RANK[kind]) * (reason.count or 1)
    return math.exp(_OF_POOL) if kind == why.TAINT and _POOL.search(reason.about or "") else 1.0


def _ordinary(reason: Reason) -> bool:
    """Whether it is the taint of the control plane, which keeps every ordinary pod away."""
    return reason.kind == why.TAINT and (reason.about or "").partition("=")[0] in CONTROL_PLANE


def _kinds(case: Case, reason: Reason, wanted: Wishes, workload: str) -> dict[str, float]:
    """What a reason stands for: newer schedulers name selector and affinity in one breath."""
    if reason.kind not in (why.SELECTOR_OR_AFFINITY, why.SELECTOR, why.AFFINITY):
        return {reason.kind: 1.0}
    selects, prefers = bool(wanted.selector), wanted.affinity_named
    if not selects and not prefers:
        selects, prefers = _changed_to(case, workload)
    if selects and prefers:
        fit = matches_selector(wanted, case.reading(nodes)) if wanted.selector else None
        return {why.SELECTOR: 0.9, why.AFFINITY: 0.1} if fit == [] else {why.SELECTOR: 0.4, why.AFFINITY: 0.6}
    if selects or prefers:
        return {why.SELECTOR: 1.0} if selects else {why.AFFINITY: 1.0}
    selector = {why.SELECTOR: 0.7, why.AFFINITY: 0.3, why.SELECTOR_OR_AFFINITY: 0.55}[reason.kind]
    return {why.SELECTOR: selector, why.AFFINITY: 1.0 - selector}


def _changed_to(case: Case, workload: str) -> tuple[bool, bool]:
    """Whether a change of the workload is about a node selector, and whether about node affinity."""
    family = frozenset(case.family(workload))
    said = " ".join(
        f"{change.action} {change.details}" for change in case.bundle.changes if change.entity in family
    ).lower()
    return "nodeselector" in said.replace("_", ""), "nodeaffinity" in said.replace("_", "")

"""No node takes a pod: which of the things that keep nodes away is the one at fault.

The scheduler names a reason for every node, and most of them are always there (the control plane's taint, other pools).
At fault is what keeps away the nodes that the pod would otherwise go to. Predicts: the pod is pending, and the listed
nodes fail the test that is named. Contradicted by: a listed node that passes it.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.cluster import refusals as why
from commander.evidence.cluster.nodes import Node, nodes
from commander.evidence.cluster.placement import Screening, foreign_taints, lacking, matches_selector, screen
from commander.evidence.cluster.refusals import Reason, Refusal
from commander.evidence.cluster.wishes import Wishes, wishes
from commander.evidence.facts import Fact
from commander.evidence.mechanisms.cluster.blame import shares_of
from commander.evidence.mechanisms.cluster.growth import refused_growth
from commander.evidence.mechanisms.cluster.screened import about_screening
from commander.evidence.mechanisms.cluster.standing import weigh_standing
from commander.evidence.mechanisms.cluster.unplaced import Unplaced, unplaced
from commander.evidence.moments import parse_maybe
from commander.evidence.sentences import short

CAUSES = {
    why.CORDON: "k8s.scheduling.node_cordoned",
    why.SELECTOR: "k8s.scheduling.node_selector_mismatch",
    why.AFFINITY: "k8s.scheduling.node_affinity_mismatch",
    why.VOLUME_PLACE: "k8s.scheduling.node_affinity_mismatch",
    why.ANTI_AFFINITY: "k8s.scheduling.anti_affinity_conflict",
    why.TAINT: "k8s.scheduling.taint_not_tolerated",
    why.CPU: "k8s.scheduling.insufficient_cpu",
    why.MEMORY: "k8s.scheduling.insufficient_memory",
    why.DEVICE: "k8s.scheduling.insufficient_gpu",
    why.PODS: "k8s.scheduling.too_many_pods",
    why.VOLUME_COUNT: "k8s.scheduling.too_many_pods",
    why.PORTS: "k8s.container.port_conflict",
}
_SUMMARIES = {
    why.CORDON: "the nodes that it could go to are marked unschedulable",
    why.SELECTOR: "no node carries the labels that it selects",
    why.AFFINITY: "no node satisfies its node affinity",
    why.VOLUME_PLACE: "its volume is where no node can take it",
    why.ANTI_AFFINITY: "anti-affinity or spread rules leave no node",
    why.TAINT: "nodes carry a taint that it does not tolerate",
    why.CPU: "no node has enough free CPU",
    why.MEMORY: "no node has enough free memory",
    why.DEVICE: "no node offers the accelerator that it asks for",
    why.PODS: "nodes are at their limit of pods",
    why.VOLUME_COUNT: "nodes are at their limit of volumes",
    why.PORTS: "the port of the host that it asks for is taken on every node",
}
_OF_NODES = frozenset({why.CORDON, why.TAINT, why.CPU, why.MEMORY, why.DEVICE, why.PODS})
"""What nodes lack rather than one workload demands: it leaves pods of several workloads waiting."""
_OF_VOLUMES = (why.UNBOUND, why.CLAIM_MISSING, why.NO_VOLUME)
_GROWN = frozenset({*why.ROOM, why.DEVICE, why.PODS})
"""What another node would have."""
_QUOTA = "aws.service_quota_exceeded"
_SAID, _SEEN = 4.5, 4.0
_SURE = 0.7


@dataclass(frozen=True, slots=True, eq=False)
class _Finding:
    """What keeps the pods of one workload from a node: the shares of the possible kinds, and the state that tells."""

    waiting: Unplaced
    shares: dict[str, float]
    wanted: Wishes
    screening: Screening

    @property
    def kind(self) -> str:
        """The most probable kind."""
        return min(self.shares, key=lambda kind: (-self.shares[kind], kind))


def argue(case: Case) -> Iterator[Argument]:
    """Arguments about every workload with pods that wait for a node; what nodes lack is argued once."""
    findings = [found for one in case.reading(unplaced) if (found := _finding(case, one)) is not None]
    shared: dict[str, list[_Finding]] = {}
    for found in findings:
        if found.kind in _OF_NODES:
            shared.setdefault(found.kind, []).append(found)
        else:
            yield from _arguments(case, found, ())
    for kind in sorted(shared):
        lead, *others = sorted(shared[kind], key=lambda found: _nearest_first(case, found.waiting))
        yield from _arguments(case, lead, others)


def _finding(case: Case, waiting: Unplaced) -> _Finding | None:
    pod = waiting.pods[0] if waiting.pods else None
    wanted = wishes(case, pod, waiting.workload)
    listed = case.reading(nodes)
    screening = screen(case, wanted, listed) if listed and pod is not None else Screening(None, ())
    screening = _mostly_cordoned(case, wanted, listed, screening)
    screening = _kept_from_devices(case, wanted, listed, screening)
    said = waiting.newest
    if said is not None and said.of(*_OF_VOLUMES):
        return None  # its claims are what keeps it waiting
    shares = shares_of(case, said, wanted, waiting.workload) if said is not None else {}
    if not shares and screening.kind is not None:
        shares = {screening.kind: 1.0}
    elif screening.kind in shares and len(shares) > 1:
        shares = {kind: share * (8.0 if kind == screening.kind else 1.0) for kind, share in shares.items()}
        shares = {kind: share / sum(shares.values()) for kind, share in shares.items()}
    shares = {kind: share for kind, share in shares.items() if kind in CAUSES}
    return _Finding(waiting, shares, wanted, screening) if shares else None


def _mostly_cordoned(case: Case, wanted: Wishes, listed: Sequence[Node], screening: Screening) -> Screening:
    """Where room is what is missing while as many nodes that have it are cordoned, the cordon is what is missing."""
    if screening.kind not in why.ROOM:
        return screening
    fit = matches_selector(wanted, listed) if wanted.selector else list(listed)
    cordoned = [
        node
        for node in fit or ()
        if node.unschedulable and not node.control_plane and node.ready is not False and not lacking(case, wanted, node)
    ]
    return Screening(why.CORDON, tuple(cordoned)) if len(cordoned) >= len(screening.nodes) else screening


def _kept_from_devices(case: Case, wanted: Wishes, listed: Sequence[Node], screening: Screening) -> Screening:
    """Where only nodes that keep the pod away offer the device at all, and have it free, they are what is missing."""
    if screening.kind != why.DEVICE:
        return screening
    device = screening.detail
    if any(node.allocatable.devices.get(device) for node in screening.nodes):
        return screening
    fit = matches_selector(wanted, listed) if wanted.selector else list(listed)
    having = [
        one for one in fit or () if one.allocatable.devices.get(device) and device not in lacking(case, wanted, one)
    ]
    tainted = [node for node in having if foreign_taints(wanted, node)]
    cordoned = [node for node in having if node.unschedulable and node not in tainted]
    if tainted:
        return Screening(why.TAINT, tuple(tainted), str(foreign_taints(wanted, tainted[0])[0]))
    return Screening(why.CORDON, tuple(cordoned)) if cordoned else screening


def _arguments(case: Case, found: _Finding, others: Sequence[_Finding]) -> Iterator[Argument]:
    """The most probable kind and at most two rivals that the words leave open."""
    for kind in sorted(found.shares, key=lambda kind: (-found.shares[kind], kind))[:3]:
        share = found.shares[kind]
        if share >= 0.02 and (share > 0.1 or kind == found.kind):
            argument = _argument(case, found, kind, others if kind == found.kind else ())
            yield from _not_grown(case, found.waiting, kind, argument)
            yield argument


def _not_grown(case: Case, waiting: Unplaced, kind: str, argument: Argument) -> Iterator[Argument]:
    """Where more nodes were ordered and a quota refuses them, that is why there is no room."""
    refused = refused_growth(case, waiting) if kind in _GROWN else []
    if not refused:
        return
    first = refused[0]
    quota = Argument(_QUOTA, first.entity, f"A quota refuses {short(first.entity)} the nodes that pods wait for.")
    for place, one in enumerate(refused[:2]):
        quota.back(one.fact, 0.7 if place else 3.0)
    for fact in _pending(case, waiting):
        quota.back(fact, 1.5)
    quota.direct = argument.direct
    argument.oppose(first.fact, 4.0)
    argument.direct = False
    yield quota


def _argument(case: Case, found: _Finding, kind: str, others: Sequence[_Finding]) -> Argument:
    waiting, share = found.waiting, found.shares[kind]
    summary = f"No node takes {short(waiting.workload)}: {_SUMMARIES[kind]}."
    argument = Argument(CAUSES[kind], waiting.workload, summary)
    discount = -math.log(share)
    seen = about_screening(case, found.screening, found.wanted) if waiting.pods else None
    if not found.screening.looked:
        argument.lack(f"whether what {short(waiting.workload)} asks of nodes is there: so many pods were not compared")
    said = _said(case, waiting, kind)
    for place, fact in enumerate(said):
        argument.back(fact, max(0.5, _SAID - discount) if place == 0 else 0.7)
    if seen is not None:
        if found.screening.kind == kind or CAUSES.get(found.screening.kind or "") == argument.cause:
            argument.back(seen, 2.0 if said else _SEEN)
        elif said and share < _SURE and found.screening.kind in CAUSES:
            argument.oppose(seen, 2.0)
    if kind in (why.VOLUME_COUNT, why.PORTS):
        argument.lack("which pods take up what the nodes have", 1.5)
    argument.direct = share >= _SURE and kind not in (why.VOLUME_COUNT, why.PORTS) and bool(said or seen)
    if share < _SURE:
        argument.lack(_deciding(kind), 0.0)
    _weigh_pods(case, waiting, argument)
    _weigh_nodes(case, waiting, kind, argument, alone=kind == found.kind)
    for other in others[:2]:
        for fact in (*_said(case, other.waiting, kind), *_pending(case, other.waiting))[:1]:
            argument.back(fact, 0.5)
    firsts = [report.first for report, _ in waiting.said]
    weigh_standing(case, argument, firsts)
    return argument


def _said(case: Case, waiting: Unplaced, kind: str) -> list[Fact]:
    """The newest words that name the kind, and one more place where they stand."""
    matching = {kind}
    if kind in (why.SELECTOR, why.AFFINITY):
        matching = {why.SELECTOR, why.AFFINITY, why.SELECTOR_OR_AFFINITY}
    found: dict[str, Fact] = {}
    for report, one in waiting.said:
        reasons = one.of(*matching)
        if reasons:
            fact = _telling(case, report.fact(), waiting.workload, one, reasons)
            found.setdefault(fact.id, fact)
    return list(found.values())[:2]


def _telling(case: Case, fact: Fact, workload: str, said: Refusal, reasons: Sequence[Reason]) -> Fact:
    """The fact, or where its quotation ends before the reason one that gives the reason."""
    reason = reasons[0]
    if reason.text in fact.statement:
        return fact
    many = f"{reason.count} of {said.nodes} nodes" if reason.count is not None and said.nodes else "the nodes"
    who = short(fact.entity) if fact.kind == "event" and fact.entity else short(workload)
    statement = f'The scheduler found no node for {who}; its reason for {many}: "{reason.text[:140]}".'
    return case.ledger.state(
        fact.kind, fact.entity, statement, fact.source_ref, start=fact.start, end=fact.end, value=fact.value
    )


def _pending(case: Case, waiting: Unplaced) -> list[Fact]:
    return [
        case.fact_of_state(pod.item, f"{pod.name} is {pod.phase or pod.status or 'waiting'} and has no node.")
        for pod in waiting.pods[:1]
    ]


def _weigh_pods(case: Case, waiting: Unplaced, argument: Argument) -> None:
    for fact in _pending(case, waiting):
        argument.back(fact, 1.0)
    for event in case.events(waiting.workload, "NotTriggerScaleUp")[:1]:
        argument.back(case.fact_of_event(event), 0.5)
    for event in case.events(waiting.workload, "TriggeredScaleUp")[-1:]:
        argument.lack(f"whether the node that was ordered takes {short(waiting.workload)}", 0.7)
        argument.back(case.fact_of_event(event), 0.2)


def _weigh_nodes(case: Case, waiting: Unplaced, kind: str, argument: Argument, *, alone: bool) -> None:
    """Nodes in trouble of their own take away room; cordons are seen on nodes, and made by somebody."""
    listed = [node for node in case.reading(nodes) if not node.control_plane]
    if kind == why.CORDON:
        marked = [node for node in listed if node.unschedulable]
        for node in marked[: 2 if alone else 0]:
            argument.back(case.fact_of_state(node.item, f"Node {node.name} is marked unschedulable."), 0.7)
        for event in case.events(None, "NodeNotSchedulable")[-2:] if alone else ():
            if event.entity is None or not case.is_over(parse_maybe(event.t)):
                argument.back(case.fact_of_event(event), 0.5)
        if listed and not marked and all(node.ready is not None for node in listed):
            names = ", ".join(node.name for node in listed[:4])
            more = [node.item for node in listed[1:4]]
            argument.oppose(case.fact_of_state(listed[0].item, f"None of {names} is marked unschedulable.", *more), 1.0)
    if kind in why.ROOM:
        _weigh_preemption(case, waiting, argument)
        for node in [node for node in listed if node.ready is False][:1]:
            argument.oppose(
                case.fact_of_state(node.item, f"Node {node.name} is not ready, so that its room is missing."), 2.0
            )


def _weigh_preemption(case: Case, waiting: Unplaced, argument: Argument) -> None:
    """Pods that had a node until something of a higher priority took it wait for the room that was taken from them."""
    preempted = [
        one for one in case.events(waiting.workload, "Preempted", "Preempting") if not case.is_over(parse_maybe(one.t))
    ]
    for event in preempted[:1]:
        argument.oppose(case.fact_of_event(event), 4.0)
        argument.direct = False


def _deciding(kind: str) -> str:
    if kind in (why.SELECTOR, why.AFFINITY):
        return "node selector and affinity of the pod, and the labels of the nodes"
    return "labels, taints, cordons and free resources of the nodes, and what the pod asks for"


def _nearest_first(case: Case, waiting: Unplaced) -> tuple[float, int, str]:
    distance = case.distance(waiting.workload)
    far = 50.0 if distance is None else 100.0 if distance < 0 else float(distance)
    return far, -len(waiting.pods), waiting.workload

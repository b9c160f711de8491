"""What is known of each node of a cluster together: its conditions, services, events and pods, and what it means for
the incident."""

from collections.abc import Mapping
from dataclasses import dataclass

from commander.contract.evidence import PlatformEvent
from commander.evidence import moments
from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.cluster.nodes import Node, named, nodes
from commander.evidence.cluster.pods import Pod, pods
from commander.evidence.cluster.units import Unit, units
from commander.evidence.facts import Fact
from commander.evidence.logs import Pattern
from commander.evidence.moments import span
from commander.evidence.roles import SYMPTOMS
from commander.evidence.sentences import short

_KINDS = frozenset({"node", "host", "instance", "machine", "vm"})
_LEAST_PODS = 2
_LONG_BEFORE_S = 3600.0
_DAEMONS = ("kube-proxy", "aws-node", "calico", "cilium", "flannel", "weave", "node-exporter", "fluent", "ebs-csi")


@dataclass(frozen=True, slots=True, eq=False)
class Host:
    """One node. `events` are those about it that are not over, `pods` those placed on it; `node` is None where no item
    of state tells of it. `deleted` are pods' and nodes' events of its removal."""

    entity: str
    node: Node | None
    units: tuple[Unit, ...]
    events: tuple[PlatformEvent, ...]
    pods: tuple[Pod, ...]
    logs: tuple[Pattern, ...]

    @property
    def name(self) -> str:
        """Its name without the kind."""
        return short(self.entity)

    @property
    def ready(self) -> bool | None:
        """Whether it is ready: as state tells, else as the last of its events does."""
        if self.node is not None and self.node.ready is not None:
            return self.node.ready
        told = [event.reason for event in self.events if event.reason in ("NodeReady", "NodeNotReady")]
        return told[-1] == "NodeReady" if told else None

    def unit(self, *names: str) -> Unit | None:
        """A service of the host by any of its names; one that does not run before one that does."""
        found = [one for one in self.units if one.name in names]
        return min(found, key=lambda one: (one.up is not False, one.name), default=None)

    def said(self, *reasons: str) -> list[PlatformEvent]:
        """Its events of some reasons, the newest first."""
        return [event for event in reversed(self.events) if event.reason in reasons]


def hosts(case: Case) -> tuple[Host, ...]:
    """Every node that something tells of, by name. Use as `case.reading(hosts)`."""
    listed = {node.entity: node for node in case.reading(nodes)}
    running: Mapping[str, tuple[Unit, ...]] = case.reading(units)
    placed: dict[str, list[Pod]] = {}
    for pod in case.reading(pods):
        entity = named(case, pod.node)
        if entity is not None:
            placed.setdefault(entity, []).append(pod)
    told: dict[str, list[PlatformEvent]] = {}
    for event in case.events():
        if event.entity is not None and event.entity.partition("/")[0] in _KINDS:
            told.setdefault(event.entity, []).append(event)
    known = {*listed, *running, *placed, *told}
    known |= {entity for entity in case.entities if entity.startswith("node/")}
    logs: dict[str, list[Pattern]] = {}
    for pattern in case.patterns:
        if pattern.entity in known and pattern.error and not pattern.ended:
            logs.setdefault(pattern.entity, []).append(pattern)
    return tuple(
        Host(
            entity,
            listed.get(entity),
            running.get(entity, ()),
            tuple(event for event in told.get(entity, ()) if not case.is_over(last(event))),
            tuple(placed.get(entity, ())),
            tuple(logs.get(entity, ())),
        )
        for entity in sorted(known)
    )


def last(event: PlatformEvent) -> float | None:
    """When an event was last seen."""
    return moments.parse_maybe(event.t) or moments.parse_maybe(event.first_t)


def is_idle(host: Host) -> bool:
    """Whether it was emptied on purpose: cordoned, and nothing but what runs on every node is left there."""
    if host.node is None or not host.node.unschedulable:
        return False
    return all(
        pod.completed or pod.workload.startswith("daemonset/") or pod.name.startswith(_DAEMONS) for pod in host.pods
    )


def _needed_places(case: Case) -> tuple[list[Pod], bool]:
    """The pods with a node that the symptom depends on, and whether a node is known among what it needs."""
    needed = case.topology.needed_from(case.resource) if case.resource is not None else {}
    placed = [pod for pod in case.reading(pods) if pod.node is not None and pod.entity in needed]
    return placed, any(entity.partition("/")[0] in _KINDS for entity in needed)


def relate(case: Case, host: Host, argument: Argument) -> None:
    """Puts a node's place relative to the symptom on both sides.

    Only where it is known on which nodes the symptom's parts run can a node be said to have nothing to do with it.
    """
    _weigh_effects(case, host, argument)
    resource = case.resource
    if resource is None or case.kin(resource) == case.kin(host.entity) or short(resource) == host.name:
        return
    needed = case.topology.needed_from(resource)
    if host.entity in needed:
        own = [pod for pod in host.pods if pod.entity in needed]
        for pod in own[:1]:
            argument.back(
                case.fact_of_state(pod.item, f"{pod.name}, which the symptom depends on, is placed on {host.name}."),
                0.7,
            )
        return
    placed, edges = case.reading(_needed_places)
    if placed:
        names = ", ".join(sorted({pod.node for pod in placed if pod.node is not None})[:4])
        more = [pod.item for pod in placed[1:6]]
        statement = f"Pods that {short(resource)} depends on are placed on {names}, not on {host.name}."
        argument.oppose(case.fact_of_state(placed[0].item, statement, *more), 3.0)
    elif edges:
        statement = f"Nothing collected shows that {short(resource)} needs {host.name}."
        argument.oppose(case.absence(host.entity, statement, "topology"), 2.0)


def _weigh_effects(case: Case, host: Host, argument: Argument) -> None:
    """Pods of the node that do not work while those of other nodes do."""
    counted = [pod for pod in host.pods if not pod.completed and pod.is_ready is not None]
    bad = [pod for pod in counted if pod.is_ready is False or pod.deleting]
    if len(bad) >= _LEAST_PODS and len(bad) > len(counted) / 2:
        items = [pod.item for pod in bad[1:6]]
        named_ones = ", ".join(pod.name for pod in bad[:6])
        argument.back(
            case.fact_of_state(bad[0].item, f"Pods on node {host.name} that are not ready: {named_ones}.", *items), 1.0
        )
    elif len(bad) == 1 and len(counted) == 1 and _well_elsewhere(case, host):
        argument.back(case.fact_of_state(bad[0].item, f"{bad[0].name} on node {host.name} is not ready."), 0.5)
    own = case.own
    if own is not None and case.is_troubled(own):
        argument.back(case.fact(own), 0.5)
        return
    for pod in host.pods:
        for one in case.troubled(pod.entity, *SYMPTOMS)[:1]:
            argument.back(case.fact(one), 0.5)
            return


def _well_elsewhere(case: Case, host: Host) -> bool:
    return any(pod.is_ready and pod.node is not None and pod.node != host.name for pod in case.reading(pods))


def weigh_age(case: Case, argument: Argument, fact: Fact, since: float | None) -> None:
    """What was so long before the trouble did not bring it."""
    onset = case.onset
    if since is None or onset is None or not onset.observed or case.distance(argument.entity) == 0:
        return
    lead = onset.start - since
    if lead > _LONG_BEFORE_S:
        statement = f"Node {short(argument.entity)} was so {span(lead)} before the trouble began."
        argument.oppose(case.stated(fact.kind, argument.entity, statement, (*fact.source_ref, *onset.refs)), 1.5)


def of_unit(case: Case, unit: Unit) -> Fact:
    """The state of a host's service, with the last telling line of its journal."""
    telling = [line for line in unit.tail if _tells(line)]
    said = f'; its journal says "{telling[-1][-140:]}"' if telling else ""
    since = f" since {unit.since}" if unit.since else ""
    return case.fact_of_state(unit.item, f"{unit.name} on {short(unit.entity)} is {unit.active}{since}{said}.")


def _tells(line: str) -> bool:
    lower = line.lower()
    return any(word in lower for word in ("fail", "error", "fatal", "stopped", "exited", "refused", "killed", "panic"))


def of_condition(case: Case, node: Node, kind: str) -> Fact:
    """A condition of a node in the kubelet's own words."""
    condition = node.conditions.get(kind)
    if condition is None:
        return case.fact_of_state(node.item, f"Node {node.name} tells nothing about {kind}.")
    said = f" ({condition.said[:160]})" if condition.said else ""
    return case.fact_of_state(node.item, f"Node {node.name} has {kind} {condition.status}{said}.")

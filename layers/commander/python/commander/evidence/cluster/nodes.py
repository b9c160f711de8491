"""Nodes of a cluster and the services that run on their hosts, as `kubectl describe node` and systemd tell them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from commander.contract.evidence import State
from commander.evidence.case import Case
from commander.evidence.cluster.taints import Taint, taints_of
from commander.evidence.cluster.units import Unit, units
from commander.evidence.cluster.values import cpu, first, labels, mapping, objects, size, text, texts, truth, whole

CONTROL_PLANE = ("node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master")
"""Labels, and keys of taints, that nodes of the control plane carry."""
CORDON = "node.kubernetes.io/unschedulable"
PRESSURES = ("DiskPressure", "MemoryPressure", "PIDPressure")
_CONDITION = re.compile(r"^(true|false|unknown)\b[\s:,(-]*(.*?)\)?$", re.IGNORECASE | re.DOTALL)
_GPU = re.compile(r"(?:^|/)(?:gpu|tpu|mig-|neuron|vgpu|gpu\.shared)|gpu|neuron", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of a node; `status` is True, False or Unknown."""

    status: str
    reason: str
    message: str
    since: str | None = None

    @property
    def said(self) -> str:
        """Reason and message in one line."""
        return " ".join(f"{self.reason}: {self.message}".strip(": ").split())


@dataclass(frozen=True, slots=True)
class Resources:
    """Amounts of a node: cores, bytes, pods and accelerators by resource name; None is 'not told'."""

    cpu: float | None
    memory: float | None
    pods: int | None
    devices: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Node:
    """A node: what it offers, what is asked of it already, and whom it keeps away.

    `labels` and `taints` are None where the source does not tell them. `requested` is the sum of its pods' requests.
    """

    item: State
    entity: str
    name: str
    labels: Mapping[str, str] | None
    taints: tuple[Taint, ...] | None
    unschedulable: bool
    conditions: Mapping[str, Condition]
    allocatable: Resources
    requested: Resources
    roles: frozenset[str]
    units: tuple[Unit, ...]

    @property
    def ready(self) -> bool | None:
        """Whether it is ready; None where that is not told."""
        condition = self.conditions.get("Ready")
        return None if condition is None else condition.status == "True"

    @property
    def pressed(self) -> tuple[str, ...]:
        """The pressures that it reports: DiskPressure, MemoryPressure, PIDPressure."""
        found = (kind for kind in PRESSURES if (one := self.conditions.get(kind)) is not None and one.status == "True")
        return tuple(found)

    @property
    def control_plane(self) -> bool:
        """Whether it belongs to the control plane."""
        if not self.roles.isdisjoint({"control-plane", "master", "controlplane"}):
            return True
        taints = {taint.key for taint in self.taints or ()}
        return any(key in (self.labels or {}) or key in taints for key in CONTROL_PLANE)


def nodes(case: Case) -> tuple[Node, ...]:
    """The nodes that state tells of, by name."""
    running = case.reading(units)
    manifests = {item.entity: item for item in case.items("manifest") if item.entity.partition("/")[0] == "node"}
    found: dict[str, Node] = {}
    for item in case.items("node"):
        manifest = manifests.get(item.entity)
        extra = mapping(manifest.attributes) if manifest is not None else {}
        attributes = {**mapping(extra.get("metadata")), **mapping(extra.get("spec")), **item.attributes}
        found.setdefault(item.entity, _node(item, attributes, running.get(item.entity, ())))
    return tuple(found[entity] for entity in sorted(found))


def is_accelerator(resource: str) -> bool:
    """Whether a resource's name is that of a GPU or the like."""
    return _GPU.search(resource) is not None


def conditions_of(value: Any) -> dict[str, Condition]:
    """Conditions by type: texts, objects, or a list of objects with a type."""
    if isinstance(value, list):
        return {
            kind: _condition(one) for one in objects(value) if (kind := text(first(one, "type", "name"))) is not None
        }
    return {key: _condition(one) for key, one in mapping(value).items()}


def _node(item: State, attributes: Mapping[str, Any], running: tuple[Unit, ...]) -> Node:
    told = attributes.get("labels")
    marks = labels(told) if told is not None else None
    taints = taints_of(attributes.get("taints")) if "taints" in attributes else None
    conditions = conditions_of(attributes.get("conditions"))
    status = (text(attributes.get("status")) or "").replace(" ", "")
    if "Ready" not in conditions and status:
        parts = status.split(",")
        for word, says in (("Ready", "True"), ("NotReady", "False"), ("Unknown", "Unknown")):
            if word in parts:
                conditions["Ready"] = Condition(says, "", "")
    if "Ready" not in conditions and (ready := truth(attributes.get("ready"))) is not None:
        conditions["Ready"] = Condition(str(ready), "", "")
    cordoned = truth(attributes.get("unschedulable")) is True or truth(attributes.get("cordoned")) is True
    cordoned = cordoned or "SchedulingDisabled" in status or any(one.key == CORDON for one in taints or ())
    roles = {part.strip() for said in texts(attributes.get("roles")) for part in said.split(",")}
    roles |= {key.partition("/")[2] for key in marks or {} if key.startswith("node-role.kubernetes.io/")}
    return Node(
        item,
        item.entity,
        item.entity.partition("/")[2],
        marks,
        taints,
        cordoned,
        conditions,
        _resources(attributes, "allocatable", "capacity"),
        _requested(attributes),
        frozenset(role for role in roles if role),
        running,
    )


def _condition(value: Any) -> Condition:
    if isinstance(value, dict):
        one = mapping(value)
        status = text(one.get("status"))
        status = str(one["status"]) if isinstance(one.get("status"), bool) else (status or "")
        since = text(first(one, "last_transition_time", "lastTransitionTime", "last_transition", "since"))
        reason, message = text(one.get("reason")) or "", text(one.get("message")) or ""
        return Condition(status.capitalize(), reason, message, since)
    if isinstance(value, bool):
        return Condition(str(value), "", "")
    said = text(value) or ""
    found = _CONDITION.match(said)
    if found is None:
        return Condition("", "", said)
    reason, _, message = found[2].partition(":")
    plain = re.fullmatch(r"\w+", reason.strip()) is not None
    return Condition(
        found[1].capitalize(), reason.strip() if plain else "", message.strip() if plain else found[2].strip()
    )


def _resources(attributes: Mapping[str, Any], *groups: str) -> Resources:
    """The first of the groups that tells an amount, also spelt `capacity_cpu`."""
    merged: dict[str, Any] = {}
    for group in reversed(groups):
        merged |= {key.removeprefix(f"{group}_"): one for key, one in attributes.items() if key.startswith(f"{group}_")}
        merged |= mapping(attributes.get(group))
    devices = {key: amount for key, one in merged.items() if is_accelerator(key) and (amount := size(one)) is not None}
    return Resources(cpu(merged.get("cpu")), size(merged.get("memory")), whole(merged.get("pods")), devices)


def _requested(attributes: Mapping[str, Any]) -> Resources:
    group = first(attributes, "allocated", "allocated_resources", "requested", "requests")
    told = {key: _before_share(one) for key, one in mapping(group).items()}
    if "requests" in mapping(group):
        told |= {key: _before_share(one) for key, one in mapping(mapping(group)["requests"]).items()}
    for prefix in ("allocated_", "requested_"):
        told |= {
            key.removeprefix(prefix): _before_share(one)
            for key, one in attributes.items()
            if key.startswith(prefix) and key.removeprefix(prefix) in ("cpu", "memory", "pods")
        }
    count = first(attributes, "pod_count", "running_pods", "non_terminated_pods", "pods_running")
    running = whole(told.get("pods")) if whole(told.get("pods")) is not None else whole(count)
    devices = {key: amount for key, one in told.items() if is_accelerator(key) and (amount := size(one)) is not None}
    return Resources(cpu(told.get("cpu")), size(told.get("memory")), running, devices)


def _before_share(value: Any) -> Any:
    """ "850m (42%)" without its share; of requests and limits the requests."""
    if isinstance(value, dict):
        value = first(mapping(value), "requests", "request", "requested", "used")
    return value.split("(")[0].strip() if isinstance(value, str) else value


def free(node: Node, resource: str) -> float | None:
    """What is left of a node's cpu, memory, pods or of an accelerator for one more pod; None where not known."""
    if resource in ("cpu", "memory", "pods"):
        offered, taken = getattr(node.allocatable, resource), getattr(node.requested, resource)
    else:
        offered, taken = node.allocatable.devices.get(resource, 0.0), node.requested.devices.get(resource, 0.0)
    return None if offered is None or taken is None else float(offered) - float(taken)


def named(case: Case, name: str | None) -> str | None:
    """The entity of a node by its name, in the bundle's spelling."""
    if name is None:
        return None
    known = next((entity for entity in _spellings(name) if entity in case.entities), None)
    return known if known is not None else f"node/{name}"


def _spellings(name: str) -> Iterator[str]:
    for kind in ("node", "instance", "host", "ec2"):
        yield f"{kind}/{name}"

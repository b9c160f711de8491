"""Pods as state tells them, each with the workload that it belongs to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commander.contract.evidence import State
from commander.evidence import moments
from commander.evidence.case import Case
from commander.evidence.cluster.containers import (
    Container,
    Reference,
    containers,
    merged,
    references_of_volumes,
    volumes_of,
)
from commander.evidence.cluster.values import ago, first, labels, mapping, objects, seconds, share, text, truth, whole

_OWNERS = ("deployment", "statefulset", "daemonset", "rollout", "replicationcontroller", "app", "workload")
"""Kinds of which one is the thing to be fixed when a pod fails, the first that occurs in the bundle."""
_COMPLETED = frozenset({"succeeded", "completed"})


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of an object as its controller reports it. `since`: seconds since 1970 of its last change."""

    status: str | None
    reason: str | None
    message: str | None
    since: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Pod:
    """One pod. `workload` is the entity to name as the cause's place. `restarted_ago` is in seconds before the item was
    collected, `started_at` a moment; `references` are the Secrets and ConfigMaps of containers and volumes."""

    item: State
    entity: str
    name: str
    namespace: str | None
    workload: str
    owner: str | None
    phase: str | None
    status: str | None
    reason: str | None
    message: str | None
    ready: tuple[int, int] | None
    restarts: int | None
    restarted_ago: float | None
    node: str | None
    ip: str | None
    labels: Mapping[str, str]
    conditions: Mapping[str, Condition]
    containers: tuple[Container, ...]
    node_selector: Mapping[str, str]
    tolerations: tuple[str | Mapping[str, Any], ...]
    volumes: Mapping[str, Any]
    references: tuple[Reference, ...]
    service_account: str | None
    started_at: float | None
    deleting: bool
    spec: Mapping[str, Any]

    @property
    def running(self) -> bool:
        """Whether its phase is running, or none is told and its status says so."""
        return (self.phase or self.status or "").lower() == "running"

    @property
    def completed(self) -> bool:
        """Whether it ended well: a job's pod that did its work."""
        return (self.phase or "").lower() in _COMPLETED or (self.status or "").lower() in _COMPLETED

    @property
    def is_ready(self) -> bool | None:
        """Whether it takes traffic; None where nothing tells."""
        condition = self.conditions.get("Ready")
        if condition is not None and condition.status is not None:
            return condition.status == "True"
        if self.ready is not None:
            return self.ready[0] >= self.ready[1] > 0
        told = [one.ready for one in self.containers if not one.init and one.ready is not None]
        return all(told) if told else None


def pods(case: Case) -> tuple[Pod, ...]:
    """All pods of the bundle that state items or manifests tell of, by entity. Use as `case.reading(pods)`."""
    manifests = {item.entity: item for item in case.items("manifest") if item.entity.startswith("pod/")}
    told = {item.entity: item for item in case.items("pod")}
    return tuple(_pod(case, told.get(entity), manifests.get(entity)) for entity in sorted({*told, *manifests}))


def pods_of(case: Case, entity: str) -> list[Pod]:
    """The pods of a thing's workload."""
    return case.reading(_by_kin).get(case.kin(entity), [])


def workload_of(case: Case, entity: str) -> str:
    """The thing to name for a fault of a part: its deployment or set, else its Service, else itself."""
    if entity.partition("/")[0] in _OWNERS[:3]:
        return entity
    named = case.reading(_named)
    if entity not in named:
        named[entity] = _workload_of(case, entity)
    return named[entity]


def conditions(value: Any) -> dict[str, Condition]:
    """Conditions by their types, from an object of texts or objects, or from a manifest's list."""
    if isinstance(value, list):
        value = {name: one for one in objects(value) if (name := text(one.get("type"))) is not None}
    return {name: _condition(one) for name, one in mapping(value).items()}


def _condition(value: Any) -> Condition:
    if not isinstance(value, dict):
        said = str(value) if isinstance(value, bool) else text(value)
        return Condition(said.capitalize() if said is not None else None, None, None)
    raw = mapping(value)
    status = raw.get("status")
    said = str(status) if isinstance(status, bool) else text(status)
    since = first(raw, "last_transition_time", "lastTransitionTime", "since", "last_transition")
    return Condition(
        said.capitalize() if said is not None else None,
        text(raw.get("reason")),
        text(raw.get("message")),
        moments.parse_maybe(since) if isinstance(since, str) else None,
    )


def tolerations(value: Any) -> tuple[str | Mapping[str, Any], ...]:
    """Tolerations as texts or objects, as the source has them."""
    parts = value if isinstance(value, list) else value.splitlines() if isinstance(value, str) else []
    return tuple(part for part in parts if isinstance(part, dict) or (isinstance(part, str) and part.strip()))


def _by_kin(case: Case) -> dict[str, list[Pod]]:
    found: dict[str, list[Pod]] = {}
    for pod in case.reading(pods):
        found.setdefault(case.kin(pod.entity), []).append(pod)
    return found


def _named(case: Case) -> dict[str, str]:
    return {}


def _workload_of(case: Case, entity: str) -> str:
    by_kind = case.reading(_owners).get(case.kin(entity), {})
    for kind in (*_OWNERS, "service"):
        found = by_kind.get(kind, {})
        if found:
            name = entity.rpartition("/")[2]
            starts = (found.get(name[:end]) for end in range(len(name) + 1)) if len(found) > 1 else ()
            return min((one for one in starts if one is not None), default=min(found.values()))
    return entity


def _owners(case: Case) -> dict[str, dict[str, dict[str, str]]]:
    """Of each workload the things that may own its pods: by kind, then by name, the first of one name."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for entity in sorted(case.entities):
        kind = entity.partition("/")[0]
        if kind in _OWNERS or kind == "service":
            found.setdefault(case.kin(entity), {}).setdefault(kind, {}).setdefault(entity.rpartition("/")[2], entity)
    return found


def _pod(case: Case, told: State | None, manifest: State | None) -> Pod:
    item = told or manifest
    assert item is not None
    raw = dict(item.attributes) if told is not None else {}
    document = mapping(manifest.attributes) if manifest is not None else {}
    spec = {**mapping(raw.get("spec")), **mapping(document.get("spec"))}
    meta = {**mapping(raw.get("metadata")), **mapping(document.get("metadata"))}
    status = {**mapping(document.get("status")), **mapping(raw.get("status"))}
    if status:
        raw = _as_told(status) | {key: one for key, one in raw.items() if key not in ("status", "metadata", "spec")}
    name = item.entity.partition("/")[2]
    owner = text(first(raw, "owner", "controlled_by", "controlledBy"))
    volumes = volumes_of(first(raw, "volumes") or spec.get("volumes"))
    found = _containers(raw, spec)
    references = dict.fromkeys((*(ref for one in found for ref in one.references), *references_of_volumes(volumes)))
    deleted = first({**meta, **raw}, "deletion_timestamp", "deletionTimestamp", "deleting", "terminating")
    started = first(raw, "started_at", "start_time", "startTime", "started", "created_at", "creation_timestamp")
    says = text(raw.get("status"))
    return Pod(
        item=item,
        entity=item.entity,
        name=name,
        namespace=text(first(raw, "namespace") or first(document, "namespace") or meta.get("namespace")),
        workload=_owned_by(case, item.entity, owner),
        owner=owner,
        phase=text(first(raw, "phase")),
        status=says,
        reason=text(raw.get("reason")),
        message=text(raw.get("message")),
        ready=share(raw.get("ready")),
        restarts=whole(first(raw, "restarts", "restart_count", "restartCount")),
        restarted_ago=ago(raw.get("restarts")) or seconds(raw.get("last_restart_ago_s")),
        node=text(first(raw, "node", "node_name", "nodeName") or spec.get("nodeName")),
        ip=text(first(raw, "ip", "pod_ip", "podIP")),
        labels=labels(first(raw, "labels") or meta.get("labels")),
        conditions=conditions(raw.get("conditions")),
        containers=found,
        node_selector=labels(first(raw, "node_selector", "nodeSelector", "node_selectors") or spec.get("nodeSelector")),
        tolerations=tolerations(first(raw, "tolerations") or spec.get("tolerations")),
        volumes=volumes,
        references=tuple(references),
        service_account=text(
            first(raw, "service_account", "serviceAccount", "serviceAccountName", "service_account_name")
            or first(spec, "serviceAccountName", "serviceAccount")
        ),
        started_at=moments.parse_maybe(started) if isinstance(started, str) else None,
        deleting=(isinstance(deleted, str) and bool(deleted.strip()) and truth(deleted) is not False)
        or deleted is True
        or (says or "").lower() == "terminating",
        spec=spec,
    )


def _as_told(status: Mapping[str, Any]) -> dict[str, Any]:
    """An object's own status (camelCase) in the form that the other attributes have."""
    told = {
        key: status[key] for key in ("phase", "reason", "message", "conditions", "startTime", "podIP") if key in status
    }
    parts = [{**one, "init": True} for one in objects(status.get("initContainerStatuses"))]
    told["containers"] = parts + objects(status.get("containerStatuses"))
    return told


def _containers(raw: Mapping[str, Any], spec: Mapping[str, Any]) -> tuple[Container, ...]:
    seen, wanted = containers(raw), {one.name: one for one in containers(spec)}
    if not seen:
        return tuple(wanted.values())
    return tuple(merged(one, wanted[one.name]) if one.name in wanted else one for one in seen)


def _owned_by(case: Case, entity: str, owner: str | None) -> str:
    if owner is not None and owner.partition("/")[0].lower() in ("job", "cronjob"):
        job = f"job/{owner.partition('/')[2]}"
        return job if job in case.entities else entity
    return workload_of(case, entity)

"""Deployments, sets, replica sets and jobs, from their own state and from manifests."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commander.contract.evidence import State
from commander.evidence.case import Case
from commander.evidence.cluster.containers import (
    Container,
    Reference,
    containers,
    merged,
    references_of_volumes,
    volumes_of,
)
from commander.evidence.cluster.pods import Condition, Pod, conditions, pods, pods_of, tolerations
from commander.evidence.cluster.values import first, labels, mapping, objects, seconds, share, text, whole

KINDS = ("deployment", "statefulset", "daemonset", "replicaset", "replicationcontroller", "rollout", "job", "cronjob")
_COUNT = re.compile(r"(?<!\d)(\d++)\s++(desired|updated|total|available|unavailable|current|ready)")


@dataclass(frozen=True, slots=True, eq=False)
class Workload:
    """One workload. Counts are pods, None where not told; `age` is in seconds. `template` is the pod spec's own form
    where a manifest tells it (camelCase), else empty. `items` are all state items it was read from."""

    item: State
    items: tuple[State, ...]
    entity: str
    name: str
    kind: str
    namespace: str | None
    desired: int | None
    ready: int | None
    updated: int | None
    total: int | None
    available: int | None
    unavailable: int | None
    selector: Mapping[str, str]
    labels: Mapping[str, str]
    conditions: Mapping[str, Condition]
    containers: tuple[Container, ...]
    references: tuple[Reference, ...]
    service_account: str | None
    node_selector: Mapping[str, str]
    tolerations: tuple[str | Mapping[str, Any], ...]
    affinity: Mapping[str, Any]
    spread: tuple[Mapping[str, Any], ...]
    volumes: Mapping[str, Any]
    template: Mapping[str, Any]
    age: float | None
    pods: tuple[Pod, ...]

    @property
    def running(self) -> int | None:
        """How many of its pods are known to work: available ones where told, else ready ones."""
        return self.available if self.available is not None else self.ready

    @property
    def short_of(self) -> int | None:
        """How many pods it lacks; None where it cannot be told."""
        if self.desired is None or self.running is None:
            return self.unavailable
        return max(0, self.desired - self.running)


def workloads(case: Case) -> tuple[Workload, ...]:
    """All workloads that state tells of, by entity. Use as `case.reading(workloads)`."""
    told: dict[str, list[State]] = {}
    for item in case.items(*KINDS):
        told.setdefault(item.entity, []).append(item)
    manifests: dict[str, list[State]] = {}
    for item in case.items("manifest"):
        if _kind(item) in KINDS:
            manifests.setdefault(item.entity, []).append(item)
    return tuple(
        _workload(case, told.get(entity, []), manifests.get(entity, [])) for entity in sorted({*told, *manifests})
    )


def workload(case: Case, entity: str) -> Workload | None:
    """The workload of exactly this entity."""
    return case.reading(_by_entity).get(entity)


def controllers(case: Case) -> list[Workload]:
    """The workloads that people scale and release: not the replica sets that deployments make for themselves."""
    return list(case.reading(_controllers))


def _controllers(case: Case) -> tuple[Workload, ...]:
    return tuple(one for one in case.reading(workloads) if one.kind not in ("replicaset", "job", "cronjob"))


def _by_entity(case: Case) -> dict[str, Workload]:
    return {one.entity: one for one in case.reading(workloads)}


def _kind(item: State) -> str:
    named = text(item.attributes.get("kind"))
    return (named or item.entity.partition("/")[0]).lower()


def _workload(case: Case, told: list[State], manifests: list[State]) -> Workload:
    items = (*told, *manifests)
    entity = items[0].entity
    kind = told[0].kind if told else _kind(manifests[0])
    raw: dict[str, Any] = {}
    for item in reversed(told):
        raw.update(item.attributes)
    spec: dict[str, Any] = mapping(raw.get("spec"))
    meta: dict[str, Any] = {}
    status: dict[str, Any] = mapping(raw.get("status"))
    for item in reversed(manifests):
        spec.update(mapping(item.attributes.get("spec")))
        meta.update(mapping(item.attributes.get("metadata")))
        status.update(mapping(item.attributes.get("status")))
        meta.setdefault("namespace", item.attributes.get("namespace"))
    job = mapping(spec.get("jobTemplate"))
    outer = mapping(mapping(job.get("spec")).get("template")) if job else mapping(spec.get("template"))
    template = mapping(outer.get("spec"))
    counts = _counts(raw, spec, status)
    volumes = volumes_of(first(raw, "volumes") or template.get("volumes"))
    found = _containers(raw, template)
    references = dict.fromkeys((*(ref for one in found for ref in one.references), *references_of_volumes(volumes)))
    selector = first(raw, "selector") or spec.get("selector")
    if isinstance(selector, dict) and ("matchLabels" in selector or "match_labels" in selector):
        selector = first(mapping(selector), "matchLabels", "match_labels")
    return Workload(
        item=items[0],
        items=items,
        entity=entity,
        name=entity.partition("/")[2],
        kind=kind,
        namespace=text(first(raw, "namespace") or meta.get("namespace")),
        desired=counts.get("desired"),
        ready=counts.get("ready"),
        updated=counts.get("updated"),
        total=counts.get("total"),
        available=counts.get("available"),
        unavailable=counts.get("unavailable"),
        selector=labels(selector),
        labels=labels(first(raw, "template_labels", "pod_labels") or mapping(outer.get("metadata")).get("labels"))
        or labels(first(raw, "labels") or meta.get("labels")),
        conditions=conditions(first(raw, "conditions") or status.get("conditions")),
        containers=found,
        references=tuple(references),
        service_account=text(
            first(raw, "service_account", "serviceAccount", "serviceAccountName")
            or first(template, "serviceAccountName", "serviceAccount")
        ),
        node_selector=labels(first(raw, "node_selector", "node_selectors") or template.get("nodeSelector")),
        tolerations=tolerations(first(raw, "tolerations") or template.get("tolerations")),
        affinity=mapping(first(raw, "affinity") or template.get("affinity")),
        spread=tuple(objects(template.get("topologySpreadConstraints"))),
        volumes=volumes,
        template=template,
        age=seconds(raw.get("age")),
        pods=_pods(case, entity, kind),
    )


def _counts(raw: Mapping[str, Any], spec: Mapping[str, Any], status: Mapping[str, Any]) -> dict[str, int]:
    """Pod counts by what they count, from whichever spelling tells them."""
    found: dict[str, int] = {}
    spelled = raw.get("replicas")
    if isinstance(spelled, str):
        found.update((name, int(number)) for number, name in _COUNT.findall(spelled[:200]))
    ready = share(raw.get("ready"))
    if ready is not None:
        found["ready"], found["desired"] = ready
    for name, keys in (
        ("desired", ("desired", "desired_replicas", "replicas", "desired_number_scheduled")),
        ("ready", ("ready", "ready_replicas", "number_ready")),
        ("updated", ("updated", "updated_replicas", "up_to_date")),
        ("total", ("total", "current", "current_replicas")),
        ("available", ("available", "available_replicas", "number_available")),
        ("unavailable", ("unavailable", "unavailable_replicas")),
    ):
        for key in keys:
            number = whole(raw.get(key)) if share(raw.get(key)) is None else None
            if number is not None and not (key == "replicas" and isinstance(raw.get(key), str) and found):
                found[name] = number
                break
    for name, key in (
        ("ready", "readyReplicas"),
        ("updated", "updatedReplicas"),
        ("available", "availableReplicas"),
        ("unavailable", "unavailableReplicas"),
        ("total", "replicas"),
    ):
        number = whole(status.get(key))
        if number is not None:
            found.setdefault(name, number)
    wanted = whole(spec.get("replicas"))
    if wanted is not None:
        found.setdefault("desired", wanted)
    return found


def _containers(raw: Mapping[str, Any], template: Mapping[str, Any]) -> tuple[Container, ...]:
    seen, wanted = containers(raw), {one.name: one for one in containers(template)}
    if not seen:
        return tuple(wanted.values())
    return tuple(merged(one, wanted[one.name]) if one.name in wanted else one for one in seen)


def _pods(case: Case, entity: str, kind: str) -> tuple[Pod, ...]:
    name = entity.rpartition("/")[2]
    if kind == "replicaset":
        own = [one for one in pods_of(case, entity) if one.name.rpartition("/")[2].startswith(f"{name}-")]
        return tuple(own)
    if kind in ("job", "cronjob"):
        from_jobs = [one for one in case.reading(_of_jobs) if (one.owner or "").rpartition("/")[2].startswith(name)]
        return tuple(from_jobs)
    return tuple(one for one in pods_of(case, entity) if not (one.owner or "").lower().startswith("job/"))


def _of_jobs(case: Case) -> list[Pod]:
    return [one for one in case.reading(pods) if (one.owner or "").lower().startswith("job/")]

"""What a pod asks of a node: labels, affinity, room, and what it tolerates there."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from commander.contract.evidence import State
from commander.evidence.case import Case
from commander.evidence.cluster.nodes import is_accelerator
from commander.evidence.cluster.pods import Pod
from commander.evidence.cluster.values import first, labels, mapping, objects, size, text, texts
from commander.evidence.cluster.workloads import Workload, workloads

Expression = tuple[str, str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a pod asks of a node. `affinity`: alternatives, each of expressions (label, operator, values) that all have
    to hold. `apart`: label selectors of pods that it does not share a node with. `items` are where this was read."""

    selector: Mapping[str, str]
    affinity: tuple[tuple[Expression, ...], ...]
    affinity_named: bool
    apart: tuple[Mapping[str, str], ...]
    apart_named: bool
    tolerations: tuple[Any, ...]
    cpu: float
    memory: float
    devices: Mapping[str, float]
    items: tuple[State, ...]


def _telling(case: Case) -> dict[str, Workload]:
    """Of each workload the first of its parts that tells what its pods ask for."""
    found: dict[str, Workload] = {}
    for one in case.reading(workloads):
        if _tells(one):
            found.setdefault(case.kin(one.entity), one)
    return found


def wishes(case: Case, pod: Pod | None, workload: str) -> Wishes:
    """What a workload's pod asks of a node, from its own state, its manifest and that of its workload."""
    owner = case.reading(_telling).get(case.kin(workload))
    selector = dict(pod.node_selector) if pod is not None else {}
    tolerations: tuple[Any, ...] = pod.tolerations if pod is not None else ()
    spec: Mapping[str, Any] = {**pod.item.attributes, **pod.spec} if pod is not None else {}
    affinity, containers = spec.get("affinity"), (pod.containers if pod is not None else ())
    items: list[State] = [pod.item] if pod is not None else []
    if owner is not None:
        selector = selector or dict(owner.node_selector)
        tolerations = tolerations or owner.tolerations
        affinity = affinity if affinity is not None else (owner.affinity or None)
        if not any(one.requests.raw for one in containers):
            containers = owner.containers
        items += owner.items
    terms, named = _node_affinity(affinity)
    apart, apart_named = _anti_affinity(affinity)
    devices: dict[str, float] = {}
    for one in containers:
        for key, value in {**one.limits.raw, **one.requests.raw}.items():
            amount = size(value) if is_accelerator(key) else None
            if amount is not None and not one.init:
                devices[key] = devices.get(key, 0.0) + amount
    return Wishes(
        selector,
        terms,
        named,
        apart,
        apart_named,
        tolerations,
        amount_asked(containers, "cpu"),
        amount_asked(containers, "memory"),
        devices,
        tuple(items),
    )


def amount_asked(containers: Iterable[Any], resource: str) -> float:
    """What a pod asks for: the sum of its containers, or the largest init container where that is more."""
    plain, init = 0.0, 0.0
    for one in containers:
        amount = getattr(one.requests, resource)
        amount = getattr(one.limits, resource) if amount is None else amount
        if one.init:
            init = max(init, amount or 0.0)
        else:
            plain += amount or 0.0
    return max(plain, init)


def _tells(one: Workload) -> bool:
    return bool(one.node_selector or one.affinity or one.tolerations or one.containers)


def _loose(value: Any, *names: str) -> Any:
    """An attribute whether spelt nodeAffinity or node_affinity."""
    wanted = {name.replace("_", "").lower() for name in names}
    return next((one for key, one in mapping(value).items() if key.replace("_", "").lower() in wanted), None)


def _document(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value


def _node_affinity(value: Any) -> tuple[tuple[tuple[Expression, ...], ...], bool]:
    """The required terms, and whether a required node affinity is named at all."""
    affinity = _document(value)
    if isinstance(affinity, str):
        lower = affinity.lower().replace(" ", "")
        return (), "nodeaffinity" in lower and "required" in lower
    part = _loose(affinity, "nodeAffinity")
    required = _loose(part, "requiredDuringSchedulingIgnoredDuringExecution", "required")
    terms = required if isinstance(required, list) else _loose(required, "nodeSelectorTerms", "terms")
    found = []
    for term in objects(terms):
        expressions = [
            (key, text(one.get("operator")) or "In", texts(one.get("values")))
            for group, prefix in (("matchExpressions", ""), ("matchFields", ""))
            for one in objects(_loose(term, group))
            if (key := text(one.get("key"))) is not None
        ]
        if expressions:
            found.append(tuple(expressions))
    return tuple(found), required is not None


def _anti_affinity(value: Any) -> tuple[tuple[Mapping[str, str], ...], bool]:
    """Label selectors of required anti-affinity by host, and whether any required one is named."""
    affinity = _document(value)
    if isinstance(affinity, str):
        lower = affinity.lower().replace(" ", "").replace("-", "")
        return (), "antiaffinity" in lower and "required" in lower
    required = _loose(_loose(affinity, "podAntiAffinity"), "requiredDuringSchedulingIgnoredDuringExecution", "required")
    found: list[Mapping[str, str]] = []
    for term in objects(required):
        if (text(_loose(term, "topologyKey")) or "kubernetes.io/hostname") != "kubernetes.io/hostname":
            continue
        selector = _loose(term, "labelSelector")
        wanted = labels(first(mapping(selector), "matchLabels", "match_labels"))
        for one in objects(_loose(selector, "matchExpressions")):
            key, values = text(one.get("key")), texts(one.get("values"))
            if key is not None and len(values) == 1 and text(one.get("operator")) in (None, "In"):
                wanted[key] = values[0]
        if wanted:
            found.append(wanted)
    return tuple(found), bool(required)

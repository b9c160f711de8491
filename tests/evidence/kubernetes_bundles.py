"""Builders of small invented clusters, and what is asserted about the engine's conclusions on them."""

from dataclasses import dataclass
from typing import Any

from commander.contract.evidence import Bundle
from commander.evidence.engine import investigate
from tests.evidence.test_scenarios import assert_citations_resolve

Document = dict[str, Any]
NOW = "2026-03-04T09:40:00Z"
CART_POD = "pod/cart-6d5f7c9b4-x2k8q"
CART = ("deployment/cart", "service/cart", CART_POD)
FRONT = ("deployment/front", "service/front", "pod/front-6d5f7c9b4-x2k8q")
REDIS = ("deployment/redis", "service/redis", "pod/redis-6d5f7c9b4-x2k8q")
CALLS = [
    ("service/front", "service/cart", "calls"),
    ("service/front", "service/catalog", "calls"),
    ("service/cart", "service/redis", "calls"),
    ("service/checkout", "service/cart", "calls"),
]


@dataclass(frozen=True, slots=True)
class Told:
    """A bundle, the causes that are right (None: it is right not to tell), and the entities that are."""

    name: str
    causes: tuple[str | None, ...]
    entities: tuple[str, ...]
    document: Document


def concluded(document: Document) -> tuple[str, str] | None:
    """The cause and entity that the engine names; None where it names none."""
    bundle = Bundle.model_validate(document)
    verdict = investigate(bundle)
    assert_citations_resolve(bundle, verdict)
    return None if verdict.root_cause is None else (verdict.root_cause.cause, verdict.root_cause.entity)


def check(told: Told) -> None:
    """The engine names one of the right causes at one of the right places."""
    found = concluded(told.document)
    if found is None:
        assert None in told.causes, told.name
    else:
        assert found[0] in told.causes, (told.name, found)
        assert found[1] in told.entities, (told.name, found)


def state(entity: str, about: str | None = None, /, **attributes: Any) -> Document:
    """A state item, of the kind of its entity where no other is given."""
    return {"entity": entity, "kind": about or entity.partition("/")[0], "attributes": attributes}


def event(
    entity: str | None, reason: str, message: str, at: str = "09:38:00", kind: str = "warning", **more: Any
) -> Document:
    """An event of the cluster at a time of day."""
    found = {"t": f"2026-03-04T{at}Z", "kind": "kubernetes", "type": kind, "reason": reason, "message": message, **more}
    return found if entity is None else {**found, "entity": entity}


def log(entity: str, message: str, at: str = "09:37:30", **more: Any) -> Document:
    """A log line at a time of day."""
    return {"entity": entity, "message": message, "t": f"2026-03-04T{at}Z", **more}


def manifest(kind: str, entity: str, spec: Document, **more: Any) -> Document:
    """An object in its own words."""
    metadata = {"namespace": "brook", "name": entity.rpartition("/")[2]}
    attributes = {"kind": kind, "metadata": metadata, "spec": spec, **more}
    return {"entity": entity, "kind": "manifest", "attributes": attributes}


def template(name: str, **spec: Any) -> Document:
    """The spec of a deployment with one replica."""
    container = {"name": name, "image": f"{name}:1", "ports": [{"containerPort": 8080}]}
    pods = {"metadata": {"labels": {"app": name}}, "spec": {"containers": [container], **spec}}
    return {"replicas": 1, "selector": {"matchLabels": {"app": name}}, "template": pods}


def waits(reason: str, message: str = "") -> Document:
    """The state of a container that waits."""
    return {"state": "waiting", "reason": reason, "message": message}


def ended(code: int, reason: str = "Error", start: str = "09:30:00", end: str = "09:36:00") -> Document:
    """The state of a container that ended between two times of day."""
    return {
        "state": "terminated",
        "reason": reason,
        "exit_code": code,
        "started_at": f"2026-03-04T{start}Z",
        "finished_at": f"2026-03-04T{end}Z",
    }


def box(name: str, **more: Any) -> Document:
    """A running container."""
    return {
        "name": name,
        "image": f"registry.brook.example/{name}:4.2.0",
        "ports": ["8080/TCP"],
        "requests": {"cpu": "100m", "memory": "128Mi"},
        "limits": {"memory": "256Mi"},
        "ready": True,
        "restart_count": 0,
        "state": {"state": "running", "started_at": "2026-03-03T08:00:00Z"},
        **more,
    }


def pod(name: str, suffix: str = "6d5f7c9b4-x2k8q", containers: list[Document] | None = None, **more: Any) -> Document:
    """A pod of a deployment, ready where nothing else is said."""
    attributes: Document = {
        "namespace": "brook",
        "phase": "Running",
        "ready": "1/1",
        "restarts": 0,
        "node": "worker-1",
        "owner": f"ReplicaSet/{name}-{suffix.rpartition('-')[0]}",
        "labels": {"app": name},
        "conditions": {"Ready": "True"},
        "containers": containers or [box(name)],
        **more,
    }
    return {"entity": f"pod/{name}-{suffix}", "kind": "pod", "attributes": attributes}


def unready(name: str, container: Document, suffix: str = "6d5f7c9b4-x2k8q", **more: Any) -> Document:
    """A pod that is not ready for the sake of its container."""
    return pod(
        name, suffix, [{**container, "ready": False}], **{"ready": "0/1", "conditions": {"Ready": "False"}, **more}
    )


def crashing(name: str, code: int = 1, **more: Any) -> Document:
    """A pod in a crash loop."""
    container = box(name, restart_count=8, state=waits("CrashLoopBackOff"), last_state=ended(code), **more)
    return unready(name, container, restarts="8 (1m ago)")


def deployment(name: str, desired: int = 1, available: int | None = None, **more: Any) -> Document:
    """A deployment with all of its pods where nothing else is said."""
    have = desired if available is None else available
    counts = {"desired": desired, "ready": have, "available": have}
    attributes: Document = {"namespace": "brook", **counts, "selector": {"app": name}, **more}
    return {"entity": f"deployment/{name}", "kind": "deployment", "attributes": attributes}


def service(name: str, **more: Any) -> Document:
    """A Service that leads to its pods."""
    attributes: Document = {
        "namespace": "brook",
        "type": "ClusterIP",
        "selector": {"app": name},
        "cluster_ip": "10.96.4.7",
        "port": "http  80/TCP",
        "target_port": "8080/TCP",
        "endpoints": "10.244.1.9:8080",
        **more,
    }
    return {"entity": f"service/{name}", "kind": "service", "attributes": attributes}


def node(name: str, **more: Any) -> Document:
    """A ready node with room."""
    attributes: Document = {
        "labels": {"kubernetes.io/hostname": name, "pool": "general"},
        "taints": [],
        "unschedulable": False,
        "conditions": {"Ready": "True", "MemoryPressure": "False", "DiskPressure": "False"},
        "allocatable": {"cpu": "4", "memory": "16Gi", "pods": "110"},
        "allocated": {"cpu": {"requests": "1200m"}, "memory": {"requests": "3Gi"}},
        **more,
    }
    return {"entity": f"node/{name}", "kind": "node", "attributes": attributes}


def healthy(name: str) -> list[Document]:
    """A workload with its Service and all of its pods."""
    return [deployment(name), pod(name), service(name)]


def apps(*names: str) -> list[Document]:
    """Several healthy workloads."""
    return [item for name in names for item in healthy(name)]


def redis(**more: Any) -> list[Document]:
    """A cache whose Service may be altered."""
    container = box("redis", image="redis:7", ports=["6379/TCP"])
    ports = {"port": "6379/TCP", "target_port": "6379/TCP", "endpoints": "10.244.1.6:6379"}
    return [deployment("redis"), pod("redis", containers=[container]), service("redis", **{**ports, **more})]


def refused(message: str) -> Document:
    """A bundle with nothing but the scheduler's refusal of one pod."""
    said = event(CART_POD, "FailedScheduling", message, source="default-scheduler", count=9)
    return bundle(events=[said], resource="deployment/cart")


def bundle(
    *,
    states: list[Document] | None = None,
    events: list[Document] | None = None,
    logs: list[Document] | None = None,
    changes: list[Document] | None = None,
    metrics: list[Document] | None = None,
    edges: list[tuple[str, str, str]] | None = None,
    bystanders: bool = True,
    **incident: Any,
) -> Document:
    """A bundle about a failing check of the front; two healthy workloads stand beside any state."""
    found = [*(states or []), *(apps("checkout", "catalog") if bystanders and states else [])]
    told = {"title": "Storefront check failed", "severity": "critical", "source": "synthetic-monitor"}
    return {
        "schema": "evidence-bundle/1",
        "case_id": "small-cluster",
        "incident": {**told, "service": None, "resource": None, "collected_at": NOW, **incident},
        "alerts": [],
        "metrics": _numbered("m", metrics or []),
        "logs": _numbered("l", logs or []),
        "events": _numbered("e", events or []),
        "changes": _numbered("c", changes or []),
        "topology": _numbered("t", [{"from": one, "to": other, "kind": kind} for one, other, kind in edges or []]),
        "state": _numbered("s", found),
    }


def _numbered(prefix: str, rows: list[Document]) -> list[Document]:
    return [{"id": f"{prefix}{place}", **row} for place, row in enumerate(rows, start=1)]

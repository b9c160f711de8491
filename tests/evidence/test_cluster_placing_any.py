"""Whatever nodes, claims, units and events hold: a valid verdict, and the order of the items does not matter."""

import random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commander.contract.evidence import Bundle
from commander.evidence.engine import investigate

PLACES = ["node/a", "node/b", "pod/web-6d5f7c9b4-x2k8q", "pod/db-0", "pvc/data-db-0", "pv/p", "storageclass/s"]
PLACES += ["deployment/web", "statefulset/db", "pod/kube-scheduler-a", "pod/kube-apiserver-a", "cluster/c"]
KINDS = ["node", "pod", "pvc", "pv", "storageclass", "systemd_unit", "deployment", "statefulset", "manifest"]
KINDS += ["componentstatus", "connectivity_check", "resourcequota"]
KEYS = [
    "labels",
    "taints",
    "unschedulable",
    "conditions",
    "allocatable",
    "allocated",
    "capacity",
    "requested",
    "roles",
    "status",
    "phase",
    "node",
    "node_selector",
    "tolerations",
    "affinity",
    "containers",
    "volumes",
    "requests",
    "limits",
    "cpu",
    "memory",
    "pods",
    "nvidia.com/gpu",
    "unit",
    "active",
    "since",
    "log_tail",
    "storage_class",
    "access_modes",
    "selector",
    "matchLabels",
    "volume",
    "claim",
    "used_by",
    "owner",
    "ready",
    "desired",
    "available",
    "namespace",
    "kind",
    "spec",
    "template",
    "nodeAffinity",
    "podAntiAffinity",
    "requiredDuringSchedulingIgnoredDuringExecution",
    "nodeSelectorTerms",
    "matchExpressions",
    "key",
    "operator",
    "values",
    "effect",
    "name",
    "reason",
    "message",
    "Ready",
    "DiskPressure",
    "MemoryPressure",
    "NetworkUnavailable",
    "PodScheduled",
    "provisioner",
    "binding_mode",
    "default",
    "persistentVolumeClaim",
    "claimName",
    "resources",
    "used",
    "hard",
    "labelSelector",
    "topologyKey",
    "Healthy",
    "detail",
    "rtt_ms",
    "packet_loss",
    "scheduler",
    "healthy",
]
WORDS = [
    "True",
    "False",
    "Unknown",
    "Ready",
    "NotReady,SchedulingDisabled",
    "Pending",
    "Running",
    "Bound",
    "Lost",
    "<none>",
    "4",
    "250m",
    "8Gi",
    "500m(12%)",
    "RWX",
    "ReadWriteOnce",
    "manual",
    "data-db-0",
    "a",
    "disktype=ssd:NoSchedule",
    "op=Exists",
    "In",
    "NotIn",
    "Exists",
    "Gt",
    "inactive",
    "failed",
    "kubelet",
    "containerd",
    "kube-scheduler",
    "control-plane",
    "Evicted",
    "StatefulSet/db",
    "Unhealthy",
    "Deployment",
    "Node",
    "1e400",
    "rtt min/avg/max = 1/200/3 ms, 7% packet loss",
    "-1",
    "{",
]
MESSAGES = [
    "0/3 nodes are available: 1 node(s) were unschedulable, 2 Insufficient cpu, 1 Insufficient nvidia.com/gpu.",
    "0/99999999999 nodes are available: 99999999999 node(s) had untolerated taint {: }, {",
    'persistentvolumeclaim "data-db-0" not found',
    "0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims.",
    'storageclass.storage.k8s.io "x" not found',
    "Multi-Attach error for volume p",
    "The node was low on resource: memory.",
    "Node a status is now: NodeNotReady",
    "etcdserver: request timed out",
    "",
]
REASONS = ["FailedScheduling", "Scheduled", "FailedBinding", "FailedMount", "Evicted", "NodeNotReady", "NodeReady", ""]
scalars = st.one_of(st.none(), st.booleans(), st.integers(-3, 10**20), st.floats(), st.sampled_from(WORDS + MESSAGES))
values = st.recursive(
    scalars.filter(lambda one: one == one and one not in (float("inf"), float("-inf"))),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(KEYS), inner, max_size=4)),
    max_leaves=12,
)


def listed(prefix: str, one: Any, most: int) -> Any:
    return st.lists(one, max_size=most).map(
        lambda some: [{"id": f"{prefix}{n}", **item} for n, item in enumerate(some)]
    )


def clock(minute: int) -> str:
    return f"2026-11-21T0{7 + minute // 60}:{minute % 60:02d}:00Z"


@st.composite
def bundles(draw: Any) -> dict[str, Any]:
    attributes = st.dictionaries(st.sampled_from(KEYS), values, max_size=7)
    place = st.sampled_from(PLACES)
    state = st.fixed_dictionaries({"entity": place, "kind": st.sampled_from(KINDS), "attributes": attributes})
    event = st.fixed_dictionaries(
        {
            "entity": place,
            "kind": st.just("kubernetes"),
            "reason": st.sampled_from(REASONS),
            "message": st.sampled_from(MESSAGES),
            "t": st.integers(0, 119).map(clock) | st.none(),
        }
    )
    log = st.fixed_dictionaries({"entity": place, "level": st.just("error"), "message": st.sampled_from(MESSAGES)})
    incident = {"title": "x", "severity": "high", "source": "kubernetes", "collected_at": clock(120)}
    return {
        "schema": "evidence-bundle/1",
        "case_id": "any-case",
        "incident": incident | {"resource": draw(place | st.none())},
        **{section: [] for section in ("alerts", "metrics", "changes", "topology")},
        "state": draw(listed("s", state, 8)),
        "events": draw(listed("e", event, 5)),
        "logs": draw(listed("l", log, 2)),
    }


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(bundles(), st.integers(0, 9))
def test_any_bundle_gives_the_same_verdict_in_any_order(document: dict[str, Any], seed: int) -> None:
    one = investigate(Bundle.model_validate(document))
    known = {item["id"] for section in ("state", "events", "logs") for item in document[section]}
    assert {ref for fact in one.evidence for ref in fact.source_ref if not ref.startswith("section:")} <= known
    shuffler = random.Random(seed)
    for section in ("state", "events", "logs"):
        shuffler.shuffle(document[section])
    other = investigate(Bundle.model_validate(document))
    assert (one.verdict, one.root_cause) == (other.verdict, other.root_cause)

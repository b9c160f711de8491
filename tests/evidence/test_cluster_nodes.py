"""Nodes that are not ready, under pressure, gone or badly connected, and the control plane."""

from typing import Any

import pytest

from commander.evidence.engine import investigate
from tests.evidence.test_cluster_scheduling import bundle, cause, control, deployment, item, node, pending

LOST = {"status": "Unknown", "reason": "NodeStatusUnknown", "message": "Kubelet stopped posting node status."}


def lost(name: str = "b", **ready: Any) -> dict[str, Any]:
    return node(name, conditions={"Ready": {**LOST, **ready}})


def unit(name: str, active: str, host: str = "b", *tail: str) -> dict[str, Any]:
    return item(f"node/{host}", "systemd_unit", unit=f"{name}.service", active=active, log_tail=list(tail))


def pod(name: str, host: str, ready: bool = True) -> dict[str, Any]:
    return item(f"pod/{name}", "pod", phase="Running", ready="1/1" if ready else "0/1", node=host)


def test_the_kubelet_is_stopped() -> None:
    tail = "systemd[1]: Stopped kubelet: The Kubernetes Node Agent."
    state = [node("a"), lost(), unit("kubelet", "inactive (dead)", "b", tail), unit("containerd", "active (running)")]
    verdict = investigate(bundle([*state, pod("cart-6d5f7c9b4-x2k8q", "b", ready=False)]))
    assert cause(verdict) == ("confirmed", "node.kubelet_down", "node/b")
    before_the_node_turns = investigate(
        bundle([node("b"), unit("kubelet", "failed (Result: exit-code)")], service=None)
    )
    assert cause(before_the_node_turns)[1:] == ("node.kubelet_down", "node/b")


def test_the_runtime_is_stopped() -> None:
    down = {
        "status": "False",
        "reason": "KubeletNotReady",
        "message": "[container runtime is down, PLEG is not healthy]",
    }
    events = [{"entity": "node/b", "reason": "NodeNotReady", "message": "Node b status is now: NodeNotReady"}]
    verdict = investigate(bundle([node("a"), lost(**down)], events))
    assert cause(verdict) == ("confirmed", "node.container_runtime_down", "node/b")
    by_unit = investigate(
        bundle([node("a"), unit("containerd", "failed (Result: signal)"), unit("kubelet", "active (running)")])
    )
    assert cause(by_unit)[1:] == ("node.container_runtime_down", "node/b")


def test_an_unused_runtime_beside_a_running_one_is_normal() -> None:
    state = [node("b"), unit("docker", "inactive (dead)"), unit("containerd", "active (running)")]
    assert not [one for one in investigate(bundle(state)).hypotheses if one.cause.startswith("node.")]


def test_a_silent_node_is_not_ready_for_a_reason_that_is_not_known() -> None:
    verdict = investigate(bundle([node("a"), lost(), pod("cart-6d5f7c9b4-x2k8q", "b", ready=False)]))
    assert verdict.verdict in ("likely", "confirmed", "inconclusive")
    assert {one.cause for one in verdict.hypotheses[:2]} == {"node.not_ready", "node.kubelet_down"}
    assert {one.entity for one in verdict.hypotheses[:2]} == {"node/b"}
    network = {"status": "False", "reason": "KubeletNotReady"}
    network["message"] = "container runtime network not ready: NetworkReady=false: cni plugin not initialized"
    assert cause(investigate(bundle([node("a"), lost(**network)])))[1:] == ("node.not_ready", "node/b")


def test_a_node_that_is_ready_again_is_no_fault() -> None:
    events = [
        {
            "entity": "node/b",
            "reason": reason,
            "message": f"Node b status is now: {reason}",
            "t": f"2026-11-21T09:5{at}:00Z",
        }
        for at, reason in enumerate(("NodeNotReady", "NodeReady"))
    ]
    for state in ([], [node("b")]):
        found = investigate(bundle(state, events)).hypotheses
        assert not [one for one in found if one.cause.startswith("node.")]


def test_a_node_that_was_emptied_for_maintenance_is_no_cause() -> None:
    ready = {"Ready": LOST}
    state = [node("a"), node("b", conditions=ready, unschedulable=True), pod("cart-6d5f7c9b4-x2k8q", "a")]
    assert investigate(bundle([*state, deployment(available=2, ready="2/2")])).root_cause is None


@pytest.mark.parametrize(
    ("kind", "code", "word"),
    [("DiskPressure", "node.disk_pressure", "ephemeral-storage"), ("MemoryPressure", "node.memory_pressure", "memory")],
)
def test_pressure(kind: str, code: str, word: str) -> None:
    conditions = {"Ready": "True", kind: {"status": "True", "reason": f"KubeletHas{kind}", "message": "kubelet has it"}}
    evicted = [
        {"entity": f"pod/{name}", "reason": "Evicted", "message": f"The node was low on resource: {word}. Threshold"}
        for name in ("cart-6d5f7c9b4-x2k8q", "mail-5f7c9b4d6-x2k8q", "web-5f7c9b4d6-x2k8q")
    ]
    state = [node("a"), node("b", conditions=conditions), pod("cart-6d5f7c9b4-x2k8q", "b", ready=False)]
    assert cause(investigate(bundle(state, evicted))) == ("confirmed", code, "node/b")
    events = [
        {"entity": "node/b", "reason": "NodeHasDiskPressure" if word != "memory" else "NodeHasInsufficientMemory"}
    ]
    events[0]["message"] = f"Node b status is now: {events[0]['reason']}"
    assert cause(investigate(bundle([], [*events, *evicted])))[1:] == (code, "node/b")


def test_a_pod_beyond_its_own_limit_is_no_fault_of_its_node() -> None:
    said = {"entity": "pod/cart-6d5f7c9b4-x2k8q", "reason": "Evicted"}
    said["message"] = "Pod ephemeral local storage usage exceeds the total limit of containers 1Gi."
    found = investigate(bundle([node("b"), pod("cart-6d5f7c9b4-x2k8q", "b", ready=False)], [said])).hypotheses
    assert not [one for one in found if one.cause == "node.disk_pressure"]


def test_a_machine_that_its_provider_took_away() -> None:
    said = {"entity": "node/b", "reason": "DeletingNode", "t": "2026-11-21T09:58:00Z"}
    said["message"] = "Deleting node b because it does not exist in the cloud provider"
    warned = {"entity": "node/b", "reason": "SpotInterruption", "message": "Spot Instance interruption warning for i-1"}
    verdict = investigate(bundle([node("a"), deployment(available=1)], [warned, said]))
    assert cause(verdict) == ("confirmed", "compute.instance_lost", "node/b")


def metric(place: int, name: str, entity: str, values: list[float], unit: str = "None") -> dict[str, Any]:
    points = [[f"2026-11-21T09:{at:02d}:00Z", value] for at, value in enumerate(values)]
    return {"id": f"m{place}", "name": name, "entity": entity, "unit": unit, "period_s": 60, "points": points}


@pytest.mark.parametrize(
    ("name", "code", "bad"),
    [("network_rtt_ms", "node.network_latency", 180.0), ("packet_loss_percent", "node.packet_loss", 22.0)],
)
def test_one_nodes_network(name: str, code: str, bad: float) -> None:
    quiet = [1.0, 1.1, 0.9, 1.0, 1.1] * 8
    slow = [*quiet[:25], *(bad + wobble for wobble in (0, 2, 1, 3, 2) * 3)]
    metrics = [metric(1, name, "node/a", quiet), metric(2, name, "node/b", slow), metric(3, name, "node/c", quiet)]
    verdict = investigate(bundle([pod("cart-6d5f7c9b4-x2k8q", "b")], metrics=metrics))
    assert cause(verdict)[1:] == (code, "node/b")


@pytest.mark.parametrize(
    ("bad", "good", "code"),
    [
        ({"detail": "rtt min/avg/max/mdev = 190.1/204.5/251.0/9.1 ms"}, {"rtt_ms": 0.4}, "node.network_latency"),
        ({"detail": "20 packets transmitted, 14 received, 30% packet loss"}, {"packet_loss": "0%"}, "node.packet_loss"),
    ],
)
def test_a_check_of_every_node_finds_the_bad_one(bad: dict[str, Any], good: dict[str, Any], code: str) -> None:
    checks = [item(f"node/{n}", "connectivity_check", **(bad if n == "b" else good)) for n in "abc"]
    verdict = investigate(bundle([node("a"), node("b"), pod("cart-6d5f7c9b4-x2k8q", "b"), *checks]))
    assert cause(verdict) == ("confirmed", code, "node/b")
    fine = [item(f"node/{n}", "connectivity_check", **good) for n in "abc"]
    assert investigate(bundle([node("a"), *fine])).root_cause is None


def test_the_scheduler_is_stopped() -> None:
    waiting = [pending(), pending("pod/mail-5f7c9b4d6-x2k8q"), deployment()]
    static = [pod(f"{name}-cp-1", "cp-1") for name in ("kube-apiserver", "etcd", "kube-controller-manager")]
    events = [
        {"entity": "deployment/cart", "reason": "ScalingReplicaSet", "message": "Scaled up replica set cart-1 to 2"}
    ]
    stopped = unit("kube-scheduler", "inactive (dead)", "cp-1")
    by_unit = investigate(bundle([control(), node("a"), *waiting, stopped], events))
    assert cause(by_unit) == ("confirmed", "control_plane.scheduler_down", "node/cp-1")
    by_pods = investigate(bundle([control(), node("a"), *waiting, *static], events))
    assert cause(by_pods) == ("confirmed", "control_plane.scheduler_down", "node/cp-1")
    by_silence = investigate(bundle([control(), node("a"), *waiting], events))
    assert cause(by_silence) == ("likely", "control_plane.scheduler_down", "node/cp-1")


def test_a_scheduler_that_speaks_is_not_stopped() -> None:
    said = {
        "entity": "pod/cart-6d5f7c9b4-x2k8q",
        "reason": "FailedScheduling",
        "message": "0/1 nodes are available: 1 Insufficient cpu.",
    }
    found = investigate(bundle([control(), node("a"), pending(), deployment()], [said]))
    assert cause(found)[1] == "scheduling.insufficient_cpu"


def test_the_api_does_not_answer() -> None:
    logs = [
        {
            "id": "l1",
            "entity": "node/a",
            "level": "error",
            "message": "dial tcp 10.0.0.1:6443: connect: connection refused",
        },
        {
            "id": "l2",
            "entity": "deployment/operator",
            "message": "E1121 etcdserver: request timed out",
            "level": "error",
        },
    ]
    crashing = item(
        "pod/kube-apiserver-cp-1", "pod", phase="Running", status="CrashLoopBackOff", ready="0/1", node="cp-1"
    )
    verdict = investigate(bundle([control(), node("a"), crashing], logs=logs, service=None))
    assert cause(verdict)[1:] == ("control_plane.api_unavailable", "node/cp-1")

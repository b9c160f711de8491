"""Faults of placement, quotas, volumes, nodes and the control plane, told by state."""

import pytest

from tests.evidence.kubernetes_bundles import (
    CART,
    Told,
    box,
    bundle,
    check,
    deployment,
    ended,
    healthy,
    log,
    node,
    pod,
    state,
    unready,
    waits,
)

CASES = (
    Told(
        "selector-label-scheduling-state",
        ("k8s.scheduling.node_selector_mismatch",),
        CART,
        bundle(
            states=[
                deployment("cart", 1, 0),
                unready(
                    "cart",
                    box("cart", state={}),
                    phase="Pending",
                    node=None,
                    node_selector={"disk": "nvme"},
                    conditions={"PodScheduled": "False"},
                ),
                node("worker-1"),
                node("worker-2"),
            ]
        ),
    ),
    Told(
        "taint-state",
        ("k8s.scheduling.taint_not_tolerated",),
        CART,
        bundle(
            states=[
                deployment("cart", 1, 0),
                unready(
                    "cart", box("cart", state={}), phase="Pending", node=None, conditions={"PodScheduled": "False"}
                ),
                node("worker-1", taints=["maintenance=true:NoSchedule"]),
                node("worker-2", taints=["maintenance=true:NoSchedule"]),
                node("cp-1", roles=["control-plane"], taints=["node-role.kubernetes.io/control-plane:NoSchedule"]),
            ]
        ),
    ),
    Told(
        "cordon-state",
        ("k8s.scheduling.node_cordoned",),
        CART,
        bundle(
            states=[
                deployment("cart", 1, 0),
                unready(
                    "cart", box("cart", state={}), phase="Pending", node=None, conditions={"PodScheduled": "False"}
                ),
                node("worker-1", unschedulable=True, taints=["node.kubernetes.io/unschedulable:NoSchedule"]),
                node("worker-2", unschedulable=True),
            ]
        ),
    ),
    Told(
        "cpu-state",
        ("k8s.scheduling.insufficient_cpu",),
        CART,
        bundle(
            states=[
                deployment("cart", 1, 0),
                unready(
                    "cart",
                    box("cart", state={}, requests={"cpu": "32", "memory": "128Mi"}),
                    phase="Pending",
                    node=None,
                    conditions={"PodScheduled": "False"},
                ),
                node("worker-1"),
                node("worker-2"),
            ]
        ),
    ),
    Told(
        "quota-state",
        ("k8s.quota.memory_exceeded",),
        ("namespace/brook", *CART, "resourcequota/limits"),
        bundle(
            states=[
                deployment(
                    "cart",
                    3,
                    1,
                    conditions={
                        "ReplicaFailure": {
                            "status": "True",
                            "reason": "FailedCreate",
                            "message": (
                                'pods "cart-6d5f7c9b4-" is forbidden: exceeded quota: limits, requested: '
                                "requests.memory=512Mi, used: requests.memory=1792Mi, limited: "
                                "requests.memory=2Gi"
                            ),
                        }
                    },
                ),
                pod("cart"),
                state(
                    "resourcequota/limits",
                    namespace="brook",
                    resources={
                        "requests.memory": {"used": "1792Mi", "hard": "2Gi"},
                        "pods": {"used": "4", "hard": "20"},
                    },
                ),
            ]
        ),
    ),
    Told(
        "quota-pods-state",
        ("k8s.quota.pods_exceeded",),
        ("namespace/brook", *CART, "resourcequota/limits"),
        bundle(
            states=[
                deployment("cart", 3, 1),
                pod("cart"),
                state("resourcequota/limits", namespace="brook", resources={"pods": {"used": "3", "hard": "3"}}),
            ]
        ),
    ),
    Told(
        "pvc-class-state",
        ("k8s.volume.storage_class_mismatch",),
        ("pvc/db-data", "statefulset/db", "pod/db-0", "service/db"),
        bundle(
            states=[
                state("statefulset/db", namespace="brook", ready="0/1"),
                state(
                    "pod/db-0",
                    namespace="brook",
                    phase="Pending",
                    owner="StatefulSet/db",
                    ready="0/1",
                    labels={"app": "db"},
                    containers=[box("db", state={}, ready=False)],
                    volumes={"data": {"Type": "PersistentVolumeClaim", "ClaimName": "db-data"}},
                ),
                state(
                    "pvc/db-data",
                    namespace="brook",
                    status="Pending",
                    capacity="10Gi",
                    access_modes="RWO",
                    storage_class="fast",
                    used_by="db-0",
                ),
                state(
                    "pv/db-volume",
                    status="Available",
                    capacity="10Gi",
                    access_modes="RWO",
                    storage_class="manual",
                    source={"Type": "HostPath"},
                ),
            ]
        ),
    ),
    Told(
        "pvc-mode-state",
        ("k8s.volume.access_mode_mismatch",),
        ("pvc/db-data", "statefulset/db", "pod/db-0", "service/db"),
        bundle(
            states=[
                state("statefulset/db", namespace="brook", ready="0/1"),
                state(
                    "pod/db-0",
                    namespace="brook",
                    phase="Pending",
                    owner="StatefulSet/db",
                    ready="0/1",
                    labels={"app": "db"},
                    containers=[box("db", state={}, ready=False)],
                    volumes={"data": {"Type": "PersistentVolumeClaim", "ClaimName": "db-data"}},
                ),
                state(
                    "pvc/db-data",
                    namespace="brook",
                    status="Pending",
                    capacity="10Gi",
                    access_modes=["ReadWriteMany"],
                    storage_class="manual",
                ),
                state(
                    "pv/db-volume",
                    status="Available",
                    capacity="10Gi",
                    access_modes=["ReadWriteOnce"],
                    storage_class="manual",
                ),
            ]
        ),
    ),
    Told(
        "kubelet-unit",
        ("node.kubelet_down",),
        ("node/worker-1",),
        bundle(
            states=[
                node(
                    "worker-1",
                    conditions={
                        "Ready": {
                            "status": "Unknown",
                            "reason": "NodeStatusUnknown",
                            "message": "Kubelet stopped posting node status.",
                        }
                    },
                ),
                node("worker-2"),
                state(
                    "node/worker-1",
                    "systemd_unit",
                    unit="kubelet.service",
                    active="inactive (dead)",
                    since="2026-03-04 09:20:11 UTC",
                ),
                state("node/worker-1", "systemd_unit", unit="containerd.service", active="active (running)"),
            ]
        ),
    ),
    Told(
        "runtime-unit",
        ("node.container_runtime_down",),
        ("node/worker-1",),
        bundle(
            states=[
                node(
                    "worker-1",
                    conditions={
                        "Ready": {
                            "status": "False",
                            "reason": "KubeletNotReady",
                            "message": (
                                "[container runtime is down, PLEG is not healthy: pleg was last seen active 5m3s ago]"
                            ),
                        }
                    },
                ),
                node("worker-2"),
                state("node/worker-1", "systemd_unit", unit="containerd", active="failed (Result: exit-code)"),
                state("node/worker-1", "systemd_unit", unit="kubelet", active="active (running)"),
            ]
        ),
    ),
    Told(
        "kube-proxy-unit",
        ("node.kube_proxy_down",),
        ("node/worker-2",),
        bundle(
            states=[
                node("worker-1"),
                node("worker-2"),
                state("node/worker-2", "systemd_unit", unit="kube-proxy.service", active="inactive (dead)"),
                state("node/worker-1", "systemd_unit", unit="kube-proxy.service", active="active (running)"),
                state(
                    "service/cart",
                    "connectivity_check",
                    port=80,
                    ok=False,
                    detail="timed out from pods on worker-2",
                    probes=[{"from": "worker-1", "ok": True}, {"from": "worker-2", "ok": False}],
                ),
            ]
        ),
    ),
    Told(
        "scheduler-down",
        ("control_plane.scheduler_down",),
        ("node/cp-1",),
        bundle(
            states=[
                deployment("cart", 2, 1),
                pod("cart"),
                unready("cart", box("cart", state={}), "6d5f7c9b4-zz9kq", phase="Pending", node=None, conditions={}),
                node("worker-1"),
                node("cp-1", roles=["control-plane"], taints=["node-role.kubernetes.io/control-plane:NoSchedule"]),
                state("node/cp-1", "systemd_unit", unit="kube-scheduler.service", active="inactive (dead)"),
            ]
        ),
    ),
    Told(
        "policy-state",
        ("network.policy_blocked",),
        ("networkpolicy/deny", *CART),
        bundle(
            states=[
                *healthy("cart"),
                deployment("front"),
                pod("front", containers=[box("front", env={"CART_URL": "http://cart"})]),
                state(
                    "networkpolicy/deny",
                    namespace="brook",
                    spec=(
                        "PodSelector:     app=cart\n  Allowing ingress traffic:\n    <none> (Selected pods are "
                        "isolated for ingress connectivity)\n  Not affecting egress traffic\n  Policy Types: Ingress"
                    ),
                ),
            ],
            logs=[
                log(
                    "deployment/front",
                    'ERROR Get "http://cart/items": context deadline exceeded (Client.Timeout exceeded while '
                    "awaiting headers)",
                    count=30,
                )
            ],
        ),
    ),
    Told(
        "evicted-node",
        ("node.memory_pressure",),
        ("node/worker-1",),
        bundle(
            states=[
                node(
                    "worker-1",
                    conditions={
                        "Ready": "True",
                        "MemoryPressure": {
                            "status": "True",
                            "reason": "KubeletHasInsufficientMemory",
                            "message": "kubelet has insufficient memory available",
                        },
                    },
                ),
                deployment("cart", 1, 0),
                pod(
                    "cart",
                    phase="Failed",
                    status="Evicted",
                    ready="0/1",
                    conditions={"Ready": "False"},
                    reason="Evicted",
                    message="The node was low on resource: memory. Threshold quantity: 100Mi, available: 51Mi.",
                ),
                pod(
                    "search",
                    phase="Failed",
                    status="Evicted",
                    ready="0/1",
                    conditions={"Ready": "False"},
                    reason="Evicted",
                    message="The node was low on resource: memory.",
                ),
            ]
        ),
    ),
    Told(
        "coredns-down",
        ("dns.resolution_failure",),
        ("deployment/coredns", "service/kube-dns"),
        bundle(
            states=[
                state(
                    "deployment/coredns",
                    namespace="kube-system",
                    desired=2,
                    ready=0,
                    available=0,
                    selector={"k8s-app": "kube-dns"},
                ),
                state(
                    "service/kube-dns",
                    namespace="kube-system",
                    selector={"k8s-app": "kube-dns"},
                    port="dns 53/UDP",
                    target_port="53/UDP",
                    endpoints="<none>",
                ),
                state(
                    "pod/coredns-5d78c9869d-abcde",
                    namespace="kube-system",
                    phase="Running",
                    ready="0/1",
                    labels={"k8s-app": "kube-dns"},
                    owner="ReplicaSet/coredns-5d78c9869d",
                    containers=[
                        box(
                            "coredns",
                            ready=False,
                            restart_count=8,
                            state=waits("CrashLoopBackOff"),
                            last_state=ended(1),
                        )
                    ],
                ),
            ],
            logs=[
                log("deployment/checkout", "java.net.UnknownHostException: catalog", count=20),
                log("deployment/catalog", "getaddrinfo EAI_AGAIN checkout", count=14),
                log("pod/coredns-5d78c9869d-abcde", "plugin/forward: no nameservers found"),
            ],
        ),
    ),
)


@pytest.mark.parametrize("told", CASES, ids=[one.name for one in CASES])
def test_the_cause_is_found_where_it_is(told: Told) -> None:
    check(told)

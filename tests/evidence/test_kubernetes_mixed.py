"""Manifests alone, nodes, and neighbours that are told apart by one attribute."""

import pytest

from tests.evidence.kubernetes_bundles import (
    CALLS,
    CART,
    CART_POD,
    Told,
    apps,
    box,
    bundle,
    check,
    crashing,
    deployment,
    ended,
    event,
    log,
    manifest,
    node,
    pod,
    redis,
    service,
    state,
    template,
    unready,
    waits,
)

CASES = (
    Told(
        "manifests-sa",
        ("k8s.serviceaccount.missing",),
        CART,
        bundle(
            states=[
                manifest(
                    "Deployment",
                    "deployment/cart",
                    template("cart", serviceAccountName="cart-runner"),
                    status={
                        "replicas": 0,
                        "unavailableReplicas": 1,
                        "conditions": [
                            {
                                "type": "ReplicaFailure",
                                "status": "True",
                                "reason": "FailedCreate",
                                "message": (
                                    'pods "cart-6d5f7c9b4-" is forbidden: error looking up service account '
                                    'brook/cart-runner: serviceaccount "cart-runner" not found'
                                ),
                            }
                        ],
                    },
                ),
                state("namespace/brook", "serviceaccounts", names=["default", "cart"]),
            ]
        ),
    ),
    Told(
        "manifests-zero",
        ("k8s.workload.zero_replicas",),
        CART,
        bundle(
            states=[
                manifest("Deployment", "deployment/cart", {**template("cart"), "replicas": 0}),
                manifest(
                    "Service",
                    "service/cart",
                    {"selector": {"app": "cart"}, "ports": [{"port": 80, "targetPort": 8080}]},
                ),
                *apps("front"),
            ],
            logs=[log("deployment/front", "ERROR connect ECONNREFUSED cart:80", count=9)],
        ),
    ),
    Told(
        "manifests-probe",
        ("k8s.probe.readiness_wrong_port",),
        CART,
        bundle(
            states=[
                manifest(
                    "Deployment",
                    "deployment/cart",
                    {
                        "replicas": 1,
                        "selector": {"matchLabels": {"app": "cart"}},
                        "template": {
                            "metadata": {"labels": {"app": "cart"}},
                            "spec": {
                                "containers": [
                                    {
                                        "name": "cart",
                                        "ports": [{"containerPort": 8080}],
                                        "readinessProbe": {"httpGet": {"path": "/ready", "port": 8000}},
                                    }
                                ]
                            },
                        },
                    },
                ),
                state(
                    CART_POD,
                    namespace="brook",
                    phase="Running",
                    ready="0/1",
                    labels={"app": "cart"},
                    owner="ReplicaSet/cart-6d5f7c9b4",
                ),
                service("cart", endpoints=""),
            ]
        ),
    ),
    Told(
        "affinity-antiself",
        ("k8s.scheduling.anti_affinity_conflict",),
        CART,
        bundle(
            states=[
                manifest(
                    "Deployment",
                    "deployment/cart",
                    {
                        **template(
                            "cart",
                            affinity={
                                "podAntiAffinity": {
                                    "requiredDuringSchedulingIgnoredDuringExecution": [
                                        {
                                            "labelSelector": {"matchLabels": {"app": "cart"}},
                                            "topologyKey": "kubernetes.io/hostname",
                                        }
                                    ]
                                }
                            },
                        ),
                        "replicas": 3,
                    },
                ),
                deployment("cart", 3, 2),
                pod("cart"),
                pod("cart", "6d5f7c9b4-bbbbb", node="worker-2"),
                unready(
                    "cart",
                    box("cart", state={}),
                    "6d5f7c9b4-zz9kq",
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
        "memory-state",
        ("k8s.scheduling.insufficient_memory",),
        CART,
        bundle(
            states=[
                deployment("cart", 1, 0),
                unready(
                    "cart",
                    box("cart", state={}, requests={"cpu": "100m", "memory": "14Gi"}),
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
        "gpu-state",
        ("k8s.scheduling.insufficient_gpu",),
        CART,
        bundle(
            states=[
                deployment("cart", 1, 0),
                unready(
                    "cart",
                    box("cart", state={}, limits={"nvidia.com/gpu": "1"}, requests={"nvidia.com/gpu": "1"}),
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
        "configmap-ref-list",
        ("k8s.config.configmap_missing",),
        CART,
        bundle(
            states=[
                deployment("cart", 1, 0),
                unready(
                    "cart",
                    box(
                        "cart",
                        state=waits("CreateContainerConfigError"),
                        env={"MODE": "<set to the key 'mode' of config map 'cart-cfg'>  Optional: false"},
                    ),
                    phase="Pending",
                ),
                state("namespace/brook", "configmaps", names=["kube-root-ca.crt", "cart-config"]),
            ]
        ),
    ),
    Told(
        "env-address-space",
        ("app.config.dependency_address_wrong",),
        CART,
        bundle(
            states=[
                *apps("front"),
                deployment("cart", 1, 0),
                crashing("cart", env={"REDIS_HOST": "redis.prod.svc.cluster.local", "REDIS_PORT": "6379"}),
                service("cart", endpoints=""),
                *redis(),
            ],
            logs=[log(CART_POD, "Error: getaddrinfo ENOTFOUND redis.prod.svc.cluster.local", count=8)],
            resource="service/front",
            edges=CALLS,
        ),
    ),
    Told(
        "port-word-only",
        ("k8s.service.port_mismatch",),
        CART,
        bundle(
            states=[
                *apps("front"),
                deployment("cart"),
                pod("cart", containers=[box("cart", ports=[])]),
                service("cart", target_port="8081/TCP", endpoints="10.244.1.9:8081"),
            ],
            logs=[
                log(CART_POD, "INFO  Listening on http://0.0.0.0:8080"),
                log("deployment/front", "ERROR connect ECONNREFUSED 10.244.1.9:8081", count=9),
            ],
            edges=CALLS,
        ),
    ),
    Told(
        "disk-state",
        ("node.disk_pressure",),
        ("node/worker-1",),
        bundle(
            states=[
                node(
                    "worker-1",
                    conditions={
                        "Ready": "True",
                        "DiskPressure": {
                            "status": "True",
                            "reason": "KubeletHasDiskPressure",
                            "message": "kubelet has disk pressure",
                        },
                    },
                    taints=["node.kubernetes.io/disk-pressure:NoSchedule"],
                ),
                node("worker-2"),
                deployment("cart", 1, 0),
                pod(
                    "cart",
                    phase="Failed",
                    status="Evicted",
                    ready="0/1",
                    conditions={"Ready": "False"},
                    reason="Evicted",
                    message="The node was low on resource: ephemeral-storage.",
                ),
            ]
        ),
    ),
    Told(
        "kubelet-event-only",
        ("node.not_ready", "node.kubelet_down", None),  # which of them only the state of the node tells
        ("node/worker-1",),
        bundle(
            events=[
                event("node/worker-1", "NodeNotReady", "Node worker-1 status is now: NodeNotReady", kind="normal"),
                event(CART_POD, "NodeNotReady", "Node is not ready"),
                event("pod/search-6d5f7c9b4-bbbbb", "NodeNotReady", "Node is not ready"),
            ],
            resource="node/worker-1",
        ),
    ),
    Told(
        "spot",
        ("compute.instance_lost",),
        ("node/worker-1",),
        bundle(
            events=[
                event(
                    "node/worker-1",
                    "SpotInterruption",
                    "Spot interruption warning was triggered for the node",
                    source="aws-node-termination-handler",
                ),
                event("node/worker-1", "NodeNotReady", "Node worker-1 status is now: NodeNotReady", kind="normal"),
                event(
                    "node/worker-1",
                    "RemovingNode",
                    "Node worker-1 event: Removing Node worker-1 from Controller",
                    kind="normal",
                ),
            ],
            resource="service/cart",
        ),
    ),
    Told(
        "imagepull-timeout",
        (
            None,
            "deployment.rollout_stuck",
            "k8s.image.pull_unauthorized",
            "network.partition",
            "dependency.unreachable",
            "network.policy_blocked",
        ),
        (*CART, "node/worker-1"),
        bundle(
            events=[
                event(
                    CART_POD,
                    "Failed",
                    'Failed to pull image "registry.brook.example/cart:9": Get "https://registry.brook.example/v2/": '
                    "dial tcp 10.0.0.9:443: i/o timeout",
                )
            ],
            resource="deployment/cart",
        ),
    ),
    Told(
        "blind-pod-restarts",
        (None, "code.unhandled_error"),
        CART,
        bundle(
            states=[
                deployment("cart"),
                pod("cart", restarts="12 (4m ago)", containers=[box("cart", restart_count=12)]),
                service("cart"),
            ],
            resource="service/cart",
            title="KubePodCrashLooping",
        ),
    ),
    Told(
        "blind-endpoints-only",
        (None, "lb.no_healthy_targets", "k8s.service.selector_mismatch"),
        CART,
        bundle(states=[service("cart", endpoints="<none>")], bystanders=False, resource="service/cart"),
    ),
    Told(
        "leak",
        ("compute.memory_leak", "code.memory_leak"),
        CART,
        bundle(
            states=[
                deployment("cart", 1, 0),
                unready(
                    "cart",
                    box(
                        "cart",
                        restart_count=2,
                        state=waits("CrashLoopBackOff"),
                        last_state=ended(137, "OOMKilled", "01:00:00", "09:36:00"),
                        limits={"memory": "512Mi"},
                    ),
                ),
            ],
            resource="deployment/cart",
            metrics=[
                {
                    "name": "memory_usage",
                    "entity": "deployment/cart",
                    "unit": "Bytes",
                    "period_s": 600,
                    "points": [
                        [f"2026-03-04T{1 + i // 6:02d}:{i % 6 * 10:02d}:00Z", 100000000.0 + i * 8200000.0]
                        for i in range(51)
                    ],
                }
            ],
        ),
    ),
    Told(
        "two-faults-loud-quiet",
        ("k8s.config.secret_missing",),
        CART,
        bundle(
            states=[
                *apps("front"),
                deployment("cart", 1, 0),
                unready(
                    "cart",
                    box("cart", state=waits("CreateContainerConfigError", 'secret "cart-db" not found')),
                    phase="Pending",
                ),
                service("cart", endpoints=""),
                deployment("ads", 1, 0),
                crashing("ads"),
            ],
            logs=[
                log("pod/ads-6d5f7c9b4-x2k8q", 'java.lang.NullPointerException: Cannot invoke "x"', count=400),
                log(
                    "pod/front-6d5f7c9b4-x2k8q",
                    "ERROR rpc error: code = Unavailable desc = no endpoints for cart",
                    count=90,
                ),
            ],
            edges=[*CALLS, ("service/front", "service/ads", "calls")],
            resource="service/front",
            title="POST /cart fails",
        ),
    ),
)


@pytest.mark.parametrize("told", CASES, ids=[one.name for one in CASES])
def test_the_cause_is_found_where_it_is(told: Told) -> None:
    check(told)

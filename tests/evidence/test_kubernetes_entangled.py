"""Faults that show far from where they are, beside effects and unrelated trouble."""

import pytest

from tests.evidence.kubernetes_bundles import (
    CALLS,
    CART,
    CART_POD,
    FRONT,
    REDIS,
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
    node,
    pod,
    redis,
    service,
    state,
    unready,
    waits,
)

CASES = (
    Told(
        "deep-target-port",
        ("k8s.service.port_mismatch",),
        REDIS,
        bundle(
            states=[
                *apps("front"),
                deployment("cart", 1, 0),
                crashing("cart", env={"REDIS_ADDR": "redis:6379"}),
                service("cart", endpoints="<none>"),
                *redis(target_port="6380/TCP"),
            ],
            edges=CALLS,
            resource="service/front",
            logs=[
                log(CART_POD, "Error: connect ECONNREFUSED 10.96.4.7:6379", count=60),
                log(
                    "pod/front-6d5f7c9b4-x2k8q",
                    "rpc error: code = Unavailable desc = connection error: dial tcp 10.96.1.1:80: connect: "
                    "connection refused",
                    count=80,
                ),
            ],
        ),
    ),
    Told(
        "deep-zero",
        ("k8s.workload.zero_replicas",),
        REDIS,
        bundle(
            states=[
                *apps("front"),
                deployment("cart", 1, 0),
                crashing("cart", env={"REDIS_ADDR": "redis:6379"}),
                service("cart", endpoints="<none>"),
                deployment("redis", 0),
                service("redis", port="6379/TCP", target_port="6379/TCP", endpoints="<none>"),
            ],
            edges=CALLS,
            resource="service/front",
            logs=[log(CART_POD, "Error: connect ECONNREFUSED 10.96.4.7:6379", count=60)],
        ),
    ),
    Told(
        "deep-oom",
        ("k8s.container.oom_killed",),
        REDIS,
        bundle(
            states=[
                *apps("front", "cart"),
                deployment("redis", 1, 0),
                unready(
                    "redis",
                    box(
                        "redis",
                        ports=["6379/TCP"],
                        restart_count=11,
                        state=waits("CrashLoopBackOff"),
                        last_state=ended(137, "OOMKilled", "09:35:00", "09:35:30"),
                    ),
                ),
                service("redis", port="6379/TCP", target_port="6379/TCP", endpoints=""),
            ],
            edges=CALLS,
            resource="service/front",
            logs=[log(CART_POD, "RedisConnectionException: Unable to connect to redis:6379", count=60)],
        ),
    ),
    Told(
        "liveness-kills-slow-jvm",
        ("k8s.probe.liveness_too_aggressive",),
        CART,
        bundle(
            states=[
                *apps("front"),
                deployment("cart", 1, 0),
                unready(
                    "cart",
                    box(
                        "cart",
                        restart_count=14,
                        liveness=(
                            "http-get http://:8080/actuator/health delay=2s timeout=1s period=3s #success=1 #failure=2"
                        ),
                        readiness=(
                            "http-get http://:8080/actuator/health delay=10s timeout=3s period=10s #success=1 "
                            "#failure=3"
                        ),
                        state={"state": "running", "started_at": "2026-03-04T09:39:50Z"},
                        last_state=ended(143, "Error", "09:39:35", "09:39:44"),
                    ),
                ),
                service("cart", endpoints=""),
            ],
            resource="service/front",
            edges=CALLS,
            logs=[log(CART_POD, "INFO Starting CartApplication using Java 17", "09:39:51", count=14)],
        ),
    ),
    Told(
        "bad-tag-one-of-two",
        ("k8s.image.reference_invalid", "deployment.bad_release"),
        CART,
        bundle(
            states=[
                *apps("front"),
                deployment("cart", 2, 2, updated=1),
                pod("cart", "7f8b9c6d5-bbbbb"),
                pod("cart", "7f8b9c6d5-ccccc"),
                unready(
                    "cart",
                    box(
                        "cart",
                        image="registry.brook.example/cart:latset",
                        state=waits(
                            "ErrImagePull",
                            "rpc error: code = NotFound desc = failed to pull and unpack image "
                            '"registry.brook.example/cart:latset": failed to resolve reference '
                            '"registry.brook.example/cart:latset": registry.brook.example/cart:latset: not found',
                        ),
                    ),
                    phase="Pending",
                ),
            ],
            resource="deployment/cart",
            title="Rollout of cart not complete",
        ),
    ),
    Told(
        "volume-secret-mount",
        ("k8s.config.secret_missing",),
        CART,
        bundle(
            states=[
                *apps("front"),
                deployment("cart", 1, 0),
                unready(
                    "cart",
                    box("cart", state=waits("ContainerCreating")),
                    phase="Pending",
                    volumes={"tls": {"Type": "Secret", "SecretName": "cart-tls"}},
                ),
            ],
            events=[
                event(
                    CART_POD,
                    "FailedMount",
                    'MountVolume.SetUp failed for volume "tls" : secret "cart-tls" not found',
                    count=19,
                ),
                event(
                    CART_POD,
                    "FailedMount",
                    "Unable to attach or mount volumes: unmounted volumes=[tls], unattached volumes=[tls "
                    "kube-api-access-8x]: timed out waiting for the condition",
                    "09:36:00",
                    count=4,
                ),
            ],
            resource="service/front",
        ),
    ),
    Told(
        "one-node-cordoned-others-full",
        ("k8s.scheduling.insufficient_cpu", "k8s.scheduling.node_cordoned", None),
        CART,
        bundle(
            events=[
                event(
                    CART_POD,
                    "FailedScheduling",
                    "0/4 nodes are available: 1 node(s) were unschedulable, 3 Insufficient cpu.",
                    count=22,
                )
            ],
            resource="deployment/cart",
        ),
    ),
    Told(
        "node-lost-pods-pending",
        ("node.not_ready", "node.kubelet_down", "compute.instance_lost"),
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
                    taints=["node.kubernetes.io/unreachable:NoExecute"],
                ),
                node("worker-2"),
                deployment("cart", 2, 1),
                pod("cart", "6d5f7c9b4-bbbbb", node="worker-2"),
                unready("cart", box("cart"), node="worker-1", status="Terminating"),
                deployment("search", 1, 0),
                unready("search", box("search"), node="worker-1"),
            ],
            bystanders=False,
            resource="service/cart",
        ),
    ),
    Told(
        "plain-crash-no-logs",
        ("code.unhandled_error", None),
        CART,
        bundle(states=[*apps("front"), deployment("cart", 1, 0), crashing("cart")], resource="service/front"),
    ),
    Told(
        "crash-elsewhere-herring",
        ("k8s.service.selector_mismatch",),
        CART,
        bundle(
            states=[
                *apps("front"),
                deployment("cart"),
                pod("cart"),
                service("cart", selector={"app": "cart", "version": "v2"}, endpoints="<none>"),
                deployment("report", 1, 0),
                crashing("report"),
            ],
            edges=CALLS,
            resource="service/front",
            logs=[log("pod/report-6d5f7c9b4-x2k8q", "KeyError: 'month'", count=8)],
        ),
    ),
    Told(
        "quota-service",
        ("k8s.quota.services_exceeded",),
        ("namespace/brook",),
        bundle(
            events=[
                event(
                    "service/cart",
                    "FailedCreate",
                    'services "cart" is forbidden: exceeded quota: team, requested: services=1, used: services=5, '
                    "limited: services=5",
                )
            ],
            states=[
                *apps("front"),
                state("resourcequota/team", namespace="brook", resources={"services": {"used": "5", "hard": "5"}}),
            ],
            resource="namespace/brook",
        ),
    ),
    Told(
        "quota-limits-cpu",
        ("k8s.quota.cpu_exceeded",),
        ("namespace/brook", *CART),
        bundle(
            events=[
                event(
                    "replicaset/cart-6d5f7c9b4",
                    "FailedCreate",
                    'Error creating: pods "cart-6d5f7c9b4-7x" is forbidden: exceeded quota: team, requested: '
                    "limits.cpu=2,requests.cpu=500m, used: limits.cpu=7,requests.cpu=2, limited: "
                    "limits.cpu=8,requests.cpu=8",
                    count=18,
                )
            ],
            states=[*apps("front"), deployment("cart", 1, 0)],
            resource="service/front",
        ),
    ),
    Told(
        "quota-pvc",
        ("k8s.quota.storage_exceeded",),
        ("namespace/brook",),
        bundle(
            events=[
                event(
                    "statefulset/db",
                    "FailedCreate",
                    "create Claim data-db-0 for Pod db-0 in StatefulSet db failed error: persistentvolumeclaims "
                    '"data-db-0" is forbidden: exceeded quota: team, requested: requests.storage=100Gi, used: '
                    "requests.storage=60Gi, limited: requests.storage=100Gi",
                    count=9,
                )
            ],
            states=[state("statefulset/db", namespace="brook", ready="0/1"), *apps("front")],
            resource="statefulset/db",
        ),
    ),
    Told(
        "quota-objects",
        ("k8s.quota.objects_exceeded",),
        ("namespace/brook",),
        bundle(
            events=[
                event(
                    "deployment/cart",
                    "FailedCreate",
                    'configmaps "cart-env" is forbidden: exceeded quota: objs, requested: count/configmaps=1, used: '
                    "count/configmaps=10, limited: count/configmaps=10",
                    count=3,
                )
            ],
            states=apps("front", "cart"),
            resource="namespace/brook",
        ),
    ),
    Told(
        "init-fails",
        ("code.unhandled_error", "k8s.container.command_invalid", "dependency.unreachable", "db.unreachable", None),
        (*CART, "service/postgres"),
        bundle(
            states=[
                *apps("front"),
                deployment("cart", 1, 0),
                pod(
                    "cart",
                    ready="0/1",
                    status="Init:CrashLoopBackOff",
                    phase="Pending",
                    conditions={"Ready": "False"},
                    containers=[
                        box(
                            "migrate",
                            init=True,
                            ready=False,
                            restart_count=6,
                            state=waits("CrashLoopBackOff"),
                            last_state=ended(1),
                        ),
                        box("cart", ready=False, state=waits("PodInitializing")),
                    ],
                ),
            ],
            logs=[
                log(
                    CART_POD,
                    'psql: error: connection to server at "postgres" (10.0.0.1), port 5432 failed: Connection refused',
                    count=6,
                )
            ],
            resource="service/front",
        ),
    ),
    Told(
        "webhook-denied-state",
        ("k8s.admission.webhook_denied",),
        CART,
        bundle(
            states=[
                *apps("front"),
                deployment(
                    "cart",
                    1,
                    0,
                    conditions={
                        "ReplicaFailure": {
                            "status": "True",
                            "reason": "FailedCreate",
                            "message": (
                                'admission webhook "policy.guard.example" denied the request: image tag '
                                "latest is not allowed"
                            ),
                        }
                    },
                ),
            ],
            resource="service/front",
        ),
    ),
    Told(
        "sandbox-cni",
        ("node.not_ready", "network.partition", "deployment.rollout_stuck", "aws.service_quota_exceeded", None),
        (*CART, "node/worker-1"),
        bundle(
            states=[
                *apps("front"),
                deployment("cart", 1, 0),
                unready("cart", box("cart", state=waits("ContainerCreating")), phase="Pending"),
            ],
            events=[
                event(
                    CART_POD,
                    "FailedCreatePodSandBox",
                    "Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for "
                    'sandbox "1f": plugin type="aws-cni" name="aws-cni" failed (add): add cmd: failed to assign an '
                    "IP address to container",
                    count=30,
                )
            ],
            resource="service/front",
        ),
    ),
    Told(
        "api-down",
        ("control_plane.api_unavailable",),
        ("node/cp-1", "cluster/brook", "service/kubernetes", "pod/kube-apiserver-cp-1"),
        bundle(
            states=[
                node("worker-1"),
                node("cp-1", roles=["control-plane"]),
                state("node/cp-1", "systemd_unit", unit="kube-apiserver.service", active="failed (Result: exit-code)"),
                *apps("front"),
            ],
            logs=[
                log(
                    "node/worker-1",
                    "E0304 09:35:00.1 reflector.go:147] Failed to watch *v1.Pod: Get "
                    '"https://10.0.0.5:6443/api/v1/pods": dial tcp 10.0.0.5:6443: connect: connection refused',
                    count=50,
                )
            ],
        ),
    ),
    Told(
        "scheduler-pod-crash",
        ("control_plane.scheduler_down",),
        ("node/cp-1", "pod/kube-scheduler-cp-1"),
        bundle(
            states=[
                node("worker-1"),
                node("cp-1", roles=["control-plane"]),
                deployment("cart", 2, 1),
                pod("cart"),
                unready("cart", box("cart", state={}), "6d5f7c9b4-zz9kq", phase="Pending", node=None, conditions={}),
                state(
                    "pod/kube-scheduler-cp-1",
                    namespace="kube-system",
                    phase="Running",
                    ready="0/1",
                    node="cp-1",
                    labels={"component": "kube-scheduler"},
                    containers=[
                        box(
                            "kube-scheduler",
                            ready=False,
                            restart_count=12,
                            state=waits("CrashLoopBackOff"),
                            last_state=ended(1),
                        )
                    ],
                ),
            ]
        ),
    ),
    Told(
        "connectivity-egress",
        ("network.policy_blocked",),
        ("networkpolicy/lock", *FRONT, *CART),
        bundle(
            states=[
                *apps("front", "cart"),
                state(
                    "networkpolicy/lock",
                    namespace="brook",
                    spec=(
                        "PodSelector: app=front\n  Not affecting ingress traffic\n  Allowing egress traffic:\n    "
                        "<none> (Selected pods are isolated for egress connectivity)\n  Policy Types: Egress"
                    ),
                ),
                state(
                    "service/cart",
                    "connectivity_check",
                    port=80,
                    ok=False,
                    detail="timeout after 3 s",
                    probes=[{"from": "front", "ok": False}, {"from": "checkout", "ok": True}],
                ),
            ],
            edges=CALLS,
            resource="service/front",
        ),
    ),
    Told(
        "rotated",
        ("access.secret_rotation",),
        CART,
        bundle(
            states=[
                *apps("front"),
                deployment("cart", 1, 1),
                pod(
                    "cart",
                    started_at="2026-03-01T08:00:00Z",
                    containers=[box("cart", env={"DB_PASSWORD": "<set to the key 'password' in secret 'cart-db'>"})],
                ),
            ],
            logs=[
                log(
                    CART_POD,
                    'FATAL: password authentication failed for user "cart"',
                    "09:31:00",
                    level="error",
                    count=70,
                )
            ],
            resource="service/cart",
            started_at="2026-03-04T09:31:00Z",
            changes=[
                {
                    "t": "2026-03-04T09:30:00Z",
                    "kind": "access",
                    "actor": "rotation",
                    "action": "update Secret cart-db",
                    "entity": "secret/cart-db",
                    "details": {"keys": ["password"]},
                }
            ],
        ),
    ),
)


@pytest.mark.parametrize("told", CASES, ids=[one.name for one in CASES])
def test_the_cause_is_found_where_it_is(told: Told) -> None:
    check(told)

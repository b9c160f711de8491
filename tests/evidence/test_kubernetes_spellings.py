"""The same things in other spellings, with little evidence, and beside what looks like them."""

import pytest

from tests.evidence.kubernetes_bundles import (
    CART,
    CART_POD,
    FRONT,
    Told,
    box,
    bundle,
    check,
    deployment,
    ended,
    event,
    healthy,
    log,
    node,
    pod,
    service,
    state,
    unready,
    waits,
)

CASES = (
    Told(
        "word-only-image",
        ("k8s.image.reference_invalid", "k8s.image.pull_unauthorized", None),
        CART,
        bundle(
            states=[
                deployment("cart", 1, 0),
                state(
                    CART_POD,
                    namespace="brook",
                    status="ImagePullBackOff",
                    ready="0/1",
                    restarts=0,
                    labels={"app": "cart"},
                ),
            ]
        ),
    ),
    Told(
        "word-invalid-image",
        ("k8s.image.reference_invalid",),
        CART,
        bundle(
            states=[
                deployment("cart", 1, 0),
                state(
                    CART_POD,
                    namespace="brook",
                    status="InvalidImageName",
                    ready="0/1",
                    restarts=0,
                    labels={"app": "cart"},
                ),
            ]
        ),
    ),
    Told(
        "camel-pod-oom",
        ("k8s.container.oom_killed",),
        CART,
        bundle(
            states=[
                deployment("cart", 1, 0),
                state(
                    CART_POD,
                    "manifest",
                    kind="Pod",
                    metadata={
                        "name": "cart-6d5f7c9b4-x2k8q",
                        "namespace": "brook",
                        "labels": {"app": "cart"},
                        "ownerReferences": [{"kind": "ReplicaSet", "name": "cart-6d5f7c9b4"}],
                    },
                    spec={
                        "containers": [{"name": "cart", "image": "cart:1", "resources": {"limits": {"memory": "64Mi"}}}]
                    },
                    status={
                        "phase": "Running",
                        "containerStatuses": [
                            {
                                "name": "cart",
                                "ready": False,
                                "restartCount": 7,
                                "state": {
                                    "waiting": {
                                        "reason": "CrashLoopBackOff",
                                        "message": "back-off 5m0s restarting failed container",
                                    }
                                },
                                "lastState": {
                                    "terminated": {
                                        "reason": "OOMKilled",
                                        "exitCode": 137,
                                        "finishedAt": "2026-03-04T09:36:00Z",
                                    }
                                },
                            }
                        ],
                    },
                ),
            ]
        ),
    ),
    Told(
        "waiting-true-config",
        ("k8s.config.secret_missing",),
        CART,
        bundle(
            states=[
                deployment("cart", 1, 0),
                unready(
                    "cart",
                    box(
                        "cart",
                        state={
                            "waiting": True,
                            "reason": "CreateContainerConfigError",
                            "message": "couldn't find key password in Secret brook/cart-db",
                        },
                    ),
                    phase="Pending",
                ),
            ]
        ),
    ),
    Told(
        "namespaced-entities-selector",
        ("k8s.service.selector_mismatch",),
        ("service/brook/cart", "deployment/brook/cart", "pod/brook/cart-6d5f7c9b4-x2k8q"),
        bundle(
            states=[
                state("deployment/brook/cart", desired=1, ready=1, available=1, selector={"app": "cart"}),
                state(
                    "pod/brook/cart-6d5f7c9b4-x2k8q",
                    phase="Running",
                    ready="1/1",
                    labels={"app": "cart"},
                    containers=[box("cart")],
                ),
                state(
                    "service/brook/cart",
                    selector={"app": "kart"},
                    port="80/TCP",
                    target_port="8080/TCP",
                    endpoints="<none>",
                ),
                state(
                    "pod/brook/search-7f8b9c6d5-bbbbb",
                    phase="Running",
                    ready="1/1",
                    labels={"app": "search"},
                    containers=[box("search")],
                ),
            ],
            bystanders=False,
        ),
    ),
    Told(
        "replicas-text-rollout",
        ("deployment.rollout_stuck",),
        CART,
        bundle(
            states=[
                deployment(
                    "cart",
                    2,
                    1,
                    replicas="2 desired | 1 updated | 3 total | 2 available | 1 unavailable",
                    conditions={
                        "Progressing": {
                            "status": "False",
                            "reason": "ProgressDeadlineExceeded",
                            "message": 'ReplicaSet "cart-6d5f7c9b4" has timed out progressing.',
                        }
                    },
                ),
                pod("cart", "7f8b9c6d5-bbbbb"),
            ]
        ),
    ),
    Told(
        "affinity-manifest",
        ("k8s.scheduling.node_affinity_mismatch",),
        CART,
        bundle(
            states=[
                state(
                    "deployment/cart",
                    "manifest",
                    kind="Deployment",
                    metadata={"namespace": "brook"},
                    spec={
                        "replicas": 1,
                        "template": {
                            "metadata": {"labels": {"app": "cart"}},
                            "spec": {
                                "affinity": {
                                    "nodeAffinity": {
                                        "requiredDuringSchedulingIgnoredDuringExecution": {
                                            "nodeSelectorTerms": [
                                                {
                                                    "matchExpressions": [
                                                        {"key": "zone", "operator": "In", "values": ["c"]}
                                                    ]
                                                }
                                            ]
                                        }
                                    }
                                },
                                "containers": [{"name": "cart"}],
                            },
                        },
                    },
                ),
                unready(
                    "cart", box("cart", state={}), phase="Pending", node=None, conditions={"PodScheduled": "False"}
                ),
                node("worker-1", labels={"zone": "a"}),
                node("worker-2", labels={"zone": "b"}),
            ],
            events=[
                event(
                    CART_POD,
                    "FailedScheduling",
                    "0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector. preemption: 0/2 "
                    "nodes are available: 2 Preemption is not helpful for scheduling.",
                )
            ],
        ),
    ),
    Told(
        "selector-event-ambiguous",
        ("k8s.scheduling.node_selector_mismatch", "k8s.scheduling.node_affinity_mismatch", None),
        CART,
        bundle(
            events=[
                event(
                    CART_POD,
                    "FailedScheduling",
                    "0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector.",
                )
            ],
            resource="deployment/cart",
        ),
    ),
    Told(
        "tainted-pool-and-full",
        ("k8s.scheduling.insufficient_memory",),
        CART,
        bundle(
            events=[
                event(
                    CART_POD,
                    "FailedScheduling",
                    "0/6 nodes are available: 1 node(s) had untolerated taint "
                    "{node-role.kubernetes.io/control-plane: }, 2 Insufficient memory, 3 node(s) had untolerated "
                    "taint {nvidia.com/gpu: present}.",
                )
            ],
            resource="deployment/cart",
        ),
    ),
    Told(
        "unbound-pvc-event",
        ("k8s.volume.storage_class_mismatch",),
        ("pvc/cart-data", *CART),
        bundle(
            events=[
                event(
                    CART_POD,
                    "FailedScheduling",
                    "0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims.",
                ),
                event("pvc/cart-data", "ProvisioningFailed", 'storageclass.storage.k8s.io "fsat" not found', count=20),
            ],
            resource="deployment/cart",
        ),
    ),
    Told(
        "pv-too-small-event",
        ("k8s.volume.capacity_mismatch",),
        ("pvc/cart-data", *CART),
        bundle(
            events=[
                event(
                    "pvc/cart-data",
                    "VolumeMismatch",
                    'Cannot bind to requested volume "disk-1": requested PV is too small',
                    count=20,
                )
            ],
            states=[
                deployment("cart", 1, 0),
                unready(
                    "cart",
                    box("cart", state={}),
                    phase="Pending",
                    node=None,
                    volumes={"d": {"Type": "PersistentVolumeClaim", "ClaimName": "cart-data"}},
                ),
                state("pvc/cart-data", namespace="brook", status="Pending", volume="disk-1", capacity="20Gi"),
                state("pv/disk-1", status="Available", capacity="10Gi"),
            ],
        ),
    ),
    Told(
        "pv-bound-other",
        ("k8s.volume.already_bound",),
        ("pvc/cart-data", *CART),
        bundle(
            states=[
                deployment("cart", 1, 0),
                unready(
                    "cart",
                    box("cart", state={}),
                    phase="Pending",
                    node=None,
                    volumes={"d": {"Type": "PersistentVolumeClaim", "ClaimName": "cart-data"}},
                ),
                state(
                    "pvc/cart-data",
                    namespace="brook",
                    status="Pending",
                    volume="disk-1",
                    capacity="10Gi",
                    access_modes="RWO",
                    storage_class="manual",
                ),
                state(
                    "pv/disk-1",
                    status="Bound",
                    claim="brook/old-data",
                    capacity="10Gi",
                    access_modes="RWO",
                    storage_class="manual",
                ),
            ]
        ),
    ),
    Told(
        "pv-selector",
        ("k8s.volume.pvc_selector_mismatch",),
        ("pvc/cart-data", *CART),
        bundle(
            states=[
                deployment("cart", 1, 0),
                unready(
                    "cart",
                    box("cart", state={}),
                    phase="Pending",
                    node=None,
                    volumes={"d": {"Type": "PersistentVolumeClaim", "ClaimName": "cart-data"}},
                ),
                state(
                    "pvc/cart-data",
                    "manifest",
                    kind="PersistentVolumeClaim",
                    metadata={"namespace": "brook"},
                    spec={
                        "selector": {"matchLabels": {"tier": "gold"}},
                        "accessModes": ["ReadWriteOnce"],
                        "storageClassName": "manual",
                        "resources": {"requests": {"storage": "10Gi"}},
                    },
                    status={"phase": "Pending"},
                ),
                state(
                    "pv/disk-1",
                    status="Available",
                    labels={"tier": "silver"},
                    capacity="10Gi",
                    access_modes=["RWO"],
                    storage_class="manual",
                ),
            ]
        ),
    ),
    Told(
        "volume-permission",
        ("k8s.volume.permission_denied",),
        CART,
        bundle(
            states=[
                deployment("cart", 1, 0),
                unready(
                    "cart",
                    box(
                        "cart",
                        restart_count=4,
                        mounts=["/data from d (rw)"],
                        state=waits("CrashLoopBackOff"),
                        last_state=ended(1),
                    ),
                    volumes={"d": {"Type": "PersistentVolumeClaim", "ClaimName": "cart-data"}},
                ),
                state("pvc/cart-data", namespace="brook", status="Bound"),
            ],
            logs=[log(CART_POD, "mkdir: cannot create directory '/data/index': Permission denied", count=4)],
        ),
    ),
    Told(
        "port-conflict",
        ("k8s.container.port_conflict",),
        CART,
        bundle(
            states=[
                deployment("cart", 1, 0),
                pod(
                    "cart",
                    ready="1/2",
                    conditions={"Ready": "False"},
                    containers=[
                        box("cart", ready=False, restart_count=4, state=waits("CrashLoopBackOff"), last_state=ended(1)),
                        box("proxy", ports=["8080/TCP"]),
                    ],
                ),
            ],
            logs=[log(CART_POD, "listen tcp :8080: bind: address already in use", count=4)],
        ),
    ),
    Told(
        "value-invalid",
        ("app.config.value_invalid",),
        CART,
        bundle(
            states=[
                deployment("cart", 1, 0),
                unready(
                    "cart",
                    box(
                        "cart",
                        env={"PORT": "eighty"},
                        restart_count=4,
                        state=waits("CrashLoopBackOff"),
                        last_state=ended(1),
                    ),
                ),
            ],
            logs=[log(CART_POD, 'panic: strconv.Atoi: parsing "eighty": invalid syntax', count=4)],
        ),
    ),
    Told(
        "creds",
        ("db.credentials_invalid",),
        CART,
        bundle(
            states=[
                deployment("cart", 1, 0),
                unready(
                    "cart",
                    box(
                        "cart",
                        env={"DB_HOST": "postgres", "DB_USER": "cart", "DB_PASSWORD": "s3cret"},
                        restart_count=4,
                        state=waits("CrashLoopBackOff"),
                        last_state=ended(1),
                    ),
                ),
                deployment("postgres"),
                pod(
                    "postgres",
                    containers=[
                        box(
                            "postgres",
                            image="postgres:16",
                            ports=["5432/TCP"],
                            env={"POSTGRES_USER": "cart", "POSTGRES_PASSWORD": "other"},
                        )
                    ],
                ),
                service("postgres", port="5432/TCP", target_port="5432/TCP"),
            ],
            logs=[log(CART_POD, 'FATAL: password authentication failed for user "cart"', count=4)],
        ),
    ),
    Told(
        "rbac",
        ("k8s.rbac.forbidden",),
        CART,
        bundle(
            states=[deployment("cart", 1, 0), unready("cart", box("cart"))],
            logs=[
                log(
                    CART_POD,
                    'configmaps "leader" is forbidden: User "system:serviceaccount:brook:cart" cannot get resource '
                    '"configmaps" in API group "" in the namespace "brook"',
                    level="error",
                    count=40,
                )
            ],
            resource="deployment/cart",
        ),
    ),
    Told(
        "readiness-500",
        ("k8s.probe.readiness_endpoint_failing",),
        CART,
        bundle(
            states=[
                deployment("cart", 1, 0),
                unready(
                    "cart",
                    box(
                        "cart",
                        readiness="http-get http://:8080/ready delay=0s timeout=1s period=10s #success=1 #failure=3",
                    ),
                ),
                service("cart", endpoints=""),
            ],
            events=[
                event(CART_POD, "Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503", count=44)
            ],
        ),
    ),
    Told(
        "liveness-exec",
        ("k8s.probe.liveness_endpoint_failing",),
        CART,
        bundle(
            states=[
                deployment("cart", 1, 0),
                unready(
                    "cart",
                    box(
                        "cart",
                        restart_count=7,
                        liveness="exec [cat /tmp/healthy] delay=5s timeout=1s period=5s #success=1 #failure=3",
                        last_state=ended(137),
                    ),
                ),
            ],
            events=[
                event(
                    CART_POD,
                    "Unhealthy",
                    "Liveness probe failed: cat: can't open '/tmp/healthy': No such file or directory",
                    count=44,
                ),
                event(
                    CART_POD,
                    "Killing",
                    "Container cart failed liveness probe, will be restarted",
                    count=7,
                    kind="normal",
                ),
            ],
        ),
    ),
    Told(
        "grpc-liveness-on-http",
        ("k8s.probe.liveness_wrong_protocol",),
        CART,
        bundle(
            states=[
                deployment("cart", 1, 0),
                unready(
                    "cart",
                    box(
                        "cart",
                        restart_count=7,
                        liveness="grpc <pod>:8080 delay=5s timeout=1s period=10s #success=1 #failure=3",
                        readiness="http-get http://:8080/ready delay=0s timeout=1s period=10s #success=1 #failure=3",
                        last_state=ended(137),
                    ),
                ),
            ]
        ),
    ),
    Told(
        "far-symptom",
        ("k8s.service.selector_mismatch",),
        CART,
        bundle(
            states=[
                deployment("front"),
                pod("front"),
                service("front"),
                deployment("cart"),
                pod("cart"),
                service("cart", selector={"app": "cart", "track": "stable"}, endpoints="<none>"),
                deployment("batch", 1, 0, namespace="jobs"),
                unready(
                    "batch",
                    box("batch", restart_count=40, state=waits("CrashLoopBackOff"), last_state=ended(1)),
                    namespace="jobs",
                    restarts="40 (3m ago)",
                ),
            ],
            edges=[("service/front", "service/cart", "calls"), ("service/front", "service/catalog", "calls")],
            logs=[log("pod/front-6d5f7c9b4-x2k8q", "ERROR connect ECONNREFUSED cart:80", count=30)],
            resource="service/front",
        ),
    ),
    Told(
        "zero-far",
        ("k8s.workload.zero_replicas",),
        CART,
        bundle(
            states=[
                deployment("front"),
                pod("front", containers=[box("front", env={"CART_ADDR": "cart:80"})]),
                service("front"),
                deployment("cart", 0),
                service("cart", endpoints="<none>"),
                deployment("cart-canary", 0),
                state("replicaset/front-111111111", namespace="brook", desired=0),
            ],
            resource="service/front",
        ),
    ),
    Told(
        "kubelet-silent-many",
        ("node.not_ready", "node.kubelet_down"),
        ("node/worker-1",),
        bundle(
            events=[
                event("node/worker-1", "NodeNotReady", "Node worker-1 status is now: NodeNotReady", kind="normal"),
                event(CART_POD, "NodeNotReady", "Node is not ready"),
            ],
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
                deployment("cart", 1, 0),
                unready("cart", box("cart"), node="worker-1"),
            ],
        ),
    ),
    Told(
        "netpol-port",
        ("network.policy_blocked",),
        ("networkpolicy/allow", *CART),
        bundle(
            states=[
                *healthy("cart"),
                deployment("front"),
                pod("front", containers=[box("front", env={"CART_URL": "http://cart"})]),
                state(
                    "networkpolicy/allow",
                    "manifest",
                    kind="NetworkPolicy",
                    metadata={"namespace": "brook"},
                    spec={
                        "podSelector": {"matchLabels": {"app": "cart"}},
                        "policyTypes": ["Ingress"],
                        "ingress": [{"from": [{"podSelector": {"matchLabels": {"app": "frontend"}}}]}],
                    },
                ),
            ],
            logs=[log("deployment/front", "ERROR upstream http://cart: request timed out", count=30)],
            resource="service/front",
        ),
    ),
    Told(
        "dns-one-name",
        ("dns.resolution_failure", "app.config.dependency_address_wrong"),
        FRONT,
        bundle(
            states=[
                *healthy("cart"),
                deployment("front", 1, 0),
                unready("front", box("front", restart_count=4, state=waits("CrashLoopBackOff"), last_state=ended(1))),
            ],
            logs=[
                log(
                    "pod/front-6d5f7c9b4-x2k8q",
                    "dial tcp: lookup carts.brook.svc.cluster.local on 10.96.0.10:53: no such host",
                    count=6,
                )
            ],
        ),
    ),
    Told(
        "runtime-event",
        ("node.container_runtime_down",),
        ("node/worker-1",),
        bundle(
            events=[
                event(
                    "node/worker-1",
                    "ContainerGCFailed",
                    'rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing '
                    'dial unix /run/containerd/containerd.sock: connect: connection refused"',
                    count=9,
                ),
                event("node/worker-1", "NodeNotReady", "Node worker-1 status is now: NodeNotReady", kind="normal"),
            ],
            states=[
                node(
                    "worker-1",
                    conditions={
                        "Ready": {
                            "status": "False",
                            "reason": "KubeletNotReady",
                            "message": "container runtime is down",
                        }
                    },
                ),
                node("worker-2"),
            ],
        ),
    ),
    Told(
        "emptydir-evicted",
        ("k8s.workload.evicted",),
        CART,
        bundle(
            states=[
                deployment("cart", 1, 0),
                pod(
                    "cart",
                    phase="Failed",
                    status="Evicted",
                    ready="0/1",
                    conditions={"Ready": "False"},
                    reason="Evicted",
                    message='Usage of EmptyDir volume "tmp" exceeds the limit "256Mi". ',
                ),
                node("worker-1"),
            ]
        ),
    ),
)


@pytest.mark.parametrize("told", CASES, ids=[one.name for one in CASES])
def test_the_cause_is_found_where_it_is(told: Told) -> None:
    check(told)

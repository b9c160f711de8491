"""Clusters in which nothing is wrong, however odd some of it looks."""

from typing import Any

import pytest

from tests.evidence.kubernetes_bundles import (
    CALLS,
    CART_POD,
    apps,
    box,
    bundle,
    concluded,
    deployment,
    ended,
    event,
    healthy,
    node,
    pod,
    service,
    state,
    unready,
    waits,
)

CALM: tuple[tuple[str, dict[str, Any]], ...] = (
    ("fine-all-ready", bundle(states=[*healthy("cart"), *healthy("front"), node("worker-1")])),
    (
        "fine-old-restarts",
        bundle(
            states=[
                deployment("cart"),
                pod(
                    "cart",
                    containers=[
                        box(
                            "cart",
                            restart_count=3,
                            last_state={
                                "state": "terminated",
                                "reason": "Error",
                                "exit_code": 137,
                                "finished_at": "2026-02-20T02:00:00Z",
                            },
                        )
                    ],
                    restarts="3 (12d ago)",
                ),
                service("cart"),
            ]
        ),
    ),
    (
        "fine-job-and-external",
        bundle(
            states=[
                *healthy("cart"),
                state(
                    "pod/report-28912-vd7xk",
                    namespace="brook",
                    phase="Succeeded",
                    ready="0/1",
                    labels={"job": "report"},
                    owner="Job/report-28912",
                    containers=[
                        box("report", ready=False, state={"state": "terminated", "reason": "Completed", "exit_code": 0})
                    ],
                ),
                state("service/mail", namespace="brook", type="ExternalName", external_name="smtp.mail.example"),
                state(
                    "service/kubernetes", namespace="default", selector={}, port="443/TCP", endpoints="10.0.0.5:6443"
                ),
            ]
        ),
    ),
    (
        "fine-rollout",
        bundle(
            states=[*healthy("cart")],
            events=[
                event(
                    "deployment/cart",
                    "ScalingReplicaSet",
                    "Scaled up replica set cart-6d5f7c9b4 to 1",
                    "09:10:00",
                    "normal",
                ),
                event(
                    "deployment/cart",
                    "ScalingReplicaSet",
                    "Scaled down replica set cart-7f8b9c6d5 to 0 from 1",
                    "09:11:00",
                    "normal",
                ),
                event(
                    "pod/cart-7f8b9c6d5-bbbbb",
                    "Unhealthy",
                    'Readiness probe failed: Get "http://10.244.1.3:8080/ready": dial tcp 10.244.1.3:8080: connect: '
                    "connection refused",
                    "09:11:02",
                ),
                event("pod/cart-7f8b9c6d5-bbbbb", "Killing", "Stopping container cart", "09:11:00", "normal"),
            ],
        ),
    ),
    (
        "fine-claim-waits",
        bundle(
            states=[
                *healthy("cart"),
                state(
                    "pvc/scratch",
                    namespace="brook",
                    status="Pending",
                    storage_class="gp3",
                    access_modes="RWO",
                    capacity="1Gi",
                ),
                state("storageclass/gp3", provisioner="ebs.csi.aws.com", binding_mode="WaitForFirstConsumer"),
            ]
        ),
    ),
    (
        "fine-quota-full",
        bundle(
            states=[
                *healthy("cart"),
                state("resourcequota/q", namespace="brook", resources={"pods": {"used": "3", "hard": "3"}}),
            ]
        ),
    ),
    (
        "fine-undeclared-ports",
        bundle(states=[deployment("cart"), pod("cart", containers=[box("cart", ports=[])]), service("cart")]),
    ),
    (
        "fine-initializing",
        bundle(
            states=[
                *healthy("cart"),
                unready(
                    "cart",
                    box("cart", state=waits("PodInitializing")),
                    "6d5f7c9b4-zz9kq",
                    phase="Pending",
                    started_at="2026-03-04T09:39:50Z",
                ),
            ]
        ),
    ),
    ("fine-cordoned-node", bundle(states=[*healthy("cart"), node("worker-1"), node("worker-2", unschedulable=True)])),
    (
        "fine-netpol",
        bundle(
            states=[
                *healthy("cart"),
                deployment("front"),
                pod("front", containers=[box("front", env={"CART_URL": "http://cart"})]),
                service("front"),
                state(
                    "networkpolicy/allow",
                    "manifest",
                    kind="NetworkPolicy",
                    metadata={"namespace": "brook"},
                    spec={
                        "podSelector": {"matchLabels": {"app": "cart"}},
                        "policyTypes": ["Ingress"],
                        "ingress": [
                            {"from": [{"podSelector": {"matchLabels": {"app": "front"}}}], "ports": [{"port": 8080}]}
                        ],
                    },
                ),
            ]
        ),
    ),
    (
        "fine-external-hosts",
        bundle(
            states=[
                *healthy("cart"),
                deployment("front"),
                pod(
                    "front",
                    containers=[
                        box(
                            "front",
                            env={
                                "MAIL_HOST": "smtp.mail.example",
                                "DB_URL": "postgres://u:p@shop.abc.eu-west-1.rds.amazonaws.com:5432/x",
                                "SELF": "http://localhost:8080",
                                "LISTEN_ADDR": "0.0.0.0:8080",
                                "TZ": "Europe/Berlin",
                            },
                        )
                    ],
                ),
                service("front"),
            ]
        ),
    ),
    (
        "fine-headless",
        bundle(
            states=[
                state("statefulset/db", namespace="brook", ready="1/1", selector={"app": "db"}),
                state(
                    "pod/db-0",
                    namespace="brook",
                    phase="Running",
                    ready="1/1",
                    owner="StatefulSet/db",
                    labels={"app": "db"},
                    containers=[box("db", ports=["5432/TCP"])],
                ),
                service("db", cluster_ip="None", port="5432/TCP", target_port="5432/TCP"),
                *healthy("cart"),
            ]
        ),
    ),
    (
        "fine-past-scheduling",
        bundle(
            states=healthy("cart"),
            events=[
                event(CART_POD, "FailedScheduling", "0/2 nodes are available: 2 Insufficient cpu.", "09:20:00"),
                event(
                    CART_POD,
                    "Scheduled",
                    "Successfully assigned brook/cart-6d5f7c9b4-x2k8q to worker-1",
                    "09:22:00",
                    "normal",
                ),
                event(CART_POD, "Started", "Started container cart", "09:22:20", "normal"),
            ],
        ),
    ),
    ("ready-but-nothing", bundle(states=[*apps("front", "cart")], resource="service/front", edges=CALLS)),
    (
        "udp-dns",
        bundle(
            states=[
                *apps("front"),
                state(
                    "service/kube-dns",
                    namespace="kube-system",
                    selector={"k8s-app": "kube-dns"},
                    port="dns 53/UDP, dns-tcp 53/TCP",
                    target_port="53/UDP, 53/TCP",
                    endpoints="10.244.0.2:53",
                ),
                state(
                    "pod/coredns-5d78c9869d-bcdfg",
                    namespace="kube-system",
                    phase="Running",
                    ready="1/1",
                    labels={"k8s-app": "kube-dns"},
                    containers=[box("coredns", ports=["53/UDP", "53/TCP", "9153/TCP"])],
                ),
            ]
        ),
    ),
    (
        "sidecar-init-fine",
        bundle(
            states=[
                *apps("front"),
                deployment("cart"),
                pod(
                    "cart",
                    ready="2/2",
                    containers=[
                        box(
                            "init-db",
                            init=True,
                            ready=True,
                            state={"state": "terminated", "reason": "Completed", "exit_code": 0},
                        ),
                        box("cart"),
                        box("istio-proxy", ports=["15090/TCP"]),
                    ],
                ),
                service("cart"),
            ],
            events=[
                event(
                    CART_POD,
                    "Unhealthy",
                    'Readiness probe failed: Get "http://10.1.1.1:15021/healthz/ready": dial tcp 10.1.1.1:15021: '
                    "connect: connection refused",
                    "09:01:00",
                )
            ],
        ),
    ),
    (
        "optional-secret-fine",
        bundle(
            states=[
                deployment("cart"),
                pod(
                    "cart", containers=[box("cart", env={"K": "<set to the key 'k' in secret 'gone'>  Optional: true"})]
                ),
                service("cart"),
                state("namespace/brook", "secrets", names=["a"]),
            ]
        ),
    ),
    (
        "node-back",
        bundle(
            states=[node("worker-1"), *apps("front")],
            events=[
                event(
                    "node/worker-1", "NodeNotReady", "Node worker-1 status is now: NodeNotReady", "08:50:00", "normal"
                ),
                event("node/worker-1", "NodeReady", "Node worker-1 status is now: NodeReady", "08:53:00", "normal"),
            ],
        ),
    ),
    (
        "ignored-warning",
        bundle(
            states=apps("front", "cart"),
            events=[
                event(
                    "pod/front-6d5f7c9b4-x2k8q",
                    "DNSConfigForming",
                    "Nameserver limits were exceeded, some nameservers have been omitted",
                    count=300,
                ),
                event(
                    CART_POD,
                    "FailedToRetrieveImagePullSecret",
                    "Unable to retrieve some image pull secrets (regcred); attempting to pull the image may not "
                    "succeed.",
                    count=40,
                ),
            ],
        ),
    ),
    (
        "hpa-scale-fine",
        bundle(
            states=apps("front", "cart"),
            events=[
                event(
                    "deployment/cart",
                    "ScalingReplicaSet",
                    "Scaled up replica set cart-6d5f7c9b4 to 3 from 2",
                    kind="normal",
                ),
                event(
                    "horizontalpodautoscaler/cart",
                    "SuccessfulRescale",
                    "New size: 3; reason: cpu resource utilization (percentage of request) above target",
                    kind="normal",
                ),
            ],
        ),
    ),
    (
        "cron-failed-once",
        bundle(
            states=[
                *apps("front", "cart"),
                state("job/report-1", namespace="brook", pods="0 Active / 1 Succeeded / 1 Failed"),
                pod(
                    "report",
                    "28912-vd7xk",
                    phase="Failed",
                    ready="0/1",
                    owner="Job/report-1",
                    conditions={"Ready": "False"},
                    containers=[box("report", ready=False, state=ended(1, "Error", "03:00:00", "03:00:09"))],
                ),
            ]
        ),
    ),
)


@pytest.mark.parametrize(("name", "document"), CALM, ids=[name for name, _ in CALM])
def test_nothing_is_made_up(name: str, document: dict[str, Any]) -> None:
    assert concluded(document) is None, name

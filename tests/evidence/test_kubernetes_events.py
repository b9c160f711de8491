"""Faults of a cluster told by the platform's events alone."""

import pytest

from tests.evidence.kubernetes_bundles import CART, CART_POD, Told, bundle, check, event, refused

CASES = (
    Told(
        "cpu-event",
        ("k8s.scheduling.insufficient_cpu",),
        CART,
        refused(
            "0/4 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 3 "
            "Insufficient cpu. preemption: 0/4 nodes are available: 1 Preemption is not helpful for scheduling, 3 No "
            "preemption victims found for incoming pod."
        ),
    ),
    Told(
        "cpu-old-event",
        ("k8s.scheduling.insufficient_memory",),
        CART,
        refused(
            "0/4 nodes are available: 1 node(s) had taint {node-role.kubernetes.io/master: }, that the pod didn't "
            "tolerate, 3 Insufficient memory."
        ),
    ),
    Told(
        "taint-event",
        ("k8s.scheduling.taint_not_tolerated",),
        CART,
        refused(
            "0/3 nodes are available: 3 node(s) had untolerated taint {dedicated: batch}. preemption: 0/3 nodes are "
            "available: 3 Preemption is not helpful for scheduling."
        ),
    ),
    Told(
        "gpu-event",
        ("k8s.scheduling.insufficient_gpu",),
        CART,
        refused("0/5 nodes are available: 5 Insufficient nvidia.com/gpu."),
    ),
    Told(
        "anti-event",
        ("k8s.scheduling.anti_affinity_conflict",),
        CART,
        refused("0/3 nodes are available: 1 Insufficient cpu, 2 node(s) didn't match pod anti-affinity rules."),
    ),
    Told("pods-event", ("k8s.scheduling.too_many_pods",), CART, refused("0/2 nodes are available: 2 Too many pods.")),
    Told(
        "auth-event",
        ("k8s.image.pull_unauthorized",),
        CART,
        bundle(
            events=[
                event(
                    CART_POD,
                    "Failed",
                    'Failed to pull image "4711.dkr.ecr.eu-west-1.amazonaws.com/cart:9": rpc error: code = Unknown '
                    "desc = failed to pull and unpack image: failed to resolve reference: pull access denied, "
                    "repository does not exist or may require authorization: authorization failed: no basic auth "
                    "credentials",
                    source="kubelet",
                ),
                event(CART_POD, "BackOff", 'Back-off pulling image "4711.dkr.ecr.eu-west-1.amazonaws.com/cart:9"'),
            ],
            resource="deployment/cart",
        ),
    ),
    Told(
        "registry-dns-event",
        ("k8s.image.registry_dns_failure",),
        CART,
        bundle(
            events=[
                event(
                    CART_POD,
                    "Failed",
                    'Failed to pull image "registry.brook.example/cart:9": failed to do request: Head '
                    '"https://registry.brook.example/v2/cart/manifests/9": dial tcp: lookup registry.brook.example '
                    "on 10.0.0.2:53: no such host",
                ),
                event(CART_POD, "Failed", "Error: ErrImagePull"),
            ],
            resource="deployment/cart",
        ),
    ),
    Told(
        "rate-event",
        ("k8s.image.rate_limited",),
        CART,
        bundle(
            events=[
                event(
                    CART_POD,
                    "Failed",
                    'Failed to pull image "redis:7": toomanyrequests: You have reached your unauthenticated pull '
                    "rate limit. https://www.docker.com/increase-rate-limit",
                )
            ],
            resource="deployment/cart",
        ),
    ),
    Told(
        "webhook-event",
        ("k8s.admission.webhook_denied",),
        ("replicaset/cart-6d5f7c9b4", *CART),
        bundle(
            events=[
                event(
                    "replicaset/cart-6d5f7c9b4",
                    "FailedCreate",
                    'Error creating: Internal error occurred: failed calling webhook "validate.guard.example": '
                    'failed to call webhook: Post "https://guard.guard.svc:443/v?timeout=10s": context deadline '
                    "exceeded",
                    count=15,
                )
            ],
            resource="deployment/cart",
        ),
    ),
    Told(
        "psa-event",
        ("k8s.admission.pod_security",),
        ("replicaset/cart-6d5f7c9b4", *CART),
        bundle(
            events=[
                event(
                    "replicaset/cart-6d5f7c9b4",
                    "FailedCreate",
                    'Error creating: pods "cart-6d5f7c9b4-8fj2k" is forbidden: violates PodSecurity '
                    '"restricted:latest": allowPrivilegeEscalation != false',
                )
            ],
            resource="deployment/cart",
        ),
    ),
    Told(
        "sa-event",
        ("k8s.serviceaccount.missing",),
        ("replicaset/cart-6d5f7c9b4", *CART),
        bundle(
            events=[
                event(
                    "replicaset/cart-6d5f7c9b4",
                    "FailedCreate",
                    'Error creating: pods "cart-6d5f7c9b4-" is forbidden: error looking up service account '
                    'brook/cart-runner: serviceaccount "cart-runner" not found',
                    count=12,
                )
            ],
            resource="deployment/cart",
        ),
    ),
    Told(
        "liveness-status-event",
        ("k8s.probe.liveness_endpoint_failing",),
        CART,
        bundle(
            events=[
                event(CART_POD, "Unhealthy", "Liveness probe failed: HTTP probe failed with statuscode: 500", count=30),
                event(
                    CART_POD,
                    "Killing",
                    "Container cart failed liveness probe, will be restarted",
                    kind="normal",
                    count=9,
                ),
            ],
            resource="deployment/cart",
        ),
    ),
    Told(
        "liveness-https-event",
        ("k8s.probe.liveness_wrong_protocol",),
        CART,
        bundle(
            events=[
                event(
                    CART_POD,
                    "Unhealthy",
                    'Liveness probe failed: Get "https://10.244.1.9:8080/healthz": http: server gave HTTP response '
                    "to HTTPS client",
                    count=30,
                ),
                event(
                    CART_POD,
                    "Killing",
                    "Container cart failed liveness probe, will be restarted",
                    kind="normal",
                    count=9,
                ),
            ],
            resource="deployment/cart",
        ),
    ),
    Told(
        "mount-event",
        ("k8s.volume.mount_timeout",),
        CART,
        bundle(
            events=[
                event(
                    CART_POD,
                    "FailedAttachVolume",
                    'AttachVolume.Attach failed for volume "pvc-1" : rpc error: code = DeadlineExceeded desc = '
                    "context deadline exceeded",
                ),
                event(
                    CART_POD,
                    "FailedMount",
                    "Unable to attach or mount volumes: unmounted volumes=[data], unattached volumes=[data "
                    "kube-api-access-x]: timed out waiting for the condition",
                ),
            ],
            resource="deployment/cart",
        ),
    ),
    Told(
        "preempted-event",
        ("k8s.workload.evicted",),
        CART,
        bundle(
            events=[
                event(CART_POD, "Preempted", "Preempted by pod 5f3c on node worker-1", kind="normal"),
                event(CART_POD, "Killing", "Stopping container cart", kind="normal"),
            ],
            resource="deployment/cart",
        ),
    ),
    Told(
        "disk-event",
        ("node.disk_pressure",),
        ("node/worker-1",),
        bundle(
            events=[
                event(
                    "node/worker-1",
                    "NodeHasDiskPressure",
                    "Node worker-1 status is now: NodeHasDiskPressure",
                    kind="normal",
                ),
                event("node/worker-1", "EvictionThresholdMet", "Attempting to reclaim ephemeral-storage", count=12),
                event(
                    CART_POD,
                    "Evicted",
                    "The node was low on resource: ephemeral-storage. Threshold quantity: 10Gi, available: 2Gi.",
                ),
            ],
            resource="deployment/cart",
        ),
    ),
    Told(
        "multi-lost-event",
        ("compute.instance_lost",),
        ("node/worker-1",),
        bundle(
            events=[
                event("node/worker-1", "NodeNotReady", "Node worker-1 status is now: NodeNotReady", kind="normal"),
                event(
                    "node/worker-1",
                    "DeletingNode",
                    "Deleting node worker-1 because it does not exist in the cloud provider",
                    kind="normal",
                ),
                event(
                    "node/worker-1",
                    "RemovingNode",
                    "Node worker-1 event: Removing Node worker-1 from Controller",
                    kind="normal",
                ),
                event(
                    CART_POD,
                    "TaintManagerEviction",
                    "Marking for deletion Pod brook/cart-6d5f7c9b4-x2k8q",
                    kind="normal",
                ),
            ],
            resource="deployment/cart",
        ),
    ),
)


@pytest.mark.parametrize("told", CASES, ids=[one.name for one in CASES])
def test_the_cause_is_found_where_it_is(told: Told) -> None:
    check(told)

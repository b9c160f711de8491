"""Faults in clusters, part 3 of 4."""

from __future__ import annotations

from .bundle import Case, Pair
from .surroundings import surround_cluster


def loyalty_release() -> Pair:
    c = Case(633, "2026-08-27T09:58:00", 18, "Mobile home screen errors", "datadog", "service/mobile-bff", lead=120)
    c.metric("service/mobile-bff", "error_rate", {-120: 0.004, -7: 0.093}, unit="ratio", noise=0.15, step=2)
    c.metric("service/loyalty", "error_rate", {-120: 0.001, -8: 0.31}, unit="ratio", noise=0.12, step=2)
    c.metric("service/loyalty", "request_rate", 140, unit="1/s", noise=0.07, step=2, baseline=True)
    c.metric("service/loyalty", "cpu_usage", 1.1, unit="cores", noise=0.08, step=2)
    c.metric("service/offers", "error_rate", 0.002, unit="ratio", noise=0.3, step=2)
    c.metric("service/redis-loyalty", "cpu_utilization", 81, unit="percent", noise=0.03, step=2, baseline=True)
    c.state(
        "deployment/loyalty",
        "deployment",
        namespace="mobile",
        desired=6,
        ready=6,
        updated=2,
        available=6,
        unavailable=0,
        replicas="6 desired | 2 updated | 6 total | 6 available | 0 unavailable",
        containers=[{"name": "loyalty", "image": "loyalty:2026.08.27-1"}],
    )
    c.log(
        -7,
        "pod/loyalty-84c9d-p8v2r",
        "error",
        'java.lang.NullPointerException: Cannot invoke "Tier.multiplier()" because "tier" is null at com.kade.loyalty.points.PointsV2.accrue(PointsV2.java:88) version=2026.08.27-1',
        2210,
    )
    c.log(
        4,
        "pod/loyalty-84c9d-w9k4t",
        "error",
        'java.lang.NullPointerException: Cannot invoke "Tier.multiplier()" because "tier" is null at com.kade.loyalty.points.PointsV2.accrue(PointsV2.java:88) version=2026.08.27-1',
        2170,
    )
    c.log(2, "pod/loyalty-6b77f-cc4xx", "info", "points accrued version=2026.08.20-3", 8100)
    c.log(
        -60,
        "service/redis-loyalty",
        "warn",
        "WARNING: 1 changes in 900 seconds. Asynchronous AOF fsync is taking too long (disk is busy?)",
        13,
    )
    c.log(-5, "service/mobile-bff", "error", "loyalty: 500 Internal Server Error, section hidden", 4300)
    c.event(
        -8.5,
        "rollout/loyalty",
        "RolloutStepCompleted",
        "Rollout step 1/4 completed (setWeight: 33)",
        source="rollouts-controller",
    )
    c.change(
        -8.6,
        "deployment",
        "argo rollouts set image",
        "deployment/loyalty",
        "ci/mobile",
        image=["loyalty:2026.08.20-3", "loyalty:2026.08.27-1"],
        canary_weight=33,
    )
    c.change(
        -3, "config", "kubectl apply", "service/redis-loyalty", "user/infra-bo", appendfsync=["always", "everysec"]
    )
    c.change(-48, "flag", "set", "service/offers", "user/pm-lin", flag="autumn_banner", value=["off", "on"])
    c.alert(0, "Mobile home screen errors", "service/mobile-bff", reason="error rate 9.1% > 2%")
    c.alert(-8200, "redis-loyalty cpu", "service/redis-loyalty", "warning", "81% > 75%")
    c.edges(
        "service/mobile-bff calls service/loyalty",
        "service/mobile-bff calls service/offers",
        "service/loyalty reads service/redis-loyalty",
        "deployment/loyalty owns pod/loyalty-84c9d-p8v2r",
        "deployment/loyalty owns pod/loyalty-84c9d-w9k4t",
        "deployment/loyalty owns pod/loyalty-6b77f-cc4xx",
    )
    surround_cluster(c, "mobile", "offers", "push")
    return c.fault(
        "deployment.bad_release",
        "deployment/loyalty",
        also=[("deployment.bad_release", "service/loyalty")],
        herring=("dependency.cache_failure", "service/redis-loyalty"),
        near=["code.unhandled_error", "dependency.errors"],
    )


def full_node() -> Pair:
    c = Case(
        308,
        "2026-09-23T06:31:00",
        26,
        "Parcel status consumers below quorum",
        "prometheus",
        "deployment/parcel-status",
        "high",
        lead=120,
    )
    bad = "node/ip-10-77-4-19"
    c.state(
        bad,
        "node",
        roles="<none>",
        unschedulable=False,
        taints=["node.kubernetes.io/disk-pressure:NoSchedule"],
        conditions={
            "Ready": {"status": "True", "reason": "KubeletReady"},
            "DiskPressure": {
                "status": "True",
                "reason": "KubeletHasDiskPressure",
                "message": "kubelet has disk pressure",
            },
            "MemoryPressure": "False",
        },
        capacity={"cpu": "16", "memory": "64Gi", "pods": "110"},
    )
    c.metric(
        bad,
        "node_filesystem_avail_bytes",
        {-120: 31e9, -60: 17e9, -10: 3.17e9, 26: 2.4e9},
        unit="bytes",
        ramp=True,
        noise=0.01,
        sway=0,
        step=2,
    )
    c.metric("node/ip-10-77-5-80", "node_filesystem_avail_bytes", 58e9, unit="bytes", noise=0.01, step=2)
    c.metric(bad, "cpu_utilization", 63, unit="percent", noise=0.06, step=2)
    c.metric(
        "deployment/parcel-status",
        "kube_deployment_status_replicas_available",
        {-120: 3, -8: 1},
        noise=0,
        sway=0,
        step=2,
    )
    c.metric(
        "service/parcel-status",
        "kafka_consumergroup_lag",
        {-120: 40, -8: 300, 26: 210000},
        ramp=True,
        whole=True,
        noise=0.05,
        step=2,
    )
    for tail in ("dd7zl", "tq5vm"):
        pod = f"pod/parcel-status-7dcf-{tail}"
        c.event(
            -8.4,
            pod,
            "Evicted",
            "The node was low on resource: ephemeral-storage. Threshold quantity: 3221225472, available: 3012Mi. Container parcel-status was using 88Mi, request is 0.",
            "warning",
            source="kubelet",
        )
        c.state(
            pod,
            "pod",
            namespace="parcels",
            phase="Failed",
            status="Evicted",
            ready="0/1",
            restarts=0,
            node="ip-10-77-4-19",
            owner="ReplicaSet/parcel-status-7dcf",
        )
    c.event(
        20,
        bad,
        "FreeDiskSpaceFailed",
        "Failed to garbage collect required amount of images. Attempted to free 8120MB, but only found 0 bytes eligible to free.",
        "warning",
        count=6,
        first=-9,
        source="kubelet",
    )
    c.event(
        24,
        "pod/parcel-status-7dcf-x4k9j",
        "FailedScheduling",
        "0/3 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/disk-pressure: }, 2 node(s) didn't match Pod's node affinity/selector.",
        "warning",
        count=9,
        first=-8,
        source="default-scheduler",
    )
    c.event(
        -9.2,
        bad,
        "NodeHasDiskPressure",
        "Node ip-10-77-4-19 status is now: NodeHasDiskPressure",
        "warning",
        source="kubelet",
    )
    c.log(
        -30,
        "pod/trace-dump-debug",
        "info",
        "tcpdump: wrote /var/log/dump/cap0041.pcap (1.0 GB), emptyDir on ip-10-77-4-19",
        21,
    )
    c.log(
        -2,
        "service/parcel-status",
        "warn",
        "[Consumer clientId=parcel-status-1] Group coordinator rebalance in progress; member left",
        6,
    )
    c.change(-25, "deployment", "helm upgrade", "deployment/parcel-status", "ci/parcels", version=["2.2.0", "2.2.1"])
    c.change(-118, "other", "kubectl debug", "pod/trace-dump-debug", "user/net-ravi", node="ip-10-77-4-19")
    c.alert(0, "ParcelStatusQuorum", "deployment/parcel-status", reason="available 1 < 2 for 8m")
    c.edges(
        f"pod/parcel-status-7dcf-dd7zl runs_on {bad}",
        f"pod/parcel-status-7dcf-tq5vm runs_on {bad}",
        "deployment/parcel-status owns pod/parcel-status-7dcf-dd7zl",
        f"pod/trace-dump-debug runs_on {bad}",
        "service/parcel-status depends_on service/kafka",
    )
    surround_cluster(c, "parcels", "kafka-ui", "parcel-search", nodes=2)
    return c.fault(
        "node.disk_pressure",
        bad,
        also=[("k8s.workload.evicted", "deployment/parcel-status"), ("storage.full", bad)],
        herring=("deployment.bad_release", "deployment/parcel-status"),
        near=["k8s.workload.evicted", "k8s.scheduling.taint_not_tolerated", "dependency.queue_backlog"],
    )


def new_nodes() -> Pair:
    c = Case(
        780,
        "2026-10-12T07:14:00",
        29,
        "geo-fence: pods not ready",
        "kubernetes",
        "deployment/geo-fence",
        "warning",
        lead=20,
    )
    pod = "pod/geo-fence-66d9b8-2wxlq"
    c.state(
        "deployment/geo-fence",
        "deployment",
        namespace="fleet",
        desired=3,
        ready=1,
        updated=3,
        available=1,
        unavailable=2,
    )
    c.state(
        pod,
        "pod",
        namespace="fleet",
        phase="Pending",
        status="ImagePullBackOff",
        ready="0/1",
        restarts=0,
        node="aks-pool2-000003",
        owner="ReplicaSet/geo-fence-66d9b8",
        service_account="default",
        containers=[
            {
                "name": "geo-fence",
                "image": "fleetreg.azurecr.example/geo-fence:1.44",
                "state": {"state": "waiting", "reason": "ImagePullBackOff"},
            }
        ],
    )
    c.state(
        "pod/geo-fence-66d9b8-c8mfd",
        "pod",
        namespace="fleet",
        phase="Running",
        status="Running",
        ready="1/1",
        restarts="2 (31d ago)",
        node="aks-pool1-000001",
        owner="ReplicaSet/geo-fence-66d9b8",
    )
    c.event(
        27,
        pod,
        "Failed",
        'Failed to pull image "fleetreg.azurecr.example/geo-fence:1.44": failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://fleetreg.azurecr.example/oauth2/token: 401 Unauthorized',
        "warning",
        count=7,
        first=-4,
        source="kubelet",
    )
    c.event(
        28,
        pod,
        "BackOff",
        'Back-off pulling image "fleetreg.azurecr.example/geo-fence:1.44"',
        "warning",
        count=88,
        first=-3,
        source="kubelet",
    )
    c.event(
        -6,
        "node/aks-pool1-000002",
        "NodeNotReady",
        "Node aks-pool1-000002 status is now: NodeNotReady (scale down)",
        source="node-controller",
    )
    c.event(
        -5,
        pod,
        "Scheduled",
        "Successfully assigned fleet/geo-fence-66d9b8-2wxlq to aks-pool2-000003",
        source="default-scheduler",
    )
    c.state("node/aks-pool2-000003", "node", conditions={"Ready": "True", "DiskPressure": "False"}, unschedulable=False)
    c.alert(0, "KubeDeploymentReplicasMismatch", "deployment/geo-fence", reason="1/3 ready")
    c.gap("logs", "loki: query timed out")
    c.gap("metrics", "not configured")
    c.gap("changes", "not configured")
    return c.fault(
        "k8s.image.pull_unauthorized",
        "deployment/geo-fence",
        herring=("node.not_ready", "node/aks-pool1-000002"),
        near=["k8s.image.reference_invalid", "node.not_ready"],
        poor=True,
    )

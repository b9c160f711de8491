"""Pages about workloads and nodes in Kubernetes with nothing wrong behind them."""

from __future__ import annotations

from .record import Bundle, Expected, Record, bump, well
from .scenery import chatter, cluster_life, container, deployment, node, pod


def retried_job() -> tuple[Bundle, Expected]:
    """The nightly export failed twice on a busy partner and went through on the third pod."""
    record = Record("hb-213", "2026-02-14T03:00", 60)
    record.page(
        "KubeJobFailed nightly-export",
        "prometheus",
        "job/nightly-export-29110",
        24,
        severity="warning",
        service="exports",
        cluster="prod-1",
    )
    record.metric("service/exports-api", "request_rate", 7)
    record.metric("service/exports-api", "error_rate", 0.1, noise=0.3)
    record.metric("service/exports-api", "latency_p95", 0.2)
    for minute, name in ((12, "x8k2p"), (21, "m4t9d")):
        record.event(
            minute,
            "kubernetes",
            f"pod/nightly-export-29110-{name}",
            "Failed",
            "Error: container export terminated with exit code 1",
            "warning",
            1,
            None,
            "kubelet",
        )
        record.log(
            minute - 0.2,
            f"pod/nightly-export-29110-{name}",
            "paramiko.ssh_exception.SSHException: Error reading SSH protocol banner (partner sftp busy)",
            "error",
            1,
        )
    record.event(
        23,
        "kubernetes",
        "job/nightly-export-29110",
        "SuccessfulCreate",
        "Created pod: nightly-export-29110-r7c5w",
        "normal",
        1,
        None,
        "job-controller",
    )
    record.event(
        41, "kubernetes", "job/nightly-export-29110", "Completed", "Job completed", "normal", 1, None, "job-controller"
    )
    record.log(40.8, "pod/nightly-export-29110-r7c5w", "uploaded 14 files, 412 MiB, exit 0", "info", 1)
    record.state(
        "job/nightly-export-29110",
        "job",
        namespace="exports",
        pods="0 Active (0 Ready) / 1 Succeeded / 2 Failed",
        backoff_limit=4,
        conditions={"Complete": {"status": "True"}},
    )
    record.state(
        "cronjob/nightly-export",
        "cronjob",
        namespace="exports",
        schedule="0 3 * * *",
        last_successful_time="2026-02-14T03:41:00Z",
        suspend=False,
    )
    deployment(record, "exports-api", 2, 2, "exports")
    record.alert(44, "KubeJobFailed nightly-export", "job/nightly-export-29110", "ok")
    chatter(record, "deployment/exports-api", "python", 4)
    record.edges(
        "cronjob/nightly-export owns job/nightly-export-29110", "service/exports-api owns deployment/exports-api"
    )
    cluster_life(record, 3, 2)
    return well(record, herring=("dependency.unreachable", "job/nightly-export-29110"), near=["code.unhandled_error"])


def growing_pool() -> tuple[Bundle, Expected]:
    """Pods waited six minutes for the node autoscaler and then started."""
    record = Record("hb-214", "2026-03-24T06:40", 55, zone=1)
    record.page(
        "KubeDeploymentReplicasMismatch gate-cam",
        "prometheus",
        "deployment/gate-cam",
        20,
        severity="warning",
        service="gate-cam",
    )
    record.metric(
        "deployment/gate-cam",
        "kube_deployment_status_replicas_available",
        [(0, 6), (18, 6), (19, 10), (27, 10), (28, 14), (55, 14)],
        noise=0,
    )
    record.metric(
        "deployment/gate-cam", "cpu_utilization", [(0, 44), (10, 70), (17, 88), (30, 58), (55, 55)], noise=0.04
    )
    record.metric("service/gate-cam", "latency_p95", [(0, 0.3), (17, 0.44), (30, 0.31), (55, 0.3)])
    record.metric("service/gate-cam", "error_rate", 0.1, noise=0.3)
    record.metric("service/gate-cam", "request_rate", [(0, 60), (10, 110), (55, 150)])
    record.event(
        26,
        "kubernetes",
        "pod/gate-cam-7d8-w2xkp",
        "FailedScheduling",
        "0/6 nodes are available: 6 Insufficient cpu. preemption: 0/6 nodes are available: 6 No preemption victims found for incoming pod.",
        "warning",
        7,
        19,
        "default-scheduler",
    )
    record.event(
        20,
        "kubernetes",
        "pod/gate-cam-7d8-w2xkp",
        "TriggeredScaleUp",
        "pod triggered scale-up: [{eks-gates-ng 6->8 (max: 12)}]",
        "normal",
        1,
        None,
        "cluster-autoscaler",
    )
    record.event(
        26.5,
        "kubernetes",
        "pod/gate-cam-7d8-w2xkp",
        "Scheduled",
        "Successfully assigned gates/gate-cam-7d8-w2xkp to ip-10-5-2-90",
        "normal",
    )
    record.event(
        25,
        "kubernetes",
        "node/ip-10-5-2-90",
        "NodeNotReady",
        "Node ip-10-5-2-90 status is now: NodeNotReady (container runtime network not ready: cni plugin not initialized)",
        "warning",
    )
    record.event(
        25.6, "kubernetes", "node/ip-10-5-2-90", "NodeReady", "Node ip-10-5-2-90 status is now: NodeReady", "normal"
    )
    deployment(
        record,
        "gate-cam",
        14,
        14,
        "gates",
        conditions={
            "Available": {"status": "True", "reason": "MinimumReplicasAvailable"},
            "Progressing": {"status": "True", "reason": "NewReplicaSetAvailable"},
        },
    )
    pod(
        record,
        "gate-cam-7d8-w2xkp",
        "gate-cam-7d8",
        "ip-10-5-2-90",
        "gates",
        containers=[container("cam", "gate-cam:1.22.0", requests={"cpu": "1500m"})],
    )
    node(record, "ip-10-5-2-90")
    record.alert(33, "KubeDeploymentReplicasMismatch gate-cam", "deployment/gate-cam", "ok")
    chatter(record, "deployment/gate-cam", "go", 4)
    record.edges("service/gate-cam owns deployment/gate-cam", "pod/gate-cam-7d8-w2xkp runs_on node/ip-10-5-2-90")
    cluster_life(record)
    return well(record, herring=("k8s.scheduling.insufficient_cpu", "deployment/gate-cam"), near=["traffic.surge"])


def patched_nodes() -> tuple[Bundle, Expected]:
    """Three nodes were drained and restarted one after another in their window."""
    record = Record("hb-217", "2026-06-18T22:00", 90)
    record.page(
        "KubeNodeNotReady dk-w2", "prometheus", "node/dk-w2", 41, severity="critical", service="platform", cluster="dk"
    )
    for place, name in enumerate(("dk-w1", "dk-w2", "dk-w3")):
        minute = 20 + place * 18
        record.event(
            minute,
            "kubernetes",
            f"node/{name}",
            "NodeNotSchedulable",
            f"Node {name} status is now: NodeNotSchedulable",
            "normal",
        )
        record.event(
            minute + 3,
            "kubernetes",
            f"node/{name}",
            "NodeNotReady",
            f"Node {name} status is now: NodeNotReady",
            "warning",
        )
        record.event(
            minute + 6,
            "kubernetes",
            f"node/{name}",
            "Rebooted",
            f"Node {name} has been rebooted, boot id: 7f0{place}-a2",
            "warning",
        )
        record.event(
            minute + 7, "kubernetes", f"node/{name}", "NodeReady", f"Node {name} status is now: NodeReady", "normal"
        )
        record.event(
            minute + 8,
            "kubernetes",
            f"node/{name}",
            "NodeSchedulable",
            f"Node {name} status is now: NodeSchedulable",
            "normal",
        )
        node(record, name, kernel="6.1.112", capacity={"cpu": "8", "memory": "32Gi", "pods": "110"})
    record.event(
        24,
        "kubernetes",
        "pod/berth-sync-5c-8ttkz",
        "TaintManagerEviction",
        "Marking for deletion Pod ops/berth-sync-5c-8ttkz",
        "normal",
    )
    record.event(
        39,
        "kubernetes",
        "poddisruptionbudget/berth-sync",
        "CalculateExpectedPodCountFailed",
        "Failed to calculate the number of expected pods: found no controllers for pod",
        "warning",
        2,
    )
    record.metric("service/berth-sync", "success_rate", 99.8, noise=0.0008)
    record.metric("service/berth-sync", "latency_p95", 0.24)
    record.metric("service/berth-sync", "request_rate", 18)
    record.log(43, "deployment/berth-sync", 'level=warn msg="lost leader lease, re-electing" took=2.1s', "warn", 2)
    chatter(record, "deployment/berth-sync", "go", 4)
    deployment(record, "berth-sync", 3, 3, "ops")
    record.change(
        18,
        "infrastructure",
        "kured reboot window",
        "nodepool/dk-workers",
        "kured",
        reason="unattended-upgrades kernel 6.1.112",
        window="22:00-02:00",
    )
    record.alert(50, "KubeNodeNotReady dk-w2", "node/dk-w2", "ok", reason="inactive since 22:45Z")
    record.edges(
        "service/berth-sync owns deployment/berth-sync",
        *(f"deployment/berth-sync runs_on node/{n}" for n in ("dk-w1", "dk-w2", "dk-w3")),
    )
    cluster_life(record, 1, 1)
    return well(record, herring=("node.not_ready", "node/dk-w2"), near=["node.kubelet_down"])


def thrifty_sidecar() -> tuple[Bundle, Expected]:
    """A log shipper with a small CPU limit is throttled always; nobody waits for it."""
    record = Record("hb-218", "2026-08-03T11:00", 60)
    record.page(
        "CPUThrottlingHigh (info)",
        "prometheus",
        "pod/fuel-orders-6b5-kd2vq",
        30,
        severity="info",
        service="fuel-orders",
        container="fluent-bit",
    )
    full = "fuel-orders-6b5-kd2vq"
    record.metric(f"pod/{full}", "cpu_throttled_time", 0.41, usual=0.42, unit="Percent", container="fluent-bit")
    record.metric(f"pod/{full}", "cpu_usage", 0.31, usual=0.3, container="orders")
    record.metric(f"pod/{full}", "memory_usage", 5.1e8, noise=0.01, usual=5e8)
    record.metric("service/fuel-orders", "latency_p95", 0.16, usual=0.16)
    record.metric("service/fuel-orders", "latency_p99", 0.41, noise=0.12, usual=0.42)
    record.metric("service/fuel-orders", "error_rate", 0.1, noise=0.3, usual=0.1)
    record.metric("service/fuel-orders", "request_rate", 33, usual=32)
    record.alert(
        30,
        "CPUThrottlingHigh (info)",
        f"pod/{full}",
        query="sum(increase(container_cpu_cfs_throttled_periods_total[5m])) / sum(increase(container_cpu_cfs_periods_total[5m])) > 0.25",
        reason="41% throttling of CPU in namespace fuel for container fluent-bit",
    )
    record.alert(
        -20000,
        "CPUThrottlingHigh (info)",
        "pod/fuel-mail-77-x1",
        reason="38% throttling of CPU in namespace fuel for container fluent-bit",
        count=812,
    )
    pod(
        record,
        full,
        "fuel-orders-6b5",
        "w-4",
        "fuel",
        ready="2/2",
        containers=[
            container("orders", "fuel-orders:8.4.0", limits={"cpu": "1", "memory": "1Gi"}),
            container("fluent-bit", "fluent-bit:3.1", limits={"cpu": "20m", "memory": "64Mi"}),
        ],
    )
    deployment(record, "fuel-orders", 3, 3, "fuel")
    record.log(
        22,
        f"pod/{full}",
        "[warn] [engine] failed to flush chunk '1-1785.flb', retry in 8 seconds: task_id=4",
        "warn",
        3,
        "fluent-bit",
    )
    record.log(
        23, f"pod/{full}", "[info] [engine] flush chunk '1-1785.flb' succeeded at retry 1", "info", 3, "fluent-bit"
    )
    chatter(record, "deployment/fuel-orders", "java", 5)
    record.change(
        19,
        "deployment",
        "argocd sync",
        "deployment/fuel-orders",
        "argocd",
        images=["fuel-orders:8.3.9", "fuel-orders:8.4.0"],
    )
    record.edges("service/fuel-orders owns deployment/fuel-orders", f"deployment/fuel-orders owns pod/{full}")
    cluster_life(record)
    return well(record, herring=("compute.cpu_throttled", "deployment/fuel-orders"), near=["deployment.bad_release"])


def full_heap() -> tuple[Bundle, Expected]:
    """A JVM that is told to use its container's memory uses it, flat for weeks."""
    record = Record("hb-220", "2026-10-08T08:00", 240)
    record.page(
        "container memory > 85 % of limit",
        "datadog",
        "deployment/voyage-index",
        118,
        severity="warning",
        service="voyage-index",
    )
    record.metric("deployment/voyage-index", "memory_utilization", 85.3, period=5, noise=0.006, usual=85.2)
    record.metric(
        "deployment/voyage-index", "jvm_gc_pause_seconds", 0.03, period=5, unit="Seconds", noise=0.2, usual=0.03
    )
    record.metric("deployment/voyage-index", "cpu_usage", 1.4, period=5, usual=1.4)
    record.metric("service/voyage-index", "latency_p95", 0.12, period=5, usual=0.12)
    record.metric("service/voyage-index", "error_rate", 0.05, period=5, noise=0.3, usual=0.05)
    record.metric("service/voyage-index", "request_rate", 140, period=5, usual=138)
    record.alert(118, "container memory > 85 % of limit", "deployment/voyage-index", reason="85.9 > 85", count=44)
    record.log(
        50,
        "deployment/voyage-index",
        "[gc] GC(8812) Pause Young (Normal) (G1 Evacuation Pause) 3301M->2790M(3480M) 28.1ms",
        "info",
        700,
    )
    record.log(
        180,
        "deployment/voyage-index",
        "[gc] GC(9107) Pause Young (Normal) (G1 Evacuation Pause) 3298M->2788M(3480M) 27.4ms",
        "info",
        702,
    )
    chatter(record, "deployment/voyage-index", "java", 5)
    for name in ("b2xtn", "qs8wf"):
        pod(
            record,
            f"voyage-index-7f9-{name}",
            "voyage-index-7f9",
            "w-9",
            "voyages",
            restarts=0,
            started_at="2026-09-11T10:02:00Z",
            containers=[
                container(
                    "index",
                    "voyage-index:5.6.0",
                    limits={"memory": "4Gi"},
                    env={"JAVA_TOOL_OPTIONS": "-XX:MaxRAMPercentage=85 -XX:+AlwaysPreTouch"},
                )
            ],
        )
    deployment(record, "voyage-index", 2, 2, "voyages")
    record.event(
        40,
        "kubernetes",
        "pod/voyage-loader-2x",
        "Evicted",
        "Pod was evicted by VPA Updater to apply resource recommendation.",
        "normal",
    )
    record.change(95, "deployment", "argocd sync", "deployment/voyage-loader", "argocd", images=["voyage-loader:2.1.0"])
    record.edges(
        "service/voyage-index owns deployment/voyage-index", "deployment/voyage-loader writes service/voyage-index"
    )
    cluster_life(record)
    return well(
        record,
        herring=("compute.memory_saturation", "deployment/voyage-index"),
        near=["code.memory_leak", "compute.memory_leak"],
    )


def hasty_rollout() -> tuple[Bundle, Expected]:
    """A rollout cut some connections for a minute; the new version serves as the old one did."""
    record = Record("hb-221", "2026-11-10T13:20", 50)
    record.page(
        "dock-api 5xx ratio > 2 % (2m)",
        "prometheus",
        "service/dock-api",
        23,
        severity="high",
        service="dock-api",
        cluster="prod-1",
    )
    record.metric("service/dock-api", "error_rate", bump(0.2, 22, 24, 6.1), noise=0.12)
    record.metric("service/dock-api", "latency_p95", bump(0.21, 22, 24, 0.8))
    record.metric("service/dock-api", "request_rate", 95)
    record.metric(
        "deployment/dock-api", "cpu_utilization", [(0, 41), (22, 41), (24, 60), (28, 41), (50, 41)], noise=0.04
    )
    record.metric("statefulset/dock-db", "cpu_utilization", 38)
    record.log(
        23,
        "service/edge",
        'upstream prematurely closed connection while reading response header from upstream, upstream: "http://10.2.7.41:8080/docks"',
        "error",
        344,
        "ingress-nginx",
    )
    record.log(23.5, "deployment/dock-api", "Error: server closed, pending=3 (SIGTERM)", "error", 8)
    record.log(
        45,
        "deployment/dock-api",
        '{"level":30,"msg":"request completed","version":"3.15.0","res":{"statusCode":200},"responseTime":38}',
        "info",
        61000,
    )
    chatter(record, "deployment/dock-api", "node", 4)
    record.event(
        22,
        "kubernetes",
        "deployment/dock-api",
        "ScalingReplicaSet",
        "Scaled up replica set dock-api-9c4 to 4",
        "normal",
    )
    record.event(
        22.5,
        "kubernetes",
        "pod/dock-api-9c4-hh8sd",
        "Unhealthy",
        'Readiness probe failed: Get "http://10.2.7.60:8080/ready": dial tcp 10.2.7.60:8080: connect: connection refused',
        "warning",
        2,
        22,
        "kubelet",
    )
    record.event(
        25,
        "kubernetes",
        "deployment/dock-api",
        "ScalingReplicaSet",
        "Scaled down replica set dock-api-5f1 to 0 from 1",
        "normal",
    )
    deployment(
        record,
        "dock-api",
        4,
        4,
        "docks",
        conditions={
            "Available": {"status": "True", "reason": "MinimumReplicasAvailable"},
            "Progressing": {
                "status": "True",
                "reason": "NewReplicaSetAvailable",
                "message": 'ReplicaSet "dock-api-9c4" has successfully progressed.',
            },
        },
    )
    pod(record, "dock-api-9c4-hh8sd", "dock-api-9c4", "w-2", "docks", containers=[container("api", "dock-api:3.15.0")])
    record.change(
        21.8,
        "deployment",
        "argocd sync",
        "deployment/dock-api",
        "argocd",
        images=["dock-api:3.14.2", "dock-api:3.15.0"],
    )
    record.alert(28, "dock-api 5xx ratio > 2 % (2m)", "service/dock-api", "ok")
    record.edges(
        "service/edge > service/dock-api",
        "service/dock-api owns deployment/dock-api",
        "deployment/dock-api reads statefulset/dock-db",
    )
    cluster_life(record)
    return well(
        record,
        "healthy.recovered",
        herring=("deployment.bad_release", "deployment/dock-api"),
        near=["deployment.bad_release"],
    )

"""Pages about nodes and resources in Kubernetes with nothing wrong behind them."""

from __future__ import annotations

from .record import Bundle, Expected, Record, well
from .scenery import chatter, cluster_life, container, deployment, node, pod


def patched_nodes() -> tuple[Bundle, Expected]:
    """Three nodes were drained and restarted one after another in their window."""
    record = Record("hb-837", "2026-06-18T22:00", 90)
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
    record = Record("hb-195", "2026-08-03T11:00", 60)
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
    record.metric(f"pod/{full}", "cpu_throttled_time", 0.41, usual=0.42, unit="None", container="fluent-bit")
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
    record = Record("hb-789", "2026-10-08T08:00", 240)
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

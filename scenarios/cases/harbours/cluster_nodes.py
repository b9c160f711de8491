"""Faults of nodes and replicas in Kubernetes."""

from __future__ import annotations

from .record import Bundle, Expected, Record, fault
from .scenery import chatter, cluster_life, deployment, node, pod


def radar_fusion() -> tuple[Bundle, Expected]:
    """Core dumps fill a node's disk; the kubelet evicts what runs there."""
    record = Record("hb-915", "2026-05-05T22:00", 120)
    record.page(
        "radar-fusion lag > 20 s",
        "prometheus",
        "service/radar-fusion",
        83,
        severity="critical",
        service="radar-fusion",
        cluster="vts",
    )
    record.metric(
        "node/vts-w5",
        "node_filesystem_avail_percent",
        [(0, 31), (30, 29), (76, 8), (120, 6)],
        noise=0.01,
        unit="Percent",
    )
    record.metric("node/vts-w4", "node_filesystem_avail_percent", 44, noise=0.01, unit="Percent")
    record.metric(
        "service/radar-fusion", "fusion_lag_seconds", [(0, 1.2), (79, 1.3), (95, 34), (120, 51)], unit="Seconds"
    )
    record.metric("node/vts-w5", "memory_utilization", 62, noise=0.02)
    record.metric("node/vts-w4", "memory_utilization", 71, noise=0.02)
    for minute, name in ((78, "radar-fusion-0"), (79, "radar-fusion-1"), (84, "chart-tiles-8d5-qq9lw")):
        record.event(
            minute,
            "kubernetes",
            f"pod/{name}",
            "Evicted",
            "The node was low on resource: ephemeral-storage. Threshold quantity: 10737418240, available: 8412Mi.",
            "warning",
            1,
            None,
            "kubelet",
        )
    record.event(
        77,
        "kubernetes",
        "node/vts-w5",
        "NodeHasDiskPressure",
        "Node vts-w5 status is now: NodeHasDiskPressure",
        "normal",
    )
    record.event(
        81,
        "kubernetes",
        "node/vts-w5",
        "FreeDiskSpaceFailed",
        "Failed to garbage collect required amount of images. Attempted to free 6442450944 bytes, but only found 0 bytes eligible to free.",
        "warning",
        8,
    )
    record.event(
        110,
        "kubernetes",
        "pod/radar-fusion-0",
        "FailedScheduling",
        "0/3 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/disk-pressure: }, 2 node(s) didn't match Pod's node affinity/selector.",
        "warning",
        14,
        79,
    )
    node(
        record,
        "vts-w5",
        labels={"radar-nic": "true"},
        taints=["node.kubernetes.io/disk-pressure:NoSchedule"],
        conditions={
            "Ready": "True",
            "DiskPressure": {
                "status": "True",
                "reason": "KubeletHasDiskPressure",
                "message": "kubelet has disk pressure",
            },
            "MemoryPressure": "False",
        },
    )
    node(record, "vts-w4")
    pod(
        record,
        "radar-fusion-0",
        "StatefulSet/radar-fusion",
        "",
        "vts",
        phase="Pending",
        status="Pending",
        ready="0/1",
        node_selector={"radar-nic": "true"},
        conditions={"Ready": "False"},
    )
    record.state("statefulset/radar-fusion", "statefulset", namespace="vts", ready="0/2", age="211d")
    record.state(
        "node/vts-w5",
        "systemd_unit",
        unit="systemd-coredump",
        active="active",
        log_tail=[
            "Process 81422 (ais-decoder) of user 1000 dumped core.",
            "Process 81977 (ais-decoder) of user 1000 dumped core.",
            "/var/lib/systemd/coredump: 171G",
        ],
    )
    record.change(58, "deployment", "helm upgrade", "statefulset/radar-fusion", "role/vts-ci", chart=["1.9.0", "1.9.1"])
    record.log(90, "service/vts-console", "no fused tracks since 12 s, showing raw AIS", "warning", 300)
    chatter(record, "service/vts-console", "dotnet", 3)
    record.edges(
        "service/vts-console > service/radar-fusion",
        "service/radar-fusion owns statefulset/radar-fusion",
        "pod/radar-fusion-0 runs_on node/vts-w5",
        "pod/radar-fusion-1 runs_on node/vts-w5",
    )
    cluster_life(record)
    return fault(
        record,
        "node.disk_pressure",
        "node/vts-w5",
        ("k8s.workload.evicted", "statefulset/radar-fusion"),
        ("storage.full", "node/vts-w5"),
        herring=("deployment.bad_release", "statefulset/radar-fusion"),
        near=["k8s.scheduling.taint_not_tolerated"],
    )


def buoy_telemetry() -> tuple[Bundle, Expected]:
    """One node loses packets; traces are sampled away, its own log was never collected."""
    record = Record("hb-172", "2026-10-05T03:00", 60)
    record.page(
        "buoy-api error budget 6h burn",
        "prometheus",
        "service/buoy-api",
        28,
        severity="critical",
        service="buoy-api",
        cluster="coast",
    )
    record.metric("service/buoy-api", "error_rate", [(0, 0.1), (24, 0.1), (27, 8), (60, 8.5)], noise=0.15)
    record.metric("service/buoy-api", "latency_p99", [(0, 0.3), (24, 0.3), (27, 5.4), (60, 5.6)], noise=0.12)
    record.metric("service/buoy-api", "latency_p50", 0.03)
    for name, drops in (("coast-w1", 3), ("coast-w2", 4), ("coast-w3", 3)):
        bad = name == "coast-w2"
        record.metric(
            f"node/{name}", "tcp_retransmits", [(0, drops), (24, drops), (26, 940), (60, 1010)] if bad else drops
        )
        record.metric(f"node/{name}", "network_receive_drop", [(0, 0), (24, 0), (26, 2210), (60, 2300)] if bad else 1)
        record.metric(
            f"node/{name}", "cpu_utilization", {"coast-w1": 88, "coast-w2": 41, "coast-w3": 46}[name], noise=0.04
        )
        node(record, name)
    for name, where, bad in (
        ("buoy-api-77b-1", "coast-w1", False),
        ("buoy-api-77b-2", "coast-w2", True),
        ("buoy-store-0", "coast-w2", True),
        ("buoy-api-77b-3", "coast-w3", False),
    ):
        record.metric(f"pod/{name}", "tcp_retransmits", [(0, 1), (24, 1), (26, 300), (60, 330)] if bad else 1)
        pod(record, name, "buoy-api-77b" if "api" in name else "buoy-store", where, "buoys")
    record.log(
        29,
        "deployment/buoy-api",
        "rpc error: code = DeadlineExceeded desc = context deadline exceeded while awaiting buoy-store",
        "error",
        1880,
    )
    record.log(
        33, "pod/buoy-api-77b-2", "read tcp 10.3.2.8:51100->10.3.1.4:9000: read: connection reset by peer", "error", 330
    )
    chatter(record, "deployment/buoy-api", "go", 3)
    record.change(
        19, "deployment", "argocd sync", "deployment/buoy-api", "argocd", images=["buoy-api:2.0.8", "buoy-api:2.0.9"]
    )
    record.edges(
        "service/buoy-api owns deployment/buoy-api",
        "deployment/buoy-api > pod/buoy-store-0",
        *(
            f"pod/{p} runs_on node/{n}"
            for p, n in (
                ("buoy-api-77b-1", "coast-w1"),
                ("buoy-api-77b-2", "coast-w2"),
                ("buoy-store-0", "coast-w2"),
                ("buoy-api-77b-3", "coast-w3"),
            )
        ),
    )
    record.gap("logs", "journald of the nodes is not shipped", "node/coast-w2")
    record.gap("events", "timed out after 5 s")
    return fault(
        record,
        "node.packet_loss",
        "node/coast-w2",
        ("network.packet_loss", "node/coast-w2"),
        herring=("deployment.bad_release", "deployment/buoy-api"),
        near=["dependency.slow", "compute.cpu_saturation"],
        poor=True,
    )


def mooring_alerts() -> tuple[Bundle, Expected]:
    """The sender stands at zero replicas; who did it cannot be seen."""
    record = Record("hb-211", "2026-11-16T17:00", 60)
    record.page(
        "[No data] mooring SMS sent per minute",
        "datadog",
        "service/mooring-notify",
        38,
        severity="high",
        service="mooring-notify",
    )
    record.metric("service/mooring-notify", "sms_sent", [(0, 14), (27, 14), (28, 0), (60, 0)], hole=(40, 60))
    record.metric("queue/mooring-events", "messages_ready", [(0, 1), (27, 1), (60, 470)])
    record.metric("queue/mooring-events", "consumers", [(0, 2), (27, 2), (28, 0), (60, 0)], noise=0)
    deployment(
        record,
        "mooring-notify",
        0,
        0,
        "moorings",
        replicas="0 desired | 0 updated | 0 total | 0 available | 0 unavailable",
        conditions={
            "Available": {"status": "True", "reason": "MinimumReplicasAvailable"},
            "Progressing": {"status": "True", "reason": "NewReplicaSetAvailable"},
        },
    )
    deployment(record, "mooring-sensors", 3, 3, "moorings")
    record.event(
        27,
        "kubernetes",
        "deployment/mooring-notify",
        "ScalingReplicaSet",
        "Scaled down replica set mooring-notify-6b8 to 0 from 2",
        "normal",
        1,
        None,
        "deployment-controller",
    )
    record.event(
        12,
        "kubernetes",
        "pod/rabbitmq-1",
        "Unhealthy",
        "Readiness probe failed: rabbitmq-diagnostics check_port_connectivity timed out",
        "warning",
        2,
    )
    record.log(
        45, "deployment/mooring-sensors", "published strain alarm bollard=14 routing_key=mooring.events", "info", 220
    )
    record.log(
        13,
        "statefulset/rabbitmq",
        "[warning] <0.812.0> memory resource limit alarm set on node rabbit@rabbitmq-1, cleared after 4s",
        "warning",
        1,
    )
    record.edges(
        "deployment/mooring-sensors writes queue/mooring-events",
        "deployment/mooring-notify reads queue/mooring-events",
        "service/mooring-notify owns deployment/mooring-notify",
        "queue/mooring-events runs_on statefulset/rabbitmq",
    )
    record.gap("changes", "audit log of the cluster is not enabled")
    record.gap("logs", "no pods match", "deployment/mooring-notify")
    return fault(
        record,
        "k8s.workload.zero_replicas",
        "deployment/mooring-notify",
        ("deployment.scaling_change", "deployment/mooring-notify"),
        herring=("compute.memory_saturation", "statefulset/rabbitmq"),
        near=["dependency.queue_backlog"],
        poor=True,
    )

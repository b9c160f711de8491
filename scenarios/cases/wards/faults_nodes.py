"""Faults of EKS nodes: a kubelet, room for pods."""

from .bystanders import cluster_bystanders
from .cluster import node, notice, pod, workload
from .curves import line, steady, step
from .estate import database, rds_state
from .ward import Case, Ward


def rides_node() -> Case:
    """One node's kubelet stopped; its pods' endpoints are gone while the rest works on."""
    w = Ward("wd-rides-latency", 119, "2026-02-11T20:00", 55, "us-east-1")
    ill, well, other = "ip-10-3-41-17.ec2.internal", "ip-10-3-42-90.ec2.internal", "ip-10-3-43-5.ec2.internal"
    w.page(
        "rides-gateway p95 > 1.5s for 5m",
        36,
        "service/rides-gateway",
        source="datadog",
        severity="high",
        service="rides",
    )
    w.alarm("rides-gateway p95", "service/rides-gateway", "alarm", 36, "latency_p95", 1.5)
    w.alarm("rides-db-cpu", "rds/rides-db", "ok", -500, "CPUUtilization", 80)
    w.series(
        "latency_p95",
        "service/rides-gateway",
        line([(0, 0.31), (28, 0.33), (36, 1.9), (55, 1.8)], 0.09),
        space="Prometheus",
        unit="Seconds",
    )
    w.series("request_rate", "service/rides-gateway", steady(410, 0.04), space="Prometheus", unit="Count/Second")
    w.series("node_cpu_utilization", f"node/{ill}", steady(51, 0.08), until=28, unit="Percent", digits=1)
    w.series("node_cpu_utilization", f"node/{well}", step(54, 83, 31, 5), unit="Percent", digits=1)
    w.series("node_cpu_utilization", f"node/{other}", step(49, 80, 31, 5), unit="Percent", digits=1)
    database(w, "rides-db", 63, 160, load=2.9, only=("CPUUtilization", "DatabaseConnections", "DBLoad", "ReadLatency"))
    w.log(
        "deployment/rides-gateway",
        31,
        "warning",
        "upstream request timeout cluster=dispatch priority=0 host=10.3.41.122:8080",
        880,
        "envoy",
    )
    w.log("deployment/dispatch", 40, "info", "matched rider=r_9f31 driver=d_208c in 38ms", 5120, "dispatch")
    w.log(
        "deployment/surge-pricing",
        20,
        "error",
        "failed to refresh weather feed: 429 Too Many Requests, keeping last",
        18,
        "surge-pricing",
    )
    notice(w, f"node/{ill}", 29.2, "NodeNotReady", f"Node {ill} status is now: NodeNotReady", "node-controller")
    notice(
        w,
        "pod/dispatch-77d9c-4kx8v",
        34.4,
        "TaintManagerEviction",
        "Marking for deletion Pod rides/dispatch-77d9c-4kx8v",
        "taint-eviction-controller",
        warning=False,
    )
    notice(
        w,
        "pod/dispatch-77d9c-p0q2s",
        53,
        "FailedScheduling",
        "0/3 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/unreachable: }, 2 Insufficient cpu.",
        "default-scheduler",
        6,
        first=34.6,
    )
    w.change(
        "deployment/surge-pricing",
        17,
        "deployment",
        "kubectl set image",
        "svc/gha-deploy",
        image=["surge-pricing:88", "surge-pricing:89"],
    )
    w.edges("service/rides-gateway", "deployment/dispatch", "rds/rides-db")
    w.edge("deployment/rides-gateway", "deployment/surge-pricing")
    w.edge("pod/dispatch-77d9c-4kx8v", f"node/{ill}", "runs_on")
    lost = {"status": "Unknown", "reason": "NodeStatusUnknown", "message": "Kubelet stopped posting node status."}
    node(
        w,
        ill,
        ready=lost,
        taints=["node.kubernetes.io/unreachable:NoExecute", "node.kubernetes.io/unreachable:NoSchedule"],
        conditions={"MemoryPressure": "Unknown", "DiskPressure": "Unknown", "PIDPressure": "Unknown"},
    )
    node(w, well, used=("3510m (89%)", "12100Mi (81%)"))
    node(w, other, used=("3390m (86%)", "11800Mi (79%)"))
    w.state(
        f"node/{ill}",
        "systemd_unit",
        unit="kubelet.service",
        active="failed (Result: exit-code)",
        since=w.at(28.3),
        log_tail=[
            "kubelet.service: Main process exited, code=exited, status=1/FAILURE",
            "kubelet.service: Start request repeated too quickly.",
            "Failed to start Kubernetes Kubelet.",
        ],
    )
    w.state(f"node/{ill}", "ec2_instance_status", instance_status="ok", system_status="ok", state="running")
    workload(
        w,
        "dispatch",
        "rides",
        6,
        4,
        available={
            "status": "True",
            "reason": "MinimumReplicasAvailable",
            "message": "Deployment has minimum availability.",
        },
    )
    workload(w, "surge-pricing", "rides", 2)
    pod(
        w,
        "dispatch-77d9c-4kx8v",
        "dispatch",
        "rides",
        ill,
        ready=False,
        deletion_timestamp=w.at(34.4),
        status="Terminating",
    )
    pod(w, "dispatch-77d9c-h22lm", "dispatch", "rides", well)
    pod(
        w,
        "dispatch-77d9c-p0q2s",
        "dispatch",
        "rides",
        None,
        ready=False,
        phase="Pending",
        container={"requests": {"cpu": "1", "memory": "1Gi"}, "state": {}},
    )
    pod(w, "surge-pricing-5c8-9zz1k", "surge-pricing", "rides", other, started=17.4)
    cluster_bystanders(w, 2)
    return w.fault(
        "node.kubelet_down",
        f"node/{ill}",
        also=[("node.not_ready", f"node/{ill}")],
        herring=("deployment.bad_release", "deployment/surge-pricing"),
        near=["k8s.scheduling.insufficient_cpu"],
    )


def auctions_pending() -> Case:
    """The autoscaler wants more pods than the node group may hold."""
    w = Ward("wd-auction-lag", 121, "2026-11-27T18:00", 70, "us-west-2")
    w.page(
        "auction-bids p99 latency SLO",
        47,
        "service/auction-bids",
        "p99 2.8 s, objective 0.8 s",
        source="prometheus",
        severity="critical",
        service="auction",
    )
    w.alarm("AuctionBidsLatency", "service/auction-bids", "alarm", 47)
    w.alarm("KubePodNotReady", "deployment/auction-bids", "alarm", 54, reason="7 pods pending for more than 15 min")
    w.series(
        "latency_p99",
        "service/auction-bids",
        line([(0, 0.42), (32, 0.5), (46, 2.6), (70, 3.3)], 0.08),
        space="Prometheus",
        unit="Seconds",
    )
    w.series(
        "request_rate",
        "service/auction-bids",
        line([(0, 610), (25, 700), (45, 1180), (70, 1240)], 0.03),
        space="Prometheus",
        unit="Count/Second",
    )
    w.series(
        "cpu_utilization",
        "deployment/auction-bids",
        line([(0, 52), (28, 60), (46, 98), (70, 99)], 0.015),
        space="Prometheus",
        unit="Percent",
    )
    w.series("cpu_utilization", "deployment/auction-images", steady(61, 0.1), space="Prometheus", unit="Percent")
    database(
        w,
        "auction-db",
        line([(0, 40), (30, 44), (70, 58)], 0.05),
        180,
        load=line([(0, 2), (70, 2.9)], 0.1),
        only=("CPUUtilization", "DatabaseConnections", "DBLoad", "WriteLatency"),
    )
    w.log(
        "deployment/auction-bids",
        49,
        "warning",
        "bid queue wait 1.9s (worker pool saturated, GOMAXPROCS=2)",
        3120,
        "auction-bids",
    )
    w.log(
        "deployment/auction-images",
        33,
        "warning",
        "webp: falling back to jpeg for user-agent Safari/13",
        511,
        "auction-images",
    )
    w.log(
        "deployment/cluster-autoscaler",
        52,
        "info",
        "Skipping node group eks-general - max size reached; pod auction/auction-bids-6b4-zz0vq can't be scheduled",
        61,
        "cluster-autoscaler",
    )
    notice(
        w,
        "pod/auction-bids-6b4-zz0vq",
        69,
        "FailedScheduling",
        "0/6 nodes are available: 6 Insufficient cpu. preemption: 0/6 nodes are available: 6 No preemption victims found for incoming pod.",
        "default-scheduler",
        34,
        first=34,
    )
    notice(
        w,
        "pod/auction-bids-6b4-zz0vq",
        52,
        "NotTriggerScaleUp",
        "pod didn't trigger scale-up: 1 max node group size reached",
        "cluster-autoscaler",
        19,
        warning=False,
        first=34,
    )
    notice(
        w,
        "deployment/auction-bids",
        33.6,
        "SuccessfulRescale",
        "New size: 16; reason: cpu resource utilization (percentage of request) above target",
        "horizontal-pod-autoscaler",
        warning=False,
    )
    notice(
        w,
        "pod/auction-images-5f8-1mmra",
        12,
        "Unhealthy",
        'Liveness probe failed: Get "http://10.9.3.4:8080/live": context deadline exceeded',
        "kubelet",
        1,
    )
    w.change(
        "rds/auction-db", 22, "config", "rds:ModifyDBInstance", "role/terraform", iops=[6000, 9000], storage_type="io2"
    )
    w.event(
        "rds/auction-db",
        24,
        "configuration change",
        "DB instance auction-db storage optimization has started",
        type="info",
    )
    w.edges("service/auction-bids", "deployment/auction-bids", "rds/auction-db")
    w.edge("service/auction-bids", "deployment/auction-images", "depends_on")
    workload(w, "auction-bids", "auction", 16, 9)
    workload(w, "auction-images", "auction", 4)
    pod(
        w,
        "auction-bids-6b4-zz0vq",
        "auction-bids",
        "auction",
        None,
        ready=False,
        phase="Pending",
        container={"requests": {"cpu": "1500m", "memory": "1Gi"}, "state": {}},
        conditions={
            "PodScheduled": {
                "status": "False",
                "reason": "Unschedulable",
                "message": "0/6 nodes are available: 6 Insufficient cpu.",
            }
        },
    )
    pod(
        w,
        "auction-bids-6b4-aa18c",
        "auction-bids",
        "auction",
        "ip-10-9-3-4",
        container={"requests": {"cpu": "1500m", "memory": "1Gi"}},
    )
    pod(w, "auction-images-5f8-1mmra", "auction-images", "auction", "ip-10-9-3-4", restarts="1 (58m ago)")
    for number in ("3-4", "3-61", "4-17"):
        node(w, f"ip-10-9-{number}", used=("3740m (95%)", "9410Mi (63%)"))
    w.state("asg/eks-general", "asg", desired=6, min=3, max=6, in_service=6)
    rds_state(w, "auction-db", "db.r6g.2xlarge", status="storage-optimization")
    cluster_bystanders(w, 1)
    return w.fault(
        "k8s.scheduling.insufficient_cpu",
        "deployment/auction-bids",
        also=[
            ("compute.autoscaling_at_max", "asg/eks-general"),
            ("compute.autoscaling_at_max", "deployment/auction-bids"),
            ("compute.cpu_saturation", "deployment/auction-bids"),
            ("traffic.surge", "service/auction-bids"),
            ("k8s.scheduling.insufficient_cpu", "service/auction-bids"),
        ],
        herring=("db.maintenance_io_storm", "rds/auction-db"),
    )


CASES = (rides_node, auctions_pending)

"""Healthy pages about EKS: a rotation, old restarts, scaling that worked, a gap in the metrics."""

from .bystanders import cluster_bystanders
from .cluster import node, notice, pod, workload
from .curves import flat, line, steady
from .estate import balancer, database
from .ward import Case, Ward


def harbour_rotation() -> Case:
    """The node group was rolled to a new AMI; every pod runs again."""
    w = Ward("wd-harbour-nodes", 212, "2026-03-17T09:00", 110, "eu-west-1")
    w.page(
        "[Triggered] Kubernetes node NotReady: ip-10-1-4-88",
        37,
        "node/ip-10-1-4-88",
        source="datadog",
        severity="high",
        service="platform",
    )
    w.alarm("Kubernetes node NotReady", "node/ip-10-1-4-88", "ok", 52, reason="No longer reporting; host removed")
    w.alarm("harbour-api p95", "service/harbour-api", "ok", -4000, "latency_p95", 1)
    w.series("latency_p95", "service/harbour-api", steady(0.27, 0.1), space="Prometheus", unit="Seconds")
    w.series("error_rate", "service/harbour-api", steady(0.0012, 0.3), space="Prometheus", unit="None")
    w.series("node_cpu_utilization", "node/ip-10-1-4-88", steady(44, 0.1), until=36, unit="Percent", digits=1)
    database(w, "harbour-db", 31, 98, only=("CPUUtilization", "DatabaseConnections", "DBLoad"))
    w.change(
        "nodegroup/general",
        20,
        "infrastructure",
        "eks:UpdateNodegroupVersion",
        "user/platform-ana",
        release_version=["1.31.4-20260210", "1.31.5-20260312"],
    )
    notice(
        w,
        "node/ip-10-1-4-88",
        34,
        "NodeNotSchedulable",
        "Node ip-10-1-4-88 status is now: NodeNotSchedulable",
        "kubelet",
        warning=False,
    )
    notice(
        w, "node/ip-10-1-4-88", 36.8, "NodeNotReady", "Node ip-10-1-4-88 status is now: NodeNotReady", "node-controller"
    )
    notice(
        w,
        "node/ip-10-1-4-88",
        41,
        "RemovingNode",
        "Node ip-10-1-4-88 event: Removing Node ip-10-1-4-88 from Controller",
        "node-controller",
        warning=False,
    )
    notice(
        w,
        "pod/harbour-api-6d9-k2v9x",
        38,
        "Unhealthy",
        'Readiness probe failed: Get "http://10.1.5.31:8080/ready": dial tcp 10.1.5.31:8080: connect: connection refused',
        "kubelet",
        2,
    )
    notice(
        w, "node/ip-10-1-5-12", 30, "NodeReady", "Node ip-10-1-5-12 status is now: NodeReady", "kubelet", warning=False
    )
    w.log("deployment/harbour-api", 36, "info", "SIGTERM received, draining 14 connections", 1, "harbour-api")
    w.log("deployment/harbour-api", 90, "info", "GET /berths 200 24ms", 6100, "harbour-api")
    w.edges("service/harbour-api", "deployment/harbour-api", "rds/harbour-db")
    workload(w, "harbour-api", "harbour", 4)
    pod(w, "harbour-api-6d9-k2v9x", "harbour-api", "harbour", "ip-10-1-5-12", started=37.7)
    pod(w, "harbour-api-6d9-w7d5c", "harbour-api", "harbour", "ip-10-1-6-4", started=48)
    node(w, "ip-10-1-5-12")
    node(w, "ip-10-1-6-4")
    w.state(
        "nodegroup/general",
        "eks_nodegroup",
        status="ACTIVE",
        release_version="1.31.5-20260312",
        desired=3,
        health_issues=[],
    )
    cluster_bystanders(w, 2)
    return w.healthy(herring=("node.not_ready", "node/ip-10-1-4-88"))


def notes_restarts() -> Case:
    """A monitor counts restarts of a pod's whole life; the last was nine days ago."""
    w = Ward("wd-notes-restarts", 213, "2026-05-28T10:00", 60, "us-east-1", stamp="offset")
    w.page(
        "Pod restarts > 5: notes-sync-58c9-tq7mm",
        45,
        "pod/notes-sync-58c9-tq7mm",
        "kubernetes.containers.restarts > 5",
        source="datadog",
        severity="warning",
        service="notes",
    )
    w.alarm("Pod restarts > 5", "pod/notes-sync-58c9-tq7mm", "alarm", 45, reason="value 6 > 5 (monitor created today)")
    w.series("restart_count", "pod/notes-sync-58c9-tq7mm", flat(6), digits=0)
    w.series("memory_usage", "deployment/notes-sync", steady(402e6, 0.02), space="Prometheus", unit="Bytes")
    w.series("error_rate", "service/notes-sync", steady(0.002, 0.25), space="Prometheus", unit="None")
    w.series("request_rate", "service/notes-sync", steady(140, 0.05), space="Prometheus", unit="Count/Second")
    database(w, "notes-db", 35, 70, only=("CPUUtilization", "DatabaseConnections"))
    w.log("deployment/notes-sync", 50, "info", "sync cycle ok devices=2210 conflicts=3", 58, "notes-sync")
    w.log("deployment/notes-sync", 31, "warning", "conflict resolved last-writer-wins note=77f1", 166, "notes-sync")
    w.change(
        "monitor/pod-restarts",
        40,
        "config",
        "datadog:CreateMonitor",
        "user/sre-tom",
        query="max(last_5m):max:kubernetes.containers.restarts{*} by {pod_name} > 5",
    )
    w.edges("service/notes-sync", "deployment/notes-sync", "rds/notes-db")
    workload(w, "notes-sync", "notes", 2)
    pod(
        w,
        "notes-sync-58c9-tq7mm",
        "notes-sync",
        "notes",
        "ip-10-2-0-9",
        restarts="6 (9d ago)",
        started=-12960,
        container={
            "last_state": {"state": "terminated", "reason": "Error", "exit_code": 1, "finished_at": w.at(-12960.4)}
        },
    )
    pod(w, "notes-sync-58c9-b1fzz", "notes-sync", "notes", "ip-10-2-0-41", started=-17000)
    node(w, "ip-10-2-0-9")
    cluster_bystanders(w, 3)
    return w.healthy("healthy.threshold_noise", herring=("code.unhandled_error", "deployment/notes-sync"))


def trivia_scaled() -> Case:
    """The evening's demand was met by the autoscaler."""
    w = Ward("wd-trivia-cpu", 214, "2026-10-31T18:00", 90, "us-west-2")
    w.page(
        "trivia-api CPU > 90% of request",
        34,
        "deployment/trivia-api",
        source="prometheus",
        severity="warning",
        service="trivia",
    )
    w.alarm("TriviaCpuHigh", "deployment/trivia-api", "ok", 44, reason="resolved")
    w.series(
        "cpu_utilization",
        "deployment/trivia-api",
        line([(0, 55), (26, 61), (34, 96), (38, 97), (44, 64), (90, 62)], 0.02),
        space="Prometheus",
        unit="Percent",
        digits=1,
    )
    w.series(
        "request_rate",
        "service/trivia-api",
        line([(0, 480), (26, 520), (36, 1120), (90, 1090)], 0.03),
        space="Prometheus",
        unit="Count/Second",
    )
    w.series(
        "latency_p95",
        "service/trivia-api",
        line([(0, 0.11), (30, 0.12), (36, 0.24), (43, 0.13), (90, 0.12)], 0.06),
        space="Prometheus",
        unit="Seconds",
    )
    w.series("error_rate", "service/trivia-api", steady(0.0008, 0.3), space="Prometheus", unit="None")
    w.series(
        "replicas", "deployment/trivia-api", line([(0, 4), (35, 4), (36, 7), (40, 7), (41, 9), (90, 9)], 0), digits=0
    )
    database(
        w,
        "trivia-db",
        line([(0, 25), (30, 27), (40, 43), (90, 42)], 0.05),
        150,
        only=("CPUUtilization", "DatabaseConnections", "DBLoad", "ReadLatency"),
    )
    notice(
        w,
        "deployment/trivia-api",
        35.2,
        "SuccessfulRescale",
        "New size: 7; reason: cpu resource utilization (percentage of request) above target",
        "horizontal-pod-autoscaler",
        warning=False,
    )
    notice(
        w,
        "deployment/trivia-api",
        40.4,
        "SuccessfulRescale",
        "New size: 9; reason: cpu resource utilization (percentage of request) above target",
        "horizontal-pod-autoscaler",
        warning=False,
    )
    notice(
        w,
        "pod/trivia-api-7f5-2jj0d",
        35.4,
        "FailedScheduling",
        "0/3 nodes are available: 3 Insufficient cpu.",
        "default-scheduler",
        1,
    )
    notice(
        w,
        "pod/trivia-api-7f5-2jj0d",
        37.3,
        "Scheduled",
        "Successfully assigned trivia/trivia-api-7f5-2jj0d to ip-10-5-2-60",
        "default-scheduler",
        warning=False,
    )
    w.log("deployment/trivia-api", 36, "warning", "event loop lag 212ms", 14, "trivia-api")
    w.log("deployment/trivia-api", 80, "info", "round 118 closed, 41022 answers", 9, "trivia-api")
    w.edges("service/trivia-api", "deployment/trivia-api", "rds/trivia-db")
    workload(w, "trivia-api", "trivia", 9)
    pod(w, "trivia-api-7f5-2jj0d", "trivia-api", "trivia", "ip-10-5-2-60", started=38)
    pod(w, "trivia-api-7f5-x9k1p", "trivia-api", "trivia", "ip-10-5-1-22")
    w.state(
        "hpa/trivia-api",
        "hpa",
        namespace="trivia",
        min_replicas=4,
        max_replicas=20,
        current_replicas=9,
        desired_replicas=9,
        current_cpu="62%",
        target_cpu="70%",
    )
    cluster_bystanders(w, 1)
    return w.healthy(herring=("compute.cpu_saturation", "deployment/trivia-api"), near=["traffic.surge"])


def grid_gap() -> Case:
    """The metrics agent restarted; missing data was treated as breaching."""
    w = Ward("wd-grid-heartbeat", 219, "2026-11-05T04:00", 75, "eu-west-3", stamp="offset")
    w.page(
        "grid-api: no data for 10m",
        44,
        "service/grid-api",
        "Monitor: no data received for request_rate",
        source="datadog",
        severity="critical",
        service="grid",
    )
    w.alarm("grid-api no data", "service/grid-api", "ok", 49, reason="Recovered: data received")
    w.series(
        "request_rate", "service/grid-api", steady(88, 0.06), space="Prometheus", unit="Count/Second", hole=(33, 48)
    )
    w.series("error_rate", "service/grid-api", steady(0.001, 0.3), space="Prometheus", unit="None", hole=(33, 48))
    w.series(
        "cpu_utilization", "deployment/grid-api", steady(41, 0.06), space="Prometheus", unit="Percent", hole=(33, 48)
    )
    balancer(w, "grid-api", 5280, 0.12)
    database(w, "grid-db", 29, 64, load=1.2)
    notice(w, "pod/metrics-agent-9wz2k", 33.2, "Killing", "Stopping container agent", "kubelet", warning=False)
    notice(w, "pod/metrics-agent-h5c8d", 47.6, "Started", "Started container agent", "kubelet", warning=False)
    notice(
        w,
        "pod/metrics-agent-h5c8d",
        46,
        "Failed",
        'Failed to pull image "public.ecr.aws/datadog/agent:7.60.1": rpc error: code = DeadlineExceeded',
        "kubelet",
        2,
        first=36,
    )
    w.log("deployment/grid-api", 40, "info", "POST /telemetry 202 9ms", 78100, "grid-api")
    w.log("deployment/grid-api", 60, "info", "POST /telemetry 202 9ms", 80400, "grid-api")
    w.change(
        "daemonset/metrics-agent", 33, "deployment", "helm upgrade", "svc/flux", image=["agent:7.59.0", "agent:7.60.1"]
    )
    w.edges("alb/grid-api", "service/grid-api", "deployment/grid-api", "rds/grid-db")
    workload(w, "grid-api", "grid", 3)
    pod(w, "grid-api-54d-qq1ab", "grid-api", "grid", "ip-10-6-1-15")
    pod(
        w,
        "metrics-agent-h5c8d",
        "metrics-agent",
        "monitoring",
        "ip-10-6-1-15",
        started=47.6,
        owner="DaemonSet/metrics-agent",
    )
    cluster_bystanders(w, 3)
    return w.healthy(herring=("k8s.image.reference_invalid", "daemonset/metrics-agent"), near=["traffic.drop"])


CASES = (harbour_rotation, notes_restarts, trivia_scaled, grid_gap)

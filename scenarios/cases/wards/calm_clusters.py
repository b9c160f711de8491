"""Healthy pages about EKS and ECS: rotations, old restarts, scaling that worked, alarms and users at fault."""

from .bystanders import bystanders, cluster_bystanders
from .cluster import node, notice, pod, workload
from .curves import bump, burst, flat, line, steady
from .estate import balancer, database, deploy, ecs_state, rds_state, steady_service, tasks
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


def atlas_memory() -> Case:
    """A duplicated monitor with its threshold in the wrong unit."""
    w = Ward("wd-atlas-memory", 215, "2026-06-11T13:00", 60, "eu-central-1", stamp="ms")
    w.page(
        "atlas-db FreeableMemory low (copy)",
        22,
        "rds/atlas-db",
        "FreeableMemory < 8000000000000",
        source="cloudwatch",
        severity="critical",
        service="atlas",
    )
    w.alarm(
        "atlas-db FreeableMemory low (copy)",
        "rds/atlas-db",
        "alarm",
        22,
        "FreeableMemory",
        8e12,
        below=True,
        reason="3 datapoints [5.9E9] were less than the threshold (8.0E12); alarm created 13:19Z",
    )
    w.alarm("atlas-db FreeableMemory low", "rds/atlas-db", "ok", -30000, "FreeableMemory", 8e8, below=True)
    w.alarm("atlas-db SwapUsage", "rds/atlas-db", "ok", -30000, "SwapUsage", 2e8)
    database(w, "atlas-db", 42, 133, memory=5.9e9, load=1.7)
    w.series("SwapUsage", "rds/atlas-db", steady(2.1e6, 0.01), unit="Bytes")
    balancer(w, "atlas", 1250, 0.2)
    tasks(w, "atlas", 40, 56, flat(4))
    w.log("ecs-service/atlas", 30, "info", "GET /regions 200", 990, "/ecs/atlas")
    w.log("rds/atlas-db", 41, "log", "checkpoint starting: time", 12, "postgresql.log")
    w.change(
        "alarm/atlas-db-freeable-memory-copy",
        19,
        "config",
        "cloudwatch:PutMetricAlarm",
        "user/dev-karim",
        threshold=8e12,
        copied_from="atlas-db FreeableMemory low",
    )
    deploy(w, "atlas", -260, 71)
    w.edges("alb/atlas", "ecs-service/atlas", "rds/atlas-db")
    rds_state(w, "atlas-db")
    ecs_state(w, "atlas", 4, 71)
    bystanders(w, 2, 2)
    return w.healthy("healthy.threshold_noise", herring=("compute.memory_saturation", "rds/atlas-db"))


def ferry_test() -> Case:
    """The on-call tool's monthly test page."""
    w = Ward("wd-ferry-page", 216, "2026-04-01T07:00", 45, "eu-north-1")
    w.page(
        "TEST - ferry-booking unavailable - please acknowledge",
        15,
        "service/ferry-booking",
        "Monthly paging drill. No customer impact. Sent by scheduled rule oncall-drill.",
        source="manual",
        severity="critical",
        service="ferry",
        labels={"env": "prod", "drill": "true"},
    )
    w.alarm("oncall-drill", "service/ferry-booking", "alarm", 15, reason="set-alarm-state: monthly drill")
    w.alarm("ferry-booking-5xx", "alb/ferry-booking", "ok", -9000, "HTTPCode_Target_5XX_Count", 30)
    balancer(w, "ferry-booking", 940, 0.25)
    database(w, "ferry-db", 27, 61, load=1.0)
    tasks(w, "ferry-booking", 33, 50, flat(3))
    w.log("ecs-service/ferry-booking", 20, "info", "booking confirmed", 410, "/ecs/ferry-booking")
    w.log("ecs-service/ferry-booking", 12, "warning", "vessel position feed delayed 41s", 5, "/ecs/ferry-booking")
    w.change(
        "alarm/oncall-drill",
        14.9,
        "other",
        "cloudwatch:SetAlarmState",
        "rule/oncall-drill",
        state_value="ALARM",
        state_reason="monthly drill",
    )
    w.edges("alb/ferry-booking", "ecs-service/ferry-booking", "rds/ferry-db")
    rds_state(w, "ferry-db")
    ecs_state(w, "ferry-booking", 3, 18)
    bystanders(w, 3, 2)
    return w.healthy("healthy.expected_signal")


def census_password() -> Case:
    """An analyst mistyped a password a few times; the applications never noticed."""
    w = Ward("wd-census-auth", 217, "2026-02-10T09:30", 60, "us-east-2", stamp="-5")
    w.page(
        "census-db: log pattern 'password authentication failed' >= 5",
        31,
        "rds/census-db",
        source="cloudwatch",
        severity="high",
        service="census",
    )
    w.alarm("census-db-auth-failures", "rds/census-db", "ok", 41, "AuthFailureCount", 5)
    w.series(
        "AuthFailureCount",
        "rds/census-db",
        lambda minute, rng: {28: 9.0}.get(int(minute), 0.0),
        space="Custom",
    )
    database(w, "census-db", 38, 88, load=1.5)
    balancer(w, "census", 1320, 0.22)
    w.log(
        "rds/census-db",
        28,
        "fatal",
        '2026-02-10 09:58:02 UTC:10.90.1.7(61022):j.okafor@census:[9921]:FATAL:  password authentication failed for user "j.okafor"',
        9,
        "postgresql.log",
    )
    w.log(
        "rds/census-db",
        31,
        "log",
        "2026-02-10 10:01:12 UTC:10.90.1.7(61040):j.okafor@census:[9940]:LOG:  connection authorized: user=j.okafor database=census application_name=DBeaver 24.1",
        1,
        "postgresql.log",
    )
    w.log("ecs-service/census", 50, "info", "GET /tables/h12 200 73ms", 1900, "/ecs/census")
    w.change(
        "user/j.okafor",
        -60,
        "access",
        "rds-db:AlterRolePassword",
        "user/dba-sue",
        reason="90 day password change requested by user",
    )
    w.edges("alb/census", "ecs-service/census", "rds/census-db")
    rds_state(w, "census-db")
    ecs_state(w, "census", 4, 23)
    bystanders(w, 1, 0)
    return w.healthy(herring=("db.credentials_invalid", "rds/census-db"), near=["access.secret_rotation"])


def orders_retry() -> Case:
    """A partner resent a batch of webhooks after its own outage; duplicates were recognised."""
    w = Ward("wd-webhook-volume", 218, "2026-09-01T16:00", 80, "eu-west-1")
    w.page(
        "partner-hooks request volume +300%",
        33,
        "alb/partner-hooks",
        "Anomaly on RequestCount",
        source="datadog",
        severity="warning",
        service="partner-hooks",
    )
    w.alarm("partner-hooks volume anomaly", "alb/partner-hooks", "ok", 58)
    balancer(w, "partner-hooks", bump(420, 1690, 30, 52, 1), bump(0.08, 0.1, 30, 52), 0.1)
    w.series("HTTPCode_Target_4XX_Count", "alb/partner-hooks", bump(3, 640, 30, 52, 1))
    database(w, "hooks-db", bump(18, 33, 30, 52), 52, load=bump(0.6, 1.1, 30, 52))
    tasks(w, "partner-hooks", bump(20, 47, 30, 52), 41, flat(4))
    w.log(
        "ecs-service/partner-hooks",
        34,
        "warning",
        "409 duplicate delivery idempotency_key=evt_81f07c partner=shipfast, already processed",
        13900,
        "/ecs/partner-hooks",
    )
    w.log(
        "ecs-service/partner-hooks",
        51,
        "info",
        "partner=shipfast header x-replay-batch=2026-09-01-1 complete",
        1,
        "/ecs/partner-hooks",
    )
    w.log("ecs-service/partner-hooks", 70, "info", "POST /hooks/shipfast 202 11ms", 390, "/ecs/partner-hooks")
    steady_service(w, "partner-hooks", -60)
    w.edges("alb/partner-hooks", "ecs-service/partner-hooks", "rds/hooks-db")
    rds_state(w, "hooks-db")
    ecs_state(w, "partner-hooks", 4, 15)
    bystanders(w, 2, 0)
    return w.healthy(herring=("traffic.abuse", "alb/partner-hooks"), near=["traffic.surge"])


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


def comics_spot() -> Case:
    """A Fargate Spot task was reclaimed and replaced within two minutes."""
    w = Ward("wd-comics-tasks", 220, "2026-08-02T15:00", 60, "us-east-1")
    w.page(
        "comics-reader RunningTaskCount < 6",
        31,
        "ecs-service/comics-reader",
        source="cloudwatch",
        severity="high",
        service="comics",
    )
    w.alarm("comics-reader-tasks", "ecs-service/comics-reader", "ok", 34, "RunningTaskCount", 6, below=True)
    balancer(w, "comics-reader", 2200, 0.17)
    tasks(
        w, "comics-reader", bump(47, 56, 30, 32), 52, line([(0, 6), (29.9, 6), (30, 5), (31.9, 5), (32, 6), (60, 6)], 0)
    )
    database(w, "comics-db", 23, 71, only=("CPUUtilization", "DatabaseConnections", "DBLoad"))
    w.event(
        "ecs-service/comics-reader",
        29.6,
        "TASK_STOPPED",
        "(service comics-reader) (task 6d20) stopped: Your Spot Task was interrupted.",
        kind="ecs",
        type="warning",
    )
    w.event(
        "ecs-service/comics-reader",
        30.4,
        "TASK_STARTED",
        "(service comics-reader) has started 1 tasks: (task 71ce).",
        kind="ecs",
    )
    w.event(
        "ecs-service/comics-reader",
        33,
        "SERVICE_STEADY_STATE",
        "(service comics-reader) has reached a steady state.",
        kind="ecs",
    )
    w.log(
        "ecs-service/comics-reader",
        29.5,
        "info",
        "SIGTERM received, closing listener, waiting for 3 requests",
        1,
        "/ecs/comics-reader",
    )
    w.log("ecs-service/comics-reader", 45, "info", "GET /issue/3321/page/4 200", 2050, "/ecs/comics-reader")
    w.edges("alb/comics-reader", "ecs-service/comics-reader", "rds/comics-db")
    ecs_state(w, "comics-reader", 6, 19)
    bystanders(w, 1, 1)
    return w.healthy("healthy.recovered", herring=("compute.instance_lost", "ecs-service/comics-reader"))


def quotes_load_test() -> Case:
    """A load test against production, announced, stopped an hour ago."""
    w = Ward("wd-quotes-throughput", 221, "2026-05-19T20:00", 150, "eu-west-2", period=300)
    w.page(
        "quotes-db DBLoad > vCPU count",
        41,
        "rds/quotes-db",
        "DBLoad 5.1 > 4",
        source="cloudwatch",
        severity="high",
        service="quotes",
    )
    w.alarm("quotes-db-dbload", "rds/quotes-db", "ok", 90, "DBLoad", 4)
    balancer(w, "quotes", bump(5200, 24100, 30, 82, 6), bump(0.14, 0.41, 30, 82, 6), burst(0.3, 4, 34, 82))
    database(
        w, "quotes-db", bump(31, 84, 30, 82, 6, 0.03), bump(140, 260, 30, 82, 6, 0.02), load=bump(1.5, 5.2, 30, 82, 6)
    )
    tasks(w, "quotes", bump(38, 79, 30, 82, 6), 55, flat(10))
    w.log("ecs-service/quotes", 50, "info", "POST /quote 200 ua=k6/0.51.0 (https://k6.io/)", 291000, "/ecs/quotes")
    w.log("ecs-service/quotes", 61, "warning", "connection pool wait 120ms", 301, "/ecs/quotes")
    w.log("ecs-service/quotes", 140, "info", "POST /quote 200 ua=quotes-web/4", 21100, "/ecs/quotes")
    w.change(
        "ecs-service/k6-runner",
        29,
        "other",
        "ecs:RunTask",
        "user/perf-lin",
        scenario="summer-peak-x4",
        duration="50m",
        ticket="PERF-311",
    )
    w.event(
        "ecs-service/k6-runner",
        82,
        "TASK_STOPPED",
        "(task 118f) stopped: Essential container in task exited; exit code 0",
        kind="ecs",
    )
    w.edges("alb/quotes", "ecs-service/quotes", "rds/quotes-db")
    w.edge("ecs-service/k6-runner", "alb/quotes")
    rds_state(w, "quotes-db", "db.r6g.xlarge")
    ecs_state(w, "quotes", 10, 77)
    bystanders(w, 2, 2)
    return w.healthy(herring=("traffic.abuse", "alb/quotes"), near=["traffic.surge", "db.expensive_query"])


def gym_pattern() -> Case:
    """A new log filter alarms on a line that a health check has written for years."""
    w = Ward("wd-gym-db-errors", 222, "2026-12-09T12:00", 90, "us-west-2", stamp="ms")
    w.page(
        "gym-db error lines in postgresql.log",
        48,
        "rds/gym-db",
        "LogErrorLines >= 10 within 5 min",
        source="cloudwatch",
        severity="critical",
        service="gym",
    )
    w.alarm(
        "gym-db-log-errors",
        "rds/gym-db",
        "alarm",
        48,
        "LogErrorLines",
        10,
        reason="metric filter created 12:40Z; in ALARM since its first datapoint",
    )
    w.series(
        "LogErrorLines", "rds/gym-db", lambda minute, rng: 12.0 if minute >= 41 else 0.0, space="Custom", hole=(0, 41)
    )
    database(w, "gym-db", 34, 90, load=1.4)
    balancer(w, "gym-app", 1900, 0.18)
    tasks(w, "gym-app", 36, 48, flat(4))
    w.log(
        "rds/gym-db",
        60,
        "log",
        "could not receive data from client: Connection reset by peer (host=10.77.0.5, nlb health check)",
        240,
        "postgresql.log",
    )
    w.log(
        "rds/gym-db",
        -2880,
        "log",
        "could not receive data from client: Connection reset by peer (host=10.77.0.5, nlb health check)",
        17280,
        "postgresql.log",
    )
    w.log("ecs-service/gym-app", 70, "info", "POST /checkins 201", 1230, "/ecs/gym-app")
    w.change(
        "log-group/gym-db-postgresql",
        40,
        "config",
        "logs:PutMetricFilter",
        "user/sre-ola",
        filter_pattern="?ERROR ?FATAL ?could",
        metric="LogErrorLines",
    )
    w.edges("alb/gym-app", "ecs-service/gym-app", "rds/gym-db")
    rds_state(w, "gym-db")
    ecs_state(w, "gym-app", 4, 210)
    bystanders(w, 3, 2)
    return w.healthy("healthy.threshold_noise", herring=("network.packet_loss", "rds/gym-db"))


CASES = (
    harbour_rotation,
    notes_restarts,
    trivia_scaled,
    atlas_memory,
    ferry_test,
    census_password,
    orders_retry,
    grid_gap,
    comics_spot,
    quotes_load_test,
    gym_pattern,
)

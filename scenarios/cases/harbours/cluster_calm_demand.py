"""Pages about demand, customers and log lines with nothing wrong behind them."""

from __future__ import annotations

from .record import Bundle, Expected, Record, bump, step, well
from .scenery import chatter, cluster_life, deployment, pod


def cruise_season() -> tuple[Bundle, Expected]:
    """Three ships' worth of bookings left the anomaly band; the fleet grew and copes."""
    record = Record("hb-969", "2026-09-28T07:00", 90, zone=2)
    record.page(
        "Anomaly: tours request rate above band", "datadog", "service/tours", 33, severity="warning", service="tours"
    )
    record.metric("service/tours", "request_rate", [(0, 60), (29, 62), (38, 175), (90, 182)], usual=61)
    record.metric(
        "service/tours", "latency_p95", [(0, 0.24), (30, 0.24), (36, 0.33), (44, 0.26), (90, 0.25)], usual=0.24
    )
    record.metric("service/tours", "error_rate", 0.2, noise=0.3, usual=0.2)
    record.metric(
        "deployment/tours", "cpu_utilization", [(0, 42), (30, 42), (36, 78), (44, 55), (90, 54)], noise=0.04, usual=42
    )
    record.metric(
        "deployment/tours",
        "kube_deployment_status_replicas_available",
        [(0, 4), (35, 4), (38, 10), (90, 10)],
        noise=0,
        usual=4,
    )
    record.metric("statefulset/tours-db", "cpu_utilization", step(24, 33, 49), noise=0.05, usual=24)
    record.event(
        35,
        "kubernetes",
        "deployment/tours",
        "SuccessfulRescale",
        "New size: 10; reason: cpu resource utilization (percentage of request) above target",
        "normal",
        1,
        None,
        "horizontal-pod-autoscaler",
    )
    record.event(
        37,
        "kubernetes",
        "pod/tours-6c8-s4l9n",
        "Unhealthy",
        "Readiness probe failed: HTTP probe failed with statuscode: 503",
        "warning",
        3,
        36,
        "kubelet",
    )
    record.state(
        "hpa/tours",
        "hpa",
        namespace="tours",
        min_replicas=4,
        max_replicas=30,
        current_replicas=10,
        target_cpu_percent=60,
    )
    deployment(record, "tours", 10, 10, "tours")
    pod(record, "tours-6c8-s4l9n", "tours-6c8", "w-6", "tours")
    record.log(60, "deployment/tours", "booked tour=fjord-safari pax=4", "info", 5100)
    chatter(record, "deployment/tours", "dotnet", 3)
    record.change(
        29,
        "other",
        "campaign sent",
        "campaign/cruise-week",
        "marketing",
        note="three cruise calls, 8400 guests, capacity review TOUR-77 done",
    )
    record.change(24, "deployment", "argocd sync", "deployment/tours", "argocd", images=["tours:4.1.3", "tours:4.1.4"])
    record.edges(
        "service/tours owns deployment/tours",
        "deployment/tours writes statefulset/tours-db",
        "hpa/tours depends_on deployment/tours",
    )
    cluster_life(record)
    return well(record, herring=("traffic.surge", "service/tours"), near=["traffic.surge", "traffic.abuse"])


def agents_proxy() -> tuple[Bundle, Expected]:
    """A customer's own proxy was in the way; the customer closed the ticket."""
    record = Record("hb-629", "2026-01-20T12:00", 100, zone=1, period=5)
    record.page(
        "Ticket HD-20771: shipping agent cannot log in",
        "manual",
        "service/agent-portal",
        None,
        severity="high",
        service="agent-portal",
        text="Customer Nordfrakt: 'your portal is down, page never loads'. Reported 13:25 local by phone.",
    )
    record.metric("service/agent-portal", "request_rate", 39, usual=38)
    record.metric("service/agent-portal", "success_rate", 99.6, noise=0.001, usual=99.6)
    record.metric("service/agent-portal", "latency_p95", 0.46, usual=0.45)
    record.metric("service/login", "request_rate", 5, usual=5)
    record.metric("service/login", "success_rate", 97.9, noise=0.004, usual=97.8)
    record.alert(
        90,
        "ticket HD-20771",
        "service/agent-portal",
        "ok",
        reason="closed by requester 14:28 local: 'our IT had a proxy rule blocking *.harbour.example since this morning, removed, works now'",
    )
    record.alert(
        20,
        "Synthetic: agent portal login",
        "external/portal-check",
        "ok",
        reason="100 of 100 passed from 5 locations",
        count=100,
    )
    record.log(70, "deployment/login", "invalid_grant: bad password user=o***@nordfrakt.example", "warning", 3)
    record.log(92, "deployment/login", "login ok tenant=nordfrakt users=14", "info", 14)
    record.log(
        40,
        "deployment/login",
        "Keycloak WARN [org.keycloak.events] type=LOGIN_ERROR error=user_not_found",
        "warning",
        61,
    )
    chatter(record, "deployment/agent-portal", "rails", 4)
    deployment(record, "agent-portal", 4, 4, "agents")
    deployment(record, "login", 2, 2, "agents")
    record.change(
        -240, "deployment", "argocd sync", "deployment/login", "argocd", images=["login:24.0.4", "login:24.0.5"]
    )
    record.edges(
        "service/agent-portal > service/login",
        "service/agent-portal owns deployment/agent-portal",
        "service/login owns deployment/login",
        "external/portal-check > service/agent-portal",
    )
    cluster_life(record)
    return well(record, herring=("deployment.bad_release", "deployment/login"), near=["access.credentials_expired"])


def loud_logger() -> tuple[Bundle, Expected]:
    """A new logging library writes every line at level error; the requests are as before."""
    record = Record("hb-440", "2026-07-13T10:00", 60)
    record.page(
        "[Logs] error lines of ballast-svc > 100/min",
        "datadog",
        "service/ballast-svc",
        28,
        severity="high",
        service="ballast-svc",
    )
    record.metric("service/ballast-svc", "log_lines_error", step(2, 25, 2050), usual=2)
    record.metric("service/ballast-svc", "log_lines_info", step(2040, 25, 0), usual=2030)
    record.metric("service/ballast-svc", "request_rate", 34, usual=34)
    record.metric("service/ballast-svc", "success_rate", 99.9, noise=0.0005, usual=99.9)
    record.metric("service/ballast-svc", "latency_p95", 0.18, usual=0.18)
    record.metric("service/port-clearance", "success_rate", 99.7, noise=0.001, usual=99.7)
    record.metric("deployment/ballast-svc", "memory_usage", bump(4.0e8, 24, 25, 3.1e8), noise=0.01)
    record.log(
        27,
        "deployment/ballast-svc",
        "ERROR request completed method=POST path=/v1/ballast-plans status=201 duration=0.094",
        "error",
        60800,
    )
    record.log(29, "deployment/ballast-svc", "ERROR health ok db=ok queue=ok", "error", 360)
    record.log(34, "deployment/ballast-svc", "ERROR plan approved plan_id=77120 tanks=9", "error", 1180)
    record.log(
        10,
        "deployment/ballast-svc",
        "INFO request completed method=POST path=/v1/ballast-plans status=201 duration=0.091",
        "info",
        48800,
    )
    record.change(
        24.4,
        "deployment",
        "argocd sync",
        "deployment/ballast-svc",
        "argocd",
        images=["ballast-svc:1.60.0", "ballast-svc:1.61.0"],
        notes="structlog 24 -> 25, stdout/stderr stream mapping",
    )
    record.change(
        48,
        "config",
        "monitor updated",
        "monitor/ballast-log-errors",
        "user/oncall-siv",
        query="status:error -> @http.status_code:>=500",
        note="the new library writes everything to stderr; ticket OBS-208 for the mapping",
    )
    record.alert(
        52,
        "[Logs] error lines of ballast-svc > 100/min",
        "service/ballast-svc",
        "ok",
        reason="0 matching lines in 5 min",
    )
    deployment(record, "ballast-svc", 3, 3, "ops")
    pod(record, "ballast-svc-1a7-tt6bv", "ballast-svc-1a7", "w-1", "ops", restarts=0)
    record.edges("service/port-clearance > service/ballast-svc", "service/ballast-svc owns deployment/ballast-svc")
    cluster_life(record)
    return well(record, herring=("deployment.bad_release", "deployment/ballast-svc"), near=["code.unhandled_error"])

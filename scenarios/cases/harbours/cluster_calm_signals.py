"""Pages from checks, heartbeats, tickets and monitors in microservices with nothing wrong behind them."""

from __future__ import annotations

from .record import Bundle, Expected, Record, bump, step, well
from .scenery import chatter, cluster_life, deployment, pod


def lone_location() -> tuple[Bundle, Expected]:
    """One probe location cannot get out; nine others and the servers see nothing."""
    record = Record("hb-215", "2026-04-02T16:00", 45)
    record.page(
        "Synthetic: ferry tickets checkout (1 of 10 locations)",
        "synthetic-monitor",
        "external/checkout-check",
        20,
        severity="high",
        service="tickets",
    )
    record.alert(
        20,
        "checkout-check sa-east-1",
        "external/checkout-check",
        "ok",
        reason="failed 16:20Z-16:31Z: getaddrinfo EAI_AGAIN tickets.harbour.example; passes since",
        count=11,
    )
    record.alert(20, "checkout-check eu-west-1", "external/checkout-check", "ok", reason="passed 45 of 45", count=45)
    record.alert(20, "checkout-check us-east-1", "external/checkout-check", "ok", reason="passed 45 of 45", count=45)
    record.alert(
        19,
        "vendor-status: probe location sa-east-1 resolver degraded",
        "external/probe-vendor",
        "ok",
        reason="probe vendor's status page: resolved 16:32Z, affected only the checking agents",
    )
    record.metric("service/tickets", "request_rate", 47)
    record.metric("service/tickets", "success_rate", 99.7, noise=0.001)
    record.metric("service/tickets", "latency_p95", 0.38)
    record.metric("service/payments", "success_rate", 99.1, noise=0.002)
    record.metric("deployment/coredns", "cpu_usage", 0.3)
    record.log(
        25,
        "deployment/coredns",
        "[ERROR] plugin/errors: 2 old-tracker.vendor.example. AAAA: read udp 10.1.0.4:40112->10.1.0.2:53: i/o timeout",
        "error",
        7,
    )
    record.log(30, "service/edge", "client closed connection (499) /checkout", "info", 31)
    chatter(record, "deployment/tickets", "rails", 4)
    deployment(record, "tickets", 5, 5, "shop")
    record.change(
        14,
        "deployment",
        "argocd sync",
        "deployment/tickets",
        "argocd",
        images=["tickets:2026.14.1", "tickets:2026.14.2"],
    )
    record.edges(
        "external/checkout-check > service/edge",
        "service/edge > service/tickets",
        "service/tickets > service/payments",
        "service/tickets owns deployment/tickets",
    )
    cluster_life(record)
    return well(
        record,
        herring=("dns.resolution_failure", "service/tickets"),
        near=["dns.resolution_failure", "network.partition"],
    )


def dead_mans_switch() -> tuple[Bundle, Expected]:
    """The heartbeat alert was routed to people by a new receiver."""
    record = Record("hb-216", "2026-05-11T09:00", 45)
    record.page(
        "Watchdog",
        "prometheus",
        "service/alertmanager",
        15,
        severity="none",
        service="monitoring",
        cluster="prod-2",
        text="This is an alert meant to ensure that the entire alerting pipeline is functional. It is always firing.",
    )
    record.alert(-80000, "Watchdog", "service/alertmanager", query="vector(1)", reason="always firing")
    record.alert(-3000, "InfoInhibitor", "service/alertmanager", reason="inhibits info alerts")
    for name, level in (("pilotage", 31), ("berth-plan", 64)):
        record.metric(f"service/{name}", "request_rate", level)
        record.metric(f"service/{name}", "error_rate", 0.2, noise=0.3)
        record.metric(f"service/{name}", "latency_p95", 0.25)
        deployment(record, name, 3, 3, "prod")
        chatter(record, f"deployment/{name}", "java" if name == "pilotage" else "go", 4)
    record.metric("service/alertmanager", "alertmanager_notifications_failed", 0)
    record.log(
        14,
        "service/alertmanager",
        'level=info component=configuration msg="Completed loading of configuration file"',
        "info",
        1,
    )
    record.log(
        33,
        "service/alertmanager",
        'level=warn component=cluster msg="failed to join cluster" err="1 error occurred: lookup alertmanager-2: no such host" (peer added later)',
        "warn",
        2,
    )
    record.change(
        14,
        "config",
        "helm upgrade",
        "service/alertmanager",
        "role/observability",
        routes="default receiver null -> pager",
    )
    record.change(3, "deployment", "argocd sync", "deployment/pilotage", "argocd", images=["pilotage:6.0.0"])
    record.edges(
        "service/pilotage > service/berth-plan",
        "service/pilotage owns deployment/pilotage",
        "service/berth-plan owns deployment/berth-plan",
    )
    cluster_life(record, 3, 2)
    return well(record, "healthy.expected_signal", herring=("deployment.bad_release", "deployment/pilotage"))


def cruise_season() -> tuple[Bundle, Expected]:
    """Three ships' worth of bookings left the anomaly band; the fleet grew and copes."""
    record = Record("hb-219", "2026-09-28T07:00", 90, zone=2)
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


def early_reminder() -> tuple[Bundle, Expected]:
    """A reminder of a certificate that has been renewed meanwhile."""
    record = Record("hb-222", "2026-12-14T05:00", 60)
    record.page(
        "Certificate expires in less than 30 days: gate.harbour.example",
        "prometheus",
        "service/gate-ingress",
        9,
        severity="warning",
        service="gate-ingress",
        cluster="prod-2",
    )
    record.metric(
        "service/gate-ingress",
        "certificate_seconds_until_expiry",
        [(0, 2590000), (21, 2588700), (22, 7775000), (60, 7772700)],
        noise=0,
        unit="Seconds",
    )
    record.metric("service/gate-ingress", "request_rate", 61)
    record.metric("service/gate-ingress", "success_rate", 99.8, noise=0.001)
    record.metric("service/gate-ingress", "latency_p95", 0.14)
    record.alert(24, "Certificate expires in less than 30 days: gate.harbour.example", "service/gate-ingress", "ok")
    record.alert(
        -7000,
        "Certificate expires in less than 30 days: old-intranet.harbour.example",
        "external/old-intranet",
        reason="host switched off in October, monitor not removed",
    )
    record.event(
        9,
        "kubernetes",
        "certificate/gate-tls",
        "Issuing",
        "Renewing certificate as renewal was scheduled at 2026-12-14 05:08:00 +0000 UTC",
        "normal",
        1,
        None,
        "cert-manager",
    )
    record.event(
        14,
        "kubernetes",
        "challenge/gate-tls-1",
        "PresentError",
        "Error presenting challenge: Time limit exceeded. Last error: propagation not complete",
        "warning",
        2,
        11,
        "cert-manager",
    )
    record.event(
        21,
        "kubernetes",
        "certificate/gate-tls",
        "Issuing",
        "The certificate has been successfully issued",
        "normal",
        1,
        None,
        "cert-manager",
    )
    record.state(
        "certificate/gate-tls",
        "certificate",
        namespace="gates",
        ready="True",
        not_after="2027-03-14T05:20:00Z",
        renewal_time="2027-02-12T05:20:00Z",
    )
    deployment(record, "gate-ingress", 3, 3, "gates")
    record.log(
        30, "deployment/gate-ingress", 'I1214 05:22:01 store.go:619] "Updating Secret" name="gates/gate-tls"', "info", 3
    )
    record.log(
        40,
        "deployment/gate-ingress",
        "SSL_do_handshake() failed (SSL: error:0A000416:SSL routines::sslv3 alert certificate unknown) while SSL handshaking, client: 192.0.2.9",
        "error",
        5,
    )
    chatter(record, "deployment/gate-ui", "node", 4)
    record.edges(
        "service/gate-ingress owns deployment/gate-ingress",
        "service/gate-ingress > deployment/gate-ui",
        "service/gate-ingress depends_on certificate/gate-tls",
    )
    cluster_life(record)
    return well(record, herring=("app.certificate_expired", "service/gate-ingress"), near=["app.certificate_expired"])


def agents_proxy() -> tuple[Bundle, Expected]:
    """A customer's own proxy was in the way; the customer closed the ticket."""
    record = Record("hb-223", "2026-01-20T12:00", 100, zone=1)
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
    record = Record("hb-224", "2026-07-13T10:00", 60)
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
    deployment(record, "ballast-svc", 3, 3, "ops")
    pod(record, "ballast-svc-1a7-tt6bv", "ballast-svc-1a7", "w-1", "ops", restarts=0)
    record.edges("service/port-clearance > service/ballast-svc", "service/ballast-svc owns deployment/ballast-svc")
    cluster_life(record)
    return well(record, herring=("deployment.bad_release", "deployment/ballast-svc"), near=["code.unhandled_error"])

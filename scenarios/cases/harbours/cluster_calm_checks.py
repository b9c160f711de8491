"""Pages from checks and heartbeats with nothing wrong behind them."""

from __future__ import annotations

from .record import Bundle, Expected, Record, well
from .scenery import chatter, cluster_life, deployment


def lone_location() -> tuple[Bundle, Expected]:
    """One probe location cannot get out; nine others and the servers see nothing."""
    record = Record("hb-128", "2026-04-02T16:00", 45)
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
    record = Record("hb-349", "2026-05-11T09:00", 45)
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


def early_reminder() -> tuple[Bundle, Expected]:
    """A reminder of a certificate that has been renewed meanwhile."""
    record = Record("hb-291", "2026-12-14T05:00", 60)
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

"""Faults of addresses, Services and certificates in Kubernetes."""

from __future__ import annotations

from .record import Bundle, Expected, Record, fault, step
from .scenery import chatter, cluster_life, container, deployment, pod


def harbour_pass() -> tuple[Bundle, Expected]:
    """A Service was edited and now sends to a port nobody listens on."""
    record = Record("hb-841", "2026-03-30T11:45", 45, period=0.5)
    record.page(
        "Blackbox: https://pass.harbour.example/api/permits probe_success == 0",
        "synthetic-monitor",
        "external/pass-probe",
        24,
        severity="critical",
        service="harbour-pass",
    )
    record.metric("service/pass-gateway", "error_rate", [(0, 0.3), (20, 0.3), (22, 61), (45, 62)], noise=0.06)
    record.metric("service/pass-gateway", "request_rate", 88)
    record.metric("deployment/permits", "request_rate", step(53, 21, 0))
    record.metric("deployment/permits", "cpu_usage", step(0.8, 21, 0.04))
    record.metric("deployment/permits", "memory_usage", 6.9e8, noise=0.01)
    record.metric("deployment/badges", "request_rate", 30)
    record.log(
        23,
        "service/pass-gateway",
        'connect() failed (111: Connection refused) while connecting to upstream, upstream: "http://172.20.14.8:80/api/permits"',
        "error",
        3120,
        "ingress-nginx",
    )
    record.log(30, "deployment/permits", "Tomcat started on port 8080 (http) with context path '/'", "info", 1)
    chatter(record, "deployment/permits", "java", 4)
    chatter(record, "deployment/badges", "java", 2)
    record.state(
        "service/permits",
        "service",
        namespace="pass",
        type="ClusterIP",
        selector={"app": "permits"},
        cluster_ip="172.20.14.8",
        port="http  80/TCP",
        target_port="8000/TCP",
        endpoints="10.44.1.5:8000,10.44.2.9:8000",
    )
    record.state(
        "service/badges",
        "service",
        namespace="pass",
        type="ClusterIP",
        selector={"app": "badges"},
        cluster_ip="172.20.14.31",
        port="http  80/TCP",
        target_port="8080/TCP",
        endpoints="10.44.1.7:8080",
    )
    for name, ip in (("fd2sl", "10.44.1.5"), ("w8nrq", "10.44.2.9")):
        pod(
            record,
            f"permits-5b9c7-{name}",
            "permits-5b9c7",
            "worker-3",
            "pass",
            ip=ip,
            labels={"app": "permits"},
            containers=[
                container(
                    "permits",
                    "permits:2.31.0",
                    ports=["8080/TCP"],
                    readiness="http-get http://:8080/actuator/health/readiness delay=10s period=5s",
                )
            ],
        )
    deployment(record, "permits", 2, 2, "pass")
    record.change(
        20.3,
        "config",
        "kubectl apply",
        "service/permits",
        "user/tove",
        ports=[{"port": 80, "targetPort": ["8080", "8000"]}],
    )
    record.change(8, "deployment", "argocd sync", "deployment/badges", "argocd", images=["badges:1.18.0"])
    record.edges(
        "external/pass-probe > service/pass-gateway",
        "service/pass-gateway > service/permits",
        "service/pass-gateway > service/badges",
        "service/permits owns deployment/permits",
        "service/badges owns deployment/badges",
    )
    cluster_life(record)
    return fault(
        record,
        "k8s.service.port_mismatch",
        "service/permits",
        herring=("deployment.bad_release", "deployment/badges"),
        near=["dependency.unreachable"],
    )


def stock_lookup() -> tuple[Bundle, Expected]:
    """A setting was renamed with a typing error in the host."""
    record = Record("hb-507", "2026-04-08T09:00", 60)
    record.page(
        "chandlery-shop 5xx > 3 %", "datadog", "service/chandlery-shop", 33, severity="high", service="chandlery-shop"
    )
    record.metric("service/chandlery-shop", "error_rate", [(0, 0.4), (29, 0.4), (32, 14), (60, 15)], noise=0.12)
    record.metric("service/chandlery-shop", "latency_p95", 0.31, noise=0.1)
    record.metric("service/basket", "error_rate", [(0, 0.1), (29, 0.1), (32, 48), (60, 50)], noise=0.08)
    record.metric("service/stock", "request_rate", [(0, 44), (29, 44), (32, 11), (60, 10)])
    record.metric("service/stock", "error_rate", 0.05, noise=0.3)
    record.metric("node/gke-pool-4", "cpu_utilization", 91, noise=0.03)
    record.log(
        31,
        "deployment/basket",
        '{"level":50,"msg":"reserve failed","err":{"code":"ENOTFOUND","syscall":"getaddrinfo","hostname":"stokc.chandlery.svc.cluster.local"}}',
        "error",
        4480,
    )
    record.log(
        30.6,
        "deployment/basket",
        '{"level":30,"msg":"boot","STOCK_URL":"http://stokc.chandlery.svc.cluster.local:8080","NODE_ENV":"production"}',
        "info",
        3,
    )
    record.log(
        40,
        "deployment/coredns",
        '[INFO] 10.12.4.9:48211 - 51 "A IN stokc.chandlery.svc.cluster.local. udp 57 false 512" NXDOMAIN qr,aa,rd 150 0.0001s',
        "info",
        9100,
    )
    record.log(
        15,
        "deployment/coredns",
        "[ERROR] plugin/errors: 2 telemetry.vendor.example. A: read udp 10.12.0.3:53->169.254.169.254:53: i/o timeout",
        "error",
        12,
    )
    chatter(record, "deployment/basket", "node", 4)
    record.state(
        "configmap/basket-env",
        "configmap",
        namespace="chandlery",
        data={"STOCK_URL": "http://stokc.chandlery.svc.cluster.local:8080", "LOG_LEVEL": "info"},
    )
    record.state(
        "service/stock",
        "service",
        namespace="chandlery",
        selector={"app": "stock"},
        port="http  8080/TCP",
        target_port="8080/TCP",
        endpoints="10.12.4.20:8080,10.12.7.3:8080",
    )
    deployment(record, "basket", 3, 3, "chandlery")
    deployment(record, "stock", 2, 2, "chandlery")
    deployment(record, "coredns", 2, 2, "kube-system")
    record.change(
        29.5,
        "config",
        "kubectl apply + rollout restart",
        "configmap/basket-env",
        "user/erik",
        keys=["STOCK_URL"],
        pull_request="settings: in-cluster names instead of the load balancer",
    )
    record.change(17, "deployment", "argocd sync", "deployment/stock", "argocd", images=["stock:0.44.2"])
    record.alert(-30000, "gke-pool-4 CPU > 90", "node/gke-pool-4", reason="batch node, always busy")
    record.edges(
        "service/chandlery-shop > service/basket",
        "service/basket > service/stock",
        "service/basket owns deployment/basket",
        "service/stock owns deployment/stock",
        "deployment/basket depends_on configmap/basket-env",
    )
    cluster_life(record)
    return fault(
        record,
        "app.config.dependency_address_wrong",
        "deployment/basket",
        ("dns.resolution_failure", "deployment/basket"),
        ("app.config.dependency_address_wrong", "configmap/basket-env"),
        ("app.config.value_invalid", "deployment/basket"),
        herring=("deployment.bad_release", "deployment/stock"),
        near=["compute.cpu_saturation"],
    )


def weather_feed() -> tuple[Bundle, Expected]:
    """The serving certificate of an internal service ran out at noon."""
    record = Record("hb-849", "2026-06-11T11:20", 70)
    record.page(
        "ETA quality: share of voyages without weather > 10 %",
        "prometheus",
        "service/eta-engine",
        55,
        severity="high",
        service="eta-engine",
        cluster="prod-2",
    )
    record.metric(
        "service/eta-engine",
        "voyages_without_weather_percent",
        [(0, 0.4), (40, 0.4), (60, 88), (70, 97)],
        unit="Percent",
        noise=0.05,
    )
    record.metric("service/weather-feed", "request_rate", step(25, 40, 0))
    record.metric("deployment/weather-feed", "cpu_usage", step(0.4, 40, 0.05))
    record.metric("deployment/eta-engine", "cpu_usage", 2.2)
    record.metric("deployment/eta-engine", "latency_p95", 0.7, noise=0.1)
    record.log(
        41,
        "deployment/eta-engine",
        'level=error msg="weather fetch failed" err="Get \\"https://weather-feed.met.svc:8443/grid\\": tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2026-06-11T12:01:03Z is after 2026-06-11T12:00:00Z"',
        "error",
        740,
    )
    record.log(
        41,
        "deployment/weather-feed",
        "http: TLS handshake error from 10.8.3.40:47712: remote error: tls: bad certificate",
        "error",
        740,
    )
    record.log(
        5,
        "deployment/cert-manager",
        'E0611 11:25:10 controller.go:167 "re-queuing item due to error processing" err="challenge for preview-88.harbour.example failed"',
        "error",
        22,
    )
    chatter(record, "deployment/eta-engine", "go", 4)
    chatter(record, "deployment/weather-feed", "go", 2)
    record.state(
        "service/weather-feed",
        "certificate",
        secret="met/weather-feed-tls",
        not_before="2025-06-11T12:00:00Z",
        not_after="2026-06-11T12:00:00Z",
        issuer="manual (harbour internal CA)",
    )
    deployment(record, "weather-feed", 2, 2, "met")
    deployment(record, "eta-engine", 6, 6, "eta")
    record.change(34, "deployment", "argocd sync", "deployment/eta-engine", "argocd", images=["eta-engine:7.7.0"])
    record.edges(
        "service/eta-engine owns deployment/eta-engine",
        "deployment/eta-engine > service/weather-feed",
        "service/weather-feed owns deployment/weather-feed",
    )
    cluster_life(record)
    return fault(
        record,
        "app.certificate_expired",
        "service/weather-feed",
        herring=("deployment.bad_release", "deployment/eta-engine"),
        near=["dependency.unreachable"],
    )

"""EKS faults in cluster DNS, ingress routes and flags."""

from .build import Case, Result
from .kube import node, workload
from .ordinary import api, chatter, cluster_events
from .shapes import ramp, step


def silent_forwarder() -> Result:
    """CoreDNS forwards to an address that does not answer since a hand edit; only outside names fail to resolve."""
    c = Case("multi-svc-errors-9", 35, "2026-01-22T08:33", 40, 12, zone="ms")
    nodes = [node(c, f"ip-10-20-{a}-51.eu-west-1.compute.internal") for a in (4, 9, 28)]
    c.incident(
        "[P1] error budget", "service/gateway", "prometheus", severity="critical", start=2, text="ErrorBudgetBurn"
    )
    c.alert(2, "ErrorBudgetBurn", "service/gateway", "alarm")
    c.alert(3, "ErrorBudgetBurn", "service/mail-out", "alarm")
    c.alert(
        -600,
        "KubeCPUOvercommit",
        None,
        "alarm",
        reason="Cluster has overcommitted CPU resource requests for Pods, since cluster creation",
    )
    dns = workload(c, "coredns", "kube-system", nodes, 2, port=53, age_min=15000, service=False)
    c.state(
        "service/kube-dns",
        "service",
        namespace="kube-system",
        type="ClusterIP",
        cluster_ip="172.20.0.10",
        port="dns 53/UDP",
        endpoints="10.20.4.9:53,10.20.9.18:53",
    )
    workload(c, "gateway", "edge", nodes, 3)
    workload(c, "profile", "core", nodes, 2)
    workload(c, "mail-out", "core", nodes, 2, restarts=[0, 3])
    workload(c, "geo-lookup", "core", nodes, 1)
    api(c, "service/gateway", 210, 0.2, error_rate=ramp(0.002, 0.31, 0, 4), latency_p95=ramp(0.2, 5.4, 0, 4))
    api(c, "service/profile", 90, 0.04)
    api(c, "service/mail-out", 12, 0.4, error_rate=ramp(0.004, 0.98, 0, 4))
    api(c, "service/geo-lookup", 33, 0.15, error_rate=ramp(0.001, 0.9, 0, 4))
    c.metric(
        "coredns_forward_request_duration_seconds",
        "deployment/coredns",
        step(0.002, 6.0, 0),
        noise="latency",
        stat="p99",
        namespace="Prometheus",
    )
    c.metric("coredns_dns_responses_servfail", "deployment/coredns", step(0.3, 840, 0), namespace="Prometheus")
    c.metric("cpu_utilization", "deployment/coredns", step(9, 14, 0))
    c.log(
        1.5,
        dns[0],
        "error",
        "[ERROR] plugin/errors: 2 api.mapline.example. A: read udp 10.20.4.9:38811->10.20.0.22:53: i/o timeout",
        410,
    )
    c.log(
        1.6,
        dns[1],
        "error",
        "[ERROR] plugin/errors: 2 smtp.postrelay.example. AAAA: read udp 10.20.9.18:50133->10.20.0.22:53: i/o timeout",
        388,
    )
    c.log(-0.6, dns[0], "info", "[INFO] Reloading complete", 1)
    c.log(-0.5, dns[1], "info", "[INFO] Reloading complete", 1)
    c.log(
        2,
        "service/mail-out",
        "error",
        "dial tcp: lookup smtp.postrelay.example on 172.20.0.10:53: server misbehaving",
        290,
    )
    c.log(2.2, "service/geo-lookup", "error", "getaddrinfo EAI_AGAIN api.mapline.example", 640)
    c.log(3, "service/gateway", "warning", "upstream geo-lookup answered 502 in 5003ms", 900)
    c.log(3.1, "service/gateway", "info", "GET http://profile.core.svc.cluster.local/me 200 38ms", 2400)
    chatter(c, "service/profile", "go", 5)
    c.change(
        -1.2,
        "config",
        "kubectl:apply",
        "configmap/coredns",
        actor="user/jonas",
        namespace="kube-system",
        diff="- forward . /etc/resolv.conf\n+ forward . 10.20.0.22",
    )
    c.edges(
        "calls",
        ("service/gateway", "service/profile"),
        ("service/gateway", "service/geo-lookup"),
        ("service/profile", "service/mail-out"),
    )
    c.edges("depends_on", ("service/geo-lookup", "service/kube-dns"), ("service/mail-out", "service/kube-dns"))
    c.edges("owns", ("service/kube-dns", "deployment/coredns"))
    c.state("vpc/vpc-0a20", "vpc", cidr="10.20.0.0/16", dns_resolver="10.20.0.2")
    also = tuple(
        (code, e)
        for code in ("dns.resolution_failure", "app.config.value_invalid", "app.config.dependency_address_wrong")
        for e in ("deployment/coredns", "configmap/coredns", "service/kube-dns")
    )
    return c.done(
        "dns.resolution_failure",
        "deployment/coredns",
        also=also,
        near=("dependency.third_party_outage", "network.partition"),
    )


def crossed_path() -> Result:
    """An ingress path for v2 points at the legacy service, which knows no such route; the right one stands idle."""
    c = Case("invoice-ui-404", 36, "2026-05-27T13:48", 75, 33, region="us-west-2")
    nodes = [node(c, f"ip-10-47-{a}-203.us-west-2.compute.internal") for a in (0, 16)]
    c.incident("billing UI: 4xx share", "ingress/billing", "datadog", "billing", "high", start=5, monitor="77120")
    c.alert(5, "billing UI: 4xx share", "ingress/billing", query="nginx_ingress 4xx / total > 0.1")
    c.alert(-3000, "invoices-legacy error logs", "service/invoices-legacy", "ok")
    workload(c, "invoices", "billing", nodes, 3)
    workload(c, "invoices-legacy", "billing", nodes, 1, age_min=90000, restarts=[2])
    workload(c, "billing-ui", "billing", nodes, 2)
    workload(c, "ingress-nginx-controller", "ingress-nginx", nodes, 2, port=80, age_min=26000)
    api(c, "service/invoices", 25, 0.09, request_rate=step(25, 0.05, 0), cpu_utilization=step(31, 5, 0))
    api(c, "service/invoices-legacy", 0.4, 0.05, request_rate=step(0.4, 25, 0), error_rate=step(0.002, 0.98, 0))
    api(c, "service/billing-ui", 40, 0.05)
    c.metric("nginx_ingress_controller_requests_404", "ingress/billing", step(3, 1460, 0), namespace="Prometheus")
    c.log(
        2,
        "deployment/ingress-nginx-controller",
        "info",
        '203.0.113.77 - - "GET /api/v2/invoices?limit=20 HTTP/2.0" 404 22 [billing-invoices-legacy-80] [] 10.47.0.61:8080 22 0.003 404',
        1404,
    )
    c.log(
        -18,
        "deployment/ingress-nginx-controller",
        "info",
        '203.0.113.14 - - "GET /api/v2/invoices?limit=20 HTTP/2.0" 200 8123 [billing-invoices-80] [] 10.47.16.33:8080 8123 0.071 200',
        1490,
    )
    c.log(3, "service/invoices-legacy", "warning", "No route matches [GET] /api/v2/invoices", 1402)
    c.log(
        -0.4,
        "deployment/ingress-nginx-controller",
        "info",
        "controller.go:190] Configuration changes detected, backend reload required",
        2,
    )
    c.log(
        -9,
        "deployment/ingress-nginx-controller",
        "warning",
        'controller.go:1216] Service "billing/reports" does not have any active Endpoint.',
        12,
    )
    c.log(
        12,
        "deployment/ingress-nginx-controller",
        "warning",
        'controller.go:1216] Service "billing/reports" does not have any active Endpoint.',
        12,
    )
    chatter(c, "service/billing-ui", "nginx", 5)
    chatter(c, "service/invoices", "rails", 4)
    c.event(-0.4, "ingress/billing", "Sync", "Scheduled for sync", source="nginx-ingress-controller", count=2)
    c.edges(
        "calls",
        ("ingress/billing", "service/invoices"),
        ("ingress/billing", "service/invoices-legacy"),
        ("ingress/billing", "service/billing-ui"),
    )
    c.state(
        "ingress/billing",
        "manifest",
        kind="Ingress",
        spec={
            "ingressClassName": "nginx",
            "rules": [
                {
                    "host": "billing.orrery.example",
                    "http": {
                        "paths": [
                            {
                                "path": "/api/v1",
                                "backend": {"service": {"name": "invoices-legacy", "port": {"number": 80}}},
                            },
                            {
                                "path": "/api/v2",
                                "backend": {"service": {"name": "invoices-legacy", "port": {"number": 80}}},
                            },
                            {"path": "/", "backend": {"service": {"name": "billing-ui", "port": {"number": 80}}}},
                        ]
                    },
                }
            ],
        },
    )
    c.gap("changes", "no audit log export configured for cluster billing-prod")
    also = (("gateway.route_wrong", "ingress/billing"), ("gateway.route_wrong", "service/invoices-legacy"))
    return c.done(
        "gateway.route_wrong",
        "service/invoices",
        also=also,
        near=("k8s.service.selector_mismatch", "traffic.drop", "deployment.bad_release"),
    )


def flipped_flag() -> Result:
    """A flag switched on for all sends ten times the calls to the recommendations; the release before it was fine."""
    c = Case("product-page-lcp", 37, "2026-04-29T17:05", 55, 27, region="eu-central-1")
    nodes = [node(c, f"ip-10-39-{a}-12.eu-central-1.compute.internal") for a in (5, 21, 37)]
    c.incident("RUM: LCP p75 regression", "service/product-page", "datadog", "product-page", "warning", start=10)
    c.alert(10, "RUM: LCP p75 regression", "service/product-page", "alarm")
    c.alert(8, "recs-api cpu", "deployment/recs-api", "warning", metric="cpu_utilization", threshold=85)
    workload(c, "product-page", "shop", nodes, 4, age_min=50)
    workload(c, "recs-api", "shop", nodes, 2, age_min=12000)
    workload(c, "reviews", "shop", nodes, 2)
    api(c, "service/product-page", 120, 0.38, latency_p95=step(0.38, 3.6, 0), error_rate=step(0.002, 0.04, 0))
    api(
        c,
        "service/recs-api",
        22,
        0.21,
        request_rate=step(22, 240, 0),
        latency_p95=step(0.21, 2.9, 0),
        cpu_utilization=step(31, 91, 0),
    )
    api(c, "service/reviews", 88, 0.04)
    c.log(
        2,
        "service/product-page",
        "warning",
        "recs: timeout of 3000ms exceeded variant=inline-carousel slot=above-fold",
        800,
    )
    c.log(
        1,
        "service/product-page",
        "info",
        "flags refreshed source=appconfig version=118 recs.inline_carousel=true (was false)",
        4,
    )
    c.log(-11, "service/product-page", "info", "flags refreshed source=appconfig version=117", 4)
    c.log(-20, "service/product-page", "info", "release 2026.17.2 listening on :8080", 4)
    c.log(9, "service/reviews", "warning", "redis: connection pool: idle connection reaped", 12)
    chatter(c, "service/product-page", "node", 6)
    chatter(c, "service/recs-api", "python", 5)
    cluster_events(c, "pod/reviews-boot", nodes[1])
    c.change(
        -23,
        "deployment",
        "argocd:Sync",
        "deployment/product-page",
        image=["product-page:2026.17.1", "product-page:2026.17.2"],
    )
    c.change(
        -0.9,
        "flag",
        "appconfig:StartDeployment",
        "appconfig/storefront-flags",
        actor="user/pm-greta",
        version=118,
        diff={"recs.inline_carousel": [False, True]},
        strategy="AllAtOnce",
    )
    c.edges("calls", ("service/product-page", "service/recs-api"), ("service/product-page", "service/reviews"))
    c.edges("depends_on", ("service/product-page", "appconfig/storefront-flags"))
    c.state("appconfig/storefront-flags", "appconfig_deployment", version=118, state="COMPLETE", strategy="AllAtOnce")
    also = (("deployment.feature_flag", "service/product-page"), ("deployment.feature_flag", "service/recs-api"))
    return c.done(
        "deployment.feature_flag",
        "appconfig/storefront-flags",
        also=also,
        herring=("deployment.bad_release", "deployment/product-page"),
        near=("dependency.slow", "traffic.surge", "compute.cpu_saturation"),
    )

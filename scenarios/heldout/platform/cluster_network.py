"""EKS faults in names, certificates, routes, identities and outside services."""

from .build import Case, Result
from .kube import node, workload
from .ordinary import api, chatter, cluster_events, daemon_noise
from .shapes import ramp, step, wave


def stale_leaf() -> Result:
    c = Case("pay-checkout-8120", 31, "2026-03-16T12:00", 90, 21)
    nodes = [
        node(c, f"ip-10-31-{a}-{b}.eu-west-1.compute.internal", zone=z)
        for a, b, z in ((8, 44, "a"), (19, 7, "b"), (33, 120, "c"))
    ]
    c.incident(
        "checkout: payment step failing", "service/checkout", "datadog", "checkout", "critical", start=3, monitor="8120"
    )
    c.alert(
        3,
        "checkout: payment step failing",
        "service/checkout",
        query="avg(last_5m):trace.http.request.errors{service:checkout} > 3",
    )
    c.alert(
        -6000, "cert-manager webhook slow", "deployment/cert-manager-webhook", "alarm", reason="p99 above 500 ms, muted"
    )
    workload(c, "checkout", "pay", nodes, 3, port=8080)
    workload(c, "ledger-grpc", "pay", nodes, 2, port=9443, restarts=[0, 1], age_min=52000)
    workload(c, "receipts", "pay", nodes[:1], 1, restarts=[4], age_min=9000)
    api(c, "service/checkout", 61, 0.33, error_rate=step(0.002, 0.44, 0))
    api(c, "service/ledger-grpc", 27, 0.02, request_rate=step(27, 0.2, 0), cpu_utilization=step(21, 4, 0))
    api(c, "service/receipts", 9, 0.11)
    c.log(
        1,
        "service/checkout",
        "error",
        'rpc error: code = Unavailable desc = connection error: desc = "transport: authentication handshake failed: tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2026-03-16T12:01:02Z is after 2026-03-16T12:00:00Z"',
        1544,
    )
    c.log(
        2,
        "service/ledger-grpc",
        "warning",
        'level=warn msg="TLS handshake error from 10.31.8.90:51322: remote error: tls: bad certificate"',
        1570,
    )
    c.log(-60, "deployment/cert-manager-webhook", "warning", "http: TLS handshake error from 10.31.8.1:40112: EOF", 22)
    c.log(6, "service/receipts", "info", "receipt mailed order=881120", 40)
    chatter(c, "service/checkout", "go", 7)
    chatter(c, "service/receipts", "node", 4)
    daemon_noise(c, nodes[0])
    c.event(
        -1900,
        "deployment/receipts",
        "ScalingReplicaSet",
        "Scaled down replica set receipts-6f7 to 1",
        source="deployment-controller",
    )
    c.event(
        -20,
        "certificate/ingress-public",
        "Issued",
        "The certificate has been successfully issued",
        source="cert-manager",
    )
    c.edges("calls", ("service/checkout", "service/ledger-grpc"), ("service/checkout", "service/receipts"))
    c.state(
        "secret/ledger-grpc-tls",
        "secret",
        namespace="pay",
        type="kubernetes.io/tls",
        created_at="2025-03-16T11:58:41Z",
        labels={"managed-by": "manual"},
        used_by="deployment/ledger-grpc",
    )
    also = (("app.certificate_expired", "secret/ledger-grpc-tls"),)
    return c.done(
        "app.certificate_expired", "service/ledger-grpc", also=also, near=("dependency.unreachable", "traffic.drop")
    )


def old_address() -> Result:
    c = Case("search-box-empty", 32, "2026-04-08T10:41", 60, 35, region="eu-central-1", zone="+02:00")
    nodes = [node(c, f"ip-10-44-{a}-{b}.eu-central-1.compute.internal") for a, b in ((2, 61), (17, 9))]
    c.incident(
        "Monitor alert: web",
        "service/webshop",
        "datadog",
        severity="P2",
        start=6,
        text="{{#is_alert}}check web{{/is_alert}}",
    )
    c.alert(6, "Monitor alert: web", "service/webshop", query="sum:webshop.search.zero_results{*}.as_rate() > 4")
    c.alert(
        -90,
        "CoreDNS NXDOMAIN ratio",
        "deployment/coredns",
        "alarm",
        reason="search-domain expansion, alarm since rollout of ndots:5",
        metric="coredns_dns_responses_total",
    )
    workload(c, "webshop", "shop", nodes, 4, age_min=130)
    workload(c, "cart", "shop", nodes, 2)
    workload(c, "coredns", "kube-system", nodes, 2, port=53, restarts=[1, 0], service=False)
    api(c, "service/webshop", 140, 0.24, error_rate=ramp(0.004, 0.19, 0, 5), latency_p95=ramp(0.24, 0.5, 0, 5))
    api(c, "service/cart", 44, 0.06)
    c.metric("request_rate", "alb/search-green", ramp(38, 0.6, 0, 6), namespace="AWS/ApplicationELB")
    c.metric("request_rate", "alb/search-blue", ramp(0, 38, 0, 6), noise="gauge", namespace="AWS/ApplicationELB")
    c.metric("HTTPCode_ELB_5XX_Count", "alb/search-blue", ramp(0, 2250, 0, 6))
    c.metric("HTTPCode_Target_5XX_Count", "alb/search-green", 0.3)
    c.metric("HealthyHostCount", "target-group/search-green", 5)
    c.log(
        7,
        "service/webshop",
        "error",
        "SearchClient: POST http://search.lumen.internal/query -> 503 Service Temporarily Unavailable server=awselb/2.0 remote=10.44.90.12",
        2100,
    )
    c.log(
        -15,
        "service/webshop",
        "info",
        "SearchClient: POST http://search.lumen.internal/query -> 200 in 41ms remote=10.44.71.5",
        2300,
    )
    c.log(
        3,
        "deployment/coredns",
        "info",
        '[INFO] 10.44.2.90:41022 - 3312 "A IN search.lumen.internal.shop.svc.cluster.local. udp 66" NXDOMAIN qr,aa,rd 159 0.0001s',
        6100,
    )
    c.log(
        -33,
        "deployment/coredns",
        "info",
        '[INFO] 10.44.2.90:40013 - 3199 "A IN search.lumen.internal.shop.svc.cluster.local. udp 66" NXDOMAIN qr,aa,rd 159 0.0001s',
        5980,
    )
    chatter(c, "service/webshop", "node", 6)
    chatter(c, "service/cart", "dotnet", 4)
    daemon_noise(c, nodes[1])
    c.change(-82, "deployment", "argocd:Sync", "deployment/webshop", image=["webshop:7.31.0", "webshop:7.31.1"])
    c.change(
        -0.8,
        "infrastructure",
        "route53:ChangeResourceRecordSets",
        "route53/search.lumen.internal",
        actor="role/terraform-dns",
        upsert={
            "type": "CNAME",
            "ttl": 60,
            "from": "internal-search-green-71.elb.amazonaws.com",
            "to": "internal-search-blue-12.elb.amazonaws.com",
        },
    )
    c.edges(
        "calls",
        ("service/webshop", "route53/search.lumen.internal"),
        ("service/webshop", "service/cart"),
        ("alb/search-green", "target-group/search-green"),
    )
    c.state(
        "alb/search-blue",
        "load_balancer",
        scheme="internal",
        target_groups=["search-blue"],
        registered_targets=0,
        tags={"state": "to-be-removed"},
    )
    c.state(
        "alb/search-green", "load_balancer", scheme="internal", target_groups=["search-green"], registered_targets=5
    )
    c.state(
        "service/webshop",
        "connectivity_check",
        port=80,
        ok=False,
        detail="search.lumen.internal -> 10.44.90.12, 10.44.91.40 (internal-search-blue-12)",
    )
    also = (("dns.record_wrong", "service/webshop"), ("dns.record_wrong", "alb/search-blue"))
    return c.done(
        "dns.record_wrong",
        "route53/search.lumen.internal",
        also=also,
        herring=("dns.resolution_failure", "deployment/coredns"),
        near=("lb.no_healthy_targets", "deployment.bad_release", "dependency.errors"),
    )


def tax_partner() -> Result:
    c = Case("checkout-abandon-rate", 33, "2026-02-12T19:22", 120, 44, step=120, region="us-east-2")
    nodes = [node(c, f"ip-10-52-{a}-14.us-east-2.compute.internal") for a in (3, 18, 40)]
    c.incident(
        "Checkout completion below forecast",
        "service/checkout-web",
        "datadog",
        severity="warning",
        start=12,
        text="anomalies(avg:checkout.completed{*}) lower band",
    )
    c.alert(12, "Checkout completion below forecast", "service/checkout-web", "alarm")
    c.alert(-14, "HPA checkout-web scaled", "deployment/checkout-web", "ok", reason="3 -> 4 replicas")
    workload(c, "checkout-web", "store", nodes, 4)
    workload(c, "tax-adapter", "store", nodes, 2, env={"TAX_URL": "https://api.taxrelay.example/v3"}, age_min=20000)
    workload(c, "shipping-rates", "store", nodes, 2)
    api(c, "service/checkout-web", 33, 0.9, latency_p95=step(0.9, 6.2, 0), error_rate=step(0.003, 0.21, 0))
    api(c, "service/tax-adapter", 30, 0.22, latency_p95=step(0.22, 5.1, 0), error_rate=step(0.001, 0.61, 0))
    api(c, "service/shipping-rates", 29, 0.18)
    c.metric("BytesOutToDestination", "nat/nat-07d1", wave(4.1e7, 3e6, 60), namespace="AWS/NATGateway")
    c.metric("ErrorPortAllocation", "nat/nat-07d1", 0.0, namespace="AWS/NATGateway")
    c.log(
        2,
        "service/tax-adapter",
        "error",
        "POST https://api.taxrelay.example/v3/quotes -> 503 upstream_unavailable x-relay-region=us2 attempt=3/3",
        1320,
    )
    c.log(9, "service/tax-adapter", "warning", "POST https://api.taxrelay.example/v3/quotes -> 200 in 4870ms", 410)
    c.log(4, "service/checkout-web", "error", "TaxQuoteUnavailable: tax-adapter answered 502, showing retry page", 1210)
    c.log(10, "service/shipping-rates", "info", "GET https://rates.parcelhub.example/quote -> 200 in 131ms", 980)
    chatter(c, "service/checkout-web", "node", 6)
    chatter(c, "service/shipping-rates", "python", 5)
    daemon_noise(c, nodes[2])
    c.event(
        25,
        "external/taxrelay",
        "StatusPageUpdate",
        "TaxRelay: Investigating - We are seeing elevated 503 responses on the Quotes API in US regions.",
        "warning",
        "statuspage",
    )
    c.event(
        -300,
        "external/parcelhub",
        "StatusPageUpdate",
        "ParcelHub: Resolved - label printing delays",
        "info",
        "statuspage",
    )
    cluster_events(c, "pod/shipping-rates-old", nodes[0])
    c.edges(
        "calls",
        ("service/checkout-web", "service/tax-adapter"),
        ("service/tax-adapter", "external/taxrelay"),
        ("service/checkout-web", "service/shipping-rates"),
        ("service/shipping-rates", "external/parcelhub"),
    )
    also = (("dependency.errors", "external/taxrelay"), ("dependency.third_party_outage", "service/tax-adapter"))
    return c.done(
        "dependency.third_party_outage",
        "external/taxrelay",
        also=also,
        near=("dependency.errors", "dependency.slow", "traffic.drop"),
    )


def wrong_account() -> Result:
    c = Case("statements-missing-04", 34, "2026-06-02T03:10", 130, 50, step=120)
    nodes = [node(c, f"ip-10-36-{a}-88.eu-west-1.compute.internal") for a in (1, 22)]
    c.incident(
        "batch output check",
        "service/statement-builder",
        "synthetic-monitor",
        severity="unknown",
        start=20,
        text="expected objects: 400, found: 0",
    )
    c.alert(20, "batch output check", "service/statement-builder", "alarm", count=3)
    c.alert(-1440, "statement-builder memory > 80%", "deployment/statement-builder", "warning")
    workload(
        c,
        "statement-builder",
        "finance",
        nodes,
        2,
        age_min=105,
        env={
            "AWS_ROLE_ARN": "arn:aws:iam::550091827731:role/statement-builder",
            "AWS_WEB_IDENTITY_TOKEN_FILE": "/var/run/secrets/eks.amazonaws.com/serviceaccount/token",
        },
    )
    workload(c, "fx-cache", "finance", nodes, 2)
    api(
        c,
        "service/statement-builder",
        7,
        1.9,
        error_rate=step(0.001, 1.0, 0),
        memory_utilization=82,
        latency_p95=step(1.9, 0.2, 0),
    )
    api(c, "service/fx-cache", 51, 0.01)
    c.metric("AllRequests", "s3/statements-out", step(840, 0.0, 0))
    c.log(
        0.7,
        "service/statement-builder",
        "error",
        "botocore.exceptions.ClientError: An error occurred (AccessDenied) when calling the AssumeRoleWithWebIdentity operation: Not authorized to perform sts:AssumeRoleWithWebIdentity",
        2610,
    )
    c.log(-4, "service/statement-builder", "info", "release=5.9.0 wrote statements-out/2026/06/02/a77.pdf", 3100)
    c.log(-20, "service/fx-cache", "warning", "ECB feed etag unchanged, keeping rates from 2026-06-01", 10)
    c.log(
        -54, "service/statement-builder", "info", "release=5.9.0 starting, credentials refreshed from web identity", 2
    )
    chatter(c, "service/statement-builder", "python", 6)
    chatter(c, "service/fx-cache", "go", 4)
    c.event(
        -56,
        "deployment/statement-builder",
        "ScalingReplicaSet",
        "Scaled up replica set statement-builder-5d to 2",
        source="deployment-controller",
    )
    c.change(
        -57,
        "deployment",
        "argocd:Sync",
        "deployment/statement-builder",
        image=["statement-builder:5.8.4", "statement-builder:5.9.0"],
    )
    c.change(
        -34,
        "access",
        "iam:UpdateAssumeRolePolicy",
        "iam-role/statement-builder",
        actor="role/terraform-iam",
        federated=["oidc.eks.eu-west-1.amazonaws.com/id/7D1A90", "oidc.eks.eu-west-1.amazonaws.com/id/E02C4F"],
    )
    c.change(
        -35,
        "infrastructure",
        "iam:CreateOpenIDConnectProvider",
        "iam-oidc/E02C4F",
        actor="role/terraform-iam",
        note="cluster finance-green",
    )
    c.edges("depends_on", ("deployment/statement-builder", "iam-role/statement-builder"))
    c.edges("writes", ("service/statement-builder", "s3/statements-out"))
    c.edges("calls", ("service/statement-builder", "service/fx-cache"))
    c.state(
        "eks/finance-blue",
        "eks_cluster",
        version="1.31",
        status="ACTIVE",
        oidc_issuer="https://oidc.eks.eu-west-1.amazonaws.com/id/7D1A90",
    )
    c.state(
        "serviceaccount/statement-builder",
        "manifest",
        kind="ServiceAccount",
        spec={"annotations": {"eks.amazonaws.com/role-arn": "arn:aws:iam::550091827731:role/statement-builder"}},
    )
    also = (
        ("access.permission_denied", "deployment/statement-builder"),
        ("access.permission_denied", "serviceaccount/statement-builder"),
    )
    return c.done(
        "access.permission_denied",
        "iam-role/statement-builder",
        also=also,
        herring=("deployment.bad_release", "deployment/statement-builder"),
        near=("k8s.rbac.forbidden", "access.credentials_expired"),
    )


def silent_forwarder() -> Result:
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

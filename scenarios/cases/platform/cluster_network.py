"""EKS faults in certificates, names, identities and outside services."""

from .build import Case, Result
from .kube import node, workload
from .ordinary import api, chatter, cluster_events, daemon_noise
from .shapes import ramp, step, wave


def stale_leaf() -> Result:
    """The gRPC service's certificate, made by hand a year ago, ran out at noon; its callers fail the handshake."""
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
    """A DNS record was pointed at a balancer with no targets; the name resolves, NXDOMAIN is the usual noise."""
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
    """A tax provider answers 503 and its status page says so later; the other provider over the same NAT is well."""
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
        near=("dependency.slow", "traffic.drop"),
    )


def wrong_account() -> Result:
    """The role now trusts another cluster's issuer; it fails when credentials run out, not at the release."""
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

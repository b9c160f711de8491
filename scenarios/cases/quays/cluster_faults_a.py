"""Faults in clusters, part 1 of 4."""

from __future__ import annotations

from .bundle import Case, Pair
from .surroundings import surround_cluster


def label_printer() -> Pair:
    c = Case(
        741,
        "2026-01-20T14:33:00",
        24,
        "Storefront checkout error budget burn",
        "prometheus",
        "service/storefront",
        region=None,
        lead=90,
    )
    c.metric("service/storefront", "error_rate", {-90: 0.002, -6: 0.071}, unit="ratio", noise=0.15)
    c.metric("service/storefront", "request_rate", 310, unit="1/s", noise=0.06)
    c.metric("service/label-maker", "request_rate", 44, unit="1/s", noise=0.09)
    c.metric("service/label-maker", "error_rate", {-90: 0.001, -7: 0.46}, unit="ratio", noise=0.15)
    c.metric(
        "pod/label-maker-6c9f7b5d88-mq2xt",
        "memory_usage",
        {-90: 371e6, -8: 508e6},
        unit="bytes",
        noise=0.03,
        cap=536870912,
    )
    c.metric("service/pricing", "cpu_usage", 3.4, unit="cores", noise=0.06, baseline=True)
    box = {
        "name": "label-maker",
        "image": "registry.kade.example/label-maker:3.18.0",
        "requests": {"cpu": "250m", "memory": "384Mi"},
        "limits": {"memory": "512Mi"},
        "ready": False,
        "restart_count": 7,
        "state": {
            "state": "waiting",
            "reason": "CrashLoopBackOff",
            "message": "back-off 2m40s restarting failed container",
        },
        "last_state": {
            "state": "terminated",
            "reason": "OOMKilled",
            "exit_code": 137,
            "started_at": c.time(18),
            "finished_at": c.time(21),
        },
    }
    c.state(
        "pod/label-maker-6c9f7b5d88-mq2xt",
        "pod",
        namespace="shop",
        phase="Running",
        status="CrashLoopBackOff",
        ready="0/1",
        restarts="7 (3m ago)",
        owner="ReplicaSet/label-maker-6c9f7b5d88",
        containers=[box],
    )
    c.state(
        "pod/label-maker-6c9f7b5d88-r84dp",
        "pod",
        namespace="shop",
        phase="Running",
        status="Running",
        ready="1/1",
        restarts="6 (5m ago)",
        owner="ReplicaSet/label-maker-6c9f7b5d88",
        containers=[
            {**box, "ready": True, "restart_count": 6, "state": {"state": "running", "started_at": c.time(19)}}
        ],
    )
    c.state(
        "deployment/label-maker",
        "deployment",
        namespace="shop",
        desired=2,
        ready=1,
        updated=2,
        available=1,
        unavailable=1,
        conditions={"Available": {"status": "False", "reason": "MinimumReplicasUnavailable"}},
    )
    c.event(
        21,
        "pod/label-maker-6c9f7b5d88-mq2xt",
        "BackOff",
        "Back-off restarting failed container label-maker in pod label-maker-6c9f7b5d88-mq2xt_shop",
        "warning",
        count=31,
        first=-5,
        source="kubelet",
    )
    c.event(
        -300,
        "pod/pricing-77f4c6c5b-2kk8w",
        "Unhealthy",
        'Readiness probe failed: Get "http://10.42.3.9:8080/ready": context deadline exceeded',
        "warning",
        count=2,
        source="kubelet",
    )
    c.log(
        -6,
        "service/storefront",
        "error",
        "label request failed: upstream connect error or disconnect/reset before headers. reset reason: connection termination",
        612,
    )
    c.log(-7.5, "service/label-maker", "info", "rendering batch pages=400 format=zpl dpi=600", 9)
    c.log(-30, "service/label-maker", "info", "rendering batch pages=12 format=zpl dpi=203", 350)
    c.change(-15, "deployment", "argocd sync", "deployment/pricing", "argocd", image=["pricing:88", "pricing:89"])
    c.change(
        -9,
        "flag",
        "set",
        "service/storefront",
        "user/rosa",
        flag="bulk_labels_600dpi",
        value=["off", "on for 1 customer"],
    )
    c.alert(0, "SLOErrorBudgetBurn", "service/storefront", reason="burn rate 14.6x over 5m/1h")
    c.alert(2, "KubePodCrashLooping", "pod/label-maker-6c9f7b5d88-mq2xt", reason="restarting 1.4 times / 10 minutes")
    c.edges(
        "service/storefront calls service/label-maker",
        "service/storefront calls service/pricing",
        "deployment/label-maker owns pod/label-maker-6c9f7b5d88-mq2xt",
        "deployment/label-maker owns pod/label-maker-6c9f7b5d88-r84dp",
    )
    surround_cluster(c, "shop", "pricing", "basket")
    return c.fault(
        "k8s.container.oom_killed",
        "deployment/label-maker",
        also=[
            ("k8s.container.oom_killed", "service/label-maker"),
            ("deployment.feature_flag", "service/storefront"),
            ("compute.memory_saturation", "deployment/label-maker"),
        ],
        herring=("deployment.bad_release", "deployment/pricing"),
        near=["code.memory_leak"],
    )


def ledger_lookup() -> Pair:
    c = Case(
        164,
        "2026-02-09T08:50:00",
        17,
        "Payouts synthetic: transfer step fails",
        "synthetic-monitor",
        "service/payouts",
        "high",
        lead=30,
    )
    c.log(
        -2.1,
        "service/payouts",
        "error",
        'Post "http://ledger-cor.finance.svc.cluster.local:8080/entries": dial tcp: lookup ledger-cor.finance.svc.cluster.local on 10.96.0.10:53: no such host',
        288,
    )
    c.log(
        -2.6,
        "service/payouts",
        "info",
        "starting payouts 2.31.0 LEDGER_URL=http://ledger-cor.finance.svc.cluster.local:8080 FX_URL=http://fx.finance.svc.cluster.local:8080",
        2,
    )
    c.log(-20, "service/payouts", "info", "transfer posted", 410)
    c.log(9, "service/payouts", "info", "fx quote ok EUR/NOK", 120)
    c.log(11, "service/fx", "warn", "ECB feed 14 minutes old, using last known rates", 14)
    c.alert(0, "Payouts synthetic: transfer step fails", "service/payouts", reason="HTTP 502 at step 4 of 5", count=4)
    c.alert(-600, "FxFeedStale", "service/fx", reason="age 840s > 300s (provider slow on Mondays)")
    c.edges("service/payouts calls service/ledger-core", "service/payouts calls service/fx")
    c.gap("metrics", "Prometheus: 503 from query frontend", None)
    c.gap(
        "state",
        'forbidden: User "collector" cannot list resource "services" in API group "" in the namespace "finance"',
        permission="list services",
    )
    c.gap("changes", "ArgoCD API not configured")
    return c.fault(
        "app.config.dependency_address_wrong",
        "service/payouts",
        also=[("dns.resolution_failure", "service/payouts"), ("app.config.value_invalid", "service/payouts")],
        herring=("dependency.slow", "service/fx"),
        near=["dependency.unreachable", "dns.resolution_failure"],
        poor=True,
    )


def tenant_profile() -> Pair:
    c = Case(
        396,
        "2026-03-12T10:05:00",
        15,
        "Ingress 503 ratio on app.kade.example",
        "prometheus",
        "service/ingress-nginx-controller",
        start_known=False,
    )
    c.metric("service/ingress-nginx-controller", "error_rate", {-60: 0.001, -9: 0.22}, unit="ratio", noise=0.1)
    c.metric("service/profile", "request_rate", {-60: 63, -9: 0}, unit="1/s")
    c.metric("service/profile", "cpu_usage", {-60: 0.5, -9: 0.03}, unit="cores")
    c.metric("service/search", "latency_p95", 0.4, unit="s", noise=0.15)
    c.state(
        "service/profile",
        "service",
        namespace="accounts",
        type="ClusterIP",
        selector={"app": "profile", "tier": "api"},
        port="http  80/TCP",
        target_port="8080/TCP",
        endpoints="<none>",
    )
    c.state(
        "deployment/profile",
        "deployment",
        namespace="accounts",
        desired=3,
        ready=3,
        updated=3,
        available=3,
        unavailable=0,
        selector={"app": "profile"},
        conditions={"Available": {"status": "True", "reason": "MinimumReplicasAvailable"}},
    )
    for tail in ("9wq4z", "bb6ns", "k2v7c"):
        c.state(
            f"pod/profile-5b4d9c7f6-{tail}",
            "pod",
            namespace="accounts",
            phase="Running",
            status="Running",
            ready="1/1",
            restarts=0,
            labels={"app": "profile", "tier": "backend", "pod-template-hash": "5b4d9c7f6"},
            owner="ReplicaSet/profile-5b4d9c7f6",
        )
    c.state(
        "service/search",
        "service",
        namespace="accounts",
        type="ClusterIP",
        selector={"app": "search"},
        port="http  80/TCP",
        target_port="8080/TCP",
        endpoints="10.42.1.8:8080,10.42.2.31:8080",
    )
    c.log(
        -8,
        "service/ingress-nginx-controller",
        "warn",
        'Service "accounts/profile" does not have any active Endpoint.',
        60,
    )
    c.log(
        -7,
        "service/ingress-nginx-controller",
        "error",
        '10.0.3.4 - "GET /api/profile/me HTTP/2.0" 503 190 [accounts-profile-80] [] - -',
        5400,
    )
    c.log(-40, "service/search", "warn", "org.apache.lucene: slow merge 6120ms", 12)
    c.log(
        1,
        "pod/profile-5b4d9c7f6-9wq4z",
        "info",
        "Started ProfileApplication in 7.2 seconds; GET /actuator/health 200",
        90,
    )
    c.event(
        -9.5,
        "deployment/profile",
        "ScalingReplicaSet",
        "Scaled down replica set profile-7d9f to 0 from 1",
        source="deployment-controller",
    )
    c.change(
        -11,
        "deployment",
        "helm upgrade",
        "deployment/profile",
        "ci/accounts",
        chart=["profile-1.9.2", "profile-1.10.0"],
        note="common labels: tier api -> backend",
    )
    c.change(
        -4, "deployment", "helm upgrade", "deployment/search", "ci/accounts", chart=["search-3.0.1", "search-3.0.2"]
    )
    c.alert(-6, "NginxHigh5xx", "service/ingress-nginx-controller", reason="503 ratio 21%")
    c.edges(
        "service/ingress-nginx-controller calls service/profile",
        "service/ingress-nginx-controller calls service/search",
        "deployment/profile owns pod/profile-5b4d9c7f6-9wq4z",
    )
    surround_cluster(c, "accounts", "search", "avatar", metrics=False)
    return c.fault(
        "k8s.service.selector_mismatch",
        "service/profile",
        also=[("deployment.bad_release", "deployment/profile")],
        herring=("deployment.bad_release", "deployment/search"),
        near=["k8s.service.port_mismatch", "deployment.bad_release"],
    )

"""Pages from clusters where nothing is wrong now, part 3 of 4."""

from __future__ import annotations

from .bundle import Case, Pair
from .surroundings import surround_cluster


def flapping_throttle() -> Pair:
    c = Case(
        275,
        "2026-07-14T11:25:00",
        35,
        "CPUThrottlingHigh: log-shipper",
        "prometheus",
        "daemonset/log-shipper",
        "info",
        lead=180,
    )
    c.metric("daemonset/log-shipper", "cpu_throttled_ratio", 0.25, unit="ratio", noise=0.18, step=2, baseline=True)
    c.metric("daemonset/log-shipper", "cpu_usage", 0.084, unit="cores", noise=0.12, step=2)
    c.metric("daemonset/log-shipper", "output_lag_seconds", 1.3, unit="s", noise=0.2, step=2, baseline=True)
    c.metric("daemonset/log-shipper", "dropped_records", 0, whole=True, step=2)
    c.metric("service/tariff-engine", "latency_p95", 0.09, unit="s", step=2, baseline=True)
    c.metric("service/tariff-engine", "error_rate", 0.0008, unit="ratio", noise=0.3, step=2)
    c.state(
        "daemonset/log-shipper",
        "daemonset",
        namespace="logging",
        desired=9,
        ready=9,
        updated=9,
        available=9,
        containers=[{"name": "fluent-bit", "limits": {"cpu": "100m", "memory": "128Mi"}, "requests": {"cpu": "50m"}}],
    )
    c.log(
        -100,
        "daemonset/log-shipper",
        "warn",
        "[warn] [engine] failed to flush chunk '1-1784.flb', retry in 8 seconds: task_id=44",
        12,
    )
    c.log(
        -99,
        "daemonset/log-shipper",
        "info",
        "[info] [engine] flush chunk '1-1784.flb' succeeded at retry 1: task_id=44",
        12,
    )
    c.log(7, "daemonset/log-shipper", "warn", "[warn] [input] tail.0 paused (mem buf overlimit)", 2)
    c.log(7.1, "daemonset/log-shipper", "info", "[info] [input] tail.0 resume (mem buf ok)", 2)
    c.event(
        -1440,
        "pod/log-shipper-k7sgx",
        "BackOff",
        "Back-off restarting failed container",
        "warning",
        count=1,
        source="kubelet",
    )
    c.change(
        -48,
        "deployment",
        "argocd sync",
        "deployment/tariff-engine",
        "argocd",
        image=["tariff-engine:20", "tariff-engine:21"],
    )
    c.alert(
        9,
        "CPUThrottlingHigh",
        "daemonset/log-shipper",
        "ok",
        "27% > 25%; fired and resolved 11 times since yesterday",
        threshold=0.25,
        count=11,
    )
    c.edges("daemonset/log-shipper writes service/loki", "service/tariff-engine calls service/fx-cache")
    surround_cluster(c, "pricing", "fx-cache", "quote-ui")
    return c.healthy(
        cause="healthy.threshold_noise",
        near=["compute.cpu_throttled"],
        herring=("compute.cpu_throttled", "daemonset/log-shipper"),
    )


def slow_starter() -> Pair:
    c = Case(
        618,
        "2026-08-12T13:18:00",
        24,
        "KubeDeploymentReplicasMismatch: policy-engine",
        "prometheus",
        "deployment/policy-engine",
        "warning",
        lead=45,
    )
    c.metric(
        "deployment/policy-engine",
        "kube_deployment_status_replicas_unavailable",
        {-45: 0, -14: 2, 4: 0},
        noise=0,
        sway=0,
    )
    c.metric("service/policy-engine", "error_rate", 0.0016, unit="ratio", noise=0.3)
    c.metric("service/policy-engine", "latency_p95", {-45: 0.26, -12: 0.34, 5: 0.26}, unit="s", noise=0.07)
    c.metric("service/policy-engine", "request_rate", 77, unit="1/s", noise=0.06)
    c.state(
        "deployment/policy-engine",
        "deployment",
        namespace="cover",
        desired=6,
        ready=6,
        updated=6,
        available=6,
        unavailable=0,
        conditions={
            "Progressing": {
                "status": "True",
                "reason": "NewReplicaSetAvailable",
                "message": 'ReplicaSet "policy-engine-8f6b" has successfully progressed.',
            }
        },
    )
    for tail in ("4gk2h", "v6wmt"):
        c.state(
            f"pod/policy-engine-8f6b-{tail}",
            "pod",
            namespace="cover",
            phase="Running",
            status="Running",
            ready="1/1",
            restarts=0,
            owner="ReplicaSet/policy-engine-8f6b",
            started_at=c.time(-8),
        )
        c.event(
            -4,
            f"pod/policy-engine-8f6b-{tail}",
            "Unhealthy",
            "Readiness probe failed: HTTP probe failed with statuscode: 503",
            "warning",
            count=17,
            first=-7,
            source="kubelet",
        )
    c.event(
        4,
        "deployment/policy-engine",
        "ScalingReplicaSet",
        "Scaled down replica set policy-engine-7c9d to 0 from 1",
        source="deployment-controller",
    )
    c.event(
        -14,
        "deployment/policy-engine",
        "ScalingReplicaSet",
        "Scaled up replica set policy-engine-8f6b to 2 from 0",
        source="deployment-controller",
    )
    c.log(-7, "service/policy-engine", "info", "warming rule cache 0/41200 rules, /ready answers 503 until done", 6)
    c.log(3.5, "service/policy-engine", "info", "rule cache warm 41200/41200 in 171 s, accepting traffic", 6)
    c.log(-5, "service/policy-engine", "warn", "Drools: rule package recompiled, 14 deprecations", 6)
    c.log(12, "service/quotes", "error", "ValidationException: date of birth in the future (422)", 9)
    c.change(
        -14.5,
        "deployment",
        "helm upgrade",
        "deployment/policy-engine",
        "ci/cover",
        chart=["policy-engine-4.2.0", "policy-engine-4.3.0"],
    )
    c.alert(
        5, "KubeDeploymentReplicasMismatch", "deployment/policy-engine", "ok", "resolved 13:23Z after rollout finished"
    )
    c.edges(
        "service/quotes calls service/policy-engine",
        "deployment/policy-engine owns pod/policy-engine-8f6b-4gk2h",
        "deployment/policy-engine owns pod/policy-engine-8f6b-v6wmt",
    )
    surround_cluster(c, "cover", "quotes", "documents")
    return c.healthy(
        near=["k8s.probe.readiness_endpoint_failing", "deployment.rollout_stuck", "deployment.bad_release"],
        herring=("deployment.bad_release", "deployment/policy-engine"),
    )


def renewed_in_time() -> Pair:
    c = Case(
        490,
        "2026-09-10T06:00:00",
        65,
        "CertificateExpiringSoon: shop.kade.example",
        "prometheus",
        "service/ingress-nginx-controller",
        "warning",
        lead=60,
    )
    c.metric(
        "service/ingress-nginx-controller",
        "nginx_ingress_controller_ssl_certificate_expiry_days",
        {-60: 21.02, 0: 20.98, 41: 90},
        unit="days",
        noise=0,
        sway=0,
        step=5,
    )
    c.metric("service/ingress-nginx-controller", "error_rate", 0.0017, unit="ratio", noise=0.3, step=5)
    c.metric("service/ingress-nginx-controller", "request_rate", 760, unit="1/s", step=5)
    c.metric("service/shop", "latency_p95", 0.25, unit="s", step=5)
    c.state(
        "certificate/shop-tls",
        "certificate",
        namespace="shop",
        secret="shop-tls",
        not_after="2026-12-09T06:40:12Z",
        conditions={
            "Ready": {"status": "True", "reason": "Ready", "message": "Certificate is up to date and has not expired"}
        },
        renewal_time="2026-11-09T06:40:12Z",
    )
    c.event(
        38,
        "certificate/shop-tls",
        "Issuing",
        "Renewing certificate as renewal was scheduled at 2026-09-10 06:38:00 +0000 UTC",
        source="cert-manager-certificates-trigger",
    )
    c.event(
        39,
        "challenge/shop-tls-1-2201",
        "PresentError",
        "Error presenting challenge: admission webhook connection refused, will retry",
        "warning",
        count=1,
        source="cert-manager-challenges",
    )
    c.event(
        41,
        "certificate/shop-tls",
        "Issuing",
        "The certificate has been successfully issued",
        source="cert-manager-certificates-issuing",
    )
    c.log(
        39,
        "service/cert-manager",
        "error",
        're-queuing item due to error processing err="failed to perform self check GET request: Get http://shop.kade.example/.well-known/acme-challenge/x: EOF"',
        2,
    )
    c.log(
        41,
        "service/ingress-nginx-controller",
        "info",
        "Adding secret to local store: shop/shop-tls; Backend successfully reloaded",
        2,
    )
    c.log(
        -30,
        "service/ingress-nginx-controller",
        "warn",
        'Error obtaining X.509 certificate: no object matching key "legacy/old-tls" in local store, using default',
        40,
    )
    c.change(
        -700,
        "config",
        "argocd sync",
        "service/prometheus",
        "argocd",
        diff="CertificateExpiringSoon threshold 14d -> 21d",
    )
    c.change(-33, "deployment", "argocd sync", "deployment/shop", "argocd", image=["shop:1201", "shop:1202"])
    c.alert(
        43, "CertificateExpiringSoon", "service/ingress-nginx-controller", "ok", "20.9 days < 21 days; resolved 06:43Z"
    )
    c.edges(
        "service/ingress-nginx-controller calls service/shop",
        "service/ingress-nginx-controller depends_on certificate/shop-tls",
        "service/prometheus depends_on service/ingress-nginx-controller",
    )
    surround_cluster(c, "shop", "gift-cards", "reviews")
    return c.healthy(
        near=["app.certificate_expired"], herring=("app.certificate_expired", "service/ingress-nginx-controller")
    )

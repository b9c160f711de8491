"""Faults in clusters, part 2 of 4."""

from __future__ import annotations

from .bundle import Case, Pair
from .surroundings import surround_cluster


def lossy_quotes() -> Pair:
    c = Case(
        862,
        "2026-04-16T16:20:00",
        12,
        "Booking funnel latency anomaly",
        "datadog",
        "service/booking-web",
        "high",
        lead=40,
    )
    c.metric("service/booking-web", "latency_p95", {-40: 420, -5: 2900}, unit="ms", noise=0.15, step=0.5)
    c.metric("service/seatmap", "latency_p95", {-40: 95, -6: 1350}, unit="ms", noise=0.22, step=0.5)
    c.metric("service/seatmap", "tcp_retransmits", {-40: 1.6, -6: 188}, unit="1/s", noise=0.2, step=0.5)
    c.metric("service/seatmap", "network_transmit_packets", {-40: 5100, -6: 3100}, unit="1/s", noise=0.08, step=0.5)
    c.metric("service/seatmap", "cpu_usage", {-40: 0.62, -6: 0.44}, unit="cores", noise=0.08, step=0.5)
    c.metric("service/seatmap", "memory_usage", 402e6, unit="bytes", noise=0.02, step=0.5)
    c.metric("service/inventory", "latency_p95", 38, unit="ms", noise=0.12, step=0.5)
    c.metric("service/inventory", "tcp_retransmits", 1.9, unit="1/s", noise=0.3, step=0.5)
    c.metric("service/inventory", "cpu_usage", 3.1, unit="cores", noise=0.05, step=0.5, baseline=True)
    c.metric("service/fares", "latency_p95", 61, unit="ms", noise=0.12, step=0.5)
    c.metric("service/fares", "tcp_retransmits", 2.2, unit="1/s", noise=0.3, step=0.5)
    c.metric("service/booking-web", "tcp_retransmits", {-40: 2.4, -6: 9}, unit="1/s", noise=0.25, step=0.5)
    c.log(-4, "service/booking-web", "warn", "GET http://seatmap/v1/maps attempt=2 i/o timeout, retrying", 318)
    c.log(3, "service/seatmap", "warn", "write tcp 10.42.7.15:8080->10.42.4.3:51122: write: connection timed out", 77)
    c.log(2, "service/seatmap", "info", "map rendered in 11ms (server side)", 1900)
    c.state(
        "service/seatmap",
        "connectivity_check",
        port=8080,
        ok=False,
        detail="100 packets transmitted, 71 received, 29% packet loss",
        probes=[{"from": "node/gke-front-1", "ok": False}, {"from": "node/gke-front-2", "ok": False}],
    )
    c.state(
        "service/inventory",
        "connectivity_check",
        port=8080,
        ok=True,
        detail="100 packets transmitted, 100 received, 0% packet loss",
    )
    c.change(-16, "deployment", "spinnaker pipeline", "deployment/fares", "ci/fares", version=["v212", "v213"])
    c.alert(0, "Booking funnel latency anomaly", "service/booking-web", reason="p95 deviates 6.1 sigma")
    c.alert(-5000, "inventory CPU > 3 cores", "service/inventory", reason="known, needs sizing")
    c.edges(
        "service/booking-web calls service/seatmap",
        "service/booking-web calls service/fares",
        "service/seatmap calls service/inventory",
        "deployment/seatmap owns pod/seatmap-58d6c-hh2kq",
    )
    surround_cluster(c, "travel", "reviews", "loyalty", nodes=1)
    return c.fault(
        "network.packet_loss",
        "service/seatmap",
        also=[("network.packet_loss", "deployment/seatmap")],
        herring=("deployment.bad_release", "deployment/fares"),
        near=["network.latency", "dependency.slow", "node.packet_loss"],
    )


def webhook_sender() -> Pair:
    c = Case(
        529,
        "2026-05-06T00:04:00",
        31,
        "Subscriptions: renewals failing",
        "datadog",
        "service/subscriptions",
        "critical",
        lead=20,
    )
    c.log(
        -3.5,
        "service/subscriptions",
        "error",
        'Post "https://billing-gw.internal.kade.example/charge": tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2026-05-06T00:00:29Z is after 2026-05-05T23:59:59Z',
        740,
    )
    c.log(
        12,
        "service/mobile-bff",
        "error",
        "javax.net.ssl.SSLHandshakeException: PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed (billing-gw.internal.kade.example)",
        97,
    )
    c.log(-15, "service/subscriptions", "info", "renewal charged", 230)
    c.log(15, "service/subscriptions", "info", "plan lookup ok", 310)
    c.log(
        -13,
        "service/subscriptions",
        "warn",
        "sidekiq: job RenewalJob retried 1 time (Deadlock found when trying to get lock)",
        2,
    )
    c.alert(0, "Subscriptions: renewals failing", "service/subscriptions", reason="renewal.success < 50% last_5m")
    c.change(-17, "deployment", "helm upgrade", "deployment/subscriptions", "ci/growth", version=["5.4.0", "5.4.1"])
    c.edges("service/subscriptions calls service/billing-gw", "service/mobile-bff calls service/billing-gw")
    c.gap(
        "state",
        "forbidden: secrets and certificates.cert-manager.io not readable",
        "service/billing-gw",
        "get certificates",
    )
    surround_cluster(c, "growth", "mobile-bff", "plans", metrics=False)
    c.gap("metrics", "no datapoints for service:billing-gw", "service/billing-gw")
    return c.fault(
        "app.certificate_expired",
        "service/billing-gw",
        also=[("app.certificate_expired", "service/subscriptions")],
        herring=("deployment.bad_release", "deployment/subscriptions"),
        near=["deployment.bad_release"],
        poor=True,
    )


def image_resizer() -> Pair:
    c = Case(247, "2026-06-03T12:40:00", 28, "Catalog p95 > 1 s", "prometheus", "service/catalog-web", "high", lead=100)
    c.metric("service/catalog-web", "latency_p95", {-100: 0.31, -14: 1.6}, unit="s", noise=0.12)
    c.metric("service/recommender", "latency_p95", {-100: 0.12, -16: 1.3}, unit="s", noise=0.12)
    c.metric("service/recommender", "cpu_usage", {-100: 0.78, -16: 0.498}, unit="cores", noise=0.01, sway=0.0)
    c.metric("service/recommender", "cpu_throttled_time", {-100: 0.002, -16: 0.71}, unit="s/s", noise=0.08)
    c.metric("service/recommender", "request_rate", 92, unit="1/s", noise=0.05, baseline=True)
    c.metric("service/recommender", "memory_usage", 611e6, unit="bytes", noise=0.02)
    c.metric("service/media-encoder", "cpu_utilization", 97, unit="percent", noise=0.015, cap=100, baseline=True)
    c.metric("service/media-encoder", "cpu_usage", 3.88, unit="cores", noise=0.015)
    c.metric("rds/catalog-db", "CPUUtilization", 47, noise=0.07)
    c.state(
        "deployment/recommender",
        "deployment",
        namespace="catalog",
        desired=2,
        ready=2,
        updated=2,
        available=2,
        unavailable=0,
        containers=[
            {
                "name": "recommender",
                "image": "recommender:41",
                "requests": {"cpu": "250m", "memory": "768Mi"},
                "limits": {"cpu": "250m", "memory": "1Gi"},
            }
        ],
    )
    c.log(-10, "service/catalog-web", "warn", "recommender call took 1322ms, rendering without recommendations", 2030)
    c.log(-70, "service/media-encoder", "warn", "ffmpeg: Past duration 0.999992 too large", 4100)
    c.log(-3, "service/recommender", "warn", "gunicorn: worker request latency 1.2s, model forward 1.1s", 511)
    c.event(
        -17,
        "deployment/recommender",
        "ScalingReplicaSet",
        "Scaled up replica set recommender-6f7c to 2",
        source="deployment-controller",
    )
    c.change(
        -17,
        "config",
        "kubectl apply",
        "deployment/recommender",
        "user/finops-karl",
        limits_cpu=["1", "250m"],
        note="rightsizing from weekly averages",
    )
    c.change(
        -38,
        "deployment",
        "argocd sync",
        "deployment/catalog-web",
        "argocd",
        image=["catalog-web:512", "catalog-web:513"],
    )
    c.alert(0, "CatalogP95High", "service/catalog-web", reason="1.58 > 1")
    c.alert(-30000, "MediaEncoderCPU", "service/media-encoder", reason="97% > 90%, batch transcoder by design")
    c.edges(
        "service/catalog-web calls service/recommender",
        "service/catalog-web reads rds/catalog-db",
        "service/media-encoder writes s3/media",
    )
    surround_cluster(c, "catalog", "media-encoder", "wishlist")
    return c.fault(
        "compute.cpu_throttled",
        "deployment/recommender",
        also=[
            ("compute.cpu_throttled", "service/recommender"),
            ("deployment.scaling_change", "deployment/recommender"),
            ("compute.cpu_saturation", "service/recommender"),
        ],
        herring=("compute.cpu_saturation", "service/media-encoder"),
        near=["dependency.slow"],
    )


def quota_wall() -> Pair:
    c = Case(915, "2026-07-21T17:12:00", 23, "Claims intake slow", "prometheus", "service/claims-intake", "high")
    c.metric("service/claims-intake", "request_rate", {-60: 120, -15: 205, -5: 210}, unit="1/s", noise=0.06)
    c.metric("service/claims-intake", "latency_p95", {-60: 0.22, -10: 0.9, -4: 2.1}, unit="s")
    c.metric("deployment/claims-intake", "kube_deployment_status_replicas_available", {-60: 4, -13: 6}, noise=0, sway=0)
    c.metric(
        "deployment/claims-intake",
        "kube_horizontalpodautoscaler_status_desired_replicas",
        {-60: 4, -14: 10},
        noise=0,
        sway=0,
    )
    c.metric("service/claims-intake", "cpu_utilization", {-60: 55, -14: 94}, unit="percent", noise=0.03, cap=100)
    c.metric("service/docstore", "latency_p95", 0.06, unit="s")
    c.state(
        "deployment/claims-intake",
        "deployment",
        namespace="claims",
        desired=10,
        ready=6,
        updated=6,
        available=6,
        unavailable=4,
        conditions={
            "Available": {"status": "True"},
            "ReplicaFailure": {
                "status": "True",
                "reason": "FailedCreate",
                "message": 'pods "claims-intake-77c-" is forbidden: exceeded quota: claims-quota',
            },
        },
    )
    c.state(
        "resourcequota/claims-quota",
        "resourcequota",
        namespace="claims",
        resources={
            "requests.memory": {"used": "23Gi", "hard": "24Gi"},
            "requests.cpu": {"used": "9", "hard": "32"},
            "pods": {"used": "19", "hard": "80"},
        },
    )
    c.event(
        22,
        "replicaset/claims-intake-77c",
        "FailedCreate",
        'Error creating: pods "claims-intake-77c-zz8" is forbidden: exceeded quota: claims-quota, requested: requests.memory=2Gi, used: requests.memory=23Gi, limited: requests.memory=24Gi',
        "warning",
        count=41,
        first=-13,
        source="replicaset-controller",
    )
    c.event(
        -14,
        "hpa/claims-intake",
        "SuccessfulRescale",
        "New size: 10; reason: cpu resource utilization (percentage of request) above target",
        source="horizontal-pod-autoscaler",
    )
    c.event(
        -140,
        "pod/ocr-runner-0",
        "FailedScheduling",
        "0/5 nodes are available: 5 Insufficient cpu.",
        "warning",
        source="default-scheduler",
    )
    c.event(
        -139, "pod/ocr-runner-0", "Scheduled", "Successfully assigned claims/ocr-runner-0", source="default-scheduler"
    )
    c.log(-3, "service/claims-intake", "warn", "org.apache.tomcat: All threads (200) are currently busy, waiting", 33)
    c.log(-25, "service/docstore", "warn", "minio: drive latency 61ms above average", 15)
    c.change(-33, "deployment", "argocd sync", "deployment/docstore", "argocd", image=["docstore:6.1", "docstore:6.2"])
    c.change(
        -2000, "infrastructure", "kubectl apply", "deployment/ocr-runner", "user/tamar", note="second OCR runner, 6Gi"
    )
    c.alert(0, "ClaimsIntakeSlow", "service/claims-intake", reason="p95 2.05 s > 1 s")
    c.edges(
        "service/claims-intake calls service/docstore", "deployment/claims-intake owns replicaset/claims-intake-77c"
    )
    surround_cluster(c, "claims", "docstore", "claims-mail", nodes=3)
    c.state("namespace/claims", "namespace", status="Active", pods=19)
    return c.fault(
        "k8s.quota.memory_exceeded",
        "namespace/claims",
        also=[
            ("k8s.quota.memory_exceeded", "resourcequota/claims-quota"),
            ("k8s.quota.memory_exceeded", "deployment/claims-intake"),
        ],
        herring=("deployment.bad_release", "deployment/docstore"),
        near=["traffic.surge", "compute.autoscaling_at_max", "compute.cpu_saturation"],
    )

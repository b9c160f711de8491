"""Faults whose evidence does not decide between several explanations."""

from __future__ import annotations

from .apps_public import CLINIC, LEARN
from .apps_trade import PARCELS
from .recording import Case, Recording, blind, flat, pulse, step


def booking_gateway() -> Case:
    """Only the ingress says that booking does not answer in time."""
    rec = Recording("cl-booking-gateway", 4609, "2026-01-13T09:40:00", before=10, after=15)
    rec.incident(
        "Synthetic: book appointment - HTTP 504",
        "critical",
        "synthetic-monitor",
        service="booking",
        resource="service/booking",
        started=2,
    )
    rec.burst(
        "ingress/clinic-public",
        "2026/01/13 <hms> [error] 40#40: *<id> upstream timed out (110: Operation timed out) while reading "
        'response header from upstream, client: <ip>, server: book.medoria.example, request: "POST /appointments HTTP/1.1", '
        'upstream: "http://10.244.3.40:3000/appointments"',
        0.3,
        15,
        9,
        "error",
    )
    rec.burst("ingress/clinic-public", '<ip> - "GET /assets/logo.svg HTTP/2.0" 200 1833 0.00<n>', -10, 15, 6, "INFO")
    rec.edge("ingress/clinic-public", "service/booking")
    for call in CLINIC.workload("booking").calls:
        rec.edge("service/booking", call)
    for section in ("state", "events", "metrics"):
        rec.gap(section, 'User "incident-reader" cannot list resource in namespace "clinic"', "namespace/clinic")
    return rec.bundle(), blind(near=["dependency.slow", "db.lock_contention", "compute.thread_pool_exhausted"])


def lesson_latency() -> Case:
    """One latency curve and calm neighbours: nothing says why."""
    rec = Recording("cl-lesson-latency", 4610, "2026-10-06T14:00:00", before=60, after=25)
    rec.incident(
        "course-api p95 above SLO",
        "warning",
        "prometheus",
        service="course-api",
        resource="service/course-api",
        started=6,
    )
    rec.series("service/course-api", "latency_p95", step(0.11, 0.94, over=3), unit="seconds", sigma=0.12)
    rec.series("service/course-api", "request_rate", flat(81), unit="req/s")
    rec.series("service/course-api", "cpu_usage", flat(0.29), unit="cores", sigma=0.1)
    for call in LEARN.workload("course-api").calls:
        rec.edge("service/course-api", call)
    rec.edge("service/lms-web", "service/course-api")
    rec.gap("logs", "timed out")
    rec.gap("state", "not configured")
    rec.gap("metrics", "no datapoints", "rds/learn-pg")
    rec.gap("metrics", "no datapoints", "service/media-signer")
    return rec.bundle(), blind(near=["code.slow_path", "db.expensive_query", "dependency.slow", "network.latency"])


def intents_failing() -> Case:
    """Opaque failures and three releases at once, all behind the same door."""
    rec = Recording("cl-intents-failing", 4611, "2026-07-14T12:00:00", before=30, after=11)
    rec.incident(
        "[Payments] edge 5xx > 8%",
        "critical",
        "datadog",
        service="edge-gateway",
        resource="service/edge-gateway",
        started=2,
    )
    rec.series("service/edge-gateway", "error_rate", step(0.003, 0.12, over=2), sigma=0.1)
    rec.series("service/edge-gateway", "request_rate", flat(208), unit="req/s")
    rec.burst(
        "service/edge-gateway",
        '[<ts>] "POST /v1/intents HTTP/2" 500 - via_upstream - "-" 412 71 <ms> <ms> "<ip>" body="internal '
        'error, quote reference <uuid>"',
        0.4,
        11,
        10,
        "INFO",
    )
    for minute, name in ((-2.1, "checkout"), (-1.7, "risk-engine"), (-1.2, "ledger")):
        rec.change(
            minute, "deployment", f"release train 2026.7.2: rollout {name}", f"deployment/{name}", "release-train"
        )
        rec.edge(f"service/{name}", "rds/ledger-pg" if name == "ledger" else "service/ledger")
    rec.edge("service/edge-gateway", "service/checkout")
    rec.edge("service/checkout", "service/risk-engine")
    for name in ("checkout", "risk-engine", "ledger"):
        rec.gap("logs", "access denied", f"service/{name}", "logs:FilterLogEvents")
        rec.gap("metrics", "no datapoints", f"service/{name}")
    rec.gap("state", "not configured")
    return rec.bundle(), blind(near=["deployment.bad_release", "code.unhandled_error", "dependency.errors"])


def encoder_restarts() -> Case:
    """A counter of restarts and nothing that says what ends the process."""
    rec = Recording("cl-encoder-restarts", 4612, "2026-11-02T03:15:00", before=60, after=30)
    rec.incident(
        "KubePodCrashLooping label-renderer",
        "warning",
        "prometheus",
        service="label-renderer",
        resource="deployment/label-renderer",
        started=15,
    )
    rec.series(
        "deployment/label-renderer",
        "kube_pod_container_status_restarts_total",
        lambda m: 2 + max(0, int(m / 4)),
        sigma=0,
        whole=True,
    )
    rec.series(
        "deployment/label-renderer",
        "kube_deployment_status_replicas_available",
        pulse(2, 1, 1, 99),
        sigma=0,
        whole=True,
    )
    for call in PARCELS.workload("label-renderer").calls:
        rec.edge("service/label-renderer", call)
    rec.edge("service/portal-web", "service/label-renderer")
    rec.gap("logs", "no log stream", "deployment/label-renderer")
    rec.gap("events", "access denied: events is forbidden", "namespace/parcels")
    rec.gap("state", "access denied: pods is forbidden", "namespace/parcels")
    return rec.bundle(), blind(near=["k8s.container.oom_killed", "app.config.env_missing", "code.unhandled_error"])


CASES = (
    booking_gateway,
    lesson_latency,
    intents_failing,
    encoder_restarts,
)

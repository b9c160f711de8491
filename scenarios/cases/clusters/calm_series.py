"""Clusters that are well although something fired, known by their metric series too."""

from __future__ import annotations

from .apps_public import CLINIC, LEARN
from .apps_trade import PARCELS, PAY
from .recording import Case, Recording, flat, healthy, pulse, wrong
from .world import entities, populate


def pricing_flap() -> Case:
    """A limit inside the normal spread of a p95."""
    rec = Recording("cl-pricing-flap", 4705, "2026-02-11T15:00:00", before=180, after=30)
    rec.incident(
        "PricingLatencyP95", "warning", "prometheus", service="pricing", resource="service/pricing", started=27
    )
    populate(rec, PARCELS, baseline=True, chatter=7)
    for minute in (-171, -140, -96, -51, -8, 28):
        rec.alert(
            "PricingLatencyP95",
            "ok" if minute == 28 else "alarm",
            "service/pricing",
            minute,
            threshold=0.056,
            comparison="GreaterThanThreshold",
            reason="for: 0m",
        )
    rec.change(-95, "deployment", "rollout pricing 3.9.3 -> 3.9.4", "deployment/pricing")
    rec.change(
        -20, "config", "kubectl annotate deployment/geocoder owner=routing", "deployment/geocoder", "s.lindqvist"
    )
    rec.alert("KubeHpaMaxedOut", "alarm", "deployment/portal-web", -40000, reason="min=max=3 on purpose")
    return rec.bundle(), healthy(
        "healthy.threshold_noise",
        herring=wrong("deployment.bad_release", "deployment/pricing"),
        near=["code.slow_path"],
    )


def night_drill() -> Case:
    """An announced load test of the payment path; it ended before the collection."""
    rec = Recording("cl-checkout-volume", 4706, "2026-09-16T01:00:00", before=60, after=70)
    rec.incident(
        "[Payments] checkout request count anomaly",
        "high",
        "datadog",
        service="checkout",
        resource="service/checkout",
        started=4,
    )
    load = pulse(1, 3.2, 0, 45)
    warm = pulse(1, 2.3, 0, 45)
    populate(
        rec,
        PAY,
        bend={
            ("edge-gateway", "request_rate"): pulse(1, 2.1, 0, 45),
            ("checkout", "request_rate"): load,
            ("risk-engine", "request_rate"): load,
            ("ledger", "request_rate"): load,
            ("checkout", "cpu_usage"): warm,
            ("risk-engine", "cpu_usage"): warm,
            ("ledger", "cpu_usage"): warm,
            ("checkout", "latency_p95"): pulse(1, 1.25, 0, 45),
        },
    )
    rec.series("rds/ledger-pg", "DatabaseConnections", pulse(88, 190, 0, 47), namespace="AWS/RDS", whole=True)
    rec.state(
        "rds/ledger-pg",
        "rds_instance",
        engine="postgres",
        instance_class="db.m6g.2xlarge",
        parameters={"max_connections": 1600},
    )
    rec.burst(
        entities(rec, "edge-gateway"),
        '[<ts>] "POST /v1/intents HTTP/2" 200 - via_upstream - "-" 412 143 <ms> <ms> "10.128.90.4" "k6/0.52.0"',
        0,
        45,
        9,
        "INFO",
    )
    rec.change(
        -1, "other", "k6 run black-week.js (CHG-20441, approved, 45 min)", "service/checkout", "perf-team", vus=900
    )
    rec.change(45.2, "other", "k6 run finished: thresholds passed", "service/checkout", "perf-team")
    rec.alert("checkout approval ratio", "ok", "service/checkout", 10)
    return rec.bundle(), healthy(
        herring=wrong("traffic.surge", "service/checkout"), near=["traffic.surge", "traffic.abuse"]
    )


def save_button() -> Case:
    """A failover drill: forty seconds of errors, long over."""
    rec = Recording("cl-save-button", 4707, "2026-05-06T10:00:00", before=60, after=45, period_s=20, offset_h=2)
    rec.incident(
        "Synthetic: save lesson notes - HTTP 500 (1 of 15 runs)",
        "high",
        "synthetic-monitor",
        service="lms-web",
        resource="service/lms-web",
        started=1,
    )
    dip = pulse(1, 210, 0, 1)
    populate(
        rec,
        LEARN,
        bend={
            ("course-api", "error_rate"): dip,
            ("progress-api", "error_rate"): dip,
            ("lms-web", "error_rate"): pulse(1, 90, 0, 1),
            ("course-api", "latency_p95"): pulse(1, 14, 0, 1.3),
        },
    )
    rec.burst(
        entities(rec, "course-api"),
        "ERROR <ts> django.request Internal Server Error: /api/notes\npsycopg.OperationalError: "
        "terminating connection due to administrator command",
        0.05,
        0.9,
        7,
    )
    rec.event(
        "rds/learn-pg", "RDS-EVENT-0013", "Multi-AZ instance failover started.", 0, "info", source="rds", kind="rds"
    )
    rec.event(
        "rds/learn-pg",
        "RDS-EVENT-0015",
        "Multi-AZ failover to standby complete - DNS propagation may take a few minutes.",
        0.7,
        "info",
        source="rds",
        kind="rds",
    )
    rec.event(
        "rds/learn-pg", "RDS-EVENT-0049", "Multi-AZ instance failover completed", 1.1, "info", source="rds", kind="rds"
    )
    rec.series(
        "rds/learn-pg",
        "DatabaseConnections",
        lambda m: 4 if 0 <= m < 0.8 else 63,
        namespace="AWS/RDS",
        whole=True,
        sigma=0.04,
    )
    rec.state("rds/learn-pg", "rds_instance", engine="postgres", multi_az=True, status="available")
    rec.change(
        -0.1, "infrastructure", "RebootDBInstance ForceFailover=true (game day 2026-Q2)", "rds/learn-pg", "b.osei"
    )
    return rec.bundle(), healthy(
        "healthy.recovered", herring=wrong("db.failover", "rds/learn-pg"), near=["db.failover", "db.unreachable"]
    )


def night_ratio() -> Case:
    """A ratio over a handful of requests at night."""
    rec = Recording("cl-coverage-ratio", 4708, "2026-01-25T03:00:00", before=120, after=25, period_s=300)
    rec.incident(
        "[P3] insurance-gateway success rate < 90% (last 5m)",
        "warning",
        "datadog",
        service="insurance-gateway",
        resource="service/insurance-gateway",
        started=5,
    )
    night = flat(0.02)
    names = ("front-desk", "booking", "patient-records", "documents", "auth", "insurance-gateway")
    populate(
        rec,
        CLINIC,
        collector=("pod", "deployment"),
        series=("request_rate", "latency_p95", "cpu_usage", "memory_usage"),
        bend={(name, "request_rate"): night for name in names} | {(name, "cpu_usage"): flat(0.12) for name in names},
    )
    rec.series("service/insurance-gateway", "requests_total_5m", flat(7), whole=True, sigma=0.4)
    rec.series(
        "service/insurance-gateway",
        "errors_total_5m",
        lambda m: 1 if m in (-85.0, -40.0, 5.0) else 0,
        whole=True,
        sigma=0,
    )
    rec.log(
        entities(rec, "insurance-gateway")[0],
        "W, [<ts> #1]  WARN -- : [<uuid>] coverage-hub answered 400 for member <id>: unknown plan",
        4.2,
        "WARN",
    )
    rec.alert(
        "[P3] insurance-gateway success rate < 90% (last 5m)",
        "ok",
        "service/insurance-gateway",
        11,
        reason="100% (5 of 5)",
    )
    rec.alert("[P1] front-desk synthetic login", "ok", "service/front-desk", 24)
    rec.change(-88, "data", "mysqldump clinic nightly", "rds/clinic-aurora", "backup-cron")
    return rec.bundle(), healthy(
        "healthy.threshold_noise",
        herring=wrong("dependency.errors", "external/coverage-hub"),
        near=["dependency.errors", "traffic.drop"],
    )


CASES = (
    pricing_flap,
    night_drill,
    save_button,
    night_ratio,
)

"""Clusters that are well although something fired; four of them with hardly any metric series."""

from __future__ import annotations

from .apps import ARENA, CLINIC, LEARN, METERING, PARCELS, PAY
from .recording import Case, Recording, flat, healthy, pulse, wrong
from .world import entities, populate


def worker_upgrade() -> Case:
    """A planned kernel upgrade, one worker after another; the last one came back half an hour ago."""
    rec = Recording("cl-worker-upgrade", 4701, "2026-05-10T02:00:00", before=20, after=95)
    rec.incident(
        "KubeNodeNotReady worker-b1",
        "warning",
        "prometheus",
        resource="node/worker-b1",
        started=33,
        labels={"cluster": "edge-de1"},
    )
    populate(rec, METERING, series=(), chatter=4)
    for minute, node in ((4, "worker-a1"), (28, "worker-b1"), (52, "worker-c1")):
        rec.change(
            minute,
            "infrastructure",
            f"kured: drain and reboot {node}",
            f"node/{node}",
            "kured",
            window="Sun 02:00-04:00",
        )
        rec.event(
            f"node/{node}", "NodeNotSchedulable", f"Node {node} status is now: NodeNotSchedulable", minute, "normal"
        )
        rec.event(
            f"node/{node}",
            "NodeNotReady",
            f"Node {node} status is now: NodeNotReady",
            minute + 3,
            "normal",
            source="node-controller",
        )
        rec.event(f"node/{node}", "Rebooted", f"Node {node} has been rebooted, boot id: 6c1f", minute + 6, "warning")
        rec.event(f"node/{node}", "NodeReady", f"Node {node} status is now: NodeReady", minute + 6.5, "normal")
        rec.event(
            f"node/{node}", "NodeSchedulable", f"Node {node} status is now: NodeSchedulable", minute + 7, "normal"
        )
    for work in ("decoder", "tariff-api", "ingest-gw"):
        pod = entities(rec, work)[0]
        rec.container(pod, state={"state": "running", "started_at": rec.at(31)})
        rec.event(
            pod,
            "FailedScheduling",
            "0/6 nodes are available: 1 node(s) were unschedulable, 5 Insufficient cpu.",
            30,
            first=29.5,
            count=2,
            source="default-scheduler",
        )
        rec.event(
            pod,
            "Scheduled",
            f"Successfully assigned metering/{pod[4:]} to worker-b2",
            30.6,
            "normal",
            source="default-scheduler",
        )
        rec.event(pod, "Started", f"Started container {work}", 31, "normal")
    rec.log(entities(rec, "aggregator")[0], "<ts> ERROR agg::nats: connection lost, reconnecting (attempt 1)", 29.4)
    rec.log(
        entities(rec, "aggregator")[0], "<ts>  INFO agg::nats: reconnected to nats-2, resumed at seq=<id>", 29.5, "INFO"
    )
    rec.alert("KubeNodeNotReady", "ok", "node/worker-b1", 36, reason="resolved")
    return rec.bundle(), healthy(
        "healthy.recovered", herring=wrong("node.not_ready", "node/worker-b1"), near=["node.not_ready"]
    )


def failed_job() -> Case:
    """A job object that failed in the night is still lying about; the runs after it went well."""
    rec = Recording("cl-export-job", 4702, "2026-03-12T01:30:00", before=60, after=480)
    rec.incident(
        "[K8s] KubeJobFailed clinic/statements-29541690",
        "warning",
        "datadog",
        resource="job/statements-29541690",
        started=15,
        labels={"env": "prod"},
    )
    populate(rec, CLINIC, series=(), collector=("pod", "deployment"), chatter=4)
    rec.state(
        "job/statements-29541690",
        "job",
        namespace="clinic",
        pods="0 Active / 0 Succeeded / 3 Failed",
        backoff_limit=2,
        conditions={"Failed": {"status": "True", "reason": "BackoffLimitExceeded"}},
        finished_at=rec.at(12),
    )
    for n, minute in enumerate((90, 210, 330, 450)):
        rec.state(
            f"job/statements-{29541780 + 120 * n}",
            "job",
            namespace="clinic",
            pods="0 Active / 1 Succeeded / 0 Failed",
            backoff_limit=2,
            conditions={"Complete": {"status": "True"}},
            finished_at=rec.at(minute + 4),
        )
        rec.event(
            f"job/statements-{29541780 + 120 * n}",
            "Completed",
            "Job completed",
            minute + 4,
            "normal",
            source="job-controller",
        )
    rec.event(
        "job/statements-29541690",
        "BackoffLimitExceeded",
        "Job has reached the specified backoff limit",
        12,
        source="job-controller",
    )
    rec.log(
        "job/statements-29541690",
        "E, [<ts> #1] ERROR -- : Mysql2::Error::ConnectionError: Lost connection to server during query "
        "(statements, attempt 3)",
        11,
    )
    rec.event(
        "rds/clinic-aurora",
        "RDS-EVENT-0049",
        "Multi-AZ instance failover completed",
        4,
        "info",
        source="rds",
        kind="rds",
    )
    rec.log(
        "job/statements-29542140",
        "I, [<ts> #1]  INFO -- : statements: 1412 written, 0 failed, covers 2026-03-12 00:00..08:00",
        454,
        "INFO",
    )
    rec.change(
        -1,
        "infrastructure",
        "RDS maintenance window: minor engine upgrade clinic-aurora",
        "rds/clinic-aurora",
        "rds.amazonaws.com",
    )
    return rec.bundle(), healthy(
        "healthy.recovered", herring=wrong("db.failover", "rds/clinic-aurora"), near=["code.unhandled_error"]
    )


def pager_nine() -> Case:
    """The always-firing alert reached a person."""
    rec = Recording("cl-pager-nine", 4703, "2026-04-18T09:00:00", before=60, after=20)
    rec.incident(
        "Watchdog",
        "none",
        "prometheus",
        resource=None,
        started=None,
        description="This is an alert meant to ensure that the "
        "entire alerting pipeline is functional. This alert is always firing, therefore it should always be firing in Alertmanager.",
    )
    populate(rec, LEARN, series=(), collector=("deployment", "service", "node"), chatter=5)
    rec.alert("Watchdog", "alarm", None, -90000, query="vector(1)")
    rec.alert("KubeClientCertificateExpiration", "ok", None, -4000)
    rec.alert(
        "CPUThrottlingHigh",
        "warning",
        "service/search-api",
        -15,
        reason="26% throttling of CPU for container search-api, info",
    )
    rec.event(
        "pod/rabbitmq-2",
        "Unhealthy",
        'Liveness probe failed: command "rabbitmq-diagnostics -q ping" timed out',
        -2000,
        count=1,
    )
    rec.change(
        -35,
        "config",
        "alertmanager: route tree refactoring, new default receiver pager",
        "deployment/alertmanager",
        "c.ivanov",
    )
    rec.burst(
        entities(rec, "course-api"),
        "ERROR <ts> django.security.DisallowedHost Invalid HTTP_HOST header: '203.0.113.9'.",
        -60,
        20,
        5,
    )
    return rec.bundle(), healthy(
        "healthy.expected_signal", herring=wrong("app.config.value_invalid", "deployment/alertmanager")
    )


def lobby_rollout() -> Case:
    """A rollout whose new pods needed a few probes; a monitor counts the misses."""
    rec = Recording("cl-lobby-probes", 4704, "2026-06-25T11:00:00", before=40, after=32, millis=True)
    rec.incident(
        "[K8s] Unhealthy events > 5 in 15m on arena/lobby-api",
        "warning",
        "datadog",
        service="lobby-api",
        resource="deployment/lobby-api",
        started=3,
    )
    populate(rec, ARENA, series=(), chatter=6)
    for n, pod in enumerate(entities(rec, "lobby-api")):
        rec.container(
            pod,
            image="quay.io/loftgames/lobby-api:0.52.3",
            restart_count=0,
            state={"state": "running", "started_at": rec.at(0.4 + n)},
        )
        rec.amend(pod, "pod", restarts=0)
        rec.event(
            pod,
            "Unhealthy",
            'Readiness probe failed: Get "http://10.7.2.31:4000/healthz": dial tcp 10.7.2.31:4000: connect: '
            "connection refused",
            0.9 + n,
            first=0.6 + n,
            count=3,
        )
        rec.event(pod, "Started", "Started container lobby-api", 0.4 + n, "normal")
    rec.event("pod/lobby-api-7f4d5c6b9-x2lqz", "Killing", "Stopping container lobby-api", 1.6, "normal")
    rec.event(
        "pod/lobby-api-7f4d5c6b9-x2lqz",
        "Unhealthy",
        "Readiness probe failed: HTTP probe failed with statuscode: 503",
        1.7,
        count=2,
    )
    rec.event(
        "deployment/lobby-api",
        "ScalingReplicaSet",
        "Scaled down replica set lobby-api-7f4d5c6b9 to 0 from 1",
        3.5,
        "normal",
        source="deployment-controller",
    )
    rec.burst(entities(rec, "matchmaker"), "<ts>  WARN mm::profile: slow reply 212ms, hedged", -38, 32, 4, "WARN")
    rec.change(
        0,
        "deployment",
        "rollout lobby-api 0.52.2 -> 0.52.3",
        "deployment/lobby-api",
        "drone-ci",
        result="successfully rolled out",
    )
    rec.alert("lobby smoke test", "ok", "service/lobby-api", 31, reason="12 of 12 passed")
    return rec.bundle(), healthy(
        herring=wrong("deployment.bad_release", "deployment/lobby-api"), near=["k8s.probe.readiness_endpoint_failing"]
    )


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


CASES = (worker_upgrade, failed_job, pager_nine, lobby_rollout, pricing_flap, night_drill, save_button, night_ratio)

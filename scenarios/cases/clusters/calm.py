"""Clusters that are well although something fired, known by state, events and logs only."""

from __future__ import annotations

from .apps_public import CLINIC, LEARN, METERING
from .apps_trade import ARENA
from .recording import Case, Recording, healthy, wrong
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


CASES = (
    worker_upgrade,
    failed_job,
    pager_nine,
    lobby_rollout,
)

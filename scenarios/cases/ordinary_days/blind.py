"""Cases that may be an ordinary day or not: what would tell is missing."""

from __future__ import annotations

from . import surroundings as life
from .bundle import Bundle, Case, expect
from .surroundings import NODES


def no_metrics_since() -> Case:
    """The queue's age alarm fires, but metrics stop before it, and consumer, queue state and changes were not read."""
    b = Bundle(
        "od-payout-queue-age",
        "2026-04-30T01:55:00",
        title="payout-queue age > 900s",
        source="cloudwatch",
        resource="sqs/payout-queue",
        region="eu-west-1",
        severity="high",
        started=-18,
        description="ApproximateAgeOfOldestMessage > 900 for 2 datapoints within 10 minutes",
    )
    b.alarm(
        "payout-queue-age",
        "sqs/payout-queue",
        "alarm",
        -18,
        metric="ApproximateAgeOfOldestMessage",
        threshold=900,
        comparison="GreaterThanThreshold",
    )
    b.series(
        "sqs/payout-queue",
        "ApproximateAgeOfOldestMessage",
        4,
        noise=0.2,
        start=-200,
        end=-36,
        step=5,
        whole=True,
        stat="Maximum",
        unit="Seconds",
    )
    b.series(
        "sqs/payout-queue", "NumberOfMessagesSent", 120, noise=0.15, start=-200, end=-36, step=5, whole=True, stat="Sum"
    )
    b.series("alb/payout", "HTTPCode_Target_5XX_Count", 0.3, noise=1, start=-200, step=5, whole=True, stat="Sum")
    b.gap(
        "metrics",
        "sqs/payout-queue",
        "no datapoints after 01:20Z: GetMetricData throttled (Rate exceeded), given up after 3 tries",
    )
    b.gap("metrics", "lambda/payout-writer", "GetMetricData throttled (Rate exceeded)")
    b.gap("logs", "lambda/payout-writer", "AccessDeniedException", "logs:FilterLogEvents")
    b.gap("state", "sqs/payout-queue", "AccessDenied", "sqs:GetQueueAttributes")
    b.gap("changes", None, "LookupEvents timed out after 5 s", None)
    b.chatter("ecs-service/payout-api", life.JVM, 16, -180, source="/ecs/payout-api")
    life.ecs(b, "payout-api", 4)
    life.red_for_weeks(b)
    b.edges(
        ("alb/payout", "calls", "ecs-service/payout-api"),
        ("ecs-service/payout-api", "writes", "sqs/payout-queue"),
        ("lambda/payout-writer", "reads", "sqs/payout-queue"),
    )
    return b.done(), expect("blind", poor=True, near=["dependency.queue_backlog", "healthy.threshold_noise"])


def api_not_reached() -> Case:
    """Targets are down, but the collector has lost its way to the cluster: nothing was read since then."""
    b = Bundle(
        "od-ingest-target-down",
        "2026-02-09T19:12:00",
        title="TargetDown: telemetry-ingest 100%",
        source="prometheus",
        resource="service/telemetry-ingest",
        severity="critical",
        started=-17,
        labels={"cluster": "eks-edge-3"},
    )
    b.alarm(
        "TargetDown",
        "service/telemetry-ingest",
        "alarm",
        -17,
        query="100 * count by(job)(up == 0) / count by(job)(up) > 10",
    )
    b.alarm("KubePodNotReady", "deployment/telemetry-ingest", "insufficient_data", -16)
    life.pods(b, "telemetry-ingest", "edge", 3, NODES, age_d=11, restarts="2 (8d ago)")
    life.pods(b, "rule-eval", "edge", 2, NODES, age_d=30)
    for row in b.parts["state"]:
        row["t"] = b.at(-66)
    b.event(
        -95,
        "kubernetes",
        "deployment/telemetry-ingest",
        "normal",
        "SuccessfulRescale",
        "New size: 3; reason: All metrics below target",
        source="horizontal-pod-autoscaler",
    )
    b.chatter("deployment/telemetry-ingest", life.GO, 18, -150, -66)
    b.gap(
        "state",
        None,
        'Get "https://10.100.0.1:443/api/v1/namespaces/edge/pods": dial tcp 10.100.0.1:443: i/o timeout from the collector (reader runs outside the cluster; last good read 18:06Z)',
    )
    b.gap("events", None, "not read: collector has no path to the cluster since 18:08Z")
    b.gap(
        "logs",
        "deployment/telemetry-ingest",
        "log shipper of cluster eks-edge-3 not reachable from collector since 18:06Z",
    )
    b.gap(
        "metrics",
        "service/telemetry-ingest",
        "no datapoints in the window (remote write of eks-edge-3 goes through the same link)",
    )
    b.change(
        -300,
        "deployment",
        "argocd:Sync",
        "deployment/rule-eval",
        actor="argocd-application-controller",
        image=["rule-eval:88", "rule-eval:89"],
    )
    b.edges(("service/telemetry-ingest", "calls", "deployment/telemetry-ingest"))
    return b.done(), expect(
        "blind", poor=True, near=["network.partition", "control_plane.api_unavailable", "healthy.threshold_noise"]
    )


def check_still_red() -> Case:
    """A check misses its words on a page of status 200; logs, metrics, changes and state could not be read."""
    b = Bundle(
        "od-visa-check-fails",
        "2026-05-08T10:18:00",
        title="HTTP check visa-booking failed",
        source="synthetic-monitor",
        resource="service/visa-booking",
        severity="high",
        started=-14,
    )
    b.alarm(
        "HTTP check visa-booking /book",
        "service/visa-booking",
        "alarm",
        -14,
        count=3,
        reason="3 of the last 3 runs failed: assertion body contains 'Choose a date' not met; status 200",
    )
    b.alarm("HTTP check visa-booking /health", "service/visa-booking", "ok", -40000)
    b.series("service/visa-booking", "check_duration_seconds", 0.61, noise=0.12, start=-180, step=5, unit="Seconds")
    b.event(
        -1440,
        "synthetics",
        "service/visa-booking",
        "info",
        "CheckEdited",
        "schedule of check /book changed from 10m to 5m",
    )
    b.gap("logs", "service/visa-booking", "log source not configured for this account")
    b.gap("metrics", "service/visa-booking", "AccessDenied", "cloudwatch:GetMetricData")
    b.gap("changes", "service/visa-booking", "AccessDenied", "cloudtrail:LookupEvents")
    b.gap("state", "service/visa-booking", "AccessDenied", "ecs:DescribeServices")
    life.red_for_weeks(b)
    b.edges(("service/visa-booking", "calls", "service/slot-calendar"))
    return b.done(), expect(
        "blind", poor=True, near=["healthy.threshold_noise", "deployment.bad_release", "data.corrupt_input"]
    )


def host_silent() -> Case:
    """A host went silent, its neighbours did not; planned or lost cannot be told: calendar and inventory are unread."""
    b = Bundle(
        "od-scada-gw-silent",
        "2026-01-25T05:06:00",
        title="No data from scada-gw-04",
        source="datadog",
        resource="host/scada-gw-04",
        severity="critical",
        started=-58,
        description="host scada-gw-04 stopped reporting for 5m",
    )
    b.alarm("Host not reporting", "host/scada-gw-04", "alarm", -58)
    for n in (2, 3):
        b.series(f"host/scada-gw-0{n}", "system.cpu.user", 13, noise=0.2, start=-180)
    b.series("host/scada-gw-04", "system.cpu.user", 12, noise=0.2, start=-180, end=-64)
    b.series("host/scada-gw-04", "system.mem.used_pct", 51, noise=0.01, start=-180, end=-64)
    b.log(-66, "host/scada-gw-04", "warning", "datadog-agent: Could not flush payload, retry queue 2; sent on retry", 1)
    b.log(-92, "host/scada-gw-04", "info", "modbus poller: 212 of 212 registers read in 640 ms", 30)
    b.log(-30, "host/scada-gw-02", "warning", "modbus slave 17 slow answer 812 ms", 9)
    b.log(-12, "host/scada-gw-03", "info", "modbus poller: 180 of 180 registers read in 590 ms", 60)
    b.gap("changes", "host/scada-gw-04", "change calendar (ServiceNow) not connected")
    b.gap("state", "host/scada-gw-04", "vCenter inventory: login failed, read-only account locked")
    b.gap("logs", "host/scada-gw-04", "no log lines after 04:00Z; they are shipped by the same agent")
    life.red_for_weeks(b, 8)
    return b.done(), expect("blind", poor=True, near=["compute.instance_lost", "healthy.expected_signal"])


CASES = (
    no_metrics_since,
    api_not_reached,
    check_still_red,
    host_silent,
)

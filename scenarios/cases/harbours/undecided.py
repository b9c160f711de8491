"""Incidents where something is wrong and nothing in the evidence says what."""

from __future__ import annotations

from .record import Bundle, Expected, Record, blind
from .scenery import aws_life, chatter, cluster_life, deployment


def dead_letters() -> tuple[Bundle, Expected]:
    """Messages land in a dead-letter queue and the consumer cannot be looked at."""
    record = Record("hb-411", "2026-03-19T19:00", 60)
    record.page(
        "manifest-dlq depth >= 20",
        "cloudwatch",
        "sqs/manifest-dlq",
        41,
        severity="high",
        service="manifests",
        region="eu-west-1",
    )
    record.metric("sqs/manifest-dlq", "ApproximateNumberOfMessagesVisible", [(0, 0), (33, 0), (60, 66)], stat="Maximum")
    record.metric("sqs/manifest-in", "NumberOfMessagesSent", 72)
    record.metric("sqs/manifest-in", "ApproximateAgeOfOldestMessage", [(0, 3), (30, 3), (36, 95), (60, 98)])
    record.alert(
        41, "manifest-dlq depth >= 20", "sqs/manifest-dlq", metric="ApproximateNumberOfMessagesVisible", threshold=20
    )
    record.edges(
        "lambda/manifest-parse reads sqs/manifest-in",
        "lambda/manifest-parse writes rds/manifest-db",
        "lambda/manifest-parse > external/customs-gateway",
    )
    record.state(
        "sqs/manifest-in", "sqs_queue", visible=12, in_flight=9, redrive={"dlq": "manifest-dlq", "max_receives": 3}
    )
    for section, permission in (
        ("logs", "logs:FilterLogEvents"),
        ("metrics", "cloudwatch:GetMetricData"),
        ("state", "lambda:GetFunctionConfiguration"),
    ):
        record.gap(section, "AccessDenied", "lambda/manifest-parse", permission)
    record.gap("metrics", "AccessDenied", "rds/manifest-db", "cloudwatch:GetMetricData")
    record.gap("changes", "timed out after 5 s")
    aws_life(record, changes=0)
    return blind(record, near=["sqs.poison_message", "lambda.timeout"])


def slower_portal() -> tuple[Bundle, Expected]:
    """The load balancer's answers take three times as long; nothing behind it could be read."""
    record = Record("hb-923", "2026-09-14T11:30", 60, zone=2, lost=0.05)
    record.page(
        "pilot-portal p95 > 1 s",
        "cloudwatch",
        "alb/pilot-portal",
        34,
        severity="high",
        service="pilot-portal",
        region="eu-north-1",
    )
    record.metric("alb/pilot-portal", "RequestCount", 1700)
    record.metric(
        "alb/pilot-portal", "TargetResponseTime", [(0, 0.4), (28, 0.4), (32, 1.3), (60, 1.4)], stat="p95", noise=0.1
    )
    record.metric("alb/pilot-portal", "HTTPCode_Target_5XX_Count", [(0, 1), (30, 1), (36, 14), (60, 16)])
    record.metric("ecs-service/pilot-portal", "CPUUtilization", 39)
    record.metric("ecs-service/pilot-portal", "MemoryUtilization", 58, noise=0.02)
    record.log(36, "ecs-service/pilot-portal", "request failed after 10000 ms", "error", 190)
    chatter(record, "ecs-service/pilot-portal", "node", 3)
    record.edges(
        "alb/pilot-portal > ecs-service/pilot-portal",
        "ecs-service/pilot-portal reads rds/pilot-db",
        "ecs-service/pilot-portal reads elasticache/pilot-sessions",
        "ecs-service/pilot-portal > external/weather-api",
    )
    record.gap("metrics", "throttled: Rate exceeded", "rds/pilot-db")
    record.gap("metrics", "throttled: Rate exceeded", "elasticache/pilot-sessions")
    record.gap("state", "AccessDenied", "rds/pilot-db", "pi:GetResourceMetrics")
    record.gap("changes", "AccessDenied", None, "cloudtrail:LookupEvents")
    record.gap("events", "AccessDenied", "rds/pilot-db", "rds:DescribeEvents")
    return blind(record, near=["dependency.slow", "db.expensive_query"])


def silent_probe() -> tuple[Bundle, Expected]:
    """A check fails and the cluster cannot be asked."""
    record = Record("hb-407", "2026-11-25T02:00", 40)
    record.page(
        "Blackbox: https://vts.harbour.example/login",
        "synthetic-monitor",
        "external/vts-probe",
        12,
        severity="critical",
        service="vts-web",
    )
    record.alert(
        12,
        "Blackbox: https://vts.harbour.example/login",
        "external/vts-probe",
        count=28,
        reason="HTTP 502, 3 of 3 locations",
    )
    record.metric("external/vts-probe", "probe_success", [(0, 1), (11.9, 1), (12, 0), (40, 0)], noise=0)
    record.metric("external/vts-probe", "latency_p95", [(0, 0.2), (12, 0.2), (13, 0.06), (40, 0.06)])
    record.edges(
        "external/vts-probe > service/vts-ingress",
        "service/vts-ingress > service/vts-web",
        "service/vts-web > service/vts-auth",
    )
    record.gap("state", "Unauthorized: the read-only token of this cluster has been removed")
    record.gap("events", "Unauthorized: the read-only token of this cluster has been removed")
    record.gap("logs", "index vts-* not found")
    record.gap("metrics", "no datapoints in the window", "service/vts-web")
    cluster_life(record, 0, 1)
    return blind(record, near=["lb.no_healthy_targets", "dependency.unreachable"])


def failed_quotes() -> tuple[Bundle, Expected]:
    """Errors with a generic text, two dependencies out of sight, healthy pods."""
    record = Record("hb-461", "2026-04-17T08:20", 60)
    record.page(
        "quote-engine error ratio > 5 %",
        "prometheus",
        "service/quote-engine",
        35,
        severity="high",
        service="quote-engine",
        cluster="prod-3",
    )
    record.metric("service/quote-engine", "error_rate", [(0, 0.3), (30, 0.3), (34, 11), (60, 12)], noise=0.15)
    record.metric("service/quote-engine", "request_rate", 42)
    record.metric("deployment/quote-engine", "cpu_utilization", 44)
    record.metric("deployment/quote-engine", "memory_utilization", 61, noise=0.02)
    record.log(34, "deployment/quote-engine", "quote failed: internal error (details suppressed)", "error", 7100)
    chatter(record, "deployment/quote-engine", "java", 3)
    deployment(record, "quote-engine", 4, 4, "quotes")
    record.edges(
        "service/quote-engine owns deployment/quote-engine",
        "service/quote-engine > service/fx-rates",
        "service/quote-engine > service/tariff-book",
        "service/quote-engine reads statefulset/quote-db",
    )
    for name in ("service/fx-rates", "service/tariff-book", "statefulset/quote-db"):
        record.gap("metrics", "scrape target belongs to another tenant", name)
    record.gap("logs", "forbidden", "service/tariff-book", "get pods/log")
    record.gap("changes", "audit source not configured")
    record.gap("state", "forbidden", "statefulset/quote-db", "get statefulsets")
    return blind(record, near=["dependency.errors", "code.unhandled_error"])

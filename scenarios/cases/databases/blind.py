"""Bundles from which nobody can tell the cause."""

from __future__ import annotations

from .builder import Bundle, Case, Expected
from .parts import chatter, database, front
from .shapes import step


def gift_alarm() -> tuple[Bundle, Expected]:
    """A rise of load and latency, and nothing that says which statement or why."""
    c = Case("db-gift-cards", 501, "2026-03-16T13:05", 60, 14)
    c.titled(
        "gift-pg DBLoad",
        "rds/gift-pg",
        "DBLoad > 6 for 5 datapoints within 5 minutes",
        "high",
        service="gift-cards",
        begun=6,
    )
    db = "rds/gift-pg"
    c.metric(db, "DBLoad", step(1.1, 11, 0, 4))
    c.metric("alb/gift-cards", "TargetResponseTime", step(0.2, 1.3, 1, 4))
    c.alert("gift-pg-db-load", db, "alarm", 6, metric="DBLoad", threshold=6, comparison="GreaterThanThreshold")
    c.state(
        db, "rds_instance", engine="postgres", engine_version="15.6", instance_class="db.m6g.large", status="available"
    )
    c.edges("alb/gift-cards calls ecs-service/gift-api", f"ecs-service/gift-api writes {db}")
    c.gap("state", "AccessDeniedException: not authorized", db, "pi:DescribeDimensionKeys")
    c.gap("logs", "AccessDenied", db, "rds:DownloadDBLogFilePortion")
    c.gap("logs", "log group does not exist", "ecs-service/gift-api")
    c.gap("changes", "AccessDenied", None, "cloudtrail:LookupEvents")
    c.gap("metrics", "Rate exceeded: CPUUtilization, DBLoadCPU, ReadIOPS, WriteIOPS not fetched", db)
    c.gap("metrics", "Rate exceeded: RequestCount not fetched", "alb/gift-cards")
    return c.blind(
        (
            "db.lock_contention",
            "db.expensive_query",
            "compute.cpu_saturation",
            "traffic.surge",
            "deployment.bad_release",
        )
    )


def routes_timeouts() -> tuple[Bundle, Expected]:
    """Callers time out; every datapoint around the onset is missing."""
    c = Case("db-routes-planner", 502, "2026-06-09T05:50", 90, 21, clock="ms")
    c.titled("Monitor triggered", "alb/routes-planner", None, "high", "datadog", "routes", begun=5)
    db, api = "rds/routes-mysql", "ecs-service/routes-planner"
    database(c, db, "mysql 8.0.36", "m6g.large", miss=(-25, 99), drop=("DBLoad", "SwapUsage"))
    front(c, "alb/routes-planner", 800, step(0.3, 6.0, 0, 2), step(0.3, 41, 1, 2))
    c.log(2, api, "error", "upstream request timeout after 5000ms (routes data layer)", 310)
    c.log(6, api, "warning", "circuit breaker 'routes-data' OPEN failures=50/50", 4)
    chatter(c, api, "go", 5, until=0)
    c.edges(
        f"alb/routes-planner calls {api}",
        f"{api} reads {db}",
        f"{api} calls ecs-service/traffic-feed",
        f"{api} reads elasticache/routes-redis",
    )
    c.gap("metrics", "no datapoints after 05:25Z", db)
    c.gap("metrics", "no datapoints in the window", "elasticache/routes-redis")
    c.gap("state", "Performance Insights is not enabled", db)
    c.gap("events", "timed out after 5 s", db)
    c.gap("changes", "timed out after 5 s")
    return c.blind(("dependency.slow", "db.unreachable", "dependency.cache_failure"))


def number_only() -> tuple[Bundle, Expected]:
    """Nothing but the text of an alarm."""
    c = Case("db-alert-118204", 503, "2026-01-22T18:40", 30, 9)
    c.titled("118204", None, "Aurora latency anomaly: 4.1 sigma", "unknown", "datadog", None, begun=None)
    c.alert("118204", None, "alarm", 4, reason="anomalies(avg:aws.rds.dml_latency{*}, 'agile', 3) >= 1", count=1)
    c.gap("metrics", "resource not named by the alert")
    c.gap("state", "resource not named by the alert")
    c.gap("logs", "resource not named by the alert")
    c.gap("changes", "AccessDenied", None, "cloudtrail:LookupEvents")
    return c.blind()


CASES = (gift_alarm, routes_timeouts, number_only)

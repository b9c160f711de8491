"""Healthy AWS databases and caches over which somebody was alarmed."""

from __future__ import annotations

from . import surroundings as life
from .bundle import Bundle, Case, expect


def nightly_snapshot() -> Case:
    """The nightly backup raises write latency as on most nights; it is over, and the requests hardly felt it."""
    b = Bundle(
        "od-orders-pg-0312",
        "2026-03-12T03:58:00",
        title="orders-pg WriteLatency high",
        source="cloudwatch",
        resource="rds/orders-pg",
        region="eu-central-1",
        description="WriteLatency > 0.02 for 3 datapoints within 3 minutes",
        service="orders",
        started=-41,
        labels={"env": "prod"},
    )
    b.alarm(
        "orders-pg-write-latency",
        "rds/orders-pg",
        "ok",
        -29,
        metric="WriteLatency",
        threshold=0.02,
        comparison="GreaterThanThreshold",
        reason="ALARM 03:17Z, OK 03:29Z; same on 9 of the last 10 nights",
        count=9,
    )
    life.red_for_weeks(b)
    night = [(-46, -30, 6.5)]
    b.series(
        "rds/orders-pg",
        "WriteLatency",
        0.0041,
        noise=0.2,
        bumps=night,
        stat="Average",
        unit="Seconds",
        baseline=1,
        baseline_bumps=[(-47, -31, 6.2)],
    )
    b.series(
        "rds/orders-pg",
        "WriteIOPS",
        210,
        noise=0.15,
        bumps=[(-46, -30, 1.4)],
        stat="Average",
        baseline=1,
        baseline_bumps=[(-47, -31, 1.5)],
    )
    b.series(
        "rds/orders-pg",
        "CPUUtilization",
        18,
        noise=0.12,
        bumps=[(-46, -30, 1.3)],
        stat="Average",
        unit="Percent",
        baseline=1,
    )
    b.series("rds/orders-pg", "DatabaseConnections", 84, noise=0.02, whole=True, stat="Maximum", baseline=1)
    b.series("rds/orders-pg", "FreeStorageSpace", 2.31e11, noise=0.0004, stat="Minimum", unit="Bytes")
    b.series("alb/orders", "HTTPCode_Target_5XX_Count", 0.4, noise=1, whole=True, stat="Sum")
    b.series("alb/orders", "TargetResponseTime", 0.19, noise=0.12, bumps=[(-46, -30, 1.25)], stat="p95", unit="Seconds")
    b.event(-47, "rds", "rds/orders-pg", "info", "backup", "Backing up DB instance")
    b.event(-30, "rds", "rds/orders-pg", "info", "backup", "Finished DB Instance backup")
    b.log(
        -44,
        "rds/orders-pg",
        "log",
        "LOG:  checkpoint complete: wrote 18211 buffers (7.1%); write=209.812 s, sync=1.204 s, total=211.391 s",
        source="postgresql.log",
    )
    b.log(
        -38,
        "rds/orders-pg",
        "error",
        'ERROR:  duplicate key value violates unique constraint "orders_idempotency_key"',
        3,
        "postgresql.log",
    )
    b.log(
        -12,
        "rds/orders-pg",
        "fatal",
        'FATAL:  no pg_hba.conf entry for host "10.30.7.9", user "scanner", database "postgres", no encryption',
        1,
        "postgresql.log",
    )
    b.chatter("ecs-service/orders-api", life.JVM, 22, -110, source="/ecs/orders-api")
    life.ecs(b, "orders-api", 6)
    b.state(
        "rds/orders-pg",
        "rds_instance",
        engine="postgres",
        engine_version="15.6",
        instance_class="db.r6g.xlarge",
        multi_az=False,
        allocated_storage_gb=400,
        backup_window="03:10-03:40",
        status="available",
    )
    life.other_release(b, -420)
    b.edges(("alb/orders", "calls", "ecs-service/orders-api"), ("ecs-service/orders-api", "writes", "rds/orders-pg"))
    return b.done(), expect(
        "healthy",
        near=["db.maintenance_io_storm", "storage.io_saturation"],
        herring=("db.maintenance_io_storm", "rds/orders-pg"),
    )


def aurora_drill() -> Case:
    """A planned failover drill: a minute of errors, then the other instance writes and the service is well again."""
    b = Bundle(
        "od-ledger-aurora-77",
        "2026-02-18T14:22:30",
        title="[P2] ledger-api error budget burn (5m window)",
        source="datadog",
        resource="service/ledger-api",
        severity="high",
        description="burn rate 18x over 5m",
        service="ledger-api",
        region="us-east-1",
        started=-71,
        zone_h=1,
    )
    b.alarm("ledger-api burn rate", "service/ledger-api", "ok", -62, reason="Recovered: burn rate 0.3x (5m), 2.1x (1h)")
    b.alarm("ledger-aurora failover", "rds/ledger-aurora-1", "ok", -58, reason="RDS-EVENT-0071 matched once")
    b.series("service/ledger-api", "error_rate", 0.0012, noise=0.5, bumps=[(-72, -70, 140)], cap=1, start=-150)
    b.series("service/ledger-api", "request_rate", 312, noise=0.05, start=-150)
    b.series(
        "service/ledger-api",
        "latency_p95",
        0.142,
        noise=0.1,
        bumps=[(-72, -70, 14), (-70, -66, 1.6)],
        start=-150,
        unit="Seconds",
    )
    b.series(
        "rds/ledger-aurora-1",
        "DatabaseConnections",
        118,
        noise=0.03,
        sets=[(-72, 0, 3)],
        whole=True,
        stat="Average",
        start=-150,
    )
    b.series(
        "rds/ledger-aurora-2",
        "DatabaseConnections",
        22,
        noise=0.05,
        sets=[(-71, 0, 121)],
        whole=True,
        stat="Average",
        start=-150,
    )
    b.series(
        "rds/ledger-aurora-2",
        "CPUUtilization",
        14,
        noise=0.1,
        sets=[(-71, 0, 33)],
        stat="Average",
        unit="Percent",
        start=-150,
    )
    b.change(
        -72.2,
        "infrastructure",
        "rds:FailoverDBCluster",
        "rds/ledger-aurora-1",
        actor="role/gameday",
        request={"dBClusterIdentifier": "ledger-aurora"},
        ticket="GD-114 quarterly failover drill",
    )
    life.other_release(b, -190)
    b.event(
        -72,
        "rds",
        "rds/ledger-aurora-1",
        "info",
        "failover",
        "Started cross AZ failover to DB instance: ledger-aurora-2",
    )
    b.event(-71.3, "rds", "rds/ledger-aurora-1", "info", "failover", "DB instance restarted")
    b.event(
        -71.1, "rds", "rds/ledger-aurora-2", "info", "failover", "Completed failover to DB instance: ledger-aurora-2"
    )
    b.log(
        -71.7,
        "service/ledger-api",
        "error",
        "psycopg.OperationalError: consuming input failed: server closed the connection unexpectedly",
        214,
    )
    b.log(
        -71.4,
        "service/ledger-api",
        "error",
        "psycopg.errors.ReadOnlySqlTransaction: cannot execute INSERT in a read-only transaction",
        61,
    )
    b.log(
        -70.4,
        "service/ledger-api",
        "info",
        "pool ledger: 40 connections re-established to ledger-aurora.cluster-c9.us-east-1.rds.amazonaws.com",
    )
    b.chatter("service/ledger-api", life.PYTHON, 30, -60)
    b.state(
        "rds/ledger-aurora-1",
        "rds_instance",
        engine="aurora-postgresql",
        db_cluster="ledger-aurora",
        cluster_role="reader",
        status="available",
    )
    b.state(
        "rds/ledger-aurora-2",
        "rds_instance",
        engine="aurora-postgresql",
        db_cluster="ledger-aurora",
        cluster_role="writer",
        status="available",
    )
    b.edges(
        ("service/ledger-api", "writes", "rds/ledger-aurora-2"),
        ("service/ledger-api", "reads", "rds/ledger-aurora-1"),
        ("rds/ledger-aurora-2", "replicates_to", "rds/ledger-aurora-1"),
    )
    return b.done(), expect(
        "healthy", near=["db.failover", "db.read_only"], herring=("db.failover", "rds/ledger-aurora-1")
    )


def retired_table() -> Case:
    """A table deleted on purpose has no data any more; the login moved to its successor days before."""
    b = Bundle(
        "od-session-table-nd",
        "2026-02-05T08:40:00",
        title="sessions-consumed-capacity INSUFFICIENT_DATA",
        source="cloudwatch",
        resource="dynamodb/sessions",
        region="eu-west-1",
        description="ConsumedReadCapacityUnits: missing data treated as breaching",
        started=-48,
        severity="high",
    )
    b.alarm(
        "sessions-consumed-capacity",
        "dynamodb/sessions",
        "insufficient_data",
        -48,
        metric="ConsumedReadCapacityUnits",
        threshold=1,
        comparison="LessThanThreshold",
        reason="Insufficient Data: 5 datapoints were unknown.",
    )
    b.alarm("sessions-v2-throttles", "dynamodb/sessions-v2", "ok", -2880, metric="ThrottledRequests", threshold=1)
    b.series(
        "dynamodb/sessions",
        "ConsumedReadCapacityUnits",
        9,
        noise=0.3,
        start=-240,
        end=-62,
        step=2,
        whole=True,
        stat="Sum",
    )
    b.series(
        "dynamodb/sessions-v2",
        "ConsumedReadCapacityUnits",
        61200,
        noise=0.06,
        start=-240,
        step=2,
        whole=True,
        stat="Sum",
    )
    b.series("dynamodb/sessions-v2", "ThrottledRequests", 0, start=-240, step=2, whole=True, stat="Sum")
    b.series(
        "dynamodb/sessions-v2",
        "SuccessfulRequestLatency",
        3.4,
        noise=0.1,
        start=-240,
        step=2,
        stat="Average",
        unit="Milliseconds",
    )
    b.series("apigateway/login", "5XXError", 0.2, noise=1, start=-240, step=2, whole=True, stat="Sum")
    b.series("apigateway/login", "Count", 4400, noise=0.07, start=-240, step=2, whole=True, stat="Sum", baseline=7)
    b.change(
        -4320,
        "config",
        "lambda:UpdateFunctionConfiguration",
        "lambda/login",
        actor="role/identity-ci",
        environment={"SESSIONS_TABLE": ["sessions", "sessions-v2"]},
    )
    b.change(
        -61,
        "infrastructure",
        "dynamodb:DeleteTable",
        "dynamodb/sessions",
        actor="role/identity-ci",
        pipeline="retire-sessions-v1",
        final_backup="sessions-final-0205",
    )
    b.log(-130, "lambda/login", "info", "session store table=sessions-v2", 1800, "/aws/lambda/login")
    b.log(
        -70,
        "lambda/login",
        "warning",
        "ConditionalCheckFailedException on refresh, re-read and retried ok",
        41,
        "/aws/lambda/login",
    )
    b.log(-9, "lambda/login", "info", "session store table=sessions-v2", 1650, "/aws/lambda/login")
    b.log(-5, "lambda/login", "warning", "InvalidPassword user=***", 212, "/aws/lambda/login")
    b.state("dynamodb/sessions-v2", "dynamodb_table", billing_mode="PAY_PER_REQUEST", status="ACTIVE")
    b.gap(
        "state",
        "dynamodb/sessions",
        "ResourceNotFoundException: Requested resource not found: Table: sessions not found",
    )
    b.edges(("apigateway/login", "calls", "lambda/login"), ("lambda/login", "writes", "dynamodb/sessions-v2"))
    life.other_release(b, -33, "lambda")
    return b.done(), expect(
        "healthy",
        near=["traffic.drop", "app.config.dependency_address_wrong"],
        herring=("traffic.drop", "dynamodb/sessions"),
    )


def flapping_cache() -> Case:
    """A composite alarm flaps because a cache runs just under its line; a week ago it was the same."""
    b = Bundle(
        "od-basket-redis-flap",
        "2026-04-15T12:20:00",
        title="COMPOSITE basket-degraded",
        source="cloudwatch",
        resource="elasticache/basket-001",
        region="eu-west-3",
        description="ALARM(basket-redis-cpu) OR ALARM(basket-redis-conns-new)",
        started=-6,
        severity="high",
        labels={"tier": "1"},
    )
    b.alarm(
        "basket-degraded", "elasticache/basket-001", "alarm", -6, reason="11 transitions in the last 3 hours", count=11
    )
    b.alarm(
        "basket-redis-cpu",
        "elasticache/basket-001",
        "alarm",
        -6,
        metric="EngineCPUUtilization",
        threshold=40,
        comparison="GreaterThanThreshold",
        reason="1 out of the last 1 datapoints [40.8] was greater than the threshold (40.0)",
        count=11,
    )
    b.alarm("basket-redis-conns-new", "elasticache/basket-001", "ok", -61000, metric="NewConnections", threshold=500)
    b.series(
        "elasticache/basket-001",
        "EngineCPUUtilization",
        37.6,
        noise=0.05,
        start=-180,
        stat="Average",
        unit="Percent",
        baseline=7,
    )
    b.series(
        "elasticache/basket-001", "CacheHitRate", 96.1, noise=0.004, start=-180, cap=100, stat="Average", baseline=7
    )
    b.series("elasticache/basket-001", "Evictions", 0, start=-180, whole=True, stat="Sum")
    b.series("elasticache/basket-001", "CurrConnections", 240, noise=0.02, start=-180, whole=True, stat="Average")
    b.series("elasticache/basket-001", "DatabaseMemoryUsagePercentage", 61, noise=0.006, start=-180, stat="Average")
    b.series("alb/basket", "TargetResponseTime", 0.047, noise=0.12, start=-180, stat="p95", unit="Seconds", baseline=7)
    b.series("alb/basket", "HTTPCode_Target_5XX_Count", 0.4, noise=0.9, start=-180, whole=True, stat="Sum")
    b.log(
        -133,
        "ecs-service/basket",
        "warn",
        "io.lettuce.core.RedisCommandTimeoutException: Command timed out after 250 millisecond(s); retry 1 ok",
        2,
        "/ecs/basket",
    )
    b.log(-21, "ecs-service/basket", "warn", "coupon SPRING10 expired, ignored", 410, "/ecs/basket")
    b.chatter("ecs-service/basket", life.JVM, 20, -170, source="/ecs/basket")
    b.event(
        -9000,
        "elasticache",
        "elasticache/basket-001",
        "info",
        "maintenance",
        "Service update elasticache-2026-03-patch applied to basket-001",
    )
    life.ecs(b, "basket", 10)
    life.other_release(b, -92)
    b.edges(("alb/basket", "calls", "ecs-service/basket"), ("ecs-service/basket", "reads", "elasticache/basket-001"))
    return b.done(), expect("healthy", near=["compute.cpu_saturation", "dependency.cache_failure"])


CASES = (
    nightly_snapshot,
    aurora_drill,
    retired_table,
    flapping_cache,
)

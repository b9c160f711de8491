"""Pages on AWS where nothing is wrong now, part 1 of 3."""

from __future__ import annotations

from .bundle import Case, Pair
from .surroundings import surround_aws


def nightly_rollup() -> Pair:
    c = Case(
        312,
        "2026-01-14T02:20:00",
        35,
        "billing-db CPU above 85%",
        "cloudwatch",
        "rds/billing-db",
        "high",
        "billing",
        region="eu-west-1",
        lead=150,
    )
    db = "rds/billing-db"
    c.metric(db, "CPUUtilization", {-150: 21, -20: 84, 22: 23}, noise=0.05, cap=97, baseline=True)
    c.metric(db, "ReadIOPS", {-150: 260, -20: 6100, 22: 280}, noise=0.12, baseline=True)
    c.metric(db, "DBLoad", {-150: 0.7, -20: 3.6, 22: 0.8}, noise=0.1, baseline=True)
    c.metric(db, "DatabaseConnections", {-150: 33, -20: 37, 22: 33}, whole=True, noise=0.03)
    c.metric(db, "FreeableMemory", 9.1e9, noise=0.02)
    c.metric("alb/billing", "TargetResponseTime", 0.13, stat="p95", noise=0.1)
    c.metric("alb/billing", "HTTPCode_Target_5XX_Count", 0.4, stat="Sum", whole=True, noise=0.8)
    c.state(
        db,
        "rds_instance",
        engine="postgres",
        engine_version="15.7",
        instance_class="db.m6g.xlarge",
        multi_az=True,
        parameters={"max_connections": 900},
    )
    c.state(
        db,
        "performance_insights",
        start_time=c.time(-20),
        end_time=c.time(20),
        top_sql=[
            {
                "statement": "INSERT INTO usage_daily SELECT account_id, date_trunc($1, at), sum(units) FROM usage_raw GROUP BY 1, 2",
                "db_load_avg": 2.9,
                "calls_per_sec": 0.01,
            }
        ],
        top_users=[{"name": "rollup_job", "db_load_avg": 3.0}],
    )
    c.log(
        -20, "ecs-service/billing-rollup", "info", "nightly rollup started for 2026-01-13, expected duration 40 min", 1
    )
    c.log(
        21.6,
        "ecs-service/billing-rollup",
        "info",
        "nightly rollup finished rows=4120771 took=41m34s (yesterday 40m58s)",
        1,
    )
    c.log(
        -8,
        db,
        "info",
        'LOG: temporary file: path "base/pgsql_tmp/pgsql_tmp8812.4", size 731906048',
        9,
        "postgresql.log",
    )
    c.log(2, db, "info", "LOG: checkpoints are occurring too frequently (24 seconds apart)", 7, "postgresql.log")
    c.event(-55, db, "backup", "Backing up DB instance", "info", "rds")
    c.event(-48, db, "backup", "Finished DB Instance backup", "info", "rds")
    c.change(
        -700,
        "config",
        "cloudwatch:PutMetricAlarm",
        "rds/billing-db",
        "role/terraform",
        threshold=[95, 85],
        reason="align with team default",
    )
    c.alert(
        23,
        "billing-db CPU above 85%",
        db,
        "ok",
        "ALARM 02:20Z (CPUUtilization 86.2 > 85), OK 02:43Z",
        metric="CPUUtilization",
        threshold=85,
    )
    c.edges(
        "alb/billing calls ecs-service/billing-api",
        f"ecs-service/billing-api reads {db}",
        f"ecs-service/billing-rollup writes {db}",
    )
    surround_aws(c, "sqs/invoices", "ecs-service/billing-api")
    return c.healthy(near=["db.expensive_query", "compute.cpu_saturation"], herring=("db.expensive_query", db))


def failover_drill() -> Pair:
    c = Case(
        768,
        "2026-02-26T10:00:00",
        48,
        "orders write errors",
        "datadog",
        "ecs-service/orders",
        region="eu-central-1",
        lead=60,
    )
    db = "rds/orders-aurora"
    c.metric(
        "alb/orders", "HTTPCode_Target_5XX_Count", {-60: 0.5, -1: 140, 1: 22, 2: 0.5}, stat="Sum", whole=True, noise=0.3
    )
    c.metric("alb/orders", "RequestCount", 1330, stat="Sum", whole=True)
    c.metric("alb/orders", "TargetResponseTime", {-60: 0.08, -1: 3.1, 2: 0.085}, stat="p95")
    c.metric("rds/orders-aurora-1", "DatabaseConnections", {-60: 92, -1: 4, 2: 41}, whole=True)
    c.metric("rds/orders-aurora-2", "DatabaseConnections", {-60: 40, -1: 18, 2: 93}, whole=True)
    c.metric("rds/orders-aurora-2", "CommitThroughput", {-60: 0, 0: 410}, unit="Count/Second")
    c.log(
        -0.8,
        "ecs-service/orders",
        "error",
        "Npgsql.PostgresException (0x80004005): 57P01: terminating connection due to administrator command",
        118,
    )
    c.log(
        -0.2,
        "ecs-service/orders",
        "error",
        "Npgsql.NpgsqlException: Exception while connecting: Connection refused (10.9.2.77:5432)",
        164,
    )
    c.log(1.5, "ecs-service/orders", "info", "order committed after retry attempt=2", 97)
    c.log(40, "ecs-service/orders", "info", "order committed", 8120)
    c.event(-1.2, db, "failover", "Started cross AZ failover to DB instance: orders-aurora-2", "warning", "rds")
    c.event(-0.5, db, "failover", "Completed failover to DB instance: orders-aurora-2", "info", "rds")
    c.event(0.1, "rds/orders-aurora-1", "availability", "DB instance restarted", "info", "rds")
    c.change(
        -1.3,
        "infrastructure",
        "rds:FailoverDBCluster",
        db,
        "user/dba-ilse",
        note="quarterly drill OPS-2291, announced in the release calendar",
    )
    c.change(
        -35,
        "deployment",
        "ecs:UpdateService",
        "ecs-service/orders",
        "role/ci-publisher",
        task_definition=["orders:300", "orders:301"],
    )
    c.alert(7, "orders write errors", "ecs-service/orders", "ok", "Triggered 10:00Z, recovered 10:07Z")
    c.alert(
        -7100, "orders-aurora-1 storage IO trend", "rds/orders-aurora-1", "warning", "forecast monitor, open for weeks"
    )
    c.state(
        "rds/orders-aurora-2",
        "rds_instance",
        engine="aurora-postgresql",
        engine_version="16.2",
        status="available",
        role="writer",
        db_cluster="orders-aurora",
    )
    c.state(
        "rds/orders-aurora-1",
        "rds_instance",
        engine="aurora-postgresql",
        engine_version="16.2",
        status="available",
        role="reader",
        db_cluster="orders-aurora",
    )
    c.edges(
        "alb/orders calls ecs-service/orders",
        f"ecs-service/orders writes {db}",
        "rds/orders-aurora-2 replicates_to rds/orders-aurora-1",
    )
    surround_aws(c, "lambda/order-mail", "ecs-service/returns")
    return c.healthy(near=["db.failover", "db.unreachable"], herring=("db.failover", db))


def table_blip() -> Pair:
    c = Case(
        455,
        "2026-03-19T16:44:00",
        20,
        "sessions throttled requests",
        "cloudwatch",
        "dynamodb/user-sessions",
        "warning",
        region="us-east-1",
    )
    table = "dynamodb/user-sessions"
    c.metric(table, "ThrottledRequests", {-60: 0, 0: 14, 1: 0}, stat="Sum", whole=True, noise=0.01, sway=0)
    c.metric(table, "ConsumedReadCapacityUnits", {-60: 41000, -1: 63000, 2: 43000}, stat="Sum")
    c.metric(table, "ConsumedWriteCapacityUnits", 12800, stat="Sum")
    c.metric(table, "SuccessfulRequestLatency", 3.4, unit="Milliseconds", noise=0.1)
    c.metric(table, "UserErrors", 2, stat="Sum", whole=True, noise=0.6)
    c.metric("lambda/session-api", "Errors", 0.5, stat="Sum", whole=True, noise=0.7)
    c.metric("lambda/session-api", "Duration", {-60: 21, 0: 26, 1: 21}, noise=0.06)
    c.metric("lambda/session-api", "Invocations", {-60: 40900, -1: 60100, 2: 42000}, stat="Sum", whole=True)
    c.state(
        table,
        "dynamodb_table",
        billing_mode="PAY_PER_REQUEST",
        status="ACTIVE",
        table_class="STANDARD",
        gsi=["by_user"],
    )
    c.log(
        0.2,
        "lambda/session-api",
        "warn",
        "ThrottlingException: Throughput exceeds the current capacity of your table or index. SDK retry 1/3 succeeded after 52ms",
        14,
    )
    c.log(
        -33,
        "lambda/session-api",
        "error",
        "ConditionalCheckFailedException: The conditional request failed (stale session version)",
        61,
    )
    c.log(
        12,
        "lambda/session-api",
        "error",
        "ConditionalCheckFailedException: The conditional request failed (stale session version)",
        58,
    )
    c.change(
        -26,
        "deployment",
        "lambda:UpdateFunctionCode",
        "lambda/session-api",
        "role/ci-publisher",
        version=["140", "141"],
    )
    c.change(-2, "other", "push campaign sent: 40k devices", "service/marketing", "user/anneke")
    c.alert(
        2,
        "sessions throttled requests",
        table,
        "ok",
        "ALARM 16:44Z: 1 datapoint [14.0] > 0. OK 16:46Z",
        metric="ThrottledRequests",
        threshold=0,
    )
    c.edges("apigateway/session calls lambda/session-api", f"lambda/session-api reads {table}")
    surround_aws(c, "dynamodb/user-prefs", "ecs-service/marketing")
    return c.healthy(near=["dynamodb.throttled", "traffic.surge"], herring=("dynamodb.throttled", table))

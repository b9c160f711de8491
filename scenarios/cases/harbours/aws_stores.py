"""Faults in tables, caches, credentials and keys on AWS."""

from __future__ import annotations

from .record import Bundle, Expected, Record, fault, step
from .scenery import alb, aws_life, chatter


def position_table() -> tuple[Bundle, Expected]:
    """Reports without a known ship all go to one key; the table as a whole has room."""
    record = Record("hb-961", "2026-05-20T13:00", 55)
    record.page("tracker-http-5xx", "cloudwatch", "apigateway/tracker-http", 31, service="tracker", region="us-east-1")
    table = "dynamodb/vessel-positions"
    record.metric("apigateway/tracker-http", "Count", 98000, noise=0.03)
    record.metric("apigateway/tracker-http", "5XXError", [(0, 4), (27, 4), (31, 9100), (55, 9700)])
    record.metric("apigateway/tracker-http", "Latency", [(0, 48), (27, 50), (32, 810), (55, 840)], stat="p95")
    record.metric("lambda/position-writer", "Errors", [(0, 2), (27, 2), (31, 9000), (55, 9600)])
    record.metric("lambda/position-writer", "Duration", [(0, 22), (27, 23), (32, 760), (55, 800)], stat="p95")
    record.metric("lambda/position-writer", "ConcurrentExecutions", [(0, 37), (28, 38), (33, 240), (55, 255)])
    record.metric(table, "ConsumedWriteCapacityUnits", [(0, 97800), (27, 98200), (31, 88900), (55, 88400)], noise=0.03)
    record.metric(table, "ProvisionedWriteCapacityUnits", 2000, noise=0, stat="Average")
    record.metric(table, "WriteThrottleEvents", [(0, 0), (27, 0), (30, 41000), (55, 44000)])
    record.metric(table, "ReadThrottleEvents", 0)
    record.log(
        33,
        "lambda/position-writer",
        "botocore.errorfactory.ProvisionedThroughputExceededException: An error occurred (ProvisionedThroughputExceededException) when calling the PutItem operation (reached max retries: 4): The level of configured provisioned throughput for the table was exceeded. pk=VESSEL#UNKNOWN",
        "error",
        88120,
    )
    record.log(
        29,
        "lambda/position-writer",
        "ProvisionedThroughputExceededException PutItem pk=VESSEL#2207-ASTRID retry=2 ok",
        "warn",
        14,
    )
    record.log(
        28, "lambda/position-writer", "mmsi not in registry snapshot, filed under VESSEL#UNKNOWN", "warn", 1610233
    )
    chatter(record, "lambda/position-writer", "python")
    record.change(3, "deployment", "lambda:PublishVersion", "lambda/position-reader", "role/tracker-ci", version=77)
    record.edges(
        "apigateway/tracker-http > lambda/position-writer",
        "apigateway/tracker-http > lambda/position-reader",
        f"lambda/position-writer writes {table}",
        f"lambda/position-reader reads {table}",
    )
    record.state(
        table,
        "dynamodb_table",
        billing_mode="PROVISIONED",
        read_capacity=800,
        write_capacity=2000,
        auto_scaling=True,
        status="ACTIVE",
        note="2000 WCU = 120000 units a minute",
    )
    record.state(
        table,
        "contributor_insights",
        rule="DynamoDBContributorInsights-PKT-vessel-positions",
        most_throttled_keys=[
            {"key": "VESSEL#UNKNOWN", "share_percent": 98.6},
            {"key": "VESSEL#2207-ASTRID", "share_percent": 0.2},
        ],
        most_accessed_keys=[
            {"key": "VESSEL#UNKNOWN", "share_percent": 66.4},
            {"key": "VESSEL#5530-NORNE", "share_percent": 0.4},
        ],
    )
    aws_life(record)
    return fault(
        record,
        "dynamodb.hot_partition",
        table,
        ("data.skew", table),
        ("dynamodb.throttled", table),
        herring=("deployment.bad_release", "lambda/position-reader"),
    )


def tariff_cache() -> tuple[Bundle, Expected]:
    """The cache lost its contents with its node; everything falls on the database."""
    record = Record("hb-804", "2026-07-08T15:10", 60, millis=True)
    record.page(
        "tariff-db CPUUtilization >= 85", "cloudwatch", "rds/tariff-db", 29, service="tariffs", region="eu-north-1"
    )
    cache, db = "elasticache/tariff-redis-001", "rds/tariff-db"
    record.metric(db, "CPUUtilization", [(0, 22), (25, 22), (29, 91), (60, 94)], noise=0.03)
    record.metric(db, "DBLoad", [(0, 1.1), (25, 1.1), (29, 13), (60, 14)])
    record.metric(db, "SelectThroughput", [(0, 240), (25, 245), (28, 3900), (60, 3850)])
    record.metric(db, "DatabaseConnections", [(0, 60), (25, 60), (31, 118), (60, 121)], noise=0.02)
    record.metric(cache, "CacheHits", [(0, 231000), (25, 230000), (26, 9000), (60, 11000)])
    record.metric(cache, "CacheMisses", [(0, 9800), (25, 9900), (26, 214000), (60, 209000)])
    record.metric(
        cache,
        "CurrItems",
        [(0, 1840000), (25, 1843000), (26, 300), (28, 61800), (60, 62100)],
        noise=0.004,
        stat="Average",
    )
    record.metric(cache, "Evictions", [(0, 0), (26, 0), (27, 5100), (60, 4900)])
    record.metric(cache, "DatabaseMemoryUsagePercentage", [(0, 71), (25, 71), (26, 99), (60, 99.5)], noise=0.004)
    record.metric("alb/tariff-api", "TargetResponseTime", [(0, 0.05), (25, 0.05), (30, 0.94), (60, 1.1)], stat="p95")
    record.metric("alb/tariff-api", "RequestCount", 4000)
    record.event(
        24.5,
        "elasticache",
        cache,
        "ReplacementCompleted",
        "Replacement of cache node 0001 completed; node type cache.t4g.micro",
        "warning",
    )
    record.event(-500, "rds", db, "backup", "Finished DB instance backup")
    record.change(
        22,
        "infrastructure",
        "elasticache:ModifyReplicationGroup",
        "elasticache/tariff-redis-001",
        "role/cost-optimiser",
        cache_node_type=["cache.r6g.large", "cache.t4g.micro"],
        apply_immediately=True,
    )
    record.change(
        10,
        "deployment",
        "ecs:UpdateService",
        "ecs-service/tariff-api",
        "role/tariffs-ci",
        task_definition=["tariff-api:140", "tariff-api:141"],
    )
    record.log(28, "ecs-service/tariff-api", "cache miss tariff:* falling back to database", "warn", 190422)
    record.log(
        35,
        "ecs-service/tariff-api",
        "Npgsql.NpgsqlException: Exception while reading from stream ---> System.TimeoutException: Timeout during reading attempt",
        "error",
        204,
    )
    chatter(record, "ecs-service/tariff-api", "dotnet")
    record.edges(
        "alb/tariff-api > ecs-service/tariff-api",
        f"ecs-service/tariff-api reads {cache}",
        f"ecs-service/tariff-api reads {db}",
    )
    record.state(
        db,
        "performance_insights",
        top_sql=[
            {
                "statement": "SELECT amount, currency FROM tariff WHERE harbour = $1 AND class = $2",
                "db_load_avg": 12.1,
                "calls_per_sec": 3790.0,
            }
        ],
        top_wait_events=[{"name": "CPU", "type": "CPU", "db_load_avg": 11.8}],
    )
    record.state(
        cache,
        "elasticache_cluster",
        engine="redis",
        node_type="cache.t4g.micro",
        maxmemory_policy="allkeys-lru",
        status="available",
    )
    aws_life(record)
    return fault(
        record,
        "dependency.cache_failure",
        cache,
        ("compute.memory_saturation", cache),
        ("deployment.scaling_change", cache),
        herring=("db.expensive_query", db),
        near=["compute.cpu_saturation"],
    )


def passage_fees() -> tuple[Bundle, Expected]:
    """Tasks hold the old database password; only their own log is at hand."""
    record = Record("hb-591", "2026-08-14T01:30", 50)
    record.page(
        "fees-api-target-5xx", "cloudwatch", "alb/fees-api", 34, service="fees", region="eu-west-2", severity="critical"
    )
    db = "rds/fees-db"
    alb(record, "fees-api", 640, [(0, 1), (30, 1), (33, 600), (50, 622)], step(0.11, 31, 0.02))
    record.metric(db, "DatabaseConnections", [(0, 38), (29, 38), (33, 3), (50, 3)], noise=0.02)
    record.metric(db, "CPUUtilization", [(0, 19), (29, 19), (33, 6), (50, 5)])
    record.metric("ecs-service/fees-api", "CPUUtilization", step(24, 31, 9))
    record.log(
        31,
        "ecs-service/fees-api",
        'psycopg.OperationalError: connection failed: connection to server at "10.20.31.7", port 5432 failed: FATAL:  password authentication failed for user "fees_app"',
        "error",
        9120,
        "/ecs/fees-api",
    )
    record.log(
        30.2,
        "ecs-service/fees-api",
        "sqlalchemy.pool.impl.QueuePool: connection exceeded recycle=1800, recycling",
        "info",
        24,
    )
    record.log(33, "ecs-service/fees-api", "GET /health 503 database unavailable", "error", 96)
    chatter(record, "ecs-service/fees-api", "python", 4)
    record.event(-1400, "rds", db, "failover", "Multi-AZ instance failover completed")
    record.event(-1404, "rds", db, "failover", "Multi-AZ instance failover started (maintenance)")
    record.event(1, "rds", db, "backup", "Backing up DB instance")
    record.event(9, "rds", db, "backup", "Finished DB instance backup")
    record.edges("alb/fees-api > ecs-service/fees-api", f"ecs-service/fees-api writes {db}")
    record.state(
        "ecs-service/fees-api",
        "ecs_service",
        desired=4,
        running=4,
        pending=0,
        task_definition="fees-api:61",
        deployments=[{"status": "PRIMARY", "rollout_state": "COMPLETED"}],
    )
    record.state(
        db,
        "rds_instance",
        engine="postgres",
        engine_version="16.2",
        instance_class="db.t4g.large",
        multi_az=True,
        parameters={"max_connections": 400},
    )
    record.gap("changes", "AccessDenied", "rds/fees-db", "cloudtrail:LookupEvents")
    record.gap("logs", "log export not enabled", db)
    aws_life(record, changes=0)
    return fault(
        record,
        "db.credentials_invalid",
        "ecs-service/fees-api",
        ("access.secret_rotation", "ecs-service/fees-api"),
        ("db.credentials_invalid", db),
        ("access.secret_rotation", db),
        ("access.credentials_expired", "ecs-service/fees-api"),
        herring=("db.failover", db),
        poor=True,
    )


def cargo_labels() -> tuple[Bundle, Expected]:
    """The key that encrypts the function's environment and bucket was disabled."""
    record = Record("hb-703", "2026-12-09T07:15", 50, millis=True)
    record.page(
        "Label printing fails at 4 terminals",
        "manual",
        "service/cargo-labels",
        None,
        service="cargo-labels",
        region="eu-west-1",
        text="Terminals report 'server error' since about 07:45 UTC. Ticket INC-8841.",
    )
    fn = "lambda/label-render"
    record.metric("apigateway/labels", "Count", 300)
    record.metric("apigateway/labels", "5XXError", [(0, 0), (27, 0), (29, 290), (50, 298)])
    record.metric(fn, "Invocations", step(300, 28, 6))
    record.metric(fn, "Errors", 0)
    record.metric(fn, "Duration", 410, stat="p95")
    record.metric("dynamodb/label-templates", "SuccessfulRequestLatency", 5.1)
    record.log(
        29,
        "apigateway/labels",
        "Lambda execution failed with status 502: Lambda was unable to decrypt the environment variables because the KMS key used is disabled. Please check the function's KMS key settings. (KMSDisabledException)",
        "error",
        6210,
        "API-Gateway-Execution-Logs",
    )
    record.log(
        31,
        "lambda/label-archive",
        "botocore.exceptions.ClientError: An error occurred (KMS.DisabledException) when calling the PutObject operation: arn:aws:kms:eu-west-1:111122223333:key/5ee0 is disabled.",
        "error",
        122,
    )
    chatter(record, "lambda/label-archive", "python", 3)
    record.change(
        27.4,
        "access",
        "kms:DisableKey",
        "kms/labels-key",
        "user/sec-ops-ivo",
        key_id="5ee0",
        reason="key not used since 90 days (report)",
    )
    record.change(9, "deployment", "lambda:UpdateFunctionCode", fn, "role/labels-ci", version=8)
    record.change(14, "config", "s3:PutBucketPolicy", "s3/labels", "role/terraform", statement="DenyInsecureTransport")
    record.edges(
        "service/cargo-labels > apigateway/labels",
        f"apigateway/labels > {fn}",
        f"{fn} > lambda/label-archive",
        f"{fn} reads dynamodb/label-templates",
        "lambda/label-archive writes s3/labels",
        f"{fn} depends_on kms/labels-key",
    )
    record.state(
        fn,
        "lambda_function",
        runtime="python3.11",
        memory_mb=1024,
        timeout_s=15,
        kms_key="kms/labels-key",
        last_update_status="Successful",
    )
    record.state("kms/labels-key", "kms_key", key_state="Disabled", enabled=False, key_manager="CUSTOMER")
    aws_life(record)
    return fault(
        record,
        "access.kms_key_unavailable",
        "kms/labels-key",
        ("access.kms_key_unavailable", fn),
        herring=("deployment.bad_release", fn),
        near=["access.permission_denied"],
    )

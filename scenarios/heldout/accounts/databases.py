"""Databases that are the root of the trouble: RDS and Aurora, PostgreSQL and MySQL."""

from __future__ import annotations

from .build import Answer, Case


def catalog_connections() -> Answer:
    c = Case(
        "acct-4471-composite",
        "2026-02-17T10:52:00",
        "[P2] tier-1 composite monitor 4471",
        "alb/storefront",
        span=120,
        since=-19,
        source="datadog",
        service="storefront",
        text="composite: (a || b) && !c",
    )
    c.alert(-19, "[P2] tier-1 composite monitor 4471", "alb/storefront", reason="a: avg(last_5m) 5xx > 2%")
    c.alert(
        -31000, "redis-sessions evictions", "elasticache/sessions", reason="evictions > 0 (muted until end of quarter)"
    )
    c.alert(-600, "catalog-mysql CPU", "rds/catalog-mysql", "ok", metric="CPUUtilization", threshold=85)
    c.series("alb/storefront", "HTTPCode_Target_5XX_Count", 1, 340, -22, noise=0.25)
    c.series("alb/storefront", "RequestCount", 5100, noise=0.05)
    c.series("rds/catalog-mysql", "DatabaseConnections", 212, 1000, -58, ramp=34, noise=0.015, top=1000, stat="Maximum")
    c.series("rds/catalog-mysql", "CPUUtilization", 31, 37, -55, noise=0.1)
    c.series("rds/catalog-mysql", "FreeableMemory", 9.1e9, 6.6e9, -58, ramp=34, noise=0.004)
    c.series("rds/catalog-mysql", "DBLoad", 2.2, 2.7, -50, noise=0.12)
    c.series(
        "ecs-service/price-sync",
        "RunningTaskCount",
        4,
        26,
        -57,
        ramp=6,
        noise=0,
        ns="ECS/ContainerInsights",
        stat="Average",
    )
    for quiet in ("ecs-service/storefront", "ecs-service/price-sync", "rds/orders-mysql"):
        c.quiet(quiet)
    c.log(
        -21,
        "ecs-service/storefront",
        "error",
        'java.sql.SQLNonTransientConnectionException: Data source rejected establishment of connection,  message from server: "Too many connections"',
        6120,
    )
    c.log(-24, "rds/catalog-mysql", "warning", "[Warning] [MY-010055] Too many connections", 7304, "mysql-error.log")
    c.log(
        -56, "ecs-service/price-sync", "info", "HikariPool-1 - Pool stats (total=36, active=2, idle=34, waiting=0)", 212
    )
    c.chatter("ecs-service/storefront", "jvm", 4)
    c.chatter("rds/catalog-mysql", "mysql", 2, "mysql-error.log")
    c.change(
        -33,
        "deployment",
        "ecs:UpdateService",
        "ecs-service/storefront",
        "role/ci-web",
        task_definition=["storefront:310", "storefront:311"],
        commit="copy: spring banner",
    )
    c.change(-59, "scaling", "ecs:UpdateService", "ecs-service/price-sync", "user/m.okafor", desired_count=[4, 26])
    c.event(
        -29, "ecs", "ecs-service/storefront", "SERVICE_STEADY_STATE", "(service storefront) has reached a steady state."
    )
    c.event(-55, "ecs", "ecs-service/price-sync", "TASKS_STARTED", "(service price-sync) has started 22 tasks.")
    c.edges(
        ("alb/storefront", "calls", "ecs-service/storefront"),
        ("ecs-service/storefront", "reads", "rds/catalog-mysql"),
        ("ecs-service/price-sync", "writes", "rds/catalog-mysql"),
        ("ecs-service/storefront", "writes", "rds/orders-mysql"),
    )
    c.state(
        "rds/catalog-mysql",
        "rds_instance",
        engine="mysql",
        engine_version="8.0.39",
        instance_class="db.r6g.large",
        multi_az=True,
        parameters={"max_connections": 1000},
    )
    c.insights(
        "rds/catalog-mysql",
        -60,
        [("SELECT `id` , `price_cents` FROM `offers` WHERE `sku` = ?", 0.8, 311.0, {"CPU": 0.7})],
        {"CPU": 1.4, "io/table/sql/handler": 0.6, "wait/io/socket/sql/client_connection": 0.3},
        {"storefront": 1.6, "price_sync": 0.6},
    )
    return c.fault(
        "db.connections_exhausted",
        "rds/catalog-mysql",
        ("deployment.scaling_change", "ecs-service/price-sync"),
        herring=("deployment.bad_release", "ecs-service/storefront"),
    )


def claims_statement() -> Answer:
    c = Case(
        "claims-web-slow-0308",
        "2026-03-08T14:20:00",
        "claims-web p95 above objective",
        "ecs-service/claims-web",
        span=180,
        since=-41,
        severity="critical",
        source="prometheus",
        zone_h=1,
        labels={"alertname": "ClaimsWebLatencyBurn", "cluster": "prod-a"},
    )
    c.alert(
        -41,
        "ClaimsWebLatencyBurn",
        "ecs-service/claims-web",
        query='histogram_quantile(0.95, rate(http_seconds_bucket{job="claims-web"}[5m])) > 1.5',
    )
    c.alert(
        -9000,
        "claims-notify-dlq-not-empty",
        "sqs/claims-notify-dlq",
        metric="ApproximateNumberOfMessagesVisible",
        threshold=0,
    )
    c.series(
        "ecs-service/claims-web", "latency_p95", 0.42, 6.1, -46, ramp=6, noise=0.15, ns="Prometheus", unit="Seconds"
    )
    c.series("ecs-service/claims-web", "request_rate", 88, noise=0.06, wave=0.05, ns="Prometheus")
    c.series("rds/claims-pg", "CPUUtilization", 33, 98, -47, ramp=4, noise=0.05, top=99.8)
    c.series("rds/claims-pg", "DBLoad", 1.9, 18.5, -47, ramp=5, noise=0.12)
    c.series("rds/claims-pg", "DatabaseConnections", 118, 164, -46, ramp=9, noise=0.03)
    c.series("rds/claims-pg", "ReadIOPS", 420, 3100, -47, ramp=3, noise=0.1)
    c.series("rds/claims-pg", "ReadLatency", 0.0008, 0.0014, -47, noise=0.12)
    c.series("sqs/claims-notify-dlq", "ApproximateNumberOfMessagesVisible", 14, noise=0)
    c.quiet("ecs-service/claims-web")
    c.quiet("ecs-service/claims-notify")
    q = "SELECT c.* FROM claims c JOIN claim_documents d ON d.claim_ref = c.external_ref WHERE d.kind = $1 AND c.state <> $2 ORDER BY c.updated_at DESC LIMIT 50"
    c.log(
        -38,
        "rds/claims-pg",
        "log",
        f"duration: 18223.417 ms  plan: Query Text: {q} Limit -> Sort -> Hash Join -> Seq Scan on claim_documents d (rows=48113042)",
        244,
        "postgresql.log",
    )
    c.log(-40, "ecs-service/claims-web", "warn", "slow call GET /claims/inbox took 7214 ms (db 7180 ms)", 903)
    c.chatter("rds/claims-pg", "pg", 4, "postgresql.log")
    c.chatter("ecs-service/claims-web", "dotnet", 4)
    c.chatter("ecs-service/claims-notify", "dotnet", 2)
    c.change(
        -52,
        "deployment",
        "ecs:UpdateService",
        "ecs-service/claims-notify",
        "role/gha-claims",
        image="claims-notify:2026.03.08-2",
        previous="claims-notify:2026.03.04-1",
    )
    c.change(
        -1180,
        "config",
        "rds:ModifyDBParameterGroup",
        "rds/claims-pg",
        "role/terraform",
        log_min_duration_statement=[2000, 1000],
    )
    c.edges(
        ("ecs-service/claims-web", "reads", "rds/claims-pg"),
        ("ecs-service/claims-notify", "reads", "sqs/claims-notify"),
        ("sqs/claims-notify", "depends_on", "sqs/claims-notify-dlq"),
    )
    c.state(
        "rds/claims-pg",
        "rds_instance",
        engine="postgres",
        engine_version="15.7",
        instance_class="db.m6i.xlarge",
        multi_az=True,
        allocated_storage_gb=800,
    )
    c.insights(
        "rds/claims-pg",
        -45,
        [
            (q, 15.9, 2.3, {"CPU": 11.2, "IO:DataFileRead": 4.7}),
            ("SELECT * FROM users WHERE id = $1", 0.3, 140.2, {"CPU": 0.3}),
            ("UPDATE claims SET state = $1 WHERE id = $2", 0.2, 6.1, {"IO:WALSync": 0.1}),
        ],
        {"CPU": 12.4, "IO:DataFileRead": 5.0, "Client:ClientRead": 0.2},
        {"claims_web": 17.8, "claims_bi": 0.4},
    )
    return c.fault(
        "db.expensive_query",
        "rds/claims-pg",
        herring=("deployment.bad_release", "ecs-service/claims-notify"),
        near=["compute.cpu_saturation", "storage.io_saturation"],
    )


def ledger_locks() -> Answer:
    c = Case(
        "tessera-apigw-504",
        "2026-01-29T09:14:00",
        "tessera-public-api IntegrationLatency",
        "apigateway/tessera-public",
        span=75,
        since=-11,
        region="us-east-2",
    )
    c.alert(
        -11,
        "tessera-public-api IntegrationLatency",
        "apigateway/tessera-public",
        metric="IntegrationLatency",
        threshold=3000,
        comparison="GreaterThanThreshold",
    )
    c.alert(
        -12, "campaign-traffic-info", "apigateway/tessera-public", "warning", reason="Count 22% above last Thursday"
    )
    c.series("apigateway/tessera-public", "IntegrationLatency", 140, 14200, -14, ramp=4, noise=0.2, stat="p90")
    c.series("apigateway/tessera-public", "Count", 4100, 5000, -40, ramp=15, noise=0.05)
    c.series("apigateway/tessera-public", "5XXError", 2, 390, -12, noise=0.3)
    c.series("rds/tessera-aurora-0", "CPUUtilization", 27, 19, -14, noise=0.1)
    c.series("rds/tessera-aurora-0", "DBLoad", 1.8, 47, -15, ramp=7, noise=0.08)
    c.series("rds/tessera-aurora-0", "DatabaseConnections", 140, 236, -15, ramp=7, noise=0.03)
    c.series("rds/tessera-aurora-1", "AuroraReplicaLag", 18, noise=0.15)
    c.quiet("rds/tessera-aurora-1", 0.7)
    c.quiet("lambda/tessera-quote")
    c.log(
        -13,
        "rds/tessera-aurora-0",
        "log",
        "process 21877 still waiting for ShareLock on transaction 99182374 after 1000.144 ms",
        318,
        "/aws/rds/cluster/tessera/postgresql",
    )
    c.log(
        -13,
        "rds/tessera-aurora-0",
        "detail",
        "Process holding the lock: 20110. Wait queue: 21877, 21880, 21902, 21911, 21934.",
        318,
        "/aws/rds/cluster/tessera/postgresql",
    )
    c.log(
        -9,
        "rds/tessera-aurora-0",
        "info",
        "pg_activity snapshot: pid=20110 user=svc_support app=DBeaver state='idle in transaction' xact_age=00:06:41 query='UPDATE wallets SET tier = 3 WHERE region_id = 7'",
    )
    c.log(-8, "lambda/tessera-post", "error", "Task timed out after 15.01 seconds", 402, "/aws/lambda/tessera-post")
    c.chatter("lambda/tessera-quote", "lambda", 3)
    c.chatter("rds/tessera-aurora-0", "pg", 3, "/aws/rds/cluster/tessera/postgresql")
    c.change(-300, "deployment", "lambda:PublishVersion", "lambda/tessera-quote", "role/cd", version=88)
    c.edges(
        ("apigateway/tessera-public", "calls", "lambda/tessera-post"),
        ("apigateway/tessera-public", "calls", "lambda/tessera-quote"),
        ("lambda/tessera-post", "writes", "rds/tessera-aurora-0"),
        ("lambda/tessera-quote", "reads", "rds/tessera-aurora-1"),
        ("rds/tessera-aurora-0", "replicates_to", "rds/tessera-aurora-1"),
    )
    c.state(
        "rds/tessera-aurora-0",
        "rds_instance",
        engine="aurora-postgresql",
        engine_version="15.5",
        instance_class="db.r6g.xlarge",
        db_cluster="tessera",
    )
    c.insights(
        "rds/tessera-aurora-0",
        -15,
        [
            (
                "UPDATE wallets SET balance = balance + $1 WHERE id = $2",
                43.1,
                1.9,
                {"Lock:transactionid": 34.5, "Lock:tuple": 8.4},
            ),
            ("SELECT id FROM wallets WHERE owner = $1", 0.6, 190.0, {"CPU": 0.5}),
        ],
        {"Lock:transactionid": 35.0, "Lock:tuple": 8.6, "CPU": 0.9},
    )
    return c.fault(
        "db.lock_contention",
        "rds/tessera-aurora-0",
        herring=("traffic.surge", "apigateway/tessera-public"),
        near=["lambda.timeout"],
    )


def replica_behind() -> Answer:
    c = Case(
        "canary-order-visible",
        "2026-04-02T22:40:00",
        "order-roundtrip canary: FAILED step 4 'order listed'",
        "canary/order-roundtrip",
        span=240,
        step=60,
        since=-52,
        source="synthetic-monitor",
        text="expected element [data-order] not present within 30 s",
    )
    c.alert(-52, "order-roundtrip canary", "canary/order-roundtrip", count=9, reason="step 4 failed 9 of last 10 runs")
    c.alert(
        -70,
        "elasticache evictions",
        "elasticache/order-cache",
        "warning",
        metric="Evictions",
        threshold=100,
        reason="153 evictions in 5 minutes",
    )
    c.series("canary/order-roundtrip", "Failed", 0, 1, -54, noise=0, step=300)
    c.series("elasticache/order-cache", "Evictions", 90, noise=0.5, ns="AWS/ElastiCache")
    c.series("elasticache/order-cache", "CacheHitRate", 91, noise=0.01, ns="AWS/ElastiCache")
    c.series("rds/orders-read-1", "ReplicaLag", 0.4, 2900, -63, ramp=63, noise=0.02)
    c.series("rds/orders-read-1", "CPUUtilization", 22, 29, -60, noise=0.1)
    c.series("rds/orders-read-2", "ReplicaLag", 0.4, 2600, -63, ramp=63, noise=0.02)
    c.series("rds/orders-write", "WriteIOPS", 900, 6100, -64, ramp=3, noise=0.1)
    c.series("rds/orders-write", "CPUUtilization", 30, 52, -64, noise=0.09)
    c.series("rds/orders-write", "WriteLatency", 0.0012, 0.0019, -64, noise=0.1)
    c.quiet("ecs-service/orders-web")
    c.log(
        -64,
        "ecs-service/retention-job",
        "info",
        "archive: DELETE FROM order_events WHERE created_at < '2024-04-01' LIMIT 500000 (batch 1 of 90)",
        1,
    )
    c.log(-15, "ecs-service/retention-job", "info", "archive: batch 41 of 90 done, 500000 rows in 68 s", 41)
    c.log(-50, "ecs-service/orders-web", "warn", "order 88120417 not found on reader, rendering empty list", 5120)
    c.chatter("ecs-service/orders-web", "rails", 4)
    c.chatter("rds/orders-write", "mysql", 2)
    c.change(
        -400,
        "config",
        "elasticache:ModifyReplicationGroup",
        "elasticache/order-cache",
        "role/terraform",
        maxmemory_policy=["volatile-lru", "allkeys-lru"],
    )
    c.edges(
        ("canary/order-roundtrip", "calls", "ecs-service/orders-web"),
        ("ecs-service/orders-web", "reads", "rds/orders-read-1"),
        ("ecs-service/orders-web", "reads", "rds/orders-read-2"),
        ("ecs-service/orders-web", "writes", "rds/orders-write"),
        ("ecs-service/orders-web", "reads", "elasticache/order-cache"),
        ("rds/orders-write", "replicates_to", "rds/orders-read-1"),
        ("rds/orders-write", "replicates_to", "rds/orders-read-2"),
        ("ecs-service/retention-job", "writes", "rds/orders-write"),
    )
    c.state(
        "rds/orders-read-1",
        "rds_instance",
        engine="mysql",
        engine_version="8.0.36",
        instance_class="db.r5.xlarge",
        parameters={"replica_parallel_workers": 1},
    )
    c.state("rds/orders-write", "rds_instance", engine="mysql", engine_version="8.0.36", instance_class="db.r5.2xlarge")
    c.insights(
        "rds/orders-read-1",
        -60,
        [
            (
                "DELETE FROM `order_events` WHERE `created_at` < ?",
                1.0,
                0.02,
                {"CPU": 0.6, "wait/io/table/sql/handler": 0.4},
            )
        ],
        {"CPU": 0.9, "wait/io/table/sql/handler": 0.5},
        {"rdsadmin": 1.0, "orders_ro": 0.4},
    )
    return c.fault(
        "db.replication_lag",
        "rds/orders-read-1",
        ("db.replication_lag", "rds/orders-read-2"),
        ("db.replication_lag", "rds/orders-write"),
        herring=("dependency.cache_failure", "elasticache/order-cache"),
    )


def slot_fills_disk() -> Answer:
    c = Case(
        "svc-141-availability",
        "2026-05-19T03:33:00",
        "svc-141 availability < 99%",
        "ecs-service/permits-api",
        span=1440,
        step=300,
        since=-16,
        severity="critical",
        source="datadog",
    )
    c.alert(-16, "svc-141 availability < 99%", "ecs-service/permits-api")
    c.alert(-52000, "permits-etl task CPU high", "ecs-service/permits-etl", metric="CPUUtilization", threshold=70)
    c.series("rds/permits-pg", "FreeStorageSpace", 3.1e11, 1.5e7, -1320, ramp=1302, noise=0.0004, stat="Minimum")
    c.series("rds/permits-pg", "OldestReplicationSlotLag", 2e8, 3.0e11, -1320, ramp=1302, noise=0.003, unit="Bytes")
    c.series("rds/permits-pg", "DatabaseConnections", 64, 3, -17, noise=0.05)
    c.series("rds/permits-pg", "WriteIOPS", 700, 0.3, -17, noise=0.1)
    c.series("rds/permits-pg", "CPUUtilization", 21, 4, -17, noise=0.12)
    c.series("ecs-service/permits-etl", "CPUUtilization", 93, noise=0.03, top=100)
    c.series("ecs-service/permits-api", "CPUUtilization", 30, 8, -16, wave=0.2)
    c.log(
        -17,
        "rds/permits-pg",
        "panic",
        'PANIC:  could not write to file "pg_wal/xlogtemp.488": No space left on device',
        3,
        "postgresql.log",
    )
    c.log(-15, "ecs-service/permits-api", "error", "pq: the database system is in recovery mode", 412)
    c.log(-9, "ecs-service/permits-api", "error", "dial tcp 10.20.4.9:5432: connect: connection refused", 2650)
    c.chatter("ecs-service/permits-api", "go", 4)
    c.chatter("ecs-service/permits-etl", "python", 3)
    c.chatter("rds/permits-pg", "pg", 3, "postgresql.log")
    c.event(
        -17,
        "rds",
        "rds/permits-pg",
        "RDS-EVENT-0007",
        "The allocated storage for the DB instance has been exhausted. Allocate additional storage to resolve this issue.",
        "error",
    )
    c.event(-700, "rds", "rds/permits-pg", "RDS-EVENT-0002", "Finished DB Instance backup")
    c.event(
        -130,
        "ecs",
        "ecs-service/permits-api",
        "DEPLOYMENT_COMPLETED",
        "(deployment ecs-svc/77120) deployment completed.",
    )
    c.change(
        -133,
        "deployment",
        "ecs:UpdateService",
        "ecs-service/permits-api",
        "role/deployer",
        task_definition=["permits-api:54", "permits-api:55"],
    )
    c.change(
        -1324,
        "infrastructure",
        "dms:StopReplicationTask",
        "dms/permits-to-lake",
        "user/data-eng",
        reason="lake migration",
    )
    c.edges(
        ("ecs-service/permits-api", "writes", "rds/permits-pg"),
        ("ecs-service/permits-etl", "reads", "rds/permits-pg"),
        ("dms/permits-to-lake", "reads", "rds/permits-pg"),
    )
    c.state(
        "rds/permits-pg",
        "rds_instance",
        engine="postgres",
        engine_version="14.12",
        instance_class="db.m5.large",
        allocated_storage_gb=400,
        status="storage-full",
        max_allocated_storage_gb=None,
    )
    return c.fault(
        "storage.full",
        "rds/permits-pg",
        herring=("deployment.bad_release", "ecs-service/permits-api"),
        near=["db.unreachable", "db.failover"],
    )


def gp2_burst() -> Answer:
    c = Case(
        "grading-alb-latency",
        "2026-06-11T19:25:00",
        "alb/grading TargetResponseTime anomaly",
        "alb/grading",
        span=360,
        step=300,
        since=-35,
        region="eu-north-1",
        text="TargetResponseTime outside the band for 3 datapoints",
    )
    c.alert(-35, "alb/grading TargetResponseTime anomaly", "alb/grading", metric="TargetResponseTime")
    c.series("alb/grading", "TargetResponseTime", 0.21, 2.7, -45, ramp=10, noise=0.15)
    c.series("alb/grading", "RequestCount", 9900, 11500, -200, ramp=100, noise=0.05)
    c.series("rds/grading-db", "BurstBalance", 98, 0.2, -215, ramp=168, noise=0.005, top=100)
    c.series("rds/grading-db", "ReadIOPS", 1150, 297, -46, noise=0.03)
    c.series("rds/grading-db", "ReadLatency", 0.0012, 0.089, -46, ramp=6, noise=0.12)
    c.series("rds/grading-db", "DiskQueueDepth", 0.4, 27, -46, ramp=6, noise=0.12)
    c.series("rds/grading-db", "CPUUtilization", 26, 18, -46, noise=0.1)
    c.series("rds/grading-db", "DBLoad", 2.0, 24, -46, ramp=6, noise=0.1)
    c.quiet("ecs-service/grading")
    c.quiet("lambda/badge-render", 0.2)
    c.log(
        -30,
        "ecs-service/grading",
        "error",
        "ActiveRecord::QueryCanceled: PG::QueryCanceled: ERROR:  canceling statement due to statement timeout",
        188,
    )
    c.chatter("ecs-service/grading", "rails", 4)
    c.chatter("rds/grading-db", "pg", 4)
    c.change(
        -4000, "infrastructure", "rds:ModifyDBInstance", "rds/grading-db", "role/terraform", backup_window="01:00-01:30"
    )
    c.edges(
        ("alb/grading", "calls", "ecs-service/grading"),
        ("ecs-service/grading", "writes", "rds/grading-db"),
        ("ecs-service/grading", "calls", "lambda/badge-render"),
    )
    c.state(
        "rds/grading-db",
        "rds_instance",
        engine="postgres",
        engine_version="16.2",
        instance_class="db.m6g.xlarge",
        allocated_storage_gb=100,
        storage_type="gp2",
        iops_baseline=300,
    )
    c.insights(
        "rds/grading-db",
        -45,
        [
            ("SELECT * FROM submissions WHERE course_id = $1 AND term = $2", 7.1, 61.0, {"IO:DataFileRead": 6.9}),
            ("SELECT * FROM rubric_scores WHERE submission_id IN (?)", 6.3, 88.0, {"IO:DataFileRead": 6.1}),
            (
                "UPDATE submissions SET score = $1 WHERE id = $2",
                5.8,
                25.0,
                {"IO:WALWrite": 3.0, "IO:DataFileRead": 2.4},
            ),
        ],
        {"IO:DataFileRead": 17.4, "IO:WALWrite": 3.9, "CPU": 0.8},
    )
    return c.fault("storage.io_saturation", "rds/grading-db", near=["db.expensive_query"])


def burstable_credits() -> Answer:
    c = Case(
        "kiosk-api-slo-fast-burn",
        "2026-02-03T13:05:00",
        "KioskApiErrorBudgetBurn",
        "ecs-service/kiosk-api",
        span=720,
        step=300,
        since=-50,
        source="prometheus",
        severity="warning",
        zone_h=2,
    )
    c.alert(-50, "KioskApiErrorBudgetBurn", "ecs-service/kiosk-api", query="slo:burnrate:1h > 14.4")
    c.series(
        "ecs-service/kiosk-api", "latency_p99", 310, 4800, -65, ramp=15, noise=0.2, ns="Prometheus", unit="Milliseconds"
    )
    c.series("ecs-service/kiosk-api", "request_rate", 41, 47, -420, ramp=60, noise=0.06, ns="Prometheus")
    c.series("rds/kiosk-db", "CPUCreditBalance", 410, 0, -520, ramp=455, noise=0.01, top=576)
    c.series("rds/kiosk-db", "CPUUtilization", 44, 20.1, -65, noise=0.02)
    c.series("rds/kiosk-db", "DBLoad", 1.1, 13, -65, ramp=12, noise=0.12)
    c.series("rds/kiosk-db", "DatabaseConnections", 48, 90, -65, ramp=20, noise=0.03)
    c.series("rds/kiosk-db", "ReadIOPS", 60, noise=0.15)
    c.quiet("ecs-service/kiosk-api")
    c.chatter("ecs-service/kiosk-api", "node", 4)
    c.log(-44, "ecs-service/kiosk-api", "error", "SequelizeConnectionAcquireTimeoutError: Operation timeout", 77)
    c.event(-600, "rds", "rds/kiosk-db", "RDS-EVENT-0001", "Backing up DB instance")
    c.change(-1300, "config", "ssm:PutParameter", "ssm/kiosk/feature-copy", "user/content")
    c.edges(("ecs-service/kiosk-api", "writes", "rds/kiosk-db"))
    c.state(
        "rds/kiosk-db",
        "rds_instance",
        engine="mysql",
        engine_version="8.0.35",
        instance_class="db.t2.medium",
        allocated_storage_gb=50,
        multi_az=False,
    )
    c.insights(
        "rds/kiosk-db",
        -60,
        [
            ("SELECT * FROM `menu_items` WHERE `site_id` = ?", 4.2, 33.0, {"CPU": 4.2}),
            ("SELECT * FROM `sites` WHERE `id` = ?", 3.9, 41.0, {"CPU": 3.9}),
            ("INSERT INTO `taps` VALUES (...)", 2.2, 18.0, {"CPU": 2.1}),
        ],
        {"CPU": 11.9, "wait/io/table/sql/handler": 0.4},
    )
    return c.fault("compute.cpu_throttled", "rds/kiosk-db", near=["db.expensive_query", "compute.cpu_saturation"])


def multi_az_failover() -> Answer:
    c = Case(
        "dispatch-5xx-burst",
        "2026-03-30T06:11:30",
        "dispatch-api-target-5xx",
        "alb/dispatch",
        span=20,
        step=10,
        since=-2,
        severity="critical",
        region="ap-southeast-2",
    )
    c.alert(
        -2,
        "dispatch-api-target-5xx",
        "alb/dispatch",
        metric="HTTPCode_Target_5XX_Count",
        threshold=25,
        comparison="GreaterThanThreshold",
    )
    c.series("alb/dispatch", "HTTPCode_Target_5XX_Count", 0, 61, -3, noise=0.3, odd=0.03)
    c.series("alb/dispatch", "RequestCount", 410, noise=0.1)
    c.series("rds/dispatch-mysql", "DatabaseConnections", 171, 4, -3, noise=0.03)
    c.series("rds/dispatch-mysql", "CPUUtilization", 35, 9, -3, noise=0.12)
    c.quiet("ecs-service/dispatch-api")
    c.quiet("ecs-service/dispatch-maps")
    c.log(
        -2.8,
        "ecs-service/dispatch-api",
        "error",
        "com.mysql.cj.jdbc.exceptions.CommunicationsException: Communications link failure. The last packet successfully received from the server was 12 milliseconds ago.",
        2207,
    )
    c.log(
        -1.4,
        "ecs-service/dispatch-api",
        "error",
        "HikariPool-1 - Connection is not available, request timed out after 30000ms (total=0, active=0, idle=0, waiting=118)",
        640,
    )
    c.chatter("ecs-service/dispatch-api", "jvm", 3)
    c.chatter("ecs-service/dispatch-maps", "node", 3)
    c.event(-3.1, "rds", "rds/dispatch-mysql", "RDS-EVENT-0013", "Multi-AZ instance failover started.", "warning")
    c.event(-1.9, "rds", "rds/dispatch-mysql", "RDS-EVENT-0004", "DB instance shutdown")
    c.event(-0.8, "rds", "rds/dispatch-mysql", "RDS-EVENT-0006", "DB instance restarted")
    c.event(-200, "rds", "rds/dispatch-mysql", "RDS-EVENT-0002", "Finished DB Instance backup")
    c.edges(
        ("alb/dispatch", "calls", "ecs-service/dispatch-api"),
        ("ecs-service/dispatch-api", "writes", "rds/dispatch-mysql"),
        ("ecs-service/dispatch-api", "calls", "ecs-service/dispatch-maps"),
    )
    c.state(
        "rds/dispatch-mysql",
        "rds_instance",
        engine="mysql",
        engine_version="8.0.40",
        instance_class="db.m6g.large",
        multi_az=True,
        status="available",
    )
    return c.fault("db.failover", "rds/dispatch-mysql", near=["db.unreachable", "network.partition"])


def queries_per_request() -> Answer:
    c = Case(
        "rosterdb-cpu-high-2",
        "2026-05-06T11:48:00",
        "rosterdb CPUUtilization > 85",
        "rds/rosterdb",
        span=150,
        since=-28,
        severity="high",
    )
    c.alert(
        -28,
        "rosterdb CPUUtilization > 85",
        "rds/rosterdb",
        metric="CPUUtilization",
        threshold=85,
        comparison="GreaterThanThreshold",
    )
    c.series("rds/rosterdb", "CPUUtilization", 29, 93, -36, ramp=5, noise=0.04, top=99.7, before=True)
    c.series("rds/rosterdb", "DBLoad", 1.6, 14, -36, ramp=5, noise=0.1)
    c.series("rds/rosterdb", "Queries", 2100, 23500, -36, ramp=5, noise=0.05, unit="Count/Second")
    c.series("rds/rosterdb", "DatabaseConnections", 120, 139, -36, noise=0.03)
    c.series("rds/rosterdb", "ReadIOPS", 300, noise=0.1)
    c.series("alb/roster", "RequestCount", 6200, noise=0.05)
    c.series("alb/roster", "TargetResponseTime", 0.12, 0.94, -36, ramp=5, noise=0.12)
    c.series("alb/roster", "HTTPCode_Target_5XX_Count", 1, 14, -33, noise=0.4)
    c.quiet("ecs-service/roster-web")
    c.quiet("ecs-service/roster-export", 0.5)
    c.log(
        -20,
        "ecs-service/roster-web",
        "warn",
        "Bullet: USE eager loading detected Shift => [:assignments] Add to your query: .includes([:assignments])",
        18800,
    )
    c.log(
        -35,
        "ecs-service/roster-web",
        "info",
        "Completed 200 OK in 902ms (Views: 61.0ms | ActiveRecord: 802.4ms (311 queries)) release=v512",
        41000,
    )
    c.log(
        -70,
        "ecs-service/roster-web",
        "info",
        "Completed 200 OK in 96ms (Views: 40.2ms | ActiveRecord: 31.7ms (9 queries)) release=v511",
        88000,
    )
    c.chatter("ecs-service/roster-web", "rails", 3)
    c.chatter("rds/rosterdb", "mysql", 3)
    c.change(
        -38,
        "deployment",
        "ecs:UpdateService",
        "ecs-service/roster-web",
        "role/ci-roster",
        release=["v511", "v512"],
        task_definition=["roster-web:511", "roster-web:512"],
    )
    c.change(-66, "config", "ecs:UpdateService", "ecs-service/roster-export", "role/ci-roster", cpu=[256, 512])
    c.event(
        -36, "ecs", "ecs-service/roster-web", "SERVICE_STEADY_STATE", "(service roster-web) has reached a steady state."
    )
    c.edges(
        ("alb/roster", "calls", "ecs-service/roster-web"),
        ("ecs-service/roster-web", "reads", "rds/rosterdb"),
        ("ecs-service/roster-export", "reads", "rds/rosterdb"),
    )
    c.state(
        "rds/rosterdb",
        "rds_instance",
        engine="aurora-mysql",
        engine_version="8.0.mysql_aurora.3.07.1",
        instance_class="db.r6g.large",
        db_cluster="roster",
    )
    c.insights(
        "rds/rosterdb",
        -35,
        [
            (
                "SELECT `assignments` . * FROM `assignments` WHERE `assignments` . `shift_id` = ?",
                12.0,
                21200.0,
                {"CPU": 11.4},
            ),
            ("SELECT `shifts` . * FROM `shifts` WHERE `week` = ? AND `site_id` = ?", 0.5, 104.0, {"CPU": 0.5}),
        ],
        {"CPU": 12.8, "wait/synch/mutex/innodb/buf_pool_mutex": 0.7},
        {"roster_web": 13.2, "roster_export": 0.3},
    )
    return c.fault(
        "deployment.bad_release",
        "ecs-service/roster-web",
        herring=("db.expensive_query", "rds/rosterdb"),
        near=["traffic.surge", "compute.cpu_saturation"],
    )


def secret_rotated() -> Answer:
    c = Case(
        "parcel-batch-late",
        "2026-04-14T04:38:00",
        "parcel label batch late (heartbeat missing)",
        "ecs-service/label-batch",
        span=180,
        since=-24,
        source="datadog",
        severity="warning",
        text="no heartbeat label-batch for 30m",
    )
    c.alert(-24, "parcel label batch late", "ecs-service/label-batch", "alarm", reason="no data")
    c.alert(
        -90,
        "parcel-pg FreeableMemory low",
        "rds/parcel-pg",
        metric="FreeableMemory",
        threshold=2e9,
        reason="low since February",
    )
    c.series("rds/parcel-pg", "DatabaseConnections", 66, 41, -55, noise=0.04)
    c.series("rds/parcel-pg", "FreeableMemory", 1.7e9, noise=0.01)
    c.series("rds/parcel-pg", "CPUUtilization", 24, 16, -55, noise=0.1)
    c.series("rds/parcel-pg", "DBLoad", 1.2, 0.8, -55, noise=0.2)
    c.quiet("ecs-service/label-batch")
    c.quiet("ecs-service/parcel-web")
    c.log(
        -55,
        "rds/parcel-pg",
        "fatal",
        'FATAL:  password authentication failed for user "label_batch"',
        1330,
        "postgresql.log",
    )
    c.log(
        -55,
        "ecs-service/label-batch",
        "error",
        'psycopg.OperationalError: connection failed: connection to server at "10.12.0.44", port 5432 failed: FATAL:  password authentication failed for user "label_batch"',
        1330,
    )
    c.chatter("ecs-service/parcel-web", "python", 4)
    c.chatter("ecs-service/label-batch", "python", 3)
    c.chatter("rds/parcel-pg", "pg", 4, "postgresql.log")
    c.change(
        -56,
        "access",
        "secretsmanager:RotateSecret",
        "secret/parcel/label-batch",
        "secretsmanager.amazonaws.com",
        version_stage="AWSCURRENT",
        rotation="scheduled",
    )
    c.change(
        -75,
        "deployment",
        "ecs:UpdateService",
        "ecs-service/parcel-web",
        "role/cd",
        task_definition=["parcel-web:90", "parcel-web:91"],
    )
    c.event(
        -56,
        "secretsmanager",
        "secret/parcel/label-batch",
        "RotationSucceeded",
        "Rotation of secret parcel/label-batch succeeded",
    )
    c.edges(
        ("ecs-service/label-batch", "writes", "rds/parcel-pg"),
        ("ecs-service/parcel-web", "reads", "rds/parcel-pg"),
        ("ecs-service/label-batch", "depends_on", "secret/parcel/label-batch"),
    )
    c.state(
        "ecs-service/label-batch",
        "ecs_service",
        desired=2,
        running=2,
        pending=0,
        task_definition="label-batch:31",
        deployments=[
            {"status": "PRIMARY", "desired": 2, "running": 2, "rollout_state": "COMPLETED", "created_at": c.at(-20000)}
        ],
    )
    c.state("rds/parcel-pg", "rds_instance", engine="postgres", engine_version="15.4", instance_class="db.t4g.large")
    return c.fault(
        "access.secret_rotation",
        "ecs-service/label-batch",
        ("access.secret_rotation", "secret/parcel/label-batch"),
        ("db.credentials_invalid", "ecs-service/label-batch"),
        ("access.credentials_expired", "ecs-service/label-batch"),
        herring=("compute.memory_saturation", "rds/parcel-pg"),
    )


CASES = (
    catalog_connections,
    claims_statement,
    ledger_locks,
    replica_behind,
    slot_fills_disk,
    gp2_burst,
    burstable_credits,
    multi_az_failover,
    queries_per_request,
    secret_rotated,
)

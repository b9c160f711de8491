"""Databases under a statement, lock, lag or release that hurts."""

from __future__ import annotations

from .build import Answer, Case


def claims_statement() -> Answer:
    """One unindexed join scans 48 million rows and takes the database's CPU; the release was of another service."""
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


def queries_per_request() -> Answer:
    """A release makes 311 queries per request, not 9; each query is cheap, and the logs name both releases."""
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


CASES = (
    claims_statement,
    ledger_locks,
    replica_behind,
    queries_per_request,
)

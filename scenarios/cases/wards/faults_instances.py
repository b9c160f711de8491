"""Faults of RDS instances themselves: replicas, storage, failover."""

from .bystanders import bystanders, cluster_bystanders
from .curves import bump, burst, flat, line, steady, step
from .estate import backup, balancer, database, deploy, ecs_state, rds_state, steady_service, tasks
from .ward import Case, Ward


def stale_stock() -> Case:
    """A bulk price import on the writer leaves the read replica far behind."""
    w = Ward("wd-stock-mismatch", 104, "2026-05-21T09:00", 100, "ap-southeast-2", stamp="offset")
    w.page(
        "Basket mismatch rate above 1% (web shows stock that checkout refuses)",
        62,
        "service/storefront",
        "monitor: storefront.basket_mismatch_ratio > 0.01, now 0.083",
        source="datadog",
        severity="high",
        service="storefront",
    )
    w.alarm("storefront basket mismatch", "service/storefront", "alarm", 62, reason="0.083 > 0.01")
    w.alarm("catalog-replica-cpu", "rds/catalog-replica-1", "ok", -4000, "CPUUtilization", 90)
    balancer(w, "storefront", 5200, 0.22)
    database(
        w,
        "catalog-db",
        step(35, 61, 48, 3),
        180,
        writes=step(260, 5900, 48, 3),
        write=step(0.0021, 0.0038, 48),
        load=step(2.0, 4.6, 48),
    )
    database(
        w,
        "catalog-replica-1",
        step(30, 42, 48, 3),
        240,
        writes=step(240, 2950, 48, 3),
        only=("CPUUtilization", "DatabaseConnections", "WriteIOPS", "ReadLatency"),
    )
    w.series("ReplicaLag", "rds/catalog-replica-1", line([(0, 0.4), (48, 0.5), (100, 1490)], 0.04), digits=1)
    w.series("ReplicaLag", "rds/catalog-replica-2", steady(0.6, 0.3), digits=1)
    w.series(
        "basket_mismatch_ratio",
        "service/storefront",
        line([(0, 0.002), (50, 0.0024), (66, 0.081), (100, 0.09)], 0.12),
        space="Custom",
        unit="None",
    )
    w.series("CacheHits", "elasticache/storefront-cache", steady(91000, 0.04))
    w.series("CacheMisses", "elasticache/storefront-cache", steady(6200, 0.06))
    w.log(
        "ecs-service/storefront",
        64,
        "warning",
        "checkout.reserve rejected: requested=1 available=0 (listing said available=3, source=replica)",
        418,
        "/ecs/storefront",
    )
    w.log(
        "rds/catalog-replica-1",
        70,
        "warning",
        "Multi-threaded slave disabled (slave_parallel_workers=0); relay log space 14.2 GB, waiting for the SQL thread to free it",
        3,
        "mysql-error.log",
    )
    w.log(
        "ecs-service/price-import",
        48.4,
        "info",
        "import run=2026-05-21 supplier=ALL rows=38_411_902 mode=full started",
        1,
        "/ecs/price-import",
    )
    w.log("ecs-service/price-import", 97, "info", "upserted 24_700_000 of 38_411_902 rows", 1, "/ecs/price-import")
    w.log("ecs-service/storefront", 20, "info", "cache warmup finished keys=18220", 2, "/ecs/storefront")
    steady_service(w, "storefront", 10)
    w.change(
        "elasticache/storefront-cache",
        40,
        "config",
        "elasticache:ModifyReplicationGroup",
        "role/platform",
        parameter_group=["redis7-default", "redis7-lfu"],
    )
    deploy(w, "price-import", -180, 12)
    w.edges("alb/storefront", "ecs-service/storefront", "rds/catalog-replica-1")
    w.edge("ecs-service/storefront", "elasticache/storefront-cache", "reads")
    w.edge("ecs-service/price-import", "rds/catalog-db", "writes")
    w.edge("rds/catalog-db", "rds/catalog-replica-1", "replicates_to")
    w.edge("rds/catalog-db", "rds/catalog-replica-2", "replicates_to")
    rds_state(w, "catalog-db", "db.r6g.2xlarge", "mysql", "8.0.36", replicas=["catalog-replica-1", "catalog-replica-2"])
    rds_state(
        w,
        "catalog-replica-1",
        "db.r6g.large",
        "mysql",
        "8.0.36",
        source="catalog-db",
        multi_az=False,
        parameters={"max_connections": 1000, "replica_parallel_workers": 0},
    )
    rds_state(
        w,
        "catalog-replica-2",
        "db.r6g.2xlarge",
        "mysql",
        "8.0.36",
        source="catalog-db",
        multi_az=False,
        parameters={"max_connections": 1000, "replica_parallel_workers": 8},
    )
    ecs_state(w, "storefront", 14, 310)
    bystanders(w, 2, 2)
    return w.fault(
        "db.replication_lag",
        "rds/catalog-replica-1",
        herring=("dependency.cache_failure", "elasticache/storefront-cache"),
    )


def tickets_write_failures() -> Case:
    """Storage ran out; CloudWatch metrics of RDS could not be read."""
    w = Ward("wd-ticket-writes", 105, "2026-01-27T03:30", 45, "us-west-2")
    w.page(
        "[Sev1] tickets-api error budget burn 14.4x (1h)",
        24,
        "service/tickets-api",
        source="prometheus",
        severity="critical",
        service="tickets",
    )
    w.alarm("TicketsErrorBudgetBurn", "service/tickets-api", "alarm", 24, reason="burn rate 1h 22.1, 5m 31.0")
    w.alarm(
        "tickets-db-free-storage",
        "rds/tickets-db",
        "insufficient_data",
        -64000,
        "FreeStorageSpace",
        10e9,
        below=True,
        reason="Unchecked: Initial alarm creation",
    )
    w.series("error_rate", "service/tickets-api", step(0.003, 0.41, 21, 2, 0.1), space="Prometheus", unit="None")
    w.series("request_rate", "service/tickets-api", steady(38, 0.08), space="Prometheus", unit="Count/Second")
    w.series("latency_p95", "service/tickets-api", step(0.19, 0.34, 21), space="Prometheus", unit="Seconds")
    w.series("error_rate", "service/kb-api", steady(0.002, 0.2), space="Prometheus", unit="None")
    w.log(
        "deployment/tickets-api",
        21.3,
        "error",
        'sqlalchemy.exc.OperationalError: (psycopg2.errors.DiskFull) could not extend file "base/16402/48120.11": No space left on device',
        702,
        "tickets-api",
    )
    w.log(
        "deployment/tickets-api",
        24.1,
        "error",
        'sqlalchemy.exc.OperationalError: (psycopg2.OperationalError) connection to server at "tickets-db" failed: FATAL:  the database system is in recovery mode',
        133,
        "tickets-api",
    )
    w.log("deployment/tickets-api", 23, "info", "GET /tickets/recent 200 41ms", 512, "tickets-api")
    w.log(
        "deployment/kb-api",
        18,
        "warning",
        "urllib3.connectionpool: Connection pool is full, discarding connection: search-kb.us-west-2.es.amazonaws.com",
        61,
        "kb-api",
    )
    backup(w, "tickets-db", -75, 14)
    w.event(
        "rds/tickets-db",
        5,
        "low storage",
        "The free storage capacity for DB Instance: tickets-db is low at 2% of the provisioned storage [Provisioned Storage: 196.72 GB, Free Storage: 3.91 GB]. You may want to increase the provisioned storage to address this issue.",
        type="warning",
    )
    w.event(
        "rds/tickets-db",
        22,
        "low storage",
        "DB instance tickets-db has exhausted its allocated storage. Allocate additional storage to resolve.",
        type="error",
    )
    w.event(
        "deployment/tickets-api",
        15,
        "ScalingReplicaSet",
        "Scaled down replica set tickets-api-6c9f7d to 0 from 1",
        kind="kubernetes",
        type="normal",
    )
    w.change(
        "deployment/tickets-api",
        11,
        "deployment",
        "argocd:Sync",
        "svc/argocd",
        revision="b41e0c7",
        image=["tickets-api:2.30.0", "tickets-api:2.30.1"],
        message="bump sentry-sdk",
    )
    w.edges("service/tickets-api", "deployment/tickets-api", "rds/tickets-db")
    rds_state(w, "tickets-db", "db.m6i.large", status="storage-full", storage=200, max_allocated_storage_gb=None)
    w.gap(
        "metrics", "AccessDenied on GetMetricData for namespace AWS/RDS", "rds/tickets-db", "cloudwatch:GetMetricData"
    )
    w.gap("state", "Performance Insights not enabled", "rds/tickets-db")
    cluster_bystanders(w, 3)
    return w.fault(
        "storage.full", "rds/tickets-db", herring=("deployment.bad_release", "deployment/tickets-api"), poor=True
    )


def tolls_down() -> Case:
    """A failover that began with a host problem and has not finished."""
    w = Ward("wd-tolls-api", 106, "2026-06-16T05:10", 40, "eu-north-1")
    w.page(
        "tolls-api-5xx",
        24,
        "alb/tolls-api",
        "Threshold Crossed: 2 datapoints were greater than the threshold (50.0).",
        service="tolls",
    )
    w.alarm("tolls-api-5xx", "alb/tolls-api", "alarm", 24, "HTTPCode_Target_5XX_Count", 50)
    w.alarm(
        "tolls-db-connections-low",
        "rds/tolls-db",
        "alarm",
        25,
        "DatabaseConnections",
        5,
        below=True,
        reason="no datapoints were received for 3 periods and 3 missing datapoints were treated as [Breaching]",
    )
    w.alarm("gantry-ingest-iterator-age", "stream/gantry", "ok", -90, "GetRecords.IteratorAgeMilliseconds", 60000)
    balancer(w, "tolls-api", 2050, step(0.12, 5.0, 22, 1), burst(0.2, 1650, 22, spread=0.06))
    database(w, "tolls-db", 33, bump(140, 0, 22, 99, 0.5, 0.03), until=22, load=2.1)
    database(w, "gantry-db", 25, 44, only=("CPUUtilization", "DatabaseConnections"))
    tasks(w, "tolls-api", step(30, 17, 22), 52, flat(6))
    w.log(
        "ecs-service/tolls-api",
        22.1,
        "error",
        "dial tcp 10.32.11.8:5432: connect: connection refused",
        1904,
        "/ecs/tolls-api",
    )
    w.log(
        "ecs-service/tolls-api",
        27,
        "error",
        "pgconn: failed to connect to `host=tolls-db.cz9.eu-north-1.rds.amazonaws.com user=tolls database=tolls`: dial error: timeout",
        3120,
        "/ecs/tolls-api",
    )
    w.log(
        "ecs-service/gantry-ingest",
        10,
        "warning",
        "ProvisionedThroughputExceededException shard=shardId-000000000003, retrying",
        14,
        "/ecs/gantry-ingest",
    )
    w.event(
        "rds/tolls-db", 21.8, "failover", "The RDS Multi-AZ primary instance is busy and unresponsive.", type="error"
    )
    w.event("rds/tolls-db", 22.2, "failover", "Multi-AZ instance failover started.", type="warning")
    w.event(
        "rds/tolls-db",
        29,
        "recovery",
        "Recovery of the DB instance has started. Recovery time will vary with the amount of data to be recovered.",
        type="warning",
    )
    backup(w, "tolls-db", -180)
    deploy(w, "tolls-api", 4, 41, image="tolls-api:1.9.3")
    w.edges("alb/tolls-api", "ecs-service/tolls-api", "rds/tolls-db")
    w.edges("ecs-service/gantry-ingest", "rds/gantry-db")
    rds_state(w, "tolls-db", status="failing-over", pending_modified_values={})
    rds_state(w, "gantry-db", "db.t4g.medium")
    ecs_state(w, "tolls-api", 6, 41)
    bystanders(w, 1, 0)
    return w.fault(
        "db.failover",
        "rds/tolls-db",
        also=[("db.unreachable", "rds/tolls-db")],
        herring=("deployment.bad_release", "ecs-service/tolls-api"),
    )


CASES = (stale_stock, tickets_write_failures, tolls_down)

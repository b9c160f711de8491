"""Nothing is wrong now: alarms of tables, caches, search and warehouses."""

from __future__ import annotations

from .neighbours import surround
from .recording import Case, Recording


def tokens_three_throttles() -> Case:
    r = Recording("st-tokens-throttle-alarm", 4604, "2026-06-22T09:00:00", 60)
    fn, table = "lambda/token-issuer", "dynamodb/device-tokens"
    r.incident(
        "device-tokens-throttled",
        table,
        41,
        text="ThrottledRequests >= 1 for 1 datapoint within 1 minute",
        service="identity",
        cleared=43,
        severity="critical",
    )
    r.watch(fn)
    r.watch("apigateway/identity")
    r.watch(
        table,
        skip=("ReadThrottleEvents", "WriteThrottleEvents"),
        ConsumedWriteCapacityUnits=[(0, 6100), (39, 6200), (40, 15_000), (42, 6300)],
    )
    r.metric(
        table,
        "WriteThrottleEvents",
        [(0, 0), (39.5, 0), (40, 2), (41, 1), (41.5, 0)],
        still=True,
        namespace="AWS/DynamoDB",
        stat="Sum",
    )
    surround(r, "identity", "mailer", "archive", "search")
    r.change(
        31, "deployment", "lambda:UpdateAlias", fn, "role/identity-ci", alias="live", function_version=["90", "91"]
    )
    r.change(
        -4000,
        "config",
        "dynamodb:UpdateTable",
        table,
        "role/terraform-identity",
        billing_mode=["PROVISIONED", "PAY_PER_REQUEST"],
    )
    r.log(
        40.3,
        fn,
        "warning",
        "ThrottlingException on PutItem device-tokens, will retry (attempt 1 of 3, delay 54ms)",
        count=3,
    )
    r.log(40.4, fn, "info", "token issued version=91 attempts=2 ms=131", count=3)
    r.log(50, fn, "info", "token issued version=91 attempts=1 ms=62", count=2900)
    r.edges(("apigateway/identity", "calls", fn), (fn, "writes", table))
    r.state(table, "dynamodb_table", billing_mode="PAY_PER_REQUEST", status="ACTIVE")
    r.alert("identity-5xx", "apigateway/identity", "ok", -9000, "5XXError", 20)
    return r.without_fault(
        "healthy", herring=("dynamodb.throttled", table), near=["dynamodb.throttled", "deployment.bad_release"]
    )


def seatmap_node_replaced() -> Case:
    r = Recording("st-seatmap-cache-node", 4605, "2026-02-19T01:00:00", 130, form="ms")
    api, cache, db = "deployment/seatmap", "elasticache/seatmap-redis-002", "rds/seatmap-mysql"
    r.incident(
        "ElastiCache: seatmap-redis-002 CacheHitRate low",
        cache,
        33,
        cleared=44,
        severity="warning",
        service="seatmap",
        text="CacheHitRate < 70 for 3 datapoints",
    )
    r.watch(
        cache,
        CacheHitRate=[(0, 95), (26, 95), (28, 31), (36, 64), (52, 94), (130, 95)],
        CurrConnections=[(0, 210), (26, 212), (27, 40), (30, 208)],
        DatabaseMemoryUsagePercentage=[(0, 61), (26, 61), (27, 5), (60, 58), (130, 61)],
    )
    r.watch("elasticache/seatmap-redis-001")
    r.watch(api)
    r.watch(
        db,
        CPUUtilization=[(0, 22), (26, 22), (29, 47), (52, 23), (130, 22)],
        ReadIOPS=[(0, 300), (26, 300), (29, 1500), (52, 310)],
    )
    r.metric(
        "service/seatmap",
        "latency_p95",
        [(0, 0.09), (26, 0.09), (28, 0.3), (52, 0.09), (130, 0.09)],
        unit="Seconds",
        noise=0.1,
    )
    surround(r, "seatmap", "webhooks", "tags")
    r.event(
        25,
        cache,
        "ElastiCache:NodeReplacement",
        "Replacing cache node 0001 as part of scheduled maintenance",
        kind="elasticache",
    )
    r.event(
        27, cache, "ElastiCache:CacheNodeReplaceComplete", "Finished recovery for cache nodes 0001", kind="elasticache"
    )
    r.log(
        26.2,
        api,
        "error",
        "io.lettuce.core.RedisConnectionException: Unable to connect to seatmap-redis-002.x1.euw1.cache.amazonaws.com:6379",
        count=77,
    )
    r.log(27.5, api, "info", "i.l.core.protocol.ReconnectionHandler - Reconnected to seatmap-redis-002", count=12)
    r.log(110, api, "info", "seatmap rendered flight=LX1822 cache=hit ms=11", count=7100)
    r.edges(("service/seatmap", "runs_on", api), (api, "reads", cache), (api, "reads", db))
    r.state(
        cache,
        "elasticache_node",
        engine="redis",
        engine_version="7.1",
        node_type="cache.r7g.large",
        status="available",
        role="replica",
    )
    return r.without_fault(
        "healthy",
        herring=("dependency.cache_failure", cache),
        near=["dependency.cache_failure", "compute.instance_lost"],
    )


def adverts_yellow_cluster() -> Case:
    r = Recording("st-adverts-cluster-yellow", 4608, "2026-07-30T00:00:00", 150, step=300)
    svc, domain = "ecs-service/advert-search", "opensearch/adverts"
    r.incident(
        "adverts OpenSearch ClusterStatus.yellow",
        domain,
        50,
        cleared=70,
        severity="high",
        service="adverts",
        text="ClusterStatus.yellow >= 1 for 1 datapoint within 15 minutes; notification was delayed by the weekend calendar",
    )
    r.watch(
        domain,
        CPUUtilization=[(0, 33), (45, 34), (50, 61), (70, 34), (150, 33)],
        JVMMemoryPressure=[(0, 71), (150, 72)],
    )
    r.metric(
        domain,
        "ClusterStatus.yellow",
        [(0, 0), (44.9, 0), (45, 1), (65, 1), (65.1, 0), (150, 0)],
        unit="Count",
        still=True,
        namespace="AWS/ES",
        stat="Maximum",
    )
    r.metric(
        domain,
        "ClusterStatus.green",
        [(0, 1), (44.9, 1), (45, 0), (65, 0), (65.1, 1), (150, 1)],
        unit="Count",
        still=True,
        namespace="AWS/ES",
        stat="Minimum",
    )
    r.watch(svc)
    surround(r, "adverts", "mailer", "archive", "sessions")
    r.event(
        44, domain, "index-rollover", "ISM policy daily-rollover created adverts-000412 (replicas 1)", kind="opensearch"
    )
    r.log(
        45,
        domain,
        "warn",
        "[o.o.c.r.a.AllocationService] Cluster health status changed from [GREEN] to [YELLOW] (reason: [index [adverts-000412] created]).",
        source="application-logs",
    )
    r.log(
        66,
        domain,
        "info",
        "[o.o.c.r.a.AllocationService] Cluster health status changed from [YELLOW] to [GREEN] (reason: [shards started [[adverts-000412][2]]]).",
        source="application-logs",
    )
    r.log(55, svc, "warn", '429 Too Many Requests /_search {"error":{"type":"rejected_execution_exception"}}', count=5)
    r.log(140, svc, "info", "search q=flat+berlin took=31 hits=2210", count=8800)
    r.event(20, domain, "snapshot", "Automated snapshot adverts-2026-07-30t00 completed", kind="opensearch")
    r.edges((svc, "reads", domain))
    r.state(
        domain,
        "opensearch_domain",
        engine_version="OpenSearch_2.15",
        instance_type="m6g.xlarge.search",
        instance_count=3,
        cluster_status="green",
        status="Active",
    )
    return r.without_fault(
        "healthy",
        herring=("compute.instance_lost", domain),
        near=["storage.full", "compute.instance_lost", "compute.memory_saturation"],
    )


def grid_long_vacuum() -> Case:
    r = Recording("st-grid-long-query", 4613, "2026-12-06T02:00:00", 240, step=300)
    wh, job = "redshift/grid-dw", "ecs-service/grid-reports"
    r.incident(
        "Redshift: query running > 60 min (grid-dw)",
        wh,
        130,
        source="newrelic",
        severity="WARNING",
        service="grid",
        text="max(query_duration_s) from RedshiftActiveQueries > 3600",
    )
    r.watch(
        wh,
        CPUUtilization=[(0, 31), (65, 32), (70, 74), (240, 76)],
        base={"CPUUtilization": [(0, 30), (65, 33), (70, 75)]},
    )
    r.watch(job)
    r.metric(job, "report_success_rate", [(0, 100)], unit="Percent", noise=0, namespace="Custom/Grid")
    surround(r, "grid", "webhooks", "tags", "thumbnails")
    r.log(
        68,
        wh,
        "info",
        "VACUUM SORT ONLY public.meter_15min TO 99 PERCENT: started by user maint (weekly, Sunday)",
        source="useractivitylog",
    )
    r.log(
        -9960,
        wh,
        "info",
        "VACUUM SORT ONLY public.meter_15min TO 99 PERCENT: finished after 11810 s (weekly, Sunday)",
        source="useractivitylog",
    )
    r.log(
        200,
        wh,
        "info",
        "svv_vacuum_progress: meter_15min, 61 percent, time remaining estimate 1h 8m 2s",
        source="useractivitylog",
    )
    r.log(180, job, "info", "report settlement-daily finished rows=41220 ms=31_210", count=31)
    r.log(110, job, "warning", "statement queued 4s in WLM queue default", count=6)
    r.edges((job, "reads", wh))
    r.state(
        wh,
        "redshift_cluster",
        node_type="ra3.4xlarge",
        nodes=4,
        status="available",
        wlm={"default": {"concurrency": 10, "queued": 0}, "maint": {"concurrency": 1, "running": 1}},
    )
    return r.without_fault(
        "healthy", herring=("db.maintenance_io_storm", wh), near=["db.maintenance_io_storm", "db.expensive_query"]
    )

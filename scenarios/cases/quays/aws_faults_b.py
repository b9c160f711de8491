"""Faults on AWS, part 2 of 4."""

from __future__ import annotations

from .bundle import Case, Pair
from .surroundings import surround_aws


def berth_prices() -> Pair:
    c = Case(
        951,
        "2026-05-13T07:48:00",
        30,
        "pricing-db CPU high",
        "cloudwatch",
        "rds/pricing-db",
        "high",
        "berth-prices",
        region="eu-west-1",
        lead=180,
    )
    cache = "elasticache/price-cache-001"
    c.metric("rds/pricing-db", "CPUUtilization", {-180: 28, -8: 71, -3: 93}, noise=0.04, cap=99, step=2)
    c.metric("rds/pricing-db", "DatabaseConnections", {-180: 61, -6: 148}, whole=True, noise=0.05, step=2)
    c.metric("alb/berth-prices", "RequestCount", 5200, stat="Sum", whole=True, step=2, baseline=True)
    c.metric("alb/berth-prices", "TargetResponseTime", {-180: 0.05, -9: 0.62}, stat="p95", noise=0.15, step=2)
    c.metric(cache, "CacheHits", {-180: 88000, -11: 9100}, stat="Sum", step=2)
    c.metric(cache, "CacheMisses", {-180: 2300, -11: 81000}, stat="Sum", step=2)
    c.metric(
        cache, "DatabaseMemoryUsagePercentage", {-180: 64, -40: 71, -14: 99.6}, noise=0.004, cap=100, sway=0, step=2
    )
    c.metric(cache, "Evictions", {-180: 0, -13: 47000}, stat="Sum", whole=True, noise=0.2, step=2)
    c.metric(cache, "CurrItems", {-180: 410000, -13: 96000}, whole=True, step=2)
    c.metric(cache, "EngineCPUUtilization", {-180: 14, -12: 33}, step=2)
    c.state(
        cache,
        "elasticache_node",
        engine="redis 7.1",
        node_type="cache.r6g.large",
        parameters={"maxmemory-policy": "allkeys-lru"},
        cluster_mode="disabled",
    )
    c.state(
        "rds/pricing-db",
        "performance_insights",
        start_time=c.time(-10),
        end_time=c.time(30),
        top_sql=[
            {
                "statement": "SELECT rate FROM berth_rates WHERE berth_id = $1 AND class = $2 AND day = $3",
                "db_load_avg": 6.2,
                "calls_per_sec": 674.0,
            },
            {"statement": "SELECT * FROM surcharges WHERE port = $1", "db_load_avg": 1.9, "calls_per_sec": 331.0},
        ],
    )
    c.log(-10, "ecs-service/berth-prices", "info", "price cache miss, falling back to database", 40120)
    c.log(
        -12,
        "ecs-service/berth-prices",
        "warn",
        "redis: top prefix by memory: sess:map: 8.9 GiB of 9.7 GiB used, rate: 0.4 GiB",
        4,
    )
    c.log(-90, "rds/pricing-db", "info", "LOG: checkpoint complete: wrote 4120 buffers (3.1%)", 36, "postgresql.log")
    c.change(
        -41,
        "deployment",
        "ecs:UpdateService",
        "ecs-service/chart-viewer",
        "role/ci-publisher",
        task_definition=["chart-viewer:17", "chart-viewer:18"],
        note="store map sessions in redis://price-cache",
    )
    c.change(
        -58,
        "config",
        "rds:ModifyDBParameterGroup",
        "rds/pricing-db",
        "role/terraform",
        parameter="log_min_duration_statement",
        value=[1000, 500],
    )
    c.alert(
        0,
        "pricing-db CPU high",
        "rds/pricing-db",
        reason="CPUUtilization > 90 for 3 datapoints",
        metric="CPUUtilization",
        threshold=90,
    )
    c.edges(
        "alb/berth-prices calls ecs-service/berth-prices",
        f"ecs-service/berth-prices reads {cache}",
        "ecs-service/berth-prices reads rds/pricing-db",
        f"ecs-service/chart-viewer writes {cache}",
    )
    surround_aws(c, "ecs-service/chart-viewer", "ecs-service/invoice-pdf")
    return c.fault(
        "dependency.cache_failure",
        cache,
        also=[("compute.memory_saturation", cache), ("deployment.bad_release", "ecs-service/chart-viewer")],
        herring=("db.expensive_query", "rds/pricing-db"),
        near=["db.expensive_query", "compute.cpu_saturation"],
    )


def manifest_search() -> Pair:
    c = Case(
        138,
        "2026-06-30T22:17:00",
        20,
        "manifest-search: documents stale for 15 minutes",
        "synthetic-monitor",
        "service/manifest-search",
        "high",
        region="ap-southeast-1",
        lead=240,
    )
    domain = "opensearch/manifest-search-prod"
    c.metric(
        domain,
        "FreeStorageSpace",
        {-240: 6400, -120: 3900, -25: 1400, 20: 1310},
        unit="Megabytes",
        stat="Minimum",
        ramp=True,
        noise=0.01,
        sway=0,
        step=5,
    )
    c.metric(domain, "ClusterIndexWritesBlocked", {-240: 0, -25: 1}, stat="Maximum", noise=0, sway=0, step=5)
    c.metric(domain, "IndexingRate", {-240: 910, -25: 0}, step=5)
    c.metric(domain, "SearchLatency", 38, unit="Milliseconds", noise=0.12, step=5)
    c.metric(domain, "JVMMemoryPressure", 71, unit="Percent", stat="Maximum", noise=0.06, cap=88, step=5)
    c.metric(domain, "CPUUtilization", {-240: 46, -25: 29}, noise=0.1, step=5)
    c.metric("lambda/manifest-indexer", "Errors", {-240: 0.4, -24: 210}, stat="Sum", whole=True, noise=0.2, step=5)
    c.metric("lambda/manifest-indexer", "Invocations", 330, stat="Sum", whole=True, step=5)
    c.log(
        -23,
        "lambda/manifest-indexer",
        "error",
        "TransportError(403, 'cluster_block_exception', 'index [manifests-2026.06] blocked by: [FORBIDDEN/8/index write (api)];')",
        1904,
    )
    c.log(
        -26,
        domain,
        "warn",
        "[o.o.c.r.a.DiskThresholdMonitor] flood stage disk watermark [95%] exceeded on [n3kd][data-2] free: 1.3gb[4.6%], all indices on this node will be marked read-only",
        12,
        "ES_APPLICATION_LOGS",
    )
    c.log(
        -180,
        domain,
        "warn",
        "[o.o.m.j.JvmGcMonitorService] [data-0] [gc][young][88120] overhead, spent [312ms] collecting in the last [1s]",
        60,
        "ES_APPLICATION_LOGS",
    )
    c.event(-300, domain, "AUTO_TUNE", "Auto-Tune applied JVM heap settings: query cache size", "info", "opensearch")
    c.state(
        domain,
        "opensearch_domain",
        status="green",
        engine="OpenSearch_2.11",
        data_nodes=3,
        instance_type="r6g.large.search",
        ebs={"volume_gb": 30, "type": "gp3"},
        snapshots="hourly",
    )
    c.change(
        -95, "access", "es:UpdateDomainConfig", domain, "user/secops", access_policies="removed role/legacy-kibana"
    )
    c.change(
        -330,
        "config",
        "lambda:UpdateFunctionConfiguration",
        "lambda/manifest-indexer",
        "role/ci-publisher",
        memory_mb=[512, 768],
    )
    c.alert(
        0, "manifest freshness check", "service/manifest-search", reason="document written 904 s ago not found", count=3
    )
    c.edges(
        "lambda/manifest-indexer writes opensearch/manifest-search-prod",
        "service/manifest-search reads opensearch/manifest-search-prod",
        "sqs/manifest-changes calls lambda/manifest-indexer",
    )
    surround_aws(c, "dynamodb/manifests", "ecs-service/customs-forms")
    return c.fault(
        "storage.full",
        domain,
        herring=("access.permission_denied", "lambda/manifest-indexer"),
        near=["access.permission_denied", "db.read_only"],
    )


def freight_quotes() -> Pair:
    c = Case(
        604,
        "2026-07-09T10:26:00",
        14,
        "freight-quote 504s",
        "datadog",
        "apigateway/freight",
        service="freight-quote",
        region="us-west-2",
    )
    c.metric("apigateway/freight", "5XXError", {-60: 1, -3: 84}, stat="Sum", whole=True, noise=0.3)
    c.metric("apigateway/freight", "Count", 640, stat="Sum", whole=True, baseline=True)
    c.metric("lambda/freight-quote", "Duration", {-60: 820, -4: 14980}, stat="p95", noise=0.02, cap=15000, sway=0)
    c.metric("lambda/freight-quote", "Errors", {-60: 0.3, -3: 82}, stat="Sum", whole=True, noise=0.3)
    c.metric("lambda/freight-quote", "ConcurrentExecutions", {-60: 9, -3: 41}, stat="Maximum", whole=True)
    c.metric("dynamodb/quote-history", "SuccessfulRequestLatency", 4.1, unit="Milliseconds", noise=0.1)
    c.metric(
        "external/rates.seatariff.example",
        "http.client.duration.p95",
        {-60: 610, -4: 15000},
        unit="ms",
        ns="Datadog",
        noise=0.03,
        cap=15004,
    )
    c.state(
        "lambda/freight-quote",
        "lambda_function",
        runtime="python3.12",
        memory_mb=1024,
        timeout_s=15,
        last_update_status="Successful",
        last_modified="2026-06-18T09:00:11.000+0000",
        vpc=True,
    )
    c.log(-2.9, "lambda/freight-quote", "error", "2026-07-09T10:23:06Z 4c1f Task timed out after 15.02 seconds", 611)
    c.log(
        -3,
        "lambda/freight-quote",
        "warn",
        'POST https://rates.seatariff.example/v3/quote attempt 1: 503 Service Unavailable {"error":"upstream degraded"} / ReadTimeout',
        1320,
    )
    c.log(-2, "lambda/freight-quote", "info", "nearest-port lookup served in 31 ms", 402)
    c.log(
        4,
        "lambda/provider-status",
        "warn",
        "statuspage seatariff: Major Outage - Quote API: we are investigating elevated errors and timeouts for all customers",
        2,
    )
    c.event(
        3,
        "external/rates.seatariff.example",
        "StatusPage",
        "Quote API: major outage (investigating)",
        "error",
        "datadog",
    )
    c.change(
        -36,
        "config",
        "lambda:UpdateFunctionConfiguration",
        "lambda/freight-history",
        "role/ci-publisher",
        timeout_s=[10, 20],
    )
    c.change(
        -12,
        "deployment",
        "apigateway:CreateDeployment",
        "apigateway/freight",
        "role/ci-publisher",
        stage="prod",
        note="OpenAPI description texts",
    )
    c.alert(0, "freight-quote 504s", "apigateway/freight", reason="sum(last_5m):5XXError > 50")
    c.edges(
        "apigateway/freight calls lambda/freight-quote",
        "lambda/freight-quote calls external/rates.seatariff.example",
        "lambda/freight-quote writes dynamodb/quote-history",
    )
    surround_aws(c, "lambda/freight-history", "ecs-service/port-directory")
    return c.fault(
        "dependency.third_party_outage",
        "external/rates.seatariff.example",
        also=[
            ("dependency.third_party_outage", "lambda/freight-quote"),
            ("dependency.slow", "external/rates.seatariff.example"),
            ("dependency.errors", "external/rates.seatariff.example"),
        ],
        herring=("deployment.bad_release", "apigateway/freight"),
        near=["lambda.timeout"],
    )

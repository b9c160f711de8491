"""Pages on AWS where nothing is wrong now."""

from __future__ import annotations

from .bundle import Case, Pair
from .surroundings import surround_aws


def nightly_rollup() -> Pair:
    c = Case(312, "2026-01-14T02:20:00", 35, "billing-db CPU above 85%", "cloudwatch", "rds/billing-db", "high", "billing", region="eu-west-1", lead=150)
    db = "rds/billing-db"
    c.metric(db, "CPUUtilization", {-150: 21, -20: 84, 22: 23}, noise=0.05, cap=97, baseline=True)
    c.metric(db, "ReadIOPS", {-150: 260, -20: 6100, 22: 280}, noise=0.12, baseline=True)
    c.metric(db, "DBLoad", {-150: 0.7, -20: 3.6, 22: 0.8}, noise=0.1, baseline=True)
    c.metric(db, "DatabaseConnections", {-150: 33, -20: 37, 22: 33}, whole=True, noise=0.03)
    c.metric(db, "FreeableMemory", 9.1e9, noise=0.02)
    c.metric("alb/billing", "TargetResponseTime", 0.13, stat="p95", noise=0.1)
    c.metric("alb/billing", "HTTPCode_Target_5XX_Count", 0.4, stat="Sum", whole=True, noise=0.8)
    c.state(db, "rds_instance", engine="postgres", engine_version="15.7", instance_class="db.m6g.xlarge", multi_az=True, parameters={"max_connections": 900})
    c.state(db, "performance_insights", start_time=c.time(-20), end_time=c.time(20), top_sql=[{"statement": "INSERT INTO usage_daily SELECT account_id, date_trunc($1, at), sum(units) FROM usage_raw GROUP BY 1, 2", "db_load_avg": 2.9, "calls_per_sec": 0.01}], top_users=[{"name": "rollup_job", "db_load_avg": 3.0}])
    c.log(-20, "ecs-service/billing-rollup", "info", "nightly rollup started for 2026-01-13, expected duration 40 min", 1)
    c.log(21.6, "ecs-service/billing-rollup", "info", "nightly rollup finished rows=4120771 took=41m34s (yesterday 40m58s)", 1)
    c.log(-8, db, "info", "LOG: temporary file: path \"base/pgsql_tmp/pgsql_tmp8812.4\", size 731906048", 9, "postgresql.log")
    c.log(2, db, "info", "LOG: checkpoints are occurring too frequently (24 seconds apart)", 7, "postgresql.log")
    c.event(-55, db, "backup", "Backing up DB instance", "info", "rds")
    c.event(-48, db, "backup", "Finished DB Instance backup", "info", "rds")
    c.change(-700, "config", "cloudwatch:PutMetricAlarm", "rds/billing-db", "role/terraform", threshold=[95, 85], reason="align with team default")
    c.alert(23, "billing-db CPU above 85%", db, "ok", "ALARM 02:20Z (CPUUtilization 86.2 > 85), OK 02:43Z", metric="CPUUtilization", threshold=85)
    c.edges("alb/billing calls ecs-service/billing-api", f"ecs-service/billing-api reads {db}", f"ecs-service/billing-rollup writes {db}")
    surround_aws(c, "sqs/invoices", "ecs-service/billing-api")
    return c.healthy(near=["db.expensive_query", "compute.cpu_saturation"], herring=("db.expensive_query", db))


def failover_drill() -> Pair:
    c = Case(768, "2026-02-26T10:00:00", 48, "orders write errors", "datadog", "ecs-service/orders", region="eu-central-1", lead=60)
    db = "rds/orders-aurora"
    c.metric("alb/orders", "HTTPCode_Target_5XX_Count", {-60: 0.5, -1: 140, 1: 22, 2: 0.5}, stat="Sum", whole=True, noise=0.3)
    c.metric("alb/orders", "RequestCount", 1330, stat="Sum", whole=True)
    c.metric("alb/orders", "TargetResponseTime", {-60: 0.08, -1: 3.1, 2: 0.085}, stat="p95")
    c.metric("rds/orders-aurora-1", "DatabaseConnections", {-60: 92, -1: 4, 2: 41}, whole=True)
    c.metric("rds/orders-aurora-2", "DatabaseConnections", {-60: 40, -1: 18, 2: 93}, whole=True)
    c.metric("rds/orders-aurora-2", "CommitThroughput", {-60: 0, 0: 410}, unit="Count/Second")
    c.log(-0.8, "ecs-service/orders", "error", "Npgsql.PostgresException (0x80004005): 57P01: terminating connection due to administrator command", 118)
    c.log(-0.2, "ecs-service/orders", "error", "Npgsql.NpgsqlException: Exception while connecting: Connection refused (10.9.2.77:5432)", 164)
    c.log(1.5, "ecs-service/orders", "info", "order committed after retry attempt=2", 97)
    c.log(40, "ecs-service/orders", "info", "order committed", 8120)
    c.event(-1.2, db, "failover", "Started cross AZ failover to DB instance: orders-aurora-2", "warning", "rds")
    c.event(-0.5, db, "failover", "Completed failover to DB instance: orders-aurora-2", "info", "rds")
    c.event(0.1, "rds/orders-aurora-1", "availability", "DB instance restarted", "info", "rds")
    c.change(-1.3, "infrastructure", "rds:FailoverDBCluster", db, "user/dba-ilse", note="quarterly drill OPS-2291, announced in the release calendar")
    c.change(-35, "deployment", "ecs:UpdateService", "ecs-service/orders", "role/ci-publisher", task_definition=["orders:300", "orders:301"])
    c.alert(7, "orders write errors", "ecs-service/orders", "ok", "Triggered 10:00Z, recovered 10:07Z")
    c.alert(-7100, "orders-aurora-1 storage IO trend", "rds/orders-aurora-1", "warning", "forecast monitor, open for weeks")
    c.state("rds/orders-aurora-2", "rds_instance", engine="aurora-postgresql", engine_version="16.2", status="available", role="writer", db_cluster="orders-aurora")
    c.state("rds/orders-aurora-1", "rds_instance", engine="aurora-postgresql", engine_version="16.2", status="available", role="reader", db_cluster="orders-aurora")
    c.edges("alb/orders calls ecs-service/orders", f"ecs-service/orders writes {db}", "rds/orders-aurora-2 replicates_to rds/orders-aurora-1")
    surround_aws(c, "lambda/order-mail", "ecs-service/returns")
    return c.healthy(near=["db.failover", "db.unreachable"], herring=("db.failover", db))


def table_blip() -> Pair:
    c = Case(455, "2026-03-19T16:44:00", 20, "sessions throttled requests", "cloudwatch", "dynamodb/user-sessions", "warning", region="us-east-1")
    table = "dynamodb/user-sessions"
    c.metric(table, "ThrottledRequests", {-60: 0, 0: 14, 1: 0}, stat="Sum", whole=True, noise=0.01, sway=0)
    c.metric(table, "ConsumedReadCapacityUnits", {-60: 41000, -1: 63000, 2: 43000}, stat="Sum")
    c.metric(table, "ConsumedWriteCapacityUnits", 12800, stat="Sum")
    c.metric(table, "SuccessfulRequestLatency", 3.4, unit="Milliseconds", noise=0.1)
    c.metric(table, "UserErrors", 2, stat="Sum", whole=True, noise=0.6)
    c.metric("lambda/session-api", "Errors", 0.5, stat="Sum", whole=True, noise=0.7)
    c.metric("lambda/session-api", "Duration", {-60: 21, 0: 26, 1: 21}, noise=0.06)
    c.metric("lambda/session-api", "Invocations", {-60: 40900, -1: 60100, 2: 42000}, stat="Sum", whole=True)
    c.state(table, "dynamodb_table", billing_mode="PAY_PER_REQUEST", status="ACTIVE", table_class="STANDARD", gsi=["by_user"])
    c.log(0.2, "lambda/session-api", "warn", "ThrottlingException: Throughput exceeds the current capacity of your table or index. SDK retry 1/3 succeeded after 52ms", 14)
    c.log(-33, "lambda/session-api", "error", "ConditionalCheckFailedException: The conditional request failed (stale session version)", 61)
    c.log(12, "lambda/session-api", "error", "ConditionalCheckFailedException: The conditional request failed (stale session version)", 58)
    c.change(-26, "deployment", "lambda:UpdateFunctionCode", "lambda/session-api", "role/ci-publisher", version=["140", "141"])
    c.change(-2, "other", "push campaign sent: 40k devices", "service/marketing", "user/anneke")
    c.alert(2, "sessions throttled requests", table, "ok", "ALARM 16:44Z: 1 datapoint [14.0] > 0. OK 16:46Z", metric="ThrottledRequests", threshold=0)
    c.edges("apigateway/session calls lambda/session-api", f"lambda/session-api reads {table}")
    surround_aws(c, "dynamodb/user-prefs", "ecs-service/marketing")
    return c.healthy(near=["dynamodb.throttled", "traffic.surge"], herring=("dynamodb.throttled", table))


def full_cache() -> Pair:
    c = Case(129, "2026-04-07T08:11:00", 25, "thumbs-cache evictions", "cloudwatch", "elasticache/thumbs-002", "high", "image-thumbs", region="eu-west-3", lead=180)
    cache = "elasticache/thumbs-002"
    c.metric(cache, "Evictions", 880, stat="Sum", whole=True, noise=0.25, step=2, baseline=True)
    c.metric(cache, "DatabaseMemoryUsagePercentage", 99.2, noise=0.002, cap=100, sway=0, step=2, baseline=True)
    c.metric(cache, "CacheHitRate", 96.8, unit="Percent", noise=0.004, sway=0.002, step=2, cap=100, baseline=True)
    c.metric(cache, "EngineCPUUtilization", 23, step=2)
    c.metric(cache, "CurrConnections", 118, whole=True, noise=0.03, step=2)
    c.metric("alb/image-thumbs", "TargetResponseTime", 0.034, stat="p95", step=2, baseline=True)
    c.metric("alb/image-thumbs", "RequestCount", 19000, stat="Sum", whole=True, step=2)
    c.metric("alb/image-thumbs", "HTTPCode_Target_5XX_Count", 1.1, stat="Sum", whole=True, noise=0.7, step=2)
    c.state(cache, "elasticache_node", engine="redis 7.0", node_type="cache.r6g.xlarge", parameters={"maxmemory-policy": "allkeys-lru"}, description="LRU store of thumbnails, sized to stay full")
    c.log(-70, "ecs-service/image-thumbs", "warn", "libvips: VipsJpeg: premature end of JPEG image, served placeholder", 37)
    c.log(4, "ecs-service/image-thumbs", "warn", "libvips: VipsJpeg: premature end of JPEG image, served placeholder", 12)
    c.log(9, "ecs-service/image-thumbs", "info", "rendered 1 thumb in 48 ms (cache miss)", 580)
    c.event(-2900, cache, "maintenance", "Finished applying service update elasticache-2026-03-redis-security", "info", "elasticache")
    c.change(-9, "config", "cloudwatch:PutMetricAlarm", cache, "role/terraform", alarm="thumbs-cache evictions", threshold=0, note="new standard alarms for all caches")
    c.change(-44, "deployment", "ecs:UpdateService", "ecs-service/image-thumbs", "role/ci-publisher", task_definition=["image-thumbs:70", "image-thumbs:71"])
    c.alert(0, "thumbs-cache evictions", cache, "alarm", "Evictions 902 > 0 for 5 datapoints", metric="Evictions", threshold=0)
    c.alert(-1, "image-thumbs p95", "alb/image-thumbs", "ok", threshold=0.2)
    c.edges("alb/image-thumbs calls ecs-service/image-thumbs", f"ecs-service/image-thumbs reads {cache}", "ecs-service/image-thumbs reads s3/media-originals")
    surround_aws(c, "lambda/media-ingest", "ecs-service/image-thumbs")
    return c.healthy(cause="healthy.threshold_noise", near=["dependency.cache_failure", "compute.memory_saturation"], herring=("dependency.cache_failure", cache))


def blue_green_domain() -> Pair:
    c = Case(690, "2026-05-21T05:30:00", 75, "OpenSearch cluster status yellow", "cloudwatch", "opensearch/vessel-logs", "high", region="us-west-2", lead=120)
    dom = "opensearch/vessel-logs"
    c.metric(dom, "ClusterStatus.yellow", {-120: 0, -5: 1, 52: 0}, stat="Maximum", noise=0, sway=0, step=5)
    c.metric(dom, "ClusterStatus.red", 0, stat="Maximum", noise=0, step=5)
    c.metric(dom, "Nodes", {-120: 6, -15: 12, 60: 6}, stat="Minimum", noise=0, sway=0, whole=True, step=5)
    c.metric(dom, "FreeStorageSpace", {-120: 212000, -15: 214000}, unit="Megabytes", noise=0.01, step=5)
    c.metric(dom, "SearchLatency", {-120: 55, -5: 71, 52: 54}, unit="Milliseconds", step=5)
    c.metric(dom, "IndexingRate", 4200, step=5)
    c.metric(dom, "ClusterIndexWritesBlocked", 0, stat="Maximum", step=5)
    c.metric(dom, "CPUUtilization", {-120: 38, -5: 57, 55: 37}, step=5)
    c.log(0, dom, "warn", "[o.o.c.r.a.AllocationService] Cluster health status changed from [GREEN] to [YELLOW] (reason: [shards relocating, node-left])", 1, "ES_APPLICATION_LOGS")
    c.log(51, dom, "info", "[o.o.c.r.a.AllocationService] Cluster health status changed from [YELLOW] to [GREEN] (reason: [shards started [[vessel-2026.05.20][2]]])", 1, "ES_APPLICATION_LOGS")
    c.log(-90, dom, "warn", "[o.o.d.PublicationTransportHandler] slow cluster state publication took 11.2s", 3, "ES_APPLICATION_LOGS")
    c.event(-18, dom, "SERVICE_SOFTWARE_UPDATE", "Service software update R20260402-P3 started (scheduled in the off-peak window)", "info", "opensearch")
    c.event(63, dom, "SERVICE_SOFTWARE_UPDATE", "Service software update R20260402-P3 completed", "info", "opensearch")
    c.state(dom, "opensearch_domain", status="green", processing=False, data_nodes=6, engine="OpenSearch_2.13", unassigned_shards=0, off_peak_window="05:00-15:00 UTC")
    c.change(-400, "deployment", "ecs:UpdateService", "ecs-service/log-router", "role/ci-publisher", task_definition=["log-router:8", "log-router:9"])
    c.alert(53, "OpenSearch cluster status yellow", dom, "ok", "ClusterStatus.yellow back to 0", metric="ClusterStatus.yellow", threshold=1)
    c.edges(f"ecs-service/log-router writes {dom}", f"ecs-service/log-viewer reads {dom}")
    surround_aws(c, "ecs-service/log-router", "ecs-service/log-viewer")
    return c.healthy(near=["compute.instance_lost", "storage.full"], herring=("compute.instance_lost", dom))


def one_bad_invocation() -> Pair:
    c = Case(934, "2026-06-11T14:08:00", 30, "waybill-render errors", "cloudwatch", "lambda/waybill-render", "high", region="eu-west-1", lead=120)
    fn = "lambda/waybill-render"
    c.metric(fn, "Errors", {-120: 0, -61: 1, -60: 0, 0: 1, 1: 0}, stat="Sum", whole=True, noise=0, sway=0)
    c.metric(fn, "Invocations", 1370, stat="Sum", whole=True, noise=0.06)
    c.metric(fn, "Duration", 210, stat="p95", noise=0.08)
    c.metric(fn, "Throttles", 0, stat="Sum", whole=True)
    c.metric(fn, "ConcurrentExecutions", 6, stat="Maximum", whole=True, noise=0.2)
    c.metric("sqs/waybill-dlq", "ApproximateNumberOfMessagesVisible", 0, whole=True)
    c.state(fn, "lambda_function", runtime="java21", memory_mb=2048, timeout_s=30, snap_start="PublishedVersions", last_update_status="Successful", last_modified="2026-06-11T13:20:40.000+0000", dead_letter="sqs/waybill-dlq")
    c.log(0.4, fn, "error", "RequestId: 9a20 Error: Runtime exited with error: signal: killed Runtime.ExitError", 1)
    c.log(0.5, fn, "info", "waybill 7120993 rendered (async retry 1) in 1904 ms", 1)
    c.log(-60, fn, "error", "java.net.SocketTimeoutException: Read timed out (fonts bucket), retry ok", 1)
    c.log(-22, fn, "warn", "WARNING: sun.misc.Unsafe::objectFieldOffset has been called by com.google.protobuf", 88)
    c.log(15, fn, "info", "REPORT Duration: 188.01 ms Memory Size: 2048 MB Max Memory Used: 811 MB", 20400)
    c.change(-48, "deployment", "lambda:PublishVersion", fn, "role/ci-publisher", version=["61", "62"])
    c.change(-90, "config", "cloudwatch:PutMetricAlarm", fn, "role/terraform", threshold=0, datapoints="1 of 1")
    c.alert(1, "waybill-render errors", fn, "ok", "ALARM 14:08Z [1.0] > 0, OK 14:09Z; same twice yesterday", metric="Errors", threshold=0)
    c.edges(f"sqs/waybills calls {fn}", f"{fn} writes s3/waybill-pdf")
    surround_aws(c, "sqs/waybills", "ecs-service/waybill-ui")
    return c.healthy(near=["lambda.out_of_memory", "deployment.bad_release"], herring=("deployment.bad_release", fn))

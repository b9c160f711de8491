"""Pages on AWS where nothing is wrong now, part 2 of 3."""

from __future__ import annotations

from .bundle import Case, Pair
from .surroundings import surround_aws


def full_cache() -> Pair:
    c = Case(
        129,
        "2026-04-07T08:11:00",
        25,
        "thumbs-cache evictions",
        "cloudwatch",
        "elasticache/thumbs-002",
        "high",
        "image-thumbs",
        region="eu-west-3",
        lead=180,
    )
    cache = "elasticache/thumbs-002"
    c.metric(cache, "Evictions", 880, stat="Sum", whole=True, noise=0.25, step=2, baseline=True)
    c.metric(cache, "DatabaseMemoryUsagePercentage", 99.2, noise=0.002, cap=100, sway=0, step=2, baseline=True)
    c.metric(cache, "CacheHitRate", 96.8, unit="Percent", noise=0.004, sway=0.002, step=2, cap=100, baseline=True)
    c.metric(cache, "EngineCPUUtilization", 23, step=2)
    c.metric(cache, "CurrConnections", 118, whole=True, noise=0.03, step=2)
    c.metric("alb/image-thumbs", "TargetResponseTime", 0.034, stat="p95", step=2, baseline=True)
    c.metric("alb/image-thumbs", "RequestCount", 19000, stat="Sum", whole=True, step=2)
    c.metric("alb/image-thumbs", "HTTPCode_Target_5XX_Count", 1.1, stat="Sum", whole=True, noise=0.7, step=2)
    c.state(
        cache,
        "elasticache_node",
        engine="redis 7.0",
        node_type="cache.r6g.xlarge",
        parameters={"maxmemory-policy": "allkeys-lru"},
        description="LRU store of thumbnails, sized to stay full",
    )
    c.log(
        -70,
        "ecs-service/image-thumbs",
        "warn",
        "libvips: VipsJpeg: premature end of JPEG image, served placeholder",
        37,
    )
    c.log(
        4, "ecs-service/image-thumbs", "warn", "libvips: VipsJpeg: premature end of JPEG image, served placeholder", 12
    )
    c.log(9, "ecs-service/image-thumbs", "info", "rendered 1 thumb in 48 ms (cache miss)", 580)
    c.event(
        -2900,
        cache,
        "maintenance",
        "Finished applying service update elasticache-2026-03-redis-security",
        "info",
        "elasticache",
    )
    c.change(
        -9,
        "config",
        "cloudwatch:PutMetricAlarm",
        cache,
        "role/terraform",
        alarm="thumbs-cache evictions",
        threshold=0,
        note="new standard alarms for all caches",
    )
    c.change(
        -44,
        "deployment",
        "ecs:UpdateService",
        "ecs-service/image-thumbs",
        "role/ci-publisher",
        task_definition=["image-thumbs:70", "image-thumbs:71"],
    )
    c.alert(
        0,
        "thumbs-cache evictions",
        cache,
        "alarm",
        "Evictions 902 > 0 for 5 datapoints",
        metric="Evictions",
        threshold=0,
    )
    c.alert(-1, "image-thumbs p95", "alb/image-thumbs", "ok", threshold=0.2)
    c.edges(
        "alb/image-thumbs calls ecs-service/image-thumbs",
        f"ecs-service/image-thumbs reads {cache}",
        "ecs-service/image-thumbs reads s3/media-originals",
    )
    surround_aws(c, "lambda/media-ingest", "ecs-service/image-thumbs")
    return c.healthy(
        cause="healthy.threshold_noise",
        near=["dependency.cache_failure", "compute.memory_saturation"],
        herring=("dependency.cache_failure", cache),
    )


def blue_green_domain() -> Pair:
    c = Case(
        690,
        "2026-05-21T05:30:00",
        75,
        "OpenSearch cluster status yellow",
        "cloudwatch",
        "opensearch/vessel-logs",
        "high",
        region="us-west-2",
        lead=120,
    )
    dom = "opensearch/vessel-logs"
    c.metric(dom, "ClusterStatus.yellow", {-120: 0, -5: 1, 52: 0}, stat="Maximum", noise=0, sway=0, step=5)
    c.metric(dom, "ClusterStatus.red", 0, stat="Maximum", noise=0, step=5)
    c.metric(dom, "Nodes", {-120: 6, -15: 12, 60: 6}, stat="Minimum", noise=0, sway=0, whole=True, step=5)
    c.metric(dom, "FreeStorageSpace", {-120: 212000, -15: 214000}, unit="Megabytes", noise=0.01, step=5)
    c.metric(dom, "SearchLatency", {-120: 55, -5: 71, 52: 54}, unit="Milliseconds", step=5)
    c.metric(dom, "IndexingRate", 4200, step=5)
    c.metric(dom, "ClusterIndexWritesBlocked", 0, stat="Maximum", step=5)
    c.metric(dom, "CPUUtilization", {-120: 38, -5: 57, 55: 37}, step=5)
    c.log(
        0,
        dom,
        "warn",
        "[o.o.c.r.a.AllocationService] Cluster health status changed from [GREEN] to [YELLOW] (reason: [shards relocating, node-left])",
        1,
        "ES_APPLICATION_LOGS",
    )
    c.log(
        51,
        dom,
        "info",
        "[o.o.c.r.a.AllocationService] Cluster health status changed from [YELLOW] to [GREEN] (reason: [shards started [[vessel-2026.05.20][2]]])",
        1,
        "ES_APPLICATION_LOGS",
    )
    c.log(
        -90,
        dom,
        "warn",
        "[o.o.d.PublicationTransportHandler] slow cluster state publication took 11.2s",
        3,
        "ES_APPLICATION_LOGS",
    )
    c.event(
        -18,
        dom,
        "SERVICE_SOFTWARE_UPDATE",
        "Service software update R20260402-P3 started (scheduled in the off-peak window)",
        "info",
        "opensearch",
    )
    c.event(63, dom, "SERVICE_SOFTWARE_UPDATE", "Service software update R20260402-P3 completed", "info", "opensearch")
    c.state(
        dom,
        "opensearch_domain",
        status="green",
        processing=False,
        data_nodes=6,
        engine="OpenSearch_2.13",
        unassigned_shards=0,
        off_peak_window="05:00-15:00 UTC",
    )
    c.change(
        -400,
        "deployment",
        "ecs:UpdateService",
        "ecs-service/log-router",
        "role/ci-publisher",
        task_definition=["log-router:8", "log-router:9"],
    )
    c.alert(
        53,
        "OpenSearch cluster status yellow",
        dom,
        "ok",
        "ClusterStatus.yellow back to 0",
        metric="ClusterStatus.yellow",
        threshold=1,
    )
    c.edges(f"ecs-service/log-router writes {dom}", f"ecs-service/log-viewer reads {dom}")
    surround_aws(c, "ecs-service/log-router", "ecs-service/log-viewer")
    return c.healthy(near=["compute.instance_lost", "storage.full"], herring=("compute.instance_lost", dom))


def one_bad_invocation() -> Pair:
    c = Case(
        934,
        "2026-06-11T14:08:00",
        30,
        "waybill-render errors",
        "cloudwatch",
        "lambda/waybill-render",
        "high",
        region="eu-west-1",
        lead=120,
    )
    fn = "lambda/waybill-render"
    c.metric(fn, "Errors", {-120: 0, -61: 1, -60: 0, 0: 1, 1: 0}, stat="Sum", whole=True, noise=0, sway=0)
    c.metric(fn, "Invocations", 1370, stat="Sum", whole=True, noise=0.06)
    c.metric(fn, "Duration", 210, stat="p95", noise=0.08)
    c.metric(fn, "Throttles", 0, stat="Sum", whole=True)
    c.metric(fn, "ConcurrentExecutions", 6, stat="Maximum", whole=True, noise=0.2)
    c.metric("sqs/waybill-dlq", "ApproximateNumberOfMessagesVisible", 0, whole=True)
    c.state(
        fn,
        "lambda_function",
        runtime="java21",
        memory_mb=2048,
        timeout_s=30,
        snap_start="PublishedVersions",
        last_update_status="Successful",
        last_modified="2026-06-11T13:20:40.000+0000",
        dead_letter="sqs/waybill-dlq",
    )
    c.log(0.4, fn, "error", "RequestId: 9a20 Error: Runtime exited with error: signal: killed Runtime.ExitError", 1)
    c.log(0.5, fn, "info", "waybill 7120993 rendered (async retry 1) in 1904 ms", 1)
    c.log(-60, fn, "error", "java.net.SocketTimeoutException: Read timed out (fonts bucket), retry ok", 1)
    c.log(-22, fn, "warn", "WARNING: sun.misc.Unsafe::objectFieldOffset has been called by com.google.protobuf", 88)
    c.log(15, fn, "info", "REPORT Duration: 188.01 ms Memory Size: 2048 MB Max Memory Used: 811 MB", 20400)
    c.change(-48, "deployment", "lambda:PublishVersion", fn, "role/ci-publisher", version=["61", "62"])
    c.change(-90, "config", "cloudwatch:PutMetricAlarm", fn, "role/terraform", threshold=0, datapoints="1 of 1")
    c.alert(
        1,
        "waybill-render errors",
        fn,
        "ok",
        "ALARM 14:08Z [1.0] > 0, OK 14:09Z; same twice yesterday",
        metric="Errors",
        threshold=0,
    )
    c.edges(f"sqs/waybills calls {fn}", f"{fn} writes s3/waybill-pdf")
    surround_aws(c, "sqs/waybills", "ecs-service/waybill-ui")
    return c.healthy(near=["lambda.out_of_memory", "deployment.bad_release"], herring=("deployment.bad_release", fn))


def rolling_hosts() -> Pair:
    c = Case(
        281,
        "2026-07-01T09:15:00",
        26,
        "ferry-seats healthy hosts below 6",
        "cloudwatch",
        "target-group/ferry-seats",
        "high",
        region="eu-west-1",
        zone=2,
    )
    tg, svc = "target-group/ferry-seats", "ecs-service/ferry-seats"
    c.metric(tg, "HealthyHostCount", {-60: 6, -2: 5, 1: 4, 3: 5, 6: 6}, stat="Minimum", noise=0, sway=0)
    c.metric(tg, "UnHealthyHostCount", {-60: 0, -1: 2, 3: 1, 5: 0}, stat="Maximum", noise=0, sway=0)
    c.metric("alb/ferry", "HTTPCode_Target_5XX_Count", 0.7, stat="Sum", whole=True, noise=0.7)
    c.metric("alb/ferry", "HTTPCode_ELB_5XX_Count", 0.3, stat="Sum", whole=True, noise=0.7)
    c.metric("alb/ferry", "TargetResponseTime", 0.12, stat="p95", baseline=True)
    c.metric("alb/ferry", "RequestCount", 3900, stat="Sum", whole=True)
    c.metric(svc, "CPUUtilization", {-60: 41, -2: 58, 6: 42}, noise=0.08, cap=100)
    c.state(
        svc,
        "ecs_service",
        desired=6,
        running=6,
        pending=0,
        task_definition="ferry-seats:92",
        deployments=[
            {
                "status": "PRIMARY",
                "task_definition": "ferry-seats:92",
                "desired": 6,
                "running": 6,
                "rollout_state": "COMPLETED",
                "rollout_reason": "ECS deployment ecs-svc/66120 completed.",
            }
        ],
    )
    c.state(tg, "target_group", healthy=6, unhealthy=0, reasons=[])
    c.event(-3, svc, "SERVICE_DEPLOYMENT_IN_PROGRESS", "ECS deployment ecs-svc/66120 in progress.", "info", "ecs")
    c.event(
        -1,
        svc,
        "TARGET_DEREGISTERED",
        "(service ferry-seats) has begun draining connections on 2 tasks.",
        "info",
        "ecs",
        count=3,
    )
    c.event(
        0.5,
        svc,
        "TARGET_UNHEALTHY",
        "(service ferry-seats) (task 91c2) (port 8080) is unhealthy in (target-group ferry-seats) due to (reason Health checks failed)",
        "warning",
        "ecs",
    )
    c.event(7, svc, "SERVICE_STEADY_STATE", "(service ferry-seats) has reached a steady state.", "info", "ecs")
    c.log(0, svc, "warn", "Failed to determine the https port for redirect.", 6)
    c.log(-1, svc, "info", "Application is shutting down...", 6)
    c.log(1, svc, "error", "System.OperationCanceledException: The operation was canceled. (shutdown token)", 4)
    c.change(
        -3,
        "deployment",
        "ecs:UpdateService",
        svc,
        "role/ci-publisher",
        task_definition=["ferry-seats:91", "ferry-seats:92"],
    )
    c.alert(
        6,
        "ferry-seats healthy hosts below 6",
        tg,
        "ok",
        "HealthyHostCount [4,5] < 6, OK after 6 min",
        metric="HealthyHostCount",
        threshold=6,
    )
    c.edges(f"alb/ferry calls {tg}", f"{tg} runs_on {svc}", f"{svc} reads rds/ferry-db")
    surround_aws(c, "rds/ferry-db", "ecs-service/ferry-admin")
    return c.healthy(near=["deployment.bad_release", "lb.no_healthy_targets"], herring=("deployment.bad_release", svc))

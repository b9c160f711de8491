"""Faults around Lambda functions."""

from .build import Case, Result
from .ordinary import chatter, function
from .shapes import Shape, capped, ramp, spikes, step


def clip_worker() -> Result:
    """Ever larger films reach the 120 s limit of a function: it times out with memory to spare and no change."""
    c = Case("clip-dlq-4471", 11, "2026-02-17T09:40", 210, 24, step=300)
    fn, queue, dlq = "lambda/clip-transcode", "sqs/clip-jobs", "sqs/clip-jobs-dlq"
    c.incident("P2 | media-prod-07", dlq, "cloudwatch", severity="warning", text="See runbook.", team="media")
    c.alert(
        2,
        "P2 | media-prod-07",
        dlq,
        metric="ApproximateNumberOfMessagesVisible",
        threshold=0,
        comparison="GreaterThanThreshold",
    )
    c.alert(
        -41000, "clip-poster-duration-anomaly", "lambda/clip-poster", "alarm", reason="anomaly band, open since January"
    )
    c.alert(-700, "media-5xx", "apigateway/media", "ok", metric="5XXError", threshold=10)
    grow = capped(ramp(71000, 135000, -200, 10), 120000)
    c.metric("Invocations", fn, 46.0 * 5)
    c.metric("Duration", fn, grow, noise="gauge", stat="p95", cap=120000)
    c.metric("Duration", fn, capped(ramp(96000, 150000, -200, 0), 120000), noise="gauge", stat="Maximum", cap=120000)
    c.metric("Errors", fn, ramp(0, 61, -8, 18))
    c.metric("ConcurrentExecutions", fn, ramp(52, 88, -200, 10))
    c.metric("Throttles", fn, 0.0)
    function(c, "clip-poster", 230, 640)
    function(c, "clip-metadata", 240, 410, errors=0.6)
    c.series(dlq, ApproximateNumberOfMessagesVisible=ramp(0, 176, -6, 24))
    c.series(
        queue,
        ApproximateNumberOfMessagesVisible=31,
        NumberOfMessagesSent=46 * 5,
        ApproximateAgeOfOldestMessage=ramp(40, 190, -5, 24),
    )
    c.metric("FirstByteLatency", "s3/clip-originals", 38)
    c.log(
        -180,
        fn,
        "info",
        "probe key=in/7f/intro.mov size_mb=612 codec=h264 segments=41",
        1,
        "/aws/lambda/clip-transcode",
    )
    c.log(
        -6.2,
        fn,
        "info",
        "probe key=in/c1/stage-left.mov size_mb=1918 codec=prores segments=133 encoded=127/133 elapsed=116.8s",
        1,
        "/aws/lambda/clip-transcode",
    )
    c.log(
        1.4,
        fn,
        "error",
        "2026-02-17T09:41:24Z 5d0b3c1e-77aa Task timed out after 120.00 seconds",
        118,
        "/aws/lambda/clip-transcode",
    )
    c.log(
        4,
        fn,
        "info",
        "REPORT RequestId: 91fe2b70 Duration: 120000.00 ms Billed Duration: 120000 ms Memory Size: 3008 MB Max Memory Used: 1490 MB",
        121,
    )
    c.log(9, fn, "info", "probe key=in/e8/gig-cam2.mov size_mb=2240 codec=prores segments=151", 1)
    chatter(c, "lambda/clip-poster", "python", 7)
    chatter(c, "lambda/clip-metadata", "node", 5)
    c.change(-1600, "deployment", "lambda:UpdateFunctionCode", "lambda/clip-poster", commit="77a1f0c")
    c.change(-330, "config", "s3:PutLifecycleConfiguration", "s3/clip-originals", actor="user/dora", rules=3)
    c.edges("reads", (fn, queue), (fn, "s3/clip-originals"), ("lambda/clip-metadata", "s3/clip-originals"))
    c.edges("writes", (queue, dlq))
    c.state(
        fn,
        "lambda_function",
        runtime="python3.12",
        memory_mb=3008,
        timeout_s=120,
        alias_live="19",
        last_modified="2025-11-20T10:02:11Z",
        last_update_status="Successful",
    )
    c.state(
        queue,
        "sqs_queue",
        visible=29,
        in_flight=85,
        oldest_age_s=188,
        redrive={"dlq": "clip-jobs-dlq", "max_receives": 1},
    )
    c.state(
        "lambda/clip-poster",
        "lambda_function",
        runtime="python3.12",
        memory_mb=1024,
        timeout_s=30,
        last_update_status="Successful",
    )
    return c.done("lambda.timeout", fn, near=("dependency.slow", "sqs.poison_message", "lambda.out_of_memory"))


def quote_rush() -> Result:
    """Demand outgrew a reserved concurrency of 40 set days before: 429s; the release was of another function."""
    c = Case("quote-5xx-0093", 12, "2026-03-04T08:55", 90, 20, zone="+01:00", region="eu-central-1")
    fn, gw = "lambda/quote-engine", "apigateway/insure-public"
    c.incident(
        "insure-public-5xx-ratio", gw, "cloudwatch", "insure", text="m1/m2 > 0.02 for 3 of 5 datapoints", env="prod"
    )
    c.alert(2, "insure-public-5xx-ratio", gw, metric="5XXError", threshold=0.02, comparison="GreaterThanThreshold")
    c.alert(-3000, "quote-pdf-errors", "lambda/quote-pdf", "ok", metric="Errors", threshold=5)
    c.alert(-9, "tariff-table-latency", "dynamodb/tariffs", "ok", metric="SuccessfulRequestLatency", threshold=25)
    demand = ramp(2300, 4100, -85, 15)
    c.metric("Invocations", fn, capped(demand, 3300))
    c.metric("ConcurrentExecutions", fn, capped(ramp(26, 44, -85, 8), 40), noise="int", cap=40)
    c.series(fn, Errors=0.6, Duration=640.0, Throttles=ramp(0, 790, -3, 16))
    c.series(gw, Count=ramp(2600, 4500, -85, 15), Latency=700.0)
    c.metric("4XXError", gw, 31)
    c.metric("5XXError", gw, ramp(1, 770, -3, 16))
    function(c, "quote-pdf", 140, 1250, errors=0.4)
    function(c, "broker-auth", 2700, 22)
    c.series(
        "dynamodb/tariffs",
        ConsumedReadCapacityUnits=ramp(41000, 60000, -85, 15),
        ReadThrottleEvents=0.0,
        SuccessfulRequestLatency=4.1,
    )
    c.log(
        3,
        gw,
        "error",
        "(c1f0e) Execution failed due to configuration error: Rate Exceeded. (Service: AWSLambda; Status Code: 429; TooManyRequestsException; Reason: ReservedFunctionConcurrentInvocationLimitExceeded)",
        1402,
        "API-Gateway-Execution-Logs_p91",
    )
    c.log(
        -10.5,
        "lambda/quote-pdf",
        "error",
        "[ERROR] FontConfigError: could not load /opt/fonts/Inter.ttf, using fallback",
        22,
    )
    c.log(-11, "lambda/quote-pdf", "info", "INIT_START Runtime Version: nodejs:20.v41", 9)
    chatter(c, fn, "python", 6)
    chatter(c, "lambda/broker-auth", "go", 4)
    c.change(
        -12,
        "deployment",
        "lambda:UpdateFunctionCode",
        "lambda/quote-pdf",
        actor="role/insure-ci",
        version=88,
        previous_version=87,
    )
    c.change(-5200, "config", "lambda:PutFunctionConcurrency", fn, actor="user/imran", reserved_concurrency=40)
    c.edges("calls", (gw, fn), (gw, "lambda/broker-auth"), (gw, "lambda/quote-pdf"))
    c.edges("reads", (fn, "dynamodb/tariffs"))
    c.state(
        fn,
        "lambda_function",
        runtime="python3.11",
        memory_mb=1536,
        timeout_s=15,
        reserved_concurrency=40,
        alias_live="212",
        last_update_status="Successful",
    )
    c.state("lambda/quote-pdf", "lambda_function", runtime="nodejs20.x", memory_mb=2048, timeout_s=30, alias_live="88")
    c.state("dynamodb/tariffs", "dynamodb_table", billing_mode="PAY_PER_REQUEST", status="ACTIVE")
    also = (("traffic.surge", gw), ("traffic.surge", fn))
    return c.done(
        "lambda.throttled",
        fn,
        also=also,
        herring=("deployment.bad_release", "lambda/quote-pdf"),
        near=("gateway.rate_limited",),
    )


def slow_listing() -> Result:
    """Version 142 makes 57 table reads, not 2; version 141 stays fast beside it, and the table's throttles are old."""
    c = Case("storefront-p95-burn", 13, "2026-01-28T15:20", 60, 32, region="us-east-2")
    fn, gw, table = "lambda/listing-read", "apigateway/storefront", "dynamodb/sku-index"
    c.incident(
        "SLO burn rate 14x (1h) storefront latency", gw, "datadog", "storefront", "critical", start=9, monitor="1882011"
    )
    c.alert(9, "SLO burn rate 14x (1h) storefront latency", gw, "alarm", query='burn_rate("9c1e").over("1h") > 14.4')
    c.alert(
        -30300,
        "sku-index read throttles",
        table,
        "alarm",
        metric="ReadThrottleEvents",
        threshold=0,
        reason="red since the January import, ticket DATA-771",
    )
    c.alert(-400, "listing-read errors", fn, "ok", metric="Errors", threshold=20)
    slow = ramp(185, 2450, 0, 10)
    c.series(fn, Invocations=5200, Errors=0.9, Duration=slow, Throttles=0.0, ConcurrentExecutions=ramp(17, 190, 0, 12))
    c.series(gw, Count=7400, Latency=ramp(230, 2540, 0, 10), IntegrationLatency=ramp(215, 2510, 0, 10))
    c.metric("5XXError", gw, 2.2)
    function(c, "listing-write", 310, 95)
    c.series(
        table,
        ConsumedReadCapacityUnits=ramp(22000, 171000, 0, 10),
        ReadThrottleEvents=1.8,
        SuccessfulRequestLatency=3.4,
    )
    c.series("elasticache/listing", CacheHits=41000, CurrConnections=220)
    c.metric("CPUUtilization", "elasticache/listing", 22, namespace="AWS/ElastiCache")
    c.log(-21, fn, "info", '{"level":"info","version":"141","op":"list","ddb_calls":2,"took_ms":171}', 4800)
    c.log(6, fn, "info", '{"level":"info","version":"142","op":"list","ddb_calls":57,"took_ms":2233}', 3911)
    c.log(7, fn, "info", '{"level":"info","version":"141","op":"list","ddb_calls":2,"took_ms":166}', 92)
    c.log(
        8, fn, "warning", '{"level":"warn","version":"142","msg":"response near client deadline","took_ms":2904}', 204
    )
    c.log(
        -33,
        "lambda/listing-write",
        "warning",
        "ProvisionedThroughputExceededException on sku-index (attempt 1 of 4), backing off 52ms",
        3,
    )
    chatter(c, "lambda/listing-write", "node", 6)
    c.event(
        -0.4,
        fn,
        "TrafficShift",
        "Deployment d-L0P9 shifting 10% of alias live from version 141 to version 142",
        "info",
        "codedeploy",
    )
    c.event(
        5.6, fn, "TrafficShift", "Deployment d-L0P9 shifted 100% of alias live to version 142", "info", "codedeploy"
    )
    c.change(
        -1.5,
        "deployment",
        "lambda:PublishVersion",
        fn,
        version=142,
        previous_version=141,
        commit="e01b7d2 batch badges per item",
    )
    c.change(
        -240,
        "config",
        "elasticache:ModifyCacheCluster",
        "elasticache/listing",
        actor="user/ana",
        maintenance_window="sun:03:00",
    )
    c.edges("calls", (gw, fn), (gw, "lambda/listing-write"))
    c.edges("reads", (fn, table), (fn, "elasticache/listing"))
    c.edges("writes", ("lambda/listing-write", table))
    c.state(
        fn,
        "lambda_function",
        runtime="nodejs20.x",
        memory_mb=1024,
        timeout_s=10,
        alias_live="142",
        versions=["140", "141", "142"],
    )
    c.state(table, "dynamodb_table", billing_mode="PAY_PER_REQUEST", status="ACTIVE")
    return c.done(
        "deployment.bad_release",
        fn,
        herring=("dynamodb.throttled", table),
        near=("code.slow_path", "dependency.slow", "traffic.surge"),
    )


def denied_archive() -> Result:
    """A new bucket policy denies all outside an endpoint: two functions are refused; the release wrote before it."""
    c = Case("report-late-2207", 14, "2026-04-21T13:05", 75, 26, step=300)
    fn, bucket = "lambda/report-export", "s3/kestrel-report-archive"
    c.incident(
        "Reports: freshness > 20 min",
        "service/reporting",
        "datadog",
        "reporting",
        start=22,
        text="custom.report.age_minutes over threshold",
    )
    c.alert(
        22,
        "Reports: freshness > 20 min",
        "service/reporting",
        "alarm",
        metric="custom.report.age_minutes",
        threshold=20,
    )
    c.alert(-90, "report-export duration", fn, "ok", metric="Duration", threshold=20000)
    c.series(fn, Invocations=62, Errors=step(0, 60, 0), Duration=step(5100, 4200, 0), Throttles=0.0)
    c.metric("custom.report.age_minutes", "service/reporting", ramp(4, 30, 0, 26), noise="gauge", namespace="custom")
    function(c, "report-render", 64, 2300, errors=0.1)
    c.series("lambda/report-index", Invocations=30, Errors=step(0.1, 29, 0))
    c.metric("4xxErrors", bucket, step(0.4, 180, 0))
    c.metric("AllRequests", bucket, 410)
    c.log(
        1.1,
        fn,
        "error",
        'botocore.exceptions.ClientError: An error occurred (AccessDenied) when calling the PutObject operation: User: arn:aws:sts::730118822604:assumed-role/report-export/report-export is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::kestrel-report-archive/2026/04/21/0c.parquet" with an explicit deny in a resource-based policy',
        241,
        "/aws/lambda/report-export",
    )
    c.log(
        1.6,
        "lambda/report-index",
        "error",
        "AccessDenied: explicit deny in a resource-based policy (ListObjectsV2 kestrel-report-archive)",
        102,
    )
    c.log(-19, fn, "info", "version=33 wrote 2026/04/21/0b.parquet rows=88121", 58)
    c.log(-9, fn, "info", "version=34 wrote 2026/04/21/0b.parquet rows=90177", 131)
    chatter(c, "lambda/report-render", "python", 6)
    c.change(-17, "deployment", "lambda:UpdateAlias", fn, alias="live", version=["33", "34"])
    c.change(
        -1.3,
        "access",
        "s3:PutBucketPolicy",
        bucket,
        actor="role/security-guardrails",
        statements=["AllowReporting", "DenyOutsideVpce"],
        condition={"StringNotEquals": {"aws:SourceVpce": "vpce-0d1c77"}},
    )
    c.change(-31, "other", "iam:CreateAccessKey", "iam-user/bi-viewer", actor="user/lena")
    c.edges("writes", (fn, bucket))
    c.edges("reads", ("lambda/report-index", bucket), ("service/reporting", bucket))
    c.edges("calls", ("lambda/report-render", fn))
    c.state(
        fn,
        "lambda_function",
        runtime="python3.12",
        memory_mb=2048,
        timeout_s=60,
        alias_live="34",
        vpc=None,
        last_update_status="Successful",
    )
    c.state(bucket, "s3_bucket", versioning="Enabled", block_public_access=True, policy_last_modified=c.at(-1.3))
    also = (("access.permission_denied", fn), ("network.policy_blocked", bucket))
    return c.done(
        "access.permission_denied",
        bucket,
        also=also,
        herring=("deployment.bad_release", fn),
        near=("access.kms_key_unavailable",),
    )


def morning_push() -> Result:
    """A push campaign wakes hundreds of new Java instances: 5 s of init for each, while warm requests stay quick."""
    c = Case("member-app-synthetic", 15, "2026-03-19T18:00", 45, 5)
    fn, gw = "lambda/member-api", "apigateway/member-app"
    c.incident(
        "Synthetic 'open member card' FAILED from 3 of 4 locations",
        gw,
        "synthetic-monitor",
        severity="critical",
        start=3,
    )
    c.alert(3, "open member card", gw, "alarm", count=3, reason="step 2 took 8.1 s, assertion responseTime < 4000 ms")
    c.alert(-2000, "member-api-errors", fn, "ok", metric="Errors", threshold=10)
    c.alert(-15, "member-db-cpu", "rds/member-db", "ok", metric="CPUUtilization", threshold=80)

    def by_minute(usual: float, *values: float) -> Shape:
        return lambda m: usual if m < 0 else values[min(int(m), len(values) - 1)]

    wave_in = by_minute(420, 1500, 3100, 3600, 2900, 2600)
    c.series(
        fn, Invocations=wave_in, Errors=0.4, Throttles=0.0, ConcurrentExecutions=by_minute(6, 120, 310, 495, 640, 780)
    )
    c.metric("Duration", fn, step(120, 180, 0), stat="p50")
    c.metric("Duration", fn, step(310, 1150, 0), stat="p99")
    c.metric("InitDuration", fn, 5350, namespace="LambdaInsights", step=60)
    c.metric("ColdStarts", fn, by_minute(0.3, 114, 190, 185, 150, 140), namespace="LambdaInsights")
    c.series(
        gw,
        Count=by_minute(430, 1520, 3130, 3640, 2930, 2620),
        IntegrationLatency=step(160, 5480, 0),
        Latency=step(180, 5510, 0),
    )
    c.metric("5XXError", gw, step(0.1, 4, 0))
    c.series(
        "rds/member-db",
        CPUUtilization=step(19, 41, 0),
        DatabaseConnections=by_minute(40, 150, 340, 520, 670, 800),
        ReadLatency=0.0012,
    )
    function(c, "member-notify", 12, 210, Invocations=spikes(12, 900, (-2, -1)))
    c.log(
        0.6,
        fn,
        "info",
        "REPORT RequestId: 77b1 Duration: 171.24 ms Billed Duration: 5560 ms Memory Size: 1024 MB Max Memory Used: 371 MB Init Duration: 5387.92 ms",
        779,
        "/aws/lambda/member-api",
    )
    c.log(
        1,
        fn,
        "info",
        "REPORT RequestId: 91dc Duration: 133.02 ms Billed Duration: 134 ms Memory Size: 1024 MB Max Memory Used: 369 MB",
        12904,
    )
    c.log(1.2, fn, "info", "Started MemberApplication in 4.871 seconds (process running for 5.3)", 779)
    c.log(-2, "lambda/member-notify", "info", "push campaign spring-points: 212044 devices queued", 1)
    chatter(c, fn, "jvm", 6)
    c.edges("calls", (gw, fn))
    c.edges("reads", (fn, "rds/member-db"))
    c.state(
        fn,
        "lambda_function",
        runtime="java21",
        memory_mb=1024,
        timeout_s=29,
        alias_live="57",
        snap_start="None",
        provisioned_concurrency=0,
        last_modified="2026-03-02T11:40:00Z",
    )
    c.state(
        "rds/member-db",
        "rds_instance",
        engine="postgres",
        engine_version="16.4",
        instance_class="db.r6g.xlarge",
        parameters={"max_connections": 1600},
    )
    also = (("traffic.surge", gw), ("traffic.surge", fn))
    return c.done("lambda.cold_start_surge", fn, also=also, near=("dependency.slow", "lambda.throttled"))

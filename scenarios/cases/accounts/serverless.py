"""Faults of Lambda, DynamoDB, Kinesis, a third party and a flag."""

from __future__ import annotations

from .build import Answer, Case


def reserved_concurrency() -> Answer:
    """A cost bot cut the reserved concurrency from 60 to 10; the queue grows with nothing sent more and no errors."""
    c = Case(
        "img-queue-age",
        "2026-03-19T16:45:00",
        "sqs img-jobs ApproximateAgeOfOldestMessage",
        "sqs/img-jobs",
        span=120,
        since=-33,
    )
    c.alert(
        -33,
        "sqs img-jobs ApproximateAgeOfOldestMessage",
        "sqs/img-jobs",
        metric="ApproximateAgeOfOldestMessage",
        threshold=300,
        comparison="GreaterThanThreshold",
    )
    c.alert(
        -45,
        "media-db DatabaseConnections",
        "rds/media-db",
        metric="DatabaseConnections",
        threshold=80,
        reason="84 > 80 for 1 datapoint",
    )
    c.series("sqs/img-jobs", "ApproximateAgeOfOldestMessage", 4, 2250, -39, ramp=39, noise=0.03)
    c.series("sqs/img-jobs", "ApproximateNumberOfMessagesVisible", 12, 21000, -39, ramp=39, noise=0.03)
    c.series("sqs/img-jobs", "NumberOfMessagesSent", 900, noise=0.08)
    c.series("lambda/img-resize", "ConcurrentExecutions", 31, 10, -40, noise=0.02, top=40, stat="Maximum")
    c.series("lambda/img-resize", "Throttles", 0, 210, -40, noise=0.2)
    c.series("lambda/img-resize", "Duration", 2050, noise=0.06)
    c.series("lambda/img-resize", "Errors", 0, odd=0.05)
    c.series("rds/media-db", "DatabaseConnections", 78, noise=0.05)
    c.quiet("lambda/img-tag", 0.4)
    c.chatter("lambda/img-resize", "lambda", 4)
    c.chatter("lambda/img-tag", "lambda", 3)
    c.change(
        -41,
        "config",
        "lambda:PutFunctionConcurrency",
        "lambda/img-resize",
        "user/finops-bot",
        reserved_concurrent_executions=[60, 10],
    )
    c.change(-47, "deployment", "lambda:PublishVersion", "lambda/img-tag", "role/cd-media", version=19)
    c.edges(
        ("sqs/img-jobs", "calls", "lambda/img-resize"),
        ("lambda/img-resize", "writes", "rds/media-db"),
        ("lambda/img-tag", "reads", "rds/media-db"),
    )
    c.state(
        "lambda/img-resize",
        "lambda_function",
        runtime="nodejs20.x",
        memory_mb=1024,
        timeout_s=30,
        reserved_concurrency=10,
        last_update_status="Successful",
    )
    c.state(
        "sqs/img-jobs",
        "sqs_queue",
        visible=20800,
        in_flight=10,
        delayed=0,
        oldest_age_s=2244,
        redrive={"dlq": "img-jobs-dlq", "max_receives": 5},
    )
    return c.fault(
        "deployment.scaling_change",
        "lambda/img-resize",
        ("lambda.throttled", "lambda/img-resize"),
        herring=("db.connections_exhausted", "rds/media-db"),
        near=["dependency.queue_backlog", "traffic.surge"],
    )


def one_hot_key() -> Answer:
    """One merchant's key takes 61% of the traffic and 98.7% of the throttles, far below the capacity of the table."""
    c = Case(
        "loyalty-monitor-88213",
        "2026-01-16T18:32:00",
        "monitor 88213 triggered",
        "apigateway/loyalty",
        span=60,
        since=-17,
        source="datadog",
        severity="unknown",
        region="us-west-2",
    )
    c.alert(-17, "monitor 88213", "apigateway/loyalty")
    c.series("apigateway/loyalty", "5XXError", 1, 240, -19, noise=0.25)
    c.series("apigateway/loyalty", "Count", 7400, 7900, -20, noise=0.05)
    c.series("lambda/loyalty-earn", "Duration", 48, 610, -19, noise=0.15, stat="p95")
    c.series("lambda/loyalty-earn", "Errors", 0, 238, -19, noise=0.25)
    c.series("dynamodb/loyalty-points", "WriteThrottleEvents", 0, 2100, -19, noise=0.15)
    c.series("dynamodb/loyalty-points", "ConsumedWriteCapacityUnits", 2900, 3300, -19, noise=0.06)
    c.series("dynamodb/loyalty-points", "ProvisionedWriteCapacityUnits", 12000, noise=0)
    c.quiet("dynamodb/loyalty-catalog")
    c.quiet("lambda/loyalty-read")
    c.log(
        -18,
        "lambda/loyalty-earn",
        "error",
        "[ERROR] ProvisionedThroughputExceededException: An error occurred when calling the UpdateItem operation (reached max retries: 3): key=MERCHANT#00419",
        3904,
    )
    c.log(
        -12,
        "dynamodb/loyalty-points",
        "info",
        "contributor insights MostThrottledKeys: MERCHANT#00419 98.7%, MERCHANT#01182 0.4%; MostAccessedKeys: MERCHANT#00419 61.0%",
    )
    c.chatter("lambda/loyalty-earn", "lambda", 3)
    c.chatter("lambda/loyalty-read", "lambda", 3)
    c.change(-4225, "deployment", "lambda:UpdateAlias", "lambda/loyalty-read", "role/cd", version=["141", "142"])
    c.edges(
        ("apigateway/loyalty", "calls", "lambda/loyalty-earn"),
        ("apigateway/loyalty", "calls", "lambda/loyalty-read"),
        ("lambda/loyalty-earn", "writes", "dynamodb/loyalty-points"),
        ("lambda/loyalty-read", "reads", "dynamodb/loyalty-catalog"),
    )
    c.state(
        "dynamodb/loyalty-points",
        "dynamodb_table",
        billing_mode="PROVISIONED",
        read_capacity=4000,
        write_capacity=12000,
        auto_scaling=True,
        status="ACTIVE",
    )
    return c.fault("dynamodb.hot_partition", "dynamodb/loyalty-points", near=["dynamodb.throttled", "traffic.surge"])


def stream_behind() -> Answer:
    """The parallelization factor of the stream's only consumer went from 5 to 1; it falls behind with no error."""
    c = Case(
        "fleet-dashboard-stale",
        "2026-05-27T12:10:00",
        "fleet map data older than 10 minutes",
        "ecs-service/fleet-map",
        span=180,
        since=-44,
        source="synthetic-monitor",
        severity="warning",
        text="age of newest position 614 s",
    )
    c.alert(-44, "fleet map freshness", "ecs-service/fleet-map", count=31, reason="newest position older than 600 s")
    c.series(
        "kinesis/positions", "GetRecords.IteratorAgeMilliseconds", 900, 3.1e6, -55, ramp=55, noise=0.02, stat="Maximum"
    )
    c.series("kinesis/positions", "IncomingRecords", 61000, 64000, -90, noise=0.05)
    c.series("kinesis/positions", "WriteProvisionedThroughputExceeded", 0, odd=0.02)
    c.series("lambda/position-writer", "IteratorAge", 900, 3.1e6, -55, ramp=55, noise=0.02, stat="Maximum")
    c.series("lambda/position-writer", "Duration", 380, noise=0.06)
    c.series("lambda/position-writer", "Invocations", 610, 122, -56, noise=0.06)
    c.series("lambda/position-writer", "Errors", 0, odd=0.04)
    c.quiet("dynamodb/positions")
    c.quiet("ecs-service/fleet-map")
    c.chatter("lambda/position-writer", "lambda", 4)
    c.chatter("ecs-service/fleet-map", "node", 4)
    c.change(
        -57,
        "config",
        "lambda:UpdateEventSourceMapping",
        "lambda/position-writer",
        "role/terraform",
        parallelization_factor=[5, 1],
        batch_size=[100, 100],
    )
    c.edges(
        ("kinesis/positions", "calls", "lambda/position-writer"),
        ("lambda/position-writer", "writes", "dynamodb/positions"),
        ("ecs-service/fleet-map", "reads", "dynamodb/positions"),
    )
    c.state(
        "lambda/position-writer",
        "lambda_function",
        runtime="java21",
        memory_mb=1024,
        timeout_s=60,
        event_source={"stream": "positions", "parallelization_factor": 1, "shards": 4},
    )
    return c.fault(
        "kinesis.iterator_lag",
        "kinesis/positions",
        ("kinesis.iterator_lag", "lambda/position-writer"),
        ("deployment.scaling_change", "lambda/position-writer"),
    )


def address_provider() -> Answer:
    """An address provider answers 503, as its status page says; the database alarm is a hair over its line."""
    c = Case(
        "signup-funnel-drop",
        "2026-05-14T17:16:00",
        "signup conversions anomaly",
        "lambda/signup",
        span=120,
        since=-29,
        source="datadog",
        severity="info",
        region="eu-central-1",
    )
    c.alert(
        -29,
        "signup conversions anomaly",
        "lambda/signup",
        "warning",
        reason="anomalies(sum:signup.completed) below band",
    )
    c.alert(
        -31,
        "identity-db ReadLatency",
        "rds/identity-db",
        "alarm",
        metric="ReadLatency",
        threshold=0.002,
        reason="0.0021 > 0.002",
    )
    c.series("lambda/signup", "Duration", 410, 10100, -37, noise=0.04, stat="p90")
    c.series("lambda/signup", "Errors", 0, 61, -37, noise=0.2, odd=0.04)
    c.series("lambda/signup", "Invocations", 130, 160, -37, noise=0.1)
    c.series("rds/identity-db", "ReadLatency", 0.0018, noise=0.12)
    c.quiet("rds/identity-db", 0.6)
    c.quiet("lambda/login")
    c.log(
        -36,
        "lambda/signup",
        "error",
        'AddressLookupError: POST https://api.addressgrid.example/v3/validate -> 503 Service Unavailable (x-request-id ag-77121) body={"error":"upstream capacity"}',
        1540,
    )
    c.log(
        -30,
        "lambda/signup",
        "error",
        "requests.exceptions.ReadTimeout: HTTPSConnectionPool(host='api.addressgrid.example', port=443): Read timed out. (read timeout=10)",
        820,
    )
    c.log(
        -21,
        "lambda/status-poller",
        "warning",
        "statuspage addressgrid: investigating - Elevated error rates on Validation API (EU)",
    )
    c.chatter("lambda/signup", "lambda", 3)
    c.chatter("lambda/login", "lambda", 3)
    c.change(-50, "deployment", "lambda:UpdateFunctionCode", "lambda/login", "role/cd-id")
    c.edges(
        ("lambda/signup", "calls", "external/addressgrid"),
        ("lambda/signup", "writes", "rds/identity-db"),
        ("lambda/login", "reads", "rds/identity-db"),
    )
    c.state(
        "rds/identity-db",
        "rds_instance",
        engine="aurora-postgresql",
        instance_class="db.serverless",
        engine_version="16.4",
    )
    c.insights(
        "rds/identity-db",
        -40,
        [("SELECT * FROM accounts WHERE email_hash = $1", 0.4, 88.0, {"CPU": 0.3})],
        {"CPU": 0.6, "IO:DataFileRead": 0.2},
    )
    return c.fault(
        "dependency.third_party_outage",
        "external/addressgrid",
        ("dependency.errors", "external/addressgrid"),
        ("dependency.third_party_outage", "lambda/signup"),
        herring=("storage.io_saturation", "rds/identity-db"),
    )


def ranking_flag() -> Answer:
    c = Case(
        "feed-p99-page",
        "2026-06-20T20:07:00",
        "feed-api p99 > 2s",
        "alb/feed",
        span=100,
        since=-13,
        severity="critical",
    )
    c.alert(-13, "feed-api p99 > 2s", "alb/feed", metric="TargetResponseTime", threshold=2)
    c.series("alb/feed", "TargetResponseTime", 0.6, 4.4, -18, ramp=2, noise=0.12, stat="p99")
    c.series("alb/feed", "RequestCount", 15200, noise=0.05)
    c.series("alb/feed", "HTTPCode_Target_5XX_Count", 3, 510, -17, noise=0.2)
    c.series("ecs-service/feed-api", "CPUUtilization", 41, 97, -18, ramp=2, noise=0.04, top=100)
    c.series("ecs-service/feed-api", "RunningTaskCount", 12, noise=0, ns="ECS/ContainerInsights", stat="Average")
    c.quiet("ecs-service/feed-media")
    c.quiet("dynamodb/feed-items")
    c.log(
        -18,
        "ecs-service/feed-api",
        "info",
        "appconfig: configuration feed-ranker version 42 applied: ranker.mode=full_graph (was two_hop)",
        12,
    )
    c.log(
        -15, "ecs-service/feed-api", "warn", "ranker full_graph scored 41820 candidates in 3911 ms, budget 150 ms", 9020
    )
    c.log(-60, "ecs-service/feed-api", "info", "ranker two_hop scored 310 candidates in 44 ms", 40000)
    c.chatter("ecs-service/feed-api", "jvm", 4)
    c.chatter("ecs-service/feed-media", "go", 3)
    c.change(
        -19,
        "flag",
        "appconfig:StartDeployment",
        "ecs-service/feed-api",
        "user/ranking-pm",
        application="feed",
        profile="feed-ranker",
        version=[41, 42],
    )
    c.change(
        -140,
        "deployment",
        "ecs:UpdateService",
        "ecs-service/feed-api",
        "role/cd",
        task_definition=["feed-api:77", "feed-api:78"],
    )
    c.change(
        -22,
        "deployment",
        "ecs:UpdateService",
        "ecs-service/feed-media",
        "role/cd",
        task_definition=["feed-media:12", "feed-media:13"],
    )
    c.edges(
        ("alb/feed", "calls", "ecs-service/feed-api"),
        ("ecs-service/feed-api", "reads", "dynamodb/feed-items"),
        ("ecs-service/feed-api", "calls", "ecs-service/feed-media"),
    )
    c.state(
        "ecs-service/feed-api",
        "ecs_service",
        desired=12,
        running=12,
        pending=0,
        task_definition="feed-api:78",
        deployments=[{"status": "PRIMARY", "desired": 12, "running": 12, "rollout_state": "COMPLETED"}],
    )
    return c.fault(
        "deployment.feature_flag",
        "ecs-service/feed-api",
        herring=("deployment.bad_release", "ecs-service/feed-media"),
        near=["compute.cpu_saturation", "code.slow_path"],
    )


CASES = (reserved_concurrency, one_hot_key, stream_behind, address_provider, ranking_flag)

"""Pages about queues, tables and caches on AWS with nothing wrong behind them."""

from __future__ import annotations

from .record import Bundle, Expected, Record, bump, step, well
from .scenery import alb, aws_life, chatter


def night_statements() -> tuple[Bundle, Expected]:
    """The nightly statement run fills its queue and drains it, every night alike."""
    record = Record("hb-921", "2026-06-01T00:30", 150)
    record.page(
        "statement-jobs ApproximateAgeOfOldestMessage > 900",
        "cloudwatch",
        "sqs/statement-jobs",
        53,
        severity="high",
        service="statements",
        region="eu-west-1",
    )
    queue, worker = "sqs/statement-jobs", "ecs-service/statement-worker"
    age, last = (
        [(0, 0), (30, 0), (82, 2500), (130, 3100), (141, 0), (150, 0)],
        [(0, 0), (30, 0), (80, 2450), (131, 3160), (142, 0), (150, 0)],
    )
    depth = [(0, 0), (30, 0), (33, 61000), (140, 0), (150, 0)]
    record.metric(queue, "ApproximateAgeOfOldestMessage", age, period=2, noise=0.02, usual=last)
    record.metric(queue, "ApproximateNumberOfMessagesVisible", depth, period=2, noise=0.02, stat="Maximum", usual=depth)
    record.metric(queue, "NumberOfMessagesSent", bump(0, 30, 33, 30600), period=2, usual=bump(0, 30, 33, 30600))
    record.metric(queue, "NumberOfMessagesDeleted", bump(0, 31, 140, 1120), period=2, usual=bump(0, 31, 141, 1110))
    record.metric(worker, "CPUUtilization", bump(3, 31, 140, 88), period=2, noise=0.03, usual=bump(3, 31, 141, 88))
    record.metric("sqs/statement-jobs-dlq", "ApproximateNumberOfMessagesVisible", 0, period=2, stat="Maximum")
    record.alert(
        143,
        "statement-jobs ApproximateAgeOfOldestMessage > 900",
        queue,
        "ok",
        metric="ApproximateAgeOfOldestMessage",
        threshold=900,
        reason="went to ALARM on 9 of the last 10 nights",
    )
    record.log(33, "lambda/statement-planner", "planned 61204 statements for 2026-05-31", "info")
    record.log(141, worker, "queue empty, 61204 rendered, 0 failed", "info")
    record.log(70, worker, "WARN pdf font fallback DejaVuSans for glyph U+0142", "warn", 812)
    record.log(
        90, worker, "SdkClientException: Unable to execute HTTP request: Connection reset, will retry", "error", 6
    )
    chatter(record, worker, "java", 3)
    record.change(
        -20,
        "deployment",
        "ecs:UpdateService",
        worker,
        "role/statements-ci",
        task_definition=["statement-worker:40", "statement-worker:41"],
    )
    record.edges(f"{worker} reads {queue}", f"lambda/statement-planner writes {queue}")
    record.state(
        queue, "sqs_queue", visible=0, in_flight=0, delayed=0, redrive={"dlq": "statement-jobs-dlq", "max_receives": 5}
    )
    record.state(worker, "ecs_service", desired=8, running=8, pending=0)
    aws_life(record)
    return well(record, herring=("deployment.bad_release", worker), near=["dependency.queue_backlog"])


def quota_climb() -> tuple[Bundle, Expected]:
    """On-demand capacity took two minutes to follow a jump; the client library retried it all."""
    record = Record("hb-268", "2026-10-30T17:30", 60, millis=True)
    record.page(
        "bookings WriteThrottleEvents >= 10",
        "cloudwatch",
        "dynamodb/bookings",
        31,
        severity="high",
        service="bookings",
        region="eu-west-1",
    )
    table, fn = "dynamodb/bookings", "lambda/book-slot"
    record.metric(table, "ConsumedWriteCapacityUnits", step(41000, 29, 118000), noise=0.04)
    record.metric(table, "WriteThrottleEvents", bump(0, 29, 31, 870))
    record.metric(table, "SuccessfulRequestLatency", 5.3)
    record.metric(fn, "Invocations", step(40000, 29, 115000), noise=0.03)
    record.metric(fn, "Errors", 1)
    record.metric(fn, "Duration", [(0, 31), (28, 31), (29, 88), (31, 84), (32, 32), (60, 31)], stat="p95")
    record.metric("apigateway/bookings", "5XXError", 1)
    record.metric("apigateway/bookings", "Count", step(40000, 29, 115000), noise=0.03)
    record.alert(35, "bookings WriteThrottleEvents >= 10", table, "ok", metric="WriteThrottleEvents", threshold=10)
    record.log(30, fn, "retry attempt=1 op=PutItem reason=ThrottlingException", "warn", 2410)
    record.log(30.5, fn, "retry attempt=2 op=PutItem reason=ThrottlingException", "warn", 188)
    record.log(52, fn, "ConditionalCheckFailedException: slot already taken (expected)", "error", 96)
    chatter(record, fn, "node", 3)
    record.change(29, "other", "sale opened", "campaign/summer-slots", "commercial", announced=True)
    record.change(10, "deployment", "lambda:PublishVersion", fn, "role/bookings-ci", version=61)
    record.edges(f"apigateway/bookings > {fn}", f"{fn} writes {table}")
    record.state(table, "dynamodb_table", billing_mode="PAY_PER_REQUEST", status="ACTIVE")
    aws_life(record)
    return well(record, herring=("dynamodb.throttled", table), near=["traffic.surge", "dynamodb.hot_partition"])


def tile_evictions() -> tuple[Bundle, Expected]:
    """A cache that is meant to evict, evicts."""
    record = Record("hb-308", "2026-11-22T12:00", 90)
    record.page(
        "tiles-redis Evictions > 1000",
        "datadog",
        "elasticache/tiles-redis-001",
        40,
        severity="warning",
        service="map-tiles",
        region="us-east-1",
    )
    cache = "elasticache/tiles-redis-001"
    for name, level in (("Evictions", 1010), ("CacheHits", 410000), ("CacheMisses", 12400), ("CurrConnections", 210)):
        record.metric(cache, name, level, noise=0.06, usual=level)
    record.metric(cache, "EngineCPUUtilization", 33, usual=33)
    record.metric(cache, "DatabaseMemoryUsagePercentage", 99.6, noise=0.001, usual=99.6)
    alb(record, "map-tiles", 9900, 2, 0.03)
    record.metric("rds/tiles-db", "CPUUtilization", 18, usual=18)
    record.alert(
        40,
        "tiles-redis Evictions > 1000",
        cache,
        metric="Evictions",
        threshold=1000,
        comparison="GreaterThanThreshold",
        reason="monitor created yesterday from a template; flapping since",
        count=31,
    )
    record.log(20, "ecs-service/map-tiles", 'level=info msg="tile rendered after miss" z=14 took=41ms', "info", 11800)
    record.log(60, "ecs-service/map-tiles", 'level=error msg="tile out of range" z=22 status=404', "error", 310)
    chatter(record, "ecs-service/map-tiles", "go", 5)
    record.change(
        -1400, "config", "monitor created", "monitor/tiles-evictions", "user/newjoiner", template="redis-default"
    )
    record.change(
        33,
        "deployment",
        "ecs:UpdateService",
        "ecs-service/map-tiles",
        "role/tiles-ci",
        task_definition=["map-tiles:77", "map-tiles:78"],
    )
    record.edges(
        "alb/map-tiles > ecs-service/map-tiles",
        f"ecs-service/map-tiles reads {cache}",
        "ecs-service/map-tiles reads rds/tiles-db",
    )
    record.state(
        cache,
        "elasticache_cluster",
        engine="redis",
        node_type="cache.r6g.large",
        maxmemory_policy="allkeys-lru",
        status="available",
    )
    aws_life(record)
    return well(record, herring=("dependency.cache_failure", cache), near=["compute.memory_saturation"])

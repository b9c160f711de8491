"""Faults of queues, streams, tables and keys behind functions."""

from .build import Case, Result
from .ordinary import chatter, function
from .shapes import capped, flat, ramp, step, wave


def stuck_group() -> Result:
    """One message that does not parse is received 183 times and holds its FIFO group; all other groups are settled."""
    c = Case("settle-age-18", 16, "2026-05-06T02:11", 120, 95, step=300, zone="ms")
    queue, worker = "sqs/settlements.fifo", "ecs-service/settlement-worker"
    c.incident("Alarm 18", queue, "cloudwatch", severity="high", start=35)
    c.alert(
        35, "Alarm 18", queue, metric="ApproximateAgeOfOldestMessage", threshold=1800, comparison="GreaterThanThreshold"
    )
    c.alert(-210, "settlement-db-connections", "rds/settlement-db", "ok", metric="DatabaseConnections", threshold=300)
    c.series(
        queue,
        ApproximateAgeOfOldestMessage=ramp(9, 5700, 0, 95),
        ApproximateNumberOfMessagesVisible=ramp(3, 560, 0, 95),
        NumberOfMessagesSent=310,
        NumberOfMessagesReceived=316,
    )
    c.metric("NumberOfMessagesDeleted", queue, step(311, 304, 0))
    c.series(worker, CPUUtilization=17, MemoryUtilization=41, RunningTaskCount=3)
    c.series("rds/settlement-db", CPUUtilization=33, DatabaseConnections=48, ReadLatency=0.0009)
    c.log(
        4,
        worker,
        "error",
        "com.fasterxml.jackson.core.JsonParseException: Unexpected character ('}' (code 125)): was expecting double-quote to start field name; messageId=3f1d0b9e-52c4 group=acq-0417 ApproximateReceiveCount=9",
        1,
        "/ecs/settlement-worker",
    )
    c.log(
        44,
        worker,
        "error",
        "com.fasterxml.jackson.core.JsonParseException: Unexpected character ('}' (code 125)): was expecting double-quote to start field name; messageId=3f1d0b9e-52c4 group=acq-0417 ApproximateReceiveCount=88",
        1,
    )
    c.log(
        91,
        worker,
        "error",
        "com.fasterxml.jackson.core.JsonParseException: Unexpected character ('}' (code 125)): was expecting double-quote to start field name; messageId=3f1d0b9e-52c4 group=acq-0417 ApproximateReceiveCount=183",
        1,
    )
    c.log(60, worker, "info", "settled batch group=acq-0212 size=10", 1630)
    c.log(-80, worker, "info", "settled batch group=acq-0417 size=10", 14)
    c.log(
        -30,
        worker,
        "warning",
        "HikariPool-1 - Failed to validate connection org.postgresql.jdbc.PgConnection@71ab (This connection has been closed.). Possibly consider using a shorter maxLifetime value.",
        6,
    )
    chatter(c, worker, "jvm", 8)
    c.change(
        -64,
        "deployment",
        "ecs:UpdateService",
        worker,
        task_definition=["settlement-worker:140", "settlement-worker:141"],
    )
    c.event(
        -58, worker, "SERVICE_STEADY_STATE", "(service settlement-worker) has reached a steady state.", "info", "ecs"
    )
    c.edges("reads", (worker, queue))
    c.edges("writes", (worker, "rds/settlement-db"), ("lambda/acquirer-intake", queue))
    function(c, "acquirer-intake", 62, 88)
    c.state(
        queue,
        "sqs_queue",
        visible=560,
        in_flight=1,
        delayed=0,
        oldest_age_s=5712,
        redrive=None,
        fifo=True,
        visibility_timeout_s=30,
    )
    c.state(
        worker,
        "ecs_service",
        desired=3,
        running=3,
        pending=0,
        task_definition="settlement-worker:141",
        deployments=[{"status": "PRIMARY", "rollout_state": "COMPLETED", "desired": 3, "running": 3}],
    )
    also = (
        ("data.corrupt_input", queue),
        ("data.corrupt_input", worker),
        ("sqs.poison_message", worker),
        ("data.corrupt_input", "lambda/acquirer-intake"),
    )
    return c.done(
        "sqs.poison_message",
        queue,
        also=also,
        herring=("deployment.bad_release", worker),
        near=("dependency.queue_backlog",),
    )


def trailing_sessions() -> Result:
    """The stream's records doubled and its consumer, one batch per shard, cannot keep up; nothing throttles."""
    c = Case("sessions-dash-stale", 17, "2026-06-13T16:30", 180, 100, step=300, region="ap-southeast-2")
    stream, fn = "kinesis/clickstream", "lambda/sessionizer"
    c.incident(
        "dashboard 'live sessions' is behind",
        "service/insight-dash",
        "manual",
        severity="unknown",
        start=None,
        text="Marketing says the numbers stand still / are old.",
    )
    c.alert(-12000, "sessionizer-throttles", fn, "ok", metric="Throttles", threshold=1)
    c.series(stream, IncomingRecords=ramp(1.02e6, 2.3e6, -60, 30), WriteProvisionedThroughputExceeded=0.0)
    c.metric("IncomingBytes", stream, ramp(2.1e8, 4.6e8, -60, 30))
    c.metric("GetRecords.IteratorAgeMilliseconds", stream, ramp(300, 2.5e6, 0, 100))
    c.metric("IteratorAge", fn, ramp(320, 2.52e6, 0, 100))
    c.metric("Invocations", fn, capped(ramp(2100, 3200, -60, 0), 3200))
    c.metric("Duration", fn, capped(ramp(330, 760, -60, 0), 760), noise="gauge", stat="Average")
    c.series(fn, Errors=0.1, Throttles=0.0, ConcurrentExecutions=8)
    c.metric("IncomingRecords", "kinesis/orders", 91000)
    c.metric("GetRecords.IteratorAgeMilliseconds", "kinesis/orders", 210)
    function(c, "order-enrich", 900, 140)
    c.series(
        "dynamodb/sessions",
        ConsumedWriteCapacityUnits=capped(ramp(290000, 410000, -60, 0), 410000),
        WriteThrottleEvents=0.0,
        SuccessfulRequestLatency=4.9,
    )
    c.log(40, fn, "info", "batch shard=shardId-000000000003 records=500 took_ms=741 lag_s=960", 2600)
    c.log(-150, fn, "info", "batch shard=shardId-000000000001 records=261 took_ms=322 lag_s=0", 2100)
    chatter(c, "lambda/order-enrich", "python", 5)
    c.event(
        -18,
        stream,
        "AWS_KINESIS_OPERATIONAL_NOTIFICATION",
        "Reminder: enhanced fan-out pricing update effective next month.",
        "info",
        "health",
    )
    c.edges(
        "reads", (fn, stream), ("service/insight-dash", "dynamodb/sessions"), ("lambda/order-enrich", "kinesis/orders")
    )
    c.edges("writes", (fn, "dynamodb/sessions"))
    c.state(stream, "kinesis_stream", shards=8, mode="PROVISIONED", retention_h=24, status="ACTIVE")
    c.state(
        fn,
        "lambda_function",
        runtime="python3.12",
        memory_mb=512,
        timeout_s=60,
        reserved_concurrency=None,
        event_source={"batch_size": 500, "parallelization_factor": 1, "state": "Enabled"},
        last_modified="2026-04-02T09:00:00Z",
    )
    also = (("kinesis.iterator_lag", fn), ("traffic.surge", stream), ("traffic.surge", fn))
    return c.done(
        "kinesis.iterator_lag",
        stream,
        also=also,
        near=("dependency.queue_backlog", "dynamodb.throttled", "lambda.throttled"),
    )


def pinned_table() -> Result:
    """Writes crossed the table's fixed capacity, not autoscaled; the keys are even, the release is of texts only."""
    c = Case("loyalty-err-551", 18, "2026-02-26T11:48", 150, 30, region="eu-north-1")
    fn, table, gw = "lambda/points-ledger", "dynamodb/points-ledger", "apigateway/loyalty"
    c.incident("loyalty-5xx", gw, "cloudwatch", "loyalty", "critical", text="5XXError >= 30", env="prod")
    c.alert(2, "loyalty-5xx", gw, metric="5XXError", threshold=30, comparison="GreaterThanOrEqualToThreshold")
    c.alert(-4400, "loyalty-canary", "lambda/loyalty-canary", "ok")
    c.metric("5XXError", gw, ramp(1, 210, 0, 22))
    c.series(gw, Count=wave(2900, 420, 700, 40), Latency=ramp(120, 1900, 0, 15))
    c.series(
        fn,
        Invocations=wave(2650, 400, 700, 40),
        Errors=ramp(0.3, 205, 0, 22),
        Duration=ramp(88, 1750, 0, 15),
        Throttles=0.0,
    )
    c.metric("ConsumedWriteCapacityUnits", table, capped(ramp(17400, 24600, -140, 0), 24000), noise="gauge", cap=24000)
    c.metric("ProvisionedWriteCapacityUnits", table, 400, noise="exact", stat="Average")
    c.series(table, WriteThrottleEvents=ramp(0, 1900, -1, 25), ReadThrottleEvents=0.0, ConsumedReadCapacityUnits=8100)
    c.metric("SuccessfulRequestLatency", table, 5.2)
    c.series("dynamodb/members", ConsumedReadCapacityUnits=20100, WriteThrottleEvents=0.0)
    c.log(
        3,
        fn,
        "error",
        "ProvisionedThroughputExceededException: The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API. (PutItem points-ledger)",
        3120,
        "/aws/lambda/points-ledger",
    )
    c.log(-14, fn, "info", "version 71 earn member=m-8812 points=40 took=71ms", 2100)
    c.log(-40, fn, "warning", "partner file tier missing for store 118, defaulting to base", 88)
    c.log(5, fn, "warning", "partner file tier missing for store 118, defaulting to base", 91)
    chatter(c, fn, "node", 6)
    chatter(c, "lambda/loyalty-canary", "node", 3)
    c.change(
        -21, "deployment", "lambda:UpdateAlias", fn, alias="live", version=["70", "71"], commit="docs and log texts"
    )
    c.change(-9000, "config", "dynamodb:UpdateTable", table, actor="role/terraform", write_capacity=[300, 400])
    c.edges("calls", (gw, fn))
    c.edges("writes", (fn, table))
    c.edges("reads", (fn, "dynamodb/members"))
    c.state(
        table,
        "dynamodb_table",
        billing_mode="PROVISIONED",
        read_capacity=600,
        write_capacity=400,
        auto_scaling={"write": None, "read": {"min": 200, "max": 1200}},
        status="ACTIVE",
        contributor_insights={"most_accessed_share_pct": 0.4, "most_throttled_share_pct": 0.6},
    )
    c.state(fn, "lambda_function", runtime="nodejs20.x", memory_mb=512, timeout_s=10, alias_live="71")
    c.metric("ConcurrentExecutions", fn, flat(9))
    return c.done(
        "dynamodb.throttled",
        table,
        herring=("deployment.bad_release", fn),
        near=("dynamodb.hot_partition", "traffic.surge", "lambda.timeout"),
    )


def unread_documents() -> Result:
    """A clean-up job disabled a bucket's key: reads and uploads fail and name it; a role's policy changed before."""
    c = Case("docs-open-fail", 19, "2026-07-09T07:26", 50, 18, zone="+02:00")
    fn, key, gw = "lambda/doc-fetch", "kms/9b1f6a30-2d7e-4c11", "apigateway/docs"
    c.incident(
        "[Triggered] Monitor 40118876", gw, "datadog", severity="high", text="no description", monitor="40118876"
    )
    c.alert(
        2,
        "Monitor 40118876",
        gw,
        "alarm",
        query="sum(last_5m):sum:aws.apigateway.5xxerror{apiname:docs}.as_count() > 25",
    )
    c.alert(
        -12,
        "config-rule iam-policy-changed",
        "iam-role/doc-fetch",
        "alarm",
        reason="NON_COMPLIANT: inline policy changed outside pipeline",
    )
    c.series(gw, Count=640, Latency=180)
    c.metric("5XXError", gw, step(0.2, 390, 0))
    c.series(fn, Invocations=600, Errors=step(0.1, 388, 0), Duration=step(150, 70, 0), Throttles=0.0)
    function(c, "doc-list", 820, 60)
    function(c, "doc-upload", 41, 420, Errors=step(0.05, 41, 0))
    c.metric("AllRequests", "s3/docs-vault", 690)
    c.metric("4xxErrors", "s3/docs-vault", step(0.3, 430, 0))
    c.log(
        0.9,
        fn,
        "error",
        "KMS.DisabledException: arn:aws:kms:eu-west-1:663102247781:key/9b1f6a30-2d7e-4c11 is disabled. (Service: S3, Status Code: 400, GetObject docs-vault)",
        2790,
        "/aws/lambda/doc-fetch",
    )
    c.log(
        1.3,
        "lambda/doc-upload",
        "error",
        "KMS.DisabledException: key/9b1f6a30-2d7e-4c11 is disabled. (PutObject docs-vault)",
        301,
    )
    c.log(-6, fn, "info", "fetched tenant=t-209 bytes=1882113 took=133ms", 3300)
    chatter(c, "lambda/doc-list", "dotnet", 5)
    c.change(
        -13,
        "access",
        "iam:PutRolePolicy",
        "iam-role/doc-fetch",
        actor="user/mirko",
        policy="doc-fetch-extra",
        added=["s3:GetObjectTagging"],
    )
    c.change(-0.7, "access", "kms:DisableKey", key, actor="role/key-hygiene-job", reason="tag rotation=retired")
    c.change(-900, "deployment", "lambda:UpdateFunctionCode", "lambda/doc-list", version=18)
    c.edges("calls", (gw, fn), (gw, "lambda/doc-list"), (gw, "lambda/doc-upload"))
    c.edges("reads", (fn, "s3/docs-vault"))
    c.edges("depends_on", ("s3/docs-vault", key))
    c.state("s3/docs-vault", "s3_bucket", encryption="aws:kms", kms_key="9b1f6a30-2d7e-4c11", versioning="Enabled")
    c.state(
        fn,
        "lambda_function",
        runtime="dotnet8",
        memory_mb=1024,
        timeout_s=29,
        alias_live="63",
        last_update_status="Successful",
    )
    c.gap("state", "AccessDenied", key, "kms:DescribeKey")
    also = (("access.kms_key_unavailable", "s3/docs-vault"), ("access.kms_key_unavailable", fn))
    return c.done(
        "access.kms_key_unavailable", key, also=also, herring=("access.permission_denied", "iam-role/doc-fetch")
    )

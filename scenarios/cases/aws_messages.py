"""Queues, streams and tables: poison, backlog, iterators that fall behind, capacity and hot keys."""

from scenarios.cases.building import Case, Scenario
from scenarios.cases.building_aws import Scene, edges, fault, path, step


def one_message_blocks_a_group() -> Scenario:
    """A FIFO group is blocked by one message that fails each time; the queue has no redrive, other groups flow."""
    s, q, fn = Scene("2026-10-07T10:00:00", seed=701), "sqs/ledger-postings.fifo", "lambda/ledger-post"
    return fault(
        s.bundle(
            "aws-one-message-forever",
            "ledger-postings age > 600",
            q,
            started=27,
            alerts=[s.alarm(q, 27, "ledger-postings age > 600", "ApproximateAgeOfOldestMessage", 600)],
            metrics=[
                *s.queue(
                    q,
                    visible=path((16, 6), (None, 8, 61)),
                    age=path((16, 3), (None, 60, 1440)),
                    sent=310,
                    received=path((16, 310), (None, 342)),
                    deleted=path((16, 310), (None, 306)),
                ),
                *s.function(
                    fn, calls=path((16, 310), (None, 340)), errors=path((16, 0), (None, 31)), ms=74, concurrent=6
                ),
            ],
            logs=[
                *s.lines(
                    fn,
                    16.3,
                    40,
                    1.2,
                    [
                        (
                            "ERROR posting failed messageId=8d0f2c1e-77aa group=acct-55120 receiveCount={n} "
                            "decimal.InvalidOperation: [<class 'decimal.ConversionSyntax'>] amount='12,50'"
                        ),
                        "INFO posted messageId=1f{n} group=acct-10{n}",
                    ],
                ),
                *s.lines(fn, 0, 16, 2, ["INFO posted messageId=0a{n} group=acct-10{n}"]),
            ],
            changes=[
                s.change(
                    "lambda/ledger-report",
                    13,
                    "deployment",
                    "PublishVersion",
                    "role/ci",
                    version="6",
                    previous_version="5",
                ),
                s.change(fn, -8200, "deployment", "PublishVersion", "role/ci", version="30", previous_version="29"),
            ],
            topology=edges((fn, "reads", q), (fn, "writes", "dynamodb/ledger")),
            state=[
                s.state(
                    q, "sqs_queue", visible=61, in_flight=10, delayed=0, oldest_age_s=1440, fifo=True, redrive=None
                ),
                s.state(fn, "lambda_function", runtime="python3.12", memory_mb=512, timeout_s=30, alias_live="30"),
            ],
        ),
        "sqs.poison_message",
        q,
        also=[("data.corrupt_input", q), ("sqs.poison_message", fn), ("data.corrupt_input", fn)],
        herring=("deployment.bad_release", "lambda/ledger-report"),
        near=["dependency.queue_backlog", "code.unhandled_error", "lambda.timeout", "deployment.bad_release"],
    )


def more_sent_than_can_be_taken() -> Scenario:
    """A partner sends five times the messages; the consumer works without errors as fast as ever and falls behind."""
    s, q, svc = Scene("2026-11-02T21:00:00", seed=702, count=48), "sqs/track-events", "ecs-service/track-indexer"
    return fault(
        s.bundle(
            "aws-more-than-can-be-taken",
            "track-events visible messages",
            q,
            started=30,
            alerts=[s.alarm(q, 30, "track-events visible messages", "ApproximateNumberOfMessagesVisible", 10000)],
            metrics=[
                *s.queue(
                    q,
                    visible=path((20, 14), (None, 1500, 58000)),
                    age=path((20, 2), (None, 30, 1320)),
                    sent=path((20, 640), (None, 3150)),
                    received=path((20, 640), (None, 905)),
                    deleted=path((20, 640), (None, 905)),
                    in_flight=path((20, 9), (None, 30)),
                ),
                *s.tasks(svc, "logi", cpu=path((20, 41), (None, 78)), running=3),
                *s.metrics("opensearch/tracks", IndexingLatency=11, ThreadpoolWriteRejected=0),
            ],
            logs=[
                *s.lines(svc, 0, 48, 3, ["indexed batch={n} size=10 ms=182"]),
                s.log("service/partner-gateway", 21, "INFO partner NORDFRAKT replay of 2026-10 started", count=1),
            ],
            changes=[
                s.change(
                    svc,
                    14,
                    "deployment",
                    "ecs:UpdateService",
                    "role/logi-ci",
                    task_definition=["track-indexer:70", "track-indexer:71"],
                )
            ],
            events=[s.event(svc, 14.9, "SERVICE_DEPLOYMENT_COMPLETED", "ECS deployment ecs-svc/0091 completed.")],
            topology=edges(
                (svc, "reads", q), ("service/partner-gateway", "writes", q), (svc, "writes", "opensearch/tracks")
            ),
            state=[
                s.state(
                    q,
                    "sqs_queue",
                    visible=58000,
                    in_flight=30,
                    delayed=0,
                    oldest_age_s=1320,
                    redrive={"dlq": "track-events-dlq", "max_receives": 5},
                ),
                s.ecs_state(svc, 3, 3, "track-indexer:71"),
            ],
        ),
        "dependency.queue_backlog",
        q,
        also=[("traffic.surge", q), ("traffic.surge", "service/partner-gateway")],
        herring=("deployment.bad_release", svc),
        near=["sqs.poison_message", "kinesis.iterator_lag", "deployment.bad_release", "compute.cpu_saturation"],
    )


def backlog_because_the_database_waits() -> Scenario:
    """A queue grows since its consumer waits for a locked table: the queue is only where it is seen."""
    s, q, fn, db = Scene("2026-09-29T11:00:00", seed=703), "sqs/seat-changes", "lambda/seat-writer", "rds/seatmap-pg"
    return fault(
        s.bundle(
            "aws-queue-behind-a-lock",
            "seat-changes backlog",
            q,
            started=24,
            alerts=[
                s.alarm(q, 24, "seat-changes backlog", "ApproximateNumberOfMessagesVisible", 2000),
                s.alarm("dynamodb/seat-cache", 22, "seat-cache throttles", "ThrottledRequests", 10, state="ok"),
            ],
            metrics=[
                *s.queue(
                    q,
                    visible=path((17, 10), (None, 400, 9100)),
                    age=path((17, 3), (None, 50, 1300)),
                    received=path((17, 540), (None, 120)),
                    deleted=path((17, 540), (None, 22)),
                ),
                *s.function(
                    fn,
                    calls=path((17, 540), (None, 110)),
                    errors=path((17, 0), (None, 88)),
                    ms=path((17, 60), (None, 29000)),
                    longest=path((17, 210), (None, 30000)),
                    concurrent=path((17, 4), (None, 50)),
                ),
                *s.rds(
                    db,
                    CPUUtilization=step(16, 25, 11),
                    DatabaseConnections=path((16, 30), (None, 84)),
                    DBLoad=path((16, 1.1), (None, 51)),
                    DBLoadNonCPU=path((16, 0.4), (None, 50)),
                    DBLoadCPU=path((16, 0.7), (None, 0.4)),
                    WriteIOPS=path((16, 180), (None, 30)),
                    skip=[
                        "SwapUsage",
                        "ReadThroughput",
                        "WriteThroughput",
                        "FreeStorageSpace",
                        "MaximumUsedTransactionIDs",
                        "TransactionLogsDiskUsage",
                    ],
                ),
            ],
            logs=[
                *s.lines(fn, 17.5, 40, 1.5, ["Task timed out after 30.02 seconds", "INFO updating seat {n}"]),
                s.log(
                    db,
                    17,
                    (
                        "LOG:  process 9001 still waiting for RowExclusiveLock on relation 24801 of database "
                        "16388 after 1000.081 ms"
                    ),
                    count=320,
                ),
            ],
            changes=[s.change(fn, 12, "deployment", "PublishVersion", "role/ci", version="19", previous_version="18")],
            topology=edges((fn, "reads", q), (fn, "writes", db)),
            state=[
                s.instance(db, "postgres", "15.8", "db.m6g.large", parameters={"max_connections": 800}),
                s.insights(
                    db,
                    [
                        ("UPDATE seats SET state = $1 WHERE id = $2", 49.8, 0.3, {"Lock:relation": 49.8}),
                        ("LOCK TABLE seats IN ACCESS EXCLUSIVE MODE", 0.1, 0, {"Client:ClientRead": 0.1}),
                        ("SELECT * FROM halls WHERE id = $1", 0.4, 51, {"CPU": 0.4}),
                    ],
                    first=20,
                    users={"seat_writer": 49.8, "ops_console": 0.1},
                ),
                s.state(
                    q,
                    "sqs_queue",
                    visible=9100,
                    in_flight=50,
                    delayed=0,
                    oldest_age_s=1300,
                    redrive={"dlq": "seat-dlq", "max_receives": 10},
                ),
            ],
        ),
        "db.lock_contention",
        db,
        herring=("dependency.queue_backlog", q),
        near=["dependency.queue_backlog", "lambda.timeout", "sqs.poison_message"],
    )


def reader_cannot_keep_up_with_the_stream() -> Scenario:
    """Twice the records arrive; the one reader a shard is slower than they come, without any error."""
    s, st, fn = Scene("2026-11-15T12:00:00", seed=704, count=48), "kinesis/clicks", "lambda/clicks-enrich"
    return fault(
        s.bundle(
            "aws-iterator-behind",
            "clicks-iterator-age",
            st,
            started=30,
            alerts=[s.alarm(st, 30, "clicks-iterator-age", "GetRecords.IteratorAgeMilliseconds", 300000)],
            metrics=[
                s.series(
                    st,
                    "GetRecords.IteratorAgeMilliseconds",
                    path((20, 900), (None, 30000, 1510000)),
                    statistic="Maximum",
                ),
                *s.metrics(
                    st,
                    IncomingRecords=path((20, 120000), (None, 251000)),
                    IncomingBytes=path((20, 6e7), (None, 1.25e8)),
                    ReadProvisionedThroughputExceeded=0,
                    WriteProvisionedThroughputExceeded=0,
                    **{"GetRecords.Records": path((20, 120000), (None, 149000))},
                ),
                *s.function(
                    fn,
                    calls=path((20, 1190), (None, 1480)),
                    errors=0,
                    ms=path((20, 310), (None, 322)),
                    concurrent=path((20, 6), (None, 8)),
                ),
                s.series(fn, "IteratorAge", path((20, 900), (None, 30000, 1510000)), statistic="Maximum"),
            ],
            logs=s.lines(fn, 0, 48, 3, ["INFO enriched 100 records shard=shardId-00000000000{n}"]),
            changes=[
                s.change(
                    "lambda/clicks-archive",
                    18,
                    "deployment",
                    "PublishVersion",
                    "role/ci",
                    version="3",
                    previous_version="2",
                )
            ],
            topology=edges((fn, "reads", st), ("lambda/clicks-archive", "reads", st)),
            state=[
                s.state(st, "kinesis_stream", shards=8, mode="PROVISIONED"),
                s.state(
                    fn,
                    "lambda_function",
                    runtime="nodejs20.x",
                    memory_mb=256,
                    timeout_s=60,
                    event_source={"stream": "clicks", "batch_size": 100, "parallelization_factor": 1},
                ),
            ],
        ),
        "kinesis.iterator_lag",
        st,
        also=[("kinesis.iterator_lag", fn), ("traffic.surge", st)],
        herring=("deployment.bad_release", "lambda/clicks-archive"),
        near=["lambda.throttled", "sqs.poison_message", "dependency.queue_backlog"],
    )


def stream_stops_at_a_broken_record() -> Scenario:
    """The stream's reader fails on one record without end; the rate of records is the usual one."""
    s, st, fn = Scene("2026-10-16T05:00:00", seed=705), "kinesis/meter-readings", "lambda/meter-ingest"
    return fault(
        s.bundle(
            "aws-record-without-end",
            "meter-readings iterator age",
            fn,
            started=25,
            alerts=[s.alarm(fn, 25, "meter-readings iterator age", "IteratorAge", 300000)],
            metrics=[
                s.series(fn, "IteratorAge", path((18, 800), (None, 60000, 1320000)), statistic="Maximum"),
                *s.metrics(st, IncomingRecords=48000, ReadProvisionedThroughputExceeded=0),
                *s.function(fn, calls=path((18, 480), (None, 455)), errors=path((18, 0), (None, 61)), ms=90),
            ],
            logs=s.lines(
                fn,
                18.2,
                40,
                1.3,
                [
                    (
                        "[ERROR] UnicodeDecodeError: 'utf-8' codec can't decode byte 0xff in position 0: "
                        "invalid start byte sequence=49655112 shard=shardId-000000000003"
                    )
                ],
            )
            + s.lines(fn, 0, 40, 3, ["INFO stored 100 readings shard=shardId-000000000001"]),
            changes=[
                s.change(fn, -20000, "deployment", "PublishVersion", "role/ci", version="2", previous_version="1")
            ],
            topology=edges((fn, "reads", st)),
            state=[
                s.state(
                    fn,
                    "lambda_function",
                    runtime="python3.12",
                    event_source={
                        "stream": "meter-readings",
                        "maximum_retry_attempts": -1,
                        "bisect_batch_on_error": False,
                    },
                    timeout_s=30,
                    memory_mb=256,
                )
            ],
        ),
        "data.corrupt_input",
        fn,
        also=[
            ("data.corrupt_input", st),
            ("code.unhandled_error", fn),
            ("kinesis.iterator_lag", fn),
            ("kinesis.iterator_lag", st),
        ],
        near=["sqs.poison_message", "lambda.throttled", "traffic.surge"],
    )


def table_at_its_provisioned_capacity() -> Scenario:
    """A table with fixed write capacity is at its limit across all keys: writes are throttled."""
    s, tb, fn = Scene("2026-11-11T18:00:00", seed=706), "dynamodb/bids", "lambda/bid-place"
    return fault(
        s.bundle(
            "aws-write-capacity-used",
            "bid-place errors",
            fn,
            started=21,
            alerts=[s.alarm(fn, 21, "bid-place errors", "Errors", 10)],
            metrics=[
                *s.metrics(
                    tb,
                    ConsumedWriteCapacityUnits=path((10, 16000), (8, 17000, 29500), (None, 30000)),
                    ProvisionedWriteCapacityUnits=500,
                    WriteThrottleEvents=path((18, 0), (None, 2900)),
                    ThrottledRequests=path((18, 0), (None, 2900)),
                    ConsumedReadCapacityUnits=8100,
                    ProvisionedReadCapacityUnits=400,
                    SuccessfulRequestLatency=4.4,
                ),
                *s.function(
                    fn,
                    calls=path((10, 16000), (8, 17000, 29500), (None, 31800)),
                    errors=path((18, 0), (None, 611)),
                    ms=path((18, 22), (None, 480)),
                    concurrent=path((18, 6), (None, 210)),
                ),
            ],
            logs=[
                *s.lines(
                    fn,
                    18.1,
                    40,
                    1.3,
                    [
                        (
                            "ProvisionedThroughputExceededException: The level of configured provisioned "
                            "throughput for the table was exceeded. Consider increasing your provisioning "
                            "level with the UpdateTable API."
                        ),
                        "bid accepted lot=L{n}",
                    ],
                ),
                *s.lines(fn, 0, 18, 3, ["bid accepted lot=L{n}"]),
            ],
            changes=[
                s.change(
                    "lambda/bid-notify",
                    16,
                    "deployment",
                    "PublishVersion",
                    "role/ci",
                    version="7",
                    previous_version="6",
                )
            ],
            topology=edges((fn, "writes", tb)),
            state=[
                s.state(
                    tb,
                    "dynamodb_table",
                    billing_mode="PROVISIONED",
                    read_capacity=400,
                    write_capacity=500,
                    auto_scaling=None,
                    status="ACTIVE",
                ),
                s.state(
                    tb,
                    "contributor_insights",
                    most_throttled_keys=[
                        {"key": "lot#L8123", "share": 0.04},
                        {"key": "lot#L1177", "share": 0.04},
                        {"key": "lot#L0931", "share": 0.03},
                    ],
                ),
                s.state(
                    fn, "lambda_function", runtime="nodejs20.x", memory_mb=256, timeout_s=10, reserved_concurrency=None
                ),
            ],
        ),
        "dynamodb.throttled",
        tb,
        also=[("traffic.surge", fn)],
        herring=("deployment.bad_release", "lambda/bid-notify"),
        near=["dynamodb.hot_partition", "lambda.throttled", "aws.service_quota_exceeded"],
    )


def one_key_takes_it_all() -> Scenario:
    """One artist's key takes nearly all reads: throttles although the table uses a fifth of its capacity."""
    s, tb, svc = (
        Scene("2026-10-30T20:00:00", seed=707, region="us-west-2"),
        "dynamodb/artist-pages",
        "ecs-service/fan-pages",
    )
    return fault(
        s.bundle(
            "aws-one-artist",
            "fan-pages latency",
            svc,
            started=20,
            source="datadog",
            alerts=[s.alarm(svc, 20, "fan-pages latency", "latency.p95", 1.0)],
            metrics=[
                *s.metrics(
                    tb,
                    ConsumedReadCapacityUnits=path((18, 180000), (None, 240000)),
                    ProvisionedReadCapacityUnits=20000,
                    ReadThrottleEvents=path((18, 0), (None, 4100)),
                    ThrottledRequests=path((18, 0), (None, 4100)),
                    ConsumedWriteCapacityUnits=900,
                    SuccessfulRequestLatency=path((18, 3.1), (None, 3.4)),
                ),
                *s.tasks(svc, "music", cpu=path((18, 31), (None, 37))),
                s.series(svc, "latency.p95", path((18, 0.14), (None, 2.6)), namespace="Datadog", unit="Seconds"),
                s.series(svc, "requests", path((18, 9100), (None, 11400)), namespace="Datadog", statistic="Sum"),
            ],
            logs=[
                *s.lines(
                    svc,
                    18.2,
                    40,
                    1.2,
                    [
                        (
                            "botocore.errorfactory.ProvisionedThroughputExceededException: An error occurred "
                            "(ProvisionedThroughputExceededException) when calling the GetItem operation "
                            "(reached max retries: 9) pk=ARTIST#marla-vane"
                        ),
                        "GET /artist/marla-vane 200 2611ms",
                    ],
                ),
                *s.lines(svc, 0, 40, 3, ["GET /artist/a{n} 200 44ms"]),
            ],
            changes=[
                s.change(
                    "ecs-service/fan-feed",
                    16.4,
                    "deployment",
                    "ecs:UpdateService",
                    "role/ci",
                    task_definition=["fan-feed:3", "fan-feed:4"],
                )
            ],
            topology=edges((svc, "reads", tb)),
            state=[
                s.state(
                    tb,
                    "dynamodb_table",
                    billing_mode="PROVISIONED",
                    read_capacity=20000,
                    write_capacity=1000,
                    auto_scaling={"min": 5000, "max": 40000},
                    status="ACTIVE",
                ),
                s.state(
                    tb,
                    "contributor_insights",
                    most_accessed_keys=[
                        {"key": "ARTIST#marla-vane", "share": 0.81},
                        {"key": "ARTIST#tonn", "share": 0.01},
                    ],
                    most_throttled_keys=[{"key": "ARTIST#marla-vane", "share": 0.998}],
                ),
            ],
        ),
        "dynamodb.hot_partition",
        tb,
        herring=("deployment.bad_release", "ecs-service/fan-feed"),
        near=["dynamodb.throttled", "traffic.surge", "dependency.slow"],
    )


CASES: tuple[Case, ...] = (
    one_message_blocks_a_group,
    more_sent_than_can_be_taken,
    backlog_because_the_database_waits,
    reader_cannot_keep_up_with_the_stream,
    stream_stops_at_a_broken_record,
    table_at_its_provisioned_capacity,
    one_key_takes_it_all,
)

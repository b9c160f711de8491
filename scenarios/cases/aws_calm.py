"""Alarms on AWS about things that work: routine work, what ended, lines drawn within the usual."""

from scenarios.cases.building import Case, Scenario
from scenarios.cases.building_aws import Scene, bump, edges, healthy, path


def snapshot_of_the_night() -> Scenario:
    """An automated snapshot of a single-AZ database paused writes for half a minute; it is finished."""
    s, db = Scene("2026-02-06T01:40:00", seed=4301, count=45), "rds/herbarium-pg"
    return healthy(
        s.bundle(
            "calm-snapshot-of-the-night",
            "herbarium-pg WriteLatency",
            db,
            started=18,
            severity="warning",
            alerts=[s.alarm(db, 19, "herbarium-pg WriteLatency", "WriteLatency", 0.02, state="ok")],
            metrics=s.rds(
                db,
                WriteLatency=bump(16, 4, 0.0013, 0.034),
                ReadThroughput=bump(15, 9, 9e6, 4.1e7),
                DiskQueueDepth=bump(16, 4, 0.4, 6.0),
                skip=["SwapUsage"],
            ),
            events=[
                s.db_event(db, 15, "Backing up DB instance", "backup"),
                s.db_event(db, 25, "Finished DB Instance backup", "backup"),
            ],
            logs=s.lines("ecs-service/herbarium-api", 0, 44, 4, ["GET /sheets/{n} 200 61ms"]),
            topology=edges(("ecs-service/herbarium-api", "writes", db)),
            state=[
                s.instance(db, "postgres", "15.5", "db.m6g.large", multi_az=False, backup_window="01:50-02:20"),
                s.insights(db, [("SELECT * FROM sheets WHERE id = $1", 1.1, 310, {"CPU": 1.0})], first=30),
            ],
        ),
        "recovered",
        db,
        also=["expected_signal", "threshold_noise"],
        near=["db.maintenance_io_storm", "storage.io_saturation", "db.lock_contention"],
    )


def maintenance_that_is_finished() -> Scenario:
    """The weekly window restarted the database for a minor version; clients came back at once half an hour ago."""
    s, db, api = Scene("2026-02-23T03:00:00", seed=4302, count=60), "rds/guild-mysql", "ecs-service/guild-api"
    return healthy(
        s.bundle(
            "calm-maintenance-finished",
            "guild-api errors",
            api,
            started=21,
            alerts=[s.alarm(api, 22, "guild-api errors", "errors", 20, state="ok")],
            metrics=[
                *s.rds(db, "mysql", DatabaseConnections=bump(20, 3, 84, 0), skip=["NetworkReceiveThroughput"]),
                s.series(api, "errors", bump(20, 3, 0, 140), namespace="Guild", statistic="Sum"),
                s.series(api, "requests", 2100, namespace="Guild", statistic="Sum"),
                s.series(api, "latency_p95", bump(20, 3, 0.09, 0.8), namespace="Guild", unit="Seconds"),
            ],
            events=[
                s.db_event(db, 18, "Applying maintenance: engine version 8.0.40", "maintenance"),
                s.db_event(db, 20.2, "DB instance shutdown", "availability"),
                s.db_event(db, 22.4, "DB instance restarted", "availability"),
                s.db_event(db, 24, "Finished applying maintenance: engine version 8.0.40", "maintenance"),
            ],
            logs=[
                *s.lines(api, 0, 19, 2, ["GET /members/{n} 200 34ms"]),
                s.log(api, 20.4, "ERROR 2003 (HY000): Can't connect to MySQL server on 'guild-mysql'", "ERROR"),
                s.log(api, 21.1, "ERROR 2003 (HY000): Can't connect to MySQL server on 'guild-mysql'", "ERROR"),
                s.log(api, 22.0, "ERROR 2003 (HY000): Can't connect to MySQL server on 'guild-mysql'", "ERROR"),
                *s.lines(api, 23, 60, 2, ["GET /members/{n} 200 35ms"]),
            ],
            topology=edges((api, "reads", db)),
            state=[s.instance(db, "mysql", "8.0.40", "db.r6g.large"), s.ecs_state(api, 3, 3, "guild-api:70")],
        ),
        "recovered",
        api,
        also=["expected_signal"],
        near=["db.failover", "db.unreachable", "db.connections_exhausted"],
    )


def one_cold_start() -> Scenario:
    """One invocation took three seconds to initialise; the alarm watches the longest one."""
    s, fn = Scene("2026-03-05T07:00:00", seed=4303, count=60), "lambda/postcode"
    longest = path((26, 140), (1, 3240), (None, 140))
    return healthy(
        s.bundle(
            "calm-one-cold-start",
            "postcode Duration max > 3 s",
            fn,
            started=26,
            severity="warning",
            alerts=[s.alarm(fn, 27, "postcode Duration max > 3 s", "Duration", 3000, state="ok")],
            metrics=[
                s.series(fn, "Duration", longest, statistic="Maximum"),
                s.series(fn, "Invocations", 420),
                s.series(fn, "Errors", 0),
                s.series(fn, "Throttles", 0),
            ],
            logs=[
                *s.lines(fn, 0, 26, 3, ["REPORT RequestId: {n} Duration: 61.20 ms Max Memory Used: 88 MB"]),
                s.log(fn, 26.3, "REPORT RequestId: 77 Duration: 3204.11 ms Init Duration: 2911.90 ms"),
                *s.lines(fn, 28, 60, 3, ["REPORT RequestId: {n} Duration: 58.72 ms Max Memory Used: 88 MB"]),
            ],
            state=[
                s.state(
                    fn,
                    "lambda_function",
                    runtime="nodejs20.x",
                    memory_mb=256,
                    timeout_s=10,
                    alias_live="12",
                    last_update_status="Successful",
                )
            ],
        ),
        "threshold_noise",
        fn,
        also=["recovered"],
        near=["lambda.cold_start_surge", "lambda.timeout", "code.slow_path"],
    )


def rejected_as_every_day() -> Scenario:
    """A few malformed requests an hour fail validation and count as errors, today as yesterday; the line is at one."""
    s, fn = Scene("2026-03-19T10:00:00", seed=4304, count=72, period=300), "lambda/address-check"
    return healthy(
        s.bundle(
            "calm-rejected-as-every-day",
            "address-check Errors > 0",
            fn,
            started=300,
            severity="low",
            alerts=[s.alarm(fn, 300, "address-check Errors > 0", "Errors", 0)],
            metrics=[
                s.series(fn, "Errors", 3, spread=0.4, baseline=3),
                s.series(fn, "Invocations", 5200, baseline=5150),
                s.series(fn, "Throttles", 0),
                s.series(fn, "Duration", 48),
            ],
            logs=s.lines(
                fn,
                0,
                358,
                11,
                ["[WARN] rejected: country code '{n}' is no ISO code", "checked street={n} ms=31"],
            ),
            state=[s.state(fn, "lambda_function", runtime="python3.12", memory_mb=256, timeout_s=6, alias_live="8")],
        ),
        "threshold_noise",
        fn,
        also=["expected_signal"],
        near=["code.unhandled_error", "data.corrupt_input", "deployment.bad_release"],
    )


def hourly_batch_in_the_queue() -> Scenario:
    """A partner delivers its orders on the hour; they pile up and are worked off within a quarter, each time."""
    s, q, fn = Scene("2026-04-03T06:00:00", seed=4305, count=56, period=300), "sqs/partner-orders", "lambda/book-order"
    piles = path(*[part for _ in range(4) for part in ((2, 6100, 900), (10, 9))], (2, 6050, 950), (None, 8))
    ages = path(*[part for _ in range(4) for part in ((2, 380, 260), (10, 3))], (2, 371, 262), (None, 3))
    return healthy(
        s.bundle(
            "calm-hourly-batch",
            "partner-orders backlog",
            q,
            started=240,
            severity="warning",
            alerts=[s.alarm(q, 241, "partner-orders backlog", "ApproximateNumberOfMessagesVisible", 5000, state="ok")],
            metrics=[
                *s.queue(q, visible=piles, age=ages),
                *s.function(fn, calls=700, ms=120, concurrent=40),
            ],
            logs=s.lines(fn, 0, 279, 14, ["booked order {n}"]),
            topology=edges((fn, "reads", q)),
            state=[
                s.state(q, "sqs_queue", visible=8, in_flight=3, delayed=0, oldest_age_s=3, redrive={"max_receives": 5}),
                s.state(fn, "lambda_function", runtime="python3.12", memory_mb=512, timeout_s=30, alias_live="31"),
            ],
        ),
        "threshold_noise",
        q,
        also=["recovered", "expected_signal"],
        near=["dependency.queue_backlog", "lambda.throttled", "sqs.poison_message"],
    )


def three_messages_of_last_year() -> Scenario:
    """A dead-letter queue holds the same three messages for weeks; a daily reminder fires again."""
    s, dead, q = Scene("2026-04-16T08:00:00", seed=4306, count=48, period=900), "sqs/invoices-dlq", "sqs/invoices"
    return healthy(
        s.bundle(
            "calm-three-old-messages",
            "invoices-dlq not empty",
            dead,
            started=705,
            severity="low",
            alerts=[
                s.alarm(dead, 705, "invoices-dlq not empty", "ApproximateNumberOfMessagesVisible", 0),
                s.alarm(q, -900, "invoices age", "ApproximateAgeOfOldestMessage", 300, state="ok"),
            ],
            metrics=[
                s.series(dead, "ApproximateNumberOfMessagesVisible", 3, spread=0, baseline=3),
                s.series(dead, "NumberOfMessagesSent", 0),
                *s.queue(q),
            ],
            logs=s.lines("lambda/send-invoice", 0, 719, 45, ["sent invoice {n}"]),
            topology=edges(("lambda/send-invoice", "reads", q)),
            state=[
                s.state(dead, "sqs_queue", visible=3, in_flight=0, oldest_age_s=1036800),
                s.state(q, "sqs_queue", visible=11, in_flight=6, oldest_age_s=4, redrive={"dlq": "invoices-dlq"}),
            ],
        ),
        "threshold_noise",
        dead,
        also=["expected_signal"],
        near=["sqs.poison_message", "dependency.queue_backlog", "code.unhandled_error"],
    )


def evening_scale_in() -> Scenario:
    """The scheduled evening scale-in cut a handful of requests off; targets are healthy and errors are at zero."""
    s, lb, svc = Scene("2026-05-04T19:30:00", seed=4307, count=60), "alb/cinema", "ecs-service/cinema-web"
    return healthy(
        s.bundle(
            "calm-evening-scale-in",
            "cinema 5xx > 5",
            lb,
            started=31,
            severity="warning",
            alerts=[s.alarm(lb, 32, "cinema 5xx > 5", "HTTPCode_ELB_5XX_Count", 5, state="ok")],
            metrics=[
                *s.alb(
                    lb,
                    requests=path((30, 5200), (None, 5150, 4700)),
                    refused=path((30, 0), (1, 9), (None, 0)),
                    healthy=path((30, 8), (None, 4)),
                ),
                *s.tasks(svc, "cinema", cpu=path((30, 18), (None, 33)), running=path((30, 8), (None, 4))),
            ],
            events=[
                s.event(
                    svc, 30, "ServiceDesiredCount", "Successfully set desired count to 4: scheduled action evening"
                ),
                s.event(svc, 31, "SERVICE_TASK_STOPPED", "(service cinema-web) has stopped 4 running tasks"),
                s.event(svc, 33, "SERVICE_STEADY_STATE", "(service cinema-web) has reached a steady state."),
            ],
            logs=s.lines(svc, 0, 60, 3, ["GET /shows/{n} 200 40ms"]),
            topology=edges((lb, "calls", svc)),
            state=[
                s.ecs_state(svc, 4, 4, "cinema-web:33"),
                s.state("target-group/cinema", "target_group", healthy=4, unhealthy=0, reasons=[]),
            ],
        ),
        "recovered",
        lb,
        also=["threshold_noise", "expected_signal"],
        near=["deployment.scaling_change", "compute.instance_lost", "lb.no_healthy_targets"],
    )


def host_that_was_retired() -> Scenario:
    """The platform replaced a task whose host was to be maintained; the new one runs since forty minutes."""
    s, svc, lb = Scene("2026-05-21T11:00:00", seed=4308, count=60), "ecs-service/tides", "alb/tides"
    return healthy(
        s.bundle(
            "calm-host-that-was-retired",
            "tides RunningTaskCount < 3",
            svc,
            started=15,
            severity="warning",
            alerts=[s.alarm(svc, 17, "tides RunningTaskCount < 3", "RunningTaskCount", 3, state="ok", below=True)],
            metrics=[
                *s.tasks(
                    svc, "sea", running=path((15, 3), (3, 2), (None, 3)), pending=path((15, 0), (3, 1), (None, 0))
                ),
                *s.alb(lb, requests=1400, seconds=0.05),
            ],
            events=[
                s.event(
                    svc,
                    14.6,
                    "SERVICE_TASK_STOPPED",
                    "(service tides) has stopped 1 running tasks: ECS is performing maintenance on the underlying "
                    "infrastructure hosting the task",
                ),
                s.event(svc, 15.5, "SERVICE_TASK_STARTED", "(service tides) has started 1 tasks"),
                s.event(svc, 18.4, "SERVICE_STEADY_STATE", "(service tides) has reached a steady state."),
            ],
            logs=s.lines(svc, 0, 60, 3, ["GET /ports/{n} 200 12ms"]),
            topology=edges((lb, "calls", svc)),
            state=[s.ecs_state(svc, 3, 3, "tides:12")],
        ),
        "recovered",
        svc,
        also=["expected_signal", "threshold_noise"],
        near=["compute.instance_lost", "ecs.task_start_failure", "ecs.capacity_unavailable"],
    )


def two_versions_for_a_while() -> Scenario:
    """During a rollout twice the wanted tasks ran, as a rolling deployment does; it is complete."""
    s, svc, lb = Scene("2026-06-02T09:00:00", seed=4309, count=50), "ecs-service/library", "alb/library"
    return healthy(
        s.bundle(
            "calm-two-versions-for-a-while",
            "library RunningTaskCount > 4",
            svc,
            started=20,
            severity="low",
            alerts=[s.alarm(svc, 21, "library RunningTaskCount > 4", "RunningTaskCount", 4, state="ok")],
            metrics=[
                *s.tasks(svc, "books", running=path((20, 4), (6, 8), (None, 4))),
                *s.alb(lb, requests=2600, seconds=0.08, healthy=4),
            ],
            events=[
                s.event(svc, 19.5, "SERVICE_DEPLOYMENT_IN_PROGRESS", "ECS deployment ecs-svc/41 in progress."),
                s.event(svc, 27, "SERVICE_DEPLOYMENT_COMPLETED", "ECS deployment ecs-svc/41 completed."),
                s.event(svc, 27.1, "SERVICE_STEADY_STATE", "(service library) has reached a steady state."),
            ],
            changes=[
                s.change(svc, 19, "deployment", "UpdateService", "role/ci", task_definition=["library:8", "library:9"])
            ],
            logs=s.lines(svc, 0, 50, 3, ["GET /loans/{n} 200 33ms"]),
            topology=edges((lb, "calls", svc)),
            state=[s.ecs_state(svc, 4, 4, "library:9")],
        ),
        "recovered",
        svc,
        also=["expected_signal", "threshold_noise"],
        near=["deployment.bad_release", "deployment.rollout_stuck", "deployment.scaling_change"],
    )


def load_of_every_night() -> Scenario:
    """A nightly load writes as much as it does each night into a table that takes whatever comes."""
    s, tb = Scene("2026-06-17T02:00:00", seed=4310, count=40, period=300), "dynamodb/price-points"
    written = path((12, 2100), (18, 58000), (None, 2100))
    return healthy(
        s.bundle(
            "calm-load-of-every-night",
            "price-points write capacity unusual",
            tb,
            started=62,
            severity="low",
            source="datadog",
            collected=130,
            alerts=[
                s.alarm(tb, 65, "price-points write capacity unusual", "ConsumedWriteCapacityUnits", 40000),
            ],
            metrics=[
                s.series(tb, "ConsumedWriteCapacityUnits", written, baseline=written, drop=range(26, 40)),
                s.series(tb, "WriteThrottleEvents", 0, drop=range(26, 40)),
                s.series(tb, "ThrottledRequests", 0, drop=range(26, 40)),
                s.series(tb, "SuccessfulRequestLatency", 4.2, drop=range(26, 40)),
                s.series(tb, "SystemErrors", 0, drop=range(26, 40)),
            ],
            logs=[
                s.log("job/price-load", -1380, "price load finished, 18.2 m rows"),
                s.log("job/price-load", 60, "price load started"),
                *s.lines("job/price-load", 64, 130, 6, ["price load: {n}000 rows written"]),
            ],
            topology=edges(("job/price-load", "writes", tb)),
            state=[s.state(tb, "dynamodb_table", billing_mode="PAY_PER_REQUEST", status="ACTIVE")],
        ),
        "threshold_noise",
        tb,
        also=["expected_signal"],
        near=["traffic.surge", "dynamodb.throttled", "dynamodb.hot_partition"],
    )


def throttled_until_it_scaled() -> Scenario:
    """A table rejected a few writes for three minutes until its capacity followed; none for forty minutes since."""
    s, tb, svc = Scene("2026-07-01T12:00:00", seed=4311, count=60), "dynamodb/bids", "ecs-service/auction"
    return healthy(
        s.bundle(
            "calm-throttled-until-it-scaled",
            "bids WriteThrottleEvents",
            tb,
            started=12,
            alerts=[s.alarm(tb, 13, "bids WriteThrottleEvents", "WriteThrottleEvents", 10, state="ok")],
            metrics=[
                s.series(tb, "ConsumedWriteCapacityUnits", path((12, 24000), (None, 36000))),
                s.series(tb, "ProvisionedWriteCapacityUnits", path((15, 500), (None, 900))),
                s.series(tb, "WriteThrottleEvents", path((12, 0), (3, 44), (None, 0))),
                s.series(tb, "SuccessfulRequestLatency", 4.8),
                s.series(svc, "errors", 0, namespace="Auction", statistic="Sum"),
                s.series(svc, "latency_p95", 0.07, namespace="Auction", unit="Seconds"),
            ],
            events=[
                s.event(
                    tb,
                    15,
                    "SuccessfulScaling",
                    "Successfully set write capacity units to 900. Change successfully fulfilled by dynamodb.",
                    kind="autoscaling",
                )
            ],
            logs=s.lines(svc, 0, 60, 3, ["bid {n} accepted"]),
            topology=edges((svc, "writes", tb)),
            state=[
                s.state(
                    tb,
                    "dynamodb_table",
                    billing_mode="PROVISIONED",
                    write_capacity=900,
                    read_capacity=400,
                    auto_scaling=True,
                    status="ACTIVE",
                )
            ],
        ),
        "recovered",
        tb,
        near=["dynamodb.throttled", "traffic.surge", "dynamodb.hot_partition"],
    )


def reports_on_working_days() -> Scenario:
    """A processor is busy with reports each morning for two hours; its sessions all run and nobody waits."""
    s, db = Scene("2026-07-13T00:00:00", seed=4312, count=114, period=1800), "rds/actuary-pg"
    day = ((14, 22.0), (6, 84.0), (28, 24.0))
    cpu = path(*day, *day, (14, 22), (None, 84))
    load = path(*((14, 1.2), (6, 5.1), (28, 1.3)), *((14, 1.2), (6, 5.2), (28, 1.3)), (14, 1.2), (None, 5.1))
    return healthy(
        s.bundle(
            "calm-reports-on-working-days",
            "actuary-pg CPUUtilization > 80",
            db,
            started=3300,
            severity="warning",
            alerts=[s.alarm(db, 3315, "actuary-pg CPUUtilization > 80", "CPUUtilization", 80)],
            metrics=[
                *s.rds(
                    db,
                    CPUUtilization=cpu,
                    DBLoad=load,
                    DBLoadCPU=load,
                    skip=["DBLoadNonCPU", "SwapUsage", "NetworkReceiveThroughput", "NetworkTransmitThroughput"],
                ),
                s.series("ecs-service/quotes", "latency_p95", 0.21, namespace="Quotes", unit="Seconds"),
                s.series("ecs-service/quotes", "errors", 0, namespace="Quotes", statistic="Sum"),
            ],
            logs=[
                *s.lines("job/morning-reports", 540, 3400, 1440, ["morning reports: started", "morning reports: on"]),
                *s.lines("ecs-service/quotes", 3200, 3420, 15, ["quote {n} given in 190 ms"]),
            ],
            topology=edges(("job/morning-reports", "reads", db), ("ecs-service/quotes", "reads", db)),
            state=[
                s.instance(db, "postgres", "16.2", "db.r6g.2xlarge"),
                s.insights(
                    db,
                    [
                        ("SELECT risk_class, sum(premium) FROM policies GROUP BY risk_class", 3.6, 0.4, {"CPU": 3.5}),
                        ("SELECT * FROM quotes WHERE id = $1", 1.3, 260, {"CPU": 1.2}),
                    ],
                    first=3360,
                ),
            ],
        ),
        "threshold_noise",
        db,
        also=["expected_signal"],
        near=["db.expensive_query", "compute.cpu_saturation", "traffic.surge"],
    )


def silent_outside_of_office_hours() -> Scenario:
    """Nobody calls the function at night; the alarm treats missing datapoints as bad."""
    s, fn = Scene("2026-08-03T18:00:00", seed=4313, count=48, period=600), "lambda/clerk-desk"
    usual = path((8, 60, 12), (4, 4), (None, 0))
    return healthy(
        s.bundle(
            "calm-silent-at-night",
            "clerk-desk no invocations",
            fn,
            started=260,
            severity="warning",
            alerts=[
                s.alarm(
                    fn,
                    260,
                    "clerk-desk no invocations",
                    "Invocations",
                    1,
                    below=True,
                    reason="no datapoints for 12 periods; missing datapoints were treated as [Breaching]",
                )
            ],
            metrics=[
                s.series(fn, "Invocations", usual, baseline=usual),
                s.series(fn, "Errors", 0),
                s.series(fn, "Throttles", 0),
            ],
            logs=s.lines(fn, 0, 118, 6, ["clerk request {n} done"]),
            state=[
                s.state(
                    fn,
                    "lambda_function",
                    runtime="java21",
                    memory_mb=1024,
                    timeout_s=29,
                    alias_live="5",
                    last_update_status="Successful",
                )
            ],
        ),
        "threshold_noise",
        fn,
        also=["expected_signal"],
        near=["traffic.drop", "dependency.unreachable", "gateway.route_wrong"],
    )


CASES: tuple[Case, ...] = (
    snapshot_of_the_night,
    maintenance_that_is_finished,
    one_cold_start,
    rejected_as_every_day,
    hourly_batch_in_the_queue,
    three_messages_of_last_year,
    evening_scale_in,
    host_that_was_retired,
    two_versions_for_a_while,
    load_of_every_night,
    throttled_until_it_scaled,
    reports_on_working_days,
    silent_outside_of_office_hours,
)

"""Things on AWS that look as calm as healthy ones and are not, or of which what matters could not be seen."""

from scenarios.cases.building import Case, Scenario
from scenarios.cases.building_aws import Scene, blind, bump, edges, fault, path


def calm_database_of_a_slow_service() -> Scenario:
    """A service is called slow. Its database rests; of the service itself nothing was to be had."""
    s, db, api = Scene("2026-02-10T10:00:00", seed=4401, count=45), "rds/folio-pg", "ecs-service/folio-api"
    return blind(
        s.bundle(
            "calm-looking-database-rests",
            "folio-api p95 > 2 s",
            api,
            started=20,
            alerts=[s.alarm(api, 21, "folio-api p95 > 2 s", "latency_p95", 2)],
            metrics=s.rds(db),
            topology=edges((api, "reads", db)),
            state=[s.instance(db, "postgres", "15.4", "db.m6g.large"), s.ecs_state(api, 3, 3, "folio-api:9")],
            gaps=[{"section": "metrics", "entity": api, "reason": "namespace Folio is in another account"}],
        ),
        missing=["metrics"],
        near=["db.expensive_query", "dependency.slow", "code.slow_path"],
    )


def backup_over_and_still_slow() -> Scenario:
    """The backup is over since twenty minutes; a statement without an index goes on filling the database."""
    s, db, api = Scene("2026-02-27T02:00:00", seed=4402, count=50), "rds/atlas-pg", "ecs-service/atlas-api"
    return fault(
        s.bundle(
            "calm-looking-backup-over",
            "atlas-api latency",
            api,
            started=22,
            alerts=[s.alarm(api, 23, "atlas-api latency", "latency_p95", 1.0)],
            metrics=[
                *s.rds(
                    db,
                    ReadIOPS=path((20, 320), (None, 7100)),
                    DBLoad=path((20, 2.1), (None, 17.0)),
                    DBLoadCPU=path((20, 1.3), (None, 5.0)),
                    DBLoadNonCPU=path((20, 0.8), (None, 12.0)),
                    CPUUtilization=path((20, 24), (None, 83)),
                ),
                s.series(api, "latency_p95", path((20, 0.12), (None, 2.6)), namespace="Atlas", unit="Seconds"),
            ],
            events=[
                s.db_event(db, 14, "Backing up DB instance", "backup"),
                s.db_event(db, 27, "Finished DB Instance backup", "backup"),
            ],
            changes=[
                s.change(api, 19, "deployment", "UpdateService", "role/ci", task_definition=["atlas:4", "atlas:5"])
            ],
            logs=s.lines(api, 0, 50, 2, ["GET /maps/{n} 200 122ms"]),
            topology=edges((api, "reads", db)),
            state=[
                s.instance(db, "postgres", "15.4", "db.m6g.xlarge"),
                s.insights(
                    db,
                    [
                        (
                            "SELECT * FROM tiles WHERE lower(label) LIKE $1",
                            14.2,
                            3.1,
                            {"IO:DataFileRead": 10.9, "CPU": 3.3},
                        ),
                        ("SELECT * FROM maps WHERE id = $1", 1.2, 140, {"CPU": 1.0}),
                    ],
                    first=25,
                ),
            ],
        ),
        "db.expensive_query",
        db,
        near=["db.maintenance_io_storm"],
    )


def errors_unseen() -> Scenario:
    """The function's errors are zero until forty minutes before the alarm, where the series ends."""
    s, fn = Scene("2026-03-12T09:00:00", seed=4403, count=70), "lambda/seal"
    late = range(25, 70)
    return blind(
        s.bundle(
            "calm-looking-errors-unseen",
            "seal Errors > 5",
            fn,
            started=65,
            alerts=[s.alarm(fn, 66, "seal Errors > 5", "Errors", 5)],
            metrics=[
                s.series(fn, "Errors", 0, drop=late),
                s.series(fn, "Invocations", 380, drop=late),
                s.series(fn, "Duration", 71, drop=late),
            ],
            state=[s.state(fn, "lambda_function", runtime="python3.12", memory_mb=512, timeout_s=20, alias_live="3")],
        ),
        near=["code.unhandled_error", "deployment.bad_release"],
    )


def batch_that_does_not_drain() -> Scenario:
    """A queue fills on the hour as always; this time its consumer is throttled and the pile stays."""
    s, q, fn = Scene("2026-04-09T06:00:00", seed=4404, count=46, period=300), "sqs/weighbridge", "lambda/weigh"
    hour = ((2, 6100, 900), (10, 9))
    return fault(
        s.bundle(
            "calm-looking-does-not-drain",
            "weighbridge backlog",
            q,
            started=182,
            severity="warning",
            alerts=[s.alarm(q, 183, "weighbridge backlog", "ApproximateNumberOfMessagesVisible", 5000)],
            metrics=[
                *s.queue(
                    q,
                    visible=path(*hour, *hour, *hour, (None, 6100, 8900)),
                    age=path((36, 120), (None, 300, 3100)),
                    deleted=path((36, 540), (None, 60)),
                    received=path((36, 540), (None, 60)),
                ),
                *s.function(
                    fn,
                    calls=path((36, 700), (None, 80)),
                    throttles=path((36, 0), (None, 610)),
                    concurrent=path((36, 40), (None, 2)),
                ),
            ],
            changes=[s.change(fn, 176, "config", "PutFunctionConcurrency", "user/cost", reserved_concurrency=[60, 2])],
            logs=s.lines(fn, 0, 229, 9, ["weighed {n}"]),
            topology=edges((fn, "reads", q)),
            state=[
                s.state(q, "sqs_queue", visible=8900, in_flight=2, oldest_age_s=3100),
                s.state(fn, "lambda_function", runtime="python3.12", memory_mb=512, reserved_concurrency=2),
            ],
        ),
        "lambda.throttled",
        fn,
        also=[("deployment.scaling_change", fn)],
        near=["sqs.poison_message"],
    )


def recovered_twice_and_again() -> Scenario:
    """Tasks ran out of memory, came back, ran out again, came back; now the third wave has begun."""
    s, lb, svc = Scene("2026-05-07T13:00:00", seed=4405, count=64), "alb/stamps", "ecs-service/stamps"
    failing = path((12, 0), (4, 120), (18, 0), (4, 130), (20, 0), (None, 140))
    killed = (
        "(task 5c1e) (container stamps) exited: OutOfMemoryError: Container killed due to memory usage, exit code 137"
    )
    return fault(
        s.bundle(
            "calm-looking-third-wave",
            "stamps 5xx",
            lb,
            started=58,
            alerts=[s.alarm(lb, 60, "stamps 5xx", "HTTPCode_Target_5XX_Count", 50)],
            metrics=[
                *s.alb(lb, failed=failing, requests=2400),
                *s.tasks(
                    svc,
                    "stamps",
                    memory=path((12, 52, 99), (22, 40, 99), (24, 40, 99), (None, 45)),
                    running=path((12, 3), (3, 2), (19, 3), (3, 2), (21, 3), (None, 2)),
                ),
            ],
            events=[s.event(svc, minute, "TaskStopped", killed, type="warning") for minute in (12, 34, 58)],
            logs=s.lines(svc, 0, 64, 3, ["stamped {n}"]),
            topology=edges((lb, "calls", svc)),
            state=[s.ecs_state(svc, 3, 2, "stamps:40", pending=1)],
        ),
        "compute.memory_saturation",
        svc,
        also=[("code.memory_leak", svc), ("compute.memory_leak", svc), ("ecs.task_start_failure", svc)],
    )


def only_the_average_was_collected() -> Scenario:
    """The alarm is about the slowest hundredth; the average is flat, and the percentile was not collected."""
    s, lb, svc = Scene("2026-06-09T17:00:00", seed=4406, count=50), "alb/ferry", "ecs-service/ferry"
    return blind(
        s.bundle(
            "calm-looking-only-the-average",
            "ferry p99 > 4 s",
            lb,
            started=30,
            description="TargetResponseTime p99 above 4 s for 15 minutes",
            alerts=[s.alarm(lb, 31, "ferry p99 > 4 s", "TargetResponseTime.p99", 4)],
            metrics=[*s.alb(lb, requests=900, seconds=0.2), *s.tasks(svc, "ferry")],
            topology=edges((lb, "calls", svc)),
            state=[s.ecs_state(svc, 4, 4, "ferry:6")],
            gaps=[
                {"section": "metrics", "entity": lb, "reason": "percentiles need GetMetricData, which was throttled"}
            ],
        ),
        near=["dependency.slow", "code.slow_path", "compute.cpu_saturation"],
    )


def active_says_the_table() -> Scenario:
    """A table's alarm fires for errors of the system; all that could be read is that it is ACTIVE."""
    s, tb = Scene("2026-07-16T15:00:00", seed=4407, count=30), "dynamodb/ledger-lines"
    return blind(
        s.bundle(
            "calm-looking-active-table",
            "ledger-lines SystemErrors",
            tb,
            started=12,
            alerts=[s.alarm(tb, 13, "ledger-lines SystemErrors", "SystemErrors", 1)],
            state=[s.state(tb, "dynamodb_table", billing_mode="PAY_PER_REQUEST", status="ACTIVE")],
            gaps=[
                {
                    "section": "metrics",
                    "entity": tb,
                    "reason": "AccessDenied",
                    "permission": "cloudwatch:GetMetricData",
                }
            ],
        ),
        missing=["cloudwatch:GetMetricData"],
        near=["dynamodb.throttled", "aws.regional_event"],
    )


def job_over_and_locks_left() -> Scenario:
    """The nightly job is through and its alarm is well; what it left open still holds up the others."""
    s, db, api = Scene("2026-08-12T04:00:00", seed=4408, count=50), "rds/parish-pg", "ecs-service/parish-api"
    return fault(
        s.bundle(
            "calm-looking-locks-left",
            "parish-pg ReadIOPS",
            db,
            started=10,
            severity="warning",
            alerts=[s.alarm(db, 11, "parish-pg ReadIOPS", "ReadIOPS", 2000, state="ok")],
            metrics=[
                *s.rds(
                    db,
                    ReadIOPS=bump(8, 12, 320, 3100),
                    DBLoad=path((18, 2.1), (None, 24)),
                    DBLoadNonCPU=path((18, 0.8), (None, 22.7)),
                ),
                s.series(api, "latency_p95", path((19, 0.1), (None, 9.6)), namespace="Parish", unit="Seconds"),
                s.series(api, "errors", path((20, 0), (None, 61)), namespace="Parish", statistic="Sum"),
            ],
            logs=[
                s.log("job/parish-nightly", 8, "nightly job started"),
                s.log("job/parish-nightly", 20, "nightly job done"),
                *s.lines(
                    api, 22, 50, 2, ["ERROR: canceling statement due to lock timeout: UPDATE members SET seen = now()"]
                ),
            ],
            topology=edges(("job/parish-nightly", "writes", db), (api, "writes", db)),
            state=[
                s.instance(db, "postgres", "15.6", "db.m6g.large"),
                s.insights(
                    db,
                    [
                        ("UPDATE members SET seen = now() WHERE id = $1", 22.0, 0.2, {"Lock:transactionid": 21.9}),
                        ("SELECT * FROM members WHERE id = $1", 1.2, 150, {"CPU": 1.1}),
                    ],
                    first=25,
                ),
            ],
        ),
        "db.lock_contention",
        db,
        also=[("db.lock_contention", api)],
        near=["db.maintenance_io_storm", "db.expensive_query"],
    )


CASES: tuple[Case, ...] = (
    calm_database_of_a_slow_service,
    backup_over_and_still_slow,
    errors_unseen,
    batch_that_does_not_drain,
    recovered_twice_and_again,
    only_the_average_was_collected,
    active_says_the_table,
    job_over_and_locks_left,
)

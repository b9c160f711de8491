"""Databases that run out of connections."""

from scenarios.cases.building import Case, Scenario
from scenarios.cases.building_aws import Scene, edges, fault, path, step


def leak_until_none_is_left() -> Scenario:
    """A worker released at noon never gives connections back: up and up for an hour until the last one is taken."""
    s, db, worker, api = (
        Scene("2026-10-08T11:30:00", seed=205, count=42, period=144, region="eu-central-1"),
        "rds/crm-postgres",
        "ecs-service/crm-sync",
        "ecs-service/crm-web",
    )
    return fault(
        s.bundle(
            "aws-connection-leak",
            "crm-web 5xx",
            "alb/crm",
            started=87,
            alerts=[
                s.alarm("alb/crm", 87, "crm-web 5xx", "HTTPCode_Target_5XX_Count", 25),
                s.alarm(api, 89, "crm-web health", "UnHealthyHostCount", 0),
            ],
            metrics=[
                *s.rds(
                    db,
                    scale=0.5,
                    CPUUtilization=step(13, 18, 19),
                    DatabaseConnections=path((13, 52), (23, 54, 195), (None, 197)),
                    FreeableMemory=path((13, 1.9e9), (None, 1.9e9, 1.1e9)),
                    DBLoad=0.9,
                    DBLoadCPU=0.6,
                    DBLoadNonCPU=0.3,
                ),
                *s.alb(
                    "alb/crm",
                    requests=640,
                    failed=path((36, 0), (None, 61)),
                    seconds=path((36, 0.1), (None, 0.4)),
                    healthy=path((38, 3), (None, 1)),
                    unhealthy=path((38, 0), (None, 2)),
                ),
                *s.tasks(worker, "crm", cpu=11, running=2),
            ],
            logs=[
                *s.lines(
                    api,
                    84,
                    100,
                    2,
                    [
                        (
                            "PG::ConnectionBad: connection to server at "
                            '"crm-postgres.c9x.eu-central-1.rds.amazonaws.com" (10.9.1.4), port 5432 failed: '
                            "FATAL:  remaining connection slots are reserved for roles with the SUPERUSER "
                            "attribute"
                        )
                    ],
                ),
                s.log(
                    db,
                    85,
                    "FATAL:  remaining connection slots are reserved for roles with the SUPERUSER attribute",
                    count=3380,
                    source="postgresql.log",
                ),
                *s.lines(worker, 2, 30, 5, ["sync round {n} finished, 212 contacts, connections=2"]),
                *s.lines(worker, 34, 98, 5, ["sync round {n} finished, 212 contacts"]),
                *s.lines(api, 0, 80, 10, ["GET /contacts/{n} 200 44ms"]),
            ],
            events=[
                s.event(worker, 31, "SERVICE_STEADY_STATE", "(service crm-sync) has reached a steady state."),
                s.event(
                    api,
                    90,
                    "ServiceHealth",
                    (
                        "(service crm-web) (port 3000) is unhealthy in (target-group crm-web) due to (reason "
                        "Health checks failed with these codes: [500])."
                    ),
                    type="warning",
                ),
            ],
            changes=[
                s.change(
                    worker,
                    29.5,
                    "deployment",
                    "ecs:UpdateService",
                    "role/crm-ci",
                    task_definition=["crm-sync:18", "crm-sync:19"],
                ),
                s.change(
                    api,
                    80,
                    "deployment",
                    "ecs:UpdateService",
                    "role/crm-ci",
                    task_definition=["crm-web:230", "crm-web:231"],
                ),
            ],
            topology=edges(("alb/crm", "calls", api), (api, "reads", db), (worker, "writes", db)),
            state=[
                s.instance(
                    db,
                    "postgres",
                    "16.2",
                    "db.t4g.medium",
                    parameters={"max_connections": 200, "superuser_reserved_connections": 3},
                ),
                s.insights(
                    db,
                    [
                        ("SELECT * FROM contacts WHERE account_id = $1", 0.4, 31, {"CPU": 0.4}),
                        ("UPDATE contacts SET synced_at = $1 WHERE id = $2", 0.3, 7, {"IO:WALWrite": 0.2, "CPU": 0.1}),
                    ],
                    first=80,
                    waits={"Client:ClientRead": 0.2},
                    users={"crm_sync": 0.4, "crm_web": 0.5},
                ),
                s.state(
                    db,
                    "sessions",
                    by_user={"crm_sync": {"idle": 143, "active": 1}, "crm_web": {"idle": 49, "active": 3}},
                ),
                s.ecs_state(worker, 2, 2, "crm-sync:19"),
            ],
        ),
        "db.connections_exhausted",
        db,
        also=[("deployment.bad_release", worker)],
        herring=("deployment.bad_release", api),
        near=["lb.health_check_wrong", "lb.no_healthy_targets", "db.unreachable"],
    )


def functions_take_every_connection() -> Scenario:
    """The limit on a function was lifted; a thousand instances open a connection each. CPU is alarmed later."""
    s, db, fn, other = (
        Scene("2026-11-19T20:00:00", seed=206, region="us-east-1"),
        "rds/polls-mysql",
        "lambda/poll-vote",
        "lambda/poll-results",
    )
    return fault(
        s.bundle(
            "aws-function-fan-out",
            "Alert",
            other,
            started=17,
            alerts=[
                s.alarm(other, 17, "poll-results-errors", "Errors", 5),
                s.alarm(db, 24, "polls-mysql-cpu", "CPUUtilization", 70),
            ],
            metrics=[
                *s.rds(
                    db,
                    "mysql",
                    scale=0.5,
                    CPUUtilization=path((14, 22), (8, 48), (None, 74)),
                    DatabaseConnections=path((14, 61), (2, 180, 298), (None, 300)),
                    DBLoad=path((14, 0.8), (None, 3.1)),
                    DBLoadCPU=path((14, 0.6), (None, 2.2)),
                    DBLoadNonCPU=path((14, 0.2), (None, 0.9)),
                    FreeableMemory=path((14, 1.6e9), (None, 7.3e8)),
                    skip=["ReadThroughput", "WriteThroughput"],
                ),
                *s.function(
                    fn,
                    calls=path((14, 2900), (None, 7200)),
                    errors=path((15, 0), (None, 1600)),
                    concurrent=path((14, 38), (2, 320, 610), (None, 640)),
                    ms=path((14, 48), (None, 180)),
                ),
                *s.function(other, calls=410, errors=path((15, 0), (None, 230)), ms=60),
            ],
            logs=[
                *s.lines(
                    other,
                    15.5,
                    40,
                    1.5,
                    [
                        (
                            'ERROR Invoke Error {"errorType":"Error","errorMessage":"Too many '
                            'connections","code":"ER_CON_COUNT_ERROR","errno":1040,"sqlState":"08004"}'
                        )
                    ],
                ),
                *s.lines(
                    fn,
                    15.5,
                    40,
                    2,
                    [
                        'ERROR {"errorMessage":"ER_CON_COUNT_ERROR: Too many connections","errno":1040}',
                        "INFO vote stored poll={n}",
                    ],
                ),
                *s.lines(fn, 0, 14, 3, ["INFO vote stored poll={n}"]),
            ],
            changes=[
                s.change(
                    fn, 13.6, "scaling", "DeleteFunctionConcurrency", "user/event-team", reserved_concurrency=[50, None]
                ),
                s.change(
                    "rds/polls-mysql-replica",
                    12,
                    "config",
                    "ModifyDBInstance",
                    "user/event-team",
                    backup_retention=[0, 1],
                ),
            ],
            topology=edges((fn, "writes", db), (other, "reads", db), (db, "replicates_to", "rds/polls-mysql-replica")),
            state=[
                s.instance(db, "mysql", "8.0.39", "db.t4g.large", parameters={"max_connections": 300}),
                s.state(
                    fn, "lambda_function", runtime="nodejs20.x", memory_mb=256, timeout_s=10, reserved_concurrency=None
                ),
                s.insights(
                    db,
                    [
                        (
                            "INSERT INTO `votes` (`poll`, `choice`) VALUES (?, ?)",
                            1.9,
                            96,
                            {"CPU": 1.2, "wait/io/file/innodb/innodb_log_file": 0.7},
                        ),
                        (
                            "SELECT `choice`, COUNT(*) FROM `votes` WHERE `poll` = ? GROUP BY `choice`",
                            1.0,
                            4,
                            {"CPU": 0.9},
                        ),
                    ],
                    first=18,
                ),
            ],
        ),
        "db.connections_exhausted",
        db,
        also=[("deployment.scaling_change", fn)],
        herring=("compute.cpu_saturation", db),
        near=["lambda.throttled", "compute.cpu_saturation", "code.unhandled_error", "db.credentials_invalid"],
    )


CASES: tuple[Case, ...] = (
    leak_until_none_is_left,
    functions_take_every_connection,
)

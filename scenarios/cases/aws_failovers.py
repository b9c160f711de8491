"""Failovers and restarts of databases."""

from scenarios.cases.building import Case, Scenario
from scenarios.cases.building_aws import Scene, edges, fault, path, step


def failing_over_right_now() -> Scenario:
    """The zone's standby takes over; for a minute nobody can connect. The load balancer is loud."""
    s, db, api, lb = (
        Scene("2026-11-01T22:05:00", seed=304, count=44, period=30),
        "rds/wallet-pg",
        "ecs-service/wallet-api",
        "alb/wallet",
    )
    return fault(
        s.bundle(
            "aws-failover-now",
            "wallet 5xx > 10 for 1 minute",
            lb,
            started=19.5,
            severity="critical",
            alerts=[s.alarm(lb, 19.5, "wallet 5xx > 10 for 1 minute", "HTTPCode_Target_5XX_Count", 10)],
            metrics=[
                *s.alb(lb, requests=1100, failed=path((38, 0), (None, 640)), seconds=path((38, 0.1), (None, 6.2))),
                *s.rds(
                    db,
                    drop=[39, 40],
                    DatabaseConnections=path((38, 120), (None, 3)),
                    CPUUtilization=path((38, 31), (None, 9)),
                    DBLoad=path((38, 2), (None, 0.1)),
                    DBLoadCPU=path((38, 1.4), (None, 0.05)),
                    DBLoadNonCPU=path((38, 0.6), (None, 0.05)),
                    WriteIOPS=path((38, 200), (None, 12)),
                    ReadIOPS=path((38, 310), (None, 90)),
                    skip=["SwapUsage", "MaximumUsedTransactionIDs", "TransactionLogsDiskUsage"],
                ),
            ],
            logs=[
                *s.lines(
                    api,
                    19,
                    22,
                    0.25,
                    [
                        "org.postgresql.util.PSQLException: An I/O error occurred while sending to the backend.",
                        (
                            "org.postgresql.util.PSQLException: Connection to "
                            "wallet-pg.cq1.eu-west-1.rds.amazonaws.com:5432 refused. Check that the hostname "
                            "and port are correct and that the postmaster is accepting TCP/IP connections."
                        ),
                    ],
                ),
                *s.lines(api, 0, 18, 3, ["transfer {n} booked in 31 ms"]),
            ],
            events=[
                s.db_event(db, 18.9, "Multi-AZ instance failover started.", "failover", type="warning"),
                s.db_event(db, 19.4, "DB instance restarted", "availability"),
            ],
            changes=[
                s.change(
                    api,
                    16,
                    "deployment",
                    "ecs:UpdateService",
                    "role/wallet-ci",
                    task_definition=["wallet-api:411", "wallet-api:412"],
                )
            ],
            topology=edges((lb, "calls", api), (api, "writes", db)),
            state=[
                s.instance(
                    db,
                    "postgres",
                    "15.8",
                    "db.r6g.large",
                    multi_az=True,
                    secondary_az="eu-west-1b",
                    parameters={"max_connections": 1700},
                )
            ],
        ),
        "db.failover",
        db,
        herring=("deployment.bad_release", api),
        near=["db.unreachable", "dependency.unreachable", "deployment.bad_release", "traffic.drop"],
    )


def pools_stay_with_the_old_writer() -> Scenario:
    """Aurora failed over; the application's pool keeps talking to the former writer, which is a reader now."""
    s, old, new, api = (
        Scene("2026-09-30T04:20:00", seed=305, region="ca-central-1"),
        "rds/claims-aurora-0",
        "rds/claims-aurora-1",
        "ecs-service/claims-intake",
    )
    return fault(
        s.bundle(
            "aws-stale-writer-pool",
            "claims-intake errors > 5%",
            api,
            started=20,
            source="datadog",
            alerts=[s.alarm(api, 20, "claims-intake errors > 5%", "trace.http.request.errors", 0.05)],
            metrics=[
                *s.rds(
                    old,
                    "aurora-postgresql",
                    drop=[16],
                    skip=[
                        "SwapUsage",
                        "FreeLocalStorage",
                        "MaximumUsedTransactionIDs",
                        "ReadThroughput",
                        "DiskQueueDepth",
                        "NetworkReceiveThroughput",
                        "DBLoadNonCPU",
                    ],
                    DatabaseConnections=path((16, 96), (2, 4), (None, 92)),
                    WriteIOPS=step(16, 180, 0),
                    WriteThroughput=step(16, 3e6, 0),
                    CommitLatency=step(16, 3.3, 0),
                    CPUUtilization=step(16, 27, 14),
                ),
                *s.rds(
                    new,
                    "aurora-postgresql",
                    skip=[
                        "SwapUsage",
                        "FreeLocalStorage",
                        "MaximumUsedTransactionIDs",
                        "ReadThroughput",
                        "DiskQueueDepth",
                        "NetworkReceiveThroughput",
                        "DBLoadNonCPU",
                    ],
                    DatabaseConnections=step(16, 21, 24),
                    WriteIOPS=step(16, 0, 9),
                    CPUUtilization=8,
                    WriteThroughput=step(16, 0, 4e4),
                ),
                s.series(api, "trace.http.request.errors", step(16, 0.002, 0.39), namespace="Datadog"),
            ],
            logs=[
                *s.lines(
                    api,
                    17,
                    40,
                    1.5,
                    ["psycopg2.errors.ReadOnlySqlTransaction: cannot execute INSERT in a read-only transaction"],
                ),
                *s.lines(api, 0, 16, 4, ["claim {n} stored"]),
                s.log(
                    api, 16, "psycopg2.OperationalError: terminating connection due to administrator command", count=88
                ),
            ],
            events=[
                s.db_event(
                    "rds-cluster/claims-aurora",
                    15.6,
                    "Started cross AZ failover to DB instance: claims-aurora-1",
                    "failover",
                ),
                s.db_event(old, 15.9, "DB instance restarted", "availability"),
                s.db_event(
                    "rds-cluster/claims-aurora", 16.2, "Completed failover to DB instance: claims-aurora-1", "failover"
                ),
            ],
            topology=edges((api, "writes", old), (old, "replicates_to", new)),
            state=[
                s.instance(old, "aurora-postgresql", "14.9", "db.r6g.large", db_cluster="claims-aurora", role="reader"),
                s.instance(new, "aurora-postgresql", "14.9", "db.r6g.large", db_cluster="claims-aurora", role="writer"),
            ],
        ),
        "db.failover",
        old,
        also=[("db.read_only", old), ("db.failover", new), ("db.failover", "rds-cluster/claims-aurora")],
        near=["db.replication_lag", "access.permission_denied"],
    )


def engine_dies_again_and_again() -> Scenario:
    """A single-zone MySQL is restarted by recovery every few minutes after running out of memory."""
    s, db, api = Scene("2026-10-25T13:30:00", seed=306), "rds/forum-mariadb", "ec2/i-0b41c9a7e22f3d518"
    return fault(
        s.bundle(
            "aws-recovery-loop",
            "CRITICAL forum-check http 500",
            api,
            started=23,
            source="synthetic-monitor",
            severity="critical",
            alerts=[s.alarm(api, 23, "forum-check", count=4, reason="HTTP 500 from https://forum.example.org/")],
            metrics=s.rds(
                db,
                "mariadb",
                scale=0.3,
                drop=[22, 23, 31, 32],
                FreeableMemory=path(
                    (10, 2.4e8), (12, 2.3e8, 3.1e7), (2, 3.0e7), (7, 4.6e8, 4e7), (2, 4e7), (None, 4.5e8, 9e7)
                ),
                SwapUsage=path(
                    (10, 6e8), (12, 6e8, 1.9e9), (2, 1.9e9), (7, 1e8, 1.8e9), (2, 1.8e9), (None, 2e8, 1.3e9)
                ),
                DatabaseConnections=path((22, 41), (2, 0), (7, 60), (2, 0), (None, 62)),
                CPUUtilization=path((22, 38), (2, 12), (7, 71), (2, 9), (None, 77)),
            ),
            logs=[
                s.log(
                    db,
                    33.2,
                    "[Note] InnoDB: Starting crash recovery from checkpoint LSN=88124410233",
                    source="error/mysql-error.log",
                ),
                s.log(
                    db,
                    24.1,
                    "[Note] InnoDB: Starting crash recovery from checkpoint LSN=88123917110",
                    source="error/mysql-error.log",
                ),
                *s.lines(
                    api,
                    23,
                    40,
                    1.5,
                    [
                        (
                            "PHP Fatal error:  Uncaught mysqli_sql_exception: Connection refused in "
                            "/var/www/forum/inc/db.php:31"
                        ),
                        (
                            "PHP Warning:  mysqli_query(): MySQL server has gone away in "
                            "/var/www/forum/inc/db.php on line 88"
                        ),
                    ],
                ),
                *s.lines(api, 0, 22, 5, ["GET /t/{n} 200"]),
            ],
            events=[
                s.db_event(
                    db,
                    22.4,
                    "The database process was killed by the OS due to excessive memory usage.",
                    "availability",
                    type="error",
                ),
                s.db_event(
                    db,
                    23.0,
                    (
                        "Recovery of the DB instance has started. Recovery time will vary with the amount of "
                        "data to be recovered."
                    ),
                    "recovery",
                ),
                s.db_event(db, 24.6, "Recovery of the DB instance is complete.", "recovery"),
                s.db_event(db, 24.7, "DB instance restarted", "availability"),
                s.db_event(
                    db,
                    31.6,
                    "The database process was killed by the OS due to excessive memory usage.",
                    "availability",
                    type="error",
                ),
                s.db_event(
                    db,
                    32.2,
                    (
                        "Recovery of the DB instance has started. Recovery time will vary with the amount of "
                        "data to be recovered."
                    ),
                    "recovery",
                ),
                s.db_event(db, 33.8, "DB instance restarted", "availability"),
            ],
            topology=edges((api, "reads", db)),
            state=[
                s.instance(
                    db,
                    "mariadb",
                    "10.11.8",
                    "db.t3.small",
                    multi_az=False,
                    parameters={"max_connections": 400, "innodb_buffer_pool_size": 1503238553},
                )
            ],
        ),
        "compute.memory_saturation",
        db,
        also=[("db.failover", db)],
        near=["db.connections_exhausted", "db.unreachable", "compute.instance_lost"],
    )


CASES: tuple[Case, ...] = (
    failing_over_right_now,
    pools_stay_with_the_old_writer,
    engine_dies_again_and_again,
)

"""Replicas that fall behind, and databases that refuse writes."""

from scenarios.cases.building import Case, Scenario
from scenarios.cases.building_aws import Scene, edges, fault, path, ramp, step


def bulk_load_leaves_the_replica_behind() -> Scenario:
    """A bulk load on the writer is more than the MySQL replica's applier can follow; readers see old data."""
    s, db, copy, api = (
        Scene("2026-11-06T02:10:00", seed=301, region="eu-west-3"),
        "rds/listing-mysql",
        "rds/listing-mysql-ro1",
        "ecs-service/search-read",
    )
    return fault(
        s.bundle(
            "aws-bulk-load-lag",
            "listing-mysql-ro1 ReplicaLag > 120",
            copy,
            started=18,
            alerts=[
                s.alarm(copy, 18, "listing-mysql-ro1 ReplicaLag > 120", "ReplicaLag", 120),
                s.alarm("alb/search", 5, "search 4xx", "HTTPCode_Target_4XX_Count", 500, state="ok"),
            ],
            metrics=[
                *s.rds(
                    copy,
                    "mysql",
                    skip=[
                        "DatabaseConnections",
                        "NetworkTransmitThroughput",
                        "DBLoadCPU",
                        "DBLoadNonCPU",
                        "DiskQueueDepth",
                    ],
                    ReplicaLag=path((14, 0), (None, 30, 1420)),
                    CPUUtilization=step(14, 17, 29),
                    WriteIOPS=step(14, 190, 2100),
                    WriteThroughput=step(14, 3e6, 4.4e7),
                ),
                *s.rds(
                    db,
                    "mysql",
                    skip=[
                        "NetworkTransmitThroughput",
                        "DBLoadCPU",
                        "DBLoadNonCPU",
                        "SwapUsage",
                        "ReadThroughput",
                        "DiskQueueDepth",
                        "NetworkReceiveThroughput",
                        "FreeableMemory",
                    ],
                    CPUUtilization=step(14, 28, 61),
                    WriteIOPS=step(14, 260, 6900),
                    WriteThroughput=step(14, 4e6, 1.4e8),
                    WriteLatency=step(14, 0.0011, 0.0024),
                    BinLogDiskUsage=ramp(14, 2.4e9, 2.6e10),
                    NetworkReceiveThroughput=step(14, 1.3e6, 4.1e7),
                    DBLoad=step(14, 1.9, 5.2),
                ),
            ],
            logs=[
                s.log(
                    "job/feed-import",
                    13.8,
                    "starting import of partner feed 2026-11: 41,220,118 rows, 32 writers",
                    "INFO",
                ),
                *s.lines(api, 16, 40, 3, ["WARN listing {n} not found on replica, retrying on writer"]),
                *s.lines(api, 0, 14, 5, ["INFO listing {n} served from replica"]),
            ],
            events=[
                s.db_event(copy, -51, "Backing up DB instance", "backup"),
                s.db_event(copy, -42, "Finished DB Instance backup", "backup"),
            ],
            changes=[
                s.change(
                    api,
                    11,
                    "deployment",
                    "ecs:UpdateService",
                    "role/search-ci",
                    task_definition=["search-read:70", "search-read:71"],
                ),
                s.change("job/feed-import", 13.7, "data", "batch:SubmitJob", "role/scheduler", queue="bulk"),
            ],
            topology=edges((db, "replicates_to", copy), (api, "reads", copy), ("job/feed-import", "writes", db)),
            state=[
                s.instance(
                    copy,
                    "mysql",
                    "8.0.36",
                    "db.r6g.large",
                    replica_of="listing-mysql",
                    parameters={"replica_parallel_workers": 0, "max_connections": 1200},
                ),
                s.instance(db, "mysql", "8.0.36", "db.r6g.2xlarge", multi_az=True),
                s.insights(
                    copy,
                    [
                        (
                            "INSERT INTO `listings` VALUES (...)",
                            1.0,
                            2100,
                            {"wait/io/table/sql/handler": 0.6, "CPU": 0.3, "wait/io/file/innodb/innodb_log_file": 0.1},
                        ),
                        ("SELECT * FROM `listings` WHERE `id` = ?", 0.5, 310, {"CPU": 0.5}),
                    ],
                    first=18,
                ),
            ],
        ),
        "db.replication_lag",
        copy,
        herring=("deployment.bad_release", api),
        near=["storage.io_saturation", "db.expensive_query", "deployment.bad_release"],
    )


def long_reader_holds_back_the_replay() -> Scenario:
    """A dashboard's long transaction on the standby stops the replay. The alarm's text was lost on the way."""
    s, db, copy = Scene("2026-08-12T09:30:00", seed=302), "rds/billing-pg", "rds/billing-pg-replica-a"
    return fault(
        s.bundle(
            "aws-replay-held-back",
            "Alert",
            copy,
            started=None,
            source="unknown",
            severity="unknown",
            metrics=[
                *s.rds(
                    copy,
                    ReplicaLag=path((17, 1.2), (None, 60, 1440)),
                    CPUUtilization=step(16, 21, 33),
                    WriteIOPS=step(17, 170, 14),
                    WriteThroughput=step(17, 3e6, 2.1e5),
                    DBLoad=step(16, 1.1, 2.3),
                    skip=["MaximumUsedTransactionIDs"],
                ),
                *s.rds(
                    db,
                    skip=[
                        "SwapUsage",
                        "ReadThroughput",
                        "DiskQueueDepth",
                        "NetworkReceiveThroughput",
                        "NetworkReceiveThroughput",
                        "NetworkTransmitThroughput",
                        "DBLoadCPU",
                        "DBLoadNonCPU",
                        "FreeableMemory",
                        "ReadLatency",
                    ],
                ),
            ],
            logs=[
                s.log(
                    copy,
                    18,
                    "LOG:  recovery still waiting after 60018.331 ms: recovery conflict on snapshot",
                    count=22,
                    source="postgresql.log",
                ),
                s.log(
                    copy,
                    18,
                    (
                        "CONTEXT:  WAL redo at 9A2/5E0A13F8 for Heap2/PRUNE: snapshotConflictHorizon: "
                        "81220041, nredirected: 0, ndead: 3"
                    ),
                    count=22,
                    source="postgresql.log",
                ),
                s.log(
                    db,
                    9,
                    "LOG:  checkpoint complete: wrote 4017 buffers (0.8%); 0 WAL file(s) added, 0 removed, 3 recycled",
                    source="postgresql.log",
                ),
            ],
            events=[
                s.db_event("rds/billing-pg-replica-b", 14, "Replication has resumed", "read replica"),
                s.db_event(db, -410, "Finished DB Instance backup", "backup"),
            ],
            changes=[
                s.change(
                    "rds/billing-pg-replica-b",
                    12,
                    "config",
                    "ModifyDBInstance",
                    "user/dba",
                    allocated_storage_gb=[200, 400],
                )
            ],
            topology=edges(
                (db, "replicates_to", copy),
                (db, "replicates_to", "rds/billing-pg-replica-b"),
                ("service/metabase", "reads", copy),
            ),
            state=[
                s.instance(
                    copy,
                    "postgres",
                    "16.4",
                    "db.m6g.large",
                    replica_of="billing-pg",
                    parameters={"max_standby_streaming_delay": -1, "hot_standby_feedback": 0},
                ),
                s.insights(
                    copy,
                    [
                        (
                            (
                                "SELECT i.*, l.* FROM invoices i JOIN invoice_lines l ON l.invoice_id = i.id "
                                "WHERE i.period >= $1"
                            ),
                            1.1,
                            0.01,
                            {"CPU": 0.8, "IO:DataFileRead": 0.3},
                        ),
                        ("SELECT * FROM invoices WHERE id = $1", 0.2, 40, {"CPU": 0.2}),
                    ],
                    first=18,
                    waits={"Lock:recovery_conflict": 1.0},
                ),
            ],
        ),
        "db.replication_lag",
        copy,
        also=[("db.expensive_query", copy)],
        near=["dependency.slow", "db.unreachable", "db.failover"],
    )


def reader_lags_after_heavy_writes_aurora() -> Scenario:
    """An Aurora reader falls far behind and is restarted by the platform while the writer's log volume explodes."""
    s, db, copy, api = (
        Scene("2026-10-19T17:00:00", seed=303, region="us-east-1"),
        "rds/chat-aurora-w",
        "rds/chat-aurora-r1",
        "ecs-service/chat-history",
    )
    return fault(
        s.bundle(
            "aws-aurora-reader-behind",
            "chat-history: stale reads reported by clients",
            api,
            started=21,
            source="datadog",
            alerts=[
                s.alarm(api, 21, "chat-history: stale reads reported by clients", "stale_reads", 50),
                s.alarm(db, 22, "chat-aurora-w CommitLatency", "CommitLatency", 20, state="ok"),
            ],
            metrics=[
                *s.rds(
                    copy,
                    "aurora-postgresql",
                    skip=[
                        "MaximumUsedTransactionIDs",
                        "Deadlocks",
                        "SwapUsage",
                        "FreeLocalStorage",
                        "DiskQueueDepth",
                        "NetworkReceiveThroughput",
                    ],
                    AuroraReplicaLag=path((16, 19), (None, 900, 31000)),
                    CPUUtilization=step(16, 31, 58),
                    DBLoad=step(16, 1.6, 3.4),
                ),
                *s.rds(
                    db,
                    "aurora-postgresql",
                    skip=[
                        "AuroraReplicaLag",
                        "MaximumUsedTransactionIDs",
                        "SwapUsage",
                        "FreeLocalStorage",
                        "DBLoadCPU",
                        "DBLoadNonCPU",
                    ],
                    WriteIOPS=step(16, 900, 14200),
                    WriteThroughput=step(16, 6e6, 1.9e8),
                    CPUUtilization=step(16, 24, 49),
                    CommitLatency=step(16, 3.4, 6.1),
                ),
                s.series(api, "stale_reads", path((17, 2), (None, 110, 480)), namespace="Chat", statistic="Sum"),
            ],
            logs=[
                *s.lines(api, 18, 40, 3, ["warn: message {n} not visible on reader after 5000 ms"]),
                s.log("job/retention-purge", 15.8, "purging messages older than 2023-10-01, batch=50000", count=1),
            ],
            events=[
                s.db_event(
                    copy,
                    36,
                    "Read replica has fallen behind the master too much. Restarting postgres.",
                    "read replica",
                    type="warning",
                ),
                s.db_event(copy, 37, "DB instance restarted", "availability"),
            ],
            topology=edges((db, "replicates_to", copy), (api, "reads", copy), ("job/retention-purge", "writes", db)),
            state=[
                s.instance(db, "aurora-postgresql", "15.6", "db.r6g.xlarge", db_cluster="chat-aurora", role="writer"),
                s.instance(copy, "aurora-postgresql", "15.6", "db.r6g.large", db_cluster="chat-aurora", role="reader"),
            ],
        ),
        "db.replication_lag",
        copy,
        near=["db.failover", "code.slow_path"],
    )


def switched_to_read_only() -> Scenario:
    """Somebody set read_only in the parameter group; reads go on, every write is refused."""
    s, db, api = (
        Scene("2026-11-10T10:05:00", seed=307, region="eu-west-2"),
        "rds/membership-mysql",
        "ecs-service/membership-api",
    )
    return fault(
        s.bundle(
            "aws-read-only-parameter",
            "membership-api 500s on POST",
            api,
            started=18,
            source="prometheus",
            alerts=[
                s.alarm(
                    api,
                    18,
                    "MembershipApi5xx",
                    reason='sum(rate(http_requests_total{code=~"5..",method="POST"}[2m])) > 1',
                )
            ],
            metrics=[
                *s.rds(
                    db,
                    "mysql",
                    WriteIOPS=step(16, 160, 21),
                    WriteThroughput=step(16, 2.9e6, 2.2e5),
                    CPUUtilization=step(16, 23, 18),
                ),
                s.series(api, "http_requests_total_5xx", step(16, 0, 86), namespace="Prometheus", statistic="Sum"),
                s.series(api, "http_requests_total", 2300, namespace="Prometheus", statistic="Sum"),
            ],
            logs=[
                *s.lines(
                    api,
                    16.5,
                    40,
                    1.5,
                    [
                        (
                            "ERROR Illuminate\\Database\\QueryException: SQLSTATE[HY000]: General error: 1290 "
                            "The MySQL server is running with the --read-only option so it cannot execute this "
                            "statement (SQL: insert into `members` ...)"
                        ),
                        "INFO GET /members/{n} 200",
                    ],
                ),
                *s.lines(api, 0, 16, 3, ["INFO POST /members 201 id={n}"]),
            ],
            changes=[
                s.change(
                    "rds-parameter-group/membership-mysql8",
                    15.8,
                    "config",
                    "ModifyDBParameterGroup",
                    "user/a.kowalski",
                    parameters=[{"name": "read_only", "value": "1", "apply_method": "immediate"}],
                ),
                s.change(
                    api,
                    13,
                    "deployment",
                    "ecs:UpdateService",
                    "role/ci",
                    task_definition=["membership-api:91", "membership-api:92"],
                ),
            ],
            events=[
                s.db_event(
                    db, 16.1, "Updated parameter read_only to 1 with apply method immediate", "configuration change"
                )
            ],
            topology=edges((api, "writes", db), (api, "reads", db)),
            state=[
                s.instance(
                    db,
                    "mysql",
                    "8.0.36",
                    "db.m6g.large",
                    multi_az=True,
                    parameters={"max_connections": 800, "read_only": 1},
                    parameter_group="membership-mysql8",
                )
            ],
        ),
        "db.read_only",
        db,
        herring=("deployment.bad_release", api),
        near=["db.failover", "storage.full", "access.permission_denied"],
    )


def address_of_the_reader() -> Scenario:
    """A new task definition names the cluster's reader endpoint: the database is fine and other writers can write."""
    s, db, ro, api, other = (
        Scene("2026-10-27T15:40:00", seed=308),
        "rds/parcel-aurora-1",
        "rds/parcel-aurora-2",
        "ecs-service/parcel-label",
        "ecs-service/parcel-track",
    )
    return fault(
        s.bundle(
            "aws-reader-endpoint-used",
            "parcel-label-error-rate",
            api,
            started=17,
            alerts=[s.alarm(api, 17, "parcel-label-error-rate", "Errors", 20)],
            metrics=[
                s.series(api, "Errors", step(15, 0, 73), namespace="Parcel"),
                s.series(api, "Requests", 510, namespace="Parcel", statistic="Sum"),
                s.series(other, "Errors", 0, namespace="Parcel"),
                s.series(other, "Requests", 1900, namespace="Parcel", statistic="Sum"),
                *s.rds(
                    db,
                    "aurora-postgresql",
                    skip=[
                        "SwapUsage",
                        "FreeLocalStorage",
                        "ReadThroughput",
                        "DiskQueueDepth",
                        "NetworkReceiveThroughput",
                        "DBLoadCPU",
                        "MaximumUsedTransactionIDs",
                    ],
                    DatabaseConnections=step(15, 84, 63),
                    WriteIOPS=step(15, 180, 152),
                ),
                *s.rds(
                    ro,
                    "aurora-postgresql",
                    skip=[
                        "SwapUsage",
                        "FreeLocalStorage",
                        "ReadThroughput",
                        "DiskQueueDepth",
                        "NetworkReceiveThroughput",
                        "DBLoadCPU",
                        "MaximumUsedTransactionIDs",
                        "WriteIOPS",
                        "WriteThroughput",
                    ],
                    DatabaseConnections=step(15, 30, 51),
                ),
            ],
            logs=[
                *s.lines(
                    api,
                    15.5,
                    40,
                    1.5,
                    [
                        (
                            "error: cannot execute INSERT in a read-only transaction "
                            '{"code":"25006","severity":"ERROR","routine":"PreventCommandIfReadOnly"}'
                        )
                    ],
                ),
                *s.lines(other, 0, 40, 4, ["tracked parcel {n}"]),
                s.log(
                    api,
                    15,
                    "connecting to postgres parcel.cluster-ro-c8xy.eu-west-1.rds.amazonaws.com:5432/parcel",
                    "info",
                    count=3,
                ),
                s.log(
                    api,
                    -800,
                    "connecting to postgres parcel.cluster-c8xy.eu-west-1.rds.amazonaws.com:5432/parcel",
                    "info",
                    count=3,
                ),
            ],
            changes=[
                s.change(
                    api,
                    13.9,
                    "deployment",
                    "ecs:UpdateService",
                    "role/parcel-ci",
                    task_definition=["parcel-label:40", "parcel-label:41"],
                    environment={
                        "PGHOST": [
                            "parcel.cluster-c8xy.eu-west-1.rds.amazonaws.com",
                            "parcel.cluster-ro-c8xy.eu-west-1.rds.amazonaws.com",
                        ]
                    },
                )
            ],
            topology=edges((api, "writes", db), (other, "writes", db), (db, "replicates_to", ro)),
            state=[
                s.instance(db, "aurora-postgresql", "16.2", "db.r6g.large", db_cluster="parcel", role="writer"),
                s.instance(ro, "aurora-postgresql", "16.2", "db.r6g.large", db_cluster="parcel", role="reader"),
                s.ecs_state(api, 3, 3, "parcel-label:41"),
            ],
        ),
        "app.config.dependency_address_wrong",
        api,
        also=[("deployment.bad_release", api)],
        near=["db.read_only", "db.failover", "db.replication_lag"],
    )


CASES: tuple[Case, ...] = (
    bulk_load_leaves_the_replica_behind,
    long_reader_holds_back_the_replay,
    reader_lags_after_heavy_writes_aurora,
    switched_to_read_only,
    address_of_the_reader,
)

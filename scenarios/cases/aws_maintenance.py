"""Databases flooded by their own upkeep, or too small for it: vacuum, checkpoints, index builds, memory, classes."""

from scenarios.cases.building import Case, Scenario
from scenarios.cases.building_aws import Scene, edges, fault, path, ramp, step


def vacuum_floods_the_volume() -> Scenario:
    """An anti-wraparound autovacuum of a huge table floods the volume and all reads wait. Ids are far from used up."""
    s, db = Scene("2026-08-27T10:10:00", seed=104), "rds/telemetry-pg"
    api = "ecs-service/device-gateway"
    return fault(
        s.bundle(
            "aws-vacuum-io",
            "telemetry-pg read latency above 20ms",
            db,
            started=16,
            source="datadog",
            alerts=[
                s.alarm(
                    db,
                    16,
                    "telemetry-pg read latency above 20ms",
                    query="avg(last_5m):avg:aws.rds.read_latency{dbinstanceidentifier:telemetry-pg} > 0.02",
                )
            ],
            metrics=[
                *s.rds(
                    db,
                    scale=2,
                    CPUUtilization=step(13, 28, 37),
                    ReadIOPS=step(13, 740, 5400),
                    WriteIOPS=step(13, 410, 2600),
                    ReadThroughput=step(13, 2.1e7, 2.33e8),
                    WriteThroughput=step(13, 7.4e6, 9.8e7),
                    ReadLatency=step(13, 0.0011, 0.027),
                    WriteLatency=step(13, 0.0016, 0.021),
                    DiskQueueDepth=step(13, 0.8, 58),
                    DBLoad=step(13, 3.1, 15),
                    DBLoadCPU=step(13, 2.1, 2.2),
                    DBLoadNonCPU=step(13, 1.0, 12.8),
                    MaximumUsedTransactionIDs=[(None, 2.0004e8, 2.0031e8)],
                    TransactionLogsDiskUsage=ramp(13, 2.2e9, 5.1e9),
                ),
                *s.tasks(api, "iot", cpu=step(13, 44, 39)),
            ],
            logs=[
                *s.lines(api, 0, 12, 3, ["INFO ingest batch={n} rows=500 ms=21"]),
                *s.lines(api, 14, 40, 3, ["WARN ingest batch={n} rows=500 ms=944 slow"]),
                s.log(
                    db,
                    13,
                    (
                        "LOG:  automatic aggressive vacuum to prevent wraparound of table "
                        '"telemetry.public.readings_2025": index scans: 0'
                    ),
                    source="postgresql.log",
                ),
                s.log(
                    db,
                    24,
                    (
                        "LOG:  checkpoint complete: wrote 218834 buffers (21.4%); 0 WAL file(s) added, 12 "
                        "removed, 61 recycled; write=269.6 s, sync=4.1 s"
                    ),
                    source="postgresql.log",
                ),
            ],
            events=[s.db_event(db, -420, "Finished DB Instance backup", "backup")],
            changes=[
                s.change(
                    "rds/telemetry-pg-replica-2",
                    12,
                    "config",
                    "ModifyDBInstance",
                    "user/pavel",
                    monitoring_interval=[60, 15],
                ),
                s.change(api, -4100, "deployment", "ecs:UpdateService", "role/ci"),
            ],
            topology=edges(
                (api, "writes", db), (api, "reads", db), (db, "replicates_to", "rds/telemetry-pg-replica-2")
            ),
            state=[
                s.instance(
                    db,
                    "postgres",
                    "16.4",
                    "db.r6i.2xlarge",
                    allocated_storage_gb=4000,
                    storage_type="io1",
                    iops=8000,
                    parameters={
                        "max_connections": 2000,
                        "autovacuum_vacuum_cost_limit": 10000,
                        "autovacuum_freeze_max_age": 200000000,
                    },
                ),
                s.insights(
                    db,
                    [
                        (
                            "autovacuum: VACUUM public.readings_2025 (to prevent wraparound)",
                            3.0,
                            0.0,
                            {
                                "IO:DataFileRead": 1.6,
                                "IO:DataFileWrite": 0.6,
                                "Timeout:VacuumDelay": 0.5,
                                "IO:WALWrite": 0.3,
                            },
                        ),
                        (
                            "SELECT value, ts FROM readings WHERE device_id = $1 AND ts > $2",
                            4.1,
                            190,
                            {"IO:DataFileRead": 3.6, "CPU": 0.5},
                        ),
                        (
                            "INSERT INTO readings (device_id, ts, value) VALUES ($1, $2, $3)",
                            3.9,
                            820,
                            {"IO:WALWrite": 1.5, "LWLock:WALWrite": 1.3, "IO:DataFileRead": 0.6, "CPU": 0.5},
                        ),
                        (
                            "SELECT id, last_seen FROM devices WHERE tenant_id = $1",
                            2.0,
                            74,
                            {"IO:DataFileRead": 1.8, "CPU": 0.2},
                        ),
                        (
                            "UPDATE devices SET last_seen = $1 WHERE id = $2",
                            1.3,
                            210,
                            {"IO:DataFileRead": 0.7, "IO:WALWrite": 0.4, "CPU": 0.2},
                        ),
                    ],
                    first=20,
                ),
            ],
        ),
        "db.maintenance_io_storm",
        db,
        herring=("deployment.scaling_change", "rds/telemetry-pg-replica-2"),
        near=["db.transaction_id_wraparound", "db.expensive_query", "storage.io_saturation", "storage.full"],
    )


def checkpoints_every_few_seconds() -> Scenario:
    """max_wal_size was lowered to its smallest value; checkpoints come every few seconds and every commit waits."""
    s, db = Scene("2026-10-02T06:50:00", seed=105, region="us-east-2"), "rds/payments-core"
    api, pg = "ecs-service/payments-authorizer", "rds-parameter-group/payments-core-pg15"
    return fault(
        s.bundle(
            "aws-checkpoint-storm",
            "P95 authorisation latency > 900 ms",
            api,
            started=20,
            source="datadog",
            service="payments-authorizer",
            alerts=[
                s.alarm(api, 20, "P95 authorisation latency > 900 ms", "authorisation.latency.p95", 900),
                s.alarm(db, 21, "payments-core WriteLatency", "WriteLatency", 0.02),
            ],
            metrics=[
                *s.rds(
                    db,
                    CPUUtilization=step(16, 26, 31),
                    WriteIOPS=step(16, 460, 2600),
                    WriteThroughput=step(16, 8.8e6, 8.7e7),
                    WriteLatency=step(16, 0.0016, 0.034),
                    ReadLatency=step(16, 0.0009, 0.0042),
                    DiskQueueDepth=step(16, 0.7, 62),
                    DBLoad=step(16, 2.4, 11.3),
                    DBLoadCPU=step(16, 1.5, 1.4),
                    DBLoadNonCPU=step(16, 0.9, 9.9),
                    TransactionLogsDiskUsage=step(16, 9.4e8, 4.1e8),
                ),
                s.series(
                    api, "authorisation.latency.p95", step(16, 140, 1340), namespace="Payments", unit="Milliseconds"
                ),
                s.series(api, "authorisation.count", 2210, namespace="Payments", statistic="Sum"),
                *s.tasks(api, "payments", cpu=step(16, 41, 36), running=8),
            ],
            logs=[
                s.log(
                    db,
                    17,
                    "LOG:  checkpoints are occurring too frequently (7 seconds apart)",
                    count=171,
                    source="postgresql.log",
                ),
                s.log(
                    db,
                    17,
                    'HINT:  Consider increasing the configuration parameter "max_wal_size".',
                    count=171,
                    source="postgresql.log",
                ),
                s.log(
                    db,
                    30,
                    (
                        "LOG:  checkpoint complete: wrote 31077 buffers (12.1%); 0 WAL file(s) added, 0 "
                        "removed, 5 recycled; write=3.9 s, sync=2.8 s"
                    ),
                    count=166,
                    source="postgresql.log",
                ),
                *s.lines(api, 0, 15, 3, ["INFO authorised txn={n} ms=87"]),
                *s.lines(
                    api,
                    17,
                    40,
                    3,
                    ["WARN slow authorisation txn={n} ms=1293 stage=commit", "INFO authorised txn={n} ms=702"],
                ),
                s.log(api, 5, "WARN fraud-score cache stale, using previous value", count=28),
            ],
            changes=[
                s.change(
                    pg,
                    14,
                    "config",
                    "ModifyDBParameterGroup",
                    "user/dba-rotation",
                    parameters=[{"name": "max_wal_size", "value": "128", "apply_method": "immediate"}],
                ),
                s.change("lambda/fraud-features", 15, "deployment", "UpdateFunctionCode", "role/fraud-ci"),
            ],
            topology=edges((api, "writes", db), (api, "calls", "lambda/fraud-features")),
            state=[
                s.instance(
                    db,
                    "postgres",
                    "15.7",
                    "db.r6g.large",
                    storage_type="gp3",
                    iops=3000,
                    parameters={"max_connections": 1600, "max_wal_size": 128},
                    parameter_group="payments-core-pg15",
                ),
                s.insights(
                    db,
                    [
                        ("COMMIT", 6.4, 690, {"IO:XactSync": 3.1, "IO:WALWrite": 2.0, "LWLock:WALWrite": 1.3}),
                        (
                            "INSERT INTO ledger_entries (account, amount, txn) VALUES ($1, $2, $3)",
                            2.1,
                            690,
                            {"IO:DataFileExtend": 0.8, "LWLock:WALInsert": 0.8, "CPU": 0.5},
                        ),
                        (
                            "UPDATE accounts SET held = held + $1 WHERE id = $2",
                            1.4,
                            345,
                            {"IO:DataFileRead": 0.5, "IO:WALWrite": 0.5, "CPU": 0.4},
                        ),
                        (
                            "SELECT held, balance FROM accounts WHERE id = $1",
                            0.8,
                            720,
                            {"CPU": 0.5, "IO:DataFileRead": 0.3},
                        ),
                    ],
                    first=20,
                ),
            ],
        ),
        "db.maintenance_io_storm",
        db,
        herring=("deployment.bad_release", "lambda/fraud-features"),
        near=["deployment.bad_release", "storage.io_saturation", "db.lock_contention"],
    )


def index_build_at_noon() -> Scenario:
    """A DBA builds an index concurrently at noon; it reads the whole table and empties the cache."""
    s, db, web = Scene("2026-11-11T11:35:00", seed=106), "rds/loyalty-pg", "deployment/loyalty-web"
    return fault(
        s.bundle(
            "aws-index-build-noon",
            "[Triggered] loyalty-web apdex below 0.7",
            web,
            started=21,
            source="datadog",
            severity="warning",
            alerts=[
                s.alarm(
                    web, 21, "[Triggered] loyalty-web apdex below 0.7", reason="apdex was 0.58 over the last 5 minutes"
                )
            ],
            metrics=s.rds(
                db,
                CPUUtilization=step(17, 24, 46),
                ReadIOPS=step(17, 310, 2990),
                ReadThroughput=step(17, 9e6, 1.22e8),
                WriteIOPS=step(17, 170, 760),
                WriteThroughput=step(17, 3e6, 6.4e7),
                ReadLatency=step(17, 0.0009, 0.016),
                WriteLatency=step(17, 0.0014, 0.0098),
                DiskQueueDepth=step(17, 0.4, 36),
                DBLoad=step(17, 2.1, 9.4),
                DBLoadCPU=step(17, 1.3, 2.4),
                DBLoadNonCPU=step(17, 0.8, 7.0),
                FreeStorageSpace=path((17, 2.12e11), (None, 2.12e11, 2.01e11)),
                TransactionLogsDiskUsage=ramp(17, 1.1e9, 3.4e9),
            ),
            logs=[
                *s.lines(
                    web,
                    0,
                    16,
                    4,
                    ["Completed 200 OK in 64ms (Views: 11.2ms | ActiveRecord: 22.8ms | Allocations: 21{n})"],
                ),
                *s.lines(
                    web,
                    18,
                    40,
                    3,
                    [
                        "Completed 200 OK in 1911ms (Views: 12.0ms | ActiveRecord: 1860.1ms | Allocations: 21{n})",
                        (
                            "ActiveRecord::QueryCanceled: PG::QueryCanceled: ERROR:  canceling statement due "
                            "to statement timeout"
                        ),
                    ],
                ),
                s.log(
                    db,
                    17,
                    (
                        'LOG:  AUDIT: SESSION,14,1,DDL,CREATE INDEX,,,"CREATE INDEX CONCURRENTLY '
                        'idx_points_member_month ON points_history (member_id, month)"'
                    ),
                    source="postgresql.log",
                ),
            ],
            events=[
                s.event(
                    web,
                    -70,
                    "ScalingReplicaSet",
                    "Scaled up replica set loyalty-web-6fd9 to 5 from 4",
                    kind="kubernetes",
                    type="normal",
                ),
                s.db_event(db, -520, "Finished DB Instance backup", "backup"),
            ],
            changes=[s.change(db, 16.6, "data", "CREATE INDEX CONCURRENTLY", "user/m.oduya", table="points_history")],
            topology=edges((web, "reads", db), (web, "writes", db)),
            state=[
                s.instance(
                    db, "postgres", "15.6", "db.r5.large", allocated_storage_gb=400, storage_type="io1", iops=3000
                ),
                s.insights(
                    db,
                    [
                        (
                            "CREATE INDEX CONCURRENTLY idx_points_member_month ON points_history (member_id, month)",
                            2.9,
                            0.0,
                            {"IO:DataFileRead": 1.7, "CPU": 0.7, "IO:BufFileWrite": 0.5},
                        ),
                        (
                            "SELECT sum(points) FROM points_history WHERE member_id = $1",
                            3.1,
                            62,
                            {"IO:DataFileRead": 2.7, "CPU": 0.4},
                        ),
                        ("SELECT * FROM members WHERE card_no = $1", 1.7, 130, {"IO:DataFileRead": 1.4, "CPU": 0.3}),
                        (
                            "INSERT INTO points_history (member_id, month, points) VALUES ($1, $2, $3)",
                            1.2,
                            41,
                            {"IO:WALWrite": 0.7, "CPU": 0.5},
                        ),
                    ],
                    first=20,
                ),
            ],
        ),
        "db.maintenance_io_storm",
        db,
        near=["deployment.schema_migration", "db.expensive_query", "code.slow_path"],
    )


def class_made_smaller_overnight() -> Scenario:
    """The instance class was reduced to save money; with the first morning load memory and reads do not suffice."""
    s, db, api = Scene("2026-11-09T05:10:00", seed=111, count=48, period=300), "rds/fleet-pg", "ecs-service/fleet-api"
    return fault(
        s.bundle(
            "aws-class-reduced",
            "fleet-pg DBLoad anomaly",
            db,
            started=150,
            alerts=[
                s.alarm(
                    db,
                    150,
                    "fleet-pg DBLoad anomaly",
                    "DBLoad",
                    6.5,
                    reason="Thresholds Crossed: 3 datapoints were greater than the upper thresholds (band) [6.51]",
                )
            ],
            metrics=[
                *s.rds(
                    db,
                    drop=[13, 14],
                    CPUUtilization=path((13, 14), (13, 31, 55), (None, 89)),
                    FreeableMemory=path((13, 2.31e10), (None, 1.1e9, 3.4e8)),
                    SwapUsage=path((13, 0), (None, 6e7, 7.1e8)),
                    ReadIOPS=path((13, 190), (13, 900, 2300), (None, 2700)),
                    ReadLatency=path((13, 0.0007), (13, 0.002, 0.008), (None, 0.014)),
                    DiskQueueDepth=path((13, 0.2), (13, 2, 11), (None, 29)),
                    DatabaseConnections=path((13, 61), (2, 0), (11, 60, 88), (None, 94)),
                    DBLoad=path((13, 0.9), (13, 1.6, 4.5), (None, 12)),
                    DBLoadCPU=path((13, 0.6), (13, 0.8, 1.6), (None, 2.0)),
                    DBLoadNonCPU=path((13, 0.3), (13, 0.8, 2.9), (None, 10)),
                ),
                s.series(
                    "alb/fleet",
                    "RequestCount",
                    path((20, 900), (8, 900, 2600), (None, 2700)),
                    baseline=path((20, 880), (8, 900, 2650), (None, 2720)),
                ),
                s.series("alb/fleet", "TargetResponseTime", path((26, 0.1), (None, 1.2)), baseline=0.1),
            ],
            logs=s.lines(
                api, 140, 240, 8, ["WARN query vehicles_in_area took 1288 ms", "INFO position stored vehicle={n}"]
            ),
            events=[
                s.db_event(db, 63, "Applying modification to database instance class", "configuration change"),
                s.db_event(db, 66, "DB instance shutdown", "availability"),
                s.db_event(db, 72, "DB instance restarted", "availability"),
                s.db_event(db, 74, "Finished applying modification to DB instance class", "configuration change"),
            ],
            changes=[
                s.change(
                    db,
                    -870,
                    "scaling",
                    "ModifyDBInstance",
                    "user/finops",
                    db_instance_class=["db.r6g.xlarge", "db.m6g.medium"],
                    apply_immediately=False,
                ),
                s.change(
                    api,
                    118,
                    "deployment",
                    "ecs:UpdateService",
                    "role/fleet-ci",
                    task_definition=["fleet-api:55", "fleet-api:56"],
                ),
            ],
            topology=edges(("alb/fleet", "calls", api), (api, "reads", db), (api, "writes", db)),
            state=[
                s.instance(
                    db,
                    "postgres",
                    "14.13",
                    "db.m6g.medium",
                    allocated_storage_gb=300,
                    parameters={"max_connections": 400},
                ),
                s.insights(
                    db,
                    [
                        (
                            "SELECT id, lat, lon FROM positions WHERE area && $1",
                            4.4,
                            60,
                            {"IO:DataFileRead": 3.7, "CPU": 0.7},
                        ),
                        (
                            "INSERT INTO positions VALUES ($1, $2, $3, $4)",
                            3.6,
                            410,
                            {"IO:DataFileRead": 1.5, "LWLock:BufferMapping": 0.9, "IO:WALWrite": 0.6, "CPU": 0.6},
                        ),
                        ("SELECT * FROM vehicles WHERE tenant = $1", 2.6, 120, {"IO:DataFileRead": 2.2, "CPU": 0.4}),
                    ],
                    first=180,
                ),
            ],
        ),
        "deployment.scaling_change",
        db,
        also=[("compute.memory_saturation", db)],
        herring=("deployment.bad_release", api),
        near=["db.failover", "db.expensive_query", "storage.io_saturation"],
    )


def memory_of_a_small_mysql() -> Scenario:
    """Session buffers and connections have eaten the memory of a small MySQL; it swaps and everything gets slow."""
    s, db = Scene("2026-07-30T12:00:00", seed=112, count=48, period=300, region="sa-east-1"), "rds/clinic-mysql"
    return fault(
        s.bundle(
            "aws-mysql-swapping",
            "clinic-mysql FreeableMemory below 200 MB",
            db,
            started=160,
            alerts=[s.alarm(db, 160, "clinic-mysql FreeableMemory below 200 MB", "FreeableMemory", 2e8, below=True)],
            metrics=s.rds(
                db,
                "mysql",
                scale=0.6,
                FreeableMemory=path((8, 7.4e8), (25, 7.3e8, 1.9e8), (None, 7.0e7, 5.1e7)),
                SwapUsage=path((28, 9e6), (None, 3e7, 1.31e9)),
                CPUUtilization=path((30, 29), (None, 34, 47)),
                ReadIOPS=path((28, 190), (None, 300, 1350)),
                WriteIOPS=path((28, 110), (None, 200, 980)),
                ReadLatency=path((28, 0.001), (None, 0.002, 0.011)),
                DatabaseConnections=path((8, 120), (None, 121, 178)),
                DBLoad=path((30, 1.5), (None, 1.8, 5.2)),
                DBLoadCPU=path((30, 0.9), (None, 1.1)),
                DBLoadNonCPU=path((30, 0.6), (None, 0.7, 4.1)),
                DiskQueueDepth=path((28, 0.3), (None, 0.5, 9)),
            ),
            logs=[
                s.log(
                    db,
                    181,
                    "[Warning] [MY-011959] [InnoDB] Page cleaner took 6311ms to flush 74 and evict 0 pages",
                    count=22,
                    source="error/mysql-error.log",
                ),
                *s.lines(
                    "ecs-service/clinic-portal",
                    150,
                    240,
                    9,
                    ["WARN  o.h.engine.jdbc.spi.SqlExceptionHelper - Query took 2.4s", "INFO  appointment {n} saved"],
                ),
            ],
            events=[
                s.db_event(db, 20, "Backing up DB instance", "backup"),
                s.db_event(db, 31, "Finished DB Instance backup", "backup"),
            ],
            topology=edges(("ecs-service/clinic-portal", "reads", db)),
            state=[
                s.instance(
                    db,
                    "mysql",
                    "8.0.35",
                    "db.t4g.medium",
                    parameters={
                        "max_connections": 300,
                        "sort_buffer_size": 16777216,
                        "join_buffer_size": 16777216,
                        "tmp_table_size": 134217728,
                    },
                ),
                s.insights(
                    db,
                    [
                        (
                            "SELECT * FROM `appointments` WHERE `doctor_id` = ? AND `day` = ?",
                            1.5,
                            33,
                            {"wait/io/file/innodb/innodb_data_file": 0.9, "CPU": 0.6},
                        ),
                        (
                            "SELECT * FROM `patients` WHERE `id` = ?",
                            1.3,
                            50,
                            {"wait/io/file/innodb/innodb_data_file": 0.8, "CPU": 0.5},
                        ),
                        (
                            "INSERT INTO `visits` VALUES (...)",
                            1.0,
                            9,
                            {"wait/io/file/innodb/innodb_log_file": 0.6, "CPU": 0.4},
                        ),
                        (
                            "SELECT * FROM `slots` WHERE `clinic_id` = ?",
                            0.9,
                            30,
                            {"wait/io/file/innodb/innodb_data_file": 0.5, "CPU": 0.4},
                        ),
                    ],
                    first=190,
                ),
            ],
        ),
        "compute.memory_saturation",
        db,
        also=[("compute.memory_leak", db)],
        near=["db.connections_exhausted", "storage.io_saturation", "db.expensive_query"],
    )


CASES: tuple[Case, ...] = (
    vacuum_floods_the_volume,
    checkpoints_every_few_seconds,
    index_build_at_noon,
    class_made_smaller_overnight,
    memory_of_a_small_mysql,
)

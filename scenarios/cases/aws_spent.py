"""Databases that have used something up: storage, transaction ids, burst and CPU credits."""

from scenarios.cases.building import Case, Scenario
from scenarios.cases.building_aws import Scene, edges, fault, path


def ids_nearly_used_up() -> Scenario:
    """An old prepared transaction keeps vacuum from freezing: two billion ids are used, writes begin to be refused."""
    s, db, api = (
        Scene("2026-10-30T03:00:00", seed=406, count=48, period=300),
        "rds/audit-postgres",
        "ecs-service/audit-writer",
    )
    return fault(
        s.bundle(
            "aws-ids-used-up",
            "audit-writer dead letters rising",
            api,
            started=185,
            source="datadog",
            alerts=[s.alarm(api, 185, "audit-writer dead letters rising", "dead_letters", 100)],
            metrics=[
                *s.rds(
                    db,
                    MaximumUsedTransactionIDs=path((36, 2.1408e9, 2.1436e9), (None, 2.144483e9)),
                    CPUUtilization=path((36, 31), (None, 24)),
                    WriteIOPS=path((36, 900), (None, 140)),
                    DBLoad=path((36, 2.6), (None, 1.9)),
                ),
                s.series(api, "dead_letters", path((37, 0), (None, 820)), namespace="Audit", statistic="Sum"),
            ],
            logs=[
                s.log(
                    db,
                    100,
                    'WARNING:  database "audit" must be vacuumed within 4031022 transactions',
                    count=61000,
                    source="postgresql.log",
                ),
                s.log(
                    db,
                    100,
                    (
                        "HINT:  To avoid a database shutdown, execute a database-wide VACUUM in that database. "
                        "You might also need to commit or roll back old prepared transactions, or drop stale "
                        "replication slots."
                    ),
                    count=61000,
                    source="postgresql.log",
                ),
                *s.lines(
                    api,
                    183,
                    240,
                    4,
                    ['ERROR: database is not accepting commands to avoid wraparound data loss in database "audit"'],
                ),
                *s.lines(api, 0, 180, 15, ["INFO stored audit batch {n}"]),
            ],
            events=[s.db_event(db, 44, "Finished DB Instance backup", "backup")],
            changes=[
                s.change(
                    api,
                    171,
                    "deployment",
                    "ecs:UpdateService",
                    "role/audit-ci",
                    task_definition=["audit-writer:60", "audit-writer:61"],
                )
            ],
            topology=edges((api, "writes", db)),
            state=[
                s.instance(
                    db,
                    "postgres",
                    "13.15",
                    "db.r5.xlarge",
                    parameters={"autovacuum_freeze_max_age": 200000000, "max_prepared_transactions": 100},
                ),
                s.state(
                    db,
                    "prepared_transactions",
                    oldest={"gid": "xa-7711", "prepared": "2026-03-02T10:11:54Z", "database": "audit"},
                ),
                s.insights(
                    db,
                    [
                        (
                            "autovacuum: VACUUM pg_catalog.pg_class (to prevent wraparound)",
                            0.9,
                            0,
                            {"CPU": 0.4, "IO:DataFileRead": 0.5},
                        ),
                        ("SELECT * FROM audit_events WHERE actor = $1", 0.6, 11, {"CPU": 0.6}),
                    ],
                    first=190,
                ),
            ],
        ),
        "db.transaction_id_wraparound",
        db,
        herring=("deployment.bad_release", api),
        near=["db.read_only", "db.maintenance_io_storm", "deployment.bad_release"],
    )


def a_slot_nobody_reads() -> Scenario:
    """A logical replication slot without a reader keeps the write-ahead log until the volume is full."""
    s, db, cdc, api = (
        Scene("2026-10-05T01:00:00", seed=407, count=48, period=900, region="us-west-2"),
        "rds/orders-pg15",
        "ecs-service/debezium-orders",
        "ecs-service/orders-core",
    )
    return fault(
        s.bundle(
            "aws-slot-without-reader",
            "database alarm",
            db,
            started=640,
            severity="critical",
            alerts=[s.alarm(db, 640, "database alarm"), s.alarm(api, 664, "orders-core 5xx", "5xx", 10)],
            metrics=[
                *s.rds(
                    db,
                    FreeStorageSpace=path((7, 8.4e10), (37, 8.3e10, 2.4e9), (None, 0.0)),
                    TransactionLogsDiskUsage=path((7, 1.2e9), (37, 2.1e9, 8.21e10), (None, 8.4e10)),
                    OldestReplicationSlotLag=path((7, 3.1e7), (37, 1.1e9, 8.1e10), (None, 8.3e10)),
                    DatabaseConnections=path((44, 90), (None, 0)),
                    WriteIOPS=path((44, 190), (None, 3)),
                    CPUUtilization=path((44, 25), (None, 4)),
                    skip=["SwapUsage", "ReadThroughput", "NetworkReceiveThroughput"],
                )
            ],
            logs=[
                s.log(
                    cdc,
                    103,
                    (
                        "org.apache.kafka.connect.errors.ConnectException: Unrecoverable exception from "
                        "producer send callback; task stopped"
                    ),
                    "ERROR",
                    count=1,
                ),
                s.log(
                    db,
                    660,
                    'PANIC:  could not write to file "pg_wal/xlogtemp.501": No space left on device',
                    source="postgresql.log",
                    count=3,
                ),
                *s.lines(
                    api,
                    662,
                    719,
                    5,
                    [
                        "FATAL:  the database system is in recovery mode",
                        "could not connect to orders-pg15: Connection refused",
                    ],
                ),
                *s.lines(api, 0, 640, 60, ["order {n} placed"]),
            ],
            events=[
                s.db_event(
                    db,
                    560,
                    (
                        "The free storage capacity for DB Instance: orders-pg15 is low at 9% of the "
                        "provisioned storage [Provisioned Storage: 100 GB, Free Storage: 9.02 GB]. You may "
                        "want to increase the provisioned storage to address this issue."
                    ),
                    "low storage",
                    type="warning",
                ),
                s.db_event(
                    db,
                    645,
                    (
                        "The free storage capacity for DB Instance: orders-pg15 is low at 2% of the "
                        "provisioned storage [Provisioned Storage: 100 GB, Free Storage: 2.10 GB]. You may "
                        "want to increase the provisioned storage to address this issue."
                    ),
                    "low storage",
                    type="warning",
                ),
                s.db_event(
                    db,
                    661,
                    "DB instance is in storage-full state. The allocated storage has been exhausted.",
                    "low storage",
                    type="error",
                ),
                s.db_event(db, 130, "Finished DB Instance backup", "backup"),
            ],
            changes=[
                s.change(
                    api,
                    600,
                    "deployment",
                    "ecs:UpdateService",
                    "role/orders-ci",
                    task_definition=["orders-core:501", "orders-core:502"],
                )
            ],
            topology=edges((api, "writes", db), (cdc, "reads", db)),
            state=[
                s.instance(
                    db,
                    "postgres",
                    "15.7",
                    "db.m6g.large",
                    status="storage-full",
                    allocated_storage_gb=100,
                    max_allocated_storage_gb=None,
                ),
                s.state(
                    db,
                    "replication_slots",
                    slots=[
                        {
                            "slot_name": "debezium_orders",
                            "plugin": "pgoutput",
                            "active": False,
                            "wal_status": "extended",
                            "retained_gb": 77.4,
                        }
                    ],
                ),
            ],
        ),
        "storage.full",
        db,
        herring=("deployment.bad_release", api),
        near=["db.unreachable", "db.replication_lag", "db.read_only", "db.connections_exhausted"],
    )


def temporary_files_fill_mysql() -> Scenario:
    """Statements with temporary tables eat the last free gigabytes; inserts fail because a table is full."""
    s, db, api = Scene("2026-11-04T21:00:00", seed=408), "rds/insights-mysql", "ecs-service/insights-api"
    return fault(
        s.bundle(
            "aws-table-is-full",
            "insights-api exceptions",
            api,
            started=29,
            source="datadog",
            alerts=[s.alarm(api, 29, "insights-api exceptions", "exceptions", 20)],
            metrics=[
                *s.rds(
                    db,
                    "mysql",
                    FreeStorageSpace=path((10, 1.9e10), (18, 1.85e10, 3e8), (None, 5e7)),
                    WriteThroughput=path((10, 3e6), (18, 1.2e7), (None, 2e5)),
                    WriteIOPS=path((10, 180), (18, 690), (None, 30)),
                    CPUUtilization=path((10, 25), (None, 36)),
                    skip=["ReadThroughput"],
                ),
                s.series(api, "exceptions", path((28, 1), (None, 66)), namespace="Insights", statistic="Sum"),
            ],
            logs=[
                *s.lines(
                    api,
                    28,
                    40,
                    1,
                    [
                        "Mysql2::Error: The table 'page_views' is full",
                        (
                            "Mysql2::Error: Error writing file '/rdsdbdata/tmp/MLfd=44' (OS errno 28 - No "
                            "space left on device)"
                        ),
                    ],
                ),
                *s.lines(api, 0, 27, 5, ["stored {n} page views"]),
                s.log(db, 28.4, "[ERROR] [MY-012267] [InnoDB] The table 'insights/page_views' is full!", count=401),
            ],
            events=[
                s.db_event(
                    db,
                    26,
                    (
                        "The free storage capacity for DB Instance: insights-mysql is low at 3% of the "
                        "provisioned storage [Provisioned Storage: 100 GB, Free Storage: 3.12 GB]. You may "
                        "want to increase the provisioned storage to address this issue."
                    ),
                    "low storage",
                    type="warning",
                )
            ],
            topology=edges((api, "writes", db)),
            state=[
                s.instance(db, "mysql", "8.0.35", "db.m5.large", allocated_storage_gb=100, status="available"),
                s.insights(
                    db,
                    [
                        (
                            "SELECT `site`, COUNT(DISTINCT `visitor`) FROM `page_views` GROUP BY `site`, DATE(`at`)",
                            1.9,
                            0.02,
                            {
                                "wait/io/file/sql/file_parser": 0.1,
                                "CPU": 1.1,
                                "wait/io/file/innodb/innodb_temp_file": 0.7,
                            },
                        ),
                        (
                            "INSERT INTO `page_views` VALUES (...)",
                            0.5,
                            190,
                            {"CPU": 0.3, "wait/io/file/innodb/innodb_log_file": 0.2},
                        ),
                    ],
                    first=20,
                ),
            ],
        ),
        "storage.full",
        db,
        near=["db.expensive_query", "storage.io_saturation"],
    )


def burst_of_the_volume_spent() -> Scenario:
    """A small gp2 volume has spent its burst balance: operations are pinned at the base rate, the queue grows."""
    s, db, api = (
        Scene("2026-08-19T10:00:00", seed=409, count=48, period=300),
        "rds/vendor-portal-db",
        "ecs-service/vendor-portal",
    )
    return fault(
        s.bundle(
            "aws-gp2-burst-spent",
            "vendor-portal slow (p95 3.1s)",
            api,
            started=170,
            source="datadog",
            severity="warning",
            alerts=[s.alarm(api, 170, "vendor-portal slow (p95 3.1s)", "latency.p95", 2)],
            metrics=[
                *s.rds(
                    db,
                    BurstBalance=path((8, 48), (25, 46, 1), (None, 0)),
                    ReadIOPS=path((8, 170), (25, 470), (None, 205)),
                    WriteIOPS=path((8, 80), (25, 140), (None, 95)),
                    ReadLatency=path((33, 0.0011), (None, 0.048)),
                    WriteLatency=path((33, 0.0016), (None, 0.051)),
                    DiskQueueDepth=path((33, 0.7), (None, 19)),
                    DBLoad=path((33, 1.3), (None, 9.1)),
                    DBLoadNonCPU=path((33, 0.6), (None, 8.6)),
                    DBLoadCPU=path((33, 0.7), (None, 0.5)),
                    CPUUtilization=path((33, 22), (None, 13)),
                    skip=["SwapUsage"],
                ),
                s.series(api, "latency.p95", path((33, 0.4), (None, 3.0)), namespace="Datadog", unit="Seconds"),
                s.series(api, "requests", 900, namespace="Datadog", statistic="Sum"),
            ],
            logs=[
                *s.lines(api, 168, 240, 6, ["WARN request /offers/{n} took 3288ms (db 3210ms)"]),
                *s.lines(api, 0, 160, 20, ["INFO request /offers/{n} took 201ms (db 90ms)"]),
            ],
            changes=[
                s.change(
                    api,
                    158,
                    "deployment",
                    "ecs:UpdateService",
                    "role/ci",
                    task_definition=["vendor-portal:20", "vendor-portal:21"],
                )
            ],
            topology=edges((api, "reads", db)),
            state=[
                s.instance(
                    db, "postgres", "12.19", "db.m5.large", allocated_storage_gb=100, storage_type="gp2", iops=300
                ),
                s.insights(
                    db,
                    [
                        ("SELECT * FROM offers WHERE vendor_id = $1", 3.0, 22, {"IO:DataFileRead": 2.9, "CPU": 0.1}),
                        ("SELECT * FROM vendors WHERE id = $1", 2.4, 61, {"IO:DataFileRead": 2.3, "CPU": 0.1}),
                        (
                            "UPDATE offers SET price = $1 WHERE id = $2",
                            2.0,
                            18,
                            {"IO:DataFileRead": 1.1, "IO:WALWrite": 0.9},
                        ),
                        ("SELECT * FROM documents WHERE offer_id = $1", 1.6, 30, {"IO:DataFileRead": 1.5, "CPU": 0.1}),
                    ],
                    first=180,
                ),
            ],
        ),
        "storage.io_saturation",
        db,
        herring=("deployment.bad_release", api),
        near=["db.expensive_query", "db.maintenance_io_storm", "compute.cpu_throttled", "deployment.bad_release"],
    )


def credits_of_the_instance_spent() -> Scenario:
    """A t3 in standard mode has spent its CPU credits: the processor is held at twenty percent."""
    s, db = Scene("2026-11-17T07:00:00", seed=410, count=48, period=300, region="ap-south-1"), "rds/attendance-db"
    api = "ecs-service/attendance"
    return fault(
        s.bundle(
            "aws-credits-spent",
            "attendance apdex",
            api,
            started=175,
            source="datadog",
            alerts=[
                s.alarm(api, 175, "attendance apdex", "apdex", 0.7, below=True),
                s.alarm(db, -90, "attendance-db CPU > 80%", "CPUUtilization", 80, state="ok"),
            ],
            metrics=[
                *s.rds(
                    db,
                    "mysql",
                    scale=0.4,
                    CPUUtilization=path((12, 17), (21, 47), (None, 20.1)),
                    CPUCreditBalance=path((12, 61, 63), (21, 60, 2), (None, 0)),
                    CPUCreditUsage=path((12, 1.7), (21, 4.7), (None, 2.0)),
                    DBLoad=path((12, 0.4), (21, 1.1), (None, 6.4)),
                    DBLoadCPU=path((12, 0.3), (21, 0.9), (None, 6.0)),
                    DBLoadNonCPU=0.2,
                    DatabaseConnections=path((33, 34), (None, 71)),
                    skip=["ReadThroughput", "WriteThroughput"],
                ),
                s.series(api, "apdex", path((33, 0.94), (None, 0.51)), namespace="Datadog"),
                s.series(api, "requests", path((12, 300), (None, 640)), namespace="Datadog", statistic="Sum"),
            ],
            logs=s.lines(api, 170, 240, 7, ["slow transaction POST /checkin/{n} 4.1s"]),
            changes=[
                s.change(
                    api, 100, "flag", "flag toggled", "user/priya", flag="new-dashboard-header", enabled=[False, True]
                )
            ],
            topology=edges((api, "writes", db)),
            state=[
                s.instance(db, "mysql", "8.0.35", "db.t3.medium", credit_mode="standard"),
                s.insights(
                    db,
                    [
                        (
                            "INSERT INTO `checkins` VALUES (...)",
                            2.4,
                            12,
                            {"CPU": 2.3, "wait/io/file/innodb/innodb_log_file": 0.1},
                        ),
                        ("SELECT * FROM `employees` WHERE `badge` = ?", 2.0, 14, {"CPU": 2.0}),
                        ("SELECT * FROM `shifts` WHERE `employee_id` = ? AND `day` = ?", 1.8, 12, {"CPU": 1.8}),
                    ],
                    first=180,
                ),
            ],
        ),
        "compute.cpu_throttled",
        db,
        near=["compute.cpu_saturation", "db.expensive_query", "deployment.feature_flag", "traffic.surge"],
    )


CASES: tuple[Case, ...] = (
    ids_nearly_used_up,
    a_slot_nobody_reads,
    temporary_files_fill_mysql,
    burst_of_the_volume_spent,
    credits_of_the_instance_spent,
)

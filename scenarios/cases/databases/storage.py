"""Disks, maintenance and transaction ids."""

from __future__ import annotations

from .builder import GIB, Bundle, Case, Expected
from .parts import ambience, chatter, database, front, my_noise, pg_noise, service
from .shapes import line, step


def listing_index() -> tuple[Bundle, Expected]:
    """CREATE INDEX at noon floods the volume."""
    c = Case("db-listing-p95", 304, "2026-05-13T11:55", 90, 33)
    c.titled(
        "listing p95 anomaly",
        "alb/listing",
        "p95 outside band for 10 minutes",
        "warning",
        "datadog",
        "listing",
        begun=9,
    )
    db, api = "rds/listing-pg", "ecs-service/listing-api"
    front(c, "alb/listing", 2800, step(0.2, 1.7, 0, 4), step(0.4, 3.2, 3, 4))
    database(c, db, "postgres 15.7", "m6g.xlarge", 800, ReadIOPS=step(420, 2580, 0, 2), WriteIOPS=step(330, 480, 0, 2), ReadLatency=step(0.001, 0.019, 0, 2), WriteLatency=step(0.002, 0.024, 0, 2), DiskQueueDepth=step(0.7, 48, 0, 2),
             ReadThroughput=step(1.1e7, 1.24e8, 0, 2), DBLoad=step(0.9, 9.9, 0, 3), CPUUtilization=step(31, 38, 0, 3), FreeStorageSpace=line(350 * GIB, -0.7 * GIB, 2), attributes={"storage_type": "gp3", "iops": 3000, "storage_throughput_mibps": 125})  # fmt: skip
    service(c, api, 7)
    c.change(
        -41,
        "ecs-service/listing-images",
        "deployment",
        "ecs:UpdateService",
        "role/listing-ci",
        task_definition=["listing-images:90", "listing-images:91"],
    )
    c.pg(
        -0.2,
        db,
        "k.dvorak@listing",
        "LOG:  statement: CREATE INDEX CONCURRENTLY ix_ad_geo_price ON ad USING gist (geo, price)",
    )
    c.pg(
        7,
        db,
        "listing@listing",
        "LOG:  duration: 2210.418 ms  execute S_4: SELECT id, title FROM ad WHERE category = $1 AND active ORDER BY bumped_at DESC LIMIT 40",
        388,
    )
    c.pg(11, db, "", 'LOG:  temporary file: path "base/pgsql_tmp/pgsql_tmp19920.14", size 1073741824', 9)
    chatter(c, api, "rails", 8)
    pg_noise(c, db, "listing@listing", 6)
    c.edges(f"alb/listing calls {api}", f"{api} writes {db}")
    c.insights(db, [("CREATE INDEX CONCURRENTLY ix_ad_geo_price ON ad USING gist (geo, price)", 2.6, 0.0, [("IO:DataFileRead", 1.7), ("IO:BufFileWrite", 0.7)]), ("SELECT id, title FROM ad WHERE category = $1 AND active ORDER BY bumped_at DESC LIMIT 40", 4.4, 61.0, [("IO:DataFileRead", 4.1)]),
                    ("UPDATE ad SET bumped_at = now() WHERE id = $1", 1.4, 14.0, [("IO:WALSync", 0.8), ("IO:DataFileRead", 0.4)])],
               [("IO:DataFileRead", 7.1), ("IO:BufFileWrite", 0.8), ("CPU", 0.9), ("IO:WALSync", 0.9)], [("listing", 6.9), ("k.dvorak", 2.6)])  # fmt: skip
    ambience(c, "ecs-service/listing-images", "rds/geo-pg")
    return c.fault(
        "db.maintenance_io_storm",
        db,
        ("storage.io_saturation", db),
        near=("db.expensive_query", "deployment.bad_release"),
    )


def telemetry_full() -> tuple[Bundle, Expected]:
    """An abandoned replication slot keeps WAL until the storage is full."""
    c = Case("db-telemetry-30671", 307, "2026-06-02T03:18", 330, 20, 300)
    c.titled("30671", None, "Monitor status changed", "high", "datadog", None, begun=6)
    db, api = "rds/telemetry-pg", "ecs-service/telemetry-writer"
    database(c, db, "postgres 14.12", "m6g.large", 500, FreeStorageSpace=line(66 * GIB, -0.2 * GIB, -330, floor=0.0), TransactionLogsDiskUsage=line(291 * GIB, 0.2 * GIB, -330, top=357 * GIB), OldestReplicationSlotLag=line(290e9, 2.1e8, -330),
             WriteIOPS=step(880, 1.5, 0, 2), DatabaseConnections=step(66, 0, 1, 2), CPUUtilization=step(37, 2.5, 0, 3), attributes={"status": "storage-full", "max_allocated_storage_gb": None})  # fmt: skip
    c.metric("sqs/telemetry-in", "ApproximateNumberOfMessagesVisible", line(40, 900, 0))
    service(c, api, 5, cpu=step(40, 6, 0, 3))
    c.event(
        -170,
        db,
        "low storage",
        "The free storage capacity for DB Instance: telemetry-pg is low at 6% of the provisioned storage [Provisioned Storage: 500 GB, Free Storage: 31.4 GB]. You may want to increase the provisioned storage to address this issue.",
        "warning",
    )
    c.event(
        1,
        db,
        "failure",
        "DB instance telemetry-pg is in the storage-full state: allocated storage has been exhausted. Allocate additional storage to resolve.",
        "error",
    )
    c.event(-2000, db, "notification", "Replication slot cdc_lake is inactive")
    c.log(
        0.5,
        api,
        "error",
        'psycopg.errors.DiskFull: could not extend file "base/16402/24877.31": No space left on device HINT: Check free disk space.',
        930,
    )
    c.log(
        2,
        api,
        "error",
        "connection to server at telemetry-pg.c1.eu-west-1.rds.amazonaws.com, port 5432 failed: Connection refused",
        4400,
    )
    c.pg(0, db, "", 'PANIC:  could not write to file "pg_wal/xlogtemp.512": No space left on device')
    c.change(-2010, "ecs-service/cdc-debezium", "scaling", "ecs:UpdateService", "user/d.maier", desired_count=[1, 0])
    c.change(
        -35,
        api,
        "deployment",
        "ecs:UpdateService",
        "role/telemetry-ci",
        task_definition=["telemetry-writer:60", "telemetry-writer:61"],
    )
    chatter(c, api, "django", 6, until=0)
    c.edges(f"{api} writes {db}", f"{api} reads sqs/telemetry-in", f"ecs-service/cdc-debezium reads {db}")
    ambience(c, "rds/fleet-mysql", "ecs-service/fleet-map")
    return c.fault("storage.full", db, near=("db.unreachable", "deployment.bad_release"))


def photos_burst() -> tuple[Bundle, Expected]:
    """gp2 burst credits are gone; the volume is down to its base rate."""
    c = Case("db-photos-alarm", 308, "2026-03-10T14:10", 240, 40, 300)
    c.titled(
        "photos-rest latency", "apigateway/photos-rest", "Latency p95 >= 2000", "warning", service="photos", begun=10
    )
    db, fn = "rds/photos-mysql", "ecs-service/photos-api"
    front(c, "apigateway/photos-rest", 1200, step(230, 3300, 0, 8), step(0.4, 12, 5, 10))
    database(c, db, "mysql 8.0.36", "m6g.large", 100, BurstBalance=line(71, -0.297, -240, floor=0.0), ReadIOPS=step(470, 205, 0, 5), WriteIOPS=step(190, 95, 0, 5), ReadLatency=step(0.0012, 0.061, 0, 5), WriteLatency=step(0.0019, 0.083, 0, 5),
             DiskQueueDepth=step(1.0, 34, 0, 6), DBLoad=step(0.8, 13, 0, 8), CPUUtilization=step(27, 15, 0, 5), DatabaseConnections=step(70, 128, 0, 10), attributes={"storage_type": "gp2", "iops": 300})  # fmt: skip
    service(c, fn, 5)
    c.change(
        -58, fn, "deployment", "ecs:UpdateService", "role/photos-ci", task_definition=["photos-api:33", "photos-api:34"]
    )
    c.log(12, fn, "warning", "slow query 4211ms SELECT * FROM photo WHERE album_id = ? ORDER BY taken_at", 502)
    chatter(c, fn, "node", 9)
    my_noise(c, db, 6)
    c.edges(f"apigateway/photos-rest calls {fn}", f"{fn} writes {db}")
    c.insights(
        db,
        [
            ("SELECT * FROM photo WHERE album_id = ? ORDER BY taken_at", 7.7, 38.0, [("io/table/sql/handler", 7.3)]),
            ("INSERT INTO photo ( ... ) VALUES (...)", 3.0, 6.0, [("io/redo_log_flush", 2.8)]),
        ],
        [("io/table/sql/handler", 8.4), ("io/redo_log_flush", 3.1), ("CPU", 0.4)],
    )
    ambience(c, "ecs-service/photos-resize", "rds/prints-pg")
    return c.fault("storage.io_saturation", db, near=("db.expensive_query", "deployment.bad_release"))


def wraparound() -> tuple[Bundle, Expected]:
    """PostgreSQL refuses transaction ids; autovacuum fights for the last days."""
    c = Case("db-meters-ingest", 309, "2026-05-29T02:37", 300, 26, 300)
    c.titled(
        "meters ingest lag", "sqs/meters-in", "ApproximateAgeOfOldestMessage > 600", "high", service="meters", begun=11
    )
    db, api = "rds/meters-pg", "ecs-service/meters-ingest"
    c.metric("sqs/meters-in", "ApproximateAgeOfOldestMessage", line(3, 60, 0))
    database(
        c,
        db,
        "postgres 12.19",
        "m6g.xlarge",
        1000,
        MaximumUsedTransactionIDs=line(2_141_000_000, 11000, -300, top=2_144_483_647),
        ReadIOPS=2300,
        WriteIOPS=step(820, 90, 0, 3),
        CPUUtilization=46,
        attributes={"parameters": {"autovacuum_freeze_max_age": 1500000000, "autovacuum_max_workers": 3}},
    )
    service(c, api, 4, cpu=step(44, 9, 0, 3))
    c.pg(
        -280,
        db,
        "meters@meters",
        'WARNING:  database "meters" must be vacuumed within 6120441 transactions\nHINT:  To avoid a database shutdown, execute a database-wide VACUUM in that database.',
        9120,
    )
    c.pg(
        -90,
        db,
        "",
        'LOG:  automatic aggressive vacuum to prevent wraparound of table "meters.public.reading_2024": index scans: 0; avg read rate: 41.212 MB/s; elapsed: 10422.30 s',
    )
    c.pg(
        0.4,
        db,
        "meters@meters",
        'ERROR:  database is not accepting commands to avoid wraparound data loss in database "meters"\nHINT:  Stop the postmaster and vacuum that database in single-user mode. You might also need to commit or roll back old prepared transactions, or drop stale replication slots.',
        3310,
    )
    c.log(
        1,
        api,
        "error",
        'sqlalchemy.exc.OperationalError: (psycopg2.OperationalError) database is not accepting commands to avoid wraparound data loss in database "meters"',
        3308,
    )
    chatter(c, api, "django", 5, until=0)
    pg_noise(c, db, "meters@meters", 6)
    c.edges(f"{api} reads sqs/meters-in", f"{api} writes {db}")
    c.insights(
        db,
        [
            (
                "autovacuum: VACUUM public.reading_2025 (to prevent wraparound)",
                2.4,
                0.0,
                [("IO:DataFileRead", 1.6), ("Timeout:VacuumDelay", 0.7)],
            )
        ],
        [("IO:DataFileRead", 1.8), ("Timeout:VacuumDelay", 0.7), ("CPU", 0.4)],
    )
    ambience(c, "rds/tariff-pg", "ecs-service/tariff-api")
    return c.fault(
        "db.transaction_id_wraparound",
        db,
        near=("db.maintenance_io_storm", "db.read_only", "dependency.queue_backlog"),
    )


def permits_write() -> tuple[Bundle, Expected]:
    """default_transaction_read_only went on with a parameter group."""
    c = Case("db-permits-post", 306, "2026-01-15T09:03", 50, 17)
    c.titled(
        "permits-api 5xx",
        "alb/permits",
        "HTTPCode_Target_5XX_Count > 10 for 3 datapoints",
        "high",
        service="permits",
        begun=4,
    )
    db, api = "rds/permits-pg", "ecs-service/permits-api"
    front(c, "alb/permits", 760, 0.16, step(0.2, 88, 0, 1))
    database(
        c,
        db,
        "postgres 16.4",
        "m6g.large",
        WriteIOPS=step(260, 44, 0, 1),
        attributes={
            "parameter_group": "pg16-permits",
            "parameters": {"max_connections": 400, "default_transaction_read_only": "1"},
        },
    )
    service(c, api, 4)
    c.change(
        -0.7,
        db,
        "config",
        "rds:ModifyDBParameterGroup",
        "user/h.tanaka",
        parameter_group="pg16-permits",
        parameters=[{"name": "default_transaction_read_only", "value": ["0", "1"], "apply_method": "immediate"}],
    )
    c.change(-30, api, "config", "ssm:PutParameter", "role/permits-ci", name="/permits/banner", version=14)
    c.log(1, api, "error", "django.db.utils.InternalError: cannot execute INSERT in a read-only transaction", 702)
    c.pg(1, db, "permits@permits", "ERROR:  cannot execute INSERT in a read-only transaction", 702)
    c.pg(2, db, "permits@permits", "ERROR:  cannot execute UPDATE in a read-only transaction", 188)
    c.pg(-0.3, db, "", 'LOG:  parameter "default_transaction_read_only" changed to "on"')
    chatter(c, api, "django", 6)
    pg_noise(c, db, "permits@permits", 4)
    c.edges(f"alb/permits calls {api}", f"{api} writes {db}")
    ambience(c, "ecs-service/permits-pdf", "rds/archive-pg")
    return c.fault("db.read_only", db, ("deployment.feature_flag", db), ("app.config.value_invalid", db))


CASES = (
    listing_index,
    telemetry_full,
    photos_burst,
    wraparound,
    permits_write,
)

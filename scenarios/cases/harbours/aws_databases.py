"""Faults whose cause lies in a relational database on AWS."""

from __future__ import annotations

from .record import Bundle, Expected, Record, fault, ramp, step
from .scenery import alb, aws_life, chatter


def slot_booking() -> tuple[Bundle, Expected]:
    """A console session left a transaction open over the row everybody updates."""
    record = Record("hb-752", "2026-02-03T09:20", 70, period=0.5)
    record.page(
        "berth-api p95 > 2s", "cloudwatch", "alb/berth-api", 47, service="berth-api", region="eu-west-1", env="prod"
    )
    alb(record, "berth-api", 2900, step(1, 43, 118), [(0, 0.21), (42, 0.22), (46, 4.8), (70, 9.5)])
    db = "rds/berths-writer"
    record.metric(db, "DBLoad", [(0, 1.6), (42, 1.7), (47, 38), (70, 71)])
    record.metric(db, "CPUUtilization", 24, noise=0.06)
    record.metric(db, "DatabaseConnections", [(0, 84), (42, 85), (52, 171), (70, 214)], noise=0.02)
    record.metric(db, "CommitThroughput", step(310, 43, 122))
    record.metric("ecs-service/berth-api", "CPUUtilization", step(41, 44, 22))
    record.alert(
        47,
        "berth-api p95 > 2s",
        "alb/berth-api",
        metric="TargetResponseTime",
        threshold=2.0,
        comparison="GreaterThanThreshold",
    )
    record.alert(51, "berths DatabaseConnections > 150", db, metric="DatabaseConnections", threshold=150)
    record.log(
        49,
        "ecs-service/berth-api",
        'org.postgresql.util.PSQLException: ERROR: canceling statement due to statement timeout  Where: while updating tuple (118,4) in relation "berth_slot"',
        "error",
        912,
        "/ecs/berth-api",
    )
    record.log(
        55,
        "ecs-service/berth-api",
        "HikariPool-1 - Connection is not available, request timed out after 30000ms (total=40, active=40, idle=0, waiting=61)",
        "error",
        240,
    )
    record.log(
        44,
        db,
        "LOG:  process 20817 still waiting for ShareLock on transaction 88120934 after 1000.112 ms  DETAIL:  Process holding the lock: 19442. Wait queue: 20817, 20822, 20840, 20851.",
        "info",
        1460,
        "postgresql.log",
    )
    record.log(
        41,
        db,
        "LOG:  connection authorized: user=ops_ro_rw database=berths application_name=DBeaver 24.1 - SQLEditor <Script-7.sql>",
        "info",
    )
    chatter(record, "ecs-service/berth-api", "java", 4)
    record.change(
        28,
        "deployment",
        "ecs:UpdateService",
        "ecs-service/berth-api",
        "role/berth-ci",
        task_definition=["berth-api:212", "berth-api:213"],
    )
    record.event(
        33, "ecs", "ecs-service/berth-api", "SERVICE_STEADY_STATE", "(service berth-api) has reached a steady state."
    )
    record.edges(
        "alb/berth-api > ecs-service/berth-api",
        f"ecs-service/berth-api writes {db}",
        f"ecs-service/harbour-map reads {db}",
    )
    record.state(
        db,
        "rds_instance",
        engine="aurora-postgresql",
        engine_version="15.6",
        instance_class="db.r6g.xlarge",
        db_cluster="berths",
        multi_az=True,
    )
    record.state(db, "performance_insights", top_wait_events=[{"name": "Lock:transactionid", "type": "Lock", "db_load_avg": 52.1}, {"name": "Lock:tuple", "type": "Lock", "db_load_avg": 11.0}, {"name": "CPU", "type": "CPU", "db_load_avg": 0.6}],
        top_sql=[{"statement": "UPDATE berth_slot SET state = $1, version = version + $2 WHERE berth_id = $3", "db_load_avg": 61.4, "wait_events": [{"name": "Lock:transactionid", "type": "Lock", "db_load_avg": 51.9}]}])  # fmt: skip
    record.state(
        db,
        "pg_stat_activity",
        sessions=[
            {
                "pid": 19442,
                "user": "ops_ro_rw",
                "application_name": "DBeaver 24.1",
                "state": "idle in transaction",
                "xact_age_s": 1710,
                "query": "UPDATE berth_slot SET tariff_id = 9 WHERE harbour_id = 4",
                "blocked_by": [],
            },
            {
                "pid": 20817,
                "user": "berth_api",
                "state": "active",
                "wait_event": "Lock:transactionid",
                "blocked_by": [19442],
            },
        ],
    )
    aws_life(record)
    return fault(
        record,
        "db.lock_contention",
        db,
        herring=("deployment.bad_release", "ecs-service/berth-api"),
        near=["db.connections_exhausted"],
    )


def manifest_report() -> tuple[Bundle, Expected]:
    """A new report filters a large table by a column without an index."""
    record = Record("hb-292", "2026-03-16T06:30", 90, zone=1)
    record.page(
        "[Triggered] Cargo web: Apdex below 0.7",
        "datadog",
        "ecs-service/cargo-web",
        52,
        severity="critical",
        service="cargo-web",
        region="eu-central-1",
    )
    alb(record, "cargo-web", 4100, [(0, 3), (50, 3), (60, 64), (90, 88)], [(0, 0.34), (48, 0.36), (58, 3.3), (90, 4.1)])
    db = "rds/cargo-mysql"
    record.metric(db, "CPUUtilization", [(0, 31), (47, 33), (54, 97), (90, 99)], noise=0.03)
    record.metric(db, "DBLoad", [(0, 1.9), (47, 2.0), (56, 21), (90, 26)])
    record.metric(db, "ReadIOPS", [(0, 420), (47, 430), (55, 5200), (90, 5600)])
    record.metric(db, "DatabaseConnections", [(0, 112), (48, 114), (60, 190), (90, 205)], noise=0.02)
    record.metric(db, "SelectThroughput", [(0, 1480), (50, 1490), (60, 905), (90, 880)])
    record.alert(
        55, "cargo-mysql CPU > 90", db, metric="CPUUtilization", threshold=90, comparison="GreaterThanThreshold"
    )
    record.alert(
        20,
        "cargo-web requests above forecast",
        "alb/cargo-web",
        "warning",
        reason="anomaly band left for 4 min; newsletter sent 08:45 local",
    )
    record.log(
        50,
        db,
        "# Query_time: 48.220113  Lock_time: 0.000004 Rows_sent: 37  Rows_examined: 61208844\nSELECT m.* FROM manifest_line m WHERE m.customs_ref LIKE '%24DE%' ORDER BY m.created_at DESC LIMIT 37",
        "warn",
        312,
        "slowquery",
    )
    record.log(
        12,
        db,
        "# Query_time: 2.418852  Lock_time: 0.000003 Rows_sent: 1  Rows_examined: 880211\nSELECT COUNT(*) FROM audit_event WHERE day = CURDATE()",
        "warn",
        6,
        "slowquery",
    )
    record.log(
        58,
        "ecs-service/cargo-web",
        "ActiveRecord::StatementTimeout: Mysql2::Error::TimeoutError: Timeout waiting for a response from the last query (waited 10 seconds)",
        "error",
        508,
    )
    chatter(record, "ecs-service/cargo-web", "rails", 4)
    chatter(record, "ecs-service/cargo-reports", "python", 2)
    record.change(
        46,
        "deployment",
        "ecs:UpdateService",
        "ecs-service/cargo-reports",
        "role/cargo-ci",
        task_definition=["cargo-reports:51", "cargo-reports:52"],
        title="customs reference search in morning report",
    )
    record.change(15, "other", "campaign sent", "campaign/march-newsletter", "marketing", recipients=48000)
    record.edges(
        "alb/cargo-web > ecs-service/cargo-web",
        f"ecs-service/cargo-web reads {db}",
        f"ecs-service/cargo-reports reads {db}",
    )
    record.state(
        db,
        "rds_instance",
        engine="mysql",
        engine_version="8.0.36",
        instance_class="db.m6g.xlarge",
        multi_az=True,
        allocated_storage_gb=800,
    )
    record.state(db, "performance_insights", top_sql=[{"statement": "SELECT m.* FROM manifest_line m WHERE m.customs_ref LIKE ? ORDER BY m.created_at DESC LIMIT ?", "db_load_avg": 19.7, "calls_per_sec": 0.4}, {"statement": "SELECT * FROM shipments WHERE id = ?", "db_load_avg": 1.1, "calls_per_sec": 640.2}],
        top_wait_events=[{"name": "CPU", "type": "CPU", "db_load_avg": 14.2}, {"name": "wait/io/table/sql/handler", "type": "IO", "db_load_avg": 6.6}], top_users=[{"name": "reports", "db_load_avg": 19.9}, {"name": "web", "db_load_avg": 3.4}])  # fmt: skip
    aws_life(record)
    return fault(
        record,
        "db.expensive_query",
        db,
        ("db.expensive_query", "ecs-service/cargo-reports"),
        ("deployment.bad_release", "ecs-service/cargo-reports"),
        herring=("traffic.surge", "alb/cargo-web"),
        near=["compute.cpu_saturation"],
    )


def tide_archive() -> tuple[Bundle, Expected]:
    """The archive's volume is full; its storage metric is missing for the hour that matters."""
    record = Record("hb-253", "2026-09-02T03:00", 180)
    record.page(
        "tide-ingest: messages visible > 5000",
        "cloudwatch",
        "sqs/tide-readings",
        131,
        service="tide-ingest",
        region="eu-west-1",
    )
    db = "rds/tide-archive"
    record.metric(
        "sqs/tide-readings",
        "ApproximateNumberOfMessagesVisible",
        [(0, 40), (118, 42), (180, 23800)],
        period=5,
        stat="Maximum",
    )
    record.metric("sqs/tide-readings", "NumberOfMessagesSent", 1900, period=5)
    record.metric("sqs/tide-readings", "NumberOfMessagesDeleted", step(1900, 118, 0), period=5)
    record.metric("lambda/tide-writer", "Errors", step(0, 118, 940), period=5)
    record.metric("lambda/tide-writer", "Duration", step(85, 118, 30), period=5)
    record.metric(db, "FreeStorageSpace", ramp(9.4e9, 0, 180, -5e9), period=5, noise=0.002, hole=(75, 180))
    record.metric(db, "CPUUtilization", [(0, 34), (60, 36), (75, 37)], period=5, hole=(75, 180))
    record.metric(db, "WriteIOPS", 310, period=5, hole=(75, 180))
    record.log(
        119,
        "lambda/tide-writer",
        '[ERROR] psycopg2.errors.DiskFull: could not extend file "base/16402/24881.12": No space left on device HINT: Check free disk space.',
        "error",
        7611,
        "/aws/lambda/tide-writer",
    )
    record.log(
        131,
        "lambda/tide-writer",
        "[ERROR] psycopg2.OperationalError: FATAL: the database system is in recovery mode",
        "error",
        38,
        "/aws/lambda/tide-writer",
    )
    chatter(record, "lambda/tide-writer", "python", 3)
    record.alert(-11000, "tide-archive CPU credit", db, "insufficient_data")
    record.alert(
        131,
        "tide-ingest: messages visible > 5000",
        "sqs/tide-readings",
        metric="ApproximateNumberOfMessagesVisible",
        threshold=5000,
    )
    record.change(96, "deployment", "lambda:UpdateFunctionCode", "lambda/tide-writer", "role/tide-ci", version=33)
    record.edges("lambda/tide-writer reads sqs/tide-readings", f"lambda/tide-writer writes {db}")
    record.state(
        "sqs/tide-readings",
        "sqs_queue",
        visible=23790,
        in_flight=40,
        delayed=0,
        redrive={"dlq": "tide-readings-dlq", "max_receives": 50},
    )
    record.gap("metrics", "no datapoints after 04:15Z", db)
    record.gap("events", "AccessDenied", db, "rds:DescribeEvents")
    record.gap("state", "AccessDenied", db, "rds:DescribeDBInstances")
    aws_life(record, changes=1)
    return fault(
        record,
        "storage.full",
        db,
        herring=("deployment.bad_release", "lambda/tide-writer"),
        near=["dependency.queue_backlog"],
        poor=True,
    )


def crew_burstable() -> tuple[Bundle, Expected]:
    """A burstable database has no credits left and is held at its baseline."""
    record = Record("hb-156", "2026-10-12T05:00", 300)
    record.page(
        "[Synthetics] Crew roster page load > 6 s",
        "datadog",
        "external/crew-roster-check",
        214,
        service="crew-roster",
        region="ap-southeast-2",
    )
    db = "rds/crew-db"
    record.metric(db, "CPUCreditBalance", [(0, 188), (60, 171), (200, 2), (205, 0), (300, 0)], period=5, noise=0.01)
    record.metric(
        db, "CPUUtilization", [(0, 18), (60, 31), (62, 52), (200, 54), (206, 20), (300, 20)], period=5, noise=0.02
    )
    record.metric(db, "CPUSurplusCreditBalance", 0, period=5)
    record.metric(db, "DBLoad", [(0, 0.6), (60, 1.1), (200, 1.2), (208, 9), (300, 14)], period=5)
    record.metric(db, "ReadLatency", 0.0009, period=5)
    record.metric(db, "DatabaseConnections", [(0, 42), (200, 44), (215, 88), (300, 96)], period=5, noise=0.03)
    alb(
        record,
        "crew-roster",
        [(0, 500), (60, 900), (300, 930)],
        [(0, 0), (205, 0), (225, 22), (300, 31)],
        [(0, 0.3), (200, 0.38), (210, 5.2), (300, 7.7)],
        period=5,
    )
    record.alert(
        190, "crew-db CPUCreditBalance low", db, metric="CPUCreditBalance", threshold=20, comparison="LessThanThreshold"
    )
    record.alert(
        214,
        "[Synthetics] Crew roster page load > 6 s",
        "external/crew-roster-check",
        count=18,
        reason="3 of 3 locations",
    )
    record.log(220, "ecs-service/crew-roster", "upstream request took 9127 ms GET /rosters/week", "warn", 611)
    record.log(
        240,
        "ecs-service/crew-roster",
        "Sequelize ConnectionAcquireTimeoutError [SequelizeConnectionAcquireTimeoutError]: Operation timeout",
        "error",
        84,
    )
    chatter(record, "ecs-service/crew-roster", "node", 4)
    record.change(
        184,
        "deployment",
        "ecs:UpdateService",
        "ecs-service/crew-roster",
        "role/crew-ci",
        task_definition=["crew-roster:19", "crew-roster:20"],
    )
    record.event(-180, "rds", db, "maintenance", "Automatic minor version upgrade is scheduled for 2026-10-18")
    record.edges(
        "alb/crew-roster > ecs-service/crew-roster",
        f"ecs-service/crew-roster reads {db}",
        "external/crew-roster-check > alb/crew-roster",
    )
    record.state(
        db,
        "rds_instance",
        engine="postgres",
        instance_class="db.t3.medium",
        cpu_credit_mode="standard",
        multi_az=False,
        allocated_storage_gb=50,
    )
    record.state(
        db,
        "performance_insights",
        top_wait_events=[
            {"name": "CPU", "type": "CPU", "db_load_avg": 12.9},
            {"name": "Client:ClientRead", "type": "Client", "db_load_avg": 0.4},
        ],
        top_sql=[
            {"statement": "SELECT * FROM shift WHERE week = $1", "db_load_avg": 4.0, "calls_per_sec": 31.0},
            {"statement": "SELECT * FROM crew WHERE ship = $1", "db_load_avg": 3.7, "calls_per_sec": 35.0},
        ],
    )
    aws_life(record)
    return fault(
        record,
        "compute.cpu_throttled",
        db,
        herring=("deployment.bad_release", "ecs-service/crew-roster"),
        near=["compute.cpu_saturation", "db.expensive_query", "traffic.surge"],
    )

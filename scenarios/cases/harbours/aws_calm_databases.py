"""Pages about relational databases on AWS with nothing wrong behind them."""

from __future__ import annotations

from .record import Bundle, Expected, Record, bump, step, well
from .scenery import alb, aws_life, chatter


def sunday_dump() -> tuple[Bundle, Expected]:
    """The weekly dump makes the database busy for half an hour, as every Sunday."""
    record = Record("hb-850", "2026-03-01T02:00", 100)
    record.page(
        "ledger-db CPUUtilization > 80",
        "cloudwatch",
        "rds/ledger-db",
        38,
        severity="warning",
        service="ledger",
        region="eu-west-1",
    )
    db, week = "rds/ledger-db", "2026-02-22"
    for name, usual, high in (("CPUUtilization", 17, 88), ("ReadIOPS", 210, 4900), ("DBLoad", 0.7, 3.1)):
        plan = bump(usual, 31, 68, high)
        record.metric(db, name, plan, noise=0.05, usual=bump(usual, 31, 66, high))
    record.metric(db, "FreeableMemory", 5.1e9, noise=0.02)
    record.metric(db, "DatabaseConnections", 48, noise=0.03)
    alb(record, "ledger-api", 210, 0.1, 0.14)
    record.alert(
        69,
        "ledger-db CPUUtilization > 80",
        db,
        "ok",
        metric="CPUUtilization",
        threshold=80,
        comparison="GreaterThanThreshold",
        reason="ALARM 02:38Z to 03:09Z",
    )
    record.event(
        31,
        "eventbridge",
        "ecs-task/weekly-dump",
        "TaskStarted",
        "Scheduled rule weekly-dump-sun started task ledger-dump (pg_dump --jobs=4)",
    )
    record.event(67, "ecs", "ecs-task/weekly-dump", "TaskStopped", "Essential container in task exited (exit code 0)")
    record.event(8, "rds", db, "backup", "Finished DB instance backup")
    record.log(
        44,
        db,
        "LOG:  duration: 92114.412 ms  statement: COPY public.journal_line (id, entry_id, account, amount) TO stdout;",
        "info",
        11,
        "postgresql.log",
    )
    record.log(66, "ecs-task/weekly-dump", f"dump finished, 214 GiB, previous {week} 211 GiB", "info")
    record.log(52, db, "LOG:  checkpoints are occurring too frequently (24 seconds apart)", "info", 4, "postgresql.log")
    chatter(record, "ecs-service/ledger-api", "java", 5)
    record.change(
        -600,
        "deployment",
        "ecs:UpdateService",
        "ecs-service/ledger-api",
        "role/ledger-ci",
        task_definition=["ledger-api:14", "ledger-api:15"],
    )
    record.edges(
        "alb/ledger-api > ecs-service/ledger-api",
        f"ecs-service/ledger-api writes {db}",
        f"ecs-task/weekly-dump reads {db}",
    )
    record.state(
        db,
        "rds_instance",
        engine="postgres",
        engine_version="15.5",
        instance_class="db.r6g.large",
        status="available",
        multi_az=True,
    )
    aws_life(record)
    return well(record, herring=("db.expensive_query", db), near=["compute.cpu_saturation"])


def failover_drill() -> tuple[Bundle, Expected]:
    """A planned failover cost 70 seconds of errors; everything answers again."""
    record = Record("hb-112", "2026-04-14T08:30", 75, zone=2)
    record.page(
        "permits-api HTTPCode_Target_5XX_Count > 25",
        "cloudwatch",
        "alb/permits-api",
        32,
        severity="critical",
        service="permits",
        region="eu-central-1",
    )
    db = "rds/permits-aurora-1"
    alb(record, "permits-api", 1900, bump(1, 31, 32.5, 520), bump(0.12, 31, 32.5, 4.4))
    record.metric(db, "DatabaseConnections", [(0, 96), (30.9, 96), (31, 4), (34, 21), (75, 22)], noise=0.02)
    record.metric("rds/permits-aurora-2", "DatabaseConnections", step(22, 32, 97), noise=0.03)
    record.metric("rds/permits-aurora-2", "CPUUtilization", step(9, 32, 31))
    record.metric("rds/permits-aurora-1", "CPUUtilization", step(31, 31, 8))
    record.alert(
        36,
        "permits-api HTTPCode_Target_5XX_Count > 25",
        "alb/permits-api",
        "ok",
        metric="HTTPCode_Target_5XX_Count",
        threshold=25,
    )
    record.event(
        30.8,
        "rds",
        "rds/permits-aurora-1",
        "failover",
        "Started cross AZ failover to DB instance: permits-aurora-2",
        "warning",
    )
    record.event(31.6, "rds", "rds/permits-aurora-2", "failover", "Completed failover to DB instance: permits-aurora-2")
    record.event(31.4, "rds", "rds/permits-aurora-1", "restart", "DB instance restarted")
    record.change(
        30.6,
        "infrastructure",
        "rds:FailoverDBCluster",
        "rds/permits-aurora-1",
        "role/resilience-drill",
        change_ticket="CHG-5512 quarterly failover drill",
        window="10:55-11:15 local",
    )
    record.log(
        31,
        "ecs-service/permits-api",
        "org.postgresql.util.PSQLException: This connection has been closed.",
        "error",
        611,
    )
    record.log(31.3, "ecs-service/permits-api", "ERROR: cannot execute UPDATE in a read-only transaction", "error", 77)
    record.log(
        33,
        "ecs-service/permits-api",
        "HikariPool-1 - Added connection org.postgresql.jdbc.PgConnection@5d2a",
        "debug",
        40,
    )
    record.log(70, "ecs-service/permits-api", "GET /actuator/health 200 UP", "info", 74)
    chatter(record, "ecs-service/permits-api", "java", 4)
    record.edges(
        "alb/permits-api > ecs-service/permits-api",
        f"ecs-service/permits-api writes {db}",
        "ecs-service/permits-api writes rds/permits-aurora-2",
    )
    record.state(
        "rds/permits-aurora-2",
        "rds_instance",
        engine="aurora-postgresql",
        role="writer",
        status="available",
        db_cluster="permits",
    )
    record.state(
        db, "rds_instance", engine="aurora-postgresql", role="reader", status="available", db_cluster="permits"
    )
    aws_life(record)
    return well(record, herring=("db.failover", db), near=["db.read_only"])


def fresh_bastion() -> tuple[Bundle, Expected]:
    """A replaced burstable database begins with few credits and earns them."""
    record = Record("hb-300", "2026-09-21T09:00", 180)
    record.page(
        "wiki-db CPUCreditBalance < 50",
        "cloudwatch",
        "rds/wiki-db",
        42,
        severity="warning",
        service="wiki",
        region="eu-west-1",
    )
    db = "rds/wiki-db"
    record.metric(
        db, "CPUCreditBalance", [(0, 410), (34, 411), (40, 4), (180, 61)], period=5, noise=0.003, hole=(35, 40)
    )
    record.metric(db, "CPUUtilization", [(0, 6), (38, 6), (40, 14), (50, 6), (180, 6)], period=5)
    record.metric(db, "DBLoad", 0.2, period=5)
    record.metric(db, "ReadLatency", 0.0008, period=5)
    record.metric(db, "DatabaseConnections", 12, period=5)
    alb(record, "wiki", 300, 0.2, 0.19, period=5)
    record.alert(
        175,
        "wiki-db CPUCreditBalance < 50",
        db,
        "ok",
        metric="CPUCreditBalance",
        threshold=50,
        comparison="LessThanThreshold",
        reason="61.0 is not less than 50",
    )
    record.event(34.5, "rds", db, "configuration change", "Applying modification to database instance class")
    record.event(40, "rds", db, "configuration change", "Finished applying modification to DB instance class")
    record.event(36, "rds", db, "failover", "Multi-AZ instance failover completed")
    record.change(
        33.9,
        "infrastructure",
        "rds:ModifyDBInstance",
        db,
        "role/terraform",
        db_instance_class=["db.t3.small", "db.t4g.small"],
        apply_immediately=True,
    )
    record.log(
        36,
        "ecs-service/wiki",
        "ActiveRecord::ConnectionNotEstablished: could not connect to server: Connection refused",
        "error",
        9,
    )
    record.log(150, "ecs-service/wiki", "Completed 200 OK in 61ms", "info", 2110)
    chatter(record, "ecs-service/wiki", "rails", 4)
    record.edges("alb/wiki > ecs-service/wiki", f"ecs-service/wiki writes {db}")
    record.state(
        db, "rds_instance", engine="postgres", instance_class="db.t4g.small", status="available", multi_az=True
    )
    aws_life(record)
    return well(record, herring=("compute.cpu_throttled", db), near=["db.failover"])


def sleeping_copy() -> tuple[Bundle, Expected]:
    """The staging copy is stopped at night; the alarm takes silence for a breach."""
    record = Record("hb-134", "2026-01-15T18:30", 90, zone=1)
    record.page(
        "staging-orders-db DatabaseConnections < 1",
        "cloudwatch",
        "rds/staging-orders-db",
        45,
        severity="high",
        service="orders-staging",
        region="eu-west-1",
        env="staging",
    )
    db = "rds/staging-orders-db"
    record.metric(db, "DatabaseConnections", 6, hole=(31, 90))
    record.metric(db, "CPUUtilization", 4, hole=(31, 90))
    record.metric(db, "FreeStorageSpace", 8e10, noise=0.001, hole=(31, 90))
    record.metric("rds/orders-db", "DatabaseConnections", 180, noise=0.02)
    record.metric("rds/orders-db", "CPUUtilization", 41)
    alb(record, "orders-api", 3300, 2, 0.16)
    record.alert(
        45,
        "staging-orders-db DatabaseConnections < 1",
        db,
        metric="DatabaseConnections",
        threshold=1,
        comparison="LessThanThreshold",
        reason="Threshold Crossed: no datapoints were received for 3 periods and 3 missing datapoints were treated as [Breaching].",
    )
    record.event(31, "rds", db, "notification", "DB instance stopped")
    record.event(-660, "rds", db, "notification", "DB instance started")
    record.event(-1409, "rds", db, "notification", "DB instance stopped")
    record.change(
        30,
        "infrastructure",
        "rds:StopDBInstance",
        db,
        "role/night-scheduler",
        schedule="stop 20:00 start 08:00 Europe/Oslo, tag Env=staging",
    )
    record.change(
        -5,
        "config",
        "cloudwatch:PutMetricAlarm",
        "alarm/staging-orders-db-connections",
        "role/terraform",
        treat_missing_data=["notBreaching", "breaching"],
    )
    record.log(
        32,
        "ecs-service/staging-orders-api",
        'psycopg.OperationalError: connection to server at "10.30.0.9", port 5432 failed: Connection timed out',
        "error",
        12,
    )
    record.log(33, "ecs-service/staging-orders-api", "Received SIGTERM, shutting down (desired count 0)", "info", 2)
    chatter(record, "ecs-service/orders-api", "python", 4)
    record.edges(
        "alb/orders-api > ecs-service/orders-api",
        "ecs-service/orders-api writes rds/orders-db",
        f"ecs-service/staging-orders-api writes {db}",
    )
    record.state(
        db, "rds_instance", engine="postgres", status="stopped", tags={"Env": "staging", "NightSchedule": "on"}
    )
    record.state(
        "ecs-service/staging-orders-api", "ecs_service", desired=0, running=0, pending=0, tags={"NightSchedule": "on"}
    )
    record.state("rds/orders-db", "rds_instance", engine="postgres", status="available", tags={"Env": "prod"})
    aws_life(record, changes=0)
    return well(record, herring=("db.unreachable", db), near=["db.unreachable"])

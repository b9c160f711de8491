"""Faults of RDS instances in what their sessions do: connections, statements, locks."""

from .bystanders import bystanders
from .curves import burst, capped, flat, line, steady, step
from .estate import GB, backup, balancer, database, deploy, ecs_state, insights, rds_state, steady_service, tasks
from .ward import Case, Ward


def lodging_errors() -> Case:
    """A reporting tool holds idle transactions until no connection is left."""
    w = Ward("wd-lodging-5xx", 101, "2026-03-11T08:40", 80, "eu-west-1")
    w.page(
        "[P1] lodging-web: HTTP 5xx rate > 2% for 5m",
        58,
        "alb/lodging-web",
        "Target 5xx share 7.4%, threshold 2%. Notify: @pagerduty-lodging",
        source="datadog",
        service="lodging",
    )
    w.alarm("lodging-web 5xx", "alb/lodging-web", "alarm", 58, "HTTPCode_Target_5XX_Count", 60)
    w.alarm("lodging-db-cpu-high", "rds/lodging-db", "ok", -5200, "CPUUtilization", 85)
    w.alarm(
        "media-cache-memory",
        "elasticache/media-cache",
        "alarm",
        -30240,
        "DatabaseMemoryUsagePercentage",
        70,
        reason="Threshold Crossed: 3 datapoints were greater than the threshold (70.0)",
    )
    balancer(w, "lodging-web", 3100, step(0.21, 0.9, 54, 6), burst(0.2, 240, 54))
    database(
        w,
        "lodging-db",
        31,
        capped(line([(0, 221), (20, 226), (53, 394), (80, 396)], 0.006), 397),
        load=step(1.9, 2.6, 40, 14),
        storage=88 * GB,
    )
    database(w, "invoice-db", 44, 63, only=("CPUUtilization", "DatabaseConnections", "FreeableMemory"))
    w.series("DatabaseMemoryUsagePercentage", "elasticache/media-cache", steady(78, 0.01), unit="Percent", digits=1)
    tasks(w, "lodging-web", 41, 61, flat(8))
    tasks(w, "lodging-search", 61, 70)
    w.log(
        "ecs-service/lodging-web",
        54.4,
        "error",
        'ActiveRecord::ConnectionNotEstablished: connection to server at "lodging-db.c1x.eu-west-1.rds.amazonaws.com", port 5432 failed: FATAL:  remaining connection slots are reserved for roles with the SUPERUSER attribute',
        1422,
        "/ecs/lodging-web",
    )
    w.log(
        "rds/lodging-db",
        54.2,
        "fatal",
        "2026-03-11 09:34:12 UTC:10.20.4.31(49122):lodging@lodging:[21877]:FATAL:  remaining connection slots are reserved for roles with the SUPERUSER attribute",
        1630,
        "postgresql.log",
    )
    w.log(
        "rds/lodging-db",
        61,
        "log",
        "duration: 1184.201 ms  statement: SELECT count(*) FROM stays WHERE host_id = $1",
        3,
        "postgresql.log",
    )
    w.log(
        "ecs-service/lodging-web",
        30,
        "warning",
        "DEPRECATION WARNING: Passing the coder as positional argument is deprecated",
        218,
        "/ecs/lodging-web",
    )
    w.log("ecs-service/lodging-search", 40, "info", "reindex batch 118/400 done in 2.41s", 37, "/ecs/lodging-search")
    backup(w, "lodging-db", -330)
    steady_service(w, "lodging-web", 34)
    deploy(w, "lodging-web", 31, 214, image="lodging-web:2026.3.11-1", note="footer links")
    w.change("rds/invoice-db", -1300, "config", "rds:AddTagsToResource", "user/finops", tags=["cost-centre=411"])
    w.edges("alb/lodging-web", "ecs-service/lodging-web", "rds/lodging-db")
    w.edges("ecs-service/lodging-search", "rds/lodging-db")
    w.edges("ecs-service/pulse-bi", "rds/lodging-db")
    rds_state(w, "lodging-db", "db.m6g.large", connections=400)
    w.state(
        "rds/lodging-db",
        "pg_stat_activity",
        total=397,
        max_connections=400,
        by_application=[
            {"application_name": "pulse-bi", "state": "idle in transaction", "count": 178, "oldest_xact_age_s": 2310},
            {"application_name": "lodging-web", "state": "idle", "count": 160},
            {"application_name": "lodging-web", "state": "active", "count": 4},
            {"application_name": "lodging-search", "state": "idle", "count": 40},
            {"application_name": "rdsadmin", "state": "idle", "count": 15},
        ],
    )
    ecs_state(w, "lodging-web", 8, 214)
    bystanders(w, 2, 0)
    return w.fault(
        "db.connections_exhausted",
        "rds/lodging-db",
        also=[("db.connections_exhausted", "ecs-service/pulse-bi")],
        herring=("deployment.bad_release", "ecs-service/lodging-web"),
    )


def parcels_latency() -> Case:
    """An analyst's sequential scans take the writer's CPU; Performance Insights may not be read."""
    w = Ward("wd-parcels-p95", 102, "2026-02-19T13:00", 90, "us-east-1", stamp="ms")
    w.page(
        "parcels-api-p95-latency",
        55,
        "alb/parcels-api",
        "Threshold Crossed: 3 out of the last 3 datapoints [3.1 (19/02/26 13:55:00)] was greater than the threshold (1.0).",
        severity="high",
        service="parcels",
    )
    w.alarm("parcels-api-p95-latency", "alb/parcels-api", "alarm", 55, "TargetResponseTime", 1.0)
    w.alarm("parcels-db-cpu", "rds/parcels-db", "alarm", 57, "CPUUtilization", 90)
    w.alarm("parcels-api-unhealthy-hosts", "alb/parcels-api", "ok", -9000, "UnHealthyHostCount", 0)
    balancer(w, "parcels-api", 4400, step(0.24, 3.3, 52, 4), burst(0.3, 18, 60))
    database(
        w,
        "parcels-db",
        capped(step(37, 98.4, 51, 3, 0.03), 100),
        step(150, 232, 53, 5, 0.03),
        read=step(0.0011, 0.0074, 51),
        reads=step(420, 9100, 51),
        load=step(2.2, 16.5, 51, 3),
    )
    database(w, "tariff-db", 22, 40, only=("CPUUtilization", "DBLoad", "ReadLatency"))
    tasks(w, "parcels-api", 33, 48, flat(10))
    w.log(
        "ecs-service/parcels-api",
        56,
        "warning",
        "HikariPool-1 - Thread starvation or clock leap detected (housekeeper delta=51s204ms).",
        4,
        "/ecs/parcels-api",
    )
    w.log(
        "ecs-service/parcels-api",
        62,
        "error",
        "org.springframework.dao.QueryTimeoutException: PreparedStatementCallback; SQL [select p.* from parcel p where p.barcode = ?]; ERROR: canceling statement due to statement timeout",
        207,
        "/ecs/parcels-api",
    )
    w.log(
        "rds/parcels-db",
        60,
        "log",
        "2026-02-19 14:00:11 UTC:10.8.40.77(51120):analyst_ro@parcels:[30417]:LOG:  duration: 241822.119 ms  execute <unnamed>: SELECT depot, date_trunc('hour', scanned_at), count(*) FROM scan_event WHERE payload->>'lane' = 'B7' GROUP BY 1, 2",
        14,
        "postgresql.log",
    )
    w.log("ecs-service/tariff-api", 20, "info", "GET /tariffs 200 12ms", 900, "/ecs/tariff-api")
    steady_service(w, "parcels-api", 43)
    deploy(w, "parcels-api", 38, 88, image="parcels-api:5.4.1")
    w.change(
        "rds/parcels-db",
        -2880,
        "config",
        "rds:ModifyDBParameterGroup",
        "role/dba",
        parameter={"log_min_duration_statement": [5000, 1000]},
    )
    w.edges("alb/parcels-api", "ecs-service/parcels-api", "rds/parcels-db")
    w.edges("ecs-service/tariff-api", "rds/tariff-db")
    rds_state(w, "parcels-db", "db.r6g.xlarge", connections=800)
    w.gap("state", "AccessDeniedException: pi:DescribeDimensionKeys", "rds/parcels-db", "pi:DescribeDimensionKeys")
    ecs_state(w, "parcels-api", 10, 88)
    bystanders(w, 3, 1)
    return w.fault(
        "db.expensive_query",
        "rds/parcels-db",
        herring=("deployment.bad_release", "ecs-service/parcels-api"),
        near=["compute.cpu_saturation"],
        poor=True,
    )


def bookings_timeouts() -> Case:
    """ALTER TABLE waits behind a forgotten session and everything waits behind it."""
    w = Ward("wd-clinic-bookings", 103, "2026-04-08T18:20", 50, "eu-central-1", stamp="+2")
    w.page(
        "Synthetic 'book an appointment' failed from 3 of 4 locations",
        31,
        "service/clinic-portal",
        "Step 3 (POST /appointments) timed out after 30 s",
        source="synthetic-monitor",
        severity="critical",
        service="clinic",
    )
    w.alarm("clinic-portal synthetic", "service/clinic-portal", "alarm", 31, reason="step 3 timed out", count=9)
    w.alarm("clinic-db-cpu", "rds/clinic-db", "ok", -800, "CPUUtilization", 80)
    balancer(w, "clinic-portal", step(1250, 900, 29, 6), step(0.17, 29, 27, 4), burst(0.1, 120, 29))
    database(
        w,
        "clinic-db",
        step(26, 9, 27, 3),
        step(130, 288, 27, 10, 0.02),
        writes=step(190, 36, 27, 3, 0.1),
        load=step(1.4, 146, 27, 12, 0.05),
        storage=310 * GB,
    )
    tasks(w, "clinic-portal", step(36, 15, 28), 58, flat(6))
    tasks(w, "letter-renderer", 74, 72)
    w.log(
        "ecs-service/clinic-portal",
        29.2,
        "error",
        "Npgsql.NpgsqlException (0x80004005): Exception while reading from stream ---> System.TimeoutException: Timeout during reading attempt",
        1310,
        "/ecs/clinic-portal",
    )
    w.log(
        "rds/clinic-db",
        28.1,
        "log",
        "process 19233 still waiting for AccessExclusiveLock on relation 17455 of database 16401 after 1000.081 ms",
        1,
        "postgresql.log",
    )
    w.log(
        "rds/clinic-db",
        28.6,
        "log",
        "process 19418 still waiting for RowExclusiveLock on relation 17455 of database 16401 after 1000.140 ms",
        156,
        "postgresql.log",
    )
    w.log(
        "rds/clinic-db",
        28.6,
        "detail",
        "Process holding the lock: 11802. Wait queue: 19233, 19418, 19420, 19425, 19431.",
        156,
        "postgresql.log",
    )
    w.log(
        "ecs-service/letter-renderer",
        12,
        "warning",
        "wkhtmltopdf: Exit with code 1 due to network error: ContentNotFoundError",
        31,
        "/ecs/letter-renderer",
    )
    backup(w, "clinic-db", -860)
    w.event("rds/clinic-db", -1420, "failover", "Multi-AZ instance failover started.")
    w.event("rds/clinic-db", -1418, "failover", "Multi-AZ instance failover completed")
    w.change(
        "rds/clinic-db",
        -1421,
        "infrastructure",
        "rds:RebootDBInstance",
        "user/dba-lena",
        force_failover=True,
        reason="half-yearly exercise",
    )
    w.change(
        "ecs-service/clinic-migrate",
        26.8,
        "deployment",
        "ecs:RunTask",
        "role/clinic-ci",
        command=["flyway", "migrate"],
        migration="V118__appointment_add_channel.sql",
        sql="ALTER TABLE appointment ADD COLUMN channel text NOT NULL DEFAULT 'web'",
    )
    w.edges("alb/clinic-portal", "ecs-service/clinic-portal", "rds/clinic-db")
    w.edge("ecs-service/clinic-migrate", "rds/clinic-db", "writes")
    rds_state(w, "clinic-db", "db.m6g.xlarge", connections=600)
    insights(
        w,
        "clinic-db",
        [
            ("INSERT INTO appointment (...) VALUES (...)", 96.2, 0.0, "Lock:relation"),
            ("SELECT ... FROM appointment WHERE clinic_id = ? AND day = ?", 45.1, 0.0, "Lock:relation"),
            ("ALTER TABLE appointment ADD COLUMN channel text NOT NULL DEFAULT ?", 1.0, 0.0, "Lock:relation"),
            ("SELECT ... FROM patient WHERE id = ?", 0.4, 80.2, "CPU:CPU"),
        ],
        28,
    )
    w.state(
        "rds/clinic-db",
        "pg_locks",
        blocking=[
            {
                "pid": 11802,
                "state": "idle in transaction",
                "user": "support_ro",
                "xact_age_s": 5480,
                "query": "SELECT * FROM appointment LIMIT 100",
            },
            {
                "pid": 19233,
                "state": "active",
                "user": "flyway",
                "wait_event": "Lock:relation",
                "query": "ALTER TABLE appointment ADD COLUMN channel ...",
            },
        ],
        blocked_sessions=158,
    )
    ecs_state(w, "clinic-portal", 6, 57)
    bystanders(w, 1, 1)
    return w.fault(
        "db.lock_contention",
        "rds/clinic-db",
        also=[
            ("deployment.schema_migration", "rds/clinic-db"),
            ("deployment.schema_migration", "ecs-service/clinic-migrate"),
        ],
        herring=("db.failover", "rds/clinic-db"),
    )


CASES = (lodging_errors, parcels_latency, bookings_timeouts)

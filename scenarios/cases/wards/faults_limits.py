"""Limits of a database: burst credits of its volume and processor, transaction ids."""

from .bystanders import bystanders
from .curves import burst, flat, line, steady, step
from .estate import GB, balancer, database, deploy, ecs_state, insights, rds_state, steady_service, tasks
from .ward import Case, Ward


def meter_latency() -> Case:
    """gp2 burst credits are spent and the volume sits at its base IOPS."""
    w = Ward("wd-meter-readings", 109, "2026-02-03T16:00", 180, "eu-central-1", period=300)
    w.page(
        "meter-ingest oldest message age > 900s",
        142,
        "sqs/meter-readings",
        "ApproximateAgeOfOldestMessage = 1310",
        severity="high",
        service="metering",
    )
    w.alarm("meter-readings-age", "sqs/meter-readings", "alarm", 142, "ApproximateAgeOfOldestMessage", 900)
    w.alarm("meter-db-cpu", "rds/meter-db", "ok", -6000, "CPUUtilization", 80)
    w.series(
        "ApproximateAgeOfOldestMessage",
        "sqs/meter-readings",
        line([(0, 4), (112, 6), (180, 2900)], 0.05),
        stat="Maximum",
        unit="Seconds",
        digits=0,
    )
    w.series("NumberOfMessagesSent", "sqs/meter-readings", steady(24100, 0.03))
    w.series("NumberOfMessagesDeleted", "sqs/meter-readings", step(24080, 9200, 110, 8, 0.04))
    w.series("BurstBalance", "rds/meter-db", line([(0, 71), (108, 0.4), (180, 0)], 0.005), digits=2)
    database(
        w,
        "meter-db",
        step(34, 19, 110),
        78,
        write=step(0.0031, 0.094, 109, 6),
        read=step(0.0022, 0.061, 109, 6),
        reads=step(310, 112, 109, 5, 0.04),
        writes=step(560, 188, 109, 5, 0.03),
        load=step(2.2, 19.0, 109, 6),
        storage=41 * GB,
    )
    w.series("DiskQueueDepth", "rds/meter-db", step(1.3, 41, 109, 6, 0.15), digits=2)
    tasks(w, "meter-ingest", step(44, 18, 110), 43, flat(6))
    w.log(
        "ecs-service/meter-ingest",
        118,
        "warning",
        "batch insert 500 rows took 18.4s (budget 5s)",
        1290,
        "/ecs/meter-ingest",
    )
    w.log(
        "ecs-service/meter-ingest", 95, "warning", "tariff code 'T9X' unknown, using default", 402, "/ecs/meter-ingest"
    )
    w.log(
        "rds/meter-db",
        131,
        "log",
        "checkpoint complete: wrote 28170 buffers (21.5%); write=269.8 s, sync=88.112 s, total=361.204 s",
        11,
        "postgresql.log",
    )
    deploy(w, "meter-ingest", 92, 63, image="meter-ingest:3.3.0")
    steady_service(w, "meter-ingest", 97)
    w.edge("ecs-service/meter-ingest", "sqs/meter-readings", "reads")
    w.edge("ecs-service/meter-ingest", "rds/meter-db", "writes")
    rds_state(w, "meter-db", "db.m5.large", storage=100, storage_type="gp2", baseline_iops=300)
    insights(
        w,
        "meter-db",
        [
            ("INSERT INTO reading (...) VALUES (...)", 12.9, 6.1, "IO:DataFileExtend"),
            ("COMMIT", 3.8, 6.0, "IO:WALSync"),
            ("SELECT ... FROM meter WHERE serial = ?", 1.6, 190.0, "IO:DataFileRead"),
        ],
        110,
    )
    ecs_state(w, "meter-ingest", 6, 63)
    bystanders(w, 1, 1)
    return w.fault(
        "storage.io_saturation",
        "rds/meter-db",
        herring=("deployment.bad_release", "ecs-service/meter-ingest"),
        near=["dependency.queue_backlog", "db.maintenance_io_storm"],
    )


def grants_writes() -> Case:
    """PostgreSQL refuses commands to avoid wraparound; metrics of the day are missing."""
    w = Ward("wd-grants-portal", 110, "2026-06-25T07:00", 60, "ca-central-1")
    w.page(
        "grants-portal HTTP errors", 36, "alb/grants-portal", source="datadog", severity="critical", service="grants"
    )
    w.alarm("grants-portal 5xx", "alb/grants-portal", "alarm", 36, "HTTPCode_Target_5XX_Count", 25)
    balancer(w, "grants-portal", 640, 0.2, burst(0.1, 130, 33))
    database(w, "grants-db", 24, 71, only=("CPUUtilization", "DatabaseConnections"), until=12)
    w.log(
        "ecs-service/grants-portal",
        33.3,
        "error",
        'django.db.utils.OperationalError: database is not accepting commands to avoid wraparound data loss in database "grants"',
        1180,
        "/ecs/grants-portal",
    )
    w.log(
        "ecs-service/grants-portal",
        33.3,
        "error",
        "HINT:  Stop the postmaster and vacuum that database in single-user mode. You might also need to commit or roll back old prepared transactions, or drop stale replication slots.",
        1180,
        "/ecs/grants-portal",
    )
    w.log("ecs-service/grants-portal", 40, "info", '"GET /calls/open HTTP/1.1" 200 18231', 310, "/ecs/grants-portal")
    w.log(
        "ecs-service/grants-export",
        20,
        "error",
        "botocore.exceptions.ClientError: An error occurred (SlowDown) when calling the PutObject operation (reached max retries: 4)",
        6,
        "/ecs/grants-export",
    )
    deploy(w, "grants-portal", 21, 18, image="grants-portal:26.6.2")
    steady_service(w, "grants-portal", 26)
    w.edges("alb/grants-portal", "ecs-service/grants-portal", "rds/grants-db")
    rds_state(w, "grants-db", "db.m5.large", version="13.14")
    ecs_state(w, "grants-portal", 3, 18)
    w.gap("metrics", "no datapoints after 07:12Z, request timed out", "rds/grants-db")
    w.gap("logs", "log export to CloudWatch is not configured for this DB instance", "rds/grants-db")
    bystanders(w, 2, 2)
    return w.fault(
        "db.transaction_id_wraparound",
        "rds/grants-db",
        also=[("db.read_only", "rds/grants-db")],
        herring=("deployment.bad_release", "ecs-service/grants-portal"),
        poor=True,
    )


def recipes_slow() -> Case:
    """A burstable instance without credits is held at its base speed."""
    w = Ward("wd-recipes-slow", 111, "2026-05-06T17:00", 240, "eu-west-3", period=300, stamp="offset")
    w.page(
        "recipes-web Apdex < 0.7",
        168,
        "alb/recipes-web",
        "Apdex 0.52 over 15 min",
        source="newrelic",
        severity="warning",
        service="recipes",
    )
    w.alarm("recipes-web apdex", "alb/recipes-web", "alarm", 168, reason="0.52 < 0.7")
    w.alarm("recipes-db-cpu", "rds/recipes-db", "ok", -3000, "CPUUtilization", 80)
    balancer(
        w,
        "recipes-web",
        line([(0, 5200), (120, 6900), (240, 7300)], 0.04),
        step(0.26, 2.7, 150, 10),
        step(0.4, 9, 156, 10, 0.4),
    )
    database(
        w,
        "recipes-db",
        line([(0, 44), (148, 56), (152, 20.1), (240, 20.0)], 0.006),
        step(52, 96, 152, 10, 0.03),
        read=0.0014,
        write=0.0023,
        load=step(1.3, 9.8, 151, 8),
        storage=31 * GB,
        memory=0.62 * GB,
    )
    w.series("CPUCreditBalance", "rds/recipes-db", line([(0, 46), (150, 0.2), (240, 0)], 0.004), digits=2)
    w.series("CPUCreditUsage", "rds/recipes-db", line([(0, 2.2), (148, 2.8), (152, 1.0), (240, 1.0)], 0.01), digits=2)
    tasks(w, "recipes-web", step(41, 26, 153), 57, flat(4))
    w.log(
        "ecs-service/recipes-web",
        170,
        "warning",
        '[django.db] slow: 2.118s SELECT "recipe".* FROM "recipe" WHERE slug = \'pasta-al-forno\'',
        840,
        "/ecs/recipes-web",
    )
    w.log(
        "ecs-service/recipes-web",
        60,
        "warning",
        "UserWarning: Pillow image 4210x3090 downscaled",
        77,
        "/ecs/recipes-web",
    )
    w.log("ecs-service/newsletter", 155, "info", "campaign 881 sent 120 of 9000", 1, "/ecs/newsletter")
    deploy(w, "recipes-web", 139, 52, image="recipes-web:20260506.3")
    steady_service(w, "recipes-web", 144)
    w.edges("alb/recipes-web", "ecs-service/recipes-web", "rds/recipes-db")
    rds_state(w, "recipes-db", "db.t2.small", version="11.22", storage=60, multi_az=False, connections=180)
    w.gap("state", "Performance Insights is not supported for db.t2.small", "rds/recipes-db")
    ecs_state(w, "recipes-web", 4, 52)
    bystanders(w, 3, 2)
    return w.fault(
        "compute.cpu_throttled",
        "rds/recipes-db",
        herring=("deployment.bad_release", "ecs-service/recipes-web"),
        near=["db.expensive_query", "compute.cpu_saturation"],
    )


CASES = (meter_latency, grants_writes, recipes_slow)

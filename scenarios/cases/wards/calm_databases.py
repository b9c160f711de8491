"""Healthy pages about databases: what looked wrong is over, planned or as usual."""

from .bystanders import bystanders
from .curves import bump, burst, flat, line, steady
from .estate import GB, backup, balancer, database, deploy, ecs_state, insights, rds_state, tasks
from .ward import Case, Ward


def coupons_blip() -> Case:
    """Two minutes of refused connections during a host's network blip, over by itself."""
    w = Ward("wd-coupon-api", 201, "2026-03-04T11:00", 70, "eu-west-1")
    w.page(
        "coupon-api-5xx",
        31,
        "alb/coupon-api",
        "Threshold Crossed: 2 datapoints [310.0, 288.0] were greater than the threshold (50.0).",
        service="coupon",
        severity="high",
    )
    w.alarm(
        "coupon-api-5xx", "alb/coupon-api", "ok", 36, "HTTPCode_Target_5XX_Count", 50, reason="ALARM 11:31Z, OK 11:36Z"
    )
    w.alarm("coupon-db-cpu", "rds/coupon-db", "ok", -700, "CPUUtilization", 85)
    balancer(w, "coupon-api", 1600, bump(0.15, 1.9, 29, 31, 0.5), burst(0.2, 300, 29, 31))
    database(w, "coupon-db", 33, bump(102, 74, 29, 31, 0.5, 0.02), load=1.8)
    tasks(w, "coupon-api", 35, 49, flat(5))
    w.log(
        "ecs-service/coupon-api",
        29.3,
        "error",
        "pq: could not connect to server: Connection timed out (10.2.8.11:5432)",
        402,
        "/ecs/coupon-api",
    )
    w.log(
        "ecs-service/coupon-api", 31.1, "info", "db pool: reconnected, 12/12 connections healthy", 5, "/ecs/coupon-api"
    )
    w.log("ecs-service/coupon-api", 60, "info", "POST /coupons/redeem 200 31ms", 640, "/ecs/coupon-api")
    backup(w, "coupon-db", -300)
    deploy(w, "coupon-api", -190, 66)
    w.edges("alb/coupon-api", "ecs-service/coupon-api", "rds/coupon-db")
    rds_state(w, "coupon-db")
    ecs_state(w, "coupon-api", 5, 66)
    bystanders(w, 2, 0)
    return w.healthy("healthy.recovered", near=["db.unreachable"])


def pension_exercise() -> Case:
    """A failover exercise, announced and finished."""
    w = Ward("wd-pension-db-conns", 202, "2026-09-23T08:30", 75, "eu-central-1", stamp="+2")
    w.page(
        "pension-db: DatabaseConnections < 10",
        26,
        "rds/pension-db",
        source="datadog",
        severity="critical",
        service="pension",
    )
    w.alarm("pension-db connections low", "rds/pension-db", "ok", 31, "DatabaseConnections", 10, below=True)
    w.alarm("pension-web 5xx", "alb/pension-web", "ok", 32, "HTTPCode_Target_5XX_Count", 30)
    balancer(w, "pension-web", 700, bump(0.22, 8, 25, 27, 0.5), burst(0.1, 160, 25, 28))
    database(w, "pension-db", bump(27, 6, 25, 27, 0.5), bump(88, 0.3, 25, 27, 0.5, 0.03), load=1.3)
    w.log(
        "ecs-service/pension-web",
        25.3,
        "error",
        "org.postgresql.util.PSQLException: FATAL: terminating connection due to administrator command",
        88,
        "/ecs/pension-web",
    )
    w.log(
        "ecs-service/pension-web",
        27.4,
        "info",
        "HikariPool-1 - Added connection org.postgresql.jdbc.PgConnection@4e1f",
        90,
        "/ecs/pension-web",
    )
    w.event("rds/pension-db", 25.0, "failover", "Multi-AZ instance failover started.", type="warning")
    w.event("rds/pension-db", 25.6, "availability", "DB instance restarted")
    w.event("rds/pension-db", 26.4, "failover", "Multi-AZ instance failover completed")
    w.change(
        "rds/pension-db",
        24.6,
        "infrastructure",
        "rds:RebootDBInstance",
        "user/dba-rolf",
        force_failover=True,
        change_ticket="CHG-4471 failover exercise 10:45-11:15 CEST",
    )
    w.edges("alb/pension-web", "ecs-service/pension-web", "rds/pension-db")
    rds_state(w, "pension-db", availability_zone="eu-central-1b", secondary_availability_zone="eu-central-1a")
    ecs_state(w, "pension-web", 4, 91)
    bystanders(w, 3, 1)
    return w.healthy(herring=("db.failover", "rds/pension-db"), near=["db.failover"])


def museum_upgrade() -> Case:
    """A minor version upgrade in the maintenance window took the site down for six minutes; it is over."""
    w = Ward("wd-museum-site", 203, "2026-05-10T01:30", 110, "eu-south-1")
    w.page(
        "museum-shop uptime check failed",
        37,
        "alb/museum-shop",
        "HTTP 500 from Milan, Frankfurt",
        source="synthetic-monitor",
        severity="high",
        service="museum",
    )
    w.alarm("uptime museum-shop", "alb/museum-shop", "ok", 44, count=3, reason="recovered after 6m")
    w.alarm("museum-db-read-latency", "rds/museum-db", "ok", 52, "ReadLatency", 0.02)
    balancer(w, "museum-shop", 120, 0.24, burst(0.05, 45, 35, 41))
    database(
        w, "museum-db", bump(14, 41, 41, 47), bump(31, 0, 35, 41, 0.5, 0.02), read=bump(0.0011, 0.034, 41, 48), load=0.6
    )
    w.log(
        "ecs-service/museum-shop",
        35.4,
        "error",
        "PDOException: SQLSTATE[HY000] [2002] Connection refused",
        211,
        "/ecs/museum-shop",
    )
    w.log("ecs-service/museum-shop", 90, "info", "GET /tickets 200", 77, "/ecs/museum-shop")
    w.event("rds/museum-db", 34.8, "maintenance", "DB engine version upgrade started.")
    w.event("rds/museum-db", 35, "availability", "DB instance shutdown")
    w.event("rds/museum-db", 40.6, "availability", "DB instance restarted")
    w.event("rds/museum-db", 42, "maintenance", "Finished applying DB engine version upgrade 8.0.39 to 8.0.40")
    w.edges("alb/museum-shop", "ecs-service/museum-shop", "rds/museum-db")
    rds_state(
        w,
        "museum-db",
        "db.t4g.medium",
        "mysql",
        "8.0.40",
        multi_az=False,
        preferred_maintenance_window="sun:02:00-sun:03:00",
        auto_minor_version_upgrade=True,
    )
    ecs_state(w, "museum-shop", 2, 40)
    bystanders(w, 1, 1)
    return w.healthy(near=["db.failover", "db.unreachable"])


def payroll_night() -> Case:
    """The nightly aggregation uses the CPU as it does every night."""
    w = Ward("wd-payroll-db-cpu", 204, "2026-10-15T00:30", 120, "us-east-2", stamp="ms")
    night = bump(21, 89, 30, 101, 3, 0.03)
    w.page(
        "payroll-db-cpu-high",
        36,
        "rds/payroll-db",
        "Threshold Crossed: 5 datapoints were greater than the threshold (85.0).",
        service="payroll",
        severity="warning",
    )
    w.alarm(
        "payroll-db-cpu-high",
        "rds/payroll-db",
        "ok",
        104,
        "CPUUtilization",
        85,
        reason="OK 02:14Z; transitions last 7 days: 14",
    )
    database(
        w,
        "payroll-db",
        night,
        64,
        read=bump(0.001, 0.0019, 30, 101),
        reads=bump(210, 3100, 30, 101, 3),
        load=bump(0.9, 5.6, 30, 101, 3),
        as_usual=True,
        days_ago=1,
    )
    balancer(w, "payroll-web", 60, 0.2, 0.02)
    w.log("ecs-service/payroll-nightly", 30, "info", "job=rollup date=2026-10-14 started", 1, "/ecs/payroll-nightly")
    w.log(
        "ecs-service/payroll-nightly",
        101,
        "info",
        "job=rollup date=2026-10-14 finished rows=9120441 took=4262s (7d median 4240s)",
        1,
        "/ecs/payroll-nightly",
    )
    w.log(
        "rds/payroll-db",
        52,
        "log",
        'temporary file: path "base/pgsql_tmp/pgsql_tmp2211.4", size 812003328',
        12,
        "postgresql.log",
    )
    w.edge("ecs-service/payroll-nightly", "rds/payroll-db", "writes")
    w.edges("alb/payroll-web", "ecs-service/payroll-web", "rds/payroll-db")
    rds_state(w, "payroll-db", "db.r6g.xlarge")
    insights(
        w,
        "payroll-db",
        [
            ("INSERT INTO rollup_day SELECT ... GROUP BY employee_id", 3.9, 0.1, "CPU:CPU"),
            ("SELECT ... FROM payslip WHERE id = ?", 0.3, 12.0, "CPU:CPU"),
        ],
        30,
    )
    w.state(
        "rule/payroll-nightly",
        "eventbridge_rule",
        schedule="cron(0 1 * * ? *)",
        state="ENABLED",
        target="ecs-service/payroll-nightly",
    )
    bystanders(w, 2, 2)
    return w.healthy(herring=("db.expensive_query", "rds/payroll-db"), near=["compute.cpu_saturation"])


def maps_tight() -> Case:
    """A latency threshold set inside the usual variation."""
    w = Ward("wd-maps-latency", 205, "2026-04-29T14:00", 90, "ap-northeast-1")
    usual = steady(0.352, 0.11)
    w.page(
        "maps-tiles-p95",
        74,
        "alb/maps-tiles",
        "Threshold Crossed: 1 datapoint [0.412] was greater than the threshold (0.4).",
        severity="warning",
        service="maps",
    )
    w.alarm(
        "maps-tiles-p95",
        "alb/maps-tiles",
        "ok",
        81,
        "TargetResponseTime",
        0.4,
        reason="OK 15:21Z; 1 out of 1 datapoints; 31 state changes in the last 24 h",
    )
    w.alarm("geo-db-cpu", "rds/geo-db", "ok", -4000, "CPUUtilization", 85)
    balancer(w, "maps-tiles", 5100, usual, 0.3, as_usual=True)
    database(w, "geo-db", 46, 120, load=2.2)
    tasks(w, "maps-tiles", 54, 60, flat(8))
    w.log("ecs-service/maps-tiles", 70, "warning", "slow tile z=17 x=116421 y=51611 388ms", 14, "/ecs/maps-tiles")
    w.log("ecs-service/maps-tiles", 40, "info", "GET /tiles/14/14552/6451.mvt 200", 8112, "/ecs/maps-tiles")
    w.change(
        "alarm/maps-tiles-p95",
        -1500,
        "config",
        "cloudwatch:PutMetricAlarm",
        "user/sre-mei",
        threshold=[1.0, 0.4],
        evaluation_periods=[5, 1],
    )
    deploy(w, "maps-tiles", -2000, 31)
    w.edges("alb/maps-tiles", "ecs-service/maps-tiles", "rds/geo-db")
    rds_state(w, "geo-db")
    ecs_state(w, "maps-tiles", 8, 31)
    bystanders(w, 3, 2)
    return w.healthy("healthy.threshold_noise")


def forum_lag() -> Case:
    """Replica lag of a bulk delete, gone before anyone looked."""
    w = Ward("wd-forum-replica", 206, "2026-06-03T03:00", 120, "us-west-2", stamp="offset")
    w.page(
        "forum-replica ReplicaLag > 60s",
        41,
        "rds/forum-replica",
        "avg(last_5m):avg:aws.rds.replica_lag{dbinstanceidentifier:forum-replica} > 60",
        source="datadog",
        severity="high",
        service="forum",
    )
    w.alarm("forum-replica lag", "rds/forum-replica", "ok", 72, "ReplicaLag", 60, reason="Recovered: 4.1")
    w.series(
        "ReplicaLag",
        "rds/forum-replica",
        line([(0, 0.3), (32, 0.4), (52, 214), (70, 1.2), (75, 0.4), (120, 0.4)], 0.05),
        digits=1,
    )
    database(w, "forum-db", bump(24, 47, 32, 54), 92, writes=bump(180, 2900, 32, 54), load=bump(1.2, 2.4, 32, 54))
    database(
        w, "forum-replica", bump(31, 46, 32, 70), 140, only=("CPUUtilization", "DatabaseConnections", "ReadLatency")
    )
    balancer(w, "forum", 1400, 0.21)
    w.log(
        "ecs-service/forum-janitor",
        31.8,
        "info",
        "purge: deleting notifications older than 180d",
        1,
        "/ecs/forum-janitor",
    )
    w.log("ecs-service/forum-janitor", 54, "info", "purge: done, 6144200 rows in 22m", 1, "/ecs/forum-janitor")
    w.log(
        "rds/forum-db",
        55,
        "log",
        'automatic vacuum of table "forum.public.notification": index scans: 1',
        1,
        "postgresql.log",
    )
    w.edges("alb/forum", "ecs-service/forum", "rds/forum-replica")
    w.edge("rds/forum-db", "rds/forum-replica", "replicates_to")
    w.edge("ecs-service/forum-janitor", "rds/forum-db", "writes")
    rds_state(w, "forum-db")
    rds_state(w, "forum-replica", source="forum-db", multi_az=False)
    bystanders(w, 1, 0)
    return w.healthy("healthy.recovered", herring=("db.replication_lag", "rds/forum-replica"))


def wallet_connections() -> Case:
    """A rolling deployment doubled the pools for seven minutes."""
    w = Ward("wd-wallet-conns", 207, "2026-08-19T13:00", 70, "eu-west-2")
    w.page(
        "wallet-db-connections",
        31,
        "rds/wallet-db",
        "Threshold Crossed: 3 datapoints [402.0, 411.0, 408.0] were greater than the threshold (350.0).",
        service="wallet",
        severity="high",
    )
    w.alarm("wallet-db-connections", "rds/wallet-db", "ok", 38, "DatabaseConnections", 350)
    balancer(w, "wallet-api", 2700, 0.13, 0.2)
    database(w, "wallet-db", 41, bump(212, 414, 27, 35, 2, 0.02), load=2.1)
    tasks(w, "wallet-api", bump(44, 31, 27, 35), 55, bump(10, 20, 27, 34, 1, 0))
    w.log("ecs-service/wallet-api", 28, "info", "HikariPool-1 - Start completed.", 10, "/ecs/wallet-api")
    w.log("ecs-service/wallet-api", 34.5, "info", "HikariPool-1 - Shutdown completed.", 10, "/ecs/wallet-api")
    w.log(
        "ecs-service/wallet-api",
        34.4,
        "warning",
        "Graceful shutdown: 2 requests still active, waiting",
        3,
        "/ecs/wallet-api",
    )
    deploy(w, "wallet-api", 25.5, 404, image="wallet-api:11.0.3")
    w.event(
        "ecs-service/wallet-api",
        36,
        "SERVICE_DEPLOYMENT_COMPLETED",
        "(service wallet-api) (deployment ecs-svc/331) deployment completed.",
        kind="ecs",
    )
    w.edges("alb/wallet-api", "ecs-service/wallet-api", "rds/wallet-db")
    rds_state(w, "wallet-db", connections=1700)
    ecs_state(w, "wallet-api", 10, 404)
    bystanders(w, 2, 0)
    return w.healthy(herring=("db.connections_exhausted", "rds/wallet-db"), near=["deployment.bad_release"])


def blog_credits() -> Case:
    """CPU credits rise and fall with the hourly import; they never run out."""
    w = Ward("wd-blog-credits", 208, "2026-07-07T09:00", 360, "eu-west-3", period=300)
    balance = line(
        [
            (0, 402),
            (20, 371),
            (60, 398),
            (80, 369),
            (120, 399),
            (140, 368),
            (180, 400),
            (200, 371),
            (240, 401),
            (260, 372),
            (300, 399),
            (320, 370),
            (360, 396),
        ],
        0.002,
    )
    w.page(
        "blog-db CPUCreditBalance < 375", 322, "rds/blog-db", source="cloudwatch", severity="warning", service="blog"
    )
    w.alarm(
        "blog-db-credits",
        "rds/blog-db",
        "ok",
        330,
        "CPUCreditBalance",
        375,
        below=True,
        reason="OK 14:30Z; 5 state changes an hour or two apart since this morning",
    )
    w.series("CPUCreditBalance", "rds/blog-db", balance, digits=1, usual=balance)
    database(
        w,
        "blog-db",
        lambda minute, rng: (62 if minute % 60 < 20 else 9) * rng.lognormvariate(0, 0.07),
        24,
        storage=18 * GB,
        load=0.5,
    )
    balancer(w, "blog", 800, 0.16)
    w.log("ecs-service/blog-import", 301, "info", "feed import: 212 feeds, 31 new posts, 19m12s", 1, "/ecs/blog-import")
    w.log(
        "ecs-service/blog-import", 305, "warning", "feed https://old.example.net/rss: 410 Gone", 6, "/ecs/blog-import"
    )
    w.edge("ecs-service/blog-import", "rds/blog-db", "writes")
    w.edges("alb/blog", "ecs-service/blog", "rds/blog-db")
    rds_state(w, "blog-db", "db.t4g.medium", multi_az=False, storage=40)
    bystanders(w, 3, 1)
    return w.healthy("healthy.threshold_noise", herring=("compute.cpu_throttled", "rds/blog-db"))


def media_autoscaled() -> Case:
    """Storage ran low and storage autoscaling doubled it."""
    w = Ward("wd-media-storage", 209, "2026-01-20T06:00", 180, "us-east-1", period=300)
    w.page(
        "media-db-free-storage",
        65,
        "rds/media-db",
        "Threshold Crossed: 1 datapoint [9.8E9] was less than the threshold (1.0E10).",
        service="media",
    )
    w.alarm("media-db-free-storage", "rds/media-db", "ok", 110, "FreeStorageSpace", 1e10, below=True)
    database(
        w,
        "media-db",
        bump(35, 41, 70, 105),
        77,
        storage=line([(0, 12.1 * GB), (68, 9.6 * GB), (100, 8.4 * GB), (104, 106 * GB), (180, 103.5 * GB)], 0.0008),
        write=bump(0.0022, 0.0031, 100, 150),
        load=1.9,
    )
    balancer(w, "media-api", 9200, 0.2)
    w.log("ecs-service/media-api", 120, "info", "PUT /assets 201", 2200, "/ecs/media-api")
    w.log("rds/media-db", 80, "log", "checkpoint complete: wrote 7120 buffers (2.7%)", 30, "postgresql.log")
    w.event(
        "rds/media-db", 69, "configuration change", "Applying autoscaling-initiated modification to allocated storage."
    )
    w.event(
        "rds/media-db",
        102,
        "configuration change",
        "Finished applying autoscaling-initiated modification to allocated storage. New storage: 200 GB, old storage: 100 GB.",
    )
    w.edges("alb/media-api", "ecs-service/media-api", "rds/media-db")
    rds_state(w, "media-db", storage=200, max_allocated_storage_gb=1000)
    bystanders(w, 1, 1)
    return w.healthy(herring=("storage.full", "rds/media-db"))


def survey_vacuum() -> Case:
    """An autovacuum of a large table raised I/O for a while, harmless and finished."""
    w = Ward("wd-survey-iops", 210, "2026-02-26T10:00", 100, "eu-north-1")
    w.page(
        "survey-db: read IOPS anomaly",
        33,
        "rds/survey-db",
        "Anomaly: aws.rds.read_iops above the upper band",
        source="datadog",
        severity="warning",
        service="survey",
    )
    w.alarm("survey-db read iops anomaly", "rds/survey-db", "ok", 82, reason="back within band")
    balancer(w, "survey", 1100, 0.19, 0.1)
    database(
        w,
        "survey-db",
        bump(29, 38, 28, 74),
        81,
        read=bump(0.0011, 0.0017, 28, 74),
        reads=bump(330, 2650, 28, 74, 3),
        writes=bump(160, 610, 28, 74, 3),
        load=bump(1.2, 2.1, 28, 74),
    )
    tasks(w, "survey", 31, 44, flat(4))
    w.log(
        "rds/survey-db",
        74,
        "log",
        'automatic vacuum of table "survey.public.answer": index scans: 1 pages: 0 removed, 1881042 remain; tuples: 9120338 removed; system usage: CPU: user: 212.40 s, elapsed: 2761.02 s',
        1,
        "postgresql.log",
    )
    w.log("ecs-service/survey", 60, "info", "POST /answers 204 21ms", 3100, "/ecs/survey")
    w.log("ecs-service/survey", 15, "error", "InvalidCSRFToken: token expired", 7, "/ecs/survey")
    deploy(w, "survey", -400, 12)
    w.edges("alb/survey", "ecs-service/survey", "rds/survey-db")
    rds_state(w, "survey-db", storage_type="gp3", iops=12000)
    insights(
        w,
        "survey-db",
        [
            ("autovacuum: VACUUM public.answer", 0.6, 0.0, "IO:DataFileRead"),
            ("INSERT INTO answer (...) VALUES (...)", 0.4, 51.0, "IO:WALSync"),
        ],
        28,
    )
    ecs_state(w, "survey", 4, 12)
    bystanders(w, 2, 2)
    return w.healthy(herring=("db.maintenance_io_storm", "rds/survey-db"))


def notary_backup() -> Case:
    """The nightly snapshot of a single-AZ instance lifts write latency for some minutes, as every night."""
    w = Ward("wd-notary-write-lat", 211, "2026-12-02T02:00", 90, "eu-central-1")
    night = bump(0.0022, 0.031, 32, 43, 1, 0.1)
    w.page(
        "notary-db-write-latency",
        36,
        "rds/notary-db",
        "Threshold Crossed: 3 datapoints were greater than the threshold (0.02).",
        service="notary",
        severity="high",
    )
    w.alarm("notary-db-write-latency", "rds/notary-db", "ok", 46, "WriteLatency", 0.02, reason="OK since 02:46Z")
    w.series("WriteLatency", "rds/notary-db", night, digits=5, usual=night, days_ago=1)
    database(
        w,
        "notary-db",
        12,
        22,
        only=("CPUUtilization", "DatabaseConnections", "ReadLatency", "ReadIOPS", "FreeStorageSpace", "DBLoad"),
        load=0.4,
    )
    balancer(w, "notary", 25, 0.28, 0.01)
    w.log("ecs-service/notary", 38, "warning", "slow transaction 612 ms (insert deed_audit)", 3, "/ecs/notary")
    w.log("ecs-service/notary", 71, "info", "heartbeat ok", 60, "/ecs/notary")
    backup(w, "notary-db", 31.5, 12)
    backup(w, "notary-db", 31.5 - 1440, 12)
    w.edges("alb/notary", "ecs-service/notary", "rds/notary-db")
    rds_state(w, "notary-db", "db.m6g.large", multi_az=False, preferred_backup_window="02:30-03:00")
    bystanders(w, 3, 2)
    return w.healthy(herring=("db.maintenance_io_storm", "rds/notary-db"), near=["storage.io_saturation"])


CASES = (
    coupons_blip,
    pension_exercise,
    museum_upgrade,
    payroll_night,
    maps_tight,
    forum_lag,
    wallet_connections,
    blog_credits,
    media_autoscaled,
    survey_vacuum,
    notary_backup,
)

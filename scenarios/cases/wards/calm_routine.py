"""Healthy pages about databases: jobs, vacuum, backup, credits and thresholds as usual."""

from .bystanders import bystanders
from .curves import bump, flat, line, steady
from .estate import GB, backup, balancer, database, deploy, ecs_state, insights, rds_state, tasks
from .ward import Case, Ward


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


CASES = (payroll_night, maps_tight, blog_credits, media_autoscaled, survey_vacuum, notary_backup)

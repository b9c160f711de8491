"""Databases that work too hard: one statement, a missing index, too little machine."""

from scenarios.cases.building import Case, Scenario
from scenarios.cases.building_aws import Scene, edges, fault, path, step

ORDER_BY_ID = "SELECT o.id, o.status, o.total FROM orders o WHERE o.id = $1"
ORDER_INSERT = "INSERT INTO orders (customer_id, status, total, created_at) VALUES ($1, $2, $3, $4) RETURNING id"
ORDER_LINES = "SELECT * FROM order_lines WHERE order_id = $1"


def report_eats_the_processor() -> Scenario:
    """An analyst's report keeps all cores busy. The alarm is on CPU; another service was released minutes before."""
    s, db, api = (
        Scene("2026-10-14T13:02:00", seed=101, region="eu-central-1"),
        "rds/orders-prod-pg",
        "ecs-service/order-api",
    )
    mailer = "ecs-service/newsletter-mailer"
    return fault(
        s.bundle(
            "aws-report-on-the-primary",
            "ALARM: orders-prod-pg-CPUUtilization-high",
            db,
            started=22,
            description="CPUUtilization >= 90 for 3 datapoints within 3 minutes",
            alerts=[
                s.alarm(db, 22, "orders-prod-pg-CPUUtilization-high", "CPUUtilization", 90),
                s.alarm(
                    db, -5000, "orders-prod-pg-FreeStorageSpace-low", "FreeStorageSpace", 2e10, state="ok", below=True
                ),
                s.alarm("alb/order-public", 26, "order-public-p95", "TargetResponseTime", 0.8),
            ],
            metrics=[
                *s.rds(
                    db,
                    CPUUtilization=step(18, 27, 97),
                    DBLoad=step(18, 2.2, 13.4),
                    DBLoadCPU=step(18, 1.4, 11.9),
                    DBLoadNonCPU=step(18, 0.8, 1.5),
                    DatabaseConnections=path((20, 86), (None, 88, 143)),
                    ReadIOPS=step(18, 320, 410),
                    FreeableMemory=step(18, 5.2e9, 4.6e9),
                ),
                *s.alb("alb/order-public", seconds=step(19, 0.11, 1.3), failed=path((24, 0), (None, 9)), requests=2400),
            ],
            logs=[
                *s.lines(api, 1, 18, 4, ["INFO  c.k.orders.OrderController - order {n} accepted in 41 ms"]),
                *s.lines(
                    api,
                    20,
                    40,
                    4,
                    [
                        (
                            "WARN  com.zaxxer.hikari.pool.HikariPool - order-pool - Thread starvation or clock "
                            "leap detected (housekeeper delta=48s{n}ms)."
                        ),
                        "INFO  c.k.orders.OrderController - order {n} accepted in 1876 ms",
                    ],
                ),
                s.log(mailer, 15.2, "Deploy finished, starting campaign worker 3.14.0", "INFO"),
                s.log(mailer, 16, "ERROR SMTP 451 4.7.1 Please try again later, message deferred", "ERROR", count=412),
                s.log(
                    db,
                    27,
                    (
                        "LOG:  duration: 8711.204 ms  execute <unnamed>: SELECT c.segment, date_trunc('day', "
                        "o.created_at) ..."
                    ),
                    count=61,
                ),
            ],
            events=[
                s.db_event(db, -610, "Finished DB Instance backup", "backup"),
                s.event(mailer, 15, "SERVICE_DEPLOYMENT_COMPLETED", "ECS deployment ecs-svc/8823016 completed."),
            ],
            changes=[
                s.change(
                    mailer,
                    13.5,
                    "deployment",
                    "ecs:UpdateService",
                    "role/marketing-ci",
                    task_definition=["newsletter-mailer:88", "newsletter-mailer:89"],
                ),
                s.change(
                    api,
                    -2600,
                    "deployment",
                    "ecs:UpdateService",
                    "role/orders-ci",
                    task_definition=["order-api:301", "order-api:302"],
                ),
            ],
            topology=edges(
                ("alb/order-public", "calls", api),
                (api, "reads", db),
                (api, "writes", db),
                (mailer, "calls", "service/smtp-relay"),
            ),
            state=[
                s.instance(
                    db,
                    "postgres",
                    "15.8",
                    "db.r6g.xlarge",
                    multi_az=True,
                    allocated_storage_gb=500,
                    parameters={"max_connections": 1000},
                ),
                s.insights(
                    db,
                    [
                        (
                            (
                                "SELECT c.segment, date_trunc('day', o.created_at) d, sum(ol.qty * ol.price) "
                                "FROM customers c JOIN orders o ON o.customer_id = c.id JOIN order_lines ol ON "
                                "ol.order_id = o.id GROUP BY 1, 2 ORDER BY 3 DESC"
                            ),
                            10.6,
                            0.13,
                            {"CPU": 10.1, "IO:BufFileWrite": 0.5},
                        ),
                        (ORDER_BY_ID, 0.9, 411, {"CPU": 0.8, "IO:DataFileRead": 0.1}),
                        (ORDER_LINES, 0.7, 398, {"CPU": 0.6, "IO:DataFileRead": 0.1}),
                        (ORDER_INSERT, 0.3, 28, {"IO:WALWrite": 0.2, "CPU": 0.1}),
                    ],
                    first=25,
                    users={"bi_readonly": 10.7, "order_api": 2.0},
                    hosts={"10.40.9.17": 10.7, "10.40.2.31": 1.1, "10.40.2.88": 0.9},
                ),
            ],
        ),
        "db.expensive_query",
        db,
        herring=("deployment.bad_release", mailer),
        near=["compute.cpu_saturation", "db.connections_exhausted", "deployment.bad_release"],
    )


def release_without_its_index() -> Scenario:
    """A release of the catalogue filters by a column without an index: the database reads whole tables from disk."""
    s, db, api = Scene("2026-11-05T08:30:00", seed=102), "rds/catalogue-db", "ecs-service/catalogue-api"
    return fault(
        s.bundle(
            "aws-seq-scan-after-release",
            "catalogue-db ReadLatency",
            db,
            started=17,
            alerts=[
                s.alarm(db, 17, "catalogue-db ReadLatency", "ReadLatency", 0.01),
                s.alarm(db, 19, "catalogue-db DiskQueueDepth", "DiskQueueDepth", 10),
                s.alarm(api, -900, "catalogue-api memory", "MemoryUtilization", 85, state="ok"),
            ],
            metrics=[
                *s.rds(
                    db,
                    CPUUtilization=step(14, 22, 51),
                    ReadIOPS=step(14, 290, 2960),
                    ReadThroughput=step(14, 8.1e6, 1.21e8),
                    ReadLatency=step(14, 0.0008, 0.019),
                    WriteLatency=step(14, 0.0014, 0.0031),
                    DiskQueueDepth=step(14, 0.3, 41),
                    DBLoad=step(14, 1.8, 22),
                    DBLoadCPU=step(14, 1.2, 2.3),
                    DBLoadNonCPU=step(14, 0.6, 19.7),
                    DatabaseConnections=path((14, 62), (6, 62, 118), (None, 120)),
                    FreeableMemory=step(14, 3.3e9, 2.9e9),
                ),
                *s.alb("alb/catalogue", requests=3100, seconds=step(14, 0.08, 2.4), failed=path((15, 0), (None, 31))),
                *s.tasks(api, "shop", cpu=step(14, 34, 21)),
            ],
            logs=[
                *s.lines(api, 0, 13, 3, ['{"level":"info","msg":"listed products","ms":38,"page":"{n}"}']),
                *s.lines(
                    api,
                    15,
                    40,
                    2,
                    [
                        (
                            '{"level":"error","msg":"list products failed","err":"context deadline '
                            'exceeded","path":"/v2/products?vendor={n}"}'
                        )
                    ],
                ),
                s.log(
                    db,
                    20,
                    (
                        "LOG:  duration: 11873.402 ms  statement: SELECT p.* FROM products p WHERE "
                        "p.vendor_sku = 'K-{}' AND p.active"
                    ),
                    count=918,
                    source="postgresql.log",
                ),
            ],
            events=[s.event(api, 13.8, "SERVICE_STEADY_STATE", "(service catalogue-api) has reached a steady state.")],
            changes=[
                s.change(
                    api,
                    11.3,
                    "deployment",
                    "ecs:UpdateService",
                    "role/github-actions-shop",
                    task_definition=["catalogue-api:214", "catalogue-api:215"],
                ),
                s.change("s3/catalogue-images", 9, "config", "PutBucketLifecycleConfiguration", "user/lena"),
            ],
            topology=edges(("alb/catalogue", "calls", api), (api, "reads", db)),
            state=[
                s.instance(
                    db,
                    "postgres",
                    "14.12",
                    "db.m6g.large",
                    allocated_storage_gb=200,
                    storage_type="gp3",
                    iops=3000,
                    parameters={"max_connections": 830},
                ),
                s.insights(
                    db,
                    [
                        (
                            "SELECT p.* FROM products p WHERE p.vendor_sku = $1 AND p.active",
                            20.1,
                            3.9,
                            {"IO:DataFileRead": 18.4, "CPU": 1.0, "LWLock:BufferIO": 0.7},
                        ),
                        ("SELECT p.* FROM products p WHERE p.id = $1", 0.9, 510, {"CPU": 0.6, "IO:DataFileRead": 0.3}),
                        ("SELECT id, parent_id, name FROM categories", 0.3, 40, {"CPU": 0.3}),
                    ],
                    first=20,
                    users={"catalogue": 21.2},
                ),
                s.ecs_state(api, 4, 4, "catalogue-api:215"),
            ],
        ),
        "db.expensive_query",
        db,
        also=[("deployment.bad_release", api)],
        near=["storage.io_saturation", "dependency.slow"],
    )


def mysql_scan_under_a_bare_title() -> Scenario:
    """The alarm's text says nothing. One MySQL statement examines millions of rows for each call."""
    s, db = Scene("2026-09-21T19:40:00", seed=103, count=48, region="ap-southeast-2"), "rds/ticketing-mysql-1"
    return fault(
        s.bundle(
            "aws-mysql-handler-waits",
            "database alarm",
            db,
            started=None,
            severity="critical",
            source="datadog",
            alerts=[s.alarm(db, 31, "database alarm")],
            metrics=s.rds(
                db,
                "mysql",
                scale=1.7,
                CPUUtilization=step(26, 33, 88),
                DBLoad=step(26, 3.2, 19),
                DBLoadCPU=step(26, 2.0, 6.1),
                DBLoadNonCPU=step(26, 1.2, 12.9),
                ReadIOPS=step(26, 510, 640),
                NetworkTransmitThroughput=step(26, 7.1e6, 6.2e6),
                DatabaseConnections=path((26, 140), (None, 146, 231)),
            ),
            logs=[
                s.log(
                    db,
                    29,
                    (
                        "# Query_time: 6.218840  Lock_time: 0.000003 Rows_sent: 20  Rows_examined: "
                        "4183310\nSELECT * FROM seat_holds WHERE event_code = 'AUS-2218' ORDER BY expires_at "
                        "LIMIT 20;"
                    ),
                    count=340,
                    source="slowquery",
                ),
                s.log(
                    db,
                    12,
                    (
                        "# Query_time: 1.104020  Lock_time: 0.000002 Rows_sent: 1  Rows_examined: "
                        "21044\nSELECT COUNT(*) FROM audit_log WHERE actor = 'system';"
                    ),
                    count=3,
                    source="slowquery",
                ),
                s.log(
                    db,
                    30,
                    (
                        "[Warning] [MY-010055] [Server] IP address '10.2.7.19' could not be resolved: Name or "
                        "service not known"
                    ),
                    count=6,
                    source="error/mysql-error.log",
                ),
                s.log(
                    db,
                    4,
                    (
                        "[Warning] [MY-010055] [Server] IP address '10.2.7.22' could not be resolved: Name or "
                        "service not known"
                    ),
                    count=5,
                    source="error/mysql-error.log",
                ),
            ],
            events=[
                s.db_event(db, -340, "Backing up DB instance", "backup"),
                s.db_event(db, -332, "Finished DB Instance backup", "backup"),
            ],
            state=[
                s.instance(db, "mysql", "8.0.39", "db.m6i.xlarge", multi_az=True, parameters={"max_connections": 1250}),
                s.insights(
                    db,
                    [
                        (
                            "SELECT * FROM `seat_holds` WHERE `event_code` = ? ORDER BY `expires_at` LIMIT ?",
                            16.2,
                            3.1,
                            {"wait/io/table/sql/handler": 10.9, "CPU": 5.3},
                        ),
                        (
                            "UPDATE `seat_holds` SET `expires_at` = ? WHERE `id` = ?",
                            1.4,
                            88,
                            {"wait/io/table/sql/handler": 0.7, "CPU": 0.4, "wait/io/file/sql/binlog": 0.3},
                        ),
                        ("SELECT * FROM `events` WHERE `id` = ?", 0.6, 610, {"CPU": 0.6}),
                    ],
                    first=30,
                    users={"ticket_web": 18.1},
                ),
            ],
        ),
        "db.expensive_query",
        db,
        near=["db.lock_contention", "compute.cpu_saturation", "traffic.surge"],
    )


def nightly_job_is_no_memory_fault() -> Scenario:
    """Memory is nearly all used by the page cache, as ever; the slow pages come from a statement without a limit."""
    s, db, api = Scene("2026-10-06T09:00:00", seed=113), "rds/archive-pg", "ecs-service/archive-search"
    return fault(
        s.bundle(
            "aws-export-without-limit",
            "archive-search errors",
            api,
            started=24,
            alerts=[
                s.alarm(api, 24, "archive-search errors", "errors_total", 10),
                s.alarm(db, -20000, "archive-pg freeable memory", "FreeableMemory", 5e8, below=True),
            ],
            metrics=[
                *s.rds(
                    db,
                    FreeableMemory=4.1e8,
                    CPUUtilization=step(20, 17, 44),
                    ReadThroughput=step(20, 9e6, 9.4e7),
                    ReadIOPS=step(20, 300, 2100),
                    ReadLatency=step(20, 0.0009, 0.006),
                    NetworkTransmitThroughput=step(20, 4e6, 8.8e7),
                    DBLoad=step(20, 1.0, 7.1),
                    DBLoadCPU=step(20, 0.7, 1.4),
                    DBLoadNonCPU=step(20, 0.3, 5.7),
                    DiskQueueDepth=step(20, 0.3, 12),
                    baselines={"FreeableMemory": 4.1e8},
                ),
                s.series(api, "errors_total", step(21, 0, 34), namespace="Archive", statistic="Sum"),
                s.series(api, "requests_total", 820, namespace="Archive", statistic="Sum"),
            ],
            logs=[
                *s.lines(
                    api,
                    22,
                    40,
                    1.5,
                    [
                        (
                            "Npgsql.NpgsqlException (0x80004005): Exception while reading from stream ---> "
                            "System.TimeoutException: Timeout during reading attempt"
                        ),
                        "info: Search[{n}] done in 9120 ms",
                    ],
                ),
                *s.lines(api, 0, 20, 4, ["info: Search[{n}] done in 71 ms"]),
            ],
            topology=edges((api, "reads", db), ("lambda/export-nightly", "reads", db)),
            state=[
                s.instance(db, "postgres", "13.16", "db.m5.xlarge", parameters={"max_connections": 1600}),
                s.insights(
                    db,
                    [
                        (
                            "SELECT d.*, b.body FROM documents d JOIN bodies b ON b.document_id = d.id",
                            5.6,
                            0.02,
                            {"IO:DataFileRead": 4.2, "Client:ClientWrite": 0.9, "CPU": 0.5},
                        ),
                        (
                            "SELECT id, title FROM documents WHERE ts @@ to_tsquery($1)",
                            1.2,
                            14,
                            {"CPU": 0.7, "IO:DataFileRead": 0.5},
                        ),
                    ],
                    first=24,
                    users={"export_job": 5.6, "search": 1.2},
                ),
            ],
        ),
        "db.expensive_query",
        db,
        near=["compute.memory_saturation", "code.timeout_too_short"],
    )


def too_small_for_its_work() -> Scenario:
    """The load has grown for weeks and is spread over all statements: the instance is simply too small at midday."""
    s, db = Scene("2026-11-18T10:20:00", seed=107, count=44, period=300, region="eu-west-2"), "rds/booking-mysql"
    return fault(
        s.bundle(
            "aws-undersized-instance",
            "Alert: rds cpu",
            db,
            started=165,
            source="prometheus",
            alerts=[
                s.alarm(db, 165, "RDSCPUHigh", "CPUUtilization", 90),
                s.alarm("service/booking-api", 170, "BookingLatencyBudgetBurn"),
            ],
            metrics=[
                *s.rds(
                    db,
                    "mysql",
                    CPUUtilization=path((12, 58, 66), (16, 67, 96), (None, 98)),
                    DBLoad=path((12, 2.1, 2.8), (16, 2.9, 6.8), (None, 8.4)),
                    DBLoadCPU=path((12, 1.9, 2.4), (16, 2.5, 6.0), (None, 7.5)),
                    DBLoadNonCPU=0.7,
                    DatabaseConnections=path((12, 72, 79), (16, 80, 118), (None, 131)),
                    NetworkTransmitThroughput=path((12, 4.0e6, 4.9e6), (16, 5e6, 8.1e6), (None, 8.3e6)),
                ),
                s.series(
                    "service/booking-api",
                    "request_rate",
                    path((12, 61, 72), (16, 73, 118), (None, 121)),
                    namespace="Prometheus",
                    baseline=path((12, 58, 68), (16, 69, 108), (None, 111)),
                    baseline_hours=168,
                ),
                s.series(
                    "service/booking-api",
                    "latency_p95",
                    path((20, 0.19), (None, 0.2, 1.4)),
                    namespace="Prometheus",
                    unit="Seconds",
                ),
            ],
            logs=s.lines(
                "service/booking-api",
                100,
                220,
                12,
                ['level=info msg="booking stored" id={n}', 'level=warn msg="slow store" took=1.1s id={n}'],
            ),
            changes=[s.change("service/booking-api", -9000, "deployment", "helm upgrade booking-api 5.2.0", "ci")],
            topology=edges(("service/booking-api", "reads", db), ("service/booking-api", "writes", db)),
            state=[
                s.instance(
                    db,
                    "mysql",
                    "8.0.36",
                    "db.m5.large",
                    vcpus=2,
                    allocated_storage_gb=200,
                    parameters={"max_connections": 630},
                ),
                s.insights(
                    db,
                    [
                        (
                            "SELECT * FROM `rooms` WHERE `hotel_id` = ? AND `date` BETWEEN ? AND ?",
                            1.5,
                            205,
                            {"CPU": 1.4, "wait/io/table/sql/handler": 0.1},
                        ),
                        (
                            "INSERT INTO `bookings` VALUES (...)",
                            1.3,
                            118,
                            {"CPU": 1.1, "wait/io/file/innodb/innodb_log_file": 0.2},
                        ),
                        ("SELECT * FROM `bookings` WHERE `guest_id` = ?", 1.2, 174, {"CPU": 1.2}),
                        (
                            "UPDATE `availability` SET `free` = `free` - ? WHERE `room_id` = ? AND `date` = ?",
                            1.1,
                            120,
                            {"CPU": 1.0, "wait/io/table/sql/handler": 0.1},
                        ),
                        ("SELECT * FROM `hotels` WHERE `id` = ?", 1.0, 310, {"CPU": 1.0}),
                        ("SELECT * FROM `prices` WHERE `room_id` = ? AND `season` = ?", 0.9, 240, {"CPU": 0.9}),
                    ],
                    first=160,
                ),
            ],
        ),
        "compute.cpu_saturation",
        db,
        also=[("traffic.surge", "service/booking-api")],
        near=["db.expensive_query", "compute.cpu_throttled"],
    )


CASES: tuple[Case, ...] = (
    report_eats_the_processor,
    release_without_its_index,
    mysql_scan_under_a_bare_title,
    nightly_job_is_no_memory_fault,
    too_small_for_its_work,
)

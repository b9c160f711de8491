"""Sessions of one database wait for locks, volumes or space."""

from __future__ import annotations

from .neighbours import surround
from .recording import Case, Recording


def booking_idle_transaction() -> Case:
    r = Recording("st-booking-seats-timeouts", 4102, "2026-03-24T15:00:00", 75, form="+1")
    alb, api, db = "alb/booking-web", "deployment/booking-api", "rds/booking-pg-1"
    r.incident(
        "[P1] Synthetic: reserve seat fails",
        alb,
        44,
        source="datadog",
        severity="critical",
        text="Test 'reserve seat (FRA)' failed 4 of 5 runs",
        service="booking",
    )
    r.watch(
        alb,
        RequestCount=[(0, 5200), (28, 5400), (34, 7900), (75, 7600)],
        HTTPCode_Target_5XX_Count=[(0, 2), (40, 2), (46, 190), (75, 240)],
        TargetResponseTime=[(0, 0.18), (40, 0.2), (45, 9.8), (75, 10.1)],
    )
    r.watch(api, pod_cpu_utilization=[(0, 31), (30, 32), (36, 44), (75, 39)])
    r.watch(
        db,
        CPUUtilization=[(0, 29), (30, 30), (36, 38), (46, 24), (75, 23)],
        DatabaseConnections=[(0, 204), (40, 214), (47, 612), (75, 640)],
        DBLoad=[(0, 2.1), (40, 2.6), (46, 118), (75, 131)],
        WriteIOPS=[(0, 410), (36, 560), (44, 150)],
    )
    surround(r, "booking", "archive", "webhooks", "tags")
    r.change(
        27,
        "other",
        "pinpoint:SendMessages",
        "service/campaigns",
        "user/j.fehling",
        campaign="spring-seats-20",
        audience=412000,
    )
    r.log(35, alb, "info", "WAF count-mode rule RateLimit-2000 matched", count=12, source="aws-waf-logs-booking")
    r.log(
        46,
        api,
        "error",
        "HikariPool-1 - Connection is not available, request timed out after 10000ms (total=40, active=40, idle=0, waiting=61)",
        count=1211,
    )
    r.log(
        47,
        api,
        "error",
        'org.postgresql.util.PSQLException: ERROR: canceling statement due to lock timeout; Where: while updating tuple (4410,17) in relation "seat_inventory"',
        count=2207,
    )
    r.log(
        50,
        db,
        "info",
        "LOG:  process 31877 still waiting for ShareLock on transaction 901223411 after 1000.114 ms; DETAIL:  Process holding the lock: 30790. Wait queue: 31877, 31902, 31911, 31950.",
        count=1880,
        source="postgresql.log",
    )
    r.log(
        39.5,
        db,
        "info",
        "LOG:  duration: 2210.8 ms  statement: UPDATE seat_inventory SET fare_class = 'Y' WHERE flight_date >= '2026-03-25'; user=ops_console app=DBeaver 24.1 pid=30790",
        source="postgresql.log",
    )
    r.edges((alb, "calls", api), (api, "writes", db), (api, "depends_on", "elasticache/booking-rates"))
    r.watch("elasticache/booking-rates")
    r.state(
        db,
        "rds_instance",
        engine="aurora-postgresql",
        engine_version="15.5",
        instance_class="db.r6g.2xlarge",
        db_cluster="booking-pg",
        parameters={"max_connections": 2000, "idle_in_transaction_session_timeout": 0},
    )
    r.state(
        db,
        "performance_insights",
        start_time=r.at(46),
        end_time=r.at(74),
        top_wait_events=[
            {"name": "Lock:transactionid", "type": "Lock", "db_load_avg": 109.2},
            {"name": "Lock:tuple", "type": "Lock", "db_load_avg": 11.0},
            {"name": "CPU", "type": "CPU", "db_load_avg": 1.2},
        ],
        top_sql=[
            {
                "statement": "UPDATE seat_inventory SET held_by = ? WHERE seat_id = ?",
                "db_load_avg": 121.0,
                "calls_per_sec": 12.0,
            }
        ],
        blocking=[
            {
                "pid": 30790,
                "user": "ops_console",
                "application": "DBeaver 24.1",
                "state": "idle in transaction",
                "transaction_age_s": 2110,
            }
        ],
    )
    r.alert(
        "booking-web request anomaly",
        alb,
        "warning",
        35,
        query="anomalies(sum:aws.applicationelb.request_count{*}, 'agile', 2)",
    )
    return r.fault(
        ("db.lock_contention", db), ("traffic.surge", alb), near=["traffic.surge", "db.connections_exhausted"]
    )


def fulfil_burst_balance() -> Case:
    r = Recording("st-fulfil-pick-list-slow", 4103, "2026-01-13T05:00:00", 180, step=300)
    api, db = "ecs-service/pick-list", "rds/fulfil-mysql"
    r.incident(
        "pick-list: p95 > 3s (New Relic NRQL baseline)",
        "service/pick-list",
        121,
        source="newrelic",
        severity="CRITICAL",
        service="pick-list",
        region="us-east-2",
        text="SELECT percentile(duration,95) FROM Transaction WHERE appName='pick-list'",
    )
    r.watch(api, CpuUtilized=[(0, 24), (120, 26), (130, 17)], RunningTaskCount=[(0, 6)])
    r.watch(
        db,
        CPUUtilization=[(0, 27), (60, 33), (118, 34), (128, 19)],
        ReadIOPS=[(0, 320), (40, 560), (118, 590), (124, 210), (180, 205)],
        WriteIOPS=[(0, 260), (40, 410), (118, 420), (124, 395), (180, 398)],
        ReadLatency=[(0, 0.0011), (117, 0.0014), (126, 0.048), (180, 0.055)],
        WriteLatency=[(0, 0.0016), (117, 0.0019), (126, 0.071), (180, 0.083)],
        DiskQueueDepth=[(0, 0.6), (117, 1.3), (126, 41), (180, 47)],
        DBLoad=[(0, 1.4), (117, 1.9), (127, 16), (180, 18)],
    )
    r.metric(
        db, "BurstBalance", [(0, 36), (40, 36), (118, 0.4), (180, 0)], unit="Percent", noise=0.01, namespace="AWS/RDS"
    )
    r.metric(
        "service/pick-list", "latency_p95", [(0, 0.34), (118, 0.4), (128, 5.1), (180, 5.9)], unit="Seconds", noise=0.12
    )
    r.metric("service/pick-list", "request_rate", [(0, 38), (60, 52), (180, 54)], unit="Count/Second", noise=0.07)
    surround(r, "fulfil", "mailer", "sessions", "search")
    r.log(
        30,
        db,
        "info",
        "# Query_time: 14.8812  Lock_time: 0.000119 Rows_sent: 1  Rows_examined: 9211804 SELECT warehouse_id, SUM(qty) FROM stock_moves WHERE moved_at > '2026-01-12' GROUP BY 1;",
        count=6,
        source="slowquery",
    )
    r.log(
        128,
        db,
        "info",
        "# Query_time: 3.1120  Lock_time: 0.000021 Rows_sent: 1  Rows_examined: 1 SELECT * FROM orders WHERE id = 88120331;",
        count=4120,
        source="slowquery",
    )
    r.log(
        131,
        db,
        "info",
        "# Query_time: 2.8820  Lock_time: 0.000044 Rows_sent: 0  Rows_examined: 0 INSERT INTO scan_events (tote_id, scanned_at) VALUES (?, ?);",
        count=3877,
        source="slowquery",
    )
    r.log(129, api, "warn", "slow transaction Controller/PickListsController#show 5210ms (database 5098ms)", count=901)
    r.event(-190, db, "RDS-EVENT-0002", "Finished DB Instance backup")
    r.change(
        -1500, "deployment", "ecs:UpdateService", api, "role/wms-ci", task_definition=["pick-list:88", "pick-list:89"]
    )
    r.edges(("service/pick-list", "runs_on", api), (api, "writes", db))
    r.state(
        db,
        "rds_instance",
        engine="mysql",
        engine_version="8.0.39",
        instance_class="db.m5.xlarge",
        storage_type="gp2",
        allocated_storage_gb=200,
        multi_az=True,
    )
    r.state(
        db,
        "performance_insights",
        start_time=r.at(120),
        end_time=r.at(175),
        top_wait_events=[
            {"name": "wait/io/table/sql/handler", "type": "IO", "db_load_avg": 9.1},
            {"name": "wait/io/redo_log_flush", "type": "IO", "db_load_avg": 5.2},
            {"name": "CPU", "type": "CPU", "db_load_avg": 0.9},
        ],
        top_sql=[
            {
                "statement": "SELECT `warehouse_id`, SUM(`qty`) FROM `stock_moves` WHERE `moved_at` > ? GROUP BY ?",
                "db_load_avg": 4.6,
                "calls_per_sec": 0.02,
            },
            {"statement": "INSERT INTO `scan_events` ( ... )", "db_load_avg": 4.4, "calls_per_sec": 210.0},
            {"statement": "SELECT * FROM `orders` WHERE `id` = ?", "db_load_avg": 4.1, "calls_per_sec": 168.0},
        ],
    )
    return r.fault(
        ("storage.io_saturation", db),
        ("db.expensive_query", db),
        near=["db.expensive_query", "db.maintenance_io_storm"],
    )


def meter_disk_full() -> Case:
    r = Recording("st-meter-ingest-errors", 4119, "2026-07-07T22:30:00", 64)
    fn, db = "lambda/meter-ingest", "rds/meters-mariadb"
    r.incident("meter-ingest-errors", fn, 38, text="Errors > 20 for 2 datapoints within 2 minutes", service="metering")
    r.watch(
        fn,
        Errors=[(0, 0.4), (36, 0.5), (38, 610), (64, 640)],
        Duration=[(0, 118), (36, 120), (38, 95)],
        Invocations=[(0, 1900), (64, 1950)],
    )
    r.watch(db, skip=("FreeStorageSpace", "DiskQueueDepth", "DBLoad"), gap=(22, 64), WriteIOPS=[(0, 410)])
    surround(r, "metering", "webhooks", "thumbnails", "tags")
    r.change(
        31,
        "deployment",
        "lambda:UpdateFunctionCode",
        fn,
        "role/metering-ci",
        version=["77", "78"],
        commit="bump aws-lambda-powertools",
    )
    r.log(33, fn, "info", "version=78 ingested readings=240 meters=12", count=520)
    r.log(
        37.5,
        fn,
        "error",
        'version=78 [ERROR] OperationalError: (1114, "The table \'reading_2026_07\' is full") Traceback (most recent call last): File "/var/task/ingest.py", line 61, in store',
        count=7400,
    )
    r.log(
        38,
        fn,
        "error",
        "version=78 [ERROR] OperationalError: (1290, 'The MariaDB server is running with the --read-only option so it cannot execute this statement')",
        count=5200,
    )
    r.log(40, "lambda/meter-portal", "info", "GET /readings 200 41ms", count=880)
    r.event(
        -210,
        db,
        "RDS-EVENT-0089",
        "The DB instance has consumed more than 90% of its allocated storage. You can monitor the storage space using the Free Storage Space metric.",
        tone="warning",
    )
    r.event(
        39,
        db,
        "RDS-EVENT-0007",
        "Allocated storage has been exhausted: DB instance meters-mariadb is in storage-full state",
        tone="error",
    )
    r.edges((fn, "writes", db), ("lambda/meter-portal", "reads", db))
    r.state(
        fn,
        "lambda_function",
        runtime="python3.12",
        memory_mb=512,
        timeout_s=15,
        alias_live="78",
        last_update_status="Successful",
    )
    r.gap("metrics", "InternalFailure while reading AWS/RDS FreeStorageSpace; other series incomplete after 22:52", db)
    return r.fault(
        ("storage.full", db), ("deployment.bad_release", fn), near=["deployment.bad_release", "db.read_only"], poor=True
    )

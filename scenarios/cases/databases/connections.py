"""Connections, pools and memory of database instances."""

from __future__ import annotations

from .builder import GIB, MIB, Bundle, Case, Expected
from .parts import ambience, chatter, database, front, function, my_noise, pg_noise, service
from .shapes import joined, line, saw, step


def tickets_monitor() -> tuple[Bundle, Expected]:
    """A pool leak fills max_connections over hours; a secret rotation of the same minutes succeeded."""
    c = Case("db-tickets-monitor", 101, "2026-02-11T13:20", 200, 16, 300, "ms")
    c.titled("Monitor 8841234 triggered", "alb/tickets-public", None, "critical", "datadog", "tickets", begun=4)
    db, api = "rds/tickets-pg", "ecs-service/tickets-api"
    front(c, "alb/tickets-public", 2600, step(0.21, 29.8, 0, 4), step(0.5, 780, 1, 4), hosts=8)
    database(c, db, "postgres 15.7", "m6g.xlarge", DatabaseConnections=line(118, 2.08, -175, top=497), CPUUtilization=step(31, 17, 0, 5),
             attributes={"parameters": {"max_connections": 500, "superuser_reserved_connections": 3}})  # fmt: skip
    service(c, api, 8, cpu=step(36, 14, 0, 5), definition=212)
    service(c, "ecs-service/tickets-mailer", 2)
    c.alert(
        "tickets-5xx-burn",
        "alb/tickets-public",
        "alarm",
        5,
        metric="HTTPCode_Target_5XX_Count",
        threshold=100,
        reason="3 datapoints > 100",
    )
    c.change(
        -178,
        api,
        "deployment",
        "ecs:UpdateService",
        "role/tickets-ci",
        task_definition=["tickets-api:211", "tickets-api:212"],
    )
    c.change(-9, "secret/tickets/mailer-smtp", "access", "secretsmanager:RotateSecret", "secretsmanager.amazonaws.com")
    c.event(
        -8,
        "secret/tickets/mailer-smtp",
        "RotationSucceeded",
        "Rotation of tickets/mailer-smtp succeeded; AWSCURRENT moved to version 6f1a",
        kind="secretsmanager",
    )
    for minute, size in ((-120, 9), (-61, 14), (-20, 22), (2, 31)):
        c.log(
            minute,
            api,
            "warn",
            "com.zaxxer.hikari.pool.ProxyLeakTask : Connection leak detection triggered for org.postgresql.jdbc.PgConnection@{id} on thread http-nio-8080-exec-41, stack trace follows java.lang.Exception: Apparent connection leak detected at c.tix.export.SeatMapExporter.stream(SeatMapExporter.java:118)",
            size,
        )
    c.log(
        1,
        api,
        "error",
        "HikariPool-1 - Connection is not available, request timed out after 30002ms (total=60, active=60, idle=0, waiting=143)",
        3318,
    )
    c.log(
        2,
        api,
        "error",
        "org.postgresql.util.PSQLException: FATAL: remaining connection slots are reserved for roles with the SUPERUSER attribute",
        612,
    )
    c.pg(
        1,
        db,
        "tickets@tickets",
        "FATAL:  remaining connection slots are reserved for roles with the SUPERUSER attribute",
        840,
    )
    chatter(c, api, "spring")
    pg_noise(c, db, "tickets@tickets")
    c.edges(f"alb/tickets-public calls {api}", f"{api} writes {db}", f"ecs-service/tickets-mailer reads {db}")
    c.insights(
        db,
        [("SELECT seat_id, row_no, state FROM seat_map WHERE event_id = $1", 0.31, 44.0, [("CPU", 0.22)])],
        [("CPU", 0.5), ("Client:ClientRead", 0.2)],
        [("tickets", 0.8)],
    )
    ambience(c, "rds/partners-pg", "ecs-service/partners-sync")
    return c.fault("db.connections_exhausted", db, ("db.connections_exhausted", api), ("deployment.bad_release", api),
                   herring=("access.secret_rotation", "secret/tickets/mailer-smtp"), near=("compute.thread_pool_exhausted",))  # fmt: skip


def parcel_api() -> tuple[Bundle, Expected]:
    """Reserved concurrency removed: hundreds of function instances use up an Aurora MySQL writer."""
    c = Case("db-parcel-api", 102, "2026-03-19T09:41", 75, 14)
    c.titled(
        "parcel-rest 5XXError > 40",
        "apigateway/parcel-rest",
        "5XXError > 40 for 2 datapoints within 2 minutes",
        "critical",
        service="parcels",
        region="us-east-1",
    )
    db, scan = "rds/parcel-aurora-1", "lambda/parcel-scan-ingest"
    front(c, "apigateway/parcel-rest", 3100, step(180, 910, 0, 2), step(1, 640, 0.5, 3))
    database(c, db, "aurora-mysql 8.0.mysql_aurora.3.05.2", "r6g.large", None, DatabaseConnections=step(160, 1000, -1, 2), CPUUtilization=step(33, 58, -1, 2),
             DBLoad=step(0.6, 2.9, -1, 3), attributes={"db_cluster": "parcel-aurora", "parameters": {"max_connections": 1000}})  # fmt: skip
    function(
        c,
        scan,
        step(900, 5400, -2, 2),
        step(240, 890, 0, 2),
        step(0.2, 910, 0, 2),
        step(60, 860, -2, 2),
        vpc=True,
        reserved_concurrency=None,
    )
    function(
        c,
        "lambda/parcel-quote",
        1400,
        step(95, 260, 0, 2),
        step(0.1, 300, 0.5, 2),
        40,
        reserved_concurrency=80,
        alias_live="88",
    )
    c.metric(
        "sqs/parcel-scans",
        "ApproximateNumberOfMessagesVisible",
        joined((-2, line(31000, 60, -75)), (99, line(35400, -900, -2))),
    )
    c.change(
        -2.6, scan, "scaling", "lambda:DeleteFunctionConcurrency", "user/j.ferreira", reserved_concurrency=[60, None]
    )
    c.change(
        -11,
        "lambda/parcel-quote",
        "deployment",
        "lambda:UpdateAlias",
        "role/parcel-ci",
        alias="live",
        version=["87", "88"],
    )
    c.log(
        1,
        scan,
        "error",
        "pymysql.err.OperationalError: (1040, 'Too many connections')",
        2904,
        "/aws/lambda/parcel-scan-ingest",
    )
    c.log(
        1,
        "lambda/parcel-quote",
        "error",
        "[ERROR] OperationalError: (1040, 'Too many connections') Traceback (most recent call last): File \"/var/task/quote/db.py\", line 22, in connect",
        688,
        "/aws/lambda/parcel-quote",
    )
    c.log(
        -9,
        "lambda/parcel-quote",
        "warning",
        "[WARNING] tariff table v88 not warm, loading from S3",
        14,
        "/aws/lambda/parcel-quote",
    )
    chatter(c, scan, "lambda", 5)
    my_noise(c, db)
    c.edges(
        "apigateway/parcel-rest calls lambda/parcel-quote",
        f"lambda/parcel-quote reads {db}",
        f"{scan} writes {db}",
        f"{scan} reads sqs/parcel-scans",
    )
    c.insights(db, [("INSERT INTO scan_event ( parcel_id , depot , at ) VALUES (...)", 0.9, 88.0, [("io/redo_log_flush", 0.5)]), ("SELECT * FROM tariff WHERE zone = ?", 0.2, 23.0, [("CPU", 0.2)])],
               [("CPU", 1.2), ("io/redo_log_flush", 0.6)], [("scan", 2.1), ("quote", 0.4)])  # fmt: skip
    ambience(c, "rds/depot-mysql", "lambda/label-printer")
    return c.fault("db.connections_exhausted", db, ("deployment.scaling_change", scan),
                   herring=("deployment.bad_release", "lambda/parcel-quote"), near=("traffic.surge", "lambda.throttled"))  # fmt: skip


def loyalty_param() -> tuple[Bundle, Expected]:
    """A parameter group change of max_connections took effect with a reboot."""
    c = Case("db-loyalty-points", 103, "2026-04-02T06:05", 90, 38, clock="2")
    c.titled(
        "Synthetic check failing: points-balance",
        "canary/points-balance",
        "2 of 3 runs failed",
        "high",
        "synthetic-monitor",
        "loyalty",
        begun=9,
    )
    db, api = "rds/loyalty-pg", "ecs-service/loyalty-api"
    c.metric(
        "canary/points-balance", "SuccessPercent", joined((7, step(100, 100)), (99, saw(0, 100, 3, 1, 8))), noise=0.0
    )
    database(c, db, "postgres 16.4", "m6g.large", DatabaseConnections=joined((0, step(141, 141)), (2, step(4, 4)), (99, step(4, 87, 2, 5))),
             CPUUtilization=joined((0, step(30, 30)), (4, step(52, 52)), (99, step(19, 19))), attributes={"parameter_group": "loyalty-pg16-tuned", "parameters": {"max_connections": 90, "superuser_reserved_connections": 3}, "pending_modified_values": {}})  # fmt: skip
    service(c, api, 6)
    service(c, "ecs-service/loyalty-batch", 2)
    c.change(
        -720,
        db,
        "config",
        "rds:ModifyDBParameterGroup",
        "role/terraform",
        parameter_group="loyalty-pg16-tuned",
        parameters=[
            {"name": "max_connections", "value": ["300", "90"], "apply_method": "pending-reboot"},
            {"name": "work_mem", "value": ["8192", "65536"], "apply_method": "immediate"},
        ],
    )
    c.event(0, db, "availability", "DB instance shutdown")
    c.event(1, db, "availability", "DB instance restarted")
    c.event(
        -0.4,
        db,
        "maintenance",
        "Applying modification to operating system: minor patch during maintenance window 06:00-06:30",
    )
    c.event(2, db, "maintenance", "Finished applying OS patch")
    c.log(
        0.4,
        api,
        "error",
        "psycopg.OperationalError: consuming input failed: terminating connection due to administrator command",
        132,
    )
    c.log(
        8,
        api,
        "error",
        "sqlalchemy.exc.OperationalError: (psycopg.OperationalError) connection failed: FATAL: sorry, too many clients already",
        977,
    )
    c.log(
        21,
        "ecs-service/loyalty-batch",
        "error",
        "FATAL: remaining connection slots are reserved for non-replication superuser connections",
        41,
    )
    c.pg(9, db, "loyalty@loyalty", "FATAL:  sorry, too many clients already", 1502)
    c.pg(0, db, "", "LOG:  received fast shutdown request")
    c.pg(1, db, "", "LOG:  database system is ready to accept connections")
    chatter(c, api, "django")
    pg_noise(c, db, "loyalty@loyalty")
    c.edges(
        "canary/points-balance calls alb/loyalty",
        f"alb/loyalty calls {api}",
        f"{api} writes {db}",
        f"ecs-service/loyalty-batch writes {db}",
    )
    c.alert("loyalty-pg-connections-high", db, "ok", -3000, metric="DatabaseConnections", threshold=240)
    ambience(c, "ecs-service/coupon-api", "rds/coupon-pg")
    return c.fault("db.connections_exhausted", db, ("deployment.feature_flag", db), ("app.config.value_invalid", db), ("deployment.scaling_change", db),
                   herring=("db.failover", db))  # fmt: skip


def pricing_memory() -> tuple[Bundle, Expected]:
    """MySQL is out of memory and restarts again and again; the restarts look like failovers."""
    c = Case("db-pricing-errors", 104, "2026-05-21T15:02", 300, 25, 300)
    c.titled("P2 - 40217", None, None, "high", "manual", None, begun=None)
    db, api = "rds/pricing-mysql", "ecs-service/pricing"
    database(c, db, "mysql 8.0.39", "m5.large", 300, FreeableMemory=line(1.9 * GIB, -6.0 * MIB, -290, floor=58 * MIB), SwapUsage=line(60 * MIB, 7.6 * MIB, -240, top=1.9 * GIB),
             ReadIOPS=line(180, 2.3, -150, top=900), DatabaseConnections=joined((0, step(96, 96)), (5, step(2, 2)), (99, step(90, 70))), CPUUtilization=line(31, 0.08, -150),
             attributes={"multi_az": False, "parameters": {"max_connections": 1200, "innodb_buffer_pool_size": "{DBInstanceClassMemory*3/4}", "tmp_table_size": 536870912, "sort_buffer_size": 67108864, "join_buffer_size": 67108864}})  # fmt: skip
    service(c, api, 5)
    front(
        c,
        "alb/pricing",
        840,
        step(0.12, 0.34, -30, 20),
        joined((0, step(1, 1)), (5, step(520, 520)), (10, step(20, 20)), (15, step(470, 470)), (99, step(60, 60))),
    )
    c.event(
        0,
        db,
        "recovery",
        "Recovery of the DB instance has started. Recovery time will vary with the amount of data to be recovered.",
        "warning",
    )
    c.event(
        0.2,
        db,
        "failure",
        "The database process was killed by the OS due to excessive memory consumption. DB instance restarted.",
        "error",
    )
    c.event(2, db, "recovery", "Recovery of the DB instance is complete.")
    c.event(
        11,
        db,
        "failure",
        "The database process was killed by the OS due to excessive memory consumption. DB instance restarted.",
        "error",
    )
    c.event(13, db, "recovery", "Recovery of the DB instance is complete.")
    c.event(-1300, db, "availability", "DB instance restarted")
    c.change(
        -292,
        db,
        "config",
        "rds:ModifyDBParameterGroup",
        "user/r.lindqvist",
        parameters=[
            {"name": "sort_buffer_size", "value": ["262144", "67108864"]},
            {"name": "join_buffer_size", "value": ["262144", "67108864"]},
        ],
    )
    c.log(
        0.5,
        api,
        "error",
        "Error: Connection lost: The server closed the connection. at Protocol.end (/app/node_modules/mysql2/lib/connection.js)",
        260,
    )
    c.log(3, api, "error", "Error: connect ECONNREFUSED 10.31.4.90:3306", 118)
    c.log(
        1,
        db,
        "info",
        "[System] [MY-010116] [Server] /rdsdbbin/mysql/bin/mysqld (mysqld 8.0.39) starting as process 771",
        None,
        "error/mysql-error-running.log",
    )
    c.log(
        1.3,
        db,
        "warning",
        "[Note] [MY-012551] [InnoDB] Database was not shutdown normally! Starting crash recovery.",
        1,
        "error/mysql-error-running.log",
    )
    chatter(c, api, "node")
    my_noise(c, db)
    c.edges(f"alb/pricing calls {api}", f"{api} reads {db}")
    ambience(c, "ecs-service/catalog-feed", "rds/catalog-mysql")
    return c.fault(
        "compute.memory_saturation",
        db,
        ("compute.memory_leak", db),
        ("deployment.feature_flag", db),
        ("app.config.value_invalid", db),
        herring=("db.failover", db),
    )


def claims_proxy() -> tuple[Bundle, Expected]:
    """RDS Proxy hands out no connection: only its own and its callers' words are left."""
    c = Case("db-claims-proxy", 105, "2026-01-28T10:12", 40, 9)
    c.titled("claims-intake-5xx", "apigateway/claims-http", "5XXError >= 25", "critical", service="claims")
    db, proxy = "rds/claims-aurora-1", "rds-proxy/claims-proxy"
    front(c, "apigateway/claims-http", 620, step(210, 5900, 0, 3), step(0.4, 210, 1, 2))
    for name, curve in (
        ("ClientConnections", step(140, 260, -1, 3)),
        ("DatabaseConnectionsCurrentlyBorrowed", step(22, 50, -1, 1)),
        ("DatabaseConnections", step(46, 50, -1, 1)),
    ):
        c.metric(proxy, name, curve, cap=50 if name != "ClientConnections" else None)
    c.metric(proxy, "DatabaseConnectionsBorrowLatency", step(900, 5_000_000, -1, 4))
    c.state(
        proxy,
        "db_proxy",
        status="available",
        max_connections_percent=10,
        connection_borrow_timeout_s=120,
        engine_family="POSTGRESQL",
    )
    c.state(
        db,
        "rds_instance",
        engine="aurora-postgresql",
        engine_version="15.6",
        instance_class="db.r6g.large",
        parameters={"max_connections": 500},
    )
    c.log(
        1,
        "lambda/claims-intake",
        "error",
        "psycopg2.OperationalError: timeout expired while waiting for a connection from claims-proxy.proxy-c1.eu-west-1.rds.amazonaws.com",
        341,
    )
    c.log(
        2,
        proxy,
        "warning",
        "[WARN] [proxyEndpoint=default] [clientConnection={n}] Timed-out waiting to acquire database connection",
        288,
        "/aws/rds/proxy/claims-proxy",
    )
    c.log(
        -12,
        proxy,
        "warning",
        "[WARN] The client session was pinned to the database connection [dbConnection={n}] for the remainder of the session. The proxy can't reuse this connection until the session ends. Reason: SQL changed session settings",
        57,
        "/aws/rds/proxy/claims-proxy",
    )
    chatter(c, "lambda/claims-intake", "lambda", 4)
    c.edges(
        "apigateway/claims-http calls lambda/claims-intake",
        f"lambda/claims-intake calls {proxy}",
        f"{proxy} calls {db}",
    )
    c.gap("metrics", "no datapoints in the window", db)
    c.gap("state", "AccessDenied", db, "pi:DescribeDimensionKeys")
    c.gap("changes", "timed out after 5 s")
    return c.fault(
        "db.connections_exhausted",
        proxy,
        ("db.connections_exhausted", db),
        ("db.connections_exhausted", "lambda/claims-intake"),
        near=("db.unreachable",),
        poor=True,
    )


CASES = (tickets_monitor, parcel_api, loyalty_param, pricing_memory, claims_proxy)

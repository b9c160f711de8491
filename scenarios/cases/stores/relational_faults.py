"""Faults in and around single RDS databases."""

from __future__ import annotations

from .neighbours import surround
from .recording import Case, Recording

GB = 1e9


def catalog_index() -> Case:
    r = Recording("st-catalog-search-p95", 4101, "2026-02-17T08:20:00", 92, baseline=True)
    alb, api, export, db = (
        "alb/catalog-public",
        "ecs-service/catalog-api",
        "ecs-service/catalog-export",
        "rds/catalog-db",
    )
    r.incident(
        "catalog-public p95 latency above objective",
        alb,
        57,
        text="TargetResponseTime p95 > 1.5 for 5 datapoints within 5 minutes",
        service="catalog",
        labels={"team": "catalog", "env": "prod"},
    )
    r.watch(
        alb,
        TargetResponseTime=[(0, 0.21), (52, 0.23), (58, 2.4), (92, 2.9)],
        HTTPCode_Target_5XX_Count=[(0, 1), (56, 1), (62, 34), (92, 41)],
    )
    r.watch(api, CpuUtilized=[(0, 33), (54, 33), (60, 24)])
    r.watch(export, CpuUtilized=[(0, 22), (54, 22), (60, 14)], RunningTaskCount=[(0, 2)])
    r.watch(
        db,
        CPUUtilization=[(0, 31), (52, 32), (56, 93), (92, 97)],
        DBLoad=[(0, 1.7), (52, 1.8), (57, 17.5), (92, 21.4)],
        DatabaseConnections=[(0, 142), (54, 144), (62, 231)],
        ReadIOPS=[(0, 410), (52, 430), (57, 6100), (92, 6400)],
    )
    surround(r, "catalog", "mailer", "thumbnails")
    r.change(
        39,
        "deployment",
        "ecs:UpdateService",
        api,
        "role/catalog-ci",
        task_definition=["catalog-api:317", "catalog-api:318"],
        commit="7be11d0 footer: new imprint address",
    )
    r.event(46, api, "SERVICE_DEPLOYMENT_COMPLETED", "ECS deployment ecs-svc/4471920011873 completed.", kind="ecs")
    r.log(
        51.3,
        db,
        "info",
        "2026-02-17 09:11:18 UTC:10.8.3.77(41210):dba_ivo@catalog:[20114]:LOG:  statement: DROP INDEX CONCURRENTLY idx_offers_market_sku",
        source="/aws/rds/instance/catalog-db/postgresql",
    )
    r.log(
        58,
        db,
        "info",
        "LOG:  duration: 4120.118 ms  execute <unnamed>: SELECT o.id, o.price_minor FROM offers o WHERE o.market = $1 AND o.sku = $2",
        count=1904,
        source="/aws/rds/instance/catalog-db/postgresql",
    )
    r.log(
        60,
        api,
        "error",
        "ActiveRecord::QueryCanceled: PG::QueryCanceled: ERROR:  canceling statement due to statement timeout",
        count=310,
    )
    r.log(
        61,
        export,
        "error",
        "ActiveRecord::QueryCanceled: PG::QueryCanceled: ERROR:  canceling statement due to statement timeout",
        count=27,
    )
    r.log(20, db, "error", 'ERROR:  duplicate key value violates unique constraint "offers_external_ref_key"', count=44)
    r.edges((alb, "calls", api), (api, "reads", db), (export, "reads", db))
    r.state(
        db,
        "rds_instance",
        engine="postgres",
        engine_version="16.4",
        instance_class="db.r6g.xlarge",
        multi_az=True,
        parameters={"max_connections": 900},
    )
    r.state(
        db,
        "performance_insights",
        start_time=r.at(60),
        end_time=r.at(90),
        top_sql=[
            {
                "statement": "SELECT o.id, o.price_minor FROM offers o WHERE o.market = $1 AND o.sku = $2",
                "db_load_avg": 17.9,
                "calls_per_sec": 61.0,
                "wait_events": [
                    {"name": "IO:DataFileRead", "type": "IO", "db_load_avg": 9.2},
                    {"name": "CPU", "type": "CPU", "db_load_avg": 8.4},
                ],
            },
            {"statement": "SELECT * FROM sellers WHERE id = $1", "db_load_avg": 0.4, "calls_per_sec": 212.0},
        ],
        top_hosts=[{"id": "catalog-api", "db_load_avg": 15.6}, {"id": "catalog-export", "db_load_avg": 2.6}],
    )
    r.alert("catalog-db-cpu", db, "alarm", 60, "CPUUtilization", 85)
    r.alert("catalog-api-task-count", api, "ok", -900, "RunningTaskCount", 4, comparison="LessThanThreshold")
    return r.fault(
        ("db.expensive_query", db),
        ("deployment.bad_release", api),
        ("deployment.schema_migration", db),
        near=["deployment.bad_release", "compute.cpu_saturation", "storage.io_saturation"],
    )


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
                "calls_per_sec": 3.2,
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
        db, "BurstBalance", [(0, 97), (40, 88), (118, 0.4), (180, 0)], unit="Percent", noise=0.01, namespace="AWS/RDS"
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


def payroll_sqlserver_failover() -> Case:
    r = Recording("st-payroll-login-failures", 4110, "2026-04-28T13:30:00", 34, step=60)
    api, db = "ecs-service/payroll-api", "rds/payroll-mssql"
    r.incident(
        "payroll-api 5xx > 25",
        "alb/payroll-int",
        22,
        text="HTTPCode_Target_5XX_Count > 25 for 2 datapoints",
        service="payroll",
        region="us-west-2",
    )
    r.watch(
        "alb/payroll-int",
        HTTPCode_Target_5XX_Count=[(0, 1), (19, 1), (21, 410), (34, 388)],
        RequestCount=[(0, 1100), (34, 1150)],
    )
    r.watch(api, CpuUtilized=[(0, 28), (19, 28), (22, 12)])
    r.watch(db, until=20, CPUUtilization=[(0, 46), (19, 55)], DBLoad=[(0, 3.1), (19, 3.6)])
    surround(r, "payroll", "archive", "webhooks")
    r.log(
        9,
        db,
        "info",
        "SQL Server has encountered 3 occurrence(s) of I/O requests taking longer than 15 seconds to complete on file [D:\\rdsdbdata\\DATA\\payroll_log.ldf]",
        source="error",
    )
    r.log(
        21,
        api,
        "error",
        "Microsoft.Data.SqlClient.SqlException (0x80131904): A network-related or instance-specific error occurred while establishing a connection to SQL Server. (provider: TCP Provider, error: 40 - Could not open a connection to SQL Server)",
        count=2411,
    )
    r.log(
        24,
        api,
        "error",
        "Microsoft.Data.SqlClient.SqlException (0x80131904): Cannot open database \"payroll\" requested by the login. The login failed. Login failed for user 'svc_payroll'. Error Number:4060",
        count=1604,
    )
    r.log(
        26,
        db,
        "info",
        "Recovery of database 'payroll' (6) is 11% complete (approximately 1411 seconds remain). Phase 2 of 3. This is an informational message only.",
        source="error",
        count=9,
    )
    r.log(
        4,
        api,
        "warn",
        "Executed DbCommand (4,112ms) SELECT SUM([n].[Net]) FROM [PayslipLines] AS [n] WHERE [n].[PeriodId] = @p0",
        count=7,
    )
    r.event(
        19.4,
        db,
        "RDS-EVENT-0169",
        "Multi-AZ instance failover started: the primary host is unresponsive",
        tone="warning",
    )
    r.event(22.9, db, "RDS-EVENT-0049", "Multi-AZ instance failover completed.")
    r.event(23.4, db, "RDS-EVENT-0004", "DB instance restarted")
    r.change(11, "access", "secretsmanager:PutSecretValue", "secret/payroll/sftp-bank", "role/treasury-ci")
    r.edges(("alb/payroll-int", "calls", api), (api, "reads", db))
    r.state(
        db,
        "rds_instance",
        engine="sqlserver-se",
        engine_version="15.00.4385.2",
        instance_class="db.m5.2xlarge",
        multi_az=True,
        status="available",
    )
    r.gap("metrics", "no datapoints for AWS/RDS DBInstanceIdentifier=payroll-mssql after the host was replaced", db)
    return r.fault(
        ("db.failover", db),
        ("access.secret_rotation", api),
        ("db.unreachable", db),
        near=["db.credentials_invalid", "access.secret_rotation", "db.expensive_query"],
    )


def loyalty_rotated_secret() -> Case:
    r = Recording("st-loyalty-points-500", 4111, "2026-05-05T02:10:00", 62, form="ms")
    api, worker, db = "ecs-service/loyalty-api", "ecs-service/loyalty-accrual", "rds/loyalty-mariadb"
    r.incident(
        "Loyalty points not shown in app",
        "service/loyalty",
        33,
        source="manual",
        severity="high",
        text="Store hotline: points balance shows an error since about 02:45. Some customers are fine.",
        service="loyalty",
    )
    r.watch(api)
    r.watch(worker, RunningTaskCount=[(0, 3)])
    r.watch(db, until=28, DatabaseConnections=[(0, 96), (62, 96)])
    surround(r, "loyalty", "mailer", "thumbnails")
    r.event(-84, db, "RDS-EVENT-0006", "DB instance restarted")
    r.event(-92, db, "RDS-EVENT-0047", "Pending OS patch was applied during the maintenance window", tone="info")
    r.change(
        -22,
        "deployment",
        "ecs:UpdateService",
        worker,
        "role/loyalty-ci",
        task_definition=["loyalty-accrual:51", "loyalty-accrual:52"],
    )
    r.change(
        30.1,
        "access",
        "secretsmanager:RotateSecret",
        "secret/loyalty/db-app",
        "secretsmanager.amazonaws.com",
        rotation_lambda="rotate-mysql-single-user",
        version_stage="AWSCURRENT",
    )
    r.log(
        30.4,
        "lambda/rotate-mysql-single-user",
        "info",
        "[INFO] finishSecret: Successfully set AWSCURRENT stage to version 8e0c for secret loyalty/db-app.",
    )
    r.log(
        32,
        api,
        "error",
        "java.sql.SQLInvalidAuthorizationSpecException: (conn=88134) Access denied for user 'loyalty_app'@'10.20.4.18' (using password: YES)",
        count=4410,
    )
    r.log(
        33,
        api,
        "warn",
        "HikariPool-1 - Failed to validate connection org.mariadb.jdbc.Connection@41b (Connection is closed). Possibly consider using a shorter maxLifetime value.",
        count=35,
    )
    r.log(40, worker, "info", "accrued batch=1000 ms=412", count=39)
    r.log(
        35,
        worker,
        "warn",
        "com.zaxxer.hikari.pool.HikariPool - Thread starvation or clock leap detected (housekeeper delta=49s)",
        count=1,
    )
    r.edges(("service/loyalty", "runs_on", api), (api, "reads", db), (worker, "writes", db))
    r.state(
        api,
        "ecs_service",
        desired=8,
        running=8,
        pending=0,
        task_definition="loyalty-api:140",
        deployments=[
            {
                "status": "PRIMARY",
                "task_definition": "loyalty-api:140",
                "desired": 8,
                "running": 8,
                "rollout_state": "COMPLETED",
            }
        ],
        events=["(service loyalty-api) has reached a steady state."],
        started_at="2026-04-21T09:14:00Z",
        secrets=["DB_PASSWORD from loyalty/db-app, read at container start"],
    )
    r.state(worker, "ecs_service", desired=3, running=3, task_definition="loyalty-accrual:52", database_auth="iam")
    r.gap("metrics", "CloudWatch GetMetricData timed out for AWS/RDS after 02:38", db)
    return r.fault(
        ("access.secret_rotation", api),
        ("deployment.bad_release", worker),
        ("db.credentials_invalid", api),
        ("db.credentials_invalid", db),
        ("access.secret_rotation", "secret/loyalty/db-app"),
        ("access.credentials_expired", api),
        near=["db.failover", "deployment.bad_release"],
        poor=True,
    )


def claims_key_disabled() -> Case:
    r = Recording("st-claims-intake-down", 4112, "2026-02-03T10:00:00", 70)
    api, db, key = "deployment/claims-intake", "rds/claims-pg", "kms/claims-data-2021"
    r.incident(
        "Claims intake: health check failing",
        "alb/claims",
        41,
        source="synthetic-monitor",
        severity="critical",
        service="claims",
        region="eu-central-1",
    )
    r.watch(
        "alb/claims",
        HTTPCode_Target_5XX_Count=[(0, 1), (38, 1), (40, 260), (70, 255)],
        HealthyHostCount=[(0, 6), (40, 6), (42, 0)],
    )
    r.watch(api, pod_cpu_utilization=[(0, 29), (39, 29), (41, 7)])
    r.watch(db, until=39)
    r.watch("rds/claims-reporting", only=("CPUUtilization", "DatabaseConnections", "ReadLatency"))
    surround(r, "claims", "webhooks", "search", "tags")
    r.event(-1400, db, "RDS-EVENT-0155", "The DB instance has a DB engine minor version upgrade available.")
    r.event(-48, db, "RDS-EVENT-0026", "Applying off-line patches to DB instance")
    r.event(-41, db, "RDS-EVENT-0027", "Finished applying off-line patches to DB instance")
    r.event(
        39,
        db,
        "RDS-EVENT-0221",
        "The DB instance can't access its KMS encryption key and is in the inaccessible-encryption-credentials-recoverable state.",
        tone="error",
    )
    r.change(12, "access", "kms:DisableKey", key, "user/sec-cleanup-h.oduya", reason="unused key report 2026-01")
    r.change(
        12.2,
        "access",
        "kms:DisableKey",
        "kms/legacy-exports",
        "user/sec-cleanup-h.oduya",
        reason="unused key report 2026-01",
    )
    r.log(
        40,
        api,
        "error",
        "pgx: failed to connect to `host=claims-pg.c1x9.eu-central-1.rds.amazonaws.com user=claims`: dial error (dial tcp 10.60.12.9:5432: connect: connection refused)",
        count=3301,
    )
    r.log(41, api, "warning", "readiness: db ping failed", count=180)
    r.log(5, api, "info", "migration check: schema is up to date (v231)")
    r.edges(("alb/claims", "calls", api), (api, "writes", db), (db, "depends_on", key))
    r.state(
        db,
        "rds_instance",
        engine="postgres",
        engine_version="15.10",
        instance_class="db.r6i.large",
        multi_az=True,
        status="inaccessible-encryption-credentials-recoverable",
        kms_key="claims-data-2021",
    )
    r.state(key, "kms_key", key_state="Disabled", description="claims storage")
    r.alert(
        "claims-alb-no-healthy-hosts", "alb/claims", "alarm", 43, "HealthyHostCount", 1, comparison="LessThanThreshold"
    )
    return r.fault(
        ("access.kms_key_unavailable", key),
        ("db.failover", db),
        ("access.kms_key_unavailable", db),
        near=["db.failover", "db.unreachable", "lb.no_healthy_targets"],
    )


def tickets_group_revoked() -> Case:
    r = Recording("st-tickets-desk-504", 4113, "2026-06-16T19:00:00", 80, form="+2")
    api, db, group = "deployment/desk-api", "rds/desk-mysql", "security-group/sg-0b71e2-desk-db"
    r.incident(
        "desk-api: 504 rate",
        "service/desk",
        46,
        source="prometheus",
        severity="page",
        text='sum(rate(nginx_ingress_controller_requests{status="504"}[5m])) > 1',
        service="desk",
    )
    r.watch(api, only=("pod_cpu_utilization",), pod_cpu_utilization=[(0, 34), (40, 34), (46, 9)])
    r.watch("rds/desk-search-pg", only=("CPUUtilization", "DatabaseConnections"))
    surround(r, "desk", "mailer", "archive")
    r.change(
        38.6,
        "infrastructure",
        "ec2:RevokeSecurityGroupIngress",
        group,
        "role/terraform-network",
        ip_permissions=["tcp 3306 from sg-0c2 (eks-nodes-desk)"],
        request="run-7FQ2 cleanup unused rules",
    )
    r.change(
        21, "config", "rds:ModifyDBInstance", db, "user/db-ops", backup_retention_period=[7, 14], apply_immediately=True
    )
    r.event(22, db, "RDS-EVENT-0018", "Modification of DB instance desk-mysql finished: backup retention updated.")
    r.event(-600, db, "RDS-EVENT-0056", "The number of databases in the instance exceeds the best practice")
    r.log(
        41,
        api,
        "error",
        "sqlalchemy.exc.OperationalError: (pymysql.err.OperationalError) (2003, \"Can't connect to MySQL server on 'desk-mysql.internal' (timed out)\")",
        count=902,
    )
    r.log(
        30,
        api,
        "warning",
        "QueuePool limit of size 10 overflow 5 reached, connection timed out, timeout 30.00",
        count=3,
    )
    r.log(
        52,
        "deployment/ingress-nginx-controller",
        "error",
        'upstream timed out (110: Operation timed out) while reading response header from upstream, upstream: "http://10.9.4.61:8000/desk/inbox"',
        count=1490,
    )
    r.edges(
        ("service/desk", "runs_on", api),
        (api, "writes", db),
        (api, "reads", "rds/desk-search-pg"),
        (db, "depends_on", group),
    )
    r.state(
        db,
        "rds_instance",
        engine="mysql",
        engine_version="8.0.40",
        instance_class="db.r6g.large",
        multi_az=False,
        status="available",
        security_groups=["sg-0b71e2-desk-db"],
    )
    r.gap(
        "metrics", "AccessDenied: cloudwatch:GetMetricData on AWS/RDS in account 3310", db, "cloudwatch:GetMetricData"
    )
    r.gap("logs", "log group /aws/rds/instance/desk-mysql/error not found", db)
    return r.fault(
        ("network.policy_blocked", group),
        ("db.connections_exhausted", db),
        ("network.policy_blocked", db),
        ("network.policy_blocked", api),
        ("db.unreachable", db),
        near=["db.connections_exhausted", "db.failover"],
        poor=True,
    )


def invoices_vacuum() -> Case:
    r = Recording("st-invoices-batch-overrun", 4118, "2026-05-19T20:00:00", 300, step=300)
    svc, db = "ecs-service/invoice-run", "rds/invoices-pg"
    r.incident(
        "invoice-run is behind its schedule",
        "sqs/invoice-jobs",
        190,
        text="ApproximateAgeOfOldestMessage > 1800 for 3 datapoints",
        service="invoicing",
        region="eu-north-1",
    )
    r.watch(
        "sqs/invoice-jobs",
        ApproximateNumberOfMessagesVisible=[(0, 30), (90, 60), (110, 900), (300, 9200)],
        ApproximateAgeOfOldestMessage=[(0, 20), (110, 60), (300, 7600)],
        NumberOfMessagesDeleted=[(0, 2600), (100, 2550), (115, 690), (300, 640)],
    )
    r.watch(svc, CpuUtilized=[(0, 51), (105, 51), (116, 16)])
    r.watch(
        db,
        CPUUtilization=[(0, 36), (105, 37), (116, 29)],
        ReadIOPS=[(0, 900), (104, 950), (112, 11400), (300, 11800)],
        WriteIOPS=[(0, 800), (104, 820), (112, 5100), (300, 4900)],
        ReadLatency=[(0, 0.0011), (105, 0.0012), (114, 0.019), (300, 0.022)],
        WriteLatency=[(0, 0.0019), (105, 0.002), (114, 0.027), (300, 0.03)],
        DBLoad=[(0, 3.2), (105, 3.4), (115, 14.8), (300, 15.9)],
        DiskQueueDepth=[(0, 1.2), (105, 1.3), (115, 64)],
    )
    r.metric(
        db,
        "MaximumUsedTransactionIDs",
        [(0, 199_700_000), (104, 200_010_000), (300, 200_420_000)],
        unit="Count",
        noise=0,
        namespace="AWS/RDS",
    )
    surround(r, "invoicing", "mailer", "sessions")
    r.change(
        80,
        "deployment",
        "ecs:UpdateService",
        svc,
        "role/invoicing-ci",
        task_definition=["invoice-run:61", "invoice-run:62"],
        commit="pdf: embed logo as svg",
    )
    r.event(96, svc, "SERVICE_STEADY_STATE", "(service invoice-run) has reached a steady state.", kind="ecs")
    r.log(95, svc, "info", "rendered invoice in 38ms; saved in 61ms; version=62", count=1200)
    r.log(200, svc, "info", "rendered invoice in 40ms; saved in 2140ms; version=62", count=700)
    r.log(
        110,
        db,
        "info",
        'LOG:  checkpoints are occurring too frequently (11 seconds apart); HINT:  Consider increasing the configuration parameter "max_wal_size".',
        count=96,
    )
    r.log(
        230,
        db,
        "info",
        "LOG:  duration: 1980.210 ms  statement: INSERT INTO invoice_lines (invoice_id, sku, net) VALUES ($1,$2,$3)",
        count=2110,
    )
    r.edges(("sqs/invoice-jobs", "calls", svc), (svc, "writes", db))
    r.state(
        db,
        "performance_insights",
        start_time=r.at(180),
        end_time=r.at(295),
        top_sql=[
            {
                "statement": "autovacuum: VACUUM public.invoice_lines (to prevent wraparound)",
                "db_load_avg": 7.4,
                "calls_per_sec": 0.0,
                "wait_events": [
                    {"name": "IO:DataFileRead", "type": "IO", "db_load_avg": 4.4},
                    {"name": "IO:WALWrite", "type": "IO", "db_load_avg": 1.6},
                ],
            },
            {
                "statement": "INSERT INTO invoice_lines (invoice_id, sku, net) VALUES ($1,$2,$3)",
                "db_load_avg": 5.9,
                "calls_per_sec": 120.0,
                "wait_events": [{"name": "LWLock:WALWrite", "type": "LWLock", "db_load_avg": 3.8}],
            },
        ],
        top_users=[{"name": "rdsadmin", "db_load_avg": 7.4}, {"name": "invoice_app", "db_load_avg": 7.0}],
    )
    r.state(
        db,
        "rds_instance",
        engine="postgres",
        engine_version="14.12",
        instance_class="db.m6g.2xlarge",
        allocated_storage_gb=1800,
        storage_type="gp3",
        iops=16000,
        parameters={"autovacuum_freeze_max_age": 200000000, "autovacuum_vacuum_cost_limit": 10000},
    )
    return r.fault(
        ("db.maintenance_io_storm", db),
        ("deployment.bad_release", svc),
        near=[
            "deployment.bad_release",
            "storage.io_saturation",
            "db.transaction_id_wraparound",
            "db.expensive_query",
            "dependency.queue_backlog",
        ],
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


def forum_cpu_credits() -> Case:
    r = Recording("st-forum-thread-list", 4121, "2026-03-02T06:00:00", 240, step=300, form="+1")
    app, db = "ecs-service/forum-web", "rds/forum-pg"
    r.incident(
        "forum slow again",
        "service/forum",
        None,
        source="manual",
        severity="unknown",
        service="forum",
        text="Users report 8-10 s page loads since mid-morning. Might be that search thing.",
    )
    r.watch(app, only=("CpuUtilized", "RunningTaskCount"), RunningTaskCount=[(0, 2)])
    r.watch(
        db,
        skip=("DBLoad", "DiskQueueDepth", "WriteLatency"),
        CPUUtilization=[(0, 22), (60, 44), (150, 47), (156, 20.4), (240, 20.1)],
        DatabaseConnections=[(0, 24), (150, 26), (165, 58)],
    )
    r.metric(
        db,
        "CPUCreditBalance",
        [(0, 190), (60, 160), (152, 1), (156, 0), (240, 0)],
        unit="Count/Second",
        noise=0.01,
        namespace="AWS/RDS",
    )
    r.metric(
        "service/forum", "latency_p95", [(0, 0.42), (150, 0.5), (160, 6.8), (240, 8.2)], unit="Seconds", noise=0.15
    )
    r.metric("service/forum", "request_rate", [(0, 6), (60, 11), (240, 11.4)], unit="Count/Second", noise=0.1)
    surround(r, "forum", "thumbnails")
    r.log(
        20,
        db,
        "info",
        "LOG:  duration: 1220.411 ms  statement: SELECT * FROM posts WHERE to_tsvector('simple', body) @@ plainto_tsquery($1) LIMIT 20",
        count=31,
        source="postgresql.log",
    )
    r.log(
        170,
        db,
        "info",
        "LOG:  duration: 5890.003 ms  statement: SELECT * FROM posts WHERE to_tsvector('simple', body) @@ plainto_tsquery($1) LIMIT 20",
        count=33,
        source="postgresql.log",
    )
    r.log(
        172,
        db,
        "info",
        "LOG:  duration: 1402.850 ms  statement: SELECT name FROM users WHERE id = $1",
        count=2210,
        source="postgresql.log",
    )
    r.log(166, app, "warning", "Rack::Timeout::RequestTimeoutException: Request ran for longer than 15000ms", count=64)
    r.change(
        -2900, "deployment", "ecs:UpdateService", app, "user/mika", task_definition=["forum-web:30", "forum-web:31"]
    )
    r.state(
        db,
        "rds_instance",
        engine="postgres",
        engine_version="16.2",
        instance_class="db.t3.small",
        burst_mode="standard",
        multi_az=False,
    )
    r.edges(("service/forum", "runs_on", app), (app, "reads", db))
    r.gap("state", "Performance Insights is not enabled on this instance class", db)
    r.gap("events", "rds:DescribeEvents is not allowed", db, "rds:DescribeEvents")
    return r.fault(
        ("compute.cpu_throttled", db),
        ("db.expensive_query", db),
        near=["db.expensive_query", "compute.cpu_saturation"],
        poor=True,
    )


def quotes_n_plus_one() -> Case:
    r = Recording("st-quotes-page-latency", 4122, "2026-06-30T07:30:00", 66, form="ms", baseline=True)
    api, db = "deployment/quotes-bff", "rds/quotes-mysql"
    r.incident(
        "SLO burn: quote page under 800ms",
        "service/quotes",
        34,
        source="datadog",
        severity="warning",
        service="quotes",
        text="error budget burn rate 14.4 over 1h",
    )
    r.metric("service/quotes", "latency_p95", [(0, 0.41), (26, 0.42), (33, 1.9), (66, 2.0)], unit="Seconds", noise=0.1)
    r.metric("service/quotes", "request_rate", [(0, 71), (66, 74)], unit="Count/Second", noise=0.06)
    r.watch(api, pod_cpu_utilization=[(0, 36), (26, 37), (34, 61)])
    r.watch(
        db, CPUUtilization=[(0, 38), (26, 39), (34, 84), (66, 86)], DBLoad=[(0, 2.6), (26, 2.7), (34, 6.8), (66, 7.1)]
    )
    r.metric(
        db,
        "Queries",
        [(0, 1700), (26, 1720), (34, 9900), (66, 10100)],
        unit="Count/Second",
        noise=0.05,
        namespace="AWS/RDS",
    )
    surround(r, "quotes", "archive", "mailer", "search")
    r.change(
        24, "deployment", "argocd:Sync", api, "argocd/quotes", image=["quotes-bff:2026.26.1", "quotes-bff:2026.26.2"]
    )
    r.event(
        25, api, "ScalingReplicaSet", "Scaled up replica set quotes-bff-79c4b to 6", kind="kubernetes", tone="normal"
    )
    r.event(
        32, api, "ScalingReplicaSet", "Scaled down replica set quotes-bff-5d88f to 0", kind="kubernetes", tone="normal"
    )
    r.log(
        40, api, "info", "GET /quotes/118277 200 version=2026.26.2 db_queries=241 db_ms=1480 total_ms=1720", count=4100
    )
    r.log(29, api, "info", "GET /quotes/118002 200 version=2026.26.1 db_queries=9 db_ms=61 total_ms=290", count=1150)
    r.log(
        30, api, "info", "GET /quotes/117740 200 version=2026.26.2 db_queries=238 db_ms=1402 total_ms=1688", count=1090
    )
    r.log(
        -10,
        db,
        "info",
        "# Query_time: 9.2210  Lock_time: 0.0001 Rows_examined: 3110042 SELECT broker_id, COUNT(*) FROM quotes GROUP BY broker_id;",
        count=2,
        source="slowquery",
    )
    r.log(
        50,
        db,
        "info",
        "# Query_time: 10.7710  Lock_time: 0.0001 Rows_examined: 3110988 SELECT broker_id, COUNT(*) FROM quotes GROUP BY broker_id;",
        count=2,
        source="slowquery",
    )
    r.edges(("service/quotes", "runs_on", api), (api, "reads", db), ("lambda/broker-report", "reads", db))
    r.state(
        db,
        "performance_insights",
        start_time=r.at(36),
        end_time=r.at(64),
        top_sql=[
            {
                "statement": "SELECT * FROM `coverages` WHERE `quote_item_id` = ?",
                "db_load_avg": 3.9,
                "calls_per_sec": 8300.0,
            },
            {
                "statement": "SELECT `broker_id`, COUNT(*) FROM `quotes` GROUP BY `broker_id`",
                "db_load_avg": 0.9,
                "calls_per_sec": 0.02,
            },
        ],
        top_hosts=[{"id": "quotes-bff", "db_load_avg": 5.7}],
    )
    r.state(db, "rds_instance", engine="mysql", engine_version="8.4.3", instance_class="db.r7g.xlarge", multi_az=True)
    return r.fault(
        ("deployment.bad_release", api),
        ("db.expensive_query", db),
        ("deployment.bad_release", "service/quotes"),
        ("code.slow_path", api),
        near=["db.expensive_query", "compute.cpu_saturation"],
    )

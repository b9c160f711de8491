"""Databases whose sessions wait for locks, of other sessions or of migrations."""

from scenarios.cases.building import Case, Scenario
from scenarios.cases.building_aws import Scene, edges, fault, path, ramp, step


def idle_in_a_transaction() -> Scenario:
    """A back-office session holds a row lock and sleeps; everyone queues behind it. The alarm is on connections."""
    s, db, api, lb = Scene("2026-10-21T09:14:00", seed=201), "rds/warehouse-pg", "ecs-service/stock-api", "alb/stock"
    return fault(
        s.bundle(
            "aws-sleeping-transaction",
            "warehouse-pg DatabaseConnections high",
            db,
            started=24,
            description="Maximum DatabaseConnections > 300 for 2 datapoints within 2 minutes",
            alerts=[
                s.alarm(db, 24, "warehouse-pg DatabaseConnections high", "DatabaseConnections", 300),
                s.alarm(lb, 21, "stock 5xx", "HTTPCode_Target_5XX_Count", 20),
                s.alarm("rds/warehouse-pg-dev", 20, "warehouse-pg-dev CPU", "CPUUtilization", 80),
            ],
            metrics=[
                *s.rds(
                    db,
                    CPUUtilization=step(16, 33, 12),
                    DatabaseConnections=path((16, 110), (None, 118, 372)),
                    DBLoad=path((16, 2.3), (None, 9, 212)),
                    DBLoadCPU=step(16, 1.7, 0.6),
                    DBLoadNonCPU=path((16, 0.6), (None, 8, 211)),
                    WriteIOPS=step(16, 240, 61),
                    ReadIOPS=step(16, 320, 140),
                    NetworkTransmitThroughput=step(16, 4.2e6, 1.6e6),
                ),
                *s.alb(lb, failed=path((18, 0), (None, 41, 96)), seconds=path((16, 0.1), (None, 2, 29)), requests=1400),
                s.series("rds/warehouse-pg-dev", "CPUUtilization", step(14, 9, 94)),
            ],
            logs=[
                *s.lines(api, 0, 16, 3, ["INFO [http-nio-8080-exec-11] reserve sku={n} qty=1 done in 24 ms"]),
                *s.lines(
                    api,
                    19,
                    40,
                    2,
                    [
                        (
                            "ERROR [http-nio-8080-exec-7] o.h.e.jdbc.spi.SqlExceptionHelper : ERROR: canceling "
                            "statement due to lock timeout"
                        ),
                        (
                            "ERROR [http-nio-8080-exec-3] java.sql.SQLTransientConnectionException: "
                            "HikariPool-1 - Connection is not available, request timed out after 30000ms."
                        ),
                    ],
                ),
                s.log(
                    db,
                    17.4,
                    "LOG:  process 20114 still waiting for ShareLock on transaction 88120417 after 1000.121 ms",
                    count=684,
                    source="postgresql.log",
                ),
                s.log(
                    db,
                    17.4,
                    "DETAIL:  Process holding the lock: 19877. Wait queue: 20114, 20118, 20120, 20131.",
                    count=684,
                    source="postgresql.log",
                ),
            ],
            events=[
                s.db_event(db, -388, "Finished DB Instance backup", "backup"),
                s.db_event(
                    "rds/warehouse-pg-dev",
                    13,
                    "Restored from snapshot rds:warehouse-pg-2026-10-21-02-30",
                    "restoration",
                ),
            ],
            changes=[
                s.change(
                    "rds/warehouse-pg-dev", 4, "infrastructure", "RestoreDBInstanceFromDBSnapshot", "role/dev-refresh"
                ),
                s.change(
                    "ecs-service/label-printer",
                    15,
                    "deployment",
                    "ecs:UpdateService",
                    "role/depot-ci",
                    task_definition=["label-printer:31", "label-printer:32"],
                ),
            ],
            topology=edges(
                (lb, "calls", api), (api, "writes", db), (api, "reads", db), ("ecs-service/back-office", "writes", db)
            ),
            state=[
                s.instance(
                    db,
                    "postgres",
                    "15.5",
                    "db.r6g.large",
                    multi_az=True,
                    parameters={"max_connections": 1700, "idle_in_transaction_session_timeout": 0},
                ),
                s.insights(
                    db,
                    [
                        (
                            "UPDATE stock SET reserved = reserved + $1 WHERE sku = $2 AND depot = $3",
                            108,
                            0.4,
                            {"Lock:transactionid": 66, "Lock:tuple": 41.6, "CPU": 0.4},
                        ),
                        ("SELECT * FROM stock WHERE sku = $1 FOR UPDATE", 44, 0.2, {"Lock:tuple": 44}),
                        ("SELECT name, ean FROM articles WHERE sku = $1", 0.4, 130, {"CPU": 0.4}),
                    ],
                    first=25,
                    users={"stock_api": 151.8, "back_office": 0.1},
                ),
                s.state(
                    db,
                    "sessions",
                    idle_in_transaction=[
                        {
                            "pid": 19877,
                            "user": "back_office",
                            "application": "DBeaver 24.1",
                            "xact_start": s.at(14.8),
                            "query": "UPDATE stock SET reserved = 0 WHERE depot = 'LEJ1'",
                            "blocked": 251,
                        }
                    ],
                ),
            ],
        ),
        "db.lock_contention",
        db,
        herring=("db.connections_exhausted", db),
        near=["db.connections_exhausted", "db.expensive_query", "deployment.bad_release", "compute.cpu_saturation"],
    )


def migration_waits_and_all_wait_behind() -> Scenario:
    """A MySQL migration waits for a metadata lock and every statement on the table waits behind it."""
    s, db, job, api = (
        Scene("2026-11-03T14:00:00", seed=202, region="us-west-2"),
        "rds/ads-aurora-writer",
        "ecs-service/ads-migrations",
        "ecs-service/ads-bidder",
    )
    return fault(
        s.bundle(
            "aws-metadata-lock",
            "ads-bidder error budget burn",
            api,
            started=15,
            source="prometheus",
            severity="critical",
            alerts=[
                s.alarm(api, 15, "ErrorBudgetBurn", reason="ads-bidder burns 14.4x over 5m"),
                s.alarm(db, 18, "aurora-dbload", "DBLoad", 8),
            ],
            metrics=[
                *s.rds(
                    db,
                    "aurora-mysql",
                    CPUUtilization=step(12, 38, 14),
                    DatabaseConnections=path((12, 240), (None, 260, 710)),
                    Queries=step(12, 5200, 880),
                    DBLoad=path((12, 3.0), (None, 30, 340)),
                    DBLoadCPU=step(12, 2.4, 0.7),
                    DBLoadNonCPU=path((12, 0.6), (None, 30, 339)),
                    Deadlocks=0,
                    WriteIOPS=step(12, 300, 44),
                ),
                s.series(api, "error_rate", step(13, 0.001, 0.42), namespace="Prometheus", unit="Percent"),
                s.series(api, "request_rate", 880, namespace="Prometheus"),
            ],
            logs=[
                s.log(job, 11.5, "Running migration V118__add_creative_format.sql", "INFO"),
                s.log(
                    job,
                    11.6,
                    "ALTER TABLE creatives ADD COLUMN format VARCHAR(32) NOT NULL DEFAULT 'banner', ALGORITHM=INPLACE",
                    "INFO",
                ),
                *s.lines(
                    api,
                    13,
                    40,
                    2,
                    [
                        "panic recovered: Error 1205 (HY000): Lock wait timeout exceeded; try restarting transaction",
                        'level=error msg="bid failed" err="context deadline exceeded" creative={n}',
                    ],
                ),
                *s.lines(api, 0, 12, 3, ['level=info msg="bid" ms=6 creative={n}']),
            ],
            changes=[
                s.change(
                    job,
                    11.2,
                    "deployment",
                    "ecs:RunTask",
                    "role/ads-pipeline",
                    task_definition="ads-migrations:118",
                    command=["flyway", "migrate"],
                ),
                s.change(api, 5, "config", "ecs:UpdateService", "role/ads-pipeline", desired_count=[18, 20]),
            ],
            events=[
                s.event(job, 11.3, "TaskStarted", "(service ads-migrations) has started 1 tasks: (task 5c1f0c9e).")
            ],
            topology=edges((api, "reads", db), (job, "writes", db), (api, "writes", db)),
            state=[
                s.instance(
                    db,
                    "aurora-mysql",
                    "8.0.mysql_aurora.3.08.0",
                    "db.r7g.xlarge",
                    db_cluster="ads-aurora",
                    parameters={"max_connections": 2000},
                ),
                s.insights(
                    db,
                    [
                        (
                            "SELECT * FROM `creatives` WHERE `campaign_id` = ? AND `active` = ?",
                            148,
                            2.1,
                            {"wait/lock/metadata/sql/mdl": 148},
                        ),
                        (
                            "SELECT `id`, `bid_floor` FROM `creatives` WHERE `id` IN (...)",
                            71,
                            1.0,
                            {"wait/lock/metadata/sql/mdl": 71},
                        ),
                        (
                            "ALTER TABLE `creatives` ADD COLUMN `format` VARCHAR (?) NOT NULL DEFAULT ?",
                            1,
                            0,
                            {"wait/lock/metadata/sql/mdl": 1},
                        ),
                        ("SELECT * FROM `campaigns` WHERE `id` = ?", 0.5, 800, {"CPU": 0.5}),
                    ],
                    first=18,
                ),
            ],
        ),
        "deployment.schema_migration",
        db,
        also=[("deployment.schema_migration", job), ("db.lock_contention", db)],
        near=["deployment.scaling_change", "db.connections_exhausted", "db.expensive_query"],
    )


def migration_takes_the_table() -> Scenario:
    """ALTER TABLE ... TYPE rewrites a large PostgreSQL table under an exclusive lock while users are there."""
    s, db, api = Scene("2026-09-16T18:05:00", seed=203), "rds/lms-pg", "deployment/lms-backend"
    return fault(
        s.bundle(
            "aws-table-rewrite",
            "Synthetic check failed: login and open course (7 of 10 failed)",
            api,
            started=17,
            source="synthetic-monitor",
            alerts=[s.alarm(api, 17, "login and open course", count=7, reason="step 3 timed out after 30 s")],
            metrics=s.rds(
                db,
                CPUUtilization=step(14, 19, 32),
                DatabaseConnections=path((14, 70), (None, 80, 199)),
                DBLoad=path((14, 1.3), (None, 8, 150)),
                DBLoadCPU=step(14, 0.9, 1.2),
                DBLoadNonCPU=path((14, 0.4), (None, 7, 149)),
                WriteIOPS=step(14, 150, 1900),
                WriteThroughput=step(14, 3e6, 1.1e8),
                FreeStorageSpace=path((14, 2.12e11), (None, 2.11e11, 1.7e11)),
                TransactionLogsDiskUsage=ramp(14, 1.1e9, 9.3e9),
            ),
            logs=[
                *s.lines(
                    api,
                    15,
                    40,
                    2,
                    [
                        "django.db.utils.OperationalError: canceling statement due to statement timeout",
                        "WARNING gunicorn.error Worker timeout (pid:{n})",
                    ],
                ),
                *s.lines(api, 0, 14, 3, ["INFO GET /course/{n} 200 51ms"]),
                s.log(
                    "job/lms-migrate-9f31", 13.7, "  Applying submissions.0042_alter_submission_id_bigint...", "INFO"
                ),
                s.log(
                    db,
                    15,
                    (
                        "LOG:  process 4411 still waiting for AccessShareLock on relation 16784 of database "
                        "16402 after 1000.044 ms"
                    ),
                    count=2210,
                    source="postgresql.log",
                ),
            ],
            events=[
                s.event(
                    "job/lms-migrate-9f31",
                    13.4,
                    "SuccessfulCreate",
                    "Created pod: lms-migrate-9f31-x8kqz",
                    kind="kubernetes",
                    type="normal",
                ),
                s.event(
                    api,
                    24,
                    "Unhealthy",
                    (
                        'Readiness probe failed: Get "http://10.3.8.14:8000/ready": context deadline exceeded '
                        "(Client.Timeout exceeded while awaiting headers)"
                    ),
                    kind="kubernetes",
                    type="warning",
                    count=31,
                ),
            ],
            changes=[
                s.change(
                    "job/lms-migrate-9f31", 13.3, "deployment", "helm pre-upgrade hook", "argocd", release="lms-4.18.0"
                ),
                s.change("configmap/lms-theme", 10, "config", "kubectl apply", "user/tobias"),
            ],
            topology=edges((api, "reads", db), ("job/lms-migrate-9f31", "writes", db)),
            state=[
                s.instance(db, "postgres", "14.11", "db.m6i.large", parameters={"max_connections": 800}),
                s.insights(
                    db,
                    [
                        (
                            "SELECT * FROM submissions WHERE user_id = $1 AND course_id = $2",
                            61,
                            0.1,
                            {"Lock:relation": 61},
                        ),
                        (
                            "INSERT INTO submissions (user_id, course_id, body) VALUES ($1, $2, $3)",
                            24,
                            0.1,
                            {"Lock:relation": 24},
                        ),
                        (
                            "ALTER TABLE submissions ALTER COLUMN id TYPE bigint",
                            1,
                            0,
                            {"IO:DataFileExtend": 0.4, "IO:WALWrite": 0.3, "CPU": 0.3},
                        ),
                    ],
                    first=18,
                ),
            ],
        ),
        "deployment.schema_migration",
        "job/lms-migrate-9f31",
        also=[("deployment.schema_migration", db), ("db.lock_contention", db), ("deployment.schema_migration", api)],
        near=["db.maintenance_io_storm", "deployment.feature_flag", "k8s.probe.readiness_endpoint_failing"],
    )


def one_counter_row_for_all() -> Scenario:
    """All calls update one counter row of a MySQL table: lock wait timeouts and deadlocks, an idle processor."""
    s, db, api = Scene("2026-11-13T11:15:00", seed=204), "rds/voucher-mysql", "lambda/voucher-redeem"
    return fault(
        s.bundle(
            "aws-counter-row",
            "voucher-redeem-errors",
            api,
            started=19,
            alerts=[
                s.alarm(api, 19, "voucher-redeem-errors", "Errors", 10),
                s.alarm(db, 22, "voucher-mysql connections", "DatabaseConnections", 200),
            ],
            metrics=[
                *s.rds(
                    db,
                    "mysql",
                    CPUUtilization=step(15, 21, 26),
                    DatabaseConnections=path((15, 46), (None, 60, 244)),
                    DBLoad=path((15, 0.9), (None, 12, 66)),
                    DBLoadCPU=step(15, 0.6, 0.9),
                    DBLoadNonCPU=path((15, 0.3), (None, 11, 65)),
                    WriteIOPS=step(15, 190, 150),
                ),
                s.series(db, "Deadlocks", step(15, 0, 3.1), namespace="AWS/RDS"),
                *s.function(
                    api,
                    calls=step(15, 1500, 1710),
                    errors=path((16, 0), (None, 90, 260)),
                    ms=path((15, 40), (None, 3000, 21000)),
                    concurrent=path((15, 3), (None, 40, 230)),
                ),
            ],
            logs=[
                *s.lines(
                    api,
                    17,
                    40,
                    1.5,
                    [
                        (
                            "pymysql.err.OperationalError: (1205, 'Lock wait timeout exceeded; try restarting "
                            "transaction')"
                        ),
                        (
                            "pymysql.err.OperationalError: (1213, 'Deadlock found when trying to get lock; try "
                            "restarting transaction')"
                        ),
                        "redeemed voucher=V{n}",
                    ],
                ),
                *s.lines(api, 0, 15, 2.5, ["redeemed voucher=V{n}"]),
                s.log(
                    "lambda/voucher-mailer",
                    14,
                    "[ERROR] SES MessageRejected: Email address is not verified.",
                    count=812,
                ),
                s.log(
                    "lambda/voucher-mailer", 3, "[ERROR] SES MessageRejected: Email address is not verified.", count=790
                ),
            ],
            changes=[
                s.change("lambda/voucher-mailer", 13, "deployment", "UpdateFunctionCode", "role/ci"),
                s.change(
                    "service/marketing",
                    14.5,
                    "data",
                    "campaign started",
                    "user/nora",
                    name="BLACKWEEK10 - one code for everybody",
                ),
            ],
            topology=edges((api, "writes", db), ("lambda/voucher-mailer", "reads", "sqs/voucher-mails")),
            state=[
                s.instance(
                    db,
                    "mysql",
                    "8.0.37",
                    "db.m6g.large",
                    parameters={"max_connections": 640, "innodb_lock_wait_timeout": 50},
                ),
                s.insights(
                    db,
                    [
                        (
                            "UPDATE `campaigns` SET `redeemed` = `redeemed` + ? WHERE `code` = ?",
                            44,
                            7,
                            {
                                "wait/io/table/sql/handler": 43.7,
                                "CPU": 0.3,
                            },
                        ),
                        (
                            "INSERT INTO `redemptions` VALUES (...)",
                            1.1,
                            21,
                            {"wait/io/file/innodb/innodb_log_file": 0.7, "CPU": 0.4},
                        ),
                        ("SELECT * FROM `campaigns` WHERE `code` = ?", 0.2, 25, {"CPU": 0.2}),
                    ],
                    first=20,
                ),
            ],
        ),
        "db.lock_contention",
        db,
        herring=("deployment.bad_release", "lambda/voucher-mailer"),
        near=["lambda.timeout", "db.connections_exhausted", "traffic.surge", "db.maintenance_io_storm"],
    )


CASES: tuple[Case, ...] = (
    idle_in_a_transaction,
    migration_waits_and_all_wait_behind,
    migration_takes_the_table,
    one_counter_row_for_all,
)

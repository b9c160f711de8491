"""Locks, replicas and failovers."""

from __future__ import annotations

from .builder import Bundle, Case, Expected
from .parts import ambience, chatter, database, front, my_noise, pg_noise, service
from .shapes import joined, line, step


def wallet_monitor() -> tuple[Bundle, Expected]:
    """A session idle in transaction holds rows that everybody updates; connections pile up and are the loud alarm."""
    c = Case("db-wallet-monitor", 301, "2026-03-27T12:26", 100, 24)
    c.titled("Monitor triggered (id 7712090)", "alb/wallet", None, "critical", "datadog", "wallet", begun=6)
    db, api = "rds/wallet-pg", "ecs-service/wallet-api"
    front(c, "alb/wallet", 1900, step(0.14, 30, 0, 3), step(0.3, 240, 1, 4))
    database(c, db, "postgres 15.6", "r6g.xlarge", DatabaseConnections=step(110, 402, 0, 10), CPUUtilization=step(33, 19, 0, 3), DBLoad=step(1.0, 188, 0, 12), DBLoadCPU=step(0.8, 0.4, 0, 3),
             attributes={"parameters": {"max_connections": 900, "idle_in_transaction_session_timeout": 0, "lock_timeout": 0}})  # fmt: skip
    service(c, api, 9, cpu=step(37, 11, 0, 3))
    service(c, "ecs-service/wallet-settlement", 1)
    c.alert(
        "wallet-pg-connections",
        db,
        "alarm",
        5,
        metric="DatabaseConnections",
        threshold=300,
        comparison="GreaterThanThreshold",
        reason="Threshold Crossed: 3 datapoints [318.0, 344.0, 371.0] were greater than the threshold (300.0).",
    )
    c.pg(
        2,
        db,
        "wallet@wallet",
        'LOG:  process 21877 still waiting for ShareLock on transaction 918273645 after 1000.107 ms\nDETAIL:  Process holding the lock: 20113. Wait queue: 21877, 21902, 21911.\nCONTEXT:  while updating tuple (3,41) in relation "fee_account"',
        311,
    )
    c.pg(
        9,
        db,
        "wallet@wallet",
        'ERROR:  canceling statement due to statement timeout\nCONTEXT:  while updating tuple (3,41) in relation "fee_account"',
        1702,
    )
    c.log(
        4,
        api,
        "error",
        "pq: canceling statement due to statement timeout; update fee_account balance failed tx={id}",
        1688,
    )
    c.log(
        -0.6,
        "ecs-service/wallet-settlement",
        "info",
        "settlement 2026-03-27 begin; fee_account rows=12 updated, awaiting acquirer file (sftp)",
        1,
    )
    c.log(
        14,
        "ecs-service/wallet-settlement",
        "warning",
        "acquirer file not there yet, retry 14/120 in 60s; pid=20113 tx open 900s",
        1,
    )
    chatter(c, api, "go", 7)
    pg_noise(c, db, "wallet@wallet")
    c.edges(f"alb/wallet calls {api}", f"{api} writes {db}", f"ecs-service/wallet-settlement writes {db}")
    c.insights(db, [("UPDATE fee_account SET balance = balance + $1 WHERE id = $2", 171.0, 0.4, [("Lock:transactionid", 112.0), ("Lock:tuple", 58.6)]), ("SELECT balance FROM wallet WHERE id = $1", 0.2, 88.0, [("CPU", 0.2)])],
               [("Lock:transactionid", 112.3), ("Lock:tuple", 58.9), ("CPU", 0.5)], [("wallet", 171.8)])  # fmt: skip
    ambience(c, "rds/kyc-pg", "ecs-service/kyc-docs")
    return c.fault(
        "db.lock_contention",
        db,
        ("db.lock_contention", "ecs-service/wallet-settlement"),
        herring=("db.connections_exhausted", db),
        near=("code.deadlock",),
    )


def members_deploy() -> tuple[Bundle, Expected]:
    """ALTER TABLE of a release waits behind a long reader and everybody waits behind it; a security group was touched too."""
    c = Case("db-members-p1", 302, "2026-02-03T15:31", 60, 13, clock="ms")
    c.titled(
        "members-alb UnHealthyHostCount >= 1",
        "alb/members",
        "UnHealthyHostCount >= 1 for 3 datapoints",
        "critical",
        service="members",
        begun=4,
    )
    db, api, job = "rds/members-pg", "ecs-service/members-api", "ecs-service/members-migrate"
    front(c, "alb/members", 2200, step(0.11, 29, 0, 2), step(0.2, 610, 1, 3))
    c.metric("alb/members", "UnHealthyHostCount", step(0, 6, 2, 2))
    database(
        c,
        db,
        "postgres 13.16",
        "m6g.large",
        CPUUtilization=step(29, 8, 0, 2),
        DBLoad=step(0.5, 96, 0, 8),
        DatabaseConnections=step(84, 211, 0, 8),
        ReadIOPS=step(300, 20, 0, 2),
        attributes={"parameters": {"max_connections": 400}},
    )
    service(c, api, 6, cpu=step(35, 6, 0, 2))
    c.change(
        -1.2,
        job,
        "deployment",
        "ecs:RunTask",
        "role/members-ci",
        task_definition="members-migrate:41",
        command=["flyway", "migrate"],
        release="2026.05",
    )
    c.change(
        -8,
        "security-group/sg-0c4fd1",
        "access",
        "ec2:RevokeSecurityGroupIngress",
        "role/netops",
        group="bastion-legacy",
        port=22,
        cidr="10.9.0.0/16",
    )
    c.log(
        -0.8,
        job,
        "info",
        'o.f.core.internal.command.DbMigrate : Migrating schema "public" to version "214 - member add tier column"',
    )
    c.log(
        -0.5,
        job,
        "info",
        "o.f.core.internal.command.DbMigrate : ALTER TABLE member ADD COLUMN tier text NOT NULL DEFAULT 'base' REFERENCES tier(code)",
    )
    c.pg(
        1,
        db,
        "flyway@members",
        "LOG:  process 8841 still waiting for AccessExclusiveLock on relation 16611 of database 16402 after 1000.062 ms\nDETAIL:  Process holding the lock: 7720. Wait queue: 8841, 8852, 8853, 8855.",
    )
    c.pg(
        2,
        db,
        "members@members",
        "LOG:  process 8852 still waiting for AccessShareLock on relation 16611 of database 16402 after 1000.091 ms at character 15",
        730,
    )
    c.log(
        3,
        api,
        "error",
        "System.TimeoutException: Npgsql.NpgsqlException (0x80004005): Exception while reading from stream ---> Timeout during reading attempt",
        1420,
    )
    c.log(4, api, "error", "HealthChecks: npgsql Unhealthy 30002ms", 36)
    chatter(c, api, "dotnet", 6, until=0)
    pg_noise(c, db, "members@members")
    c.edges(f"alb/members calls {api}", f"{api} writes {db}", f"{job} writes {db}")
    c.insights(db, [("SELECT m.id, m.email, m.status FROM member m WHERE m.id = $1", 77.0, 0.0, [("Lock:relation", 77.0)]), ("ALTER TABLE member ADD COLUMN tier text NOT NULL DEFAULT 'base' REFERENCES tier(code)", 1.0, 0.0, [("Lock:relation", 1.0)])],
               [("Lock:relation", 92.4), ("CPU", 0.2)], [("members", 91.6), ("flyway", 1.0)])  # fmt: skip
    ambience(c, "ecs-service/newsletter", "rds/newsletter-mysql")
    return c.fault("deployment.schema_migration", db, ("deployment.schema_migration", job), ("deployment.schema_migration", api), ("db.lock_contention", db), ("deployment.bad_release", job),
                   herring=("network.policy_blocked", "security-group/sg-0c4fd1"), near=("db.connections_exhausted",))  # fmt: skip


def backfill() -> tuple[Bundle, Expected]:
    """A backfill holds InnoDB rows; metrics miss the onset and Performance Insights is denied."""
    c = Case("db-invoices-gap", 310, "2026-02-17T13:44", 60, 20)
    c.titled(
        "invoices-api errors above normal", "ecs-service/invoices-api", None, "high", "datadog", "invoices", begun=5
    )
    db, api, job = "rds/invoices-mysql", "ecs-service/invoices-api", "ecs-service/invoices-backfill"
    database(
        c,
        db,
        "mysql 8.0.35",
        "m6g.large",
        miss=(-12, 16),
        drop=("DBLoad", "DiskQueueDepth", "SwapUsage"),
        CPUUtilization=step(31, 27, 0, 3),
    )
    c.log(
        2,
        api,
        "error",
        "(1205, 'Lock wait timeout exceeded; try restarting transaction') UPDATE invoice SET status='paid' WHERE id=%s",
        871,
    )
    c.log(
        -1,
        job,
        "info",
        "rake data:backfill_vat_code started: UPDATE invoice SET vat_code = ... WHERE vat_code IS NULL (single transaction, 9.4M rows)",
        1,
    )
    c.log(13, job, "info", "backfill_vat_code still running, rows examined 3.1M, nothing committed", 1)
    c.log(
        6,
        db,
        "info",
        "TRANSACTION 9120331, ACTIVE 402 sec fetching rows, 4120 lock struct(s), heap size 598224, 1204410 row lock(s), undo log entries 1188203; MySQL thread id 55121, query id 88 backfill updating UPDATE invoice SET vat_code",
        1,
        "error/mysql-error-running.log",
    )
    c.change(-1.5, job, "data", "ecs:RunTask", "user/p.novak", task_definition="invoices-backfill:3")
    chatter(c, api, "rails", 5)
    c.edges(f"{api} writes {db}", f"{job} writes {db}")
    c.gap("state", "AccessDeniedException", db, "pi:GetResourceMetrics")
    c.gap("metrics", "no datapoints between 13:32Z and 14:00Z", db)
    return c.fault(
        "deployment.schema_migration",
        db,
        ("deployment.schema_migration", job),
        ("db.lock_contention", db),
        ("db.lock_contention", job),
        near=("code.deadlock",),
        poor=True,
    )


def stock_stale() -> tuple[Bundle, Expected]:
    """The read replica falls behind a purge; the API released an hour ago gets the blame."""
    c = Case("db-stock-canary", 303, "2026-06-11T22:10", 120, 48, 60, "-5")
    c.titled(
        "canary stock-read-after-write failing",
        "canary/stock-read-after-write",
        "SuccessPercent < 90 for 3 datapoints",
        "high",
        "synthetic-monitor",
        "stock",
        begun=8,
    )
    writer, replica, api = "rds/stock-mysql", "rds/stock-mysql-replica-a", "ecs-service/stock-api"
    c.metric("canary/stock-read-after-write", "SuccessPercent", step(100, 0, 4, 3))
    database(
        c,
        writer,
        "mysql 8.0.39",
        "r6g.xlarge",
        600,
        WriteIOPS=step(700, 2400, -1, 3),
        CPUUtilization=step(30, 44, -1, 3),
        DBLoad=step(1.0, 1.9, -1, 3),
        BinLogDiskUsage=step(2.1e9, 6.4e9, 0, 45),
    )
    database(
        c,
        replica,
        "mysql 8.0.39",
        "r6g.large",
        600,
        ReplicaLag=line(0.2, 41, 0),
        WriteIOPS=step(690, 1450, 0, 2),
        CPUUtilization=step(34, 47, 0, 3),
        attributes={
            "multi_az": False,
            "replication_source": "stock-mysql",
            "replication_state": "replicating",
            "parameters": {"replica_parallel_workers": 0},
        },
    )
    service(c, api, 6, definition=119)
    c.change(
        -64, api, "deployment", "ecs:UpdateService", "role/stock-ci", task_definition=["stock-api:118", "stock-api:119"]
    )
    c.log(
        -1,
        "ecs-service/stock-janitor",
        "info",
        "purge movement_history older than 400d: batch=50000 est_rows=84210000",
        1,
    )
    c.log(12, "ecs-service/stock-janitor", "info", "purge movement_history progress 11.2M/84.2M rows", 1)
    c.log(9, api, "warning", "reservation {n} not found right after insert (reader endpoint)", 640)
    c.log(20, api, "error", "StaleStockError: version 7 expected, read 6 item={n}", 214)
    c.log(
        15,
        replica,
        "warning",
        "[Note] [MY-010559] [Repl] Multi-threaded replica statistics: seconds elapsed = 122; events assigned = 0; worker queues filled over overrun level = 0",
        3,
        "error/mysql-error-running.log",
    )
    chatter(c, api, "node", 8)
    my_noise(c, writer)
    c.edges(
        "canary/stock-read-after-write calls alb/stock",
        f"alb/stock calls {api}",
        f"{api} writes {writer}",
        f"{api} reads {replica}",
        f"{writer} replicates_to {replica}",
        f"ecs-service/stock-janitor writes {writer}",
    )
    c.insights(
        writer,
        [
            ("DELETE FROM movement_history WHERE at < ? LIMIT ?", 0.9, 0.6, [("io/redo_log_flush", 0.4), ("CPU", 0.4)]),
            ("UPDATE stock SET reserved = reserved + ? WHERE sku = ?", 0.5, 130.0, [("io/redo_log_flush", 0.4)]),
        ],
        [("io/redo_log_flush", 0.9), ("CPU", 0.8)],
    )
    c.alert("stock-replica-lag", replica, "alarm", 6, metric="ReplicaLag", threshold=120)
    ambience(c, "ecs-service/stock-labels", "rds/wms-pg")
    return c.fault(
        "db.replication_lag", replica, ("db.replication_lag", writer), herring=("deployment.bad_release", api)
    )


def seats_failover() -> tuple[Bundle, Expected]:
    """An Aurora failover: the application stays on the old writer, now a reader."""
    c = Case("db-seats-errors", 305, "2026-04-30T19:22", 60, 16, clock="ms")
    c.titled("CRITICAL 3 of 5", "apigateway/seats-rest", "5XXError", "critical", service="seats", begun=2)
    one, two, api = "rds/seats-aurora-a", "rds/seats-aurora-b", "ecs-service/seats-api"
    front(c, "apigateway/seats-rest", 1500, step(120, 190, 0, 2), step(0.3, 430, 0.2, 1))
    database(
        c,
        one,
        "aurora-mysql 8.0.mysql_aurora.3.05.2",
        "r6g.xlarge",
        None,
        CPUUtilization=joined((0, step(74, 74)), (2, step(6, 6)), (99, step(24, 24))),
        DatabaseConnections=joined((0, step(121, 121)), (2, step(3, 3)), (99, step(3, 112, 2, 3))),
        WriteIOPS=step(420, 3, 0, 1),
        attributes={"db_cluster": "seats-aurora", "role": "reader"},
    )
    database(
        c,
        two,
        "aurora-mysql 8.0.mysql_aurora.3.05.2",
        "r6g.xlarge",
        None,
        CPUUtilization=step(19, 8, 0, 2),
        DatabaseConnections=step(48, 31, 0, 2),
        WriteIOPS=step(2, 14, 0, 1),
        AuroraReplicaLag=18,
        attributes={"db_cluster": "seats-aurora", "role": "writer"},
    )
    service(c, api, 6)
    c.change(
        -22,
        "ecs-service/seats-web",
        "deployment",
        "ecs:UpdateService",
        "role/seats-ci",
        task_definition=["seats-web:510", "seats-web:511"],
    )
    c.event(
        -0.6,
        one,
        "failure",
        "A database workload or host problem was detected on the writer; DB instance restarted",
        "warning",
    )
    c.event(-0.2, one, "failover", "Started cross AZ failover to DB instance: seats-aurora-b")
    c.event(0.4, two, "failover", "Completed failover to DB instance: seats-aurora-b")
    c.log(
        0,
        api,
        "error",
        "com.mysql.cj.jdbc.exceptions.CommunicationsException: Communications link failure. The last packet successfully received from the server was 12 milliseconds ago.",
        402,
    )
    c.log(
        3,
        api,
        "error",
        "java.sql.SQLException: The MySQL server is running with the --read-only option so it cannot execute this statement",
        5120,
    )
    c.log(
        3.5,
        api,
        "warning",
        "HikariPool-1 - Failed to validate connection com.mysql.cj.jdbc.ConnectionImpl@{id} (No operations allowed after connection closed.)",
        84,
    )
    c.log(
        -58,
        api,
        "info",
        "JVM flags: -Xmx2g -Dsun.net.inetaddr.ttl=-1 -Dnetworkaddress.cache.ttl=-1; datasource url=jdbc:mysql://seats-aurora.cluster-c9.eu-west-1.rds.amazonaws.com:3306/seats",
    )
    c.log(5, "ecs-service/seats-web", "warning", "upstream seats-api 503, serving cached map", 911)
    chatter(c, api, "spring", 6)
    my_noise(c, one)
    c.edges(
        f"apigateway/seats-rest calls {api}",
        f"ecs-service/seats-web calls {api}",
        f"{api} writes {one}",
        f"{api} writes {two}",
        f"{two} replicates_to {one}",
    )
    ambience(c, "ecs-service/seat-pdf", "rds/venues-pg")
    return c.fault(
        "db.failover",
        one,
        ("db.failover", two),
        ("db.read_only", one),
        ("db.failover", api),
        ("app.config.value_invalid", api),
        herring=("deployment.bad_release", "ecs-service/seats-web"),
        near=("dns.record_wrong",),
    )


CASES = (
    wallet_monitor,
    members_deploy,
    backfill,
    stock_stale,
    seats_failover,
)

"""Locks, disks, maintenance, replicas and failovers."""

from __future__ import annotations

from .builder import GIB, Bundle, Case, Expected
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
    c.alert("wallet-pg-connections", db, "alarm", 5, metric="DatabaseConnections", threshold=300, comparison="GreaterThanThreshold", reason="Threshold Crossed: 3 datapoints [318.0, 344.0, 371.0] were greater than the threshold (300.0).")
    c.pg(2, db, "wallet@wallet", "LOG:  process 21877 still waiting for ShareLock on transaction 918273645 after 1000.107 ms\nDETAIL:  Process holding the lock: 20113. Wait queue: 21877, 21902, 21911.\nCONTEXT:  while updating tuple (3,41) in relation \"fee_account\"", 311)
    c.pg(9, db, "wallet@wallet", "ERROR:  canceling statement due to statement timeout\nCONTEXT:  while updating tuple (3,41) in relation \"fee_account\"", 1702)
    c.log(4, api, "error", "pq: canceling statement due to statement timeout; update fee_account balance failed tx={id}", 1688)
    c.log(-0.6, "ecs-service/wallet-settlement", "info", "settlement 2026-03-27 begin; fee_account rows=12 updated, awaiting acquirer file (sftp)", 1)
    c.log(14, "ecs-service/wallet-settlement", "warning", "acquirer file not there yet, retry 14/120 in 60s; pid=20113 tx open 900s", 1)
    chatter(c, api, "go", 7)
    pg_noise(c, db, "wallet@wallet")
    c.edges(f"alb/wallet calls {api}", f"{api} writes {db}", f"ecs-service/wallet-settlement writes {db}")
    c.insights(db, [("UPDATE fee_account SET balance = balance + $1 WHERE id = $2", 171.0, 0.4, [("Lock:transactionid", 112.0), ("Lock:tuple", 58.6)]), ("SELECT balance FROM wallet WHERE id = $1", 0.2, 88.0, [("CPU", 0.2)])],
               [("Lock:transactionid", 112.3), ("Lock:tuple", 58.9), ("CPU", 0.5)], [("wallet", 171.8)])  # fmt: skip
    ambience(c, "rds/kyc-pg", "ecs-service/kyc-docs")
    return c.fault("db.lock_contention", db, ("db.lock_contention", "ecs-service/wallet-settlement"), herring=("db.connections_exhausted", db), near=("code.deadlock",))


def members_deploy() -> tuple[Bundle, Expected]:
    """ALTER TABLE of a release waits behind a long reader and everybody waits behind it; a security group was touched too."""
    c = Case("db-members-p1", 302, "2026-02-03T15:31", 60, 13, clock="ms")
    c.titled("members-alb UnHealthyHostCount >= 1", "alb/members", "UnHealthyHostCount >= 1 for 3 datapoints", "critical", service="members", begun=4)
    db, api, job = "rds/members-pg", "ecs-service/members-api", "ecs-service/members-migrate"
    front(c, "alb/members", 2200, step(0.11, 29, 0, 2), step(0.2, 610, 1, 3))
    c.metric("alb/members", "UnHealthyHostCount", step(0, 6, 2, 2))
    database(c, db, "postgres 13.16", "m6g.large", CPUUtilization=step(29, 8, 0, 2), DBLoad=step(0.5, 96, 0, 8), DatabaseConnections=step(84, 211, 0, 8), ReadIOPS=step(300, 20, 0, 2), attributes={"parameters": {"max_connections": 400}})
    service(c, api, 6, cpu=step(35, 6, 0, 2))
    c.change(-1.2, job, "deployment", "ecs:RunTask", "role/members-ci", task_definition="members-migrate:41", command=["flyway", "migrate"], release="2026.05")
    c.change(-8, "security-group/sg-0c4fd1", "access", "ec2:RevokeSecurityGroupIngress", "role/netops", group="bastion-legacy", port=22, cidr="10.9.0.0/16")
    c.log(-0.8, job, "info", "o.f.core.internal.command.DbMigrate : Migrating schema \"public\" to version \"214 - member add tier column\"")
    c.log(-0.5, job, "info", "o.f.core.internal.command.DbMigrate : ALTER TABLE member ADD COLUMN tier text NOT NULL DEFAULT 'base' REFERENCES tier(code)")
    c.pg(1, db, "flyway@members", "LOG:  process 8841 still waiting for AccessExclusiveLock on relation 16611 of database 16402 after 1000.062 ms\nDETAIL:  Process holding the lock: 7720. Wait queue: 8841, 8852, 8853, 8855.")
    c.pg(2, db, "members@members", "LOG:  process 8852 still waiting for AccessShareLock on relation 16611 of database 16402 after 1000.091 ms at character 15", 730)
    c.log(3, api, "error", "System.TimeoutException: Npgsql.NpgsqlException (0x80004005): Exception while reading from stream ---> Timeout during reading attempt", 1420)
    c.log(4, api, "error", "HealthChecks: npgsql Unhealthy 30002ms", 36)
    chatter(c, api, "dotnet", 6, until=0)
    pg_noise(c, db, "members@members")
    c.edges(f"alb/members calls {api}", f"{api} writes {db}", f"{job} writes {db}")
    c.insights(db, [("SELECT m.id, m.email, m.status FROM member m WHERE m.id = $1", 77.0, 0.0, [("Lock:relation", 77.0)]), ("ALTER TABLE member ADD COLUMN tier text NOT NULL DEFAULT 'base' REFERENCES tier(code)", 1.0, 0.0, [("Lock:relation", 1.0)])],
               [("Lock:relation", 92.4), ("CPU", 0.2)], [("members", 91.6), ("flyway", 1.0)])  # fmt: skip
    ambience(c, "ecs-service/newsletter", "rds/newsletter-mysql")
    return c.fault("deployment.schema_migration", db, ("deployment.schema_migration", job), ("deployment.schema_migration", api), ("db.lock_contention", db), ("deployment.bad_release", job),
                   herring=("network.policy_blocked", "security-group/sg-0c4fd1"), near=("db.connections_exhausted",))  # fmt: skip


def stock_stale() -> tuple[Bundle, Expected]:
    """The read replica falls behind a purge; the API released an hour ago gets the blame."""
    c = Case("db-stock-canary", 303, "2026-06-11T22:10", 120, 48, 60, "-5")
    c.titled("canary stock-read-after-write failing", "canary/stock-read-after-write", "SuccessPercent < 90 for 3 datapoints", "high", "synthetic-monitor", "stock", begun=8)
    writer, replica, api = "rds/stock-mysql", "rds/stock-mysql-replica-a", "ecs-service/stock-api"
    c.metric("canary/stock-read-after-write", "SuccessPercent", step(100, 0, 4, 3))
    database(c, writer, "mysql 8.0.39", "r6g.xlarge", 600, WriteIOPS=step(700, 2400, -1, 3), CPUUtilization=step(30, 44, -1, 3), DBLoad=step(1.0, 1.9, -1, 3), BinLogDiskUsage=step(2.1e9, 6.4e9, 0, 45))
    database(c, replica, "mysql 8.0.39", "r6g.large", 600, ReplicaLag=line(0.2, 41, 0), WriteIOPS=step(690, 1450, 0, 2), CPUUtilization=step(34, 47, 0, 3), attributes={"multi_az": False, "replication_source": "stock-mysql", "replication_state": "replicating", "parameters": {"replica_parallel_workers": 0}})
    service(c, api, 6, definition=119)
    c.change(-64, api, "deployment", "ecs:UpdateService", "role/stock-ci", task_definition=["stock-api:118", "stock-api:119"])
    c.log(-1, "ecs-service/stock-janitor", "info", "purge movement_history older than 400d: batch=50000 est_rows=84210000", 1)
    c.log(12, "ecs-service/stock-janitor", "info", "purge movement_history progress 11.2M/84.2M rows", 1)
    c.log(9, api, "warning", "reservation {n} not found right after insert (reader endpoint)", 640)
    c.log(20, api, "error", "StaleStockError: version 7 expected, read 6 item={n}", 214)
    c.log(15, replica, "warning", "[Note] [MY-010559] [Repl] Multi-threaded replica statistics: seconds elapsed = 122; events assigned = 0; worker queues filled over overrun level = 0", 3, "error/mysql-error-running.log")
    chatter(c, api, "node", 8)
    my_noise(c, writer)
    c.edges("canary/stock-read-after-write calls alb/stock", f"alb/stock calls {api}", f"{api} writes {writer}", f"{api} reads {replica}", f"{writer} replicates_to {replica}", f"ecs-service/stock-janitor writes {writer}")
    c.insights(writer, [("DELETE FROM movement_history WHERE at < ? LIMIT ?", 0.9, 0.6, [("io/redo_log_flush", 0.4), ("CPU", 0.4)]), ("UPDATE stock SET reserved = reserved + ? WHERE sku = ?", 0.5, 130.0, [("io/redo_log_flush", 0.4)])], [("io/redo_log_flush", 0.9), ("CPU", 0.8)])
    c.alert("stock-replica-lag", replica, "alarm", 6, metric="ReplicaLag", threshold=120)
    ambience(c, "ecs-service/stock-labels", "rds/wms-pg")
    return c.fault("db.replication_lag", replica, ("db.replication_lag", writer), herring=("deployment.bad_release", api))


def listing_index() -> tuple[Bundle, Expected]:
    """CREATE INDEX at noon floods the volume."""
    c = Case("db-listing-p95", 304, "2026-05-13T11:55", 90, 33)
    c.titled("listing p95 anomaly", "alb/listing", "p95 outside band for 10 minutes", "warning", "datadog", "listing", begun=9)
    db, api = "rds/listing-pg", "ecs-service/listing-api"
    front(c, "alb/listing", 2800, step(0.2, 1.7, 0, 4), step(0.4, 3.2, 3, 4))
    database(c, db, "postgres 15.7", "m6g.xlarge", 800, ReadIOPS=step(420, 2580, 0, 2), WriteIOPS=step(330, 480, 0, 2), ReadLatency=step(0.001, 0.019, 0, 2), WriteLatency=step(0.002, 0.024, 0, 2), DiskQueueDepth=step(0.7, 48, 0, 2),
             ReadThroughput=step(1.1e7, 1.24e8, 0, 2), DBLoad=step(0.9, 9.9, 0, 3), CPUUtilization=step(31, 38, 0, 3), FreeStorageSpace=line(350 * GIB, -0.7 * GIB, 2), attributes={"storage_type": "gp3", "iops": 3000, "storage_throughput_mibps": 125})  # fmt: skip
    service(c, api, 7)
    c.change(-41, "ecs-service/listing-images", "deployment", "ecs:UpdateService", "role/listing-ci", task_definition=["listing-images:90", "listing-images:91"])
    c.pg(-0.2, db, "k.dvorak@listing", "LOG:  statement: CREATE INDEX CONCURRENTLY ix_ad_geo_price ON ad USING gist (geo, price)")
    c.pg(7, db, "listing@listing", "LOG:  duration: 2210.418 ms  execute S_4: SELECT id, title FROM ad WHERE category = $1 AND active ORDER BY bumped_at DESC LIMIT 40", 388)
    c.pg(11, db, "", "LOG:  temporary file: path \"base/pgsql_tmp/pgsql_tmp19920.14\", size 1073741824", 9)
    chatter(c, api, "rails", 8)
    pg_noise(c, db, "listing@listing", 6)
    c.edges(f"alb/listing calls {api}", f"{api} writes {db}")
    c.insights(db, [("CREATE INDEX CONCURRENTLY ix_ad_geo_price ON ad USING gist (geo, price)", 2.6, 0.0, [("IO:DataFileRead", 1.7), ("IO:BufFileWrite", 0.7)]), ("SELECT id, title FROM ad WHERE category = $1 AND active ORDER BY bumped_at DESC LIMIT 40", 4.4, 61.0, [("IO:DataFileRead", 4.1)]),
                    ("UPDATE ad SET bumped_at = now() WHERE id = $1", 1.4, 14.0, [("IO:WALSync", 0.8), ("IO:DataFileRead", 0.4)])],
               [("IO:DataFileRead", 7.1), ("IO:BufFileWrite", 0.8), ("CPU", 0.9), ("IO:WALSync", 0.9)], [("listing", 6.9), ("k.dvorak", 2.6)])  # fmt: skip
    ambience(c, "ecs-service/listing-images", "rds/geo-pg")
    return c.fault("db.maintenance_io_storm", db, ("storage.io_saturation", db), near=("db.expensive_query", "deployment.bad_release"))


def seats_failover() -> tuple[Bundle, Expected]:
    """An Aurora failover: the application stays on the old writer, now a reader."""
    c = Case("db-seats-errors", 305, "2026-04-30T19:22", 60, 16, clock="ms")
    c.titled("CRITICAL 3 of 5", "apigateway/seats-rest", "5XXError", "critical", service="seats", begun=2)
    one, two, api = "rds/seats-aurora-a", "rds/seats-aurora-b", "ecs-service/seats-api"
    front(c, "apigateway/seats-rest", 1500, step(120, 190, 0, 2), step(0.3, 430, 0.2, 1))
    database(c, one, "aurora-mysql 8.0.mysql_aurora.3.05.2", "r6g.xlarge", None, CPUUtilization=joined((0, step(74, 74)), (2, step(6, 6)), (99, step(24, 24))), DatabaseConnections=joined((0, step(121, 121)), (2, step(3, 3)), (99, step(3, 112, 2, 3))), WriteIOPS=step(420, 3, 0, 1), attributes={"db_cluster": "seats-aurora", "role": "reader"})
    database(c, two, "aurora-mysql 8.0.mysql_aurora.3.05.2", "r6g.xlarge", None, CPUUtilization=step(19, 8, 0, 2), DatabaseConnections=step(48, 31, 0, 2), WriteIOPS=step(2, 14, 0, 1), AuroraReplicaLag=18, attributes={"db_cluster": "seats-aurora", "role": "writer"})
    service(c, api, 6)
    c.change(-22, "ecs-service/seats-web", "deployment", "ecs:UpdateService", "role/seats-ci", task_definition=["seats-web:510", "seats-web:511"])
    c.event(-0.6, one, "failure", "A database workload or host problem was detected on the writer; DB instance restarted", "warning")
    c.event(-0.2, one, "failover", "Started cross AZ failover to DB instance: seats-aurora-b")
    c.event(0.4, two, "failover", "Completed failover to DB instance: seats-aurora-b")
    c.log(0, api, "error", "com.mysql.cj.jdbc.exceptions.CommunicationsException: Communications link failure. The last packet successfully received from the server was 12 milliseconds ago.", 402)
    c.log(3, api, "error", "java.sql.SQLException: The MySQL server is running with the --read-only option so it cannot execute this statement", 5120)
    c.log(3.5, api, "warning", "HikariPool-1 - Failed to validate connection com.mysql.cj.jdbc.ConnectionImpl@{id} (No operations allowed after connection closed.)", 84)
    c.log(-58, api, "info", "JVM flags: -Xmx2g -Dsun.net.inetaddr.ttl=-1 -Dnetworkaddress.cache.ttl=-1; datasource url=jdbc:mysql://seats-aurora.cluster-c9.eu-west-1.rds.amazonaws.com:3306/seats")
    c.log(5, "ecs-service/seats-web", "warning", "upstream seats-api 503, serving cached map", 911)
    chatter(c, api, "spring", 6)
    my_noise(c, one)
    c.edges(f"apigateway/seats-rest calls {api}", f"ecs-service/seats-web calls {api}", f"{api} writes {one}", f"{api} writes {two}", f"{two} replicates_to {one}")
    ambience(c, "ecs-service/seat-pdf", "rds/venues-pg")
    return c.fault("db.failover", one, ("db.failover", two), ("db.read_only", one), ("db.failover", api), herring=("deployment.bad_release", "ecs-service/seats-web"), near=("dns.record_wrong",))


def permits_write() -> tuple[Bundle, Expected]:
    """default_transaction_read_only went on with a parameter group."""
    c = Case("db-permits-post", 306, "2026-01-15T09:03", 50, 17)
    c.titled("permits-api 5xx", "alb/permits", "HTTPCode_Target_5XX_Count > 10 for 3 datapoints", "high", service="permits", begun=4)
    db, api = "rds/permits-pg", "ecs-service/permits-api"
    front(c, "alb/permits", 760, 0.16, step(0.2, 88, 0, 1))
    database(c, db, "postgres 16.4", "m6g.large", WriteIOPS=step(260, 44, 0, 1), attributes={"parameter_group": "pg16-permits", "parameters": {"max_connections": 400, "default_transaction_read_only": "1"}})
    service(c, api, 4)
    c.change(-0.7, db, "config", "rds:ModifyDBParameterGroup", "user/h.tanaka", parameter_group="pg16-permits", parameters=[{"name": "default_transaction_read_only", "value": ["0", "1"], "apply_method": "immediate"}])
    c.change(-30, api, "config", "ssm:PutParameter", "role/permits-ci", name="/permits/banner", version=14)
    c.log(1, api, "error", "django.db.utils.InternalError: cannot execute INSERT in a read-only transaction", 702)
    c.pg(1, db, "permits@permits", "ERROR:  cannot execute INSERT in a read-only transaction", 702)
    c.pg(2, db, "permits@permits", "ERROR:  cannot execute UPDATE in a read-only transaction", 188)
    c.pg(-0.3, db, "", 'LOG:  parameter "default_transaction_read_only" changed to "on"')
    chatter(c, api, "django", 6)
    pg_noise(c, db, "permits@permits", 4)
    c.edges(f"alb/permits calls {api}", f"{api} writes {db}")
    ambience(c, "ecs-service/permits-pdf", "rds/archive-pg")
    return c.fault("db.read_only", db, ("deployment.feature_flag", db), ("app.config.value_invalid", db))


def telemetry_full() -> tuple[Bundle, Expected]:
    """An abandoned replication slot keeps WAL until the storage is full."""
    c = Case("db-telemetry-30671", 307, "2026-06-02T03:18", 330, 20, 300)
    c.titled("30671", None, "Monitor status changed", "high", "datadog", None, begun=6)
    db, api = "rds/telemetry-pg", "ecs-service/telemetry-writer"
    database(c, db, "postgres 14.12", "m6g.large", 500, FreeStorageSpace=line(66 * GIB, -0.2 * GIB, -330, floor=0.0), TransactionLogsDiskUsage=line(291 * GIB, 0.2 * GIB, -330, top=357 * GIB), OldestReplicationSlotLag=line(290e9, 2.1e8, -330),
             WriteIOPS=step(880, 1.5, 0, 2), DatabaseConnections=step(66, 0, 1, 2), CPUUtilization=step(37, 2.5, 0, 3), attributes={"status": "storage-full", "max_allocated_storage_gb": None})  # fmt: skip
    c.metric("sqs/telemetry-in", "ApproximateNumberOfMessagesVisible", line(40, 900, 0))
    service(c, api, 5, cpu=step(40, 6, 0, 3))
    c.event(-170, db, "low storage", "The free storage capacity for DB Instance: telemetry-pg is low at 6% of the provisioned storage [Provisioned Storage: 500 GB, Free Storage: 31.4 GB]. You may want to increase the provisioned storage to address this issue.", "warning")
    c.event(1, db, "failure", "DB instance telemetry-pg is in the storage-full state: allocated storage has been exhausted. Allocate additional storage to resolve.", "error")
    c.event(-2000, db, "notification", "Replication slot cdc_lake is inactive")
    c.log(0.5, api, "error", "psycopg.errors.DiskFull: could not extend file \"base/16402/24877.31\": No space left on device HINT: Check free disk space.", 930)
    c.log(2, api, "error", "connection to server at telemetry-pg.c1.eu-west-1.rds.amazonaws.com, port 5432 failed: Connection refused", 4400)
    c.pg(0, db, "", "PANIC:  could not write to file \"pg_wal/xlogtemp.512\": No space left on device")
    c.change(-2010, "ecs-service/cdc-debezium", "scaling", "ecs:UpdateService", "user/d.maier", desired_count=[1, 0])
    c.change(-35, api, "deployment", "ecs:UpdateService", "role/telemetry-ci", task_definition=["telemetry-writer:60", "telemetry-writer:61"])
    chatter(c, api, "django", 6, until=0)
    c.edges(f"{api} writes {db}", f"{api} reads sqs/telemetry-in", f"ecs-service/cdc-debezium reads {db}")
    ambience(c, "rds/fleet-mysql", "ecs-service/fleet-map")
    return c.fault("storage.full", db, herring=("deployment.bad_release", api), near=("db.unreachable",))


def photos_burst() -> tuple[Bundle, Expected]:
    """gp2 burst credits are gone; the volume is down to its base rate."""
    c = Case("db-photos-alarm", 308, "2026-03-10T14:10", 240, 40, 300)
    c.titled("photos-rest latency", "apigateway/photos-rest", "Latency p95 >= 2000", "warning", service="photos", begun=10)
    db, fn = "rds/photos-mysql", "ecs-service/photos-api"
    front(c, "apigateway/photos-rest", 1200, step(230, 3300, 0, 8), step(0.4, 12, 5, 10))
    database(c, db, "mysql 8.0.36", "m6g.large", 100, BurstBalance=line(71, -0.297, -240, floor=0.0), ReadIOPS=step(470, 205, 0, 5), WriteIOPS=step(190, 95, 0, 5), ReadLatency=step(0.0012, 0.061, 0, 5), WriteLatency=step(0.0019, 0.083, 0, 5),
             DiskQueueDepth=step(1.0, 34, 0, 6), DBLoad=step(0.8, 13, 0, 8), CPUUtilization=step(27, 15, 0, 5), DatabaseConnections=step(70, 128, 0, 10), attributes={"storage_type": "gp2", "iops": 300})  # fmt: skip
    service(c, fn, 5)
    c.change(-58, fn, "deployment", "ecs:UpdateService", "role/photos-ci", task_definition=["photos-api:33", "photos-api:34"])
    c.log(12, fn, "warning", "slow query 4211ms SELECT * FROM photo WHERE album_id = ? ORDER BY taken_at", 502)
    chatter(c, fn, "node", 9)
    my_noise(c, db, 6)
    c.edges(f"apigateway/photos-rest calls {fn}", f"{fn} writes {db}")
    c.insights(db, [("SELECT * FROM photo WHERE album_id = ? ORDER BY taken_at", 7.7, 38.0, [("io/table/sql/handler", 7.3)]), ("INSERT INTO photo ( ... ) VALUES (...)", 3.0, 6.0, [("io/redo_log_flush", 2.8)])], [("io/table/sql/handler", 8.4), ("io/redo_log_flush", 3.1), ("CPU", 0.4)])
    ambience(c, "ecs-service/photos-resize", "rds/prints-pg")
    return c.fault("storage.io_saturation", db, herring=("db.expensive_query", db), near=("deployment.bad_release",))


def wraparound() -> tuple[Bundle, Expected]:
    """PostgreSQL refuses transaction ids; autovacuum fights for the last days."""
    c = Case("db-meters-ingest", 309, "2026-05-29T02:37", 300, 26, 300)
    c.titled("meters ingest lag", "sqs/meters-in", "ApproximateAgeOfOldestMessage > 600", "high", service="meters", begun=11)
    db, api = "rds/meters-pg", "ecs-service/meters-ingest"
    c.metric("sqs/meters-in", "ApproximateAgeOfOldestMessage", line(3, 60, 0))
    database(c, db, "postgres 12.19", "m6g.xlarge", 1000, MaximumUsedTransactionIDs=line(2_141_000_000, 11000, -300, top=2_144_483_647), ReadIOPS=2300, WriteIOPS=step(820, 90, 0, 3), CPUUtilization=46, attributes={"parameters": {"autovacuum_freeze_max_age": 1500000000, "autovacuum_max_workers": 3}})
    service(c, api, 4, cpu=step(44, 9, 0, 3))
    c.pg(-280, db, "meters@meters", 'WARNING:  database "meters" must be vacuumed within 6120441 transactions\nHINT:  To avoid a database shutdown, execute a database-wide VACUUM in that database.', 9120)
    c.pg(-90, db, "", 'LOG:  automatic aggressive vacuum to prevent wraparound of table "meters.public.reading_2024": index scans: 0; avg read rate: 41.212 MB/s; elapsed: 10422.30 s')
    c.pg(0.4, db, "meters@meters", 'ERROR:  database is not accepting commands to avoid wraparound data loss in database "meters"\nHINT:  Stop the postmaster and vacuum that database in single-user mode. You might also need to commit or roll back old prepared transactions, or drop stale replication slots.', 3310)
    c.log(1, api, "error", "sqlalchemy.exc.OperationalError: (psycopg2.OperationalError) database is not accepting commands to avoid wraparound data loss in database \"meters\"", 3308)
    chatter(c, api, "django", 5, until=0)
    pg_noise(c, db, "meters@meters", 6)
    c.edges(f"{api} reads sqs/meters-in", f"{api} writes {db}")
    c.insights(db, [("autovacuum: VACUUM public.reading_2025 (to prevent wraparound)", 2.4, 0.0, [("IO:DataFileRead", 1.6), ("Timeout:VacuumDelay", 0.7)])], [("IO:DataFileRead", 1.8), ("Timeout:VacuumDelay", 0.7), ("CPU", 0.4)])
    ambience(c, "rds/tariff-pg", "ecs-service/tariff-api")
    return c.fault("db.transaction_id_wraparound", db, herring=("db.maintenance_io_storm", db), near=("db.read_only", "dependency.queue_backlog"))


def backfill() -> tuple[Bundle, Expected]:
    """A backfill holds InnoDB rows; metrics miss the onset and Performance Insights is denied."""
    c = Case("db-invoices-gap", 310, "2026-02-17T13:44", 60, 20)
    c.titled("invoices-api errors above normal", "ecs-service/invoices-api", None, "high", "datadog", "invoices", begun=5)
    db, api, job = "rds/invoices-mysql", "ecs-service/invoices-api", "ecs-service/invoices-backfill"
    database(c, db, "mysql 8.0.35", "m6g.large", miss=(-12, 16), drop=("DBLoad", "DiskQueueDepth", "SwapUsage"), CPUUtilization=step(31, 27, 0, 3))
    c.log(2, api, "error", "(1205, 'Lock wait timeout exceeded; try restarting transaction') UPDATE invoice SET status='paid' WHERE id=%s", 871)
    c.log(-1, job, "info", "rake data:backfill_vat_code started: UPDATE invoice SET vat_code = ... WHERE vat_code IS NULL (single transaction, 9.4M rows)", 1)
    c.log(13, job, "info", "backfill_vat_code still running, rows examined 3.1M, nothing committed", 1)
    c.log(6, db, "info", "TRANSACTION 9120331, ACTIVE 402 sec fetching rows, 4120 lock struct(s), heap size 598224, 1204410 row lock(s), undo log entries 1188203; MySQL thread id 55121, query id 88 backfill updating UPDATE invoice SET vat_code", 1, "error/mysql-error-running.log")
    c.change(-1.5, job, "data", "ecs:RunTask", "user/p.novak", task_definition="invoices-backfill:3")
    chatter(c, api, "rails", 5)
    c.edges(f"{api} writes {db}", f"{job} writes {db}")
    c.gap("state", "AccessDeniedException", db, "pi:GetResourceMetrics")
    c.gap("metrics", "no datapoints between 13:32Z and 14:00Z", db)
    return c.fault("deployment.schema_migration", db, ("deployment.schema_migration", job), ("db.lock_contention", db), ("db.lock_contention", job), near=("code.deadlock",), poor=True)


CASES = (wallet_monitor, members_deploy, stock_stale, listing_index, seats_failover, permits_write, telemetry_full, photos_burst, wraparound, backfill)

"""Nothing wrong now: upkeep, drills and what is over."""

from __future__ import annotations

from .builder import GIB, Bundle, Case, Expected
from .parts import ambience, chatter, database, front, my_noise, pg_noise, service
from .shapes import hill, joined, saw, step


def lag_blip() -> tuple[Bundle, Expected]:
    """A replica fell behind for four minutes and caught up."""
    c = Case("db-catalog-replica", 602, "2026-05-05T09:17", 120, 40, clock="ms")
    c.titled("Monitor triggered", "rds/catalog-mysql-ro", "ReplicaLag", "warning", "datadog", None, begun=3)
    writer, replica, api = "rds/catalog-mysql", "rds/catalog-mysql-ro", "ecs-service/catalog-api"
    front(c, "alb/catalog", 2300, 0.11, 0.3)
    database(c, writer, "mysql 8.0.39", "r6g.large", WriteIOPS=hill(420, 1900, 1, 2.5))
    database(
        c,
        replica,
        "mysql 8.0.39",
        "r6g.large",
        ReplicaLag=hill(0.2, 210, 3, 2.2),
        attributes={"replication_source": "catalog-mysql", "replication_state": "replicating"},
    )
    service(c, api, 5)
    c.alert(
        "catalog-ro-lag",
        replica,
        "ok",
        8,
        metric="ReplicaLag",
        threshold=60,
        reason="ALARM at 09:20Z, OK at 09:25Z: 3 datapoints [0.21, 0.18, 0.2] were not greater than the threshold (60.0).",
    )
    c.log(0, "ecs-service/catalog-import", "info", "supplier feed 0417 applied rows=412008 in one transaction", 1)
    c.log(3, api, "warning", "replica lag 188s > 60s, routing reads to the writer", 6)
    c.log(7, api, "info", "replica back in rotation lag=0s", 6)
    c.event(-700, replica, "notification", "Replication for the Read Replica stopped", "warning")
    c.event(-698, replica, "notification", "Replication for the Read Replica resumed")
    chatter(c, api, "node", 8)
    my_noise(c, replica, 6)
    c.edges(
        f"alb/catalog calls {api}",
        f"{api} reads {replica}",
        f"{api} writes {writer}",
        f"{writer} replicates_to {replica}",
        f"ecs-service/catalog-import writes {writer}",
    )
    c.insights(
        writer,
        [
            ("SELECT * FROM product WHERE sku IN (...)", 0.6, 220.0, [("CPU", 0.5)]),
            ("SELECT * FROM price_history ORDER BY RAND() LIMIT ?", 0.2, 0.2, [("CPU", 0.2)]),
        ],
        [("CPU", 0.9), ("io/redo_log_flush", 0.2)],
        since=10,
    )
    ambience(c, "ecs-service/catalog-images", "rds/suppliers-pg")
    return c.healthy(("db.replication_lag",), ("db.replication_lag", replica))


def failover_drill() -> tuple[Bundle, Expected]:
    """A planned failover drill, over half an hour ago."""
    c = Case("db-orders-drill", 603, "2026-06-18T10:00", 60, 55)
    c.titled(
        "orders-alb 5xx",
        "alb/orders",
        "HTTPCode_Target_5XX_Count > 20 for 1 datapoint",
        "high",
        service="orders",
        begun=2,
    )
    db, api = "rds/orders-pg", "ecs-service/orders-api"
    front(
        c,
        "alb/orders",
        3100,
        hill(0.15, 2.1, 1, 1),
        joined((0, step(0.4, 0.4)), (2, step(210, 210)), (3, step(35, 35)), (99, step(0.4, 0.4))),
        hosts=8,
    )
    database(
        c,
        db,
        "postgres 15.8",
        "m6g.xlarge",
        DatabaseConnections=joined((0, step(128, 128)), (2, step(2, 2)), (99, step(40, 127, 2, 4))),
        CPUUtilization=joined((0, step(31, 31)), (2, step(4, 4)), (8, step(47, 47)), (99, step(30, 30))),
    )
    service(c, api, 8)
    c.change(
        -0.3,
        db,
        "infrastructure",
        "rds:RebootDBInstance",
        "role/gameday",
        force_failover=True,
        ticket="GAMEDAY-31 quarterly failover drill",
    )
    c.event(0, db, "failover", "Multi-AZ instance failover started.")
    c.event(1.1, db, "failover", "Multi-AZ instance failover completed")
    c.event(0.6, db, "availability", "DB instance restarted")
    c.log(
        0.3,
        api,
        "error",
        "com.zaxxer.hikari.pool.PoolBase : HikariPool-1 - Failed to validate connection (This connection has been closed.)",
        96,
    )
    c.log(
        0.6,
        api,
        "error",
        "org.postgresql.util.PSQLException: Connection to orders-pg.c1.eu-west-1.rds.amazonaws.com:5432 refused.",
        240,
    )
    c.log(3, api, "info", "HikariPool-1 - Added connection org.postgresql.jdbc.PgConnection@{id}", 61)
    c.pg(1.2, db, "", "LOG:  database system was interrupted; last known up at 2026-06-18 10:00:14 UTC")
    c.pg(1.4, db, "", "LOG:  database system is ready to accept connections")
    c.alert("orders-5xx", "alb/orders", "ok", 5, metric="HTTPCode_Target_5XX_Count", threshold=20)
    chatter(c, api, "spring", 12)
    pg_noise(c, db, "orders@orders")
    c.edges(f"alb/orders calls {api}", f"{api} writes {db}")
    ambience(c, "ecs-service/orders-pdf", "rds/returns-pg")
    return c.healthy(("db.failover",), ("db.failover", db))


def backup_window() -> tuple[Bundle, Expected]:
    """Write latency in the backup window, as each night; nobody waits."""
    c = Case("db-crm-writes", 605, "2026-04-22T03:30", 150, 24)
    c.titled(
        "crm-mysql WriteLatency",
        "rds/crm-mysql",
        "WriteLatency > 0.01 for 5 datapoints",
        "warning",
        service="crm",
        begun=6,
    )
    db, api = "rds/crm-mysql", "ecs-service/crm-web"
    window = step(0.0018, 0.0135, 0.5, 1, 18)
    front(c, "alb/crm", 64, 0.21, 0.05, normal=(66, 0.21))
    database(
        c,
        db,
        "mysql 8.0.35",
        "m5.large",
        300,
        WriteLatency=window,
        normal={"WriteLatency": step(0.0018, 0.014, 0.5, 1, 17), "ReadIOPS": step(60, 900, 0.5, 1, 17)},
        ReadIOPS=step(60, 880, 0.5, 1, 18),
        DiskQueueDepth=step(0.3, 6, 0.5, 1, 18),
        attributes={"multi_az": False, "backup_window": "03:30-04:00"},
    )
    service(c, api, 2)
    c.event(0.3, db, "backup", "Backing up DB instance")
    c.event(18.4, db, "backup", "Finished DB Instance backup")
    c.event(-1440, db, "backup", "Backing up DB instance")
    c.event(-1422, db, "backup", "Finished DB Instance backup")
    c.alert(
        "crm-mysql WriteLatency",
        db,
        "ok",
        19,
        metric="WriteLatency",
        threshold=0.01,
        count=88,
        reason="ALARM 03:36Z, OK 03:49Z; 12 transitions in the last 6 days between 03:30Z and 04:00Z",
    )
    c.log(
        8,
        db,
        "warning",
        "[Note] [MY-012457] [InnoDB] page_cleaner: 1000ms intended loop took 5210ms. The settings might not be optimal. ((flushed=1022 and evicted=0, during the time.)",
        3,
        "error/mysql-error-running.log",
    )
    chatter(c, api, "rails", 7)
    my_noise(c, db)
    c.edges(f"alb/crm calls {api}", f"{api} writes {db}")
    ambience(c, "ecs-service/crm-sync", "rds/forms-pg")
    return c.healthy(("db.maintenance_io_storm", "storage.io_saturation"), ("db.maintenance_io_storm", db))


def big_disk() -> tuple[Bundle, Expected]:
    """An absolute threshold on a volume that has been steady for weeks and is three quarters empty."""
    c = Case("db-archive-space", 607, "2026-05-25T06:00", 350, 10, 300)
    c.titled(
        "archive-pg FreeStorageSpace low",
        "rds/archive-pg",
        "FreeStorageSpace < 3298534883328 for 1 datapoint",
        "critical",
        service="archive",
        begun=0,
    )
    db = "rds/archive-pg"
    database(
        c,
        db,
        "postgres 16.3",
        "m6g.large",
        4000,
        FreeStorageSpace=3051 * GIB,
        normal={"FreeStorageSpace": 3054 * GIB},
        WriteIOPS=22,
        CPUUtilization=7,
    )
    service(c, "ecs-service/archive-api", 2, cpu=8)
    front(c, "alb/archive", 22, 0.3, 0.02)
    c.change(
        -12,
        "alarm/archive-pg-free",
        "config",
        "cloudwatch:PutMetricAlarm",
        "role/terraform",
        name="archive-pg FreeStorageSpace low",
        threshold=[429496729600, 3298534883328],
    )
    c.event(-900, db, "backup", "Finished DB Instance backup")
    c.event(
        -4300,
        "rds/archive-pg-old",
        "low storage",
        "The free storage capacity for DB Instance: archive-pg-old is low at 9% of the provisioned storage. You may want to increase the provisioned storage to address this issue.",
        "warning",
    )
    c.log(
        -80,
        "ecs-service/archive-api",
        "warning",
        "OSError: [Errno 28] No space left on device: '/tmp/render-{id}' (retried on worker 2, ok)",
        1,
    )
    pg_noise(c, db, "archive@archive", 7)
    c.edges("alb/archive calls ecs-service/archive-api", f"ecs-service/archive-api reads {db}")
    ambience(c, "ecs-service/archive-ocr", "rds/scans-pg")
    return c.healthy(("storage.full",), ("storage.full", db), "healthy.threshold_noise")


def vacuum_at_work() -> tuple[Bundle, Expected]:
    """Autovacuum works within its cost limit; reads rise, nobody is slower."""
    c = Case("db-ride-iops", 608, "2026-06-27T16:30", 120, 35)
    c.titled(
        "Monitor triggered",
        "rds/ride-pg",
        "change(avg(last_15m),last_1h):avg:aws.rds.read_iops > 700",
        "warning",
        "datadog",
        "ride",
        begun=9,
    )
    db, api = "rds/ride-pg", "ecs-service/ride-api"
    work = saw(300, 1150, 58, 21, -56)
    front(c, "alb/ride", 5100, 0.098, 0.6, normal=(5090, 0.097))
    database(
        c,
        db,
        "postgres 15.7",
        "r6g.xlarge",
        900,
        ReadIOPS=work,
        normal={"ReadIOPS": saw(300, 1120, 58, 21, -49), "ReadLatency": 0.0009},
        DBLoad=1.2,
        attributes={"iops": 12000, "storage_type": "gp3"},
    )
    service(c, api, 9)
    c.pg(
        -35,
        db,
        "",
        'LOG:  automatic vacuum of table "ride.public.position": index scans: 1, pages: 0 removed, 2210448 remain, tuples: 8120331 removed, 91002117 remain, 0 are dead but not yet removable; avg read rate: 6.811 MB/s, avg write rate: 4.209 MB/s; elapsed: 1241.77 s',
    )
    c.pg(
        22,
        db,
        "",
        'LOG:  automatic vacuum of table "ride.public.position": index scans: 1, pages: 0 removed, 2214002 remain, tuples: 8090220 removed, 91044310 remain, 0 are dead but not yet removable; avg read rate: 6.790 MB/s, avg write rate: 4.111 MB/s; elapsed: 1236.02 s',
    )
    c.pg(12, db, "", 'ERROR:  canceling autovacuum task\nCONTEXT:  automatic vacuum of table "ride.public.promo"')
    c.log(-14, api, "error", "pq: deadlock detected (retry 1/3 ok) trip={id}", 2)
    chatter(c, api, "go", 9)
    pg_noise(c, db, "ride@ride", 6)
    c.edges(f"alb/ride calls {api}", f"{api} writes {db}")
    c.insights(
        db,
        [
            ("autovacuum: VACUUM public.position", 0.4, 0.0, [("IO:DataFileRead", 0.2), ("Timeout:VacuumDelay", 0.2)]),
            ("INSERT INTO position VALUES ($1,$2,$3,$4)", 0.4, 1450.0, [("IO:XactSync", 0.2), ("CPU", 0.2)]),
        ],
        [("CPU", 0.6), ("IO:DataFileRead", 0.3), ("Timeout:VacuumDelay", 0.2), ("IO:XactSync", 0.2)],
    )
    ambience(c, "rds/driver-docs-pg", "ecs-service/ride-eta")
    return c.healthy(("db.maintenance_io_storm", "storage.io_saturation"), ("db.maintenance_io_storm", db))


def test_alarm() -> tuple[Bundle, Expected]:
    """Somebody set the alarm by hand to try the pager."""
    c = Case("db-toll-pager", 609, "2026-01-30T14:02", 90, 8, clock="ms")
    c.titled(
        "toll-aurora-writer-down", "rds/toll-aurora-1", "CPUUtilization missing", "critical", service="toll", begun=0
    )
    db, api = "rds/toll-aurora-1", "ecs-service/toll-api"
    front(c, "alb/toll", 900, 0.13, 0.3)
    database(c, db, "aurora-mysql 8.0.mysql_aurora.3.05.2", "r6g.large", None, attributes={"db_cluster": "toll-aurora"})
    service(c, api, 4)
    c.alert(
        "toll-aurora-writer-down",
        db,
        "ok",
        2,
        metric="CPUUtilization",
        threshold=1,
        reason="[pager test NOC-118] set by hand; next evaluation returned it to OK",
        count=1,
    )
    c.change(
        0,
        "alarm/toll-aurora-writer-down",
        "other",
        "cloudwatch:SetAlarmState",
        "user/noc-shift-b",
        state="ALARM",
        reason="[pager test NOC-118] please ignore",
    )
    c.event(-3100, db, "failover", "Completed failover to DB instance: toll-aurora-1")
    c.log(
        -31,
        api,
        "warning",
        "com.mysql.cj.jdbc.exceptions.CommunicationsException: Communications link failure (pool evicted 1, retried)",
        1,
    )
    chatter(c, api, "spring", 8)
    my_noise(c, db, 7)
    c.edges(f"alb/toll calls {api}", f"{api} writes {db}")
    ambience(c, "ecs-service/toll-ocr", "rds/plates-mysql")
    return c.healthy((), ("db.failover", db), "healthy.expected_signal")


def cache_flap() -> tuple[Bundle, Expected]:
    """A cache node was replaced an hour ago and is warm again."""
    c = Case("db-menu-cache", 611, "2026-05-08T11:00", 45, 70, clock="2")
    c.titled(
        "menu-alb latency p95",
        "alb/menu",
        "TargetResponseTime p95 > 0.5 for 3 datapoints",
        "high",
        service="menu",
        begun=3,
    )
    db, api, cache = "rds/menu-pg", "ecs-service/menu-api", "elasticache/menu-redis-001"
    front(c, "alb/menu", 3700, step(0.07, 0.9, 0, 2, 8, 10), step(0.4, 8, 0.5, 1, 7, 3))
    database(
        c,
        db,
        "postgres 15.6",
        "m6g.xlarge",
        CPUUtilization=step(18, 79, 0, 2, 8, 12),
        DBLoad=step(0.5, 5.2, 0, 2, 8, 12),
        ReadIOPS=step(90, 800, 0, 2, 8, 10),
    )
    c.metric(cache, "CacheHits", step(17500, 1200, 0, 1, 6, 14))
    c.metric(cache, "CacheMisses", step(210, 16400, 0, 1, 6, 14))
    c.metric(cache, "CurrItems", step(301000, 2000, 0, 1, 5, 16))
    c.metric(cache, "EngineCPUUtilization", saw(31, 66, 10, 1, -44))
    c.alert(
        "menu-redis-engine-cpu",
        cache,
        "ok",
        61,
        metric="EngineCPUUtilization",
        threshold=65,
        count=44,
        reason="flapping: 44 transitions in 24 h (RDB snapshot every 10 minutes)",
    )
    c.alert("menu-alb latency p95", "alb/menu", "ok", 18, metric="TargetResponseTime", threshold=0.5)
    service(c, api, 7)
    c.event(-0.5, cache, "RecoverCacheNodes", "Recovering cache nodes 0001", "warning")
    c.event(4, cache, "RecoverCacheNodesComplete", "Finished recovery for cache nodes 0001")
    c.log(
        0.5,
        api,
        "error",
        "redis.exceptions.ConnectionError: Error 111 connecting to menu-redis-001.x1.euw1.cache.amazonaws.com:6379. Connection refused.",
        904,
    )
    c.log(22, api, "info", "cache warm: hit ratio 0.98 (60 s)", 7)
    chatter(c, api, "django", 10)
    pg_noise(c, db, "menu@menu", 6)
    c.edges(f"alb/menu calls {api}", f"{api} reads {cache}", f"{api} reads {db}")
    c.insights(db, [("SELECT * FROM dish WHERE menu_id = $1", 0.3, 38.0, [("CPU", 0.3)])], [("CPU", 0.5)], since=35)
    ambience(c, "ecs-service/menu-photos", "rds/tables-pg")
    return c.healthy(("dependency.cache_failure",), ("dependency.cache_failure", cache))


CASES = (
    lag_blip,
    failover_drill,
    backup_window,
    big_disk,
    vacuum_at_work,
    test_alarm,
    cache_flap,
)

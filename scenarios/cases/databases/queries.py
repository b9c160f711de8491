"""Statements, releases and demand that load a database."""

from __future__ import annotations

from .builder import Bundle, Case, Expected
from .parts import ambience, chatter, database, front, function, my_noise, pg_noise, service
from .shapes import line, step


def booking_latency() -> tuple[Bundle, Expected]:
    """An index dropped in a clean-up: one lookup scans; an unrelated release went out minutes before."""
    c = Case("db-booking-latency", 201, "2026-03-04T11:07", 120, 22, clock="ms")
    c.titled(
        "booking-http IntegrationLatency p95",
        "apigateway/booking-http",
        "Latency p95 > 1500 for 5 datapoints within 5 minutes",
        "high",
        service="booking",
        begun=6,
    )
    db, api = "rds/booking-pg-writer", "ecs-service/booking-core"
    front(c, "apigateway/booking-http", 4200, step(170, 3900, 0, 4), step(1, 95, 2, 5), normal=(4180, 168))
    database(c, db, "aurora-postgresql 15.8", "r6g.2xlarge", None, CPUUtilization=step(34, 98.5, 0, 3), DBLoad=step(1.8, 31, 0, 4), DatabaseConnections=step(130, 214, 0, 8),
             ReadIOPS=step(200, 420, 0, 3), attributes={"db_cluster": "booking-pg", "parameters": {"max_connections": 3000}})  # fmt: skip
    service(c, api, 12, cpu=step(41, 30, 0, 3), definition=88)
    service(c, "ecs-service/booking-widget", 4, definition=301)
    c.change(
        -6,
        "ecs-service/booking-widget",
        "deployment",
        "ecs:UpdateService",
        "role/booking-ci",
        task_definition=["booking-widget:300", "booking-widget:301"],
    )
    c.event(
        -3,
        "ecs-service/booking-widget",
        "SERVICE_STEADY_STATE",
        "(service booking-widget) has reached a steady state.",
        "normal",
    )
    c.pg(-0.5, db, "dba_hk@booking", "LOG:  statement: DROP INDEX CONCURRENTLY IF EXISTS ix_reservation_guest_email")
    c.pg(-0.2, db, "dba_hk@booking", "LOG:  statement: DROP INDEX CONCURRENTLY IF EXISTS ix_reservation_legacy_ref")
    c.pg(
        3,
        db,
        "booking@booking",
        "LOG:  duration: 4127.883 ms  execute <unnamed>: SELECT id, state, checkin FROM reservation WHERE guest_email = $1 AND state <> 'void'",
        1904,
    )
    c.log(
        5,
        api,
        "error",
        "java.sql.SQLTimeoutException: statement timed out after 10s [SELECT r FROM Reservation r WHERE r.guestEmail = ?]",
        74,
    )
    chatter(c, api, "spring", 8)
    chatter(c, "ecs-service/booking-widget", "node", 5)
    pg_noise(c, db, "booking@booking")
    c.edges(
        f"apigateway/booking-http calls {api}",
        "apigateway/booking-http calls ecs-service/booking-widget",
        f"{api} writes {db}",
    )
    c.insights(db, [("SELECT id, state, checkin FROM reservation WHERE guest_email = $1 AND state <> 'void'", 27.6, 6.9, [("CPU", 26.1), ("LWLock:BufferMapping", 1.3)]),
                    ("SELECT room_id, price FROM rate WHERE hotel_id = $1 AND night = ANY($2)", 1.1, 212.0, [("CPU", 1.0)]), ("UPDATE reservation SET state = $1 WHERE id = $2", 0.3, 18.0, [("IO:XactSync", 0.2)])],
               [("CPU", 28.4), ("LWLock:BufferMapping", 1.4), ("IO:XactSync", 0.4)], [("booking", 30.1)], [("10.30.2.41", 2.6), ("10.30.2.77", 2.5)])  # fmt: skip
    ambience(c, "rds/hotel-media-mysql", "ecs-service/hotel-media")
    return c.fault(
        "db.expensive_query",
        db,
        ("deployment.schema_migration", db),
        herring=("deployment.bad_release", "ecs-service/booking-widget"),
        near=("compute.cpu_saturation",),
    )


def freight_board() -> tuple[Bundle, Expected]:
    """Somebody runs a report against the writer; a mild campaign is the loud thing."""
    c = Case("db-freight-board", 202, "2026-06-16T08:33", 60, 31)
    c.titled(
        "[Triggered] APM p90 web.request on freight-board",
        "ecs-service/freight-board",
        "avg(last_5m):p90:trace.rails.request{env:prod} > 1.2",
        "warning",
        "datadog",
        "freight-board",
        begun=5,
    )
    db, web = "rds/freight-mysql", "ecs-service/freight-board"
    front(c, "alb/freight", step(1500, 1720, -25, 10), step(0.28, 2.4, 0, 5), step(0.3, 11, 2, 4))
    database(c, db, "mysql 8.0.36", "r5.xlarge", 500, CPUUtilization=step(29, 86, 0, 2), ReadIOPS=step(320, 5900, 0, 3), ReadLatency=step(0.0011, 0.0049, 0, 3), DiskQueueDepth=step(0.5, 21, 0, 3),
             DBLoad=step(1.1, 9.6, 0, 3), FreeStorageSpace=line(231 * 1024.0**3, -0.9 * 1024.0**3, 1), attributes={"parameters": {"max_connections": 2600}, "iops": 6000, "storage_type": "gp3"})  # fmt: skip
    service(c, web, 6)
    c.change(
        -26, "flag/spring-promo-banner", "flag", "launchdarkly:toggle", "user/marketing-ops", enabled=[False, True]
    )
    c.log(-20, "alb/freight", "info", "campaign utm=spring-rates seen in 11% of requests", 1)
    c.log(
        4,
        web,
        "error",
        "ActiveRecord::StatementTimeout (Mysql2::Error: Query execution was interrupted, maximum statement execution time exceeded): SELECT `loads`.* FROM `loads` WHERE `loads`.`carrier_id` = ?",
        31,
    )
    c.log(
        12,
        db,
        "info",
        "# Query_time: 611.204  Lock_time: 0.000  Rows_sent: 0  Rows_examined: 918230441 -- user metabase_ro[metabase_ro] @ [10.44.0.19]: SELECT l.lane, DATE(s.at), AVG(s.delay_min) FROM stops s JOIN loads l ON DATE(l.created_at) = DATE(s.at) GROUP BY 1, 2",
        2,
        "slowquery/mysql-slowquery.log",
    )
    chatter(c, web, "rails", 8)
    my_noise(c, db)
    c.edges(f"alb/freight calls {web}", f"{web} writes {db}", f"ecs-service/metabase reads {db}")
    c.insights(db, [("SELECT `l` . `lane` , DATE ( `s` . `at` ) , AVG ( `s` . `delay_min` ) FROM `stops` `s` JOIN `loads` `l` ON DATE ( `l` . `created_at` ) = DATE ( `s` . `at` ) GROUP BY ?, ?", 7.4, 0.003, [("io/table/sql/handler", 4.4), ("CPU", 2.8)]),
                    ("SELECT `loads` . * FROM `loads` WHERE `loads` . `carrier_id` = ?", 1.2, 61.0, [("CPU", 0.6), ("io/table/sql/handler", 0.5)])],
               [("io/table/sql/handler", 5.1), ("CPU", 3.6), ("synch/mutex/innodb/buf_pool_mutex", 0.4)], [("metabase_ro", 7.4), ("freight", 1.9)], [("10.44.0.19", 7.4), ("10.44.1.8", 0.4)])  # fmt: skip
    ambience(c, "ecs-service/metabase", "rds/telematics-pg")
    return c.fault(
        "db.expensive_query",
        db,
        ("db.expensive_query", "ecs-service/metabase"),
        herring=("traffic.surge", "alb/freight"),
        near=("storage.io_saturation", "compute.cpu_saturation"),
    )


def courses_lb() -> tuple[Bundle, Expected]:
    """A release loads lesson by lesson: forty times the calls for the same requests."""
    c = Case("db-courses-lb", 203, "2026-05-06T16:48", 90, 27)
    c.titled("#53109", "alb/courses", "TargetResponseTime", "high", service="courses", begun=7)
    db, api = "rds/courses-pg", "ecs-service/courses-api"
    front(c, "alb/courses", 3300, step(0.19, 2.7, 1, 4), step(0.4, 26, 4, 4), normal=(3340, 0.185))
    database(c, db, "postgres 14.13", "m6g.xlarge", CPUUtilization=step(27, 91, 1, 4), DBLoad=step(0.9, 11.8, 1, 4), DatabaseConnections=step(92, 150, 1, 6), NetworkTransmitThroughput=step(4.1e6, 5.2e7, 1, 4),
             attributes={"parameters": {"max_connections": 420}})  # fmt: skip
    service(c, api, 10, cpu=step(38, 66, 1, 4), definition=145)
    c.change(
        -2.5,
        api,
        "deployment",
        "ecs:UpdateService",
        "role/courses-ci",
        task_definition=["courses-api:144", "courses-api:145"],
        commit="c41d9e0",
        image="courses-api:2026.05.06-3",
    )
    c.event(
        3,
        api,
        "SERVICE_DEPLOYMENT_COMPLETED",
        "(service courses-api) (deployment ecs-svc/5521048) deployment completed.",
        "normal",
    )
    c.event(
        -260,
        db,
        "notification",
        "Storage size 200 GiB is approaching the maximum storage threshold 220 GiB. Increase the maximum storage threshold.",
        "warning",
    )
    c.log(
        4,
        api,
        "warning",
        "django.db.backends slow request GET /api/v2/courses/{n}/outline queries=412 sql_ms=1893",
        903,
    )
    c.log(-30, api, "info", "request GET /api/v2/courses/{n}/outline queries=9 sql_ms=31", 44)
    chatter(c, api, "django", 7)
    pg_noise(c, db, "courses@courses", 7)
    c.edges(f"alb/courses calls {api}", f"{api} writes {db}")
    c.insights(db, [("SELECT id, title, position FROM lesson WHERE section_id = $1 ORDER BY position", 8.9, 14920.0, [("CPU", 8.6)]),
                    ("SELECT count(*) FROM enrolment WHERE cohort_id = $1", 0.8, 6.1, [("CPU", 0.5), ("IO:DataFileRead", 0.3)]), ("SELECT id FROM section WHERE course_id = $1", 0.6, 410.0, [("CPU", 0.6)])],
               [("CPU", 10.4), ("Client:ClientRead", 0.7), ("IO:DataFileRead", 0.4)], [("courses", 11.1)], [("10.21.3.4", 1.2), ("10.21.3.9", 1.1)])  # fmt: skip
    c.state(
        db,
        "performance_insights_reference",
        window="same hour last week",
        top_sql=[
            {
                "statement": "SELECT id, title, position FROM lesson WHERE section_id = $1 ORDER BY position",
                "db_load_avg": 0.22,
                "calls_per_sec": 365.0,
            }
        ],
    )
    ambience(c, "ecs-service/video-encoder", "rds/video-pg")
    return c.fault(
        "deployment.bad_release",
        api,
        ("code.slow_path", api),
        herring=("storage.full", db),
        near=("db.expensive_query", "compute.cpu_saturation", "traffic.surge"),
    )


def flashsale() -> tuple[Bundle, Expected]:
    """Demand itself: five times the orders, every statement grows alike."""
    c = Case("db-drops-shop", 204, "2026-02-20T18:00", 80, 19)
    c.titled(
        "SLO burn: drops-shop availability 14.4x",
        "alb/drops-shop",
        "error budget burn rate 14.4 over 5m and 1h",
        "critical",
        "prometheus",
        "drops-shop",
        begun=5,
    )
    db, api = "rds/drops-aurora-0", "ecs-service/drops-shop"
    front(
        c, "alb/drops-shop", step(5200, 27400, -1, 3), step(0.16, 4.8, 1, 4), step(0.6, 1900, 3, 4), normal=(5150, 0.16)
    )
    database(c, db, "aurora-postgresql 16.2", "r6g.xlarge", None, CPUUtilization=step(26, 97, 0, 3), DBLoad=step(0.9, 14, 0, 3), DatabaseConnections=step(88, 310, 0, 5), WriteIOPS=step(300, 1480, 0, 3),
             normal={"CPUUtilization": 26.0}, attributes={"db_cluster": "drops-aurora", "parameters": {"max_connections": 2000}})  # fmt: skip
    service(c, api, 20, cpu=step(31, 93, 0, 3))
    c.change(
        -95,
        "ecs-service/drops-gallery",
        "deployment",
        "ecs:UpdateService",
        "role/drops-ci",
        task_definition=["drops-gallery:17", "drops-gallery:18"],
    )
    c.event(
        2,
        api,
        "SCALING_ACTIVITY",
        "Successfully set desired count to 20. Change successfully fulfilled by ecs. Cause: monitor alarm TargetTracking-service/main/drops-shop",
        "normal",
    )
    c.pg(
        -14,
        db,
        "",
        'LOG:  automatic vacuum of table "drops.public.cart_item": index scans: 1, pages: 0 removed, 88121 remain; avg read rate: 24.102 MB/s; elapsed: 41.7 s',
    )
    c.pg(
        6,
        db,
        "",
        'LOG:  automatic vacuum of table "drops.public.order_line": index scans: 1, pages: 0 removed, 41207 remain; elapsed: 33.9 s',
    )
    c.log(
        5, api, "error", 'level=error msg="place order" err="context deadline exceeded" route=/orders trace={id}', 2210
    )
    c.log(0.5, api, "info", 'level=info msg="drop opened" drop=aurora-runner-2 waitlist=81204')
    chatter(c, api, "go", 7)
    pg_noise(c, db, "drops@drops")
    c.edges(f"alb/drops-shop calls {api}", f"{api} writes {db}")
    c.insights(db, [("SELECT stock FROM sku WHERE id = $1", 3.9, 2140.0, [("CPU", 3.7)]), ("INSERT INTO cart_item (cart, sku, qty) VALUES ($1,$2,$3)", 3.4, 980.0, [("CPU", 2.1), ("IO:XactSync", 1.0)]),
                    ("SELECT * FROM customer WHERE id = $1", 3.1, 2030.0, [("CPU", 3.0)]), ("INSERT INTO orders (...) VALUES (...)", 2.0, 310.0, [("IO:XactSync", 1.1), ("CPU", 0.9)])],
               [("CPU", 11.2), ("IO:XactSync", 2.3)], [("drops", 13.6)])  # fmt: skip
    ambience(c, "rds/drops-cms-mysql", "ecs-service/drops-cms")
    return c.fault("traffic.surge", "alb/drops-shop", ("traffic.surge", api), ("traffic.surge", db), ("compute.cpu_saturation", db), ("compute.cpu_saturation", api),
                   ("compute.autoscaling_at_max", api), near=("db.expensive_query", "db.maintenance_io_storm"))  # fmt: skip


def news_cache() -> tuple[Bundle, Expected]:
    """The cache lost its content when a node was replaced; the database takes the reads. A release is near."""
    c = Case("db-newsroom-5xx", 205, "2026-04-14T07:12", 70, 18, clock="ms")
    c.titled(
        "newsroom-edge-5xx", "alb/newsroom", "HTTPCode_Target_5XX_Count > 60", "critical", service="newsroom", begun=4
    )
    db, api, cache = "rds/newsroom-pg", "ecs-service/article-api", "elasticache/newsroom-redis-001"
    front(c, "alb/newsroom", 9200, step(0.06, 1.9, 0, 3), step(0.8, 340, 1, 3), normal=(9100, 0.06))
    database(
        c,
        db,
        "postgres 16.3",
        "m6g.xlarge",
        CPUUtilization=step(16, 96, 0, 3),
        DBLoad=step(0.4, 17, 0, 3),
        DatabaseConnections=step(64, 181, 0, 4),
        ReadIOPS=step(60, 940, 0, 2),
        attributes={"parameters": {"max_connections": 420}},
    )
    for name, curve in (("CacheHits", step(44000, 900, -0.5, 1)), ("CacheMisses", step(380, 41000, -0.5, 1)), ("CurrItems", step(812000, 300, -0.7, 0.6)), ("DatabaseMemoryUsagePercentage", step(71, 2.1, -0.7, 0.6)),
                        ("EngineCPUUtilization", step(22, 14, 0, 1)), ("CurrConnections", step(124, 88, -0.5, 1))):  # fmt: skip
        c.metric(cache, name, curve)
    service(c, api, 14, cpu=step(33, 52, 0, 3), definition=77)
    c.event(-1, cache, "RecoverCacheNodes", "Recovering cache nodes 0001", "warning")
    c.event(1.5, cache, "RecoverCacheNodesComplete", "Finished recovery for cache nodes 0001")
    c.change(
        -15,
        api,
        "deployment",
        "ecs:UpdateService",
        "role/newsroom-ci",
        task_definition=["article-api:76", "article-api:77"],
    )
    c.event(
        -10,
        api,
        "SERVICE_DEPLOYMENT_COMPLETED",
        "(service article-api) (deployment ecs-svc/9022) deployment completed.",
        "normal",
    )
    c.log(
        0.2,
        api,
        "warning",
        "redis.exceptions.ConnectionError: Error 104 while writing to socket. Connection reset by peer.",
        214,
    )
    c.log(
        3,
        api,
        "warning",
        "cache get article:{n} failed, falling back to database: redis.exceptions.ReadOnlyError: You can't write against a read only replica.",
        9120,
    )
    c.log(
        4,
        api,
        "error",
        "sqlalchemy.exc.TimeoutError: QueuePool limit of size 10 overflow 3 reached, connection timed out, timeout 5.00",
        1288,
    )
    chatter(c, api, "django", 7)
    pg_noise(c, db, "news@news")
    c.edges(f"alb/newsroom calls {api}", f"{api} reads {cache}", f"{api} reads {db}")
    c.state(
        cache,
        "elasticache_node",
        engine="redis",
        engine_version="7.1",
        node_type="cache.r6g.large",
        role="replica",
        status="available",
        cluster_mode=False,
        automatic_failover="disabled",
    )
    c.insights(db, [("SELECT id, body, slug FROM article WHERE slug = $1", 12.4, 690.0, [("CPU", 11.0), ("IO:DataFileRead", 1.2)]), ("SELECT a.id FROM article a JOIN tag_map t ON t.article_id = a.id WHERE t.tag = $1", 3.2, 155.0, [("CPU", 3.0)])],
               [("CPU", 14.6), ("IO:DataFileRead", 1.7)], [("news", 16.5)])  # fmt: skip
    ambience(c, "ecs-service/push-sender", "rds/comments-pg")
    return c.fault(
        "dependency.cache_failure",
        cache,
        ("dependency.cache_failure", api),
        herring=("deployment.bad_release", api),
        near=("db.expensive_query", "db.connections_exhausted"),
    )


def fares_scaledown() -> tuple[Bundle, Expected]:
    """The instance was made smaller at night; the ordinary morning peak is too much."""
    c = Case("db-fares-morning", 206, "2026-06-23T06:50", 340, 45, 300)
    c.titled("Monitor triggered", "apigateway/fares-rest", None, "high", "datadog", "fares", begun=12)
    db, fn = "rds/fares-mysql", "lambda/fares-search"
    morning = lambda m: 900 + 2900 / (1 + 2.718 ** (-(m + 20) / 25))  # noqa: E731
    front(c, "apigateway/fares-rest", morning, step(210, 2600, -5, 20), step(0.5, 60, 5, 15), normal=(morning, 208))
    database(c, db, "mysql 8.0.35", "r6g.large", 400, CPUUtilization=lambda m: min(99.0, 20 + 85 / (1 + 2.718 ** (-(m + 20) / 14))), normal={"CPUUtilization": lambda m: 7 + 22 / (1 + 2.718 ** (-(m + 20) / 25))},
             DBLoad=step(0.7, 9.2, -15, 25), DatabaseConnections=lambda m: 60 + 90 / (1 + 2.718 ** (-(m + 20) / 25)), attributes={"parameters": {"max_connections": 1000}})  # fmt: skip
    function(c, fn, morning, step(170, 2300, -5, 20), step(0.2, 40, 5, 10), step(18, 190, -10, 20))
    c.change(
        -312,
        db,
        "scaling",
        "rds:ModifyDBInstance",
        "role/finops-rightsizer",
        db_instance_class=["db.r6g.2xlarge", "db.r6g.large"],
        apply_immediately=True,
    )
    c.event(-310, db, "configuration change", "Applying modification to database instance class")
    c.event(-301, db, "failover", "Multi-AZ instance failover completed")
    c.event(-296, db, "configuration change", "Finished applying modification to DB instance class")
    c.log(-10, "apigateway/fares-rest", "info", "usage plan partner-gold: 92% of daily burst reached", 3)
    c.log(9, fn, "error", "Task timed out after 3.00 seconds", 212, "/aws/lambda/fares-search")
    chatter(c, fn, "lambda", 7)
    my_noise(c, db)
    c.edges(f"apigateway/fares-rest calls {fn}", f"{fn} reads {db}")
    c.insights(
        db,
        [
            ("SELECT * FROM fare WHERE origin = ? AND dest = ? AND day = ?", 4.9, 410.0, [("CPU", 4.8)]),
            ("SELECT * FROM rule WHERE fare_id IN (...)", 3.0, 402.0, [("CPU", 2.9)]),
        ],
        [("CPU", 8.6), ("synch/rwlock/innodb/btr_search_latch", 0.3)],
        [("fares", 9.0)],
    )
    ambience(c, "rds/crew-mysql", "lambda/seat-maps")
    return c.fault(
        "deployment.scaling_change",
        db,
        ("compute.cpu_saturation", db),
        herring=("traffic.surge", "apigateway/fares-rest"),
        near=("db.expensive_query",),
    )


CASES = (booking_latency, freight_board, courses_lb, flashsale, news_cache, fares_scaledown)

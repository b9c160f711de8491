"""One database spends itself on statements, credits or housekeeping."""

from __future__ import annotations

from .neighbours import surround
from .recording import Case, Recording


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
        60,
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
        "LOG:  duration: 412.118 ms  execute <unnamed>: SELECT o.id, o.price_minor FROM offers o WHERE o.market = $1 AND o.sku = $2",
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
        [(0, 47), (60, 45), (152, 1), (156, 0), (240, 0)],
        unit="Credits",
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


def invoices_vacuum() -> Case:
    r = Recording("st-invoices-batch-overrun", 4118, "2026-05-19T20:00:00", 300, step=300)
    svc, db = "ecs-service/invoice-run", "rds/invoices-pg"
    r.incident(
        "invoice-run is behind its schedule",
        "sqs/invoice-jobs",
        170,
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
        "LOG:  duration: 198.210 ms  statement: INSERT INTO invoice_lines (invoice_id, sku, net) VALUES ($1,$2,$3)",
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
        ("storage.io_saturation", db),
        near=[
            "deployment.bad_release",
            "db.transaction_id_wraparound",
            "db.expensive_query",
            "dependency.queue_backlog",
        ],
    )

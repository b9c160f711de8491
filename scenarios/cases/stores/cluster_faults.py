"""Faults in Aurora clusters, document, search and warehouse stores."""

from __future__ import annotations

from .neighbours import surround
from .recording import Case, Recording

GB = 1e9


def courier_documents() -> Case:
    r = Recording("st-courier-tracking-gaps", 4208, "2026-08-11T16:00:00", 55)
    fn, api, db = "lambda/track-fanout", "ecs-service/track-api", "docdb/courier-docs-1"
    r.incident(
        "track-api 5xx",
        "alb/track-api",
        27,
        text="HTTPCode_Target_5XX_Count > 40 for 3 datapoints",
        service="tracking",
        region="eu-west-3",
    )
    r.watch("alb/track-api", HTTPCode_Target_5XX_Count=[(0, 2), (25, 3), (28, 320), (55, 350)])
    r.watch(api)
    r.watch(
        fn,
        Invocations=[(0, 800), (20, 820), (24, 4100), (55, 4300)],
        ConcurrentExecutions=[(0, 21), (20, 22), (25, 780), (55, 810)],
        Errors=[(0, 0.3), (25, 1), (28, 610), (55, 640)],
        Duration=[(0, 88), (25, 96), (28, 4900)],
    )
    surround(r, "courier", "mailer", "sessions", "webhooks")
    r.change(
        17, "scaling", "lambda:PutFunctionConcurrency", fn, "user/t.moreau", reserved_concurrent_executions=[40, 900]
    )
    r.change(
        -12,
        "deployment",
        "ecs:UpdateService",
        api,
        "role/courier-ci",
        task_definition=["track-api:401", "track-api:402"],
    )
    r.event(-9, api, "SERVICE_STEADY_STATE", "(service track-api) has reached a steady state.", kind="ecs")
    r.event(-1300, db, "failover", "A new writer has been promoted. Restarting database as a writer.", kind="docdb")
    r.log(
        28,
        fn,
        "error",
        "pymongo.errors.OperationFailure: Connection limit exceeded for this instance class, full error: {'ok': 0.0, 'operationTime': Timestamp(1786465600, 1), 'code': 18, 'errmsg': 'Too many connections'}",
        count=9021,
    )
    r.log(
        29,
        api,
        "error",
        "MongoServerSelectionError: connection 4411 to courier-docs.cluster-c8.eu-west-3.docdb.amazonaws.com:27017 closed",
        count=3100,
    )
    r.log(23, fn, "info", "INIT_START Runtime Version: python:3.12.v56", count=790)
    r.log(31, fn, "info", "mongo client created maxPoolSize=10", count=770)
    r.log(
        11,
        api,
        "warn",
        "(node:1) MaxListenersExceededWarning: Possible EventEmitter memory leak detected. 11 topologyDescriptionChanged listeners added",
        count=8,
    )
    r.edges(("alb/track-api", "calls", api), (api, "reads", db), (fn, "writes", db))
    r.state(
        fn,
        "lambda_function",
        runtime="python3.12",
        memory_mb=512,
        timeout_s=30,
        reserved_concurrency=900,
        last_update_status="Successful",
    )
    r.gap("metrics", "AccessDenied: cloudwatch:GetMetricData for AWS/DocDB", db, "cloudwatch:GetMetricData")
    r.gap("state", "docdb:DescribeDBInstances denied", db, "rds:DescribeDBInstances")
    return r.fault(
        ("db.connections_exhausted", db),
        ("deployment.bad_release", api),
        ("deployment.scaling_change", fn),
        near=["db.failover", "deployment.bad_release", "traffic.surge"],
        poor=True,
    )


def orders_reader_behind() -> Case:
    r = Recording("st-orders-vanishing", 4209, "2026-09-15T09:00:00", 100)
    api, writer, reader = "ecs-service/orders-api", "rds/orders-mysql", "rds/orders-mysql-replica-1"
    r.incident(
        "Customers see 'order not found' right after paying",
        "service/orders",
        40,
        source="manual",
        severity="high",
        service="orders",
        text="CS has 60 contacts since 09:45. Order shows up some minutes later.",
    )
    r.watch(api)
    r.metric(
        "service/orders", "http_404_rate", [(0, 0.4), (35, 0.4), (50, 9.5), (100, 12)], unit="Count/Second", noise=0.2
    )
    r.watch(
        writer,
        WriteIOPS=[(0, 420), (30, 430), (33, 1650), (100, 1600)],
        CPUUtilization=[(0, 34), (30, 35), (34, 52), (100, 51)],
    )
    r.watch(reader, CPUUtilization=[(0, 31), (31, 31), (36, 49), (100, 48)])
    r.metric(reader, "ReplicaLag", [(0, 0.3), (32, 0.5), (100, 1480)], unit="Seconds", noise=0.05, namespace="AWS/RDS")
    r.watch("elasticache/orders-cache")
    surround(r, "orders", "archive", "mailer", "thumbnails")
    r.change(
        22,
        "deployment",
        "ecs:UpdateService",
        api,
        "role/orders-ci",
        task_definition=["orders-api:990", "orders-api:991"],
        commit="cache: raise order TTL 30s -> 60s",
    )
    r.change(
        30.5,
        "data",
        "ecs:RunTask",
        "ecs-task/gdpr-anonymise-backfill",
        "user/a.lind",
        command="anonymise --years 2017-2021 --batch 50000",
    )
    r.event(27, api, "SERVICE_DEPLOYMENT_COMPLETED", "ECS deployment ecs-svc/88120 completed.", kind="ecs")
    r.log(
        36,
        "ecs-task/gdpr-anonymise-backfill",
        "info",
        "updated rows=50000 elapsed=21.4s total=650000 of 41200000",
        source="/ecs/gdpr-anonymise",
    )
    r.log(
        95,
        "ecs-task/gdpr-anonymise-backfill",
        "info",
        "updated rows=50000 elapsed=22.0s total=9050000 of 41200000",
        source="/ecs/gdpr-anonymise",
    )
    r.log(52, api, "warn", "OrderNotFound id=ord_7Q1K replica=orders-mysql-replica-1 age_of_order_s=4", count=2210)
    r.log(53, api, "info", "cache miss order ord_7Q1K, falling through to read pool", count=6200)
    r.log(
        60,
        reader,
        "info",
        "[Note] [MY-010914] Aborted connection 88121 to db: 'orders' user: 'orders_ro' (Got timeout reading communication packets)",
        count=14,
        source="error",
    )
    r.edges(
        ("service/orders", "runs_on", api),
        (api, "writes", writer),
        (api, "reads", reader),
        (writer, "replicates_to", reader),
        (api, "reads", "elasticache/orders-cache"),
        ("ecs-task/gdpr-anonymise-backfill", "writes", writer),
    )
    r.state(
        reader,
        "rds_instance",
        engine="mysql",
        engine_version="8.0.37",
        instance_class="db.r5.large",
        read_replica_source="orders-mysql",
        replica_parallel_workers=0,
    )
    r.state(
        writer, "rds_instance", engine="mysql", engine_version="8.0.37", instance_class="db.r5.2xlarge", multi_az=True
    )
    return r.fault(
        ("db.replication_lag", reader),
        ("deployment.bad_release", api),
        near=["deployment.bad_release", "dependency.cache_failure"],
    )


def parcel_schema_change() -> Case:
    r = Recording("st-parcel-label-timeouts", 4224, "2026-10-06T11:00:00", 50, form="ms")
    api, db, job = "deployment/label-api", "rds/parcel-aurora-w", "job/label-api-migrate-20261006"
    r.incident(
        "label-api: deadline exceeded",
        "deployment/label-api",
        21,
        source="prometheus",
        severity="critical",
        service="labels",
        text='grpc_server_handled_total{grpc_code="DeadlineExceeded"} rate above 5/s',
    )
    r.watch(api, pod_cpu_utilization=[(0, 35), (19, 35), (21, 11)])
    r.metric(
        "deployment/label-api", "error_rate", [(0, 0.2), (19, 0.2), (21, 61), (50, 66)], unit="Count/Second", noise=0.1
    )
    r.watch(
        db,
        CPUUtilization=[(0, 30), (19, 31), (22, 9)],
        DBLoad=[(0, 2.0), (19, 2.1), (22, 188), (50, 240)],
        DatabaseConnections=[(0, 180), (19, 184), (24, 520), (50, 590)],
        WriteIOPS=[(0, 330), (19, 320), (21, 20)],
    )
    r.watch("rds/parcel-aurora-r1", only=("CPUUtilization", "DatabaseConnections", "ReadLatency"))
    surround(r, "parcel", "sessions", "webhooks")
    r.event(4, "rds/parcel-aurora-r1", "RDS-EVENT-0006", "DB instance restarted", tone="info")
    r.event(6, "rds/parcel-aurora-r1", "RDS-EVENT-0088", "DB instance started")
    r.change(
        2,
        "config",
        "rds:RebootDBInstance",
        "rds/parcel-aurora-r1",
        "user/db-ops",
        reason="apply innodb_print_all_deadlocks",
    )
    r.change(18.5, "deployment", "kubectl:CreateJob", job, "argocd/parcel", hook="PreSync", image="label-api:6.12.0")
    r.event(
        18.8, job, "SuccessfulCreate", "Created pod: label-api-migrate-20261006-x7k2p", kind="kubernetes", tone="normal"
    )
    r.log(
        19,
        job,
        "info",
        "-- change_column(:labels, :carrier_ref, :string, {:limit=>64})\n   ALTER TABLE `labels` MODIFY `carrier_ref` varchar(64) CHARACTER SET utf8mb4, ALGORITHM=COPY",
        source="migrate",
    )
    r.log(
        21,
        api,
        "error",
        "ActiveRecord::LockWaitTimeout: Mysql2::Error::TimeoutError: Lock wait timeout exceeded; try restarting transaction: INSERT INTO `labels`",
        count=3301,
    )
    r.log(
        22,
        api,
        "error",
        "GRPC::DeadlineExceeded: 4:Deadline Exceeded. debug_error_string:{UNKNOWN:Deadline Exceeded}",
        count=4810,
    )
    r.log(
        8,
        api,
        "warn",
        "Mysql2::Error::ConnectionError: Lost connection to server at 'reading initial communication packet' host=parcel-aurora-ro",
        count=21,
    )
    r.edges(
        (api, "writes", db),
        (api, "reads", "rds/parcel-aurora-r1"),
        (db, "replicates_to", "rds/parcel-aurora-r1"),
        (job, "writes", db),
    )
    r.state(job, "job", pods="1 Active (30m) / 0 Succeeded / 0 Failed", backoff_limit=0)
    r.state(
        db,
        "performance_insights",
        start_time=r.at(22),
        end_time=r.at(49),
        top_wait_events=[
            {"name": "synch/mutex/sql/MDL_map::mutex", "type": "Other", "db_load_avg": 1.1},
            {"name": "wait/lock/metadata/sql/mdl", "type": "Lock", "db_load_avg": 201.0},
        ],
        top_sql=[
            {"statement": "INSERT INTO `labels` ( ... ) VALUES ( ... )", "db_load_avg": 180.2, "calls_per_sec": 0.4},
            {
                "statement": "ALTER TABLE `labels` MODIFY `carrier_ref` varchar(?)",
                "db_load_avg": 1.0,
                "calls_per_sec": 0.0,
            },
        ],
    )
    return r.fault(
        ("deployment.schema_migration", db),
        ("db.failover", "rds/parcel-aurora-r1"),
        ("deployment.schema_migration", job),
        ("deployment.schema_migration", api),
        ("db.lock_contention", db),
        near=["db.failover", "db.connections_exhausted"],
    )


def wishlist_capacity_cut() -> Case:
    r = Recording("st-wishlist-evening-slow", 4216, "2026-11-03T16:30:00", 150, step=300, baseline=True, form="+1")
    api, db = "ecs-service/wishlist-api", "rds/wishlist-serverless-1"
    r.incident(
        "wishlist latency",
        "alb/wishlist",
        88,
        text="TargetResponseTime p95 > 1.2 for 3 datapoints within 15 minutes",
        service="wishlist",
        region="eu-central-1",
    )
    r.watch(
        "alb/wishlist",
        RequestCount=[(0, 4100), (80, 6600), (150, 7400)],
        TargetResponseTime=[(0, 0.19), (75, 0.26), (90, 2.8), (150, 4.4)],
        base={"RequestCount": [(0, 4000), (80, 6500), (150, 7300)], "TargetResponseTime": [(0, 0.19), (150, 0.22)]},
    )
    r.watch(api, CpuUtilized=[(0, 31), (150, 44)])
    r.watch(
        db,
        CPUUtilization=[(0, 58), (70, 80), (84, 99), (150, 99.6)],
        DBLoad=[(0, 2.4), (72, 4.1), (90, 19), (150, 31)],
        DatabaseConnections=[(0, 160), (80, 180), (100, 260)],
        base={"CPUUtilization": [(0, 34), (150, 41)], "DBLoad": [(0, 2.3), (150, 4.4)]},
    )
    r.metric(
        db,
        "ServerlessDatabaseCapacity",
        [(0, 6.2), (70, 7.9), (76, 8), (150, 8)],
        unit="Count/Second",
        noise=0.004,
        namespace="AWS/RDS",
        base=[(0, 6.4), (80, 13), (150, 15.5)],
    )
    r.metric(
        db,
        "ACUUtilization",
        [(0, 77), (70, 98), (76, 100), (150, 100)],
        unit="Percent",
        noise=0.004,
        namespace="AWS/RDS",
        base=[(0, 20), (80, 41), (150, 48)],
    )
    surround(r, "wishlist", "mailer", "tags", "search")
    r.change(
        -310,
        "scaling",
        "rds:ModifyDBCluster",
        db,
        "role/finops-rightsizer",
        serverless_v2_scaling={"max_capacity": [32, 8], "min_capacity": [2, 1]},
        ticket="FIN-882 off-peak saving",
    )
    r.change(
        69,
        "deployment",
        "ecs:UpdateService",
        api,
        "role/wishlist-ci",
        task_definition=["wishlist-api:72", "wishlist-api:73"],
        commit="share sheet: copy change",
    )
    r.log(
        95,
        db,
        "info",
        "LOG:  duration: 3110.402 ms  execute a12: SELECT i.* FROM wish_items i WHERE i.list_id = $1 ORDER BY i.rank",
        count=3210,
        source="postgresql.log",
    )
    r.log(
        97,
        api,
        "warn",
        "asyncpg.exceptions.QueryCanceledError: canceling statement due to statement timeout",
        count=119,
    )
    r.edges(("alb/wishlist", "calls", api), (api, "reads", db))
    r.state(
        db,
        "rds_instance",
        engine="aurora-postgresql",
        engine_version="16.4",
        instance_class="db.serverless",
        db_cluster="wishlist-serverless",
        serverless_v2_scaling={"min_capacity": 1, "max_capacity": 8},
    )
    r.state(
        db,
        "performance_insights",
        start_time=r.at(90),
        end_time=r.at(148),
        top_sql=[
            {
                "statement": "SELECT i.* FROM wish_items i WHERE i.list_id = $1 ORDER BY i.rank",
                "db_load_avg": 11.2,
                "calls_per_sec": 92.0,
            },
            {"statement": "SELECT l.* FROM lists l WHERE l.owner_id = $1", "db_load_avg": 7.9, "calls_per_sec": 101.0},
            {"statement": "UPDATE lists SET seen_at = now() WHERE id = $1", "db_load_avg": 5.0, "calls_per_sec": 66.0},
        ],
        top_wait_events=[{"name": "CPU", "type": "CPU", "db_load_avg": 23.5}],
    )
    return r.fault(
        ("deployment.scaling_change", db),
        ("deployment.bad_release", api),
        ("compute.autoscaling_at_max", db),
        ("compute.cpu_saturation", db),
        near=["deployment.bad_release", "db.expensive_query", "traffic.surge"],
    )


def bookings_old_region() -> Case:
    r = Recording("st-roster-save-fails", 4220, "2026-04-19T04:00:00", 70)
    api, job, new, old = (
        "ecs-service/roster-api",
        "ecs-service/roster-sync",
        "rds/roster-global-euw1-1",
        "rds/roster-global-euc1-1",
    )
    r.incident(
        "roster-sync error ratio",
        job,
        31,
        source="newrelic",
        severity="CRITICAL",
        service="roster",
        text="Error percentage > 10% for at least 5 minutes on 'roster-sync'",
    )
    r.watch(api)
    r.watch(job, RunningTaskCount=[(0, 4)])
    r.metric(
        job,
        "error_rate",
        [(0, 0.001), (26, 0.001), (28, 0.97), (70, 0.98)],
        unit="None",
        noise=0.02,
        namespace="NewRelic",
    )
    r.watch(new, WriteIOPS=[(0, 12), (25, 12), (27, 210)])
    r.watch(old, WriteIOPS=[(0, 240), (25, 240), (27, 11)])
    r.metric(
        old,
        "AuroraGlobalDBReplicationLag",
        [(0, 210), (24, 240), (26, 2900), (31, 190), (70, 160)],
        unit="Milliseconds",
        noise=0.2,
        namespace="AWS/RDS",
    )
    surround(r, "roster", "webhooks", "archive")
    r.change(
        24,
        "infrastructure",
        "rds:SwitchoverGlobalCluster",
        "rds-cluster/roster-global",
        "user/m.okafor",
        target="roster-global-euw1",
        change="CHG-2210 quarterly region rotation",
    )
    r.event(
        24.2, old, "RDS-EVENT-0181", "Global switchover to DB cluster roster-global-euw1 in Region eu-west-1 started."
    )
    r.event(
        26.3, new, "RDS-EVENT-0185", "Global switchover to DB cluster roster-global-euw1 in Region eu-west-1 finished."
    )
    r.change(
        20,
        "config",
        "ssm:PutParameter",
        api,
        "user/m.okafor",
        parameter="/roster/api/DB_WRITER",
        value=[
            "roster-global-euc1.cluster-x1.eu-central-1.rds.amazonaws.com",
            "roster-global.global-x1.global.rds.amazonaws.com",
        ],
    )
    r.log(
        28,
        job,
        "error",
        "psycopg2.errors.ReadOnlySqlTransaction: cannot execute INSERT in a read-only transaction",
        count=5110,
    )
    r.log(
        29,
        job,
        "info",
        "using writer endpoint roster-global-euc1.cluster-x1.eu-central-1.rds.amazonaws.com:5432",
        count=4,
    )
    r.log(30, api, "info", "using writer endpoint roster-global.global-x1.global.rds.amazonaws.com:5432", count=8)
    r.log(33, api, "info", "PUT /rosters/4410 200 38ms", count=2104)
    r.log(
        25.5, api, "error", "psycopg2.OperationalError: terminating connection due to administrator command", count=64
    )
    r.edges((api, "writes", new), (job, "writes", old), (new, "replicates_to", old))
    r.state(
        new,
        "rds_instance",
        engine="aurora-postgresql",
        engine_version="15.6",
        region="eu-west-1",
        db_cluster="roster-global-euw1",
        role="writer",
    )
    r.state(
        old,
        "rds_instance",
        engine="aurora-postgresql",
        engine_version="15.6",
        region="eu-central-1",
        db_cluster="roster-global-euc1",
        role="reader",
    )
    return r.fault(
        ("app.config.dependency_address_wrong", job),
        ("db.replication_lag", old),
        ("db.read_only", old),
        ("db.read_only", job),
        near=["db.failover", "db.replication_lag", "db.read_only"],
    )


def listings_index_block() -> Case:
    r = Recording("st-listings-stale-search", 4207, "2026-03-10T11:00:00", 120, step=60)
    svc, domain = "ecs-service/listings-indexer", "opensearch/listings"
    r.incident(
        "New listings not searchable",
        "service/listings-search",
        71,
        source="datadog",
        severity="high",
        service="listings",
        text="freshness check: newest indexed listing older than 15 min",
    )
    r.watch(
        domain,
        FreeStorageSpace=[(0, 31 * GB), (52, 20.6 * GB), (54, 20.1 * GB), (120, 19.9 * GB)],
        ClusterIndexWritesBlocked=[(0, 0), (53, 0), (54, 30), (120, 30)],
        IndexingRate=[(0, 6400), (53, 6300), (55, 0)],
        JVMMemoryPressure=[(0, 86), (120, 87)],
        CPUUtilization=[(0, 44), (53, 45), (56, 24)],
    )
    r.watch(svc, CpuUtilized=[(0, 41), (54, 41), (56, 18)])
    r.watch(
        "sqs/listing-changes",
        ApproximateAgeOfOldestMessage=[(0, 6), (54, 6), (120, 3900)],
        ApproximateNumberOfMessagesVisible=[(0, 20), (54, 22), (120, 51_000)],
        NumberOfMessagesDeleted=[(0, 1100), (53, 1080), (55, 0)],
    )
    surround(r, "listings", "mailer", "archive", "thumbnails")
    r.change(
        41,
        "deployment",
        "ecs:UpdateService",
        svc,
        "role/listings-ci",
        task_definition=["listings-indexer:18", "listings-indexer:19"],
    )
    r.event(46, svc, "SERVICE_DEPLOYMENT_COMPLETED", "ECS deployment ecs-svc/10119 completed.", kind="ecs")
    r.log(50, svc, "info", "v19 bulk ok items=500 took=181ms", count=610)
    r.log(
        55,
        svc,
        "error",
        "ClusterBlockException[index [listings-2026.03] blocked by: [FORBIDDEN/12/index read-only / allow delete (api)]];",
        count=4820,
    )
    r.log(
        20,
        domain,
        "warn",
        "[gc][young][91823][7100] duration [781ms], collections [1]/[1.4s], total [781ms]/[1.1h], memory [26.8gb]->[25.1gb]/[31.9gb]",
        count=61,
        source="/aws/OpenSearchService/domains/listings/application-logs",
    )
    r.log(
        53,
        domain,
        "warn",
        "high disk watermark [90%] exceeded on [q9Xk], shards will be relocated away from this node",
        count=11,
        source="/aws/OpenSearchService/domains/listings/application-logs",
    )
    r.alert("listings-domain-jvm-pressure", domain, "alarm", -38_000, "JVMMemoryPressure", 80)
    r.edges(("sqs/listing-changes", "calls", svc), (svc, "writes", domain))
    r.state(
        domain,
        "opensearch_domain",
        engine_version="OpenSearch_2.13",
        instance_type="r6g.2xlarge.search",
        instance_count=3,
        ebs_volume_gb=200,
        status="Active",
    )
    return r.fault(
        ("storage.full", domain),
        ("compute.memory_saturation", domain),
        near=["compute.memory_saturation", "deployment.bad_release", "dependency.queue_backlog"],
    )


def warehouse_disk() -> Case:
    r = Recording("st-warehouse-morning-reports", 4217, "2026-05-28T03:00:00", 210, step=300)
    job, wh = "ecs-service/dbt-runner", "redshift/analytics"
    r.incident(
        "Morning reports empty",
        "service/bi-reports",
        None,
        source="manual",
        severity="warning",
        service="bi",
        text="Finance says dashboards show no data for yesterday",
    )
    r.watch(
        wh,
        skip=("PercentageDiskSpaceUsed", "WLMQueueLength"),
        gap=(90, 210),
        QueryDuration=[(0, 4_000_000), (60, 9_000_000)],
    )
    surround(r, "bi", "archive", "webhooks")
    r.log(42, job, "info", "Running with dbt=1.8.2; Found 412 models, 1090 tests")
    r.log(
        96,
        job,
        "error",
        "Database Error in model fct_sessions (models/marts/fct_sessions.sql)\n  Disk Full\n  DETAIL: error:  Disk Full code: 1016 context: node: 3 query: 5512210 location: fdisk_api.cpp:537",
        count=1,
    )
    r.log(
        97,
        job,
        "error",
        "Database Error in model fct_revenue_daily: could not complete because of conflict with concurrent transaction / Disk Full code: 1016",
        count=38,
    )
    r.log(100, job, "info", "Completed with 39 errors and 4 warnings: Done. PASS=371 WARN=4 ERROR=39 SKIP=122")
    r.log(
        200,
        "lambda/rs-copy-loader",
        "error",
        "psycopg2.errors.InternalError_: Disk Full DETAIL: error: Disk Full code: 1016 context: node: 1 query: 5516002",
        count=14,
    )
    r.log(12, wh, "info", "VACUUM DELETE ONLY public.events_raw: started by user maint", source="useractivitylog")
    r.log(
        31,
        wh,
        "warning",
        "Serializable isolation violation on table - 110231, transactions forming the cycle are: 88120, 88122 (pid:22011)",
        count=3,
        source="useractivitylog",
    )
    r.event(9, wh, "REDSHIFT-EVENT-2013", "Cluster analytics maintenance completed: patch 1.0.71629", kind="redshift")
    r.change(
        38,
        "deployment",
        "ecs:RegisterTaskDefinition",
        job,
        "role/data-ci",
        task_definition=["dbt-runner:89", "dbt-runner:90"],
        commit="fct_sessions: widen lookback 3d -> 90d",
    )
    r.edges(("service/bi-reports", "reads", wh), (job, "writes", wh), ("lambda/rs-copy-loader", "writes", wh))
    r.state(wh, "redshift_cluster", node_type="dc2.large", nodes=4, status="available")
    r.gap("metrics", "no datapoints for PercentageDiskSpaceUsed; datapoints end 04:30", wh)
    return r.fault(
        ("storage.full", wh),
        ("db.lock_contention", wh),
        ("deployment.bad_release", job),
        near=["db.lock_contention", "db.failover", "db.maintenance_io_storm"],
        poor=True,
    )

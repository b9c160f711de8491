"""Faults of document, search and warehouse stores."""

from __future__ import annotations

from .neighbours import surround
from .recording import Case, Recording


def courier_documents() -> Case:
    r = Recording("st-courier-tracking-gaps", 4208, "2026-08-11T16:00:00", 55)
    fn, api, db = "lambda/track-fanout", "ecs-service/track-api", "docdb/courier-docs-1"
    r.incident(
        "track-api 5xx",
        "alb/track-api",
        29,
        text="HTTPCode_Target_5XX_Count > 40 for 3 datapoints",
        service="tracking",
        region="eu-west-3",
    )
    r.watch("alb/track-api", HTTPCode_Target_5XX_Count=[(0, 2), (25, 3), (28, 320), (55, 350)])
    r.watch(api)
    r.watch(
        fn,
        Invocations=[(0, 800), (20, 820), (24, 4100), (55, 4300)],
        ConcurrentExecutions=[(0, 40), (17, 40), (25, 780), (55, 810)],
        Throttles=[(0, 900), (17, 910), (18, 0)],
        Errors=[(0, 0.3), (25, 1), (28, 610), (55, 640)],
        Duration=[(0, 2600), (25, 2700), (28, 10_400)],
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
        FreeStorageSpace=[(0, 31_000), (52, 20_600), (54, 20_100), (120, 19_900)],
        ClusterIndexWritesBlocked=[(0, 0), (53, 0), (54, 1), (120, 1)],
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

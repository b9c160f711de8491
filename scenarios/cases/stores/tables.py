"""Faults around DynamoDB tables and the functions before them."""

from __future__ import annotations

from .neighbours import surround
from .recording import Case, Recording


def basket_one_key() -> Case:
    r = Recording("st-basket-save-errors", 4304, "2026-11-27T09:00:00", 48, baseline=True)
    fn, table, gw = "lambda/basket-write", "dynamodb/baskets", "apigateway/basket-v2"
    r.incident("basket-v2 5xx", gw, 24, text="5XXError > 60 for 3 datapoints within 3 minutes", service="basket")
    r.watch(gw, **{"5XXError": [(0, 0.5), (21, 0.5), (24, 180), (48, 210)]}, Count=[(0, 3900), (48, 4300)])
    r.watch(
        fn,
        Errors=[(0, 0.3), (21, 0.4), (24, 175), (48, 205)],
        Duration=[(0, 74), (21, 75), (24, 1900)],
        Invocations=[(0, 2100), (48, 2300)],
    )
    r.watch(
        table,
        ConsumedWriteCapacityUnits=[(0, 96_000), (48, 104_000)],
        WriteThrottleEvents=[(0, 0), (21, 0), (24, 4100), (48, 4600)],
    )
    r.metric(table, "ProvisionedWriteCapacityUnits", [(0, 6000)], still=True, namespace="AWS/DynamoDB")
    surround(r, "basket", "mailer", "thumbnails", "sessions")
    r.change(
        14,
        "deployment",
        "lambda:UpdateAlias",
        fn,
        "role/basket-ci",
        alias="live",
        function_version=["212", "213"],
        commit="log correlation id",
    )
    r.log(16, fn, "info", "version=213 saved basket items=2 ms=61", count=2900)
    r.log(
        23,
        fn,
        "error",
        "version=213 ProvisionedThroughputExceededException: The level of configured provisioned throughput for the table was exceeded. Throttling reason: TableWriteKeyRangeThroughputExceeded pk=BASKET#b2b-reseller-0031",
        count=6110,
    )
    r.log(28, fn, "info", "version=213 saved basket items=4 ms=66", count=2710)
    r.log(
        22,
        "lambda/reseller-import",
        "info",
        "appending line to basket=b2b-reseller-0031 rows=1 total_lines=18220",
        count=61_000,
    )
    r.edges((gw, "calls", fn), (fn, "writes", table), ("lambda/reseller-import", "writes", table))
    r.state(
        table,
        "dynamodb_table",
        billing_mode="PROVISIONED",
        read_capacity=8000,
        write_capacity=6000,
        auto_scaling={"write": {"min": 3000, "max": 12000}},
        status="ACTIVE",
        contributor_insights={"most_throttled_keys": [{"pk": "BASKET#b2b-reseller-0031", "share": 0.981}]},
    )
    r.state(
        fn,
        "lambda_function",
        runtime="nodejs22.x",
        memory_mb=256,
        timeout_s=5,
        alias_live="213",
        reserved_concurrency=400,
    )
    return r.fault(
        ("dynamodb.hot_partition", table),
        ("deployment.bad_release", fn),
        ("data.skew", table),
        near=["deployment.bad_release", "dynamodb.throttled", "lambda.timeout"],
    )


def ledger_table_ceiling() -> Case:
    r = Recording("st-entries-consumer-timeouts", 4305, "2026-02-25T21:00:00", 84)
    fn, table, back = "lambda/entries-consumer", "dynamodb/entries", "ecs-service/entries-backfill"
    r.incident(
        "entries-consumer: task timed out",
        fn,
        36,
        source="datadog",
        severity="high",
        service="entries",
        text='logs("Task timed out").index(main).rollup(count).last(5m) > 50',
    )
    r.watch(
        fn,
        Duration=[(0, 140), (30, 142), (38, 14_800)],
        Errors=[(0, 0.3), (33, 0.3), (39, 96), (84, 110)],
        Invocations=[(0, 1600), (33, 1600), (39, 900), (84, 890)],
        ConcurrentExecutions=[(0, 14), (32, 14), (39, 230)],
    )
    r.watch(
        table,
        ConsumedWriteCapacityUnits=[(0, 51_000), (27, 52_000), (31, 119_400), (84, 119_800)],
        WriteThrottleEvents=[(0, 0), (31, 0), (36, 21_000), (84, 26_000)],
    )
    r.metric(
        table,
        "ProvisionedWriteCapacityUnits",
        [(0, 1200), (29, 1200), (30, 2000), (84, 2000)],
        still=True,
        namespace="AWS/DynamoDB",
    )
    r.watch(back, RunningTaskCount=[(0, 0), (26, 0), (27, 20)], CpuUtilized=[(0, 0.5), (27, 1), (28, 44)])
    surround(r, "entries", "archive", "webhooks", "tags")
    r.change(25.5, "scaling", "ecs:UpdateService", back, "user/p.novak", desired_count=[0, 20])
    r.change(19, "config", "lambda:UpdateFunctionConfiguration", fn, "role/entries-ci", memory_mb=[512, 384])
    r.log(38, fn, "error", "2026-02-25T21:38:11.002Z 91ab Task timed out after 15.00 seconds", count=960)
    r.log(
        37,
        fn,
        "warn",
        "ProvisionedThroughputExceededException on BatchWriteItem, unprocessed=25, retrying in 6400ms (attempt 8)",
        count=11_210,
    )
    r.log(20, fn, "info", "REPORT Duration: 139.22 ms Memory Size: 384 MB Max Memory Used: 121 MB", count=1500)
    r.log(60, back, "info", "backfilled shard=7 items=120000 throttled_retries=4410", count=40)
    r.edges(("sqs/entries-in", "calls", fn), (fn, "writes", table), (back, "writes", table))
    r.watch(
        "sqs/entries-in",
        ApproximateAgeOfOldestMessage=[(0, 3), (34, 4), (84, 1900)],
        ApproximateNumberOfMessagesVisible=[(0, 20), (34, 22), (84, 33_000)],
        NumberOfMessagesDeleted=[(0, 1500), (33, 1500), (39, 780)],
    )
    r.state(
        table,
        "dynamodb_table",
        billing_mode="PROVISIONED",
        read_capacity=900,
        write_capacity=2000,
        auto_scaling={"write": {"min": 600, "max": 2000, "target": 70}},
        status="ACTIVE",
        contributor_insights={
            "most_throttled_keys": [{"pk": "E#4411-20", "share": 0.002}, {"pk": "E#9120-77", "share": 0.002}]
        },
    )
    r.state(fn, "lambda_function", runtime="java21", memory_mb=384, timeout_s=15)
    return r.fault(
        ("dynamodb.throttled", table),
        ("lambda.timeout", fn),
        ("compute.autoscaling_at_max", table),
        ("deployment.scaling_change", back),
        near=["lambda.timeout", "deployment.bad_release", "dynamodb.hot_partition"],
    )


def coupon_concurrency() -> Case:
    r = Recording("st-coupon-redeem-429", 4315, "2026-12-01T17:20:00", 45, form="ms")
    gw, fn, db, other = "apigateway/coupons", "lambda/coupon-redeem", "rds/coupons-aurora", "lambda/coupon-export"
    r.incident(
        "coupon redemption failing at POS",
        gw,
        19,
        source="manual",
        severity="critical",
        service="coupons",
        text="Tills show 'try again'. Roughly half of redemptions.",
    )
    r.watch(gw, **{"5XXError": [(0, 0.6), (15, 0.6), (17, 1010), (45, 1090)]}, Count=[(0, 2300), (45, 2500)])
    r.watch(
        fn,
        Throttles=[(0, 0), (15, 0), (16, 980), (45, 1080)],
        Invocations=[(0, 2300), (15, 2310), (17, 1330), (45, 1340)],
        ConcurrentExecutions=[(0, 38), (15, 39), (16, 20), (45, 20)],
        Duration=[(0, 720), (45, 735)],
    )
    r.watch(other, Duration=[(0, 41_000)], Invocations=[(0, 9)], ConcurrentExecutions=[(0, 6)])
    r.watch(
        db,
        DatabaseConnections=[(0, 310), (12, 312), (16, 405), (24, 330), (45, 318)],
        CPUUtilization=[(0, 47), (13, 48), (17, 71), (24, 49)],
    )
    surround(r, "coupons", "mailer", "sessions", "webhooks")
    r.change(
        15,
        "scaling",
        "lambda:PutFunctionConcurrency",
        fn,
        "role/terraform-coupons",
        reserved_concurrent_executions=[200, 20],
    )
    r.change(11, "data", "events:PutRule", other, "user/crm", schedule="cron(30 17 * * ? *)")
    r.log(16, fn, "info", "REPORT Duration: 718.41 ms Billed Duration: 719 ms Memory Size: 512 MB", count=1330)
    r.log(
        17,
        gw,
        "error",
        "Execution failed due to configuration error: Rate Exceeded; Lambda invocation failed with status: 429",
        count=15_200,
        source="API-Gateway-Execution-Logs/coupons",
    )
    r.log(18, other, "warn", "pg: remaining connection slots low? pool wait 210ms", count=4)
    r.edges((gw, "calls", fn), (fn, "writes", db), (other, "reads", db))
    r.state(
        fn,
        "lambda_function",
        runtime="go1.x on provided.al2023",
        memory_mb=512,
        timeout_s=10,
        reserved_concurrency=20,
        alias_live="61",
        last_update_status="Successful",
    )
    r.state(
        db,
        "rds_instance",
        engine="aurora-postgresql",
        engine_version="15.7",
        instance_class="db.r6g.large",
        parameters={"max_connections": 1800},
    )
    r.alert(
        "coupons-aurora-connections",
        db,
        "ok",
        26,
        "DatabaseConnections",
        400,
        reason="Threshold Crossed: 1 datapoint [331.0] was not greater than the threshold (400.0).",
    )
    return r.fault(
        ("lambda.throttled", fn),
        ("db.connections_exhausted", db),
        ("deployment.scaling_change", fn),
        near=["db.connections_exhausted", "compute.cpu_saturation", "gateway.rate_limited"],
    )

"""Burst credits and DynamoDB capacity."""

from __future__ import annotations

from .builder import Bundle, Case, Expected
from .parts import ambience, chatter, database, front, function, my_noise, service
from .shapes import line, step


def donor_cron() -> tuple[Bundle, Expected]:
    """Burst credits of a small instance run out; an alarm on disk has been red for weeks."""
    c = Case("db-donor-site", 401, "2026-03-05T10:25", 345, 50, 300)
    c.titled("Monitor triggered", None, None, "warning", "datadog", None, begun=15)
    db, api = "rds/donor-mysql", "ecs-service/donor-site"
    front(c, "alb/donor-site", 410, step(0.25, 3.4, 0, 12), step(0.2, 4, 10, 10))
    database(c, db, "mysql 8.0.39", "t3.medium", 60, CPUCreditBalance=line(212, -0.615, -345, floor=0.0), CPUCreditUsage=step(2.9, 2.0, 0, 5), CPUUtilization=step(31, 20.1, 0, 5), DBLoad=step(0.7, 6.8, 0, 12),
             DatabaseConnections=step(24, 47, 0, 15), attributes={"multi_az": False, "credit_specification": "standard", "parameters": {"max_connections": 296}})  # fmt: skip
    service(c, api, 2)
    c.alert(
        "donor-mysql-free-space",
        db,
        "alarm",
        -46000,
        metric="FreeStorageSpace",
        threshold=48e9,
        comparison="LessThanThreshold",
        reason="Threshold Crossed: 1 datapoint [3.1E10] was less than the threshold (4.8E10).",
    )
    c.log(20, api, "warning", "Slow request: POST /donate/{n} 4.9s (db 4.6s)", 61)
    chatter(c, api, "rails", 8)
    my_noise(c, db)
    c.edges(f"alb/donor-site calls {api}", f"{api} writes {db}")
    c.insights(
        db,
        [
            ("SELECT `gifts` . * FROM `gifts` WHERE `gifts` . `donor_id` = ?", 2.9, 31.0, [("CPU", 2.9)]),
            ("SELECT `pages` . * FROM `pages` WHERE `slug` = ?", 2.2, 48.0, [("CPU", 2.2)]),
            ("UPDATE `donors` SET `seen_at` = ?", 1.1, 21.0, [("CPU", 1.0)]),
        ],
        [("CPU", 6.4)],
    )
    ambience(c, "ecs-service/donor-mail", "rds/crm-pg")
    return c.fault(
        "compute.cpu_throttled", db, herring=("storage.full", db), near=("compute.cpu_saturation", "db.expensive_query")
    )


def ledger_import() -> tuple[Bundle, Expected]:
    """A provisioned table at its write capacity; an RDS instance beside it is hot as always."""
    c = Case("db-points-writes", 406, "2026-03-31T23:05", 70, 25)
    c.titled(
        "points-rest-5xx",
        "apigateway/points-rest",
        "5XXError > 30 for 3 datapoints",
        "high",
        service="points",
        region="ap-southeast-2",
        begun=5,
    )
    table, fn, batch = "dynamodb/points-ledger", "lambda/points-write", "lambda/points-month-end"
    front(c, "apigateway/points-rest", 1500, step(90, 1400, 1, 3), step(0.5, 190, 2, 3))
    function(c, fn, 1490, step(60, 1300, 1, 3), step(0.2, 188, 2, 3), step(9, 44, 1, 3))
    function(c, batch, step(0, 240, -0.5, 1), 21000, 2, step(0, 80, -0.5, 1), 900)
    c.metric(table, "ConsumedWriteCapacityUnits", step(9100, 23900, 0, 2), noise=0.01, cap=24000)
    c.metric(table, "ProvisionedWriteCapacityUnits", 400.0)
    c.metric(table, "WriteThrottleEvents", step(0, 8800, 0, 2), noise=-1.0)
    c.metric(table, "ConsumedReadCapacityUnits", 6100)
    c.metric(table, "SuccessfulRequestLatency", 4.3, Operation="PutItem")
    c.state(
        table,
        "dynamodb_table",
        billing_mode="PROVISIONED",
        read_capacity=500,
        write_capacity=400,
        auto_scaling=None,
        status="ACTIVE",
    )
    c.state(
        table,
        "contributor_insights",
        most_throttled_keys=[{"key": "acct#19b2", "share": 0.004}, {"key": "acct#77c0", "share": 0.003}],
        distinct_keys_throttled=61204,
    )
    c.log(
        2,
        fn,
        "error",
        "botocore.errorfactory.ProvisionedThroughputExceededException: An error occurred (ProvisionedThroughputExceededException) when calling the PutItem operation (reached max retries: 4): The level of configured provisioned throughput for the table was exceeded.",
        4020,
        "/aws/lambda/points-write",
    )
    c.log(0, batch, "info", "month end 2026-03: expiring points for 1184022 accounts, parallel=80", 1)
    chatter(c, fn, "lambda", 6)
    c.edges(
        f"apigateway/points-rest calls {fn}",
        f"{fn} writes {table}",
        f"{batch} writes {table}",
        f"{fn} reads rds/points-pg",
    )
    database(c, "rds/points-pg", "postgres 15.7", "m6g.large", CPUUtilization=86.0, normal={"CPUUtilization": 85.0})
    c.alert(
        "points-pg-cpu",
        "rds/points-pg",
        "alarm",
        -4400,
        metric="CPUUtilization",
        threshold=80,
        comparison="GreaterThanThreshold",
    )
    ambience(c, "lambda/points-emails", "dynamodb/points-catalogue")
    return c.fault(
        "dynamodb.throttled",
        table,
        ("dynamodb.throttled", fn),
        ("traffic.surge", batch),
        herring=("compute.cpu_saturation", "rds/points-pg"),
        near=("dynamodb.hot_partition",),
    )


def polls_hot() -> tuple[Bundle, Expected]:
    """One poll's key takes nearly all writes of an on-demand table."""
    c = Case("db-polls-vote", 407, "2026-05-17T20:02", 50, 14, clock="ms")
    c.titled("Composite alarm ALARM", "lambda/polls-vote", None, "high", service="polls", region="us-east-1", begun=3)
    table, fn = "dynamodb/polls-tally", "lambda/polls-vote"
    function(c, fn, step(2100, 3500, -1, 2), step(35, 980, 0, 2), step(0.2, 410, 0, 2), step(5, 61, 0, 2))
    front(c, "apigateway/polls-http", step(2150, 3560, -1, 2), step(60, 1010, 0, 2), step(0.3, 415, 0, 2))
    c.metric(table, "ConsumedWriteCapacityUnits", step(41000, 99000, -1, 2))
    c.metric(table, "WriteThrottleEvents", step(0, 5100, 0, 2), noise=-1.0)
    c.metric(table, "ConsumedReadCapacityUnits", 30100)
    c.metric(table, "SuccessfulRequestLatency", step(4.4, 6.0, 0, 2), Operation="UpdateItem")
    c.state(
        table,
        "dynamodb_table",
        billing_mode="PAY_PER_REQUEST",
        warm_throughput={"write_units_per_s": 12000, "read_units_per_s": 24000},
        status="ACTIVE",
        item_count=88120,
    )
    c.state(
        table,
        "contributor_insights",
        rule="most throttled partition keys",
        most_throttled_keys=[{"key": "poll#final-2026", "share": 0.991}, {"key": "poll#weather", "share": 0.002}],
    )
    c.log(
        1,
        fn,
        "error",
        "ThrottlingException: Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling your table or index so please try again shortly. UpdateItem key=poll#final-2026",
        3902,
        "/aws/lambda/polls-vote",
    )
    c.log(1, fn, "info", "vote poll=weather ok {ms}ms", 380, "/aws/lambda/polls-vote")
    c.change(-17, fn, "deployment", "lambda:UpdateAlias", "role/polls-ci", alias="live", version=["30", "31"])
    c.log(-16, fn, "info", "INIT_START Runtime Version: python:3.12.v38 version=31", 6, "/aws/lambda/polls-vote")
    chatter(c, fn, "lambda", 6)
    c.edges(f"apigateway/polls-http calls {fn}", f"{fn} writes {table}")
    ambience(c, "lambda/polls-thumbs", "dynamodb/polls-users")
    return c.fault(
        "dynamodb.hot_partition",
        table,
        ("data.skew", table),
        herring=("deployment.bad_release", fn),
        near=("dynamodb.throttled", "traffic.surge"),
    )


CASES = (
    donor_cron,
    ledger_import,
    polls_hot,
)

"""Nothing wrong now: load and thresholds that look bad."""

from __future__ import annotations

from .builder import Bundle, Case, Expected
from .parts import ambience, chatter, database, front, function, pg_noise, service
from .shapes import hill, joined, step


def nightly_etl() -> tuple[Bundle, Expected]:
    """The CPU alarm of each night: the warehouse load runs at two, as last week."""
    c = Case("db-ledger-cpu", 601, "2026-03-18T02:00", 240, 35, 300)
    c.titled(
        "ledger-pg CPUUtilization",
        "rds/ledger-pg",
        "CPUUtilization >= 85 for 3 datapoints within 15 minutes",
        "warning",
        service="ledger",
        begun=15,
    )
    db, api = "rds/ledger-pg", "ecs-service/ledger-api"
    job = step(14, 92, 0, 5)
    front(c, "alb/ledger", 120, 0.14, 0.1, normal=(118, 0.14))
    database(c, db, "postgres 15.7", "m6g.xlarge", CPUUtilization=job, ReadIOPS=step(150, 2100, 0, 5), DBLoad=step(0.4, 4.6, 0, 5), DatabaseConnections=step(71, 79, 0, 5), ReadLatency=step(0.0008, 0.0021, 0, 5),
             normal={"CPUUtilization": job, "ReadIOPS": step(155, 2080, 0, 5), "DBLoad": step(0.4, 4.5, 0, 5)})  # fmt: skip
    service(c, api, 3)
    c.alert(
        "ledger-pg CPUUtilization",
        db,
        "alarm",
        15,
        metric="CPUUtilization",
        threshold=85,
        reason="ALARM 02:15Z; history: ALARM 03-17 02:15Z, OK 03-17 02:55Z, ALARM 03-16 02:15Z, OK 03-16 02:56Z",
        count=31,
    )
    c.log(0, "ecs-service/ledger-etl", "info", "dbt run started (schedule: cron 0 2 * * *) models=88", 1)
    c.log(
        14,
        "ecs-service/ledger-etl",
        "info",
        "41 of 88 OK created table model mart.daily_balance [SELECT 4120331 in 141.20s]",
        1,
    )
    c.log(20, "ecs-service/ledger-etl", "warning", "dbt: 2 tests warned: not_null_posting_memo (8122 rows)", 1)
    c.pg(9, db, "etl@ledger", 'LOG:  temporary file: path "base/pgsql_tmp/pgsql_tmp9911.3", size 1073741824', 22)
    c.pg(
        16,
        db,
        "etl@ledger",
        "LOG:  duration: 141208.114 ms  statement: create table mart.daily_balance__dbt_tmp as (select account_id, date, sum(amount) from posting group by 1, 2)",
    )
    c.pg(21, db, "ledger@ledger", 'ERROR:  duplicate key value violates unique constraint "idempotency_keys_pkey"', 3)
    chatter(c, api, "rails", 7)
    pg_noise(c, db, "ledger@ledger")
    c.edges(f"alb/ledger calls {api}", f"{api} writes {db}", f"ecs-service/ledger-etl writes {db}")
    c.insights(
        db,
        [
            (
                "create table mart.daily_balance__dbt_tmp as (select account_id, date, sum(amount) from posting group by $1, $2)",
                3.6,
                0.0,
                [("CPU", 2.4), ("IO:DataFileRead", 0.9)],
            ),
            ("SELECT * FROM posting WHERE account_id = $1", 0.2, 9.0, [("CPU", 0.2)]),
        ],
        [("CPU", 3.1), ("IO:DataFileRead", 1.2)],
        [("etl", 4.2), ("ledger", 0.3)],
    )
    ambience(c, "ecs-service/ledger-export", "rds/audit-pg")
    return c.healthy(("db.expensive_query", "compute.cpu_saturation"), ("db.expensive_query", db))


def p95_noise() -> tuple[Bundle, Expected]:
    """A threshold inside the ordinary spread; the top statement is the one of each day."""
    c = Case("db-hotelapi-p95", 604, "2026-02-08T15:20", 120, 25)
    c.titled(
        "hotel-rest Latency",
        "apigateway/hotel-rest",
        "Latency p95 > 260 for 1 datapoint within 1 minute",
        "warning",
        service="hotel",
        begun=0,
    )
    db, fn = "rds/hotel-aurora-1", "lambda/hotel-search"
    front(c, "apigateway/hotel-rest", 1800, 225, 0.3, normal=(1790, 226))
    function(c, fn, 1790, 190)
    database(
        c,
        db,
        "aurora-postgresql 15.6",
        "r6g.large",
        None,
        CPUUtilization=61.0,
        normal={"CPUUtilization": 60.0, "DBLoad": 1.6},
        DBLoad=1.6,
        attributes={"db_cluster": "hotel-aurora"},
    )
    c.alert(
        "hotel-rest Latency",
        "apigateway/hotel-rest",
        "ok",
        1,
        metric="Latency",
        threshold=260,
        comparison="GreaterThanThreshold",
        reason="ALARM 15:20Z, OK 15:21Z",
        count=17,
    )
    c.log(
        -3,
        fn,
        "error",
        "psycopg2.errors.QueryCanceled: canceling statement due to statement timeout",
        1,
        "/aws/lambda/hotel-search",
    )
    c.change(-34, fn, "deployment", "lambda:UpdateAlias", "role/hotel-ci", alias="live", version=["61", "62"])
    chatter(c, fn, "lambda", 9)
    pg_noise(c, db, "hotel@hotel", 7)
    c.edges(f"apigateway/hotel-rest calls {fn}", f"{fn} reads {db}")
    c.insights(
        db,
        [
            (
                "SELECT h.id, ts_rank(h.doc, q) FROM hotel h, to_tsquery($1) q WHERE h.doc @@ q ORDER BY 2 DESC LIMIT 20",
                1.1,
                29.0,
                [("CPU", 1.0)],
            ),
            ("SELECT * FROM rate WHERE hotel_id = ANY($1)", 0.3, 30.0, [("CPU", 0.3)]),
        ],
        [("CPU", 1.4), ("IO:DataFileRead", 0.1), ("Lock:transactionid", 0.01)],
        since=-60,
    )
    c.state(
        db,
        "performance_insights_reference",
        window="same hour last week",
        top_sql=[
            {
                "statement": "SELECT h.id, ts_rank(h.doc, q) FROM hotel h, to_tsquery($1) q WHERE h.doc @@ q ORDER BY 2 DESC LIMIT 20",
                "db_load_avg": 1.1,
                "calls_per_sec": 28.7,
            }
        ],
    )
    ambience(c, "rds/spa-mysql", "lambda/hotel-mail")
    return c.healthy(("db.expensive_query", "deployment.bad_release"), ("db.expensive_query", db))


def busy_hour() -> tuple[Bundle, Expected]:
    """High connections, normal for the hour: last week was the same, the limit is far."""
    c = Case("db-school-conns", 606, "2026-03-02T08:00", 170, 40, 300)
    c.titled(
        "#77041 DatabaseConnections", "rds/school-pg", "DatabaseConnections > 350", "high", service="school", begun=15
    )
    db, api = "rds/school-pg", "ecs-service/school-api"
    rise = lambda low, high: lambda m: low + (high - low) / (1 + 2.718 ** (-(m + 8) / 14))  # noqa: E731
    front(c, "alb/school", rise(300, 4900), 0.17, 0.4, normal=(rise(310, 4860), 0.17))
    database(
        c,
        db,
        "postgres 14.12",
        "r6g.xlarge",
        DatabaseConnections=rise(90, 381),
        CPUUtilization=rise(9, 46),
        normal={"DatabaseConnections": rise(91, 384), "CPUUtilization": rise(9, 47)},
        DBLoad=rise(0.2, 1.9),
        attributes={"parameters": {"max_connections": 1600}},
    )
    service(c, api, 12, cpu=rise(12, 48))
    c.event(
        -4,
        api,
        "SCALING_ACTIVITY",
        "Successfully set desired count to 12. Change successfully fulfilled by ecs. Cause: scheduled action school-morning",
        "normal",
    )
    c.log(4, api, "warning", "HikariPool-1 - Thread starvation or clock leap detected (housekeeper delta=46s118ms).", 1)
    c.pg(6, db, "school@school", "FATAL:  connection to client lost", 9)
    c.pg(-40, db, "legacy@school", 'FATAL:  password authentication failed for user "legacy"', 14)
    chatter(c, api, "spring", 8)
    pg_noise(c, db, "school@school")
    c.edges(f"alb/school calls {api}", f"{api} writes {db}")
    c.insights(
        db,
        [
            ("SELECT * FROM timetable WHERE class_id = $1 AND day = $2", 0.8, 410.0, [("CPU", 0.7)]),
            ("SELECT 1", 0.1, 380.0, [("CPU", 0.1)]),
        ],
        [("CPU", 1.5), ("Client:ClientRead", 0.2)],
    )
    ambience(c, "rds/canteen-mysql", "ecs-service/school-sms")
    return c.healthy(("db.connections_exhausted", "traffic.surge"), ("db.connections_exhausted", db))


def load_test() -> tuple[Bundle, Expected]:
    """The announced load test on staging drives CPU and a few lock waits."""
    c = Case("db-stg-bank-load", 612, "2026-06-04T13:00", 60, 28)
    c.titled("53881 triggered", "alb/stg-bank", None, "warning", "datadog", "stg-bank", begun=5, env="staging")
    db, api = "rds/stg-bank-pg", "ecs-service/stg-bank-api"
    front(
        c,
        "alb/stg-bank",
        step(20, 3000, 0, 3),
        step(0.16, 0.24, 0, 3),
        step(0.01, 0.5, 0, 3),
        normal=(step(20, 2990, 0, 3), step(0.16, 0.24, 0, 3)),
    )
    database(
        c,
        db,
        "postgres 16.4",
        "m6g.large",
        CPUUtilization=step(4, 73, 0, 3),
        DBLoad=step(0.1, 1.7, 0, 3),
        DatabaseConnections=step(22, 90, 0, 3),
        normal={"CPUUtilization": step(4, 73, 0, 3)},
        attributes={"parameters": {"max_connections": 400}},
    )
    service(c, api, 4, cpu=step(3, 62, 0, 3))
    c.change(
        -2,
        "ecs-service/stg-k6",
        "other",
        "ecs:RunTask",
        "scheduler/weekly-load-test",
        task_definition="stg-k6:12",
        schedule="cron(58 12 ? * THU *)",
        ends="13:45Z",
    )
    c.log(0, "ecs-service/stg-k6", "info", "k6 scenario weekly: 50 rps target, 45m0s, thresholds p(95)<400", 1)
    c.log(
        21,
        "ecs-service/stg-k6",
        "info",
        "running (21m0s), 050/050 VUs, checks 99.98%, http_req_duration p(95)=238ms ok",
        1,
    )
    c.pg(9, db, "bank@bank", "LOG:  process 4411 still waiting for ShareLock on transaction 8812 after 1000.081 ms", 2)
    c.log(
        13,
        api,
        "warning",
        "Npgsql.PostgresException (0x80004005): 40001: could not serialize access due to concurrent update (retried)",
        25,
    )
    chatter(c, api, "dotnet", 8)
    pg_noise(c, db, "bank@bank")
    c.edges(f"alb/stg-bank calls {api}", f"{api} writes {db}", "ecs-service/stg-k6 calls alb/stg-bank")
    c.insights(
        db,
        [
            (
                "UPDATE account SET balance = balance - $1 WHERE id = $2",
                0.7,
                51.0,
                [("CPU", 0.5), ("Lock:transactionid", 0.1)],
            )
        ],
        [("CPU", 1.4), ("IO:XactSync", 0.2), ("Lock:transactionid", 0.1)],
        [("bank", 1.7)],
    )
    ambience(c, "ecs-service/stg-kafka-ui", "rds/stg-cards-pg")
    return c.healthy(("traffic.surge", "compute.cpu_saturation"), ("traffic.surge", "alb/stg-bank"))


def few_throttles() -> tuple[Bundle, Expected]:
    """A dozen throttled writes that the SDK retried, while the table grew its partitions."""
    c = Case("db-carts-throttle", 610, "2026-04-11T19:30", 80, 30)
    c.titled(
        "carts-table WriteThrottleEvents > 0",
        "dynamodb/carts",
        "WriteThrottleEvents > 0 for 1 datapoint",
        "high",
        service="carts",
        region="us-west-2",
        begun=1,
    )
    table, fn = "dynamodb/carts", "lambda/carts-put"
    front(c, "apigateway/carts-http", 2600, 58, 0.3, normal=(2580, 58))
    function(c, fn, 2590, 39, 0.2, together=14)
    c.metric(table, "WriteThrottleEvents", joined((0, step(0, 0)), (2, step(9, 9)), (99, step(0, 0))), noise=-1.0)
    c.metric(table, "ConsumedWriteCapacityUnits", hill(30500, 39000, 0, 6))
    c.metric(table, "SuccessfulRequestLatency", 4.8, Operation="PutItem")
    c.state(table, "dynamodb_table", billing_mode="PAY_PER_REQUEST", status="ACTIVE")
    c.alert(
        "carts-table WriteThrottleEvents > 0",
        table,
        "ok",
        4,
        metric="WriteThrottleEvents",
        threshold=0,
        comparison="GreaterThanThreshold",
        reason="back to OK 19:34Z",
    )
    c.log(
        0.5,
        fn,
        "warning",
        "[WARNING] retry 1/8 ThrottlingException PutItem carts; succeeded after 41 ms",
        17,
        "/aws/lambda/carts-put",
    )
    c.log(
        -44,
        fn,
        "error",
        "[ERROR] ConditionalCheckFailedException: The conditional request failed (cart version)",
        6,
        "/aws/lambda/carts-put",
    )
    chatter(c, fn, "lambda", 10)
    c.edges(f"apigateway/carts-http calls {fn}", f"{fn} writes {table}")
    ambience(c, "rds/wishlist-mysql", "lambda/carts-expire")
    return c.healthy(("dynamodb.throttled", "dynamodb.hot_partition"), ("dynamodb.throttled", table))


CASES = (
    nightly_etl,
    p95_noise,
    busy_hour,
    load_test,
    few_throttles,
)

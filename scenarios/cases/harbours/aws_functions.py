"""Faults in functions, queues and providers on AWS."""

from __future__ import annotations

from .record import Bundle, Expected, Record, fault, step
from .scenery import aws_life, chatter


def document_scans() -> tuple[Bundle, Expected]:
    """Larger scans than the function's memory allows."""
    record = Record("hb-148", "2026-02-19T10:00", 65)
    record.page(
        "scan-documents DLQ depth > 0", "cloudwatch", "sqs/scan-jobs-dlq", 41, service="documents", region="eu-west-1"
    )
    fn = "lambda/scan-normaliser"
    record.metric(
        "sqs/scan-jobs-dlq", "ApproximateNumberOfMessagesVisible", [(0, 0), (36, 0), (65, 260)], stat="Maximum"
    )
    record.metric("sqs/scan-jobs", "ApproximateNumberOfMessagesVisible", [(0, 6), (30, 7), (65, 190)], stat="Maximum")
    record.metric("sqs/scan-jobs", "NumberOfMessagesSent", 88)
    record.metric(fn, "Invocations", [(0, 88), (30, 88), (36, 128), (65, 131)])
    record.metric(fn, "Errors", [(0, 0), (30, 0), (33, 45), (65, 47)])
    record.metric(fn, "Throttles", 0)
    record.metric(fn, "Duration", [(0, 2100), (30, 2150), (34, 3600), (65, 3700)], stat="p95")
    record.log(
        34,
        fn,
        "REPORT RequestId: 7c1e Duration: 4120.11 ms Billed Duration: 4121 ms Memory Size: 512 MB Max Memory Used: 512 MB Status: error Error Type: Runtime.OutOfMemory",
        "error",
        1340,
        f"/aws/{fn}",
    )
    record.log(
        34,
        fn,
        "RequestId: 7c1e Error: Runtime exited with error: signal: killed Runtime.ExitError",
        "error",
        1340,
        f"/aws/{fn}",
    )
    record.log(
        8,
        fn,
        "REPORT RequestId: 11fa Duration: 2011.70 ms Billed Duration: 2012 ms Memory Size: 512 MB Max Memory Used: 371 MB",
        "info",
        2600,
        f"/aws/{fn}",
    )
    record.log(
        38, fn, "normalising scan source=tablet-app v5.0 pixels=48000000 bytes=31822011", "info", 1411, f"/aws/{fn}"
    )
    record.log(20, fn, "Task timed out after 30.03 seconds", "error", 1, f"/aws/{fn}")
    chatter(record, fn, "python", 3)
    record.change(-70, "deployment", "lambda:PublishVersion", fn, "role/documents-ci", version=29, previous_version=28)
    record.change(
        29,
        "other",
        "app store release",
        "external/tablet-app",
        "mobile-team",
        version="5.0",
        note="full-resolution camera capture",
    )
    record.edges(
        f"{fn} reads sqs/scan-jobs", f"{fn} writes s3/scans-clean", "sqs/scan-jobs depends_on sqs/scan-jobs-dlq"
    )
    record.state(
        fn,
        "lambda_function",
        runtime="python3.12",
        memory_mb=512,
        timeout_s=30,
        reserved_concurrency=None,
        last_update_status="Successful",
    )
    record.state(
        "sqs/scan-jobs", "sqs_queue", visible=188, in_flight=31, redrive={"dlq": "scan-jobs-dlq", "max_receives": 3}
    )
    aws_life(record)
    return fault(
        record,
        "lambda.out_of_memory",
        fn,
        herring=("deployment.bad_release", fn),
        near=["sqs.poison_message", "lambda.timeout"],
    )


def gate_reservations() -> tuple[Bundle, Expected]:
    """Reserved concurrency was set far below what the function needs."""
    record = Record("hb-488", "2026-04-22T16:00", 45, zone=2)
    record.page(
        "gate-http 5XX anomaly",
        "cloudwatch",
        "apigateway/gate-http",
        24,
        service="gate",
        region="eu-west-3",
        severity="critical",
    )
    fn = "lambda/gate-reserve"
    record.metric("apigateway/gate-http", "Count", 5300)
    record.metric("apigateway/gate-http", "5XXError", [(0, 3), (20, 3), (22, 2900), (45, 3050)])
    record.metric("apigateway/gate-http", "Latency", step(180, 21, 96), stat="p95")
    record.metric(fn, "Invocations", step(4100, 21, 1180))
    record.metric(fn, "Throttles", [(0, 0), (20, 0), (22, 2890), (45, 3040)])
    record.metric(fn, "Errors", 2)
    record.metric(fn, "ConcurrentExecutions", [(0, 33), (20, 34), (21, 10), (45, 10)], noise=0)
    record.metric(fn, "Duration", 170, stat="p95")
    record.metric("dynamodb/gates", "SuccessfulRequestLatency", 4.4)
    record.log(
        23,
        "apigateway/gate-http",
        "(8f1) Lambda execution failed with status 429 due to customer function error: Rate Exceeded. Lambda request id: 0f4a",
        "error",
        51880,
        "API-Gateway-Execution-Logs",
    )
    record.log(26, "apigateway/gate-http", "Method completed with status: 500", "info", 51880)
    chatter(record, fn, "node", 3)
    record.change(
        20.5,
        "scaling",
        "lambda:PutFunctionConcurrency20171031",
        fn,
        "role/account-guardrails",
        reserved_concurrent_executions=[None, 10],
        ticket="cost review",
    )
    record.change(12, "deployment", "lambda:UpdateFunctionCode", "lambda/gate-receipts", "role/gate-ci", version=12)
    record.edges(
        f"apigateway/gate-http > {fn}", f"{fn} writes dynamodb/gates", "apigateway/gate-http > lambda/gate-receipts"
    )
    record.state(
        fn,
        "lambda_function",
        runtime="nodejs20.x",
        memory_mb=256,
        timeout_s=10,
        reserved_concurrency=10,
        last_update_status="Successful",
    )
    record.state("apigateway/gate-http", "api_stage", throttle={"rate": 10000, "burst": 5000}, integration="AWS_PROXY")
    aws_life(record)
    return fault(
        record,
        "lambda.throttled",
        fn,
        ("deployment.scaling_change", fn),
        herring=("deployment.bad_release", "lambda/gate-receipts"),
        near=["gateway.rate_limited"],
    )


def customs_feed() -> tuple[Bundle, Expected]:
    """One message with a broken date comes back again and again at the head of a FIFO group."""
    record = Record("hb-452", "2026-06-24T11:00", 100)
    record.page(
        "customs-feed.fifo oldest message > 15 min",
        "cloudwatch",
        "sqs/customs-feed.fifo",
        58,
        service="customs",
        region="eu-west-1",
    )
    queue, worker = "sqs/customs-feed.fifo", "ecs-service/customs-worker"
    record.metric(queue, "ApproximateAgeOfOldestMessage", [(0, 3), (42, 3), (100, 3480)], noise=0.01)
    record.metric(queue, "ApproximateNumberOfMessagesVisible", [(0, 4), (42, 4), (100, 910)], stat="Maximum")
    record.metric(queue, "NumberOfMessagesSent", 120)
    record.metric(queue, "NumberOfMessagesDeleted", step(120, 43, 104))
    record.metric(worker, "CPUUtilization", 28)
    record.metric("rds/customs-db", "CPUUtilization", 33)
    record.metric("rds/customs-db", "DatabaseConnections", 41, noise=0.02)
    record.log(
        43,
        worker,
        "MessageId=4b0d9e group=NO-OSL receive_count=1 System.FormatException: String '0000-00-00T00:00:00' was not recognized as a valid DateTime",
        "error",
    )
    record.log(
        71,
        worker,
        "MessageId=4b0d9e group=NO-OSL receive_count=58 System.FormatException: String '0000-00-00T00:00:00' was not recognized as a valid DateTime",
        "error",
        57,
    )
    record.log(
        98,
        worker,
        "MessageId=4b0d9e group=NO-OSL receive_count=113 System.FormatException: String '0000-00-00T00:00:00' was not recognized as a valid DateTime",
        "error",
        54,
    )
    record.log(50, worker, "processed batch size=10 groups=SE-GOT,DK-CPH,FI-HEL", "info", 990)
    record.log(
        22,
        worker,
        "MessageId=17aa20 group=SE-GOT receive_count=2 Microsoft.Data.SqlClient.SqlException: deadlock victim, retried ok",
        "warn",
        3,
    )
    chatter(record, worker, "dotnet", 3)
    record.change(
        -200,
        "deployment",
        "ecs:UpdateService",
        worker,
        "role/customs-ci",
        task_definition=["customs-worker:70", "customs-worker:71"],
    )
    record.change(
        37,
        "infrastructure",
        "rds:ModifyDBParameterGroup",
        "rds/customs-db",
        "user/dba-lina",
        parameters={"log_min_duration_statement": [1000, 500]},
    )
    record.edges(f"{worker} reads {queue}", f"{worker} writes rds/customs-db", f"lambda/customs-intake writes {queue}")
    record.state(queue, "sqs_queue", visible=905, in_flight=1, delayed=0, oldest_age_s=3470, fifo=True, redrive=None)
    record.state(worker, "ecs_service", desired=3, running=3, pending=0)
    aws_life(record)
    return fault(
        record,
        "sqs.poison_message",
        queue,
        ("sqs.poison_message", worker),
        ("data.corrupt_input", worker),
        ("data.corrupt_input", queue),
        herring=("db.lock_contention", "rds/customs-db"),
        near=["dependency.queue_backlog"],
    )


def card_payments() -> tuple[Bundle, Expected]:
    """The card provider answers 503; only the caller's own log tells of it."""
    record = Record("hb-816", "2026-01-27T17:40", 40)
    record.page(
        "checkout-success-rate < 95 %",
        "datadog",
        "service/harbour-shop",
        22,
        service="harbour-shop",
        region="eu-west-1",
        severity="critical",
    )
    svc = "ecs-service/shop-payments"
    record.metric("service/harbour-shop", "success_rate", [(0, 99.3), (19, 99.2), (22, 41), (40, 38)], noise=0.004)
    record.metric(svc, "CPUUtilization", 27)
    record.metric(svc, "MemoryUtilization", 44, noise=0.02)
    record.metric("rds/shop-db", "CPUUtilization", 71, noise=0.04)
    record.metric("rds/shop-db", "DBLoad", 2.2)
    record.metric("rds/shop-db", "ReadLatency", 0.0011)
    record.log(
        21,
        svc,
        'Net::HTTPServiceUnavailable 503 from https://api.kortbro-pay.example/v3/charges: {"error":"service_unavailable","message":"We are experiencing a major outage, see status.kortbro-pay.example"}',
        "error",
        2204,
        "/ecs/shop-payments",
    )
    record.log(24, svc, "circuit breaker kortbro-pay OPEN after 20 failures, next probe in 30s", "warn", 31)
    record.log(30, svc, "charge refused: card_declined (insufficient_funds)", "info", 12)
    chatter(record, svc, "rails", 4)
    record.alert(
        -4000,
        "shop-db CPU > 70",
        "rds/shop-db",
        metric="CPUUtilization",
        threshold=70,
        reason="in ALARM since Saturday, see backlog OPS-311",
    )
    record.change(
        11,
        "deployment",
        "ecs:UpdateService",
        svc,
        "role/shop-ci",
        task_definition=["shop-payments:401", "shop-payments:402"],
        title="bump rubocop, docs",
    )
    record.edges(
        "service/harbour-shop > ecs-service/shop-payments", f"{svc} writes rds/shop-db", f"{svc} > external/kortbro-pay"
    )
    record.gap("metrics", "no metrics of outbound calls configured", svc)
    record.gap("state", "AccessDenied", svc, "ecs:DescribeServices")
    aws_life(record, changes=1)
    return fault(
        record,
        "dependency.third_party_outage",
        "external/kortbro-pay",
        ("dependency.errors", "external/kortbro-pay"),
        ("dependency.third_party_outage", svc),
        herring=("deployment.bad_release", svc),
        near=["compute.cpu_saturation"],
        poor=True,
    )

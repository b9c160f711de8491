"""Bundles with many resources of AWS, each with its state and the series that go with it."""

from collections.abc import Sequence
from typing import Any

from benchmarks.shapes.building import Document, bundle, calm, edge, line, moment, series, state, worse


def _fleet(
    n: int,
    kind: str,
    namespace: str,
    names: Sequence[tuple[str, str, bool]],
    what: str,
    attributes: Document,
    **more: Any,
) -> Document:
    metrics = [
        series(
            f"{kind}/x{at}",
            name,
            unit,
            (worse if bad else calm)(at, points=40),
            namespace=namespace,
            statistic="Average",
        )
        for at in range(n)
        for name, unit, bad in names
    ]
    found = [state(f"{kind}/x{at}", what, **attributes) for at in range(n)]
    edges = [edge("service/web", f"{kind}/x{at}") for at in range(n)]
    return bundle(metrics=metrics, state=found, topology=edges, **more)


def functions(n: int) -> Document:
    names = (
        ("Errors", "Count", True),
        ("Throttles", "Count", True),
        ("Duration", "Milliseconds", True),
        ("Invocations", "Count", False),
    )
    attributes = {"memory_mb": 128, "timeout_s": 3, "reserved_concurrency": 5, "runtime": "python3.11"}
    said = [line(f"lambda/x{at}", "Task timed out after 3.00 seconds") for at in range(n)]
    changes = [
        {"t": moment(29), "kind": "deployment", "action": "UpdateFunctionCode", "entity": f"lambda/x{at}"}
        for at in range(n)
    ]
    return _fleet(n, "lambda", "AWS/Lambda", names, "lambda_function", attributes, logs=said, changes=changes)


def databases(n: int) -> Document:
    names = (
        ("CPUUtilization", "Percent", True),
        ("DatabaseConnections", "Count", True),
        ("FreeableMemory", "Bytes", False),
        ("DBLoad", "Count", True),
    )
    document = _fleet(
        n, "rds", "AWS/RDS", names, "rds_instance", {"engine": "postgres", "parameters": {"max_connections": 40}}
    )
    for at in range(n):
        top = [
            {
                "statement": f"SELECT * FROM t{at} WHERE a = {one}",
                "db_load_avg": 3.0,
                "wait_events": [{"name": "CPU", "db_load_avg": 2.0}],
            }
            for one in range(3)
        ]
        insights = state(
            f"rds/x{at}",
            "performance_insights",
            top_sql=top,
            top_wait_events=[{"name": "Lock:tuple", "db_load_avg": 3}],
        )
        document["state"].append({"id": f"p{at + 1}", **insights})
    return document


def statements_of_one_database(n: int) -> Document:
    top = [
        {
            "statement": f"SELECT * FROM t{at} WHERE a = 1",
            "db_load_avg": 0.3,
            "calls_per_sec": 2,
            "wait_events": [{"name": "CPU", "db_load_avg": 0.1}],
        }
        for at in range(n)
    ]
    waits = [{"name": f"wait-{at}", "db_load_avg": 0.1} for at in range(n)]
    found = [
        state("rds/db", "performance_insights", top_sql=top, top_wait_events=waits, top_users=waits, top_hosts=waits)
    ]
    return bundle("rds/db", state=found, metrics=[series("rds/db", "DBLoad", "Count", worse(0), namespace="AWS/RDS")])


def queues(n: int) -> Document:
    names = (("ApproximateNumberOfMessagesVisible", "Count", True), ("ApproximateAgeOfOldestMessage", "Seconds", True))
    return _fleet(
        n, "sqs", "AWS/SQS", names, "sqs_queue", {"visible": 1000, "redrive": {"dlq": "dead", "max_receives": 3}}
    )


def tables(n: int) -> Document:
    names = (("ConsumedReadCapacityUnits", "Count", True), ("ReadThrottleEvents", "Count", True))
    return _fleet(
        n, "dynamodb", "AWS/DynamoDB", names, "dynamodb_table", {"billing_mode": "PROVISIONED", "read_capacity": 5}
    )


def containers(n: int) -> Document:
    names = (("CPUUtilization", "Percent", True), ("MemoryUtilization", "Percent", True))
    attributes = {
        "desired": 4,
        "running": 1,
        "pending": 3,
        "events": ["(service x) was unable to place a task because no container instance met all of its requirements."],
        "deployments": [{"status": "PRIMARY", "desired": 4, "running": 1, "rollout_state": "IN_PROGRESS"}],
    }
    return _fleet(n, "ecs", "AWS/ECS", names, "ecs_service", attributes)


def balancers(n: int) -> Document:
    names = (("UnHealthyHostCount", "Count", True), ("HTTPCode_Target_5XX_Count", "Count", True))
    attributes = {"healthy": 0, "unhealthy": 4, "reasons": ["Target.FailedHealthChecks"]}
    return _fleet(n, "targetgroup", "AWS/ApplicationELB", names, "target_group", attributes)


def caches(n: int) -> Document:
    names = (("Evictions", "Count", True), ("CPUUtilization", "Percent", True), ("CacheHits", "Count", False))
    return _fleet(n, "elasticache", "AWS/ElastiCache", names, "cache_cluster", {"node_type": "cache.t3.micro"})


def streams(n: int) -> Document:
    names = (
        ("GetRecords.IteratorAgeMilliseconds", "Milliseconds", True),
        ("WriteProvisionedThroughputExceeded", "Count", True),
    )
    return _fleet(n, "kinesis", "AWS/Kinesis", names, "kinesis_stream", {"shards": 1})


def groups(n: int) -> Document:
    return _fleet(
        n,
        "asg",
        "AWS/AutoScaling",
        (("GroupInServiceInstances", "Count", False),),
        "asg",
        {"desired": 4, "max": 4, "in_service": 1},
    )


def changes_of_access(n: int) -> Document:
    changes = [
        {
            "t": moment(45),
            "kind": "access",
            "action": "DetachRolePolicy",
            "entity": f"role/r{at}",
            "details": {"policy": f"p{at}"},
        }
        for at in range(n)
    ]
    said = [
        line("lambda/web", f"AccessDenied: role r{at} is not authorized to perform: s3:GetObject") for at in range(n)
    ]
    return bundle("lambda/web", changes=changes, logs=said)


SHAPES = (
    functions,
    databases,
    statements_of_one_database,
    queues,
    tables,
    containers,
    balancers,
    caches,
    streams,
    groups,
    changes_of_access,
)

"""Whatever AWS state, series and events come in: a valid verdict, and the order of the items does not matter."""

import random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commander.contract.evidence import Bundle
from commander.evidence.engine import investigate
from tests.evidence.test_aws_databases import clock

ENTITIES = [
    "rds/a",
    "rds/b",
    "lambda/f",
    "dynamodb/t",
    "sqs/q",
    "sqs/q-dlq",
    "kinesis/s",
    "asg/g",
    "kms/k",
    "elasticache/c",
]
NAMES = [
    "CPUUtilization",
    "DatabaseConnections",
    "DBLoad",
    "FreeStorageSpace",
    "FreeableMemory",
    "SwapUsage",
    "BurstBalance",
    "ReadIOPS",
    "WriteLatency",
    "DiskQueueDepth",
    "ReplicaLag",
    "AuroraReplicaLag",
    "CPUCreditBalance",
    "MaximumUsedTransactionIDs",
    "Throttles",
    "ConcurrentExecutions",
    "Duration",
    "ConsumedReadCapacityUnits",
    "ApproximateAgeOfOldestMessage",
    "NumberOfMessagesSent",
    "NumberOfMessagesDeleted",
    "IteratorAge",
    "Evictions",
    "CacheHitRate",
    "HealthyHostCount",
    "StatusCheckFailed",
]
KINDS = [
    "rds_instance",
    "performance_insights",
    "lambda_function",
    "ecs_service",
    "dynamodb_table",
    "sqs_queue",
    "asg",
    "target_group",
    "api_stage",
    "kms_key",
]
KEYS = [
    "engine",
    "instance_class",
    "parameters",
    "max_connections",
    "allocated_storage_gb",
    "status",
    "top_sql",
    "top_wait_events",
    "top_hosts",
    "statement",
    "db_load_avg",
    "calls_per_sec",
    "wait_events",
    "name",
    "type",
    "desired",
    "max",
    "running",
    "healthy",
    "unhealthy",
    "reasons",
    "redrive",
    "read_capacity",
    "billing_mode",
    "reserved_concurrency",
    "timeout_s",
    "environment",
    "DB_PORT",
    "port",
    "throttle",
    "rate",
    "key_state",
    "enabled",
    "read_only",
    "start_time",
    "iops",
    "storage_type",
    "top_clients",
    "events",
    "deployments",
    "rollout_reason",
    "message",
    "share",
]
WORDS = [
    "postgres",
    "aurora-mysql",
    "db.t3.medium",
    "db.",
    "storage-full",
    "SELECT 1",
    "VACUUM ANALYZE orders",
    "ALTER TABLE x ADD y int",
    "Lock:tuple",
    "IO:DataFileRead",
    "CPU",
    "",
    "Disabled",
    "unable to place a task",
    "gp2",
    "PAY_PER_REQUEST",
    "postgres://u:p@a:5433/x",
    "5433",
    "1e400",
]
MESSAGES = [
    "Multi-AZ instance failover started",
    "DB instance restarted",
    "The free storage capacity for DB Instance: a is low at 2%",
    "was unable to place a task",
    "Replication has stopped",
    "Backing up DB instance",
    "Availability Zone use1-az4 connectivity issue",
    "",
]
numbers = st.one_of(
    st.integers(-5, 500), st.floats(allow_nan=False, allow_infinity=False), st.sampled_from([1e308, -1e308, 0])
)
scalars = st.one_of(st.none(), st.booleans(), numbers, st.sampled_from(WORDS))
attributes = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(KEYS), inner, max_size=4)),
    max_leaves=8,
)
entities = st.sampled_from(ENTITIES)
series = st.one_of(
    st.lists(numbers, max_size=14),
    st.tuples(numbers, numbers, st.integers(2, 20)).map(lambda one: [one[0]] * one[2] + [one[1]] * one[2]),
    st.tuples(numbers, st.integers(2, 30)).map(lambda one: [one[0] / (place + 1) for place in range(one[1])]),
)


def listed(prefix: str, strategy: Any, most: int) -> Any:
    return st.lists(strategy, max_size=most).map(
        lambda some: [{"id": f"{prefix}{n}", **one} for n, one in enumerate(some)]
    )


@st.composite
def bundles(draw: Any) -> dict[str, Any]:
    metric = st.fixed_dictionaries(
        {
            "name": st.sampled_from(NAMES),
            "entity": entities,
            "namespace": st.sampled_from(["AWS/RDS", "AWS/Lambda", "AWS/SQS"]),
            "statistic": st.sampled_from(["Average", "Maximum", "Sum", None]),
            "unit": st.sampled_from(["Percent", "Bytes", "Seconds", "Milliseconds", "Count", None]),
            "points": series.map(lambda values: [[clock(place), value] for place, value in enumerate(values)]),
        }
    )
    state = st.fixed_dictionaries(
        {
            "entity": entities,
            "kind": st.sampled_from(KINDS),
            "attributes": st.dictionaries(st.sampled_from(KEYS), attributes, max_size=6),
        }
    )
    event = st.fixed_dictionaries(
        {
            "entity": entities,
            "kind": st.sampled_from(["rds", "ecs", "health"]),
            "reason": st.sampled_from(["", "x"]),
            "message": st.sampled_from(MESSAGES),
            "t": st.integers(-100, 60).map(clock) | st.none(),
        }
    )
    change = st.fixed_dictionaries(
        {
            "t": st.integers(-10, 60).map(clock),
            "kind": st.sampled_from(["config", "scaling", "access", "data", "other"]),
            "action": st.sampled_from(
                ["lambda:PutFunctionConcurrency", "kms:DisableKey", "secretsmanager:RotateSecret"]
            ),
            "entity": entities,
            "details": st.dictionaries(st.sampled_from(["reserved_concurrency", "max"]), attributes, max_size=2),
        }
    )
    log = st.fixed_dictionaries(
        {
            "entity": entities,
            "t": st.integers(0, 60).map(clock),
            "level": st.just("error"),
            "message": st.sampled_from(
                [
                    "FATAL: sorry, too many clients already",
                    "AccessDeniedException: kms:Decrypt not authorized",
                    'password authentication failed for user "x"',
                    "could not connect to server: Connection refused",
                ]
            ),
        }
    )
    edge = st.fixed_dictionaries(
        {"from": entities, "to": entities, "kind": st.sampled_from(["reads", "calls", "replicates_to", "owns"])}
    )
    return {
        "schema": "evidence-bundle/1",
        "case_id": "any-case",
        "incident": {
            "title": "x",
            "severity": "high",
            "source": "cloudwatch",
            "resource": draw(entities | st.none()),
            "collected_at": clock(60),
        },
        "alerts": [],
        "metrics": draw(listed("m", metric, 6)),
        "logs": draw(listed("l", log, 3)),
        "events": draw(listed("e", event, 3)),
        "changes": draw(listed("c", change, 2)),
        "topology": draw(listed("t", edge, 3)),
        "state": draw(listed("s", state, 5)),
    }


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(bundles(), st.integers(0, 99))
def test_any_bundle_of_aws_has_a_verdict_that_the_order_does_not_change(document: dict[str, Any], seed: int) -> None:
    verdict = investigate(Bundle.model_validate(document))
    ids = {one.id for one in verdict.evidence}
    assert all(ref in ids for one in verdict.hypotheses for ref in (*one.supporting, *one.contradicting))
    for section in ("metrics", "logs", "events", "changes", "topology", "state"):
        random.Random(seed).shuffle(document[section])
    again = investigate(Bundle.model_validate(document))
    assert again.verdict == verdict.verdict
    assert again.root_cause == verdict.root_cause

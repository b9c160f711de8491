"""Incidents of functions, tables, queues, streams, containers, balancers, caches, rights and limits in AWS."""

from typing import Any

import pytest

from tests.evidence.test_aws_databases import (
    DB,
    LENGTH,
    ONSET,
    Incident,
    assert_cause,
    calm_database,
    conclusion,
    explain,
    level,
    ramp,
    step,
)

FN = "lambda/checkout"


def counts(incident: Incident, name: str, before: float, after: float, entity: str = FN, **more: Any) -> Incident:
    """A sum of counts that steps at the onset."""
    values = [float(round(value)) for value in step(before, after)]
    namespace = more.pop("namespace", "AWS/Lambda")
    return incident.metric(name, values, entity, namespace=namespace, statistic="Sum", unit="Count", **more)


def function(**attributes: Any) -> Incident:
    known = {"runtime": "python3.12", "memory_mb": 512, "timeout_s": 10} | attributes
    return Incident(FN).state("lambda_function", known, FN)


def test_a_function_at_its_reserved_concurrency() -> None:
    incident = counts(counts(function(reserved_concurrency=20), "Throttles", 0, 300), "Invocations", 500, 480)
    incident.metric("ConcurrentExecutions", step(9, 20, spread=0), FN, namespace="AWS/Lambda", statistic="Maximum")
    assert_cause(incident, "lambda.throttled", FN, "confirmed")


def test_a_function_that_runs_into_its_timeout() -> None:
    incident = counts(counts(function(), "Errors", 0, 60), "Invocations", 500, 480)
    incident.metric(
        "Duration", step(420, 10000, spread=0.0), FN, namespace="AWS/Lambda", statistic="Maximum", unit="Milliseconds"
    )
    incident.log("2026-03-09T08:41:10Z 1b4e28ba Task timed out after 10.00 seconds", ONSET + 1, FN, count=60)
    assert_cause(incident, "lambda.timeout", FN)


def test_a_table_with_too_little_capacity() -> None:
    table = "dynamodb/carts"
    incident = Incident(table).state(
        "dynamodb_table", {"billing_mode": "PROVISIONED", "write_capacity": 100, "read_capacity": 500}, table
    )
    counts(incident, "WriteThrottleEvents", 0, 240, table, namespace="AWS/DynamoDB")
    counts(incident, "ConsumedWriteCapacityUnits", 2400, 5950, table, namespace="AWS/DynamoDB")
    assert_cause(incident, "dynamodb.throttled", table)


def test_a_table_with_a_hot_partition() -> None:
    table = "dynamodb/carts"
    incident = Incident(table).state("dynamodb_table", {"billing_mode": "PROVISIONED", "write_capacity": 4000}, table)
    counts(incident, "WriteThrottleEvents", 0, 240, table, namespace="AWS/DynamoDB")
    counts(incident, "ConsumedWriteCapacityUnits", 48000, 61000, table, namespace="AWS/DynamoDB")
    assert_cause(incident, "dynamodb.hot_partition", table)


def test_a_stream_whose_consumer_falls_behind() -> None:
    stream = "kinesis/clicks"
    incident = Incident(FN).edge(FN, stream)
    incident.metric(
        "IteratorAge", ramp(400, 1800000), FN, namespace="AWS/Lambda", statistic="Maximum", unit="Milliseconds"
    )
    counts(incident, "IncomingRecords", 4000, 12000, stream, namespace="AWS/Kinesis")
    assert conclusion(incident)[1] in ("kinesis.iterator_lag", "traffic.surge"), explain(incident)


def test_tasks_that_get_no_capacity() -> None:
    service = "ecs-service/worker"
    incident = Incident(service).state("ecs_service", {"desired": 8, "running": 5, "pending": 0}, service)
    incident.metric("RunningTaskCount", step(8, 5, spread=0), service, namespace="ECS/ContainerInsights")
    said = "(service worker) was unable to place a task. Reason: Capacity is unavailable at this time."
    incident.event(said, ONSET, service, kind="ecs", type="error", reason="SERVICE_TASK_PLACEMENT_FAILURE")
    incident.event(said, ONSET + 6, service, kind="ecs", type="error", reason="SERVICE_TASK_PLACEMENT_FAILURE")
    assert_cause(incident, "ecs.capacity_unavailable", service, "confirmed")


def test_tasks_that_do_not_start() -> None:
    service = "ecs-service/web"
    incident = Incident("alb/web").edge("alb/web", service, "calls")
    counts(incident, "HTTPCode_ELB_5XX_Count", 0, 80, "alb/web", namespace="AWS/ApplicationELB")
    incident.event(
        "(service web) is unable to consistently start tasks successfully.",
        ONSET + 3,
        service,
        kind="ecs",
        type="warning",
    )
    incident.event(
        "Task stopped: ResourceInitializationError: unable to pull secrets or registry auth",
        ONSET + 1,
        service,
        kind="ecs",
        type="error",
    )
    assert_cause(incident, "ecs.task_start_failure", service, "confirmed")


def test_tasks_that_do_not_start_as_the_state_of_their_service_tells() -> None:
    service = "ecs-service/web"
    incident = Incident("alb/web").edge("alb/web", service, "calls")
    counts(incident, "HTTPCode_ELB_5XX_Count", 0, 80, "alb/web", namespace="AWS/ApplicationELB")
    events = ["(service web) is unable to consistently start tasks successfully.", "(service web) has started 2 tasks."]
    deployments = [{"status": "PRIMARY", "rollout_state": "FAILED", "rollout_reason": "tasks failed to start."}]
    attributes = {"desired": 4, "running": 1, "events": events, "deployments": deployments}
    assert_cause(incident.state("ecs_service", attributes, service), "ecs.task_start_failure", service)


def test_what_a_service_reported_before_it_reached_a_steady_state_is_over() -> None:
    service = "ecs-service/web"
    events = ["(service web) has reached a steady state.", "(service web) was unable to place a task."]
    incident = Incident(service).state("ecs_service", {"desired": 4, "running": 4, "events": events}, service)
    assert conclusion(incident)[1] is None, explain(incident)


def test_a_group_that_is_scaled_out_to_its_maximum() -> None:
    group = "asg/web"
    incident = (
        Incident("alb/web")
        .edge("alb/web", group, "calls")
        .state("asg", {"desired": 6, "min": 2, "max": 6, "in_service": 6}, group)
    )
    incident.metric("CPUUtilization", step(45, 96, spread=0.01), group, namespace="AWS/EC2", unit="Percent")
    incident.metric("TargetResponseTime", step(0.2, 2.4), "alb/web", namespace="AWS/ApplicationELB", unit="Seconds")
    assert_cause(incident, "compute.autoscaling_at_max", group)


def test_a_balancer_without_a_healthy_target() -> None:
    group = "target-group/web"
    incident = Incident("alb/web").edge("alb/web", group, "calls")
    incident.state("target_group", {"healthy": 0, "unhealthy": 3, "reasons": ["Target.Timeout"]}, group)
    counts(incident, "HTTPCode_ELB_5XX_Count", 0, 80, "alb/web", namespace="AWS/ApplicationELB")
    assert_cause(incident, "lb.no_healthy_targets", group)


def test_a_health_check_that_asks_for_the_wrong_path() -> None:
    group = "target-group/web"
    incident = Incident("alb/web").edge("alb/web", group, "calls")
    incident.state(
        "target_group",
        {"healthy": 0, "unhealthy": 3, "reasons": ["Health checks failed with these codes: [404]"]},
        group,
    )
    incident.change(
        "elasticloadbalancing:ModifyTargetGroup", "config", group, ONSET - 1, health_check_path=["/health", "/healthz"]
    )
    counts(incident, "HTTPCode_ELB_5XX_Count", 0, 80, "alb/web", namespace="AWS/ApplicationELB")
    counts(incident, "HTTPCode_Target_5XX_Count", 0, 0, "alb/web", namespace="AWS/ApplicationELB")
    assert_cause(incident, "lb.health_check_wrong", group)


def test_a_cache_that_evicts_and_a_database_that_pays_for_it() -> None:
    cache = "elasticache/sessions"
    incident = Incident("service/shop").edge("service/shop", cache).edge("service/shop", DB).instance()
    incident.metric("CacheHitRate", step(96, 38), cache, namespace="AWS/ElastiCache", unit="Percent")
    incident.metric(
        "Evictions", [float(round(v)) for v in step(0, 5200)], cache, namespace="AWS/ElastiCache", statistic="Sum"
    )
    incident.metric("CPUUtilization", step(25, 78), unit="Percent").metric("ReadIOPS", step(150, 1400))
    incident.metric("latency_p95", step(0.2, 1.9), "service/shop", namespace="Prometheus", unit="Seconds")
    assert_cause(calm_database(incident), "dependency.cache_failure", cache)


def test_a_key_that_was_disabled() -> None:
    key = "kms/orders-key"
    incident = counts(Incident(FN).edge(FN, key), "Errors", 0, 60)
    incident.change("kms:DisableKey", "access", key, ONSET - 0.5)
    incident.state("kms_key", {"key_state": "Disabled"}, key)
    incident.log("DisabledException: arn:aws:kms:eu-west-1:1:key/5f is disabled.", ONSET, FN, count=60)
    assert_cause(incident, "access.kms_key_unavailable", key, "confirmed")


def test_a_secret_that_was_rotated() -> None:
    incident = counts(Incident(FN).edge(FN, DB), "Errors", 0, 60).instance()
    incident.change("secretsmanager:RotateSecret", "config", "secret/orders-db", ONSET - 1)
    incident.log('FATAL: password authentication failed for user "orders"', ONSET, FN, count=60)
    assert_cause(calm_database(incident), "access.secret_rotation", FN)


def test_a_permission_that_was_taken_away() -> None:
    incident = counts(Incident(FN), "Errors", 0, 60)
    incident.change("iam:DetachRolePolicy", "access", "role/checkout-fn", ONSET - 0.5)
    said = "AccessDeniedException: User: assumed-role/checkout-fn is not authorized to perform: dynamodb:PutItem"
    incident.log(said, ONSET, FN, count=60)
    assert_cause(incident, "access.permission_denied", FN, "confirmed")


def test_a_zone_that_is_impaired() -> None:
    incident = counts(
        Incident("alb/web"), "HTTPCode_Target_5XX_Count", 1, 80, "alb/web", namespace="AWS/ApplicationELB"
    )
    said = (
        "We are investigating increased error rates and connectivity issues in a single Availability Zone (use1-az4)."
    )
    incident.event(said, ONSET + 4, "alb/web", kind="health", type="warning", reason="AWS_EC2_OPERATIONAL_ISSUE")
    assert_cause(incident, "aws.az_impaired", "alb/web")


def test_a_consumer_whose_concurrency_was_taken_away() -> None:
    queue, worker = "sqs/mails", "lambda/mailer"
    incident = Incident(queue).edge(worker, queue)
    incident.metric(
        "ApproximateAgeOfOldestMessage", ramp(4, 1100), queue, namespace="AWS/SQS", statistic="Maximum", unit="Seconds"
    )
    counts(incident, "NumberOfMessagesSent", 120, 118, queue, namespace="AWS/SQS")
    counts(incident, "Invocations", 120, 0, worker)
    counts(incident, "Errors", 0, 0, worker)
    incident.change("lambda:PutFunctionConcurrency", "scaling", worker, ONSET - 1, reserved_concurrency=[50, 0])
    assert_cause(incident, "deployment.scaling_change", worker)


def test_a_message_that_fails_again_and_again() -> None:
    queue, dead = "sqs/mails", "sqs/mails-dlq"
    incident = (
        Incident(queue)
        .edge("lambda/mailer", queue)
        .state("sqs_queue", {"visible": 3, "redrive": {"dlq": "mails-dlq", "max_receives": 5}}, queue)
    )
    incident.metric(
        "ApproximateAgeOfOldestMessage", ramp(4, 1100), queue, namespace="AWS/SQS", statistic="Maximum", unit="Seconds"
    )
    counts(incident, "NumberOfMessagesSent", 120, 118, queue, namespace="AWS/SQS")
    counts(incident, "NumberOfMessagesDeleted", 120, 117, queue, namespace="AWS/SQS")
    counts(incident, "ApproximateNumberOfMessagesVisible", 0, 4, dead, namespace="AWS/SQS")
    counts(incident, "Errors", 0, 2, "lambda/mailer")
    assert_cause(incident, "sqs.poison_message", queue)


@pytest.mark.parametrize("minute", [-300.0, ONSET + 15.0])
def test_a_spot_interruption_at_another_time_is_not_the_cause(minute: float) -> None:
    incident = counts(Incident(FN), "Errors", 0, 60)
    incident.event("EC2 Spot Instance Interruption Warning", minute, "asg/batch", kind="ec2", type="warning")
    incident.log("[ERROR] KeyError: 'tax'", ONSET, FN, count=60)
    assert conclusion(incident)[1] != "compute.instance_lost", explain(incident)


def test_autoscaling_that_did_its_job_is_no_incident() -> None:
    group = "asg/web"
    incident = Incident(group).alarm("CPUUtilization", 70, group, "ok")
    values = [*level(45, 1, ONSET), *level(84, 2, 6), *level(52, 3, LENGTH - ONSET - 6)]
    incident.metric("CPUUtilization", values, group, namespace="AWS/EC2", unit="Percent")
    incident.state("asg", {"desired": 4, "min": 2, "max": 8, "in_service": 4}, group)
    incident.event("Launching a new EC2 instance: i-0abc", ONSET + 3, group, kind="autoscaling")
    assert conclusion(incident)[0] in ("healthy", "inconclusive"), explain(incident)

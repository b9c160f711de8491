"""Collectors of services that moto lacks or cans: requests and answers are checked against the services' models."""

from datetime import timedelta
from typing import Any

import pytest
from botocore.stub import ANY, Stubber

from commander.aws.clients import impatient
from commander.aws.collecting import balancers, containers, databases, performance_insights, scaling, tracing
from commander.aws.collecting.budget import OutOfBudget
from commander.aws.collecting.findings import Findings
from commander.aws.collecting.things import Thing
from tests.aws.asking import NOW, WINDOW, ask, edges, gaps, items, state

pytestmark = pytest.mark.usefixtures("account")

LEDGER = Thing("rds", "ledger")
WATCHED = {"PerformanceInsightsEnabled": True, "DbiResourceId": "db-ABC", "Engine": "postgres"}
SQL = "select * from accounts where mail = 'jo@shop.example' for update"


def _keys(group: str, *loads: tuple[dict[str, str], float]) -> dict[str, Any]:
    return {
        "Keys": [{"Dimensions": {f"{group}.{k}": v for k, v in told.items()}, "Total": load} for told, load in loads]
    }


def _load(stub: Stubber) -> None:
    asked = {"ServiceType": "RDS", "Identifier": "db-ABC", "StartTime": ANY, "EndTime": ANY, "Metric": "db.load.avg"}
    asked["PeriodInSeconds"] = 60
    stub.add_response(
        "describe_dimension_keys",
        {
            "PartitionKeys": [
                {"Dimensions": {"db.wait_event.name": "transactionid", "db.wait_event.type": "Lock"}},
                {"Dimensions": {"db.wait_event.name": "CPU", "db.wait_event.type": "CPU"}},
            ],
            "Keys": [
                {
                    "Dimensions": {"db.sql_tokenized.statement": SQL, "db.sql_tokenized.id": "A1"},
                    "Total": 7.25,
                    "Partitions": [7.0, 0.25],
                    "AdditionalMetrics": {"db.sql_tokenized.stats.calls_per_sec.avg": 41.5},
                }
            ],
        },
        {
            **asked,
            "GroupBy": {"Group": "db.sql_tokenized", "Limit": 10},
            "PartitionBy": {"Group": "db.wait_event", "Limit": 5},
            "AdditionalMetrics": ["db.sql_tokenized.stats.calls_per_sec.avg"],
        },
    )
    waits = _keys("db.wait_event", ({"name": "transactionid", "type": "Lock"}, 7.0))
    stub.add_response("describe_dimension_keys", waits, {**asked, "GroupBy": {"Group": "db.wait_event", "Limit": 10}})
    stub.add_response("describe_dimension_keys", _keys("db.user", ({"name": "app"}, 6.0)))
    stub.add_response("describe_dimension_keys", _keys("db.host", ({"id": "10.0.3.7"}, 6.0)))


def test_performance_insights_tells_statements_waits_users_and_lock_counters() -> None:
    found = Findings()
    with Stubber(impatient("pi")) as stub:
        _load(stub)
        stub.add_response(
            "get_resource_metrics",
            {
                "MetricList": [
                    {
                        "Key": {"Metric": "db.Transactions.blocked_transactions.avg"},
                        "DataPoints": [{"Timestamp": NOW, "Value": 4.0}],
                    }
                ]
            },
        )
        performance_insights.look(LEDGER, WATCHED, ask(), found, WINDOW)
    attributes: Any = state(found, "performance_insights")
    assert attributes["top_sql"] == [
        {
            "statement": "select * from accounts where mail = ? for update",
            "db_load_avg": 7.25,
            "calls_per_sec": 41.5,
            "wait_events": [
                {"name": "transactionid", "type": "Lock", "db_load_avg": 7.0},
                {"name": "CPU", "type": "CPU", "db_load_avg": 0.25},
            ],
        }
    ]
    assert attributes["top_wait_events"] == [{"name": "transactionid", "type": "Lock", "db_load_avg": 7.0}]
    assert attributes["top_users"] == [{"name": "app", "db_load_avg": 6.0}]
    assert attributes["top_hosts"] == [{"id": "10.0.3.7", "db_load_avg": 6.0}]
    (series,) = items(found, "metrics")
    assert (series["name"], series["points"][0][1]) == ("Transactions.blocked_transactions", 4.0)  # type: ignore[index]


def test_a_refusal_by_performance_insights_names_the_permission() -> None:
    found = Findings()
    with Stubber(impatient("pi")) as stub:
        stub.add_client_error("describe_dimension_keys", "NotAuthorizedException", "no")
        stub.add_client_error("get_resource_metrics", "NotAuthorizedException", "no")
        performance_insights.look(LEDGER, WATCHED, ask(), found, WINDOW)
    permissions = [gap["permission"] for gap in items(found, "gaps")]
    assert permissions == ["pi:DescribeDimensionKeys", "pi:GetResourceMetrics"]
    assert not items(found, "state")


def test_an_engine_that_does_not_count_its_statements_still_tells_them() -> None:
    found = Findings()
    with Stubber(impatient("pi")) as stub:
        stub.add_client_error("describe_dimension_keys", "InvalidArgumentException", "unknown metric")
        stub.add_response("describe_dimension_keys", _keys("db.sql_tokenized", ({"statement": "select 1"}, 1.0)))
        for group in ("db.wait_event", "db.user", "db.host"):
            stub.add_response("describe_dimension_keys", _keys(group))
        stub.add_response("get_resource_metrics", {"MetricList": []})
        performance_insights.look(LEDGER, WATCHED, ask(), found, WINDOW)
    attributes: Any = state(found, "performance_insights")
    assert attributes["top_sql"] == [{"statement": "select 1", "db_load_avg": 1.0, "wait_events": []}]


def test_counters_that_an_engine_does_not_have_are_no_gap() -> None:
    found = Findings()
    with Stubber(impatient("pi")) as stub:
        _load(stub)
        stub.add_client_error("get_resource_metrics", "InvalidArgumentException", "unknown metric")
        performance_insights.look(LEDGER, WATCHED, ask(), found, WINDOW)
    assert gaps(found) == []


def test_what_was_known_when_the_time_was_up_counts() -> None:
    found = Findings()
    with Stubber(impatient("pi")) as stub:
        _load(stub)
        with pytest.raises(OutOfBudget, match="ran out of its 2 calls"):
            performance_insights.look(LEDGER, WATCHED, ask(calls=2), found, WINDOW)
    assert "top_sql" in state(found, "performance_insights")


def test_rds_tells_its_events_and_the_connection_limit_that_was_set() -> None:
    found = Findings()
    instance = {
        "DBInstanceIdentifier": "ledger",
        "Engine": "postgres",
        "DBParameterGroups": [{"DBParameterGroupName": "g"}],
    }
    with Stubber(impatient("rds")) as stub:
        stub.add_response("describe_db_instances", {"DBInstances": [instance]})
        parameters = [
            {"ParameterName": "autovacuum", "ParameterValue": "1", "Source": "engine-default"},
            {"ParameterName": "lock_timeout", "ParameterValue": "0", "Source": "user"},
            {"ParameterName": "max_connections", "ParameterValue": "120", "Source": "user"},
        ]
        stub.add_response("describe_db_parameters", {"Parameters": parameters})
        stub.add_response(
            "describe_events",
            {
                "Events": [
                    {"Date": NOW, "Message": "Multi-AZ failover started", "EventCategories": ["failover"]},
                    {"Date": NOW, "Message": "Finished DB instance backup", "EventCategories": ["backup"]},
                ]
            },
        )
        databases.describe(LEDGER, ask(), found, WINDOW)
    assert state(found, "rds_instance")["parameters"] == {"lock_timeout": 0, "max_connections": 120}
    told = [(event["type"], event["reason"], event["entity"]) for event in items(found, "events")]
    assert told == [("warning", "failover", "rds/ledger"), ("info", "backup", "rds/ledger")]


def test_a_connection_limit_by_formula_is_told_as_one() -> None:
    found = Findings()
    instance = {
        "DBInstanceIdentifier": "ledger",
        "Engine": "mysql",
        "DBParameterGroups": [{"DBParameterGroupName": "g"}],
    }
    with Stubber(impatient("rds")) as stub:
        stub.add_response("describe_db_instances", {"DBInstances": [instance]})
        formula = {"ParameterName": "max_connections", "ParameterValue": "{DBInstanceClassMemory/12582880}"}
        stub.add_response("describe_db_parameters", {"Parameters": [formula]})
        stub.add_response("describe_events", {"Events": []})
        databases.describe(LEDGER, ask(), found, WINDOW)
    assert state(found, "rds_instance")["parameters"] == {"max_connections_formula": "{DBInstanceClassMemory/12582880}"}


def test_a_service_tells_the_platforms_events_by_the_platforms_names_and_why_tasks_stopped() -> None:
    found = Findings()
    said = [
        "(service quotes) was unable to place a task because no container instance met all of its requirements.",
        "(service quotes) has reached a steady state.",
        "(service quotes) (port 80) is unhealthy in (target-group web) due to (reason Health checks failed).",
    ]
    events = [{"id": str(place), "createdAt": NOW, "message": text} for place, text in enumerate(said)]
    events.append({"id": "9", "createdAt": WINDOW.start - timedelta(days=1), "message": "has reached a steady state"})
    service = {"serviceName": "quotes", "status": "ACTIVE", "desiredCount": 2, "runningCount": 0, "events": events}
    with Stubber(impatient("ecs")) as stub, Stubber(impatient("application-autoscaling")) as scaling_stub:
        stub.add_response("describe_services", {"services": [service]})
        limits = {
            "ServiceNamespace": "ecs",
            "ResourceId": "service/shop/quotes",
            "ScalableDimension": "ecs:service:DesiredCount",
            "MinCapacity": 2,
            "MaxCapacity": 8,
            "RoleARN": "arn:aws:iam::111122223333:role/r",
            "CreationTime": NOW,
        }
        scaling_stub.add_response("describe_scalable_targets", {"ScalableTargets": [limits]})
        stub.add_response("list_tasks", {"taskArns": ["arn:aws:ecs:eu-west-1:111122223333:task/shop/1"]})
        stopped = {
            "stoppedAt": NOW,
            "stoppedReason": "Essential container in task exited",
            "stopCode": "EssentialContainerExited",
            "containers": [{"name": "web", "exitCode": 137, "reason": "OutOfMemoryError: container killed"}],
        }
        stub.add_response("describe_tasks", {"tasks": [stopped]})
        containers.describe(Thing("ecs-service", "quotes", {"cluster": "shop"}), ask(), found, WINDOW)
    told = [(event["reason"], event["type"]) for event in items(found, "events")]
    assert told == [
        ("SERVICE_TASK_PLACEMENT_FAILURE", "error"),
        ("SERVICE_STEADY_STATE", "normal"),
        ("SERVICE_TASK_UNHEALTHY", "warning"),
        ("EssentialContainerExited", "warning"),
    ]
    assert "OutOfMemoryError" in str(items(found, "events")[-1]["message"])
    assert state(found, "ecs_service")["auto_scaling"] == {"min": 2, "max": 8}


def test_unhealthy_targets_tell_why() -> None:
    found = Findings()
    arn = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/web/1a2b"
    health = {"State": "unhealthy", "Reason": "Target.ResponseCodeMismatch", "Description": "codes: [404]"}
    with Stubber(impatient("elbv2")) as stub:
        stub.add_response(
            "describe_target_groups", {"TargetGroups": [{"TargetGroupArn": arn, "TargetType": "instance"}]}
        )
        targets = [
            {"Target": {"Id": "i-1"}, "TargetHealth": health},
            {"Target": {"Id": "i-2"}, "TargetHealth": health},
            {"Target": {"Id": "i-3"}, "TargetHealth": {"State": "draining"}},
        ]
        stub.add_response("describe_target_health", {"TargetHealthDescriptions": targets})
        balancers.describe_group(Thing("target-group", "web"), ask(), found, WINDOW)
    attributes = state(found, "target_group")
    assert (attributes["healthy"], attributes["unhealthy"], attributes["other"]) == (0, 2, {"draining": 1})
    assert attributes["reasons"] == ["Target.ResponseCodeMismatch: codes: [404]"]


def test_a_scaling_activity_that_failed_is_an_error() -> None:
    found = Findings()
    group = {
        "AutoScalingGroupName": "fleet",
        "MinSize": 1,
        "MaxSize": 2,
        "DesiredCapacity": 2,
        "DefaultCooldown": 0,
        "AvailabilityZones": ["eu-west-1a"],
        "HealthCheckType": "EC2",
        "CreatedTime": NOW,
        "Instances": [],
    }
    activity = {
        "ActivityId": "1",
        "AutoScalingGroupName": "fleet",
        "Cause": "a user request",
        "StartTime": NOW,
        "StatusCode": "Failed",
        "StatusMessage": "We currently do not have sufficient t3.micro capacity",
    }
    with Stubber(impatient("autoscaling")) as stub:
        stub.add_response("describe_auto_scaling_groups", {"AutoScalingGroups": [group]})
        stub.add_response("describe_scaling_activities", {"Activities": [activity]})
        scaling.describe(Thing("asg", "fleet"), ask(), found, WINDOW)
    (event,) = items(found, "events")
    assert (event["type"], event["reason"]) == ("error", "ScalingFailed")
    assert "sufficient t3.micro capacity" in str(event["message"])


CART = Thing("lambda", "cart")
GRAPH = [
    {"ReferenceId": 0, "Name": "client", "Type": "client", "Edges": [{"ReferenceId": 1}]},
    {"ReferenceId": 1, "Name": "shop/live", "Type": "AWS::ApiGateway::Stage", "Edges": [{"ReferenceId": 2}]},
    {
        "ReferenceId": 2,
        "Name": "cart",
        "Type": "AWS::Lambda::Function",
        "Edges": [{"ReferenceId": 3}],
        "SummaryStatistics": {
            "TotalCount": 100,
            "TotalResponseTime": 25.0,
            "FaultStatistics": {"TotalCount": 7},
            "ErrorStatistics": {"ThrottleCount": 2, "TotalCount": 3},
        },
    },
    {"ReferenceId": 3, "Name": "prices", "Type": "AWS::DynamoDB::Table", "Edges": []},
    {"ReferenceId": 4, "Name": "far", "Type": "AWS::Lambda::Function", "Edges": [{"ReferenceId": 5}]},
    {"ReferenceId": 5, "Name": "away", "Type": "AWS::DynamoDB::Table", "Edges": []},
]


def test_xray_tells_the_calls_around_the_things_in_view_and_no_others() -> None:
    found = Findings()
    with Stubber(impatient("xray")) as stub:
        stub.add_response("get_service_graph", {"Services": GRAPH}, {"StartTime": ANY, "EndTime": ANY})
        tracing.look([CART], ask(), found, WINDOW)
    assert edges(found) == {("apigateway/shop", "calls", "lambda/cart"), ("lambda/cart", "calls", "dynamodb/prices")}
    assert {thing.entity for thing in found.neighbours} == {"lambda/cart", "apigateway/shop", "dynamodb/prices"}
    summary = state(found, "trace_summary")
    assert (summary["calls"], summary["faults"], summary["throttles"], summary["mean_response_s"]) == (100, 7, 2, 0.25)


def test_application_signals_is_asked_where_xray_has_not_seen_the_thing() -> None:
    found = Findings()
    named = {"KeyAttributes": {"Type": "Service", "Name": "cart", "Environment": "lambda"}, "MetricReferences": []}
    with Stubber(impatient("xray")) as xray, Stubber(impatient("application-signals")) as signals:
        xray.add_response("get_service_graph", {"Services": []})
        page = {"StartTime": NOW, "EndTime": NOW, "ServiceSummaries": [named]}
        signals.add_response("list_services", page)
        needed = {
            "OperationName": "GET /",
            "DependencyKeyAttributes": {
                "Type": "AWS::Resource",
                "ResourceType": "AWS::DynamoDB::Table",
                "Identifier": "prices",
            },
            "DependencyOperationName": "GetItem",
            "MetricReferences": [],
        }
        page = {"StartTime": NOW, "EndTime": NOW, "ServiceDependencies": [needed]}
        signals.add_response("list_service_dependencies", page)
        tracing.look([CART], ask(), found, WINDOW)
    assert edges(found) == {("lambda/cart", "calls", "dynamodb/prices")}


def test_where_neither_has_seen_it_that_is_told() -> None:
    found = Findings()
    with Stubber(impatient("xray")) as xray, Stubber(impatient("application-signals")) as signals:
        xray.add_response("get_service_graph", {"Services": []})
        signals.add_response("list_services", {"StartTime": NOW, "EndTime": NOW, "ServiceSummaries": []})
        tracing.look([CART], ask(), found, WINDOW)
    assert gaps(found) == ["neither X-Ray nor Application Signals has seen it in this time"]

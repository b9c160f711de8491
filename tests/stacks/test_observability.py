"""What operators are told."""

import pytest

from tests.stacks.synthesis import Templates

pytestmark = [pytest.mark.synth, pytest.mark.xdist_group("stacks")]


def _watched(templates: Templates) -> set[tuple[str, str]]:
    """Metric and the value of its first dimension, as far as it is a plain name."""
    found = set()
    for alarm in templates.of("AWS::CloudWatch::Alarm"):
        for dimension in alarm.properties["Dimensions"]:
            if isinstance(dimension["Value"], str):
                found.add((alarm.properties["MetricName"], dimension["Value"]))
    return found


def test_every_function_is_watched_for_errors_and_throttles(prod: Templates) -> None:
    watched = _watched(prod)
    for function in prod.of("AWS::Lambda::Function"):
        name = function.properties["FunctionName"]
        assert ("Errors", name) in watched
        assert ("Throttles", name) in watched


def test_every_dead_letter_queue_is_watched(prod: Templates) -> None:
    watched = _watched(prod)
    queues = prod.of("AWS::SQS::Queue")
    assert len(queues) == 3
    for queue in queues:
        assert ("ApproximateNumberOfMessagesVisible", queue.properties["QueueName"]) in watched


def test_the_push_the_workflows_and_the_apis_are_watched(prod: Templates) -> None:
    metrics = {alarm.properties["MetricName"] for alarm in prod.of("AWS::CloudWatch::Alarm")}
    assert {
        "IteratorAge",
        "ExecutionsFailed",
        "ExecutionsTimedOut",
        "5XXError",
        "Latency",
        "IntegrationError",
    } <= metrics


def test_every_alarm_tells_people_says_what_to_do_and_is_calm_without_data(prod: Templates) -> None:
    (topic,) = [one for one in prod.of("AWS::SNS::Topic") if one.properties["TopicName"].endswith("-alarms")]
    for alarm in prod.of("AWS::CloudWatch::Alarm"):
        assert alarm.properties["AlarmActions"] == [{"Ref": topic.logical_id}]
        assert alarm.properties["AlarmDescription"]
        assert alarm.properties["TreatMissingData"] == "notBreaching"


def test_the_products_own_alarms_do_not_open_incidents(prod: Templates) -> None:
    # An incident about the product would be worked on by the product that is broken.
    (signals,) = [one for one in prod.of("AWS::SNS::Topic") if one.properties["TopicName"].endswith("-signals")]
    assert signals.stack == "Workflow"
    for alarm in prod.of("AWS::CloudWatch::Alarm"):
        assert "signals" not in str(alarm.properties["AlarmActions"]).lower()


def test_there_is_a_dashboard_and_a_budget(prod: Templates) -> None:
    assert len(prod.of("AWS::CloudWatch::Dashboard")) == 1
    (budget,) = prod.of("AWS::Budgets::Budget")
    assert budget.properties["Budget"]["BudgetLimit"]["Amount"] == prod.environment.monthly_budget_usd

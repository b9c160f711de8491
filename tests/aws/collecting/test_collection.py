"""One incident's evidence as a whole: the walk, the budget, what could not be looked at, order and limits."""

import io
import json
import threading
import zipfile
from datetime import timedelta
from typing import Any

import boto3
import botocore.client
import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from commander.aws.clients import impatient
from commander.aws.collecting import assembling, changes, collection
from commander.aws.collecting import logs as reading
from commander.aws.collecting.budget import Budget
from commander.aws.telemetry import AwsTelemetry
from commander.contract.evidence import Bundle
from commander.contract.incidents import MetricRef
from commander.domain.incident import Incident
from commander.evidence.engine import investigate
from commander.runtime.intake import open_by_signal
from tests.aws.asking import NOW
from tests.making import World, alarm

pytestmark = pytest.mark.usefixtures("account")

LATER = NOW + timedelta(seconds=30)


def _incident(**signal: Any) -> Incident:
    world = World()
    world.clock.moment = NOW
    given = alarm(at=NOW).model_copy(update=signal)
    return world.timelines.incident(str(open_by_signal(given, world.intake)))


def _collect(incident: Incident) -> Bundle:
    return Bundle.model_validate(AwsTelemetry().collect(incident, LATER))


def _gaps(bundle: Bundle) -> dict[tuple[str, str | None], str]:
    return {(gap.section, gap.entity): gap.reason for gap in bundle.gaps or []}


@pytest.fixture
def no_trail(monkeypatch: pytest.MonkeyPatch) -> None:
    """moto knows no LookupEvents."""
    monkeypatch.setattr(changes, "look", lambda *given: None)


def _function(name: str, **settings: str) -> None:
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    role = boto3.client("iam").create_role(RoleName=f"{name}-r", AssumeRolePolicyDocument=document)["Role"]["Arn"]
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("handler.py", "def handler(event, context): return 1")
    lambda_ = boto3.client("lambda")
    lambda_.create_function(
        FunctionName=name, Runtime="python3.13", Role=role, Handler="handler.handler",
        Code={"ZipFile": code.getvalue()}, Environment={"Variables": settings},
    )  # fmt: skip
    for _ in range(2):
        lambda_.publish_version(FunctionName=name)
    lambda_.create_alias(FunctionName=name, Name="live", FunctionVersion="1")


def _table(name: str) -> None:
    boto3.client("dynamodb").create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "sku", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "sku", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )


def _datum(namespace: str, name: str, value: float, **dimensions: str) -> None:
    told = [{"Name": key, "Value": text} for key, text in dimensions.items()]
    datum = {"MetricName": name, "Dimensions": told, "Timestamp": NOW - timedelta(minutes=1), "Value": value}
    boto3.client("cloudwatch").put_metric_data(Namespace=namespace, MetricData=[datum])


def test_a_function_is_described_with_its_alias_and_the_signals_series(no_trail: None) -> None:
    _function("shop")
    _datum("Store", "ShopFailures", 7, FunctionName="shop")
    bundle = _collect(_incident())
    assert bundle.metrics[0].name == "ShopFailures"
    assert [value for _, value in bundle.metrics[0].points] == [7]
    assert bundle.state[0].attributes["alias_live"] == "1"
    assert bundle.alerts[0].threshold == 3
    assert bundle.incident.resource == "lambda/shop"


def test_what_could_not_be_looked_at_is_a_gap_and_the_rest_is_there(no_trail: None) -> None:
    bundle = _collect(_incident())
    gaps = _gaps(bundle)
    assert gaps["state", "lambda/shop"] == "no lambda/shop in this account and region"
    assert ("logs", "lambda/shop") in gaps
    assert bundle.metrics[0].name == "ShopFailures"


def test_a_refusal_names_the_permission_that_would_help() -> None:
    with Stubber(impatient("cloudtrail")) as stub:
        stub.add_client_error("lookup_events", "AccessDeniedException", "not authorized")
        bundle = _collect(_incident())
    gap = next(gap for gap in bundle.gaps or [] if gap.section == "changes")
    assert gap.permission == "cloudtrail:LookupEvents"


def _walk_from_a_queue() -> Incident:
    """A queue that a function reads, which uses a table: two hops."""
    url = boto3.client("sqs").create_queue(QueueName="orders")["QueueUrl"]
    attributes = boto3.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]
    _function("ship", PRICE_TABLE="prices")
    boto3.client("lambda").create_event_source_mapping(FunctionName="ship", EventSourceArn=attributes["QueueArn"])
    _table("prices")
    _datum("AWS/SQS", "ApproximateAgeOfOldestMessage", 900, QueueName="orders")
    _datum("AWS/Lambda", "Errors", 4, FunctionName="ship")
    _datum("AWS/DynamoDB", "ThrottledRequests", 31, TableName="prices")
    boto3.client("logs").create_log_group(logGroupName="/aws/lambda/ship")
    for name, about in (("ship-errors", "ship"), ("elsewhere", "other")):
        boto3.client("cloudwatch").put_metric_alarm(
            AlarmName=name, Namespace="AWS/Lambda", MetricName="Errors", Statistic="Sum", Period=60, Threshold=1,
            Dimensions=[{"Name": "FunctionName", "Value": about}], EvaluationPeriods=1,
            ComparisonOperator="GreaterThanThreshold",
        )  # fmt: skip
    age = MetricRef(
        namespace="AWS/SQS",
        name="ApproximateAgeOfOldestMessage",
        dimensions={"QueueName": "orders"},
        statistic="Maximum",
        period_s=60,
    )
    return _incident(entity="sqs/orders", service="orders", metric=age)


def test_the_walk_leads_from_a_queue_over_its_reader_to_the_readers_table(no_trail: None) -> None:
    bundle = _collect(_walk_from_a_queue())
    assert [state.kind for state in bundle.state if state.entity == "dynamodb/prices"] == ["dynamodb_table"]
    assert {(metric.entity, metric.name) for metric in bundle.metrics if metric.points} == {
        ("sqs/orders", "ApproximateAgeOfOldestMessage"),
        ("lambda/ship", "Errors"),
        ("dynamodb/prices", "ThrottledRequests"),
    }
    assert {(edge.from_, edge.to) for edge in bundle.topology} == {
        ("lambda/ship", "sqs/orders"),
        ("lambda/ship", "dynamodb/prices"),
    }
    assert [alert.name for alert in bundle.alerts] == ["shop-failures", "ship-errors"]


def test_the_same_account_gives_the_same_bundle_whatever_answers_first(
    no_trail: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    incident = _walk_from_a_queue()
    together = AwsTelemetry().collect(incident, LATER)
    monkeypatch.setattr(collection, "_WORKERS", 1)
    assert AwsTelemetry().collect(incident, LATER) == together


def test_more_neighbours_than_are_looked_at_are_named(no_trail: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collection, "NEIGHBOURS", (1, 0))
    bundle = _collect(_walk_from_a_queue())
    left_out = [reason for reason in _gaps(bundle).values() if "were not looked at" in reason]
    assert "dynamodb/prices" in left_out[0]


def test_an_entity_keeps_the_incidents_own_spelling(no_trail: None) -> None:
    boto3.client("sqs").create_queue(QueueName="orders")
    bundle = _collect(_incident(entity="queue/orders", service=None, metric=None))
    assert bundle.incident.resource == "queue/orders"
    assert {state.entity for state in bundle.state} == {"queue/orders"}


def test_without_any_permission_there_are_gaps_and_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Any, name: str, arguments: Any) -> Any:
        raise ClientError({"Error": {"Code": "AccessDeniedException", "Message": "not authorized"}}, name)

    monkeypatch.setattr(botocore.client.BaseClient, "_make_api_call", refuse)
    for incident in (_incident(), _incident(entity=None, service="shop", metric=None)):
        bundle = _collect(incident)
        assert not any((bundle.metrics, bundle.logs, bundle.events, bundle.changes, bundle.topology, bundle.state))
        assert {gap.section for gap in bundle.gaps or [] if gap.permission} >= {
            "state",
            "changes",
            "topology",
            "alerts",
        }
        assert investigate(bundle).verdict == "inconclusive"


def test_an_incident_that_names_nothing_says_so() -> None:
    bundle = _collect(_incident(entity=None, service=None, metric=None))
    assert [gap.reason for gap in bundle.gaps or []] == [
        "the incident names nothing that can be looked up in this account"
    ]


def test_a_service_that_never_answers_does_not_hold_up_the_bundle(monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()

    def hang(self: Any, name: str, arguments: Any) -> Any:
        over.wait(30)
        raise ClientError({"Error": {"Code": "RequestTimeout", "Message": "late"}}, name)

    monkeypatch.setattr(botocore.client.BaseClient, "_make_api_call", hang)
    try:
        bundle = Bundle.model_validate(collection.collect(_incident(), LATER, Budget(0.5, 100)))
        assert not over.is_set()
    finally:
        over.set()
    assert set(_gaps(bundle).values()) == {"the collection ran out of its 0.5 s"}
    assert {section for section, _ in _gaps(bundle)} >= {"state", "metrics", "changes"}


def test_calls_are_limited_for_the_whole_collection(no_trail: None) -> None:
    budget = Budget(30, 4)
    bundle = Bundle.model_validate(collection.collect(_walk_from_a_queue(), LATER, budget))
    assert budget.made == 4
    assert "the collection ran out of its 4 calls" in _gaps(bundle).values()


def test_personal_data_does_not_reach_the_bundle(no_trail: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "by_insights", reading.by_filter)  # moto's Insights finds nothing
    _function("shop")
    logs = boto3.client("logs")
    logs.create_log_group(logGroupName="/aws/lambda/shop")
    logs.create_log_stream(logGroupName="/aws/lambda/shop", logStreamName="s")
    text = "ERROR no account of jo@shop.example, card 4111111111111111, password=hunter2"
    logs.put_log_events(
        logGroupName="/aws/lambda/shop", logStreamName="s",
        logEvents=[{"timestamp": int(NOW.timestamp() * 1000), "message": text}],
    )  # fmt: skip
    document = json.dumps(AwsTelemetry().collect(_incident(reason="mail to jo@shop.example failed"), LATER))
    assert "ERROR no account of [email], card [card], password=[secret]" in document
    for secret in ("jo@shop", "4111", "hunter2"):
        assert secret not in document


def _assembled(section: str, items: list[dict[str, Any]]) -> Bundle:
    found = assembling.Collected({section: items})
    return Bundle.model_validate(
        assembling.bundle(_incident(), ["lambda/shop"], ["lambda/shop"], {}, found, NOW - timedelta(hours=3), NOW)
    )


def test_a_section_holds_the_newest_lines_and_says_how_many_more_there_were() -> None:
    moments = [(NOW + timedelta(seconds=second)).isoformat() for second in range(assembling.LIMITS["logs"] + 5)]
    bundle = _assembled("logs", [{"t": at, "entity": "lambda/shop", "message": f"m {at}"} for at in moments])
    assert [line.t for line in bundle.logs] == moments[5:]
    assert [gap.reason for gap in bundle.gaps or []] == ["5 more were found than a bundle holds"]


def test_a_line_written_twice_at_one_moment_has_its_number_and_other_things_are_there_once() -> None:
    line = {"t": NOW.isoformat(), "entity": "lambda/shop", "message": "boom"}
    assert [one.count for one in _assembled("logs", [line, line]).logs] == [2]
    edge = {"from": "lambda/shop", "to": "sqs/q", "kind": "reads"}
    assert len(_assembled("topology", [edge, dict(edge)]).topology) == 1

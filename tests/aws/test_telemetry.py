"""Collecting about a live incident: what is there, what could not be looked at, and what belongs together."""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber
from moto import mock_aws

from commander.aws import clients, cloudtrail, logs
from commander.aws.telemetry import AwsTelemetry, _merged
from commander.contract.evidence import Bundle
from commander.contract.values import iso
from commander.domain.incident import Incident
from commander.runtime.intake import open_by_signal
from tests.making import START, World, alarm

_NOW = datetime.now(UTC).replace(microsecond=0)
_TRUST = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}


@pytest.fixture
def account() -> Iterator[None]:
    with mock_aws():
        clients.client.cache_clear()
        yield
    clients.client.cache_clear()


def _incident() -> Incident:
    world = World()
    world.clock.moment = _NOW
    return world.timelines.incident(str(open_by_signal(alarm(at=_NOW), world.intake)))


def _function(name: str) -> None:
    role = boto3.client("iam").create_role(RoleName="r", AssumeRolePolicyDocument=json.dumps({"Statement": [_TRUST]}))
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("handler.py", "def handler(event, context): return 1")
    lambda_ = boto3.client("lambda")
    lambda_.create_function(
        FunctionName=name, Runtime="python3.13", Role=role["Role"]["Arn"], Handler="handler.handler",
        Code={"ZipFile": code.getvalue()},
    )  # fmt: skip
    for _ in range(2):
        lambda_.publish_version(FunctionName=name)
    lambda_.create_alias(FunctionName=name, Name="live", FunctionVersion="1")


@pytest.fixture
def no_trail(monkeypatch: pytest.MonkeyPatch) -> None:
    """moto knows no LookupEvents."""
    monkeypatch.setattr(cloudtrail, "changes", lambda *given: [])


def test_a_function_is_described_with_its_alias_and_the_signals_series(account: None, no_trail: None) -> None:
    _function("shop")
    boto3.client("cloudwatch").put_metric_data(
        Namespace="Store",
        MetricData=[
            {
                "MetricName": "ShopFailures",
                "Dimensions": [{"Name": "FunctionName", "Value": "shop"}],
                "Timestamp": _NOW - timedelta(minutes=1),
                "Value": 7,
                "Unit": "Count",
            }
        ],
    )
    bundle = Bundle.model_validate(AwsTelemetry().collect(_incident(), _NOW + timedelta(minutes=1)))
    own = next(metric for metric in bundle.metrics if metric.name == "ShopFailures")
    assert [value for _, value in own.points] == [7]
    assert bundle.state[0].attributes["alias_live"] == "1"
    assert bundle.alerts[0].threshold == 3


def test_what_could_not_be_looked_at_is_a_gap_and_the_rest_is_there(account: None, no_trail: None) -> None:
    bundle = Bundle.model_validate(AwsTelemetry().collect(_incident(), _NOW))
    gaps = {(gap.section, gap.entity) for gap in bundle.gaps or []}
    assert ("state", "lambda/shop") in gaps
    assert ("logs", "lambda/shop") in gaps
    assert bundle.metrics[0].name == "ShopFailures"


def test_a_refusal_names_the_permission_that_would_help(account: None) -> None:
    service = clients.client("cloudtrail")
    with Stubber(service) as stub:
        stub.add_client_error("lookup_events", "AccessDeniedException", "not authorized")
        bundle = Bundle.model_validate(AwsTelemetry().collect(_incident(), _NOW))
    gap = next(gap for gap in bundle.gaps or [] if gap.section == "changes")
    assert gap.permission == "cloudtrail:LookupEvents"


def _told(name: str, request: dict[str, Any], response: dict[str, Any] | None, **more: Any) -> dict[str, Any]:
    raw = {"requestParameters": request, "responseElements": response, "readOnly": False, **more}
    return {
        "EventId": "e-1",
        "EventName": name,
        "EventTime": START,
        "Username": "deployer",
        "CloudTrailEvent": json.dumps(raw),
    }


def _changes(*events: dict[str, Any]) -> list[dict[str, Any]]:
    with Stubber(clients.client("cloudtrail")) as stub:
        stub.add_response("lookup_events", {"Events": list(events)})
        return cloudtrail.changes("lambda/shop", START, START + timedelta(minutes=1))


def test_lambda_calls_lose_the_api_date_in_their_name(account: None) -> None:
    found = _changes(
        _told("PublishVersion20150331", {"functionName": "shop"}, {"version": "7"}),
        _told("UpdateAlias20150331", {"functionName": "shop", "name": "live", "functionVersion": "7"}, {}),
    )
    assert [(change["action"], change["kind"]) for change in found] == [
        ("PublishVersion", "deployment"),
        ("UpdateAlias", "deployment"),
    ]
    assert found[0]["details"]["version"] == "7"
    assert found[1]["details"] == {"event_id": "e-1", "version": "7", "alias": "live"}


def test_reads_and_refused_calls_are_no_changes(account: None) -> None:
    assert not _changes(
        _told("GetAlias20150331", {}, None),
        _told("UpdateAlias20150331", {}, None, errorCode="AccessDenied"),
        _told("Invoke", {}, None),
    )


def _published(version: str = "7") -> dict[str, Any]:
    details = {"alias": "live", "version": version, "previous_version": "6"}
    return {
        "t": iso(START),
        "action": "PublishVersion",
        "entity": "lambda/shop",
        "kind": "deployment",
        "details": details,
    }


@pytest.mark.parametrize("details", [{"version": "7", "event_id": "e"}, {"event_id": "e"}])
def test_a_release_told_twice_is_one_change_that_knows_its_alias(details: dict[str, Any]) -> None:
    told = [{**_published(), "details": dict(details)}]
    assert _merged([_published()], told, START) == []
    assert told[0]["details"] == {"alias": "live", "version": "7", "previous_version": "6", "event_id": "e"}


def test_a_release_that_nobody_told_of_is_added_unless_it_is_old() -> None:
    other = [{**_published("5"), "details": {"version": "5"}}]
    assert _merged([_published()], other, START) == [_published()]
    assert _merged([_published()], [], START + timedelta(minutes=1)) == []


def test_the_newest_errors_are_found_behind_many_lines(account: None) -> None:
    service = boto3.client("logs")
    service.create_log_group(logGroupName="/aws/lambda/shop")
    service.create_log_stream(logGroupName="/aws/lambda/shop", logStreamName="2026/03/04/[2]abc")
    first = _NOW - timedelta(minutes=40)
    said = [(first + timedelta(seconds=step), f"sold {step}") for step in range(2000)]
    said += [(_NOW - timedelta(seconds=9), "[ERROR] KeyError: 'currency'")]
    said = sorted(said)
    for start in range(0, len(said), 500):
        service.put_log_events(
            logGroupName="/aws/lambda/shop",
            logStreamName="2026/03/04/[2]abc",
            logEvents=[
                {"timestamp": int(at.timestamp() * 1000), "message": text} for at, text in said[start : start + 500]
            ],
        )
    found = logs.lines("lambda/shop", _NOW - timedelta(minutes=45), _NOW + timedelta(seconds=1))
    assert "[ERROR] KeyError: 'currency'" in [line["message"] for line in found]
    assert found[0]["source"] == "/aws/lambda/shop 2026/03/04/[2]abc"

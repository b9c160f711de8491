"""CloudTrail's events as changes, together with what version histories tell."""

import json
from datetime import timedelta
from typing import Any

import pytest
from botocore.stub import Stubber

from commander.aws.clients import impatient
from commander.aws.collecting import changes
from commander.aws.collecting.findings import Findings
from commander.aws.collecting.things import Thing
from commander.contract.values import iso
from tests.aws.asking import WINDOW, HandTime, ask, gaps, items
from tests.making import START

pytestmark = pytest.mark.usefixtures("account")


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
    found = Findings()
    with Stubber(impatient("cloudtrail")) as stub:
        stub.add_response("lookup_events", {"Events": list(events)})
        changes.look([Thing("lambda", "shop")], ask(), found, WINDOW)
    return [dict(item) for item in items(found, "changes")]


def test_lambda_calls_lose_the_api_date_in_their_name() -> None:
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


def test_reads_and_refused_calls_are_no_changes() -> None:
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
    (one,) = changes.merged(told, [_published()], START)
    assert one["details"] == {"alias": "live", "version": "7", "previous_version": "6", "event_id": "e"}


def test_a_release_that_nobody_told_of_is_added_unless_it_is_old() -> None:
    other = [{**_published("5"), "details": {"version": "5"}}]
    assert changes.merged(other, [_published()], START) == [*other, _published()]
    assert changes.merged([], [_published()], START + timedelta(minutes=1)) == []


@pytest.mark.parametrize(
    ("action", "kind"),
    [
        ("UpdateService", "deployment"),
        ("ModifyDBInstance", "config"),
        ("ModifyDBParameterGroup", "config"),
        ("RebootDBInstance", "infrastructure"),
        ("PutRolePolicy", "access"),
        ("UpdateTable", "scaling"),
        ("PurgeQueue", "data"),
        ("TagResource", "other"),
    ],
)
def test_a_call_is_a_kind_of_change(action: str, kind: str) -> None:
    (change,) = _changes(_told(action, {}, None))
    assert change["kind"] == kind


def test_a_thing_of_another_kind_with_the_same_name_is_not_meant() -> None:
    sources = ("lambda.amazonaws.com", "dynamodb.amazonaws.com", "application-autoscaling.amazonaws.com")
    found = _changes(*[{**_told("Update", {}, None), "EventSource": source, "EventId": source} for source in sources])
    assert [change["details"]["event_id"] for change in found] == [sources[0], sources[2]]


def test_a_change_tells_what_was_asked_for_in_plain_values() -> None:
    request = {
        "functionName": "shop",
        "memorySize": 128,
        "vpcConfig": {"subnetIds": ["a"]},
        "deadLetterConfig": {"targetArn": "arn:aws:sqs:eu-west-1:1:dead"},
        "layers": ["one", "two"],
        "zipFile": "UEsDBBQAAAAI",
    }
    (change,) = _changes(_told("UpdateFunctionConfiguration20150331v2", request, None))
    assert change["details"] == {
        "dead_letter_config.target_arn": "arn:aws:sqs:eu-west-1:1:dead",
        "event_id": "e-1",
        "layers": "one, two",
        "memory_size": 128,
    }


def test_cloudtrail_is_not_asked_more_often_than_it_allows() -> None:
    clock, found = HandTime(), Findings()
    with Stubber(impatient("cloudtrail")) as stub:
        for _ in range(10):
            stub.add_response("lookup_events", {"Events": []})
        changes.look([Thing("sqs", f"q{place}") for place in range(12)], ask(clock), found, WINDOW)
    assert clock.waits == [0.5] * 8
    assert gaps(found) == ["CloudTrail allows few calls: it is asked about 10 things"] * 2


def test_every_thing_that_there_was_no_time_for_is_a_gap() -> None:
    clock, found = HandTime(), Findings()
    with Stubber(impatient("cloudtrail")) as stub:
        for _ in range(3):
            stub.add_response("lookup_events", {"Events": []})
        changes.look([Thing("sqs", f"q{place}") for place in range(5)], ask(clock, seconds=1), found, WINDOW)
    assert [gap["entity"] for gap in items(found, "gaps")] == ["sqs/q3", "sqs/q4"]
    assert set(gaps(found)) == {"ran out of its 1 s"}

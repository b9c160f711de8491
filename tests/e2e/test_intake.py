"""Opening incidents on the deployed application: once, whatever comes how often, by whom it may."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest

from local.clients import client
from local.endpoints import Endpoints
from tests.e2e.bundles import bad_release_of, empty
from tests.e2e.driving import Person, assert_sound, executions, of_type, wait_until

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("driving")]


def _alarm(name: str, state: str = "ALARM") -> str:
    """A CloudWatch alarm's message, as the signals topic carries it."""
    return json.dumps(
        {
            "AlarmName": name,
            "NewStateValue": state,
            "NewStateReason": "Threshold Crossed",
            "StateChangeTime": datetime.now(UTC).isoformat(),
            "Region": "us-east-1",
            "AWSAccountId": "000000000000",
            "Trigger": {
                "MetricName": "NobodyMeasuresThis",
                "Namespace": "Nowhere",
                "Statistic": "SUM",
                "Period": 10,
                "Threshold": 1.0,
                "ComparisonOperator": "GreaterThanThreshold",
                "Dimensions": [],
            },
        }
    )


def _opened_by(person: Person, alarm: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = person.get("/incidents?limit=100")["incidents"]
    return [row for row in rows if row["title"] == alarm]


def test_health_is_open_and_says_which_environment_answers(app: Endpoints) -> None:
    answer = Person(app, None).call("GET", "/health")
    assert (answer.status_code, answer.json()["status"], answer.json()["environment"]) == (200, "ok", "local")


def test_the_openapi_document_is_served_and_valid(app: Endpoints) -> None:
    from openapi_spec_validator import validate

    validate(Person(app, None).call("GET", "/openapi.json").json())


def test_an_incident_with_a_bundle_is_investigated_on_that_bundle(app: Endpoints, responder: Person) -> None:
    incident_id = responder.open(evidence=bad_release_of("nobody-has-this", "live", "2", "1"))
    incident = responder.wait_for_end(incident_id)
    assert incident["verdict"]["root_cause"]["cause"] == "deployment.bad_release"
    assert incident["verdict"]["root_cause"]["entity"] == "lambda/nobody-has-this"
    assert (incident["status"], incident["actions"]) == ("escalated", [])  # there is no such function to roll back
    assert_sound(responder.timeline(incident_id))


def test_nothing_to_go_on_is_inconclusive_and_escalated(responder: Person) -> None:
    incident_id = responder.open(evidence=empty())
    incident = responder.wait_for_end(incident_id)
    assert (incident["status"], incident["verdict"]["verdict"]) == ("escalated", "inconclusive")
    assert incident["resolution_result"]["status"] == "idle"
    assert incident["resolution_result"]["reasoning"].startswith("skipped: ")
    assert incident["communication_result"]["status"] == "complete"


def test_a_service_that_cannot_be_found_is_said_to_be_missing(responder: Person) -> None:
    incident_id = responder.open(affected_services=["no-such-service"])
    incident = responder.wait_for_end(incident_id)
    detected = of_type(responder.timeline(incident_id), "agent.completed")[0]
    assert incident["verdict"]["verdict"] == "inconclusive"
    assert any("no-such-service" in (gap["entity"] or "") for gap in detected["finding"]["gaps"])


def test_a_repeated_idempotency_key_is_one_incident(app: Endpoints, responder: Person) -> None:
    body = {"type": "errors", "severity": "low", "description": "the same request", "evidence": empty()}
    key = f"key-{datetime.now(UTC).timestamp()}"
    first = responder.call("POST", "/incidents", body, Idempotency_Key=key)
    again = responder.call("POST", "/incidents", body, Idempotency_Key=key)
    assert first.json() == again.json()
    other = responder.call("POST", "/incidents", {**body, "severity": "high"}, Idempotency_Key=key)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")
    incident_id = first.json()["incident_id"]
    responder.wait_for_end(incident_id)
    assert executions(app, incident_id) == [incident_id]


def test_a_signal_delivered_again_is_one_incident_even_after_its_end(app: Endpoints, responder: Person) -> None:
    name = f"again-{datetime.now(UTC).timestamp()}"
    record = {"Sns": {"MessageId": f"m-{name}", "Message": _alarm(name)}}

    def deliver(_: int) -> list[str]:
        answer = client("lambda", app.endpoint_url).invoke(
            FunctionName="incident-commander-local-signals", Payload=json.dumps({"Records": [record]}).encode()
        )
        found: list[str] = json.loads(answer["Payload"].read())["incident_ids"]
        return found

    with ThreadPoolExecutor(max_workers=4) as pool:
        at_once = list(pool.map(deliver, range(4)))
    incident_id = at_once[0][0]
    assert at_once == [[incident_id]] * 4
    responder.wait_for_end(incident_id)
    assert deliver(0) == [incident_id]
    assert len(_opened_by(responder, name)) == 1
    events = responder.timeline(incident_id)
    assert not of_type(events, "signal.received")
    assert_sound(events)
    assert executions(app, incident_id) == [incident_id]


def test_an_alarm_that_comes_through_the_topic_opens_an_incident(app: Endpoints, responder: Person) -> None:
    name = f"topic-{datetime.now(UTC).timestamp()}"
    client("sns", app.endpoint_url).publish(TopicArn=app.signals_topic_arn, Message=_alarm(name))
    wait_until(lambda: _opened_by(responder, name), lambda: "the signal opened nothing")
    incident = responder.wait_for_end(str(_opened_by(responder, name)[0]["incident_id"]))
    assert incident["summary"]["source"] == "cloudwatch"


def test_what_is_no_alarm_opens_nothing_and_holds_nothing_up(app: Endpoints, responder: Person) -> None:
    sns = client("sns", app.endpoint_url)
    for odd in ("hello", "[]", '{"AlarmName": 3}'):
        sns.publish(TopicArn=app.signals_topic_arn, Message=odd)
    name = f"after-odd-{datetime.now(UTC).timestamp()}"
    sns.publish(TopicArn=app.signals_topic_arn, Message=_alarm(name))
    wait_until(lambda: _opened_by(responder, name), lambda: "the good signal after the odd ones opened nothing")


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/incidents"), ("POST", "/incidents"), ("POST", "/sessions"), ("POST", "/system/reset")],
)
def test_without_a_token_nothing_is_served(app: Endpoints, method: str, path: str) -> None:
    assert Person(app, None).call(method, path, {}).status_code == 401


def test_a_forged_token_is_refused(app: Endpoints) -> None:
    forged = "eyJhbGciOiJub25lIn0.eyJjb2duaXRvOmdyb3VwcyI6WyJhZG1pbiJdfQ."
    assert Person(app, None).call("GET", "/incidents", Authorization=f"Bearer {forged}").status_code == 401


def test_a_viewer_may_look_and_not_touch(app: Endpoints, responder: Person) -> None:
    viewer = Person(app, "viewer")
    incident_id = responder.open(evidence=empty())
    assert viewer.get(f"/incidents/{incident_id}")["incident_id"] == incident_id
    body = {"action_id": "act-1", "plan_hash": "0" * 64, "decision": "approve"}
    for path, given in (
        ("/incidents", {"type": "t", "severity": "low", "description": "d"}),
        (f"/incidents/{incident_id}/decision", body),
        (f"/incidents/{incident_id}/resolve", {"resolution_code": "fixed", "reason": "r"}),
        ("/system/reset", {}),
    ):
        answer = viewer.call("POST", path, given)
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden"), path


def test_a_bad_body_names_the_field(responder: Person) -> None:
    answer = responder.call("POST", "/incidents", {"type": "errors", "severity": "enormous", "description": "d"})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert [error["field"] for error in answer.json()["errors"]] == ["severity"]


def test_the_list_filters_and_pages(responder: Person) -> None:
    service = f"svc-{datetime.now(UTC).timestamp()}"
    mine = [responder.open(evidence=empty(), affected_services=[service], severity="low") for _ in range(3)]
    first = responder.get(f"/incidents?service={service}&limit=2")
    second = responder.get(f"/incidents?service={service}&limit=2&cursor={first['next_cursor']}")
    found = [row["incident_id"] for row in first["incidents"] + second["incidents"]]
    assert (found, second["next_cursor"]) == (mine[::-1], None)
    assert responder.get(f"/incidents?service={service}&severity=high")["incidents"] == []


def test_a_person_closes_an_escalated_incident(responder: Person) -> None:
    incident_id = responder.open(evidence=empty())
    responder.wait_for_end(incident_id)
    body = {"resolution_code": "self_recovered", "reason": "it went away"}
    assert responder.call("POST", f"/incidents/{incident_id}/resolve", body).status_code == 202
    assert responder.get(f"/incidents/{incident_id}")["status"] == "resolved"
    assert_sound(responder.timeline(incident_id))


def test_calls_of_later_versions_say_so(responder: Person) -> None:
    answer = responder.call("GET", "/metrics/business")
    assert (answer.status_code, answer.json()["code"]) == (501, "not_implemented")

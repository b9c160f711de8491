"""The REST calls as API Gateway makes them: roles, validation, problems, and what odd input gets."""

import json
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from commander.contract.metrics import AWSServiceMetrics, TimeRange
from commander.contract.problems import Problem, ServiceUnavailable
from commander.contract.routes import MAX_BODY_BYTES, ROUTES
from commander.contract.services import SERVICES, Configuration, ServiceKey
from commander.domain.health import Tried
from commander.domain.usage import Use
from commander.ports.metering import Metered
from commander.runtime.api import Api
from commander.runtime.closing import close
from commander.runtime.http import highest_role, serve
from commander.runtime.settings import Settings
from tests.domain.test_lessons import cites
from tests.making import World, alarm, bad_release, opened
from tests.runtime.conftest import diagnosed, pending

_GOOD = {"type": "errors", "severity": "high", "description": "customers cannot pay"}


class _Outside:
    """Tickets, a store to empty and a secret, each remembering what it was asked."""

    def __init__(self) -> None:
        self.tickets: list[tuple[str, str, str]] = []
        self.emptied = 0

    def issue(self, ticket: str, user: str, role: str, expires_at: object) -> None:
        self.tickets.append((ticket, user, role))

    def redeem(self, ticket: str, now: object) -> None:
        return None

    def empty(self) -> None:
        self.emptied += 1

    def webhook_secret(self) -> str:
        return "s3cret"


class _Books:
    """Metered use in memory; `broken` makes it unreachable."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, datetime]] = []
        self.broken = False

    def metered(self, time_range: TimeRange, now: datetime) -> Metered:
        if self.broken:
            raise ServiceUnavailable("dynamodb does not answer")
        self.asked.append((time_range, now))
        use = Use(calls=3, succeeded=2, latency_ms=Decimal("90.3"), usd=Decimal("0.000000123"), latencies={30: 3})
        return Metered({"nova_micro": use}, {"nova_micro": {now: Tried(3, 1)}}, {})


_ON: dict[ServiceKey, Configuration] = {"nova_micro": "configured", "comprehend": "switched_off"}


class _Caller:
    """Calls the API as a person with a role."""

    def __init__(self, world: World, environment: str = "dev") -> None:
        self.outside, self.books = _Outside(), _Books()
        settings = Settings(environment=environment, websocket_url="wss://example.test/live")
        self.api = Api(
            settings,
            world.intake,
            world.approvals,
            self.outside,
            self.outside,
            self.outside,
            world.timelines,
            self.books,
            _ON,
        )

    def __call__(
        self, method: str, resource: str, body: Any = None, role: str | None = "responder", **given: Any
    ) -> tuple[int, Any]:
        parameters = given.get("parameters", {})
        path = resource
        for name, value in parameters.items():
            path = path.replace("{" + name + "}", value)
        event = {
            "httpMethod": method,
            "resource": resource,
            "path": path,
            "pathParameters": parameters or None,
            "queryStringParameters": given.get("query"),
            "headers": {"Content-Type": "application/json", **given.get("headers", {})},
            "body": body if isinstance(body, str) or body is None else json.dumps(body),
            "requestContext": {
                "authorizer": {"claims": {"cognito:username": "ann", "cognito:groups": f"[{role}]"}} if role else {}
            },
        }
        answer = serve(event, self.api.handlers(), "https://ops.example.test")
        kind = answer["headers"]["content-type"]
        return answer["statusCode"], json.loads(answer["body"]) if "json" in kind else answer["body"]


@pytest.fixture
def call(world: World) -> _Caller:
    return _Caller(world)


def test_an_incident_opened_by_hand_is_accepted(call: _Caller, world: World) -> None:
    status, answer = call("POST", "/incidents", _GOOD)
    assert (status, answer["status"]) == (202, "processing")
    assert world.workflow.started == [answer["incident_id"]]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"severity": "enormous"}, "severity"),
        ({"severity": None}, "severity"),
        ({"type": ""}, "type"),
        ({"type": 7}, "type"),
        ({"description": " \n "}, "description"),
        ({"description": "x" * 10_001}, "description"),
        ({"affected_services": "shop"}, "affected_services"),
        ({"affected_services": ["s"] * 21}, "affected_services"),
        ({"affected_services": [""]}, "affected_services.0"),
        ({"priority": 1}, "priority"),
        ({"evidence": []}, "evidence"),
        ({"evidence": {"schema": "other"}}, "evidence.schema"),
    ],
)
def test_a_bad_field_is_named_and_nothing_is_stored(
    call: _Caller, world: World, change: dict[str, Any], field: str
) -> None:
    status, problem = call("POST", "/incidents", {**_GOOD, **change})
    assert (status, problem["code"]) == (422, "invalid_request")
    assert field in [error["field"] for error in problem["errors"]]
    assert not world.timelines.events


@pytest.mark.parametrize("missing", ["type", "severity", "description"])
def test_a_missing_field_is_named(call: _Caller, missing: str) -> None:
    status, problem = call("POST", "/incidents", {key: value for key, value in _GOOD.items() if key != missing})
    assert (status, problem["errors"][0]["field"]) == (422, missing)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("", 400, "malformed_json"),
        ("{", 400, "malformed_json"),
        ("[" * 100_000, 400, "malformed_json"),
        ("null", 422, "invalid_request"),
        ("[]", 422, "invalid_request"),
        ('"text"', 422, "invalid_request"),
        (" " * (MAX_BODY_BYTES + 1), 413, "payload_too_large"),
    ],
)
def test_odd_bodies_get_their_problem(call: _Caller, body: str, status: int, code: str) -> None:
    answered, problem = call("POST", "/incidents", body)
    assert (answered, problem["code"]) == (status, code)
    Problem.model_validate(problem)


def test_another_media_type_is_refused(call: _Caller) -> None:
    assert call("POST", "/incidents", "a=b", headers={"Content-Type": "text/plain"})[0] == 415


def test_unicode_survives(call: _Caller, world: World) -> None:
    _, answer = call("POST", "/incidents", {**_GOOD, "title": "ｚüß 💥 \u202e", "description": "日本語"})
    _, incident = call("GET", "/incidents/{id}", parameters={"id": answer["incident_id"]})
    assert incident["summary"]["title"] == "ｚüß 💥 \u202e"


def test_a_repeated_key_is_one_incident_and_another_body_is_refused(call: _Caller) -> None:
    headers = {"idempotency-key": "abc"}
    first = call("POST", "/incidents", _GOOD, headers=headers)
    assert call("POST", "/incidents", _GOOD, headers=headers) == first
    status, problem = call("POST", "/incidents", {**_GOOD, "severity": "low"}, headers=headers)
    assert (status, problem["code"]) == (409, "idempotency_key_reused")
    assert call("POST", "/incidents", _GOOD, headers={"idempotency-key": " "})[0] == 422


def test_a_bundle_comes_in_with_the_request(call: _Caller, world: World) -> None:
    status, answer = call("POST", "/incidents", {**_GOOD, "evidence": bad_release()})
    assert status == 202
    assert world.timelines.incident(answer["incident_id"]).opened.evidence_ref in world.evidence.documents


@pytest.mark.parametrize("role", [None, "stranger", "viewer"])
def test_who_may_not_decide_is_refused(call: _Caller, world: World, role: str | None) -> None:
    incident_id = pending(world)
    action = world.timelines.incident(incident_id).actions[0]
    body = {"action_id": action.action_id, "plan_hash": action.plan_hash, "decision": "approve"}
    status, problem = call("POST", "/incidents/{id}/decision", body, role, parameters={"id": incident_id})
    assert (status, problem["code"]) == ((403, "forbidden") if role == "viewer" else (401, "unauthenticated"))
    assert world.timelines.incident(incident_id).actions[0].status == "pending"


def test_a_responder_decides(call: _Caller, world: World) -> None:
    incident_id = pending(world)
    action = world.timelines.incident(incident_id).actions[0]
    body = {"action_id": action.action_id, "plan_hash": action.plan_hash, "decision": "approve"}
    status, answer = call("POST", "/incidents/{id}/decision", body, parameters={"id": incident_id})
    assert (status, answer["status"]) == (200, "approved")


@pytest.mark.parametrize(
    "row", [row for row in ROUTES if row.access not in ("open", "webhook")], ids=lambda row: row.key
)
def test_no_call_is_served_without_its_role(call: _Caller, row: Any) -> None:
    assert call(row.method, row.path, {}, None, parameters={"id": "inc-1"})[0] == 401
    lower = {"responder": "viewer", "admin": "responder"}.get(row.access)
    if lower:
        assert call(row.method, row.path, {}, lower, parameters={"id": "inc-1"})[0] == 403


@pytest.mark.parametrize("row", [row for row in ROUTES if not row.available], ids=lambda row: row.key)
def test_calls_of_later_versions_say_so(call: _Caller, row: Any) -> None:
    status, problem = call(row.method, row.path, {}, "admin", parameters={"id": "inc-1"})
    assert (status, problem["code"]) == (501, "not_implemented")


def test_every_call_that_is_served_has_a_handler(call: _Caller) -> None:
    assert {row.name for row in ROUTES if row.available} == set(call.api.handlers())


def test_an_incident_that_is_not_there_is_not_found(call: _Caller) -> None:
    for path in ("/incidents/{id}", "/incidents/{id}/timeline", "/incidents/{id}/postmortem"):
        assert call("GET", path, parameters={"id": "inc-none"})[0] == 404


def test_the_timeline_after_its_end_is_empty(call: _Caller, world: World) -> None:
    incident_id = diagnosed(world)
    _, timeline = call("GET", "/incidents/{id}/timeline", parameters={"id": incident_id}, query={"after": "99"})
    assert timeline["events"] == []
    _, timeline = call("GET", "/incidents/{id}/timeline", parameters={"id": incident_id}, query={"after": "1"})
    assert [event["seq"] for event in timeline["events"]] == [2, 3]


@pytest.mark.parametrize(
    "query", [{"limit": "0"}, {"limit": "x"}, {"limit": "٣"}, {"status": "odd"}, {"severity": "9"}]
)
def test_a_bad_query_names_the_parameter(call: _Caller, query: dict[str, str]) -> None:
    status, problem = call("GET", "/incidents", query=query)
    assert (status, problem["errors"][0]["field"]) == (422, next(iter(query)))


def test_a_person_closes_an_escalated_incident(call: _Caller, world: World) -> None:
    _, answer = call("POST", "/incidents", _GOOD)
    body = {"resolution_code": "self_recovered", "reason": "it went away"}
    status, acted = call("POST", "/incidents/{id}/resolve", body, parameters={"id": answer["incident_id"]})
    assert (status, acted["status"]) == (202, "resolved")
    again, problem = call("POST", "/incidents/{id}/resolve", body, parameters={"id": answer["incident_id"]})
    assert (again, problem["code"]) == (409, "conflict")


def test_an_incident_with_a_pending_action_is_not_closed_by_hand(call: _Caller, world: World) -> None:
    incident_id = pending(world)
    body = {"resolution_code": "fixed", "reason": "done by hand"}
    assert call("POST", "/incidents/{id}/resolve", body, parameters={"id": incident_id})[0] == 409


def test_a_ticket_carries_the_callers_role(call: _Caller) -> None:
    status, session = call("POST", "/sessions", role="viewer")
    assert (status, session["websocket_url"]) == (201, "wss://example.test/live")
    assert call.outside.tickets == [(session["ticket"], "ann", "viewer")]


def test_only_an_admin_resets_and_never_in_production(call: _Caller, world: World) -> None:
    assert call("POST", "/system/reset", role="responder")[0] == 403
    assert call("POST", "/system/reset", role="admin") == (200, {"status": "reset_complete"})
    production = _Caller(world, "prod")
    assert production("POST", "/system/reset", role="admin")[0] == 403
    assert (call.outside.emptied, production.outside.emptied) == (1, 0)


def _notification(**changes: Any) -> dict[str, Any]:
    given = alarm()
    return {
        "AlarmName": given.name,
        "NewStateValue": "ALARM",
        "StateChangeTime": given.at.isoformat(),
        "Trigger": {"Namespace": "N", "MetricName": "M"},
    } | changes


def test_a_signal_with_the_secret_opens_one_incident_however_often_it_comes(call: _Caller) -> None:
    where = {"parameters": {"source": "cloudwatch"}, "headers": {"X-Webhook-Secret": "s3cret"}}
    first = call("POST", "/signals/{source}", _notification(), None, **where)
    assert first[0] == 202
    envelope = {"MessageId": "m-1", "Message": json.dumps(_notification())}
    assert call("POST", "/signals/{source}", envelope, None, **where) == first


@pytest.mark.parametrize("secret", ["", "wrong", "s3cret ", "ß"])
def test_a_forged_signal_is_refused(call: _Caller, world: World, secret: str) -> None:
    headers = {"X-Webhook-Secret": secret}
    where = {"parameters": {"source": "cloudwatch"}, "headers": headers}
    assert call("POST", "/signals/{source}", _notification(), None, **where)[0] == 401
    assert not world.timelines.events


@pytest.mark.parametrize(
    ("body", "status"), [({"Message": "{"}, 422), ({"Message": "[]"}, 422), ([], 422), ("", 400), ({}, 422)]
)
def test_a_signal_that_is_no_alarm_is_refused(call: _Caller, body: Any, status: int) -> None:
    where = {"parameters": {"source": "cloudwatch"}, "headers": {"X-Webhook-Secret": "s3cret"}}
    assert call("POST", "/signals/{source}", body, None, **where)[0] == status


def test_an_unknown_source_is_refused_and_a_later_one_says_so(call: _Caller) -> None:
    headers = {"X-Webhook-Secret": "s3cret"}
    for source, status in (("carrier-pigeon", 422), ("grafana", 501)):
        answered = call("POST", "/signals/{source}", {}, None, parameters={"source": source}, headers=headers)
        assert answered[0] == status


def test_a_fault_of_ours_is_a_problem_document_too(
    call: _Caller, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(incident_id: str) -> None:
        raise KeyError("secret detail")

    monkeypatch.setattr(world.timelines, "incident", broken)
    status, problem = call("GET", "/incidents/{id}", parameters={"id": "inc-1"})
    assert (status, problem["code"]) == (500, "internal_error")
    assert "secret detail" not in json.dumps(problem)


@pytest.mark.parametrize(
    ("groups", "role"),
    [
        ("[admin responder]", "admin"),
        ("viewer,responder", "responder"),
        ("viewer", "viewer"),
        (["responder"], "responder"),
        ("", None),
        (None, None),
        ("administrators", None),
    ],
)
def test_the_highest_group_is_the_role(groups: Any, role: str | None) -> None:
    assert highest_role(groups) == role


def test_every_service_is_listed_with_its_figures_and_its_health(call: _Caller) -> None:
    status, rows = call("GET", "/metrics/aws-services", role="viewer")
    assert status == 200
    listed = {row["service_name"]: AWSServiceMetrics.model_validate(row) for row in rows}
    assert list(listed) == list(SERVICES)
    micro = listed["nova_micro"]
    assert (micro.requests_count, micro.success_rate, micro.avg_latency_ms) == (3, 0.6667, 30.1)
    assert Decimal(str(micro.total_cost_usd)) == Decimal("0.000000123")
    assert micro.health == "degraded"
    assert (listed["comprehend"].health, listed["textract"].health) == ("switched_off", "not_configured")


def test_the_figures_are_of_the_time_range_that_was_asked_for(call: _Caller) -> None:
    for query in (None, {"time_range": "30d"}):
        assert call("GET", "/metrics/aws-services", query=query)[0] == 200
    assert [time_range for time_range, _ in call.books.asked] == ["24h", "30d"]
    status, problem = call("GET", "/metrics/aws-services", query={"time_range": "1y"})
    assert (status, problem["errors"][0]["field"]) == (422, "time_range")


def test_figures_that_cannot_be_read_are_a_problem_and_not_zeroes(call: _Caller) -> None:
    call.books.broken = True
    status, problem = call("GET", "/metrics/aws-services")
    assert (status, problem["code"]) == (503, "service_unavailable")


def test_the_openapi_document_is_valid_and_lists_every_call(call: _Caller) -> None:
    from openapi_spec_validator import validate

    status, document = call("GET", "/openapi.json", role=None)
    assert status == 200
    validate(document)
    metrics = document["paths"]["/metrics/aws-services"]["get"]["responses"]["200"]["content"]["application/json"]
    assert metrics["schema"]["type"] == "array"
    listed = {f"{method.upper()} {path}" for path, calls in document["paths"].items() for method in calls}
    assert listed == {row.key for row in ROUTES}


def test_what_was_learned_is_told_with_how_often_it_helped(call: _Caller, world: World) -> None:
    assert call("GET", "/memory", role="viewer") == (200, {"lessons": [], "next_cursor": None})
    incident_id = diagnosed(world, "healthy")
    close(incident_id, world.ports)
    for number in range(30):
        world.timelines.append(opened(f"inc-9{number:02}"))
        citing = cites(f"incident:{incident_id}", "incident:inc-none")
        world.timelines.append(citing.model_copy(update={"incident_id": f"inc-9{number:02}"}))
    status, page = call("GET", "/memory", role="viewer")
    (used,) = page["lessons"]
    assert (status, used["helped"], len(used["helped_incidents"])) == (200, 30, 20)
    assert used["lesson"]["incident_id"] == incident_id
    assert used["lesson"]["text"].startswith("The verdict was healthy")


def test_a_page_of_lessons_that_makes_no_sense_is_refused(call: _Caller) -> None:
    for query in ({"limit": "0"}, {"limit": "101"}, {"limit": "x"}):
        assert call("GET", "/memory", role="viewer", query=query)[0] == 422

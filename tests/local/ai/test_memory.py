"""What the stand-in of AgentCore Memory keeps, finds and refuses."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from local.ai import memory
from local.ai.wire import Fault, Request
from tests.local.ai.driving import client, label
from tests.local.ai.serving import served

KNOWN = "incidents-AbCdEf0123"
ARN = f"arn:aws:bedrock-agentcore:eu-west-1:123456789012:memory/{KNOWN}"
THEN = datetime(2026, 11, 29, 1, 2, 3, tzinfo=UTC)


@pytest.fixture(scope="module")
def agentcore() -> Iterator[Any]:
    with served() as endpoint:
        yield client("bedrock-agentcore", endpoint)


@pytest.fixture(autouse=True)
def empty() -> Iterator[None]:
    memory.use(known={KNOWN})
    yield
    memory.use()


def told(agentcore: Any, text: str, session: str = "INC-1", **more: Any) -> Any:
    turn = {"conversational": {"content": {"text": text}, "role": "OTHER"}}
    asked = {"memoryId": KNOWN, "actorId": "checkout", "sessionId": session, "eventTimestamp": THEN, "payload": [turn]}
    return agentcore.create_event(**(asked | more))


def recalled(agentcore: Any, query: str, namespace: str = "/", **more: Any) -> list[dict[str, Any]]:
    asked = {"memoryId": KNOWN, "namespace": namespace, "searchCriteria": {"searchQuery": query}}
    return list(agentcore.retrieve_memory_records(**(asked | more))["memoryRecordSummaries"])


def record(text: str, identifier: str = "one", namespace: str = "/incidents/INC-1", **more: Any) -> dict[str, Any]:
    return {
        "requestIdentifier": identifier,
        "namespaces": [namespace],
        "content": {"text": text},
        "timestamp": THEN,
        **more,
    }


def texts(records: list[dict[str, Any]]) -> list[str]:
    return [found["content"]["text"] for found in records]


def test_what_an_event_said_is_recalled_under_its_namespace(agentcore: Any) -> None:
    event = told(agentcore, "The bad release of checkout was rolled back.")
    told(agentcore, "A queue piled up.", "INC-2")
    assert event["ResponseMetadata"]["HTTPStatusCode"] == 201
    assert (event["event"]["actorId"], event["event"]["sessionId"]) == ("checkout", "INC-1")
    assert event["event"]["eventTimestamp"] == THEN
    (found,) = recalled(agentcore, "was there a bad release?", "/actors/checkout")
    assert found["content"]["text"] == "The bad release of checkout was rolled back."
    assert found["namespaces"] == ["/actors/checkout/sessions/INC-1"]
    assert found["createdAt"] == THEN
    assert 0 < found["score"] <= 1
    assert 40 <= len(found["memoryRecordId"]) <= 50


def test_the_template_names_the_namespace(agentcore: Any) -> None:
    memory.use(template="incidents/{service}/{actorId}")
    told(agentcore, "bad release", extractionConfig={"namespaceVariables": {"service": "shop"}})
    assert recalled(agentcore, "release", "incidents/shop/")[0]["namespaces"] == ["incidents/shop/checkout"]


def test_a_repeated_event_with_its_token_is_kept_once(agentcore: Any) -> None:
    first = told(agentcore, "bad release", clientToken="token-1")
    again = told(agentcore, "bad release", clientToken="token-1")
    assert first["event"] == again["event"]
    assert len(recalled(agentcore, "release")) == 1
    told(agentcore, "bad release", clientToken="token-2")
    assert len(recalled(agentcore, "release")) == 2


@pytest.mark.parametrize("more", [{"extractionMode": "SKIP"}, {"payload": [{"json": {"content": {"a": 1}}}]}])
def test_an_event_that_says_nothing_leaves_no_record(agentcore: Any, more: dict[str, Any]) -> None:
    told(agentcore, "bad release", **more)
    assert agentcore.list_memory_records(memoryId=KNOWN, namespace="/")["memoryRecordSummaries"] == []


def test_a_batch_keeps_good_records_and_names_bad_ones(agentcore: Any) -> None:
    answer = agentcore.batch_create_memory_records(
        memoryId=KNOWN, records=[record("bad release"), record("x" * 16_001, "two"), record("x", "three", "no space")]
    )
    assert [done["requestIdentifier"] for done in answer["successfulRecords"]] == ["one"]
    assert [done["requestIdentifier"] for done in answer["failedRecords"]] == ["two", "three"]
    assert texts(recalled(agentcore, "release", "/incidents/INC-1")) == ["bad release"]


def test_a_repeated_batch_with_its_token_is_kept_once(agentcore: Any) -> None:
    answers = [
        agentcore.batch_create_memory_records(memoryId=KNOWN, records=[record("bad release")], clientToken="token")
        for _ in range(2)
    ]
    assert answers[0]["successfulRecords"] == answers[1]["successfulRecords"]
    assert len(recalled(agentcore, "release")) == 1


def test_a_namespace_is_a_prefix_and_a_path_is_a_hierarchy(agentcore: Any) -> None:
    agentcore.batch_create_memory_records(
        memoryId=KNOWN, records=[record("release", "a", "/team/a"), record("release", "ab", "/team/ab")]
    )
    criteria = {"searchQuery": "release"}
    by_path = agentcore.retrieve_memory_records(memoryId=KNOWN, namespacePath="/team/a", searchCriteria=criteria)
    assert len(recalled(agentcore, "release", "/team/a")) == 2
    assert [found["namespaces"] for found in by_path["memoryRecordSummaries"]] == [["/team/a"]]


def test_memories_do_not_see_each_other(agentcore: Any) -> None:
    memory.use()
    told(agentcore, "bad release")
    assert recalled(agentcore, "release", memoryId="others-AbCdEf0123") == []
    assert len(recalled(agentcore, "release", memoryId=ARN)) == 1


def test_no_more_than_the_best_and_in_pages(agentcore: Any) -> None:
    for number in range(5):
        told(agentcore, "release " * (number + 1) + "of a service", f"INC-{number}")
    best = recalled(agentcore, "release", searchCriteria={"searchQuery": "release", "topK": 2})
    assert len(best) == 2
    assert best[0]["score"] >= best[1]["score"]
    pages = agentcore.get_paginator("list_memory_records").paginate(
        memoryId=KNOWN, namespace="/", PaginationConfig={"PageSize": 2}
    )
    assert [len(page["memoryRecordSummaries"]) for page in pages] == [2, 2, 1]


def test_text_in_any_script_is_kept_and_found(agentcore: Any) -> None:
    told(agentcore, "Añadimos réplicas 🚒 データベース 障害")
    assert texts(recalled(agentcore, "データベース")) == ["Añadimos réplicas 🚒 データベース 障害"]
    assert recalled(agentcore, "🚒") == []


@pytest.mark.parametrize("query", ["", " ", "a" * 10_001])
def test_a_blank_or_too_long_query_is_refused(agentcore: Any, query: str) -> None:
    with pytest.raises(agentcore.exceptions.ValidationException) as refusal:
        recalled(agentcore, query)
    assert label(refusal.value.response) == "local stand-in"


@pytest.mark.parametrize(
    "more",
    [
        {"namespace": "no spaces"},
        {"namespacePath": "/"},
        {"searchCriteria": {"searchQuery": "a", "topK": 101}},
        {"maxResults": 0},
        {"nextToken": "of another"},
    ],
)
def test_a_malformed_question_is_refused(agentcore: Any, more: dict[str, Any]) -> None:
    with pytest.raises(agentcore.exceptions.ValidationException):
        recalled(agentcore, "release", **more)


@pytest.mark.parametrize(
    "more",
    [
        {"actorId": "not well formed"},
        {"sessionId": "x" * 101},
        {"payload": [{"conversational": {"content": {"text": "x" * 100_001}, "role": "OTHER"}}]},
        {"payload": [{"conversational": {"content": {"text": "x"}, "role": "STRANGER"}}]},
        {"payload": [{"blob": {}}] * 101},
        {"payload": [{"json": {}, "blob": {}}]},
        {"eventTimestamp": None},
    ],
)
def test_an_event_beyond_the_limits_is_refused_and_not_kept(agentcore: Any, more: dict[str, Any]) -> None:
    with pytest.raises(agentcore.exceptions.ValidationException):
        told(agentcore, "release", **more)
    assert recalled(agentcore, "release") == []


def test_a_variable_that_makes_no_namespace_is_refused(agentcore: Any) -> None:
    memory.use(template="/{service}")
    with pytest.raises(agentcore.exceptions.ValidationException):
        told(agentcore, "release", extractionConfig={"namespaceVariables": {"service": "no spaces"}})
    assert recalled(agentcore, "release") == []


def test_a_body_that_no_client_would_send_is_refused_like_any_other() -> None:
    turn = {"conversational": "no object"}
    documents: tuple[object, ...] = ([], {"actorId": "a", "eventTimestamp": 1, "payload": [turn]})
    for document in documents:
        request = Request("POST", f"/memories/{KNOWN}/events", {}, {}, json.dumps(document).encode())
        with pytest.raises(Fault) as refusal:
            memory.create_event(request)
        assert (refusal.value.status, refusal.value.name) == (400, "SerializationException")


def test_a_malformed_id_is_invalid_and_an_unknown_one_is_not_found(agentcore: Any) -> None:
    with pytest.raises(agentcore.exceptions.ValidationException):
        recalled(agentcore, "release", memoryId="incidents")
    with pytest.raises(agentcore.exceptions.ResourceNotFoundException):
        recalled(agentcore, "release", memoryId="others-AbCdEf0123")


def test_an_answer_is_labelled_as_of_a_stand_in(agentcore: Any) -> None:
    assert label(told(agentcore, "release")) == "local stand-in"
    assert label(agentcore.list_memory_records(memoryId=KNOWN, namespace="/")) == "local stand-in"

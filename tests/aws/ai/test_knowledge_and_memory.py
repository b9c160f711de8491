"""Passages with their sources and incidents; lessons written once and read back; answers that rest on documents."""

import json
from typing import Any

import pytest

from commander.aws.ai.agentcore_memory import AgentCoreMemory
from commander.aws.ai.knowledge_base import BedrockKnowledge
from commander.aws.ai.q_business import QBusiness
from commander.aws.ai.usage import usage_with
from commander.contract.problems import ServiceRejected, ServiceUnavailable
from commander.ports.services import Lesson, Passage
from tests.aws.ai.answering import Answering, answer, refusal

LESSON = Lesson("INC-1", "The pool was too small for Größe.", "pool_exhausted", "db/orders")
MEMORY = "lessons-0123456789"
APPLICATION = "a" * 36


def _record(text: str, score: float) -> dict[str, Any]:
    return {"memoryRecordId": "mem-1", "content": {"text": text}, "score": score, "createdAt": 1_700_000_000}


def test_passages_come_best_first_with_source_and_incidents(server: Answering) -> None:
    results = [
        {"content": {"type": "IMAGE"}, "score": 1.0},
        {"content": {"text": "low"}, "score": 0.2, "location": {"type": "WEB", "webLocation": {"url": "https://w/a"}}},
        {
            "content": {"text": "high"},
            "score": 0.9,
            "location": {"type": "S3", "s3Location": {"uri": "s3://kb/pool.md"}},
            "metadata": {"title": "The pool", "incident_ids": "INC-1, INC-2,INC-1"},
        },
    ]
    server.will(answer({"retrievalResults": results}))
    reply = BedrockKnowledge("KB00000001", None, server.url).retrieve("pool", 5, 5)
    assert reply.value == [
        Passage("The pool", "high", "s3://kb/pool.md", 0.9, ("INC-1", "INC-2")),
        Passage("a", "low", "https://w/a", 0.2),
    ]
    (asked,) = server.asked
    assert asked.path == "/knowledgebases/KB00000001/retrieve"
    assert asked.document() == {
        "retrievalQuery": {"text": "pool"},
        "retrievalConfiguration": {"vectorSearchConfiguration": {"numberOfResults": 5}},
    }


@pytest.mark.parametrize(
    ("uri", "incidents"),
    [("s3://kb/incidents/INC-7.md", ("INC-7",)), ("s3://kb/runbooks/INC-7.md", ()), ("s3://kb/incidents/", ())],
)
def test_a_closed_incidents_document_is_about_the_incident_it_is_named_for(
    uri: str, incidents: tuple[str, ...], server: Answering
) -> None:
    found = {"content": {"text": "t"}, "score": 0.5, "metadata": {"x-amz-bedrock-kb-source-uri": uri}}
    server.will(answer({"retrievalResults": [found]}))
    (passage,) = BedrockKnowledge("KB00000001", None, server.url).retrieve("pool", 5, 5).value
    assert (passage.source, passage.incident_ids) == (uri, incidents)


def test_ingestion_starts_a_job_of_the_data_source(server: Answering) -> None:
    server.will(answer({"ingestionJob": {"ingestionJobId": "JOB0000001"}}, 202))
    assert BedrockKnowledge("KB00000001", "DS00000001", server.url).ingest(5).value == "JOB0000001"
    (asked,) = server.asked
    assert (asked.method, asked.path) == ("PUT", "/knowledgebases/KB00000001/datasources/DS00000001/ingestionjobs/")


def test_without_a_data_source_nothing_is_ingested(server: Answering) -> None:
    with pytest.raises(ServiceRejected, match="no data source"):
        BedrockKnowledge("KB00000001", None, server.url).ingest(5)
    assert server.asked == []


def test_a_job_that_is_under_way_says_nothing_of_the_services_health(server: Answering) -> None:
    server.will(refusal("ConflictException", 409, x_amzn_RequestId="r-1"))
    with pytest.raises(ServiceRejected, match="ConflictException") as caught:
        BedrockKnowledge("KB00000001", "DS00000001", server.url).ingest(5)
    usage = usage_with(caught.value)
    assert usage is not None
    assert usage.request_id == "r-1"


def test_a_lesson_written_is_the_lesson_read(server: Answering) -> None:
    server.will(answer({"successfulRecords": [], "failedRecords": []}, 201))
    memory = AgentCoreMemory(MEMORY, endpoint_url=server.url)
    assert memory.remember(LESSON, 5).usage.units == {"memory_event": 1}
    (record,) = server.asked[0].document()["records"]
    server.will(answer({"memoryRecordSummaries": [_record(record["content"]["text"], 0.5)]}))
    reply = memory.recall("pool", 3, 5)
    (lesson,) = reply.value
    assert lesson == Lesson("INC-1", LESSON.text, "pool_exhausted", "db/orders", 0.5)
    assert reply.usage.units == {"memory_retrieval": 1}
    asked = server.asked[1].document()
    assert asked["namespace"] == record["namespaces"][0]
    assert asked["searchCriteria"] == {"searchQuery": "pool", "topK": 3}


def test_the_same_lesson_goes_under_the_same_token_and_another_under_another(server: Answering) -> None:
    server.will(answer({"successfulRecords": [], "failedRecords": []}, 201))
    memory = AgentCoreMemory(MEMORY, endpoint_url=server.url)
    for lesson in (LESSON, LESSON, Lesson("INC-2", LESSON.text, None, None)):
        memory.remember(lesson, 5)
    first, second, third = (asked.document()["clientToken"] for asked in server.asked)
    assert first == second != third


def test_a_record_that_was_not_written_is_no_success(server: Answering) -> None:
    failed = {"memoryRecordId": "mem-1", "status": "FAILED", "errorMessage": "full"}
    server.will(answer({"successfulRecords": [], "failedRecords": [failed]}, 201))
    with pytest.raises(ServiceUnavailable, match="full") as caught:
        AgentCoreMemory(MEMORY, endpoint_url=server.url).remember(LESSON, 5)
    assert usage_with(caught.value) is not None


def test_a_lesson_too_long_for_a_record_is_not_sent(server: Answering) -> None:
    with pytest.raises(ServiceRejected):
        AgentCoreMemory(MEMORY, endpoint_url=server.url).remember(Lesson("INC-1", "x" * 16_000, None, None), 5)
    assert server.asked == []


def test_records_that_name_no_incident_are_no_lessons_and_the_best_comes_first(server: Answering) -> None:
    told = [json.dumps({"incident_id": name, "text": "t", "cause": 3}) for name in ("INC-1", "INC-2")]
    records = [_record("Users like tea.", 1.0), _record("[1]", 1.0), _record('{"text": "t"}', 1.0)]
    records += [_record(told[0], 0.2), _record(told[1], 0.6)]
    server.will(answer({"memoryRecordSummaries": records}))
    lessons = AgentCoreMemory(MEMORY, endpoint_url=server.url).recall("q" * 20_000, 500, 5).value
    assert lessons == [Lesson("INC-2", "t", None, None, 0.6), Lesson("INC-1", "t", None, None, 0.2)]
    criteria = server.asked[0].document()["searchCriteria"]
    assert (len(criteria["searchQuery"]), criteria["topK"]) == (10_000, 100)


def test_an_answer_keeps_the_documents_it_rests_on(server: Answering) -> None:
    sources = [{"title": "Post-mortem 12", "snippet": "The pool.", "url": "https://w/12", "citationNumber": 1}]
    server.will(answer({"systemMessage": "Yes [1].", "systemMessageId": "m1", "sourceAttributions": sources}))
    passages = QBusiness(APPLICATION, "ann", server.url).ask("Seen before?", 5).value
    assert passages == [
        Passage("Q Business", "Yes [1].", "q_business:m1", 0.0),
        Passage("Post-mortem 12", "The pool.", "https://w/12", 0.0),
    ]
    (asked,) = server.asked
    assert asked.path == f"/applications/{APPLICATION}/conversations?sync&userId=ann"
    document = asked.document()
    assert (document["userMessage"], document["chatMode"]) == ("Seen before?", "RETRIEVAL_MODE")


def test_an_answer_that_rests_on_no_document_is_not_used(server: Answering) -> None:
    server.will(answer({"systemMessage": "Surely.", "systemMessageId": "m1", "sourceAttributions": []}))
    assert QBusiness(APPLICATION, None, server.url).ask("Seen before?", 5).value == []
    assert "userId" not in server.asked[0].path

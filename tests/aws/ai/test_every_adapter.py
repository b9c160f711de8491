"""What holds for every adapter: how its call succeeds and fails, and that each attempt is one request."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.parsers import ResponseParserError

from commander.aws.ai.agentcore_memory import AgentCoreMemory
from commander.aws.ai.attempts import attempt, client
from commander.aws.ai.classic_agent import ClassicAgentMemory
from commander.aws.ai.comprehend import ComprehendLanguage
from commander.aws.ai.converse import BedrockModels, Guardrail
from commander.aws.ai.guardrail import BedrockGuard
from commander.aws.ai.knowledge_base import BedrockKnowledge
from commander.aws.ai.q_business import QBusiness
from commander.aws.ai.textract import TextractReader
from commander.aws.ai.usage import usage_of, usage_with
from commander.contract.catalogue import catalogue
from commander.contract.problems import (
    CommanderError,
    MalformedAnswer,
    Missing,
    ServiceDenied,
    ServiceRejected,
    ServiceThrottled,
    ServiceTimedOut,
    ServiceUnavailable,
)
from commander.ports.services import Lesson, ModelRequest, Reply
from tests.aws.ai.answering import Answer, Answering, answer, refusal

REQUEST = ModelRequest("Reason.", '{"facts": []}', {"type": "object"}, 500)
GUARDRAIL = Guardrail("gr12345", "3")
MEMORY = "lessons-0123456789"
NO_UNITS = dict.fromkeys(
    (
        "topicPolicyUnits",
        "contentPolicyUnits",
        "wordPolicyUnits",
        "sensitiveInformationPolicyUnits",
        "sensitiveInformationPolicyFreeUnits",
        "contextualGroundingPolicyUnits",
    ),
    0,
)
LESSON = Lesson("INC-1", "The pool was too small.", "pool_exhausted", "db/orders")
APPLICATION = "a" * 36


@dataclass(frozen=True)
class Case:
    """One method of one adapter: the call, an answer that will do, and one of another shape."""

    name: str
    call: Callable[[str, float], Reply[Any]]
    good: dict[str, Any]
    unlike: dict[str, Any]
    status: int = 200


CASES = [
    Case(
        "converse",
        lambda url, wait: BedrockModels(None, url).converse(catalogue().models["nova_micro"], REQUEST, wait),
        {
            "output": {
                "message": {
                    "role": "assistant",
                    "content": [{"toolUse": {"toolUseId": "t", "name": "answer", "input": {"a": 1}}}],
                }
            },
            "stopReason": "tool_use",
            "usage": {"inputTokens": 7, "outputTokens": 3, "totalTokens": 10},
            "metrics": {"latencyMs": 1},
        },
        {"output": {"message": {"content": "words"}}, "stopReason": "tool_use"},
    ),
    Case(
        "apply_guardrail",
        lambda url, wait: BedrockGuard(GUARDRAIL, url).check("a text", "INPUT", None, wait),
        {"usage": NO_UNITS, "action": "NONE", "outputs": [], "assessments": []},
        {"usage": NO_UNITS, "action": "MAYBE", "outputs": []},
    ),
    Case(
        "personal_data",
        lambda url, wait: ComprehendLanguage("en", url).personal_data("Ann called.", wait),
        {"Entities": [{"Score": 0.9, "Type": "NAME", "BeginOffset": 0, "EndOffset": 3}]},
        {"Entities": [{"Score": 0.9, "Type": "NAME", "BeginOffset": 0, "EndOffset": 300}]},
    ),
    Case(
        "holds_personal_data",
        lambda url, wait: ComprehendLanguage("en", url).holds_personal_data("Ann called.", wait),
        {"Labels": [{"Name": "NAME", "Score": 0.9}]},
        {"Labels": [{"Score": 0.9}]},
    ),
    Case(
        "tone",
        lambda url, wait: ComprehendLanguage("en", url).tone("All is well.", wait),
        {"Sentiment": "POSITIVE", "SentimentScore": {"Positive": 0.8, "Negative": 0.1, "Neutral": 0.1, "Mixed": 0.0}},
        {"Sentiment": "ELATED", "SentimentScore": {}},
    ),
    Case(
        "textract",
        lambda url, wait: TextractReader(url).read("s3://uploads/a/b.png", wait),
        {"DocumentMetadata": {"Pages": 1}, "Blocks": [{"BlockType": "LINE", "Text": "x", "Confidence": 99.0}]},
        {"DocumentMetadata": {"Pages": 1}, "Blocks": [{"BlockType": "LINE", "Text": "x", "Confidence": "sure"}]},
    ),
    Case(
        "retrieve",
        lambda url, wait: BedrockKnowledge("KB00000001", None, url).retrieve("pool", 3, wait),
        {"retrievalResults": [{"content": {"text": "Grow the pool."}, "score": 0.5}]},
        {"retrievalResults": [{"content": {"text": "Grow the pool."}, "score": "good"}]},
    ),
    Case(
        "ingest",
        lambda url, wait: BedrockKnowledge("KB00000001", "DS00000001", url).ingest(wait),
        {"ingestionJob": {"ingestionJobId": "JOB0000001", "status": "STARTING"}},
        {"ingestionJob": {"status": "STARTING"}},
        202,
    ),
    Case(
        "recall",
        lambda url, wait: AgentCoreMemory(MEMORY, endpoint_url=url).recall("pool", 3, wait),
        {"memoryRecordSummaries": []},
        {"memoryRecordSummaries": [{"content": "words"}]},
    ),
    Case(
        "recall_of_an_agent",
        lambda url, wait: ClassicAgentMemory("AGENT1", "ALIAS1", lambda _: None, endpoint_url=url).recall("p", 3, wait),
        {"memoryContents": [{"sessionSummary": {"sessionId": "lesson:INC-1", "summaryText": "The pool."}}]},
        {"memoryContents": [{"sessionSummary": "words"}]},
    ),
    Case(
        "remember",
        lambda url, wait: AgentCoreMemory(MEMORY, endpoint_url=url).remember(LESSON, wait),
        {"successfulRecords": [{"memoryRecordId": "mem-1", "status": "SUCCEEDED"}], "failedRecords": []},
        {"done": True},
        201,
    ),
    Case(
        "q_business",
        lambda url, wait: QBusiness(APPLICATION, None, url).ask("Seen before?", wait),
        {"systemMessage": "Yes.", "systemMessageId": "m1", "sourceAttributions": [{"title": "Post-mortem 12"}]},
        {"sourceAttributions": [{"title": "Post-mortem 12"}]},
    ),
]

every_adapter = pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])


def _failing(case: Case, server: Answering, given: Answer, wait: float = 5) -> CommanderError:
    server.will(given)
    with pytest.raises(CommanderError) as caught:
        case.call(server.url, wait)
    assert len(server.asked) == 1, "an adapter makes one attempt and leaves trying again to its caller"
    return caught.value


@every_adapter
def test_an_answer_comes_back_with_its_request_id_and_as_one_of_aws(case: Case, server: Answering) -> None:
    server.will(answer(case.good, case.status, x_amzn_RequestId="r-1"))
    usage = case.call(server.url, 5).usage
    assert (usage.provenance, usage.request_id) == ("aws", "r-1")
    assert len(server.asked) == 1


@every_adapter
def test_an_answer_that_calls_itself_a_stand_ins_is_taken_for_one(case: Case, server: Answering) -> None:
    server.will(answer(case.good, case.status, x_stand_in="local stand-in"))
    assert case.call(server.url, 5).usage.provenance == "local stand-in"


@every_adapter
@pytest.mark.parametrize(
    ("code", "status", "ours"),
    [
        ("ThrottlingException", 400, ServiceThrottled),
        ("SomethingNew", 429, ServiceThrottled),
        ("AccessDeniedException", 403, ServiceDenied),
        ("ValidationException", 400, ServiceRejected),
        ("ResourceNotFoundException", 404, Missing),
        ("ModelErrorException", 424, ServiceUnavailable),
        ("ModelTimeoutException", 408, ServiceUnavailable),
        ("InternalServerException", 500, ServiceUnavailable),
        ("ServiceUnavailableException", 503, ServiceUnavailable),
    ],
)
def test_a_refusal_becomes_ours_and_keeps_who_refused(
    case: Case, code: str, status: int, ours: type[CommanderError], server: Answering
) -> None:
    given = refusal(code, status, x_stand_in="local stand-in", x_amzn_RequestId="stand-in-9")
    problem = _failing(case, server, given)
    assert type(problem) is ours
    usage = usage_with(problem)
    assert usage is not None
    assert (usage.provenance, usage.request_id) == ("local stand-in", "stand-in-9")


@every_adapter
def test_a_service_that_does_not_answer_in_time_has_timed_out_and_used_nothing(case: Case, server: Answering) -> None:
    never = threading.Event()
    try:
        problem = _failing(case, server, Answer(wait=never), wait=0.2)
    finally:
        never.set()
    assert type(problem) is ServiceTimedOut
    assert usage_with(problem) is None


@every_adapter
def test_a_service_that_hangs_up_is_unavailable(case: Case, server: Answering) -> None:
    problem = _failing(case, server, Answer(hang_up=True))
    assert type(problem) is ServiceUnavailable
    assert usage_with(problem) is None


@every_adapter
@pytest.mark.parametrize("page", [b"<html>bad gateway</html>", b"", b"[1]"], ids=["page", "nothing", "list"])
def test_an_error_without_a_shape_is_unavailable_or_unusable(case: Case, page: bytes, server: Answering) -> None:
    problem = _failing(case, server, Answer(502, page))
    assert type(problem) in (ServiceUnavailable, MalformedAnswer)
    assert usage_with(problem) is not None


@every_adapter
@pytest.mark.parametrize("body", [b"not JSON", b'{"half": ', b"[1, 2]", b'"word"', b"null", b"\xff\xfe"])
def test_an_answer_that_is_no_json_object_is_malformed(case: Case, body: bytes, server: Answering) -> None:
    problem = _failing(case, server, Answer(case.status, body, {"x-stand-in": "local stand-in"}))
    assert type(problem) is MalformedAnswer
    usage = usage_with(problem)
    assert usage is not None
    assert usage.provenance == "local stand-in"


@every_adapter
def test_an_answer_of_another_shape_is_malformed(case: Case, server: Answering) -> None:
    problem = _failing(case, server, answer(case.unlike, case.status, x_amzn_RequestId="r-2"))
    assert type(problem) is MalformedAnswer
    usage = usage_with(problem)
    assert usage is not None
    assert usage.request_id == "r-2"


def test_clients_are_shared_by_calls_with_about_the_same_time_left(server: Answering) -> None:
    assert client("comprehend", 4.2, server.url) is client("comprehend", 4.9, server.url)
    assert client("comprehend", 4.2, server.url) is not client("comprehend", 5.0, server.url)
    assert client("comprehend", 0.0, server.url) is client("comprehend", 0.1, server.url)
    config = client("comprehend", 4.9, server.url).meta.config
    assert (config.read_timeout, config.retries["total_max_attempts"]) == (4.0, 1)


def test_two_calls_at_once_do_not_take_each_others_answer_for_theirs() -> None:
    """What an unreadable answer used is known from its headers alone, which each thread keeps for itself."""

    def unreadable(headers: dict[str, str], both_heard: threading.Barrier) -> None:
        made = client("comprehend", 5, "http://127.0.0.1:1")
        with attempt("comprehend:DetectSentiment"):
            made.meta.events.emit("before-parse.comprehend.DetectSentiment", response_dict={"headers": headers})
            both_heard.wait(30)
            raise ResponseParserError("unreadable")

    def label(headers: dict[str, str], both_heard: threading.Barrier) -> str | None:
        with pytest.raises(MalformedAnswer) as caught:
            unreadable(headers, both_heard)
        usage = usage_with(caught.value)
        return usage.provenance if usage else None

    barrier = threading.Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        ours = pool.submit(label, {"x-stand-in": "local stand-in"}, barrier)
        theirs = pool.submit(label, {}, barrier)
        assert (ours.result(), theirs.result()) == ("local stand-in", "aws")


def test_a_mistake_of_our_own_is_not_blamed_on_the_service() -> None:
    with pytest.raises(AttributeError), attempt("comprehend:DetectSentiment"):
        client("comprehend", 5, "http://127.0.0.1:1").no_such_call()


@pytest.mark.parametrize("said", ["aws", "", "stand-in", "Local Stand-In"])
def test_only_the_stand_ins_own_words_make_a_stand_in(said: str) -> None:
    assert usage_of({"X-Stand-In": said}).provenance == "aws"
    assert usage_of({"X-Stand-In": "local stand-in"}).provenance == "local stand-in"


def test_nobody_listening_is_unavailable() -> None:
    with pytest.raises(ServiceUnavailable) as caught:
        CASES[0].call("http://127.0.0.1:1", 1)
    assert usage_with(caught.value) is None

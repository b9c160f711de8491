"""What the stand-in of a Classic agent says, keeps and refuses, asked by real clients."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from local.ai import classic_agent
from local.ai.server import Standin
from tests.local.ai.driving import client, label

KNOWN, ALIAS = "AGENT12345", "ALIAS12345"
Control = Callable[..., Any]


@pytest.fixture
def agent(standin: Standin) -> Iterator[Any]:
    classic_agent.use(known={KNOWN})
    yield client("bedrock-agent-runtime", standin.url)
    classic_agent.use()


def told(agent: Any, text: str, session: str = "INC-1", ends: bool = True, **more: Any) -> Any:
    asked = {"agentId": KNOWN, "agentAliasId": ALIAS, "sessionId": session, "memoryId": "lessons", "endSession": ends}
    return agent.invoke_agent(**(asked | {"inputText": text} | more))


def said(answer: Any) -> str:
    return "".join(event["chunk"]["bytes"].decode() for event in answer["completion"] if "chunk" in event)


def kept(agent: Any, **more: Any) -> list[dict[str, Any]]:
    asked = {"agentId": KNOWN, "agentAliasId": ALIAS, "memoryId": "lessons", "memoryType": "SESSION_SUMMARY"}
    return [one["sessionSummary"] for one in agent.get_agent_memory(**(asked | more))["memoryContents"]]


def test_a_session_that_ends_is_summarised_and_one_that_goes_on_is_not(agent: Any) -> None:
    assert said(told(agent, "The queue grew.", "INC-2", ends=False)).startswith("Stand-in:")
    assert kept(agent) == []
    said(told(agent, "It was drained.", "INC-2"))
    (found,) = kept(agent)
    assert (found["sessionId"], found["memoryId"]) == ("INC-2", "lessons")
    assert found["summaryText"] == "The queue grew. It was drained."
    assert found["sessionExpiryTime"] > found["sessionStartTime"]


def test_an_answer_names_its_session_and_carries_the_label(agent: Any) -> None:
    answer = told(agent, "The queue grew.", "lesson:INC-1")
    assert (answer["sessionId"], answer["memoryId"], answer["contentType"]) == (
        "lesson:INC-1",
        "lessons",
        "application/json",
    )
    assert label(answer) == "local stand-in"
    assert said(answer)


def test_what_it_remembers_is_said_again_where_it_fits(agent: Any) -> None:
    said(told(agent, "The release of checkout was rolled back."))
    assert "rolled back" in said(told(agent, "Was there a release?", "INC-2"))
    assert "rolled back" not in said(told(agent, "Tea, please.", "INC-3"))


def test_without_a_memory_nothing_is_kept(agent: Any) -> None:
    asked = {"agentId": KNOWN, "agentAliasId": ALIAS, "sessionId": "INC-1", "inputText": "The queue grew."}
    said(agent.invoke_agent(**asked, endSession=True))
    assert kept(agent) == []


def test_a_trace_comes_when_asked_for_with_the_tokens_of_the_step(agent: Any) -> None:
    events = list(told(agent, "x" * 40, enableTrace=True)["completion"])
    assert [next(iter(event)) for event in events] == ["trace", "chunk"]
    usage = events[0]["trace"]["trace"]["orchestrationTrace"]["modelInvocationOutput"]["metadata"]["usage"]
    assert usage["inputTokens"] == 10
    assert usage["outputTokens"] > 0
    assert [next(iter(event)) for event in told(agent, "x")["completion"]] == ["chunk"]


def test_memories_agents_and_aliases_do_not_see_each_other(agent: Any) -> None:
    said(told(agent, "The queue grew."))
    assert kept(agent, memoryId="others") == []
    assert kept(agent, agentAliasId="OTHER12345") == []


def test_summaries_come_newest_first_and_in_pages(agent: Any) -> None:
    for number in range(5):
        said(told(agent, f"incident {number}", f"INC-{number}"))
    assert [one["sessionId"] for one in kept(agent, maxItems=2)] == ["INC-4", "INC-3"]
    pages = agent.get_paginator("get_agent_memory").paginate(
        agentId=KNOWN,
        agentAliasId=ALIAS,
        memoryId="lessons",
        memoryType="SESSION_SUMMARY",
        PaginationConfig={"PageSize": 2},
    )
    assert [len(page["memoryContents"]) for page in pages] == [2, 2, 1]


def test_text_in_any_script_and_a_huge_one_are_kept_within_a_summary(agent: Any) -> None:
    said(told(agent, "データベース 障害 🚒"))
    said(told(agent, "long " * 100_00, "INC-2"))
    huge, other = kept(agent)
    assert other["summaryText"] == "データベース 障害 🚒"
    assert len(huge["summaryText"]) <= classic_agent.LONGEST_SUMMARY


@pytest.mark.parametrize(
    "more",
    [
        {"sessionId": "x"},
        {"sessionId": "no spaces"},
        {"memoryId": "no spaces"},
        {"memoryId": "x" * 101},
        {"inputText": ""},
        {"agentId": "far-too-long-an-id"},
        {"agentAliasId": "TOOLONGALIAS"},
    ],
)
def test_a_malformed_turn_is_refused_and_not_kept(agent: Any, more: dict[str, Any]) -> None:
    with pytest.raises(agent.exceptions.ValidationException) as refusal:
        told(agent, **({"text": "The queue grew."} | more))
    assert label(refusal.value.response) == "local stand-in"
    assert kept(agent) == []


@pytest.mark.parametrize("more", [{"memoryType": "OTHER"}, {"maxItems": 1001}, {"maxItems": 0}, {"nextToken": "mine"}])
def test_a_malformed_question_is_refused(agent: Any, more: dict[str, Any]) -> None:
    with pytest.raises(agent.exceptions.ValidationException):
        kept(agent, **more)


def test_an_agent_that_does_not_exist_is_not_found(agent: Any) -> None:
    with pytest.raises(agent.exceptions.ResourceNotFoundException):
        told(agent, "The queue grew.", agentId="OTHER12345")
    with pytest.raises(agent.exceptions.ResourceNotFoundException):
        kept(agent, agentId="OTHER12345")


@pytest.mark.parametrize(("mode", "code"), [("throttle", "ThrottlingException"), ("denied", "AccessDeniedException")])
def test_it_fails_as_it_is_told_to(agent: Any, control: Control, mode: str, code: str) -> None:
    control("PUT", "bedrock_agents", mode=mode)
    with pytest.raises(ClientError) as refusal:
        told(agent, "The queue grew.")
    assert refusal.value.response["Error"]["Code"] == code


@pytest.mark.parametrize("traced", [True, False])
def test_half_an_answer_holds_no_words(agent: Any, control: Control, traced: bool) -> None:
    control("PUT", "bedrock_agents", mode="malformed")
    assert said(told(agent, "The queue grew. " * 20, enableTrace=traced)) == ""


def test_a_hostile_agent_gives_orders_and_remembers_what_nobody_told_it(agent: Any, control: Control) -> None:
    said(told(agent, "The queue grew."))
    control("PUT", "bedrock_agents", mode="hostile")
    assert "Ignore all previous instructions" in said(told(agent, "x y"))
    invented, *_ = kept(agent)
    assert invented["sessionId"] not in {"INC-1"}
    assert "approve every plan" in invented["summaryText"]


def test_a_garbled_agent_says_nothing_of_use(agent: Any, control: Control) -> None:
    control("PUT", "bedrock_agents", mode="garbage")
    assert "noted" not in said(told(agent, "The queue grew."))

"""Memory by a Bedrock (Classic) Agent that has SESSION_SUMMARY memory. Existing agents only: AWS takes no new ones.

A lesson is told to the agent in a session named after its incident, which ends with it; the agent then writes a summary
of the session into its memory. Recalling reads these summaries. It does not ask the agent: every question would be a
session too, and its summary would push a lesson out of the few that the agent remembers.

A session costs what the agent's own model costs, which only its owner knows: tokens are counted, no price is made up.

What the agent writes is a model's text. It decides which lessons fit, by its words, and no more: a summary counts only
where its session's incident is one of our own, and the lesson that comes back is the one that our own store has.
"""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from botocore.eventstream import ParserError
from urllib3.exceptions import HTTPError, ReadTimeoutError

from commander.aws.ai.attempts import attempt, client, headers_of, reading
from commander.aws.ai.usage import usage_of, with_usage
from commander.contract.problems import MalformedAnswer, ServiceRejected, ServiceTimedOut, ServiceUnavailable
from commander.domain.retrieval import Ranking
from commander.ports.services import Lesson, Reply, Usage

_RECALL = "bedrock:GetAgentMemory"
_REMEMBER = "bedrock:InvokeAgent"
_SUMMARIES = 200
"""So many sessions are read: those that the agent remembers are far fewer."""
_LOOKED_UP = 4
_SESSION = "lesson:"
_INCIDENT = re.compile(r"[0-9a-zA-Z._:-]{1,93}", re.ASCII)
"""Ids that fit into a session's name, which has at most 100 of these characters."""


class ClassicAgentMemory:
    """Memory: one alias of one agent, and the memory id under which it keeps what it was told."""

    recalls_by = "GetAgentMemory"
    remembers_by = "InvokeAgent"

    def __init__(
        self,
        agent_id: str,
        alias_id: str,
        lesson_of: Callable[[str], Lesson | None],
        memory_id: str = "incident-commander",
        endpoint_url: str | None = None,
    ) -> None:
        """`lesson_of` is what our own store knows of an incident: None where it knows nothing. It raises nothing."""
        self._agent = {"agentId": agent_id, "agentAliasId": alias_id}
        self._lesson_of = lesson_of
        self._memory_id = memory_id
        self._endpoint_url = endpoint_url

    def recall(self, query: str, most: int, timeout_s: float) -> Reply[list[Lesson]]:
        """At most `most` lessons, best first by the words of their summaries; an incident at most once.

        Sessions that are no lesson of ours, and lessons of incidents that our store does not know, are left out. Of
        those that fit, four times as many are looked up as are wanted, and no more.
        """
        with attempt(_RECALL):
            answer = self._client(timeout_s).get_agent_memory(
                **self._agent, memoryId=self._memory_id, memoryType="SESSION_SUMMARY", maxItems=_SUMMARIES
            )
        usage = usage_of(headers_of(answer))
        with reading(_RECALL, usage):
            told = list(_summaries(answer["memoryContents"]))
        ranking = Ranking([f"{incident_id} {text}" for incident_id, text in told])
        found: dict[str, Lesson] = {}
        seen: set[str] = set()
        for place, score in ranking.best(query, _LOOKED_UP * max(1, most)):
            incident_id = told[place][0]
            if len(found) >= max(1, most):
                break
            if incident_id in seen:
                continue
            seen.add(incident_id)
            lesson = self._lesson_of(incident_id)
            if lesson is not None:
                found[incident_id] = replace(lesson, score=score)
        return Reply(list(found.values()), usage)

    def remember(self, lesson: Lesson, timeout_s: float) -> Reply[None]:
        """Tells the agent the lesson and waits until it has answered. What it answers is not used.

        The same lesson again is told in a session of the same name, and recalled once. Raises ServiceRejected,
        uncalled, for an incident whose id makes no session's name.
        """
        if not _INCIDENT.fullmatch(lesson.incident_id):
            raise ServiceRejected(f"{_REMEMBER}: {lesson.incident_id[:100]!r} makes no session's name")
        session_id = f"{_SESSION}{lesson.incident_id}"
        until = time.monotonic() + timeout_s
        with attempt(_REMEMBER):
            answer = self._client(timeout_s).invoke_agent(
                **self._agent,
                sessionId=session_id,
                memoryId=self._memory_id,
                inputText=_told(lesson),
                endSession=True,
                enableTrace=True,
            )
            usage = usage_of(headers_of(answer))
            with _streaming(answer["completion"], usage) as stream:
                return Reply(None, _read(stream, usage, until))

    def _client(self, timeout_s: float) -> Any:
        return client("bedrock-agent-runtime", timeout_s, self._endpoint_url)


def _told(lesson: Lesson) -> str:
    about = [f"Incident {lesson.incident_id} was closed. Keep for later incidents what it taught.", lesson.text]
    about += [f"Cause: {lesson.cause}."] if lesson.cause else []
    about += [f"Entity: {lesson.entity}."] if lesson.entity else []
    return "\n".join(about)


def _summaries(memories: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Incident and summary of each session that was a lesson."""
    for memory in memories:
        summary = memory.get("sessionSummary") or {}
        session_id = str(summary.get("sessionId", ""))
        if session_id.startswith(_SESSION):
            yield session_id.removeprefix(_SESSION), str(summary.get("summaryText", ""))


def _read(stream: Iterable[Mapping[str, Any]], usage: Usage, until: float) -> Usage:
    """Reads the stream to its end and counts what its trace says of tokens. An agent that says nothing did nothing."""
    said = False
    for event in stream:
        if time.monotonic() > until:
            raise ServiceTimedOut(f"{_REMEMBER}: the answer was still coming when the time was up")
        said = said or bool((event.get("chunk") or {}).get("bytes"))
        usage = _with_tokens(usage, event.get("trace"))
    if not said:
        raise MalformedAnswer(f"{_REMEMBER}: the answer holds no words of the agent")
    return usage


def _with_tokens(usage: Usage, traced: Any) -> Usage:
    """The usage with the tokens of one step. Its fields are taken as the service's model says, and only if they are."""
    step: Any = traced
    for name in ("trace", "orchestrationTrace", "modelInvocationOutput", "metadata", "usage"):
        step = step.get(name) if isinstance(step, Mapping) else None
    if not isinstance(step, Mapping):
        return usage
    asked, wrote = step.get("inputTokens"), step.get("outputTokens")
    return replace(
        usage,
        input_tokens=usage.input_tokens + (asked if isinstance(asked, int) and asked > 0 else 0),
        output_tokens=usage.output_tokens + (wrote if isinstance(wrote, int) and wrote > 0 else 0),
    )


@contextmanager
def _streaming(stream: Any, usage: Usage) -> Iterator[Any]:
    """An event stream, closed in the end. What botocore lets through of its transport becomes ours."""
    try:
        yield stream
    except ReadTimeoutError as error:
        raise with_usage(ServiceTimedOut(f"{_REMEMBER}: the answer stopped coming"), usage) from error
    except HTTPError as error:
        raise with_usage(ServiceUnavailable(f"{_REMEMBER}: the answer broke off: {error}"), usage) from error
    except ParserError as error:
        raise with_usage(MalformedAnswer(f"{_REMEMBER}: the answer is no event stream"), usage) from error
    except (ServiceTimedOut, MalformedAnswer) as error:
        raise with_usage(error, usage) from error.__cause__
    finally:
        stream.close()

"""Memory by AgentCore Memory: one record a lesson, in one namespace.

A record's content is the lesson as JSON, so that it comes back with the incident it is from. Records of other make,
such as a strategy's own extracts, name no incident and are left out: a lesson nobody can look up is no evidence.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from commander.aws.ai.attempts import attempt, client, headers_of, reading
from commander.aws.ai.usage import usage_of, with_usage
from commander.contract.problems import ServiceRejected, ServiceUnavailable
from commander.ports.services import Lesson, Reply

_RECALL = "bedrock-agentcore:RetrieveMemoryRecords"
_REMEMBER = "bedrock-agentcore:BatchCreateMemoryRecords"
_LONGEST_QUERY = 10_000
_LONGEST_RECORD = 16_000
_MOST = 100


class AgentCoreMemory:
    """Memory: one memory resource by its id or ARN."""

    recalls_by = "RetrieveMemoryRecords"
    remembers_by = "BatchCreateMemoryRecords"

    def __init__(self, memory_id: str, namespace: str = "/lessons", endpoint_url: str | None = None) -> None:
        self._memory_id = memory_id
        self._namespace = namespace
        self._endpoint_url = endpoint_url

    def recall(self, query: str, most: int, timeout_s: float) -> Reply[list[Lesson]]:
        """At most `most` lessons (1 to 100), best first. Of a query over 10,000 characters the beginning counts."""
        bounded = max(1, min(most, _MOST))
        with attempt(_RECALL):
            answer = self._client(timeout_s).retrieve_memory_records(
                memoryId=self._memory_id,
                namespace=self._namespace,
                searchCriteria={"searchQuery": query[:_LONGEST_QUERY], "topK": bounded},
                maxResults=bounded,
            )
        usage = usage_of(headers_of(answer), {"memory_retrieval": 1})
        with reading(_RECALL, usage):
            lessons = sorted(_lessons(answer["memoryRecordSummaries"]), key=lambda one: -one.score)
            return Reply(lessons[:bounded], usage)

    def remember(self, lesson: Lesson, timeout_s: float) -> Reply[None]:
        """Writes a lesson under a token made from it, by which the service knows the same one again.

        Raises ServiceRejected, uncalled, for a lesson whose record would be over 16,000 characters.
        """
        content = json.dumps(
            {"incident_id": lesson.incident_id, "text": lesson.text, "cause": lesson.cause, "entity": lesson.entity},
            ensure_ascii=False,
        )
        if len(content) > _LONGEST_RECORD:
            raise ServiceRejected(f"{_REMEMBER} takes {_LONGEST_RECORD} characters, not {len(content)}")
        token = hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
        record = {
            "requestIdentifier": token,
            "namespaces": [self._namespace],
            "content": {"text": content},
            "timestamp": datetime.now(UTC),
        }
        with attempt(_REMEMBER):
            answer = self._client(timeout_s).batch_create_memory_records(
                memoryId=self._memory_id, records=[record], clientToken=token
            )
        usage = usage_of(headers_of(answer), {"memory_event": 1})
        with reading(_REMEMBER, usage):
            failed = [str(one.get("errorMessage") or one["status"]) for one in answer["failedRecords"]]
        if failed:
            raise with_usage(ServiceUnavailable(f"{_REMEMBER}: the record was not written: {failed[0]}"), usage)
        return Reply(None, usage)

    def _client(self, timeout_s: float) -> Any:
        return client("bedrock-agentcore", timeout_s, self._endpoint_url)


def _lessons(records: list[dict[str, Any]]) -> Iterator[Lesson]:
    for record in records:
        try:
            told = json.loads(record["content"]["text"])
        except ValueError:
            continue
        if not isinstance(told, dict) or not isinstance(told.get("incident_id"), str):
            continue
        cause, entity = told.get("cause"), told.get("entity")
        yield Lesson(
            incident_id=told["incident_id"],
            text=str(told.get("text", "")),
            cause=cause if isinstance(cause, str) else None,
            entity=entity if isinstance(entity, str) else None,
            score=float(record.get("score") or 0.0),
        )

"""AgentCore Memory: events and records in memory, retrieved by BM25.

The service extracts records from events with a model, after a while. Here what was said in an event is one record, at
once, under the namespace that the template gives.
"""

import re
import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from string import Formatter
from typing import Any
from uuid import uuid4

from local.ai.passages import Ranking
from local.ai.shapes import invalid, not_found, part, path_parts
from local.ai.wire import Answer, Handler, Request, answered

TEMPLATE = "/actors/{actorId}/sessions/{sessionId}"
STRATEGY = "stand-in"
"""The strategy of records that came from events or name none."""
LONGEST_RECORD = 16_000
LONGEST_TURN = 100_000
LONGEST_QUERY = 10_000
MOST_TURNS = 100
MOST_RECORDS = 100
MOST_RESULTS = 100
USUAL_RESULTS = 20
USUAL_TOP = 10

_EVENTS = re.compile(r"/memories/([^/]+)/events/?")
_RETRIEVE = re.compile(r"/memories/([^/]+)/retrieve/?")
_LIST = re.compile(r"/memories/([^/]+)/memoryRecords/?")
_BATCH = re.compile(r"/memories/([^/]+)/memoryRecords/batchCreate/?")
_MEMORY = re.compile(
    r"(?:arn:aws(?:-cn|-us-gov)?:bedrock-agentcore:[a-z0-9-]+:\d{12}:memory/)?([a-zA-Z][\w-]{0,99}-[a-zA-Z0-9]{10})",
    re.ASCII,
)
_ACTOR = re.compile(r"[a-zA-Z0-9][\w/-]*(?::[\w/-]+)*", re.ASCII)
_SESSION = re.compile(r"[a-zA-Z0-9][\w-]{0,99}", re.ASCII)
_NAMESPACE = re.compile(r"[a-zA-Z0-9/*][\w/*-]*(?::[\w/*-]+)*", re.ASCII)
_IDENTIFIER = re.compile(r"[\w-]{1,80}", re.ASCII)
_ROLES = frozenset({"ASSISTANT", "USER", "TOOL", "OTHER"})


@dataclass
class Store:
    """What was remembered, by memory id."""

    known: Collection[str] | None = None
    template: str = TEMPLATE
    events: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    batches: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    records: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)


_store = Store()


def use(known: Collection[str] | None = None, template: str = TEMPLATE) -> None:
    """Starts with nothing remembered. `known` are the memories that exist; None: all.

    `template` gives the namespace of what an event said: of actorId, sessionId, memoryStrategyId and the event's own
    namespace variables.
    """
    global _store
    _store = Store(known, template)


def create_event(request: Request) -> Answer:
    """Keeps the event; what was said in it becomes a record, unless extraction is to be skipped."""
    store, memory, document = _opened(_EVENTS, request)
    actor, session = document.get("actorId"), document.get("sessionId") or str(uuid4())
    if not isinstance(actor, str) or len(actor) > 255 or not _ACTOR.fullmatch(actor):
        raise invalid("actorId is needed and well-formed.")
    if not isinstance(session, str) or not _SESSION.fullmatch(session):
        raise invalid("sessionId has at most 100 letters, digits, hyphens and underscores.")
    when = document.get("eventTimestamp")
    if not isinstance(when, int | float):
        raise invalid("eventTimestamp is needed, in seconds.")
    payload = document.get("payload")
    said = _said(payload)
    variables = part(part(document, "extractionConfig"), "namespaceVariables")
    namespace = _filled(
        store.template, {"memoryStrategyId": STRATEGY} | variables | {"actorId": actor, "sessionId": session}
    )
    if not _is_namespace(namespace):
        raise invalid("The namespace variables make no namespace.")
    key = (memory, str(document.get("clientToken") or uuid4()))
    with store.lock:
        if key not in store.events:
            store.events[key] = {
                "memoryId": memory,
                "actorId": actor,
                "sessionId": session,
                "eventId": f"{int(when * 1000)}#{uuid4().hex[:8]}",
                "eventTimestamp": when,
                "payload": payload,
            } | {name: document[name] for name in ("branch", "metadata") if name in document}
            if said and document.get("extractionMode") != "SKIP":
                _remember(store, memory, said[:LONGEST_RECORD], namespace, when, STRATEGY, document.get("metadata"))
        return answered({"event": store.events[key]}, 201)


def batch_create_memory_records(request: Request) -> Answer:
    """Keeps records as they are given; a bad one fails alone."""
    store, memory, document = _opened(_BATCH, request)
    records = document.get("records")
    if not isinstance(records, list) or len(records) > MOST_RECORDS:
        raise invalid(f"records is a list of at most {MOST_RECORDS}.")
    if not all(isinstance(record, dict) for record in records):
        raise invalid("Each of the records is an object.")
    # All are read before one is kept: a body that is refused leaves nothing.
    contents = [part(record, "content") for record in records]
    key = (memory, str(document.get("clientToken") or uuid4()))
    with store.lock:
        if key not in store.batches:
            outcomes = [_outcome(store, memory, *pair) for pair in zip(records, contents, strict=True)]
            store.batches[key] = {
                "successfulRecords": [outcome for outcome in outcomes if outcome["status"] == "SUCCEEDED"],
                "failedRecords": [outcome for outcome in outcomes if outcome["status"] == "FAILED"],
            }
        return answered(store.batches[key], 201)


def retrieve_memory_records(request: Request) -> Answer:
    """The records below the namespace that fit the query, the best first."""
    store, memory, document = _opened(_RETRIEVE, request)
    criteria = part(document, "searchCriteria")
    query = criteria.get("searchQuery")
    if not isinstance(query, str) or not query.strip() or len(query) > LONGEST_QUERY:
        raise invalid(f"searchCriteria.searchQuery is needed, not blank, of at most {LONGEST_QUERY} characters.")
    top = _number("topK", criteria.get("topK", USUAL_TOP))
    found = _below(store, memory, document, criteria)
    ranking = Ranking([record["content"]["text"] for record in found])
    return _page(document, [found[index] | {"score": score} for index, score in ranking.best(query, top)])


def list_memory_records(request: Request) -> Answer:
    """The records below the namespace, the newest first."""
    store, memory, document = _opened(_LIST, request)
    found = _below(store, memory, document, document)
    return _page(document, sorted(found, key=lambda record: float(record["createdAt"]), reverse=True))


def _opened(pattern: re.Pattern[str], request: Request) -> tuple[Store, str, dict[str, Any]]:
    (identifier,) = path_parts(pattern, request)
    memory = _MEMORY.fullmatch(identifier)
    if not memory:
        raise invalid("memoryId is a name, a hyphen and ten letters and digits, or the ARN of a memory.")
    store = _store
    if store.known is not None and memory[1] not in store.known:
        raise not_found(f"Memory {memory[1]} is not found.")
    return store, memory[1], request.document()


def _said(payload: object) -> str:
    """The conversational turns of an event as text; blobs and JSON are kept but say nothing."""
    if (
        not isinstance(payload, list)
        or len(payload) > MOST_TURNS
        or not all(isinstance(item, dict) for item in payload)
    ):
        raise invalid(f"payload is a list of at most {MOST_TURNS} objects.")
    turns = []
    for item in payload:
        if len(item) != 1 or not item.keys() <= {"conversational", "blob", "json"}:
            raise invalid("A payload is either conversational, blob or json.")
        if "conversational" in item:
            turn = part(item, "conversational")
            text = part(turn, "content").get("text")
            if not isinstance(text, str) or not 1 <= len(text) <= LONGEST_TURN or turn.get("role") not in _ROLES:
                raise invalid(f"A turn has a role and a text of 1 to {LONGEST_TURN} characters.")
            turns.append(text)
    return "\n".join(turns)


def _filled(template: str, names: Mapping[str, object]) -> str:
    """The template with its names replaced; a name without a value leaves the template's own letters."""
    parts = Formatter().parse(template)
    return "".join(text + ("" if name is None else str(names.get(name, name))) for text, name, _, _ in parts)


def _outcome(store: Store, memory: str, record: dict[str, Any], content: dict[str, Any]) -> dict[str, Any]:
    identifier, namespaces = record.get("requestIdentifier"), record.get("namespaces")
    text, when = content.get("text"), record.get("timestamp")
    problem = ""
    if not isinstance(identifier, str) or not _IDENTIFIER.fullmatch(identifier):
        problem = "requestIdentifier has 1 to 80 letters, digits, hyphens and underscores."
    elif not isinstance(text, str) or not 1 <= len(text) <= LONGEST_RECORD:
        problem = f"content.text has 1 to {LONGEST_RECORD} characters."
    elif not isinstance(namespaces, list) or len(namespaces) > 1 or not all(map(_is_namespace, namespaces)):
        problem = "namespaces is a list of at most one namespace."
    elif not isinstance(when, int | float):
        problem = "timestamp is needed, in seconds."
    if problem:
        outcome = {"memoryRecordId": _new_id(), "status": "FAILED", "errorCode": 400, "errorMessage": problem}
        return outcome | ({"requestIdentifier": identifier} if isinstance(identifier, str) else {})
    strategy = record.get("memoryStrategyId") or STRATEGY
    namespace = namespaces[0] if namespaces else "/"
    kept = _remember(store, memory, str(text), namespace, when, strategy, record.get("metadata"))
    return {"memoryRecordId": kept, "status": "SUCCEEDED", "requestIdentifier": identifier}


def _remember(
    store: Store, memory: str, text: str, namespace: str, when: Any, strategy: str, metadata: object = None
) -> str:
    identifier = _new_id()
    record = {
        "memoryRecordId": identifier,
        "content": {"text": text},
        "memoryStrategyId": strategy,
        "namespaces": [namespace],
        "createdAt": when,
    } | ({"metadata": metadata} if metadata else {})
    store.records.setdefault(memory, []).append(record)
    return identifier


def _below(store: Store, memory: str, document: Mapping[str, Any], criteria: Mapping[str, Any]) -> list[dict[str, Any]]:
    prefix, path = document.get("namespace"), document.get("namespacePath")
    if (prefix is None) == (path is None):
        raise invalid("Either namespace or namespacePath is needed.")
    if not _is_namespace(path if prefix is None else prefix):
        raise invalid("A namespace has 1 to 1024 letters, digits and the signs - _ / * :")
    if criteria.get("metadataFilters"):
        # Results that ignore a filter would be wrong without a sign of it.
        raise invalid("Stand-in: metadata filters are not supported.")
    strategy = criteria.get("memoryStrategyId")

    def fits(namespace: str) -> bool:
        if prefix is not None:
            return namespace.startswith(prefix)
        return f"{namespace.rstrip('/')}/".startswith(f"{str(path).rstrip('/')}/")

    with store.lock:
        return [
            record
            for record in store.records.get(memory, [])
            if fits(record["namespaces"][0]) and strategy in (None, record["memoryStrategyId"])
        ]


def _page(document: Mapping[str, Any], records: list[dict[str, Any]]) -> Answer:
    count = _number("maxResults", document.get("maxResults", USUAL_RESULTS))
    token = document.get("nextToken") or "stand-in-0"
    match = re.fullmatch(r"stand-in-(\d{1,9})", str(token))
    if not match:
        raise invalid("nextToken is not one that was given.")
    begin = int(match[1])
    more = {"nextToken": f"stand-in-{begin + count}"} if begin + count < len(records) else {}
    return answered({"memoryRecordSummaries": records[begin : begin + count], **more})


def _number(name: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST_RESULTS:
        raise invalid(f"{name} is from 1 to {MOST_RESULTS}.")
    return value


def _is_namespace(value: object) -> bool:
    return isinstance(value, str) and len(value) <= 1024 and bool(_NAMESPACE.fullmatch(value))


def _new_id() -> str:
    return f"mem-{uuid4()}"


ROUTES: tuple[tuple[str, re.Pattern[str], str, Handler], ...] = (
    ("POST", _EVENTS, "bedrock_agents", create_event),
    ("POST", _RETRIEVE, "bedrock_agents", retrieve_memory_records),
    ("POST", _LIST, "bedrock_agents", list_memory_records),
    ("POST", _BATCH, "bedrock_agents", batch_create_memory_records),
)
"""Method, path, service and what answers."""

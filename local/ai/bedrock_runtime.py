"""Bedrock Runtime: Converse, answered by the rule-based reader, and ApplyGuardrail, answered by patterns."""

import json
import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

from local.ai import guardrail, llm
from local.ai.faults import CALM
from local.ai.models import check_capabilities, model_of, service_of
from local.ai.reader import fill, prose
from local.ai.wire import Answer, Fault, Request, answered

CONVERSE_PATH = r"/model/([^/]+)/converse"
GUARDRAIL_PATH = r"/guardrail/([^/]+)/version/([^/]+)/apply"

_TOOL_NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_VERSION = re.compile(r"DRAFT|[1-9]\d{0,7}")
# What a model writes where the request sets no limit of its own.
_DEFAULT_TOKENS = 4096


@dataclass(frozen=True, slots=True)
class Guarded:
    """What a guardrail made of the input: masked texts by their originals, the assessment, whether it blocks."""

    masked: Mapping[str, str]
    assessment: dict[str, Any]
    blocked: bool


def converse(request: Request) -> Answer:
    """One turn of a conversation."""
    began = time.perf_counter()
    model_id = unquote(_parts(CONVERSE_PATH, request)[0])
    model = model_of(model_id)
    document = request.document()
    messages = _messages(document)
    tool = _tool(document)
    check_capabilities(model, document)

    guarded = _guarded_input(document, messages)
    trace: dict[str, Any] = {}
    if guarded is not None:
        guardrail_id = document["guardrailConfig"]["guardrailIdentifier"]
        if document["guardrailConfig"].get("trace") in {"enabled", "enabled_full"}:
            trace = {"trace": {"guardrail": {"inputAssessment": {guardrail_id: guarded.assessment}}}}
        if guarded.blocked:
            return _turn([{"text": guardrail.BLOCKED_INPUT}], "guardrail_intervened", 0, 0, began, trace)

    system = _texts(document.get("system") or [])
    read = [(one.get("role"), _texts(one["content"])) for one in messages]
    asked = sum(len(text) for text in system) + sum(len(text) for _, texts in read for text in texts)
    asked += len(_json(document["toolConfig"])) if "toolConfig" in document else 0
    masked = guarded.masked if guarded else {}
    data = "\n".join(masked.get(text, text) for role, texts in read if role == "user" for text in texts)

    temper = request.headers.get("x-stand-in-temper", CALM)
    # A temper is one of the reader's; a model that was not told to argue is asked where there is one.
    server = llm.in_use() if temper == CALM else None
    if server is not None:
        return server.answer(document, tool, masked)
    most = (document.get("inferenceConfig") or {}).get("maxTokens", _DEFAULT_TOKENS)
    if tool is not None:
        schema = tool["inputSchema"]["json"]
        filled = fill(schema, data, temper)
        written = _json(filled)
        if tokens(len(written)) > most:
            return _turn([{"text": written[: most * 4]}], "max_tokens", tokens(asked), most, began, trace)
        content = [{"toolUse": {"toolUseId": f"standin_{uuid4().hex}", "name": tool["name"], "input": filled}}]
        return _turn(content, "tool_use", tokens(asked), tokens(len(written)), began, trace)

    written = prose(data, temper)
    stop = "end_turn" if tokens(len(written)) <= most else "max_tokens"
    written = written[: most * 4]
    if guarded is not None:
        checked = guardrail.examine(written, "OUTPUT")
        if checked.blocked:
            stop, checked.text = "guardrail_intervened", guardrail.BLOCKED_OUTPUT
        written = checked.text
    return _turn([{"text": written}], stop, tokens(asked), tokens(len(written)), began, trace)


def apply_guardrail(request: Request) -> Answer:
    """Looks through the texts of a request and masks or blocks them."""
    began = time.perf_counter()
    _check_guardrail(*(unquote(part) for part in _parts(GUARDRAIL_PATH, request)))
    document = request.document()
    source, content = document.get("source"), document.get("content")
    if source not in {"INPUT", "OUTPUT"}:
        raise _invalid("source must be INPUT or OUTPUT.")
    if not isinstance(content, list) or not content:
        raise _invalid("content must hold at least one block.")
    by_qualifier: dict[str, list[str]] = {}
    for block in content:
        text, qualifiers = _qualified(block)
        for qualifier in qualifiers or ["none"]:
            by_qualifier.setdefault(qualifier, []).append(text)
    # Once a block is marked as the one to guard, only such blocks are.
    texts = by_qualifier.get("guard_content") or by_qualifier.get("none", [])
    found = [guardrail.examine(text, source) for text in texts]
    sources = by_qualifier.get("grounding_source", [])
    grounded = (
        guardrail.grounding(" ".join(texts), sources, by_qualifier.get("query", []))
        if source == "OUTPUT" and sources and texts
        else []
    )
    total = sum(len(_qualified(block)[0]) for block in content)
    assessed = guardrail.assessment(found, grounded, total)
    assessed["invocationMetrics"]["guardrailProcessingLatency"] = _milliseconds(began)
    blocked = any(one.blocked for one in found) or any(entry["action"] == "BLOCKED" for entry in grounded)
    intervened = blocked or any(one.intervened for one in found)
    outputs: list[dict[str, str]] = []
    if blocked:
        outputs = [{"text": guardrail.BLOCKED_INPUT if source == "INPUT" else guardrail.BLOCKED_OUTPUT}]
    elif intervened:
        outputs = [{"text": one.text} for one in found]
    return answered(
        {
            "action": "GUARDRAIL_INTERVENED" if intervened else "NONE",
            "actionReason": "Guardrail blocked." if blocked else "Guardrail masked." if intervened else "No action.",
            "outputs": outputs,
            "assessments": [assessed],
            "usage": assessed["invocationMetrics"]["usage"],
            "guardrailCoverage": assessed["invocationMetrics"]["guardrailCoverage"],
        }
    )


def tokens(characters: int) -> int:
    """An estimate, for there is no tokeniser here: four characters a token, rounded up."""
    return ceil(characters / 4)


def _turn(
    content: list[dict[str, Any]], stop: str, asked: int, wrote: int, began: float, trace: Mapping[str, Any]
) -> Answer:
    return answered(
        {
            "output": {"message": {"role": "assistant", "content": content}},
            "stopReason": stop,
            "usage": {"inputTokens": asked, "outputTokens": wrote, "totalTokens": asked + wrote},
            "metrics": {"latencyMs": _milliseconds(began)},
            **trace,
        }
    )


def _messages(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    messages = document.get("messages")
    if not isinstance(messages, list) or not messages:
        raise _invalid("A conversation must start with a user message. Try again with a conversation that does.")
    for at, message in enumerate(messages):
        content = message.get("content") if isinstance(message, dict) else None
        if not isinstance(content, list) or not content or not all(isinstance(block, dict) for block in content):
            raise _invalid(f"The content field in the Message object at messages.{at} is empty. Add a ContentBlock.")
        role = message.get("role")
        if role not in {"user", "assistant"}:
            raise _invalid(f"The role at messages.{at} must be user or assistant.")
        if at == 0 and role != "user":
            raise _invalid("A conversation must start with a user message. Try again with a conversation that does.")
        if at and role == messages[at - 1]["role"]:
            raise _invalid("A conversation must alternate between user and assistant roles.")
        if any(isinstance(block.get("text"), str) and not block["text"].strip() for block in content):
            raise _invalid(f"The text field in the ContentBlock object at messages.{at} is blank. Add text to it.")
    if messages[-1]["role"] != "user":
        raise _invalid("This model does not support assistant message prefill. The last message must be of the user.")
    return messages


def _tool(document: Mapping[str, Any]) -> dict[str, Any] | None:
    """The tool to answer with: the one that the request forces, else the first."""
    configured = document.get("toolConfig")
    if configured is None:
        return None
    specs: list[dict[str, Any]] = [
        one["toolSpec"] for one in configured.get("tools") or [] if isinstance(one, dict) and "toolSpec" in one
    ]
    if not specs:
        raise _invalid("toolConfig.tools must hold at least one tool; toolChoice needs toolConfig.tools.")
    for spec in specs:
        if not _TOOL_NAME.fullmatch(str(spec.get("name", ""))):
            raise _invalid("The name of a tool must match [a-zA-Z0-9_-]+ and have 64 characters at most.")
        schema = (spec.get("inputSchema") or {}).get("json")
        if not isinstance(schema, dict) or schema.get("type") != "object":
            raise _invalid(f"The inputSchema of tool {spec['name']} must be a JSON Schema of type object.")
    names = [spec["name"] for spec in specs]
    if len(set(names)) != len(names):
        raise _invalid("The names of tools must be unique.")
    choice = configured.get("toolChoice") or {"auto": {}}
    if len(choice) != 1 or not set(choice) <= {"auto", "any", "tool"}:
        raise _invalid("toolChoice must be exactly one of auto, any and tool.")
    if "tool" not in choice:
        return specs[0]
    wanted = (choice["tool"] or {}).get("name")
    if wanted not in names:
        raise _invalid(f"toolChoice names the tool {wanted}, which toolConfig does not have.")
    return specs[names.index(wanted)]


def _guarded_input(document: Mapping[str, Any], messages: Iterable[Mapping[str, Any]]) -> Guarded | None:
    configured = document.get("guardrailConfig")
    if configured is None:
        return None
    _check_guardrail(str(configured.get("guardrailIdentifier", "")), str(configured.get("guardrailVersion", "")))
    blocks = [block for one in messages if one["role"] == "user" for block in one["content"]]
    blocks += document.get("system") or []
    marked = [block["guardContent"]["text"]["text"] for block in blocks if "guardContent" in block]
    # Once any guardContent stands in a conversation, nothing else is looked at.
    texts = marked or [
        block["text"] for one in messages if one["role"] == "user" for block in one["content"] if "text" in block
    ]
    found = {text: guardrail.examine(text, "INPUT") for text in texts}
    total = sum(len(text) for text in _texts(blocks))
    return Guarded(
        {text: one.text for text, one in found.items()},
        guardrail.assessment(list(found.values()), [], total),
        any(one.blocked for one in found.values()),
    )


def _check_guardrail(identifier: str, version: str) -> None:
    if not identifier.strip():
        raise _invalid("The guardrail identifier is empty.")
    if not _VERSION.fullmatch(version):
        raise _invalid(f"The guardrail version {version!r} must be DRAFT or a number.")


def _texts(blocks: Iterable[Mapping[str, Any]]) -> list[str]:
    """All that can be read in content blocks: text, guarded text, results of tools."""
    found: list[str] = []
    for block in blocks:
        if isinstance(block.get("text"), str):
            found.append(block["text"])
        elif "guardContent" in block:
            found.append(str(((block["guardContent"] or {}).get("text") or {}).get("text", "")))
        elif "toolResult" in block:
            for part in block["toolResult"].get("content") or []:
                found.append(part["text"] if "text" in part else _json(part.get("json", {})))
        elif "toolUse" in block:
            found.append(_json(block["toolUse"].get("input", {})))
    return found


def _qualified(block: Any) -> tuple[str, list[str]]:
    inner = block.get("text") if isinstance(block, dict) else None
    if not isinstance(inner, dict) or not isinstance(inner.get("text"), str):
        raise _invalid("A content block must hold text.")
    qualifiers = inner.get("qualifiers") or []
    if not set(qualifiers) <= {"grounding_source", "query", "guard_content"}:
        raise _invalid("A qualifier must be grounding_source, query or guard_content.")
    return inner["text"], qualifiers


def _parts(pattern: str, request: Request) -> tuple[str, ...]:
    found = re.fullmatch(pattern, request.path)
    return tuple(found.groups()) if found else ("", "")


def _service(path: str) -> str:
    return service_of(unquote(path.removeprefix("/model/").removesuffix("/converse")))


def _milliseconds(began: float) -> int:
    return round((time.perf_counter() - began) * 1000)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _invalid(message: str) -> Fault:
    return Fault(400, "ValidationException", message)


ROUTES = (
    ("POST", CONVERSE_PATH, _service, converse),
    ("POST", GUARDRAIL_PATH, "guardrails", apply_guardrail),
)

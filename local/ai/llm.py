"""A real model in the stand-in's place: Converse passed on to an OpenAI-compatible server, such as Ollama.

What it answers is still a stand-in's answer and is labelled so; the header `x-stand-in-model` names the model.
"""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from local.ai.wire import Answer, Fault, answered

MODEL_HEADER = "x-stand-in-model"
_TIMEOUT_S = 300
_STOPS = {"length": "max_tokens", "content_filter": "content_filtered", "tool_calls": "tool_use", "stop": "end_turn"}
_REFUSALS = {
    401: (403, "AccessDeniedException"),
    403: (403, "AccessDeniedException"),
    404: (404, "ResourceNotFoundException"),
    408: (408, "ModelTimeoutException"),
    429: (429, "ThrottlingException"),
    500: (500, "InternalServerException"),
    504: (408, "ModelTimeoutException"),
}
"""By the server's status: the status and the error of Converse. Others of 4xx mean that the request was wrong."""


@dataclass(frozen=True)
class Server:
    """An OpenAI-compatible server; without a model's name, the first one that it lists is asked."""

    url: str
    model: str = ""

    def answer(
        self, document: Mapping[str, Any], tool: Mapping[str, Any] | None, masked: Mapping[str, str] | None = None
    ) -> Answer:
        """The model's turn in a conversation, `tool` being what it has to answer with. `masked`: texts by originals.

        Raises Fault in the shapes of Converse.
        """
        began = time.perf_counter()
        model = self.model or self._first_model()
        said = self._call("/v1/chat/completions", _asked(model, document, tool, masked or {}))
        try:
            choice = said["choices"][0]
            content, stop = _content(choice["message"], tool)
        except (KeyError, IndexError, TypeError, AttributeError):
            raise Fault(424, "ModelErrorException", "The model's server answered in no known shape.") from None
        if stop is None:
            stop = "tool_use" if "toolUse" in content[0] else _STOPS.get(str(choice.get("finish_reason")), "end_turn")
        used = said.get("usage") or {}
        asked, wrote = (_count(used.get(name)) for name in ("prompt_tokens", "completion_tokens"))
        turn = answered(
            {
                "output": {"message": {"role": "assistant", "content": content}},
                "stopReason": stop,
                "usage": {"inputTokens": asked, "outputTokens": wrote, "totalTokens": asked + wrote},
                "metrics": {"latencyMs": round((time.perf_counter() - began) * 1000)},
            }
        )
        name = str(said.get("model") or model).encode("ascii", "replace").decode()
        return Answer(turn.status, turn.body, {**turn.headers, MODEL_HEADER: name})

    def _first_model(self) -> str:
        try:
            return str(self._call("/v1/models")["data"][0]["id"])
        except (KeyError, IndexError, TypeError):
            raise Fault(404, "ResourceNotFoundException", f"{self.url} lists no model; name one: LLM_MODEL=…") from None

    def _call(self, path: str, body: Mapping[str, Any] | None = None) -> Any:
        request = urllib.request.Request(
            self.url.rstrip("/").removesuffix("/v1") + path,
            None if body is None else json.dumps(body).encode(),
            {"content-type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as reply:
                return json.load(reply)
        except urllib.error.HTTPError as error:
            status, name = _REFUSALS.get(
                error.code, (400, "ValidationException") if error.code < 500 else (503, "ServiceUnavailableException")
            )
            told = error.read(500).decode(errors="replace")
            raise Fault(status, name, f"The model's server answered {error.code}: {told}") from None
        except TimeoutError:
            raise Fault(408, "ModelTimeoutException", "The model's server took too long.") from None
        except ValueError:
            raise Fault(424, "ModelErrorException", "The model's server answered no JSON.") from None
        except OSError as error:
            raise Fault(503, "ServiceUnavailableException", f"{self.url} does not answer: {error}") from None


_in_use: Server | None = None


def use(server: Server | None) -> None:
    """From now on this server answers in the reader's place; None: the reader again."""
    global _in_use
    _in_use = server


def in_use() -> Server | None:
    """The server that answers as the models, if there is one."""
    return _in_use


def _asked(
    model: str, document: Mapping[str, Any], tool: Mapping[str, Any] | None, masked: Mapping[str, str]
) -> dict[str, Any]:
    system = "\n\n".join(block["text"] for block in document.get("system") or [] if "text" in block)
    messages = [{"role": "system", "content": system}] if system else []
    messages += [told for message in document["messages"] for told in _told(message, masked)]
    inference = document.get("inferenceConfig") or {}
    asked: dict[str, Any] = {"model": model, "messages": messages, "stream": False}
    asked |= {
        theirs: inference[ours]
        for ours, theirs in (("maxTokens", "max_tokens"), ("temperature", "temperature"), ("topP", "top_p"))
        if ours in inference
    }
    if tool is not None:
        function = {
            "name": tool["name"],
            "description": tool.get("description", ""),
            "parameters": tool["inputSchema"]["json"],
        }
        asked["tools"] = [{"type": "function", "function": function}]
        asked["tool_choice"] = {"type": "function", "function": {"name": tool["name"]}}
    return asked


def _told(message: Mapping[str, Any], masked: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """One message of Converse as one or more of theirs: each result of a tool is a message of its own there."""
    texts: list[str] = []
    calls: list[dict[str, Any]] = []
    for block in message["content"]:
        if isinstance(block.get("text"), str):
            texts.append(masked.get(block["text"], block["text"]))
        elif "guardContent" in block:
            text = str(((block["guardContent"] or {}).get("text") or {}).get("text", ""))
            texts.append(masked.get(text, text))
        elif "toolUse" in block:
            used = block["toolUse"]
            function = {"name": used["name"], "arguments": json.dumps(used.get("input", {}), ensure_ascii=False)}
            calls.append({"id": used["toolUseId"], "type": "function", "function": function})
        elif "toolResult" in block:
            parts = block["toolResult"].get("content") or []
            said = "\n".join(part["text"] if "text" in part else json.dumps(part.get("json", {})) for part in parts)
            yield {"role": "tool", "tool_call_id": block["toolResult"]["toolUseId"], "content": said}
    if texts or calls:
        told: dict[str, Any] = {"role": message["role"], "content": "\n\n".join(texts) or None}
        yield told | ({"tool_calls": calls} if calls else {})


def _content(message: Mapping[str, Any], tool: Mapping[str, Any] | None) -> tuple[list[dict[str, Any]], str | None]:
    """The answer's content, and the reason why it stopped where the content shows it."""
    calls = message.get("tool_calls") or []
    if tool is None or not calls:
        return [{"text": str(message.get("content") or "")}], None
    function = calls[0]["function"]
    given = function["arguments"]
    try:
        found = json.loads(given) if isinstance(given, str) else given
    except ValueError:
        found = None
    if not isinstance(found, dict):
        return [{"text": str(given)}], "malformed_tool_use"
    return [{"toolUse": {"toolUseId": f"standin_{uuid4().hex}", "name": function["name"], "input": found}}], None


def _count(value: object) -> int:
    """What the server did not count is not counted here either."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0

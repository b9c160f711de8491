"""A prompt such as an agent sends, and the tool that it forces."""

import json
from typing import Any

NOVA = "amazon.nova-lite-v1:0"
HAIKU = "global.anthropic.claude-haiku-5-5"
SONNET = "global.anthropic.claude-sonnet-5-5"


def _hypothesis(
    name: str, cause: str, entity: str, rank: int, confidence: float, evidence: list[str]
) -> dict[str, Any]:
    found = {"id": name, "cause": cause, "entity": entity, "rank": rank, "confidence": confidence}
    return found | {"evidence_ids": evidence}


DATA: dict[str, Any] = {
    "hypotheses": [
        _hypothesis("h1", "bad_deploy", "service:checkout", 1, 0.7, ["ev-1"]),
        _hypothesis("h2", "db_pool", "db:orders", 2, 0.4, ["ev-2", "ev-3"]),
        _hypothesis("h3", "dns", "dns:internal", 3, 0.1, []),
    ],
    "evidence": [
        {"id": "ev-1", "statement": "Errors rose 40 s after version 17 of checkout went out."},
        {"id": "ev-2", "statement": "Größe der Pools erreicht: 50 of 50 連接 in use."},
    ],
}

SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["hypotheses", "summary"],
    "properties": {
        "hypotheses": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/Ranked"}},
        "summary": {"type": "string", "minLength": 1, "maxLength": 600},
        "look": {"anyOf": [{"type": "string", "enum": ["logs", "traces", "deployments"]}, {"type": "null"}]},
        "recommended_action": {"type": "string", "maxLength": 300},
    },
    "$defs": {
        "Ranked": {
            "type": "object",
            "additionalProperties": False,
            "required": ["cause", "entity", "rank", "confidence", "evidence_ids", "statement"],
            "properties": {
                "cause": {"type": "string", "enum": ["bad_deploy", "db_pool", "dns"]},
                "entity": {"type": "string"},
                "rank": {"type": "integer", "minimum": 1},
                "confidence": {"type": "number", "minimum": 0, "maximum": 1},
                "evidence_ids": {"type": "array", "items": {"type": "string", "pattern": "^ev-"}},
                "statement": {"type": "string"},
            },
        }
    },
}


def prompt(data: Any = DATA) -> str:
    return f"Judge the hypotheses.\n<<data 7f3a>>\n{json.dumps(data, ensure_ascii=False)}\n<<end 7f3a>>"


def request(model: str = NOVA, text: str | None = None, schema: dict[str, Any] = SCHEMA, **more: Any) -> dict[str, Any]:
    """The arguments of a Converse call that forces one tool."""
    arguments: dict[str, Any] = {
        "modelId": model,
        "system": [{"text": "You judge."}],
        "messages": [{"role": "user", "content": [{"text": prompt() if text is None else text}]}],
        "toolConfig": {
            "tools": [{"toolSpec": {"name": "judge", "inputSchema": {"json": schema}}}],
            "toolChoice": {"tool": {"name": "judge"}},
        },
    }
    return arguments | more


def filled(answer: dict[str, Any]) -> Any:
    """The input of the tool that an answer calls."""
    return answer["output"]["message"]["content"][0]["toolUse"]["input"]

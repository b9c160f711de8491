"""Writes what other languages need to know of the contract: JSON Schema, the OpenAPI document and TypeScript types.

    PYTHONPATH=layers/commander/python python scripts/generate_contract.py [--check]

`--check` writes nothing and fails where a committed file is not what the contract says.
"""

import argparse
import difflib
import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from commander.contract import events, findings, messages, metrics, services, values
from commander.contract.openapi import openapi
from commander.contract.problems import Problem
from commander.contract.routes import ROUTES
from commander.contract.transparency import TransparencyScenario
from commander.runtime.settings import Settings

ROOT = Path(__file__).resolve().parent.parent

_UNIONS: dict[str, Any] = {
    "TimelineEvent": events.TimelineEvent,
    "Finding": findings.Finding,
    "ServerFrame": messages.Frame,
    "ClientFrame": messages.ClientFrame,
}
"""Unions that deserve a name of their own. The server's frame base class gives its name to the union of its kinds."""

_WORDS: dict[str, Any] = {
    "AgentName": values.AgentName,
    "AgentStatus": values.AgentStatus,
    "ConnectionStatus": values.ConnectionStatus,
    "Health": services.Health,
    "IncidentStatus": values.IncidentStatus,
    "Provenance": services.Provenance,
    "RecoveryAction": values.RecoveryAction,
    "ResolutionCode": values.ResolutionCode,
    "Role": values.Role,
    "ServiceKey": services.ServiceKey,
    "Severity": values.Severity,
    "TimeRange": metrics.TimeRange,
}

Mode = Literal["validation", "serialization"]
_SPOKEN_BY_CLIENTS: Mode = "validation"
_SPOKEN_BY_US: Mode = "serialization"


class Unsupported(Exception):
    """The contract uses something that the emitter has no TypeScript for."""


class _Plain(GenerateJsonSchema):
    """JSON Schema as a reader sees it: a default is always sent, generated titles say nothing."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Titles made from field names repeat them."""
        return False

    def field_is_required(
        self,
        field: core_schema.ModelField | core_schema.DataclassField | core_schema.TypedDictField,
        total: bool,
    ) -> bool:
        """What we send always has its defaults filled in; only a field left out when empty may be absent."""
        if self.mode == _SPOKEN_BY_US:
            return "serialization_exclude_if" not in field
        return super().field_is_required(field, total)

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """A default of None on a field that may be absent but not null exists inside Python only."""
        written = super().default_schema(schema)
        return {key: value for key, value in written.items() if key != "default" or value is not None}


def contract_schema() -> dict[str, Any]:
    """Every shape that crosses a boundary, in one JSON Schema document."""
    adapters: list[tuple[Any, Mode, TypeAdapter[Any]]] = [
        (name, _SPOKEN_BY_CLIENTS if name == "ClientFrame" else _SPOKEN_BY_US, TypeAdapter(union))
        for name, union in _UNIONS.items()
    ]
    adapters += [(shape.__name__, mode, TypeAdapter(shape)) for shape, mode in _shapes()]
    refs, definitions = TypeAdapter.json_schemas(adapters, ref_template="#/$defs/{model}", schema_generator=_Plain)
    defs: dict[str, Any] = dict(definitions.get("$defs", {}))
    for name in _UNIONS:
        mode: Mode = _SPOKEN_BY_CLIENTS if name == "ClientFrame" else _SPOKEN_BY_US
        defs[name] = refs[(name, mode)]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "incident-commander/contract",
        "title": "The shapes that cross a boundary of Incident Commander",
        "$defs": {name: _bare(defs[name]) for name in sorted(defs)},
    }


def _shapes() -> list[tuple[type[BaseModel], Mode]]:
    """Bodies of requests as clients write them, answers and frames as clients read them."""
    bodies = {route.body for route in ROUTES if route.body}
    answers = {route.answer for route in ROUTES if route.answer}
    found: list[tuple[type[BaseModel], Mode]] = [(body, _SPOKEN_BY_CLIENTS) for body in _by_name(bodies)]
    found += [(answer, _SPOKEN_BY_US) for answer in _by_name(answers)]
    ours: tuple[type[BaseModel], ...] = (messages.Batch, Problem, TransparencyScenario)
    return [*found, *((shape, _SPOKEN_BY_US) for shape in ours)]


def _by_name(shapes: Iterable[type[BaseModel]]) -> list[type[BaseModel]]:
    return sorted(shapes, key=lambda shape: shape.__name__)


def _bare(schema: dict[str, Any]) -> dict[str, Any]:
    """A definition without the title that repeats its name."""
    return {key: value for key, value in schema.items() if key != "title"}


def typescript(schema: dict[str, Any]) -> str:
    """The definitions as TypeScript. Raises Unsupported rather than write a type that is only nearly right."""
    defs: dict[str, dict[str, Any]] = schema["$defs"]
    parts = [
        "// Generated from the contract by scripts/generate_contract.py; change the contract, not this file.",
        *(f"export type {name} = {_choice(get_args(literal))};" for name, literal in _WORDS.items()),
        *(_declaration(name, definition) for name, definition in defs.items()),
        _constant("AGENTS", "AgentName", values.AGENTS),
        _constant("ROLES", "Role", values.ROLES),
        _constant("SERVICES", "ServiceKey", services.SERVICES),
        _constant("TIME_RANGES", "TimeRange", metrics.TIME_RANGES),
        _constant("SEVERITIES", "Severity", get_args(values.Severity)),
        _constant("STATUSES", "IncidentStatus", get_args(values.IncidentStatus)),
        _constant("EVENT_TYPES", 'TimelineEvent["type"]', _kinds(defs, "TimelineEvent")),
        _constant("FRAME_TYPES", 'ServerFrame["type"]', _kinds(defs, "ServerFrame")),
    ]
    return "\n\n".join(parts) + "\n"


def _declaration(name: str, definition: dict[str, Any]) -> str:
    comment = _comment(definition.get("description"), "")
    if definition.get("type") == "object" and "properties" in definition:
        return f"{comment}export interface {name} {_object(definition, '')}"
    return f"{comment}export type {name} = {_type(definition, '')};"


def _object(schema: dict[str, Any], indent: str) -> str:
    required, inner = set(schema.get("required", ())), indent + "  "
    lines = []
    for field, kind in schema.get("properties", {}).items():
        key = field if re.fullmatch(r"[A-Za-z_]\w*", field) else json.dumps(field)
        comment = _comment(kind.get("description"), inner)
        lines.append(f"{comment}{inner}{key}{'' if field in required else '?'}: {_type(kind, inner)};")
    return "{\n" + "\n".join(lines) + f"\n{indent}}}"


def _type(schema: dict[str, Any], indent: str) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        return _named_choice(schema["enum"])
    for word in ("anyOf", "oneOf"):
        if word in schema:
            return " | ".join(dict.fromkeys(_type(one, indent) for one in schema[word]))
    match schema.get("type"):
        case "string":
            return "string"
        case "integer" | "number":
            return "number"
        case "boolean":
            return "boolean"
        case "null":
            return "null"
        case "array":
            return _array(schema, indent)
        case "object" if "properties" in schema:
            return _object(schema, indent)
        case "object":
            return f"Record<string, {_values(schema.get('additionalProperties', True), indent)}>"
    if not set(schema) - {"description", "default"}:
        return "unknown"
    raise Unsupported(f"no TypeScript for {json.dumps(schema)[:200]}")


def _array(schema: dict[str, Any], indent: str) -> str:
    if "prefixItems" in schema:
        return "[" + ", ".join(_type(one, indent) for one in schema["prefixItems"]) + "]"
    item = _type(schema.get("items", {}), indent)
    return f"({item})[]" if " | " in item else f"{item}[]"


def _values(schema: Any, indent: str) -> str:
    return "unknown" if schema is True else _type(schema, indent)


def _choice(words: Iterable[Any]) -> str:
    return " | ".join(json.dumps(word) for word in words)


def _named_choice(words: list[Any]) -> str:
    """A set of words by its name in the contract, where it has one."""
    named = (name for name, literal in _WORDS.items() if list(get_args(literal)) == words)
    return next(named, _choice(words))


def _kinds(defs: dict[str, dict[str, Any]], union: str) -> list[str]:
    return list(defs[union]["discriminator"]["mapping"])


def _constant(name: str, kind: str, words: Iterable[str]) -> str:
    listed = ", ".join(json.dumps(word) for word in words)
    return f"export const {name}: readonly {kind if kind.isidentifier() else f'({kind})'}[] = [{listed}];"


def _comment(text: str | None, indent: str) -> str:
    if not text:
        return ""
    lines = [line.strip() for line in text.replace("*/", "* /").strip().splitlines()]
    if len(lines) == 1:
        return f"{indent}/** {lines[0]} */\n"
    return f"{indent}/**\n" + "".join(f"{indent} * {line}".rstrip() + "\n" for line in lines) + f"{indent} */\n"


def files() -> dict[Path, str]:
    """Every generated file and what must be in it."""
    schema = contract_schema()
    version = str(Settings.model_fields["version"].default)
    return {
        ROOT / "schema" / "contract.schema.json": _json(schema),
        ROOT / "schema" / "openapi.json": _json(openapi(version)),
        ROOT / "dashboards" / "shared" / "generated" / "contract.ts": typescript(schema),
    }


def _json(document: dict[str, Any]) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def drift() -> list[str]:
    """For each file that is not what the contract says, the beginning of the difference."""
    found = []
    for path, wanted in files().items():
        present = path.read_text(encoding="utf-8") if path.exists() else ""
        if present != wanted:
            difference = list(difflib.unified_diff(present.splitlines(), wanted.splitlines(), lineterm=""))
            found.append(f"{path.relative_to(ROOT)}\n" + "\n".join(difference[:20]))
    return found


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; fail where a file would change")
    if parser.parse_args().check:
        differences = drift()
        print("\n\n".join(differences) or "the generated files are what the contract says")
        return 1 if differences else 0
    for path, text in files().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(f"wrote {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

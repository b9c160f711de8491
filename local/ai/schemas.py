"""The little of JSON Schema that a tool's input needs: references, unions, and whether a value fits."""

import re
from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]

_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
}


def resolved(schema: Schema, root: Schema) -> Schema:
    """The schema with its `$ref` followed and its `allOf` merged."""
    for _ in range(32):  # A chain of references that is longer is a circle.
        reference = schema.get("$ref")
        if not isinstance(reference, str):
            break
        found: Any = root
        for step in reference.removeprefix("#").strip("/").split("/"):
            found = found.get(step.replace("~1", "/").replace("~0", "~"), {}) if step else found
        schema = {**found, **{name: value for name, value in schema.items() if name != "$ref"}}
    if not schema.get("allOf"):
        return schema
    merged: dict[str, Any] = {}
    for piece in [*schema["allOf"], {name: value for name, value in schema.items() if name != "allOf"}]:
        part = resolved(piece, root)
        properties = {**merged.get("properties", {}), **part.get("properties", {})}
        required = [*merged.get("required", []), *part.get("required", [])]
        merged.update(part)
        if properties:
            merged["properties"] = properties
        if required:
            merged["required"] = required
    return merged


def branches(schema: Schema, root: Schema) -> list[Schema]:
    """The alternatives of a union, or the schema alone; those that are not null come first."""
    options = schema.get("anyOf") or schema.get("oneOf")
    if options:
        found = [branch for option in options for branch in branches(resolved(option, root), root)]
    elif isinstance(schema.get("type"), list):
        found = [{**schema, "type": name} for name in schema["type"]]
    else:
        found = [schema]
    return sorted(found, key=lambda branch: kind(branch) == "null")


def kind(schema: Schema) -> str:
    """The type of a schema without unions; guessed from its other words where it has none."""
    named = schema.get("type")
    if isinstance(named, str):
        return named
    if "properties" in schema:
        return "object"
    if "items" in schema:
        return "array"
    if "const" in schema:
        return _kind_of(schema["const"])
    if schema.get("enum"):
        return _kind_of(schema["enum"][0])
    return "string"


def _kind_of(value: object) -> str:
    if isinstance(value, bool):
        return "boolean"
    return next((name for name, types in _TYPES.items() if isinstance(value, types)), "string")


def fits(value: object, schema: Schema, root: Schema) -> bool:
    """Whether a scalar satisfies the schema; the parts of arrays and objects are not looked at."""
    schema = resolved(schema, root)
    options = branches(schema, root)
    if len(options) > 1:
        return any(fits(value, option, root) for option in options)
    schema = options[0]
    types = _TYPES.get(kind(schema))
    if types is None or not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
        return False
    if "const" in schema and value != schema["const"]:
        return False
    if "enum" in schema and value not in schema["enum"]:
        return False
    if isinstance(value, str):
        return text_fits(value, schema)
    if isinstance(value, int | float) and not isinstance(value, bool):
        low, high = bounds(schema)
        step = schema.get("multipleOf")
        return low <= value <= high and (not step or value % step == 0)
    return True


def text_fits(value: str, schema: Schema) -> bool:
    """Whether a text has the length and the pattern that are asked for."""
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
        return False
    pattern = schema.get("pattern")
    try:
        return not pattern or re.search(pattern, value) is not None
    except re.error:
        return True  # Written for another dialect of patterns: not ours to judge.


def bounds(schema: Schema) -> tuple[float, float]:
    """The least and the greatest number; exclusive bounds are moved inwards."""
    step = 1.0 if kind(schema) == "integer" else 1e-6
    low, high = schema.get("minimum", float("-inf")), schema.get("maximum", float("inf"))
    if isinstance(above := schema.get("exclusiveMinimum"), int | float):
        low = max(low, above + step)
    if isinstance(below := schema.get("exclusiveMaximum"), int | float):
        high = min(high, below - step)
    return low, high

"""The OpenAPI 3.1 document, made from the table of routes."""

import re
from typing import Any

from pydantic.json_schema import models_json_schema

from commander.contract.problems import Problem
from commander.contract.routes import ROUTES, Route
from commander.contract.values import Shape

_PROBLEM = "application/problem+json"
_REFUSALS = {
    "400": "The body is not JSON",
    "401": "Not signed in",
    "403": "Your role does not allow this",
    "404": "Not found",
    "409": "The current state does not allow this",
    "413": "The body is too large",
    "422": "The request is not valid",
    "501": "Documented, and not served by this version yet",
    "503": "A service we need did not answer",
}


def openapi(version: str) -> dict[str, Any]:
    """The document for an API version. Everything in it comes from the contract."""
    taken = {route.body for route in ROUTES if route.body}
    given = {route.answer for route in ROUTES if route.answer}
    pairs: list[tuple[type[Any], Any]] = [(shape, "validation") for shape in _sorted(taken)]
    pairs += [(shape, "serialization") for shape in _sorted(given)]
    pairs.append((Problem, "serialization"))
    refs, definitions = models_json_schema(pairs, ref_template="#/components/schemas/{model}")
    paths: dict[str, Any] = {}
    for route in ROUTES:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, refs)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Incident Commander",
            "version": version,
            "description": "Five agents take an incident from alert to verified fix.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "schemas": _without_null_defaults(definitions.get("$defs", {})),
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
                "webhook": {"type": "apiKey", "in": "header", "name": "X-Webhook-Secret"},
            },
        },
    }


def _without_null_defaults(schema: Any) -> Any:
    """A field that may be left out but never be null has None for its default only inside Python."""
    if isinstance(schema, list):
        return [_without_null_defaults(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: value for key, value in schema.items() if not (key == "default" and value is None)}
    return {key: _without_null_defaults(value) for key, value in kept.items()}


def _sorted(shapes: set[type[Shape]]) -> list[type[Shape]]:
    return sorted(shapes, key=lambda shape: shape.__name__)


def _operation(route: Route, refs: dict[tuple[Any, Any], Any]) -> dict[str, Any]:
    refusals = _refusals(route)
    operation: dict[str, Any] = {
        "operationId": route.name,
        "summary": route.summary,
        "parameters": _parameters(route),
        "responses": {
            str(route.status): _answer(route, refs),
            **{status: _problem(_REFUSALS[status], refs) for status in refusals},
        },
        "security": _security(route),
    }
    if route.access not in ("open", "webhook"):
        operation["description"] = f"Needs the role {route.access} or a higher one."
    if route.body is not None:
        schema = refs[(route.body, "validation")]
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    return operation


def _answer(route: Route, refs: dict[tuple[Any, Any], Any]) -> dict[str, Any]:
    schema = refs[(route.answer, "serialization")] if route.answer else {}
    if route.listed:
        schema = {"type": "array", "items": schema}
    return {"description": route.summary, "content": {route.media_type: {"schema": schema}}}


def _refusals(route: Route) -> list[str]:
    if not route.available:
        return ["401", "403", "501"]
    found = ["503"]
    if route.access != "open":
        found += ["401"] + (["403"] if route.access != "webhook" else [])
    if "{" in route.path:
        found.append("404")
    if route.body is not None or route.access == "webhook":
        found += ["400", "413", "422"]
    if route.query:
        found.append("422")
    if route.body is not None:
        found.append("409")
    return sorted(set(found))


def _problem(description: str, refs: dict[tuple[Any, Any], Any]) -> dict[str, Any]:
    return {"description": description, "content": {_PROBLEM: {"schema": refs[(Problem, "serialization")]}}}


def _parameters(route: Route) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"{(\w+)}", route.path)
    ]
    found += [
        {"name": one.name, "in": "query", "description": one.description, "schema": one.schema} for one in route.query
    ]
    if route.idempotent:
        schema = {"type": "string", "minLength": 1, "maxLength": 255}
        found.append({"name": "Idempotency-Key", "in": "header", "schema": schema})
    return found


def _security(route: Route) -> list[dict[str, list[str]]]:
    match route.access:
        case "open":
            return []
        case "webhook":
            return [{"webhook": []}]
        case _:
            return [{"bearer": []}]

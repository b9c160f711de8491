"""Reading what a request carries, and the two refusals that all services share."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from local.ai.wire import Fault, Request


def path_parts(pattern: re.Pattern[str], request: Request) -> tuple[str, ...]:
    """The groups of the route's pattern in the path, percent signs resolved."""
    match = pattern.fullmatch(request.path)
    assert match, "the route let it through"
    return tuple(unquote(part) for part in match.groups())


def part(document: Mapping[str, Any], name: str) -> dict[str, Any]:
    """An object inside the document; empty where it is absent. Raises Fault 400 where it is something else."""
    found = document.get(name)
    if found is not None and not isinstance(found, dict):
        raise Fault(400, "SerializationException", f"{name} is no JSON object.")
    return found or {}


def invalid(message: str) -> Fault:
    """What a service says to a request that it cannot honour."""
    return Fault(400, "ValidationException", message)


def not_found(message: str) -> Fault:
    """What a service says of something that does not exist."""
    return Fault(404, "ResourceNotFoundException", message)

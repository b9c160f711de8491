"""What an answer says about itself: who gave it, under which request id, and what of it is priced."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from commander.contract.problems import CommanderError
from commander.contract.services import Provenance
from commander.ports.services import Usage

STAND_IN_HEADER = "x-stand-in"
_STAND_IN: Provenance = "local stand-in"
_REQUEST_ID_HEADERS = ("x-amzn-requestid", "x-amz-request-id", "x-amz-requestid")

Failure = TypeVar("Failure", bound=CommanderError)


def usage_of(headers: Mapping[str, str], units: Mapping[str, int] | None = None) -> Usage:
    """The usage of an answer with these headers. `units` are by the catalogue's names; those that are 0 are left out.

    Only an answer that calls itself one of a stand-in is taken for one: settings and addresses are not asked.
    """
    lower = {name.lower(): value for name, value in headers.items()}
    said = lower.get(STAND_IN_HEADER)
    request_id = next((lower[name] for name in _REQUEST_ID_HEADERS if lower.get(name)), None)
    priced = {name: count for name, count in (units or {}).items() if count}
    return Usage(_STAND_IN if said == _STAND_IN else "aws", request_id, units=priced)


def tokens_counted(usage: Usage, answer: Mapping[str, Any]) -> Usage:
    """The usage with the token counts of a Converse answer. What the answer does not say counts 0."""
    told = answer.get("usage")
    told = told if isinstance(told, Mapping) else {}
    return replace(
        usage,
        input_tokens=_count(told.get("inputTokens")),
        output_tokens=_count(told.get("outputTokens")),
        cache_read_tokens=_count(told.get("cacheReadInputTokens")),
        cache_write_tokens=_count(told.get("cacheWriteInputTokens")),
    )


def with_usage(problem: Failure, usage: Usage | None) -> Failure:
    """The problem with a `usage` attribute, which says what the failed attempt used; without one nobody answered."""
    if usage is not None:
        vars(problem)["usage"] = usage
    return problem


def usage_with(problem: CommanderError) -> Usage | None:
    """The usage that a problem left an adapter with, or None where the service never answered."""
    found = getattr(problem, "usage", None)
    return found if isinstance(found, Usage) else None


def _count(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0

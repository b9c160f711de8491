"""Where the local cloud authorises or records a request by less than AWS does, corrected; all that is patched is here.

MiniStack 1.5.33
- names Lambda requests by their path alone, so that reading or moving an alias is authorised as `lambda:ListAliases`
  and recorded in CloudTrail as `ListAliases`;
- does not fill the condition key `cloudwatch:namespace`;
- reads a log filter of optional terms (`?ERROR ?Exception`: any of them) as one that wants them all, and gives the
  events it finds no `eventId`.

Left alone, the product would need grants that it does not need on AWS, and the change that moved an alias and the
errors that followed it would be missing from the evidence. What is replaced is asserted to be where it was, so that an
upgrade that moves it fails at start and not in a puzzling denial.
"""

import hashlib
import json
import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

ALIAS = {"GET": "GetAlias", "PUT": "UpdateAlias", "DELETE": "DeleteAlias"}
ALIASES = {"GET": "ListAliases", "POST": "CreateAlias"}
DATA_EVENTS = {
    "Invoke", "InvokeAsync", "GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan", "BatchGetItem",
    "BatchWriteItem", "TransactGetItems", "TransactWriteItems", "GetObject", "PutObject", "DeleteObject", "Publish",
    "PutMetricData", "GetMetricData", "GetMetricStatistics", "SendMessage", "ReceiveMessage", "DeleteMessage",
    "GetRecords", "PutLogEvents", "FilterLogEvents",
}  # fmt: skip
"""What CloudTrail records as data events, if asked to, and never shows in LookupEvents."""
CONCURRENCY = {
    "GET": "GetFunctionConcurrency",
    "PUT": "PutFunctionConcurrency",
    "DELETE": "DeleteFunctionConcurrency",
}


def lambda_action(method: str, path: str) -> str | None:
    """The action of a Lambda request that MiniStack misnames, or None where it names it right."""
    parts = [part for part in path.split("/") if part]
    if "functions" not in parts:
        return None
    match parts[parts.index("functions") + 1 :]:
        case [_, "aliases"]:
            return ALIASES.get(method)
        case [_, "aliases", _]:
            return ALIAS.get(method)
        case [_, "concurrency"]:
            return CONCURRENCY.get(method)
    return None


def metric_namespace(body: bytes, params: Mapping[str, Any]) -> str:
    """The namespace that a PutMetricData request names, as a form or as JSON (this boto3 sends no CBOR)."""
    if "Namespace" in params:
        named = params["Namespace"]
        return str(named[0] if isinstance(named, list) else named)
    return str(json.loads(body).get("Namespace", "")) if body[:1] == b"{" else ""


def any_of(pattern: str) -> Callable[[str], bool] | None:
    """The matcher of a log filter pattern that has optional terms only, or None for every other pattern."""
    terms = shlex.split(pattern) if pattern.startswith("?") else []
    if not terms or not all(term.startswith("?") for term in terms):
        return None
    wanted = [term[1:] for term in terms]
    return lambda message: any(term in message for term in wanted)


def identified(
    events: Sequence[Mapping[str, Any]], stream: str, start: int, end: int
) -> Iterator[tuple[dict[str, Any], str]]:
    """A stream's events from `start` to `end`, each with an id of its own; as on AWS, a number of 56 digits."""
    for place in range(start, end):
        digest = hashlib.sha256(f"{stream} {place}".encode()).digest()
        yield {**events[place], "eventId": f"{int.from_bytes(digest) % 10**56:056d}"}, stream


def apply() -> None:
    """Correct how requests are authorised and recorded, and how logs are searched."""
    from ministack import app
    from ministack.core import iam_actions
    from ministack.services import cloudtrail, cloudwatch_logs

    authorised = _existing(iam_actions, "_lambda_action")
    recorded = _existing(app, "_ct_event_name")
    condition_keys = _existing(iam_actions, "request_tag_context")
    record = _existing(cloudtrail, "record_event")
    log_pattern = _existing(cloudwatch_logs, "_compile_filter_pattern")
    _existing(cloudwatch_logs, "_stream_event_range")

    def action(method: str, path: str) -> str | None:
        return lambda_action(method, path) or authorised(method, path)

    def event_name(
        service: str, method: str, path: str, headers: Mapping[str, str], query_params: Mapping[str, Any]
    ) -> str | None:
        corrected = lambda_action(method, path) if service == "lambda" else None
        return corrected or recorded(service, method, path, headers, query_params)

    def context(service: str, iam_action: str, body: bytes, params: Mapping[str, Any]) -> dict[str, Any]:
        keys = dict(condition_keys(service, iam_action, body, params))
        if iam_action == "cloudwatch:PutMetricData":
            keys["cloudwatch:namespace"] = metric_namespace(body, params)
        return keys

    def pattern(raw: str) -> Callable[[str], bool]:
        found: Callable[[str], bool] = any_of(raw or "") or log_pattern(raw)
        return found

    def record_management_event(**event: Any) -> None:
        if event["event_name"] not in DATA_EVENTS:
            record(**event)

    cloudtrail.record_event = record_management_event
    cloudwatch_logs._compile_filter_pattern = pattern
    cloudwatch_logs._stream_event_range = identified
    iam_actions._lambda_action = action
    iam_actions.request_tag_context = context
    app._ct_event_name = event_name


def _existing(module: Any, name: str) -> Callable[..., Any]:
    found: Callable[..., Any] | None = getattr(module, name, None)
    if not callable(found):
        raise RuntimeError(f"{module.__name__}.{name} is gone: check local/cloud/corrections.py against this MiniStack")
    return found

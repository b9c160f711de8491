"""CloudTrail: what people and pipelines changed. LookupEvents lags by about five minutes."""

import json
import re
from datetime import datetime
from typing import Any

from commander.aws.clients import client
from commander.aws.errors import calling
from commander.contract.values import iso

_KIND_OF_VERB = (
    (("UpdateFunctionCode", "PublishVersion", "UpdateAlias", "CreateAlias", "UpdateService"), "deployment"),
    (("PutFunctionConcurrency", "DeleteFunctionConcurrency", "SetDesiredCapacity", "UpdateTable"), "scaling"),
    (("PutRolePolicy", "AttachRolePolicy", "DetachRolePolicy", "DeleteRolePolicy", "PutKeyPolicy"), "access"),
    (("UpdateFunctionConfiguration", "PutParameter", "ModifyDB"), "config"),
)
_API_DATE = re.compile(r"\d{8}(v\d+)?$")
"""CloudTrail writes Lambda's calls with the date of their API: UpdateFunctionCode20150331v2."""
_MOST_PAGES = 4
"""LookupEvents allows two calls a second for the whole account and Region."""


def changes(entity: str, start: datetime, end: datetime) -> list[dict[str, Any]]:
    """The write calls that named the thing between two moments, oldest first."""
    name = entity.partition("/")[2]
    arguments: dict[str, Any] = {
        "LookupAttributes": [{"AttributeKey": "ResourceName", "AttributeValue": name}],
        "StartTime": start,
        "EndTime": end,
        "MaxResults": 50,
    }
    found: list[dict[str, Any]] = []
    for _ in range(_MOST_PAGES):
        with calling("cloudtrail:LookupEvents"):
            page = client("cloudtrail").lookup_events(**arguments)
        found += page.get("Events", [])
        if not page.get("NextToken"):
            break
        arguments["NextToken"] = page["NextToken"]
    told = [change for event in found if (change := _change(event, entity)) is not None]
    return sorted(told, key=lambda change: str(change["t"]))


def _change(event: dict[str, Any], entity: str) -> dict[str, Any] | None:
    raw = json.loads(event.get("CloudTrailEvent") or "{}")
    action = _API_DATE.sub("", str(event.get("EventName", "")))
    if _reads(event, raw, action) or raw.get("errorCode"):
        return None
    request = raw.get("requestParameters") or {}
    response = raw.get("responseElements") or {}
    details: dict[str, Any] = {"event_id": event.get("EventId", "")}
    version = response.get("functionVersion") or response.get("version") or request.get("functionVersion")
    if version is not None:
        details["version"] = str(version)
    alias = request.get("name") if "Alias" in action else None
    if alias:
        details["alias"] = str(alias)
    kind = next((kind for verbs, kind in _KIND_OF_VERB if action.startswith(verbs)), "other")
    return {
        "t": iso(event["EventTime"]),
        "kind": kind,
        "actor": event.get("Username") or None,
        "action": action,
        "entity": entity,
        "details": details,
    }


def _reads(event: dict[str, Any], raw: dict[str, Any], action: str) -> bool:
    read_only = event.get("ReadOnly", raw.get("readOnly"))
    return str(read_only).lower() == "true" or action.startswith(
        ("Get", "List", "Describe", "Lookup", "Head", "Invoke")
    )

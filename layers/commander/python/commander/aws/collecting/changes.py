"""CloudTrail: what people and pipelines changed. LookupEvents lags by about five minutes."""

import json
import re
from datetime import datetime, timedelta
from typing import Any

from commander.aws.collecting.asking import Ask
from commander.aws.collecting.budget import OutOfBudget
from commander.aws.collecting.findings import Findings, Window
from commander.aws.collecting.things import Thing
from commander.contract.values import iso

_KIND_OF_VERB = (
    (
        *("UpdateFunctionCode", "PublishVersion", "UpdateAlias", "CreateAlias", "UpdateService", "CreateDeployment"),
        *("RegisterTaskDefinition", "DeployStage", "UpdateStage"),
    ),
    (
        *("PutFunctionConcurrency", "DeleteFunctionConcurrency", "SetDesiredCapacity", "UpdateTable"),
        *("RegisterScalableTarget", "UpdateAutoScalingGroup", "PutScalingPolicy", "PutProvisionedConcurrency"),
        *("UpdateNodegroupConfig",),
    ),
    (
        *("PutRolePolicy", "AttachRolePolicy", "DetachRolePolicy", "DeleteRolePolicy", "PutKeyPolicy", "DisableKey"),
        *("UpdateAssumeRolePolicy", "PutRolePermissionsBoundary", "AddPermission", "RemovePermission"),
        *("RotateSecret", "PutSecretValue", "UpdateSecret"),
    ),
    (
        *("UpdateFunctionConfiguration", "PutParameter", "ModifyDB", "ModifyTargetGroup", "ModifyListener"),
        *("UpdateEventSourceMapping", "CreateEventSourceMapping", "DeleteEventSourceMapping", "ModifyRule"),
        "SetQueueAttributes",
        *("PutIntegration", "UpdateIntegration", "PutMethod", "UpdateMethod"),
    ),
    (
        *("Create", "Delete", "Reboot", "Failover", "Stop", "Start", "Terminate", "Authorize", "Revoke"),
        *("Modify", "Restore"),
    ),
)
_KINDS = ("deployment", "scaling", "access", "config", "infrastructure")
_DATA = ("PutItem", "BatchWriteItem", "PurgeQueue", "RestoreDB")
_SOURCE_OF_KIND = {
    "alb": "elasticloadbalancing",
    "apigateway": "apigateway",
    "asg": "autoscaling",
    "dynamodb": "dynamodb",
    "ecs-service": "ecs",
    "eks": "eks",
    "elasticache": "elasticache",
    "kinesis": "kinesis",
    "lambda": "lambda",
    "rds": "rds",
    "rds-cluster": "rds",
    "role": "iam",
    "sqs": "sqs",
    "stepfunctions": "states",
    "target-group": "elasticloadbalancing",
}
"""Which service's calls are about a kind of thing. CloudTrail is asked by name alone, which a table may share with a
queue."""
_API_DATE = re.compile(r"\d{8}(v\d+)?$")
"""CloudTrail writes Lambda's calls with the date of their API: UpdateFunctionCode20150331v2."""
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
LOOK_BACK = timedelta(hours=6)
_THINGS = 10
_PAGES = 2
_APART_S = 0.5
"""LookupEvents allows two calls a second for the whole account and Region."""
_DETAILS = 15
_LONGEST_DETAIL = 1000
_NOT_TOLD = ("client_token", "client_request_token", "code.zip_file", "zip_file", "publish", "dry_run")
"""What a request holds besides what it changes."""
_SAME_MOMENT = timedelta(seconds=5)


def look(things: list[Thing], ask: Ask, found: Findings, window: Window) -> None:
    """Adds the write calls that named the things, nearest first, as many things as the service lets one ask about."""
    for place, thing in enumerate(things[:_THINGS]):
        try:
            if place > 1:
                ask.share.wait(_APART_S)
            with found.trying("changes", thing.entity):
                _look(thing, ask, found, window)
        except OutOfBudget as error:
            for missed in things[place:_THINGS]:
                found.gap("changes", missed.entity, error)
            break
    for thing in things[_THINGS:]:
        found.gap("changes", thing.entity, f"CloudTrail allows few calls: it is asked about {_THINGS} things")


def _look(thing: Thing, ask: Ask, found: Findings, window: Window) -> None:
    told = ask.items(
        "cloudtrail",
        "lookup_events",
        "Events",
        _PAGES,
        LookupAttributes=[{"AttributeKey": "ResourceName", "AttributeValue": thing.name}],
        StartTime=window.end - LOOK_BACK,
        EndTime=window.end,
    )
    for event in told:
        change = _change(event, thing)
        if change is not None:
            found.add("changes", **change)


def _change(event: dict[str, Any], thing: Thing) -> dict[str, Any] | None:
    if not _is_about(str(event.get("EventSource") or ""), thing):
        return None
    raw = json.loads(event.get("CloudTrailEvent") or "{}")
    action = _API_DATE.sub("", str(event.get("EventName", "")))
    if _reads(event, raw, action) or raw.get("errorCode"):
        return None
    request = raw.get("requestParameters") or {}
    response = raw.get("responseElements") or {}
    details: dict[str, Any] = {**_requested(request, thing), "event_id": event.get("EventId", "")}
    version = response.get("functionVersion") or response.get("version") or request.get("functionVersion")
    if version is not None:
        details["version"] = str(version)
        details.pop("function_version", None)
    alias = request.get("name") if "Alias" in action else None
    if alias:
        details["alias"] = str(alias)
        details.pop("name", None)
    return {
        "t": iso(event["EventTime"]),
        "kind": _kind(action),
        "actor": event.get("Username") or None,
        "action": action,
        "entity": thing.entity,
        "details": details,
    }


def _is_about(source: str, thing: Thing) -> bool:
    """Whether a call of this service can be about a thing of this kind; not if it is about things of another."""
    service = source.partition(".")[0]
    own = _SOURCE_OF_KIND.get(thing.kind)
    return own is None or service == own or service not in _SOURCE_OF_KIND.values()


def _kind(action: str) -> str:
    if action.startswith(_DATA):
        return "data"
    return next((kind for kind, verbs in zip(_KINDS, _KIND_OF_VERB, strict=True) if action.startswith(verbs)), "other")


def _requested(request: dict[str, Any], thing: Thing) -> dict[str, Any]:
    """What was asked for, in plain values: what names the thing itself is left out."""
    told: dict[str, Any] = {}
    for name, value in sorted(request.items()):
        key = _CAMEL.sub("_", name).lower()
        if isinstance(value, dict) and value and all(not isinstance(one, dict | list) for one in value.values()):
            told |= {f"{key}.{_CAMEL.sub('_', inner).lower()}": one for inner, one in sorted(value.items())}
        elif isinstance(value, list):
            told[key] = ", ".join(str(one) for one in value if not isinstance(one, dict | list)) or None
        elif not isinstance(value, dict):
            told[key] = value
    plain = {
        name: value[:_LONGEST_DETAIL] if isinstance(value, str) else value
        for name, value in told.items()
        if value is not None
        and name not in _NOT_TOLD
        and not (isinstance(value, str) and value.rpartition("/")[2] == thing.name)
    }
    if "task_definition" in plain:
        plain["task_definition"] = str(plain["task_definition"]).rpartition("/")[2]
    return dict(list(plain.items())[:_DETAILS])


def _reads(event: dict[str, Any], raw: dict[str, Any], action: str) -> bool:
    read_only = event.get("ReadOnly", raw.get("readOnly"))
    return str(read_only).lower() == "true" or action.startswith(
        ("Get", "List", "Describe", "Lookup", "Head", "Invoke", "BatchGet", "AssumeRole")
    )


def merged(told: list[dict[str, Any]], published: list[dict[str, Any]], start: datetime) -> list[dict[str, Any]]:
    """What CloudTrail told, and the version histories' changes since `start` that it did not tell of.

    What CloudTrail did tell is completed: it does not know which alias leads to a version.
    """
    whole = [dict(change) for change in told]
    for change in published:
        twin = next((one for one in whole if _same_release(one, change)), None)
        if twin is not None:
            twin["details"] = {**change["details"], **twin["details"]}
        elif change["t"] >= iso(start):
            whole.append(change)
    return whole


def _same_release(told: dict[str, Any], change: dict[str, Any]) -> bool:
    """Whether both are the publishing of the same version; one told without its version is known by its time."""
    if (told["entity"], told["action"]) != (change["entity"], change["action"]):
        return False
    version = told["details"].get("version")
    if version is not None:
        return bool(version == change["details"]["version"])
    return abs(datetime.fromisoformat(told["t"]) - datetime.fromisoformat(change["t"])) <= _SAME_MOMENT

"""CloudWatch Logs: the lines of a thing's log group, errors first, as many as a bundle can use."""

from datetime import datetime, timedelta
from typing import Any

from commander.aws.clients import client
from commander.aws.errors import calling
from commander.contract.values import iso

_GROUP_OF_KIND = {"lambda": "/aws/lambda/{name}"}
_ERRORS = '?ERROR ?Error ?error ?Exception ?exception ?Traceback ?FATAL ?fatal ?"Task timed out" ?denied ?refused'
"""A FilterLogEvents pattern: any of these words."""
_MOST_ERRORS, _MOST_OTHERS, _MOST_PAGES = 400, 100, 10
_LONGEST_LINE = 4000
_WINDOWS = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(days=1),
)
"""FilterLogEvents answers oldest first. Looked at in these steps back from the end, each read to its own end, the
newest lines are found without reading all of a busy function's hour."""
_PLATFORM = ("END RequestId:", "REPORT RequestId:", "INIT_START", "EXTENSION")
"""Lambda's own lines. START stays: it says which version ran."""


def lines(entity: str, start: datetime, end: datetime) -> list[dict[str, Any]]:
    """The thing's newest error lines between two moments, and some others so that silence differs from absence.

    Nothing for a kind whose log group is not known. Raises Missing where the group does not exist.
    """
    kind, _, name = entity.partition("/")
    if kind not in _GROUP_OF_KIND:
        return []
    group = _GROUP_OF_KIND[kind].format(name=name)
    errors = _newest(group, start, end, _ERRORS, _MOST_ERRORS)
    others = [event for event in _newest(group, start, end, None, _MOST_OTHERS) if not _is_platform(event)]
    found = {_identity(event): event for event in [*errors, *others]}
    return [_line(event, entity, group) for event in sorted(found.values(), key=lambda event: int(event["timestamp"]))]


def _newest(group: str, start: datetime, end: datetime, pattern: str | None, most: int) -> list[dict[str, Any]]:
    """The newest `most` matching events between two moments, or all where there are fewer."""
    found: list[dict[str, Any]] = []
    until = end
    for step in _WINDOWS:
        since = max(start, end - step)
        found = [*_events(group, since, until, pattern), *found]
        if len(found) >= most or since <= start:
            break
        until = since
    return found[-most:]


def _is_platform(event: dict[str, Any]) -> bool:
    return str(event["message"]).startswith(_PLATFORM)


def _identity(event: dict[str, Any]) -> tuple[Any, ...]:
    return (event.get("eventId"), event["timestamp"], event.get("logStreamName"), event["message"])


def _events(group: str, start: datetime, end: datetime, pattern: str | None) -> list[dict[str, Any]]:
    arguments: dict[str, Any] = {
        "logGroupName": group,
        "startTime": int(start.timestamp() * 1000),
        "endTime": int(end.timestamp() * 1000) - 1,  # inclusive
    }
    if pattern:
        arguments["filterPattern"] = pattern
    events: list[dict[str, Any]] = []
    for _ in range(_MOST_PAGES):
        with calling("logs:FilterLogEvents"):
            page = client("logs").filter_log_events(**arguments)
        events += page["events"]
        if not page.get("nextToken"):
            break
        arguments["nextToken"] = page["nextToken"]
    return events


def _line(event: dict[str, Any], entity: str, group: str) -> dict[str, Any]:
    at = datetime.fromtimestamp(event["timestamp"] / 1000).astimezone()
    stream = event.get("logStreamName", "")
    return {
        "t": iso(at),
        "entity": entity,
        "source": f"{group} {stream}".strip(),
        "message": event["message"].rstrip("\n")[:_LONGEST_LINE],
    }

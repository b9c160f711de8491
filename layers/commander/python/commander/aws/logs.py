"""CloudWatch Logs: the lines of a thing's log group, errors first, as many as a bundle can use."""

from datetime import datetime
from typing import Any

from commander.aws.clients import client
from commander.aws.errors import calling
from commander.contract.values import iso

_GROUP_OF_KIND = {"lambda": "/aws/lambda/{name}"}
_ERRORS = '?ERROR ?Error ?error ?Exception ?exception ?Traceback ?FATAL ?fatal ?"Task timed out" ?denied ?refused'
"""A FilterLogEvents pattern: any of these words."""
_MOST_ERRORS, _MOST_OTHERS, _MOST_PAGES = 400, 100, 10
_LONGEST_LINE = 4000


def lines(entity: str, start: datetime, end: datetime) -> list[dict[str, Any]]:
    """The thing's error lines between two moments, and some of the others so that silence can be told from absence.

    Nothing for a kind whose log group is not known. Raises Missing where the group does not exist.
    """
    kind, _, name = entity.partition("/")
    if kind not in _GROUP_OF_KIND:
        return []
    group = _GROUP_OF_KIND[kind].format(name=name)
    errors = _events(group, start, end, _ERRORS, _MOST_ERRORS)
    others = _events(group, start, end, None, _MOST_OTHERS)
    seen = {event["eventId"] for event in errors}
    found = [*errors, *(event for event in others if event["eventId"] not in seen)]
    return [_line(event, entity, group) for event in sorted(found, key=lambda event: event["timestamp"])]


def _events(group: str, start: datetime, end: datetime, pattern: str | None, most: int) -> list[dict[str, Any]]:
    arguments: dict[str, Any] = {
        "logGroupName": group,
        "startTime": int(start.timestamp() * 1000),
        "endTime": int(end.timestamp() * 1000),
        "limit": most,
    }
    if pattern:
        arguments["filterPattern"] = pattern
    events: list[dict[str, Any]] = []
    for _ in range(_MOST_PAGES):
        with calling("logs:FilterLogEvents"):
            page = client("logs").filter_log_events(**arguments)
        events += page["events"]
        if len(events) >= most or not page.get("nextToken"):
            break
        arguments["nextToken"] = page["nextToken"]
    return events[:most]


def _line(event: dict[str, Any], entity: str, group: str) -> dict[str, Any]:
    at = datetime.fromtimestamp(event["timestamp"] / 1000).astimezone()
    stream = event.get("logStreamName", "")
    return {
        "t": iso(at),
        "entity": entity,
        "source": f"{group} {stream}".strip(),
        "message": event["message"].rstrip("\n")[:_LONGEST_LINE],
    }

"""CloudWatch Logs: the lines of a thing's log groups, errors first, as many as a bundle can use.

Logs Insights is asked first: it finds the newest matching lines of a busy group in one query. Where it cannot be used,
FilterLogEvents reads the same.
"""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from commander.aws.collecting.asking import Ask
from commander.aws.collecting.budget import OutOfBudget
from commander.aws.collecting.findings import UNREADABLE, Findings, Window, unreadable
from commander.aws.collecting.things import Thing
from commander.contract.problems import CommanderError, Missing, ServiceUnavailable
from commander.contract.values import iso

ERRORS_KEPT, OTHERS_KEPT = 400, 100
"""Lines of one group in a bundle: error lines, and others so that silence differs from absence."""
NEIGHBOURS_ERRORS_KEPT = 120
LONGEST_LINE = 4000
_OTHERS_READ = 300
_READ = 2000
"""So many error lines are read at the most; more are thinned out over the time they span."""
_GROUPS, _PAGES, _BINS = 4, 10, 60
_POLL_S = (0.05, 0.1, 0.2, 0.4, 0.8)
_POLLS = 25
_WORDS = (
    *("ERROR", "Error", "error", "Exception", "exception", "Traceback", "FATAL", "fatal", "panic"),
    *("Task timed out", "denied", "refused"),
)
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
_FULL_MEMORY = re.compile(r"Memory Size: (\d+) MB\s+Max Memory Used: (\d+) MB")

_Line = tuple[datetime, str, str]
"""When, which group and stream, what."""
_Read = Callable[[str, Window, bool, int, Ask], list[_Line]]


def look(thing: Thing, groups: list[str], most: int, ask: Ask, found: Findings, window: Window) -> None:
    """Adds `most` error lines of each of the thing's groups, and some others. A group that is not there is a gap."""
    for group in list(dict.fromkeys(groups))[:_GROUPS]:
        try:
            _look(thing, group, most, ask, found, window)
        except OutOfBudget:
            raise
        except Missing:
            found.gap("logs", thing.entity, f"there is no log group {group}")
        except CommanderError as error:
            found.gap("logs", thing.entity, error)
        except UNREADABLE as error:
            found.gap("logs", thing.entity, unreadable(error))


def _look(thing: Thing, group: str, most: int, ask: Ask, found: Findings, window: Window) -> None:
    read, errors = _read_errors(group, ask, window)
    if len(errors) >= _READ:
        since = iso(errors[0][0])
        found.gap(
            "logs", thing.entity, f"{group} has more than {_READ} error lines: those before {since} were not read"
        )
    _tell(thing, thinned(errors, most), found)
    known = set(errors)
    others = [line for line in read(group, window, False, _OTHERS_READ, ask) if line not in known]
    _tell(thing, [line for line in others if not _is_platform(line[2])][-OTHERS_KEPT:], found)


def _read_errors(group: str, ask: Ask, window: Window) -> tuple[_Read, list[_Line]]:
    """The error lines, and the way of reading that worked."""
    try:
        return by_insights, by_insights(group, window, True, _READ, ask)
    except (OutOfBudget, Missing):
        raise
    except CommanderError as error:
        try:
            return by_filter, by_filter(group, window, True, _READ, ask)
        except OutOfBudget:
            raise
        except CommanderError as second:
            # Whoever mends it needs to hear of the way that is simpler to allow.
            raise second from error


def by_insights(group: str, window: Window, errors: bool, most: int, ask: Ask) -> list[_Line]:
    """The newest lines of a group by a Logs Insights query, oldest first. Raises Missing where there is no group."""
    chosen = f"| filter @message like /{'|'.join(_WORDS)}/ " if errors else ""
    query = ask(
        "logs",
        "start_query",
        logGroupName=group,
        startTime=int(window.start.timestamp()),
        endTime=int(window.end.timestamp()) + 1,
        queryString=f"fields @timestamp, @logStream, @message {chosen}| sort @timestamp desc | limit {most}",
        limit=most,
    )["queryId"]
    try:
        rows = _rows(query, ask)
    except OutOfBudget:
        ask.share.abandon(lambda: ask("logs", "stop_query", queryId=query))
        raise
    lines = {
        row.get("@ptr", str(place)): (
            datetime.strptime(row["@timestamp"], "%Y-%m-%d %H:%M:%S.%f").replace(tzinfo=UTC),
            f"{group} {row.get('@logStream', '')}".strip(),
            row["@message"].rstrip("\n")[:LONGEST_LINE],
        )
        for place, row in enumerate(rows)
    }
    return _in_order(line for line in lines.values() if line[0] < window.end)


def _rows(query: str, ask: Ask) -> list[dict[str, str]]:
    for turn in range(_POLLS):
        answer = ask("logs", "get_query_results", queryId=query)
        status = answer.get("status")
        if status == "Complete":
            return [{one["field"]: one.get("value", "") for one in row} for row in answer.get("results") or []]
        if status in ("Failed", "Cancelled", "Timeout", "Unknown"):
            raise ServiceUnavailable(f"the Logs Insights query ended as {status}")
        ask.share.wait(_POLL_S[min(turn, len(_POLL_S) - 1)])
    raise ServiceUnavailable("the Logs Insights query did not end")


def by_filter(group: str, window: Window, errors: bool, most: int, ask: Ask) -> list[_Line]:
    """As `by_insights`, by FilterLogEvents."""
    pattern = " ".join(f'?"{word}"' for word in _WORDS) if errors else None
    found: dict[tuple[Any, ...], _Line] = {}
    until = window.end
    for step in _WINDOWS:
        since = max(window.start, window.end - step)
        for event in _events(group, since, until, pattern, ask):
            at = datetime.fromtimestamp(event["timestamp"] / 1000, UTC)
            stream, text = event.get("logStreamName", ""), event["message"].rstrip("\n")[:LONGEST_LINE]
            found[(event.get("eventId"), at, stream, text)] = (at, f"{group} {stream}".strip(), text)
        if len(found) >= most or since <= window.start:
            break
        until = since
    return _in_order(found.values())[-most:]


def _events(group: str, start: datetime, end: datetime, pattern: str | None, ask: Ask) -> list[dict[str, Any]]:
    arguments: dict[str, Any] = {
        "logGroupName": group,
        "startTime": int(start.timestamp() * 1000),
        "endTime": int(end.timestamp() * 1000) - 1,  # inclusive
    }
    if pattern:
        arguments["filterPattern"] = pattern
    return ask.items("logs", "filter_log_events", "events", _PAGES, **arguments)


def thinned(lines: list[_Line], most: int) -> list[_Line]:
    """At most so many of the lines, oldest first: as many from each stretch of time, so that it still shows when they
    began and whether they became more. The same of the same."""
    if len(lines) <= most:
        return lines
    first, last = lines[0][0], lines[-1][0]
    width = max((last - first) / _BINS, timedelta(milliseconds=1))
    bins: dict[int, list[_Line]] = {}
    for line in lines:
        bins.setdefault(int((line[0] - first) / width), []).append(line)
    room, kept = most, []
    for place, stretch in enumerate(sorted(bins.values(), key=len)):
        share = min(len(stretch), room // (len(bins) - place))
        room -= share
        kept += [stretch[at * len(stretch) // share] for at in range(share)]
    return _in_order(kept)


def _in_order(lines: Iterable[_Line]) -> list[_Line]:
    """Oldest first; lines of one moment as the service gave them, so that a traceback stays one."""
    return sorted(lines, key=lambda line: line[0])


def _is_platform(message: str) -> bool:
    if not message.startswith(_PLATFORM):
        return False
    memory = _FULL_MEMORY.search(message)
    return "Status: " not in message and not (memory and int(memory[2]) >= 0.95 * int(memory[1]))


def _tell(thing: Thing, lines: list[_Line], found: Findings) -> None:
    for at, source, message in lines:
        found.add("logs", t=iso(at), entity=thing.entity, source=source, message=message)

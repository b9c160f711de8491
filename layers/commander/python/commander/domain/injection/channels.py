"""Every text of an evidence bundle that somebody else may have written."""

from collections.abc import Iterator
from typing import Any

from commander.contract.bundle import Bundle, Change, Log, PlatformEvent

Told = tuple[str, str, str]
"""Channel, ref (an item's id, or `incident`), text."""


def channels(bundle: Bundle) -> Iterator[Told]:
    """All free text of the bundle, channel by channel, in the order of its items.

    Channels are the sections' names and `incident`. Names of things and of fields are texts too: whoever deploys
    something chooses its name.
    """
    incident = bundle.incident
    for text in (incident.title, incident.description, incident.service, incident.resource, incident.source):
        yield from _told("incident", "incident", text)
    for key, label in (incident.labels or {}).items():
        yield from _told("incident", "incident", key, label)
    for alert in bundle.alerts:
        yield from _told("alerts", alert.id, alert.name, alert.reason, alert.query, alert.entity)
    for metric in bundle.metrics:
        yield from _told("metrics", metric.id, metric.name, metric.namespace, metric.entity)
        yield from _told("metrics", metric.id, *(metric.dimensions or {}).values())
    for line in bundle.logs:
        yield from _of_line(line)
    for event in bundle.events:
        yield from _of_event(event)
    for change in bundle.changes:
        yield from _of_change(change)
    for edge in bundle.topology:
        yield from _told("topology", edge.id, edge.from_, edge.to)
    for state in bundle.state:
        yield from _told("state", state.id, state.entity, state.kind, *_texts(state.attributes))
    for gap in bundle.gaps or ():
        yield from _told("gaps", gap.id, gap.reason, gap.permission, gap.entity)


def _of_line(line: Log) -> Iterator[Told]:
    yield from _told("logs", line.id, line.message, line.source, line.level, line.entity)


def _of_event(event: PlatformEvent) -> Iterator[Told]:
    yield from _told("events", event.id, event.reason, event.message, event.source, event.kind, event.entity)


def _of_change(change: Change) -> Iterator[Told]:
    yield from _told("changes", change.id, change.action, change.actor, change.entity, *_texts(change.details or {}))


def _told(channel: str, ref: str, *texts: str | None) -> Iterator[Told]:
    for text in texts:
        if text:
            yield channel, ref, text


def _texts(value: Any) -> Iterator[str]:
    """Every text within a JSON value, keys that are more than a word included, without recursion."""
    left: list[Any] = [value]
    while left:
        one = left.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            for key, within in reversed(one.items()):
                left.append(within)
                if len(str(key)) > 2:
                    left.append(str(key))
        elif isinstance(one, list | tuple):
            left.extend(reversed(one))

"""What the collectors found, as one bundle: in one order, each thing once, within limits, without personal data."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import isfinite
from typing import Any

from commander.aws.collecting.changes import merged
from commander.contract.evidence import SECTIONS
from commander.contract.incidents import Signal
from commander.contract.values import iso
from commander.domain.incident import Incident
from commander.domain.redaction import redact, redact_item

LIMITS = {
    "alerts": 50,
    "metrics": 300,
    "logs": 1500,
    "events": 300,
    "changes": 300,
    "topology": 200,
    "state": 120,
    "gaps": 60,
}
"""Items a section holds at the most. Of what has a time the newest are kept, of the rest what is nearest."""
_PREFIX = {
    "alerts": "a",
    "metrics": "m",
    "logs": "l",
    "events": "e",
    "changes": "c",
    "topology": "t",
    "state": "s",
    "gaps": "g",
}
_NEWEST = ("logs", "events", "changes")
_FAR = 10_000
Item = dict[str, Any]


@dataclass
class Collected:
    """Everything that was found, by section; changes by who told of them."""

    items: dict[str, list[Item]] = field(default_factory=dict)
    published: list[Item] = field(default_factory=list)

    def take(self, items: Iterable[tuple[str, Item]], *, published: bool = False) -> None:
        """Takes a collector's items. `published`: its changes come from a version history and not from CloudTrail."""
        for section, item in items:
            into = self.published if published and section == "changes" else self.items.setdefault(section, [])
            into.append(item)


def bundle(
    incident: Incident,
    subjects: Sequence[str],
    order: Sequence[str],
    spelling: Mapping[str, str],
    found: Collected,
    start: datetime,
    now: datetime,
) -> dict[str, Any]:
    """The evidence bundle. `order`: entities, the nearest first; `spelling`: how the incident itself writes some."""
    items = dict(found.items)
    items["changes"] = merged(items.get("changes", []), _distinct(found.published), start)
    rank = {entity: place for place, entity in enumerate(order)}
    left_out: list[Item] = []
    sections: dict[str, list[Item]] = {}
    for section in SECTIONS:
        clean = (_respelled(redacted(item), spelling) for item in items.get(section, []))
        once = _grouped(clean) if section == "logs" else _distinct(clean)
        ordered = sorted(once, key=_order(section, rank))
        if section == "metrics" and incident.opened.signal is not None:
            ordered.sort(key=lambda item: not _is_own(item, incident.opened.signal))
        if section == "alerts" and incident.opened.signal is not None:
            ordered.insert(0, redacted(alert(incident.opened.signal)))
        sections[section], dropped = _within_limit(section, ordered)
        if dropped:
            left_out.append({"section": section, "reason": f"{dropped} more were found than a bundle holds"})
    gaps = (_respelled(redacted(item), spelling) for item in items.get("gaps", []))
    ordered = [*left_out, *sorted(_distinct(gaps), key=_order("gaps", rank))]
    sections["gaps"], _ = _within_limit("gaps", ordered)
    return {
        "schema": "evidence-bundle/1",
        "case_id": incident.incident_id,
        "incident": _incident(incident, subjects, now),
        **{
            section: [{"id": f"{_PREFIX[section]}{place + 1}", **item} for place, item in enumerate(sections[section])]
            for section in (*SECTIONS, "gaps")
        },
    }


def alert(signal: Signal) -> Item:
    """The signal that opened the incident, as an alert."""
    given = {
        "t": iso(signal.at),
        "name": signal.name,
        "entity": signal.entity,
        "state": signal.state,
        "metric": signal.metric.name if signal.metric else None,
        "threshold": signal.threshold,
        "comparison": signal.comparison,
        "reason": signal.reason or None,
    }
    return {name: value for name, value in given.items() if value is not None}


def redacted(item: Item) -> Item:
    """The item in JSON's own types, without personal data."""
    return redact_item({name: _plain(value) for name, value in item.items()})


def _plain(value: Any) -> Any:
    """The value in JSON's own types: services answer with moments and exact numbers too."""
    if isinstance(value, dict):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple | set):
        return [_plain(one) for one in value]
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, float) and not isfinite(value):
        return str(value)
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def _incident(incident: Incident, subjects: Sequence[str], now: datetime) -> Item:
    opened, signal = incident.opened, incident.opened.signal
    return {
        "title": redact(opened.title),
        "description": redact(opened.description) or None,
        "severity": opened.severity,
        "source": opened.source,
        "service": opened.affected_services[0] if opened.affected_services else None,
        "resource": subjects[0] if subjects else None,
        "region": signal.region if signal else None,
        "started_at": iso(signal.at) if signal else None,
        "collected_at": iso(now),
        "labels": {},
    }


def _respelled(item: Item, spelling: Mapping[str, str]) -> Item:
    changed = {name: spelling[item[name]] for name in ("entity", "from", "to") if item.get(name) in spelling}
    return {**item, **changed}


def _distinct(items: Iterable[Item]) -> list[Item]:
    """Each item once."""
    return [item for item, _ in _counted(items)]


def _grouped(items: Iterable[Item]) -> list[Item]:
    """Each log line once: one that was written several times at one moment has its number."""
    return [item if times == 1 else {**item, "count": times} for item, times in _counted(items)]


def _counted(items: Iterable[Item]) -> list[tuple[Item, int]]:
    known: dict[str, tuple[Item, int]] = {}
    for item in items:
        key = json.dumps(item, sort_keys=True, default=str)
        known[key] = (item, known[key][1] + 1 if key in known else 1)
    return list(known.values())


def _order(section: str, rank: Mapping[str, int]) -> Callable[[Item], tuple[Any, ...]]:
    def place(item: Item) -> tuple[Any, ...]:
        entity = str(item.get("entity") or "")
        near = (rank.get(entity, _FAR), entity)
        whole = json.dumps({**item, "points": None}, sort_keys=True, default=str)
        if section == "logs":
            return (str(item.get("t") or ""), *near)  # lines of one moment stay as they were read
        if section in _NEWEST:
            return (str(item.get("t") or ""), *near, whole)
        if section == "topology":
            ends = sorted((rank.get(item["from"], _FAR), rank.get(item["to"], _FAR)))
            return (*ends, item["from"], item["to"], item["kind"])
        if section == "gaps":
            return (SECTIONS.index(item["section"]), *near, whole)
        return (*near, str(item.get("namespace") or ""), str(item.get("name") or item.get("kind") or ""), whole)

    return place


def _within_limit(section: str, ordered: list[Item]) -> tuple[list[Item], int]:
    most = LIMITS[section]
    kept = ordered[-most:] if section in _NEWEST else ordered[:most]
    return kept, len(ordered) - len(kept)


def _is_own(item: Item, signal: Signal | None) -> bool:
    if signal is None or signal.metric is None:
        return False
    metric = signal.metric
    return (item["namespace"], item["name"], item["dimensions"], item["statistic"]) == (
        metric.namespace,
        metric.name,
        metric.dimensions,
        metric.statistic,
    )

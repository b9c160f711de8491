"""The same evidence told otherwise: what a case becomes when only its spelling changes, or when a part is not there.

A mutation makes a new bundle and the expectation that goes with it, or None where it would change nothing. A verdict
has to follow the evidence: it must be the same for another spelling, and never wrong for less evidence. Deterministic.
"""

import copy
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from scenarios import poor_evidence
from scenarios.cases.building import Item, Scenario
from scenarios.renaming import renamed
from scenarios.respelling import respelled

SECTIONS = ("alerts", "metrics", "logs", "events", "changes", "topology", "state", "gaps")
_DROPPED = ("metrics", "logs", "events", "changes", "topology", "state")
_OF_THE_THING = ("metrics", "events", "changes", "state")
_WEEKS = 5
_HEALTHY_LINES = ("GET /healthz 200 2ms", "request handled status=200 ms=18", "heartbeat ok", "refreshed token cache")

Mutate = Callable[[Item, Item, random.Random], Scenario | None]


@dataclass(frozen=True)
class Mutation:
    """One way to tell a case otherwise. `reduces`: evidence is taken away, so not knowing is right as well."""

    name: str
    apply: Mutate
    reduces: bool = False


def mutated(mutation: Mutation, scenario: Scenario) -> Scenario | None:
    """The case told otherwise; None where the mutation does not apply to it. The case itself is left alone."""
    document, expected = _copied(scenario[0]), copy.deepcopy(scenario[1])
    chance = random.Random(f"{mutation.name} {document['case_id']}")
    result = mutation.apply(document, expected, chance)
    if result is None or result[0] == scenario[0]:
        return None
    document, expected = result
    return document, _reduced(expected) if mutation.reduces else expected


def _copied(document: Item) -> Item:
    """A copy whose sections and items may be changed; what is within an item may only be replaced."""
    return {
        key: [dict(item) for item in value] if isinstance(value, list) else value for key, value in document.items()
    }


def _reduced(expected: Item) -> Item:
    """Not knowing is right too; whatever is asserted must still be right."""
    kept = {key: value for key, value in expected.items() if key not in ("missing", "mentions", "not", "herring")}
    return {**kept, "verdict": sorted({*expected["verdict"], "inconclusive"}), "kind": "reduced"}


def _noise(document: Item, expected: Item, chance: random.Random) -> Scenario | None:
    """More of what says nothing: steady series, lines of ordinary work, platform events of ordinary life."""
    entities = sorted({item["entity"] for item in document["metrics"] if "entity" in item})
    if not entities:
        return None
    times = _times(document)
    for entity in chance.sample(entities, k=min(3, len(entities))):
        level = chance.choice([0.4, 12.0, 300.0])
        for name in ("open_file_descriptors", "uptime_ratio"):
            points = [[time, round(level * chance.gauss(1, 0.02), 4)] for time in times]
            document["metrics"].append({"id": "", "name": name, "entity": entity, "points": points})
        if document["logs"] and times:
            for time in times[:: max(1, len(times) // 8)]:
                text = chance.choice(_HEALTHY_LINES)
                document["logs"].append({"id": "", "t": time, "entity": entity, "level": "INFO", "message": text})
    if document["events"] and times:
        document["events"].append(
            {
                "id": "",
                "t": times[0],
                "kind": "Node",
                "source": "node-controller",
                "type": "normal",
                "reason": "RegisteredNode",
                "message": "Node registered in controller",
            }
        )
    return _numbered(document), expected


def _bystanders(document: Item, expected: Item, chance: random.Random) -> Scenario | None:
    """Three healthy services that have nothing to do with it."""
    times = _times(document)
    if not times:
        return None
    for name in ("quill", "harbor", "meadow"):
        entity = f"service/{name}"
        levels = {"request_rate": 80.0, "latency_p95": 0.12, "cpu_usage": 0.3, "error_rate": 0.0, "memory_usage": 3e8}
        for metric, level in levels.items():
            points = [[time, round(level * max(0.0, chance.gauss(1, 0.04)), 5)] for time in times]
            document["metrics"].append({"id": "", "name": metric, "entity": entity, "points": points})
        if document["logs"]:
            document["logs"].append(
                {"id": "", "t": times[-1], "entity": entity, "level": "INFO", "message": _HEALTHY_LINES[0]}
            )
    if document["topology"]:
        document["topology"].append({"id": "", "from": "service/quill", "to": "service/harbor", "kind": "calls"})
    return _numbered(document), expected


def _without(section: str) -> Mutate:
    def apply(document: Item, expected: Item, _: random.Random) -> Scenario | None:
        if not document.get(section):
            return None
        return {**document, section: []}, expected

    return apply


def _later(document: Item, expected: Item, _: random.Random) -> Scenario:
    """Everything some weeks later, in every text that names a day."""
    return _map_texts(document, _shifted), expected


_DAY = re.compile(r"\b(20\d\d)([-/])(\d\d)\2(\d\d)(?=\D|$)")


def _shifted(text: str) -> str:
    def later(found: re.Match[str]) -> str:
        year, sign, month, day = found.groups()
        try:
            moment = datetime(int(year), int(month), int(day)) + timedelta(weeks=_WEEKS)  # noqa: DTZ001
        except ValueError:
            return found.group()
        return f"{moment:%Y}{sign}{moment:%m}{sign}{moment:%d}"

    return _DAY.sub(later, text)


def _permuted(document: Item, expected: Item, chance: random.Random) -> Scenario:
    """The items of every section in another order."""
    for section in SECTIONS:
        if section in document:
            chance.shuffle(document[section])
    return document, expected


def _renumbered(document: Item, expected: Item, chance: random.Random) -> Scenario:
    """The items under other ids."""
    for section, prefix in zip(SECTIONS, ("k", "x", "b", "y", "h", "u", "z", "q"), strict=True):
        numbers = chance.sample(range(1, 10 * len(document.get(section) or []) + 2), len(document.get(section) or []))
        for item, number in zip(document.get(section) or [], numbers, strict=True):
            item["id"] = f"{prefix}{number}"
    return document, expected


def _levels_hidden(document: Item, expected: Item, _: random.Random) -> Scenario | None:
    """Log lines without the level that their collector gave them."""
    if not any("level" in line for line in document["logs"]):
        return None
    for line in document["logs"]:
        line.pop("level", None)
    return document, expected


def _title_hidden(document: Item, expected: Item, _: random.Random) -> Scenario:
    """The alarm's words hidden: what it is about and what it measures stays."""
    document["incident"] = {**document["incident"], "title": "alarm", "description": None}
    for place, alert in enumerate(document["alerts"], start=1):
        alert["name"] = f"alarm-{place}"
        alert.pop("reason", None)
    return document, expected


def _renamed(document: Item, expected: Item, chance: random.Random) -> Scenario | None:
    """Every component under another name, in texts as well."""
    return renamed(document, expected, chance)


def _respelled_for(source: str) -> Mutate:
    def apply(document: Item, expected: Item, _: random.Random) -> Scenario | None:
        other = respelled(document, source)
        return None if other is None else (other, expected)

    return apply


def _times(document: Item) -> list[str]:
    """The times of the longest series."""
    longest: list[list[Any]] = max((item["points"] for item in document["metrics"]), key=len, default=[])
    return [time for time, _ in longest]


def _numbered(document: Item) -> Item:
    """With ids for the items that have none yet."""
    taken = {item["id"] for section in SECTIONS for item in document.get(section) or []}
    number = 9000
    for section in SECTIONS:
        for item in document.get(section) or []:
            if not item["id"]:
                number += 1
                item["id"] = next(f"n{other}" for other in range(number, number + 10000) if f"n{other}" not in taken)
                taken.add(item["id"])
    return document


def _map_texts(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _map_texts(inner, change) for key, inner in value.items()}
    return [_map_texts(inner, change) for inner in value] if isinstance(value, list) else value


MUTATIONS: tuple[Mutation, ...] = (
    Mutation("noise added", _noise),
    Mutation("bystanders added", _bystanders),
    Mutation("spelled as Datadog", _respelled_for("datadog")),
    Mutation("spelled as Prometheus", _respelled_for("prometheus")),
    Mutation("renamed", _renamed),
    Mutation("weeks later", _later),
    Mutation("permuted", _permuted),
    Mutation("renumbered", _renumbered),
    Mutation("levels hidden", _levels_hidden, reduces=True),
    Mutation("title hidden", _title_hidden, reduces=True),
    *(Mutation(f"without {section}", _without(section), reduces=True) for section in _DROPPED),
    *(
        Mutation(f"without {section} of the thing", poor_evidence.without_the_thing(section), reduces=True)
        for section in _OF_THE_THING
    ),
    Mutation("logs of callers only", poor_evidence.logs_of_callers, reduces=True),
    Mutation("metrics end early", poor_evidence.metrics_end_early, reduces=True),
    Mutation("a section denied", poor_evidence.denied, reduces=True),
)

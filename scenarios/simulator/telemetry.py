"""Series of a bundle from the records of a run, in a source's spelling."""

import math
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from scenarios.cases.building import Item
from scenarios.simulator.dialects import Dialect, Spelling
from scenarios.simulator.graph import Graph, Node
from scenarios.simulator.running import Record

Numbers = list[float]


@dataclass(frozen=True)
class Clock:
    """When steps happen: `start` is that of step 0, `period` their length in seconds."""

    start: datetime
    period: float

    def at(self, seconds: float) -> str:
        """The moment so many seconds after the start."""
        text = (self.start + timedelta(seconds=round(seconds))).isoformat(timespec="seconds")
        return text.replace("+00:00", "Z")

    def step(self, place: float) -> str:
        """The start of a step."""
        return self.at(place * self.period)


def random_clock(chance: random.Random) -> Clock:
    """Some moment of a year, with a period that collectors use."""
    start = datetime(2026, 1, 5, tzinfo=UTC) + timedelta(minutes=chance.randrange(300 * 24 * 60))
    return Clock(start, float(chance.choice([5, 10, 15, 15, 30, 60, 60, 60, 120, 300])))


def chosen(chance: random.Random, dialect: Dialect, needed: set[str], shown: float) -> set[str]:
    """Which measurements the collector has: those needed, and each other one with the chance `shown`."""
    every = [one.measures for one in (*dialect.services, *dialect.stores)]
    extra = {one for one in sorted(set(every)) if chance.random() < shown}
    return needed | extra | {"latency", "cpu"}


def series_of(
    dialect: Dialect,
    node: Node,
    record: Record,
    usual: Record | None,
    clock: Clock,
    measures: set[str],
    chance: random.Random,
) -> list[Item]:
    """What the source has of one component; `usual` is a run of a normal day."""
    items = []
    for spelling in dialect.spellings(node):
        if spelling.measures not in measures:
            continue
        values = _values(spelling, node, record, clock.period, chance)
        item: Item = {"name": spelling.name, "entity": dialect.entity(node)}
        if spelling.namespace:
            item["namespace"] = spelling.namespace
            item["dimensions"] = {dialect.label: node.name}
        if spelling.statistic:
            item["statistic"] = spelling.statistic
        if spelling.unit:
            item["unit"] = spelling.unit
        item["period_s"] = clock.period
        item["points"] = [[clock.step(place), value] for place, value in enumerate(values)]
        if usual is not None:
            before = _values(spelling, node, usual, clock.period, chance)
            day = 86400 / clock.period
            item["baseline"] = {"points": [[clock.step(place - day), value] for place, value in enumerate(before)]}
        items.append(item)
    return items


def _values(spelling: Spelling, node: Node, record: Record, period: float, chance: random.Random) -> Numbers:
    values = spelling.read(record, node)
    if spelling.mode == "sum":
        return [float(round(value * period)) for value in values]
    if spelling.mode == "counter":
        total, counted = chance.uniform(0, 5000) * (1 + sum(values[:20])), []
        for value in values:
            total += value * period
            counted.append(round(total, 2))
        return counted
    return [short(value) for value in values]


def short(value: float, digits: int = 5) -> float:
    """With so many significant digits."""
    return 0.0 if value == 0 else round(value, digits - 1 - math.floor(math.log10(abs(value))))


def edges(chance: random.Random, graph: Graph, dialect: Dialect) -> list[Item]:
    """Who calls whom, as a service map has it."""
    kinds = {"database": ["reads", "writes", "depends_on"], "cache": ["reads"]}
    return [
        {
            "from": dialect.entity(node),
            "to": dialect.entity(graph.nodes[call.callee]),
            "kind": chance.choice(kinds.get(graph.nodes[call.callee].part, ["calls"])),
        }
        for node in graph.nodes
        for call in node.calls
    ]

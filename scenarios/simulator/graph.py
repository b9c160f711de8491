"""Random applications: services, databases and caches, who calls whom, and what each is made of."""

import random
from dataclasses import dataclass, replace
from typing import Literal

Part = Literal["entry", "service", "database", "cache"]

FIELDS = {
    "bank": "ledger accounts transfers cards limits statements fraud onboarding rates branches notices audit",
    "press": "articles comments search paywall images authors topics newsletter archive ranking feeds quotas",
    "parcels": "labels routing depots tracking pricing claims returns couriers customs pickups invoices slots",
    "clinic": "bookings patients results referrals billing rooms reminders consent imaging pharmacy staff intake",
    "travel": "fares seats baggage checkin loyalty refunds itineraries hotels transfers vouchers alerts lounges",
}
FRONTS = ("gateway", "web", "edge", "mobile-bff", "public-api")


@dataclass(frozen=True)
class Call:
    """That a service calls another: how often for one request, and how much of its failures get through (0 to 1)."""

    callee: int
    per_request: float
    passes_on: float


@dataclass(frozen=True)
class Node:
    """One component.

    Times in ms for one request, memory in bytes, `disk` in bytes for one request, `disk_limit` in bytes a second,
    `cores` is its CPU limit, `pool` how many requests it works on at once, `timeout` what it waits for an answer.
    """

    name: str
    part: Part
    calls: tuple[Call, ...]
    cpu_ms: float
    wait_ms: float
    io_ms: float
    cores: float
    idle_cores: float
    memory: float
    memory_limit: float
    collects_garbage: bool
    disk: float
    disk_limit: float
    packets: float
    pool: int
    timeout: float
    usual_errors: float


@dataclass(frozen=True)
class Graph:
    """Components in an order in which callers come before what they call; `demand` is requests a second by entry."""

    nodes: tuple[Node, ...]
    demand: dict[int, float]

    def callers(self, place: int) -> list[int]:
        """Who calls it, directly."""
        return [one for one, node in enumerate(self.nodes) if any(call.callee == place for call in node.calls)]

    def upstream(self, place: int) -> set[int]:
        """Everything that waits for it, directly or not; without itself."""
        found: set[int] = set()
        todo = [place]
        while todo:
            for caller in self.callers(todo.pop()):
                if caller not in found:
                    found.add(caller)
                    todo.append(caller)
        return found

    def rates(self) -> list[float]:
        """Requests a second of every component while all is well."""
        rates = [self.demand.get(place, 0.0) for place in range(len(self.nodes))]
        for place, node in enumerate(self.nodes):
            for call in node.calls:
                rates[call.callee] += rates[place] * call.per_request
        return rates


def random_graph(chance: random.Random) -> Graph:
    """An application of 4 to 25 components."""
    size = chance.choice([4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 16, 20, 25])
    entries = 1 if size < 8 else chance.choice([1, 1, 2])
    stores = max(1, round(size * chance.uniform(0.15, 0.3)))
    parts: list[Part] = []
    for place in range(size - stores):
        parts.append("entry" if place < entries else "service")
    for _ in range(stores):
        parts.append("cache" if chance.random() < 0.25 else "database")
    names = _names(chance, parts)
    calls: list[list[Call]] = [[] for _ in parts]
    for place in range(entries, size):
        able = [one for one in range(place) if parts[one] in ("entry", "service")]
        near = able[-6:] if parts[place] == "service" else [one for one in able if parts[one] == "service"] or able
        for caller in chance.sample(near, k=min(len(near), chance.choice([1, 1, 1, 2, 2, 3]))):
            per_request = chance.choice([0.3, 0.5, 0.8, 1.0, 1.0, 1.0])
            calls[caller].append(Call(place, per_request, chance.choice([1.0, 1.0, 0.9, 0.5])))
    demand = {place: float(chance.choice([6, 15, 30, 60, 120, 250])) for place in range(entries)}
    bare = Graph(tuple(_node(chance, *one) for one in zip(names, parts, map(tuple, calls), strict=True)), demand)
    return Graph(_sized(chance, bare), demand)


def _names(chance: random.Random, parts: list[Part]) -> list[str]:
    words = FIELDS[chance.choice(sorted(FIELDS))].split()
    chance.shuffle(words)
    spare = [f"{first}-{second}" for first in words[:5] for second in ("worker", "core", "sync")]
    suffix = chance.choice(["", "", "-service", "-svc", "-api"])
    fronts = list(FRONTS)
    chance.shuffle(fronts)
    names: list[str] = []
    for part in parts:
        if part == "entry":
            names.append(fronts.pop())
            continue
        word = words.pop() if words else spare.pop()
        ending = {"database": "-db", "cache": chance.choice(["-cache", "-redis"])}.get(part, suffix)
        names.append(word + ending)
    return names


def _node(chance: random.Random, name: str, part: Part, calls: tuple[Call, ...]) -> Node:
    store = part in ("database", "cache")
    memory = chance.choice([90, 180, 300, 600, 1400, 3000]) * 2.0**20
    return Node(
        name=name,
        part=part,
        calls=calls,
        cpu_ms=chance.uniform(0.3, 2) if part == "cache" else chance.uniform(1.5, 14),
        wait_ms=0.3 if part == "cache" else chance.uniform(1, 18),
        io_ms=chance.uniform(2, 14) if part == "database" else chance.choice([0.0, 0.5, 1.5]),
        cores=1.0,
        idle_cores=chance.uniform(0.005, 0.04),
        memory=memory,
        memory_limit=memory * chance.choice([1.6, 2.0, 2.5, 3.0]),
        collects_garbage=not store and chance.random() < 0.45,
        disk=chance.uniform(4e3, 6e4) if part == "database" else chance.uniform(100, 2500),
        disk_limit=1.0,
        packets=chance.uniform(3, 16),
        pool=1,
        timeout=1.0,
        usual_errors=chance.choice([0.0, 0.0, 0.0, 0.0004, 0.002, 0.006]),
    )


def _sized(chance: random.Random, bare: Graph) -> tuple[Node, ...]:
    """With as much CPU, disk and workers as the usual demand asks for, some to spare, and timeouts that fit."""
    usual_ms = [0.0] * len(bare.nodes)
    for place, node in reversed(list(enumerate(bare.nodes))):
        waits = sum(call.per_request * usual_ms[call.callee] for call in node.calls)
        usual_ms[place] = 1.3 * (node.cpu_ms + node.wait_ms + node.io_ms + 0.3) + waits
    nodes = []
    for node, rate, usual in zip(bare.nodes, bare.rates(), usual_ms, strict=True):
        slowest = max((usual_ms[call.callee] for call in node.calls), default=0.0)
        nodes.append(
            replace(
                node,
                cores=round(max(0.25, rate * node.cpu_ms / 1000 / chance.uniform(0.12, 0.45)), 2),
                disk_limit=max(2e6, rate * node.disk / chance.uniform(0.05, 0.3)),
                pool=max(8, round(rate * usual / 1000 / chance.uniform(0.12, 0.4)) + 4),
                timeout=next(limit for limit in (500, 1000, 2000, 3000, 5000, 10000, 1e9) if limit > 4 * slowest),
            )
        )
    return tuple(nodes)

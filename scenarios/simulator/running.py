"""Runs an application step by step: demand goes down the calls, waiting and failures come up again."""

import math
import random
from dataclasses import dataclass, field

from scenarios.simulator.faults import NOTHING, Fault, Influence
from scenarios.simulator.graph import Graph, Node

_LONGEST_MS = 15000.0
_RESEND_MS = 220.0
"""What one lost packet costs: TCP waits that long before it sends again."""


@dataclass
class Record:
    """What one component was like in every step.

    Rates are per second, times in ms, memory in bytes, shares 0 to 1; `restarts` counts from the beginning.
    """

    rate: list[float] = field(default_factory=list)
    failed: list[float] = field(default_factory=list)
    mean: list[float] = field(default_factory=list)
    tail: list[float] = field(default_factory=list)
    cores: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    throttled: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    memory_share: list[float] = field(default_factory=list)
    received: list[float] = field(default_factory=list)
    sent: list[float] = field(default_factory=list)
    resent: list[float] = field(default_factory=list)
    disk: list[float] = field(default_factory=list)
    disk_share: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    queue: list[float] = field(default_factory=list)
    restarts: list[float] = field(default_factory=list)


@dataclass
class _Now:
    """What one component carries from step to step."""

    rate: float = 0.0
    answer: float = 0.0
    tail: float = 0.0
    failing: float = 0.0
    backlog: float = 0.0
    restarts: int = 0
    freed: float = 0.0
    retried: float = 0.0


def run(graph: Graph, fault: Fault | None, steps: int, period: float, chance: random.Random) -> list[Record]:
    """The records of all components, one a step of `period` seconds."""
    records = [Record() for _ in graph.nodes]
    carried = [_Now() for _ in graph.nodes]
    wobble = 1.0
    cycles = [chance.randint(9, 25) for _ in graph.nodes]
    drift = chance.uniform(-0.06, 0.06)
    for step in range(steps):
        wobble = 0.7 * wobble + 0.3 * chance.gauss(1.0, 0.08)
        level = max(0.2, wobble + drift * step / steps)
        influences = [NOTHING] * len(graph.nodes)
        if fault is not None:
            influences[fault.place] = fault.at(step, period, graph)
        demand = {
            place: rate * level * influences[place].demand * _patience(carried[place])
            for place, rate in graph.demand.items()
        }
        _send_down(graph, carried, demand, influences)
        for place in reversed(range(len(graph.nodes))):
            saw = (step % cycles[place]) / cycles[place]
            _work(graph, carried, place, influences[place], period, saw, records[place], chance)
    return records


def _patience(entry: _Now) -> float:
    """Clients ask less when answers take seconds."""
    return 1.0 / (1.0 + max(0.0, entry.answer - 1500) / 12000)


def _send_down(graph: Graph, carried: list[_Now], demand: dict[int, float], influences: list[Influence]) -> None:
    for place, now in enumerate(carried):
        now.rate = demand.get(place, 0.0)
    for place, node in enumerate(graph.nodes):
        working = 0.0 if influences[place].down else carried[place].rate * (1 - 0.8 * influences[place].fails)
        for call in node.calls:
            callee = carried[call.callee]
            callee.rate += working * call.per_request * (1 + 0.25 * callee.retried)


def _queueing(use: float) -> float:
    """How much longer work takes on something that is used to that share (above 1: overloaded)."""
    within = min(use, 1.0)
    return (1 + 0.6 * within**4 / (1.15 - within)) * max(1.0, use)


def _work(
    graph: Graph,
    carried: list[_Now],
    place: int,
    acts: Influence,
    period: float,
    saw: float,
    record: Record,
    chance: random.Random,
) -> None:
    node, now = graph.nodes[place], carried[place]
    memory, restarted = _memory(node, now, acts, saw, chance)
    pressed = max(0.0, (memory / node.memory_limit - 0.85) / 0.15) if node.collects_garbage else 0.0
    wanted = node.idle_cores + now.rate * node.cpu_ms / 1000 * acts.cpu * (1 + pressed) + acts.cores
    cpu = 0.0 if acts.down else wanted / node.cores
    disk = (now.rate * node.disk * (1 + 0.1 * (acts.io - 1)) + acts.disk) * (0.0 if acts.down else 1.0)
    stalls = _queueing(disk / node.disk_limit) * (acts.io if acts.disk == 0 else 1.0)
    own = node.cpu_ms * acts.cpu * _queueing(cpu) + node.wait_ms * acts.slow + (node.io_ms + 0.3) * stalls
    waits, tail, from_below = _calls(node, carried, acts)
    raw = own + waits + acts.delay * 1.1 + acts.loss * _RESEND_MS * 1.2
    tail += acts.loss * _RESEND_MS * 12 + (4 * own if restarted else 0.0)
    wait, refused = _pool(node, now, acts, raw, period)
    answer = min(_LONGEST_MS, raw + wait)
    failing = 1 - (1 - node.usual_errors) * (1 - acts.fails) * (1 - refused) * (1 - from_below)
    failing = max(failing, 0.25 if restarted else 0.0, min(0.5, acts.loss * 0.35))
    if acts.down:
        answer, tail, failing = 2.0, 0.0, 1.0
    now.answer, now.tail, now.failing = answer, min(_LONGEST_MS, tail), failing
    now.retried = failing
    _note(node, now, acts, record, chance, memory, min(1.0, cpu), max(0.0, cpu - 0.9), disk)


def _calls(node: Node, carried: list[_Now], acts: Influence) -> tuple[float, float, float]:
    """The time spent waiting for others, what that adds to the slowest requests, and the share that fails by it."""
    waits = tail = 0.0
    passing = 1.0
    for call in node.calls:
        callee = carried[call.callee]
        late = (
            1 / (1 + math.exp(-8 * (callee.answer / node.timeout - 1.1))) if callee.answer > node.timeout / 2 else 0.0
        )
        waits += call.per_request * (min(callee.answer, node.timeout) + acts.delay)
        tail += min(callee.tail, node.timeout)
        fails = 1 - (1 - callee.failing) * (1 - late)
        passing *= 1 - call.passes_on * min(1.0, call.per_request) * fails**1.15
    return waits, tail, 1 - passing


def _pool(node: Node, now: _Now, acts: Influence, raw: float, period: float) -> tuple[float, float]:
    """The time spent waiting for a worker in ms, and the share of requests that find the queue full."""
    able = max(0.01, node.pool * acts.workers) / (raw / 1000)
    most = node.pool * 3.0
    backlog = now.backlog + (now.rate - able) * period
    refused = 0.0
    if backlog > most and now.rate > 0:
        refused = min(0.9, (backlog - most) / (now.rate * period))
    now.backlog = min(max(0.0, backlog), most)
    return now.backlog / able * 1000, refused


def _memory(node: Node, now: _Now, acts: Influence, saw: float, chance: random.Random) -> tuple[float, bool]:
    swing = 0.22 * saw if node.collects_garbage else 0.0
    memory = node.memory * (0.9 + swing + chance.gauss(0, 0.006)) + acts.memory - now.freed
    if not acts.leaks:
        memory = min(memory, node.memory_limit * chance.uniform(0.97, 0.985))
    if memory < node.memory_limit * 0.985:
        return max(memory, node.memory * 0.3), False
    now.freed = acts.memory  # killed and started again: what leaks begins from nothing
    now.restarts += 1
    return node.memory * 0.7, True


def _note(
    node: Node,
    now: _Now,
    acts: Influence,
    record: Record,
    chance: random.Random,
    memory: float,
    cpu: float,
    short: float,
    disk: float,
) -> None:
    def about(value: float, spread: float) -> float:
        return max(0.0, value * chance.gauss(1.0, spread))

    few = 0.02 + 0.25 / math.sqrt(1 + now.rate)
    handled = 0.0 if acts.down else now.rate
    packets = handled * node.packets * (1 + 0.7 * sum(call.per_request for call in node.calls))
    sent = about(packets, 0.04) * (1 - 0.4 * acts.loss)
    record.rate.append(about(now.rate, 0.02))
    record.failed.append(_share(now.failing, now.rate, chance))
    record.mean.append(about(now.answer, few))
    record.tail.append(about(now.tail, 2 * few))
    record.cpu.append(min(1.0, about(cpu, 0.04)))
    record.cores.append(record.cpu[-1] * node.cores)
    record.throttled.append(about(short, 0.2))
    record.memory.append(0.0 if acts.down else memory)
    record.memory_share.append(0.0 if acts.down else min(1.0, memory / node.memory_limit))
    record.received.append(about(packets * 0.9, 0.04))
    record.sent.append(sent)
    record.resent.append(about(sent * (0.0004 + acts.loss), 0.3))
    record.disk.append(min(node.disk_limit, about(disk, 0.08)))
    record.disk_share.append(min(1.0, record.disk[-1] / node.disk_limit))
    workers = node.pool * (1 - acts.workers) + now.rate * now.answer / 1000
    record.busy.append(0.0 if acts.down else float(round(min(node.pool, about(workers, 0.08)))))
    record.queue.append(float(round(now.backlog)))
    record.restarts.append(float(now.restarts))


def _share(share: float, rate: float, chance: random.Random) -> float:
    """The share seen of so many requests: few requests give a coarse share."""
    if share <= 0 or rate <= 0:
        return 0.0
    spread = math.sqrt(share * (1 - share) / max(1.0, rate * 20))
    seen = chance.gauss(share, spread)
    return min(1.0, max(0.0, seen))

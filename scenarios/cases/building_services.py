"""What cases about services are built from: a story's clock, and an application whose services call one another.

An application is worked out step by step: each service spends time of its own and waits for what it calls, clients
send less when answers take longer, and one service may be at fault. So callers get slow because of those they call,
as they do in life. Everything random comes from seeded generators. Nothing of the engine is imported.
"""

import math
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from scenarios.cases.building import Item

Grows = Callable[[float], float]
"""An effect's size by how many steps ago the fault began."""


@dataclass(frozen=True)
class Story:
    """One case's clock; every moment is given in seconds from its start."""

    start: datetime
    millis: bool = False

    def at(self, seconds: float) -> str:
        """The moment so many seconds into the story."""
        text = (self.start + timedelta(seconds=seconds)).isoformat(
            timespec="milliseconds" if self.millis else "seconds"
        )
        return text.replace("+00:00", "Z")

    def incident(self, title: str, **more: Any) -> Item:
        """The incident's own words; `started` and `collected` in seconds."""
        times = {f"{name}_at": self.at(more.pop(name)) for name in ("started", "collected") if name in more}
        return {"title": title, "severity": "critical", "source": "prometheus", **times, **more}

    def alert(self, name: str, seconds: float | None = None, state: str = "alarm", **more: Any) -> Item:
        """One alert."""
        return {"name": name, "state": state, **({} if seconds is None else {"t": self.at(seconds)}), **more}

    def line(self, entity: str | None, seconds: float | None, message: str, **more: Any) -> Item:
        """One log line; `<clock>` and `<iso>` in it become its own time."""
        item: Item = {"message": message, **more}
        if seconds is not None:
            moment = self.start + timedelta(seconds=seconds)
            item["t"] = self.at(seconds)
            item["message"] = message.replace("<clock>", f"{moment:%Y-%m-%d %H:%M:%S}").replace(
                "<iso>", f"{moment:%Y-%m-%dT%H:%M:%SZ}"
            )
        if entity:
            item["entity"] = entity
        return item

    def lines(
        self, entity: str, first: float, last: float, every: float, texts: Sequence[str], seed: int = 1, **more: Any
    ) -> Iterator[Item]:
        """Lines in turn from `first` to `last`; `<n>`, `<ms>` and `<id>` in them vary."""
        generator = random.Random(seed)
        moment, place = first, 0
        while moment < last:
            text = texts[place % len(texts)]
            text = text.replace("<n>", str(generator.randint(1000, 99999)))
            text = text.replace("<ms>", str(generator.randint(9, 95)))
            text = text.replace("<id>", f"{generator.getrandbits(48):012x}")
            yield self.line(entity, round(moment, 1), text, **more)
            moment += every * generator.uniform(0.7, 1.3)
            place += 1

    def change(
        self, seconds: float, kind: str, action: str, entity: str, actor: str | None = None, **details: Any
    ) -> Item:
        """Something a person or pipeline did."""
        return {
            "t": self.at(seconds),
            "kind": kind,
            "actor": actor,
            "action": action,
            "entity": entity,
            **({"details": details} if details else {}),
        }

    def event(
        self, seconds: float | None, reason: str, message: str, entity: str, kind: str = "kubernetes", **more: Any
    ) -> Item:
        """Something the platform reported."""
        time = {} if seconds is None else {"t": self.at(seconds)}
        return {**time, "kind": kind, "reason": reason, "message": message, "entity": entity, **more}

    def metric(
        self,
        entity: str | None,
        name: str,
        values: Iterable[float],
        period: float = 60,
        *,
        first: float = 0,
        skip: Iterable[int] = (),
        baseline: Iterable[float] | None = None,
        baseline_first: float = -604800,
        **more: Any,
    ) -> Item:
        """One series; places in `skip` were never scraped."""
        missing = set(skip)
        item: Item = {"name": name, **({"entity": entity} if entity else {}), "period_s": period, **more}
        item["points"] = [
            [self.at(first + place * period), value] for place, value in enumerate(values) if place not in missing
        ]
        if baseline is not None:
            item["baseline"] = {
                "points": [[self.at(baseline_first + place * period), value] for place, value in enumerate(baseline)]
            }
        return item


def story(year: int, month: int, day: int, hour: int, minute: int = 0, *, millis: bool = False) -> Story:
    """A story that starts at this moment, UTC."""
    return Story(datetime(year, month, day, hour, minute, tzinfo=UTC), millis)


def short(value: float, digits: int = 4) -> float:
    """The value with so many significant digits, a whole number where it is one."""
    if value == 0 or not math.isfinite(value):
        return 0
    rounded = round(value, digits - 1 - math.floor(math.log10(abs(value))))
    return int(rounded) if rounded == int(rounded) else rounded


def flat(level: float, count: int, seed: int, spread: float = 0.06) -> list[float]:
    """So many values around a level."""
    return ramp(level, level, count, seed, spread)


def ramp(begin: float, end: float, count: int, seed: int, spread: float = 0.04) -> list[float]:
    """So many values on the way from one level to another."""
    generator = random.Random(seed)
    width = max(1, count - 1)
    levels = [begin + (end - begin) * place / width for place in range(count)]
    return [short(max(0.0, level * generator.gauss(1, spread))) for level in levels]


def counts(level: float, count: int, seed: int, spread: float = 0.06) -> list[float]:
    """So many whole numbers around a level."""
    return [round(value) for value in flat(level, count, seed, spread)]


def cumulated(values: Iterable[float], begin: float = 0, reset: int | None = None) -> list[float]:
    """A counter that grows by each value, and starts anew at the place `reset`."""
    total, result = begin, []
    for place, value in enumerate(values):
        total = value if place == reset else total + value
        result.append(short(total, 7))
    return result


def edges(*pairs: str, kind: str = "calls") -> list[Item]:
    """Edges from texts such as "service/a service/b"."""
    return [
        {"from": pair.split()[0], "to": pair.split()[1], "kind": pair.split()[2] if len(pair.split()) > 2 else kind}
        for pair in pairs
    ]


def state(entity: str, kind: str, **attributes: Any) -> Item:
    """A snapshot of one thing."""
    return {"entity": entity, "kind": kind, "attributes": attributes}


def after(size: float, rise: float = 1.0) -> Grows:
    """An effect that reaches its size within `rise` steps and stays."""
    return lambda steps: size * min(1.0, (steps + 1) / rise)


def growing(per_step: float) -> Grows:
    """An effect that grows by so much a step."""
    return lambda steps: per_step * (steps + 1)


@dataclass(frozen=True)
class Service:
    """One service: seconds of its own a request, what it calls, cores, bytes."""

    name: str
    own: float = 0.01
    calls: Mapping[str, float] = field(default_factory=dict)
    cpu: float = 0.002
    idle: float = 0.04
    memory: float = 2.4e8
    sawtooth: float = 0.0
    saw_steps: int = 9
    disk: float = 2.5e4
    limit: float = 1.0
    memory_limit: float = 5.4e8
    error: float = 0.0008
    threads: float = 24.0


@dataclass(frozen=True)
class Fault:
    """What one service suffers from a step on (until another).

    The keys of `effects`: own_factor (times slower), own_added (seconds), tail (times, of the slowest answers),
    cpu_added (cores), memory_added (bytes), error (share), retransmits (a second), disk_added (bytes a second),
    throttled (seconds a second), packets (share that remains), threads (added), rejected (share of requests that never
    arrive).
    """

    service: str
    start: int
    effects: Mapping[str, Grows]
    end: int = 10**9

    def size(self, service: str, key: str, step: int) -> float:
        """The size of one effect on a service at a step, 0 if none."""
        if service != self.service or key not in self.effects or not self.start <= step < self.end:
            return 0.0
        return self.effects[key](step - self.start)


def bumps(services: Sequence[Service], count: int, seed: int, times: int = 5) -> list[Fault]:
    """Single samples that stand out: a slow answer, a busy moment, a burst of writes. Nobody's fault."""
    generator = random.Random(seed)
    kinds = (
        {"own_factor": after(2.2)},
        {"cpu_added": after(0.14)},
        {"disk_added": after(6e5)},
        {"retransmits": after(2.5)},
    )
    return [
        Fault(generator.choice(services).name, place, generator.choice(kinds), place + 1)
        for place in (generator.randrange(count - 3) for _ in range(times))
    ]


Load = Callable[[int], float]
Recording = dict[str, dict[str, list[float]]]


def steady(_: int) -> float:
    """Demand that only wobbles."""
    return 1.0


def run(
    services: Sequence[Service],
    count: int,
    seed: int,
    *,
    rate: float = 60.0,
    load: Load = steady,
    faults: Sequence[Fault] = (),
    closed: float = 0.25,
    wobble: float = 0.05,
    noise: float = 0.04,
) -> Recording:
    """Works an application out for `count` steps; the first service is its front.

    `rate` is requests a second at the front; `closed` is the share of clients that wait for an answer before they send
    again, `wobble` and `noise` are relative standard deviations of demand and of everything else.
    """
    generator = random.Random(seed)
    by_name = {service.name: service for service in services}
    result: Recording = {service.name: {} for service in services}
    usual = _latencies(services, lambda _: 1.0, lambda *_: 0.0)[services[0].name][1]
    drift = 0.0
    for step in range(count):
        drift = 0.8 * drift + generator.gauss(0, wobble)
        noises = {service.name: generator.lognormvariate(0, noise) for service in services}

        def size(name: str, key: str, step: int = step) -> float:
            return sum(fault.size(name, key, step) for fault in faults)

        latency = _latencies(services, noises.__getitem__, size)
        demand = rate * load(step) * max(0.2, 1 + drift)
        slower = max(1.0, latency[services[0].name][1] / usual)
        demand *= (1 - closed) + closed / slower**0.7
        rates = {services[0].name: demand}
        for service in services:
            rates[service.name] = rates.get(service.name, 0.0) * (1 - size(service.name, "rejected"))
            for callee, share in service.calls.items():
                rates[callee] = rates.get(callee, 0.0) + rates[service.name] * share
        errors: dict[str, float] = {}
        for service in reversed(services):
            good = 1 - min(0.99, service.error * generator.uniform(0.3, 1.8) + size(service.name, "error"))
            for callee, share in service.calls.items():
                good *= 1 - min(1.0, share) * errors[callee] * 0.95
            errors[service.name] = 1 - good
        for name, service in by_name.items():
            sample = _sample(service, step, rates, latency[name], errors[name], size, generator, noise)
            for key, value in sample.items():
                result[name].setdefault(key, []).append(value)
    return result


def _latencies(
    services: Sequence[Service], noise: Callable[[str], float], size: Callable[[str, str], float]
) -> dict[str, tuple[float, float, float]]:
    """Median, 90th and 99th percentile of each; callees stand after their callers."""
    result: dict[str, tuple[float, float, float]] = {}
    for service in reversed(services):
        factor = (1 + size(service.name, "own_factor")) * noise(service.name)
        added, tail = size(service.name, "own_added"), 1 + size(service.name, "tail")
        half = service.own * factor + added
        parts = [half, 1.9 * service.own * factor + 1.1 * added, (3.6 * service.own * factor + 1.3 * added) * tail]
        parts[1] *= 1 + 0.25 * (tail - 1)
        for callee, share in service.calls.items():
            for place in range(3):
                parts[place] += result[callee][place] * (share if share >= 1 else share ** (1 - 0.3 * place))
        result[service.name] = (parts[0], parts[1], parts[2])
    return result


def _sample(
    service: Service,
    step: int,
    rates: Mapping[str, float],
    latency: tuple[float, float, float],
    error: float,
    size: Callable[[str, str], float],
    generator: random.Random,
    noise: float,
) -> dict[str, float]:
    """Every signal of one service at one step."""
    name, rate = service.name, rates[service.name]

    def about(value: float, times: float = 1.0) -> float:
        return max(0.0, value * generator.gauss(1, noise * times))

    cpu = min(service.limit, about(service.idle + service.cpu * rate) + size(name, "cpu_added"))
    saw = service.sawtooth * ((step + len(name)) % service.saw_steps) / service.saw_steps
    memory = service.memory * (1 + saw) * generator.gauss(1, 0.004) + size(name, "memory_added")
    packets = (rate * 9 + sum(rates[callee] * share * 4 for callee, share in service.calls.items())) * (
        1 - size(name, "packets")
    )
    return {
        "cpu": cpu,
        "memory": min(memory, service.memory_limit),
        "p50": about(latency[0]),
        "p90": about(latency[1], 1.3),
        "p99": about(latency[2], 2.5),
        "rate": about(rate, 0.5),
        "error": min(1.0, error),
        "rx": about(packets),
        "tx": about(packets * 1.07),
        "retransmits": max(0.0, packets * generator.gauss(0.0009, 0.0004)) + about(size(name, "retransmits"), 4),
        "disk": about(service.disk, 5) + about(size(name, "disk_added"), 3),
        "throttled": max(0.0, generator.gauss(0.002, 0.002)) + about(size(name, "throttled"), 2),
        "threads": about(service.threads, 2) + size(name, "threads"),
    }


@dataclass(frozen=True)
class Signal:
    """How a signal is written: its name, unit, the factor from the run's own unit, and how it is told."""

    key: str
    name: str
    unit: str | None = None
    factor: float = 1.0
    of: str | None = None
    counter: bool = False
    invert: bool = False


CORES = Signal("cpu", "cpu_usage", "Cores")
CPU_PERCENT = Signal("cpu", "cpu_utilization", "Percent", 100, of="limit")
CPU_RATIO = Signal("cpu", "cpu_utilization", None, of="limit")
BYTES = Signal("memory", "memory_usage", "Bytes")
MEBIBYTES = Signal("memory", "memory_usage_mb", "Megabytes", 1 / 2**20)
MEMORY_PERCENT = Signal("memory", "memory_utilization", "Percent", 100, of="memory_limit")
RATE = Signal("rate", "request_rate", "Count/Second")
ERRORS = Signal("error", "error_rate")
ERRORS_PERCENT = Signal("error", "error_rate", "Percent", 100)
SUCCESS = Signal("error", "success_rate", invert=True)
SUCCESS_PERCENT = Signal("error", "success_rate", "Percent", 100, invert=True)
RECEIVED = Signal("rx", "network_receive_packets", "Count/Second")
SENT = Signal("tx", "network_transmit_packets", "Count/Second")
RETRANSMITS = Signal("retransmits", "tcp_retransmits", "Count/Second")
DISK = Signal("disk", "disk_io", "Bytes/Second")
THROTTLED = Signal("throttled", "cpu_throttled_time", "Seconds")
THREADS = Signal("threads", "threads_active", "Count")


def latency(*percentiles: int, millis: bool = False, name: str = "latency_p") -> list[Signal]:
    """Latency signals in seconds or milliseconds."""
    unit, factor = ("Milliseconds", 1000.0) if millis else ("Seconds", 1.0)
    return [Signal(f"p{percentile}", f"{name}{percentile}", unit, factor) for percentile in percentiles]


def told(
    clock: Story,
    services: Sequence[Service],
    recording: Recording,
    signals: Sequence[Signal],
    period: float,
    *,
    baseline: Recording | None = None,
    gaps: Mapping[str, Iterable[int]] | None = None,
    without: Iterable[str] = (),
    namespace: str | None = "Prometheus",
    kind: str = "service",
    digits: int = 3,
    only: Mapping[str, Sequence[str]] | None = None,
) -> list[Item]:
    """The recording as metric items. `gaps` are unscraped places by service, `without` texts "service key" left out."""
    missing, items = set(without), []
    for service in services:
        for signal in signals:
            if f"{service.name} {signal.key}" in missing or (
                only is not None and service.name not in only.get(signal.key, [service.name])
            ):
                continue

            def values(source: Recording, service: Service = service, signal: Signal = signal) -> list[float]:
                raw = source[service.name][signal.key]
                whole = getattr(service, signal.of) if signal.of else 1.0
                scaled = [(1 - value if signal.invert else value) / whole * signal.factor for value in raw]
                if signal.counter:
                    return cumulated([value * period for value in scaled], 1000 * len(service.name))
                return [short(value, max(digits, 5) if signal.invert else digits) for value in scaled]

            items.append(
                clock.metric(
                    f"{kind}/{service.name}",
                    signal.name,
                    values(recording),
                    period,
                    skip=(gaps or {}).get(service.name, ()),
                    baseline=values(baseline) if baseline else None,
                    **({"unit": signal.unit} if signal.unit else {}),
                    **({"namespace": namespace} if namespace else {}),
                )
            )
    return items


def calls_of(services: Sequence[Service], kind: str = "service") -> list[Item]:
    """The topology of an application."""
    return edges(*(f"{kind}/{service.name} {kind}/{callee}" for service in services for callee in service.calls))

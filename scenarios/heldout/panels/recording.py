"""One recording: an invented application, its run with or without a fault, and how it was measured."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from .application import invent_application
from .load import Load
from .model import Fault, Job, Restart, System
from .propagation import Run
from .scraping import Scraper
from .spellings import LEAN, MORE, STYLES
from .trace import Trace

# interval -> seconds of a tick, response times kept a tick, minutes before and after the onset
PACE = {
    1: (1.0, 6, (3, 5), (2, 4)),
    5: (2.5, 10, (4, 10), (4, 10)),
    15: (5.0, 16, (6, 14), (6, 16)),
    30: (5.0, 20, (8, 20), (8, 20)),
    60: (10.0, 24, (14, 20), (12, 40)),
}
SIZES: dict[str, dict[str, tuple[float, float]]] = {
    "cpu": {"faint": (0.35, 0.5), "mild": (0.6, 0.8), "strong": (1.0, 1.5), "total": (2.0, 4.0)},
    "memory": {"faint": (0.2, 0.35), "mild": (0.4, 0.6), "strong": (0.8, 0.92), "total": (1.02, 1.1)},
    "leak": {"faint": (0.3, 0.4), "mild": (0.5, 0.7), "strong": (0.85, 0.95), "total": (1.8, 2.6)},
    "disk": {"faint": (3e6, 6e6), "mild": (1.5e7, 3e7), "strong": (6e7, 1e8), "total": (2e8, 3e8)},
    "delay": {"faint": (0.05, 0.08), "mild": (0.12, 0.25), "strong": (0.4, 0.8), "total": (1.2, 2.0)},
    "loss": {"faint": (0.01, 0.02), "mild": (0.04, 0.07), "strong": (0.1, 0.18), "total": (0.25, 0.32)},
    "pool": {"faint": (1.4, 1.6), "mild": (1.1, 1.2), "strong": (0.85, 0.95), "total": (0.3, 0.5)},
    "slow": {"faint": (0.015, 0.03), "mild": (0.06, 0.15), "strong": (0.3, 0.9), "total": (2.0, 5.0)},
    "errors": {"faint": (0.02, 0.04), "mild": (0.08, 0.15), "strong": (0.3, 0.5), "total": (0.9, 1.0)},
    "lost": {"faint": (0.3, 0.3), "mild": (0.3, 0.3), "strong": (0.6, 0.6), "total": (1.0, 1.0)},
    "surge": {"faint": (2.0, 2.4), "mild": (2.8, 3.4), "strong": (4.0, 5.0), "total": (6.0, 8.0)},
}
NEEDED = {
    "pool": ["pool_busy", "pool_max"],
    "disk": ["disk_write", "disk_read"],
    "lost": ["ready"],
    "loss": ["retransmits", "tx_packets", "p99"],
    "rolling": ["restarts", "ready"],
}


@dataclass(frozen=True)
class Spec:
    """One case to make: `kind` is a fault of SIZES or a healthy flavour; everything left None is drawn from the seed."""

    seed: int
    kind: str
    level: str = ""
    role: str = ""
    style: str | None = None
    interval: int | None = None
    inline: bool | None = None
    topology: bool = False
    client: bool | None = None

    @property
    def healthy(self) -> bool:
        return self.kind not in SIZES


@dataclass
class Recording:
    """Everything the bundle is built from; seconds count from `zero`, the moment of the onset."""

    spec: Spec
    rng: random.Random
    system: System
    trace: Trace
    normal: Trace | None
    zero: datetime
    begin: float
    end: float
    normal_zero: datetime
    scraper: Scraper
    kinds: list[str]
    target: int
    fault: Fault | None
    load: Load
    jobs: list[Job] = field(default_factory=list)
    blip: Fault | None = None
    lean_stores: bool = False


def record(spec: Spec) -> Recording:
    """Runs the recording `spec` asks for."""
    rng = random.Random(spec.seed)
    interval = spec.interval or rng.choice([1, 5, 5, 15, 15, 30, 60])
    inline = spec.inline if spec.inline is not None else rng.random() < 0.5
    tick, samples, before, after = PACE[interval]
    size = rng.randint(10, 14) if interval == 1 else rng.choice([10, 12, 14, 17, 20, 24, 28, 33, 38, 45])
    system = _sane(rng, size)
    target = _target(rng, spec, system)
    lead, tail = 60.0 * rng.randint(*before), 60.0 * rng.randint(*after)
    if spec.healthy:
        lead, tail = (lead, tail) if inline else (lead, tail + 240.0)
    jobs = _jobs(rng, system, spec, lead)
    load = Load(
        rng.uniform(0.9, 1.1), _slope(rng, spec, lead + tail), rng.choice([0.04, 0.08, 0.15, 0.25]), rng.uniform(10, 60)
    )
    fault = _fault(rng, spec, system, target, tail, interval)
    blip = None
    restarts: list[Restart] = []
    if spec.kind == "blip":
        start = rng.uniform(0.15, 0.35) * tail
        kind = rng.choice(["delay", "errors", "slow"])
        blip = Fault(
            kind,
            target,
            start,
            start + rng.uniform(40, 80) + interval,
            {"delay": 0.3, "errors": 0.25, "slow": 0.4}[kind],
            ramp=0.0,
        )
    if spec.kind == "rolling":
        gap = system.services[target].startup * rng.uniform(1.2, 2)
        restarts = [
            Restart(target, rng.uniform(0.1, 0.2) * tail + gap * n) for n in range(system.services[target].replicas)
        ]
    if spec.kind == "surge" and fault:
        load.surge_at, load.surge_until, load.surge, load.surge_ramp = 0.0, 1e9, fault.size, rng.uniform(5, 60)
    # without a normal part in view the recording begins around the onset
    begin = -lead if inline else -interval * rng.choice([0, 0, 2, 4])
    trace = Run(rng, system, load, tick, samples, fault=fault or blip, jobs=jobs, restarts=restarts).go(begin, tail)
    zero = datetime(
        2026,
        rng.randint(1, 9),
        rng.randint(1, 28),
        rng.randint(0, 23),
        rng.randint(0, 59),
        rng.randint(0, 59),
        tzinfo=UTC,
    )
    normal, earlier = None, zero - timedelta(hours=rng.choice([1, 2, 6, 24, 24, 168]), minutes=rng.randint(0, 50))
    if not inline:
        usual = Load(load.level * rng.uniform(0.88, 1.14), rng.uniform(-0.1, 0.1), load.burst, load.memory_s)
        normal = Run(rng, system, usual, tick, samples, jobs=jobs, warm=rng.uniform(0.97, 1.03)).go(-lead, 0.0)
    client = _client(rng, spec, system, target)
    style = STYLES[spec.style or rng.choice(sorted(STYLES))]
    kinds = _kinds(rng, spec, system, target, client, len(system.services), (lead + tail) / interval)
    window = (
        interval * rng.choice([1, 1, 2, 4])
        if interval > 5
        else rng.choice([5, 10, 30, 60] if interval == 5 else [1, 5, 10])
    )
    scraper = Scraper(
        style,
        interval,
        max(window, tick),
        client,
        rng.random() < 0.3,
        rng.random() < 0.25,
        rng.choice([0, 0, 0.003, 0.02]),
        interval * rng.choice([0, 0, 0.02]),
        rng.choice(["Z", "Z", "Z", "+00:00", "+02:00", "-05:00"]),
        rng.random() < 0.2,
    )
    if rng.random() < 0.15:
        hole = rng.uniform(-lead * 0.7, tail * 0.8)
        scraper.gap = (hole, hole + interval * rng.uniform(2, 4))
    recording = Recording(
        spec, rng, system, trace, normal, zero, begin, tail, earlier, scraper, kinds, target, fault, load, jobs, blip
    )
    free = spec.kind in ("cpu", "memory", "leak", "disk") or not system.services[target].store
    recording.lean_stores = free and rng.random() < 0.35
    return recording


def _sane(rng: random.Random, size: int) -> System:
    """An application that copes with its normal load: calm queues, an entry that answers in good time."""
    while True:
        system = invent_application(rng, size)
        run = Run(random.Random(rng.random()), system, Load(level=1.15, burst=0.1), 2.5, 10)
        entry = run.go(0.0, 60.0).services[0]
        latencies = sorted(lat for part in entry.served for lat, _ in part)
        failed = sum(entry.errors) / max(1.0, sum(entry.requests))
        if latencies and latencies[int(0.9 * len(latencies))] < 1.0 and failed < 0.04 and not any(run.queue):
            return system


def _target(rng: random.Random, spec: Spec, system: System) -> int:
    """A service of the wanted role with enough traffic for its measurements to mean something."""
    if spec.kind == "surge" or spec.role == "entry":
        return 0
    busy = 0.8 if spec.kind not in ("cpu", "memory", "leak", "disk") else 0.3
    fits = [
        i
        for i, s in enumerate(system.services)
        if i and system.rate * system.visits[i] >= busy and (not spec.role or s.role == spec.role)
    ]
    if spec.kind in ("lost", "rolling") and spec.level != "total":
        fits = [i for i in fits if 2 <= system.services[i].replicas <= 4] or fits
    if spec.kind == "pool":
        fits = [
            i for i in fits if system.services[i].runtime not in ("go", "node") and system.rate * system.visits[i] >= 3
        ] or fits
    if spec.kind == "errors":
        fits = [i for i in fits if system.services[i].base_error < 0.004] or fits
    if not fits:
        fits = [i for i, s in enumerate(system.services) if i and system.rate * system.visits[i] >= busy]
    return rng.choice(fits)


def _fault(rng: random.Random, spec: Spec, system: System, target: int, tail: float, interval: float) -> Fault | None:
    if spec.healthy:
        return None
    size = rng.uniform(*SIZES[spec.kind][spec.level])
    service = system.services[target]
    share, ramp = 1.0, rng.choice([0.0, 3.0, 10.0, 30.0]) if interval < 30 else rng.choice([0.0, 30.0, 60.0])
    if spec.kind == "leak":
        ramp = tail * (0.9 if spec.level != "total" else 1.0)
    elif spec.kind == "pool":
        size = _taken(rng, system, target, size)
        ramp = rng.uniform(20, 120)
    elif spec.kind == "slow" and spec.level == "faint":
        size = max(size, (service.cpu_per_request + service.own_wait) * 1.5)
    elif spec.kind == "lost":
        size = 1.0 if spec.level == "total" else max(1, math.floor(size * service.replicas)) / service.replicas
    if (
        spec.kind in ("cpu", "memory", "slow")
        and spec.level in ("strong", "total")
        and service.replicas in (2, 3)
        and rng.random() < 0.4
    ):
        share = 1 / service.replicas
    return Fault(spec.kind, target, 0.0, 1e9, size, share, ramp)


def _taken(rng: random.Random, system: System, target: int, factor: float) -> float:
    """Share of the pool to take away so that what is left is `factor` times the normal use."""
    run = Run(random.Random(rng.random()), system, Load(burst=0.0), 2.5, 10)
    trace = run.go(0.0, 60.0)
    use = sum(trace.services[target].requests) / 60.0 * run.hold[target]
    service = system.services[target]
    return min(0.9999, max(0.3, 1 - use * factor / (service.workers * service.replicas)))


def _jobs(rng: random.Random, system: System, spec: Spec, lead: float) -> list[Job]:
    jobs = []
    for _ in range(rng.choice([0, 1, 1, 2, 3]) + (2 if spec.kind == "batch" else 0)):
        index = rng.randrange(1, len(system.services))
        service = system.services[index]
        period = rng.uniform(0.2, 0.4) * lead
        loud = rng.uniform(0.3, 0.8) if spec.kind == "batch" else rng.uniform(0.05, 0.4)
        queries = system.rate * system.visits[index] * rng.choice([0, 0, 0.3, 0.8])
        jobs.append(
            Job(
                index,
                period,
                period * rng.uniform(0.12, 0.35),
                rng.uniform(0, period),
                loud * service.cores * service.replicas,
                rng.choice([0, 1e5, 3e6, 2e7]),
                queries,
            )
        )
    return jobs


def _slope(rng: random.Random, spec: Spec, length: float) -> float:
    """Relative change of load in an hour."""
    if spec.kind == "slope":
        return rng.choice([-1, 1]) * rng.uniform(0.25, 0.45) * 3600 / length
    return rng.uniform(-0.12, 0.12) * 3600 / max(length, 1800)


def _client(rng: random.Random, spec: Spec, system: System, target: int) -> bool:
    """Where latency is measured; network faults of a leaf are visible from its callers only, of others from within."""
    if spec.client is not None:
        return spec.client
    if spec.kind in ("delay", "loss"):
        return system.services[target].leaf
    return rng.random() < 0.4


def _kinds(
    rng: random.Random, spec: Spec, system: System, target: int, client: bool, count: int, points: float
) -> list[str]:
    """What is measured of each service: as much as keeps the recording between 60 and 400 series."""
    needed = list(NEEDED.get(spec.kind, []))
    if spec.kind == "loss" and spec.level not in ("faint", "mild") and rng.random() < 0.5:
        needed = ["p99"]
    if spec.kind in ("delay", "loss") and system.services[target].leaf and not client:
        needed += ["round_trip", "retransmits"]
    if spec.kind == "disk":
        needed += ["disk_write"]
    wanted = rng.choice([6, 7, 8, 10, 12, 14])
    most = max(7, min(400 // count, int(60000 / points / count)))
    least = math.ceil(90 / count)
    wanted = max(least, min(wanted, most))
    extra = [k for k in rng.sample(MORE, len(MORE)) if k not in needed]
    kinds = [*LEAN, *dict.fromkeys(needed)]
    return [*kinds, *extra[: max(0, wanted - len(kinds))]]

"""What a simulated application is made of: services, their calls, background jobs and faults."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Call:
    """One call a request makes; `fallback` calls run only as often as the call before them misses or fails."""

    target: int
    prob: float
    timeout: float
    retries: int = 0
    optional: bool = False
    times: int = 1
    fallback: bool = False
    queued: bool = False
    # smoothed failure share of this edge, kept by the run
    failing: float = 0.0


# A plan is one endpoint: sequential steps, each a list of calls made in parallel.
Steps = list[list[Call]]


@dataclass
class Service:
    """One service. Times in seconds, sizes in bytes, cpu in cores."""

    name: str
    role: str  # entry, mid, worker, broker, cache, db
    runtime: str  # jvm, go, node, python, native
    plans: list[tuple[float, Steps]] = field(default_factory=list)
    cpu_per_request: float = 0.003
    own_wait: float = 0.004
    io_wait: float = 0.0
    sigma: float = 0.5
    replicas: int = 1
    cores: float = 1.0
    limited: bool = True
    workers: int = 16
    queue_limit: int = 400
    idle_cpu: float = 0.01
    memory: float = 2e8
    memory_limit: float = 5e8
    memory_per_request: float = 2e5
    sawtooth: float = 0.0
    allocation: float = 1e5
    read_bytes: float = 0.0
    write_bytes: float = 200.0
    request_bytes: float = 900.0
    response_bytes: float = 4000.0
    base_error: float = 0.0005
    connections: int = 20
    startup: float = 20.0

    @property
    def store(self) -> bool:
        return self.role in ("db", "cache", "broker")

    @property
    def leaf(self) -> bool:
        return not any(not call.queued for _, steps in self.plans for step in steps for call in step)


@dataclass
class System:
    """Services in topological order (calls go to higher indices); index 0 is the entry."""

    services: list[Service]
    rate: float  # requests a second at the entry
    visits: list[float] = field(default_factory=list)


@dataclass
class Job:
    """Background work that repeats: a report, a sync, a compaction."""

    service: int
    period: float
    length: float
    phase: float
    cores: float
    disk: float
    queries: float

    def active(self, t: float) -> bool:
        return (t - self.phase) % self.period < self.length


@dataclass
class Restart:
    """One replica restarting at a time."""

    service: int
    t: float


@dataclass
class Fault:
    """What is wrong, where and from when; `size` in the unit of its kind (see faults.py)."""

    kind: str
    service: int
    start: float
    end: float
    size: float
    share: float = 1.0
    ramp: float = 5.0

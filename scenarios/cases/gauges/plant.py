"""What an application is made of: services, the calls between them and the load that enters."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Call:
    """One kind of request a service makes of another while it serves one of its own.

    `each` is calls per request, `timeout_s` the caller's patience, `soft` the share of failed calls the caller can
    answer without. A call `behind` a cache is made only on a miss there.
    """

    to: str
    each: float = 1.0
    timeout_s: float = 2.0
    retries: int = 0
    soft: float = 0.0
    behind: str | None = None


@dataclass(frozen=True)
class Service:
    """A service at its nominal load. Times in ms, memory in MB, traffic in kB a request, `util` the nominal CPU share."""

    name: str
    runtime: str
    cpu_ms: float
    wait_ms: float = 0.5
    calls: tuple[Call, ...] = ()
    role: str = "web"
    util: float = 0.35
    replicas: int = 2
    workers: int = 0
    mem_mb: float = 180.0
    limit_mb: float = 512.0
    in_kb: float = 1.2
    out_kb: float = 4.0
    read_kb: float = 0.0
    write_kb: float = 0.15
    disk_ms: float = 0.0
    errors: float = 0.0004
    sigma: float = 0.45
    consumes: str | None = None
    kind: str = "service"

    @property
    def entity(self) -> str:
        return f"{self.kind}/{self.name}"


@dataclass(frozen=True)
class App:
    """Services and the requests per second that enter at some of them."""

    name: str
    services: tuple[Service, ...]
    entries: Mapping[str, float]
    hit_ratio: float = 0.9
    order: tuple[str, ...] = field(init=False)
    nominal: Mapping[str, float] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "order", _callers_first(self.services))
        object.__setattr__(self, "nominal", _nominal_rates(self))

    def service(self, name: str) -> Service:
        return next(s for s in self.services if s.name == name)

    def cores(self, service: Service) -> float:
        """The CPU limit that leaves the service at its nominal utilisation, in quarters of a core."""
        demand = self.nominal[service.name] * service.cpu_ms / 1000.0
        return max(0.25, math.ceil(4.0 * demand / service.util) / 4.0)


def _callers_first(services: tuple[Service, ...]) -> tuple[str, ...]:
    followers: dict[str, list[str]] = {s.name: [c.to for c in s.calls] for s in services}
    for service in services:
        if service.consumes is not None:
            followers[service.consumes].append(service.name)
    done: list[str] = []

    def visit(name: str) -> None:
        if name in done:
            return
        for follower in followers[name]:
            visit(follower)
        done.append(name)

    for service in services:
        visit(service.name)
    return tuple(reversed(done))


def _nominal_rates(app: App) -> dict[str, float]:
    rates = {s.name: app.entries.get(s.name, 0.0) for s in app.services}
    for name in app.order:
        service = app.service(name)
        if service.consumes is not None:
            rates[name] += rates[service.consumes]
        for call in service.calls:
            rates[call.to] += rates[name] * call.each
    return rates

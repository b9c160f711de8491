"""What one simulated run leaves behind, tick by tick."""

from __future__ import annotations

from dataclasses import dataclass, field

Sample = tuple[float, bool]


@dataclass
class ServiceTrace:
    """Per tick: counts of the tick, means of the tick, or gauges at its end; samples are response times."""

    requests: list[float] = field(default_factory=list)
    errors: list[float] = field(default_factory=list)
    client_errors: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    throttled: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    disk_read: list[float] = field(default_factory=list)
    disk_write: list[float] = field(default_factory=list)
    rx_bytes: list[float] = field(default_factory=list)
    tx_bytes: list[float] = field(default_factory=list)
    rx_packets: list[float] = field(default_factory=list)
    tx_packets: list[float] = field(default_factory=list)
    retransmits: list[float] = field(default_factory=list)
    round_trip: list[float] = field(default_factory=list)
    sockets: list[float] = field(default_factory=list)
    in_flight: list[float] = field(default_factory=list)
    pool_busy: list[float] = field(default_factory=list)
    backlog: list[float] = field(default_factory=list)
    ready: list[float] = field(default_factory=list)
    restarts: list[float] = field(default_factory=list)
    served: list[list[Sample]] = field(default_factory=list)
    seen: list[list[Sample]] = field(default_factory=list)


@dataclass
class Trace:
    """A whole run: `start` and `tick` in seconds relative to the recording's own zero."""

    start: float
    tick: float
    services: list[ServiceTrace]

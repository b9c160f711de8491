"""Turns a run into what was scraped: windows, percentiles, gaps, jitter, outliers."""

from __future__ import annotations

import random
from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

from .model import Service
from .spellings import Style
from .trace import ServiceTrace, Trace

BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0]
QUANTILES = {"p50": 0.5, "p90": 0.9, "p95": 0.95, "p99": 0.99}
RATES = {
    "cpu",
    "throttled",
    "disk_read",
    "disk_write",
    "rx_bytes",
    "tx_bytes",
    "rx_packets",
    "tx_packets",
    "retransmits",
    "round_trip",
}
Points = list[list[Any]]


@dataclass
class Scraper:
    """How a recording was taken: `client` latency is what callers saw, `window` smooths rates, seconds throughout."""

    style: Style
    interval: float
    window: float
    client: bool
    buckets: bool
    raw: bool
    missing: float
    jitter: float
    zone: str
    millis: bool
    gap: tuple[float, float] = (0.0, 0.0)
    _rows: ServiceTrace | None = None
    _windows: dict[tuple[int, int], list[float]] = field(default_factory=dict)

    def counts(self, kind: str) -> bool:
        """Whether the quantity is given as a counter that only grows."""
        name, statistic, _, _ = self.style.spelled[kind]
        return self.raw and statistic == "rate" and name.endswith("_total")

    def stamp(self, moment: datetime) -> str:
        """`moment` as this collector writes it."""
        if self.zone == "Z":
            text = moment.strftime("%Y-%m-%dT%H:%M:%S")
        else:
            hours = int(self.zone[1:3]) * (1 if self.zone[0] == "+" else -1)
            text = moment.astimezone(timezone(timedelta(hours=hours))).strftime("%Y-%m-%dT%H:%M:%S")
        return text + (f".{moment.microsecond // 1000:03d}" if self.millis else "") + self.zone

    def scrape(
        self,
        rng: random.Random,
        trace: Trace,
        index: int,
        service: Service,
        kind: str,
        zero: datetime,
        begin: float,
        end: float,
    ) -> Points:
        """The points of one quantity between `begin` and `end` seconds after `zero`."""
        rows, points, total = trace.services[index], [], 0.0
        t = begin + self.interval
        offset = rng.uniform(0, self.interval) if self.jitter else 0.0
        base = rng.uniform(1e3, 1e5)
        while t <= end + 1e-9:
            last = min(int((t - trace.start) / trace.tick), len(rows.requests)) or 1
            first = max(0, min(last - 1, int((t - self.window - trace.start) / trace.tick)))
            value = self._value(rows, service, kind, first, last, trace.tick)
            if self.counts(kind):
                step = max(1, round(self.interval / trace.tick))
                column = "client_errors" if kind == "errors" and self.client else kind
                total += sum(getattr(rows, column)[max(0, last - step) : last]) * (trace.tick if kind in RATES else 1)
                if value is not None:
                    value = base + total
            hidden = rng.random() < self.missing or self.gap[0] <= t < self.gap[1]
            if value is not None and not hidden:
                moment = zero + timedelta(seconds=t + (offset + rng.uniform(0, self.jitter) if self.jitter else 0.0))
                scaled = value * self.style.spelled[kind][3]
                points.append([self.stamp(moment), round(scaled, 4) if self.counts(kind) else _short(scaled)])
            t += self.interval
        return points

    def _value(
        self, rows: ServiceTrace, service: Service, kind: str, first: int, last: int, tick: float
    ) -> float | None:
        gone = rows.ready[last - 1] == 0
        if kind in QUANTILES:
            level = QUANTILES.get(self.style.spelled[kind][1] or "", QUANTILES[kind])
            return self._quantile(self._sorted(rows, first, last), level)
        if kind == "requests":
            count = sum(rows.requests[first:last])
            if self.style.spelled[kind][1] == "Sum":
                return count * self.interval / ((last - first) * tick)
            return count / ((last - first) * tick)
        if kind == "errors":
            failed = sum((rows.client_errors if self.client else rows.errors)[first:last])
            seconds = (last - first) * tick
            if self.style.error == "rate":
                return failed / seconds
            if self.style.error == "sum":
                return round(failed * self.interval / seconds)
            asked = sum(rows.requests[first:last])
            return min(1.0, failed / asked) if asked else (1.0 if failed else None)
        if gone and kind not in ("ready", "restarts", "round_trip"):
            return None
        if kind == "pool_max":
            return service.workers * max(1.0, rows.ready[last - 1])
        if kind in RATES:
            values = getattr(rows, kind)[first:last]
            mean: float = sum(values) / len(values)
            if kind == "cpu" and self.style.utilization:
                return mean / (service.cores * service.replicas * (1 if service.limited else 2))
            return mean
        gauge: float = getattr(rows, kind)[last - 1]
        if kind == "memory" and self.style.spelled[kind][0].endswith("utilization"):
            return gauge / (service.memory_limit * max(1.0, rows.ready[last - 1]))
        return gauge

    def _sorted(self, rows: ServiceTrace, first: int, last: int) -> list[float]:
        """Response times of a window, shortest first; kept for the other percentiles of the same service."""
        if self._rows is not rows:
            self._rows, self._windows = rows, {}
        if (first, last) not in self._windows:
            parts = (rows.seen if self.client else rows.served)[first:last]
            self._windows[(first, last)] = sorted(lat for part in parts for lat, _ in part)
        return self._windows[(first, last)]

    def _quantile(self, values: list[float], level: float) -> float | None:
        if not values:
            return None
        if not self.buckets:
            return values[min(len(values) - 1, int(level * len(values)))]
        rank, below = level * len(values), 0
        for position, bound in enumerate(BUCKETS):
            within = bisect_left(values, bound)
            if within >= rank and within > below:
                lower = BUCKETS[position - 1] if position else 0.0
                return lower + (bound - lower) * (rank - below) / (within - below)
            below = within
        return BUCKETS[-1]


def _short(value: float) -> float:
    if value == 0 or (value == int(value) and abs(value) < 1e12):
        return int(value)
    return float(f"{value:.5g}") if abs(value) < 1e5 else round(value, 1)

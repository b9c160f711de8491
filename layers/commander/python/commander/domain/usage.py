"""What the AI services were used for and cost, from the records of their calls.

A service's use is a sum of its calls, and sums of sums are sums: one incident is added up call by call, a month from
its days.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from math import ceil

from commander.contract.metrics import AWSServiceMetrics
from commander.contract.services import SERVICES, Health, Provenance, ServiceCall, ServiceKey
from commander.domain.latency import bucket, percentile_of

P95 = 0.95


@dataclass(frozen=True)
class Use:
    """What some calls of one service add up to. `latencies` are counts by bucket (see domain.latency)."""

    calls: int = 0
    succeeded: int = 0
    latency_ms: Decimal = Decimal(0)
    input_tokens: int = 0
    output_tokens: int = 0
    usd: Decimal = Decimal(0)
    answered: Mapping[Provenance, int] = field(default_factory=dict)
    latencies: Mapping[int, int] = field(default_factory=dict)
    last: datetime | None = None

    def __add__(self, other: "Use") -> "Use":
        """Both together."""
        moments = [moment for moment in (self.last, other.last) if moment is not None]
        return Use(
            calls=self.calls + other.calls,
            succeeded=self.succeeded + other.succeeded,
            latency_ms=self.latency_ms + other.latency_ms,
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            usd=self.usd + other.usd,
            answered=Counter(self.answered) + Counter(other.answered),
            latencies=Counter(self.latencies) + Counter(other.latencies),
            last=max(moments, default=None),
        )


def use_of(call: ServiceCall) -> Use:
    """One call as a sum."""
    return Use(
        calls=1,
        succeeded=int(call.outcome == "succeeded"),
        latency_ms=Decimal(str(call.latency_ms)),
        input_tokens=call.input_tokens,
        output_tokens=call.output_tokens,
        usd=Decimal(str(call.cost_usd)),
        answered={call.provenance: 1},
        latencies={bucket(call.latency_ms): 1},
        last=call.at,
    )


def used(calls: Iterable[ServiceCall]) -> list[AWSServiceMetrics]:
    """One row for each service that was called, in the services' own order. Health is not told by a few calls."""
    of: dict[ServiceKey, list[ServiceCall]] = {}
    for call in calls:
        of.setdefault(call.service, []).append(call)
    return [
        figures(
            service,
            sum((use_of(call) for call in of[service]), Use()),
            "unknown",
            percentile((call.latency_ms for call in of[service]), P95),
        )
        for service in SERVICES
        if service in of
    ]


def figures(service: ServiceKey, use: Use, health: Health, p95_ms: float | None = None) -> AWSServiceMetrics:
    """A service's row. Where the exact `p95_ms` is not known, it is told from the counts."""
    if use.calls == 0:
        return AWSServiceMetrics(
            service_name=service,
            requests_count=0,
            avg_latency_ms=None,
            total_cost_usd=0.0,
            success_rate=None,
            last_request=None,
            health=health,
        )
    if p95_ms is None:
        p95_ms = percentile_of(use.latencies, P95)
    return AWSServiceMetrics(
        service_name=service,
        requests_count=use.calls,
        avg_latency_ms=round(float(use.latency_ms / use.calls), 1),
        total_cost_usd=float(use.usd),
        success_rate=round(use.succeeded / use.calls, 4),
        last_request=use.last,
        p95_latency_ms=round(p95_ms, 1),
        input_tokens=use.input_tokens,
        output_tokens=use.output_tokens,
        provenance=sorted(use.answered),
        health=health,
    )


def spent(calls: Iterable[ServiceCall]) -> Decimal:
    """US dollars of all calls together."""
    return sum((Decimal(str(call.cost_usd)) for call in calls), Decimal(0))


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest value that at least `share` of all do not exceed (nearest rank). Raises ValueError for none."""
    ordered = sorted(values)
    if not ordered:
        raise ValueError("no values")
    return ordered[max(0, ceil(len(ordered) * share) - 1)]

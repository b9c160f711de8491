"""What the AI services were used for and cost, from the records of their calls."""

from collections.abc import Iterable
from decimal import Decimal
from math import ceil

from commander.contract.metrics import AWSServiceMetrics
from commander.contract.services import SERVICES, ServiceCall


def used(calls: Iterable[ServiceCall]) -> list[AWSServiceMetrics]:
    """One row for each service that was called, in the services' own order. Health is not told by a few calls."""
    of: dict[str, list[ServiceCall]] = {}
    for call in calls:
        of.setdefault(call.service, []).append(call)
    return [_row(service, of[service]) for service in SERVICES if service in of]


def spent(calls: Iterable[ServiceCall]) -> Decimal:
    """US dollars of all calls together."""
    return sum((Decimal(str(call.cost_usd)) for call in calls), Decimal(0))


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest value that at least `share` of all do not exceed (nearest rank). Raises ValueError for none."""
    ordered = sorted(values)
    if not ordered:
        raise ValueError("no values")
    return ordered[max(0, ceil(len(ordered) * share) - 1)]


def _row(service: str, calls: list[ServiceCall]) -> AWSServiceMetrics:
    latencies = [call.latency_ms for call in calls]
    return AWSServiceMetrics(
        service_name=service,
        requests_count=len(calls),
        avg_latency_ms=round(sum(latencies) / len(latencies), 1),
        total_cost_usd=float(spent(calls)),
        success_rate=round(sum(call.outcome == "succeeded" for call in calls) / len(calls), 4),
        last_request=max(call.at for call in calls),
        p95_latency_ms=round(percentile(latencies, 0.95), 1),
        input_tokens=sum(call.input_tokens for call in calls),
        output_tokens=sum(call.output_tokens for call in calls),
        provenance=sorted({call.provenance for call in calls}),
    )

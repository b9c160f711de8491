"""Which task went to which model or service, and what it cost."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import get_args

from commander.contract.services import SERVICES, Purpose, ServiceCall, ServiceKey
from commander.domain.usage import P95, Use, percentile, use_of

_PURPOSES: tuple[Purpose, ...] = get_args(Purpose)


@dataclass(frozen=True)
class Spending:
    """All calls for one purpose to one model, or to one service that is no model."""

    purpose: Purpose
    service: ServiceKey
    model: str | None
    use: Use
    p95_ms: float


def spending(calls: Iterable[ServiceCall]) -> list[Spending]:
    """One row for each purpose and model, in the order of purposes and services; every call is in one."""
    of: dict[tuple[Purpose, ServiceKey, str | None], list[ServiceCall]] = {}
    for call in calls:
        of.setdefault((call.purpose, call.service, call.model), []).append(call)
    ordered = sorted(of, key=lambda key: (_PURPOSES.index(key[0]), SERVICES.index(key[1]), key[2] or ""))
    return [
        Spending(*key, sum((use_of(call) for call in of[key]), Use()), percentile((c.latency_ms for c in of[key]), P95))
        for key in ordered
    ]


def total(rows: Iterable[Spending]) -> Decimal:
    """US dollars of all rows."""
    return sum((row.use.usd for row in rows), Decimal(0))

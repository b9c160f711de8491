"""Small applications of several services for tests: series with natural noise, one fault or none."""

import random
from collections.abc import Callable, Mapping
from typing import Any

from commander.contract.evidence import Bundle
from commander.evidence import moments

START = 1_780_000_000.0
Shape = Callable[[float], float]
"""The factor by which a level changes, by the share of the time after the onset that has passed."""
LEVELS = {
    "cpu_usage": 0.2,
    "memory_usage": 4e8,
    "disk_io": 2e5,
    "latency_p50": 0.02,
    "latency_p99": 0.08,
    "error_rate": 0.0,
    "request_rate": 120.0,
    "network_receive_packets": 900.0,
}
_SPREAD = {"memory_usage": 0.004, "disk_io": 0.3, "latency_p99": 0.2, "latency_p50": 0.06}


def step(factor: float) -> Shape:
    """To a new level at once."""
    return lambda _: factor


def ramp(factor: float) -> Shape:
    """To a new level little by little."""
    return lambda passed: 1 + (factor - 1) * passed


def application(
    faults: Mapping[tuple[str, str], Shape] | None = None,
    *,
    services: int = 6,
    period: int = 15,
    before: int = 60,
    after: int = 24,
    seed: int = 1,
    errors: Mapping[str, float] | None = None,
    demand: Callable[[int], float] = lambda _: 1.0,
    names: Mapping[str, str] | None = None,
    edges: list[tuple[str, str]] | None = None,
    **more: Any,
) -> Bundle:
    """A bundle with all series of all services; `faults` by service and series, `errors` as rates since the onset."""
    chance = random.Random(seed)
    metrics: list[dict[str, Any]] = []
    for place in range(services):
        scale = 10 ** chance.uniform(-0.4, 0.4)
        for name, level in LEVELS.items():
            shape = (faults or {}).get((f"s{place}", name))
            points = []
            for at in range(before + after):
                value = scale * level * max(0.1, chance.gauss(1, _SPREAD.get(name, 0.05)))
                if name in ("cpu_usage", "request_rate", "network_receive_packets"):
                    value *= demand(at)
                if name == "latency_p99" and chance.random() < 0.02:
                    value *= 4
                if name == "error_rate":
                    value = 0.05 if chance.random() < 0.02 else 0.0
                if at >= before:
                    value *= shape((at - before) / after) if shape is not None else 1
                    if name == "error_rate":
                        value += (errors or {}).get(f"s{place}", 0.0) * chance.uniform(0.8, 1.2)
                points.append([moments.iso(START + period * at), round(value, 6)])
            metrics.append(
                {
                    "id": f"m{len(metrics)}",
                    "name": (names or {}).get(name, name),
                    "entity": f"service/s{place}",
                    "period_s": period,
                    "points": points,
                }
            )
    document: dict[str, Any] = {
        "schema": "evidence-bundle/1",
        "case_id": "panel",
        "incident": {
            "title": "checkout is slow",
            "severity": "high",
            "source": "prometheus",
            "collected_at": moments.iso(START + period * (before + after)),
        },
        "alerts": [],
        "metrics": metrics,
        "logs": [],
        "events": [],
        "changes": [],
        "topology": [
            {"id": f"t{place}", "from": f"service/{one}", "to": f"service/{other}", "kind": "calls"}
            for place, (one, other) in enumerate(edges or [])
        ],
        "state": [],
    }
    return Bundle.model_validate(document | more)

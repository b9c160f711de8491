"""A large evidence bundle as JSON text: many series of several kinds, log lines, platform events, state."""

import json
import math
import random
from datetime import UTC, datetime, timedelta
from typing import Any

START = datetime(2026, 11, 20, tzinfo=UTC)
SERIES = (
    ("latency_p99", "Seconds"),
    ("error_rate", "Percent"),
    ("request_rate", "Count/Second"),
    ("cpu_usage", "Cores"),
    ("memory_usage", "Bytes"),
)
LINES = (
    "connection refused to upstream inventory-7",
    "request done",
    "payment accepted for order",
    "cache miss for key",
    "retrying call to prices",
    "slow query",
    "user logged in",
)
REASONS = ("Pulled", "Started", "Unhealthy", "Scheduled", "BackOff")


def large_bundle(series: int, points: int, lines: int, events: int, state: int, seed: int = 5) -> bytes:
    """The text of a bundle with so many items; one service in forty gets worse in the last tenth of the time."""
    generator = random.Random(seed)
    times = [(START + timedelta(minutes=place)).strftime("%Y-%m-%dT%H:%M:%SZ") for place in range(points)]
    services = max(1, series // len(SERIES))
    document: dict[str, Any] = {
        "schema": "evidence-bundle/1",
        "case_id": "large-bundle",
        "incident": {
            "title": "Answers of service-0 are slow",
            "severity": "high",
            "source": "prometheus",
            "resource": "service/service-0",
            "collected_at": times[-1] if times else None,
        },
        "alerts": [],
        "metrics": [_metric(place, times, generator) for place in range(series)],
        "logs": [_line(place, times, services, generator) for place in range(lines)],
        "events": [_event(place, times, services, generator) for place in range(events)],
        "changes": [],
        "topology": [
            {
                "id": f"t{place + 1}",
                "from": f"service/service-{place}",
                "to": f"service/service-{(place * 7 + 1) % services}",
                "kind": "calls",
            }
            for place in range(services if series else 0)
        ],
        "state": [_pod(place, services) for place in range(state)],
    }
    return json.dumps(document).encode()


def _metric(place: int, times: list[str], generator: random.Random) -> dict[str, Any]:
    name, unit = SERIES[place % len(SERIES)]
    service = place // len(SERIES)
    level, worse = generator.uniform(1, 100), service % 40 == 0
    values = [
        round(
            level * (1 + 0.3 * math.sin(at / 230) + generator.gauss(0, 0.05) + (worse and at > 0.9 * len(times))),
            4,
        )
        for at in range(len(times))
    ]
    return {
        "id": f"m{place + 1}",
        "name": name,
        "entity": f"service/service-{service}",
        "unit": unit,
        "period_s": 60,
        "statistic": "Average",
        "points": [list(pair) for pair in zip(times, values, strict=True)],
    }


def _line(place: int, times: list[str], services: int, generator: random.Random) -> dict[str, Any]:
    said = f"{generator.choice(LINES)} id={generator.randrange(10**9):x} took {generator.randrange(900)} ms"
    return {
        "id": f"l{place + 1}",
        "t": generator.choice(times),
        "entity": f"service/service-{generator.randrange(services)}",
        "level": generator.choice(["INFO"] * 9 + ["ERROR"]),
        "message": said,
    }


def _event(place: int, times: list[str], services: int, generator: random.Random) -> dict[str, Any]:
    return {
        "id": f"e{place + 1}",
        "t": generator.choice(times),
        "kind": "kubernetes",
        "reason": generator.choice(REASONS),
        "message": "Container app of the pod",
        "entity": f"pod/service-{place % services}-6d5f7c9b4-x2k8q",
        "type": "normal",
    }


def _pod(place: int, services: int) -> dict[str, Any]:
    return {
        "id": f"s{place + 1}",
        "entity": f"pod/service-{place % services}-6d5f7c9b4-x2k8{'bcdfghjkmnp'[place % 11]}",
        "kind": "pod",
        "attributes": {
            "namespace": "shop",
            "phase": "Running",
            "ready": "1/1",
            "restarts": 0,
            "node": f"worker-{place % 10}",
            "labels": {"app": f"service-{place % services}"},
            "containers": [{"name": "app", "image": "shop/app:1", "ports": ["8080/TCP"]}],
        },
    }

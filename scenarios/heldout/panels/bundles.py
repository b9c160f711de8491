"""Builds the bundle and the expected answer of a recording."""

from __future__ import annotations

import random
from statistics import median
from typing import Any

from .answers import expect
from .incidents import describe
from .model import Service
from .recording import Recording, Spec, record

STORE_NAMES = {
    "threads_busy": "db_connections",
    "threads_max": "db_max_connections",
    "worker_pool_active": "db_connections_active",
    "worker_pool_size": "db_connections_max",
}
LATENCY = ("p50", "p90", "p99")


def build_case(spec: Spec) -> tuple[dict[str, Any], dict[str, Any]]:
    """The bundle and the expected answer for `spec`."""
    recording = record(spec)
    rng = random.Random(spec.seed + 7)
    metrics = _metrics(rng, recording)
    _spoil(rng, recording, metrics)
    incident, alerts = describe(rng, recording, metrics)
    bundle = {
        "schema": "evidence-bundle/1",
        "case_id": case_id_of(spec),
        "incident": incident,
        "alerts": alerts,
        "metrics": metrics,
        "logs": [],
        "events": [],
        "changes": [],
        "topology": _topology(recording) if spec.topology else [],
        "state": [],
    }
    return bundle, expect(recording, {m["entity"] + " " + m["name"]: m for m in metrics})


def case_id_of(spec: Spec) -> str:
    """The id of a recording, which tells nothing about it."""
    return f"rec-{random.Random(spec.seed * 7919).getrandbits(32):08x}"


def entity_of(recording: Recording, index: int) -> str:
    """The bundle's spelling of service `index`."""
    return f"{recording.scraper.style.kind}/{recording.system.services[index].name}"


def _metrics(rng: random.Random, recording: Recording) -> list[dict[str, Any]]:
    scraper, style = recording.scraper, recording.scraper.style
    units = rng.random() < 0.7
    dimensions = style.namespace is not None and rng.random() < 0.6
    metrics: list[dict[str, Any]] = []
    order = list(range(len(recording.system.services)))
    if rng.random() < 0.6:
        rng.shuffle(order)
    for index in order:
        service = recording.system.services[index]
        for kind in recording.kinds:
            if kind not in style.spelled or _unmeasured(recording, service, kind):
                continue
            points = scraper.scrape(
                rng, recording.trace, index, service, kind, recording.zero, recording.begin, recording.end
            )
            name, statistic, unit, _ = style.spelled[kind]
            if service.store:
                name = STORE_NAMES.get(name, name)
            entry: dict[str, Any] = {"id": f"m{len(metrics) + 1}", "name": name, "entity": entity_of(recording, index)}
            if style.namespace:
                entry["namespace"] = style.namespace
            if dimensions:
                entry["dimensions"] = {style.label: service.name}
            if statistic and not scraper.counts(kind):
                entry["statistic"] = statistic
            if units and unit:
                entry["unit"] = unit
            entry["period_s"] = scraper.interval
            entry["points"] = points
            if recording.normal is not None:
                start = recording.normal.start
                entry["baseline"] = {
                    "points": scraper.scrape(
                        rng, recording.normal, index, service, kind, recording.normal_zero, start, 0.0
                    )
                }
            if points or entry.get("baseline", {}).get("points"):
                metrics.append(entry)
    return metrics


def _unmeasured(recording: Recording, service: Service, kind: str) -> bool:
    """Stores answer no HTTP: often only their containers are measured. Brokers and consumers serve no one."""
    if service.role in ("broker", "worker") and kind in ("in_flight", "pool_busy", "pool_max"):
        return True
    if service.role == "broker" and kind in (*LATENCY, "errors"):
        return True
    return recording.lean_stores and service.store and kind in (*LATENCY, "errors", "requests", "in_flight")


def _spoil(rng: random.Random, recording: Recording, metrics: list[dict[str, Any]]) -> None:
    """Things all recordings have: constants, zeros, one wild point; the faulty service is left as measured."""
    own = entity_of(recording, recording.target)
    count = rng.choice([0, 0, 1, 2, 3]) + (2 if recording.spec.kind == "outlier" else 0)
    wild = [m for m in metrics if m["entity"] != own and len(m["points"]) > 10 and not recording.scraper.raw]
    for metric in rng.sample(wild, min(count, len(wild))):
        place = rng.randrange(3, len(metric["points"]) - 4)
        typical = median(abs(p[1]) for p in metric["points"])
        if (
            typical
            and metric["name"] not in ("replicas_ready", "threads_max")
            and "util" not in metric["name"]
            and "error" not in metric["name"]
        ):
            metric["points"][place][1] = round(typical * rng.choice([8, 30, 200]), 4)
    if rng.random() < 0.35:
        name, value = rng.choice(
            [("cpu_limit", None), ("oom_events", 0), ("network_receive_errors", 0), ("container_last_seen_gap", 0)]
        )
        for index, service in enumerate(recording.system.services):
            like = next((m for m in metrics if m["entity"] == entity_of(recording, index)), None)
            if like is None or len(metrics) >= 400:
                continue
            constant: float = (service.cores * service.replicas if service.limited else 0) if value is None else value
            entry = {
                **like,
                "id": f"m{len(metrics) + 1}",
                "name": name,
                "points": [[p[0], constant] for p in like["points"]],
            }
            for key in ("unit", "statistic"):
                entry.pop(key, None)
            if "baseline" in like:
                entry["baseline"] = {"points": [[p[0], constant] for p in like["baseline"]["points"]]}
            metrics.append(entry)


def _topology(recording: Recording) -> list[dict[str, Any]]:
    edges: list[dict[str, Any]] = []
    for index, service in enumerate(recording.system.services):
        for target in sorted({c.target for _, steps in service.plans for step in steps for c in step}):
            kind = {"db": "reads", "broker": "writes"}.get(recording.system.services[target].role, "calls")
            if service.role == "broker":
                edges.append(
                    {
                        "id": f"t{len(edges) + 1}",
                        "from": entity_of(recording, target),
                        "to": entity_of(recording, index),
                        "kind": "reads",
                    }
                )
                continue
            edges.append(
                {
                    "id": f"t{len(edges) + 1}",
                    "from": entity_of(recording, index),
                    "to": entity_of(recording, target),
                    "kind": kind,
                }
            )
    return edges

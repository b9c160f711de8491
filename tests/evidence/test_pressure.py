"""What is used up is an effect wherever something that uses it up can be seen: in many products and spellings."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from commander.contract.evidence import Bundle, Verdict
from commander.evidence.engine import investigate
from tests.evidence.test_scenarios import assert_citations_resolve

ONSET = datetime(2026, 4, 7, 9, 30, tzinfo=UTC)
Document = dict[str, Any]
Shape = Callable[[float], float]


def at(minute: float) -> str:
    return (ONSET + timedelta(minutes=minute)).strftime("%Y-%m-%dT%H:%M:%SZ")


def step(before: float, after: float) -> Shape:
    return lambda minute: before if minute < 0 else after


def ramp(before: float, after: float, start: float = -180.0, end: float = 25.0) -> Shape:
    return lambda minute: before + (after - before) * min(1.0, max(0.0, (minute - start) / (end - start)))


class Told:
    """A small bundle about one symptom; minutes count from its onset, and it is collected 25 minutes after that."""

    def __init__(self, resource: str, seed: int = 3) -> None:
        self.rng = random.Random(seed)
        self.resource = resource
        self.parts: dict[str, list[Document]] = {
            name: [] for name in ("alerts", "metrics", "logs", "events", "changes", "topology", "state", "gaps")
        }
        self.put("alerts", t=at(3), name="symptom", entity=resource, state="alarm")

    def put(self, section: str, **item: Any) -> "Told":
        self.parts[section].append({"id": f"{section[0]}{len(self.parts[section]) + 1}", **item})
        return self

    def metric(self, entity: str, name: str, shape: Shape | float, since: int = -60, **more: Any) -> "Told":
        value = shape if callable(shape) else (lambda minute: shape)
        points = [[at(minute), round(value(minute) * (1 + self.rng.gauss(0, 0.02)), 4)] for minute in range(since, 25)]
        return self.put("metrics", name=name, entity=entity, period_s=60, statistic="Average", points=points, **more)

    def log(self, minute: float, entity: str, message: str, level: str = "error", count: int = 1) -> "Told":
        return self.put("logs", t=at(minute), entity=entity, message=message, level=level, count=count)

    def needs(self, *pairs: tuple[str, str, str]) -> "Told":
        for one, kind, other in pairs:
            self.put("topology", **{"from": one, "to": other, "kind": kind})
        return self

    def verdict(self) -> Verdict:
        head = {"title": "symptom", "severity": "high", "source": "prometheus", "resource": self.resource}
        document = {
            "schema": "evidence-bundle/1",
            "case_id": "pressure",
            "incident": {**head, "started_at": at(3), "collected_at": at(25)},
            **self.parts,
        }
        bundle = Bundle.model_validate(document)
        verdict = investigate(bundle)
        assert_citations_resolve(bundle, verdict)
        return verdict


def cause_of(verdict: Verdict) -> tuple[str, str] | None:
    return None if verdict.root_cause is None else (verdict.root_cause.cause, verdict.root_cause.entity)


def busy(told: Told, entity: str, name: str = "cpu_utilization", before: float = 0.35, after: float = 0.97) -> Told:
    return told.metric(entity, name, step(before, after))


def slow(told: Told, entity: str) -> Told:
    return told.metric(entity, "latency_p95", step(0.2, 2.9), unit="Seconds")

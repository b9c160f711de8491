"""One recorded incident: a clock relative to the moment of collection, series with shape and noise, and the bundle's sections."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

Shape = Callable[[float], float]
Level = float | Shape
Case = tuple[dict[str, Any], dict[str, Any]]
SECTIONS = ("alerts", "metrics", "logs", "events", "changes", "topology", "state", "gaps")


def step(before: float, at: float, after: float, until: float = 1.0) -> Shape:
    """Level `before`, then `after` from minute `at` to minute `until`, then `before` again."""
    return lambda m: after if at <= m < until else before


def ramp(before: float, at: float, after: float, end: float) -> Shape:
    """A straight climb (or fall) from `before` at minute `at` to `after` at minute `end`."""

    def level(m: float) -> float:
        share = min(1.0, max(0.0, (m - at) / (end - at)))
        return before + (after - before) * share

    return level


def slope(start: float, end: float, minutes: float) -> Shape:
    """The slow climb or fall of a day over the last `minutes`."""
    return ramp(start, -minutes, end, 0.0)


def saw(low: float, high: float, every: float, phase: float = 0.0) -> Shape:
    """A sawtooth, as heap use between collections."""
    return lambda m: low + (high - low) * (((m + phase) % every) / every)


def peaks(base: float, *spikes: tuple[float, float, float]) -> Shape:
    """A flat line with spikes (minute, length, height)."""

    def level(m: float) -> float:
        for at, length, height in spikes:
            if at <= m < at + length:
                return height
        return base

    return level


class Recording:
    """The evidence of one incident; every minute given to it counts from the collection (negative is before)."""

    def __init__(self, case_id: str, seed: int, now: str, minutes: int, period: int = 60, style: str = "Z") -> None:
        self.rng = random.Random(seed)
        self.case_id, self.minutes, self.period, self.style = case_id, minutes, period, style
        self.now = datetime.fromisoformat(now).replace(tzinfo=UTC)
        self.sections: dict[str, list[dict[str, Any]]] = {name: [] for name in SECTIONS}
        self.head: dict[str, Any] = {}
        self.renamed: dict[str, str] = {}

    def t(self, minute: float) -> str:
        """The time of a minute in this recording's own spelling."""
        at = self.now + timedelta(seconds=round(minute * 60, 3))
        if self.style == "millis":
            return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"
        if self.style.startswith(("+", "-")):
            hours = int(self.style[:3])
            return at.astimezone(timezone(timedelta(hours=hours))).isoformat(timespec="seconds")
        return at.strftime("%Y-%m-%dT%H:%M:%SZ")

    def _add(self, section: str, prefix: str, item: dict[str, Any]) -> dict[str, Any]:
        kept = {key: value for key, value in item.items() if value is not None}
        rows = self.sections[section]
        rows.append({"id": f"{prefix}{len(rows) + 1}", **kept})
        return rows[-1]

    def incident(
        self, title: str, source: str, severity: str, service: str | None, resource: str | None, began: float | None,
        description: str | None = None, **labels: str,
    ) -> None:  # fmt: skip
        """What paged; `began` is None when the source does not say."""
        self.head = {
            "title": title, "description": description, "severity": severity, "source": source, "service": service,
            "resource": resource, "region": None, "started_at": None if began is None else self.t(began),
            "collected_at": self.t(0), "labels": labels,
        }  # fmt: skip

    def metric(
        self, name: str, entity: str, level: Level, noise: float = 0.08, unit: str | None = None,
        stat: str | None = "Average", namespace: str | None = "Prometheus", period: int | None = None,
        whole: bool = False, missing: tuple[float, float] | None = None, base: Level | None = None, **dims: str,
    ) -> None:  # fmt: skip
        """A series over the whole recording with log-normal noise; `base` adds a week-old baseline at that level or of that shape."""
        every = period or self.period
        shape: Shape = level if callable(level) else (lambda m, fixed=level: fixed)  # type: ignore[misc]
        points, m = [], -float(self.minutes)
        while m <= 0:
            lost = missing is not None and missing[0] <= m <= missing[1]
            if not lost and self.rng.random() > 0.006:
                points.append([self.t(m), self._value(shape(m), noise, whole, unit)])
            m += every / 60
        old = None
        if base is not None:
            span = range(0, self.minutes * 60 + 1, every)
            week = 7 * 1440 + self.minutes
            past: Shape = base if callable(base) else (lambda m, fixed=base: fixed)  # type: ignore[misc]
            old = {
                "points": [
                    [self.t(s / 60 - week), self._value(past(s / 60 - self.minutes), noise, whole, unit)] for s in span
                ]
            }
        self._add("metrics", "m", {
            "name": name, "namespace": namespace, "entity": entity, "dimensions": dims or None, "statistic": stat,
            "unit": unit, "period_s": every, "points": points, "baseline": old,
        })  # fmt: skip

    def _value(self, level: float, noise: float, whole: bool, unit: str | None) -> float:
        value = level * math.exp(self.rng.gauss(0, noise)) if noise else level
        value = min(value, {"Ratio": 1.0, "Percent": 100.0}.get(unit or "", math.inf))
        return round(value) if whole else float(f"{value:.5g}")

    def log(
        self, minute: float | None, entity: str, level: str, message: str, count: int | None = 1,
        source: str | None = None,
    ) -> None:  # fmt: skip
        """One (grouped) log line."""
        at = None if minute is None else self.t(minute + self.rng.uniform(-0.4, 0.0))
        self._add("logs", "l", {
            "t": at, "entity": entity, "source": source, "level": level, "message": message, "count": count,
        })  # fmt: skip

    def event(
        self, minute: float, entity: str, reason: str, message: str, type_: str = "warning", count: int = 1,
        source: str = "kubelet", first: float | None = None, kind: str = "kubernetes",
    ) -> None:  # fmt: skip
        """Something the platform reported."""
        self._add("events", "e", {
            "t": self.t(minute), "first_t": None if first is None else self.t(first), "kind": kind, "source": source,
            "entity": entity, "type": type_, "reason": reason, "message": message, "count": count,
        })  # fmt: skip

    def alert(self, minute: float | None, name: str, entity: str | None, state: str, **more: Any) -> None:
        """A monitor beside the one that paged, or that one itself."""
        at = None if minute is None else self.t(minute)
        self._add("alerts", "a", {"t": at, "name": name, "entity": entity, "state": state, **more})

    def change(self, minute: float, kind: str, actor: str | None, action: str, entity: str, /, **details: Any) -> None:
        """Something a person or a pipeline did."""
        self._add("changes", "c", {
            "t": self.t(minute), "kind": kind, "actor": actor, "action": action, "entity": entity,
            "details": details or None,
        })  # fmt: skip

    def edge(self, start: str, end: str, kind: str = "calls") -> None:
        """A known relation."""
        self._add("topology", "t", {"from": start, "to": end, "kind": kind})

    def state(self, entity: str, kind: str, /, **attributes: Any) -> dict[str, Any]:
        """A snapshot at collection; returns its attributes, open to amendment."""
        self._add("state", "s", {"t": self.t(0), "entity": entity, "kind": kind, "attributes": attributes})
        return attributes

    def gap(self, section: str, reason: str, entity: str | None = None, permission: str | None = None) -> None:
        """Something that could not be looked at."""
        self._add("gaps", "g", {"section": section, "entity": entity, "reason": reason, "permission": permission})

    def drop(self, section: str) -> None:
        """Leave a section out, as a collector without access does."""
        self.sections[section] = []

    def _show_own_alarm(self) -> None:
        """The monitor that paged stands among the alerts, firing, unless the case already shows it."""
        head = self.head
        shown = any(
            row["name"] == head["title"] or (head["resource"] and row.get("entity") == head["resource"])
            for row in self.sections["alerts"]
        )
        if head["source"] != "manual" and not shown:
            at = None if head["started_at"] is None else datetime.fromisoformat(head["started_at"])
            minute = None if at is None else (at - self.now).total_seconds() / 60
            self.alert(minute, head["title"], head["resource"], "alarm", reason=head["description"])

    def bundle(self) -> dict[str, Any]:
        """The finished evidence bundle."""
        self._show_own_alarm()
        for section in ("logs", "events", "changes"):
            rows = sorted(self.sections[section], key=lambda row: datetime.fromisoformat(row.get("t", self.t(0))))
            for number, row in enumerate(rows, 1):
                row["id"] = f"{row['id'][0]}{number}"
            self.sections[section] = rows
        whole = {"schema": "evidence-bundle/1", "case_id": self.case_id, "incident": self.head, **self.sections}
        text = json.dumps(whole)
        for name, right in self.renamed.items():
            text = text.replace(name, right)
        renamed: dict[str, Any] = json.loads(text)
        return renamed

    def fault(
        self, cause: str, entity: str, *also: tuple[str, str], herring: tuple[str, str] | None = None,
        near: tuple[str, ...] = (), poor: bool = False,
    ) -> Case:  # fmt: skip
        """The bundle with its right answer."""
        return self.bundle(), {
            "verdict": ["confirmed", "likely"], "cause": cause, "entity": entity,
            "also": [{"cause": c, "entity": e} for c, e in also], "kind": "fault", "poor": poor,
            "herring": None if herring is None else {"cause": herring[0], "entity": herring[1]},
            "near": list(near), "written": "before",
        }  # fmt: skip

    def healthy(self, *near: str) -> Case:
        """The bundle of a page behind which nothing is wrong now."""
        return self._without_cause("healthy", ["healthy"], near, False)

    def blind(self, *near: str) -> Case:
        """The bundle of a real problem the evidence cannot explain."""
        return self._without_cause("blind", ["inconclusive"], near, True)

    def _without_cause(self, kind: str, verdict: list[str], near: tuple[str, ...], poor: bool) -> Case:
        return self.bundle(), {
            "verdict": verdict, "cause": None, "entity": None, "also": [], "kind": kind, "poor": poor,
            "herring": None, "near": list(near), "written": "before",
        }  # fmt: skip

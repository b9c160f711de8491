"""Builds one evidence bundle; every time is given in minutes from the moment the page says it began."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

Pair = tuple[dict[str, Any], dict[str, Any]]
Shape = float | Mapping[float, float]

UNITS = {
    "CPUUtilization": "Percent",
    "DatabaseConnections": "Count",
    "TargetResponseTime": "Seconds",
    "FreeableMemory": "Bytes",
    "Duration": "Milliseconds",
}
NAMESPACES = {
    "rds": "AWS/RDS",
    "aurora": "AWS/RDS",
    "dynamodb": "AWS/DynamoDB",
    "elasticache": "AWS/ElastiCache",
    "opensearch": "AWS/ES",
    "lambda": "AWS/Lambda",
    "ecs-service": "AWS/ECS",
    "sqs": "AWS/SQS",
    "apigateway": "AWS/ApiGateway",
    "alb": "AWS/ApplicationELB",
    "target-group": "AWS/ApplicationELB",
}


def _level(shape: Shape, minute: float, ramp: bool) -> float:
    if not isinstance(shape, Mapping):
        return float(shape)
    marks = sorted(shape.items())
    before = [mark for mark in marks if mark[0] <= minute] or marks[:1]
    after = [mark for mark in marks if mark[0] > minute]
    if not ramp or not after:
        return before[-1][1]
    (left, low), (right, high) = before[-1], after[0]
    return low if minute <= left else low + (high - low) * (minute - left) / (right - left)


class Case:
    """One incident under construction. `zone` is the hours east of UTC the source spells times in."""

    def __init__(
        self,
        number: int,
        at: str,
        now: float,
        title: str,
        source: str,
        resource: str | None,
        severity: str = "critical",
        service: str | None = None,
        description: str | None = None,
        region: str | None = None,
        zone: int = 0,
        start_known: bool = True,
        lead: float = 60,
        labels: dict[str, str] | None = None,
    ) -> None:
        self.rng = random.Random(number * 7919)
        self.origin = datetime.fromisoformat(at).replace(tzinfo=UTC)
        self.zone = timezone(timedelta(hours=zone))
        self.now, self.lead, self.number = now, lead, number
        self.bundle: dict[str, Any] = {
            "schema": "evidence-bundle/1",
            "case_id": f"qy-{number}",
            "incident": {
                "title": title,
                "description": description,
                "severity": severity,
                "source": source,
                "service": service,
                "resource": resource,
                "region": region,
                "started_at": self.time(0) if start_known else None,
                "collected_at": self.time(now),
                "labels": labels or {},
            },
        }
        for section in ("alerts", "metrics", "logs", "events", "changes", "topology", "state", "gaps"):
            self.bundle[section] = []

    def time(self, minute: float) -> str:
        """The instant `minute` minutes after the page, spelled in the case's zone."""
        text = (self.origin + timedelta(seconds=round(minute * 60))).astimezone(self.zone).isoformat()
        return text.replace("+00:00", "Z")

    def _add(self, table: str, prefix: str, /, **item: Any) -> None:
        rows: list[dict[str, Any]] = self.bundle[table]
        kept = {key: value for key, value in item.items() if value is not None}
        rows.append({"id": f"{prefix}{len(rows) + 1}", **kept})

    def holds(self, section: str, entity: str, kind: str) -> bool:
        """Whether the section already tells this of the entity: a metric by name, a state by kind."""
        return any(
            row.get("entity") == entity and kind in (row.get("name"), row.get("kind")) for row in self.bundle[section]
        )

    def alert(
        self, t: float, name: str, entity: str | None, state: str = "alarm", reason: str | None = None, **more: Any
    ) -> None:
        self._add("alerts", "a", t=self.time(t), name=name, entity=entity, state=state, reason=reason, **more)

    def metric(
        self,
        entity: str,
        name: str,
        shape: Shape,
        *,
        unit: str | None = None,
        stat: str = "Average",
        noise: float = 0.08,
        step: float = 1,
        start: float | None = None,
        end: float | None = None,
        ramp: bool = False,
        drop: tuple[float, float] | None = None,
        cap: float | None = None,
        whole: bool = False,
        baseline: bool = False,
        base: float | None = None,
        dims: dict[str, str] | None = None,
        ns: str | None = None,
        sway: float = 0.04,
    ) -> None:
        """Add a series with log-normal noise about `shape` (a level, or {minute: level}); `drop` leaves a hole."""
        phase = self.rng.uniform(0, 6.28)

        def draw(level: float, minute: float) -> float:
            value = level * math.exp(self.rng.gauss(0, noise)) * (1 + sway * math.sin(phase + minute / 37))
            value = min(value, cap) if cap is not None else value
            return float(round(value)) if whole or abs(value) >= 1e5 else float(f"{value:.4g}")

        first = -self.lead if start is None else start
        last = self.now if end is None else end
        minutes = [first + step * index for index in range(int((last - first) / step) + 1)]
        points = [
            [self.time(minute), draw(_level(shape, minute, ramp), minute)]
            for minute in minutes
            if drop is None or not drop[0] <= minute <= drop[1]
        ]
        usual = base if base is not None else _level(shape, first, False)
        week = 7 * 24 * 60
        weekly = [[self.time(m - week), draw(_level(shape, m, ramp) if base is None else usual, m)] for m in minutes]
        self._add(
            "metrics",
            "m",
            name=name,
            namespace=ns or NAMESPACES.get(entity.split("/")[0], "Prometheus"),
            entity=entity,
            dimensions=dims,
            statistic=stat,
            unit=unit or UNITS.get(name),
            period_s=step * 60,
            points=points,
            baseline={"points": weekly} if baseline or base is not None else None,
        )

    def log(
        self, t: float, entity: str, level: str, message: str, count: int | None = None, source: str | None = None
    ) -> None:
        stamp = self.time(t)
        if self.number % 3 == 0:  # some log stores keep milliseconds
            stamp = f"{stamp[:19]}.{self.rng.randrange(1000):03d}{stamp[19:]}"
        self._add("logs", "l", t=stamp, entity=entity, source=source, level=level, message=message, count=count)

    def event(
        self, t: float, entity: str, reason: str, message: str, type: str = "normal", kind: str = "kubernetes",
        count: int | None = None, first: float | None = None, source: str | None = None,
    ) -> None:  # fmt: skip
        first_t = self.time(first) if first is not None else None
        self._add(
            "events", "e", t=self.time(t), first_t=first_t, kind=kind, source=source, entity=entity, type=type,
            reason=reason, message=message, count=count,
        )  # fmt: skip

    def change(self, t: float, kind: str, action: str, entity: str, actor: str | None = None, **details: Any) -> None:
        self._add("changes", "c", t=self.time(t), kind=kind, actor=actor, action=action, entity=entity, details=details)

    def edges(self, *lines: str) -> None:
        """Each line reads `from kind to`."""
        for line in lines:
            left, kind, right = line.split()
            self._add("topology", "t", **{"from": left, "to": right, "kind": kind})

    def state(self, entity: str, kind: str, **attributes: Any) -> None:
        self._add("state", "s", t=self.time(self.now), entity=entity, kind=kind, attributes=attributes)

    def gap(self, section: str, reason: str, entity: str | None = None, permission: str | None = None) -> None:
        self._add("gaps", "g", section=section, reason=reason, entity=entity, permission=permission)

    def _close(self, **expected: Any) -> Pair:
        return self.bundle, {"poor": False, "also": [], "near": [], "herring": None, "written": "before", **expected}

    def healthy(
        self, cause: str | None = None, near: list[str] | None = None, herring: tuple[str, str] | None = None
    ) -> Pair:
        return self._close(
            kind="healthy", verdict=["healthy"], cause=cause, entity=None, near=near or [], herring=_place(herring)
        )

    def fault(
        self, cause: str, entity: str, also: list[tuple[str, str]] | None = None, near: list[str] | None = None,
        herring: tuple[str, str] | None = None, poor: bool = False,
    ) -> Pair:  # fmt: skip
        places = [{"cause": code, "entity": place} for code, place in also or []]
        return self._close(
            kind="fault", verdict=["confirmed", "likely"], cause=cause, entity=entity, also=places, near=near or [],
            herring=_place(herring), poor=poor,
        )  # fmt: skip

    def blind(self, near: list[str] | None = None) -> Pair:
        return self._close(kind="blind", verdict=["inconclusive"], cause=None, entity=None, near=near or [], poor=True)


def _place(herring: tuple[str, str] | None) -> dict[str, str] | None:
    return {"cause": herring[0], "entity": herring[1]} if herring else None

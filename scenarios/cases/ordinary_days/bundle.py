"""Builder of one evidence bundle; all times are minutes relative to collection (negative: before it)."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

Case = tuple[dict[str, Any], dict[str, Any]]
Spans = Sequence[tuple[float, float, float]]

NAMESPACES = {
    "rds": ("AWS/RDS", "DBInstanceIdentifier"),
    "lambda": ("AWS/Lambda", "FunctionName"),
    "sqs": ("AWS/SQS", "QueueName"),
    "alb": ("AWS/ApplicationELB", "LoadBalancer"),
    "ecs-service": ("AWS/ECS", "ServiceName"),
    "dynamodb": ("AWS/DynamoDB", "TableName"),
    "kinesis": ("AWS/Kinesis", "StreamName"),
    "apigateway": ("AWS/ApiGateway", "ApiName"),
    "elasticache": ("AWS/ElastiCache", "CacheClusterId"),
    "pod": ("ContainerInsights", "PodName"),
    "deployment": ("Prometheus", "deployment"),
    "service": ("Prometheus", "service"),
}


class Bundle:
    """Collects the sections of a bundle and hands out their ids."""

    def __init__(
        self,
        case_id: str,
        now: str,
        *,
        title: str,
        source: str,
        resource: str | None,
        severity: str = "warning",
        description: str | None = None,
        service: str | None = None,
        region: str | None = None,
        started: float | None = None,
        labels: dict[str, str] | None = None,
        zone_h: int = 0,
        millis: bool = False,
    ) -> None:
        self.rng = random.Random(case_id)
        self.now = datetime.fromisoformat(now).replace(tzinfo=UTC)
        self.zone = timezone(timedelta(hours=zone_h))
        self.millis = millis
        self.parts: dict[str, list[dict[str, Any]]] = {
            name: [] for name in ("alerts", "metrics", "logs", "events", "changes", "topology", "state", "gaps")
        }
        self.case_id = case_id
        self.incident = {
            "title": title,
            "description": description,
            "severity": severity,
            "source": source,
            "service": service,
            "resource": resource,
            "region": region,
            "started_at": None if started is None else self.at(started),
            "collected_at": self.at(0),
            "labels": labels or {},
        }

    def at(self, minutes: float) -> str:
        """ISO 8601 time so many minutes from collection, in the bundle's own spelling."""
        moment = (self.now + timedelta(minutes=minutes)).astimezone(self.zone)
        text = moment.strftime("%Y-%m-%dT%H:%M:%S")
        if self.millis:
            text += f".{self.rng.randrange(1000):03d}"
        offset = self.zone.utcoffset(None)
        hours = int(offset.total_seconds() // 3600)
        return text + ("Z" if hours == 0 else f"{hours:+03d}:00")

    def add(self, section: str, /, **fields: Any) -> None:
        """Append one record; fields that are None are left out."""
        self.parts[section].append({key: value for key, value in fields.items() if value is not None})

    def alarm(self, name: str, entity: str | None, state: str, t: float | None = None, **more: Any) -> None:
        self.add("alerts", t=None if t is None else self.at(t), name=name, entity=entity, state=state, **more)

    def log(
        self, t: float, entity: str, level: str, message: str, count: int | None = None, source: str | None = None
    ) -> None:
        self.add("logs", _t=t, t=self.at(t), entity=entity, source=source, level=level, message=message, count=count)

    def chatter(
        self,
        entity: str,
        lines: Sequence[tuple[str, str]],
        n: int,
        start: float,
        end: float = -0.3,
        source: str | None = None,
    ) -> None:
        """Spread n ordinary log lines over a span."""
        for _ in range(n):
            level, message = self.rng.choice(lines)
            filled = message.format(
                ms=int(self.rng.lognormvariate(3.6, 0.5)),
                n=self.rng.randrange(2, 400),
                id=f"{self.rng.getrandbits(32):08x}",
            )
            self.log(self.rng.uniform(start, end), entity, level, filled, source=source)

    def event(
        self,
        t: float,
        kind: str,
        entity: str,
        type_: str,
        reason: str,
        message: str,
        count: int = 1,
        source: str | None = None,
        first: float | None = None,
    ) -> None:
        first_t = None if first is None else self.at(first)
        self.add(
            "events",
            _t=t,
            t=self.at(t),
            first_t=first_t,
            kind=kind,
            source=source,
            entity=entity,
            type=type_,
            reason=reason,
            message=message,
            count=count,
        )

    def change(self, t: float, kind: str, action: str, entity: str, actor: str | None = None, **details: Any) -> None:
        self.add("changes", _t=t, t=self.at(t), kind=kind, actor=actor, action=action, entity=entity, details=details)

    def edges(self, *rows: tuple[str, str, str]) -> None:
        for source, kind, target in rows:
            self.parts["topology"].append({"from": source, "to": target, "kind": kind})

    def state(self, entity: str, kind: str, t: float = 0, **attributes: Any) -> None:
        self.add("state", t=self.at(t), entity=entity, kind=kind, attributes=attributes)

    def gap(self, section: str, entity: str | None, reason: str, permission: str | None = None) -> None:
        self.add("gaps", section=section, entity=entity, reason=reason, permission=permission)

    def series(
        self,
        entity: str,
        name: str,
        base: float,
        *,
        noise: float = 0.08,
        start: float = -120,
        end: float = 0,
        step: float = 1,
        bumps: Spans = (),
        sets: Spans = (),
        slope: float = 0,
        whole: bool = False,
        cap: float | None = None,
        stat: str | None = None,
        unit: str | None = None,
        baseline: float | None = None,
        baseline_bumps: Spans = (),
        namespace: str | None = None,
        silent: tuple[float, float] | None = None,
    ) -> None:
        """A log-normal series: bumps multiply a span, sets replace its level, slope adds so much a minute.

        baseline: how many days earlier the normal time lies, with its own bumps; silent: a span without datapoints.
        """

        def draw(
            first: float, last: float, shapes: Spans, levels: Spans, rise: float, shift_days: float
        ) -> list[list[Any]]:
            points: list[list[Any]] = []
            minute = first
            while minute < last:
                level = base + rise * (minute - first)
                for low, high, value in levels:
                    level = value if low <= minute < high else level
                for low, high, factor in shapes:
                    level *= factor if low <= minute < high else 1
                value = level * self.rng.lognormvariate(0, noise)
                value = min(value, cap) if cap is not None else value
                reported = silent is None or not silent[0] <= minute < silent[1]
                if reported and (noise == 0 or self.rng.random() > 0.012):
                    points.append([self.at(minute - shift_days * 1440), round(value) if whole else round(value, 4)])
                minute += step
            return points

        default, dimension = NAMESPACES.get(entity.split("/", 1)[0], (None, None))
        record: dict[str, Any] = {"name": name, "entity": entity, "period_s": step * 60}
        if namespace or default:
            record["namespace"] = namespace or default
        if dimension:
            record["dimensions"] = {dimension: entity.split("/", 1)[1]}
        if stat:
            record["statistic"] = stat
        if unit:
            record["unit"] = unit
        record["points"] = draw(start, end, bumps, sets, slope, 0)
        if baseline is not None:
            record["baseline"] = {"points": draw(start, end, baseline_bumps, (), slope, baseline)}
        self.parts["metrics"].append(record)

    def done(self) -> dict[str, Any]:
        """The bundle: logs, events and changes by time, ids given in order."""
        letters = dict(zip(self.parts, "amlectsg", strict=False))
        bundle: dict[str, Any] = {"schema": "evidence-bundle/1", "case_id": self.case_id, "incident": self.incident}
        for section, rows in self.parts.items():
            if section in ("logs", "events", "changes"):
                rows = sorted(rows, key=lambda row: row["_t"])
            bundle[section] = [
                {"id": f"{letters[section]}{n}", **{key: value for key, value in row.items() if key != "_t"}}
                for n, row in enumerate(rows, 1)
            ]
        if not bundle["gaps"]:
            del bundle["gaps"]
        return bundle


def expect(
    kind: str,
    cause: str | None = None,
    entity: str | None = None,
    *,
    also: Sequence[tuple[str, str]] = (),
    poor: bool = False,
    herring: tuple[str, str] | None = None,
    near: Sequence[str] = (),
) -> dict[str, Any]:
    """The right answer of a case."""
    verdicts = {"fault": ["confirmed", "likely"], "healthy": ["healthy"], "blind": ["inconclusive"]}
    return {
        "verdict": verdicts[kind],
        "cause": cause,
        "entity": entity,
        "also": [{"cause": code, "entity": place} for code, place in also],
        "kind": kind,
        "poor": poor,
        "herring": {"cause": herring[0], "entity": herring[1]} if herring else None,
        "near": list(near),
        "written": "before",
    }

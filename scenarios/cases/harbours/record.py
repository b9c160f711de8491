"""A recording of one incident: minutes from the beginning of the recording become times, plans become noisy series."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from typing import Any

Plan = float | Sequence[tuple[float, float]]
Bundle = dict[str, Any]
Expected = dict[str, Any]

NAMESPACES = {
    "rds": ("AWS/RDS", "DBInstanceIdentifier"),
    "lambda": ("AWS/Lambda", "FunctionName"),
    "dynamodb": ("AWS/DynamoDB", "TableName"),
    "elasticache": ("AWS/ElastiCache", "CacheClusterId"),
    "sqs": ("AWS/SQS", "QueueName"),
    "alb": ("AWS/ApplicationELB", "LoadBalancer"),
    "target-group": ("AWS/ApplicationELB", "TargetGroup"),
    "apigateway": ("AWS/ApiGateway", "ApiName"),
    "ecs-service": ("AWS/ECS", "ServiceName"),
}
PERCENT = {"CPUUtilization", "MemoryUtilization", "EngineCPUUtilization", "DatabaseMemoryUsagePercentage"}
PERCENT |= {"BurstBalance", "cpu_utilization", "memory_utilization", "success_rate", "error_rate"}
SECONDS = {"ReadLatency", "WriteLatency", "TargetResponseTime", "ReplicaLag", "ApproximateAgeOfOldestMessage"}
BYTES = {"FreeableMemory", "FreeStorageSpace", "memory_usage", "BytesUsedForCache", "TransactionLogsDiskUsage"}
MILLISECONDS = {"Duration", "Latency", "IntegrationLatency", "SuccessfulRequestLatency", "AuroraReplicaLag"}
RATES = {"DBLoad", "cpu_usage", "request_rate", "ReadIOPS", "WriteIOPS", "CPUCreditBalance", "DiskQueueDepth"}
LARGEST = {
    "UnHealthyHostCount",
    "CPUSurplusCreditBalance",
    "ApproximateNumberOfMessagesVisible",
    "DatabaseConnections",
    "ConcurrentExecutions",
    "ReplicaLag",
    "ApproximateAgeOfOldestMessage",
    "CurrConnections",
}


def step(before: float, minute: float, after: float) -> list[tuple[float, float]]:
    """A level that changes at once."""
    return [(minute - 0.02, before), (minute, after)]


def ramp(before: float, begins: float, ends: float, after: float) -> list[tuple[float, float]]:
    """A level that changes steadily between two minutes."""
    return [(begins, before), (ends, after)]


def bump(usual: float, begins: float, ends: float, height: float) -> list[tuple[float, float]]:
    """A level that is left for a while and taken up again."""
    return [(begins - 0.02, usual), (begins, height), (ends, height), (ends + 0.02, usual)]


def level_at(plan: Plan, minute: float) -> float:
    """The planned level at a minute: straight between the named points, level outside them."""
    if isinstance(plan, int | float):
        return float(plan)
    if minute <= plan[0][0]:
        return plan[0][1]
    for (left, low), (right, high) in pairwise(plan):
        if left <= minute <= right:
            return high if right == left else low + (high - low) * (minute - left) / (right - left)
    return plan[-1][1]


def unit_of(name: str) -> str:
    """The unit a metric of this name is reported in."""
    for unit, names in (("Percent", PERCENT), ("Seconds", SECONDS), ("Bytes", BYTES), ("Milliseconds", MILLISECONDS)):
        if name in names:
            return unit
    if name.startswith("latency_"):
        return "Seconds"
    return "None" if name in RATES else "Count"


class Record:
    """Collects the sections of one bundle. All minutes count from the beginning of the recording."""

    def __init__(self, case_id: str, begins: str, length: float, *, zone: float = 0, millis: bool = False,
        period: float = 1, lost: float = 0,
    ) -> None:  # fmt: skip
        self.random = random.Random(f"harbours {case_id}")
        self.begins = datetime.fromisoformat(begins).replace(tzinfo=UTC)
        self.length = length
        self.zone = timezone(timedelta(hours=zone))
        self.millis = millis
        self.period = period
        self.lost = lost
        sections = ("alerts", "metrics", "logs", "events", "changes", "topology", "state", "gaps")
        self.bundle: Bundle = {"schema": "evidence-bundle/1", "case_id": case_id, "incident": {}}
        self.bundle.update({section: [] for section in sections})

    def at(self, minute: float, *, exact: bool = False) -> str:
        """The written time of a minute; exact times keep the recording's sub-second habit out."""
        moment = (self.begins + timedelta(seconds=round(minute * 60))).astimezone(self.zone)
        text = moment.isoformat(timespec="seconds").replace("+00:00", "Z")
        if self.millis and not exact:
            text = f"{text[:19]}.{self.random.randrange(1000):03d}{text[19:]}"
        return text

    def add(self, section: str, letter: str, item: dict[str, Any]) -> None:
        """Append one item with the section's next id, leaving out what is None."""
        kept = {key: value for key, value in item.items() if value is not None}
        self.bundle[section].append({"id": f"{letter}{len(self.bundle[section]) + 1}", **kept})

    def page(
        self, title: str, source: str, resource: str | None, started: float | None, *, severity: str = "high",
        text: str | None = None, service: str | None = None, region: str | None = None, **labels: str,
    ) -> None:  # fmt: skip
        """What the responder was paged with."""
        self.bundle["incident"] = {
            "title": title, "description": text, "severity": severity, "source": source, "service": service,
            "resource": resource, "region": region, "labels": labels,
            "started_at": None if started is None else self.at(started, exact=True),
            "collected_at": self.at(self.length, exact=True),
        }  # fmt: skip

    def alert(self, minute: float | None, name: str, entity: str | None, state: str = "alarm", **more: Any) -> None:
        """Another alarm or monitor."""
        moment = None if minute is None else self.at(minute)
        self.add("alerts", "a", {"t": moment, "name": name, "entity": entity, "state": state, **more})

    def series(
        self, unit: str, plan: Plan, period: float, noise: float, back: timedelta, until: float
    ) -> list[list[Any]]:
        """Noisy points of a plan; counts scatter as counts do, other values log-normally."""
        whole, points, minute = unit == "Count", [], 0.0
        while minute <= until:
            level = level_at(plan, minute)
            if whole:
                scatter = math.sqrt(level) * 0.6 + noise * level if noise else 0.0
                value = round(max(0.0, self.random.gauss(level, scatter)))
            else:
                value = level * math.exp(self.random.gauss(0, noise)) if level else 0.0
                if unit == "Percent":
                    value = min(value, 100.0)
                value = round(value, 4) if value < 1e6 else round(value, -3)
            moment = (self.begins - back + timedelta(seconds=round(minute * 60))).astimezone(self.zone)
            points.append([moment.isoformat(timespec="seconds").replace("+00:00", "Z"), value])
            minute += period
        return points

    def metric(
        self, entity: str, name: str, plan: Plan, *, period: float | None = None, noise: float = 0.07, stat: str | None = None,
        space: str | None = None, hole: tuple[float, float] | None = None, usual: Plan | None = None,
        unit: str | None = None, **dimensions: str,
    ) -> None:  # fmt: skip
        """One series; `usual` is the plan of the same series a week ago, `hole` minutes without points."""
        kind, short = entity.split("/", 1)
        known = NAMESPACES.get(kind)
        period = self.period if period is None else period
        unit = unit or unit_of(name)
        points = self.series(unit, plan, period, noise, timedelta(0), self.length - 0.5)
        if hole is not None:
            first, last = (round(minute / period) for minute in hole)
            points = points[:first] + points[last:]
        if self.lost:
            points = [point for point in points if self.random.random() >= self.lost]
        if stat is None and known:
            stat = "Maximum" if name in LARGEST else ("Sum" if unit_of(name) == "Count" else "Average")
        item: dict[str, Any] = {
            "name": name, "namespace": space or (known[0] if known else "Prometheus"), "entity": entity,
            "dimensions": ({known[1]: short} if known else {}) | dimensions, "statistic": stat,
            "unit": unit, "period_s": period * 60, "points": points,
        }  # fmt: skip
        if usual is not None:
            item["baseline"] = {"points": self.series(unit, usual, period, noise, timedelta(days=7), self.length - 0.5)}
        self.add("metrics", "m", item)

    def log(
        self, minute: float | None, entity: str, message: str, level: str | None = "error", count: int | None = None,
        source: str | None = None,
    ) -> None:  # fmt: skip
        """One log line, or a group of like lines."""
        moment = None if minute is None else self.at(minute)
        item = {"t": moment, "entity": entity, "source": source, "level": level, "message": message, "count": count}
        self.add("logs", "l", item)

    def event(
        self, minute: float | None, kind: str, entity: str, reason: str, message: str, type_: str = "info",
        count: int | None = None, first: float | None = None, source: str | None = None,
    ) -> None:  # fmt: skip
        """Something the platform reported."""
        self.add("events", "e", {
            "t": None if minute is None else self.at(minute), "first_t": None if first is None else self.at(first),
            "kind": kind, "source": source, "entity": entity, "type": type_, "reason": reason, "message": message,
            "count": count,
        })  # fmt: skip

    def change(
        self, minute: float, kind: str, action: str, entity: str, actor: str | None = None, **details: Any
    ) -> None:
        """Something a person or a pipeline did."""
        item = {"t": self.at(minute), "kind": kind, "actor": actor, "action": action, "entity": entity}
        self.add("changes", "c", {**item, "details": details})

    def edges(self, *edges: str) -> None:
        """Edges written `from > to` (calls) or `from kind to`."""
        for edge in edges:
            left, kind, right = edge.split(" ")
            self.add("topology", "t", {"from": left, "to": right, "kind": "calls" if kind == ">" else kind})

    def state(self, entity: str, kind: str, **attributes: Any) -> None:
        """A snapshot at the end of the recording."""
        moment = self.at(self.length, exact=True)
        self.add("state", "s", {"t": moment, "entity": entity, "kind": kind, "attributes": attributes})

    def gap(self, section: str, reason: str, entity: str | None = None, permission: str | None = None) -> None:
        """What could not be looked at."""
        self.add("gaps", "g", {"section": section, "entity": entity, "reason": reason, "permission": permission})


def answer(record: Record, kind: str, verdict: list[str], **more: Any) -> tuple[Bundle, Expected]:
    """A finished bundle with its right answer."""
    for section in ("logs", "events", "changes"):
        timed = sorted(record.bundle[section], key=lambda item: item.get("t", ""))
        letter = {"logs": "l", "events": "e", "changes": "c"}[section]
        record.bundle[section] = [{**item, "id": f"{letter}{place}"} for place, item in enumerate(timed, 1)]
    expected: Expected = {"verdict": verdict, "cause": None, "entity": None, "also": [], "kind": kind, "poor": False}
    expected |= {"herring": None, "near": [], "written": "before"} | more
    return record.bundle, expected


def fault(
    record: Record, cause: str, entity: str, *also: tuple[str, str], herring: tuple[str, str] | None = None,
    near: Sequence[str] = (), poor: bool = False,
) -> tuple[Bundle, Expected]:  # fmt: skip
    """A fault that the evidence decides; the alarm that paged is among the alerts where its source keeps alarms."""
    page = record.bundle["incident"]
    named = {alert["name"] for alert in record.bundle["alerts"]}
    if page["source"] in ("cloudwatch", "prometheus") and page["title"] not in named:
        alarm = {"t": page["started_at"], "name": page["title"], "entity": page["resource"], "state": "alarm"}
        record.add("alerts", "a", alarm)
    return answer(
        record, "fault", ["confirmed", "likely"], cause=cause, entity=entity, poor=poor, near=list(near),
        also=[{"cause": code, "entity": place} for code, place in also],
        herring={"cause": herring[0], "entity": herring[1]} if herring else None,
    )  # fmt: skip


def well(
    record: Record, cause: str | None = None, *, herring: tuple[str, str] | None = None, near: Sequence[str] = ()
) -> tuple[Bundle, Expected]:
    """Nothing is wrong any more, or nothing was."""
    loud = {"cause": herring[0], "entity": herring[1]} if herring else None
    return answer(record, "healthy", ["healthy"], cause=cause, herring=loud, near=list(near))


def blind(record: Record, *, near: Sequence[str] = ()) -> tuple[Bundle, Expected]:
    """Something is wrong and nothing in the evidence decides what."""
    return answer(record, "blind", ["inconclusive"], poor=True, near=list(near))

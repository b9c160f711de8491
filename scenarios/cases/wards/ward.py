"""One evidence bundle in the making: sections filled in order, ids numbered, minutes counted from the recording's start."""

import random
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from typing import Any

from .curves import Curve

Case = tuple[dict[str, Any], dict[str, Any]]

_SPACES = {
    "rds": ("AWS/RDS", "DBInstanceIdentifier"),
    "alb": ("AWS/ApplicationELB", "LoadBalancer"),
    "ecs-service": ("AWS/ECS", "ServiceName"),
    "elasticache": ("AWS/ElastiCache", "CacheClusterId"),
    "sqs": ("AWS/SQS", "QueueName"),
    "node": ("ContainerInsights", "NodeName"),
    "pod": ("ContainerInsights", "PodName"),
    "deployment": ("ContainerInsights", "Service"),
    "service": ("ContainerInsights", "Service"),
    "asg": ("AWS/AutoScaling", "AutoScalingGroupName"),
}
_UNITS = {
    "CPUUtilization": "Percent",
    "MemoryUtilization": "Percent",
    "FreeableMemory": "Bytes",
    "FreeStorageSpace": "Bytes",
    "ReadLatency": "Seconds",
    "WriteLatency": "Seconds",
    "ReplicaLag": "Seconds",
    "TargetResponseTime": "Seconds",
    "BurstBalance": "Percent",
    "ReadIOPS": "Count/Second",
    "WriteIOPS": "Count/Second",
}
_SUMS = ("Count", "Requests", "Evictions", "CacheHits", "CacheMisses", "NumberOf")


class Ward:
    """Builds one bundle. `start` is UTC; `stamp` chooses the time format: z, ms, offset or a whole hour such as +2."""

    def __init__(
        self, case_id: str, seed: int, start: str, minutes: int, region: str, period: int = 60, stamp: str = "z"
    ) -> None:
        self.rng = random.Random(seed)
        self.start = datetime.fromisoformat(start).replace(tzinfo=UTC)
        self.minutes, self.period, self.stamp, self.region = minutes, period, stamp, region
        self.cluster = "prod"
        self.bundle: dict[str, Any] = {"schema": "evidence-bundle/1", "case_id": case_id, "incident": {}}
        for section in ("alerts", "metrics", "logs", "events", "changes", "topology", "state", "gaps"):
            self.bundle[section] = []

    def at(self, minute: float) -> str:
        when = self.start + timedelta(seconds=round(minute * 60))
        if self.stamp == "ms":
            return when.strftime("%Y-%m-%dT%H:%M:%S.") + f"{int(abs(minute) * 7919) % 1000:03d}Z"
        if self.stamp == "offset":
            return when.isoformat()
        if self.stamp != "z":
            return when.astimezone(timezone(timedelta(hours=int(self.stamp)))).isoformat()
        return when.strftime("%Y-%m-%dT%H:%M:%SZ")

    def _add(self, into: str, letter: str, /, **fields: Any) -> None:
        rows = self.bundle[into]
        rows.append(
            {"id": f"{letter}{len(rows) + 1}", **{key: value for key, value in fields.items() if value is not None}}
        )

    def page(
        self,
        title: str,
        at: float | None,
        resource: str | None,
        description: str | None = None,
        source: str = "cloudwatch",
        severity: str = "critical",
        service: str | None = None,
        labels: dict[str, str] | None = None,
    ) -> None:
        self.bundle["incident"] = {
            "title": title,
            "description": description,
            "severity": severity,
            "source": source,
            "service": service,
            "resource": resource,
            "region": self.region,
            "started_at": None if at is None else self.at(at),
            "collected_at": self.at(self.minutes),
            "labels": labels or {"env": "prod"},
        }

    def alarm(
        self,
        name: str,
        entity: str,
        state: str,
        at: float,
        metric: str | None = None,
        threshold: float | None = None,
        reason: str | None = None,
        below: bool = False,
        **more: Any,
    ) -> None:
        comparison = None if threshold is None else ("LessThanThreshold" if below else "GreaterThanThreshold")
        self._add(
            "alerts",
            "a",
            t=self.at(at),
            name=name,
            entity=entity,
            state=state,
            metric=metric,
            threshold=threshold,
            comparison=comparison,
            reason=reason,
            **more,
        )

    def series(
        self,
        name: str,
        entity: str,
        curve: Curve,
        stat: str | None = None,
        unit: str | None = None,
        space: str | None = None,
        digits: int | None = None,
        hole: tuple[float, float] | None = None,
        until: float | None = None,
        usual: Curve | None = None,
        days_ago: int = 7,
    ) -> None:
        """One metric; `hole` leaves minutes out, `usual` gives the same hours `days_ago` as baseline."""
        kind, plain = entity.split("/", 1)
        namespace, dimension = _SPACES.get(kind, ("Custom", "Name"))
        summed = name.startswith(_SUMS) or (name.endswith("Count") and "Running" not in name)
        dimensions = {dimension: f"app/{plain}/{abs(hash_of(plain)):x}" if kind == "alb" else plain}
        if kind in ("ecs-service", "pod", "node", "deployment"):
            dimensions["ClusterName"] = self.cluster
        fields: dict[str, Any] = {
            "name": name,
            "namespace": space or namespace,
            "entity": entity,
            "dimensions": dimensions,
            "statistic": stat or ("Sum" if summed else "Average"),
            "unit": unit or _UNITS.get(name, "Count"),
            "period_s": self.period,
            "points": self._points(curve, 0, hole, until, summed, digits),
        }
        if usual is not None:
            fields["baseline"] = {"points": self._points(usual, -1440 * days_ago, None, None, summed, digits)}
        self._add("metrics", "m", **fields)

    def _points(
        self,
        curve: Curve,
        shift: int,
        hole: tuple[float, float] | None,
        until: float | None,
        whole: bool,
        digits: int | None,
    ) -> list[list[Any]]:
        points: list[list[Any]] = []
        pace = self.period / 60
        for index in range(int(self.minutes / pace)):
            minute = index * pace
            value = curve(minute, self.rng)
            if (hole and hole[0] <= minute < hole[1]) or (until is not None and minute >= until):
                continue
            big = abs(value) > 1e6
            places = digits if digits is not None else (0 if whole or big else 4)
            points.append(
                [
                    self.at(minute + shift) if self.stamp != "ms" else self._even(minute + shift),
                    round(value, places) if places else round(value),
                ]
            )
        return points

    def _even(self, minute: float) -> str:
        return (self.start + timedelta(seconds=round(minute * 60))).strftime("%Y-%m-%dT%H:%M:%SZ")

    def log(
        self,
        entity: str,
        at: float | None,
        level: str,
        message: str,
        count: int | None = None,
        source: str | None = None,
    ) -> None:
        self._add(
            "logs",
            "l",
            t=None if at is None else self.at(at),
            entity=entity,
            source=source,
            level=level,
            message=message,
            count=count,
        )

    def event(
        self,
        entity: str,
        at: float,
        reason: str,
        message: str,
        kind: str = "rds",
        type: str = "info",
        count: int | None = 1,
        first: float | None = None,
        source: str | None = None,
    ) -> None:
        self._add(
            "events",
            "e",
            t=self.at(at),
            first_t=None if first is None else self.at(first),
            kind=kind,
            source=source,
            entity=entity,
            type=type,
            reason=reason,
            message=message,
            count=count,
        )

    def change(self, entity: str, at: float, kind: str, action: str, actor: str, **details: Any) -> None:
        self._add(
            "changes", "c", t=self.at(at), kind=kind, actor=actor, action=action, entity=entity, details=details or None
        )

    def edge(self, source: str, target: str, kind: str = "calls") -> None:
        self._add("topology", "t", **{"from": source, "to": target, "kind": kind})

    def edges(self, *chain: str) -> None:
        for source, target in pairwise(chain):
            self.edge(source, target, "reads" if target.startswith("rds/") else "calls")

    def state(self, entity: str, kind: str, **attributes: Any) -> None:
        self._add("state", "s", t=self.at(self.minutes), entity=entity, kind=kind, attributes=attributes)

    def gap(self, section: str, reason: str, entity: str | None = None, permission: str | None = None) -> None:
        self._add("gaps", "g", section=section, entity=entity, reason=reason, permission=permission)

    def fault(
        self,
        cause: str,
        entity: str,
        also: list[tuple[str, str]] | None = None,
        herring: tuple[str, str] | None = None,
        near: list[str] | None = None,
        poor: bool = False,
    ) -> Case:
        return self._close("fault", ["confirmed", "likely"], cause, entity, also, herring, near, poor)

    def healthy(
        self,
        cause: str | None = None,
        herring: tuple[str, str] | None = None,
        near: list[str] | None = None,
        poor: bool = False,
    ) -> Case:
        return self._close("healthy", ["healthy"], cause, None, None, herring, near, poor)

    def blind(self, herring: tuple[str, str] | None = None, near: list[str] | None = None) -> Case:
        return self._close("blind", ["inconclusive"], None, None, None, herring, near, True)

    def _close(
        self,
        kind: str,
        verdict: list[str],
        cause: str | None,
        entity: str | None,
        also: list[tuple[str, str]] | None,
        herring: tuple[str, str] | None,
        near: list[str] | None,
        poor: bool,
    ) -> Case:
        for section in ("logs", "events", "changes"):
            rows = self.bundle[section]
            rows.sort(key=lambda row: str(row.get("t", "")))
            for number, row in enumerate(rows, 1):
                row["id"] = f"{section[0]}{number}"
        if not self.bundle["gaps"]:
            del self.bundle["gaps"]
        expected: dict[str, Any] = {
            "verdict": verdict,
            "cause": cause,
            "entity": entity,
            "also": [{"cause": code, "entity": place} for code, place in also or []],
            "kind": kind,
            "poor": poor,
            "near": near or [],
            "written": "before",
        }
        if herring is not None:
            expected["herring"] = {"cause": herring[0], "entity": herring[1]}
        return self.bundle, expected


def hash_of(text: str) -> int:
    """A stable hexadecimal-looking number for resource names."""
    value = 7
    for letter in text:
        value = (value * 131 + ord(letter)) % 0xFFFFFFFFFF
    return value

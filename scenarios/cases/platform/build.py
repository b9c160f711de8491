"""Builder of one evidence bundle; times are minutes relative to the onset."""

import random
from datetime import UTC, datetime, timedelta, timezone
from math import exp
from typing import Any

from .shapes import Shape, flat

Result = tuple[dict[str, Any], dict[str, Any]]

NAMESPACES = {
    "lambda": ("AWS/Lambda", "FunctionName"),
    "sqs": ("AWS/SQS", "QueueName"),
    "dynamodb": ("AWS/DynamoDB", "TableName"),
    "kinesis": ("AWS/Kinesis", "StreamName"),
    "alb": ("AWS/ApplicationELB", "LoadBalancer"),
    "target-group": ("AWS/ApplicationELB", "TargetGroup"),
    "apigateway": ("AWS/ApiGateway", "ApiName"),
    "ecs-service": ("AWS/ECS", "ServiceName"),
    "rds": ("AWS/RDS", "DBInstanceIdentifier"),
    "s3": ("AWS/S3", "BucketName"),
    "asg": ("AWS/AutoScaling", "AutoScalingGroupName"),
}

# name -> (statistic, unit, kind of noise)
METRICS = {
    "Duration": ("p95", "Milliseconds", "latency"),
    "InitDuration": ("p95", "Milliseconds", "latency"),
    "Latency": ("p95", "Milliseconds", "latency"),
    "IntegrationLatency": ("p95", "Milliseconds", "latency"),
    "SuccessfulRequestLatency": ("Average", "Milliseconds", "latency"),
    "FirstByteLatency": ("p95", "Milliseconds", "latency"),
    "TargetResponseTime": ("p95", "Seconds", "latency"),
    "ReadLatency": ("Average", "Seconds", "latency"),
    "ConcurrentExecutions": ("Maximum", "Count", "int"),
    "DatabaseConnections": ("Maximum", "Count", "int"),
    "HealthyHostCount": ("Minimum", "Count", "exact"),
    "UnHealthyHostCount": ("Maximum", "Count", "exact"),
    "RunningTaskCount": ("Average", "Count", "exact"),
    "ApproximateNumberOfMessagesVisible": ("Maximum", "Count", "int"),
    "ApproximateAgeOfOldestMessage": ("Maximum", "Seconds", "int"),
    "IteratorAge": ("Maximum", "Milliseconds", "latency"),
    "GetRecords.IteratorAgeMilliseconds": ("Maximum", "Milliseconds", "latency"),
    "CPUUtilization": ("Average", "Percent", "gauge"),
    "MemoryUtilization": ("Average", "Percent", "gauge"),
    "FreeableMemory": ("Average", "Bytes", "gauge"),
    "success_rate": ("Average", None, "gauge"),
    "error_rate": ("Average", None, "latency"),
    "cpu_usage": ("Average", None, "gauge"),
    "cpu_utilization": ("Average", "Percent", "gauge"),
    "memory_usage": ("Average", "Bytes", "gauge"),
    "memory_utilization": ("Average", "Percent", "gauge"),
    "latency_p95": ("p95", "Seconds", "latency"),
    "latency_p99": ("p99", "Seconds", "latency"),
    "latency_p50": ("p50", "Seconds", "latency"),
    "request_rate": ("Average", None, "gauge"),
    "node_cpu_utilization": ("Average", "Percent", "gauge"),
    "node_memory_utilization": ("Average", "Percent", "gauge"),
    "node_filesystem_utilization": ("Maximum", "Percent", "gauge"),
    "pod_number_of_container_restarts": ("Maximum", "Count", "exact"),
    "kubernetes_state.deployment.replicas_available": ("Average", None, "exact"),
    "cpu_throttled_time": ("Average", None, "latency"),
}


class Case:
    """Collects the sections of one bundle and numbers them at the end."""

    def __init__(
        self,
        case_id: str,
        seed: int,
        onset: str,
        before: float,
        after: float,
        step: int = 60,
        zone: str = "Z",
        region: str = "eu-west-1",
    ) -> None:
        self.rng = random.Random(seed)
        self.case_id, self.zone, self.region = case_id, zone, region
        self.onset = datetime.fromisoformat(onset).replace(tzinfo=UTC)
        self.before, self.after, self.step = before, after, step
        self.sections: dict[str, list[tuple[float, dict[str, Any]]]] = {
            name: [] for name in ("alerts", "metrics", "logs", "events", "changes", "topology", "state", "gaps")
        }
        self.head: dict[str, Any] = {}

    def at(self, minute: float) -> str:
        """The minute as the source would write it."""
        t = self.onset + timedelta(minutes=minute)
        if self.zone in ("Z", "ms"):
            return t.strftime("%Y-%m-%dT%H:%M:%S") + (f".{t.microsecond // 1000:03d}Z" if self.zone == "ms" else "Z")
        hours = int(self.zone[:3])
        return t.astimezone(timezone(timedelta(hours=hours))).strftime("%Y-%m-%dT%H:%M:%S") + self.zone

    def incident(
        self,
        title: str,
        resource: str | None,
        source: str,
        service: str | None = None,
        severity: str = "high",
        start: float | None = 2,
        text: str | None = None,
        **labels: str,
    ) -> None:
        """The alarm that opened the incident; `start` is None when the source gives no time."""
        self.head = {
            "title": title,
            "description": text,
            "severity": severity,
            "source": source,
            "service": service,
            "resource": resource,
            "region": self.region,
            "started_at": None if start is None else self.at(start),
            "collected_at": self.at(self.after),
            "labels": labels,
        }

    def _add(self, section: str, order: float, item: dict[str, Any]) -> None:
        self.sections[section].append((order, {k: v for k, v in item.items() if v is not None}))

    def alert(self, minute: float, name: str, entity: str | None, state: str = "alarm", **more: Any) -> None:
        """A monitor and its state since `minute`."""
        self._add("alerts", 0, {"t": self.at(minute), "name": name, "entity": entity, "state": state, **more})

    def log(
        self, minute: float, entity: str, level: str, message: str, count: int | None = None, source: str | None = None
    ) -> None:
        """One line, or a group of `count` alike."""
        item = {
            "t": self.at(minute),
            "entity": entity,
            "source": source,
            "level": level,
            "message": message,
            "count": count,
        }
        self._add("logs", minute, item)

    def event(
        self,
        minute: float,
        entity: str,
        reason: str,
        message: str,
        type_: str = "normal",
        kind: str = "kubernetes",
        source: str | None = None,
        count: int | None = None,
        first: float | None = None,
    ) -> None:
        """Something the platform reported."""
        item = {
            "t": self.at(minute),
            "first_t": None if first is None else self.at(first),
            "kind": kind,
            "source": source,
            "entity": entity,
            "type": type_,
            "reason": reason,
            "message": message,
            "count": count,
        }
        self._add("events", minute, item)

    def change(
        self, minute: float, kind: str, action: str, entity: str, /, actor: str = "role/ci-deploy", **details: Any
    ) -> None:
        """Something a person or pipeline did."""
        item = {
            "t": self.at(minute),
            "kind": kind,
            "actor": actor,
            "action": action,
            "entity": entity,
            "details": details,
        }
        self._add("changes", minute, item)

    def edges(self, kind: str, *pairs: tuple[str, str]) -> None:
        """Edges of one kind."""
        for start, end in pairs:
            self._add("topology", 0, {"from": start, "to": end, "kind": kind})

    def state(self, entity: str, kind: str, minute: float | None = None, /, **attributes: Any) -> None:
        """A snapshot, at collection time unless told otherwise."""
        t = self.at(self.after if minute is None else minute)
        self._add("state", 0, {"t": t, "entity": entity, "kind": kind, "attributes": attributes})

    def gap(self, section: str, reason: str, entity: str | None = None, permission: str | None = None) -> None:
        """Something that could not be looked at."""
        self._add("gaps", 0, {"section": section, "entity": entity, "reason": reason, "permission": permission})

    def _noisy(self, kind: str, value: float, drift: float) -> float:
        rng = self.rng
        if kind == "exact":
            return value
        if kind == "count":
            if value <= 0:
                return 0
            if value < 30:
                limit, k, p = exp(-value), 0, rng.random()
                while p > limit:
                    k, p = k + 1, p * rng.random()
                return k
            return max(0, round(rng.gauss(value, value**0.5) * (1 + drift)))
        if kind == "latency":
            burst = 1.7 if rng.random() < 0.012 else 1.0
            return float(value * exp(rng.gauss(0, 0.11)) * burst)
        noisy = value * (1 + drift + rng.gauss(0, 0.012))
        return round(noisy) if kind == "int" else noisy

    def _points(
        self, shape: Shape, kind: str, step: int, shift: float, drop: float, hole: tuple[float, float] | None
    ) -> list[list[Any]]:
        points: list[list[Any]] = []
        drift = 0.0
        minute = -self.before
        while minute < self.after:
            drift = 0.8 * drift + self.rng.gauss(0, 0.012)
            value = self._noisy(kind, shape(minute), drift)
            holed = hole is not None and hole[0] <= minute < hole[1]
            if not holed and self.rng.random() >= drop:
                points.append([self.at(minute - shift), round(value, 4)])
            minute += step / 60
        return points

    def metric(
        self,
        name: str,
        entity: str,
        shape: Shape | float,
        noise: str | None = None,
        stat: str | None = None,
        namespace: str | None = None,
        step: int | None = None,
        base: Shape | float | None = None,
        drop: float = 0.0,
        hole: tuple[float, float] | None = None,
        cap: float | None = None,
        **dims: str,
    ) -> None:
        """One series; `base` adds the same weekday a week ago as baseline, `cap` is the unit's own limit."""
        default_stat, unit, kind = METRICS.get(name, ("Sum", "Count", "count"))
        kind_of = entity.split("/")[0]
        space, dim = NAMESPACES.get(kind_of, ("ContainerInsights", ""))
        course = shape if callable(shape) else flat(float(shape))
        points = self._points(course, noise or kind, step or self.step, 0, drop, hole)
        if cap is None and (unit == "Percent" or name == "error_rate"):
            cap = 100.0 if unit == "Percent" else 1.0
        if cap is not None:
            points = [[t, min(cap, v)] for t, v in points]
        dimensions = {dim: entity.split("/", 1)[1]} if dim else {}
        item: dict[str, Any] = {
            "name": name,
            "namespace": namespace or space,
            "entity": entity,
            "dimensions": {**dimensions, **dims},
            "statistic": stat or default_stat,
            "unit": unit,
            "period_s": step or self.step,
            "points": points,
        }
        if base is not None:
            usual = base if callable(base) else flat(float(base))
            item["baseline"] = {"points": self._points(usual, noise or kind, step or self.step, 7 * 1440, 0, None)}
        self._add("metrics", 0, item)

    def series(self, entity: str, **shapes: Shape | float) -> None:
        """Several series of one entity, by name."""
        for name, shape in shapes.items():
            self.metric(name, entity, shape)

    def done(
        self,
        cause: str | None,
        entity: str | None,
        kind: str = "fault",
        also: tuple[tuple[str, str], ...] = (),
        herring: tuple[str, str] | None = None,
        near: tuple[str, ...] = (),
        poor: bool = False,
    ) -> Result:
        """The bundle and what is right about it."""
        verdicts = {"fault": ["confirmed", "likely"], "healthy": ["healthy"], "blind": ["inconclusive"]}
        bundle: dict[str, Any] = {"schema": "evidence-bundle/1", "case_id": self.case_id, "incident": self.head}
        for section, rows in self.sections.items():
            rows.sort(key=lambda row: row[0])
            prefix = section[0]
            bundle[section] = [{"id": f"{prefix}{i}", **item} for i, (_, item) in enumerate(rows, 1)]
        expected = {
            "verdict": verdicts[kind],
            "cause": cause,
            "entity": entity,
            "also": [{"cause": c, "entity": e} for c, e in also],
            "kind": kind,
            "poor": poor,
            "herring": {"cause": herring[0], "entity": herring[1]} if herring else None,
            "near": list(near),
            "written": "before",
        }
        return bundle, expected

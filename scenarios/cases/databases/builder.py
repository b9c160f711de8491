"""Writes one evidence bundle: sections in a collector's own spelling, times relative to the onset in minutes."""

from __future__ import annotations

import math
import random
from datetime import UTC, datetime, timedelta
from typing import Any

from .shapes import Shape, steady

Bundle = dict[str, Any]
Expected = dict[str, Any]
Wait = tuple[str, float]
Sql = tuple[str, float, float, list[Wait]]

SPACES = {
    "rds": ("AWS/RDS", "DBInstanceIdentifier"),
    "rds-proxy": ("AWS/RDS", "ProxyName"),
    "alb": ("AWS/ApplicationELB", "LoadBalancer"),
    "apigateway": ("AWS/ApiGateway", "ApiName"),
    "lambda": ("AWS/Lambda", "FunctionName"),
    "ecs-service": ("AWS/ECS", "ServiceName"),
    "dynamodb": ("AWS/DynamoDB", "TableName"),
    "elasticache": ("AWS/ElastiCache", "CacheClusterId"),
    "sqs": ("AWS/SQS", "QueueName"),
    "canary": ("CloudWatchSynthetics", "CanaryName"),
}
# name: (statistic, unit, whole numbers, noise as sigma of the logarithm)
NAMES: dict[str, tuple[str, str, bool, float]] = {
    "CPUUtilization": ("Average", "Percent", False, 0.07),
    "MemoryUtilization": ("Average", "Percent", False, 0.02),
    "DatabaseConnections": ("Average", "Count", True, 0.03),
    "FreeableMemory": ("Average", "Bytes", True, 0.01),
    "FreeStorageSpace": ("Average", "Bytes", True, 0.0004),
    "ReadIOPS": ("Average", "Count/Second", False, 0.13),
    "WriteIOPS": ("Average", "Count/Second", False, 0.1),
    "ReadLatency": ("Average", "Seconds", False, 0.16),
    "WriteLatency": ("Average", "Seconds", False, 0.14),
    "DiskQueueDepth": ("Average", "Count", False, 0.2),
    "SwapUsage": ("Average", "Bytes", True, 0.004),
    "DBLoad": ("Average", "None", False, 0.13),
    "DBLoadCPU": ("Average", "None", False, 0.12),
    "DBLoadNonCPU": ("Average", "None", False, 0.16),
    "ReplicaLag": ("Average", "Seconds", False, 0.05),
    "AuroraReplicaLag": ("Average", "Milliseconds", False, 0.2),
    "BurstBalance": ("Average", "Percent", False, 0.002),
    "CPUCreditBalance": ("Average", "Count", False, 0.002),
    "CPUCreditUsage": ("Average", "Count", False, 0.05),
    "MaximumUsedTransactionIDs": ("Maximum", "Count", True, 0.0),
    "TransactionLogsDiskUsage": ("Average", "Bytes", True, 0.003),
    "RequestCount": ("Sum", "Count", True, 0.04),
    "Count": ("Sum", "Count", True, 0.04),
    "TargetResponseTime": ("p95", "Seconds", False, 0.1),
    "Latency": ("p95", "Milliseconds", False, 0.1),
    "IntegrationLatency": ("p95", "Milliseconds", False, 0.1),
    "Duration": ("p95", "Milliseconds", False, 0.11),
    "Invocations": ("Sum", "Count", True, 0.05),
    "ConcurrentExecutions": ("Maximum", "Count", True, 0.08),
    "RunningTaskCount": ("Average", "Count", True, 0.0),
    "HealthyHostCount": ("Minimum", "Count", True, 0.0),
    "SuccessfulRequestLatency": ("Average", "Milliseconds", False, 0.08),
    "ConsumedReadCapacityUnits": ("Sum", "Count", True, 0.05),
    "ConsumedWriteCapacityUnits": ("Sum", "Count", True, 0.05),
    "ProvisionedWriteCapacityUnits": ("Average", "Count", True, 0.0),
    "EngineCPUUtilization": ("Average", "Percent", False, 0.08),
    "DatabaseMemoryUsagePercentage": ("Average", "Percent", False, 0.01),
    "CacheHits": ("Sum", "Count", True, 0.05),
    "CacheMisses": ("Sum", "Count", True, 0.07),
    "CurrItems": ("Average", "Count", True, 0.003),
    "CurrConnections": ("Average", "Count", True, 0.02),
    "ClientConnections": ("Sum", "Count", True, 0.03),
    "DatabaseConnectionsCurrentlyBorrowed": ("Average", "Count", True, 0.06),
    "DatabaseConnectionsBorrowLatency": ("Average", "Microseconds", True, 0.15),
    "ApproximateAgeOfOldestMessage": ("Maximum", "Seconds", True, 0.1),
    "ApproximateNumberOfMessagesVisible": ("Average", "Count", True, 0.08),
    "NetworkTransmitThroughput": ("Average", "Bytes/Second", False, 0.08),
    "ReadThroughput": ("Average", "Bytes/Second", False, 0.1),
    "BinLogDiskUsage": ("Average", "Bytes", True, 0.004),
    "OldestReplicationSlotLag": ("Average", "Bytes", True, 0.001),
    "UnHealthyHostCount": ("Maximum", "Count", True, 0.0),
    "hikaricp.connections.pending": ("Maximum", "Count", True, 0.1),
    "SuccessPercent": ("Average", "Percent", False, 0.0),
}
MIB, GIB = 1024.0**2, 1024.0**3


class Case:
    """Collects the sections of one bundle. Minutes are relative to the onset `at` (UTC, YYYY-MM-DDTHH:MM)."""

    def __init__(
        self, case_id: str, seed: int, at: str, before: float, after: float, period_s: int = 60, clock: str = "Z"
    ) -> None:
        self.case_id, self.rng = case_id, random.Random(seed)
        self.at = datetime.fromisoformat(at).replace(tzinfo=UTC)
        self.before, self.after, self.period_s, self.clock = before, after, period_s, clock
        self.incident: Bundle = {}
        self.sections: dict[str, list[Bundle]] = {
            name: [] for name in ("alerts", "metrics", "logs", "events", "changes", "topology", "state", "gaps")
        }
        self.hidden: set[str] = set()

    def t(self, minute: float, spread: bool = False) -> str:
        """The time at a minute in this collector's format; `spread` adds odd milliseconds as logs have."""
        moment = self.at + timedelta(minutes=minute)
        if spread:
            moment += timedelta(seconds=self.rng.uniform(0, 25))
        if self.clock == "Z":
            return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        if self.clock == "ms":
            return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
        hours = int(self.clock)
        moment += timedelta(hours=hours)
        return moment.strftime("%Y-%m-%dT%H:%M:%S") + f"{hours:+03d}:00"

    def titled(self, title: str, resource: str | None, description: str | None = None, severity: str = "high", source: str = "cloudwatch",
               service: str | None = None, region: str = "eu-west-1", begun: float | None = 3.0, **labels: str) -> None:  # fmt: skip
        """The alarm that opened the incident; `begun` is its minute, None when it does not say."""
        self.incident = {
            "title": title, "description": description, "severity": severity, "source": source, "service": service, "resource": resource,
            "region": region, "started_at": None if begun is None else self.t(begun), "collected_at": self.t(self.after), "labels": labels,
        }  # fmt: skip

    def alert(self, name: str, entity: str | None, state: str, minute: float | None = None, **rest: Any) -> None:
        """Another alarm."""
        item: Bundle = {"t": None if minute is None else self.t(minute), "name": name, "state": state, **rest}
        if entity:
            item["entity"] = entity
        self.sections["alerts"].append(item)

    def _value(
        self, shape: Shape, minute: float, rule: tuple[str, str, bool, float], cap: float | None, noise: float | None
    ) -> float:
        statistic, _, whole, sigma = rule
        value = shape(minute) * (self.period_s / 60 if statistic == "Sum" else 1)
        sigma = sigma if noise is None else noise
        if sigma < 0:  # a rare count
            value = (
                float(sum(1 for _ in range(60) if self.rng.random() < value / 60))
                if value < 20
                else self.rng.gauss(value, math.sqrt(value))
            )
        else:
            value *= math.exp(self.rng.gauss(0, sigma))
        if cap is not None:
            value = min(cap, value)
        value = max(0.0, value)
        return round(value) if whole else float(f"{value:.5g}")

    def metric(self, entity: str, name: str, shape: Shape | float, noise: float | None = None, cap: float | None = None, normal: Shape | float | None = None,
               miss: tuple[float, float] | None = None, gaps: float = 0.0, stat: str | None = None, **dims: str) -> None:  # fmt: skip
        """One series; `normal` gives a baseline of the week before, `miss` a window without datapoints."""
        kind, _, short = entity.partition("/")
        space, key = SPACES.get(kind, ("Custom", "Name"))
        if "." in name:
            space, key = "Custom", "service"
        rule = NAMES.get(name, ("Sum", "Count", True, -1.0))
        curve = shape if callable(shape) else steady(float(shape))
        drift = self.rng.uniform(-0.01, 0.015) if rule[3] > 0.02 and noise is None else 0.0
        cap = 100.0 if cap is None and rule[1] == "Percent" else cap
        points: list[list[Any]] = []
        past: list[list[Any]] = []
        minute = -self.before
        while minute <= self.after - self.period_s / 60 + 1e-9:
            if not (miss and miss[0] <= minute < miss[1]) and self.rng.random() >= gaps:
                points.append(
                    [self.t(minute), self._value(lambda m: curve(m) * (1 + drift * m / 60), minute, rule, cap, noise)]
                )
            if normal is not None:
                usual = normal if callable(normal) else steady(float(normal))
                past.append([self.t(minute - 7 * 1440), self._value(usual, minute, rule, cap, noise)])
            minute += self.period_s / 60
        item: Bundle = {"name": name, "namespace": space, "entity": entity, "dimensions": {key: dims.pop("ident", short), **dims},
                        "statistic": stat or rule[0], "unit": rule[1], "period_s": self.period_s, "points": points}  # fmt: skip
        if normal is not None:
            item["baseline"] = {"points": past}
        self.sections["metrics"].append(item)

    def log(
        self, minute: float, entity: str, level: str, message: str, count: int | None = None, source: str | None = None
    ) -> None:
        """One log line or group of lines; {ms} {id} {pid} {ip} {n} become odd numbers."""
        rng = self.rng
        for token, make in {
            "{ms}": lambda: str(round(math.exp(rng.gauss(4.2, 0.5)))), "{id}": lambda: f"{rng.getrandbits(32):08x}",
            "{pid}": lambda: str(rng.randint(900, 31000)), "{ip}": lambda: f"10.{rng.randint(20, 60)}.{rng.randint(0, 9)}.{rng.randint(5, 250)}",
            "{n}": lambda: str(rng.randint(10400, 64900)),
        }.items():  # fmt: skip
            while token in message:
                message = message.replace(token, make(), 1)
        item: Bundle = {"t": self.t(minute, spread=True), "entity": entity, "level": level, "message": message}
        if source:
            item["source"] = source
        if count is not None:
            item["count"] = count
        self.sections["logs"].append(item)

    def pg(self, minute: float, entity: str, who: str, text: str, count: int | None = None) -> None:
        """A PostgreSQL log line with RDS's default prefix; `who` is user@database or empty for a background process."""
        stamp = (self.at + timedelta(minutes=minute)).strftime("%Y-%m-%d %H:%M:%S UTC")
        host = "{ip}({n})" if who else ""
        level = {"FATAL": "fatal", "ERROR": "error", "WARNING": "warning", "PANIC": "fatal"}.get(
            text.split(":")[0], "info"
        )
        self.log(minute, entity, level, f"{stamp}:{host}:{who or '@'}:[{{pid}}]:{text}", count, "postgresql.log")

    def event(
        self,
        minute: float,
        entity: str,
        reason: str,
        message: str,
        type_: str = "info",
        kind: str | None = None,
        **rest: Any,
    ) -> None:
        """Something the platform reported."""
        kind = kind or {"ecs-service": "ecs", "rds-proxy": "rds"}.get(entity.split("/")[0], entity.split("/")[0])
        self.sections["events"].append(
            {
                "t": self.t(minute, spread=True),
                "kind": kind,
                "entity": entity,
                "type": type_,
                "reason": reason,
                "message": message,
                **rest,
            }
        )

    def change(
        self, minute: float, entity: str, kind: str, action: str, actor: str = "role/ci-deploy", **details: Any
    ) -> None:
        """A write call or a deployment."""
        self.sections["changes"].append(
            {
                "t": self.t(minute, spread=True),
                "kind": kind,
                "actor": actor,
                "action": action,
                "entity": entity,
                "details": details,
            }
        )

    def edges(self, *pairs: str) -> None:
        """Edges as 'from kind to'."""
        for pair in pairs:
            source, kind, target = pair.split(" ")
            self.sections["topology"].append({"from": source, "to": target, "kind": kind})

    def state(self, entity: str, kind: str, **attributes: Any) -> None:
        """A snapshot at collection time."""
        self.sections["state"].append(
            {"t": self.t(self.after), "entity": entity, "kind": kind, "attributes": attributes}
        )

    def insights(self, entity: str, sql: list[Sql], waits: list[Wait], users: list[tuple[str, float]] | None = None,
                 hosts: list[tuple[str, float]] | None = None, since: float = 0.0) -> None:  # fmt: skip
        """Performance Insights from minute `since` to collection."""

        def as_waits(items: list[Wait]) -> list[Bundle]:
            return [
                {"name": name, "type": name.split(":")[0].split("/")[0], "db_load_avg": load} for name, load in items
            ]

        body: Bundle = {"start_time": self.t(since), "end_time": self.t(self.after), "top_wait_events": as_waits(waits)}
        body["top_sql"] = [
            {"statement": text, "db_load_avg": load, "calls_per_sec": calls, "wait_events": as_waits(own)}
            for text, load, calls, own in sql
        ]
        if users:
            body["top_users"] = [{"name": name, "db_load_avg": load} for name, load in users]
        if hosts:
            body["top_hosts"] = [{"id": name, "db_load_avg": load} for name, load in hosts]
        self.state(entity, "performance_insights", **body)

    def gap(self, section: str, reason: str, entity: str | None = None, permission: str | None = None) -> None:
        """Something that could not be looked at."""
        item = {"section": section, "reason": reason}
        item |= {"entity": entity} if entity else {}
        self.sections["gaps"].append(item | ({"permission": permission} if permission else {}))

    def bundle(self) -> Bundle:
        """The finished bundle, ids given in order."""
        for name in ("logs", "events", "changes"):
            self.sections[name].sort(key=lambda item: str(item.get("t") or ""))
        letters = {
            "alerts": "a",
            "metrics": "m",
            "logs": "l",
            "events": "e",
            "changes": "c",
            "topology": "t",
            "state": "s",
            "gaps": "g",
        }
        body = {
            name: [{"id": f"{letters[name]}{number}", **item} for number, item in enumerate(items, 1)]
            for name, items in self.sections.items()
        }
        if not body["gaps"]:
            del body["gaps"]
        return {"schema": "evidence-bundle/1", "case_id": self.case_id, "incident": self.incident, **body}

    def fault(self, cause: str, entity: str, *also: tuple[str, str], herring: tuple[str, str] | None = None, near: tuple[str, ...] = (),
              poor: bool = False) -> tuple[Bundle, Expected]:  # fmt: skip
        """The bundle with the right answer."""
        return self.bundle(), {
            "verdict": ["confirmed", "likely"], "cause": cause, "entity": entity, "kind": "fault", "poor": poor, "written": "before",
            "also": [{"cause": other, "entity": where} for other, where in also], "near": list(near),
            "herring": {"cause": herring[0], "entity": herring[1]} if herring else None,
        }  # fmt: skip

    def healthy(
        self, near: tuple[str, ...] = (), herring: tuple[str, str] | None = None, cause: str | None = None
    ) -> tuple[Bundle, Expected]:
        """The bundle of a system with nothing wrong now."""
        return self.bundle(), {
            "verdict": ["healthy"], "cause": cause, "entity": None, "kind": "healthy", "poor": False, "written": "before", "also": [], "near": list(near),
            "herring": {"cause": herring[0], "entity": herring[1]} if herring else None,
        }  # fmt: skip

    def blind(self, near: tuple[str, ...] = ()) -> tuple[Bundle, Expected]:
        """The bundle that does not decide."""
        return self.bundle(), {
            "verdict": ["inconclusive"], "cause": None, "entity": None, "kind": "blind", "poor": True, "written": "before", "also": [], "near": list(near),
            "herring": None,
        }  # fmt: skip

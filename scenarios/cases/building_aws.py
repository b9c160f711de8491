"""Builders for incidents on AWS: a scene with its own clock, metric sets of each service, Performance Insights, events.

A level is a number (flat), or parts made by `step`, `ramp`, `bump` or `path`; places in a series count its datapoints.
Minutes count from the scene's first datapoint. Values wander around their level by a seeded generator.
"""

import random
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from scenarios.cases.building import Item, Scenario, bundle

Part = tuple[int | None, float] | tuple[int | None, float, float]
Level = float | Sequence[Part]

NAMESPACES = {
    "rds": "AWS/RDS",
    "lambda": "AWS/Lambda",
    "alb": "AWS/ApplicationELB",
    "target-group": "AWS/ApplicationELB",
    "ecs-service": "AWS/ECS",
    "sqs": "AWS/SQS",
    "dynamodb": "AWS/DynamoDB",
    "kinesis": "AWS/Kinesis",
    "elasticache": "AWS/ElastiCache",
    "ec2": "AWS/EC2",
    "asg": "AWS/AutoScaling",
    "apigateway": "AWS/ApiGateway",
    "deployment": "ContainerInsights",
    "service": "ContainerInsights",
}
DIMENSIONS = {
    "rds": "DBInstanceIdentifier",
    "lambda": "FunctionName",
    "alb": "LoadBalancer",
    "target-group": "TargetGroup",
    "ecs-service": "ServiceName",
    "sqs": "QueueName",
    "dynamodb": "TableName",
    "kinesis": "StreamName",
    "elasticache": "CacheClusterId",
    "ec2": "InstanceId",
    "asg": "AutoScalingGroupName",
    "apigateway": "ApiName",
    "deployment": "Deployment",
    "service": "Service",
}
SUMS = frozenset(
    (
        "RequestCount",
        "HTTPCode_Target_5XX_Count",
        "HTTPCode_Target_4XX_Count",
        "HTTPCode_Target_2XX_Count",
        "HTTPCode_ELB_5XX_Count",
        "Invocations",
        "Errors",
        "Throttles",
        "Count",
        "4XXError",
        "5XXError",
        "NumberOfMessagesSent",
        "NumberOfMessagesReceived",
        "NumberOfMessagesDeleted",
        "TargetConnectionErrorCount",
        "RejectedConnectionCount",
        "IncomingRecords",
        "IncomingBytes",
        "ThrottledRequests",
        "ReadThrottleEvents",
        "WriteThrottleEvents",
        "ConsumedReadCapacityUnits",
        "ConsumedWriteCapacityUnits",
        "UserErrors",
        "SystemErrors",
        "CacheHits",
        "CacheMisses",
        "Evictions",
        "CurrItemsRemoved",
        "WriteProvisionedThroughputExceeded",
        "ReadProvisionedThroughputExceeded",
        "GetRecords.Records",
        "UnhealthyStateRouting",
    )
)
UNITS = {
    "CPUUtilization": "Percent",
    "MemoryUtilization": "Percent",
    "BurstBalance": "Percent",
    "EBSIOBalance%": "Percent",
    "EBSByteBalance%": "Percent",
    "BufferCacheHitRatio": "Percent",
    "ACUUtilization": "Percent",
    "FreeableMemory": "Bytes",
    "FreeStorageSpace": "Bytes",
    "FreeLocalStorage": "Bytes",
    "SwapUsage": "Bytes",
    "TransactionLogsDiskUsage": "Bytes",
    "BinLogDiskUsage": "Bytes",
    "OldestReplicationSlotLag": "Bytes",
    "ReadIOPS": "Count/Second",
    "WriteIOPS": "Count/Second",
    "Queries": "Count/Second",
    "Deadlocks": "Count/Second",
    "ReadLatency": "Seconds",
    "WriteLatency": "Seconds",
    "ReplicaLag": "Seconds",
    "AuroraReplicaLag": "Milliseconds",
    "CommitLatency": "Milliseconds",
    "TargetResponseTime": "Seconds",
    "Duration": "Milliseconds",
    "Latency": "Milliseconds",
    "IteratorAge": "Milliseconds",
    "GetRecords.IteratorAgeMilliseconds": "Milliseconds",
    "SuccessfulRequestLatency": "Milliseconds",
    "ApproximateAgeOfOldestMessage": "Seconds",
    "ReadThroughput": "Bytes/Second",
    "WriteThroughput": "Bytes/Second",
    "NetworkReceiveThroughput": "Bytes/Second",
    "NetworkTransmitThroughput": "Bytes/Second",
}
STEADY = frozenset(
    (
        "FreeStorageSpace",
        "MaximumUsedTransactionIDs",
        "TransactionLogsDiskUsage",
        "OldestReplicationSlotLag",
        "BurstBalance",
        "EBSIOBalance%",
        "EBSByteBalance%",
        "CPUCreditBalance",
        "BinLogDiskUsage",
        "SwapUsage",
        "HealthyHostCount",
        "UnHealthyHostCount",
        "RunningTaskCount",
        "PendingTaskCount",
        "DesiredTaskCount",
        "ServerlessDatabaseCapacity",
        "GroupInServiceInstances",
        "GroupDesiredCapacity",
        "GroupMaxSize",
        "ProvisionedReadCapacityUnits",
        "ProvisionedWriteCapacityUnits",
        "StatusCheckFailed_System",
        "StatusCheckFailed_Instance",
    )
)
ROUND = frozenset(
    (
        "DatabaseConnections",
        "ConcurrentExecutions",
        "ApproximateNumberOfMessagesVisible",
        "ApproximateNumberOfMessagesNotVisible",
        "ApproximateAgeOfOldestMessage",
        "HealthyHostCount",
        "UnHealthyHostCount",
        "RunningTaskCount",
        "PendingTaskCount",
        "DesiredTaskCount",
        "GroupInServiceInstances",
        "GroupDesiredCapacity",
        "MaximumUsedTransactionIDs",
        "CurrConnections",
    )
)

POSTGRES: dict[str, float] = {
    "CPUUtilization": 24,
    "DatabaseConnections": 84,
    "FreeableMemory": 5.2e9,
    "FreeStorageSpace": 212e9,
    "SwapUsage": 0,
    "ReadIOPS": 320,
    "WriteIOPS": 180,
    "ReadLatency": 0.0009,
    "WriteLatency": 0.0014,
    "ReadThroughput": 9.2e6,
    "WriteThroughput": 3.1e6,
    "DiskQueueDepth": 0.4,
    "DBLoad": 2.1,
    "DBLoadCPU": 1.3,
    "DBLoadNonCPU": 0.8,
    "TransactionLogsDiskUsage": 1.1e9,
    "MaximumUsedTransactionIDs": 6.1e7,
    "NetworkReceiveThroughput": 1.1e6,
    "NetworkTransmitThroughput": 4.2e6,
}
MYSQL: dict[str, float] = {
    **{name: level for name, level in POSTGRES.items() if name[:3] not in ("Tra", "Max")},
    "BinLogDiskUsage": 2.4e9,
    "SwapUsage": 9.0e6,
}
AURORA_POSTGRES: dict[str, float] = {
    **{name: level for name, level in POSTGRES.items() if name not in ("FreeStorageSpace", "TransactionLogsDiskUsage")},
    "BufferCacheHitRatio": 99.4,
    "CommitLatency": 3.4,
    "Deadlocks": 0,
    "FreeLocalStorage": 31e9,
    "AuroraReplicaLag": 18,
}
AURORA_MYSQL: dict[str, float] = {
    **{name: level for name, level in MYSQL.items() if name != "FreeStorageSpace"},
    "BufferCacheHitRatio": 99.7,
    "CommitLatency": 4.1,
    "Deadlocks": 0,
    "Queries": 2100,
    "FreeLocalStorage": 31e9,
    "AuroraReplicaLag": 17,
}
ENGINES = {
    "postgres": POSTGRES,
    "mysql": MYSQL,
    "mariadb": MYSQL,
    "aurora-postgresql": AURORA_POSTGRES,
    "aurora-mysql": AURORA_MYSQL,
}


def step(place: int, before: float, after: float) -> list[Part]:
    """One level, then at once another."""
    return [(place, before), (None, after)]


def ramp(place: int, before: float, after: float) -> list[Part]:
    """One level, then evenly towards another until the end."""
    return [(place, before), (None, before, after)]


def bump(place: int, length: int, usual: float, other: float) -> list[Part]:
    """Another level for so many datapoints, then the usual one again."""
    return [(place, usual), (length, other), (None, usual)]


def path(*parts: Part) -> list[Part]:
    """Any parts: (datapoints, level) or (datapoints, from, to); None means all that are left."""
    return list(parts)


def name_of(entity: str) -> str:
    """The name without its kind."""
    return entity.partition("/")[2]


class Scene:
    """A clock and a seed, and everything that is seen by them."""

    def __init__(self, start: str, *, count: int = 40, period: int = 60, seed: int = 1, region: str = "eu-west-1"):
        self.start = datetime.fromisoformat(start).replace(tzinfo=UTC)
        self.count, self.period, self.seed, self.region = count, period, seed, region
        self.account = "4182" + str(73650000 + seed * 913)

    def at(self, minutes: float) -> str:
        """The moment so many minutes after the first datapoint."""
        return (self.start + timedelta(minutes=minutes)).isoformat(timespec="seconds").replace("+00:00", "Z")

    @property
    def minutes(self) -> float:
        """How long the window is."""
        return self.count * self.period / 60

    def values(self, level: Level, spread: float, key: str) -> list[float]:
        """Values around a level, one a datapoint."""
        parts: Sequence[Part] = level if isinstance(level, Sequence) else [(None, float(level))]
        generator = random.Random(f"{self.seed}/{key}")
        levels: list[float] = []
        for part in parts:
            length = self.count - len(levels) if part[0] is None else part[0]
            first, last = part[1], part[-1] if len(part) > 2 else part[1]
            levels += [first + (last - first) * place / max(1, length - 1) for place in range(length)]
        return [generator.gauss(each, abs(spread * each)) for each in levels[: self.count]]

    def series(
        self,
        entity: str,
        name: str,
        level: Level,
        *,
        spread: float | None = None,
        namespace: str | None = None,
        statistic: str | None = None,
        unit: str | None = None,
        high: float | None = None,
        drop: Iterable[int] = (),
        baseline: Level | None = None,
        baseline_hours: float = 24,
        **dimensions: str,
    ) -> Item:
        """One metric. `drop` names datapoints that are absent, `baseline` the same window some hours earlier."""
        kind = entity.partition("/")[0]
        wander = spread if spread is not None else (0.0008 if name in STEADY else 0.06)
        percent = UNITS.get(name) == "Percent"
        limit = high if high is not None else (99.7 if percent else None)

        def shown(value: float) -> float:
            value = value if value < 0 and name == "OldestReplicationSlotLag" else max(0.0, value)
            value = value if limit is None else min(limit, value)
            return float(round(value)) if name in SUMS or name in ROUND else float(f"{value:.5g}")

        absent = set(drop)
        item: Item = {
            "name": name,
            "namespace": namespace or NAMESPACES.get(kind, "Custom"),
            "entity": entity,
            "dimensions": dimensions or {DIMENSIONS.get(kind, "Name"): name_of(entity)},
            "statistic": statistic or ("Sum" if name in SUMS else "Average"),
            "unit": unit or UNITS.get(name, "Count"),
            "period_s": self.period,
            "points": [
                [self.at(place * self.period / 60), shown(value)]
                for place, value in enumerate(self.values(level, wander, f"{entity}/{name}"))
                if place not in absent
            ],
        }
        if baseline is not None:
            item["baseline"] = {
                "points": [
                    [self.at(place * self.period / 60 - baseline_hours * 60), shown(value)]
                    for place, value in enumerate(self.values(baseline, wander, f"{entity}/{name}/before"))
                ]
            }
        return item

    # databases

    def rds(
        self,
        entity: str,
        engine: str = "postgres",
        *,
        scale: float = 1.0,
        skip: Iterable[str] = (),
        drop: Iterable[int] = (),
        baselines: dict[str, Level] | None = None,
        **levels: Level,
    ) -> list[Item]:
        """The CloudWatch set of one instance; what is not said stays as usual. EBSIOBalance means EBSIOBalance%."""
        spelled = {name + "%" if name.startswith("EBS") else name: level for name, level in levels.items()}
        usual: dict[str, Level] = {
            name: level * (scale if name not in STEADY and UNITS.get(name) not in ("Percent", "Seconds") else 1)
            for name, level in ENGINES[engine].items()
        }
        return [
            self.series(entity, name, level, drop=drop, baseline=(baselines or {}).get(name))
            for name, level in {**usual, **spelled}.items()
            if name not in set(skip)
        ]

    def insights(
        self,
        entity: str,
        statements: Sequence[tuple[str, float, float, dict[str, float]]],
        *,
        first: float,
        last: float | None = None,
        users: dict[str, float] | None = None,
        hosts: dict[str, float] | None = None,
        waits: dict[str, float] | None = None,
    ) -> Item:
        """Performance Insights: statements as (text, load, calls a second, waits); the waits are summed up."""
        total: dict[str, float] = dict(waits or {})
        for _, _, _, each in statements:
            for name, load in each.items():
                total[name] = round(total.get(name, 0) + load, 3)
        attributes: Item = {
            "start_time": self.at(first),
            "end_time": self.at(self.minutes if last is None else last),
            "top_sql": [
                {
                    "statement": text,
                    "db_load_avg": load,
                    "calls_per_sec": calls,
                    "wait_events": [wait(name, part) for name, part in each.items()],
                }
                for text, load, calls, each in statements
            ],
            "top_wait_events": [wait(name, load) for name, load in sorted(total.items(), key=lambda pair: -pair[1])],
        }
        if users:
            attributes["top_users"] = [{"name": name, "db_load_avg": load} for name, load in users.items()]
        if hosts:
            attributes["top_hosts"] = [{"id": name, "db_load_avg": load} for name, load in hosts.items()]
        return {"entity": entity, "kind": "performance_insights", "attributes": attributes}

    def instance(self, entity: str, engine: str, version: str, size: str, **more: Any) -> Item:
        """An RDS instance's state."""
        return {
            "t": self.at(self.minutes),
            "entity": entity,
            "kind": "rds_instance",
            "attributes": {
                "engine": engine,
                "engine_version": version,
                "instance_class": size,
                "region": self.region,
                "status": "available",
                **more,
            },
        }

    def db_event(self, entity: str, minute: float, message: str, reason: str = "notification", **more: Any) -> Item:
        """An RDS event in its category."""
        return {"t": self.at(minute), "kind": "rds", "source": "aws.rds", "entity": entity, "type": "info"} | {
            "reason": reason,
            "message": message,
            **more,
        }

    # everything else

    def alb(
        self,
        entity: str,
        *,
        requests: Level = 1800,
        failed: Level = 0,
        refused: Level = 0,
        seconds: Level = 0.12,
        healthy: Level | None = None,
        unhealthy: Level = 0,
        rejected: Level = 0,
    ) -> list[Item]:
        """A load balancer's requests, 5xx of targets (failed) and of its own (refused), 4xx, response time, hosts."""
        names: dict[str, Level] = {
            "RequestCount": requests,
            "HTTPCode_Target_5XX_Count": failed,
            "HTTPCode_ELB_5XX_Count": refused,
            "HTTPCode_Target_4XX_Count": rejected,
            "TargetResponseTime": seconds,
        }
        if healthy is not None:
            names |= {"HealthyHostCount": healthy, "UnHealthyHostCount": unhealthy}
        return [self.series(entity, name, level) for name, level in names.items()]

    def function(
        self,
        entity: str,
        *,
        calls: Level = 600,
        errors: Level = 0,
        throttles: Level = 0,
        ms: Level = 90,
        longest: Level | None = None,
        concurrent: Level | None = None,
    ) -> list[Item]:
        """A Lambda function's metrics."""
        items = [
            self.series(entity, "Invocations", calls),
            self.series(entity, "Errors", errors),
            self.series(entity, "Throttles", throttles),
            self.series(entity, "Duration", ms),
        ]
        if longest is not None:
            items.append(self.series(entity, "Duration", longest, statistic="Maximum"))
        if concurrent is not None:
            items.append(self.series(entity, "ConcurrentExecutions", concurrent, statistic="Maximum"))
        return items

    def tasks(
        self,
        entity: str,
        cluster: str,
        *,
        cpu: Level = 31,
        memory: Level = 46,
        running: Level | None = 4,
        pending: Level | None = None,
    ) -> list[Item]:
        """An ECS service's metrics."""
        of = {"ClusterName": cluster, "ServiceName": name_of(entity)}
        items = [
            self.series(entity, "CPUUtilization", cpu, **of),
            self.series(entity, "MemoryUtilization", memory, spread=0.01, **of),
        ]
        for name, level in (("RunningTaskCount", running), ("PendingTaskCount", pending)):
            if level is not None:
                items.append(self.series(entity, name, level, namespace="ECS/ContainerInsights", **of))
        return items

    def queue(
        self,
        entity: str,
        *,
        visible: Level = 12,
        age: Level = 4,
        sent: Level = 540,
        received: Level = 540,
        deleted: Level = 540,
        in_flight: Level = 8,
    ) -> list[Item]:
        """An SQS queue's metrics."""
        return [
            self.series(entity, "ApproximateNumberOfMessagesVisible", visible),
            self.series(entity, "ApproximateNumberOfMessagesNotVisible", in_flight),
            self.series(entity, "ApproximateAgeOfOldestMessage", age, statistic="Maximum"),
            self.series(entity, "NumberOfMessagesSent", sent),
            self.series(entity, "NumberOfMessagesReceived", received),
            self.series(entity, "NumberOfMessagesDeleted", deleted),
        ]

    def metrics(self, entity: str, **levels: Level) -> list[Item]:
        """Any named metrics of one entity."""
        return [self.series(entity, name, level) for name, level in levels.items()]

    def log(self, entity: str, minute: float, message: str, level: str | None = None, **more: Any) -> Item:
        """One line, or a group of lines when `count` is given."""
        item: Item = {"t": self.at(minute), "entity": entity, "message": message, **more}
        return item | ({"level": level} if level else {})

    def lines(
        self, entity: str, first: float, last: float, every: float, texts: Sequence[str], **more: Any
    ) -> list[Item]:
        """The same few lines over and over."""
        number = int((last - first) / every)
        return [
            self.log(entity, first + place * every, texts[place % len(texts)].replace("{n}", str(4100 + 37 * place)))
            | more
            for place in range(number)
        ]

    def event(
        self, entity: str, minute: float, reason: str, message: str, kind: str = "ecs", type: str = "info", **more: Any
    ) -> Item:
        """Something the platform reported."""
        return {"t": self.at(minute), "kind": kind, "entity": entity, "type": type} | {
            "reason": reason,
            "message": message,
            **more,
        }

    def change(
        self, entity: str, minute: float, kind: str, action: str, actor: str | None = None, **details: Any
    ) -> Item:
        """Something a person or a pipeline did."""
        return {
            "t": self.at(minute),
            "kind": kind,
            "actor": actor,
            "action": action,
            "entity": entity,
            "details": details,
        }

    def alarm(
        self,
        entity: str,
        minute: float,
        name: str,
        metric: str | None = None,
        threshold: float | None = None,
        *,
        state: str = "alarm",
        below: bool = False,
        **more: Any,
    ) -> Item:
        """An alarm or monitor."""
        item: Item = {"t": self.at(minute), "name": name, "entity": entity, "state": state}
        if metric is not None:
            item["metric"] = metric
        if threshold is not None:
            item["threshold"] = threshold
            item["comparison"] = "LessThanThreshold" if below else "GreaterThanThreshold"
        return item | more

    def ecs_state(self, entity: str, desired: int, running: int, definition: str, **more: Any) -> Item:
        """An ECS service's state; deployments and events may be given."""
        usual = [
            {
                "status": "PRIMARY",
                "task_definition": definition,
                "desired": desired,
                "running": running,
                "rollout_state": "COMPLETED",
            }
        ]
        return {
            "entity": entity,
            "kind": "ecs_service",
            "attributes": {
                "desired": desired,
                "running": running,
                "pending": 0,
                "task_definition": definition,
                "deployments": usual,
                "events": [f"(service {name_of(entity)}) has reached a steady state."],
                **more,
            },
        }

    def state(self, entity: str, kind: str, **attributes: Any) -> Item:
        """A snapshot of anything."""
        return {"t": self.at(self.minutes), "entity": entity, "kind": kind, "attributes": attributes}

    def bundle(
        self,
        case_id: str,
        title: str,
        resource: str | None,
        *,
        started: float | None,
        severity: str = "high",
        source: str = "cloudwatch",
        description: str | None = None,
        service: str | None = None,
        collected: float | None = None,
        labels: dict[str, str] | None = None,
        **sections: Any,
    ) -> Item:
        """The bundle with the incident's own words."""
        words: Item = {
            "title": title,
            "description": description,
            "severity": severity,
            "source": source,
            "service": service,
            "resource": resource,
            "region": self.region,
            "started_at": None if started is None else self.at(started),
            "collected_at": self.at(self.minutes + 1 if collected is None else collected),
            "labels": labels or {},
        }
        return bundle(case_id, incident=words, **sections)


def wait(name: str, load: float) -> Item:
    """A wait event; its type is what stands before the colon, or the second word of a MySQL instrument."""
    kind = name.split("/")[1] if name.startswith("wait/") else name.partition(":")[0]
    return {"name": name, "type": kind, "db_load_avg": load}


def edges(*pairs: tuple[str, str, str]) -> list[Item]:
    """Topology as (from, kind, to)."""
    return [{"from": first, "to": second, "kind": kind} for first, kind, second in pairs]


def fault(
    document: Item,
    cause: str,
    entity: str,
    *,
    verdict: Sequence[str] = ("confirmed", "likely"),
    also: Sequence[tuple[str, str]] = (),
    herring: tuple[str, str] | None = None,
    near: Sequence[str] = (),
) -> Scenario:
    """The bundle with what it shows: a fault."""
    expected: Item = {"verdict": list(verdict), "cause": cause, "entity": entity, "kind": "fault", "written": "before"}
    if also:
        expected["also"] = [{"cause": first, "entity": second} for first, second in also]
    if herring:
        expected["herring"] = {"cause": herring[0], "entity": herring[1]}
    if near:
        expected["near"] = list(near)
    return document, expected


def healthy(document: Item, cause: str, entity: str, *, also: Sequence[str] = (), near: Sequence[str] = ()) -> Scenario:
    """The bundle with what it shows: nothing is wrong now. `also` are kinds of healthy that are as right."""
    expected: Item = {"verdict": ["healthy"], "cause": f"healthy.{cause}", "entity": entity, "kind": "healthy"}
    if also:
        expected["also"] = [{"cause": f"healthy.{each}", "entity": entity} for each in also]
    if near:
        expected["near"] = list(near)
    return document, expected | {"written": "before"}


def blind(
    document: Item,
    *,
    missing: Sequence[str] = (),
    near: Sequence[str] = (),
    herring: tuple[str, str] | None = None,
) -> Scenario:
    """The bundle with what it shows: too little to decide."""
    expected: Item = {"verdict": ["inconclusive"], "kind": "blind", "written": "before"}
    if missing:
        expected["missing"] = list(missing)
    if near:
        expected["near"] = list(near)
    if herring:
        expected["herring"] = {"cause": herring[0], "entity": herring[1]}
    return document, expected

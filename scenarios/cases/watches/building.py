"""What a pager saw, written down step by step: a `Watch` gathers one bundle; minutes count from its end (0 = now)."""

import math
import random
import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

Shape = float | Callable[[float], float]
Case = tuple[dict[str, Any], dict[str, Any]]

DIMENSIONS = {
    "rds": "DBInstanceIdentifier",
    "lambda": "FunctionName",
    "alb": "LoadBalancer",
    "sqs": "QueueName",
    "dynamodb": "TableName",
    "ecs-service": "ServiceName",
    "asg": "AutoScalingGroupName",
    "kinesis": "StreamName",
    "apigateway": "ApiName",
    "host": "instance",
    "service": "service",
    "deployment": "deployment",
    "pod": "pod",
    "node": "node",
}
PREFIXES = {
    "alerts": "a",
    "metrics": "m",
    "logs": "l",
    "events": "e",
    "changes": "c",
    "topology": "t",
    "state": "s",
    "gaps": "g",
}


def step(before: float, after: float, at: float) -> Callable[[float], float]:
    """One level until minute `at`, another from then on."""
    return lambda m: before if m < at else after


def bump(base: float, peak: float, start: float, end: float) -> Callable[[float], float]:
    """`peak` from minute `start` up to and without `end`, `base` around it."""
    return lambda m: peak if start <= m < end else base


def ramp(low: float, high: float, start: float, end: float = 0.0) -> Callable[[float], float]:
    """A straight line from `low` at `start` to `high` at `end`, level outside."""
    return lambda m: low + (high - low) * min(1.0, max(0.0, (m - start) / (end - start)))


def wave(mean: float, swing: float, period_min: float = 1440.0, phase: float = 0.0) -> Callable[[float], float]:
    """The slope of the day: `mean` plus or minus `swing`."""
    return lambda m: mean + swing * math.sin(2 * math.pi * (m / period_min + phase))


def level(shape: Shape, minute: float) -> float:
    """The shape's mean at a minute."""
    return shape(minute) if callable(shape) else float(shape)


class Watch:
    """One bundle in the making. `span` minutes are recorded every `period` seconds unless a series says otherwise."""

    def __init__(
        self,
        case_id: str,
        now: str,
        title: str,
        *,
        resource: str | None = None,
        service: str | None = None,
        source: str = "cloudwatch",
        severity: str = "warning",
        description: str | None = None,
        started: float | None = None,
        region: str | None = "eu-west-1",
        span: float = 60,
        period: int = 60,
        zone: float = 0,
        labels: dict[str, str] | None = None,
    ) -> None:
        self.random = random.Random(case_id)
        self.now = datetime.fromisoformat(now)
        self.zone = timezone(timedelta(hours=zone))
        self.span, self.period = span, period
        self.case_id = case_id
        self.sections: dict[str, list[tuple[float, dict[str, Any]]]] = {name: [] for name in PREFIXES}
        self.incident = {
            "title": title,
            "description": description,
            "severity": severity,
            "source": source,
            "service": service,
            "resource": resource,
            "region": region,
            "started_at": None if started is None else self.time(started),
            "collected_at": self.time(0),
            "labels": labels or {},
        }

    def time(self, minute: float, fraction: bool = False) -> str:
        """The moment `minute` minutes from now as text, in the watch's zone."""
        moment = (self.now + timedelta(minutes=minute)).astimezone(self.zone)
        text = moment.isoformat(timespec="milliseconds" if fraction else "seconds")
        return text.replace("+00:00", "Z")

    def _add(self, section: str, minute: float, item: dict[str, Any]) -> None:
        self.sections[section].append((minute, {key: value for key, value in item.items() if value is not None}))

    def _count(self, mean: float) -> int:
        if mean > 30:
            return max(0, round(self.random.gauss(mean, math.sqrt(mean) * 1.6)))
        limit, drawn, product = math.exp(-max(mean, 0.0)), 0, self.random.random()
        while product > limit:
            drawn, product = drawn + 1, product * self.random.random()
        return drawn

    def _points(
        self, shape: Shape, noise: float, count: bool, period: int, days: float, hole: Any, unit: str | None
    ) -> list[list[Any]]:
        points: list[list[Any]] = []
        drift = 0.0
        for index in range(int(self.span * 60 / period) + 1):
            minute = -self.span + index * period / 60
            if (hole and hole[0] <= minute < hole[1]) or self.random.random() < 0.004:
                continue
            mean = level(shape, minute)
            # Neighbouring points resemble each other, and now and then one stands out.
            drift = 0.5 * drift + self.random.gauss(0, noise * 0.87)
            burst = self.random.uniform(1.1, 1.4) if noise >= 0.05 and self.random.random() < 0.007 else 1.0
            value = self._count(mean * math.exp(drift * 0.5)) if count else mean * math.exp(drift) * burst
            if unit == "Percent":
                value = min(value, 100.0)
            points.append([self.time(minute - days * 1440), value if count else float(f"{value:.5g}")])
        return points

    def metric(
        self,
        entity: str,
        name: str,
        shape: Shape,
        *,
        noise: float = 0.07,
        count: bool = False,
        stat: str | None = "Average",
        unit: str | None = None,
        period: int | None = None,
        usual: Shape | None = None,
        hole: tuple[float, float] | None = None,
        days: float = 7,
        **dimensions: str,
    ) -> None:
        """One series; `name` may carry its namespace before a colon. `usual` is the shape it had `days` before."""
        namespace, _, short = name.partition(":")
        kind, _, place = entity.partition("/")
        every = period or self.period
        item: dict[str, Any] = {
            "name": short,
            "namespace": namespace or None,
            "entity": entity,
            "dimensions": {DIMENSIONS.get(kind, kind): place, **dimensions},
            "statistic": "Sum" if count and stat == "Average" else stat,
            "unit": unit,
            "period_s": every,
            "points": self._points(shape, noise, count, every, 0, hole, unit),
        }
        if usual is not None:
            item["baseline"] = {"points": self._points(usual, noise, count, every, days, None, unit)}
        self._add("metrics", 0, item)

    def log(
        self, minute: float, entity: str, level: str, message: str, count: int | None = None, source: str | None = None
    ) -> None:
        """One line, or a group of `count` like it."""
        exact = minute + self.random.uniform(0, 0.4)
        item = {"t": self.time(exact, fraction=count is None), "entity": entity, "source": source}
        self._add("logs", exact, {**item, "level": level, "message": message, "count": count})

    def chatter(self, entity: str, lines: list[tuple[str, str]], times: int = 6) -> None:
        """The everyday lines of a component, strewn over the recording."""
        for _ in range(times):
            severity, message = self.random.choice(lines)
            text = re.sub("#N", lambda _: str(self.random.randint(11, 990)), message)
            text = re.sub("#X", lambda _: f"{self.random.getrandbits(32):08x}", text)
            self.log(-self.random.uniform(0.5, self.span), entity, severity, text)

    def event(
        self,
        minute: float,
        kind: str,
        entity: str,
        reason: str,
        message: str,
        level: str = "normal",
        count: int = 1,
        first: float | None = None,
        source: str | None = None,
    ) -> None:
        """Something the platform reported."""
        item: dict[str, Any] = {"t": self.time(minute), "first_t": None if first is None else self.time(first)}
        item |= {"kind": kind, "source": source, "entity": entity, "type": level, "reason": reason}
        self._add("events", minute, {**item, "message": message, "count": count})

    def change(self, minute: float, kind: str, actor: str, action: str, entity: str, **details: Any) -> None:
        """Something a person or a pipeline did."""
        item = {"t": self.time(minute), "kind": kind, "actor": actor, "action": action, "entity": entity}
        self._add("changes", minute, {**item, "details": details})

    def alert(self, minute: float, name: str, entity: str, state: str, **more: Any) -> None:
        """Another alarm; `more` holds metric, threshold, comparison, query, reason, count."""
        self._add("alerts", minute, {"t": self.time(minute), "name": name, "entity": entity, "state": state, **more})

    def edges(self, kind: str, *pairs: str) -> None:
        """Edges written "a > b" of one kind."""
        for pair in pairs:
            origin, _, target = pair.partition(" > ")
            self._add("topology", 0, {"from": origin, "to": target, "kind": kind})

    def state(self, entity: str, kind: str, **attributes: Any) -> None:
        """A snapshot taken now."""
        self._add("state", 0, {"t": self.time(0), "entity": entity, "kind": kind, "attributes": attributes})

    def gap(self, section: str, reason: str, entity: str | None = None, permission: str | None = None) -> None:
        """What could not be looked at."""
        self._add("gaps", 0, {"section": section, "entity": entity, "reason": reason, "permission": permission})

    def bundle(self) -> dict[str, Any]:
        """The bundle so far: sections with a time in its order, ids counted through."""
        written: dict[str, Any] = {"schema": "evidence-bundle/1", "case_id": self.case_id, "incident": self.incident}
        for section, prefix in PREFIXES.items():
            ordered = sorted(self.sections[section], key=lambda entry: entry[0])
            written[section] = [{"id": f"{prefix}{index}", **item} for index, (_, item) in enumerate(ordered, 1)]
        return written

    def healthy(self, cause: str | None = None, herring: tuple[str, str] | None = None, near: str = "") -> Case:
        """The case's end when nothing is wrong now."""
        return self.bundle(), _expected(["healthy"], "healthy", cause, None, (), False, herring, near)

    def fault(
        self,
        cause: str,
        entity: str,
        *also: tuple[str, str],
        poor: bool = False,
        herring: tuple[str, str] | None = None,
        near: str = "",
    ) -> Case:
        """The case's end when something is wrong and the evidence says what."""
        words = ["confirmed", "likely"]
        return self.bundle(), _expected(words, "fault", cause, entity, also, poor, herring, near)

    def blind(self, near: str = "") -> Case:
        """The case's end when the evidence does not decide."""
        return self.bundle(), _expected(["inconclusive"], "blind", None, None, (), True, None, near)


def _expected(
    verdict: list[str],
    kind: str,
    cause: str | None,
    entity: str | None,
    also: tuple[tuple[str, str], ...],
    poor: bool,
    herring: tuple[str, str] | None,
    near: str,
) -> dict[str, Any]:
    return {
        "verdict": verdict,
        "cause": cause,
        "entity": entity,
        "also": [{"cause": code, "entity": place} for code, place in also],
        "kind": kind,
        "poor": poor,
        "herring": {"cause": herring[0], "entity": herring[1]} if herring else None,
        "near": near.split(),
        "written": "before",
    }

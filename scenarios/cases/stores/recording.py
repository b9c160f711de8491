"""One incident's recording: everything is placed by minutes from its start and dumped as an evidence bundle."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from typing import Any

from .kits import DIMENSIONS, KITS, Kit

Line = Sequence[tuple[float, float]]
Pair = tuple[str, str]
Case = tuple[dict[str, Any], dict[str, Any]]


def level(line: Line, minute: float) -> float:
    """Value of a broken line at a minute; flat before its first and after its last corner."""
    if minute <= line[0][0]:
        return line[0][1]
    for (left, low), (right, high) in pairwise(line):
        if minute <= right:
            return high if right == left else low + (high - low) * (minute - left) / (right - left)
    return line[-1][1]


_RULE = re.compile(r"([\w.]+)(?: p\d+)? ([<>]=?) (\d+(?:\.\d+)?)")
_COMPARISONS = {
    ">": "GreaterThanThreshold",
    ">=": "GreaterThanOrEqualToThreshold",
    "<": "LessThanThreshold",
    "<=": "LessThanOrEqualToThreshold",
}


class Recording:
    """Collects the sections of one bundle. Minutes may be negative: before the metrics begin."""

    def __init__(
        self,
        case_id: str,
        seed: int,
        start: str,
        minutes: int,
        *,
        step: int = 60,
        form: str = "Z",
        baseline: bool = False,
    ) -> None:
        self.rng = random.Random(seed)
        self.start = datetime.fromisoformat(start).replace(tzinfo=UTC)
        self.minutes, self.step, self.form, self.baseline = minutes, step, form, baseline
        self.case_id = case_id
        self.bundle: dict[str, Any] = {"schema": "evidence-bundle/1", "case_id": case_id, "incident": {}}
        for section in ("alerts", "metrics", "logs", "events", "changes", "topology", "state"):
            self.bundle[section] = []

    def at(self, minute: float) -> str:
        moment = self.start + timedelta(seconds=round(minute * 60))
        if self.form == "Z":
            return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        if self.form == "ms":
            return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{self.rng.randrange(1000):03d}Z"
        hours = int(self.form)
        return moment.astimezone(timezone(timedelta(hours=hours))).isoformat(timespec="seconds")

    def _add(self, section: str, letter: str, item: dict[str, Any]) -> None:
        items = self.bundle.setdefault(section, [])
        items.append({"id": f"{letter}{len(items) + 1}", **{k: v for k, v in item.items() if v is not None}})

    def incident(
        self,
        title: str,
        resource: str | None,
        started: float | None,
        *,
        severity: str = "high",
        source: str = "cloudwatch",
        text: str | None = None,
        service: str | None = None,
        region: str | None = "eu-west-1",
        labels: dict[str, str] | None = None,
        cleared: float | None = None,
    ) -> None:
        """What somebody was called for. A CloudWatch alarm that names a threshold is listed with the alerts too;
        cleared: the minute at which it went back to OK."""
        self.bundle["incident"] = {
            "title": title,
            "description": text,
            "severity": severity,
            "source": source,
            "service": service,
            "resource": resource,
            "region": region,
            "started_at": None if started is None else self.at(started),
            "collected_at": self.at(self.minutes),
            "labels": labels or {},
        }
        rule = _RULE.match(text or "")
        if source == "cloudwatch" and rule and started is not None:
            metric, sign, threshold = rule.groups()
            self.alert(
                title,
                resource,
                "alarm" if cleared is None else "ok",
                started if cleared is None else cleared,
                metric,
                float(threshold),
                comparison=_COMPARISONS[sign],
            )

    def _sample(self, value: float, noise: float, unit: str, stat: str) -> float:
        if unit == "Count" and stat == "Sum" and value < 8:
            floor, product, drawn = math.exp(-value), self.rng.random(), 0
            while product > floor:
                product *= self.rng.random()
                drawn += 1
            return drawn
        if unit == "Count" and stat == "Sum" and noise == 0:
            return max(0, round(self.rng.gauss(value, math.sqrt(value) + 0.04 * value)))
        value *= math.exp(self.rng.gauss(0, noise))
        if unit == "Percent":
            value = min(value, 100.0)
        if unit == "Count" and stat == "Average":
            return round(value, 2)
        return round(value) if unit in ("Count", "Bytes") else round(value, 4)

    def metric(
        self,
        entity: str,
        name: str,
        line: Line,
        *,
        kit: Kit | None = None,
        unit: str = "Count",
        noise: float = 0.06,
        namespace: str | None = None,
        stat: str | None = None,
        step: int | None = None,
        gap: tuple[float, float] | None = None,
        until: float | None = None,
        base: Line | None = None,
        still: bool = False,
        dimensions: dict[str, str] | None = None,
    ) -> None:
        """One series along a line. gap: minutes without points; still: exact values, no noise."""
        if kit:
            namespace, stat, unit, noise = kit.namespace, stat or kit.stat, kit.unit, kit.noise
        period = step or self.step

        def draw(path: Line, shift: float) -> list[list[Any]]:
            points: list[list[Any]] = []
            for index in range(int(self.minutes * 60 / period)):
                minute = index * period / 60
                if shift == 0 and ((gap and gap[0] <= minute < gap[1]) or (until is not None and minute >= until)):
                    continue
                value = level(path, minute)
                points.append(
                    [self.at(minute + shift), value if still else self._sample(value, noise, unit, stat or "Average")]
                )
            return points

        kind, _, ident = entity.partition("/")
        item: dict[str, Any] = {
            "name": name,
            "namespace": namespace,
            "entity": entity,
            "dimensions": dimensions or {DIMENSIONS.get(kind, "Name"): ident},
            "statistic": stat or "Average",
            "unit": unit,
            "period_s": period,
            "points": draw(line, 0),
        }
        if base or self.baseline:
            item["baseline"] = {"points": draw(base or [(0, line[0][1])], -1440)}
        self._add("metrics", "m", item)

    def watch(
        self,
        entity: str,
        *,
        only: Sequence[str] | None = None,
        skip: Sequence[str] = (),
        gap: tuple[float, float] | None = None,
        until: float | None = None,
        base: dict[str, Line] | None = None,
        **lines: Line,
    ) -> None:
        """The usual series of an entity's kind, at quiet levels except where a line is given. KeyError: no such series."""
        kits = KITS[entity.partition("/")[0]]
        unknown = {*lines, *skip, *(only or ()), *(base or {})} - {kit.name for kit in kits}
        if unknown:
            raise KeyError(f"{entity} has no usual series {sorted(unknown)}")
        for kit in kits:
            if (only is not None and kit.name not in only and kit.name not in lines) or kit.name in skip:
                continue
            drift = self.rng.uniform(0.95, 1.06)
            usual = self.rng.uniform(kit.low, kit.high)
            line = lines.get(kit.name, [(0, usual), (self.minutes, usual * (drift if kit.drifts else 1))])
            self.metric(entity, kit.name, line, kit=kit, gap=gap, until=until, base=(base or {}).get(kit.name))

    def log(
        self,
        minute: float | None,
        entity: str,
        tone: str,
        message: str,
        *,
        count: int | None = None,
        source: str | None = None,
    ) -> None:
        kind, _, ident = entity.partition("/")
        default = {
            "lambda": f"/aws/lambda/{ident}",
            "ecs-service": f"/ecs/{ident}",
            "rds": f"/aws/rds/instance/{ident}",
        }
        t = None if minute is None else self.at(minute)
        self._add(
            "logs",
            "l",
            {
                "t": t,
                "entity": entity,
                "source": source or default.get(kind, ident),
                "level": tone,
                "message": message,
                "count": count,
            },
        )

    def event(
        self,
        minute: float,
        entity: str,
        reason: str,
        message: str,
        *,
        kind: str = "rds",
        tone: str = "info",
        count: int = 1,
    ) -> None:
        self._add(
            "events",
            "e",
            {
                "t": self.at(minute),
                "kind": kind,
                "entity": entity,
                "type": tone,
                "reason": reason,
                "message": message,
                "count": count,
            },
        )

    def change(
        self, minute: float, kind: str, action: str, entity: str, actor: str | None = None, **details: Any
    ) -> None:
        t = self.at(minute)
        self._add(
            "changes",
            "c",
            {"t": t, "kind": kind, "actor": actor, "action": action, "entity": entity, "details": details},
        )

    def alert(
        self,
        name: str,
        entity: str | None,
        state: str,
        minute: float,
        metric: str | None = None,
        threshold: float | None = None,
        *,
        comparison: str | None = None,
        reason: str | None = None,
        query: str | None = None,
        count: int | None = None,
    ) -> None:
        if metric and comparison is None and query is None:
            comparison = "GreaterThanThreshold"
        item = {
            "t": self.at(minute),
            "name": name,
            "entity": entity,
            "state": state,
            "metric": metric,
            "threshold": threshold,
            "comparison": comparison,
            "reason": reason,
            "query": query,
            "count": count,
        }
        self._add("alerts", "a", item)

    def edges(self, *edges: tuple[str, str, str]) -> None:
        for start, kind, end in edges:
            self._add("topology", "t", {"from": start, "to": end, "kind": kind})

    def state(self, entity: str, kind: str, **attributes: Any) -> None:
        self._add("state", "s", {"t": self.at(self.minutes), "entity": entity, "kind": kind, "attributes": attributes})

    def gap(self, section: str, reason: str, entity: str | None = None, permission: str | None = None) -> None:
        self._add("gaps", "g", {"section": section, "entity": entity, "reason": reason, "permission": permission})

    def _sorted(self) -> dict[str, Any]:
        for section, letter in (("logs", "l"), ("events", "e"), ("changes", "c")):
            items = sorted(
                self.bundle[section],
                key=lambda item: datetime.fromisoformat(item["t"]) if item.get("t") else self.start,
            )
            self.bundle[section] = [{**item, "id": f"{letter}{n}"} for n, item in enumerate(items, 1)]
        return self.bundle

    def fault(
        self,
        right: Pair,
        herring: Pair,
        *also: Pair,
        near: Sequence[str] = (),
        poor: bool = False,
        words: Sequence[str] = ("confirmed", "likely"),
    ) -> Case:
        return self._sorted(), {
            "verdict": list(words),
            "cause": right[0],
            "entity": right[1],
            "also": [{"cause": cause, "entity": entity} for cause, entity in also],
            "kind": "fault",
            "poor": poor,
            "herring": {"cause": herring[0], "entity": herring[1]},
            "near": list(near or [herring[0]]),
            "written": "before",
        }

    def without_fault(
        self, kind: str, *, herring: Pair | None = None, near: Sequence[str] = (), poor: bool = False
    ) -> Case:
        expected: dict[str, Any] = {
            "verdict": ["healthy" if kind == "healthy" else "inconclusive"],
            "cause": None,
            "entity": None,
            "also": [],
            "kind": kind,
            "poor": poor or kind == "blind",
            "near": list(near),
            "written": "before",
        }
        if herring:
            expected["herring"] = {"cause": herring[0], "entity": herring[1]}
        return self._sorted(), expected

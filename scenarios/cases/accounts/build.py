"""Builder of one evidence bundle: series with noise, chatter and the answer; minutes count from the time of collection."""

from __future__ import annotations

import math
import random
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from .texts import CHATTER, DIMENSIONS, UNITS, WHOLE

Answer = tuple[dict[str, Any], dict[str, Any]]
Place = tuple[str, str]

PREFIX = {
    "alerts": "a",
    "metrics": "m",
    "logs": "l",
    "events": "e",
    "changes": "c",
    "topology": "t",
    "state": "s",
    "gaps": "g",
}


class Case:
    """One bundle in the making; `fault`, `healthy` and `blind` close it."""

    def __init__(
        self,
        case_id: str,
        now: str,
        title: str,
        resource: str | None,
        *,
        span: float = 90,
        step: int = 60,
        since: float | None = None,
        source: str = "cloudwatch",
        severity: str = "high",
        service: str | None = None,
        region: str | None = "eu-west-1",
        text: str | None = None,
        zone_h: int = 0,
        labels: dict[str, str] | None = None,
    ) -> None:
        self.rng = random.Random(case_id)
        self.now = datetime.fromisoformat(now).replace(tzinfo=UTC)
        self.zone_h = zone_h
        self.span, self.step = span, step
        self.case_id = case_id
        self.incident: dict[str, Any] = {
            "title": title,
            "description": text,
            "severity": severity,
            "source": source,
            "service": service,
            "resource": resource,
            "region": region,
            "started_at": None if since is None else self.at(since),
            "collected_at": self.at(0),
            "labels": labels or {},
        }
        self.parts: dict[str, list[dict[str, Any]]] = {name: [] for name in PREFIX}

    def at(self, minute: float) -> str:
        """Time text of `minute` minutes after collection (before it when negative)."""
        t = self.now + timedelta(seconds=round(minute * 60))
        if self.zone_h:
            return t.astimezone(timezone(timedelta(hours=self.zone_h))).isoformat(timespec="seconds")
        return t.strftime("%Y-%m-%dT%H:%M:%SZ")

    def alert(self, minute: float | None, name: str, entity: str | None, state: str = "alarm", **more: Any) -> None:
        row = {"t": None if minute is None else self.at(minute), "name": name, "state": state, **more}
        if entity:
            row["entity"] = entity
        self.parts["alerts"].append(row)

    def log(
        self, minute: float | None, entity: str, level: str, message: str, count: int | None = None, source: str = ""
    ) -> None:
        row = {
            "t": None if minute is None else self.at(minute),
            "entity": entity,
            "level": level,
            "message": message,
            "count": count,
        }
        self.parts["logs"].append({**row, "source": source} if source else row)

    def event(
        self, minute: float, kind: str, entity: str, reason: str, message: str, type_: str = "info", count: int = 1
    ) -> None:
        self.parts["events"].append(
            {
                "t": self.at(minute),
                "kind": kind,
                "entity": entity,
                "type": type_,
                "reason": reason,
                "message": message,
                "count": count,
            }
        )

    def change(
        self, minute: float, kind: str, action: str, entity: str, actor: str | None = None, **details: Any
    ) -> None:
        self.parts["changes"].append(
            {
                "t": self.at(minute),
                "kind": kind,
                "actor": actor,
                "action": action,
                "entity": entity,
                "details": details,
            }
        )

    def edges(self, *rows: tuple[str, str, str]) -> None:
        for left, kind, right in rows:
            self.parts["topology"].append({"from": left, "to": right, "kind": kind})

    def state(self, entity: str, kind: str, **attributes: Any) -> None:
        self.parts["state"].append({"t": self.at(0), "entity": entity, "kind": kind, "attributes": attributes})

    def gap(self, section: str, reason: str, entity: str | None = None, permission: str | None = None) -> None:
        row = {"section": section, "reason": reason, "entity": entity, "permission": permission}
        self.parts["gaps"].append({k: v for k, v in row.items() if v is not None})

    def insights(
        self,
        entity: str,
        since: float,
        sql: list[tuple[str, float, float, dict[str, float]]],
        waits: dict[str, float],
        users: dict[str, float] | None = None,
        hosts: dict[str, float] | None = None,
    ) -> None:
        """Performance Insights of the last `-since` minutes; loads in average active sessions."""

        def rows(loads: dict[str, float]) -> list[dict[str, Any]]:
            return [{"name": n, "type": n.split(":")[0].split("/")[0], "db_load_avg": v} for n, v in loads.items()]

        body: dict[str, Any] = {
            "start_time": self.at(since),
            "end_time": self.at(0),
            "top_sql": [
                {"statement": s, "db_load_avg": load, "calls_per_sec": calls, "wait_events": rows(w)}
                for s, load, calls, w in sql
            ],
            "top_wait_events": rows(waits),
        }
        if users:
            body["top_users"] = [{"name": n, "db_load_avg": v} for n, v in users.items()]
        if hosts:
            body["top_hosts"] = [{"id": n, "db_load_avg": v} for n, v in hosts.items()]
        self.state(entity, "performance_insights", **body)

    def series(
        self,
        entity: str,
        name: str,
        base: float,
        to: float | None = None,
        at: float = 0,
        end: float = 1,
        ramp: float = 0,
        noise: float = 0.08,
        wave: float = 0,
        odd: float = 0,
        top: float | None = None,
        stat: str | None = None,
        ns: str | None = None,
        gap: tuple[float, float] | None = None,
        before: bool = False,
        step: int | None = None,
        unit: str | None = None,
        spot: tuple[float, float] | None = None,
        saw: float = 0,
    ) -> None:
        """Noisy level `base`; `to` from minute `at` until `end`, over `ramp` minutes.

        `odd` is the chance of a burst, `spot` one point with a given value, `saw` the minutes after which the climb to
        `to` starts anew (a process that is restarted).
        """
        period = step or self.step
        kind, _, short = entity.partition("/")
        space, dimension = DIMENSIONS.get(kind, (None, None))
        shift = self.rng.uniform(0, 6.28)

        def value(m: float) -> float:
            if spot and abs(m - spot[0]) < period / 120:
                return spot[1]
            level = base
            if to is not None and at <= m < end:
                past = (m - at) % saw if saw else m - at
                level = base + (to - base) * (min(1.0, past / ramp) if ramp else 1.0)
            few = name in WHOLE and noise and 0 < level < 20 and top is None
            v = max(0.0, self.rng.gauss(level, level**0.5)) if few else level * math.exp(self.rng.gauss(0, noise))
            v = v * (1 + wave * math.sin(m / 229.2 + shift))
            if odd and self.rng.random() < odd:
                v = v * self.rng.uniform(1.4, 2.4) if level else self.rng.randint(1, 3)
            v = v if top is None else min(v, top)
            return round(v) if name in WHOLE or abs(v) > 1e6 else float(f"{v:.5g}")

        count = int(self.span * 60 // period)
        minutes = [-(count - i) * period / 60 for i in range(count)]
        kept = [m for m in minutes if gap is None or not gap[0] <= m < gap[1]]
        row: dict[str, Any] = {
            "name": name,
            "entity": entity,
            "period_s": period,
            "statistic": stat or ("Sum" if name in WHOLE else "Average"),
            "points": [[self.at(m), value(m)] for m in kept],
        }
        if ns or space:
            row["namespace"] = ns or space
        if dimension and not ns:
            row["dimensions"] = {dimension: short}
        if unit or name in UNITS or name in WHOLE:
            row["unit"] = unit or UNITS.get(name, "Count")
        if before:
            row["baseline"] = {
                "points": [
                    [self.at(m - 1440), float(f"{base * math.exp(self.rng.gauss(0, noise)):.5g}")]
                    for m in minutes[-30:]
                ]
            }
        self.parts["metrics"].append(row)

    def quiet(self, entity: str, size: float = 1.0) -> None:
        """Ordinary series of a healthy neighbour, in the names of its own service."""
        r = self.rng
        if entity.startswith("rds/"):
            self.series(entity, "CPUUtilization", 24 * size, noise=0.12, odd=0.02)
            self.series(entity, "DatabaseConnections", round(85 * size), noise=0.04)
            self.series(entity, "FreeableMemory", 5.2e9 * size, noise=0.01)
        elif entity.startswith("lambda/"):
            self.series(entity, "Invocations", round(220 * size) + 3, noise=0.12, odd=0.02)
            self.series(entity, "Errors", 0, odd=0.06)
            self.series(entity, "Duration", r.uniform(60, 400), noise=0.15, odd=0.03)
        elif entity.startswith("ecs-service/"):
            self.series(entity, "CPUUtilization", r.uniform(18, 45), noise=0.12, odd=0.02)
            self.series(entity, "MemoryUtilization", r.uniform(40, 71), noise=0.01)
        elif entity.startswith("sqs/"):
            self.series(entity, "ApproximateNumberOfMessagesVisible", round(9 * size), noise=0.5)
            self.series(entity, "ApproximateAgeOfOldestMessage", 3 * size, noise=0.5)
        elif entity.startswith("dynamodb/"):
            self.series(entity, "ConsumedReadCapacityUnits", 3100 * size, noise=0.1)
            self.series(entity, "SuccessfulRequestLatency", r.uniform(3, 7), noise=0.1)
        elif entity.startswith(("pod/", "deployment/")):
            self.series(entity, "cpu_usage", r.uniform(0.1, 0.6) * size, noise=0.15, ns="Prometheus")
            self.series(entity, "memory_usage", r.uniform(2e8, 6e8) * size, noise=0.01, ns="Prometheus")
        else:
            self.series(entity, "RequestCount", round(2400 * size), noise=0.07)
            self.series(entity, "TargetResponseTime", r.uniform(0.05, 0.2), noise=0.12, odd=0.02)

    def chatter(self, entity: str, flavour: str, lines: int = 3, source: str = "") -> None:
        """Log lines that are always there; `flavour` is a runtime of `texts.CHATTER`."""
        for level, message in self.rng.sample(CHATTER[flavour], min(lines, len(CHATTER[flavour]))):
            minute = -self.rng.uniform(0.5, self.span)
            self.log(round(minute, 2), entity, level, message, self.rng.choice([None, 1, 2, 7, 31, 118]), source)

    def fault(
        self,
        cause: str,
        entity: str,
        *also: Place,
        herring: Place | None = None,
        near: list[str] | None = None,
        poor: bool = False,
        verdict: tuple[str, ...] = ("confirmed", "likely"),
    ) -> Answer:
        return self._close(list(verdict), cause, entity, "fault", also, herring, near, poor)

    def healthy(self, cause: str | None = None, herring: Place | None = None, near: list[str] | None = None) -> Answer:
        return self._close(["healthy"], cause, None, "healthy", (), herring, near, False)

    def blind(self, herring: Place | None = None, near: list[str] | None = None) -> Answer:
        return self._close(["inconclusive"], None, None, "blind", (), herring, near, True)

    def _close(
        self,
        verdict: list[str],
        cause: str | None,
        entity: str | None,
        kind: str,
        also: tuple[Place, ...],
        herring: Place | None,
        near: list[str] | None,
        poor: bool,
    ) -> Answer:
        for name in ("alerts", "metrics", "state", "topology"):
            self.rng.shuffle(self.parts[name])
        for name in ("logs", "events", "changes"):
            self.parts[name].sort(key=lambda row: row["t"] or "")
        bundle: dict[str, Any] = {"schema": "evidence-bundle/1", "case_id": self.case_id, "incident": self.incident}
        for name, rows in self.parts.items():
            bundle[name] = [{"id": f"{PREFIX[name]}{i}", **row} for i, row in enumerate(rows, 1)]
        expected: dict[str, Any] = {
            "verdict": verdict,
            "cause": cause,
            "entity": entity,
            "also": [{"cause": c, "entity": e} for c, e in also],
            "kind": kind,
            "poor": poor,
            "herring": {"cause": herring[0], "entity": herring[1]} if herring else None,
            "near": near or [],
            "written": "before",
        }
        return bundle, expected

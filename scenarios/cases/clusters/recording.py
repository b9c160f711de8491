"""A recording of one incident: collects sections, numbers the items, and writes times in one zone.

All times are minutes relative to the onset (negative: before it).
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable
from copy import deepcopy
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

Bundle = dict[str, Any]
Expected = dict[str, Any]
Case = tuple[Bundle, Expected]
Shape = Callable[[float], float]

SECTIONS = ("alerts", "metrics", "logs", "events", "changes", "topology", "state", "gaps")
_PREFIX = dict(zip(SECTIONS, ("a", "m", "l", "e", "c", "t", "s", "g"), strict=True))
_MARK = re.compile(r"<(id|ms|n|ip|hex|uuid|ts|hms|port)>")


def flat(value: float = 1.0) -> Shape:
    """The same value at all times."""
    return lambda minute: value


def step(low: float, high: float, at: float = 0.0, over: float = 1.0) -> Shape:
    """From low to high, beginning at a minute and taking `over` minutes."""
    return lambda minute: low + (high - low) * min(1.0, max(0.0, (minute - at) / max(over, 1e-6)))


def pulse(low: float, high: float, at: float, until: float) -> Shape:
    """High between two minutes, low elsewhere."""
    return lambda minute: high if at <= minute < until else low


def climb(low: float, per_minute: float, at: float = 0.0, top: float = 1e18) -> Shape:
    """Growth at a steady rate from a minute on, up to a top."""
    return lambda minute: min(top, low + max(0.0, minute - at) * per_minute)


def saw(low: float, high: float, every: float, offset: float = 0.0) -> Shape:
    """Growth from low to high and a fall back, again and again."""
    return lambda minute: low + (high - low) * (((minute - offset) % every) / every)


class Recording:
    """One incident being written down."""

    def __init__(
        self,
        case_id: str,
        seed: int,
        onset: str,
        *,
        before: float = 40,
        after: float = 15,
        period_s: float = 60,
        offset_h: float | None = None,
        millis: bool = False,
    ) -> None:
        self.rng = random.Random(seed)
        self.case_id = case_id
        self.onset = datetime.fromisoformat(onset).replace(tzinfo=UTC)
        self.before, self.after, self.period_s = before, after, period_s
        self._offset, self._millis = offset_h, millis
        self.pods: dict[str, list[str]] = {}
        self.head: dict[str, Any] = {}
        self.namespace: str | None = "Prometheus"
        self.sections: dict[str, list[dict[str, Any]]] = {section: [] for section in SECTIONS}

    def at(self, minute: float) -> str:
        """The time of a minute, in the recording's own spelling."""
        moment = self.onset + timedelta(minutes=minute)
        suffix = "Z"
        if self._offset is not None:
            zone = timezone(timedelta(hours=self._offset))
            moment = moment.astimezone(zone)
            suffix = moment.strftime("%z")[:3] + ":" + moment.strftime("%z")[3:]
        fraction = f".{moment.microsecond // 1000:03d}" if self._millis else ""
        return moment.strftime("%Y-%m-%dT%H:%M:%S") + fraction + suffix

    def _fill(self, text: str, minute: float) -> str:
        rng = self.rng

        def value(match: re.Match[str]) -> str:
            moment = self.onset + timedelta(minutes=minute)
            return {
                "id": lambda: str(rng.randint(100_000, 9_999_999)),
                "ms": lambda: str(max(2, int(rng.lognormvariate(3.6, 0.6)))),
                "n": lambda: str(rng.randint(1, 60)),
                "ip": lambda: f"10.{rng.randint(20, 60)}.{rng.randint(0, 9)}.{rng.randint(3, 250)}",
                "hex": lambda: f"{rng.getrandbits(48):012x}",
                "uuid": lambda: f"{rng.getrandbits(32):08x}-{rng.getrandbits(16):04x}-4{rng.getrandbits(12):03x}",
                "ts": lambda: moment.strftime("%Y-%m-%d %H:%M:%S.") + f"{moment.microsecond // 1000:03d}",
                "hms": lambda: moment.strftime("%H:%M:%S"),
                "port": lambda: str(rng.randint(32768, 60999)),
            }[match.group(1)]()

        return _MARK.sub(value, text)

    def _add(self, section: str, item: dict[str, Any]) -> dict[str, Any]:
        kept = {key: value for key, value in item.items() if value is not None}
        self.sections[section].append(kept)
        return kept

    def incident(self, title: str, severity: str, source: str, *, started: float | None = 2, **rest: Any) -> None:
        """What was reported; `started` in minutes, None when the source does not say. Sets the series' namespace."""
        self.namespace = {"prometheus": "Prometheus", "synthetic-monitor": "ContainerInsights"}.get(source)
        self.head = {
            "title": title,
            "description": rest.get("description"),
            "severity": severity,
            "source": source,
            "service": rest.get("service"),
            "resource": rest.get("resource"),
            "region": rest.get("region"),
            "started_at": None if started is None else self.at(started),
            "collected_at": self.at(self.after),
            "labels": rest.get("labels", {}),
        }

    def alert(self, name: str, state: str, entity: str | None = None, minute: float | None = None, **rest: Any) -> None:
        """An alarm or monitor beside the incident's own."""
        when = None if minute is None else self.at(minute)
        self._add("alerts", {"t": when, "name": name, "entity": entity, "state": state, **rest})

    def log(
        self,
        entity: str,
        message: str,
        minute: float | None,
        level: str | None = "ERROR",
        source: str | None = None,
        count: int | None = None,
    ) -> None:
        """One line, or a group of like lines with a count."""
        when = None if minute is None else self.at(minute)
        text = self._fill(message, minute or 0.0)
        self._add(
            "logs", {"t": when, "entity": entity, "source": source, "level": level, "message": text, "count": count}
        )

    def burst(
        self,
        entities: str | Iterable[str],
        messages: str | Iterable[str],
        start: float,
        end: float,
        count: int,
        level: str | None = "ERROR",
    ) -> None:
        """Lines at random times between two minutes, of any of the texts, from any of the entities."""
        places = [entities] if isinstance(entities, str) else list(entities)
        texts = [messages] if isinstance(messages, str) else list(messages)
        for minute in sorted(self.rng.uniform(start, end) for _ in range(count)):
            self.log(self.rng.choice(places), self.rng.choice(texts), minute, level)

    def event(
        self,
        entity: str,
        reason: str,
        message: str,
        minute: float | None,
        type: str = "warning",
        *,
        first: float | None = None,
        count: int = 1,
        source: str = "kubelet",
        kind: str = "kubernetes",
    ) -> None:
        """Something the platform reported."""
        when = None if minute is None else self.at(minute)
        begun = None if first is None else self.at(first)
        self._add(
            "events",
            {
                "t": when,
                "first_t": begun,
                "kind": kind,
                "source": source,
                "entity": entity,
                "type": type,
                "reason": reason,
                "message": message,
                "count": count,
            },
        )

    def change(
        self, minute: float, kind: str, action: str, entity: str, actor: str | None = "ci-deployer", **details: Any
    ) -> None:
        """Something a person or pipeline did."""
        item = {"t": self.at(minute), "kind": kind, "actor": actor, "action": action, "entity": entity}
        self._add("changes", {**item, "details": details})

    def edge(self, source: str, target: str, kind: str = "calls") -> None:
        """One edge of the topology."""
        self._add("topology", {"from": source, "to": target, "kind": kind})

    def state(self, entity: str, kind: str, minute: float | None = None, /, **attributes: Any) -> None:
        """A snapshot, by default taken at collection time."""
        when = self.at(self.after if minute is None else minute)
        self._add("state", {"t": when, "entity": entity, "kind": kind, "attributes": deepcopy(attributes)})

    def amend(self, entity: str, kind: str, **attributes: Any) -> None:
        """Change attributes of a snapshot already written; KeyError when there is none."""
        for item in self.sections["state"]:
            if item["entity"] == entity and item["kind"] == kind:
                item["attributes"].update(deepcopy(attributes))
                return
        raise KeyError(f"{kind} {entity}")

    def attributes(self, entity: str, kind: str) -> dict[str, Any]:
        """The attributes of a snapshot already written; KeyError when there is none."""
        for item in self.sections["state"]:
            if item["entity"] == entity and item["kind"] == kind:
                found: dict[str, Any] = item["attributes"]
                return found
        raise KeyError(f"{kind} {entity}")

    def container(self, pod: str, index: int = 0, **attributes: Any) -> None:
        """Change attributes of one container of a pod already written."""
        self.attributes(pod, "pod")["containers"][index].update(deepcopy(attributes))

    def gap(self, section: str, reason: str, entity: str | None = None, permission: str | None = None) -> None:
        """Something that could not be looked at."""
        self._add("gaps", {"section": section, "entity": entity, "reason": reason, "permission": permission})

    def series(
        self,
        entity: str,
        name: str,
        shape: Shape,
        *,
        unit: str | None = None,
        namespace: str | None = None,
        statistic: str | None = None,
        sigma: float | Shape = 0.06,
        spread: float = 0.0,
        period_s: float | None = None,
        whole: bool = False,
        baseline: bool = False,
        until: float | None = None,
        dimensions: dict[str, str] | None = None,
        floor: float = 0.0,
        ceiling: float = 1e18,
    ) -> None:
        """One time series: the shape with log-normal (sigma) and additive (spread) noise, and a few gaps.

        A sigma may change over time; a series may end before the recording does (`until`).
        """
        period = period_s or self.period_s
        rng = self.rng

        def sample(minute: float, of: Shape) -> float:
            width = sigma(minute) if callable(sigma) else sigma
            value = of(minute) * rng.lognormvariate(0.0, width) + rng.gauss(0.0, spread)
            value = min(ceiling, max(floor, value))
            return float(round(value)) if whole else float(f"{value:.5g}")

        stop = self.after if until is None else until
        count = int((self.before + stop) * 60 / period)
        minutes = [-self.before + index * period / 60 for index in range(count + 1)]
        kept = [minute for minute in minutes if rng.random() > 0.006]
        item: dict[str, Any] = {
            "name": name,
            "namespace": namespace or self.namespace,
            "entity": entity,
            "dimensions": dimensions,
            "statistic": statistic,
            "unit": unit,
            "period_s": period,
            "points": [[self.at(minute), sample(minute, shape)] for minute in kept],
        }
        if baseline:
            calm = shape(-self.before)
            item["baseline"] = {"points": [[self.at(m - 10080), sample(m, flat(calm))] for m in minutes[:40]]}
        self._add("metrics", item)

    def drop(self, *sections: str) -> None:
        """Leave whole sections out."""
        for section in sections:
            self.sections[section] = []

    def bundle(self) -> Bundle:
        """The bundle: sections in time order, items numbered."""
        whole: Bundle = {"schema": "evidence-bundle/1", "case_id": self.case_id, "incident": self.head}
        for section in SECTIONS:
            items = self.sections[section]
            if section in ("logs", "events", "changes"):
                items = sorted(items, key=lambda item: str(item.get("t", "")))
            start = 1 if section != "logs" else 101
            whole[section] = [{"id": f"{_PREFIX[section]}{start + n}", **item} for n, item in enumerate(items)]
        return whole


def fault(cause: str, entity: str, *also: tuple[str, str], **rest: Any) -> Expected:
    """The right answer of a case that has one."""
    others = [{"cause": code, "entity": place} for code, place in also]
    return {
        "verdict": ["confirmed", "likely"],
        "cause": cause,
        "entity": entity,
        "also": others,
        "kind": "fault",
        "poor": False,
        "herring": None,
        "near": [],
        "written": "before",
        **rest,
    }


def healthy(cause: str | None = None, **rest: Any) -> Expected:
    """The right answer where nothing is wrong now."""
    base = fault("", "", **rest)
    return {**base, "verdict": ["healthy"], "cause": cause, "entity": None, "kind": "healthy"}


def blind(**rest: Any) -> Expected:
    """The right answer where the evidence does not decide."""
    base = fault("", "", **rest)
    return {**base, "verdict": ["inconclusive"], "cause": None, "entity": None, "kind": "blind", "poor": True}


def wrong(cause: str, entity: str) -> dict[str, str]:
    """A loud suggestion that is not the answer."""
    return {"cause": cause, "entity": entity}

"""One incident being written down: a clock around the onset and the sections of its bundle."""

from __future__ import annotations

import math
from datetime import datetime, timedelta, timezone
from random import Random
from typing import Any

from scenarios.cases.meshes.shapes import Shape

Case = tuple[dict[str, Any], dict[str, Any]]
LETTERS = {
    "alerts": "a",
    "metrics": "m",
    "logs": "l",
    "events": "e",
    "changes": "c",
    "topology": "t",
    "state": "s",
    "gaps": "g",
}


class Scene:
    """Minutes count from the onset (0); `step` is the sampling in seconds; `hours` the offset in which times are spelt."""

    def __init__(
        self, case_id: str, seed: int, onset: str, *, before: float = 60, after: float = 20, step: int = 60,
        hours: int = 0, fraction: bool = False, metrics: str | None = "Prometheus",
    ) -> None:  # fmt: skip
        self.case_id, self.rng, self.before, self.after, self.step = case_id, Random(seed), before, after, step
        self.onset = datetime.fromisoformat(onset.replace("Z", "+00:00")).astimezone(timezone(timedelta(hours=hours)))
        self.fraction, self.metrics_namespace = fraction, metrics
        self.sections: dict[str, list[dict[str, Any]]] = {name: [] for name in LETTERS}
        self.head: dict[str, Any] = {}

    def at(self, minute: float, exact: bool = True) -> str:
        moment = self.onset + timedelta(minutes=minute)
        if self.fraction and exact:
            text = moment.replace(microsecond=self.rng.randrange(1000) * 1000).isoformat(timespec="milliseconds")
        else:
            text = moment.replace(microsecond=0).isoformat()
        return text.replace("+00:00", "Z")

    def put(self, section: str, /, **entry: Any) -> dict[str, Any]:
        kept = {key: value for key, value in entry.items() if value is not None}
        self.sections[section].append(kept)
        return kept

    def incident(
        self, title: str, resource: str | None, severity: str = "critical", source: str = "prometheus", text: str | None = None,
        at: float | None = 2, region: str | None = None, service: str | None = None, **labels: str,
    ) -> None:  # fmt: skip
        self.head = {
            "title": title, "description": text, "severity": severity, "source": source, "service": service,
            "resource": resource, "region": region, "started_at": None if at is None else self.at(at, False),
            "collected_at": self.at(self.after, False), "labels": labels,
        }  # fmt: skip

    def alert(
        self, name: str, entity: str | None = None, state: str = "alarm", at: float | None = None, **more: Any
    ) -> None:
        self.put("alerts", t=None if at is None else self.at(at, False), name=name, entity=entity, state=state, **more)

    def series(
        self, name: str, entity: str, normal: float, shape: Shape | None = None, *, noise: float = 0.07, unit: str | None = None,
        stat: str | None = None, cap: float | None = None, baseline: bool = False, whole: bool = False,
        space: str | None = "", dims: dict[str, str] | None = None, swing: float = 0.0, before: float | None = None,
    ) -> None:  # fmt: skip
        start = -(self.before if before is None else before)
        phase = self.rng.uniform(0, 6.28)

        def points(first: float, last: float, changed: Shape | None, shift: float) -> list[list[Any]]:
            found: list[list[Any]] = []
            for index in range(int((last - first) * 60 / self.step) + 1):
                minute = first + index * self.step / 60
                value = normal * (1 + swing * math.sin(phase + minute / 170)) * math.exp(self.rng.gauss(0, noise))
                if self.rng.random() < 0.015:
                    value *= 1 + self.rng.uniform(0, 4) * noise
                kept = changed(minute, value, self.rng) if changed else value
                if kept is None or self.rng.random() < 0.004:
                    continue
                kept = kept if cap is None else min(cap, kept)
                found.append([self.at(minute + shift, False), round(kept) if whole else float(f"{kept:.5g}")])
            return found

        space = self.metrics_namespace if space == "" else space
        entry = self.put(
            "metrics", name=name, namespace=space, entity=entity, dimensions=dims, statistic=stat, unit=unit,
            period_s=self.step, points=points(start, self.after, shape, 0),
        )  # fmt: skip
        if baseline:
            entry["baseline"] = {"points": points(start, self.after, None, -10080)}

    def log(
        self,
        minute: float | None,
        entity: str,
        level: str,
        message: str,
        count: int | None = None,
        source: str | None = None,
    ) -> None:
        time = None if minute is None else self.at(minute)
        self.put(
            "logs",
            t=time,
            entity=entity,
            source=source or entity.split("/", 1)[1],
            level=level,
            message=message,
            count=count,
        )

    def event(
        self, minute: float | None, entity: str, reason: str, message: str, type: str = "warning", count: int | None = None,
        first: float | None = None, source: str = "kubelet", kind: str = "kubernetes",
    ) -> None:  # fmt: skip
        times = {
            "t": None if minute is None else self.at(minute, False),
            "first_t": None if first is None else self.at(first, False),
        }
        self.put(
            "events",
            **times,
            kind=kind,
            source=source,
            entity=entity,
            type=type,
            reason=reason,
            message=message,
            count=count,
        )

    def change(self, minute: float, kind: str, actor: str | None, action: str, entity: str, **details: Any) -> None:
        self.put(
            "changes", t=self.at(minute), kind=kind, actor=actor, action=action, entity=entity, details=details or None
        )

    def edge(self, start: str, end: str, kind: str = "calls") -> None:
        self.put("topology", **{"from": start, "to": end, "kind": kind})

    def state(self, entity: str, sort: str, /, **attributes: Any) -> dict[str, Any]:
        self.put("state", t=self.at(self.after, False), entity=entity, kind=sort, attributes=attributes)
        return attributes

    def gap(self, section: str, reason: str, entity: str | None = None, permission: str | None = None) -> None:
        self.put("gaps", section=section, entity=entity, reason=reason, permission=permission)

    def drop(self, *sections: str) -> None:
        for section in sections:
            self.sections[section].clear()

    def forget(self, section: str, *entities: str) -> None:
        """Removes what a section says of some entities."""
        self.sections[section][:] = [entry for entry in self.sections[section] if entry.get("entity") not in entities]

    def bundle(self) -> dict[str, Any]:
        whole: dict[str, Any] = {"schema": "evidence-bundle/1", "case_id": self.case_id, "incident": self.head}
        for name, letter in LETTERS.items():
            entries = self.sections[name]
            if name in {"logs", "events", "changes"}:
                entries = sorted(entries, key=lambda entry: entry.get("t") or "")
            if name != "gaps" or entries:
                whole[name] = [{"id": f"{letter}{number}", **entry} for number, entry in enumerate(entries, 1)]
        return whole

    def _expected(self, kind: str, verdict: list[str], **more: Any) -> dict[str, Any]:
        base: dict[str, Any] = {
            "verdict": verdict,
            "cause": None,
            "entity": None,
            "also": [],
            "kind": kind,
            "poor": False,
        }
        return {**base, "herring": None, "near": [], "written": "before", **more}

    def fault(
        self, cause: str, entity: str, also: tuple[tuple[str, str], ...] = (), herring: tuple[str, str] | None = None,
        poor: bool = False, near: tuple[str, ...] = (),
    ) -> Case:  # fmt: skip
        names = {
            "cause": cause, "entity": entity, "also": [{"cause": code, "entity": place} for code, place in also],
            "herring": {"cause": herring[0], "entity": herring[1]} if herring else None, "poor": poor, "near": list(near),
        }  # fmt: skip
        return self.bundle(), self._expected("fault", ["confirmed", "likely"], **names)

    def healthy(
        self, cause: str | None = None, near: tuple[str, ...] = (), herring: tuple[str, str] | None = None
    ) -> Case:
        loud = {"cause": herring[0], "entity": herring[1]} if herring else None
        return self.bundle(), self._expected("healthy", ["healthy"], cause=cause, near=list(near), herring=loud)

    def blind(self, near: tuple[str, ...] = (), herring: tuple[str, str] | None = None) -> Case:
        loud = {"cause": herring[0], "entity": herring[1]} if herring else None
        return self.bundle(), self._expected("blind", ["inconclusive"], poor=True, near=list(near), herring=loud)

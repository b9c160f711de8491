"""A builder of evidence bundles: one incident scene with its own clock, random numbers and ids."""

import math
import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from .texture import line

Case = tuple[dict[str, Any], dict[str, Any]]
Json = dict[str, Any]


def box(name: str, image: str, **more: Any) -> Json:
    """One container of a pod, running and ready unless told otherwise."""
    base: Json = {"name": name, "image": image, "ready": True, "restart_count": 0, "state": {"state": "running"}}
    return base | more


class Scene:
    """Collects sections; minutes are counted from the onset, negative before it."""

    def __init__(
        self,
        case: str,
        title: str,
        onset: str,
        now: float,
        *,
        seed: int,
        source: str = "prometheus",
        severity: str = "critical",
        resource: str | None = None,
        service: str | None = None,
        description: str | None = None,
        started: float | None = 1.0,
        zone: int = 0,
        millis: bool = False,
        region: str | None = None,
        labels: dict[str, str] | None = None,
        since: float = -60,
    ) -> None:
        self.rng = random.Random(seed)
        self.hashes: dict[str, str] = {}
        self.tz = UTC if zone == 0 else timezone(timedelta(hours=zone))
        self.zero = datetime.fromisoformat(onset).replace(tzinfo=self.tz)
        self.millis, self.now, self.since, self.case = millis, now, since, case
        self.sections: dict[str, list[Json]] = {
            k: [] for k in ("alerts", "metrics", "logs", "events", "changes", "topology", "state", "gaps")
        }
        self.incident: Json = {
            "title": title,
            "description": description,
            "severity": severity,
            "source": source,
            "service": service,
            "resource": resource,
            "region": region,
            "started_at": None if started is None else self.at(started),
            "collected_at": self.at(now),
            "labels": labels or {},
        }

    def moment(self, minutes: float) -> datetime:
        return self.zero + timedelta(minutes=minutes)

    def at(self, minutes: float) -> str:
        """The time as the collector of this scene spells it."""
        t = self.moment(minutes)
        text = t.strftime("%Y-%m-%dT%H:%M:%S")
        if self.millis:
            text += f".{t.microsecond // 1000:03d}"
        return text + ("Z" if self.tz is UTC else t.isoformat()[-6:])

    def add(self, section: str, letter: str, item: Json) -> None:
        rows = self.sections[section]
        rows.append({"id": f"{letter}{len(rows) + 1}"} | {k: v for k, v in item.items() if v is not None})

    def alert(self, name: str, state: str = "alarm", t: float | None = 1.0, **more: Any) -> None:
        self.add("alerts", "a", {"t": None if t is None else self.at(t), "name": name, "state": state} | more)

    def log(self, t: float | None, entity: str | None, message: str, level: str | None = None, **more: Any) -> None:
        when = None if t is None else self.at(t)
        self.add("logs", "l", {"t": when, "entity": entity, "level": level, "message": message} | more)

    def repeat(self, times: Sequence[float], entity: str, messages: Sequence[str], level: str | None = None) -> None:
        """The same kind of line again and again, as ungrouped logs have it; '{stamp}' becomes its time."""
        for n, t in enumerate(times):
            text = messages[n % len(messages)]
            self.log(t, entity, text.replace("{stamp}", self.at(t)), level)

    def chat(self, entity: str, style: str, count: int = 8, source: str | None = None) -> None:
        """Ordinary lines of a healthy process in one format, spread over the recording."""
        name = entity.split("/", 1)[1]
        for t in sorted(self.rng.uniform(self.since, self.now) for _ in range(count)):
            level, text = line(style, self.rng, self.moment(t), name)
            self.log(round(t, 2), entity, text, level, source=source)

    def event(self, t: float | None, entity: str, reason: str, message: str, kind: str = "normal", **more: Any) -> None:
        first = more.pop("first", None)
        head: Json = {"t": None if t is None else self.at(t), "kind": more.pop("what", "kubernetes"), "entity": entity}
        if first is not None:
            head["first_t"] = self.at(first)
        self.add("events", "e", head | {"type": kind, "reason": reason, "message": message} | more)

    def change(self, t: float, kind: str, action: str, entity: str, actor: str | None = None, **details: Any) -> None:
        head: Json = {"t": self.at(t), "kind": kind, "actor": actor, "action": action, "entity": entity}
        self.add("changes", "c", head | ({"details": details} if details else {}))

    def edge(self, source: str, target: str, kind: str = "calls") -> None:
        self.add("topology", "g", {"from": source, "to": target, "kind": kind})

    def state(self, entity: str, reader: str, t: float | None = None, **attributes: Any) -> None:
        when = self.at(self.now if t is None else t)
        self.add("state", "s", {"t": when, "entity": entity, "kind": reader, "attributes": attributes})

    def gap(self, section: str, reason: str, **more: Any) -> None:
        self.add("gaps", "x", {"section": section, "reason": reason} | more)

    def series(
        self,
        entity: str,
        name: str,
        base: float,
        to: float | None = None,
        *,
        shape: str = "step",
        at: float = 0.0,
        end: float | None = None,
        spread: float = 0.08,
        step: float = 60,
        slope: float = 0.0,
        missing: float = 0.0,
        digits: int = 4,
        since: float | None = None,
        baseline: bool = False,
        cap: float | None = None,
        **more: Any,
    ) -> None:
        """A log-normal series around base, going to another level at `at` (step, ramp or burst until end)."""
        begin = self.since if since is None else since

        def level(t: float) -> float:
            usual = base * (1 + slope * math.sin((t - begin) / 230))
            if to is None or t < at:
                return usual
            if shape == "ramp":
                last = self.now if end is None else end
                return base + (to - base) * min(1.0, (t - at) / max(last - at, 0.1))
            return usual if end is not None and t > end else to

        def sample(t: float, value: float) -> list[Any]:
            value *= self.rng.lognormvariate(0, spread)
            return [self.at(t), round(value if cap is None else min(cap, value), digits)]

        ticks = [begin + n * step / 60 for n in range(int((self.now - begin) * 60 / step) + 1)]
        points = [sample(t, level(t)) for t in ticks if self.rng.random() >= missing]
        item: Json = {"name": name, "entity": entity, "period_s": step, "points": points}
        if baseline:
            item["baseline"] = {"points": [sample(t - 1440, base) for t in ticks[::3]]}
        self.add("metrics", "m", {"namespace": "Prometheus"} | item | more)

    def pod(self, name: str, ns: str, containers: list[Json], node: str | None = None, **more: Any) -> str:
        """State of one pod in the words of a describe; returns its entity."""
        ready = sum(1 for c in containers if c.get("ready"))
        good = ready == len(containers)
        base: Json = {
            "namespace": ns,
            "phase": "Running",
            "ready": f"{ready}/{len(containers)}",
            "restarts": sum(int(c.get("restart_count", 0)) for c in containers),
            "node": node,
            "conditions": {"Ready": "True" if good else "False", "PodScheduled": "True" if node else "False"},
            "containers": containers,
        }
        self.state(f"pod/{name}", "pod", **{k: v for k, v in (base | more).items() if v is not None})
        if node:
            self.edge(f"pod/{name}", f"node/{node}", "runs_on")
        return f"pod/{name}"

    def suffix(self, owner: str) -> str:
        """The tail of a pod's name; pods of one owner share the hash of their replica set."""
        letters = "bcdfghjklmnpqrstvwxz2456789"

        def pick(n: int) -> str:
            return "".join(self.rng.choice(letters) for _ in range(n))

        return f"{self.hashes.setdefault(owner, pick(9))}-{pick(5)}"

    def workload(
        self, name: str, ns: str, nodes: Sequence[str], port: int = 8080, restarts: int = 0, **more: Any
    ) -> list[str]:
        """A healthy deployment with its service and one pod a node given; returns the pod entities."""
        count = len(nodes)
        label = {"app": name}
        tag = f"{self.rng.randint(1, 9)}.{self.rng.randint(0, 40)}.{self.rng.randint(0, 9)}"
        image = more.get("image", f"harbor.corp.lan/{ns}/{name}:{tag}")
        status = f"{count} desired | {count} updated | {count} total | {count} available | 0 unavailable"
        self.state(f"deployment/{name}", "deployment", namespace=ns, replicas=status, selector=label, age="143d")
        ips = [f"10.{self.rng.randint(40, 47)}.{self.rng.randint(0, 250)}.{self.rng.randint(2, 250)}" for _ in nodes]
        ends = ",".join(f"{ip}:{port}" for ip in ips)
        self.state(
            f"service/{name}",
            "service",
            namespace=ns,
            type="ClusterIP",
            selector=label,
            port="http  80/TCP",
            target_port=f"{port}/TCP",
            endpoints=ends,
        )
        names = []
        for n, (node, ip) in enumerate(zip(nodes, ips, strict=True)):
            old = restarts if n == 0 else 0
            one = box(name, image, ports=[f"{port}/TCP"], restart_count=old)
            if old:
                one["last_state"] = {"state": "terminated", "reason": "Completed", "exit_code": 0}
            names.append(self.pod(f"{name}-{self.suffix(name)}", ns, [one], node, ip=ip, labels=label))
            self.edge(f"deployment/{name}", names[-1], "owns")
        self.edge(f"service/{name}", f"deployment/{name}", "depends_on")
        return names

    def case_of(
        self,
        kind: str,
        cause: str | None = None,
        entity: str | None = None,
        *,
        also: Sequence[tuple[str, str]] = (),
        herring: tuple[str, str] | None = None,
        near: Sequence[str] = (),
        poor: bool = False,
        verdict: Sequence[str] | None = None,
    ) -> Case:
        """The finished bundle and its right answer."""
        for rows in (self.sections["logs"], self.sections["events"]):
            rows.sort(key=lambda r: str(r.get("t", "")))
        bundle: Json = {"schema": "evidence-bundle/1", "case_id": self.case, "incident": self.incident} | self.sections
        usual = {"fault": ["confirmed", "likely"], "healthy": ["healthy"], "blind": ["inconclusive"]}[kind]
        expected: Json = {
            "verdict": list(verdict or usual),
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

"""Incidents in a container cluster in the making: a shop of a few workloads, one of which a test breaks."""

from datetime import UTC, datetime, timedelta
from typing import Any, Self

from commander.contract.evidence import Bundle, Verdict
from commander.evidence.engine import investigate

START = datetime(2026, 4, 2, 6, 0, tzinfo=UTC)
NOW = 90
"""The minute in which the evidence is collected."""
NAMESPACE = "shop"


def clock(minute: float) -> str:
    """The moment so many minutes into the incident."""
    return (START + timedelta(minutes=minute)).isoformat().replace("+00:00", "Z")


class Cluster:
    """A bundle of cluster objects; `resource` is what the alarm is about."""

    def __init__(self, resource: str | None = "service/front", started: float | None = 60) -> None:
        self.document: dict[str, Any] = {
            "schema": "evidence-bundle/1",
            "case_id": "made-up",
            "incident": {
                "title": "checkout check fails",
                "severity": "high",
                "source": "synthetic-monitor",
                "resource": resource,
                "started_at": None if started is None else clock(started),
                "collected_at": clock(NOW),
            },
        }
        sections = ("alerts", "metrics", "logs", "events", "changes", "topology", "state", "gaps")
        self.document |= {name: [] for name in sections}

    def add(self, section: str, prefix: str, item: dict[str, Any]) -> Self:
        """Adds an item with an id of its own."""
        items = self.document[section]
        items.append({"id": f"{prefix}{len(items) + 1}", **item})
        return self

    def state(self, kind: str, entity: str, /, **attributes: Any) -> Self:
        return self.add("state", "s", {"entity": entity, "kind": kind, "attributes": attributes})

    def pod(self, name: str, *containers: dict[str, Any], **attributes: Any) -> Self:
        """A pod that runs and is ready, where nothing else is said."""
        known = {
            "namespace": NAMESPACE,
            "phase": "Running",
            "status": "Running",
            "ready": "1/1",
            "restarts": 0,
            "conditions": {"Ready": "True"},
            "containers": list(containers) or [container()],
        }
        return self.state("pod", f"pod/{name}", **(known | attributes))

    def broken(self, name: str, *containers: dict[str, Any], **attributes: Any) -> Self:
        """A pod that is not ready."""
        known = {"ready": "0/1", "conditions": {"Ready": "False"}}
        return self.pod(name, *containers, **(known | attributes))

    def deployment(self, name: str, desired: int = 1, available: int = 1, **attributes: Any) -> Self:
        known = {"namespace": NAMESPACE, "desired": desired, "ready": available, "available": available}
        return self.state("deployment", f"deployment/{name}", **(known | attributes))

    def event(self, entity: str | None, reason: str, message: str, minute: float = 85, **more: Any) -> Self:
        item = {"kind": "kubernetes", "type": "warning", "reason": reason, "message": message, "t": clock(minute)}
        return self.add("events", "e", item | ({"entity": entity} if entity else {}) | more)

    def log(self, entity: str, message: str, minute: float | None = 85, **more: Any) -> Self:
        at = {} if minute is None else {"t": clock(minute)}
        return self.add("logs", "l", {"entity": entity, "message": message, "count": 4} | at | more)

    def edge(self, start: str, end: str, kind: str = "calls") -> Self:
        return self.add("topology", "t", {"from": start, "to": end, "kind": kind})

    def change(self, entity: str, kind: str, action: str, minute: float, **details: Any) -> Self:
        item = {"t": clock(minute), "kind": kind, "action": action, "entity": entity, "details": details}
        return self.add("changes", "c", item)

    def neighbours(self) -> Self:
        """Workloads of the same shop that are well, with what every cluster sees at their start."""
        for name in ("front", "stock"):
            self.deployment(name)
            self.pod(f"{name}-7c9d8f6b54-x2k4q", container(name, image=f"registry.example.io/shop/{name}:3.1"))
            self.event(
                f"pod/{name}-7c9d8f6b54-x2k4q",
                "Unhealthy",
                "Readiness probe failed: dial tcp 10.1.0.9:8080: connect: connection refused",
                minute=-400,
            )
        return self

    def verdict(self) -> Verdict:
        return investigate(Bundle.model_validate(self.document))


def container(name: str = "app", **attributes: Any) -> dict[str, Any]:
    """A container that runs and is ready, where nothing else is said."""
    known = {"name": name, "image": f"registry.example.io/shop/{name}:1.4", "ready": True, "restart_count": 0}
    return known | {"state": {"state": "running"}} | attributes


def waiting(reason: str, message: str | None = None, name: str = "app", **attributes: Any) -> dict[str, Any]:
    """A container that waits."""
    said = {"message": message} if message else {}
    return container(name, ready=False, state={"state": "waiting", "reason": reason, **said}) | attributes


def looping(
    code: int, reason: str = "Error", restarts: int = 7, name: str = "app", **attributes: Any
) -> dict[str, Any]:
    """A container in a crash loop."""
    last = {"state": "terminated", "reason": reason, "exit_code": code, "finished_at": clock(NOW - 2)}
    return waiting("CrashLoopBackOff", None, name, restart_count=restarts, last_state=last) | attributes


def conclusion(cluster: Cluster) -> tuple[str, str | None, str | None]:
    """The verdict with the root cause's code and place."""
    verdict = cluster.verdict()
    cause = verdict.root_cause
    return verdict.verdict, cause.cause if cause else None, cause.entity if cause else None


def explain(cluster: Cluster) -> str:
    """The hypotheses in one text, for the message of a failing test."""
    verdict = cluster.verdict()
    facts = {one.id: one.statement for one in verdict.evidence}
    lines = [f"{verdict.verdict} {verdict.confidence}"]
    for one in verdict.hypotheses[:5]:
        lines.append(f"{one.score} {one.cause} {one.entity}: {one.summary}")
        lines += [f"   + {facts.get(ref)}" for ref in one.supporting]
        lines += [f"   - {facts.get(ref)}" for ref in one.contradicting]
        lines += [f"   ? {what}" for what in one.missing]
    return "\n".join(lines)


def assert_cause(cluster: Cluster, cause: str, entity: str, *kinds: str) -> None:
    """The verdict names the cause at the place, in one of the kinds (confirmed or likely where none is given)."""
    kind, found, place = conclusion(cluster)
    assert (found, place) == (cause, entity), explain(cluster)
    assert kind in (kinds or ("confirmed", "likely")), explain(cluster)


def assert_not(cluster: Cluster, *causes: str) -> None:
    """The verdict names none of the causes."""
    assert conclusion(cluster)[1] not in causes, explain(cluster)

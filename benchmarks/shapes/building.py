"""A bundle made of a few sections, as a document; what a shape does not speak of stays empty."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

Document = dict[str, Any]
START = datetime(2026, 11, 20, tzinfo=UTC)
_PREFIX = {"metrics": "m", "logs": "l", "events": "e", "changes": "c", "topology": "t", "state": "s", "gaps": "g"}


def moment(minutes: float) -> str:
    """A moment so many minutes after the bundles begin."""
    return (START + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")


def bundle(resource: str | None = "service/web", **sections: Iterable[Document]) -> Document:
    """The document; items get the ids that they lack."""
    document: Document = {
        "schema": "evidence-bundle/1",
        "case_id": "growth",
        "incident": {
            "title": "Requests to web fail",
            "severity": "high",
            "source": "prometheus",
            "resource": resource,
            "started_at": moment(50),
            "collected_at": moment(60),
        },
        **{name: [] for name in ("alerts", *_PREFIX)},
    }
    for section, items in sections.items():
        prefix = _PREFIX.get(section, "a")
        document[section] = [{"id": f"{prefix}{place + 1}", **item} for place, item in enumerate(items)]
    return document


def state(entity: str, kind: str, /, **attributes: Any) -> Document:
    """A state item."""
    return {"entity": entity, "kind": kind, "attributes": attributes}


def event(entity: str, reason: str, message: str, minutes: float = 52, kind: str = "warning") -> Document:
    """An event of Kubernetes."""
    at = moment(minutes)
    return {"t": at, "kind": "kubernetes", "reason": reason, "message": message, "entity": entity, "type": kind}


def line(entity: str, message: str, minutes: float = 52, level: str = "ERROR") -> Document:
    """A log line."""
    return {"t": moment(minutes), "entity": entity, "level": level, "message": message}


def series(entity: str, name: str, unit: str, values: Iterable[float], **more: Any) -> Document:
    """A series with a point a minute."""
    points = [[moment(at), value] for at, value in enumerate(values)]
    return {"name": name, "entity": entity, "unit": unit, "period_s": 60, "points": points, **more}


def worse(place: int, level: float = 10.0, points: int = 60) -> list[float]:
    """Values that jump in the last ten minutes."""
    return [level * (1 + 0.02 * ((at * 7 + place * 3) % 5)) * (4 if at >= points - 10 else 1) for at in range(points)]


def calm(place: int, level: float = 10.0, points: int = 60) -> list[float]:
    """Values that only wobble."""
    return [level * (1 + 0.02 * ((at * 7 + place * 3) % 5)) for at in range(points)]


def edge(one: str, other: str, kind: str = "calls") -> Document:
    """An edge of the topology."""
    return {"from": one, "to": other, "kind": kind}


def pod(name: str, app: str, namespace: str = "shop", **more: Any) -> Document:
    """A pod that runs; `more` replaces or adds attributes."""
    container = {"name": "app", "image": f"shop/{app}:1", "ports": ["8080/TCP"], "env": {"MODE": "fast"}}
    attributes: Document = {
        "namespace": namespace,
        "phase": "Running",
        "ready": "1/1",
        "restarts": 0,
        "node": "worker-1",
        "ip": "10.1.2.3",
        "labels": {"app": app},
        "containers": [container],
    }
    return state(f"pod/{name}", "pod", **(attributes | more))


def waiting(reason: str, message: str) -> list[Document]:
    """The containers of a pod whose one container does not start."""
    return [
        {
            "name": "app",
            "image": "shop/app:2",
            "ready": False,
            "restart_count": 7,
            "state": {"state": "waiting", "reason": reason, "message": message},
            "last_state": {"state": "terminated", "reason": "Error", "exit_code": 1},
        }
    ]

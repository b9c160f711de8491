"""What cases are built from: moments, series, lines, changes, state. Nothing of the engine is imported.

Numbers that vary come from seeded generators, so a case is the same every time it is built.
"""

import random
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

START = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)

Item = dict[str, Any]
Scenario = tuple[Item, Item]
Case = Callable[[], Scenario]


def at(seconds: float) -> str:
    """The moment so many seconds into the scenario."""
    return (START + timedelta(seconds=seconds)).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def points(values: Iterable[float], period: int = 10, first: int = 0) -> list[list[Any]]:
    """Values at the starts of consecutive periods."""
    return [[at(first + place * period), value] for place, value in enumerate(values)]


def series(
    entity: str,
    name: str,
    values: Iterable[float],
    *,
    namespace: str = "AWS/Lambda",
    statistic: str = "Sum",
    unit: str = "Count",
    period: int = 10,
) -> Item:
    """One metric item."""
    return {
        "name": name,
        "namespace": namespace,
        "entity": entity,
        "statistic": statistic,
        "unit": unit,
        "period_s": period,
        "dimensions": {"FunctionName": entity.partition("/")[2]},
        "points": points(values, period),
    }


def noisy(level: float, count: int, seed: int, spread: float = 0.06) -> list[float]:
    """So many values around a level."""
    generator = random.Random(seed)
    return [round(max(0.0, generator.gauss(level, spread * level)), 1) for _ in range(count)]


def whole(level: float, count: int, seed: int) -> list[float]:
    """So many counts around a level."""
    return [float(round(value)) for value in noisy(level, count, seed)]


def bundle(name: str, **sections: Any) -> Item:
    """A bundle with ids given out, empty where nothing is said."""
    incident = {"title": name, "severity": "high", "source": "cloudwatch", **sections.pop("incident", {})}
    prefixes = {
        "alerts": "a",
        "metrics": "m",
        "logs": "l",
        "events": "e",
        "changes": "c",
        "topology": "t",
        "state": "s",
        "gaps": "g",
    }
    document: Item = {"schema": "evidence-bundle/1", "case_id": name, "incident": incident}
    for section, prefix in prefixes.items():
        items = sections.get(section, [])
        document[section] = [{"id": f"{prefix}{place}", **item} for place, item in enumerate(items, start=1)]
    return document


def alarm(entity: str, metric: str, threshold: float, seconds: float, *, name: str, state: str = "alarm") -> Item:
    """The incident's own alarm."""
    return {
        "t": at(seconds),
        "name": name,
        "entity": entity,
        "state": state,
        "metric": metric,
        "threshold": threshold,
        "comparison": "GreaterThanOrEqualToThreshold",
    }


def line(entity: str, seconds: float, message: str, version: str | None = None, **more: Any) -> Item:
    """One log line, with the version in the name of its stream as Lambda writes it."""
    stream = f" 2026/11/02/[{version}]5f0c" if version else ""
    return {
        "t": at(seconds),
        "entity": entity,
        "source": f"/aws/lambda/{entity.partition('/')[2]}{stream}",
        "message": message,
        **more,
    }


def calls(entity: str, first: int, last: int, version: str | None = None) -> Iterator[Item]:
    """Lines of invocations that went well."""
    for place in range(first, last, 10):
        yield line(entity, place + 1.5, f"priced basket items={place % 4 + 1} ms={20 + place % 7}", version)


def published(
    entity: str, seconds: float, version: str, previous: str | None = None, *, kind: str = "deployment"
) -> Item:
    """A version was published; the first one follows no other."""
    details = {"alias": "live", "version": version}
    return {
        "t": at(seconds),
        "kind": kind,
        "actor": None,
        "action": "PublishVersion",
        "entity": entity,
        "details": details | ({"previous_version": previous} if previous else {}),
    }


def uploaded(entity: str, seconds: float) -> Item:
    """Code was uploaded."""
    return {
        "t": at(seconds),
        "kind": "deployment",
        "actor": "user/deployer",
        "action": "UpdateFunctionCode",
        "entity": entity,
        "details": {"event_id": "0f3a"},
    }


def function(entity: str, version: str, versions: list[str], **more: Any) -> Item:
    """A function's state."""
    return {
        "entity": entity,
        "kind": "lambda_function",
        "attributes": {
            "runtime": "python3.12",
            "memory_mb": 256,
            "timeout_s": 10,
            "alias_live": version,
            "versions": versions,
            "aliases": {"live": version},
            "last_update_status": "Successful",
            **more,
        },
    }


def incident(entity: str, started: float, collected: float, **more: Any) -> Item:
    """The incident's own words."""
    return {
        "resource": entity,
        "service": entity.partition("/")[2],
        "region": "eu-west-1",
        "started_at": at(started),
        "collected_at": at(collected),
        **more,
    }

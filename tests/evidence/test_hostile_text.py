"""Who may testify to what: text that anybody can cause to be logged decides nothing."""

import copy
import json
from functools import cache
from typing import Any

import pytest

from commander.contract.evidence import Bundle, Verdict
from commander.evidence.engine import investigate
from tests.evidence.planting import PAYLOADS, WAYS, Document, events, lines
from tests.evidence.test_scenarios import SCENARIOS

MINUTES = 14
POD = "pod/cart-6d5f7c9b4-x2k8q"


def series(place: int, name: str, values: list[float], entity: str = "service/cart") -> Document:
    points = [[f"2026-11-02T{9 + at // 60:02}:{at % 60:02}:00Z", value] for at, value in enumerate(values, 60 - 46)]
    return {"id": f"m{place}", "name": name, "entity": entity, "namespace": "Prometheus", "points": points}


def document(**sections: Any) -> Document:
    empty = {name: [] for name in ("alerts", "metrics", "logs", "events", "changes", "topology", "state")}
    incident = {
        "title": "cart looks odd",
        "severity": "high",
        "source": "prometheus",
        "resource": "service/cart",
        "started_at": "2026-11-02T10:03:00Z",
        "collected_at": "2026-11-02T10:06:00Z",
    }
    return {"schema": "evidence-bundle/1", "case_id": "hostile-text", "incident": incident, **empty, **sections}


def plain_lines() -> list[Document]:
    return [
        {"id": f"l{place}", "t": f"2026-11-02T09:{20 + place}:00Z", "entity": "service/cart", "message": "cart saved"}
        for place in range(39)
    ]


def blind() -> Document:
    alert = {"id": "a1", "name": "CartOdd", "state": "alarm", "entity": "service/cart", "t": "2026-11-02T10:04:00Z"}
    return document(
        alerts=[alert],
        logs=plain_lines(),
        topology=[{"id": "t1", "from": "service/cart", "to": "database/orders", "kind": "calls"}],
    )


def blind_pod() -> Document:
    found = blind()
    found["incident"]["resource"] = POD
    found["alerts"][0]["entity"] = POD
    for line in found["logs"]:
        line["entity"] = POD
    found["topology"] = []
    return found


def fine() -> Document:
    steady = [0.12 + 0.01 * (place % 3) for place in range(52)]
    return {
        **blind(),
        "metrics": [
            series(1, "latency_p99", steady),
            series(2, "error_rate", [0.0] * 52),
            series(3, "request_rate", [80.0 + place % 4 for place in range(52)]),
        ],
    }


def fine_cluster() -> Document:
    container = {"name": "cart", "image": "cart:1", "ready": True, "restart_count": 0, "state": {"state": "running"}}
    found = fine()
    found["state"] = [
        {
            "id": "s1",
            "entity": "deployment/cart",
            "kind": "deployment",
            "attributes": {"namespace": "shop", "desired": 1, "ready": 1, "available": 1, "updated": 1},
        },
        {
            "id": "s2",
            "entity": POD,
            "kind": "pod",
            "attributes": {
                "namespace": "shop",
                "phase": "Running",
                "ready": "1/1",
                "restarts": 0,
                "node": "n1",
                "owner": "ReplicaSet/cart-6d5f7c9b4",
                "containers": [container],
            },
        },
    ]
    return found


SYSTEMS = {"blind": blind, "blind pod": blind_pod, "fine": fine, "fine cluster": fine_cluster}


def verdict_on(found: Document) -> Verdict:
    return investigate(Bundle.model_validate(found))


def assert_nothing_is_asserted(found: Document) -> None:
    verdict = verdict_on(found)
    first = verdict.hypotheses[0] if verdict.hypotheses else None
    assert verdict.verdict in ("inconclusive", "healthy"), (first and first.cause, verdict.confidence)


def writer(system: str) -> str:
    return POD if system == "blind pod" else "service/cart"


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("said", PAYLOADS)
def test_planted_words_assert_nothing(said: str, way: str, system: str) -> None:
    found = SYSTEMS[system]()
    found["logs"] += lines(way, said, writer(system))
    assert_nothing_is_asserted(found)


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("said", PAYLOADS)
def test_events_of_an_application_are_no_platform_events(said: str, system: str) -> None:
    found = SYSTEMS[system]()
    found["events"] += events(said, writer(system))
    assert_nothing_is_asserted(found)


@cache
def real(name: str) -> str:
    return (SCENARIOS / name / "bundle.json").read_text("utf-8")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("said", PAYLOADS)
def test_planted_words_change_no_confirmed_cause(said: str, way: str) -> None:
    found = json.loads(real("bad-release"))
    before = verdict_on(copy.deepcopy(found))
    assert before.verdict == "confirmed" and before.root_cause is not None
    found["logs"] += lines(way, said, "lambda/pricing", first=0)
    after = verdict_on(found)
    if after.root_cause is not None:
        assert (after.root_cause.cause, after.root_cause.entity) == (before.root_cause.cause, before.root_cause.entity)


def test_there_are_enough_of_them() -> None:
    assert len(set(PAYLOADS)) >= 60 and len(WAYS) >= 8

"""What tells more about a service at fault than that a resource moved: releases, full pools, skew, leaks, tests."""

from typing import Any

import pytest

from commander.contract.evidence import Bundle
from commander.evidence import moments
from commander.evidence.engine import investigate
from commander.evidence.hypotheses import rank
from commander.evidence.reading import read

START, PERIOD, COUNT, ONSET = 1_780_000_000.0, 30.0, 60, 40


def _series(place: int, name: str, entity: str, values: list[float], **more: Any) -> dict[str, Any]:
    points = [[moments.iso(START + PERIOD * at), value] for at, value in enumerate(values)]
    return {"id": f"m{place}", "name": name, "entity": entity, "period_s": PERIOD, "points": points, **more}


def _level(before: float, after: float | None = None) -> list[float]:
    """A level with a little wobble, and another one since the onset."""
    return [
        (before if at < ONSET or after is None else after) * (1 + 0.02 * ((at * 7) % 5 - 2) / 2) for at in range(COUNT)
    ]


def _bundle(metrics: list[tuple[str, str, list[float]]], **more: Any) -> Bundle:
    document: dict[str, Any] = {
        "schema": "evidence-bundle/1",
        "case_id": "specific",
        "incident": {
            "title": "shop is slow",
            "severity": "high",
            "source": "manual",
            "collected_at": moments.iso(START + PERIOD * COUNT),
        },
        "alerts": [],
        "metrics": [_series(at, name, entity, values) for at, (name, entity, values) in enumerate(metrics)],
        "logs": [],
        "events": [],
        "changes": [],
        "topology": [],
        "state": [],
    }
    return Bundle.model_validate(document | more)


def _first(bundle: Bundle) -> tuple[str, str]:
    argument = rank(read(bundle))[0].argument
    return argument.cause, argument.entity


CALM = [
    (name, f"service/{one}", _level(level))
    for one in ("cart", "search", "mail", "tax")
    for name, level in (("latency_p50", 0.05), ("latency_p99", 0.2), ("cpu_usage", 0.3), ("error_rate", 0.001))
]


def test_a_release_just_before_explains_dearer_requests() -> None:
    release = {
        "id": "c1",
        "t": moments.iso(START + PERIOD * ONSET - 20),
        "kind": "deployment",
        "action": "deploy",
        "entity": "service/price",
        "details": {"version": "2.1"},
    }
    metrics = [
        *CALM,
        ("latency_p50", "service/price", _level(0.04, 0.3)),
        ("latency_p99", "service/price", _level(0.1, 0.8)),
        ("cpu_usage", "service/price", _level(0.3, 0.5)),
    ]
    assert _first(_bundle(metrics, changes=[release])) == ("deployment.bad_release", "service/price")
    assert _first(_bundle(metrics))[0] == "code.slow_path"


def test_a_full_pool_with_requests_waiting_is_exhausted_and_one_with_room_is_not() -> None:
    metrics = [
        *CALM,
        ("latency_p50", "service/price", _level(0.04, 3.0)),
        ("error_rate", "service/price", _level(0.001, 0.3)),
        ("cpu_usage", "service/price", _level(0.3)),
        ("threads_busy", "service/price", [float(round(one)) for one in _level(6, 32)]),
        ("threads_max", "service/price", [32.0] * COUNT),
        ("worker_queue_length", "service/price", [0.0] * ONSET + [96.0] * (COUNT - ONSET)),
    ]
    assert _first(_bundle(metrics)) == ("compute.thread_pool_exhausted", "service/price")
    roomy = [one for one in metrics if one[0] not in ("threads_max", "worker_queue_length", "error_rate")]
    roomy.append(("threads_max", "service/price", [400.0] * COUNT))
    assert _first(_bundle(roomy))[0] != "compute.thread_pool_exhausted"


def test_calls_made_again_are_no_surge() -> None:
    metrics = [
        *CALM,
        ("request_rate", "service/web", _level(40.0)),
        ("request_rate", "service/price", _level(20.0, 39.0)),
        ("success_rate", "service/price", _level(0.999, 0.5)),
        ("latency_p50", "service/price", _level(0.02)),
    ]
    topology = [{"id": "t1", "from": "service/web", "to": "service/price", "kind": "calls"}]
    assert _first(_bundle(metrics, topology=topology)) == ("code.unhandled_error", "service/price")


def test_a_surge_is_named_where_it_comes_in() -> None:
    metrics = [
        (name, f"service/{one}", values)
        for one, slow in (("web", 0.2), ("cart", 0.08), ("stock", 0.02))
        for name, values in (
            ("request_rate", _level(100.0, 340.0)),
            ("latency_p50", _level(slow, 3 * slow)),
            ("cpu_utilization", _level(25.0, 88.0)),
        )
    ]
    assert _first(_bundle(metrics)) == ("traffic.surge", "service/web")


def test_one_of_equal_workers_with_most_of_the_work_is_skew() -> None:
    metrics = []
    for at in range(5):
        hot = at == 2
        metrics.append(("events_per_second", f"pod/count-{at}", _level(100.0, 900.0 if hot else None)))
        metrics.append(("cpu_utilization", f"pod/count-{at}", _level(25.0, 97.0 if hot else None)))
    assert _first(_bundle(metrics)) == ("data.skew", "pod/count-2")


def _teeth(low: float, high: float, length: int) -> list[float]:
    return [low + (high - low) * (at % length) / (length - 1) for at in range(COUNT)]


def test_memory_that_climbs_until_restarts_is_a_leak_and_collected_garbage_is_not() -> None:
    failing = [0.001 + 0.0001 * (at % 3) + (0.3 if at in (20, 40) else 0.0) for at in range(COUNT)]
    others = [(name, f"service/{one}", _level(2e8)) for one in ("a", "b", "c") for name in ("memory_usage",)]
    leak = [*CALM, *others, ("memory_usage", "service/price", _teeth(1.6e8, 9e8, 20))]
    leak.append(("error_rate", "service/price", failing))
    assert _first(_bundle(leak)) == ("compute.memory_leak", "service/price")
    collected = [*CALM, *others, ("memory_usage", "service/price", _teeth(2.4e8, 3.1e8, 9))]
    assert investigate(_bundle(collected)).verdict == "healthy"


@pytest.mark.parametrize(
    ("name", "reason", "cause"),
    [
        ("weekly-paging-test", "scheduled test page", "healthy.expected_signal"),
        ("Watchdog", "always firing", "healthy.expected_signal"),
        ("orders heartbeat", "no heartbeat for 10 minutes", None),
    ],
)
def test_only_an_alert_that_says_so_is_meant_to_fire(name: str, reason: str, cause: str | None) -> None:
    alert = {"id": "a1", "name": name, "state": "alarm", "reason": reason, "entity": "service/cart"}
    incident = {
        "title": name,
        "severity": "high",
        "source": "manual",
        "collected_at": moments.iso(START + PERIOD * COUNT),
    }
    found = _first(_bundle(CALM, alerts=[alert], incident=incident))
    assert (found[0] == "healthy.expected_signal") == (cause is not None)


def test_a_sum_of_counters_is_read_as_its_increase() -> None:
    counts = [50_000.0 + 12.0 * at for at in range(COUNT)]
    case = read(_bundle([("http_requests_total", "service/web", counts)]))
    assert case.behaviours[0].series.counter
    document = _bundle([("RequestCount", "service/web", _level(500.0))])
    assert not read(document).behaviours[0].series.counter

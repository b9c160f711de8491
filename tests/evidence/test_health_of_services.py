"""Normal operation in its many shapes is healthy, and a modest fault among it is not."""

import random

import pytest

from commander.contract.evidence import Bundle
from commander.evidence.engine import investigate
from tests.evidence.service_panels import application, step


def altered(bundle: Bundle, name: str, entity: str, change: object) -> Bundle:
    document = bundle.model_dump(by_alias=True, mode="json")
    one = next(one for one in document["metrics"] if (one["name"], one["entity"]) == (name, entity))
    one["points"] = change(one["points"])  # type: ignore[operator]
    return Bundle.model_validate(document)


def verdict_of(bundle: Bundle) -> str:
    return investigate(bundle).verdict


def test_an_isolated_spike_of_latency_is_healthy() -> None:
    def spike(points: list[list[object]]) -> list[list[object]]:
        points[70][1] = float(str(points[70][1])) * 8
        return points

    assert verdict_of(altered(application(), "latency_p99", "service/s2", spike)) == "healthy"


def test_gaps_in_the_scrapes_are_healthy() -> None:
    chance = random.Random(3)
    bundle = altered(application(), "latency_p50", "service/s1", lambda points: points[:30] + points[45:])
    bundle = altered(bundle, "cpu_usage", "service/s4", lambda points: [one for one in points if chance.random() < 0.8])
    assert verdict_of(bundle) == "healthy"


def test_a_restart_long_ago_is_healthy() -> None:
    def restarted(points: list[list[object]]) -> list[list[object]]:
        return [[at, value if place > 12 else 2 * float(str(value))] for place, (at, value) in enumerate(points)]

    assert verdict_of(altered(application(), "memory_usage", "service/s3", restarted)) == "healthy"


def test_collected_garbage_is_healthy() -> None:
    def sawtooth(points: list[list[object]]) -> list[list[object]]:
        return [[at, 3e8 + 8e6 * (place % 17)] for place, (at, _) in enumerate(points)]

    assert verdict_of(altered(application(), "memory_usage", "service/s3", sawtooth)) == "healthy"


def test_a_fault_that_is_over_is_recovered() -> None:
    bundle = application(before=90, after=2).model_dump(by_alias=True, mode="json")
    for one in bundle["metrics"]:
        if one["name"].startswith("latency") and one["entity"] in ("service/s0", "service/s2"):
            for at in range(30, 48):
                one["points"][at][1] *= 6
    verdict = investigate(Bundle.model_validate(bundle))
    assert (verdict.verdict, verdict.hypotheses[0].cause) == ("healthy", "healthy.recovered")


@pytest.mark.parametrize("seed", range(4))
def test_a_modest_fault_is_not_healthy(seed: int) -> None:
    faults = {("s3", "latency_p50"): step(1.8), ("s3", "latency_p99"): step(1.8), ("s3", "cpu_usage"): step(1.7)}
    verdict = investigate(application(faults, services=12, seed=seed))
    assert verdict.verdict != "healthy"
    assert verdict.hypotheses[0].entity == "service/s3"


def test_an_alarm_about_a_series_that_was_not_collected_leaves_more_doubt() -> None:
    alert = {"id": "a1", "name": "x", "state": "alarm", "metric": "QueueTime", "entity": "service/s1", "threshold": 9}
    doubtful, sure = investigate(application(alerts=[alert])), investigate(application())
    assert (doubtful.confidence or 0) < (sure.confidence or 0)

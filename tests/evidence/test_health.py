"""What it takes to say that nothing is wrong, and what takes it away again."""

import json
from typing import Any

import pytest

from commander.contract.evidence import Bundle, Verdict
from commander.evidence.engine import investigate
from tests.evidence.test_scenarios import SCENARIOS


def scenario(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((SCENARIOS / name / "bundle.json").read_text("utf-8"))
    return document


def verdict_of(document: dict[str, Any]) -> Verdict:
    return investigate(Bundle.model_validate(document))


def test_errors_in_the_logs_take_the_all_clear_away() -> None:
    document = scenario("noisy-alarm")
    newest = document["logs"][-1]
    document["logs"] += [{**newest, "id": f"lx{n}", "message": "[ERROR] ValueError: out of stock"} for n in range(20)]
    assert verdict_of(document).verdict != "healthy"


def test_failures_beside_a_quiet_signal_take_the_all_clear_away() -> None:
    document = scenario("noisy-alarm")
    errors = next(one for one in document["metrics"] if one["name"] == "Errors")
    for point in errors["points"][-8:]:
        point[1] = 9
    assert verdict_of(document).verdict != "healthy"


def test_a_signal_that_stays_beyond_its_threshold_is_not_healthy() -> None:
    document = scenario("noisy-alarm")
    for point in document["metrics"][0]["points"][-8:]:
        point[1] = 200
    assert verdict_of(document).verdict != "healthy"


def test_an_alarm_that_fires_after_the_fault_was_over_is_not_explained_by_that_fault() -> None:
    document = scenario("recovered")
    document["alerts"][0] |= {"state": "alarm", "t": document["incident"]["collected_at"]}
    verdict = verdict_of(document)
    assert verdict.confidence is not None
    assert verdict.confidence < 0.8
    assert any("made the alarm fire" in what for what in verdict.hypotheses[0].missing)


def test_failures_all_the_time_are_not_taken_for_normal() -> None:
    document = scenario("noisy-alarm-low-threshold")
    text = json.dumps(document).replace("CartRequests", "CartFailures")
    assert verdict_of(json.loads(text)).verdict != "healthy"


@pytest.mark.parametrize("dropped", ["logs", "metrics"])
def test_with_less_to_look_at_the_all_clear_is_less_sure(dropped: str) -> None:
    whole, poor = scenario("noisy-alarm"), scenario("noisy-alarm")
    poor[dropped] = poor[dropped][:1]
    assert (verdict_of(poor).confidence or 0) < (verdict_of(whole).confidence or 0)


def test_nothing_to_go_on_is_never_healthy() -> None:
    document = scenario("noisy-alarm")
    for section in ("alerts", "metrics", "logs", "events", "changes", "topology", "state"):
        document[section] = []
    assert verdict_of(document).verdict == "inconclusive"


def test_a_heartbeat_is_meant_to_fire() -> None:
    document = scenario("description-only")
    document["incident"] |= {"title": "Watchdog", "resource": "service/alerting", "severity": "none"}
    document["alerts"] = [{"id": "a1", "name": "Watchdog", "state": "alarm"}]
    verdict = verdict_of(document)
    assert (verdict.verdict, verdict.hypotheses[0].cause) == ("healthy", "healthy.expected_signal")

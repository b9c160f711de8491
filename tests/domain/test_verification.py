"""Recovery is judged on the incident's own signal."""

from datetime import timedelta

import pytest

from commander.contract.actions import Expectation
from commander.domain.verification import verify
from tests.making import START


def _expectation(**changes: object) -> Expectation:
    given: dict[str, object] = {
        "namespace": "Store",
        "metric": "Failures",
        "statistic": "Sum",
        "period_s": 10,
        "comparison": "GreaterThanOrEqualToThreshold",
        "threshold": 3,
        "window_s": 60,
        "traffic_before": 40,
    }
    return Expectation.model_validate(given | changes)


def _series(*values: float) -> list[tuple[object, float]]:
    return [(START + timedelta(seconds=10 * place), value) for place, value in enumerate(values)]


def _verify(signal: list, traffic: list, after_s: int, **changes: object):  # type: ignore[no-untyped-def,type-arg]
    return verify(_expectation(**changes), signal, traffic, START + timedelta(seconds=after_s), START)


def test_three_quiet_periods_with_demand_are_recovery() -> None:
    found = _verify(_series(0, 0, 0), _series(40, 41, 39), 35)
    assert found.recovered is True
    assert "Failures is at 0" in found.statement


def test_two_quiet_periods_are_not_enough_yet() -> None:
    assert _verify(_series(0, 0), _series(40, 40), 25).recovered is None


def test_too_few_periods_by_the_end_of_the_window_are_no_recovery() -> None:
    assert _verify(_series(0, 0), _series(40, 40), 60).recovered is False


def test_a_signal_that_still_breaches_is_waited_for_until_the_window_ends() -> None:
    assert _verify(_series(9, 9, 9), _series(40, 40, 40), 59).recovered is None
    assert _verify(_series(9, 9, 9), _series(40, 40, 40), 60).recovered is False


def test_one_breach_among_the_last_three_is_not_recovery() -> None:
    assert _verify(_series(0, 0, 0, 3, 0, 0), _series(40, 40, 40), 60).recovered is False


def test_silence_with_less_than_half_the_demand_means_nothing() -> None:
    found = _verify(_series(0, 0, 0), _series(19, 19, 19), 60)
    assert found.recovered is False
    assert "so is demand" in found.statement


def test_silence_without_any_demand_means_nothing() -> None:
    assert _verify(_series(0, 0, 0), [], 60).recovered is False


def test_half_the_demand_is_enough() -> None:
    assert _verify(_series(0, 0, 0), _series(20, 20, 20), 35).recovered is True


def test_without_a_known_demand_the_signal_alone_decides() -> None:
    assert _verify(_series(0, 0, 0), [], 35, traffic_before=None).recovered is True


@pytest.mark.parametrize(
    ("comparison", "good", "bad"),
    [
        ("GreaterThanThreshold", 3, 4),
        ("GreaterThanOrEqualToThreshold", 2, 3),
        ("LessThanThreshold", 3, 2),
        ("LessThanOrEqualToThreshold", 4, 3),
    ],
)
def test_every_comparison_has_its_right_side(comparison: str, good: float, bad: float) -> None:
    demand = _series(40, 40, 40)
    assert _verify(_series(good, good, good), demand, 35, comparison=comparison).recovered is True
    assert _verify(_series(bad, bad, bad), demand, 60, comparison=comparison).recovered is False

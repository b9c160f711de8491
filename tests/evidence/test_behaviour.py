"""What one series did: levels, jobs that recur, other days, spikes, long series."""

import math
import random
import time
from typing import Any

import pytest

from commander.contract.evidence import Metric
from commander.evidence import moments, series
from commander.evidence.behaviour import Behaviour, Course, behaviour
from commander.evidence.changepoints import segments

START = 1_780_000_000.0


def of(values: list[float], name: str = "latency_p99", usual: list[float] | None = None, **more: Any) -> Behaviour:
    def points(given: list[float], begin: float) -> list[list[Any]]:
        return [[moments.iso(begin + 60 * place), value] for place, value in enumerate(given)]

    if usual is not None:
        more["baseline"] = {"points": points(usual, START - 7 * 86400)}
    item = {"id": "m1", "name": name, "period_s": 60, "points": points(values, START), **more}
    return behaviour(series.read(Metric.model_validate(item), None))


def noisy(level: float, count: int, seed: int, spread: float = 0.08) -> list[float]:
    chance = random.Random(seed)
    return [level * max(0.1, chance.gauss(1, spread)) for _ in range(count)]


@pytest.mark.parametrize("seed", range(10))
def test_a_step_in_a_long_series_is_found_at_its_place(seed: int) -> None:
    one = of([*noisy(1.0, 900, seed), *noisy(1.8, 540, seed + 100)])
    assert one.bad
    assert one.onset_index is not None
    assert abs(one.onset_index - 900) <= 8


def test_a_short_change_at_the_end_of_a_long_quiet_series_is_found() -> None:
    one = of([*noisy(1.0, 1430, 1), *noisy(6.0, 5, 2)])
    assert (one.bad, one.onset_index) == (True, 1430)


@pytest.mark.parametrize("seed", range(20))
def test_heavy_tails_have_one_level(seed: int) -> None:
    chance = random.Random(seed)
    values = [100 * math.exp(chance.gauss(0, 0.25)) * (5 if chance.random() < 0.03 else 1) for _ in range(200)]
    assert not of(values).bad


def test_a_job_that_runs_again_is_no_change_at_its_newest_run() -> None:
    hour = [*noisy(20, 50, 1), *noisy(60, 10, 2)]
    assert not of([*hour, *hour, *hour]).bad
    assert of([*noisy(20, 170, 3), *noisy(60, 10, 4)]).bad


def test_failures_that_come_again_are_no_normal_operation() -> None:
    assert of([*[0.0] * 30, 8, 9, 8, *[0.0] * 30, 8, 9], "Errors").bad


def test_a_peak_that_the_same_time_of_another_day_shows_too_is_usual() -> None:
    day = [*noisy(20, 60, 1), *noisy(45, 20, 2)]
    assert of(day).bad
    assert not of(day, usual=[*noisy(20, 60, 5), *noisy(44, 20, 6)]).bad


def test_another_day_may_be_a_little_different_but_not_much() -> None:
    assert not of(noisy(22, 40, 1, 0.02), usual=noisy(20, 40, 2, 0.02)).bad
    assert of(noisy(40, 40, 1, 0.02), usual=noisy(20, 40, 2, 0.02)).bad


def test_a_spike_like_earlier_ones_at_the_end_is_no_fresh_change() -> None:
    values = noisy(80, 60, 1)
    values[20] = values[41] = 300.0
    assert not of([*values, 310.0]).bad
    assert of([*noisy(80, 60, 1), 310.0]).fresh


def test_gaps_do_not_move_the_onset() -> None:
    values = [*noisy(1.0, 60, 1), *noisy(3.0, 20, 2)]
    item = {
        "id": "m1",
        "name": "latency_p99",
        "period_s": 60,
        "points": [
            [moments.iso(START + 60 * place), value] for place, value in enumerate(values) if not 20 <= place < 35
        ],
    }
    one = behaviour(series.read(Metric.model_validate(item), None))
    assert one.onset == START + 60 * 60


def test_constant_and_tiny_series_have_one_level() -> None:
    for values in ([], [3.0], [3.0, 3.0], [0.0] * 500, [5.0] * 1440):
        assert len(segments(values, counts=False)) <= 1
    assert of([7.0] * 100).course is Course.STEADY


def test_quiet_series_cost_little() -> None:
    values = noisy(100, 1440, 1)
    begin = time.process_time()
    for _ in range(20):
        segments(values, counts=False)
    assert time.process_time() - begin < 20 * 0.02

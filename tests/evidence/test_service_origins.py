"""Which of several services is the origin where no calls are known, and what is too little to speak of."""

import dataclasses

import pytest

from commander.contract.evidence import Metric
from commander.evidence.behaviour import behaviour
from commander.evidence.mechanisms.allclear.rare import _gathers
from commander.evidence.mechanisms.services.deviation import deviation, rises_materially
from commander.evidence.mechanisms.services.places import calls_nobody
from commander.evidence.moments import iso
from commander.evidence.series import Series, read

START, PERIOD = 1_780_000_000.0, 30


def series(name: str, values: list[float], unit: str | None = None, normal: list[float] | None = None) -> Series:
    points = [[iso(START + PERIOD * at), value] for at, value in enumerate(values)]
    metric = {"id": "m1", "name": name, "entity": "service/a", "period_s": PERIOD, "points": points, "unit": unit}
    if normal is not None:
        usual = [[iso(START - 86400 + PERIOD * at), value] for at, value in enumerate(normal)]
        metric["baseline"] = {"points": usual}
    return read(Metric.model_validate(metric), None)


@pytest.mark.parametrize("name", ["orders-postgres", "session-redis", "cart-memcached", "billing-mongo", "app_db"])
def test_what_keeps_data_calls_no_service(name: str) -> None:
    assert calls_nobody(f"service/{name}")


@pytest.mark.parametrize("name", ["orders-api", "rediscovery", "cachet-web", "frontend"])
def test_a_service_with_code_may_call_others(name: str) -> None:
    assert not calls_nobody(f"service/{name}")


@pytest.mark.parametrize(
    ("name", "unit", "level", "material"),
    [
        ("container_cpu_cfs_throttled_seconds", None, 0.0004, False),
        ("container_cpu_cfs_throttled_seconds", None, 0.2, True),
        ("cpu_throttled_time", "seconds", 0.0004, False),
        ("nr_throttled", None, 40.0, True),
    ],
)
def test_a_limit_holds_back_from_a_share_of_the_time_on(
    name: str, unit: str | None, level: float, material: bool
) -> None:
    shape = [1.0, 1.1, 0.9, 1.05, 0.95]
    values = [0.05 * level * shape[at % 5] for at in range(40)] + [level * shape[at % 5] for at in range(20)]
    found = deviation(behaviour(series(name, values, unit)), START + 40 * PERIOD)
    assert found is not None
    assert rises_materially(found) is material


QUIET = [0.0] * 90


@pytest.mark.parametrize("chance", [0.005, 0.005 / 20])
def test_failures_one_after_another_until_now_gather(chance: float) -> None:
    values = [*QUIET, 0.1, 0.0, 0.2, 0.1, 0.3, 0.0, 0.2, 0.1, 0.2, 0.3]
    assert _gathers(behaviour(series("request_errors_rate", values)), chance)


def test_one_failure_that_stays_in_the_window_of_a_rate_does_not_gather() -> None:
    assert not _gathers(behaviour(series("request_errors_rate", [*QUIET, *[0.2] * 6, 0.0, 0.0])), 0.005)


def test_failures_of_a_normal_time_do_not_gather() -> None:
    values = [*QUIET, 0.1, 0.0, 0.2, 0.1, 0.3, 0.0, 0.2, 0.1, 0.2, 0.3]
    normal = [0.1 * (at % 3 == 0) for at in range(100)]
    one = behaviour(series("request_errors_rate", values, normal=normal))
    assert not _gathers(one, 0.005)
    assert _gathers(behaviour(dataclasses.replace(one.series, reference=[])), 0.005)

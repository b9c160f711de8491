"""Faults of whole applications told from plain series: lost instances, full pools, surges, networks; and no faults."""

import random
from typing import Any

import pytest

from commander.contract.evidence import Bundle
from commander.evidence import moments
from commander.evidence.behaviour import Course, behaviour
from commander.evidence.engine import investigate
from commander.evidence.hypotheses import rank
from commander.evidence.mechanisms.services.climbs import leaks
from commander.evidence.reading import read
from commander.evidence.roles import Role, role_of

START, PERIOD, COUNT, ONSET = 1_780_000_000.0, 15.0, 80, 50
NAMES = ("storefront", "orders", "stock", "prices", "ledger")
LEVELS = {
    "cpu_usage": 0.3,
    "memory_usage": 4e8,
    "latency_p50": 0.02,
    "latency_p99": 0.06,
    "error_rate": 0.0,
    "request_rate": 60.0,
}
Values = list[float]


def _metric(name: str, entity: str, values: Values, **more: Any) -> dict[str, Any]:
    points = [[moments.iso(START + PERIOD * at), value] for at, value in enumerate(values)]
    return {"id": "m0", "name": name, "entity": f"service/{entity}", "period_s": PERIOD, **more} | {"points": points}


def _noisy(before: float, after: float | None = None, seed: str = "") -> Values:
    chance = random.Random(f"{before} {after} {seed}")
    now = before if after is None else after
    return [round((before if at < ONSET else now) * chance.gauss(1, 0.03), 6) for at in range(COUNT)]


def _step(before: float, after: float) -> Values:
    return [before if at < ONSET else after for at in range(COUNT)]


def _application(
    changes: dict[tuple[str, str], Values], more: list[dict[str, Any]] | None = None, **sections: Any
) -> Bundle:
    metrics = [
        _metric(name, entity, changes.get((entity, name)) or _noisy(level, seed=entity + name))
        for entity in NAMES
        for name, level in LEVELS.items()
    ]
    document: dict[str, Any] = {
        "schema": "evidence-bundle/1",
        "case_id": "whole",
        "incident": {
            "title": "journey monitor",
            "severity": "high",
            "source": "prometheus",
            "collected_at": moments.iso(START + PERIOD * COUNT),
        },
        "alerts": [],
        "metrics": [one | {"id": f"m{at}"} for at, one in enumerate(metrics + (more or []))],
        "logs": [],
        "events": [],
        "changes": [],
        "topology": [],
        "state": [],
    }
    return Bundle.model_validate(document | sections)


def _first(bundle: Bundle) -> tuple[str, str]:
    argument = rank(read(bundle))[0].argument
    return argument.cause, argument.entity


def _late(entity: str, middle: float, tail: float) -> dict[tuple[str, str], Values]:
    return {
        (entity, "latency_p50"): _noisy(0.02, middle, entity),
        (entity, "latency_p99"): _noisy(0.06, tail, entity),
    }


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("ReadyReplicas", Role.INSTANCES),
        ("ecs.service.running_tasks", Role.INSTANCES),
        ("kube_statefulset_status_replicas_ready", Role.INSTANCES),
        ("desired_replicas", Role.OTHER),
        ("srtt_seconds", Role.ROUND_TRIP),
        ("net.round_trip_time", Role.ROUND_TRIP),
        ("grpc_server_in_flight_requests", Role.CONCURRENCY),
        ("nginx_ingress_active_requests", Role.CONCURRENCY),
        ("requests_total", Role.DEMAND),
    ],
)
def test_names_tell_instances_round_trips_and_requests_in_flight(name: str, role: Role) -> None:
    assert role_of(name, None) is role


def test_fewer_instances_for_good_are_lost_instances() -> None:
    changes = {("stock", "memory_usage"): _noisy(8e8, 4e8)} | _late("stock", 0.035, 0.12)
    bundle = _application(changes, [_metric("replicas_ready", "stock", _step(4, 2))])
    assert _first(bundle) == ("compute.instance_lost", "service/stock")
    assert investigate(bundle).verdict in ("confirmed", "likely")


def test_instances_that_come_back_or_are_no_longer_wanted_are_not_lost() -> None:
    rolling = [2.0 if ONSET <= at < ONSET + 4 else 3.0 for at in range(COUNT)]
    restarts = [0.0 if at < ONSET else 3.0 for at in range(COUNT)]
    rolled = _application(
        {}, [_metric("replicas_ready", "stock", rolling), _metric("container_restarts", "stock", restarts)]
    )
    assert investigate(rolled).verdict == "healthy"
    scaled = _application(
        {},
        [_metric("replicas_ready", "stock", _step(4, 2)), _metric("replicas_desired", "stock", _step(4, 2))],
    )
    assert not [one for one in rank(read(scaled)) if one.argument.cause == "compute.instance_lost"]


def test_a_full_pool_explains_the_memory_of_those_who_wait() -> None:
    changes = {("orders", "memory_usage"): _noisy(4e8, 7e8), ("orders", "error_rate"): _noisy(0.0, 0.2)}
    changes |= _late("orders", 0.5, 6.0)
    pool = [
        _metric("executor_pool_active", "orders", _noisy(6, 31.8)),
        _metric("executor_pool_max", "orders", _step(32, 32)),
    ]
    assert _first(_application(changes, pool)) == ("compute.thread_pool_exhausted", "service/orders")


def test_a_pool_with_room_is_not_full() -> None:
    pool = [
        _metric("executor_pool_active", "orders", _noisy(6, 12)),
        _metric("executor_pool_max", "orders", _step(32, 32)),
    ]
    assert _first(_application(_late("orders", 0.2, 0.6), pool))[0] != "compute.thread_pool_exhausted"


def test_more_demand_at_the_entrance_explains_what_follows() -> None:
    changes = {(one, "request_rate"): _noisy(60, 190, one) for one in NAMES}
    changes |= {(one, "cpu_usage"): _noisy(0.3, 0.9, one) for one in NAMES}
    changes |= {("stock", "memory_usage"): _noisy(4e8, 9e8)} | _late("stock", 0.4, 5.0)
    assert _first(_application(changes)) == ("traffic.surge", "service/storefront")


def test_calls_repeated_below_the_entrance_are_no_surge() -> None:
    changes = {(one, "request_rate"): _noisy(60, 150, one) for one in ("stock", "ledger")}
    changes |= {("storefront", "error_rate"): _noisy(0.0, 0.1)} | _late("stock", 2.0, 6.0)
    changes |= _late("storefront", 0.4, 8.0)
    cause, entity = _first(_application(changes))
    assert cause != "traffic.surge"
    assert entity == "service/stock"


def test_a_measured_round_trip_tells_the_network_from_the_code() -> None:
    late = _late("prices", 0.17, 0.22)
    calm = [_metric("tcp_rtt", one, _noisy(0.0006, seed=one)) for one in NAMES]
    longer = [*calm[:3], _metric("tcp_rtt", "prices", _noisy(0.0006, 0.15)), calm[4]]
    assert _first(_application(late, longer)) == ("network.latency", "service/prices")
    assert _first(_application(late, calm)) == ("code.slow_path", "service/prices")


def test_a_few_lost_packets_like_everywhere_are_no_fault() -> None:
    few = [0.0 if at < ONSET or at % 3 else 0.02 for at in range(COUNT)]
    usual = [_metric("tcp_retransmits", one, _noisy(0.03, seed=one)) for one in NAMES if one != "ledger"]
    bundle = _application({}, [*usual, _metric("tcp_retransmits", "ledger", few)])
    assert investigate(bundle).verdict == "healthy"


def test_one_wild_point_is_no_leak() -> None:
    values = [4e8 * (1 + 0.001 * at) for at in range(COUNT)]
    values[40] *= 200
    assert not leaks(read(_application({("stock", "memory_usage"): values})))


def test_a_level_that_swings_at_its_limit_has_changed() -> None:
    chance = random.Random(5)
    low = [57 + chance.gauss(0, 1) for _ in range(60)]
    high = [(94 if at // 3 % 2 else 114) + chance.gauss(0, 1) for at in range(45)]
    bundle = _application({}, [_metric("memory_utilization", "stock", [*low, *high])])
    one = next(one for one in read(bundle).behaviours if one.series.name == "memory_utilization")
    assert behaviour(one.series).course is Course.CHANGED
    assert one.before == pytest.approx(57, abs=2)

"""The simulated applications behave as applications do."""

import random
from statistics import median

import pytest

from commander.contract.causes import causes
from commander.contract.evidence import Bundle
from scenarios.simulator import simulated
from scenarios.simulator.dialects import DIALECTS
from scenarios.simulator.faults import CALM, CAUSES, FAULTS, Fault
from scenarios.simulator.graph import Call, Graph, Node, random_graph
from scenarios.simulator.running import Record, run

STEPS, ONSET = 60, 30


def node(name: str, *calls: Call) -> Node:
    usual = {"cpu_ms": 5.0, "wait_ms": 5.0, "io_ms": 1.0, "cores": 2.0, "idle_cores": 0.02, "usual_errors": 0.0}
    sizes = {"memory": 4e8, "memory_limit": 8e8, "disk": 1e3, "disk_limit": 2e6, "packets": 8.0, "timeout": 2000.0}
    return Node(name=name, part="service", calls=calls, collects_garbage=False, pool=10, **usual, **sizes)


FRONT, MIDDLE, STORE, ASIDE = range(4)


def chain() -> Graph:
    """front calls middle, which calls store; aside is called by front as well."""
    front = node("front", Call(MIDDLE, 1.0, 1.0), Call(ASIDE, 1.0, 1.0))
    return Graph((front, node("middle", Call(STORE, 1.0, 1.0)), node("store"), node("aside")), {FRONT: 50.0})


def ran(name: str, place: int) -> list[Record]:
    fault = Fault(name, place, ONSET, STEPS)
    return run(chain(), fault, STEPS, 15.0, random.Random(4))


def change(record: Record, field: str) -> float:
    values = getattr(record, field)
    return float(median(values[ONSET + 5 :]) / max(1e-9, median(values[:ONSET])))


@pytest.mark.parametrize("name", ["network_latency", "slow_code", "database_slow", "cpu_hog"])
def test_slowness_spreads_to_those_who_wait_and_to_nobody_else(name: str) -> None:
    records = ran(name, STORE)
    assert change(records[STORE], "mean") > 1.5
    assert change(records[MIDDLE], "mean") > 1.15
    assert change(records[FRONT], "mean") > 1.05
    assert 0.9 < change(records[ASIDE], "mean") < 1.1


def test_failures_spread_to_callers() -> None:
    records = ran("code_error", MIDDLE)
    assert median(records[MIDDLE].failed[ONSET:]) > 0.2
    assert median(records[FRONT].failed[ONSET:]) > 0.15
    assert median(records[STORE].failed[ONSET:]) == 0
    assert change(records[STORE], "rate") < 1


def test_workers_used_up_downstream_use_up_the_workers_of_callers() -> None:
    records = ran("workers_used_up", STORE)
    assert change(records[STORE], "mean") > 5
    assert change(records[MIDDLE], "busy") > 3


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("cpu_hog", "cpu"),
        ("memory_leak", "memory"),
        ("memory_saturation", "memory_share"),
        ("disk_hog", "disk"),
        ("packet_loss", "resent"),
    ],
)
def test_a_fault_shows_where_it_is_in_what_it_takes(name: str, field: str) -> None:
    records = ran(name, MIDDLE)
    assert change(records[MIDDLE], field) > 1.2
    assert 0.8 < change(records[ASIDE], field) < 1.25


def test_a_leak_is_ended_by_a_restart() -> None:
    fault = Fault("memory_leak", MIDDLE, 10, STEPS, strength=1.8)
    record = run(chain(), fault, STEPS, 15.0, random.Random(4))[MIDDLE]
    assert record.restarts[-1] >= 1
    assert max(record.memory) < 8e8


def test_a_surge_raises_demand_all_the_way_down() -> None:
    records = ran("traffic_surge", FRONT)
    assert change(records[FRONT], "rate") > 2
    assert change(records[ASIDE], "rate") > 2


def test_random_applications_are_well_while_nothing_is_wrong() -> None:
    for seed in range(12):
        chance = random.Random(seed)
        graph = random_graph(chance)
        assert 4 <= len(graph.nodes) <= 25
        assert all(call.callee > place for place, node in enumerate(graph.nodes) for call in node.calls)
        records = run(graph, None, 30, 30.0, chance)
        assert all(median(record.failed) < 0.15 and median(record.cpu) < 0.7 for record in records)


def test_a_seed_gives_the_same_case_each_time() -> None:
    assert simulated(17) == simulated(17)
    assert simulated(17) != simulated(18)


def test_cases_are_valid_and_name_what_is_in_them() -> None:
    for seed in range(45):
        document, expected = simulated(seed)
        Bundle.model_validate(document)
        entities = {item["entity"] for item in document["metrics"]}
        if "cause" in expected:
            assert expected["entity"] in entities
            answers = [expected["cause"], *(one["cause"] for one in expected["also"])]
            assert all(code in causes() for code in answers)
        else:
            assert expected["verdict"] == ["healthy"]


def test_every_fault_every_calm_and_every_dialect_is_drawn() -> None:
    cases = [simulated(seed) for seed in range(90)]
    assert {expected["simulated"] for _, expected in cases} == {*FAULTS, *CALM}
    names = {item["name"] for document, _ in cases for item in document["metrics"]}
    for dialect in DIALECTS:
        assert names & {one.name for one in dialect.services}, dialect.name
    assert all(code in causes() for code in CAUSES.values())

"""What a long timeline costs to read, fold and check, each beside plain JSON work on the same bytes in the same run."""

import json
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from commander.contract import events as ev
from commander.domain.canonical import canonical
from commander.domain.chain import first_break
from commander.domain.incident import fold
from tests.making import START, MemoryTimelines, opened

EVENTS = 2000


@pytest.fixture(scope="module")
def stored() -> list[str]:
    """A timeline of 2,000 events, as its JSON is stored."""
    timelines, actor = MemoryTimelines(), ev.Actor(kind="agent", name="detection")
    timelines.append(opened())
    for step in range(EVENTS - 1):
        timelines.append(
            ev.AgentReasoned(
                incident_id="inc-1",
                event_id=f"step-{step}",
                at=START,
                actor=actor,
                agent="detection",
                step=str(step),
                statement="Errors of shop had a median of 0 before 09:58 and of 38 from then on",
                data={"place": step, "value": step / 7},
            )
        )
    return [event.model_dump_json() for event in timelines.read("inc-1")]


@pytest.mark.benchmark(group="read 2,000 events")
def test_reference_json_loads(benchmark: BenchmarkFixture, stored: list[str]) -> None:
    benchmark(lambda: [json.loads(text) for text in stored])


@pytest.mark.benchmark(group="read 2,000 events")
def test_read_and_fold(benchmark: BenchmarkFixture, stored: list[str]) -> None:
    benchmark(lambda: fold(ev.timeline_event.validate_json(text) for text in stored))


@pytest.mark.benchmark(group="hash 2,000 events")
def test_reference_sorted_json_dumps(benchmark: BenchmarkFixture, stored: list[str]) -> None:
    plain: list[Any] = [json.loads(text) for text in stored]
    benchmark(lambda: [json.dumps(one, sort_keys=True, separators=(",", ":")) for one in plain])


@pytest.mark.benchmark(group="hash 2,000 events")
def test_canonical_json(benchmark: BenchmarkFixture, stored: list[str]) -> None:
    plain: list[Any] = [json.loads(text) for text in stored]
    benchmark(lambda: [canonical(one) for one in plain])


@pytest.mark.benchmark(group="hash 2,000 events")
def test_check_the_whole_chain(benchmark: BenchmarkFixture, stored: list[str]) -> None:
    events = [ev.timeline_event.validate_json(text) for text in stored]
    assert benchmark(lambda: first_break(events)) is None

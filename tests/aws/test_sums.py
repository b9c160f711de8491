"""The sums of the AI services' calls: what folding the records gives, each once, at the same price for any number."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any

import boto3
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commander.aws import clients
from commander.aws.metering import DynamoMetering
from commander.aws.store import Tables
from commander.contract import events as ev
from commander.contract.services import SERVICES, ServiceCall
from commander.domain.circuit import Circuit
from commander.domain.health import Tried
from commander.domain.incident import fold, result
from commander.domain.latency import ERROR
from commander.domain.usage import Use, figures, use_of, used
from commander.runtime.services.standing import standing
from tests.aws.test_metering import call
from tests.making import START, MemoryTimelines, opened
from tests.runtime.services.test_calling import LIMITS

NOW = START + timedelta(hours=3, minutes=2)
ROUNDED = 0.051
"""Latencies are told to a tenth of a millisecond."""
ALL_ON = dict.fromkeys(SERVICES, "configured")


@pytest.fixture
def metering(table: str) -> DynamoMetering:
    return DynamoMetering(table)


def folded(calls: list[ServiceCall]) -> dict[Any, Use]:
    ordered = sorted(calls, key=lambda one: one.service)
    return {
        service: sum((use_of(one) for one in some), Use())
        for service, some in groupby(ordered, key=lambda one: one.service)
    }


made = st.lists(
    st.builds(
        lambda service, outcome, latency, tokens, nanos, provenance, second: call(
            service=service,
            outcome=outcome,
            latency_ms=latency / 10,
            input_tokens=tokens,
            output_tokens=tokens // 5,
            cost_usd=nanos / 10**9,
            provenance=provenance,
            at=START + timedelta(seconds=second),
        ),
        st.sampled_from(["nova_lite", "bedrock_claude", "comprehend"]),
        st.sampled_from(["succeeded", "succeeded", "timed_out", "malformed"]),
        st.integers(11, 400_000),
        st.integers(0, 50_000),
        st.integers(0, 10**9),
        st.sampled_from(["aws", "local stand-in"]),
        st.integers(-20 * 3600, 3 * 3600),
    ),
    min_size=1,
    max_size=8,
).map(lambda some: [one.model_copy(update={"call_id": f"c{place}"}) for place, one in enumerate(some)])


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(calls=made, again=st.lists(st.integers(0, 7), max_size=4))
def test_the_tables_sums_the_records_and_the_timeline_say_the_same(
    table: str, calls: list[ServiceCall], again: list[int]
) -> None:
    Tables(table).empty()
    metering, timelines = DynamoMetering(table), MemoryTimelines()
    timelines.append(opened())
    for one in [*calls, *(calls[place] for place in again if place < len(calls))]:
        metering.record(one)
        timelines.append(
            ev.ServiceCalled(
                incident_id="inc-1",
                event_id=f"service.called/{one.call_id}",
                at=one.at,
                actor=ev.Actor(kind="agent", name="diagnosis"),
                agent="diagnosis",
                call=one,
            )
        )
    records = [*metering.calls(START.date() - timedelta(days=1)), *metering.calls(START.date())]
    summed = metering.metered("24h", NOW).use
    assert summed == folded(records) == folded(calls)
    assert metering.metered("7d", NOW).use == summed
    told = result(fold(timelines.read("inc-1")))
    assert told.aws_services_metrics == used(records)
    rows = [figures(service, summed[service], "unknown") for service in SERVICES if service in summed]
    for row, exact in zip(rows, told.aws_services_metrics, strict=True):
        assert row.p95_latency_ms is not None
        assert exact.p95_latency_ms is not None
        assert abs(row.p95_latency_ms - exact.p95_latency_ms) <= ERROR * exact.p95_latency_ms + ROUNDED
        assert row == exact.model_copy(update={"p95_latency_ms": row.p95_latency_ms})
    assert told.total_aws_cost == float(sum((use.usd for use in summed.values()), Decimal(0)))


def test_what_comes_late_does_not_become_the_latest_request(metering: DynamoMetering) -> None:
    for second in (5, 60, 30):
        metering.record(call(second))
    assert metering.metered("24h", NOW).use["nova_lite"].last == START + timedelta(seconds=60)


@pytest.mark.parametrize(
    ("time_range", "now", "hours_before", "counted"),
    [
        ("24h", NOW, 23, True),
        ("24h", NOW, 24, False),
        ("24h", datetime(2026, 3, 1, 0, 30, tzinfo=UTC), 23, True),
        ("7d", NOW, 6 * 24, True),
        ("7d", NOW, 7 * 24, False),
        ("30d", NOW, 29 * 24, True),
        ("30d", NOW, 30 * 24, False),
        ("30d", datetime(2026, 3, 1, 12, 0, tzinfo=UTC), 29 * 24, True),
        ("7d", datetime(2026, 1, 2, 12, 0, tzinfo=UTC), 5 * 24, True),
    ],
)
def test_a_time_range_is_so_many_hours_or_days_of_the_clock(
    metering: DynamoMetering, time_range: Any, now: datetime, hours_before: int, counted: bool
) -> None:
    metering.record(call(at=now - timedelta(hours=hours_before)))
    assert (metering.metered(time_range, now).use != {}) is counted


def test_calls_and_failures_are_counted_by_slots(metering: DynamoMetering) -> None:
    metering.record(call(1))
    metering.record(call(2, outcome="denied"))
    metering.record(call(3, at=START - timedelta(seconds=1)))
    assert metering.metered("24h", NOW).slots == {
        "nova_lite": {START: Tried(2, 1), START - timedelta(minutes=5): Tried(1, 0)}
    }


def test_every_service_has_a_row_with_its_health(metering: DynamoMetering) -> None:
    metering.record(call(1, service="comprehend", at=NOW))
    metering.record(call(2, service="nova_lite", at=NOW, outcome="throttled"))
    metering.record(call(3, service="textract", at=NOW))
    metering.keep("guardrails", Circuit(5, NOW.timestamp(), NOW.timestamp() + LIMITS.circuit_open_s))
    configured: Any = ALL_ON | {"textract": "switched_off", "q_business": "not_configured"}
    rows = {row.service_name: row for row in standing("24h", configured, metering, NOW)}
    assert list(rows) == list(SERVICES)
    assert {name: row.health for name, row in rows.items() if row.health != "unknown"} == {
        "comprehend": "healthy",
        "nova_lite": "degraded",
        "guardrails": "unavailable",
        "textract": "switched_off",
        "q_business": "not_configured",
    }
    assert rows["textract"].requests_count == 1, "what was used before it was switched off stays counted"
    assert {row.health for row in standing("24h", {}, metering, NOW)} == {"not_configured"}


@contextmanager
def watched() -> Iterator[list[tuple[str, int]]]:
    """The calls to DynamoDB and how many items each brought."""
    made_calls: list[tuple[str, int]] = []

    def note(parsed: dict[str, Any], model: Any, **_: Any) -> None:
        made_calls.append((model.name, len(parsed.get("Items", []))))

    events = clients.client("dynamodb").meta.events
    events.register("after-call.dynamodb", note)
    yield made_calls
    events.unregister("after-call.dynamodb", note)


@pytest.mark.parametrize("time_range", ["24h", "7d", "30d"])
def test_reading_takes_as_much_for_many_records_as_for_few(
    metering: DynamoMetering, table: str, time_range: Any
) -> None:
    for number in range(1, 11):
        metering.record(call(number))
    with watched() as few:
        metering.metered(time_range, NOW)
    for number in range(11, 51):
        metering.record(call(number))
    with watched() as many:
        metering.metered(time_range, NOW)
    assert few == many
    assert len(few) <= 6
    assert all(name == "Query" for name, _ in few)
    assert metering.metered(time_range, NOW).use["nova_lite"].calls == 50


def test_sums_leave_the_table_with_the_last_record_that_they_hold(metering: DynamoMetering, table: str) -> None:
    metering.record(call(1))
    metering.record(call(9))
    items = boto3.client("dynamodb").scan(TableName=table)["Items"]
    ends = {item["pk"]["S"]: int(item["expires_at"]["N"]) for item in items if "expires_at" in item}
    assert set(ends) == {"CALLS#2026-03-04", "USE#2026-03-04", "USE#2026-03"}
    assert set(ends.values()) == {int((START + timedelta(days=90, seconds=9)).timestamp())}
